"""What stands on the axes of a figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvartalsbog.charts import tick_label


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
    assert [tick_label(tick, ticks) for tick in ticks] == expected


@given(st.integers(-1000, 1000), st.sampled_from([1, 2, 5, 25]), st.integers(-3, 2), st.integers(2, 9))
def test_no_two_ticks_look_alike(start: int, step: int, power: int, count: int) -> None:
    unit = step * Decimal(10) ** power
    ticks = [float((start + n) * unit) for n in range(count)]
    assert len({tick_label(tick, ticks) for tick in ticks}) == count
