"""Series of the same cases: how many there are of a sum is known of all of them when one of them shows it.

A mean of days and a share in time of the same cases are two series with two choices, each of which may hide another partner of a small
unit. Together they would tell how many cases it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kvartalsbog.disclosure.publication import Cell, View
from kvartalsbog.disclosure.series_record import SeriesRecord

Counted = frozenset[frozenset[Cell]]  # the cells of sums of which the number of cases is told
NOTHING_COUNTED: Counted = frozenset()
_Year = frozenset[tuple[Cell, int]]


def counted_elsewhere(every: Mapping[str, SeriesRecord]) -> dict[str, Counted]:
    """Of each series of an edition the sums of which only others of the same cases show how many there are, a year at a time."""
    alike: dict[_Year, list[str]] = defaultdict(list)
    for name, series in every.items():
        for year in filter(None, map(_cases_of, (series.own, series.before))):
            alike[year].append(name)
    found: dict[str, Counted] = {}
    for year, names in alike.items():
        if len(names) > 1:
            shown = {name: among(shown_of(every[name]), dict(year)) for name in names}
            together = NOTHING_COUNTED.union(*shown.values())
            found |= {name: found.get(name, NOTHING_COUNTED) | (together - own) for name, own in shown.items()}
    return {name: more for name, more in found.items() if more}


def _cases_of(view: View) -> _Year:
    """How many cases there are in each unit's month; nothing where they all are one number, as of a level that is read once a month."""
    found = frozenset((cell, value.n) for cell, value in view.items())
    return found if len({n for _, n in found if n}) > 1 else frozenset()


def shown_of(series: SeriesRecord) -> Counted:
    """The cells of the sums that an edition shows of a series."""
    parts = (*series.parts_own, *series.parts_before)
    return frozenset(part.cells for part in parts if series.decisions[part.key])


def among(counted: Counted, view: Mapping[Cell, object]) -> Counted:
    """Those sums that are of a view's cells alone."""
    return frozenset(cells for cells in counted if cells <= view.keys())


def in_order(counted: Counted) -> tuple[tuple[str, ...], ...]:
    """The sums as they can be remembered by: the order of a set's members is chance."""
    return tuple(sorted(tuple(sorted(f"{month} {unit}" for month, unit in cells)) for cells in counted))
