from __future__ import annotations

import re
from datetime import date

import architecture
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvartalsbog.periods import Month, Period, days_of, month_count, months_of, period_named, quarter_of

quarters = st.builds(Period, st.integers(1000, 9998), st.integers(1, 4))


@pytest.mark.parametrize("text", ["2024K1", "2024Q1", "2024k1", " 2024K1 "])
def test_people_may_write_a_quarter_in_more_than_one_way(text: str) -> None:
    assert Period.parse(text) == quarter_of(2024, 1)


@pytest.mark.parametrize(
    "text", ["2024K5", "2024K0", "24K1", "2024", "K1", "2024-K1", "2024K11", "../2024K1", "²024K1"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ikke et kvartal"):
        Period.parse(text)


@given(quarters)
def test_a_quarter_survives_being_written_and_read(quarter: Period) -> None:
    assert Period.parse(str(quarter)) == quarter


@given(quarters)
def test_next_and_previous_undo_each_other(quarter: Period) -> None:
    assert quarter.next.previous == quarter
    assert quarter.previous < quarter < quarter.next


@given(quarters)
def test_a_quarters_months_belong_to_it(quarter: Period) -> None:
    assert {month.quarter for month in quarter.months} == {quarter}
    assert quarter.first_day == quarter.months[0].first_day
    assert quarter.last_day == quarter.months[-1].last_day


def test_year_to_date_runs_from_january() -> None:
    assert quarter_of(2024, 2).year_to_date == months_of(2024)[:6]


def test_the_last_day_knows_leap_years() -> None:
    assert quarter_of(2024, 1).last_day == date(2024, 3, 31)
    assert Month(2024, 2).last_day == date(2024, 2, 29)
    assert Month(2023, 2).last_day == date(2023, 2, 28)


def test_a_label_is_danish_and_does_not_break() -> None:
    assert quarter_of(2024, 3).label == "3.\u00a0kvartal\u00a02024"


@pytest.mark.parametrize("text", ["2024-1", "2024-13", "2024-00", "2024/01", "202401", "januar"])
def test_a_month_has_one_form(text: str) -> None:
    with pytest.raises(ValueError, match="ikke en måned"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["2024Q1", "2024k1", " 2024K1", "2024K1\n", "٢٠٢٤K1", "2024K5", "", 2024, None])
def test_only_a_quarters_own_name_is_a_folders(text: object) -> None:
    assert period_named(text) is None


@given(quarters)
def test_the_quarters_until_now_are_those_before_and_itself(quarter: Period) -> None:
    assert period_named(str(quarter)) == quarter
    assert quarter.until_now == (*quarter.earlier, quarter)
    assert [own.number for own in quarter.until_now] == list(range(1, quarter.number + 1))
    assert quarter.begins_year == (quarter.previous.year < quarter.year)


@given(st.builds(Month, st.integers(1, 9998), st.integers(1, 12)))
def test_months_are_counted_one_by_one(month: Month) -> None:
    assert Month.counted(month.count) == month
    assert Month.counted(month.count + 12).year_before == month
    assert Month.of(month.last_day) == month
    assert month_count(2024, 1) - month_count(2023, 12) == 1


def test_a_year_has_its_first_and_last_day() -> None:
    assert days_of(2024) == (Month(2024, 1).first_day, Month(2024, 12).last_day)


_KNOWLEDGE = re.compile(
    r"K\[1-4\]|K\\d|//\s?3\b|\b3 \* \w*\.?number|range\(1, (?:5|13)\)|year \* 12|, 12, 31\)|\.year, 1, 1\)"
)


def test_nothing_but_periods_knows_what_a_period_is() -> None:
    told = {
        name: found[0]
        for name, path in architecture.modules().items()
        if name != "periods" and (found := _KNOWLEDGE.search(path.read_text(encoding="utf-8")))
    }
    assert told == {}
