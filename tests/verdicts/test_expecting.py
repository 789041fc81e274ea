"""Which of a goal's criteria is foreseen by what the year's editions show, and what becomes of its outlook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from small_findings import DAYS, MONTHS, PROJECTS, Told, found, goal, plan_of

from kvartalsbog.kinds.base import Outlook
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import months_of
from kvartalsbog.verdicts.ahead import look_ahead
from kvartalsbog.verdicts.expecting import ahead_of, first_ahead, is_usual, with_expectations
from kvartalsbog.verdicts.findings import Findings

STRICT: dict[str, Any] = {**DAYS, "deadline": date(2024, 12, 31)}
LOOSE: dict[str, Any] = {**STRICT, "id": "loose", "limit": 190}
YEAR_BEFORE = {(month, "nord"): (10, 1000 + 100 * (month.number % 2)) for month in months_of(2023)}


def days(quarter: int, total: int) -> dict[Any, tuple[int, int]]:
    """A quarter's months of ten cases each."""
    return {(month, "nord"): (10, total) for month in MONTHS[3 * quarter - 3 : 3 * quarter]}


def year(*totals: int, plan: Any = None) -> Findings:
    quarters = [days(number, total) for number, total in enumerate(totals, 1)]
    return found(Told(YEAR_BEFORE | quarters[0]), *(Told(one) for one in quarters[1:]), plan=plan)


def series_of(findings: Findings) -> tuple[SeriesCriterion, ...]:
    return findings.series["1.1"].criteria


TWO = plan_of(goal("1.1", STRICT, LOOSE, weight=50), goal("1.2", PROJECTS, weight=50))


def test_the_first_of_a_series_criteria_is_foreseen_by_every_edition_of_the_year() -> None:
    findings = year(1000, 1200, plan=TWO)
    criteria = series_of(findings)
    told = first_ahead(criteria, findings.told)
    assert told is not None
    criterion, bound, ahead = told
    assert (criterion, bound) == (criteria[0], criteria[0].bounds[0])
    editions, periods = zip(*((one.months["1.1"], one.period.months) for one in findings.told), strict=True)
    assert ahead == look_ahead(criterion, bound, MONTHS, editions, periods)
    assert ahead == ahead_of(criterion, bound, findings.told)


def test_where_none_is_of_cases_none_is_foreseen() -> None:
    findings = year(1000, plan=TWO)
    negative = replace_criterion(series_of(findings)[0], plausible={"minimum": -5, "maximum": 10**6}, unit="kr.")
    assert first_ahead([negative], findings.told) is None
    assert first_ahead([], findings.told) is None
    found_ = first_ahead([negative, series_of(findings)[1]], findings.told)
    assert found_ is not None
    assert found_[0].id == "loose"


def replace_criterion(criterion: SeriesCriterion, **own: object) -> SeriesCriterion:
    return type(criterion).model_validate(criterion.model_dump() | own)


def test_an_edition_that_lacks_the_series_is_passed_over() -> None:
    findings = year(1000, 1200, plan=TWO)
    first, last = findings.told
    without = replace(first, months={})
    criterion = series_of(findings)[0]
    bound = criterion.bounds[0]
    assert ahead_of(criterion, bound, (without, last)) == ahead_of(criterion, bound, (last,))
    assert ahead_of(criterion, bound, (first, last)) == look_ahead(
        criterion, bound, MONTHS, [first.months["1.1"], last.months["1.1"]], [first.period.months, last.period.months]
    )


def test_what_lies_within_last_years_swings_is_usual() -> None:
    """The year before went from 110 to 100 and back: ranges of 10, so that 78 and 131 days are still as usual."""
    for total, usual in ((1050, True), (790, True), (780, False), (1320, False)):
        findings = year(total, plan=TWO)
        assert is_usual(series_of(findings), findings.told) is usual
    assert not is_usual([], year(1050).told)


def outlooks(findings: Findings) -> list[Outlook | None]:
    return [criterion.outlook for result in findings.result.goals for criterion in result.criteria]


def test_each_open_criterion_has_the_outlook_of_its_own_projection_and_the_rest_stands() -> None:
    """At 120 days a year of 100 is unlikely and of 190 likely; nothing is reported of the projects."""
    findings = year(1200, plan=TWO)
    strict, loose, projects = outlooks(findings)
    assert (strict, loose) == (Outlook.UNLIKELY, Outlook.ON_TRACK)
    bare = replace(findings.result, goals=tuple(
        replace(result, criteria=tuple(replace(one, outlook=one.outlook and Outlook.AT_RISK) for one in result.criteria))
        for result in findings.result.goals
    ))  # fmt: skip
    told = with_expectations(bare, findings.told)
    assert [one.outlook for one in told.goals[0].criteria] == [Outlook.UNLIKELY, Outlook.ON_TRACK]
    assert told.goals[0] == findings.result.goals[0]
    assert (told.goals[0].pillar, told.goals[0].points) == (bare.goals[0].pillar, bare.goals[0].points)
    assert (bare.goals[0].pillar.goals[0], bare.goals[0].points is not None) == (bare.goals[0].goal, True)
    assert told.goals[1] is bare.goals[1]
    assert projects is not None


def test_what_is_settled_has_no_outlook_and_what_no_edition_shows_keeps_its_own() -> None:
    settled = year(900, 900, 900, 900, plan=TWO)
    assert outlooks(settled)[:2] == [None, None]
    assert with_expectations(settled.result, settled.told) == settled.result
    open_ = year(1200, plan=TWO)
    nothing = [replace(one, months={}) for one in open_.told]
    assert with_expectations(open_.result, nothing) == open_.result


def test_what_cannot_be_foreseen_keeps_the_outlook_that_its_kind_gave() -> None:
    """Of what can be negative nothing is foreseen, and nothing of a month that is withheld."""
    signed = {**STRICT, "unit": "kr.", "plausible": {"minimum": -5, "maximum": 10**6}}
    findings = year(1200, plan=plan_of(goal("1.1", signed, weight=50), goal("1.2", PROJECTS, weight=50)))
    assert with_expectations(findings.result, findings.told) == findings.result
    open_ = year(1200, plan=TWO)
    hidden = [replace(one, months={"1.1": {**one.months["1.1"], MONTHS[0]: None}}) for one in open_.told]
    assert with_expectations(open_.result, hidden) == open_.result
