"""A series' newest period beside the one before and the same months a year before: what an edition shows of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kvartalsbog.kinds.measures import Sum, add_up
from kvartalsbog.periods import Month, Period
from kvartalsbog.verdicts.findings import Series


class Compared(NamedTuple):
    """What a period had, and what it is held against; None where one of the months is not shown, or nothing is reported for it."""

    newest: Sum | None
    previous: Sum | None
    year_before: Sum | None


def compared_periods(series: Series, period: Period) -> Compared:
    """Of a level each period's last month, of whatever else all of its months that are reported."""
    newest = period.months
    return Compared(
        _of(series, newest, period),
        _of(series, period.previous.months, period),
        _of(series, [month.year_before for month in newest], period),
    )


def _of(series: Series, months: Sequence[Month], period: Period) -> Sum | None:
    reported = [month for month in months if series.criterion.reports(month, period.calendar.months)]
    found = [series.every_month.get(month) for month in (reported[-1:] if series.is_level else reported)]
    sums = add_up(part for part in found if part is not None)
    return sums if found and None not in found and (sums.n or series.criterion.adds) else None
