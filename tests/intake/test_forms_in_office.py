"""The owners' forms in LibreOffice: opened, saved again in either format, printed, and read back."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from forms import Question, Value, blank_forms, changed, place, type_in, written
from office import converted
from openpyxl import Workbook, load_workbook

from kvartalsbog.intake.extracts.workbook_cells import read_cells
from kvartalsbog.intake.forms.answers import Answer
from kvartalsbog.intake.forms.layout import ANSWERS, DONE, EXPECTED, GUIDE, STATES, UNDATED, WORDS, Form, Kind
from kvartalsbog.intake.forms.reading import is_form, read_form

pytestmark = pytest.mark.xdist_group("office")

FORMS = {
    "2024K3": blank_forms("2024K3"),
    "2026K2": blank_forms("2026K2"),
    "2026K1": blank_forms("2026K1", mapped=False),  # its figures are asked for
}
NASTY = (
    "=1+1", "=HYPERLINK(\"https://eksempel.dk\")", "+45 33 14 88 88", "@alle", "-5 grader", "'med apostrof", '"citat"', "1.234,5", "01-02-2024",
    "SAND", "100 %", "1E5", "æ ø å Æ Ø Å ü é ß 😀 👩", "To\nlinjer", "Et afsnit.\n\n- punkt et\n- punkt to", "a  b   c", "<b>&amp;</b>", "_x0041_ og _x000D_",
    "\\*ikke kursiv\\*", "[kilden](https://eksempel.dk/a?b=c&d=e)",
)  # fmt: skip
BY_UNIT: Mapping[tuple[str, str], Mapping[Question, Value]] = {
    ("2024K3", "Politiet"): {
        ("1.1", Kind.CONTROL, "1.1 2024-07"): 18_432,
        ("1.1", Kind.CONTROL, "1.1 2024-08"): 0,
        ("1.1", Kind.COMMENT, ""): "Sagerne går hurtigere.\n\n- nord\n- syd",
        ("1.1", Kind.REASON, ""): "To kredse registrerede for sent.",
        ("2.4", Kind.STATE, "krav-4"): DONE,
        ("2.4", Kind.DAY, "krav-4"): date(2024, 9, 30),
        ("2.4", Kind.STATE, "krav-5"): UNDATED,
        ("2.4", Kind.DAY, "krav-5"): None,
        ("2.4", Kind.STATE, "krav-6"): EXPECTED,
        ("2.4", Kind.DAY, "krav-6"): date(2025, 2, 28),
    },
    ("2024K3", "Rigspolitiet og Rigsadvokaten"): {
        **{("4.1", Kind.STATE, f"initiativ-{n}"): DONE for n, _ in enumerate(NASTY, start=1)},
        **{("4.1", Kind.DAY, f"initiativ-{n}"): date(2024, 6, n) for n, _ in enumerate(NASTY, start=1)},
        **{("4.1", Kind.EVIDENCE, f"initiativ-{n}"): text for n, text in enumerate(NASTY, start=1)},
    },
    ("2026K1", "Lånerkontoret"): {
        ("a.1", Kind.NUMBER, "a.1 2026-01 nord"): 1_040,
        ("a.1", Kind.SUM, "a.1 2026-01 nord"): 4_300.125,
        ("a.1", Kind.NUMBER, "a.1 2026-02 nord"): "1.040",
        ("a.1", Kind.SUM, "a.1 2026-02 nord"): "4.300,5",
        ("a.2", Kind.NUMBER, "a.2 2026-03 oest"): 0,
        ("a.2", Kind.SUM, "a.2 2026-03 oest"): 0,
        ("a.2", Kind.UNCHANGED, ""): "Ja",
    },
    ("2026K2", "Datakontoret"): {
        ("c.1", Kind.STATE, "udlaanstal"): DONE,
        ("c.1", Kind.DAY, "udlaanstal"): date(2026, 6, 30),
        ("c.1", Kind.COMMENT, ""): "\n".join(NASTY),
    },
}
ESCAPED = {
    "_x0041_ og _x000D_": "_x005F_x0041_ og _x005F_x000D_"
}  # as a spreadsheet writes what looks like its own code


Case = tuple[str, str]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> dict[Case, Path]:
    """The forms, filled in before LibreOffice opens them."""
    folder, made = tmp_path_factory.mktemp("filled"), {}
    for number, (case, answers) in enumerate(BY_UNIT.items()):
        form, typed = form_of(case), {key: _escaped(value) for key, value in answers.items()}
        path = written(form, folder, f"skema-{number}.xlsx")
        made[case] = changed(path, lambda book, form=form, typed=typed: type_in(book, form, typed))  # type: ignore[misc]
    return made


@pytest.fixture(scope="module")
def saved(filled: dict[Case, Path], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, dict[Case, Path]]:
    """The filled forms as LibreOffice saves them: in both formats, and the one of them opened and saved as the other."""
    folder = tmp_path_factory.mktemp("saved")
    xlsx = converted([*filled.values()], "xlsx", folder / "xlsx")
    ods = converted([*filled.values()], "ods", folder / "ods")
    again = converted(ods, "xlsx", folder / "again")
    trips = {"xlsx": xlsx, "ods": ods, "ods, then xlsx": again}
    return {trip: dict(zip(filled, paths, strict=True)) for trip, paths in trips.items()}


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form that LibreOffice saved before anybody filled it in."""
    folder = tmp_path_factory.mktemp("blank")
    (made,) = converted([written(FORMS["2026K2"]["Datakontoret"], folder)], "xlsx", folder / "saved")
    return made


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The forms of a quarter as they come out on paper, by unit."""
    folder = tmp_path_factory.mktemp("printed")
    paths = [written(form, folder, f"{number}.xlsx") for number, form in enumerate(FORMS["2024K3"].values())]
    return dict(zip(FORMS["2024K3"], converted(paths, "pdf", folder / "pdf"), strict=True))


def form_of(case: Case) -> Form:
    quarter, unit = case
    return FORMS[quarter][unit]


def _escaped(value: Value) -> Value:
    for text, code in ESCAPED.items() if isinstance(value, str) else ():
        value = str(value).replace(text, code)
    return value


def read(path: Path, form: Form) -> tuple[Answer, ...]:
    assert is_form(read_cells(path, name=path.name))
    return read_form(path, list(FORMS[str(form.period)].values()), name=path.name).answers


@pytest.mark.parametrize("case", BY_UNIT, ids=" ".join)
@pytest.mark.parametrize("trip", ["xlsx", "ods", "ods, then xlsx"])
def test_a_filled_form_that_was_saved_again_gives_the_same_answers(
    trip: str, case: Case, filled: dict[Case, Path], saved: Mapping[str, dict[Case, Path]]
) -> None:
    form, answers = form_of(case), BY_UNIT[case]
    found = read(saved[trip][case], form)
    assert found == read(filled[case], form)
    by_goal = {answer.goal: answer for answer in found}
    for (goal, kind, about), value in answers.items():
        if kind is Kind.EVIDENCE:
            assert by_goal[goal].items[about].evidence == value
        elif kind is Kind.COMMENT:
            assert by_goal[goal].comment == value


@pytest.mark.parametrize("case", BY_UNIT, ids=" ".join)
@pytest.mark.parametrize("trip", ["xlsx", "ods, then xlsx"])
def test_dropdowns_checks_and_locks_survive(trip: str, case: Case, saved: Mapping[str, dict[Case, Path]]) -> None:
    form = form_of(case)
    book = load_workbook(saved[trip][case])
    for label, rows in form.sheets.items():
        sheet = book[label]
        assert sheet.protection.sheet
        rules = {at: rule for rule in sheet.data_validations.dataValidation for at in _cells(str(rule.sqref))}
        for row, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells, start=1):
                made = sheet.cell(row, column)
                assert made.protection.locked == (cell.kind not in ANSWERS)
                if cell.kind is Kind.STATE:
                    assert rules[made.coordinate].formula1 == f'"{",".join(STATES)}"'
                elif cell.kind in {Kind.DAY, Kind.CONTROL, *WORDS}:
                    assert made.coordinate in rules


def _cells(ranges: str) -> list[str]:
    sheet = Workbook().active
    found = []
    for part in ranges.split():
        block = sheet[part]
        rows = block if isinstance(block, tuple) else ((block,),)
        found += [cell.coordinate for row in rows for cell in row]
    return found


def test_a_form_that_libreoffice_saved_can_be_filled_in_afterwards(blank: Path, tmp_path: Path) -> None:
    form = FORMS["2026K2"]["Datakontoret"]
    answers: dict[Question, Value] = {
        ("c.1", Kind.STATE, "udlaanstal"): DONE,
        ("c.1", Kind.DAY, "udlaanstal"): date(2026, 6, 30),
        ("c.1", Kind.COMMENT, ""): "Tallene er ude.",
    }
    after = read(
        changed(Path(shutil.copy(blank, tmp_path / "after.xlsx")), lambda book: type_in(book, form, answers)), form
    )
    before = read(changed(written(form, tmp_path), lambda book: type_in(book, form, answers)), form)
    assert after == before
    assert after[0].items["udlaanstal"].completed == "2026-06-30"


def test_language_and_title_survive(blank: Path) -> None:
    book = load_workbook(blank)
    assert book.properties.language == "da-DK"
    assert book.properties.title == "Skema til Resultatkontrakt for Bibliotekerne i Lille By 2026, 2026K2, Datakontoret"


@pytest.mark.parametrize("unit", FORMS["2024K3"])
def test_every_sheet_is_printed_as_wide_as_a_page_and_each_page_with_its_foot(
    unit: str, printed: dict[str, Path]
) -> None:
    form = FORMS["2024K3"][unit]
    document = pypdfium2.PdfDocument(printed[unit])
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    on = {label: [page for page in pages if f"2024K3 {label} Side " in page] for label in form.sheets}
    assert sum(map(len, on.values())) == len(pages)
    for number, page in enumerate(pages, start=1):
        assert f"Side {number} af {len(pages)}" in page
    for label, own in on.items():
        assert 1 <= len(own) <= 3
        told = "Sådan udfylder du det" if label == GUIDE else f"i felt {place(form, label, Kind.COMMENT)}."
        assert told in " ".join(own)
