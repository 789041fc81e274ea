"""Verdicts and outlooks of single criteria, with numbers worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kvartalsbog.kinds.base import Criterion, Outlook, Reason, State
from kvartalsbog.kinds.count import Count
from kvartalsbog.kinds.dated import Items
from kvartalsbog.kinds.deliverable import Deliverable
from kvartalsbog.kinds.mean import Mean
from kvartalsbog.kinds.measures import DeliverableReading, SeriesReading
from kvartalsbog.kinds.share import Share
from kvartalsbog.periods import Month, Period, months_of, quarter_of
from kvartalsbog.readings.values import Readings, Vintage
from kvartalsbog.words.kinds import criterion_sentence, outlook_sentence

K1, K2, K3, K4 = (quarter_of(2024, number) for number in (1, 2, 3, 4))
COMMON: dict[str, Any] = {"id": "c", "title": "t", "deadline": date(2024, 12, 31)}
RATIO = COMMON | {"counted": "sager", "districts": ("a", "b")}
DAYS = Mean(
    **RATIO, kind="mean", unit="dage", limit=180, direction="at_most", plausible={"minimum": 1, "maximum": 1500}
)
IN_TIME = Share(**RATIO, kind="share", unit="pct.", limit=90, direction="at_least")
ITEMS = {"id": "projekt", "title": "Projekt", "most": 8}
SIX = Count(**COMMON, kind="count", unit="projekter", limit=6, items=ITEMS)
JUNE = Deliverable(id="d", title="t", kind="deliverable", deliverable="rapport", deadline=date(2024, 6, 30))


def vintage(quarter: Period, series: list[SeriesReading], items: list[DeliverableReading]) -> Vintage:
    return Vintage(quarter, tuple(series), tuple(items), {}, date(2025, 1, 9), {})


def months(values: dict[int, tuple[int, int]], district: str = "a") -> list[SeriesReading]:
    return [SeriesReading("g", Month(2024, m), district, n, Decimal(t), K4) for m, (n, t) in values.items()]


def ratio(criterion: Criterion, quarter: Period, values: dict[int, tuple[int, int]]) -> Any:
    """The result with the months' (n, total) in district a, and nothing (0, 0) in b."""
    rows = months(values) + months(dict.fromkeys(values, (0, 0)), "b")
    return judged(criterion, quarter, rows, [])


def item(name: str, completed: date | None = None, expected: date | None = None) -> DeliverableReading:
    return DeliverableReading("g", name, completed, expected, "", K1)


def dated(criterion: Criterion, quarter: Period, *items: DeliverableReading) -> Any:
    return judged(criterion, quarter, [], list(items))


def judged(criterion: Criterion, quarter: Period, rows: list[SeriesReading], items: list[DeliverableReading]) -> Any:
    result = criterion.judge(Readings((vintage(quarter, rows, items),)).reported("g"), quarter)
    assert result.criterion is criterion
    return result


def test_a_years_mean_is_not_the_mean_of_quarterly_means() -> None:
    # 100 cases of 200 days and 300 of 160: (20000 + 48000) / 400 = 170; the mean of the means would be 180
    values = dict.fromkeys(range(1, 13), (0, 0)) | {1: (100, 20_000), 4: (300, 48_000)}
    assert ratio(DAYS, K4, values).value == 170


def test_a_mean_is_not_due_before_the_years_end_however_good_it_is() -> None:
    result = ratio(DAYS, K2, dict.fromkeys(range(1, 7), (10, 1000)))
    assert (result.state, result.value, result.outlook) == (State.NOT_DUE, 100, Outlook.ON_TRACK)


@pytest.mark.parametrize(("total", "state"), [(180 * 120, State.HOLDS), (180 * 120 + 1, State.FAILED)])
def test_a_mean_holds_exactly_at_its_limit(total: int, state: State) -> None:
    values = dict.fromkeys(range(1, 12), (10, 1800)) | {12: (10, total - 11 * 1800)}
    assert ratio(DAYS, K4, values).state is state


@pytest.mark.parametrize(("in_time", "state"), [(108, State.HOLDS), (107, State.FAILED)])
def test_a_share_holds_exactly_at_its_limit(in_time: int, state: State) -> None:
    # 90 per cent of 120 is 108
    values = dict.fromkeys(range(1, 12), (10, 9)) | {12: (10, in_time - 99)}
    assert ratio(IN_TIME, K4, values).state is state


def test_the_rest_of_the_year_must_average_what_the_limit_leaves() -> None:
    # 6 months of 100 cases à 190 days; 600 more cases expected: (180·1200 − 114000) / 600 = 170
    result = ratio(DAYS, K2, dict.fromkeys(range(1, 7), (100, 19000)))
    assert result.required_rest_of_year == 170
    assert result.expected_rest_of_year == 600
    assert (result.outlook, result.reason) == (Outlook.AT_RISK, Reason.MUST_IMPROVE)


def test_the_rest_of_the_year_of_a_share() -> None:
    # 9 months of 20 hearings, 17 in time: 85 per cent; (90·240 − 100·153) / 60 = 105 per cent: impossible
    result = ratio(IN_TIME, K3, dict.fromkeys(range(1, 10), (20, 17)))
    assert result.required_rest_of_year == 105
    assert (result.outlook, result.reason) == (Outlook.OUT_OF_REACH, Reason.IMPOSSIBLE)


def test_a_mean_of_days_is_out_of_reach_when_the_rest_would_have_to_be_below_none() -> None:
    # 9 months of 10 cases à 300 days: (180·120 − 27000) / 30 = −180
    result = ratio(DAYS, K3, dict.fromkeys(range(1, 10), (10, 3000)))
    assert result.required_rest_of_year == -180
    assert result.outlook is Outlook.OUT_OF_REACH


def test_what_is_settled_has_no_outlook_and_requires_nothing() -> None:
    result = ratio(DAYS, K4, dict.fromkeys(range(1, 13), (10, 1000)))
    assert (result.outlook, result.required_rest_of_year) == (None, None)


def test_a_month_that_nobody_reported_is_missing_data_and_never_zero() -> None:
    rows = months({1: (10, 1000), 3: (10, 2000)})
    result = DAYS.judge(Readings((vintage(K1, rows, []),)).reported("g"), K1)
    assert (result.state, result.missing, result.value) == (State.NO_DATA, (Month(2024, 2),), 150)
    # the missing month counts as still to come: 10 months of 10 cases
    assert result.expected_rest_of_year == 100


def test_nothing_reported_at_all_is_missing_data_without_outlook() -> None:
    result = DAYS.judge(Readings((vintage(K1, [], []),)).reported("g"), K1)
    assert (result.state, result.value, result.outlook) == (State.NO_DATA, None, None)


def test_a_month_without_cases_is_reported() -> None:
    result = ratio(DAYS, K1, {1: (10, 1000), 2: (0, 0), 3: (10, 1000)})
    assert (result.state, result.missing) == (State.NOT_DUE, ())


def test_one_districts_gap_is_told_and_stops_only_the_settlement() -> None:
    full = dict.fromkeys(range(1, 13), (10, 1000))
    rows = months(full) + months({m: v for m, v in full.items() if m != 5}, "b")
    readings = Readings((vintage(K4, rows, []),))
    early, late = DAYS.judge(readings.reported("g"), K2), DAYS.judge(readings.reported("g"), K4)
    assert early.gaps == late.gaps == ((Month(2024, 5), "b"),)
    assert (early.state, late.state) == (State.NOT_DUE, State.NO_DATA)


def test_a_year_without_any_case_cannot_be_settled() -> None:
    assert ratio(DAYS, K4, {m.number: (0, 0) for m in months_of(2024)}).state is State.NO_DATA


@pytest.mark.parametrize(("day", "state", "late"), [
    (date(2024, 6, 30), State.HOLDS, False), (date(2024, 6, 29), State.HOLDS, False), (date(2024, 7, 1), State.FAILED, True),
])  # fmt: skip
def test_a_deadline_is_inclusive(day: date, state: State, late: bool) -> None:
    result = dated(JUNE, K4, item("rapport", day))
    assert (result.state, result.late, result.completed) == (state, late, day)


def test_a_deliverable_holds_as_soon_as_it_is_completed() -> None:
    assert dated(JUNE, K1, item("rapport", date(2024, 2, 1))).state is State.HOLDS


def test_a_deliverable_past_its_deadline_has_failed_or_was_never_reported() -> None:
    result = dated(JUNE, K2, item("rapport", None, date(2024, 8, 1)))
    assert (result.state, result.expected) == (State.FAILED, date(2024, 8, 1))
    assert dated(JUNE, K2).state is State.NO_DATA


@pytest.mark.parametrize(("expected", "outlook", "reason"), [
    (date(2024, 6, 30), Outlook.ON_TRACK, Reason.EXPECTED_IN_TIME),
    (date(2024, 7, 1), Outlook.UNLIKELY, Reason.EXPECTED_LATE),
    (date(2024, 3, 31), Outlook.AT_RISK, Reason.EXPECTATION_PASSED),
    (None, Outlook.AT_RISK, Reason.NO_EXPECTATION),
])  # fmt: skip
def test_a_deliverables_outlook_compares_the_expected_date(
    expected: date | None, outlook: Outlook, reason: Reason
) -> None:
    result = dated(JUNE, K1, item("rapport", None, expected))
    assert result.expected == expected
    assert (result.state, result.outlook, result.reason) == (State.NOT_DUE, outlook, reason)


def test_what_nobody_has_answered_is_no_risk_that_anybody_sees() -> None:
    """An owner who answers without a day is at risk; where nobody answered, nobody has judged anything."""
    for criterion in (JUNE, SIX):
        result = dated(criterion, K1)
        assert (result.state, result.outlook, result.reason) == (State.NOT_DUE, Outlook.UNANSWERED, Reason.NO_ANSWER)
        assert result.value is None
        assert criterion_sentence(result, ()).startswith("Ikke besvaret endnu; fristen er")
        assert outlook_sentence(result) == "Ingen har svaret endnu."
    assert dated(SIX, K1, item("projekt-1", None)).outlook is Outlook.AT_RISK


def projects(done: int, day: date = date(2024, 5, 1)) -> list[DeliverableReading]:
    return [item(f"projekt-{number}", day) for number in range(1, done + 1)]


def test_a_count_holds_as_soon_as_it_is_reached_and_tells_the_day() -> None:
    days = [item(f"projekt-{n}", date(2024, n, 1)) for n in (6, 2, 4, 1, 3, 5)]
    result = dated(SIX, K2, *days)
    assert (result.state, result.value, result.limit, result.completed) == (State.HOLDS, 6, 6, date(2024, 6, 1))


def test_a_count_not_reached_at_its_deadline_has_failed() -> None:
    result = dated(SIX, K4, *projects(5), item("projekt-6", None, date(2025, 1, 10)))
    assert (result.state, result.value, result.limit, result.late) == (State.FAILED, 5, 6, False)


def test_items_completed_late_do_not_count_but_are_told() -> None:
    criterion = SIX.model_copy(update={"deadline": date(2024, 6, 30)})
    result = dated(criterion, K4, *projects(5), item("projekt-6", date(2024, 8, 1)))
    assert (result.state, result.value, result.late, result.completed) == (State.FAILED, 5, True, date(2024, 8, 1))


def test_a_count_of_which_nothing_was_reported_lacks_data_at_its_deadline() -> None:
    result = dated(SIX, K4)
    assert (result.state, result.value, result.limit) == (State.NO_DATA, None, 6)


def test_a_count_of_which_nobody_has_answered_has_its_limit_and_no_value() -> None:
    result = dated(SIX, K2)
    assert (result.state, result.outlook, result.reason, result.value, result.limit) == (State.NOT_DUE, Outlook.UNANSWERED, Reason.NO_ANSWER, None, 6)  # fmt: skip


def test_a_counts_outlook_adds_what_is_expected_in_time() -> None:
    coming = [item(f"projekt-{n}", None, date(2024, 11, 1)) for n in (4, 5, 6)]
    result = dated(SIX, K2, *projects(3), *coming)
    assert (result.outlook, result.reason, result.expected_in_time) == (Outlook.ON_TRACK, Reason.ENOUGH_EXPECTED, 3)
    assert (result.value, result.limit) == (3, 6)
    result = dated(SIX, K2, *projects(3), *coming[:2])
    assert (result.outlook, result.reason) == (Outlook.AT_RISK, Reason.TOO_FEW_DATED)


def test_a_count_is_not_expected_to_be_met_when_too_many_items_are_expected_late() -> None:
    # the plan names 8; 3 expected next year leave 5
    eight = SIX.model_copy(update={"items": Items(**ITEMS, set_by="plan")})
    late = [item(f"projekt-{n}", None, date(2025, 2, 1)) for n in (6, 7, 8)]
    assert dated(eight, K2, *projects(3), *late).outlook is Outlook.UNLIKELY
    assert dated(eight, K2, *projects(3), *late[:2]).outlook is Outlook.AT_RISK


@pytest.mark.parametrize("most", [8, 9, 12, 13, 500])
def test_the_books_own_room_for_items_never_decides_an_outlook(most: int) -> None:
    roomy = SIX.model_copy(update={"items": Items(**{**ITEMS, "most": most})})
    late = [item(f"projekt-{n}", None, date(2025, 2, 1)) for n in (6, 7, 8)]
    assert dated(roomy, K2, *projects(3), *late).outlook is Outlook.AT_RISK


def test_bounds_of_the_books_own_decide_no_outlook_of_a_mean() -> None:
    # 9 months of 10 answers à 3.5 on a scale to 5: (4.2·120 − 315) / 30 = 6.3, more than the scale has
    asked = {**RATIO, "kind": "mean", "unit": "point", "limit": Decimal("4.2"), "direction": "at_least"}
    rows = dict.fromkeys(range(1, 10), (10, 35))
    for set_by, outlook in (("plan", Outlook.OUT_OF_REACH), ("book", Outlook.AT_RISK)):
        scale = Mean(**asked, plausible={"minimum": 1, "maximum": 5, "set_by": set_by})
        result = ratio(scale, K3, rows)
        assert (result.required_rest_of_year, result.outlook) == (Decimal("6.3"), outlook)
    # days: 0.5 a case is under the book's own bound of 1, and can still be
    result = ratio(DAYS, K3, dict.fromkeys(range(1, 9), (10, 2398)) | {9: (10, 2401)})
    assert (result.required_rest_of_year, result.outlook) == (Decimal("0.5"), Outlook.AT_RISK)


# -- edges: what lies exactly on a limit, a deadline or a quarter's last day ---------------------------------------------


def test_an_average_that_is_just_possible_is_a_risk_and_not_out_of_reach() -> None:
    # 9 months of 10 cases, 21600 days: (180·120 − 21600) / 30 = 0 days, the least that a time can be
    least = ratio(DAYS, K3, dict.fromkeys(range(1, 10), (10, 2400)))
    assert (least.required_rest_of_year, least.outlook) == (0, Outlook.AT_RISK)
    # 9 months of 20 hearings, 156 in time: (90·240 − 100·156) / 60 = 100 per cent
    most = ratio(IN_TIME, K3, dict.fromkeys(range(1, 9), (20, 17)) | {9: (20, 20)})
    assert (most.required_rest_of_year, most.outlook) == (100, Outlook.AT_RISK)


def test_a_month_that_begins_on_the_deadline_belongs_to_the_year() -> None:
    criterion = DAYS.model_copy(update={"deadline": date(2024, 7, 1)})
    assert ratio(criterion, K2, dict.fromkeys(range(1, 7), (10, 1000))).expected_rest_of_year == 10


def test_what_is_completed_on_the_deadline_counts() -> None:
    criterion = SIX.model_copy(update={"deadline": date(2024, 6, 30)})
    assert dated(criterion, K2, *projects(5), item("projekt-6", date(2024, 6, 30))).state is State.HOLDS


@pytest.mark.parametrize(("expected", "coming"), [
    (date(2024, 6, 30), 0), (date(2024, 7, 1), 1), (date(2024, 12, 31), 1), (date(2025, 1, 1), 0),
])  # fmt: skip
def test_an_item_comes_in_time_after_the_quarter_and_until_the_deadline(expected: date, coming: int) -> None:
    assert dated(SIX, K2, item("projekt-1", None, expected)).expected_in_time == coming


def test_an_item_that_is_expected_on_the_deadline_is_not_lost() -> None:
    # the plan names 8; two are expected next year and one on the deadline: 6 of the 8 can come in time
    eight = SIX.model_copy(update={"items": Items(**ITEMS, set_by="plan")})
    late = [item(f"projekt-{n}", None, date(2025, 2, 1)) for n in (7, 8)]
    assert dated(eight, K2, *late, item("projekt-6", None, date(2024, 12, 31))).outlook is Outlook.AT_RISK


@pytest.mark.parametrize(("most", "refused"), [(5, True), (6, False)])
def test_there_are_as_many_items_as_are_asked_for(most: int, refused: bool) -> None:
    assert bool(list(Count.refused({"limit": 6, "items": {"most": most}}))) is refused


@pytest.mark.parametrize(("low", "high", "limit", "refused"), [
    (1, 1, 1, True), (2, 1, 1, True), (1, 2, 1, False), (1, 2, 2, False), (1, 2, 3, True), (1, 2, 0, True), (1, 2, "2", False), ("1", 2, 9, False),
])  # fmt: skip
def test_a_means_bounds_are_in_order_and_its_limit_within_them(low: Any, high: Any, limit: Any, refused: bool) -> None:
    """What has no form is passed over: it is told as such."""
    assert bool(list(Mean.refused({"limit": limit, "plausible": {"minimum": low, "maximum": high}}))) is refused


@pytest.mark.parametrize(("direction", "limit", "refused"), [
    ("at_least", 0, True), ("at_most", 100, True), ("at_least", 100, False), ("at_most", 0, False), ("at_most", "100", False),
])  # fmt: skip
def test_a_shares_limit_can_be_missed(direction: str, limit: Any, refused: bool) -> None:
    assert bool(list(Share.refused({"direction": direction, "limit": limit}))) is refused
