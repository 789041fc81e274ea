"""Bad records: each is told with its file, sheet, line, column, value, what was allowed and what to do; none is lost."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT, make_library
from extracts import HEAD, as_text, base, outcome, records, write_csv, write_parquet, write_xlsx
from forms import blank_forms, changed, type_in, written
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from office import opened
from openpyxl import Workbook, load_workbook

from examples import dear
from kvartalsbog.errors import ProblemsError
from kvartalsbog.intake.extracts import books
from kvartalsbog.intake.forms.layout import Kind
from kvartalsbog.intake.records.error_workbook import write_bad_rows
from kvartalsbog.intake.records.mapping import SeriesMapping
from kvartalsbog.intake.records.outcome import Outcome
from kvartalsbog.intake.records.row_problems import counted, told
from kvartalsbog.intake.vintage import receiving as reading
from kvartalsbog.intake.vintage.proposal import read

pytest_plugins = ("running_engines",)
BAD = ROOT / "tests" / "bad_extracts"
DATES = "Tilladt: en dato som 31-12-2024 eller 2024-12-31, evt. med klokkeslæt."
AGAIN = "Træk udtrækket igen med datoer som 2024-12-31."
UNKNOWN = "Tilladt: nord, oest. Er det en ny stavemåde, så skriv den under »spellings« i intake.yml."
SHAPE = "Tilladt: 5. Et felt med skilletegn eller linjeskift skal stå i anførselstegn."
FOREIGN = "Tilladt: UTF-8 eller Windows-1252. Gem filen som UTF-8, eller træk udtrækket igen."

# file → records kept, and every problem
REJECTED = {
    "duplicates": (2, ["4 [nr]: Posten står to gange. 2 rækker: linje 4, 5. Behold den rigtige af dem."]),
    "fields": (2, [f"3: Forkert antal felter. Fundet: '4'. {SHAPE}", f"4: Forkert antal felter. Fundet: '6'. {SHAPE}"]),
    "missing_date": (1, [f"3 [frist]: Datoen mangler. {DATES}"]),
    "no_key": (1, ["3 [nr]: Nøglen mangler. Uden nøgle kan det ikke ses, om posten står to gange."]),
    "other_year": (1, ["4 [frist]: Datoen ligger efter kvartalet. Tilladt: senest 2026-09-30."]),
    "quote": (1, [f"3 [afdeling]: Enheden er ukendt. Fundet: 'tekst'. {UNKNOWN.replace('oest. ', 'oest. Mente du »Nord«? ')}",
                  "4: Et anførselstegn er for meget eller mangler. Et felt med skilletegn eller linjeskift skal stå i anførselstegn."]),
    "sound_and_many": (1, [f"3 [afdeling]: Enheden er ukendt. 12 rækker: linje 3, 4, 5, 6, 7 …. Fundet: 'tekst'. {UNKNOWN}"]),
    "total_row": (2, ["4 [slags]: Rækken ligner en sum. Slet den."]),
    "total_row_short": (1, ["3: Rækken ligner en sum. Slet den."]),
    "truncated": (2, ["4: Forkert antal felter. Fundet: '2'. Tilladt: 5. Filen slutter midt i en linje og er nok afkortet. Træk udtrækket igen."]),
    "truncated_quote": (1, ["3: Et anførselstegn er for meget eller mangler. Et felt med skilletegn eller linjeskift skal stå i anførselstegn."]),
    "unknown_district": (1, [f"3 [afdeling]: Enheden er ukendt. Fundet: 'tekst'. {UNKNOWN}", "4 [afdeling]: Enheden mangler. Skriv enheden i det system, udtrækket kommer fra, og træk det igen."]),
    "unknown_type": (1, ["3 [slags]: Typen er ukendt. Fundet: 'tekst'. Tilladt: bog, film. Mente du »bog«?",
                         "4 [slags]: Typen er ukendt. 2 rækker: linje 4, 5. Fundet: 'tekst'. Tilladt: bog, film."]),
    "unreadable_date": (1, [f"3 [frist]: Datoen kan ikke læses. Fundet: 'en dag eller et klokkeslæt, der ikke findes'. {DATES} "
                            "Har alle udtrækkets datoer formen mm/dd/åååå, så skriv »date_form: mm/dd/åååå« ved målet i intake.yml; har kun kolonnen den, så skriv »date_forms: {frist: mm/dd/åååå}«. Ellers træk udtrækket igen med datoer som 2024-12-31.",
                            f"4 [rettet]: Datoen kan ikke læses. Fundet: 'tekst'. {DATES} {AGAIN}",
                            f"5 [frist]: Måneden står før dagen. {DATES} Så er de andre datoer i kolonnen også usikre: 03/04 kan være den 3. april "
                            "eller den 4. marts. Har alle udtrækkets datoer formen mm/dd/åååå, så skriv »date_form: mm/dd/åååå« ved målet i intake.yml; har kun kolonnen den, så skriv »date_forms: {frist: mm/dd/åååå}«. Ellers træk udtrækket igen med datoer som 2024-12-31."]),
}  # fmt: skip
# file → what keeps it from being read at all
REFUSED = {
    "binary": [f":2: Filen er i et andet eller blandet tegnsæt. Fundet: '0x00'. {FOREIGN}"],
    "blank": [": Der er ingen rækker. Træk udtrækket igen."],
    "column_twice": [":1 [frist]: Kolonnen står to gange. Fundet: 'frist'. Slet eller omdøb den ene i udtrækket."],
    "empty": [": Filen er tom. Træk udtrækket igen."],
    "english_header": [":1: Overskriften mangler. Tilladt: nr, afdeling, slags, frist, rettet. Ingen af de første 20 rækker nævner udtrækkets kolonner. Sæt overskriften over rækkerne."],
    "header_nearly": [":1 [afdeling]: Kolonnen mangler. Fundet: '5 kolonner'. Tilladt: afdeling. "
                      "Mente du »afdelning«? Ret udtrækkets overskrift, eller skriv kolonnens navn i intake.yml."],
    "header_only": [": Der er ingen rækker. Træk udtrækket igen."],
    "mixed_encodings": [f":3: Filen er i et andet eller blandet tegnsæt. Fundet: 'Ã˜'. {FOREIGN}"],
    "undefined_byte": [f":2: Filen er i et andet eller blandet tegnsæt. Fundet: '0x81'. {FOREIGN}"],
    "utf16_without_mark": [f":1: Filen er i et andet eller blandet tegnsæt. Fundet: '0x00'. {FOREIGN}"],
}  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("problems"))


def problems(found: Outcome) -> list[str]:
    return [str(problem) for problem in ProblemsError(told(found.bad)).problems]


def test_every_bad_file_has_its_words() -> None:
    assert {path.stem for path in BAD.iterdir()} == REJECTED.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", REJECTED)
def test_bad_records_are_told_with_their_place(name: str, project: Path) -> None:
    kept, words = REJECTED[name]
    found = outcome([BAD / f"{name}.csv"], project, "a.2")
    assert problems(found) == [f"{name}.csv:{line}" for line in words]
    assert (found.kept, found.rejected) == (kept, len(found.bad))
    assert found.read == found.kept + found.left_out + found.rejected


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_extract_is_refused(name: str, project: Path) -> None:
    with pytest.raises(ProblemsError) as caught:
        outcome([BAD / f"{name}.csv"], project, "a.2")
    assert [str(problem) for problem in caught.value.problems] == [f"{name}.csv{line}" for line in REFUSED[name]]


def test_all_files_are_told_at_once(project: Path) -> None:
    with pytest.raises(ProblemsError) as caught:
        outcome([BAD / "empty.csv", BAD / "utf16_without_mark.csv", BAD / "english_header.csv"], project, "a.2")
    assert {problem.place.file for problem in caught.value.problems} == {
        "empty.csv",
        "utf16_without_mark.csv",
        "english_header.csv",
    }


def test_days_that_end_before_they_begin(project: Path, tmp_path: Path) -> None:
    """By a mapping that counts days: an end before its start, a case that is older than any can be, both told by place."""
    change_mapping(project, tmp_path / "made")
    head = ["nr", "afdeling", "slags", "sendt", "modtaget", "frist", "rettet"]
    found = outcome([write_csv(tmp_path / "afleveringer.csv", [
        ["1", "Nord", "bog", "05-02-2026", "05-02-2026", "04-03-2026", "03-03-2026"],
        ["2", "Nord", "bog", "05-02-2026", "04-02-2026", "04-03-2026", "03-03-2026"],
        ["3", "Nord", "bog", "05-02-2026", "05-02-2026", "04-03-2026", "04-02-2026"],
    ], head=head)], tmp_path / "made")  # fmt: skip
    before = "Datoen ligger før den dag, der regnes fra. Tilladt: tidligst datoen i"
    assert problems(found) == [
        f"afleveringer.csv:3 [modtaget]: {before} »sendt«.",
        f"afleveringer.csv:4 [rettet]: {before} »modtaget«.",
    ]
    assert found.kept == 1


def change_mapping(project: Path, copy: Path) -> None:
    shutil.copytree(project, copy)
    path = copy / "data/2026/intake.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("    month: frist\n", "    month: frist\n    order: [sendt, modtaget, rettet]\n"), encoding="utf-8"
    )


def test_a_column_in_another_form_is_one_problem(project: Path, tmp_path: Path) -> None:
    """Case 21: 300 rows, 300 dates, one cause."""
    rows = as_text(records(300))
    for number, row in enumerate(rows):
        row[3] = f"{number % 28 + 1:02d}-Jan-26" if number % 10 else f"{number % 28 + 1}-Marts-26"
    (told_,) = problems(outcome([write_csv(tmp_path / "afleveringer.csv", rows)], project))
    start = "afleveringer.csv:2 [frist]: Datoen kan ikke læses. 258 rækker: linje 2, 3, 4, 5, 6 …. "
    assert told_.startswith(f"{start}Fundet: '99-aaa-99, 99-aaaaa-99, 9-aaaaa-99'. {DATES}")
    assert "så skriv »date_form: dd-mmm-åå« ved målet i intake.yml" in told_


def test_many_unknown_units_are_few_problems_and_none_is_named(project: Path, tmp_path: Path) -> None:
    rows = as_text(records(300))
    for number, row in enumerate(rows):
        row[1] = f"Jens Hansen {number}" if number % 3 else "Norrd" if number % 2 else ""
    told_ = problems(outcome([write_csv(tmp_path / "afleveringer.csv", rows)], project))
    assert len(told_) == 3
    assert not [line for line in told_ if "Hansen" in line or "Norrd" in line]
    assert sum("Mente du »Nord«?" in line for line in told_) == 1
    assert sum("Enheden mangler." in line for line in told_) == 1


def test_a_record_in_two_files_is_told_in_the_second(project: Path, tmp_path: Path) -> None:
    rows = as_text(records(6))
    write_csv(tmp_path / "afleveringer-1.csv", rows)
    write_csv(tmp_path / "afleveringer-2.csv", [["B1", *rows[0][1:]], rows[2]], encoding="cp1252")
    found = outcome([tmp_path], project)
    words = "afleveringer-2.csv:3 [nr]: Posten står også i en anden fil. Behold den rigtige af dem."
    assert (problems(found), found.kept, found.rejected) == ([words], 7, 1)


@pytest.mark.parametrize("key", ["1234567890123450000", "1,23457E+18", "1.23457e+18"])
def test_keys_that_a_spreadsheet_has_rounded_are_told_as_perhaps_two(key: str, project: Path, tmp_path: Path) -> None:
    first, second, *_ = as_text(records(2))
    path = write_csv(tmp_path / "afleveringer.csv", [[key, *first[1:]], [key, *second[1:]]])
    words = "afleveringer.csv:3 [nr]: Posten står to gange (første gang i linje 2). Behold den rigtige af dem. Er det to poster, hvis nøgler et regneark har rundet af"
    (problem,) = problems(outcome([path], project))
    assert problem.startswith(words)


def test_a_bad_record_in_a_sheet_or_in_parquet_is_told_with_its_row(project: Path, tmp_path: Path) -> None:
    rows = as_text(records(5))
    rows[3][1] = "Syd"
    write_xlsx(tmp_path / "afleveringer.xlsx", {"1. halvår": rows[:2], "2. halvår": rows[2:]})
    found = outcome([tmp_path / "afleveringer.xlsx"], project)
    assert problems(found)[0].startswith("afleveringer.xlsx, ark »2. halvår«:5 [afdeling]: Enheden er ukendt. Fundet: 'tekst'.")  # fmt: skip
    bad = [list(record) for record in records(5)]
    bad[4][3] = None
    write_parquet(tmp_path / "afleveringer.parquet", [tuple(row) for row in bad])  # type: ignore[misc]
    assert problems(outcome([tmp_path / "afleveringer.parquet"], project))[0].startswith("afleveringer.parquet:5 [frist]: Datoen mangler.")  # fmt: skip


def test_hidden_sheets_with_records_are_refused_and_others_passed_over(project: Path, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "afleveringer.xlsx", {"Synligt": as_text(records(5)), "Skjult": as_text(records(9)[5:]), "Noter": []})  # fmt: skip
    book = load_workbook(path)
    book["Noter"].sheet_state = "hidden"
    book.save(path)
    assert outcome([path], project).read == 9
    book["Skjult"].sheet_state = "veryHidden"
    book.save(path)
    with pytest.raises(ProblemsError, match="ark »Skjult«: Arket er skjult og har rækker som de andre"):
        outcome([path], project)


def test_a_workbook_that_cannot_be_read_is_refused(project: Path, tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "afleveringer.xlsx", {"Ark1": as_text(records(5))}).read_bytes()
    damaged = "Filen er afkortet, beskadiget, beskyttet med adgangskode eller ikke et regneark. Åbn den"
    for content, words in (
        (b"", "Filen er tom."),
        (whole[: len(whole) // 2], damaged),
        (b"PK\x03\x04 not a workbook", damaged),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "Filen er beskyttet med adgangskode eller et gammelt regneark."),
        (b"nr;afdeling\n", "Filen er ikke, hvad navnet siger. Fundet: '.xlsx'. Giv filen"),
        (b"PAR1", "Filen er ikke, hvad navnet siger: Den er Parquet."),
    ):
        (tmp_path / "afleveringer.xlsx").write_bytes(content)
        with pytest.raises(ProblemsError) as caught:
            outcome([tmp_path / "afleveringer.xlsx"], project)
        assert str(caught.value).startswith(f"afleveringer.xlsx: {words}")
    parquet = write_parquet(tmp_path / "afleveringer.parquet", records(5))
    parquet.write_bytes(parquet.read_bytes()[:-9])
    with pytest.raises(
        ProblemsError,
        match=r"afleveringer\.parquet: Filen er afkortet, beskadiget, krypteret eller ikke en Parquet-fil",
    ):
        outcome([parquet], project)


def test_a_workbook_without_the_table_names_what_its_first_sheet_lacks(project: Path, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Sagsnr.", "afdeling"])
    book.active.append(["1", "Nord"])
    book.save(tmp_path / "afleveringer.xlsx")
    with pytest.raises(ProblemsError) as caught:
        outcome([tmp_path / "afleveringer.xlsx"], project)
    assert str(caught.value.problems[0]).startswith("afleveringer.xlsx, ark »Sheet«:1 [frist]: Kolonnen mangler. Fundet: '2 kolonner'.")  # fmt: skip


@pytest.mark.xdist_group("engines")
def test_of_a_database_only_the_numbers_of_bad_records_are_told(server: str, project: Path) -> None:
    import psycopg  # noqa: PLC0415

    with psycopg.connect(server) as connection, connection.cursor() as cursor:
        cursor.execute("create table afleveringer (nr text, afdeling text, slags text, frist text, rettet text)")
        bad = [("1", "Ole Olsen", "bog", "2026-01-05", None), ("2", "Ida", "bog", "2026-01-05", None), ("2", "Nord", "bog", "2026-01-05", None)]  # fmt: skip
        cursor.executemany("insert into afleveringer values (%s, %s, %s, %s, %s)", bad)
    found = outcome([f"{server}#afleveringer"], project)
    assert (found.read, found.rejected, found.bad) == (3, 3, ())
    lines = [str(problem) for problem in counted("base", found)]
    assert Counter(lines) == Counter([
        "base: Enheden er ukendt. Fundet: '2 rækker'. Rækkerne bliver i databasen; find dem dér.",
        "base: Posten står to gange. Fundet: '1 række'. Rækkerne bliver i databasen; find dem dér.",
    ])  # fmt: skip


# -- the workbook that goes back ---------------------------------------------------------------------------------------


def workbook(project: Path, path: Path) -> Path:
    found = outcome([BAD / "unreadable_date.csv"], project, "a.2")
    columns = base(project).mapping.goals["a.2"].columns
    write_bad_rows(path, "unreadable_date.csv", columns, found.bad, found.rejected)
    return path


def test_the_owner_gets_the_rows_back_with_the_bad_cells_marked_and_explained(project: Path, tmp_path: Path) -> None:
    path = workbook(project, tmp_path / "ud" / "afvist.xlsx")
    book = load_workbook(path)
    assert book.sheetnames == ["Læs mig", "Afviste rækker"]
    assert book["Læs mig"]["A1"].value == "unreadable_date.csv: 3 rækker er afvist."
    sheet = book["Afviste rækker"]
    assert [cell.value for cell in sheet[1]] == ["Linje", "nr", "afdeling", "slags", "frist", "rettet", "Fejl"]
    assert [cell.value for cell in sheet[2]][:6] == [3, "A2", "Nord", "bog", "31-02-2026", "04-02-2026"]
    assert sheet["G3"].value == f"rettet: Datoen kan ikke læses. {DATES} {AGAIN}"
    marked = [cell.coordinate for row in sheet.iter_rows(min_row=2) for cell in row if cell.fill.fgColor.rgb == "FFFDE3D0"]  # fmt: skip
    assert marked == ["E2", "F3", "E4"]
    assert all(sheet[name].border.left.style == "thick" or sheet[name].border.left.style for name in marked)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.xdist_group("office")
def test_the_workbook_opens_in_libreoffice(project: Path, tmp_path: Path) -> None:
    path = workbook(project, tmp_path / "afvist.xlsx")
    opened([path], "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,2", tmp_path)
    (made,) = tmp_path.glob("afvist*.csv")
    with made.open(encoding="utf-8", newline="") as lines:
        row = list(csv.reader(lines, delimiter=";"))[2]
    assert row[:-1] == ["4", "A3", "Nord", "bog", "05-02-2026", "i går"]
    assert row[-1].startswith("rettet: Datoen kan ikke læses.")


def test_a_cell_that_looks_like_a_formula_stays_text(project: Path, tmp_path: Path) -> None:
    rows = [["=1+1", "=cmd|' /C calc'!A0", "bog", "05-02-2026", "", ""]]
    path = write_csv(tmp_path / "afleveringer.csv", rows)
    found = outcome([path], project)
    write_bad_rows(
        tmp_path / "afvist.xlsx", "afleveringer.csv", base(project).mapping.goals["a.2"].columns, found.bad, 1
    )
    sheet = load_workbook(tmp_path / "afvist.xlsx")["Afviste rækker"]
    assert [(sheet[name].value, sheet[name].data_type) for name in ("B2", "C2")] == [("=1+1", "s"), (rows[0][1], "s")]


# -- nothing is lost ---------------------------------------------------------------------------------------------------

_CELLS = st.one_of(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=12), st.sampled_from(["Nord", "bog", "05-02-2026", "A1", ""]))  # fmt: skip


@dear(6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(_CELLS, min_size=1, max_size=8), min_size=1, max_size=40))
def test_rows_read_are_kept_left_out_or_rejected_whatever_they_hold(
    rows: list[list[str]], project: Path, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "afleveringer.csv", [["A0", "Nord", "bog", "05-01-2026", "", ""], *rows])
    found = outcome([path], project)
    assert found.empty == sum(not any(map(str.strip, row)) for row in rows)
    assert found.read == found.kept + found.left_out + found.rejected + found.empty == 1 + len(rows)
    assert len(found.bad) == found.rejected
    numbers = [row.line for row in found.bad]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\d+", str(number)) and number >= 2 for number in numbers)


def test_the_mapping_of_the_tests_is_the_librarys(project: Path) -> None:
    mapping: SeriesMapping = base(project).mapping.goals["a.2"]
    assert set(mapping.columns) < set(HEAD)


# -- places and files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=repr)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_record_that_is_judged_bad_has_its_line_whatever_lines_end_in(ends: str, encoding: str, project: Path, tmp_path: Path) -> None:  # fmt: skip
    text = 'Svar på afleveringer\n"Trukket\n9. april"\n\nnr;afdeling;slags;frist;rettet\nA1;Nord;bog;05-01-2026;\n;;;;\nA2;Syd;bog;05-02-2026;\nA3;Nord;bog\nA1;Nord;bog;05-01-2026;\n\nKilde: systemet\n'
    path = tmp_path / "afleveringer.csv"
    path.write_bytes(text.replace("\n", ends).encode(encoding))
    found = outcome([path], project)
    assert [(row.line, row.problem.message) for row in found.bad] == [
        (8, "Enheden er ukendt."),
        (9, "Forkert antal felter."),
        (10, "Posten står to gange (første gang i linje 6)."),
        (12, "Forkert antal felter."),
    ]
    assert (found.read, found.kept, found.rejected, found.empty) == (7, 1, 4, 2)


def test_a_file_that_changes_while_it_is_read_is_refused(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    path = write_csv(tmp_path / "afleveringer.csv", as_text(records(6)))
    real = shutil.copyfile

    def grown(source: Path, copy: Path) -> Path:
        made = real(source, copy)
        with source.open("a", encoding="utf-8") as file:
            file.write("A9;Nord;bog;05-02-2026;;\n")
        return made

    monkeypatch.setattr(books.shutil, "copyfile", grown)
    with pytest.raises(ProblemsError, match=r"^afleveringer\.csv: Filen blev ændret, mens den blev læst\."):
        outcome([path], project)
    path.write_bytes(b"")
    monkeypatch.setattr(books.shutil, "copyfile", real)
    with pytest.raises(ProblemsError, match=r"^afleveringer\.csv: Filen er tom\."):
        outcome([path], project)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_what_is_exchanged_after_it_was_taken_is_neither_read_nor_fingerprinted(
    kind: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def extract(name: str, count: int) -> Path:
        path, rows = tmp_path / f"{name}.{kind}", records(count)
        if kind == "parquet":
            return write_parquet(path, rows)
        return write_csv(path, as_text(rows)) if kind == "csv" else write_xlsx(path, {"Ark": as_text(rows)})

    path, other = extract("afleveringer", 6), extract("andre", 12)
    digest, real = hashlib.sha256(path.read_bytes()).hexdigest(), books.refuse_other_kind

    def exchanged(copy: Path, name: str) -> None:
        real(copy, name)
        shutil.copyfile(other, path)

    monkeypatch.setattr(books, "refuse_other_kind", exchanged)
    (taken,) = read([str(path)], None, base(project)).extracts
    assert (taken.outcome.read, taken.sources) == (6, {f"afleveringer.{kind}": digest})
    (again,) = read([str(path)], None, base(project)).extracts
    assert (again.outcome.read, again.sources == taken.sources) == (12, False)


def test_a_form_that_is_exchanged_after_it_was_taken_is_neither_read_nor_fingerprinted(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = blank_forms("2026K3")["Bygningskontoret"]
    path = written(form, tmp_path, "skema.xlsx")
    digest, real = hashlib.sha256(path.read_bytes()).hexdigest(), reading.read_form

    def exchanged(*arguments: object, **named: object) -> object:
        changed(path, lambda book: type_in(book, form, {("b.1", Kind.STATE, "sal-3"): "Måske"}))
        return real(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read_form", exchanged)
    (taken,) = read([str(path)], None, base(project)).forms
    assert (taken.name, taken.sha256) == ("skema.xlsx", digest)
    assert hashlib.sha256(path.read_bytes()).hexdigest() != digest


def test_what_the_system_refuses_is_told_beside_what_is_wrong_with_other_files(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_csv(tmp_path / "afleveringer-1.csv", as_text(records(6)))
    (tmp_path / "afleveringer-2.csv").write_bytes(b"")
    real = books.refuse_other_kind

    def locked(path: Path, name: str) -> None:
        if name == "afleveringer-1.csv":
            raise PermissionError(13, "Permission denied", str(path))
        real(path, name)

    monkeypatch.setattr(books, "refuse_other_kind", locked)
    with pytest.raises(ProblemsError) as caught:
        outcome([tmp_path], project)
    assert [str(problem) for problem in caught.value.problems] == [
        "afleveringer-1.csv: Filen kan ikke læses: du har ikke lov til det. Prøv igen, når det er i orden.",
        "afleveringer-2.csv: Filen er tom. Træk udtrækket igen.",
    ]
