"""The forms of numeric goals: hand-worked numbers, and each form against a plain way of working it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvartalsbog.kinds.amount import Amount
from kvartalsbog.kinds.base import Bound, CriterionResult, Outlook, Reason, State
from kvartalsbog.kinds.mean import Mean
from kvartalsbog.kinds.measures import Reported, SeriesReading, Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.kinds.share import Share
from kvartalsbog.periods import Month, months_of, quarter_of

UNITS = ("a", "b")
COMMON: dict[str, Any] = {
    "id": "c", "title": "t", "deadline": date(2024, 12, 31), "counted": "ture", "districts": UNITS, "series": "s",
    "plausible": {"minimum": 0, "maximum": 1000},
}  # fmt: skip
QUARTERS = [quarter_of(2024, number) for number in range(1, 5)]
LAST = {1: date(2024, 3, 31), 2: date(2024, 6, 30), 3: date(2024, 9, 30), 4: date(2024, 12, 31)}


def amount(limit: Any, direction: str = "at_least", **more: Any) -> Amount:
    return Amount.model_validate(
        {**COMMON, "kind": "amount", "unit": "ture", "limit": limit, "direction": direction, **more}
    )


def mean(limit: Any, direction: str = "at_most", **more: Any) -> Mean:
    return Mean.model_validate(
        {**COMMON, "kind": "mean", "unit": "dage", "limit": limit, "direction": direction, **more}
    )


def share(limit: Any, direction: str = "at_least", **more: Any) -> Share:
    common = {key: value for key, value in COMMON.items() if key != "plausible"}
    return Share.model_validate(
        {**common, "kind": "share", "unit": "pct.", "limit": limit, "direction": direction, **more}
    )


def reading(month: int, n: int, total: int | str, unit: str = "a", year: int = 2024) -> SeriesReading:
    return SeriesReading("s", Month(year, month), unit, n, Decimal(total), QUARTERS[0])


def judged(criterion: SeriesCriterion, number: int, *rows: SeriesReading) -> CriterionResult:
    only_a = criterion.model_copy(update={"districts": ("a",)}) if not criterion.own_limits else criterion
    return only_a.judge(Reported(rows), QUARTERS[number - 1])


# -- worked by hand ------------------------------------------------------------------------------------------------------


def test_a_sum_holds_as_soon_as_it_is_reached_and_its_outlook_is_what_a_month_must_bring() -> None:
    wanted = amount(120)
    behind = judged(wanted, 1, *(reading(month, 1, 8) for month in (1, 2, 3)))
    # 24 of 120 in three months; (120 - 24) / 9 = 10 2/3 a month against 8 so far, which would give 96
    assert (behind.state, behind.outlook, behind.reason) == (State.NOT_DUE, Outlook.AT_RISK, Reason.PACE_FAILS)
    assert (behind.value, behind.required_rest_of_year) == (24, Decimal(96) / 9)
    ahead = judged(wanted, 1, *(reading(month, 1, 10) for month in (1, 2, 3)))
    assert (ahead.outlook, ahead.required_rest_of_year) == (Outlook.ON_TRACK, 10)
    reached = judged(wanted, 2, *(reading(month, 1, 20) for month in range(1, 7)))
    assert (reached.state, reached.outlook, reached.value) == (State.HOLDS, None, 120)
    # reached is reached, also where a month is missing: what is missing can only add
    assert judged(wanted, 2, *(reading(month, 1, 30) for month in range(1, 5))).state is State.HOLDS
    assert judged(wanted, 2, *(reading(month, 1, 20) for month in range(1, 5))).state is State.NO_DATA


def test_a_sum_that_may_not_pass_its_limit_has_failed_as_soon_as_it_has() -> None:
    budget = amount(100, "at_most")
    assert judged(budget, 1, reading(1, 1, 40), reading(2, 1, 40), reading(3, 1, 20)).state is State.NOT_DUE
    assert judged(budget, 1, reading(1, 1, 40), reading(2, 1, 40), reading(3, 1, 21)).state is State.FAILED
    assert judged(amount(100, "at_most", strict=True), 1, *(reading(m, 1, t) for m, t in ((1, 40), (2, 40), (3, 20)))).state is State.FAILED  # fmt: skip


def test_a_result_carries_the_sums_that_its_value_is_of_and_what_is_asked_for() -> None:
    told = judged(mean(5), 1, *(reading(month, 10, 10 * month) for month in (1, 2, 3)))
    assert (told.value, told.limit, told.sums) == (2, 5, Sum(30, Decimal(60)))


@pytest.mark.parametrize("over", ["period", "latest"])
def test_a_sum_of_which_nothing_is_reported_is_not_nought(over: str) -> None:
    told = judged(amount(120, over=over), 1)
    assert (told.value, told.outlook, told.required_rest_of_year) == (None, None, None)


@pytest.mark.parametrize("over", ["period", "latest"])
def test_of_a_unit_that_has_ended_nothing_is_to_come_and_nothing_is_expected(over: str) -> None:
    """b ends after March, with 7 of 10 each month: no month is left that could mend it before the deadline."""
    lines = share({"units": {"a": 90, "b": 80}}, over=over, sensitive=False)
    rows = [row for m in (1, 2, 3) for row in (reading(m, 10, 8), reading(m, 10, 7, "b"))]
    told = lines.judge(Reported(tuple(rows)), QUARTERS[0], lambda month: UNITS if month.number <= 3 else ("a",))
    (_, stays), (_, ended) = told.by_unit
    assert (stays.outlook, ended.outlook) == (Outlook.AT_RISK, None)
    assert (ended.state, ended.value, ended.against) == (State.NOT_DUE, 70, None)


def test_what_the_rest_must_average_is_told_of_the_bound_that_it_is_for() -> None:
    told = judged(mean({"least": 4, "most": 6}, "within"), 1, *(reading(month, 10, 70) for month in (1, 2, 3)))
    # 210 days of 30 cases; (6 · 120 - 210) / 90
    assert (told.against, told.required_rest_of_year) == (Bound("at_most", Decimal(6)), Decimal(510) / 90)


def test_what_can_be_negative_is_known_at_the_deadline_only() -> None:
    result = amount(100, plausible={"minimum": -1000, "maximum": 1000}, sensitive=False)
    rows = [reading(month, 1, 60) for month in range(1, 4)]
    assert judged(result, 1, *rows).state is State.NOT_DUE
    year = [*rows, *(reading(month, 1, -20) for month in range(4, 13))]  # 180 - 180 = 0
    assert (judged(result, 4, *year).state, judged(result, 4, *year).value) == (State.FAILED, 0)


def test_a_level_is_read_in_the_deadlines_month_and_no_earlier_month_is_missed() -> None:
    stock = amount({"change": -20, "of": {"value": 41000, "label": "ultimo 2019"}}, "at_most", over="latest", plausible={"minimum": 0, "maximum": 50000})  # fmt: skip
    assert stock.bound == 32800  # 41,000 less a fifth
    june = judged(stock, 2, reading(6, 1, 36100))
    # 3,300 too many with six months left: 550 fewer a month
    assert (june.state, june.outlook, june.value, june.missing) == (State.NOT_DUE, Outlook.AT_RISK, 36100, ())
    assert june.required_rest_of_year == -550
    assert judged(stock, 4, reading(6, 1, 30000)).state is State.NO_DATA
    assert judged(stock, 4, reading(6, 1, 40000), reading(12, 1, 32800)).state is State.HOLDS
    assert judged(stock, 4, reading(6, 1, 30000), reading(12, 1, 32801)).state is State.FAILED
    assert judged(stock, 1).state is State.NOT_DUE


@pytest.mark.parametrize(
    ("value", "strict", "state"),
    [("94", False, State.HOLDS), ("94", True, State.FAILED), ("94.000001", True, State.HOLDS)],
)
def test_better_than_is_not_at_least(value: str, strict: bool, state: State) -> None:
    wanted = mean(94, "at_least", unit="pct.", strict=strict)
    assert judged(wanted, 4, *(reading(month, 1, value) for month in range(1, 13))).state is state


@pytest.mark.parametrize(
    ("total", "state"),
    [(99_999, State.FAILED), (100_000, State.HOLDS), (120_000, State.HOLDS), (120_001, State.FAILED)],
)
def test_a_range_has_both_its_ends(total: int, state: State) -> None:
    patrols = amount({"least": 100_000, "most": 120_000}, "within", plausible=None)
    year = [
        reading(month, total // 12 + (month <= total % 12), total // 12 + (month <= total % 12))
        for month in range(1, 13)
    ]
    assert judged(patrols, 4, *year).state is state


def test_a_range_that_is_passed_has_failed_before_the_deadline_and_one_below_has_not() -> None:
    patrols = amount({"least": 100, "most": 120}, "within")
    assert judged(patrols, 3, *(reading(month, 1, 14) for month in range(1, 10))).state is State.FAILED  # 126
    short = judged(patrols, 3, *(reading(month, 1, 8) for month in range(1, 10)))  # 72; 96 at that pace
    assert (short.state, short.outlook, short.required_rest_of_year) == (
        State.NOT_DUE,
        Outlook.AT_RISK,
        Decimal(28) / 3,
    )
    good = judged(patrols, 3, *(reading(month, 1, 9) for month in range(1, 10)))  # 81; 108 at that pace
    assert good.outlook is Outlook.ON_TRACK


def test_each_quarter_is_a_criterion_of_its_own() -> None:
    """Companies House 2008-09: over 86 per cent in each quarter; one at 85 is missed, though the year is above."""
    days = [("2024-01-01", "2024-03-31"), ("2024-04-01", "2024-06-30"), ("2024-07-01", "2024-09-30"), ("2024-10-01", "2024-12-31")]  # fmt: skip
    quarters = [
        share(86, strict=True, **{"from": date.fromisoformat(a), "deadline": date.fromisoformat(b)}) for a, b in days
    ]
    rows = [reading(month, 100, 85 if 4 <= month <= 6 else 90) for month in range(1, 13)]
    states = [judged(c, 4, *rows).state for c in quarters]
    assert states == [State.HOLDS, State.FAILED, State.HOLDS, State.HOLDS]
    assert judged(share(86, strict=True), 4, *rows).state is State.HOLDS  # 88.75 over the year
    early = judged(quarters[3], 2, *rows[:6])
    assert (early.state, early.outlook, early.months) == (State.NOT_DUE, None, ())


def test_what_is_reported_by_the_quarter_has_its_last_months_only() -> None:
    survey = mean(4, "at_least", unit="point", reported="quarterly")
    rows = [reading(month, 10, 42) for month in (3, 6, 9, 12)]
    result = judged(survey, 4, *rows)
    assert (result.state, result.missing, result.value) == (State.HOLDS, (), Decimal("4.2"))
    assert judged(survey, 2, rows[0]).missing == (Month(2024, 6),)
    assert [m.number for m in mean(4, reported="half-yearly").months(months_of(2024))] == [6, 12]
    assert [m.number for m in mean(4, reported="yearly").months(months_of(2024))] == [12]
    # what is reported is told by the plan's own first month, also of the year before it
    thirds = mean(4, reported="quarterly")
    for first, closing in ((1, [3, 6, 9, 12]), (2, [1, 4, 7, 10])):
        every = [Month(2024, first), Month(2024, 12)]
        for year in (2023, 2024):
            assert [m for m in range(1, 13) if thirds.reports(Month(year, m), every)] == closing


def test_the_months_that_a_first_day_and_a_deadline_touch_are_judged() -> None:
    spring = mean(4, **{"from": date(2024, 3, 31)}, deadline=date(2024, 6, 1))
    assert [m.number for m in spring.months(months_of(2024))] == [3, 4, 5, 6]


@pytest.mark.parametrize(("criterion", "places"), [
    (mean(180), 1), (mean(Decimal("4.2")), 2), (mean(180, decimals=0), 0), (mean(Decimal("4.25"), decimals=1), 1),
    (amount(100_000), 0), (amount(9_999), 1), (amount(100, plausible=None), 0), (amount(Decimal("10000.5")), 2),  # what is large, or is counted
    (mean({"least": Decimal("1.25"), "most": 3}, "within"), 3),
    (share({"units": {"a": 90, "b": Decimal("80.5")}}), 2), (amount({"units": {"a": 20_000, "b": 500}}), 1),
    (mean({"of": {"value": 50, "label": "før"}, "difference": Decimal("0.5")}), 2),
    (amount({"of": {"value": 41_000, "label": "før"}, "change": -20}), 0),
    (mean({"of": "previous_year"}), 1), (mean({"of": "previous_year", "change": Decimal("-2.5")}), 1),
    (mean({"of": "previous_year", "difference": Decimal("0.25")}), 3),
])  # fmt: skip
def test_a_value_has_the_decimals_of_the_plan_or_one_more_than_its_limits_are_written_with(
    criterion: SeriesCriterion, places: int
) -> None:
    """What the year before was is not written by the plan, only what is added to it."""
    assert criterion.places == places


def test_each_unit_has_its_own_limit_and_all_must_hold() -> None:
    lines = share({"units": {"a": 90, "b": 80}}, sensitive=False)
    good = [row for m in range(1, 13) for row in (reading(m, 100, 91), reading(m, 100, 85, "b"))]
    bad = [row for m in range(1, 13) for row in (reading(m, 100, 99), reading(m, 100, 79, "b"))]
    held = lines.judge(Reported(tuple(good)), QUARTERS[3])
    assert (held.state, held.value, held.limit) == (State.HOLDS, 2, 2)
    failed = lines.judge(Reported(tuple(bad)), QUARTERS[3])  # 89 together, but b is at 79
    assert (failed.state, failed.value) == (State.FAILED, 1)
    assert [(unit, r.state) for unit, r in failed.by_unit] == [("a", State.HOLDS), ("b", State.FAILED)]
    assert lines.judge(Reported(tuple(r for r in good if r.district == "a")), QUARTERS[3]).state is State.NO_DATA


def test_until_the_deadline_the_worst_of_the_units_outlooks_is_told_and_how_many_keep_their_limit() -> None:
    lines = share({"units": {"a": 90, "b": 80}}, sensitive=False)
    # a has exactly 90 per cent; b has 21 of 30 and needs 80 per cent of 120, so 75 of the 90 that are expected
    rows = [row for m in (1, 2, 3) for row in (reading(m, 10, 9), reading(m, 10, 7, "b"))]
    beside = [reading(1, 500, 0, "c"), reading(4, 500, 0)]  # of another unit, and after the period
    told = lines.judge(Reported((*rows, *beside)), QUARTERS[0])
    assert (told.state, told.outlook, told.value, told.limit) == (State.NOT_DUE, Outlook.AT_RISK, 1, 2)
    assert (told.sums, told.months, told.missing, told.gaps) == (Sum(60, Decimal(48)), months_of(2024)[:3], (), ())
    assert told.criterion is lines
    assert [r.outlook for _, r in told.by_unit] == [Outlook.ON_TRACK, Outlook.AT_RISK]
    assert told.by_unit[1][1].required_rest_of_year == Decimal(100) * 75 / 90
    lacking = lines.judge(Reported(tuple(r for r in rows if (r.month.number, r.district) != (2, "b"))), QUARTERS[0])
    assert (lacking.state, lacking.missing, lacking.value) == (State.NO_DATA, (Month(2024, 2),), 1)
    assert (lacking.sums, lacking.months) == (Sum(50, Decimal(41)), months_of(2024)[:3])
    kept = lines.judge(Reported(tuple(reading(m, 10, 9, unit) for m in (1, 2, 3) for unit in "ab")), QUARTERS[0])
    assert (kept.outlook, kept.value) == (Outlook.ON_TRACK, 2)
    nobody = lines.judge(Reported(()), QUARTERS[0])
    assert (nobody.state, nobody.value, nobody.limit, nobody.months) == (State.NO_DATA, None, 2, ())


def test_one_unit_that_has_passed_its_limit_settles_it_while_the_others_are_open() -> None:
    budgets = amount({"units": {"a": 100, "b": 100}}, "at_most", sensitive=False)
    rows = [reading(m, 1, total, unit) for m in (1, 2, 3) for unit, total in (("a", 34), ("b", 5))]
    told = budgets.judge(Reported(tuple(rows)), QUARTERS[0])  # a is at 102
    assert (told.state, told.outlook, told.value) == (State.FAILED, None, 1)
    assert told.by_unit[1][1].outlook is Outlook.ON_TRACK


def test_a_unit_with_its_own_limit_lacks_nothing_before_it_begins() -> None:
    lines = share({"units": {"a": 90, "b": 80}}, sensitive=False)
    rows = [reading(m, 10, 9, unit) for m, unit in ((1, "a"), (2, "a"), (3, "a"), (2, "b"), (3, "b"))]
    begins = {"a": 1, "b": 2}
    told = lines.judge(
        Reported(tuple(rows)), QUARTERS[0], lambda month: [u for u in UNITS if begins[u] <= month.number]
    )
    assert (told.state, told.missing, told.value) == (State.NOT_DUE, (), 2)
    assert lines.judge(Reported(tuple(rows)), QUARTERS[0]).missing == (Month(2024, 1),)


def test_a_level_is_held_against_the_same_month_of_the_year_before_alone() -> None:
    lower = amount({"of": "previous_year"}, "at_most", over="latest", strict=True, sensitive=False, districts=("a",))
    last = [reading(month, 1, 100 + month, year=2023) for month in range(1, 13)]
    assert lower.known(last, months_of(2024)).bound == 112
    assert lower.known(last[-1:], months_of(2024)).bound == 112
    assert lower.known(last[:-1], months_of(2024)).bound is None


@pytest.mark.parametrize(
    ("each", "bound", "required"),
    [
        # 12 months of 8 give 96 of at least 100: (100 - 24) / 9 a month is needed; of 12 they give 144 of at most 120
        (8, Bound("at_least", Decimal(100)), Decimal(76) / 9),
        (12, Bound("at_most", Decimal(120)), Decimal(84) / 9),
        (9, Bound("at_least", Decimal(100)), Decimal(73) / 9),  # 108 is within, and nearer to the lower end
    ],
)
def test_of_a_range_the_end_that_the_pace_breaks_or_is_nearest_to_is_told(
    each: int, bound: Bound, required: Decimal
) -> None:
    wanted = amount({"least": 100, "most": 120}, "within")
    told = judged(wanted, 1, *(reading(month, 1, each) for month in (1, 2, 3)))
    assert (told.against, told.required_rest_of_year) == (bound, required)
    assert told.outlook is (Outlook.ON_TRACK if each == 9 else Outlook.AT_RISK)


def test_what_is_asked_at_a_step_has_no_steps_of_its_own() -> None:
    wanted = amount(120, credit=[{"limit": 100, "gives": 50}])
    assert (wanted.at(wanted.credit[0]).limit, wanted.at(wanted.credit[0]).credit) == (100, ())


def test_what_is_settled_by_units_has_no_outlook() -> None:
    lines = share({"units": {"a": 90, "b": 80}}, sensitive=False, deadline=LAST[1])
    for of_b, state in ((8, State.HOLDS), (7, State.FAILED)):
        rows = tuple(row for m in (1, 2, 3) for row in (reading(m, 10, 9), reading(m, 10, of_b, "b")))
        told = lines.judge(Reported(rows), QUARTERS[0])
        assert (told.state, told.outlook, told.value) == (state, None, 1 + (of_b == 8))


def test_last_years_number_is_the_limit_where_it_is_known_whole() -> None:
    fewer = amount({"of": "previous_year"}, "at_most", sensitive=False, strict=True, districts=("a",))
    last = [reading(month, 1, 10, year=2023) for month in range(1, 13)]
    assert fewer.known(last[:11], months_of(2024)).bound is None
    known = fewer.known(last, months_of(2024))
    assert known.bound == 120
    assert judged(known, 4, *(reading(month, 1, 10) for month in range(1, 13))).state is State.FAILED
    assert judged(fewer, 4, *(reading(month, 1, 10) for month in range(1, 13))).state is State.NO_DATA
    less = amount({"of": "previous_year", "change": -10}, "at_most", sensitive=False, districts=("a",))
    assert less.known(last, months_of(2024)).bound == 108


def test_only_a_limit_of_the_year_before_is_counted_from_it() -> None:
    last = [reading(month, 1, 10, year=2023) for month in range(1, 13)]
    for limit in (100, {"of": {"value": 50, "label": "før"}, "change": 10}):
        wanted = amount(limit, sensitive=False, districts=("a",))
        assert wanted.known(last, months_of(2024)) is wanted


def test_a_year_before_without_cases_gives_no_limit() -> None:
    shorter = mean({"of": "previous_year"}, sensitive=False, districts=("a",))
    last = [reading(month, 0, 0, year=2023) for month in range(1, 13)]
    assert shorter.known(last, months_of(2024)) is shorter


def test_a_unit_that_was_not_there_the_year_before_lacks_nothing_of_it() -> None:
    fewer = amount({"of": "previous_year"}, "at_most", sensitive=False)
    last = [reading(month, 1, 10, year=2023) for month in range(1, 13)]
    assert fewer.known(last, months_of(2024)).bound is None  # b has not reported
    assert fewer.known(last, months_of(2024), lambda month: UNITS if month.year > 2023 else ("a",)).bound == 120


@pytest.mark.parametrize(
    ("direction", "strict", "limit"),
    [
        ("at_most", False, "33.34"),
        ("at_most", True, "33.33"),
        ("at_least", False, "33.33"),
        ("at_least", True, "33.34"),
    ],
)
def test_a_limit_from_last_year_is_a_number_that_can_be_told_and_never_harder_than_last_year(
    direction: str, strict: bool, limit: str
) -> None:
    """100 of 3 months' 3 cases each is 33.333…: so much again keeps »at most«, and is not under it."""
    line = mean({"of": "previous_year"}, direction, sensitive=False, strict=strict, districts=("a",))
    last = [reading(month, 3, 100, year=2023) for month in range(1, 13)]
    known = line.known(last, months_of(2024))
    assert (known.bound, known.places) == (Decimal(limit), 1)
    same = judged(known, 4, *(reading(month, 3, 100) for month in range(1, 13)))
    assert same.state is (State.FAILED if strict else State.HOLDS)


# -- against a plain reference ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A criterion of any form, and its plain numbers."""

    criterion: SeriesCriterion
    kind: str
    low: Fraction | None
    high: Fraction | None
    strict: bool
    first: int
    last: int
    latest: bool
    step: int


@st.composite
def cases(draw: st.DrawFn) -> Case:
    kind = draw(st.sampled_from(("amount", "mean", "share")))
    direction = draw(st.sampled_from(("at_most", "at_least", "within")))
    top = {"amount": 4000, "mean": 60, "share": 99}[kind]
    one = draw(st.integers(1, top))
    other = draw(st.integers(one + 1, top + 1))
    form = draw(st.sampled_from(("number", "change", "difference")))
    number = Fraction(one)
    limit: Any = one
    if form == "change" and kind != "share":
        change = draw(st.integers(-90, 90))
        limit, number = {"change": change, "of": {"value": one, "label": "før"}}, Fraction(one) * (100 + change) / 100
    elif form == "difference" and kind != "share":
        limit, number = {"difference": 3, "of": {"value": one, "label": "før"}}, Fraction(one + 3)
    low, high = (number, None) if direction == "at_least" else (None, number)
    if direction == "within":
        limit, low, high = {"least": one, "most": other}, Fraction(one), Fraction(other)
    step = draw(st.sampled_from((1, 3, 6)))
    periods = 12 // step
    first = draw(st.integers(0, periods - 1))
    last = draw(st.integers(first, periods - 1))
    end = (last + 1) * step
    more = {
        "from": date(2024, first * step + 1, 1), "deadline": Month(2024, end).last_day, "strict": draw(st.booleans()),
        "over": draw(st.sampled_from(("period", "latest"))), "reported": {1: "monthly", 3: "quarterly", 6: "half-yearly"}[step],
    }  # fmt: skip
    made = {"amount": amount, "mean": mean, "share": share}[kind](limit, direction, **more)
    return Case(made, kind, low, high, more["strict"], first * step + 1, end, more["over"] == "latest", step)


@st.composite
def readings(draw: st.DrawFn, *, whole: bool = False) -> list[SeriesReading]:
    found = []
    for month in range(1, 13):
        for unit in UNITS:
            if whole or draw(st.integers(0, 9)):
                n = draw(st.integers(0, 30))
                found.append(reading(month, n, draw(st.integers(0, n)) if n else 0, unit))
    return found


def plainly(case: Case, rows: Sequence[SeriesReading], quarter: int) -> State:
    """The rules of decision 54, written once more and as simply as can be."""
    months = [m for m in range(case.first, case.last + 1) if m % case.step == 0]
    passed = [m for m in months if m <= 3 * quarter]
    due = case.last <= 3 * quarter
    there = {(r.month.number, r.district): r for r in rows}
    counted = passed if not case.latest else [case.last] if due else [m for m in passed if any((m, u) in there for u in UNITS)][-1:]  # fmt: skip
    own = [there[m, u] for m in counted for u in UNITS if (m, u) in there]
    total = sum((Fraction(r.total) for r in own), Fraction(0))
    n = sum(r.n for r in own)
    value = (
        total if case.kind == "amount" else (Fraction(total, n) * (100 if case.kind == "share" else 1) if n else None)
    )

    def kept(number: Fraction) -> bool:
        above = case.low is None or number > case.low or (number == case.low and not case.strict)
        below = case.high is None or number < case.high or (number == case.high and not case.strict)
        return above and below

    if case.kind == "amount" and not case.latest:
        if case.high is not None and (total > case.high or (total == case.high and case.strict)):
            return State.FAILED
        if case.high is None and kept(total):
            return State.HOLDS
    if any(all((m, u) not in there for u in UNITS) for m in counted):
        return State.NO_DATA
    if not due:
        return State.NOT_DUE
    if value is None or len(own) < len(counted) * len(UNITS):
        return State.NO_DATA
    return State.HOLDS if kept(value) else State.FAILED


@settings(deadline=None, max_examples=400)
@given(cases(), readings(), st.integers(1, 4))
def test_every_form_agrees_with_a_plain_reference(case: Case, rows: list[SeriesReading], quarter: int) -> None:
    result = case.criterion.judge(Reported(tuple(rows)), QUARTERS[quarter - 1])
    assert result.state is plainly(case, rows, quarter)
    assert result.outlook is None or result.state in (State.NOT_DUE, State.NO_DATA)


@settings(deadline=None)
@given(cases(), readings(), st.integers(1, 4), st.randoms())
def test_the_order_of_readings_changes_nothing(
    case: Case, rows: list[SeriesReading], quarter: int, chance: Any
) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    first, second = (case.criterion.judge(Reported(tuple(r)), QUARTERS[quarter - 1]) for r in (rows, shuffled))
    assert first == second


@settings(deadline=None)
@given(cases(), readings(whole=True), st.integers(1, 4), st.data())
def test_a_reading_that_is_split_among_units_changes_nothing(
    case: Case, rows: list[SeriesReading], quarter: int, data: st.DataObject
) -> None:
    moved = []
    for one, other in zip(rows[::2], rows[1::2], strict=True):
        n, total = data.draw(st.integers(0, one.n)), data.draw(st.integers(0, int(one.total)))
        moved += [
            replace(one, n=one.n - n, total=one.total - total),
            replace(other, n=other.n + n, total=other.total + total),
        ]
    first, second = (case.criterion.judge(Reported(tuple(r)), QUARTERS[quarter - 1]) for r in (rows, moved))
    assert (first.state, first.outlook, first.value, first.required_rest_of_year) == (second.state, second.outlook, second.value, second.required_rest_of_year)  # fmt: skip


@settings(deadline=None)
@given(cases(), readings(whole=True), st.integers(1, 4))
def test_a_later_deadline_never_turns_met_into_not_met(case: Case, rows: list[SeriesReading], quarter: int) -> None:
    """Where the data are the same: nothing is reported after the first deadline."""
    known = tuple(r for r in rows if r.month.number <= case.last)
    later = case.criterion.model_copy(update={"deadline": date(2024, 12, 31)})
    before = case.criterion.judge(Reported(known), QUARTERS[quarter - 1])
    after = later.judge(Reported(known), QUARTERS[quarter - 1])
    assert not (before.state is State.HOLDS and after.state is State.FAILED)


@settings(deadline=None)
@given(cases(), readings(whole=True))
def test_what_has_failed_stays_failed_and_what_held_stays_held(case: Case, rows: list[SeriesReading]) -> None:
    states = [case.criterion.judge(Reported(tuple(rows)), period).state for period in QUARTERS]
    for settled in (State.FAILED, State.HOLDS):
        if settled in states:
            assert set(states[states.index(settled) :]) == {settled}
