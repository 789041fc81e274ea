"""How a goal's criteria become credit, and credit points: exact, to a millionth, and always the whole weight."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from small_findings import REPORT, goal, plan_of

from kvartalsbog.kinds.base import CriterionResult, State
from kvartalsbog.kinds.credit import Credit
from kvartalsbog.verdicts.points import Points, add_points, credit_of, points_of, pro_rata


def credit(settled: str, possible: str) -> Credit:
    return Credit(Fraction(settled), Fraction(possible))


@pytest.mark.parametrize(
    ("weight", "settled", "possible", "won", "open_", "lost"),
    [
        ("10", "0", "1", "0", "10", "0"),
        ("10", "1", "1", "10", "0", "0"),
        ("10", "0", "0", "0", "0", "10"),
        ("10", "1/4", "3/4", "2.5", "5", "2.5"),
        ("10", "1/3", "1/3", "3.333333", "0", "6.666667"),  # cut off, and what is lost has the rest
        ("10", "2/3", "1", "6.666666", "3.333334", "0"),  # and else what is open
        ("10", "0", "1/3", "0", "3.333334", "6.666666"),
    ],
)
def test_a_weight_is_won_open_and_lost_to_a_millionth_and_sums_to_itself(
    weight: str, settled: str, possible: str, won: str, open_: str, lost: str
) -> None:
    found = points_of(Decimal(weight), credit(settled, possible))
    assert found == Points(Decimal(won), Decimal(open_), Decimal(lost), "point")
    assert found.total == Decimal(weight)


def test_what_is_won_or_lost_whole_keeps_the_weight_as_it_is_written() -> None:
    assert str(points_of(Decimal("7"), credit("1", "1")).won) == "7"
    assert str(points_of(Decimal("7"), credit("0", "0"), "procent").lost) == "7"
    assert str(points_of(Decimal("7"), credit("0", "1")).won) == "0"
    assert points_of(Decimal("7"), credit("0", "1"), "procent").unit == "procent"


@pytest.mark.parametrize(
    ("parts", "divided"),
    [((5, 0, 0), False), ((0, 5, 0), False), ((0, 0, 5), False), ((0, 0, 0), False), ((1, 4, 0), True), ((1, 0, 4), True), ((0, 1, 4), True)],
)  # fmt: skip
def test_a_weight_is_divided_when_it_is_of_more_than_one_kind(parts: tuple[int, int, int], divided: bool) -> None:
    assert Points(*map(Decimal, parts)).divided is divided


HALF = Credit(Fraction(1, 2), Fraction(1, 2))


def judged(*states: tuple[State, int | None]) -> list[CriterionResult]:
    """Criteria in these states, of these weights; one that is fulfilled in part is so by half."""
    criteria = [plan_of(goal("1.3", REPORT | {"weight": weight}, weight=100)).goals[0].criteria[0] for _, weight in states]  # fmt: skip
    return [
        CriterionResult(criterion, state, part=HALF if state is State.PARTLY else None)
        for criterion, (state, _) in zip(criteria, states, strict=True)
    ]


@pytest.mark.parametrize(
    ("states", "least", "by_weight"),
    [
        (((State.HOLDS, None), (State.FAILED, None)), ("0", "0"), ("1/2", "1/2")),
        (((State.HOLDS, None), (State.NOT_DUE, None)), ("0", "1"), ("1/2", "1")),
        (((State.HOLDS, 3), (State.FAILED, None)), ("0", "0"), ("3/4", "3/4")),  # one that has no weight counts once
        (((State.PARTLY, 2), (State.HOLDS, 1)), ("1/2", "1/2"), ("2/3", "2/3")),
    ],
)
def test_a_goal_gives_as_its_least_criterion_or_by_their_weights(
    states: tuple[tuple[State, int | None], ...], least: tuple[str, str], by_weight: tuple[str, str]
) -> None:
    plain_goal, by_parts = (plan_of(goal("1.3", REPORT, weight=100, **told)).goals[0] for told in ({}, {"credit": "by_criteria"}))  # fmt: skip
    assert credit_of(plain_goal, judged(*states)) == credit(*least)
    assert credit_of(by_parts, judged(*states)) == credit(*by_weight)


def test_by_their_number_criteria_would_give_as_many_parts_as_hold() -> None:
    (own,) = plan_of(goal("1.3", REPORT, weight=100)).goals
    held = judged((State.HOLDS, 3), (State.FAILED, None), (State.NOT_DUE, None), (State.PARTLY, None))
    assert pro_rata(own, held) == Decimal(25)
    assert pro_rata(own, held[1:]) == 0
    assert pro_rata(own.model_copy(update={"weight": None}), held) is None


def test_of_no_goals_there_are_no_points() -> None:
    assert add_points([]) == Points(Decimal(0), Decimal(0), Decimal(0), "point")
