"""When a verdict is firm."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kvartalsbog.steering.firmness import firmness

MOVES = (Fraction(1, 5), Fraction(-3, 100), Fraction(0), Fraction(1, 10))


def test_the_newest_quarter_would_have_to_move_by_the_margin_on_all_cases() -> None:
    """0.4 days of 4,000 cases are 1.6 days of the newest 1,000: eight times the largest move of 0.2."""
    found = firmness(Fraction(-2, 5), 4000, 1000, MOVES, missing=0)
    assert (found.needed, found.largest) == (Fraction(8, 5), Fraction(1, 5))
    assert found.firm


@pytest.mark.parametrize(
    ("margin", "moves", "missing"),
    [
        (Fraction(1, 10), MOVES, 0),  # 0.4 is twice 0.2
        (Fraction(2, 5), MOVES[:2], 0),  # two moves
        (Fraction(2, 5), MOVES, 1),  # a month is missing
        (Fraction(2, 5), (), 0),
    ],
)
def test_a_small_margin_few_moves_or_a_missing_month_leave_it_provisional(
    margin: Fraction, moves: tuple[Fraction, ...], missing: int
) -> None:
    assert not firmness(margin, 4000, 1000, moves, missing=missing).firm


def test_no_move_at_all_in_three_is_firm_with_any_margin() -> None:
    assert firmness(Fraction(1, 100), 4000, 1000, (Fraction(0),) * 3, missing=0).firm


def test_what_lies_on_the_limit_itself_is_never_firm() -> None:
    assert not firmness(Fraction(0), 4000, 1000, (Fraction(0),) * 3, missing=0).firm
