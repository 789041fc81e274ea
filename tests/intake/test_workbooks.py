"""What a workbook shows and hides: no row of it is read otherwise than its owner sees it, and none is too much for memory."""

from __future__ import annotations

import json
import resource
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import make_library
from extracts import HEAD, base, outcome
from workbook_files import Raw, ods, xlsx, zipped

from kvartalsbog.errors import ProblemsError
from kvartalsbog.intake.extracts.archives import LARGEST
from kvartalsbog.intake.extracts.workbook_cells import read_cells
from kvartalsbog.intake.records.outcome import Outcome, RowCounts
from kvartalsbog.intake.records.row_problems import told
from kvartalsbog.intake.vintage.intake_words import _rows
from kvartalsbog.intake.vintage.proposal import propose, read

FINE = ["A1", "Nord", "bog", "05-01-2026", "04-01-2026", ""]
LATE = ["A2", "Øst", "bog", "05-02-2026", "", ""]
Writer = Callable[..., Path]
WRITERS = {"xlsx": xlsx, "ods": ods}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("workbooks"))


def problems(found: Outcome) -> list[str]:
    return [str(problem) for problem in ProblemsError(told(found.bad)).problems]


def refused(path: Path, project: Path) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        outcome([path], project, "a.2")
    return [str(problem) for problem in caught.value.problems]


# -- cells that hold no value -------------------------------------------------------------------------------------------

ERROR = "Celle E3 viser en fejl. Fundet: '{}'. Ret cellen dér, hvor den kommer fra."
UNSTORED = (
    "Celle E3 har en formel, men ingen værdi. Åbn filen i et regneark, så formlen bliver regnet ud, og gem den igen."
)
ODS_STRING = 'office:value-type="string" office:string-value=""'
BROKEN_CELLS = {
    "XLSX, an error": ("xlsx", Raw('t="e"><v>#N/A</v>'), ERROR.format("#N/A")),
    "XLSX, a formula's error": ("xlsx", Raw('t="e"><f>1/0</f><v>#DIV/0!</v>'), ERROR.format("#DIV/0!")),
    "XLSX, a formula without a value": ("xlsx", Raw("><f>VLOOKUP(A3,B:C,2)</f>"), UNSTORED),
    "XLSX, a formula with an empty value": ("xlsx", Raw("><f>1+1</f><v></v>"), UNSTORED),
    "ODS, an error": ("ods", Raw(f'table:formula="of:=NA()" {ODS_STRING} calcext:value-type="error"><text:p>#N/A</text:p>'), ERROR.format("#N/A")),
    "ODS, an error told by its text": ("ods", Raw(f'table:formula="of:=1/0" {ODS_STRING}><text:p>#DIV/0!</text:p>'), ERROR.format("#DIV/0!")),
    "ODS, an error told by its text in Danish": ("ods", Raw('table:formula="of:=x" office:value-type="float" office:value="0"><text:p>Fejl:508</text:p>'), ERROR.format("Fejl:508")),
    "XLSX, text without its type": ("xlsx", Raw("><is><t>04-02-2026</t></is>"), ERROR.format("en celle af ukendt type")),
    "ODS, text without its type": ("ods", Raw("><text:p>04-02-2026</text:p>"), ERROR.format("en celle af ukendt type")),
    "ODS, a formula without a value": ("ods", Raw('table:formula="of:=1+1">'), UNSTORED),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN_CELLS)
def test_a_cell_without_a_value_rejects_its_row_and_is_named(case: str, project: Path, tmp_path: Path) -> None:
    suffix, cell, words = BROKEN_CELLS[case]
    path = WRITERS[suffix](
        tmp_path / f"afleveringer.{suffix}", {"Ark": [HEAD, FINE, ["A2", "Nord", "bog", "05-02-2026", cell, ""]]}
    )
    found = outcome([path], project)
    assert found.counts == RowCounts(1, 0, 1)
    assert problems(found) == [f"afleveringer.{suffix}, ark »Ark«:3 [rettet]: {words}"]


@pytest.mark.parametrize(
    "cell", [Raw('t="str"><f>""</f><v></v>'), Raw('t="str"><f>IF(1,"04-02-2026")</f><v>04-02-2026</v>')]
)
def test_a_formula_with_a_value_is_read(cell: Raw, project: Path, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "afleveringer.xlsx",
        {"Ark": [HEAD, ["A2", "Nord", "bog", "05-02-2026", cell, Raw('t="e"><v>#REF!</v>')]]},
    )
    assert outcome([path], project).counts == RowCounts(1, 0, 0)


# -- rows and sheets that are hidden ------------------------------------------------------------------------------------

HIDDEN_ROWS = {
    "XLSX, a filter": ("xlsx", 'hidden="1"'),
    "XLSX, true": ("xlsx", 'hidden="true"'),
    "XLSX, no height": ("xlsx", 'ht="0" customHeight="1"'),
    "ODS, a filter": ("ods", 'table:visibility="filter"'),
    "ODS, by hand": ("ods", 'table:visibility="collapse"'),
}


@pytest.mark.parametrize("case", HIDDEN_ROWS)
def test_a_hidden_row_is_told_and_not_counted(case: str, project: Path, tmp_path: Path) -> None:
    suffix, attribute = HIDDEN_ROWS[case]
    rows = [HEAD, FINE, LATE, [""] * 6, ["A3", *LATE[1:]]]
    path = WRITERS[suffix](tmp_path / f"afleveringer.{suffix}", {"Ark": rows}, rows={3: attribute, 4: attribute})
    found = outcome([path], project)
    assert found.counts == RowCounts(kept=2, left_out=0, rejected=0, empty=1, hidden=1)
    assert _rows(found.counts) == "4 rækker læst, 2 beholdt, 0 udeladt, 0 afvist, 1 tom, 1 skjult"
    assert (found.unusable, sum(n.n for n in found.sums.values())) == (1, 2)
    assert problems(found)[0].startswith(
        f"afleveringer.{suffix}, ark »Ark«:3: Rækken er skjult, fx af et filter. Fjern filteret"
    )


def test_rows_that_are_hidden_unless_said_are_hidden(project: Path, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "afleveringer.xlsx", {"Ark": [HEAD, FINE, LATE]}, rows={1: 'hidden="0"', 3: 'hidden="0"'})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
        b"<sheetData>", b'<sheetFormatPr zeroHeight="1"/><sheetData>'
    )
    assert outcome([zipped(path, parts)], project).counts == RowCounts(1, 0, 0, hidden=1)


def test_the_rows_of_every_sheet_and_file_are_told_and_kept_in_the_source(project: Path, tmp_path: Path) -> None:
    xlsx(tmp_path / "afleveringer-1.xlsx", {"A": [HEAD, FINE, [""] * 6, LATE], "B": [HEAD, ["A3", *LATE[1:]], ["A4", *FINE[1:]]], "Noter": [["Trukket 6. oktober"]]}, rows={3: 'hidden="1"'})  # fmt: skip
    (tmp_path / "afleveringer-2.csv").write_text(
        "nr;afdeling;slags;frist;rettet\n;;;;\nA9;Nord;film;05-03-2026;\nA10;x\n", encoding="utf-8"
    )
    ground = base(project)
    received = read([str(tmp_path)], None, ground)
    (extract,) = received.extracts
    assert dict(extract.outcome.parts) == {
        "afleveringer-1.xlsx, ark »A«": RowCounts(2, 0, 0, empty=1),
        "afleveringer-1.xlsx, ark »B«": RowCounts(1, 0, 0, hidden=1),
        "afleveringer-2.csv": RowCounts(0, 1, 1, empty=1),
    }
    assert extract.outcome.counts == RowCounts(3, 1, 1, 2, 1)
    assert extract.passed_over == (
        "afleveringer-1.xlsx, ark »Noter« har ikke udtrækkets overskrift. Dets 1 række er ikke læst",
    )
    source = json.loads(propose(received, {"a.2": "Talt om."}, date(2026, 10, 6), ground).files["source.json"])[
        "files"
    ]["series.csv"]
    for told_ in (source, source["extracts"][0]):
        assert {key: told_[key] for key in told_ if key.startswith("rows_")} == {
            "rows_read": 8, "rows_kept": 3, "rows_left_out": 1, "rows_rejected": 1, "rows_empty": 2, "rows_hidden": 1,
        }  # fmt: skip


# -- sheets that almost fit ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [
    ["nr", "afdeling", "slags", "frist", "rettet dato"], ["nr", "Afdeling kode", "slags", "frist", "rettet"], ["nr", "afdeling", "slags"],
], ids=", ".join)  # fmt: skip
@pytest.mark.parametrize("suffix", WRITERS)
def test_a_sheet_that_almost_fits_is_refused(suffix: str, header: list[str], project: Path, tmp_path: Path) -> None:
    path = WRITERS[suffix](tmp_path / f"afleveringer.{suffix}", {"Nord": [HEAD, FINE], "Øst": [["Øst"], header, LATE]})
    lines = refused(path, project)
    missing = [column for column in HEAD[:5] if column not in header]
    assert sorted(line.split(": Kolonnen mangler.")[0] for line in lines) == sorted(
        f"afleveringer.{suffix}, ark »Øst«:2 [{one}]" for one in missing
    )
    near = [one for one in missing if any(cell.casefold().startswith(one) for cell in header)]
    assert sum("Mente du »" in line for line in lines) == len(near)


# -- merged cells, days, places -----------------------------------------------------------------------------------------


def test_cells_that_are_merged_are_not_read_as_empty(project: Path, tmp_path: Path) -> None:
    rows = [
        ["Udtræk"],
        HEAD,
        FINE,
        ["A2", "Nord", "bog", "05-02-2026", "04-02-2026", ""],
        ["A3", "Nord", "bog", "05-02-2026", "", ""],
    ]
    merged = '<mergeCells><mergeCell ref="A1:F1"/><mergeCell ref="E4:E5"/></mergeCells>'
    path = xlsx(tmp_path / "afleveringer.xlsx", {"Ark": rows}, below=merged)
    found = outcome([path], project)
    assert found.counts == RowCounts(2, 0, 1)
    assert problems(found) == [
        "afleveringer.xlsx, ark »Ark«:5 [rettet]: Celle E5 er flettet med andre celler. Ophæv fletningen, og udfyld hver celle."
    ]
    spanned = Raw(
        'office:value-type="string" table:number-rows-spanned="2" table:number-columns-spanned="1"><text:p>04-02-2026</text:p>'
    )
    path = ods(tmp_path / "afleveringer.ods", {"Ark": [HEAD, [*LATE[:4], spanned, ""], ["A3", *LATE[1:]]]})
    assert outcome([path], project).counts == RowCounts(1, 0, 1)


def test_days_are_counted_from_1904_where_the_workbook_says_so(project: Path, tmp_path: Path) -> None:
    number = (date(2026, 1, 5) - date(1904, 1, 1)).days
    rows = [HEAD, ["A1", "Nord", "bog", number, number - 1, ""]]
    path = xlsx(tmp_path / "afleveringer.xlsx", {"Ark": rows}, book='<workbookPr date1904="1"/>')
    ((month, unit),) = outcome([path], project).sums
    assert (str(month), unit) == ("2026-01", "nord")
    path = xlsx(tmp_path / "afleveringer.xlsx", {"Ark": rows})
    assert outcome([path], project).kept == 0  # the same number is a day of 2022 elsewhere


def numbers(due: float, done: float) -> dict[str, tuple[str, Raw, Raw]]:
    made = [(Raw(f"><v>{one}</v>"), Raw(f'office:value-type="float" office:value="{one}"><text:p>{one}</text:p>')) for one in (due, done)]  # fmt: skip
    return dict(zip(WRITERS, zip(*made, strict=True), strict=True))  # type: ignore[arg-type]


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize(("done", "kept"), [(46027.5, 1), (46027.75 + 1 / 86400, 0), (46027.75, 1), (46028, 0)])
def test_a_number_of_days_has_the_hour_that_is_over(
    suffix: str, done: float, kept: int, project: Path, tmp_path: Path
) -> None:
    """46027 is 5 January 2026, and the deadline was at 18."""
    rows = [HEAD, ["A1", "Nord", "bog", *numbers(46027.75, done)[suffix], ""]]
    found = outcome([WRITERS[suffix](tmp_path / f"afleveringer.{suffix}", {"Ark": rows})], project)
    assert [(one.n, one.total) for one in found.sums.values()] == [(1, kept)]


@pytest.mark.parametrize("number", ["NaN", "INF", "-1", "1e300"])
@pytest.mark.parametrize("suffix", WRITERS)
def test_a_number_that_is_no_day_is_told(suffix: str, number: str, project: Path, tmp_path: Path) -> None:
    rows = [HEAD, ["A1", "Nord", "bog", numbers(number, 1)[suffix][0], ""]]  # type: ignore[arg-type]
    found = outcome([WRITERS[suffix](tmp_path / f"afleveringer.{suffix}", {"Ark": rows})], project)
    assert (found.kept, found.rejected) == (0, 1)


def test_what_an_ods_keeps_of_another_file_is_no_sheet_of_it(project: Path, tmp_path: Path) -> None:
    """LibreOffice saves the cells that a formula looked up in another workbook as a table of their own, that nobody sees."""
    other = [HEAD, ["A0", *FINE[1:]], ["A9", *LATE[1:]]]
    path = ods(
        tmp_path / "afleveringer.ods",
        {"Ark": [HEAD, FINE], "'file:///G:/udtr%C3%A6k/afleveringer-2025.ods'#$Ark": other},
    )
    assert outcome([path], project).counts == RowCounts(1, 0, 0)


def test_a_bad_cell_is_named_by_its_line_below_empty_rows_and_beside_empty_columns(
    project: Path, tmp_path: Path
) -> None:
    rows = [[], [], ["", "", *HEAD], [], ["", "", *FINE], ["", "", "A2", "Syd", *FINE[2:]]]
    found = outcome([xlsx(tmp_path / "afleveringer.xlsx", {"Ark": rows})], project)
    assert found.counts == RowCounts(1, 0, 1, empty=1)
    assert problems(found)[0].startswith("afleveringer.xlsx, ark »Ark«:6 [afdeling]: Enheden er ukendt.")


def test_a_header_that_stands_twice_and_rows_above_it_are_told(project: Path, tmp_path: Path) -> None:
    found = outcome([xlsx(tmp_path / "afleveringer.xlsx", {"Ark": [HEAD, FINE, HEAD, LATE]})], project)
    assert problems(found) == ["afleveringer.xlsx, ark »Ark«:3: Overskriften står her igen. Slet rækken."]
    lines = refused(xlsx(tmp_path / "afleveringer.xlsx", {"Ark": [FINE, HEAD, LATE]}), project)
    assert lines[0].startswith("afleveringer.xlsx, ark »Ark«:1: Rækken står over overskriften og ligner en post.")


# -- what is no workbook, and what is too much of one -------------------------------------------------------------------

TOO_LARGE = {
    "XLSX, a cell in the last corner": lambda path: xlsx(path, {"Ark": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'}),
    "XLSX, two cells far apart": lambda path: xlsx(path, {"Ark": '<row r="1"><c r="ZZ1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'}),
    "ODS, a cell repeated": lambda path: ods(path, {"Ark": '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'}),
}  # fmt: skip


@pytest.mark.parametrize("case", TOO_LARGE)
def test_a_sheet_too_large_is_refused_before_it_is_read(case: str, project: Path, tmp_path: Path) -> None:
    suffix = case[:4].strip(",").lower()
    (line,) = refused(TOO_LARGE[case](tmp_path / f"afleveringer.{suffix}"), project)
    assert line.startswith(f"afleveringer.{suffix}, ark »Ark«: Arket er for stort. Fundet: '1048576 rækker og ")


@pytest.fixture(scope="module")
def bomb(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook of a megabyte whose one sheet is a little more than may be unpacked."""
    path = tmp_path_factory.mktemp("bomb") / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range((LARGEST >> 20) + 1):
                part.write(b" " * (1 << 20))
    assert path.stat().st_size < 2 << 20
    return path.read_bytes()


@pytest.mark.parametrize("says", [None, 1000, LARGEST // 2])
def test_what_a_megabyte_unpacks_to_is_bounded_whatever_its_directory_says(
    says: int | None, bomb: bytes, tmp_path: Path
) -> None:
    content = bytearray(bomb)
    if says is not None:
        entry = content.rfind(b"PK\x01\x02")
        content[entry + 24 : entry + 28] = says.to_bytes(4, "little")
    path = tmp_path / "afleveringer.xlsx"
    path.write_bytes(content)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ProblemsError) as caught:
        read_cells(path, name="afleveringer.xlsx")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB
    words = (
        "Regnearket er for stort, når det pakkes ud. Fundet: '257 MB'"
        if says is None
        else "Filen er afkortet, beskadiget"
    )
    assert str(caught.value).startswith(f"afleveringer.xlsx: {words}")


OTHER_KINDS = {
    "afleveringer.csv": (b"PK\x03\x04xx", "Filen er ikke, hvad navnet siger: Den er et regneark (XLSX eller ODS) eller et andet pakket arkiv. Fundet: '.csv'."),
    "afleveringer.txt": (b"PAR1xx", "Filen er ikke, hvad navnet siger: Den er Parquet."),
    "afleveringer.xlsx": (b"nr;afdeling\n", "Filen er ikke, hvad navnet siger."),
    "afleveringer.ods": (b"%PDF-1.7", "Filen er ikke, hvad navnet siger: Den er PDF."),
    "afleveringer.parquet": (b"PK\x03\x04xx", "Filen er ikke, hvad navnet siger: Den er et regneark"),
    "afleveringer.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Gamle og binære regneark læses ikke. Fundet: '.xls'. Tilladt: .xlsx, .xlsm, .ods."),
    "afleveringer.xlsb": (b"PK\x03\x04xx", "Gamle og binære regneark læses ikke. Fundet: '.xlsb'."),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_KINDS)
def test_a_file_that_is_not_what_its_name_says_is_told_so(name: str, project: Path, tmp_path: Path) -> None:
    content, words = OTHER_KINDS[name]
    (tmp_path / name).write_bytes(content)
    (line,) = refused(tmp_path / name, project)
    assert line.startswith(f"{name}: {words}")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize(
    "content", [b"", b"<a>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\xff\xfe<", None], ids=repr
)
def test_a_damaged_part_is_told(part: str, content: bytes | None, project: Path, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "afleveringer.xlsx", {"Ark": [HEAD, FINE]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts = {
        name: old if name != part else content for name, old in parts.items() if name != part or content is not None
    }  # type: ignore[misc]
    lines = refused(zipped(path, parts), project)
    assert lines[0].startswith("afleveringer.xlsx")
    assert "Traceback" not in lines[0]
