"""The workbook can be read by everyone: one table a sheet, with heads, titles, ways back and no cell left blank."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from conftest import LIBRARY
from figures import value
from lxml import etree
from office import opened
from open_files import danish, facts, sheet_rows, workbook
from openpyxl.utils import range_boundaries
from python_calamine import CalamineWorkbook

from kvartalsbog.inputs.loading import load
from kvartalsbog.opendata.formats.files import edition_files, tables
from kvartalsbog.opendata.formats.workbook import HEAD_ROW
from kvartalsbog.opendata.tables.definitions import DEFINITIONS
from kvartalsbog.opendata.tables.occasional import UNIT_MONTHS, UNITS_BEFORE
from kvartalsbog.opendata.tables.schema import Definition, Kind
from kvartalsbog.periods import Month, Period
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.words.numbers import month_name

Files = Mapping[str, bytes]
FRONT = ["Indhold", "Noter", "Kolonner"]
NUMBERS = (Kind.WHOLE, Kind.NUMBER, Kind.MEASURE)


@pytest.fixture(scope="module", params=["2024K1", "2024K4", "2026K2"])
def made(request: pytest.FixtureRequest, findings_of: Callable[[str], Findings]) -> tuple[Findings, Files]:
    """Editions with missing and withheld figures, with revisions, and with amendments."""
    library = request.param.startswith("2026")
    findings = find(load(Period.parse(request.param), LIBRARY / "data")) if library else findings_of(request.param)
    return findings, edition_files(findings, facts(findings))


@pytest.fixture(scope="module")
def book(made: tuple[Findings, Files]) -> openpyxl.Workbook:
    return workbook(made[1])


def definitions(findings: Findings) -> tuple[Definition, ...]:
    """The tables that an edition has: the library's first year has no year before."""
    compared = any(series.units_before for series in findings.series.values())
    months = any(series.unit_months for series in findings.series.values())
    return (*DEFINITIONS, *((UNITS_BEFORE,) if compared else ()), *((UNIT_MONTHS,) if months else ()))


def test_contents_notes_and_columns_come_first_and_every_table_has_a_sheet(
    made: tuple[Findings, Files], book: openpyxl.Workbook
) -> None:
    assert book.sheetnames == FRONT + [definition.sheet for definition in definitions(made[0])]
    assert book.active is not None
    assert book.active.title == "Indhold"


def test_a_sheet_has_one_table_that_is_all_there_is_under_its_title(book: openpyxl.Workbook) -> None:
    with_tables = 0
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not [d for d in sheet.column_dimensions.values() if d.hidden]
        assert sheet["A1"].value
        assert sheet["A2"].value
        assert sheet["A3"].value
        if not sheet.tables:
            assert sheet["A4"].value == "Der er ingen rækker i dette kvartal."
            assert sheet.max_row == HEAD_ROW + 1
            continue
        with_tables += 1
        (table,) = sheet.tables.values()
        assert table.headerRowCount in (None, 1)
        assert table.totalsRowCount in (None, 0)
        assert range_boundaries(table.ref) == (1, HEAD_ROW + 1, sheet.max_column, sheet.max_row)
        heads = [cell.value for cell in sheet[HEAD_ROW + 1]]
        assert len(set(heads)) == len(heads)
        typed = {
            f.head
            for d in (*DEFINITIONS, UNITS_BEFORE, UNIT_MONTHS)
            for f in d.fields
            if f.kind in (*NUMBERS, Kind.DATE, Kind.MONTH)
        }
        for row in sheet.iter_rows(min_row=HEAD_ROW + 1, values_only=True):
            assert not [
                h for h, cell in zip(heads, row, strict=True) if cell == "" or (cell is None and h not in typed)
            ]
        assert sheet.freeze_panes == f"B{HEAD_ROW + 2}"
        assert sheet.print_title_rows == f"${HEAD_ROW + 1}:${HEAD_ROW + 1}"
    assert with_tables >= 10


def test_every_table_has_a_title_and_a_description_for_a_screen_reader(made: tuple[Findings, Files]) -> None:
    with zipfile.ZipFile(io.BytesIO(made[1]["data.xlsx"])) as parts:
        found = [etree.fromstring(parts.read(n)) for n in parts.namelist() if re.match(r"xl/tables/table\d+\.xml", n)]
    described = [element for table in found for element in table.iter("{*}table") if "altText" in element.attrib]
    assert len(described) == len(found) >= 10
    assert all(element.get("altText") and element.get("altTextSummary", "").endswith(".") for element in described)


def test_the_document_says_its_title_language_author_and_status(made: tuple[Findings, Files]) -> None:
    findings, files = made
    told = workbook(files).properties
    assert told.title.startswith(findings.plan.title)
    assert told.language == "da-DK"
    assert told.creator == findings.plan.authority
    assert told.contentStatus == "Eksempeldata"
    assert told.created == datetime.combine(facts(findings).published, datetime.min.time())


def test_nothing_in_it_runs_or_leaves_it(made: tuple[Findings, Files]) -> None:
    with zipfile.ZipFile(io.BytesIO(made[1]["data.xlsx"])) as parts:
        for info in parts.infolist():
            assert not re.search(r"vba|externalLink|media|drawing|comments|connections", info.filename)
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            text = parts.read(info).decode("utf-8")
            assert "TargetMode" not in text
            assert "<f>" not in text


def test_the_contents_lead_to_every_sheet_and_every_sheet_leads_back(
    made: tuple[Findings, Files], book: openpyxl.Workbook
) -> None:
    rows = sheet_rows(book, "Indhold")
    assert [(row["Ark"], row["Rækker"]) for row in rows] == [
        (table.definition.sheet, len(table.rows)) for table in tables(made[0])
    ]
    links = {cell.value: cell.hyperlink.location for row in book["Indhold"] for cell in row if cell.hyperlink}
    assert links == {row["Ark"]: f"'{row['Ark']}'!A1" for row in rows}
    for row in rows:
        assert {row["Samme tal til regneark"], row["Samme tal til programmer"]} <= set(made[1])
    for name in book.sheetnames[1:]:
        assert book[name]["A3"].hyperlink.location == "'Indhold'!A1"


def test_every_mark_and_every_word_of_a_status_is_in_the_notes(book: openpyxl.Workbook) -> None:
    notes = {row["Mærke eller ord"]: row["Betydning"] for row in sheet_rows(book, "Noter")}
    marks = {cell.value for sheet in book for row in sheet for cell in row if re.fullmatch(r"\[.\]|–", str(cell.value))}
    assert marks <= set(notes)
    assert "–" in marks
    for sheet in ("Mål", "Kriterier"):
        for row in sheet_rows(book, sheet):
            assert f"Status: {row['Status']}" in notes
            assert row["Forventning"] == "–" or f"Forventning: {row['Forventning']}" in notes
    assert notes["Eksempeldata"] == "Tallene er eksempler og ikke virkelige resultater."
    assert all(notes.values())


def test_every_column_is_explained(made: tuple[Findings, Files], book: openpyxl.Workbook) -> None:
    explained = {(row["Ark"], row["Kolonne"]) for row in sheet_rows(book, "Kolonner")}
    assert explained == {(d.sheet, field.head) for d in definitions(made[0]) for field in d.fields}


def test_figures_are_numbers_days_are_days_and_the_status_of_the_data_is_on_every_sheet(
    made: tuple[Findings, Files], book: openpyxl.Workbook
) -> None:
    numbers = days = 0
    for table in tables(made[0]):
        sheet = table.definition.sheet
        assert "Eksempeldata: Tallene er eksempler" in book[sheet]["A2"].value
        for row in sheet_rows(book, sheet):
            for field in table.definition.fields:
                value = row[field.head]
                if field.kind in NUMBERS:
                    numbers += 1
                    assert value is None or isinstance(value, int | float) or value in ("[f]", "[m]")
                elif field.kind in (Kind.DATE, Kind.MONTH):
                    days += 1
                    assert value is None or isinstance(value, datetime)
    assert numbers > 100
    assert days > 30


def test_calamine_reads_the_same_cells(made: tuple[Findings, Files], book: openpyxl.Workbook) -> None:
    other = CalamineWorkbook.from_filelike(io.BytesIO(made[1]["data.xlsx"]))
    assert other.sheet_names == book.sheetnames
    for name in book.sheetnames:
        rows = other.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for own, theirs in zip(book[name].iter_rows(values_only=True), rows, strict=True):
            cells = [cell.date() if isinstance(cell, datetime) else "" if cell is None else cell for cell in own]
            assert cells == theirs


def test_columns_are_wide_enough_for_what_stands_in_them(book: openpyxl.Workbook) -> None:
    for sheet in book:
        for row in sheet.iter_rows(min_row=HEAD_ROW + 2):
            for cell in row:
                (width,) = (d.width for d in sheet.column_dimensions.values() if d.min <= cell.column <= d.max)
                if isinstance(cell.value, datetime):
                    month = Month(cell.value.year, cell.value.month)
                    assert width > len(month_name(month, year=True)) if "mmmm" in cell.number_format else 10
                elif isinstance(cell.value, int | float):
                    assert width >= len(f"{cell.value:,.0f}") + 1
                elif len(cell.value or "") > width:
                    assert sheet.row_dimensions[cell.row].height >= 15 * len(cell.value) / width


def test_a_spreadsheet_with_danish_settings_opens_the_danish_file_right(
    findings_of: Callable[[str], Findings], tmp_path: Path
) -> None:
    """Numbers become numbers, days days, and the ids of goals stay words."""
    findings = findings_of("2024K4")
    files = edition_files(findings, facts(findings))
    sources = [tmp_path / f"{name}-da.csv" for name in ("criteria", "districts")]
    for source in sources:
        source.write_bytes(files[source.name])
    # semicolon, double quote, UTF-8, from line 1, Danish (1030), and special numbers recognised
    opened(sources, "xlsx", tmp_path, "--infilter=CSV:59,34,76,1,,1030,false,true")
    criteria = openpyxl.load_workbook(tmp_path / "criteria-da.xlsx").active
    assert criteria is not None
    head, *rows = criteria.iter_rows(values_only=True)
    assert head[0] == "Mål"
    first = dict(zip(head, rows[0], strict=True))
    assert (first["Mål"], first["Krav"], first["Frist"]) == ("Mål 1.1", 180, datetime(2024, 12, 31))
    assert first["Resultat"] == pytest.approx(float(value("1.1", "2024K4")))
    units = openpyxl.load_workbook(tmp_path / "districts-da.xlsx").active
    assert units is not None
    shown = {row[:4]: row[4:7] for row in units.iter_rows(values_only=True)}
    assert shown["Mål 1.2", "Talserie 1.2", "bornholm", "Bornholms Politi"] == ("[f]", "[f]", "[f]")
    assert all(isinstance(n, int) for key, (n, *_) in shown.items() if key[0] == "Mål 1.1")
    assert len(shown) == len(danish(files, "districts")) + 1


def test_libreoffice_opens_the_workbook_with_all_its_sheets(made: tuple[Findings, Files], tmp_path: Path) -> None:
    source = tmp_path / "data.xlsx"
    source.write_bytes(made[1]["data.xlsx"])
    opened([source], "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", tmp_path)
    saved = {path.name.removeprefix("data-").removesuffix(".csv"): path for path in tmp_path.glob("data-*.csv")}
    assert set(saved) == {*FRONT, *(definition.sheet for definition in definitions(made[0]))}
    assert all("Err:" not in path.read_text(encoding="utf-8") for path in saved.values())
    assert not [name for name, path in saved.items() if "###" in path.read_text(encoding="utf-8")]
