"""Credit for a part: in steps, by criteria, and what follows for verdict, outlook and points; worked by hand, and held to a
plain reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_goal import goal_of, result_of

from kvartalsbog.kinds.base import Criterion, CriterionResult, Outlook, State, Step
from kvartalsbog.kinds.credit import Credit
from kvartalsbog.kinds.measures import DeliverableReading, Reported, SeriesReading
from kvartalsbog.kinds.registry import KINDS
from kvartalsbog.kinds.steps import judged
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.plan.goals import Goal, Pillar
from kvartalsbog.verdicts.evaluation import GoalResult, evaluate_goal
from kvartalsbog.verdicts.points import Points, points_of
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.weights import credit_sentences, degree_sentence

K2, K3, K4 = (quarter_of(2024, number) for number in (2, 3, 4))
SHARE: dict[str, Any] = {
    "id": "share", "kind": "share", "title": "Andel", "unit": "pct.", "limit": 95, "direction": "at_least", "deadline": "2024-12-31",
    "counted": "sager", "districts": ["a"], "credit": [{"limit": 90, "gives": 75}, {"limit": 80, "gives": 25}],
}  # fmt: skip
COUNT: dict[str, Any] = {
    "id": "count", "kind": "count", "title": "Møder", "unit": "møder", "limit": 6, "deadline": "2024-12-31",
    "items": {"id": "moede", "title": "Møde", "most": 8}, "credit": [{"limit": 4, "gives": 50}, {"limit": 2, "gives": 10}],
}  # fmt: skip
DONE: dict[str, Any] = {
    "id": "done",
    "kind": "deliverable",
    "title": "Plan",
    "deliverable": "plan",
    "deadline": "2024-06-30",
}


def months(total: int, n: int = 100, until: int = 12) -> Reported:
    """A year whose months are alike."""
    return Reported(
        tuple(SeriesReading("1.1", Month(2024, m), "a", n, Decimal(total), K4) for m in range(1, until + 1))
    )


def items(*days: date, name: str = "moede-{}") -> tuple[DeliverableReading, ...]:
    return tuple(DeliverableReading("1.1", name.format(i), day, None, (), K4) for i, day in enumerate(days, start=1))


@pytest.mark.parametrize(
    ("total", "degree", "state", "verdict", "won"),
    [
        (95, 1, State.HOLDS, Verdict.MET, "10"),
        (94, Fraction(3, 4), State.PARTLY, Verdict.PARTLY_MET, "7.5"),
        (90, Fraction(3, 4), State.PARTLY, Verdict.PARTLY_MET, "7.5"),
        (89, Fraction(1, 4), State.PARTLY, Verdict.PARTLY_MET, "2.5"),
        (80, Fraction(1, 4), State.PARTLY, Verdict.PARTLY_MET, "2.5"),
        (79, 0, State.FAILED, Verdict.NOT_MET, "0"),
    ],
)
def test_a_share_gives_the_step_that_it_keeps(
    total: int, degree: Fraction, state: State, verdict: Verdict, won: str
) -> None:
    goal = goal_of(SHARE)
    found = result_of(goal, judged(goal.criteria[0], months(total), K4))
    assert (found.credit, found.criteria[0].state, found.verdict) == (Credit(degree, degree), state, verdict)
    assert found.points == Points(won=Decimal(won), lost=10 - Decimal(won))


def test_before_the_deadline_a_series_settles_nothing() -> None:
    goal = goal_of(SHARE)
    found = result_of(goal, judged(goal.criteria[0], months(50, until=9), K3))
    assert (found.verdict, found.points) == (Verdict.NOT_DUE, Points(open=Decimal(10)))


def test_before_the_deadline_a_step_that_is_still_whole_keeps_the_outlook() -> None:
    goal = goal_of(SHARE)
    whole = goal.criteria[0].model_copy(update={"credit": ()})
    found, alone = (judged(each, months(97, until=9), K3) for each in (goal.criteria[0], whole))
    assert (found.outlook, found.reason) == (alone.outlook, alone.reason)
    assert found.outlook is not Outlook.OUT_OF_REACH
    assert found.rest is None  # which is told of what is lost as a whole


def test_a_month_that_lacks_leaves_the_step_that_is_left_unanswered() -> None:
    # 680 of 800 in eight of nine months, some 400 to come: 95 per cent would take 460 of them, and 90 all
    (criterion,) = goal_of(SHARE).criteria
    reported = months(85, until=9)
    found = judged(criterion, Reported(tuple(r for r in reported.series if r.month != Month(2024, 5))), K3)
    assert (found.state, found.outlook, found.rest) == (State.NO_DATA, Outlook.OUT_OF_REACH, Outlook.UNANSWERED)


@dataclass(frozen=True)
class Steps:
    """A criterion whose steps stand as they are told to."""

    result: CriterionResult
    steps: dict[int, CriterionResult]

    @property
    def credit(self) -> tuple[Step, ...]:
        return tuple(Step(limit=1, gives=gives) for gives in self.steps)

    def at(self, step: Step) -> Steps:
        return Steps(self.steps[int(step.gives)], {})

    def judge(self, *_: object) -> CriterionResult:
        return self.result


@pytest.mark.parametrize(("half", "tenth", "rest"), [
    ((State.NOT_DUE, Outlook.AT_RISK), (State.NOT_DUE, Outlook.ON_TRACK), Outlook.AT_RISK),
    ((State.NOT_DUE, Outlook.OUT_OF_REACH), (State.NOT_DUE, Outlook.ON_TRACK), Outlook.ON_TRACK),
    ((State.NOT_DUE, None), (State.HOLDS, None), Outlook.UNANSWERED),
    ((State.NOT_DUE, Outlook.OUT_OF_REACH), (State.HOLDS, None), None),  # what holds is had, and not left
    ((State.NOT_DUE, Outlook.OUT_OF_REACH), (State.FAILED, None), None),
])  # fmt: skip
def test_what_is_left_stands_as_the_most_that_can_still_be_met(
    half: tuple[State, Outlook | None], tenth: tuple[State, Outlook | None], rest: Outlook | None
) -> None:
    (own,) = goal_of(SHARE).criteria
    whole, *parts = (CriterionResult(own, *stands) for stands in ((State.NOT_DUE, Outlook.OUT_OF_REACH), half, tenth))
    steps = Steps(whole, dict(zip((50, 10), parts, strict=True)))
    assert judged(cast(Criterion, steps), Reported(), K3).rest is rest


@pytest.mark.parametrize("credit", [SHARE["credit"], []])
def test_a_unit_that_there_is_not_is_not_waited_for(credit: list[dict[str, int]]) -> None:
    # b reports to the plan, and is not there in 2024: 90 of 100 every month are a's alone
    (criterion,) = goal_of({**SHARE, "districts": ["a", "b"], "limit": 91, "credit": credit}).criteria
    assert judged(criterion, months(90), K4).state is State.NO_DATA
    alone = judged(criterion, months(90), K4, lambda _: {"a"})
    assert alone.state is (State.PARTLY if credit else State.FAILED)
    assert (alone.part or Credit(Fraction(0), Fraction(0))).settled == (Fraction(3, 4) if credit else 0)


def test_a_count_settles_its_steps_as_they_are_reached() -> None:
    # four of six in time give 50 per cent for good, whatever comes; two more would give the rest
    goal = goal_of(COUNT)
    four = Reported((), items(*(date(2024, m, 1) for m in (1, 2, 3, 4))))
    found = result_of(goal, judged(goal.criteria[0], four, K2))
    assert (found.verdict, found.points) == (Verdict.NOT_DUE, Points(won=Decimal(5), open=Decimal(5)))
    assert (
        degree_sentence(found).replace("\u00a0", " ")
        == "Indtil nu er 50 pct. af målet opfyldt, og højst 100 pct. kan blive det."
    )
    year = result_of(goal, judged(goal.criteria[0], four, K4))
    assert (year.verdict, year.points) == (Verdict.PARTLY_MET, Points(won=Decimal(5), lost=Decimal(5)))
    assert degree_sentence(year).replace("\u00a0", " ") == "Målet er opfyldt 50 pct."
    (rule,) = credit_sentences(goal)
    assert rule.replace("\u00a0", " ") == "Delvis opfyldelse: 4 møder giver 50 pct. og 2 møder giver 10 pct."


def test_by_criteria_each_gives_its_part_by_weight() -> None:
    # weights 3 and 1 of 4, of ten points: the share keeps 90, 75 per cent of 7,5; the plan came late, nothing of 2,5
    goal = goal_of({**SHARE, "weight": 75}, {**DONE, "weight": 25}, credit="by_criteria")
    late = items(date(2024, 7, 1), name="plan")
    half = result_of(goal, *(judged(c, Reported(months(90, until=6).series, late), K2) for c in goal.criteria))
    assert (half.verdict, half.outlook) == (Verdict.NOT_DUE, Outlook.OUT_OF_REACH)  # no more than 75 per cent can come
    assert half.points == Points(open=Decimal("7.5"), lost=Decimal("2.5"))
    year = result_of(goal, *(judged(c, Reported(months(90).series, late), K4) for c in goal.criteria))
    assert (year.verdict, year.outlook) == (Verdict.PARTLY_MET, None)
    assert year.points == Points(won=Decimal("5.625"), lost=Decimal("4.375"))


def test_a_goals_result_keeps_its_pillar_and_counts_in_the_plans_own_word() -> None:
    goal = goal_of(DONE)
    pillar = Pillar(id="1", title="S", weight=10, notebook="notebooks/x.ipynb", goals=(goal,))
    criteria = tuple(judged(c, Reported((), items(date(2024, 6, 1), name="plan")), K4) for c in goal.criteria)
    found = evaluate_goal(goal, pillar, criteria, "pct.")
    assert (found.pillar, found.points) == (pillar, Points(won=Decimal(10), unit="pct."))
    assert evaluate_goal(goal, pillar, criteria, None).points is None
    unweighed = goal.model_copy(update={"weight": None})
    assert evaluate_goal(unweighed, pillar, criteria, "point").points is None


@pytest.mark.parametrize(("first", "second", "gravest"), [
    (Outlook.ON_TRACK, Outlook.AT_RISK, Outlook.AT_RISK), (Outlook.UNLIKELY, Outlook.AT_RISK, Outlook.UNLIKELY),
    (Outlook.ON_TRACK, Outlook.OUT_OF_REACH, Outlook.OUT_OF_REACH),
])  # fmt: skip
def test_the_gravest_outlook_is_by_what_it_means_and_not_by_its_code(
    first: Outlook, second: Outlook, gravest: Outlook
) -> None:
    goal = goal_of(DONE, {**DONE, "id": "other", "deliverable": "other"})
    for pair in ((first, second), (second, first)):
        criteria = tuple(CriterionResult(c, State.NOT_DUE, each) for c, each in zip(goal.criteria, pair, strict=True))
        assert result_of(goal, *criteria).outlook is gravest


def test_without_by_criteria_a_goal_gives_what_its_least_criterion_does() -> None:
    goal = goal_of(SHARE, DONE)
    done = items(date(2024, 6, 30), name="plan")
    found = result_of(goal, *(judged(c, Reported(months(90).series, done), K4) for c in goal.criteria))
    assert (found.credit.settled, found.points) == (Fraction(3, 4), Points(won=Decimal("7.5"), lost=Decimal("2.5")))


def test_thirds_sum_to_the_weight() -> None:
    points = points_of(Decimal(10), Credit(Fraction(1, 3), Fraction(2, 3)))
    assert (points.won, points.lost) == (Decimal("3.333333"), Decimal("3.333333"))
    assert points.total == 10
    assert points_of(Decimal(10), Credit(Fraction(1, 3), Fraction(1, 3))).open == 0


# -- properties --------------------------------------------------------------------------------------------------------

DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@dataclass(frozen=True)
class Case:
    goal: Goal
    reported: Reported


@st.composite
def cases(draw: st.DrawFn) -> Case:
    steps = draw(st.lists(st.integers(1, 94), max_size=3, unique=True).map(lambda found: sorted(found, reverse=True)))
    gives = draw(st.lists(st.integers(1, 99), min_size=len(steps), max_size=len(steps), unique=True))
    credit = [{"limit": a, "gives": b} for a, b in zip(steps, sorted(gives, reverse=True), strict=True)]
    share = {**SHARE, "credit": credit, "weight": draw(st.integers(1, 9))}
    count = {**COUNT, "weight": draw(st.integers(1, 9)), "deadline": draw(DAYS).isoformat()}
    done = {**DONE, "weight": draw(st.integers(1, 9)), "deadline": draw(DAYS).isoformat()}
    parts = draw(st.lists(st.sampled_from([share, count, done]), min_size=1, max_size=3, unique_by=lambda p: p["id"]))
    own = draw(st.sampled_from(["by_criteria", None]))
    weight = draw(st.decimals(1, 40, places=2))
    totals = draw(st.lists(st.integers(0, 100), min_size=12, max_size=12))
    series = tuple(
        SeriesReading("1.1", Month(2024, m), "a", 100, Decimal(t), K4) for m, t in enumerate(totals, start=1)
    )
    days = draw(st.lists(DAYS, max_size=8))
    plan = draw(st.lists(DAYS, max_size=1))
    return Case(
        goal_of(*parts, credit=own, weight=weight), Reported(series, (*items(*days), *items(*plan, name="plan")))
    )


def known_in(case: Case, period: Any) -> Reported:
    """What was reported by the end of a quarter."""
    return Reported(
        tuple(r for r in case.reported.series if r.month.last_day <= period.last_day),
        tuple(i for i in case.reported.deliverables if i.completed and i.completed <= period.last_day),
    )


def year_of(case: Case) -> list[GoalResult]:
    return [
        result_of(case.goal, *(judged(c, known_in(case, q), q) for c in case.goal.criteria))
        for q in (quarter_of(2024, n) for n in (1, 2, 3, 4))
    ]


@settings(deadline=None)
@given(cases())
def test_points_sum_and_what_is_won_or_lost_never_comes_back(case: Case) -> None:
    weight, found = case.goal.weight, year_of(case)
    for result in found:
        assert result.points is not None
        assert result.points.total == weight
        assert min(result.points.won, result.points.open, result.points.lost) >= 0
    for before, after in pairwise(found):
        assert after.credit.settled >= before.credit.settled
        assert after.credit.possible <= before.credit.possible
        assert after.points
        assert before.points
        assert (after.points.won >= before.points.won, after.points.lost >= before.points.lost) == (True, True)


def plain_degree(criterion: dict[str, Any], reported: Reported) -> Fraction:
    """What a criterion gives at the year's end, written as one would with paper and pencil."""
    limits = [(criterion.get("limit"), 100), *((s["limit"], s["gives"]) for s in criterion.get("credit", ()))]
    deadline = date.fromisoformat(str(criterion["deadline"]))
    if criterion["kind"] == "share":
        total, n = sum(r.total for r in reported.series), sum(r.n for r in reported.series)
        return max((Fraction(g, 100) for limit, g in limits if 100 * total >= limit * n), default=Fraction(0))
    named = "plan" if criterion["kind"] == "deliverable" else "moede"
    done = sum(
        i.completed is not None and i.completed <= deadline
        for i in reported.deliverables
        if i.deliverable.startswith(named)
    )
    if criterion["kind"] == "deliverable":
        return Fraction(done)
    return max((Fraction(g, 100) for limit, g in limits if done >= limit), default=Fraction(0))


@settings(deadline=None)
@given(cases())
def test_the_years_points_are_those_of_a_plain_reference(case: Case) -> None:
    written = [c.model_dump(mode="json") for c in case.goal.criteria]
    for one, criterion in zip(written, case.goal.criteria, strict=True):
        asked = criterion.asked
        one["limit"] = asked.limit if asked else None
        one["credit"] = [{"limit": s.limit, "gives": Fraction(s.gives)} for s in criterion.credit]
    degrees = [Fraction(plain_degree(one, case.reported)) for one in written]
    weights = [Fraction(c.weight or 1) for c in case.goal.criteria]
    wanted = min(degrees)
    if case.goal.credit:
        wanted = sum((w * d for w, d in zip(weights, degrees, strict=True)), Fraction(0)) / sum(weights)
    last = year_of(case)[-1]
    silent = any(c.state is State.NO_DATA for c in last.criteria)  # nobody ever reported it: open, and no verdict
    if not silent:
        assert last.credit == (wanted, wanted)
        held = any(degrees)
        assert last.verdict is (Verdict.MET if wanted == 1 else Verdict.PARTLY_MET if held else Verdict.NOT_MET)


@settings(deadline=None)
@given(cases(), st.integers(0, 300))
def test_a_later_deadline_gives_no_less_of_what_is_dated(case: Case, days: int) -> None:
    for criterion in case.goal.criteria:
        if criterion.kind == "share":
            continue
        later = criterion.model_copy(update={"deadline": date.fromordinal(criterion.deadline.toordinal() + days)})
        before, after = (judged(c, case.reported, K4).credit for c in (criterion, later))
        assert after.settled >= before.settled
        assert after.possible >= before.possible


def test_every_kind_that_asks_for_a_number_takes_steps() -> None:
    """A kind that has a limit is judged by any other limit in the place of its own."""
    assert {name for name, kind in KINDS.items() if "limit" in kind.model_fields} >= {"mean", "share", "count"}
    (count,) = goal_of(COUNT, credit="by_criteria").criteria
    assert [(count.at(step).asked.limit, count.at(step).credit) for step in count.credit] == [(4, ()), (2, ())]  # type: ignore[union-attr]
