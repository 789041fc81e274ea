"""Open data as a program reads it: facts for a test's edition, and the files back as rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl

from kvartalsbog.opendata.formats.facts import Contact, EditionFacts, describe
from kvartalsbog.opendata.formats.files import edition_files
from kvartalsbog.opendata.formats.workbook import HEAD_ROW
from kvartalsbog.verdicts.findings import Findings

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
PUBLISHED = {1: date(2024, 4, 25), 2: date(2024, 7, 25), 3: date(2024, 10, 24), 4: date(2025, 1, 30)}


def facts(findings: Findings, **changed: Any) -> EditionFacts:
    """The facts of a findings' edition, with everything that can be told."""
    plan, quarter = findings.plan, findings.period
    told = EditionFacts(
        period=quarter,
        version=1,
        published=PUBLISHED[quarter.number],
        title=plan.title,
        authority=plan.authority,
        data_status=plan.data_status,
        license=LICENSE,
        address=f"{quarter}/",
        contact=Contact("Talkontoret", "tal@example.dk", "https://example.dk/kontakt"),
        documents=(f"pdf/bog-{quarter}.pdf",),
        themes=("JUST", "GOVE"),
    )
    return replace(told, **changed)


def site_of(*editions: Findings) -> list[EditionFacts]:
    """The editions with the facts of their files, as a catalogue wants them."""
    found = []
    for findings in editions:
        edition = facts(findings)
        found.append(replace(edition, files=describe(edition_files(findings, edition), edition.data)))
    return found


def machine(files: Mapping[str, bytes], table: str) -> list[dict[str, str]]:
    """The rows of a table's file for programs."""
    return list(csv.DictReader(io.StringIO(files[f"{table}.csv"].decode("utf-8"), newline="")))


def danish(files: Mapping[str, bytes], table: str) -> list[dict[str, str]]:
    """The rows of a table's Danish file."""
    text = files[f"{table}-da.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def workbook(files: Mapping[str, bytes]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(files["data.xlsx"]))


def sheet_rows(book: openpyxl.Workbook, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet's table; none where it has no table."""
    found = book[sheet]
    if not found.tables:
        return []
    head, *rows = found.iter_rows(min_row=HEAD_ROW + 1, values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]
