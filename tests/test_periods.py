from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import architecture
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvartalsbog.periods import (
    Calendar,
    FollowUp,
    Month,
    Period,
    as_name,
    days_of,
    is_period,
    month_count,
    months_of,
    named_parts,
    quarter_of,
)

K, T, H, M = FollowUp.QUARTERLY, FollowUp.TERTIAL, FollowUp.HALF_YEARLY, FollowUp.MONTHLY
months = st.builds(Month, st.integers(2000, 2095), st.integers(1, 12))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any plan of whole periods: from a month on, for up to five years."""
    begins, follow_up = draw(months), draw(st.sampled_from(FollowUp))
    return Calendar(
        begins, begins.after(follow_up.months * draw(st.integers(1, 60 // follow_up.months)) - 1), follow_up
    )


@given(calendars())
@settings(deadline=None)
def test_every_day_of_a_plan_is_in_exactly_one_period(calendar: Calendar) -> None:
    assert calendar.periods[0].first_day == calendar.first_day
    assert calendar.periods[-1].last_day == calendar.last_day
    assert all(one.last_day + timedelta(days=1) == other.first_day for one, other in pairwise(calendar.periods))
    assert [month for period in calendar.periods for month in period.months] == list(calendar.months)
    assert all(calendar.period_of(month) == period for period in calendar.periods for month in period.months)


@given(calendars())
@settings(deadline=None)
def test_previous_and_next_undo_each_other_also_at_a_plans_ends(calendar: Calendar) -> None:
    for period in calendar.periods:
        assert period.previous.next == period.next.previous == period
        assert period.previous < period < period.next
        assert period.until_now == (*period.earlier, period)
        assert period.to_date == calendar.months[: len(period.to_date)]
        assert period.to_date[-1] == period.last
    assert [period.is_first for period in calendar.periods] == [True, *[False] * (len(calendar.periods) - 1)]
    assert [period.is_last for period in calendar.periods] == [*[False] * (len(calendar.periods) - 1), True]


@given(calendars())
@settings(deadline=None)
def test_a_name_is_one_periods_and_can_be_read(calendar: Calendar) -> None:
    names = [str(period) for period in calendar.periods]
    assert len(set(names)) == len(names)
    assert names == sorted(names)  # folders and files stand in the order of time
    for period in calendar.periods:
        assert is_period(str(period))
        assert calendar.of_name(str(period)) == calendar.named(str(period)) == period
        assert as_name(f" {str(period).lower()} ") == str(period)
        assert named_parts(period.folder) == (None, calendar.name, str(period))
        assert named_parts(str(period).replace("-", "/")) == (None, None, str(period))
    assert len({period.label for period in calendar.periods}) == len(names)


@given(calendars())
@settings(deadline=None)
def test_the_year_before_is_twelve_months_and_has_names_of_its_own(calendar: Calendar) -> None:
    assert calendar.months_before[-1].after(1) == calendar.begins
    assert [month.after(12) for month in calendar.months_before] == [calendar.begins.after(n) for n in range(12)]
    last = calendar.period(0)
    assert last.next == calendar.periods[0]
    assert (calendar.named(str(last)), calendar.of_name(str(last))) == (last, None)


@given(calendars())
@settings(deadline=None)
def test_the_plans_around_are_as_long_and_touch(calendar: Calendar) -> None:
    assert calendar.next.previous == calendar
    assert calendar.next.begins == calendar.ends.after(1)
    assert len(calendar.next.months) == len(calendar.months)


# Worked by hand: from, to and follow-up → folder, the names and what readers call the first and the last period.
PLANS = {
    "a calendar year": ("2024-01", "2024-12", K, "2024", "2024K1", "2024K4", "1. kvartal 2024", "4. kvartal 2024"),
    "tertials": ("2024-01", "2024-12", T, "2024", "2024T1", "2024T3", "1. tertial 2024", "3. tertial 2024"),
    "half-years": ("2024-01", "2024-12", H, "2024", "2024H1", "2024H2", "1. halvår 2024", "2. halvår 2024"),
    "months": ("2021-01", "2021-12", M, "2021", "2021M01", "2021M12", "januar 2021", "december 2021"),
    "a fiscal year": ("2003-04", "2004-03", K, "2003-04", "2003-04K1", "2003-04K4", "1. kvartal 2003/04", "4. kvartal 2003/04"),
    "a school year": ("2016-08", "2017-07", H, "2016-17", "2016-17H1", "2016-17H2", "1. halvår 2016/17", "2. halvår 2016/17"),
    "a school year's months": ("2016-08", "2017-07", M, "2016-17", "2016-17M01", "2016-17M12", "august 2016", "juli 2017"),
    "three years": ("2021-01", "2023-12", K, "2021-23", "2021K1", "2023K4", "1. kvartal 2021", "4. kvartal 2023"),
    "two fiscal years": ("2023-10", "2025-09", K, "2023-25", "2023-24K1", "2024-25K4", "1. kvartal 2023/24", "4. kvartal 2024/25"),
    "half a year": ("2024-07", "2024-12", K, "2024", "2024K3", "2024K4", "3. kvartal 2024", "4. kvartal 2024"),
    "two and a half years": ("2021-07", "2023-12", K, "2021-23", "2021K3", "2023K4", "3. kvartal 2021", "4. kvartal 2023"),
    "around a century": ("2099-07", "2100-06", H, "2099-00", "2099-00H1", "2099-00H2", "1. halvår 2099/00", "2. halvår 2099/00"),
}  # fmt: skip


@pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))
def test_periods_are_called_as_people_do(plan: tuple[str, str, FollowUp, str, str, str, str, str]) -> None:
    begins, ends, follow_up, folder, first, last, *labels = plan
    calendar = Calendar(Month.parse(begins), Month.parse(ends), follow_up)
    assert (calendar.name, str(calendar.periods[0]), str(calendar.periods[-1])) == (folder, first, last)
    assert [calendar.periods[n].label.replace("\u00a0", " ") for n in (0, -1)] == labels


def test_an_authority_has_its_own_names() -> None:
    own = Calendar(Month(2003, 4), Month(2004, 3), K, "Q{number} {first}-{last}")
    assert [period.label for period in own.periods] == [f"Q{n}\u00a02003-2004" for n in (1, 2, 3, 4)]
    assert own == Calendar(Month(2003, 4), Month(2004, 3))  # a name is no other time


def test_of_plans_that_follow_or_overlap_the_newer_period_ends_later() -> None:
    three, before = Calendar(Month(2021, 1), Month(2023, 12)), Calendar.of_year(2020)
    school = Calendar(Month(2020, 8), Month(2021, 7), H)
    every = sorted((*three.periods, *school.periods, *before.periods))
    names = [str(period) for period in every]
    assert names[:8] == ["2020K1", "2020K2", "2020K3", "2020K4", "2020-21H1", "2021K1", "2021K2", "2020-21H2"]
    assert three.period(0) == before.periods[-1]
    assert three.months_before == before.months


@pytest.mark.parametrize(("follow_up", "folder"), [(T, "2023T3"), (K, "2023K4"), (H, "2023H2"), (M, "2023M12")])
def test_the_year_before_is_kept_under_the_name_of_the_period_before(follow_up: FollowUp, folder: str) -> None:
    assert str(Calendar.of_year(2024, follow_up).period(0)) == folder


def test_all_of_a_plan_is_called_a_year_where_it_is_one() -> None:
    spans = [Calendar(Month(2016, 8), Month(2017, 7), H), Calendar(Month(2021, 1), Month(2023, 12))]
    assert [calendar.span.the for calendar in spans] == ["året", "planperioden"]
    forms = [(n.one, n.every, n.of_the, n.newest) for n in (K.noun, M.noun)]
    assert forms == [
        ("et kvartal", "hvert kvartal", "kvartalets", "det nyeste kvartal"),
        ("en måned", "hver måned", "månedens", "den nyeste måned"),
    ]


@pytest.mark.parametrize("text", ["2024K1", "2024Q1", "2024k1", " 2024K1 "])
def test_people_may_write_a_quarter_in_more_than_one_way(text: str) -> None:
    assert Period.parse(text) == quarter_of(2024, 1)


@pytest.mark.parametrize(
    "text",
    ["2024K5", "2024K0", "24K1", "2024", "K1", "2024-K1", "2024K11", "../2024K1", "²024K1", "2024T4", "2024H3", "2024M13", "2024M0", "2003-04K1", "٢٠٢٤K1"],
)  # fmt: skip
def test_anything_else_is_no_period_of_a_calendar_year(text: str) -> None:
    with pytest.raises(ValueError, match="ikke en periode"):
        Period.parse(text)


@pytest.mark.parametrize(
    "text", ["2024Q1", "2024k1", " 2024K1", "2024K1\n", "٢٠٢٤K1", "2024K5", "2003/04K1", "2021M5", "", 2024, None]
)
def test_only_a_periods_own_name_is_a_folders(text: object) -> None:
    assert not is_period(text)
    assert Calendar.of_year(2024).named(text) is None  # type: ignore[arg-type]


def test_the_last_day_knows_leap_years() -> None:
    assert quarter_of(2024, 1).last_day == date(2024, 3, 31)
    assert Month(2024, 2).last_day == date(2024, 2, 29)
    assert Month(2023, 2).last_day == date(2023, 2, 28)


@pytest.mark.parametrize("text", ["2024-1", "2024-13", "2024-00", "2024/01", "202401", "januar"])
def test_a_month_has_one_form(text: str) -> None:
    with pytest.raises(ValueError, match="ikke en måned"):
        Month.parse(text)


@given(st.builds(Month, st.integers(1, 9998), st.integers(1, 12)))
def test_months_are_counted_one_by_one(month: Month) -> None:
    assert Month.counted(month.count) == month
    assert month.after(12).year_before == month
    assert Month.of(month.last_day) == month
    assert month_count(2024, 1) - month_count(2023, 12) == 1


def test_a_year_has_its_first_and_last_day() -> None:
    assert days_of(2024) == (Month(2024, 1).first_day, Month(2024, 12).last_day)
    assert Calendar.of_year(2024).months == months_of(2024)


_KNOWLEDGE = re.compile(
    r"K\[1-4\]|K\\d|//\s?3\b|\b3 \* \w*\.?number|range\(1, (?:5|13)\)|year \* 12|, 12, 31\)|\.year, 1, 1\)"
)


def test_nothing_but_periods_knows_what_a_period_is() -> None:
    told = {
        name: found[0]
        for name, path in architecture.modules().items()
        if not name.startswith("periods") and (found := _KNOWLEDGE.search(path.read_text(encoding="utf-8")))
    }
    assert told == {}
