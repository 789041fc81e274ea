"""Strokes: one for all months that are joined in one colour, and never through a month that is hidden."""

from __future__ import annotations

import pytest

from kvartalsbog.pages.lines import strokes
from kvartalsbog.periods import Month

JAN, FEB, MAR, APR, MAY = (Month(2024, number) for number in range(1, 6))


def follow(one: Month, two: Month) -> bool:
    return two.count == one.count + 1


def colour(month: Month) -> str:
    return "early" if month <= FEB else "late"


@pytest.mark.parametrize(("months", "expected"), [
    ([], []), ([JAN], []), ([JAN, MAR], []),
    ([JAN, FEB], [("early", [JAN, FEB])]),
    ([JAN, FEB, MAR, APR], [("early", [JAN, FEB]), ("late", [FEB, MAR, APR])]),
    ([JAN, FEB, APR, MAY], [("early", [JAN, FEB]), ("late", [APR, MAY])]),
    ([MAR, APR, MAY], [("late", [MAR, APR, MAY])]),
])  # fmt: skip
def test_months_are_joined_by_as_few_strokes_as_they_can(
    months: list[Month], expected: list[tuple[str, list[Month]]]
) -> None:
    assert list(strokes(months, follow, colour)) == expected
