"""Workbooks made part by part, so that they hold what programs write and openpyxl does not: errors, lies, old days."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from xlsxwriter.utility import xl_rowcol_to_cell

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Rows = Sequence[Sequence[object]]


class Raw(str):
    """A cell's XML as it stands: `Raw('t="e"><v>#N/A</v>')` for an XLSX, with the attributes of an ODS cell alike."""

    __slots__ = ()


def xlsx(
    path: Path,
    sheets: Mapping[str, Rows | str],
    *,
    hidden: Sequence[str] = (),
    rows: Mapping[int, str] | None = None,
    below: str = "",
    book: str = "",
) -> Path:
    """A workbook of sheets, each its rows or its XML. `rows` are the attributes of rows, from 1, `below` what follows every sheet's data."""
    names = list(sheets)
    entries = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"{" state=" + quoteattr("hidden") if name in hidden else ""}/>'
        for n, name in enumerate(names, start=1)
    )
    parts = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": f"<Relationships><Relationship Id='r1' Type='{RELATIONS}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{book}<sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + "".join(
            f'<Relationship Id="r{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(names) + 1)
        )
        + "</Relationships>",
    }
    for n, content in enumerate(sheets.values(), start=1):
        data = content if isinstance(content, str) else sheet_data(content, rows or {})
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{below}</worksheet>'
        )
    return zipped(path, parts)


def sheet_data(rows: Rows, attributes: Mapping[int, str]) -> str:
    def cell(at: tuple[int, int], value: object) -> str:
        name = xl_rowcol_to_cell(*at)
        if isinstance(value, Raw):
            return f'<c r="{name}" {value}</c>'
        if isinstance(value, str):
            return f'<c r="{name}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
        return f'<c r="{name}"><v>{value}</v></c>'

    return "".join(
        f'<row r="{n + 1}" {attributes.get(n + 1, "")}>{"".join(cell((n, m), value) for m, value in enumerate(row))}</row>'
        for n, row in enumerate(rows)
    )


def ods(
    path: Path, sheets: Mapping[str, Rows | str], *, rows: Mapping[int, str] | None = None, before: str = ""
) -> Path:
    """The same as an OpenDocument sheet; `rows` are the attributes of rows, from 1."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'

    def cell(value: object) -> str:
        if isinstance(value, Raw):
            return f"<table:table-cell {value}</table:table-cell>"
        if value == "":
            return "<table:table-cell/>"
        return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'

    def table(content: Rows | str) -> str:
        if isinstance(content, str):
            return content
        return "".join(
            f"<table:table-row {(rows or {}).get(n, '')}>{''.join(map(cell, row))}</table:table-row>"
            for n, row in enumerate(content, start=1)
        )

    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{table(one)}</table:table>" for name, one in sheets.items()
    )
    body = f"<office:body><office:spreadsheet>{before}{tables}</office:spreadsheet></office:body>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(path, {
        "mimetype": kind,
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">{body}</office:document-content>',
        "META-INF/manifest.xml": "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>",
    })  # fmt: skip


def zipped(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
