"""What is left of a goal that can no longer be met as a whole: worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from one_goal import goal_of, result_of

from kvartalsbog.kinds.base import Outlook
from kvartalsbog.kinds.measures import DeliverableReading, Reported, SeriesReading
from kvartalsbog.kinds.steps import judged
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.verdicts.standing import Standing, portions
from kvartalsbog.verdicts.verdict import Verdict

K3, K4 = quarter_of(2024, 3), quarter_of(2024, 4)
DONE: dict[str, Any] = {
    "id": "done",
    "kind": "deliverable",
    "title": "Plan",
    "deliverable": "plan",
    "deadline": "2024-12-31",
}


def months(until: int) -> Reported:
    """A year of which a case takes five days in every month."""
    return Reported(
        tuple(SeriesReading("1.1", Month(2024, m), "a", 100, Decimal(500), K4) for m in range(1, until + 1))
    )


MEAN: dict[str, Any] = {
    "id": "mean", "kind": "mean", "title": "Dage", "unit": "dage", "limit": 1, "direction": "at_most", "deadline": "2024-12-31",
    "counted": "sager", "districts": ["a"], "plausible": {"minimum": 0, "maximum": 100},
}  # fmt: skip


@pytest.mark.parametrize(
    ("step", "rest", "place"),
    [
        (8, Outlook.ON_TRACK, Standing.ON_TRACK),
        (4, Outlook.AT_RISK, Standing.AT_RISK),
        (2, None, Standing.OUT_OF_REACH),
    ],
)
def test_where_the_whole_is_out_of_reach_what_is_left_stands_as_the_best_step_that_can_be_had(
    step: int, rest: Outlook | None, place: Standing
) -> None:
    # 5 days on average in nine months: the rest must be -11 for 1 and -7 for 2, 1 for 4 and 17 for 8
    goal = goal_of({**MEAN, "credit": [{"limit": step, "gives": 50}]})
    found = result_of(goal, judged(goal.criteria[0], months(9), K3))
    assert (found.outlook, found.criteria[0].rest, found.reduced) == (Outlook.OUT_OF_REACH, rest, rest is not None)
    assert portions(found) == {place: 10}  # an outlook moves no points


def test_where_criteria_give_each_their_own_what_is_open_stands_as_they_do() -> None:
    # of ten points a third can no longer be had and two thirds are expected in time; of a goal that gives all or nothing, all are gone
    parts = ({**MEAN, "weight": 1}, {**DONE, "weight": 2})
    reported = Reported(months(9).series, (DeliverableReading("1.1", "plan", None, date(2024, 12, 1), (), K3),))
    each, least = (
        result_of(goal, *(judged(c, reported, K3) for c in goal.criteria))
        for goal in (goal_of(*parts, credit="by_criteria"), goal_of(*parts))
    )
    assert (each.reduced, least.reduced) == (True, False)
    assert portions(each) == {Standing.OUT_OF_REACH: Decimal("3.333333"), Standing.ON_TRACK: Decimal("6.666667")}
    assert portions(least) == {Standing.OUT_OF_REACH: 10}


def test_what_nobody_has_reported_of_a_step_that_is_left_cannot_be_judged() -> None:
    # March lacks
    (criterion,) = goal_of({**MEAN, "deadline": "2024-03-31", "credit": [{"limit": 8, "gives": 50}]}).criteria
    found = result_of(goal_of(MEAN), judged(criterion, months(2), quarter_of(2024, 1)))
    assert found.verdict is Verdict.NO_DATA
    assert portions(found) == {Standing.UNKNOWN: 10}
