"""A school's contract: degrees in steps, by criteria and by assessment, as the README works them out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from calling import call
from openpyxl import load_workbook
from plans.conftest import project_of

from kvartalsbog.content.blocks import Table
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.pages.annual import TARGET_REPORTING
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.points import Points
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.annual import stand_sentences
from kvartalsbog.words.standings import describe_standings
from kvartalsbog.words.weights import credit_sentences, degree_sentence, shared_sentence

Find = Callable[[str, str], Findings]


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_the_points_are_those_worked_out_by_hand(found: Find) -> None:
    result = found("school", "2016-17K4").result
    assert {r.goal.id: (r.verdict.value, r.points.won if r.points else None) for r in result.goals} == {
        "1.1": ("partly_met", Decimal(10)), "1.2": ("partly_met", Decimal("17.5")), "1.3": ("met", Decimal(20)),
        "2.1": ("partly_met", Decimal(10)), "2.2": ("partly_met", Decimal(5)),
    }  # fmt: skip
    assert result.points == Points(won=Decimal("62.5"), lost=Decimal("37.5"))


def test_at_the_end_of_april_only_what_is_settled_is_won(found: Find) -> None:
    result = found("school", "2016-17K3").result
    assert result.points == Points(won=Decimal(20), open=Decimal(80))
    assert {r.goal.id: r.outlook for r in result.goals} == {
        "1.1": Outlook.UNLIKELY, "1.2": Outlook.AT_RISK, "1.3": Outlook.ON_TRACK,
        "2.1": Outlook.AT_RISK, "2.2": Outlook.UNANSWERED,
    }  # fmt: skip
    assert {r.verdict for r in result.goals} == {Verdict.NOT_DUE}


def test_degrees_and_the_plans_own_rules_are_told(found: Find) -> None:
    findings = found("school", "2016-17K4")
    goal = findings.result.goal("1.2")
    assert plain(degree_sentence(goal)) == "Målet er opfyldt 87,5 pct."
    assert plain(" ".join(credit_sentences(findings.plan.goal("1.1")))) == (
        "Delvis opfyldelse: højst 9 pct. giver 75 pct., højst 10 pct. giver 50 pct. og højst 11 pct. giver 25 pct."
    )
    assert plain(next(credit_sentences(goal.goal))) == (
        "Hvert kriterium giver sin del af målet: »Strategien vedtaget« 50 pct. og »Strategien i brug« 50 pct."
    )
    shared = plain(shared_sentence(findings.plan.goal("2.2"), findings.plan))
    assert (
        shared
        == "Målet er fælles med Åby Ungdomsvejledning; dets vægt her er 50 pct. af de 40 pct., som målet har i alt."
    )
    assert plain(describe_standings(findings.result)).startswith("Planens 100 point: 62,5 opnået og 37,5 mistet.")
    assert "har målene givet 62,5 point" in plain(stand_sentences(findings.result))
    (table,) = (
        block for part in TARGET_REPORTING.sections(findings) for block in part.blocks if isinstance(block, Table)
    )
    degrees = [
        plain("".join(getattr(run, "text", "") or getattr(run, "word", "") for run in row[2])) for row in table.rows
    ]
    assert degrees == [
        "Delvist opfyldt (50 pct.)", "Delvist opfyldt (87,5 pct.)", "Opfyldt (100 pct.)", "Delvist opfyldt (50 pct.)", "Delvist opfyldt (25 pct.)",
    ]  # fmt: skip


def test_the_books_pages_and_data_say_the_same(plan_book: Callable[[str, str], Path]) -> None:
    book = plan_book("school", "2016-17K4")
    goals = pd.read_csv(book / "html/data/maal.csv", dtype=str)
    won = {goal: Decimal(part) for goal, part in zip(goals["goal"], goals["won"], strict=True)}
    assert won == {"1.1": 10, "1.2": Decimal("17.5"), "1.3": 20, "2.1": 10, "2.2": 5}
    page = plain((book / "html/notebooks/2016-17/pillar_1.html").read_text(encoding="utf-8"))
    assert "Vurderet som »75 pct.« af Bestyrelsen den 31. august 2017." in page
    assert "Målet giver 17,5 af 20 point for det, der er opfyldt." in page
    assert next((book / "pdf").glob("*.pdf")).stat().st_size > 10_000


@pytest.mark.parametrize("degree", ["25 pct.", "100 PCT."])
def test_a_form_brings_an_assessment_in(degree: str, tmp_path: Path) -> None:
    """The state before the quarter is filled in; what is typed comes back as the quarter's reading."""
    project = project_of("school", tmp_path)
    for file in (project / "data/2016-17/2016-17K4").iterdir():
        file.unlink()
    (project / "data/2016-17/2016-17K4").rmdir()
    assert call("template", "2016-17K4", "--out", str(tmp_path / "skemaer"), cwd=project).returncode == 0
    (form,) = (tmp_path / "skemaer").glob("*.xlsx")
    book = load_workbook(form)
    sheet = book["1.2"]
    heads = next(row for row in sheet.iter_rows() if row[0].value == "Kode")
    row = next(cells for cells in sheet.iter_rows() if cells[0].value == "strategi-i-brug")
    asked = {str(head.value): cell for head, cell in zip(heads, row, strict=True) if head.value}
    assert (asked["Grad"].value, asked["Vurderet af"].value, asked["Tilstand"].value) == (
        "75 pct.",
        "Bestyrelsen",
        "Forventet",
    )
    asked["Tilstand"].value, asked["Dato"].value, asked["Grad"].value = "Gennemført", date(2017, 8, 31), degree
    book.save(form)
    taken = call(
        "intake", "2016-17K4", str(form), "--extracted", "2017-10-05", "--errors", str(tmp_path / "fejl"), cwd=project
    )
    assert taken.returncode == 0, taken.told
    written = (project / "data/2016-17/2016-17K4/deliverables.csv").read_text(encoding="utf-8")
    assert f"1.2,strategi-i-brug,2017-08-31,,,{degree.lower()},Bestyrelsen\n" in written
