"""The arithmetic of each kind, as properties: against a second way of working it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import assume, example, given
from hypothesis import strategies as st

from kvartalsbog.kinds.base import CriterionResult, Outlook, State
from kvartalsbog.kinds.count import Count
from kvartalsbog.kinds.deliverable import Deliverable
from kvartalsbog.kinds.mean import Mean
from kvartalsbog.kinds.measures import DeliverableReading, Reported, SeriesReading, Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.kinds.share import Share
from kvartalsbog.periods import Month, Period, quarter_of

UNITS = ("a", "b")
K4 = quarter_of(2024, 4)
COMMON: dict[str, Any] = {
    "id": "c",
    "title": "t",
    "deadline": date(2024, 12, 31),
    "counted": "sager",
    "districts": UNITS,
}
DIRECTIONS = st.sampled_from(("at_most", "at_least"))
QUARTERS = st.integers(1, 4).map(lambda number: quarter_of(2024, number))
# of whole numbers hypothesis likes the small ones, which are always due, early and in time: so weeks are drawn as well
DAYS = st.one_of(
    st.none(),
    st.integers(0, 500).map(lambda n: date(2023, 12, 1) + timedelta(days=n)),
    st.sampled_from([date(2023, 12, 1) + timedelta(weeks=n) for n in range(72)]),
)
DEADLINES = st.one_of(
    st.integers(0, 365).map(lambda n: date(2024, 1, 1) + timedelta(days=n)),
    st.sampled_from([date(2024, 1, 1) + timedelta(weeks=n) for n in range(53)]),
)


@st.composite
def series(draw: st.DrawFn) -> SeriesCriterion:
    direction = draw(DIRECTIONS)
    if draw(st.booleans()):
        return Share(**COMMON, kind="share", unit="pct.", limit=draw(st.integers(1, 99)), direction=direction)
    low, high = sorted(draw(st.lists(st.integers(0, 2000), min_size=2, max_size=2, unique=True)))
    bounds = {"minimum": low, "maximum": high}
    return Mean(
        **COMMON, kind="mean", unit="dage", limit=draw(st.integers(low, high)), direction=direction, plausible=bounds
    )


@st.composite
def rows_of(draw: st.DrawFn, criterion: SeriesCriterion, months: int = 12) -> list[SeriesReading]:
    """Readings that the criterion's own rule accepts: every unit's of the year's first months."""
    found = []
    for number in range(1, months + 1):
        for unit in UNITS:
            n = draw(st.integers(0, 40))
            least, most = (int(edge * n) for edge in (criterion.case.minimum, criterion.case.maximum))
            total = Decimal(draw(st.integers(least, most)))
            assert not list(criterion.refused_reading(n, total))
            found.append(SeriesReading("g", Month(2024, number), unit, n, total, K4))
    return found


def sums_of(rows: Sequence[SeriesReading]) -> tuple[int, Fraction]:
    return sum(r.n for r in rows), sum((Fraction(r.total) for r in rows), Fraction(0))


@given(st.data())
def test_a_years_value_keeps_its_limit_exactly_when_the_state_says_so(data: st.DataObject) -> None:
    criterion = data.draw(series())
    rows = data.draw(rows_of(criterion))
    n, total = sums_of(rows)
    result = criterion.judge(Reported(tuple(rows)), K4)
    if n == 0:
        assert (result.state, result.value) == (State.NO_DATA, None)
        return
    value = criterion.scale * total / n
    holds = value <= criterion.limit if criterion.direction == "at_most" else value >= criterion.limit
    assert result.state is (State.HOLDS if holds else State.FAILED)
    assert result.value is not None
    assert abs(Fraction(result.value) - value) < Fraction(1, 10**20)
    assert criterion.scale * criterion.case.minimum <= result.value <= criterion.scale * criterion.case.maximum
    assert (result.outlook, result.required_rest_of_year, result.missing, result.gaps) == (None, None, (), ())


@given(st.data(), QUARTERS)
def test_a_year_that_goes_on_as_is_required_lands_on_its_limit(data: st.DataObject, quarter: Period) -> None:
    criterion = data.draw(series())
    months = 3 * quarter.number
    rows = data.draw(rows_of(criterion, months))
    result = criterion.judge(Reported(tuple(rows)), quarter)
    n, total = sums_of(rows)
    if quarter == K4 or n == 0:
        assert result.required_rest_of_year is None
        return
    assert result.required_rest_of_year is not None
    assert result.expected_rest_of_year is not None
    expected = Fraction(n, months) * (12 - months)
    assert abs(Fraction(result.expected_rest_of_year) - expected) < Fraction(1, 10**15)
    landed = (criterion.scale * total + Fraction(result.required_rest_of_year) * expected) / (n + expected)
    assert abs(landed - Fraction(criterion.limit)) < Fraction(1, 10**9)
    assert result.state is State.NOT_DUE
    if result.outlook is Outlook.OUT_OF_REACH:
        assert result.required_rest_of_year < 0 or (criterion.kind == "share" and result.required_rest_of_year > 100)
        assert not criterion.within(Sum(n, Decimal(int(total))))
    assert (result.outlook is Outlook.ON_TRACK) is criterion.within(Sum(n, Decimal(int(total))))


@given(st.data(), st.sets(st.tuples(st.integers(1, 12), st.sampled_from(UNITS)), max_size=24))
def test_what_nobody_reported_is_missing_and_what_one_did_not_is_a_gap(
    data: st.DataObject, left_out: set[tuple[int, str]]
) -> None:
    criterion = data.draw(series())
    rows = [r for r in data.draw(rows_of(criterion)) if (r.month.number, r.district) not in left_out]
    result = criterion.judge(Reported(tuple(rows)), K4)
    missing = {m for m in range(1, 13) if all((m, unit) in left_out for unit in UNITS)}
    assert {month.number for month in result.missing} == missing
    assert {(m.number, unit) for m, unit in result.gaps} == {(m, unit) for m, unit in left_out if m not in missing}
    if left_out:
        assert result.state is State.NO_DATA
    there = criterion.judge(
        Reported(tuple(rows)), K4, lambda month: [u for u in UNITS if (month.number, u) not in left_out]
    )
    assert there.gaps == ()


@given(st.integers(0, 30), st.integers(0, 40), st.integers(0, 99))
def test_a_share_counts_some_of_its_cases_and_no_others(n: int, whole: int, cents: int) -> None:
    share = Share(**COMMON, kind="share", unit="pct.", limit=50, direction="at_least")
    total = Decimal(whole) + Decimal(cents) / 100
    assert bool(list(share.refused_reading(n, total))) is (cents > 0 or whole > n)


@given(st.integers(0, 30), st.decimals(0, 500, places=2))
def test_a_mean_is_refused_where_no_case_could_be_so(n: int, total: Decimal) -> None:
    mean = Mean(
        **COMMON, kind="mean", unit="dage", limit=5, direction="at_most", plausible={"minimum": 2, "maximum": 10}
    )
    possible = 2 <= Fraction(total) / n <= 10 if n else total == 0
    assert bool(list(mean.refused_reading(n, total))) is not possible


# -- what is dated ------------------------------------------------------------------------------------------------------


def item(number: int, completed: date | None, expected: date | None) -> DeliverableReading:
    return DeliverableReading("g", f"sal-{number}", completed, None if completed else expected, (), K4)


@st.composite
def items(draw: st.DrawFn, on: date) -> list[DeliverableReading]:
    """States of some of eight items as an owner can report them on a day."""
    found = []
    for number in draw(st.sets(st.integers(1, 8))):
        completed = draw(DAYS)
        found.append(item(number, completed if completed and completed <= on else None, draw(DAYS)))
    return found


def counted(result: CriterionResult) -> int:
    assert result.value is not None
    return int(result.value)


@given(st.data(), QUARTERS, DEADLINES, st.sampled_from((1, 2, 3, 5, 7, 8, 8, 8)), st.sampled_from(("plan", "book")))
def test_a_count_counts_what_was_completed_in_time(
    data: st.DataObject, quarter: Period, deadline: date, limit: int, set_by: str
) -> None:
    rooms = {"id": "sal", "title": "Sal", "most": 8, "set_by": set_by}
    criterion = Count(id="c", title="t", deadline=deadline, kind="count", unit="sale", limit=limit, items=rooms)
    known = data.draw(items(quarter.last_day))
    other = [DeliverableReading("g", name, date(2024, 1, 1), None, (), K4) for name in ("sal-9", "sal-01", "gang-1")]
    result = criterion.judge(Reported((), (*known, *other)), quarter)
    in_time = sum(i.completed is not None and i.completed <= deadline for i in known)
    if known:
        assert counted(result) == in_time
    due = deadline <= quarter.last_day
    assert (result.state is State.HOLDS) is (in_time >= limit)
    assert (result.state is State.FAILED) is (due and bool(known) and in_time < limit)
    assert (result.state is State.NO_DATA) is (due and not known)
    assert (result.outlook is None) is (result.state is not State.NOT_DUE)
    done = sum(i.completed is not None for i in known)
    assert result.late is (due and in_time < limit <= done)
    # whatever else the open items do, too few can come in time
    lost = sum((i.completed or i.expected or deadline) > deadline for i in known)
    hopeless = not due and bool(known) and set_by == "plan" and 8 - lost < limit
    assert (result.outlook is Outlook.UNLIKELY) is hopeless


@given(QUARTERS, DEADLINES, DAYS, DAYS, st.booleans())
@example(
    quarter=quarter_of(2024, 1), deadline=date(2024, 12, 31), completed=None, expected=date(2024, 10, 1), told=True
)
@example(quarter=quarter_of(2024, 1), deadline=date(2024, 9, 30), completed=None, expected=date(2024, 10, 1), told=True)
def test_a_deliverable_holds_by_its_day_alone(
    quarter: Period, deadline: date, completed: date | None, expected: date | None, told: bool
) -> None:
    on = quarter.last_day
    assume(completed is None or completed <= on)
    criterion = Deliverable(id="c", title="t", deadline=deadline, kind="deliverable", deliverable="sal-1")
    result = criterion.judge(Reported((), (item(1, completed, expected),) if told else ()), quarter)
    if told and completed is not None:
        assert result.state is (State.HOLDS if completed <= deadline else State.FAILED)
        assert result.late is (completed > deadline)
        return
    due = deadline <= on
    assert result.state is ((State.FAILED if told else State.NO_DATA) if due else State.NOT_DUE)
    assert (result.outlook is None) is due
    if not due and told:
        coming = expected is not None and on < expected <= deadline
        assert (result.outlook is Outlook.ON_TRACK) is coming
        assert (result.outlook is Outlook.UNLIKELY) is (expected is not None and expected > deadline)
