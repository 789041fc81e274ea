"""Sums of months, the order of items' names, and how exactly a figure is shown beside its limit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError
from small_findings import APR, DAYS, FEB, JAN, MAR

from kvartalsbog.kinds.measured import is_large, precision
from kvartalsbog.kinds.measures import NOTHING, SeriesReading, Sum, add_up, added_up, by_month, natural_order
from kvartalsbog.kinds.share import Share
from kvartalsbog.periods import Month, quarter_of


def sums(n: int, total: str) -> Sum:
    return Sum(n, Decimal(total))


def reading(month: Month, unit: str, n: int, total: str) -> SeriesReading:
    return SeriesReading("1.1", month, unit, n, Decimal(total), quarter_of(2024, 1))


def test_months_are_summed_over_units_in_the_order_of_the_year() -> None:
    rows = [reading(MAR, "nord", 1, "0.5"), reading(JAN, "syd", 2, "3"), reading(MAR, "syd", 4, "7")]
    assert list(by_month(rows).items()) == [(JAN, sums(2, "3")), (MAR, sums(5, "7.5"))]
    assert add_up(rows) == sums(7, "10.5")
    assert add_up(()) == NOTHING


def test_months_are_added_up_as_far_as_every_one_is_shown() -> None:
    shown = {JAN: sums(1, "2"), FEB: sums(0, "0"), MAR: sums(3, "4"), APR: None}
    assert added_up((JAN, FEB, MAR, APR), shown) == {JAN: sums(1, "2"), FEB: sums(1, "2"), MAR: sums(4, "6")}
    assert added_up((JAN, APR, MAR), shown) == {JAN: sums(1, "2")}
    assert added_up((APR, JAN), shown) == {}
    assert added_up((JAN, FEB), {FEB: sums(1, "1")}) == {}


def test_items_stand_in_the_order_of_their_numbers_and_numbers_before_words() -> None:
    names = ["krav-10", "krav-2", "krav", "krav-b", "krav-a", "10-a", "9-b", "krav-2-1"]
    assert sorted(names, key=natural_order) == ["9-b", "10-a", "krav", "krav-2", "krav-2-1", "krav-10", "krav-a", "krav-b"]  # fmt: skip


@pytest.mark.parametrize(("limit", "decimals"), [("180", 1), ("180.0", 1), ("100", 1), ("0.5", 2), ("0.25", 3), ("0", 1)])  # fmt: skip
def test_a_figure_has_one_decimal_more_than_its_limit(limit: str, decimals: int) -> None:
    assert precision(Decimal(limit)) == decimals


@pytest.mark.parametrize(("limit", "large"), [("9999", False), ("10000", True), ("10000.5", False), ("-10000", True)])
def test_beside_a_large_whole_number_nobody_reads_decimals(limit: str, large: bool) -> None:
    assert is_large(Decimal(limit)) is large


@pytest.mark.parametrize(("limit", "wrong"), [(-1, "greater_than_equal"), (Decimal("0.5"), None), (0, None), (100, None), (Decimal("100.5"), "less_than_equal")])  # fmt: skip
def test_a_share_is_of_a_hundred(limit: Decimal, wrong: str | None) -> None:
    told = {name: value for name, value in DAYS.items() if name != "plausible"}
    written = told | {"kind": "share", "unit": "pct.", "direction": "at_least", "limit": limit}
    if wrong is None:
        assert Share.model_validate(written).limits == (limit,)
        return
    with pytest.raises(ValidationError) as caught:
        Share.model_validate(written)
    (error,) = caught.value.errors()
    assert (error["type"], error["loc"]) == (wrong, ("limit",))
    assert error["ctx"] == ({"ge": 0} if limit < 0 else {"le": 100})
