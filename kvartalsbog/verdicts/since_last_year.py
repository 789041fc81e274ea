"""What has changed a figure since the same months of the year before: each unit's own figure, and its part of the cases. From shown sums alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kvartalsbog.kinds.measures import Sum, add_up
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month
from kvartalsbog.steering.contributions import Change, changes, rounded
from kvartalsbog.verdicts.findings import Series

RATE, MIX = Change._fields
Rounded = Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True)
class SinceLastYear:
    """Of the months until `last`: unit → what it had in the year before and has now, with those that are not shown in both years as one
    under the name `rest`; what each has added to the change; and all of them in the two years.
    """

    last: Month
    units: Mapping[str, tuple[Sum, Sum]]
    changes: Mapping[str, Change]
    before: Sum
    after: Sum

    def rounded(self, criterion: SeriesCriterion, decimals: int) -> Rounded:
        """(unit, `rate` or `mix`) → its part in the criterion's unit, rounded so that each name's sum to theirs, and these two to the change."""
        by_name = {
            name: {(unit, name): criterion.scale * getattr(change, name) for unit, change in self.changes.items()}
            for name in (RATE, MIX)
        }
        totals = rounded({name: sum(parts.values(), Fraction(0)) for name, parts in by_name.items()}, decimals)
        return {
            key: part for name, parts in by_name.items() for key, part in rounded(parts, decimals, totals[name]).items()
        }

    def in_all(self, criterion: SeriesCriterion, unit: str) -> Fraction:
        """What a unit has added by both, in the criterion's unit."""
        return criterion.scale * sum(self.changes[unit], Fraction(0))


def since_last_year(series: Series, rest: str) -> SinceLastYear | None:
    """None where the two years cannot be compared: there are no two units of which something is shown in both, or not all units in one of them."""
    own, now = series.published, series.published.latest
    shown = {
        unit: (before, after)
        for unit, before in series.units_before.items()
        if before is not None and (after := own.districts.get(unit)) is not None
    }
    whole = [series.year_before.get(month.year_before) for month in own.months]
    then = add_up(sums for sums in whole if sums is not None)
    if now is None or None in whole or not (then.n and now.n):
        return None
    others = _less(then, (before for before, _ in shown.values())), _less(now, (after for _, after in shown.values()))
    units = shown | ({rest: others} if others[0].n or others[1].n else {})
    found = changes(*({unit: sums[year] for unit, sums in units.items()} for year in (0, 1)))
    return SinceLastYear(max(own.months), units, found, then, now) if len(units) > 1 else None


def _less(whole: Sum, parts: Iterable[Sum]) -> Sum:
    """What is left of a whole, which anybody can subtract from what is shown."""
    seen = add_up(parts)
    return Sum(whole.n - seen.n, whole.total - seen.total)
