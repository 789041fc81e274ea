"""Counted items have the names that the plan or their owners give them, wherever the book speaks of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import LIBRARY, ROOT, make_library, seal
from forms import blank_forms, changed, type_in, written
from forms import place as cell_of
from open_files import facts
from openpyxl import Workbook
from taking_in import folder, intake

from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.forms.answers import Answer
from kvartalsbog.intake.forms.layout import Form, Kind
from kvartalsbog.intake.forms.reading import read_form
from kvartalsbog.intake.vintage.ground import ground
from kvartalsbog.opendata.formats.files import edition_files
from kvartalsbog.pages.chapters import PillarChapter
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.verdicts.changes import changes
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.states import state_of

K2 = quarter_of(2026, 2)
PLAIN = (LIBRARY / "data/2026/plan.yml").read_text(encoding="utf-8")
ITEMS = "items: {id: sal, title: Læsesal, most: 5}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_library(tmp_path / "library")


def told(project: Path, names: str) -> None:
    """What the owner of b.1 calls the rooms, in the second quarter."""
    path = folder(project, "2026K2") / "commentary.yml"
    path.write_text(
        f"{path.read_text(encoding='utf-8')}b.1:\n  comment: Det går.\n  names: {names}\n", encoding="utf-8"
    )
    seal(path.parent)


def found(project: Path) -> Findings:
    return find(load(K2, project / "data"))


def shown(findings: Findings) -> str:
    return str(PillarChapter(findings, findings.plan.pillar("b")).goal("b.1").deliverables.model_dump())  # type: ignore[union-attr]


# -- readings -------------------------------------------------------------------------------------------------------------


def test_an_item_is_called_what_its_owner_calls_it_on_pages_and_in_data(project: Path) -> None:
    assert "Læsesal 2" in shown(found(project))
    before = found(project)
    told(project, "{sal-2: Salen ved åen, sal-5: Kælderen}")
    findings = found(project)
    assert "Salen ved åen" in shown(findings)
    assert "Læsesal 2" not in shown(findings)
    rows = edition_files(findings, facts(findings))["deliverables.csv"].decode()
    assert "b.1,rooms,sal-2,Salen ved åen,2026-09-30" in rows
    assert findings.plan.goal("b.1").item_title("sal-1") == "Læsesal 1"
    assert (
        findings.agreed.goal("b.1").item_title("sal-2") == "Læsesal 2"
    )  # what was agreed is not the owner's to change
    assert changes(state_of(before), state_of(findings)) == ()  # a name is no news of how an item stands


def test_a_name_holds_until_there_is_another(project: Path) -> None:
    told(project, "{sal-2: Salen ved åen}")
    later = ground(quarter_of(2026, 3), project / "data")
    assert later.plan.goal("b.1").item_title("sal-2") == "Salen ved åen"
    form = next(f for f in later.forms or () if "b.1" in f.sheets)
    assert [cell.value for row in form.sheets["b.1"] for cell in row if cell.kind is Kind.NAME][:3] == ["Læsesal 1", "Salen ved åen", "Læsesal 3"]  # fmt: skip


@pytest.mark.parametrize(("names", "words"), [
    ("{sal-9: Loftet}", "[b.1.names.sal-9]: Leverancen findes ikke, eller den har sin egen titel. Fundet: 'sal-9'. Tilladt: sal-1 til sal-5"),
    ("{sal-1: Loftet, sal-2: Loftet}", "[b.1.names.sal-2]: Navnet er brugt før. Fundet: 'Loftet'"),
    ("{sal-1: 7}", "[b.1.names.sal-1]: Værdien skal være tekst. Fundet: '7'. Tilladt: højst 120 tegn på én linje"),
    ("{sal-1: ' '}", "[b.1.names.sal-1]: Teksten er tom"),
    (f"{{sal-1: {'n' * 121}}}", "[b.1.names.sal-1]: Teksten er for lang"),
    (r'{sal-1: "to\nlinjer"}', "[b.1.names.sal-1]: Teksten er for lang"),
    ("[Loftet]", "[b.1.names]: Værdien skal være en opslagstabel."),
    (r'{sal-1: "a\u202eb"}', "skjult tegn"),
])  # fmt: skip
def test_what_cannot_be_a_name_is_refused(project: Path, names: str, words: str) -> None:
    told(project, names)
    with pytest.raises(ProblemsError) as caught:
        load(K2, project / "data")
    assert [words in str(problem) for problem in caught.value.problems] == [True], caught.value


def test_a_deliverable_has_its_own_title_and_takes_no_name(project: Path) -> None:
    path = folder(project, "2026K2") / "commentary.yml"
    path.write_text("c.1: {names: {orientering: Brevet}}\n", encoding="utf-8")
    seal(path.parent)
    with pytest.raises(ProblemsError, match="den har sin egen titel"):
        load(K2, project / "data")


# -- the plan -------------------------------------------------------------------------------------------------------------


def plan_with(names: str, tmp_path: Path) -> Path:
    assert ITEMS in PLAIN
    (tmp_path / "plan.yml").write_text(
        PLAIN.replace(ITEMS, f"{ITEMS.removesuffix('}')}, names: {names}}}"), encoding="utf-8"
    )
    return tmp_path / "plan.yml"


def test_a_plan_can_name_what_it_counts_and_the_owner_can_rename_it(tmp_path: Path) -> None:
    plan = read_plan(plan_with("{sal-1: Loftet, sal-2: Tårnet}", tmp_path), None, name="2026/plan.yml")
    assert [plan.goal("b.1").item_title(f"sal-{n}") for n in (1, 2, 3)] == ["Loftet", "Tårnet", "Læsesal 3"]
    renamed = plan.in_force(date(2026, 12, 31)).called(
        {"b.1": {"sal-2": "Spiret", "sal-9": "Ingen"}, "z.9": {"x": "y"}}
    )
    assert [renamed.goal("b.1").item_title(f"sal-{n}") for n in (1, 2, 3)] == ["Loftet", "Spiret", "Læsesal 3"]
    assert plan.called({}) is plan


@pytest.mark.parametrize(("names", "words"), [
    ("{sal-6: Loftet}", "items.names.sal-6]: Leverancen findes ikke, eller den har sin egen titel. Fundet: 'sal-6'. Tilladt: sal-1 til sal-5"),
    ("{sal-1: Loftet, sal-2: Loftet}", "items.names.sal-2]: Navnet er brugt før. Fundet: 'Loftet'"),
    (f"{{sal-1: {'n' * 121}}}", "Værdien er for lang. Fundet: "), ("{sal-1: 7}", "Værdien skal være tekst"),
    (r'{sal-1: "to\nlinjer"}', "Teksten har ikke den rette form. Fundet: 'to\\nlinjer'. Tilladt: en tekst på én linje"),
])  # fmt: skip
def test_names_that_fit_no_item_are_a_problem_of_the_plan(names: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as caught:
        read_plan(plan_with(names, tmp_path), None, name="2026/plan.yml")
    assert [words in str(problem) for problem in caught.value.problems] == [True], caught.value


# -- forms ----------------------------------------------------------------------------------------------------------------

FORM: Form = blank_forms("2026K3")["Bygningskontoret"]


def answered(tmp_path: Path, names: dict[str, str | None]) -> Answer:
    typed = {("b.1", Kind.NAME, item): name for item, name in names.items()}
    path = changed(written(FORM, tmp_path), lambda book: type_in(book, FORM, typed))
    (answer,) = read_form(path, [FORM], name=path.name).answers
    return answer


def test_an_owner_types_a_name_over_the_number(tmp_path: Path) -> None:
    names = answered(tmp_path, {"sal-1": " Salen ved åen ", "sal-2": None}).names
    assert names == {"sal-1": "Salen ved åen", "sal-3": "Læsesal 3", "sal-4": "Læsesal 4", "sal-5": "Læsesal 5"}


@pytest.mark.parametrize(("name", "words"), [
    ("n" * 121, "Teksten er for lang."), ("to\nlinjer", "Teksten er for lang."), ("Læsesal 1", "Navnet er brugt før."),
    ("a\u202eb", "skjult tegn: U+202E"),
])  # fmt: skip
def test_a_name_that_cannot_be_is_told_with_its_cell(name: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as caught:
        answered(tmp_path, {"sal-2": name})
    (problem,) = caught.value.problems
    assert words in problem.message
    assert problem.place.column == cell_of(FORM, "b.1", Kind.NAME, "sal-2")


def test_names_go_from_the_form_to_the_quarters_file_and_no_others(project: Path, tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        type_in(book, FORM, {("b.1", Kind.NAME, "sal-3"): "Salen ved åen"})

    path = changed(written(FORM, tmp_path), fill)
    done = intake(project, path)
    assert done.returncode == 0, done.stderr
    lines = (folder(project) / "commentary.yml").read_text(encoding="utf-8").splitlines()
    assert lines == ["b.1:", "  names: {sal-3: Salen ved åen}"] or lines == [
        "b.1:",
        "  names:",
        "    sal-3: Salen ved åen",
    ]
    assert "intet er ændret" in intake(project, path).stdout


def test_the_shipped_years_items_have_the_names_that_their_owners_gave() -> None:
    report = load(quarter_of(2024, 4), ROOT / "data")
    names = report.readings.names["2.4"]
    assert {item for item in names if item.startswith("krav-")} == {f"krav-{number}" for number in range(1, 9)}
    assert find(report).plan.goal("2.4").item_title("krav-3") == names["krav-3"] != "Krav 3"
