"""One criterion against its readings: does it hold, has it failed, is it still open, and how does it look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kvartalsbog.kinds.base import Count, Criterion, Deliverable, Mean, Ratio, Share
from kvartalsbog.kinds.measures import DeliverableReading, Reported, SeriesReading, Sum, add_up
from kvartalsbog.periods import Month, Quarter, months_of


class State(StrEnum):
    """What is a fact about a criterion on the quarter's last day."""

    HOLDS = "holds"
    FAILED = "failed"
    NOT_DUE = "not due"
    NO_DATA = "no data"


class Outlook(StrEnum):
    """A judgement about the year's end, from best to gravest; the value is the word readers see. Where nobody has ever
    answered there is nothing to judge by, and that is told.
    """

    ON_TRACK = "på vej"
    UNANSWERED = "mangler svar"
    AT_RISK = "i risiko"
    OUT_OF_REACH = "uden for rækkevidde"


class Reason(StrEnum):
    """Why an outlook is what it is; `wording` makes the sentence."""

    SO_FAR_WITHIN = "so far within the limit"
    MUST_IMPROVE = "the rest of the year must do better"
    IMPOSSIBLE = "the rest of the year cannot do it"
    EXPECTED_IN_TIME = "expected on or before the deadline"
    EXPECTED_LATE = "expected after the deadline"
    EXPECTATION_PASSED = "the expected date has passed"
    NO_EXPECTATION = "no expected date"
    NO_ANSWER = "nobody has answered yet"
    ENOUGH_EXPECTED = "enough items completed or expected in time"
    TOO_MANY_LATE = "too many items expected late"
    TOO_FEW_DATED = "too few items with an expected date in time"


@dataclass(frozen=True)
class CriterionResult:
    """How a criterion stands.

    `value` is the year's mean or per cent so far, or how many items were completed in time; `limit` likewise (both
    None for a deliverable). `completed` is the day it held (for a count: when the limit was reached). `missing` are
    months that have passed without a reading, `gaps` month and district where others reported.
    """

    criterion: Criterion
    state: State
    outlook: Outlook | None = None
    reason: Reason | None = None
    value: Decimal | None = None
    limit: Decimal | None = None
    required_rest_of_year: Decimal | None = None
    expected_rest_of_year: Decimal | None = None
    sums: Sum | None = None
    completed: date | None = None
    expected: date | None = None
    expected_in_time: int = 0
    late: bool = False
    missing: tuple[Month, ...] = ()
    gaps: tuple[tuple[Month, str], ...] = ()


Reporting = Callable[[Ratio, tuple[Month, ...]], Sequence[str]]


def everyone(criterion: Ratio, _months: tuple[Month, ...]) -> Sequence[str]:
    """The units that report to a criterion in some months, where none of them begins or ends."""
    return criterion.districts


def judge(
    criterion: Criterion, reported: Reported, quarter: Quarter, reporting: Reporting = everyone
) -> CriterionResult:
    """The result of a criterion on the quarter's last day; `reported` is what was known of its goal as of that quarter,
    and `reporting` tells which units were there in a month.
    """
    if isinstance(criterion, Mean | Share):
        return judge_ratio(criterion, reported.series, quarter, reporting)
    items = reported.deliverables
    if isinstance(criterion, Count):
        return judge_count(criterion, [i for i in items if i.deliverable in criterion.items], quarter.last_day)
    item = next((i for i in items if i.deliverable == criterion.deliverable), None)
    return judge_deliverable(criterion, item, quarter.last_day)


def judge_ratio(
    criterion: Ratio, series: Sequence[SeriesReading], quarter: Quarter, reporting: Reporting = everyone
) -> CriterionResult:
    """A mean or share over the year so far: Σ total / Σ n, never a mean of means.

    Known when every month up to the deadline is reported. A month that has passed with nothing reported at all is
    missing data; a single district's gap is told, but stops only the settlement.
    """
    in_year = [month for month in months_of(quarter.year) if month.first_day <= criterion.deadline]
    passed = [month for month in in_year if month.last_day <= quarter.last_day]
    rows = [r for r in series if r.month in passed]
    reported = {(r.month, r.district) for r in rows}
    missing = tuple(m for m in passed if not any(r.month == m for r in rows))
    gaps = tuple(
        (m, d) for m in passed if m not in missing for d in reporting(criterion, (m,)) if (m, d) not in reported
    )
    sums = add_up(rows)
    value = in_unit(criterion, sums.mean)
    due = criterion.deadline <= quarter.last_day
    state = _ratio_state(criterion, sums, due=due, complete=not missing, settled=not gaps)
    left = len(in_year) - len(passed)
    required, expected_n = required_rest(
        criterion, sums, months_seen=len(passed) - len(missing), months_left=left + len(missing)
    )
    outlook, reason = (None, None) if due else ratio_outlook(criterion, sums, required)
    return CriterionResult(
        criterion, state, outlook, reason, value, criterion.limit, None if due else required, None if due else expected_n,
        sums, missing=missing, gaps=gaps,
    )  # fmt: skip


def _ratio_state(criterion: Ratio, sums: Sum, *, due: bool, complete: bool, settled: bool) -> State:
    if not complete:
        return State.NO_DATA
    if not due:
        return State.NOT_DUE
    if not settled or sums.n == 0:
        return State.NO_DATA
    return State.HOLDS if within(criterion, sums) else State.FAILED


def within(criterion: Ratio, sums: Sum) -> bool:
    """Whether the sums keep the limit, compared exactly: no rounding comes before a verdict."""
    scaled, bound = sums.total * _scale(criterion), criterion.limit * sums.n
    return scaled <= bound if criterion.direction == "at_most" else scaled >= bound


def in_unit(criterion: Ratio, mean: Decimal | None) -> Decimal | None:
    """A mean in the criterion's unit: a share is per cent."""
    return None if mean is None else mean * _scale(criterion)


def required_rest(
    criterion: Ratio, sums: Sum, *, months_seen: int, months_left: int
) -> tuple[Decimal | None, Decimal | None]:
    """What the rest of the year must average for the year to hold, and the number of cases expected in it.

    Expected are as many cases a month as the months seen had on average:
    (limit · (n + expected) − total) / expected, in the criterion's unit. None when there is nothing to go by.
    """
    if not (sums.n and months_seen and months_left):
        return None, None
    expected = Decimal(sums.n) * months_left / months_seen
    scaled = sums.total * _scale(criterion)
    return (criterion.limit * (sums.n + expected) - scaled) / expected, expected


def ratio_outlook(criterion: Ratio, sums: Sum, required: Decimal | None) -> tuple[Outlook | None, Reason | None]:
    """On track while the year so far keeps the limit; out of reach when no possible average can mend it."""
    if required is None:
        return None, None
    if within(criterion, sums):
        return Outlook.ON_TRACK, Reason.SO_FAR_WITHIN
    low, high = (
        (criterion.plausible.minimum, criterion.plausible.maximum)
        if isinstance(criterion, Mean)
        else (Decimal(0), Decimal(100))
    )
    impossible = required < low if criterion.direction == "at_most" else required > high
    return (Outlook.OUT_OF_REACH, Reason.IMPOSSIBLE) if impossible else (Outlook.AT_RISK, Reason.MUST_IMPROVE)


def judge_deliverable(criterion: Deliverable, item: DeliverableReading | None, on: date) -> CriterionResult:
    """Completed on or before the deadline (inclusive). Known at the deadline, or as soon as it is completed."""
    completed = item.completed if item else None
    expected = item.expected if item else None
    if completed is not None:
        state = State.HOLDS if completed <= criterion.deadline else State.FAILED
        return CriterionResult(criterion, state, completed=completed, late=state is State.FAILED)
    if criterion.deadline <= on:
        return CriterionResult(criterion, State.FAILED if item else State.NO_DATA, expected=expected)
    if item is None:
        return CriterionResult(criterion, State.NOT_DUE, Outlook.UNANSWERED, Reason.NO_ANSWER)
    outlook, reason = _expectation(expected, criterion.deadline, on)
    return CriterionResult(criterion, State.NOT_DUE, outlook, reason, expected=expected)


def _expectation(expected: date | None, deadline: date, on: date) -> tuple[Outlook, Reason]:
    if expected is None:
        return Outlook.AT_RISK, Reason.NO_EXPECTATION
    if expected > deadline:
        return Outlook.OUT_OF_REACH, Reason.EXPECTED_LATE
    if expected <= on:
        return Outlook.AT_RISK, Reason.EXPECTATION_PASSED
    return Outlook.ON_TRACK, Reason.EXPECTED_IN_TIME


def judge_count(criterion: Count, items: Sequence[DeliverableReading], on: date) -> CriterionResult:
    """So many items completed by the deadline. Known at the deadline, or as soon as the limit is reached."""
    limit = criterion.limit
    done = sorted(i.completed for i in items if i.completed is not None)
    in_time = [day for day in done if day <= criterion.deadline]
    value = Decimal(len(in_time))
    if len(in_time) >= limit:
        return CriterionResult(criterion, State.HOLDS, value=value, limit=Decimal(limit), completed=in_time[limit - 1])
    if criterion.deadline <= on:
        late = len(done) >= limit
        state = State.FAILED if items else State.NO_DATA
        reached = done[limit - 1] if late else None
        return CriterionResult(
            criterion, state, value=value if items else None, limit=Decimal(limit), completed=reached, late=late
        )
    if not items:
        return CriterionResult(criterion, State.NOT_DUE, Outlook.UNANSWERED, Reason.NO_ANSWER, limit=Decimal(limit))
    still_open = [i for i in items if i.completed is None]
    coming = sum(i.expected is not None and on < i.expected <= criterion.deadline for i in still_open)
    belated = sum(i.expected is not None and i.expected > criterion.deadline for i in still_open)
    # how many there are at all is known only where the plan says it: a bound of the book's own rules nothing out
    bounded = criterion.items.set_by == "plan"
    if len(in_time) + coming >= limit:
        outlook, reason = Outlook.ON_TRACK, Reason.ENOUGH_EXPECTED
    elif bounded and criterion.items.most - belated - (len(done) - len(in_time)) < limit:
        outlook, reason = Outlook.OUT_OF_REACH, Reason.TOO_MANY_LATE
    else:
        outlook, reason = Outlook.AT_RISK, Reason.TOO_FEW_DATED
    return CriterionResult(criterion, State.NOT_DUE, outlook, reason, value, Decimal(limit), expected_in_time=coming)


def _scale(criterion: Ratio) -> int:
    return 100 if isinstance(criterion, Share) else 1
