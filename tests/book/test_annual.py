"""The target reporting of the annual report: its table and analyses, its files, what it refuses, and that its figures hold."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import figures
import openpyxl
import pytest
import yaml
from calling import call
from conftest import ROOT, seal
from docx import Document
from docx.oxml import parse_xml
from office import converted
from openxml_audit import OpenXmlValidator
from word_files import faults, line, said, told

from kvartalsbog.book.annual import annual_files, differences, named_digests, refuse_unsettled
from kvartalsbog.book.outputs import ANNUAL, Making, make_outputs
from kvartalsbog.content.blocks import BulletList, Paragraph, Table
from kvartalsbog.editions.verification import _of_these_results
from kvartalsbog.errors import ProblemsError
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.opendata.formats.results_json import to_json
from kvartalsbog.pages.annual import TARGET_REPORTING, closes_year, results_digest
from kvartalsbog.plan.amending import Change
from kvartalsbog.plan.publication import APPROVED, DRAFT, published
from kvartalsbog.plan.values import Amendment
from kvartalsbog.verdicts.evaluation import PlanResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.annual import met_weight, stand_sentences

WORD, SHEET = "maalrapportering-2024.docx", "maalrapportering-2024.xlsx"


@pytest.fixture(scope="module")
def findings(findings_of: Callable[[str], Findings]) -> Findings:
    return findings_of("2024K4")


@pytest.fixture(scope="module")
def files(findings: Findings) -> dict[str, bytes]:
    return annual_files(findings, published(1), date(2025, 2, 14))


def table(findings: Findings) -> list[list[str]]:
    (found,) = [
        block for _, blocks in TARGET_REPORTING.sections(findings) for block in blocks if isinstance(block, Table)
    ]
    assert found.caption == "Årets resultatopfyldelse"
    assert [column.title for column in found.columns] == ["Mål", "Opnåede resultater", "Grad af målopfyldelse"]
    return [[line(cell) for cell in row] for row in found.rows]


def test_all_goals_stand_in_one_table_with_result_and_degree(findings: Findings) -> None:
    rows = {row[0].split()[0]: row for row in table(findings)}
    assert list(rows) == [goal.id for goal in findings.plan.goals]
    assert rows["1.1"] == [
        "1.1 Sagsbehandlingstid for alle sager: højst 180 dage (vægt 15 pct.)",
        figures.told("1.1", "2024K4"),
        "● Opfyldt",
    ]
    assert rows["1.2"][1:] == [figures.told("1.2", "2024K4"), "▼ Ikke opfyldt"]
    assert rows["4.2"][0] == "4.2 Bidrag til Folketinget til tiden: mindst 90 pct. (vægt 10 pct.)"
    assert {row[2] for row in rows.values()} == {"● Opfyldt", "◆ Delvist opfyldt", "▼ Ikke opfyldt"}


def test_a_count_with_a_second_part_shows_all_its_criteria_and_a_late_one_its_deadline(findings: Findings) -> None:
    rows = {row[0].split()[0]: row[1] for row in table(findings)}
    assert rows["2.4"] == (
        "Obligatoriske krav gennemført: 8 af 8 krav; Løbende afrapportering efter vurderingsskemaets frister: afsluttet den "
        "2. december 2024; Samlet vurderingsskema sendt til departementet: sendt den 16. december 2024"
    )
    assert rows["4.1"] == (
        "Resultaterne forelagt for Justitsministeriet: forelagt den 20. juni 2024; Konkrete initiativer forelagt: 15 af 15 initiativer"
    )
    assert rows["2.2"].endswith("ikke taget i brug, ventes den 17. februar 2025 (fristen var den 31. december 2024)")
    assert "udarbejdet den 29. oktober 2024 (fristen var den 30. september 2024)" in rows["5.1"]
    for goal in findings.plan.goals:
        assert len(goal.criteria) == 1 or all(criterion.title in rows[goal.id] for criterion in goal.criteria)


def test_goals_are_counted_and_the_weight_of_the_met_is_named_and_nothing_else(findings: Findings) -> None:
    """15+10+10+5+10+10+10+10 = 80 of 100; 2.2 is partly met and adds nothing."""
    assert stand_sentences(findings.result) == (
        "Ved årets udgang er otte af planens 11\u00a0mål opfyldt, ét er delvist opfyldt, og to er ikke opfyldt. "
        "De opfyldte mål vejer 80 af planens 100\u00a0procent. "
        "Planen har ingen regel for en samlet målopfyldelse, og der er ikke regnet nogen."
    )
    lost = tuple(replace(goal, verdict=Verdict.NOT_MET) for goal in findings.result.goals)
    assert met_weight(replace(findings.result, goals=lost)) == Decimal(0)


def test_every_goal_that_is_lost_is_analysed_with_cause_events_and_action(findings: Findings) -> None:
    parts = {heading.text: blocks for heading, blocks in TARGET_REPORTING.sections(findings) if heading.level == 3}
    assert [name.split()[0] for name in parts] == ["1.2", "2.2", "5.1"]
    told_of = [
        line(block.runs) for block in parts["1.2 Sagsbehandlingstid for afsoningssager"] if isinstance(block, Paragraph)
    ]
    assert (
        told_of[0]
        == f"▼ Ikke opfyldt Gennemsnittet i 2024 blev {figures.told('1.2', '2024K4')}; kravet er højst 165 dage."
    )
    assert [words.split(":")[0] for words in told_of[1:]] == [
        "Årsag", "Væsentlige begivenheder", "Handling", "Hvem handler", "Frist for handlingen",
    ]  # fmt: skip
    silent = {
        heading.text[:3]: blocks
        for heading, blocks in TARGET_REPORTING.sections(replace(findings, accounts={}))
        if heading.level == 3
    }
    assert "ejeren mangler at oplyse årsag, handling, hvem handler og frist" in line(silent["5.1"][-1].runs)  # type: ignore[union-attr]


def test_a_year_in_which_all_is_met_says_so(findings: Findings) -> None:
    met = tuple(replace(goal, verdict=Verdict.MET) for goal in findings.result.goals)
    happy = replace(findings, result=PlanResult(findings.period, findings.plan, met))
    assert not [heading for heading, _ in TARGET_REPORTING.sections(happy) if heading.level == 3]
    (words,) = TARGET_REPORTING.section(happy, "annual-analyses")
    assert isinstance(words, Paragraph)
    assert line(words.runs) == "Alle planens mål er opfyldt."


def test_the_page_has_the_headings_that_are_asked_for_and_an_insert_under_each(findings: Findings) -> None:
    written = TARGET_REPORTING.page(findings)
    assert [words for words in written.splitlines() if words.startswith("#")][:4] == [
        "# Målrapportering til årsrapporten",
        "## 2.4 Målrapportering",
        "### 1. del: skematisk oversigt",
        "### 2. del: uddybende analyser og vurderinger",
    ]
    for heading, blocks in TARGET_REPORTING.sections(findings):
        assert TARGET_REPORTING.section(findings, heading.label) == blocks
        assert f"({heading.label})=\n" in written
        assert f"```{{kvartalsbog}} annual {heading.label}\n```" in written


def test_only_the_last_book_of_a_year_has_it(findings_of: Callable[[str], Findings], tmp_path: Path) -> None:
    for quarter in ("2024K1", "2024K2", "2024K3"):
        shown = findings_of(quarter)
        assert not closes_year(shown)
        make_outputs([ANNUAL], Making(shown), tmp_path / quarter)
        assert not (tmp_path / quarter).exists()
    assert closes_year(findings_of("2024K4"))


def test_the_word_file_says_what_the_chapter_says(findings: Findings, files: dict[str, bytes], tmp_path: Path) -> None:
    parts = [part for heading, blocks in TARGET_REPORTING.sections(findings) for part in (heading, *blocks)]
    assert said(files[WORD]) == told("Målrapportering 2024: Mål- og resultatplan for politiet 2024", parts)
    assert faults(files[WORD]) == []
    (tmp_path / WORD).write_bytes(files[WORD])
    assert OpenXmlValidator().validate(str(tmp_path / WORD)).errors == []
    assert annual_files(findings, published(1), date(2025, 2, 14)) == files


def test_the_workbook_has_the_same_results_and_the_accounts(findings: Findings, files: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files[SHEET]))
    assert book.sheetnames == ["Resultatopfyldelse", "Planændringer"]
    head, *rows = list(book["Resultatopfyldelse"].iter_rows(min_row=4, values_only=True))
    by_goal = {str(row[0]): dict(zip(head, row, strict=True)) for row in rows}
    for (_, reached, degree), result in zip(table(findings), findings.result.goals, strict=True):
        row = by_goal[f"Mål {result.goal.id}"]
        assert " ".join(str(row["Opnåede resultater"]).split()) == reached
        assert str(row["Grad af målopfyldelse"]) == degree[2:].lower()
        assert Decimal(str(row["Vægt"])) == result.goal.weight
    assert by_goal["Mål 5.1"]["Hvem handler"] == "Rigspolitiet, Koncernledelsens Sekretariat"


def test_what_the_files_say_of_themselves_is_their_stage(findings: Findings) -> None:
    def heads(release: object) -> str:
        made = annual_files(findings, release)[WORD]  # type: ignore[arg-type]
        return Document(io.BytesIO(made)).sections[0].header.paragraphs[0].text

    assert "Udkast: Bogen er ikke godkendt og må ikke udgives." in heads(DRAFT)
    assert "Udkast" not in heads(APPROVED)
    assert "Eksempeldata: Tallene er eksempler" in heads(APPROVED)
    assert "Version\u00a02" in heads(published(2))


def test_changes_of_the_plan_are_told(findings: Findings) -> None:
    shown = replace(findings, agreed=findings.agreed.model_copy(update={"amendments": ()}))
    (words,) = TARGET_REPORTING.section(shown, "annual-changes")
    assert isinstance(words, Paragraph)
    assert line(words.runs) == "Planen er ikke ændret til og med 4. kvartal 2024."
    change = Change(goal="2.4", field="weight", old=5, new=10)
    amendment = Amendment(
        effective=date(2024, 7, 1),
        decided=date(2024, 6, 20),
        by="Justitsministeriet",
        reason="Ny opgave.",
        changes=(change,),
    )
    agreed = shown.agreed.model_copy(update={"amendments": (amendment,)})
    (listed,) = TARGET_REPORTING.section(replace(shown, agreed=agreed), "annual-changes")
    assert isinstance(listed, BulletList)
    assert [line(item) for item in listed.items] == [
        "Fra den 1. juli 2024 (besluttet den 20. juni 2024 af Justitsministeriet): mål 2.4, vægt: 5 er blevet til 10. Begrundelse: Ny opgave."
    ]


def test_the_files_name_the_results_that_they_are_made_from(findings: Findings, files: dict[str, bytes]) -> None:
    digest = sha256_of(to_json(findings).encode())
    assert results_digest(findings) == digest
    assert all(named_digests(file) == {digest} for file in files.values())
    assert [found for name, file in files.items() for found in differences(file, name, findings)] == []
    assert named_digests(b"PK\x03\x04 ikke en fil") == frozenset()


def test_other_figures_and_a_changed_cell_are_found(findings: Findings, files: dict[str, bytes]) -> None:
    goals = (replace(findings.result.goals[0], verdict=Verdict.NOT_MET), *findings.result.goals[1:])
    others = replace(findings, result=replace(findings.result, goals=goals))
    for name, file in files.items():
        (problem,) = differences(file, name, others)
        assert "den nævner ikke deres results.json" in problem.message
        assert (problem.value, problem.allowed) == (results_digest(findings), results_digest(others))
    document = Document(io.BytesIO(files[WORD]))
    document.tables[0].rows[2].cells[1].paragraphs[0].runs[0].text = "164,9 dage"
    document.add_paragraph("Ledelsen bemærker, at …")
    out = io.BytesIO()
    document.save(out)
    assert list(map(str, differences(out.getvalue(), WORD, findings))) == [
        f"{WORD} [mål 1.2, Opnåede resultater]: Cellen er ikke den, tallene giver. Fundet: '164,9 dage'. Tilladt: {figures.told('1.2', '2024K4')}."
    ]
    row = document.tables[0].rows[3]._tr
    row.getparent().remove(row)
    document.tables[0].rows[2].cells[1].paragraphs[0].runs[0].text = figures.told("1.2", "2024K4")
    out = io.BytesIO()
    document.save(out)
    assert len(list(differences(out.getvalue(), WORD, findings))) > 1


TRACKED = {
    "a word put in": '<w:ins {ns} w:id="1" w:author="a"><w:r><w:t>9</w:t></w:r></w:ins>',
    "a word moved in": '<w:moveTo {ns} w:id="1" w:author="a"><w:r><w:t>9</w:t></w:r></w:moveTo>',
    "a word taken out": '<w:del {ns} w:id="1" w:author="a"><w:r><w:delText>9</w:delText></w:r></w:del>',
    "a word moved out": '<w:moveFrom {ns} w:id="1" w:author="a"><w:r><w:t>9</w:t></w:r></w:moveFrom>',
}


@pytest.mark.parametrize("case", TRACKED)
def test_a_change_that_word_has_tracked_is_read_as_if_it_were_accepted(
    case: str, findings: Findings, files: dict[str, bytes]
) -> None:
    document = Document(io.BytesIO(files[WORD]))
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document.tables[0].rows[2].cells[1].paragraphs[0]._p.append(parse_xml(TRACKED[case].format(ns=ns)))
    out = io.BytesIO()
    document.save(out)
    found = list(differences(out.getvalue(), WORD, findings))
    assert [problem.value for problem in found] == [f"{figures.told('1.2', '2024K4')}9"] * ("in" in case.split())


@pytest.mark.parametrize("name", ["MAALRAPPORTERING.DOCX", "maalrapportering.docm"])
def test_what_is_no_workbook_is_held_as_word(name: str, findings: Findings, files: dict[str, bytes]) -> None:
    document = Document(io.BytesIO(files[WORD]))
    document.tables[0].rows[2].cells[1].paragraphs[0].runs[0].text = "164,9 dage"
    out = io.BytesIO()
    document.save(out)
    assert [problem.value for problem in differences(out.getvalue(), name, findings)] == ["164,9 dage"]


def test_a_workbook_that_is_called_as_word_is_told(findings: Findings, files: dict[str, bytes]) -> None:
    (problem,) = differences(files[SHEET], WORD, findings)
    assert str(problem).startswith(
        f"{WORD}: Filen kan ikke læses som et Word-dokument (ValueError). Gem den igen i Word"
    )


def test_an_edition_is_not_whole_with_the_target_reporting_of_other_figures(
    findings: Findings, files: dict[str, bytes]
) -> None:
    for results, faults_ in ((results_digest(findings), 0), ("0" * 64, 1)):
        edition: Any = SimpleNamespace(folder="2024K4/v1", outputs={"results.json": results})
        for name, file in files.items():
            problems = list(_of_these_results(edition, f"annual/{name}", file))
            assert len(problems) == faults_
            assert all(problem.place.file == f"2024K4/v1/annual/{name}" for problem in problems)


@pytest.mark.xdist_group("office")
def test_a_file_that_was_saved_by_another_program_still_holds(
    findings: Findings, files: dict[str, bytes], tmp_path: Path
) -> None:
    for name, file in files.items():
        (tmp_path / name).write_bytes(file)
        (again,) = converted([tmp_path / name], Path(name).suffix[1:], tmp_path / "again")
        assert list(differences(again.read_bytes(), name, findings)) == []


def test_the_command_makes_the_files_and_never_writes_over_somebodys_words(tmp_path: Path) -> None:
    here = ("annual", "2024", "--project", str(ROOT), "--out", str(tmp_path / "made"))
    done = call(*here, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in (tmp_path / "made").iterdir()} == {WORD, SHEET}
    assert call(*here, cwd=tmp_path).returncode == 0
    checked = call(
        *here, "--check", str(tmp_path / "made" / WORD), "--check", str(tmp_path / "made" / SHEET), cwd=tmp_path
    )
    assert (checked.returncode, checked.stdout.endswith("tallene er dem i 2024K4.\n")) == (0, True)
    (tmp_path / "made" / WORD).write_bytes(b"rettet")
    again = call(*here, cwd=tmp_path)
    assert again.returncode == 2
    assert "Findes allerede og er måske rettet." in again.stderr
    assert (tmp_path / "made" / WORD).read_bytes() == b"rettet"


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (
            "2024K3",
            "Målrapporteringen er for et helt år. Fundet: '2024K3'. Der er: 2024, anklagemyndigheden/2024. Mente du »2024«?",
        ),
        ("2023", "Der er ingen plan med indberetninger for 2023. Der er: 2024, anklagemyndigheden/2024."),
    ],
)
def test_what_is_no_year_of_a_plan_is_refused(year: str, words: str, tmp_path: Path) -> None:
    done = call("annual", year, "--project", str(ROOT), cwd=tmp_path)
    assert (done.returncode, done.stderr.replace("\n", " ").strip()) == (2, words)


def test_a_year_that_is_not_over_is_refused(tmp_path: Path) -> None:
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    shutil.rmtree(data / "2024/2024K4")
    done = call("annual", "2024", "--project", str(ROOT), "--data-dir", str(data), cwd=tmp_path)
    assert done.returncode == 2
    assert "2024 er ikke slut: det nyeste kvartal er 2024K3." in done.stderr


def test_a_lost_goal_without_an_account_and_a_goal_without_a_degree_are_refused(
    findings: Findings, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    folder = data / "2024/2024K4"
    words = yaml.safe_load((folder / "commentary.yml").read_text(encoding="utf-8"))
    del words["5.1"]["cause"], words["1.2"]["when"]
    (folder / "commentary.yml").write_text(yaml.safe_dump(words, allow_unicode=True), encoding="utf-8")
    seal(folder)
    out = tmp_path / "out"
    done = call("annual", "2024", "--project", str(ROOT), "--data-dir", str(data), "--out", str(out), cwd=tmp_path)
    assert (done.returncode, out.exists()) == (1, False)
    assert "commentary.yml [1.2]" in done.stderr
    assert "commentary.yml [5.1]" in done.stderr
    goals = (replace(findings.result.goals[0], verdict=Verdict.NO_DATA), *findings.result.goals[1:])
    with pytest.raises(
        ProblemsError, match=r"mål 1\.1\]: Målet har ingen endelig målopfyldelse\. Fundet: 'mangler data'"
    ):
        refuse_unsettled(replace(findings, result=replace(findings.result, goals=goals)))


def test_a_site_must_have_the_same_figures(findings: Findings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    editions: list[SimpleNamespace] = []
    monkeypatch.setattr("kvartalsbog.editions.site.read_site", lambda _: SimpleNamespace(of=lambda _: editions))
    here = ("annual", "2024", "--project", str(ROOT), "--site", "public", "--out", str(tmp_path / "made"))
    assert "2024K4 er ikke udgivet i public." in call(*here, cwd=tmp_path).stderr
    edition = SimpleNamespace(folder="2024K4/v2", version=2, published=SimpleNamespace(date=lambda: date(2025, 2, 14)))
    editions.append(edition)
    edition.outputs = {"results.json": "0" * 64}
    refused = call(*here, cwd=tmp_path)
    assert (refused.returncode, (tmp_path / "made").exists()) == (2, False)
    assert "public/2024K4/v2 har andre tal end 2024K4 her" in refused.stderr
    edition.outputs = {"results.json": results_digest(findings)}
    assert call(*here, cwd=tmp_path).returncode == 0
    head = Document(str(tmp_path / "made" / WORD)).sections[0].header.paragraphs[0].text
    assert "Version\u00a02" in head
