"""What stands on the axes of a figure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvartalsbog.content.language import DANISH
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.pages.charts import drawn_values, tick_label
from kvartalsbog.periods import Month
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.measuring import shown as as_a_reader_sees


@pytest.mark.parametrize(
    ("ticks", "expected"),
    [
        ([160, 180, 200], ["160", "180", "200"]),
        ([4.15, 4.2, 4.25], ["4,15", "4,20", "4,25"]),
        ([-1.0, 0.0, 1000.0], ["−1", "0", "1.000"]),
        ([0.1, 0.2, 0.30000000000000004], ["0,1", "0,2", "0,3"]),
    ],
)
def test_ticks_are_danish_and_have_the_decimals_of_the_finest(ticks: list[float], expected: list[str]) -> None:
    assert [tick_label(tick, ticks, DANISH) for tick in ticks] == expected


@given(st.integers(-1000, 1000), st.sampled_from([1, 2, 5, 25]), st.integers(-3, 2), st.integers(2, 9))
def test_no_two_ticks_look_alike(start: int, step: int, power: int, count: int) -> None:
    unit = step * Decimal(10) ** power
    ticks = [float((start + n) * unit) for n in range(count)]
    assert len({tick_label(tick, ticks, DANISH) for tick in ticks}) == count


def test_a_figure_is_drawn_from_the_numbers_of_its_table(findings_of: Callable[[str], Findings]) -> None:
    """180 days is the limit: 1255 / 7 is 179.28… and its text 179,3; 179.996 would look like the limit with fewer decimals."""
    findings = findings_of("2024K4")
    criterion = findings.series["1.1"].criterion
    sums = {Month(2024, 1): Sum(7, Decimal(1255)), Month(2024, 2): Sum(1000, Decimal(179996)), Month(2024, 3): None}
    drawn = drawn_values(criterion, sums)
    assert drawn == {Month(2024, 1): Decimal("179.3"), Month(2024, 2): Decimal("179.996")}
    for series in findings.series.values():
        for shown in (series.published.months, series.published.year_to_date, series.year_before):
            for value in drawn_values(series.criterion, shown).values():
                assert str(value).replace(".", ",") == as_a_reader_sees(value, series.criterion)
