"""What a reader should ask: an outlook that got worse, a day that moved twice, silence, figures that lack, and a result that hangs by a thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from small_findings import APR, DAYS, FEB, JAN, JUN, MAR, MAY, MONTHS, REPORT, Told, found, goal, plan_of

from kvartalsbog.content.prose import blocks_of, inline_of
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.periods import Month
from kvartalsbog.readings.values import Account, Remark
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.questions import Why, questions
from kvartalsbog.verdicts.verdict import Verdict

REPORTED = plan_of(goal("1.3", REPORT, weight=100))
MEASURED = plan_of(goal("1.1", DAYS, weight=100))


def asked(findings: Findings) -> list[tuple[str, Why]]:
    return [(question.result.goal.id, question.why) for question in questions(findings)]


def of_each_month(months: tuple[Month, ...], cases: int, total: int) -> dict[tuple[Month, str], tuple[int, int]]:
    """A third of the cases and of their days in each of three months, all in one unit, and no case in the other."""
    nord = {(month, "nord"): (cases // 3, total // 3) for month in months}
    return nord | {(month, "syd"): (0, 0) for month in months}


def with_outlooks(before: Outlook | None, now: Outlook | None) -> Findings:
    """Two quarters of a goal with nothing else to ask about: its owner has told of it."""
    remark = Remark(comment=blocks_of("Det går."))
    item = {"rapport": (None, date(2024, 6, 1))}
    findings = found(Told(items=item), Told(items=item, remarks={"1.3": remark}), plan=REPORTED)
    assert findings.previous is not None

    def standing(of: Findings, outlook: Outlook | None) -> Findings:
        (result,) = of.result.goals
        stands = replace(result, verdict=Verdict.NOT_DUE, outlook=outlook)
        return replace(of, result=replace(of.result, goals=(stands,)))

    return replace(standing(findings, now), previous=standing(findings.previous, before))


@pytest.mark.parametrize(
    ("before", "now", "worse"),
    [
        (Outlook.ON_TRACK, Outlook.UNANSWERED, True),
        (Outlook.ON_TRACK, Outlook.AT_RISK, True),
        (Outlook.UNLIKELY, Outlook.OUT_OF_REACH, True),
        (Outlook.AT_RISK, Outlook.AT_RISK, False),
        (Outlook.AT_RISK, Outlook.ON_TRACK, False),
        (None, Outlook.AT_RISK, False),
        (Outlook.ON_TRACK, None, False),
    ],
)
def test_an_outlook_that_got_worse_is_asked_about_with_what_it_was(
    before: Outlook | None, now: Outlook | None, worse: bool
) -> None:
    told = [(one.result.goal.id, one.why, one.before) for one in questions(with_outlooks(before, now))]
    assert told == ([("1.3", Why.WORSE, before)] if worse else [])


def test_a_goal_that_the_book_before_did_not_have_was_not_better_then() -> None:
    findings = with_outlooks(Outlook.ON_TRACK, Outlook.AT_RISK)
    assert findings.previous is not None
    other = found(Told(), plan=MEASURED)
    assert asked(replace(findings, previous=other)) == []
    assert asked(replace(findings, previous=None)) == []


@pytest.mark.parametrize(
    ("expected", "completed", "moves"),
    [
        (("2024-09-01", "2024-10-01", "2024-11-01"), None, 2),
        (("2024-09-01", "2024-10-01", "2024-10-01"), None, 1),  # once only
        (("2024-09-01", "2024-10-01", "2024-11-01"), date(2024, 9, 20), 2),  # done
    ],
)
def test_a_day_that_has_moved_twice_is_asked_about_until_it_is_done(expected: tuple[str, ...], completed: date | None, moves: int) -> None:  # fmt: skip
    *before, last = [Told(items={"projekt-1": (None, date.fromisoformat(day))}) for day in expected]
    if completed is not None:
        last = Told(items={"projekt-1": (completed, date.fromisoformat(expected[-1]))})
    told = [question for question in questions(found(*before, last)) if question.why is Why.MOVED]
    assert [(question.result.goal.id, question.track and question.track.moves) for question in told] == (
        [("1.2", 2)] if moves == 2 and completed is None else []
    )


LATE = {"rapport": (None, date(2024, 7, 1))}  # a day after its deadline


@pytest.mark.parametrize(
    ("remark", "silent"),
    [
        (None, True),
        (Remark(revision=inline_of("Rettet.")), True),  # of a figure, not of the goal
        (Remark(comment=blocks_of("Det går langsomt.")), False),
        (Remark(account=Account(cause=inline_of("Sygdom."))), False),
    ],
)
def test_an_owner_who_says_nothing_of_a_goal_in_danger_is_asked(remark: Remark | None, silent: bool) -> None:
    told = Told(items=LATE, remarks={} if remark is None else {"1.3": remark})
    assert asked(found(told, plan=REPORTED)) == ([("1.3", Why.SILENT)] if silent else [])


@pytest.mark.parametrize(
    ("verdict", "outlook", "danger"),
    [
        (Verdict.NOT_DUE, Outlook.ON_TRACK, False),
        (Verdict.NOT_DUE, Outlook.UNANSWERED, False),
        (Verdict.NOT_DUE, Outlook.AT_RISK, True),
        (Verdict.NOT_DUE, Outlook.UNLIKELY, True),
        (Verdict.NOT_MET, None, True),
        (Verdict.MET, None, False),
    ],
)
def test_of_which_goals_silence_is_asked_about(verdict: Verdict, outlook: Outlook | None, danger: bool) -> None:
    findings = found(Told(items=LATE), plan=REPORTED)
    (result,) = findings.result.goals
    stands = replace(findings.result, goals=(replace(result, verdict=verdict, outlook=outlook),))
    assert asked(replace(findings, result=stands)) == ([("1.3", Why.SILENT)] if danger else [])


WHOLE = {(month, unit): (10, 900) for month in (JAN, FEB, MAR) for unit in ("nord", "syd")}


@pytest.mark.parametrize(
    ("lacking", "missing"),
    [
        ({}, False),
        ({(FEB, "syd")}, True),  # of one unit
        ({(FEB, "nord"), (FEB, "syd")}, True),  # of all
    ],
)
def test_figures_that_lack_are_asked_about(lacking: set[tuple[Month, str]], missing: bool) -> None:
    findings = found(Told({key: sums for key, sums in WHOLE.items() if key not in lacking}), plan=MEASURED)
    told = [question for question in questions(findings) if question.why is Why.MISSING]
    assert [question.criterion for question in told] == (list(findings.result.goals[0].criteria) if missing else [])


def test_all_the_figures_that_a_goal_lacks_are_one_question() -> None:
    """Of the other series nobody has reported anything."""
    other = DAYS | {"id": "other", "title": "Svar", "series": "1.1-andre"}
    plan = plan_of(goal("1.1", DAYS, other, weight=100))
    findings = found(Told({key: sums for key, sums in WHOLE.items() if key != (FEB, "syd")}), plan=plan)
    (question,) = (question for question in questions(findings) if question.why is Why.MISSING)
    assert question.criterion is findings.result.goals[0].criteria[0]


FIRST = of_each_month((JAN, FEB, MAR), 30, 3000)


@pytest.mark.parametrize(
    ("again", "newest", "needed", "thin"),
    [
        (3300, 2460, Fraction(8), True),
        (3300, 2400, Fraction(10), False),  # as far as it has moved, and no less
        (3300, 2490, Fraction(7), True),
        (3000, 2460, None, False),  # nothing was told again
    ],
)
def test_a_result_that_less_than_a_later_report_could_turn_is_thin(again: int, newest: int, needed: Fraction | None, thin: bool) -> None:  # fmt: skip
    """The first quarter's 30 cases are 110 days and not 100 when they are told again: it has moved by 10. With 30 cases
    of 82 days in the newest the half-year is 96, which is 4 from the limit; the newest quarter is half of the cases, and would have to move
    by 8.
    """
    second = of_each_month((APR, MAY, JUN), 30, newest) | of_each_month((JAN, FEB, MAR), 30, again)
    findings = found(Told(FIRST), Told(second), plan=MEASURED)
    told = [question for question in questions(findings) if question.why is Why.THIN]
    assert bool(told) is thin
    for question in told:
        assert (question.result, question.criterion) == (findings.result.goals[0], findings.result.goals[0].criteria[0])
        assert question.firmness is not None
        assert (question.firmness.needed, question.firmness.largest) == (needed, 10)


@pytest.mark.parametrize(("lacking", "thin"), [(None, True), (MAY, False)])
def test_nothing_is_thin_while_a_month_lacks(lacking: Month | None, thin: bool) -> None:
    """The first quarter has moved by 10 days. Until September 8850 days of 90 cases are 1.67 from the limit, and the newest
    quarter would have to move by 5; without May it is 7950 of 80, and 1.67 would do.
    """
    second = of_each_month((APR, MAY, JUN), 30, 2700)
    quarters = [FIRST, second | of_each_month((JAN, FEB, MAR), 30, 3300), of_each_month(MONTHS[6:9], 30, 2850)]
    told = [Told({key: sums for key, sums in days.items() if key[0] != lacking}) for days in quarters]
    findings = found(*told, plan=plan_of(goal("1.1", DAYS | {"deadline": "2024-09-30"}, weight=100)))
    assert asked(findings) == ([("1.1", Why.THIN)] if thin else [("1.1", Why.MISSING)])


def test_what_cannot_be_foreseen_is_not_thin() -> None:
    """A level is held against its last month."""
    level = plan_of(goal("1.1", DAYS | {"over": "latest"}, weight=100))
    second = of_each_month((APR, MAY, JUN), 30, 2490) | of_each_month((JAN, FEB, MAR), 30, 3300)
    assert asked(found(Told(FIRST), Told(second), plan=level)) == []


def test_a_goal_without_figures_or_items_has_none_that_lack_or_move() -> None:
    assert asked(found(Told(), plan=REPORTED)) == []


def test_questions_stand_by_their_reason_and_then_in_the_plans_order() -> None:
    """1.1 lacks figures, 1.2 has moved twice, and nobody tells why 1.3 is late."""
    days = {(JAN, "nord"): (10, 500), (JAN, "syd"): (10, 500)}
    days_of_two = [("2024-09-01", {}), ("2024-10-01", {}), ("2024-11-01", LATE)]
    quarters = [Told(days, {"projekt-1": (None, date.fromisoformat(day)), **late}) for day, late in days_of_two]
    findings = found(*quarters)
    told = [(why, of) for of, why in asked(findings)]
    assert told == sorted(told, key=lambda one: (list(Why).index(one[0]), one[1]))
    assert {(Why.MOVED, "1.2"), (Why.SILENT, "1.3"), (Why.MISSING, "1.1")} <= set(told)
