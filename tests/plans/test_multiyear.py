"""The multi-year agreement 2021–23: levels at two days, of a plan of three years followed up by quarters. README works it out."""

from __future__ import annotations

from pathlib import Path

import pytest
from filled_plans import write_multiyear

from kvartalsbog.content.prose import plain_text
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import named_period, newest_period, periods
from kvartalsbog.kinds.base import State
from kvartalsbog.pages.tables import months_table
from kvartalsbog.periods import Calendar, Month
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.goals import goal_deadlines


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan with its twelve quarters."""
    folder = tmp_path_factory.mktemp("data")
    write_multiyear(folder)
    return folder


def found(name: str, data: Path) -> Findings:
    return find(load(named_period(name, data), data))


def test_the_agreement_has_twelve_quarters_in_one_folder(data: Path) -> None:
    assert [str(period) for period in periods(data)] == [f"{y}K{n}" for y in (2021, 2022, 2023) for n in (1, 2, 3, 4)]
    assert newest_period(data).folder == "2021-23/2023K4"
    assert named_period("2021-23/2022k1", data) == named_period("2022Q1", data)


def test_all_is_met_at_the_end_and_the_first_part_a_year_before(data: Path) -> None:
    last = found("2023K4", data).result
    assert [goal.verdict for goal in last.goals] == [Verdict.MET, Verdict.MET]
    states = {c.criterion.id: (c.state, c.value) for c in last.goal("1.1").criteria}
    assert states == {"twenty": (State.HOLDS, 31_980), "thirty": (State.HOLDS, 28_290)}
    half = {c.criterion.id: c.state for c in found("2022K4", data).result.goal("1.1").criteria}
    assert half == {"twenty": State.HOLDS, "thirty": State.NOT_DUE}


def test_pages_tell_each_month_with_its_year(data: Path) -> None:
    findings = found("2023K2", data)
    goal = findings.plan.goal("1.2")
    (series,) = [findings.series[name] for name in goal.series]
    table = months_table(findings, goal, series)
    said = table.model_dump_json()
    assert "2021–2023" in said
    assert all(f"marts\\u00a0{year}" in said or f"marts\u00a0{year}" in said for year in (2021, 2022, 2023))
    assert "Det er planperiodens første kvartal" in findings.language.of(findings.period.calendar).say(
        "Det er årets første kvartal; der er ingen tidligere udgave i året at sammenligne med."
    )


def test_the_plan_after_is_found_and_compared_with_its_last_year(data: Path) -> None:
    calendar = Calendar(Month(2021, 1), Month(2023, 12))
    assert calendar.next.name == "2024-26"
    assert str(named_period("2024K1", data)) == "2024K1"
    assert named_period("2024K1", data).plan == "2024-26"
    assert Calendar.of_year(2024).months_before == calendar.months[-12:]


def test_the_year_before_of_the_plans_own_years_is_known(data: Path) -> None:
    """35,000 cases in March 2022, and 40,000 in March 2021, which stands in the same table."""
    findings = found("2022K2", data)
    table = months_table(findings, findings.plan.goal("1.1"), findings.series["1.1"])
    cells = [[plain_text(cell).replace("\u00a0", " ") for cell in row] for row in table.rows]
    assert ["marts 2022", "35.000", "40.000"] in cells
    assert ["marts 2021", "40.000", "[m]"] in cells


def test_a_deadline_has_its_year_where_the_plan_has_several_such_days(data: Path) -> None:
    findings = found("2022K2", data)
    told = goal_deadlines(findings.plan.goal("1.1"), findings.language).replace("\u00a0", " ")
    assert told == "31. dec. 2022 (1) og 31. dec. 2023 (1)"
