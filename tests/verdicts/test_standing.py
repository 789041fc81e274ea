"""Where goals stand: every verdict and outlook has a place, parts are where they belong, and the worst comes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_goal import goal_of, result_of
from small_findings import DAYS

from kvartalsbog.kinds.base import CriterionResult, Outlook, State
from kvartalsbog.kinds.credit import Credit
from kvartalsbog.periods import Month
from kvartalsbog.verdicts.accounts import accountable
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.points import Points
from kvartalsbog.verdicts.standing import (
    Standing,
    by_standing,
    is_awaited,
    is_missed,
    is_settled,
    is_troubled,
    portions,
    pressing,
    standing,
    standings,
)
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.standings import finding_sentence
from kvartalsbog.words.statuses import standing_status

V, O, S = Verdict, Outlook, Standing  # noqa: E741 - a table is read at a glance
PLACES = [
    (V.MET, None, S.WON, "Opfyldt"), (V.PARTLY_MET, None, S.PARTLY, "Delvist opfyldt"), (V.NOT_MET, None, S.LOST, "Ikke opfyldt"),
    (V.NOT_DUE, O.ON_TRACK, S.ON_TRACK, "Forventes opfyldt"), (V.NOT_DUE, O.AT_RISK, S.AT_RISK, "I risiko"),
    (V.NOT_DUE, O.UNLIKELY, S.UNLIKELY, "Forventes ikke opfyldt"), (V.NOT_DUE, O.OUT_OF_REACH, S.OUT_OF_REACH, "Kan ikke længere opfyldes"),
    (V.NOT_DUE, O.UNANSWERED, S.UNKNOWN, "Mangler svar"), (V.NOT_DUE, None, S.UNKNOWN, "Ikke forfalden"),
    (V.NO_DATA, None, S.UNKNOWN, "Mangler data"), (V.NO_DATA, O.AT_RISK, S.UNKNOWN, "Mangler data"), (V.NO_DATA, O.OUT_OF_REACH, S.OUT_OF_REACH, "Kan ikke længere opfyldes"),
]  # fmt: skip


def stood(goal: GoalResult, verdict: Verdict, outlook: Outlook | None, rest: Outlook | None = None) -> GoalResult:
    """A goal as it would stand so, with criteria that do; `rest`: a part of what is out of reach can still be had."""
    state = State.NOT_DUE if outlook else goal.criteria[0].state
    criteria = tuple(replace(c, state=state, outlook=outlook, rest=rest) for c in goal.criteria)
    points = Points(open=goal.goal.weight or Decimal(0)) if outlook else goal.points
    return replace(goal, verdict=verdict, outlook=outlook, criteria=criteria, points=points)


@pytest.fixture(scope="module")
def goals(findings_of: Callable[[str], Findings]) -> tuple[GoalResult, ...]:
    return findings_of("2024K4").result.goals


@pytest.mark.parametrize(("verdict", "outlook", "place", "word"), PLACES)
def test_each_verdict_and_outlook_has_a_place_and_a_word(
    goals: tuple[GoalResult, ...], verdict: Verdict, outlook: Outlook | None, place: Standing, word: str
) -> None:
    result = stood(goals[0], verdict, outlook)
    assert standing(result) is place
    assert standing_status(result).word == word


@pytest.mark.parametrize("verdict", [V.NOT_DUE, V.NO_DATA])
def test_what_is_out_of_reach_as_a_whole_can_be_had_in_part_where_a_step_is_left(
    goals: tuple[GoalResult, ...], verdict: Verdict
) -> None:
    result = stood(goals[0], verdict, O.OUT_OF_REACH, rest=O.AT_RISK)
    assert standing(result) is S.REDUCED
    assert standing_status(result).word == "Kan kun opfyldes delvist"
    assert portions(result) == {S.AT_RISK: 15}


def test_the_places_that_ask_for_more_of_a_goal_are_of_the_same_classes(goals: tuple[GoalResult, ...]) -> None:
    """Who is missed is accounted for, and who is missed or in danger is asked why: by where a goal stands, and by nothing else."""
    made = [stood(goals[0], verdict, outlook) for verdict, outlook, *_ in PLACES]
    assert {standing(goal) for goal in made if is_missed(goal)} == {S.LOST, S.PARTLY, S.OUT_OF_REACH}
    assert {standing(goal) for goal in made if is_troubled(goal)} == {
        S.LOST,
        S.PARTLY,
        S.OUT_OF_REACH,
        S.UNLIKELY,
        S.AT_RISK,
    }
    assert is_missed(stood(goals[0], V.NOT_DUE, O.OUT_OF_REACH, rest=O.ON_TRACK))
    assert [accountable(goal) for goal in made] == [is_missed(goal) for goal in made]
    assert standings(made)[S.UNKNOWN] == 4


def test_what_is_open_of_a_goal_stands_as_the_gravest_of_its_open_criteria(goals: tuple[GoalResult, ...]) -> None:
    """5 points: 2 won, 1 lost for good, 2 open at risk: not as the goal, which can no longer be met."""
    result = next(goal for goal in goals if goal.goal.id == "2.2")
    first, second = result.criteria
    open_ = tuple(replace(c, state=State.NOT_DUE, outlook=o) for c, o in ((first, O.AT_RISK), (second, O.ON_TRACK)))
    points = Points(Decimal(2), Decimal(2), Decimal(1))
    parted = replace(
        result,
        verdict=V.NOT_DUE,
        outlook=O.OUT_OF_REACH,
        criteria=open_,
        points=points,
        credit=Credit(Decimal(0), Decimal(1)),
    )  # type: ignore[arg-type]
    assert standing(parted) is S.REDUCED
    assert portions(parted) == {S.WON: 2, S.AT_RISK: 2, S.LOST: 1}


def test_without_weights_a_goal_counts_whole(goals: tuple[GoalResult, ...]) -> None:
    unweighed = [replace(goal, points=None) for goal in goals]
    assert sum(by_standing(unweighed).values()) == len(goals)
    assert by_standing(unweighed)[S.WON] == sum(goal.verdict is V.MET for goal in goals)


def test_the_worst_comes_first_and_of_equals_the_heaviest(goals: tuple[GoalResult, ...]) -> None:
    stands = [(V.NOT_DUE, O.AT_RISK), (V.NOT_DUE, O.UNLIKELY), (V.MET, None), (V.PARTLY_MET, None), (V.NOT_MET, None), (V.NOT_DUE, O.OUT_OF_REACH), (V.NO_DATA, None), (V.NOT_DUE, O.ON_TRACK), (V.NOT_DUE, O.AT_RISK)]  # fmt: skip
    weights = [5, 5, 5, 5, 5, 5, 5, 5, 15]
    made = [
        replace(stood(goals[0], verdict, outlook), goal=goals[0].goal.model_copy(update={"id": f"1.{n}", "weight": Decimal(weight)}))
        for n, ((verdict, outlook), weight) in enumerate(zip(stands, weights, strict=True))
    ]  # fmt: skip
    assert [result.goal.id for result in pressing(made)] == ["1.4", "1.3", "1.5", "1.1", "1.8", "1.0", "1.6"]


# -- criteria that each give their own part ----------------------------------------------------------------------------


def done(name: str, weight: int | None = None) -> dict[str, Any]:
    told = {
        "id": name,
        "kind": "deliverable",
        "title": name,
        "deliverable": name,
        "done": "sendt",
        "deadline": date(2024, 6, 30),
    }
    return told if weight is None else told | {"weight": weight}


Stand = tuple[State, Outlook | None, Credit | None]
HELD: Stand = (State.HOLDS, None, None)
MISSING: Stand = (State.FAILED, None, None)


def still(outlook: Outlook | None, settled: Fraction = Fraction(0), possible: Fraction = Fraction(1)) -> Stand:
    return State.NOT_DUE, outlook, Credit(settled, possible)


def parted(*stands: Stand, weights: tuple[int | None, ...] = (None, None, None), **more: Any) -> GoalResult:
    """A goal of 10 points whose criteria stand so and give by their weights."""
    criteria = [done(name, weight) for name, weight, _ in zip("abc", weights, stands, strict=False)]
    goal = goal_of(*criteria, **{"credit": "by_criteria", **more})
    return result_of(goal, *(
        CriterionResult(criterion, state, outlook, part=part) for criterion, (state, outlook, part) in zip(goal.criteria, stands, strict=True)
    ))  # fmt: skip


def test_each_part_that_is_open_stands_by_itself() -> None:
    result = parted(HELD, still(O.AT_RISK), still(O.ON_TRACK), weights=(50, 20, 30))
    assert portions(result) == {S.WON: 5, S.AT_RISK: 2, S.ON_TRACK: 3}


def test_parts_without_weights_are_alike_and_the_last_has_what_is_left() -> None:
    third = Decimal("3.333333")
    assert portions(parted(still(O.AT_RISK), still(O.ON_TRACK), still(O.UNLIKELY))) == {
        S.AT_RISK: third, S.ON_TRACK: third, S.UNLIKELY: 10 - 2 * third,
    }  # fmt: skip


def test_of_a_part_that_is_settled_in_part_what_can_still_be_won_counts() -> None:
    """Of 60 a third is won and a sixth lost, so 30 are open beside the other's 40: 3 and 4 of ten."""
    half = still(O.AT_RISK, Fraction(1, 3), Fraction(5, 6))
    assert portions(parted(half, still(O.ON_TRACK), weights=(60, 40))) == {S.WON: 2, S.LOST: 1, S.AT_RISK: 3, S.ON_TRACK: 4}  # fmt: skip


def test_two_parts_that_stand_alike_are_added() -> None:
    assert portions(parted(still(O.AT_RISK), still(O.AT_RISK), weights=(20, 80))) == {S.AT_RISK: 10}
    gone = still(O.OUT_OF_REACH)
    assert portions(parted(MISSING, gone, weights=(30, 70))) == {S.LOST: 3, S.OUT_OF_REACH: 7}


def test_what_can_still_be_had_of_a_part_stands_as_that_does() -> None:
    goal = goal_of(done("a", 50), done("b", 50), credit="by_criteria")
    first, second = goal.criteria
    gone = CriterionResult(first, State.NOT_DUE, O.OUT_OF_REACH, rest=O.AT_RISK)
    assert portions(result_of(goal, gone, CriterionResult(second, State.NOT_DUE, O.ON_TRACK))) == {S.AT_RISK: 5, S.ON_TRACK: 5}  # fmt: skip


def test_what_nobody_has_answered_for_is_unknown_and_without_data_what_is_out_of_reach_is_not() -> None:
    unknown = (State.NO_DATA, O.AT_RISK, None)
    assert portions(parted(unknown, still(O.ON_TRACK), weights=(30, 70))) == {S.UNKNOWN: 10}
    gone, plain = (State.NO_DATA, O.OUT_OF_REACH, None), {"credit": None}
    assert portions(parted(gone, unknown, weights=(30, 70))) == {S.OUT_OF_REACH: 3, S.UNKNOWN: 7}
    assert portions(parted(gone, still(O.AT_RISK), **plain)) == {S.OUT_OF_REACH: 10}
    assert portions(parted(HELD, still(None), **plain)) == {S.UNKNOWN: 10}


def test_of_a_goal_that_gives_all_or_nothing_the_gravest_decides() -> None:
    for stands in ((O.ON_TRACK, O.UNLIKELY), (O.UNLIKELY, O.ON_TRACK)):
        assert portions(parted(*map(still, stands), credit=None)) == {S.UNLIKELY: 10}


def test_what_is_settled_is_what_is_met_or_not(goals: tuple[GoalResult, ...]) -> None:
    for verdict, outlook, place, _ in PLACES:
        settled = place in (S.WON, S.PARTLY, S.LOST)
        assert is_settled(stood(goals[0], verdict, outlook)) is settled


def test_a_goal_whose_months_have_not_begun_needs_no_attention() -> None:
    goal = goal_of(DAYS, done("a"))
    months, item = goal.criteria

    def awaited(*criteria: CriterionResult) -> bool:
        return is_awaited(result_of(goal, *criteria))

    later = CriterionResult(months, State.NOT_DUE)
    assert awaited(later, CriterionResult(item, State.HOLDS))
    assert not awaited(replace(later, months=(Month(2024, 1),)), CriterionResult(item, State.HOLDS))
    assert not awaited(replace(later, missing=(Month(2024, 1),)), CriterionResult(item, State.HOLDS))
    assert not awaited(replace(later, outlook=O.AT_RISK), CriterionResult(item, State.HOLDS))
    assert not awaited(later, CriterionResult(item, State.NOT_DUE))
    assert not awaited(later, CriterionResult(item, State.FAILED))
    assert not awaited(CriterionResult(months, State.NO_DATA), CriterionResult(item, State.HOLDS))
    assert pressing([result_of(goal, later, CriterionResult(item, State.HOLDS))]) == []


# -- the finding in a line -------------------------------------------------------------------------------------------

MET, PART, MISSED, FINE, RISK, UNLIKELY, GONE, PARTED, UNKNOWN = (
    (V.MET, None), (V.PARTLY_MET, None), (V.NOT_MET, None), (V.NOT_DUE, O.ON_TRACK), (V.NOT_DUE, O.AT_RISK), (V.NOT_DUE, O.UNLIKELY),
    (V.NOT_DUE, O.OUT_OF_REACH), (V.NOT_DUE, O.OUT_OF_REACH, O.ON_TRACK), (V.NO_DATA, None),
)  # fmt: skip
FINDINGS = [
    ([FINE] * 6 + [MET] + [RISK] + [UNLIKELY] * 2 + [MISSED], "Tre mål er i fare, og ét er tabt."),
    ([FINE, RISK], "Ét mål er i fare."),
    ([FINE, MISSED], "Ét mål er tabt."),
    ([FINE, GONE, MISSED], "Ét mål kan ikke længere opfyldes, og ét er tabt."),
    ([FINE, RISK, GONE], "Ét mål er i fare, og ét kan ikke længere opfyldes."),
    ([FINE, GONE, GONE], "To mål kan ikke længere opfyldes."),
    ([FINE, PARTED], "Ét mål kan kun opfyldes delvist."),
    ([PARTED, PARTED], "To mål kan kun opfyldes delvist."),
    ([RISK, PARTED, PARTED, GONE], "Ét mål er i fare, to kan kun opfyldes delvist, og ét kan ikke længere opfyldes."),
    ([FINE, MISSED, MISSED], "To mål er tabt."),
    ([FINE, PART], "Ét mål er kun delvist opfyldt."),
    ([FINE, UNKNOWN, UNKNOWN], "To mål kan ikke vurderes."),
    ([FINE, RISK, MISSED, PART, UNKNOWN], "Ét mål er i fare, ét er tabt, ét er kun delvist opfyldt, og ét kan ikke vurderes."),
    ([FINE], "Det ene mål forventes opfyldt."),
    ([FINE, FINE], "Begge mål forventes opfyldt."),
    ([MET, MET], "Begge mål er opfyldt."),
    ([FINE] * 11, "Alle 11 mål forventes opfyldt."),
    ([FINE, MET], "Begge mål er opfyldt eller forventes opfyldt."),
    ([MET], "Det ene mål er opfyldt."),
    ([MET] * 4, "Alle fire mål er opfyldt."),
    ([PART], "Det ene mål er kun delvist opfyldt."),
    ([MISSED], "Det ene mål er ikke opfyldt."),
    ([MISSED] * 3, "Ingen af de tre mål er opfyldt."),
    ([MET] * 8 + [PART, MISSED, MISSED], "Otte af 11 mål er opfyldt, ét delvist og to ikke."),
    ([MET, MISSED], "Ét af to mål er opfyldt og ét ikke."),
    ([MET, PART], "Ét af to mål er opfyldt og ét delvist."),
    ([PART, PART], "To mål er delvist opfyldt."),
    ([PART, MISSED], "Ét mål er delvist opfyldt og ét ikke."),
]  # fmt: skip


@pytest.mark.parametrize(("stands", "said"), FINDINGS)
def test_the_finding_is_told_in_a_line(
    goals: tuple[GoalResult, ...], stands: list[tuple[Verdict, Outlook | None]], said: str
) -> None:
    assert finding_sentence([stood(goals[0], *one) for one in stands]) == said


@settings(deadline=None)
@given(
    stands=st.lists(
        st.sampled_from([MET, PART, MISSED, FINE, RISK, UNLIKELY, GONE, PARTED, UNKNOWN]), min_size=1, max_size=14
    )
)
def test_the_finding_is_one_sentence_that_hides_no_trouble(
    goals: tuple[GoalResult, ...], stands: list[tuple[Verdict, Outlook | None]]
) -> None:
    said = finding_sentence([stood(goals[0], *one) for one in stands])
    assert said[0].isupper()
    assert said.endswith(".")
    assert "intet" not in said.casefold()
    assert ("i fare" in said) is (RISK in stands or UNLIKELY in stands)
    assert ("kan ikke længere opfyldes" in said) is (GONE in stands)
    assert ("kan kun opfyldes delvist" in said) is (PARTED in stands)
    assert MISSED in stands or "tabt" not in said
    assert "Alle" not in said or not {PART, MISSED, RISK, UNLIKELY, GONE, PARTED, UNKNOWN} & set(stands)
