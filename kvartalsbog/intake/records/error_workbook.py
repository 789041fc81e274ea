"""The rejected rows as XLSX for the owner: each with its line, the columns that are read, and what is wrong where."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from kvartalsbog.errors import Problem
from kvartalsbog.files.cells import HEAD, PLAIN
from kvartalsbog.intake.records.outcome import BadRow
from kvartalsbog.words.numbers import number

_LINES = (
    "Rækkerne herunder »Afviste rækker« kunne ikke bruges. Den celle, der er noget galt med, er farvet og har en kant.",
    "Kolonnen »Fejl« siger, hvad der er galt, og hvad der er tilladt. »Linje« er linjen i jeres egen fil.",
    "Ret rækkerne i det system, de kommer fra, og træk udtrækket igen. Send ikke denne fil tilbage.",
    "Filen indeholder enkelte poster. Opbevar den, som I opbevarer selve udtrækket, og slet den, når den er brugt.",
)


def in_words(problem: Problem) -> str:
    """What is wrong with a row, in one line."""
    column = f"{problem.place.column}: " if problem.place.column else ""
    allowed = f"Tilladt: {problem.allowed}." if problem.allowed else None
    return " ".join(filter(None, (column + problem.message, allowed, problem.hint)))


def write_bad_rows(path: Path, source: str, columns: Sequence[str], rows: Sequence[BadRow], rejected: int) -> None:
    """Write the rejected rows of one file or sheet. `rejected` is how many there are, also when not all are told."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with xlsxwriter.Workbook(path, PLAIN) as book:
        book.set_properties({"title": f"Afviste rækker i {source}"})
        plain = book.add_format({"valign": "top", "text_wrap": True})
        head = book.add_format(HEAD)
        marked = book.add_format(
            {"bold": True, "bg_color": "#FDE3D0", "border": 2, "border_color": "#9A3412", "valign": "top"}
        )
        guide = book.add_worksheet("Læs mig")
        guide.set_column(0, 0, 110)
        more = f" Kun de første {number(len(rows))} er med, så arket kan åbnes." if len(rows) < rejected else ""
        for at, line in enumerate(
            (f"{source}: {number(rejected)} {'række' if rejected == 1 else 'rækker'} er afvist.{more}", *_LINES)
        ):
            guide.write_string(at, 0, line, plain)
        sheet = book.add_worksheet("Afviste rækker")
        names = ["Linje", *columns, "Fejl"]
        sheet.set_column(1, len(columns), 18)
        sheet.set_column(len(columns) + 1, len(columns) + 1, 90)
        for at, row in enumerate(rows, start=1):
            sheet.write_number(at, 0, row.line, plain)
            for place, cell in enumerate(row.cells, start=1):
                sheet.write_string(at, place, cell, marked if names[place] == row.problem.place.column else plain)
            sheet.write_string(at, len(columns) + 1, in_words(row.problem), plain)
        table = {"columns": [{"header": name, "header_format": head} for name in names], "style": None,
                 "name": "afviste", "title": "Afviste rækker", "description": "Én række for hver afvist række i filen."}  # fmt: skip
        sheet.add_table(0, 0, len(rows), len(names) - 1, table)
        sheet.freeze_panes(1, 1)
    path.chmod(0o600)
