"""A table's form in Word: its head on every page, rows that do not break, an alternative text, and widths by its words."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Pt

from kvartalsbog.content.blocks import Table
from kvartalsbog.content.language import Language
from kvartalsbog.word.inline import words_of
from kvartalsbog.word.xml import element
from kvartalsbog.words.numbers import enumeration

ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
_WIDEST = 6  # columns that a page has room for as it stands
_LONGEST_CELL, _SHORTEST_CELL, _ROOM = 34, 5, 4  # signs
_SIGN = Pt(5.6)


def is_wide(block: Table) -> bool:
    """Whether a table needs the page on its side."""
    return len(block.columns) > _WIDEST


def form(table: Any, block: Table, style: str, room: Length, language: Language) -> None:
    """Give a table its properties, its marked head row, and its columns' widths within the room of the page."""
    properties = table._tbl.tblPr
    for child in list(properties):
        properties.remove(child)
    first_column = "1" if block.stub else "0"
    look = {
        "firstRow": "1",
        "lastRow": "0",
        "firstColumn": first_column,
        "lastColumn": "0",
        "noHBand": "1",
        "noVBand": "1",
    }
    widths = _widths(block, room)
    properties.extend(
        (
            element("tblStyle", val=style),
            element("tblW", w=str(_twips(sum(widths))), type="dxa"),
            element("tblLayout", type="fixed"),
            element("tblLook", val="06A0" if block.stub else "0620", **look),
            element("tblCaption", val=block.caption),
            element("tblDescription", val=_description(block, language)),
        )
    )
    for place, row in enumerate(table.rows):
        kept = row._tr.get_or_add_trPr()
        kept.append(element("cantSplit"))
        if place == 0:
            kept.append(element("tblHeader"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(_twips(width)))


def _description(block: Table, language: Language) -> str:
    """What a table is, for whoever has it read aloud before its cells."""
    heads, rows = enumeration((column.title for column in block.columns), language), len(block.rows)
    return language.say_n("{rows} række: {heads}.", "{rows} rækker: {heads}.", rows, rows=rows, heads=heads)


def _widths(block: Table, room: Length) -> list[Length]:
    """Shares of the room by the longest cell of each column, and no more of it than that takes."""
    longest = [
        max(
            _SHORTEST_CELL,
            *(sum(len(words_of(run)) for run in row[place]) for row in block.rows),
            len(max(column.title.split(), key=len, default="")) + 2,
        )
        for place, column in enumerate(block.columns)
    ]
    shares = [min(signs, _LONGEST_CELL) + _ROOM for signs in longest]
    whole = min(room, sum(shares) * _SIGN)
    return [Length(int(whole) * share // sum(shares)) for share in shares]


def _twips(length: int) -> int:
    return int(length) // 635
