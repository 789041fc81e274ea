"""Two plans in the forms of real ones, HM Land Registry's of 2003-04 and the Danish rail authority's of 2023: what their READMEs work out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from mapping_reading import read_mapping
from open_files import facts
from plans.conftest import HERE

from kvartalsbog.content.blocks import Figure, Table
from kvartalsbog.inputs.periods import named_period
from kvartalsbog.intake.forms.composing import forms
from kvartalsbog.intake.forms.layout import Kind, Known
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.opendata.formats.files import edition_files
from kvartalsbog.pages.chapters import PillarChapter
from kvartalsbog.pages.unit_tables import districts_table
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.narrowing import of_pillar
from kvartalsbog.verdicts.unit_figures import unit_figures
from kvartalsbog.words.kinds import criterion_sentence, outlook_sentence, requirement
from kvartalsbog.words.unit_pages import own_sentence

Find = Callable[[str, str], Findings]
LAND, RAIL = "land-registry", "rail-authority"


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def verdicts(findings: Findings) -> dict[str, str]:
    return {result.goal.id: result.verdict.value for result in findings.result.goals}


def said(findings: Findings, goal: str, criterion: str) -> tuple[str, str]:
    """The fact and the outlook of a criterion."""
    found = next(c for c in findings.result.goal(goal).criteria if c.criterion.id == criterion)
    return plain(criterion_sentence(found, findings.months)), plain(outlook_sentence(found))


def test_exactly_94_is_not_better_than_94_and_each_goal_stands_as_worked_out(found: Find) -> None:
    year = found(LAND, "2003-04K4")
    assert verdicts(year) == {
        "1.1": "not_met", "1.2": "partly_met", "1.3": "met", "2.1": "not_met", "2.2": "met", "2.3": "met",
    }  # fmt: skip
    assert said(year, "1.1", "satisfied")[0] == "Andelen i april 2003–marts 2004 blev 94,0 pct.; kravet er over 94 pct."
    assert said(year, "1.2", "three-days")[0].startswith("Andelen i april 2003–marts 2004 blev 99,997 pct.")
    assert said(year, "2.1", "return")[0].endswith(
        "blev −1,25 pct. af kapitalen; kravet er mindst 3,5 pct. af kapitalen."
    )
    assert said(year, "2.2", "fewer")[0] == (
        "Tallet i januar–marts 2004 blev 15 fejl; kravet er under 16 fejl (de samme måneder året før: 16 fejl)."
    )
    assert "1.080.000.000 kr." in said(year, "2.3", "fees")[0]
    assert all(result.points is None for result in year.result.goals)


def test_at_half_time_nothing_is_missing_that_is_not_asked_for(found: Find) -> None:
    half = found(LAND, "2003-04K2")
    assert set(verdicts(half).values()) == {"not_due"}
    assert half.result.goal("1.1").outlook is Outlook.AT_RISK  # 94.0 is not over 94
    assert said(half, "2.1", "return")[0] == "Der er ingen tal endnu; kravet er mindst 3,5 pct. af kapitalen."
    assert said(half, "2.2", "fewer")[0].startswith("Tallet gøres op fra den 1. januar 2004;")
    assert said(half, "2.3", "fees")[1] == (
        "Der skal komme mindst 76.666.667 kr. om måneden frem til fristen; hidtil har det i gennemsnit været 90.000.000 kr."
    )  # (1,000,000,000 - 540,000,000) / 6


def test_the_rail_authority_has_met_all_four_goals_and_won_60_points(found: Find) -> None:
    year = found(RAIL, "2023K4")
    assert set(verdicts(year).values()) == {"met"}
    assert year.result.points is not None
    assert year.result.points.won == 60
    assert (
        said(year, "1.1", "all")[0]
        == "Andelen ved udgangen af december 2023 blev 100,0 pct.; kravet er mindst 100 pct."
    )


def test_at_half_time_the_rail_authority_is_told_what_is_needed(found: Find) -> None:
    half = found(RAIL, "2023K2")
    stand = {g.goal.id: (g.verdict.value, g.outlook.value if g.outlook else None) for g in half.result.goals}
    assert stand == {
        "1.1": ("not_due", "at_risk"), "1.2": ("not_due", "on_track"), "2.1": ("not_due", "at_risk"), "2.2": ("not_due", None),
    }  # fmt: skip
    # 65 per cent of the rules, and 100 in six months: 35 / 6 = 5.83 a month
    assert (
        said(half, "1.1", "all")[1]
        == "Tallet skal stige mindst 5,9 procentpoint om måneden for at opfylde kravet den 31. december 2023."
    )
    # 18 of 24 in six months: 1 a month
    assert said(half, "1.2", "repealed")[1].startswith("Der skal komme mindst 1 regler om måneden")
    # 410 cases, 400 are asked for, six months left: 1.67 fewer a month
    assert said(half, "2.1", "stock") == (
        "Tallet ved udgangen af juni 2023 er 410 sager; kravet er højst 400 sager (ultimo 2019: 500 sager, minus 20 pct.).",
        "Tallet skal falde mindst 2 sager om måneden for at opfylde kravet den 31. december 2023.",
    )


@pytest.mark.parametrize(("plan", "period"), [(LAND, "2003-04K4"), (RAIL, "2023K2")])
def test_every_series_has_its_figure_and_tables_and_every_label_stands_once(
    plan: str, period: str, found: Find
) -> None:
    findings, labels = found(plan, period), list[str]()
    for pillar in findings.plan.pillars:
        chapter = PillarChapter(of_pillar(findings, pillar.id), pillar)
        for goal in pillar.goals:
            section = chapter.goal(goal.id)
            blocks = [*section.status.blocks, *section.development.blocks, *section.districts.blocks]
            figures = [block for block in blocks if isinstance(block, Figure)]
            assert len(figures) == len(goal.series)
            assert all(figure.alt and figure.table is not None for figure in figures)
            tables = [*(figure.table for figure in figures), *(block for block in blocks if isinstance(block, Table))]
            labels += [block.label for block in (*figures, *tables) if block is not None]
            several = len(goal.measured) > 1
            assert (f"tbl-{goal.label}-criteria" in labels) is several
    assert len(labels) == len(set(labels))


def test_units_with_limits_of_their_own_have_them_in_the_table(found: Find) -> None:
    findings = found(LAND, "2003-04K4")
    (table,) = PillarChapter(findings, findings.plan.pillar("1")).goal("1.3").districts.blocks
    assert isinstance(table, Table)
    rows = [[plain("".join(getattr(run, "text", "") for run in cell)) for cell in row] for row in table.rows]
    assert rows == [
        ["Kontor Nord", "12.000", "97,5", "97,2–97,8 pct.", "mindst 97 pct.", "Opfyldt"],
        ["Kontor Syd", "24.000", "98,8", "98,6–98,9 pct.", "mindst 98 pct.", "Opfyldt"],
    ]


@pytest.mark.parametrize(("plan", "period"), [(LAND, "2003-04K4"), (RAIL, "2023K4")])
def test_the_open_data_tell_each_criterions_series_and_days(plan: str, period: str, found: Find) -> None:
    findings = found(plan, period)
    files = edition_files(findings, facts(findings))
    criteria = list(csv.DictReader(io.StringIO(files["criteria.csv"].decode())))
    asked = {(row["goal"], row["criterion"]): row for row in criteria}
    for goal in findings.plan.goals:
        for criterion in goal.measured:
            row = asked[goal.id, criterion.id]
            assert row["series"] == criterion.series
            assert row["from"] == (criterion.begins.isoformat() if criterion.begins else "")
            assert (row["over"], row["strict"]) == (criterion.over, str(criterion.strict).lower())
    months = list(csv.DictReader(io.StringIO(files["months.csv"].decode())))
    assert {(row["goal"], row["series"]) for row in months} == {
        (g.id, s) for g in findings.plan.goals for s in g.series
    }
    assert not [row for row in months if row["note"]]  # nothing is withheld, and nothing missing that is not asked for


@pytest.mark.parametrize(("plan", "folder", "period"), [(LAND, "2003-04", "2003-04K4"), (RAIL, "2023", "2023K2")])
def test_forms_ask_for_each_series_in_the_months_that_it_is_reported(
    plan: str, folder: str, period: str, found: Find
) -> None:
    agreed = read_plan(HERE / plan / "data" / folder / "plan.yml", None, name="plan.yml")
    mapping = read_mapping(HERE / plan / "data" / folder / "intake.yml", agreed, name="intake.yml")
    assert set(mapping.goals) == set(agreed.series)
    findings = found(plan, period)
    asked = {
        cell.about
        for form in forms(
            agreed, named_period(period, HERE / plan / "data"), Known(_nothing(), {}, mapped=frozenset(agreed.series))
        )
        for rows in form.sheets.values()
        for row in rows
        for cell in row
        if cell.kind is Kind.CONTROL
    }
    own = findings.period.months
    assert asked == {
        f"{name} {month}"
        for name, c in agreed.series.items()
        for month in own
        if c.reports(month, agreed.calendar.months)
    }


def _nothing():  # type: ignore[no-untyped-def]
    from kvartalsbog.readings.values import Readings  # noqa: PLC0415 - the only test that has none

    return Readings(())


def test_what_is_asked_for_is_told_in_words(found: Find) -> None:
    goals = found(RAIL, "2023K4").plan.by_id
    assert [plain(requirement(c)) for c in goals["2.1"].criteria] == ["højst 400 sager (ultimo 2019: 500 sager, minus 20 pct.)", "højst 320 dage"]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("plan", "period"), [(LAND, "2003-04K4"), (RAIL, "2023K4")])
def test_a_whole_book_is_made(plan: str, period: str, plan_book: Callable[[str, str], Path]) -> None:
    book = plan_book(plan, period)
    assert (book / "results.json").is_file()
    assert list((book / "pdf").glob("*.pdf"))
    pages = "".join(p.read_text(encoding="utf-8") for p in (book / "html").rglob("pillar_*.html"))
    assert ("over 94" if plan == LAND else "ultimo 2019") in plain(pages)


def test_what_is_not_possible_does_not_look_possible(found: Find) -> None:
    """One of 27,000 was late, where none may be: the other 9,000 would have to be 100.011 per cent."""
    findings = found(LAND, "2003-04K3")
    result = findings.result.goal("1.2").criteria[1]
    assert outlook_sentence(result, findings.language).replace("\u00a0", " ") == (
        "Kravet kan ikke holdes: Tallet i resten af året skulle i gennemsnit være mindst 100,01 pct., og det er ikke muligt."
    )


def test_what_stands_in_several_months_is_told_to_be_added_up(found: Find) -> None:
    """200 rules stand in each of four months: 800 is no number of rules."""
    findings = found(RAIL, "2023K4")
    table = districts_table(findings, findings.plan.goal("1.1"), findings.series["1.1"])
    assert table.columns[1].title == "Regler, månederne lagt sammen"


def test_a_units_own_limit_is_told_in_a_sentence_that_ends_once(found: Find) -> None:
    findings = found(LAND, "2003-04K1")
    own = next(one for one in unit_figures(findings, "nord") if one.own is not None)
    assert (
        own_sentence(own).replace("\u00a0", " ")
        == "Mål 1.3: Enhedens eget krav er mindst 97 pct.; status er »ikke forfalden«."
    )
