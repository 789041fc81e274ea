"""The sums of a publication that criteria are judged by, and what the verdicts tell of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kvartalsbog.disclosure.publication import Cells, Key, Kind, Verdict, View
from kvartalsbog.kinds.measures import add_up
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, Period


def value_of(criterion: SeriesCriterion, months: Iterable[Month]) -> Key | None:
    """The sum that is a criterion's value, of the `months` of a year that have been reported: a month of a level, else the
    year to date or, where it begins later, a window. None before any of its own months is reported.
    """
    every, begins = sorted(months), criterion.begins
    own = [m for m in every if m.first_day <= criterion.deadline and (begins is None or begins <= m.last_day)]
    if not own:
        return None
    if criterion.latest:
        return Key(Kind.MONTH, str(own[-1]))
    return Key(Kind.TO_DATE, str(own[-1])) if own[0] == every[0] else Key(Kind.WINDOW, f"{own[0]}..{own[-1]}")


def values_of(criteria: Iterable[SeriesCriterion], months: Sequence[Month]) -> frozenset[Key]:
    """The sums that the criteria of a series are judged by."""
    return frozenset(key for criterion in criteria if (key := value_of(criterion, months)) is not None)


def verdicts_of(criteria: Iterable[SeriesCriterion], view: View, period: Period) -> tuple[Verdict, ...]:
    """What the verdicts tell of the totals that they are of, as soon as they are known: limits, from above or below."""
    own = Cells(cell for cell in view if cell[0] >= period.calendar.begins)
    found = (told for key, c in _judged(criteria, own) for told in _told(key, c, view, own, period))
    return tuple(dict.fromkeys(found))


def _judged(criteria: Iterable[SeriesCriterion], own: Cells) -> Iterator[tuple[Key, SeriesCriterion]]:
    """Every limit that a sum is held against, with the sum: a criterion's own, and those of its steps. Units have limits of
    their own only where nothing is withheld.
    """
    for criterion in criteria:
        key = value_of(criterion, own.months)
        if key is not None:
            yield from ((key, one) for one in (criterion, *map(criterion.at, criterion.credit)))


def _told(key: Key, criterion: SeriesCriterion, view: View, own: Cells, period: Period) -> Iterator[Verdict]:
    sums = add_up(view[cell] for cell in own.of(key))
    if criterion.deadline > period.last_day and criterion.early(sums) is None:
        return
    broken = criterion.broken(sums)
    for bound in broken or criterion.bounds:
        over = bound in broken
        at_least, cases = over == (bound.side == "at_most"), 0 if criterion.adds else 1
        yield Verdict(key, bound.limit / criterion.scale, at_least, cases, strict=over != bound.strict)
