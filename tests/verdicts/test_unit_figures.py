"""A unit's figures beside those of all: how it stood after each quarter, what the newest brought, its part, and its own limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from small_findings import APR, DAYS, FEB, JAN, JUN, MAR, MAY, Told, found, goal, plan_of

from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.steering.contributions import wilson
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.unit_figures import Standing, UnitFigures, unit_figures

FIRST, SECOND = quarter_of(2024, 1), quarter_of(2024, 2)
# a month's cases and days: nord 10 of 100 days each in the first quarter and 10 of 90 in the second, syd 20 of 50 in both
TOLD = (
    {(month, unit): sums for month in (JAN, FEB, MAR) for unit, sums in (("nord", (10, 1000)), ("syd", (20, 1000)))},
    {(month, unit): sums for month in (APR, MAY, JUN) for unit, sums in (("nord", (10, 900)), ("syd", (20, 1000)))},
)
AMOUNT = {key: value for key, value in DAYS.items() if key != "plausible"} | {"kind": "amount", "unit": "sager"}
SHARE = {key: value for key, value in DAYS.items() if key != "plausible"} | {
    "kind": "share",
    "unit": "pct.",
    "limit": 90,
}


def sums(n: int, total: int) -> Sum:
    return Sum(n, Decimal(total))


def shown(*quarters: Mapping[tuple[Month, str], tuple[int, int]], **criterion: Any) -> Findings:
    return found(*map(Told, quarters), plan=plan_of(goal("1.1", DAYS | criterion, weight=100)))


def of(findings: Findings, unit: str = "nord") -> UnitFigures:
    (figures,) = unit_figures(findings, unit)
    return figures


def with_series(findings: Findings, **told: Any) -> Findings:
    """The same with a series that shows otherwise; of what is `published` only what is named."""
    series = findings.series["1.1"]
    published = replace(series.published, **told.pop("published", {}))
    return replace(findings, series={"1.1": replace(series, published=published, **told)})


@pytest.fixture(scope="module")
def half_year() -> Findings:
    return shown(*TOLD)


def test_a_unit_stands_after_each_quarter_as_that_quarters_book_shows_it(half_year: Findings) -> None:
    nord = of(half_year)
    assert nord.standings == (
        Standing(FIRST, sums(30, 3000), sums(90, 6000)),
        Standing(SECOND, sums(60, 5700), sums(180, 11700)),
    )
    assert (nord.to_date, nord.withheld, nord.goal.id, nord.series.name) == (sums(60, 5700), False, "1.1", "1.1")
    assert nord.criterion is nord.asked is half_year.series["1.1"].criterion


def test_the_newest_quarter_has_brought_what_the_year_to_date_has_grown_by(half_year: Findings) -> None:
    assert (of(half_year).newest, of(half_year).before) == (sums(30, 2700), sums(30, 3000))
    first = of(shown(TOLD[0]))
    assert (first.newest, first.before) == (sums(30, 3000), None)


@pytest.mark.parametrize(
    ("told", "newest"),
    [
        ({(APR, "nord"): (1, 50)}, sums(1, 50)),
        ({(APR, "syd"): (20, 1000)}, None),  # nothing of nord
        ({(JAN, "nord"): (5, 500), (APR, "nord"): (5, 500)}, None),  # and five cases that were too many
        ({(JAN, "nord"): (2, 200), (APR, "nord"): (5, 500)}, None),  # fewer cases than before
    ],
)
def test_where_the_year_to_date_has_not_grown_it_cannot_be_told_what_was_brought(told: Mapping[tuple[Month, str], tuple[int, int]], newest: Sum | None) -> None:  # fmt: skip
    assert of(shown(TOLD[0], told)).newest == newest


def test_where_one_of_the_two_is_withheld_it_cannot_be_told_either(half_year: Findings) -> None:
    assert half_year.previous is not None
    hidden = {"published": {"districts": {"nord": None, "syd": sums(60, 3000)}}}
    now, before = with_series(half_year, **hidden), replace(half_year, previous=with_series(half_year.previous, **hidden))  # fmt: skip
    assert [(of(told).newest, of(told).before) for told in (now, before)] == [(None, sums(30, 3000)), (None, None)]
    assert [standing.withheld for standing in of(now).standings] == [False, True]
    assert [standing.withheld for standing in of(before).standings] == [True, False]
    assert (of(now).withheld, of(before).withheld, of(now).to_date) == (True, False, None)
    assert (of(now).share, of(now).contribution) == (None, None)


def test_a_unit_or_a_series_that_a_quarter_did_not_have_is_not_withheld(half_year: Findings) -> None:
    assert half_year.previous is not None
    new = replace(half_year, previous=with_series(half_year.previous, published={"districts": {"syd": sums(60, 3000)}}))
    assert of(new).standings[0] == Standing(FIRST, None, sums(90, 6000))
    none = replace(half_year, previous=replace(half_year.previous, series={}))
    assert of(none).standings[0] == Standing(FIRST, None, None)


@pytest.mark.parametrize(
    ("recorded", "told"),
    [((True, True), True), ((False, False), True), ((True, False), True), ((False, True), False)],
)
def test_a_recorded_book_tells_of_recorded_ones_alone(half_year: Findings, recorded: tuple[bool, bool], told: bool) -> None:  # fmt: skip
    assert half_year.previous is not None
    before, now = recorded
    findings = replace(half_year, recorded=now, previous=replace(half_year.previous, recorded=before))
    first, newest = of(findings).standings
    assert first == (Standing(FIRST, sums(30, 3000), sums(90, 6000)) if told else Standing(FIRST, None, None))
    assert newest.unit == sums(60, 5700)


def test_the_year_before_is_told_with_the_month_until_which_it_is_compared(half_year: Findings) -> None:
    earlier = with_series(half_year, units_before={"nord": sums(50, 6000), "syd": None})
    assert [(one.before, one.compared) for one in of(earlier).standings] == [(None, None), (sums(50, 6000), Month(2023, 6))]  # fmt: skip
    hidden = of(earlier, "syd").standings[-1]
    assert (hidden.before, hidden.compared) == (None, Month(2023, 6))


def test_only_units_that_report_to_a_series_have_figures_in_it(half_year: Findings) -> None:
    assert unit_figures(half_year, "vest") == ()
    assert unit_figures(replace(half_year, series={}), "nord") == ()
    assert [of(half_year, unit).to_date for unit in ("nord", "syd")] == [sums(60, 5700), sums(120, 6000)]


def test_a_series_of_two_goals_is_told_of_both_each_by_its_own_criteria() -> None:
    plan = plan_of(goal("1.1", DAYS, weight=50), goal("1.2", DAYS | {"series": "1.1", "limit": 80}, weight=50))
    told = unit_figures(found(*map(Told, TOLD), plan=plan), "nord")
    assert [(one.goal.id, one.criterion.bound) for one in told] == [("1.1", 100), ("1.2", 80)]
    assert [one.contribution for one in told] == [Fraction(-300, 180), Fraction(900, 180)]


def test_a_part_of_the_cases_is_told_of_what_is_for_each_case(half_year: Findings) -> None:
    assert [of(half_year, unit).share for unit in ("nord", "syd")] == [Fraction(60, 180), Fraction(120, 180)]
    none = shown({(month, unit): (0, 0) for month in (JAN, FEB, MAR) for unit in ("nord", "syd")})
    assert (of(none).share, of(none).contribution, of(none).interval) == (None, None, None)
    nowhere = with_series(half_year, published={"year_to_date": {JUN: None}})
    assert (of(nowhere).share, of(nowhere).contribution) == (None, None)


def share_of(whole: int, own: int, **criterion: Any) -> Fraction | None:
    """A unit's part of an amount of so much, of ten cases of which four are its own."""
    plan = plan_of(goal("1.1", AMOUNT | criterion, weight=100))
    findings = found(Told({(JAN, "nord"): (4, 4), (JAN, "syd"): (6, 6)}), plan=plan)
    told = {"districts": {"nord": sums(4, own), "syd": sums(6, whole - own)}, "year_to_date": {JAN: sums(10, whole)}}
    figures = of(with_series(findings, published=told))
    assert figures.contribution is None  # a sum is held against its pace, and has no distance that is made of units
    return figures.share


@pytest.mark.parametrize(
    ("whole", "own", "share"),
    [
        (10, 4, Fraction(4, 10)),
        (10, 0, Fraction(0)),
        (1, 1, Fraction(1)),
        (10, -2, None),  # what takes away is no part
        (0, 4, None),
        (-10, 4, None),
    ],
)
def test_a_part_of_what_adds_up_is_of_the_whole(whole: int, own: int, share: Fraction | None) -> None:
    assert share_of(whole, own) == share


def test_a_level_has_no_parts() -> None:
    assert share_of(10, 4, over="latest") is None
    assert of(shown(*TOLD, over="latest")).share is None


def test_a_units_part_of_the_distance_is_of_its_own_cases(half_year: Findings) -> None:
    """5700 days of 60 cases are 300 less than 100 each, and 6000 of 120 are 6000 less: of 180 cases in all."""
    assert [of(half_year, unit).contribution for unit in ("nord", "syd")] == [Fraction(-300, 180), Fraction(-6000, 180)]


@pytest.mark.parametrize(
    ("criterion", "told"),
    [
        ({}, True),
        ({"deadline": "2024-12-31"}, True),
        ({"deadline": "2024-05-31"}, False),  # not of the year to date: it is past
        ({"from": "2024-04-01"}, False),  # nor where it begins later
        ({"over": "latest"}, False),
        ({"limit": {"least": 80, "most": 100}, "direction": "within"}, False),  # two limits, and no one distance
    ],
)
def test_a_distance_is_told_of_a_figure_over_the_whole_year_to_date_alone(criterion: dict[str, Any], told: bool) -> None:  # fmt: skip
    assert of(shown(*TOLD, **criterion)).contribution == (Fraction(-300, 180) if told else None)


def test_of_several_criteria_the_first_that_can_be_foreseen_has_the_distance() -> None:
    level, years = DAYS | {"id": "level", "over": "latest"}, DAYS | {"id": "year", "limit": 90}
    findings = found(*map(Told, TOLD), plan=plan_of(goal("1.1", level, years, DAYS, weight=100)))
    assert of(findings).contribution == Fraction(300, 180)
    assert of(findings).share == Fraction(60, 180)  # not all of them are levels


def test_a_unit_is_asked_for_its_own_limit_where_it_has_one(half_year: Findings) -> None:
    nord, syd = (of(shown(*TOLD, limit={"units": {"nord": 90, "syd": 60}}), unit) for unit in ("nord", "syd"))
    assert [(one.asked.bound, one.own and one.own.limit) for one in (nord, syd)] == [(90, 90), (60, 60)]
    assert nord.criterion.own_limits == {"nord": 90, "syd": 60}
    assert (of(half_year).own, nord.contribution) == (None, None)


def test_a_share_of_cases_lies_within_an_interval(half_year: Findings) -> None:
    plan = plan_of(goal("1.1", SHARE, weight=100))
    part = of(found(Told({(JAN, "nord"): (10, 8), (JAN, "syd"): (20, 20)}), plan=plan))
    assert part.interval == wilson(8, 10)
    assert part.share == Fraction(10, 30)
    empty = of(found(Told({(JAN, "nord"): (0, 0), (JAN, "syd"): (20, 20)}), plan=plan))
    assert (empty.to_date, empty.interval) == (sums(0, 0), None)
    assert of(half_year).interval is None


def test_a_withheld_share_has_no_interval() -> None:
    findings = found(Told({(JAN, "nord"): (10, 8), (JAN, "syd"): (20, 20)}), plan=plan_of(goal("1.1", SHARE, weight=100)))  # fmt: skip
    hidden = with_series(findings, published={"districts": {"nord": None}})
    assert of(hidden).interval is None
    assert isinstance(of(hidden).series, Series)
