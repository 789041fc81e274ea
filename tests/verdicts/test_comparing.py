"""A newest quarter beside the one before and the same months a year before: of what is shown alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from small_findings import APR, DAYS, FEB, JAN, JUN, MAR, MAY, Told, found, goal, plan_of

from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import quarter_of
from kvartalsbog.verdicts.comparing import Compared, compared_periods
from kvartalsbog.verdicts.findings import Series

SECOND = quarter_of(2024, 2)
NOTHING = Compared(None, None, None)
AMOUNT = {key: value for key, value in DAYS.items() if key != "plausible"} | {"kind": "amount", "unit": "sager"}


def sums(n: int, total: int) -> Sum:
    return Sum(n, Decimal(total))


# 1 case of 10 days in January, 2 of 20 in February, and so on: 6 of 60 in the first quarter, 15 of 150 in the second
MONTHS = {month: sums(n, n * 10) for n, month in enumerate((JAN, FEB, MAR, APR, MAY, JUN), start=1)}
BEFORE = {month.year_before: sums(n, n * 20) for n, month in enumerate((APR, MAY, JUN), start=4)}


def series(criterion: dict[str, Any] = DAYS, **months: Any) -> Series:
    """A series of the half-year that shows these months."""
    (own,) = found(Told(), Told(), plan=plan_of(goal("1.1", criterion, weight=100))).series.values()
    shown = {"now": MONTHS, "before": BEFORE} | months
    return replace(own, published=replace(own.published, months=shown["now"]), year_before=shown["before"])


def test_quarters_are_compared_as_the_sums_of_their_months() -> None:
    assert compared_periods(series(), SECOND) == Compared(sums(15, 150), sums(6, 60), sums(15, 300))


@pytest.mark.parametrize(
    ("hidden", "told"),
    [
        (MAY, Compared(None, sums(6, 60), sums(15, 300))),
        (FEB, Compared(sums(15, 150), None, sums(15, 300))),
        (MAY.year_before, Compared(sums(15, 150), sums(6, 60), None)),
    ],
)
@pytest.mark.parametrize("lacks", [True, False])
def test_a_month_that_is_withheld_or_lacks_takes_its_quarter_with_it(hidden: Any, told: Compared, lacks: bool) -> None:
    shown = [{month: None if month == hidden else own for month, own in months.items() if not (lacks and month == hidden)} for months in (MONTHS, BEFORE)]  # fmt: skip
    assert compared_periods(series(now=shown[0], before=shown[1]), SECOND) == told


def test_of_a_level_the_last_month_of_each_is_compared() -> None:
    level = DAYS | {"over": "latest"}
    assert compared_periods(series(level), SECOND) == Compared(sums(6, 60), sums(3, 30), sums(6, 120))
    only_last = {month: MONTHS[month] for month in (MAR, JUN)}
    assert compared_periods(series(level, now=only_last, before={}), SECOND) == Compared(sums(6, 60), sums(3, 30), None)


def test_of_what_is_told_once_a_quarter_its_month_is_compared() -> None:
    quarterly = DAYS | {"reported": "quarterly"}
    assert compared_periods(series(quarterly), SECOND) == Compared(sums(6, 60), sums(3, 30), sums(6, 120))


def test_of_what_is_told_once_a_year_nothing_is() -> None:
    yearly = DAYS | {"reported": "yearly", "deadline": "2024-12-31"}
    assert compared_periods(series(yearly), SECOND) == NOTHING


def test_where_there_are_no_cases_only_what_adds_up_is_a_figure() -> None:
    none = {month: sums(0, 0) for month in (*MONTHS, *BEFORE)}
    assert compared_periods(series(now=none, before=none), SECOND) == NOTHING
    nought = sums(0, 0)
    assert compared_periods(series(AMOUNT, now=none, before=none), SECOND) == Compared(nought, nought, nought)
