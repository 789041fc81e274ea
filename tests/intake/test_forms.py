"""The owners' forms: what stands in them, what can be written where, and what becomes of what was written."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from calling import call
from conftest import make_library
from example_words import NAMES
from figures import cases_in, told
from forms import Question, Value, blank_forms, changed, place, type_in, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kvartalsbog.errors import KvartalsbogError, ProblemsError, UsageError
from kvartalsbog.files.characters import unsafe_character
from kvartalsbog.intake.extracts.workbook_cells import read_cells
from kvartalsbog.intake.forms.answers import Answer
from kvartalsbog.intake.forms.layout import (
    ANSWERS,
    DONE,
    EXPECTED,
    GUIDE,
    STATES,
    UNDATED,
    WORDS,
    YES,
    Cell,
    Form,
    Kind,
    Rows,
    tables,
)
from kvartalsbog.intake.forms.reading import is_form, read_form
from kvartalsbog.intake.forms.writing import file_names, form_bytes, write_forms
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.readings.vintage_text import Item

POLICE, LIBRARY = blank_forms("2024K3"), blank_forms("2026K2")
EVERY = [*POLICE.values(), *LIBRARY.values()]
DATES, SERIES = LIBRARY["Datakontoret"], LIBRARY["Lånerkontoret"]


@pytest.fixture(params=EVERY, ids=lambda form: f"{form.period} {form.unit}")
def form(request: pytest.FixtureRequest) -> Form:
    found: Form = request.param
    return found


@pytest.fixture
def book(form: Form, tmp_path: Path) -> Workbook:
    return load_workbook(written(form, tmp_path))


def read(path: Path, form: Form) -> tuple[Answer, ...]:
    return read_form(path, list((POLICE if form.period.plan == "2024" else LIBRARY).values()), name=path.name).answers


def _file(form: Form) -> io.BytesIO:
    return io.BytesIO(form_bytes(form))


def cells(form: Form, sheet: Worksheet) -> list[tuple[Kind, object]]:
    """Each cell of a sheet that the form has, with what it is in the form."""
    return [
        (cell.kind, sheet.cell(row, column))
        for row, line in enumerate(form.sheets[sheet.title], start=1)
        for column, cell in enumerate(line, start=1)
    ]


# What is written


def test_each_unit_gets_a_form_with_a_guide_and_a_sheet_for_each_of_its_goals() -> None:
    assert {unit: list(form.sheets) for unit, form in POLICE.items()} == {
        "Politiet": [GUIDE, "1.1", "1.2", "2.4", "3.2", "4.2"],
        "Rigspolitiet": [GUIDE, "2.1", "2.2", "2.3", "5.1"],
        "National enhed for Særlig Kriminalitet": [GUIDE, "3.1"],
        "Rigspolitiet og Rigsadvokaten": [GUIDE, "4.1"],
    }
    assert list(LIBRARY) == ["Lånerkontoret", "Bygningskontoret", "Datakontoret"]


def test_every_cell_is_locked_but_those_that_ask_for_an_answer(form: Form, book: Workbook) -> None:
    for sheet in book:
        assert sheet.protection.sheet
        for kind, cell in cells(form, sheet):
            assert cell.protection.locked == (kind not in ANSWERS), (sheet.title, cell.coordinate)
    assert book.security.lockStructure


def test_every_answer_is_checked_as_it_is_typed_and_told_beforehand(form: Form, book: Workbook) -> None:
    kinds = {
        Kind.UNCHANGED: "list",
        Kind.STATE: "list",
        Kind.DAY: "date",
        Kind.WHEN: "date",
        Kind.CONTROL: "whole",
        **dict.fromkeys((*WORDS, Kind.NAME), "textLength"),
    }
    for sheet in book:
        rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
        asked = {cell.coordinate: kind for kind, cell in cells(form, sheet) if kind in ANSWERS}
        assert {at: rule.type for at, rule in rules.items()} == {at: kinds[kind] for at, kind in asked.items()}
        assert all(rule.prompt and rule.error and rule.showErrorMessage for rule in rules.values())
        assert all(rules[at].formula1 == f'"{",".join(STATES)}"' for at, kind in asked.items() if kind is Kind.STATE)


def test_a_date_of_completion_can_be_the_quarters_last_day_at_most() -> None:
    book = load_workbook(_file(DATES))
    (rule,) = [rule for rule in book["c.1"].data_validations.dataValidation if str(rule.sqref) == "E5"]
    assert rule.formula2 == 'IF(D5="Gennemført",DATE(2026,6,30),DATE(2100,12,31))'


def test_a_program_that_reads_aloud_finds_tables_heads_language_and_title(form: Form, book: Workbook) -> None:
    assert book.properties.language == "da-DK"
    assert book.properties.title == f"Skema til {form.title}, {form.period}, {form.unit}"
    tables = 0
    for sheet in book:
        assert not sheet.merged_cells.ranges
        heads = {cell.coordinate for kind, cell in cells(form, sheet) if kind is Kind.HEAD}
        in_tables = {at.coordinate for table in sheet.tables.values() for at in sheet[table.ref][0]}
        assert heads == in_tables
        tables += len(sheet.tables)
    with zipfile.ZipFile(_file(form)) as archive:
        named = [archive.read(name).decode() for name in archive.namelist() if "/tables/" in name]
    assert len(named) == tables
    assert all(re.search(r'altText="[^"]+" altTextSummary="Én række for hver[^"]+"', table) for table in named)


def test_the_heads_of_a_goals_table_stay_in_sight_and_on_every_printed_page(form: Form, book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        head = next(cell.row for kind, cell in cells(form, sheet) if kind is Kind.HEAD)
        assert sheet.freeze_panes == f"B{head + 1}"
        assert sheet.print_title_rows == f"${head}:${head}"
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.page_setup.orientation == "landscape"


def test_the_cursor_stands_in_the_first_cell_that_asks(form: Form, book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        first = next(cell.coordinate for kind, cell in cells(form, sheet) if kind in ANSWERS)
        assert {selection.activeCell for selection in sheet.sheet_view.selection} >= {first}


def test_what_was_reported_last_stands_in_the_form() -> None:
    sheet = load_workbook(_file(POLICE["Rigspolitiet"]))["2.1"]
    first, third = (NAMES["2.1"][number] for number in (0, 2))
    lines = [[cell.value for cell in row] for row in sheet["A5:F8"]]
    assert lines[0] == ["projekt-1", first, "31-12-2024", DONE, datetime(2024, 2, 26), "I drift i alle kredse"]
    assert lines[2] == ["projekt-3", third, "31-12-2024", EXPECTED, datetime(2024, 7, 15), "Flyttet en måned"]
    months = load_workbook(_file(POLICE["Politiet"]))["1.1"]
    assert [cell.value for cell in months["B"]][8:12] == [
        *(
            f"{cases_in('1.1', '2024K2', month):,} sager, i gennemsnit ".replace(",", ".", 1)
            + told("1.1", "2024K2", [month]).replace(" ", "\xa0")
            for month in (5, 6)
        ),
        "Ikke indberettet endnu",
        "Ikke indberettet endnu",
    ]


def test_only_the_quarters_own_months_ask_for_a_control_total() -> None:
    asked = [cell.about for row in SERIES.sheets["a.1"] for cell in row if cell.kind is Kind.CONTROL]
    assert asked == ["a.1 2026-04", "a.1 2026-05", "a.1 2026-06"]


def test_a_sheet_tells_where_the_owners_words_go(form: Form) -> None:
    for label, rows in form.sheets.items():
        if label != GUIDE:
            assert str(rows[1][0].value).endswith(f"i felt {place(form, label, Kind.COMMENT)}.")


def test_the_guide_tells_of_the_fields_that_the_form_has_and_of_no_other() -> None:
    def told(form: Form) -> set[str]:
        return {str(row[0].value) for row in form.sheets[GUIDE] if row}

    assert {"Ejerens ord", "Grund til ændring"} <= told(DATES) & told(SERIES)
    assert {"Tilstand", "Dato", "Bemærkning"} <= told(DATES) - told(SERIES)
    assert "Kontroltal" in told(SERIES) - told(DATES)
    assert {"1.1", "2.4", "Tilstand", "Kontroltal"} <= told(POLICE["Politiet"])


def test_a_form_always_gives_the_same_bytes(form: Form) -> None:
    assert form_bytes(form) == form_bytes(form)
    again = blank_forms(str(form.period))[form.unit]
    assert form_bytes(again) == form_bytes(form)


def test_a_goal_that_asks_for_nothing_but_words_has_a_sheet_all_the_same(tmp_path: Path) -> None:
    """As one that is reported by the half-year has in its first quarter."""
    name = next(sheet for sheet in SERIES.sheets if sheet != GUIDE)
    rows = SERIES.sheets[name]
    (table,) = tables(rows)
    words = (*rows[: table.start], *rows[table.stop + 1 :])
    sheet = load_workbook(io.BytesIO(form_bytes(replace(SERIES, sheets={**SERIES.sheets, name: words}))))[name]
    assert not sheet.tables
    assert sheet.freeze_panes is None


def test_units_get_files_that_every_system_can_name_and_none_shares() -> None:
    def named(*units: str) -> tuple[str, ...]:
        return file_names(Form(unit, quarter_of(2026, 2), "", {}) for unit in units)

    assert named("Økonomi- og Årsværkskontoret") == ("skema-2026K2-oekonomi-og-aarsvaerkskontoret.xlsx",)
    assert named("Kontor A/B", "Kontor A.B", "§") == (
        "skema-2026K2-kontor-a-b.xlsx",
        "skema-2026K2-kontor-a-b-2.xlsx",
        "skema-2026K2-enhed.xlsx",
    )
    assert len(named("Enhed " * 100)[0]) < 120


def test_a_row_is_as_tall_as_what_stands_in_it_and_grows_with_what_is_written(tmp_path: Path) -> None:
    def rows(words: str) -> dict[str, str]:
        path = written(replace(DATES, sheets={**DATES.sheets, "c.1": _with_evidence(words)}), tmp_path)
        with zipfile.ZipFile(path) as archive:
            sheet = archive.read("xl/worksheets/sheet2.xml").decode()
        return dict(re.findall(r'<row r="(\d+)"([^>]*)>', sheet))

    assert 'ht="18.75"' in rows("kort")["6"]
    assert 'ht="48.75"' in rows("en linje\nto linjer\ntre linjer")["6"]
    assert 'ht="399.75"' in rows("ord " * 1250)["6"]  # Excel shows no taller row than 409
    # a row whose height is custom stays as it is
    assert [row for row, said in rows("kort").items() if "customHeight" in said] == ["8", "9", "10", "13", "14", "15"]


def test_a_units_name_may_have_signs_that_mean_something_to_a_spreadsheet(tmp_path: Path) -> None:
    form = replace(DATES, unit=" =Kontor & Co. " + "&" * 200)
    guide = tuple(
        tuple(replace(cell, value=form.unit) if cell.value == DATES.unit else cell for cell in row)
        for row in DATES.sheets[GUIDE]
    )
    form = replace(form, sheets={**DATES.sheets, GUIDE: guide})
    path = written(form, tmp_path)
    assert read_form(path, [form], name=path.name).unit == form.unit
    assert len(load_workbook(path)["c.1"].oddFooter.left.text) < 200


def test_forms_that_somebody_may_have_filled_in_are_never_written_over(tmp_path: Path) -> None:
    made = write_forms(list(LIBRARY.values()), tmp_path / "new")
    made[1].write_bytes(b"filled in")
    (tmp_path / "new" / made[0].name).unlink()
    with pytest.raises(
        UsageError, match=r"skema-2026K2-bygningskontoret\.xlsx, .*: Findes allerede og er måske udfyldt"
    ):
        write_forms(list(LIBRARY.values()), tmp_path / "new")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(path.name for path in made[1:])


def test_forms_are_written_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(KvartalsbogError, match=r"Der kan ikke skrives i mappen: disken er fuld\. Intet er ændret\."):
        write_forms(list(LIBRARY.values()), tmp_path)
    assert list(tmp_path.iterdir()) == []


# What comes back


def test_an_untouched_form_reports_what_it_was_given(form: Form, tmp_path: Path) -> None:
    answers = read(written(form, tmp_path), form)
    assert [answer.goal for answer in answers] == [label for label in form.sheets if label != GUIDE]
    assert not any(answer.comment or answer.reason or answer.control or answer.answered for answer in answers)
    states = {
        cell.about: cell.value
        for rows in form.sheets.values()
        for row in rows
        for cell in row
        if cell.kind is Kind.STATE and cell.value
    }
    assert {name for answer in answers for name in answer.items} == set(states)


ANSWERED: dict[Question, Value] = {
    ("c.1", Kind.STATE, "udlaanstal"): DONE,
    ("c.1", Kind.DAY, "udlaanstal"): date(2026, 6, 30),
    ("c.1", Kind.EVIDENCE, "udlaanstal"): "På *bibliotekets* side",
    ("c.1", Kind.STATE, "orientering"): UNDATED,
    ("c.1", Kind.DAY, "orientering"): None,
    ("c.1", Kind.COMMENT, ""): "Tallene er ude.\n\n- udlån\n- besøg",
    ("c.1", Kind.REASON, ""): "Datoen var forkert.",
    ("c.1", Kind.DECISION, ""): "drøfter, om fristen skal flyttes.",
    ("c.1", Kind.CAUSE, ""): "Systemet *manglede*.",
    ("c.1", Kind.WHO, ""): "Datakontoret",
    ("c.1", Kind.WHEN, ""): date(2026, 10, 1),
}


def test_answers_come_back(tmp_path: Path) -> None:
    path = changed(written(DATES, tmp_path), lambda book: type_in(book, DATES, ANSWERED))
    items = {"udlaanstal": Item("2026-06-30", "", "På *bibliotekets* side"), "orientering": Item()}
    decision = "drøfter, om fristen skal flyttes."
    account = {"cause": "Systemet *manglede*.", "who": "Datakontoret", "when": "2026-10-01", "decision": decision}
    words = ("Tallene er ude.\n\n- udlån\n- besøg", "Datoen var forkert.")
    assert read(path, DATES) == (Answer("c.1", items, *words, account=account),)


@pytest.mark.parametrize("typed", [YES, "ja", "x", "X "])
def test_no_change_is_one_cell_and_words_may_stand_beside_it(typed: str, tmp_path: Path) -> None:
    answers: dict[Question, Value] = {("c.1", Kind.UNCHANGED, ""): typed, ("c.1", Kind.COMMENT, ""): "Vi venter."}
    (answer,) = read(changed(written(DATES, tmp_path), lambda book: type_in(book, DATES, answers)), DATES)
    assert (answer.answered, answer.comment, answer.items["udlaanstal"].expected) == (True, "Vi venter.", "2026-06-15")


def test_a_form_shows_how_dates_have_moved_and_what_was_written_last() -> None:
    (line,) = [row for row in POLICE["Rigspolitiet"].sheets["2.1"] if row and row[0].value == "projekt-6"]
    assert line[6].value == "Forventet 02-12-2024, før Forventet 01-11-2024"
    said = {row[0].value: row[1].value for row in POLICE["Politiet"].sheets["1.1"] if len(row) == 2}
    assert str(said["Hvem handler"]) == "Rigspolitiet, Koncernstyring"


@pytest.mark.parametrize(
    "typed", [1234, 1234.0, "1234", "1.234", " 1.234 "], ids=lambda typed: f"{type(typed).__name__} {typed}"
)
def test_a_control_total_may_be_typed_as_number_or_text(typed: Value, tmp_path: Path) -> None:
    answers: dict[Question, Value] = {("a.1", Kind.CONTROL, "a.1 2026-05"): typed}
    path = changed(written(SERIES, tmp_path), lambda book: type_in(book, SERIES, answers))
    assert read(path, SERIES)[0].control == {("a.1", Month(2026, 5)): 1234}


@pytest.mark.parametrize(
    "typed",
    [date(2026, 5, 9), datetime(2026, 5, 9), 46151, "09-05-2026", "9-5-2026", "9.5.2026", "09/05/2026", "2026-05-09"],
    ids=lambda typed: f"{type(typed).__name__} {typed}",
)
def test_a_date_may_be_typed_as_date_or_text(typed: Value, tmp_path: Path) -> None:
    answers: dict[Question, Value] = {("c.1", Kind.STATE, "udlaanstal"): DONE, ("c.1", Kind.DAY, "udlaanstal"): typed}
    path = changed(written(DATES, tmp_path), lambda book: type_in(book, DATES, answers))
    assert read(path, DATES)[0].items["udlaanstal"] == Item("2026-05-09", "", "")


def test_a_state_may_be_typed_in_small_letters_and_lines_may_end_as_windows_ends_them(tmp_path: Path) -> None:
    answers: dict[Question, Value] = {
        ("c.1", Kind.STATE, "udlaanstal"): " gennemført",
        ("c.1", Kind.COMMENT, ""): "Et\r\nto\rtre\n",
    }
    (answer,) = read(changed(written(DATES, tmp_path), lambda book: type_in(book, DATES, answers)), DATES)
    assert (answer.items["udlaanstal"].completed, answer.comment) == ("2026-06-15", "Et\nto\ntre")


def _typable(text: str) -> bool:
    return unsafe_character(text) is None and "](" not in text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "=", "+", "@", "-", "'", '"', "\t=", "\n"]), st.text(max_size=40)).map("".join)
        | st.text("=+-@'\"\n æøåÆØÅ_x000D_😀👩‍👩‍👧", max_size=60),
        min_size=3,
        max_size=3,
    ).filter(lambda texts: all(map(_typable, texts)))
)
def test_what_an_owner_types_comes_back_to_the_letter(tmp_path: Path, texts: list[str]) -> None:
    questions = [("c.1", kind, about) for kind, about in _WORDS]
    # a spreadsheet writes what looks like its own code for a character with a code for the first sign
    typed = [re.sub(r"(?=_x[0-9A-Fa-f]{4}_)", "_x005F", text) for text in texts]
    path = written(DATES, tmp_path)
    changed(path, lambda book: type_in(book, DATES, dict(zip(questions, typed, strict=True))))
    (answer,) = read(path, DATES)
    assert [answer.comment, answer.reason, answer.items["orientering"].evidence] == [text.strip() for text in texts]


_WORDS = ((Kind.COMMENT, ""), (Kind.REASON, ""), (Kind.EVIDENCE, "orientering"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60).filter(_typable))
def test_words_that_were_reported_before_stand_in_the_next_form_to_the_letter(tmp_path: Path, words: str) -> None:
    form = replace(DATES, sheets={**DATES.sheets, "c.1": _with_evidence(words)})
    (answer,) = read(written(form, tmp_path), DATES)
    assert answer.items["orientering"].evidence == words.strip()


def _with_evidence(words: str) -> Rows:
    def told(cell: Cell) -> Cell:
        return replace(cell, value=words) if (cell.kind, cell.about) == (Kind.EVIDENCE, "orientering") else cell

    return tuple(tuple(map(told, row)) for row in DATES.sheets["c.1"])


# What is refused


def _set(at: str, value: Value, sheet: str = "c.1") -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][at] = value
        if isinstance(value, str):
            book[sheet][at].data_type = "s"

    return change


def _together(*changes: Callable[[Workbook], object]) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for one in changes:
            one(book)

    return change


def _rename(book: Workbook) -> None:
    book["c.1"].title = "Mål c.1"


_BACK = "Skriv svarene i et nyt skema; kommandoen »template« laver det."
_TEXT = "Skriv teksten tilbage, som den stod."
_MOVE = "Flyt det til et gult felt, eller slet det."

# what was done to the form → every problem: sheet, cell, and words that must be in it
SPOILT: dict[str, tuple[Form, Callable[[Workbook], object], list[tuple[str, str | None, str]]]] = {
    "a sheet renamed": (
        DATES, _rename,
        [("Mål c.1", None, f"Arket hører ikke til skemaet. Fundet: 'Mål c.1'. Tilladt: {GUIDE}, c.1."), ("c.1", None, "Arket mangler.")],
    ),
    "a sheet deleted": (SERIES, lambda book: book.remove(book["a.2"]), [("a.2", None, f"Arket mangler. {_BACK}")]),
    "a sheet more": (DATES, lambda book: book.create_sheet("Ark1"), [("Ark1", None, "Arket hører ikke til skemaet. Fundet: 'Ark1'.")]),
    "the guide deleted": (DATES, lambda book: book.remove(book[GUIDE]), [(GUIDE, None, "Arket mangler.")]),
    "a fixed cell changed": (DATES, _set("B6", "Alle orienteret"), [("c.1", "B6", f"Feltet er låst og er ændret. Fundet: 'tekst'. Tilladt: Borgerne orienteret. {_TEXT}")]),
    "a fixed cell emptied": (DATES, _set("A5", None), [("c.1", "A5", "Feltet er låst og er ændret. Fundet: ''. Tilladt: udlaanstal.")]),
    "a head changed": (SERIES, _set("C4", "Antal", "a.1"), [("a.1", "C4", "Fundet: 'tekst'. Tilladt: Kontroltal.")]),
    "the guide changed": (DATES, _set("B6", "Ingenting", GUIDE), [(GUIDE, "B6", "Feltet er låst og er ændret. Fundet: 'tekst'.")]),
    "a row put in": (DATES, lambda book: book["c.1"].insert_rows(6), [("c.1", "A6", "Feltet er låst og er ændret, og det samme er 19 andre på arket. Fundet: ''. Tilladt: orientering. Er en række eller kolonne sat ind")]),
    "a row put in below the table": (DATES, lambda book: book["c.1"].insert_rows(8), [("c.1", "A8", "Feltet er låst og er ændret, og det samme er 10 andre på arket. Fundet: ''. Tilladt: Ejerens ord.")]),
    "a column put in": (DATES, lambda book: book["c.1"].insert_cols(1), [("c.1", "A1", "Feltet er låst og er ændret, og det samme er")]),
    "a column deleted": (SERIES, lambda book: book["a.1"].delete_cols(2), [("a.1", "B4", "Feltet er låst og er ændret, og det samme er")]),
    "text beside the form": (DATES, _set("AB5", "Se bilag"), [("c.1", "AB5", f"Her skal der ikke stå noget. Fundet: 'tekst'. Tilladt: tomt. {_MOVE}")]),
    "text below the form": (DATES, _set("A40", "Hilsen"), [("c.1", "A40", "Her skal der ikke stå noget. Fundet: 'tekst'.")]),
    "text where a row is empty": (DATES, _set("C7", 7), [("c.1", "C7", "Her skal der ikke stå noget. Fundet: 'et tal'.")]),
    "another quarter": (DATES, _set("B2", "2026K1", GUIDE), [(GUIDE, "B2", f"Skemaet er til et andet kvartal. Fundet: '2026K1'. Tilladt: 2026K2. {_BACK}")]),
    "an unknown unit": (DATES, _set("B3", "Kantinen", GUIDE), [(GUIDE, "B3", "Enheden har ingen mål i planen. Fundet: 'tekst'. Tilladt: Lånerkontoret, Bygningskontoret, Datakontoret.")]),
    "another quarter and an unknown unit": (DATES, _together(_set("B2", None, GUIDE), _set("B3", None, GUIDE)), [(GUIDE, "B2", "andet kvartal. Fundet: ''."), (GUIDE, "B3", "ingen mål")]),
    "another unit's name": (DATES, _set("B3", "Bygningskontoret", GUIDE), [(GUIDE, "A7", "Feltet er låst og er ændret, og det samme er"), ("b.1", None, "Arket mangler."), ("c.1", None, "Arket hører ikke til skemaet.")]),
    "a state without a date": (DATES, _set("E5", None), [("c.1", "E5", "Datoen mangler. Fundet: ''. Tilladt: en dato som 31-12-2024.")]),
    "a date without a state": (DATES, _set("D5", None), [("c.1", "D5", "Tilstanden mangler. Fundet: ''. Tilladt: Gennemført, Forventet, Uden dato. Vælg den på listen")]),
    "a state taken away": (DATES, _together(_set("D5", None), _set("E5", None)), [("c.1", "D5", "Tilstanden mangler. Fundet: ''. Tilladt: Gennemført, Forventet, Uden dato. Vælg den på listen; vælg »Uden dato«, hvis der ingen dato er.")]),
    "a remark without a state": (LIBRARY["Bygningskontoret"], _set("F8", "Snart", "b.1"), [("b.1", "D8", "Tilstanden mangler.")]),
    "undated with a date": (DATES, _set("D5", UNDATED), [("c.1", "E5", "Der står en dato. Fundet: 'en dato'. Tilladt: tomt. Slet datoen")]),
    "an unknown state": (DATES, _set("D5", "Næsten færdig"), [("c.1", "D5", "Tilstanden er ukendt. Fundet: 'tekst'. Tilladt: Gennemført, Forventet, Uden dato.")]),
    "a date in words": (DATES, _set("E5", "midt i juni"), [("c.1", "E5", "Datoen kan ikke læses. Fundet: 'tekst'. Tilladt: en dato som 31-12-2024.")]),
    "a day that is none": (DATES, _set("E5", "31-06-2026"), [("c.1", "E5", "Datoen kan ikke læses. Fundet: 'en dato'.")]),
    "a year of two digits": (DATES, _set("E5", "15-06-26"), [("c.1", "E5", "Datoen kan ikke læses. Fundet: 'en dato'.")]),
    "a date with a time": (DATES, _set("E5", datetime(2026, 6, 15, 12, 30)), [("c.1", "E5", "Datoen kan ikke læses. Fundet: 'en dato'.")]),
    "a number for a date": (DATES, _set("E5", 15), [("c.1", "E5", "Datoen er for langt væk. Fundet: 'en dato'. Tilladt: fra 01-01-2000 til 31-12-2100.")]),
    "a truth for a date": (DATES, _set("E5", True), [("c.1", "E5", "Datoen kan ikke læses.")]),
    "completed after the quarter": (DATES, _together(_set("D5", DONE), _set("E5", date(2026, 7, 1))), [("c.1", "E5", "Datoen ligger efter kvartalets slutning. Fundet: 'en dato'. Tilladt: senest 30-06-2026. Vælg »Forventet«")]),
    "a control total in words": (SERIES, _set("C8", "mange", "a.1"), [("a.1", "C8", "Tallet kan ikke læses. Fundet: 'tekst'. Tilladt: et helt tal fra 0 til 999999999.")]),
    "a control total with decimals": (SERIES, _set("C8", 12.5, "a.1"), [("a.1", "C8", "Tallet kan ikke læses. Fundet: 'et tal'.")]),
    "a control total with a comma": (SERIES, _set("C8", "12,5", "a.1"), [("a.1", "C8", "Fundet: 'et tal'.")]),
    "a control total with a point for decimals": (SERIES, _set("C8", "12.5", "a.1"), [("a.1", "C8", "Fundet: 'et tal'.")]),
    "a negative control total": (SERIES, _set("C8", -3, "a.1"), [("a.1", "C8", "Fundet: 'et tal'.")]),
    "an endless control total": (SERIES, _set("C8", 1e12, "a.1"), [("a.1", "C8", "Fundet: 'et tal'.")]),
    "a control total for a month long reported": (SERIES, _set("C5", 80, "a.1"), [("a.1", "C5", "Her skal der ikke stå noget. Fundet: 'et tal'.")]),
    "words that are too many": (DATES, _set("B8", "x" * 5001), [("c.1", "B8", "Teksten er for lang. Fundet: '5001 tegn'. Tilladt: højst 5000 tegn.")]),
    "a remark that is too long": (DATES, _set("F5", "x" * 5001), [("c.1", "F5", "Teksten er for lang.")]),
    "a hidden character": (DATES, _set("B8", "gen\u202enemført"), [("c.1", "B8", "Teksten har et skjult tegn: U+202E. Fundet: 'tekst'. Skriv teksten igen uden tegnet.")]),
    "a hidden character in a reason": (DATES, _set("B9", "for\u2066sinket"), [("c.1", "B9", "Teksten har et skjult tegn: U+2066.")]),
    "a link that is not https": (DATES, _set("B8", "Se [siden](http://eksempel.dk)."), [("c.1", "B8", "Linket kan ikke bruges. Fundet: 'lang tekst'. Tilladt: en adresse, der begynder med https://")]),
    "a link in a remark": (DATES, _set("F5", "[siden](file:///etc/passwd)"), [("c.1", "F5", "Linket kan ikke bruges. Fundet: 'lang tekst'.")]),
    "an answer that is no yes": (DATES, _set("B3", "måske"), [("c.1", "B3", "Svaret er ukendt. Fundet: 'tekst'. Tilladt: Ja, eller tomt.")]),
    "no change beside a change": (DATES, _together(_set("B3", YES), _set("F5", "Flyttet")), [("c.1", "B3", "Her står, at intet er ændret, men på arket er noget ændret.")]),
    "much at once": (
        SERIES,
        _together(_set("B6", "?", GUIDE), _set("C8", "x", "a.1"), _set("B13", "a\u200eb", "a.1"), _set("C10", 1.5, "a.2"), _set("A1", "Mål", "a.2")),
        [(GUIDE, "B6", "låst"), ("a.1", "B13", "skjult"), ("a.1", "C8", "Tallet"), ("a.2", "A1", "låst")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_form_is_refused_with_sheet_cell_and_what_is_allowed(name: str, tmp_path: Path) -> None:
    form, change, expected = SPOILT[name]
    path = changed(written(form, tmp_path), change)
    assert is_form(read_cells(path, name=path.name))
    with pytest.raises(ProblemsError) as caught:
        read(path, form)
    found = caught.value.problems
    assert [(p.place.file, p.place.column) for p in found] == [
        (f"skema.xlsx, ark »{sheet}«", at) for sheet, at, _ in expected
    ]
    for problem, (_, _, words) in zip(found, expected, strict=True):
        assert words in str(problem)


def test_a_workbook_of_another_kind_is_no_form(tmp_path: Path) -> None:
    other = Workbook()
    other.active.title = GUIDE
    other.active.append(["Sådan er udtrækket lavet"])
    other.create_sheet("tom")
    other.create_sheet("tal").append([1, 2])
    other.save(tmp_path / "straffesager.xlsx")
    assert not is_form(read_cells(tmp_path / "straffesager.xlsx", name="straffesager.xlsx"))
    assert not is_form(())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Filen er tom"),
        (b"PK\x03\x04 not much", "Filen er afkortet, beskadiget, beskyttet med adgangskode"),
        (b"tekst", "Filen er ikke, hvad navnet siger"),
    ],
    ids=["empty", "cut", "text"],
)
def test_a_file_that_is_no_workbook_is_told(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "skema.xlsx"
    path.write_bytes(content)
    with pytest.raises(ProblemsError, match=rf"skema\.xlsx: {words}"):
        read(path, DATES)


@pytest.mark.parametrize("question", [("c.1", Kind.DAY, "udlaanstal"), ("c.1", Kind.COMMENT, "")])
def test_a_formula_that_was_never_worked_out_is_no_answer(question: Question, tmp_path: Path) -> None:
    def work_out_never(book: Workbook) -> None:
        type_in(book, DATES, {("c.1", Kind.STATE, "udlaanstal"): DONE, question: "=TODAY()"})
        for row in book["c.1"].iter_rows():
            for cell in row:
                cell.data_type = "f" if cell.value == "=TODAY()" else cell.data_type

    path = changed(written(DATES, tmp_path), work_out_never)
    with pytest.raises(ProblemsError, match=r"Cellen viser en fejl\. Fundet: 'en formel uden værdi'"):
        read(path, DATES)


# From template to readings, as a controller does it


def test_a_filled_form_goes_from_template_to_the_quarters_files(tmp_path: Path) -> None:
    project = make_library(tmp_path / "made")
    shutil.rmtree(project / "data/2026/2026K2")
    done = call("template", "2026K2", cwd=project)
    names = [f"skema-2026K2-{unit}.xlsx" for unit in ("laanerkontoret", "bygningskontoret", "datakontoret")]
    assert done.stdout.splitlines() == [
        *(f"skrevet: _build/2026K2-skemaer/{name}" for name in names),
        "Næste skridt:",
        "  1. Send hver enhed sit skema.",
        "  2. Læg de udfyldte skemaer og udtrækkene i en mappe, og kør: kvartalsbog intake 2026K2 MAPPE --dry-run",
    ]
    folder = project / "_build/2026K2-skemaer"
    changed(folder / names[2], lambda book: type_in(book, DATES, ANSWERED))
    done = call("intake", "2026K2", str(folder), "--extracted", "2026-07-02", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    quarter = project / "data/2026/2026K2"
    assert (quarter / "deliverables.csv").read_text(encoding="utf-8").splitlines() == [
        "goal,deliverable,completed,expected,evidence",
        "c.1,udlaanstal,2026-06-30,,På *bibliotekets* side",
        "c.1,orientering,,,",
    ]
    assert yaml.safe_load((quarter / "commentary.yml").read_text(encoding="utf-8")) == {
        "c.1": {
            "comment": "Tallene er ude.\n\n- udlån\n- besøg",
            "revision": "Datoen var forkert.",
            "cause": "Systemet *manglede*.",
            "who": "Datakontoret",
            "when": "2026-10-01",
            "decision": "drøfter, om fristen skal flyttes.",
        }
    }
    source = json.loads((quarter / "source.json").read_text(encoding="utf-8"))["files"]["deliverables.csv"]
    assert [(told["goal"], told["received"], list(told["sources"])) for told in source["extracts"]] == [
        ("c.1", "2026-07-02", [names[2]]),
    ]
    assert call("check", "2026K2", cwd=project).returncode == 0


def test_a_spoilt_form_stops_the_intake_and_is_told_at_the_keyboard(tmp_path: Path) -> None:
    project = make_library(tmp_path / "made")
    path = changed(written(DATES, tmp_path), _together(_set("D5", "Måske"), _set("A6", "andet")))
    before = {file: file.read_bytes() for file in (project / "data").rglob("*") if file.is_file()}
    done = call("intake", "2026K2", str(path), cwd=project)
    assert done.returncode == 1
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()[:-1]] == ["skema.xlsx, ark »c.1« [A6]"]
    assert done.stderr.splitlines()[-1] == "1 fejl fundet."
    assert {file: file.read_bytes() for file in (project / "data").rglob("*") if file.is_file()} == before


def test_template_puts_forms_where_it_is_told_and_leaves_filled_ones_alone(tmp_path: Path) -> None:
    project = make_library(tmp_path / "made")
    assert call("template", "2026K3", "--out", str(tmp_path / "ud"), cwd=project).returncode == 0
    assert len(list((tmp_path / "ud").iterdir())) == 3
    again = call("template", "2026K3", "--out", str(tmp_path / "ud"), cwd=project)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.rstrip().endswith("Findes allerede og er måske udfyldt. Flyt dem, eller vælg --out.")
    (tmp_path / "fil").write_text("", encoding="utf-8")
    blocked = call("template", "2026K3", "--out", str(tmp_path / "fil"), cwd=project)
    assert blocked.returncode == 1
    assert "Der kan ikke skrives i mappen: der ligger en fil, hvor en mappe skulle være." in blocked.stderr
