"""Tables: real ones, with heads that repeat, row headers, and columns as wide as their words ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil

from docutils import nodes

from kvartalsbog.sphinxext.nodes import classes
from kvartalsbog.sphinxext.typst.base import SourceWriter

_SHORT = 400  # characters up to which a cell is never broken over two pages; a longer one might be taller than a page
_NARROW = 19  # characters up to which a column is as wide as its widest cell, and never breaks
_SIZES = (9.0, 8.5, 8.0, 7.5)  # points
_LINE, _BESIDE = (
    453.5,
    8.0,
)  # points that a page is wide between its margins, and that a column leaves free on both sides
_BOLD = 1.1  # how much wider a letter of a head is
_FEW = 0.2  # of a column's cells, which may be longer than the room that it asks for
_CHARACTER = 0.53  # of a letter's size: how wide one is on average, with some to spare
_BREAKS = re.compile(r"[ \n]+|(?<=\w-)(?=\w)")


@dataclass(frozen=True)
class _Cell:
    source: str
    words: str
    columns: int
    rows: int
    align: str


class TableVisitors(SourceWriter):
    """Visitor of tables."""

    def visit_table(self, node: nodes.Element) -> None:
        group = next(iter(node.findall(nodes.tgroup)))
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        stub = sum(bool(spec.get("stub")) for spec in group.findall(nodes.colspec))
        head = [self._row(row) for part in group.findall(nodes.thead) for row in part.children]
        body = [self._row(row) for part in group.findall(nodes.tbody) for row in part.children]
        widths, size = _columns(head, body, int(group["cols"]))
        lines = [f"data-table(({', '.join(widths)},), size: {size:g}pt,"]
        if head:
            lines.append("  table.header(" + ", ".join(_cell(cell, 0) for row in head for cell in row) + "),")
        lines += ["  " + ", ".join(_cell(cell, index < stub) for index, cell in enumerate(row)) + "," for row in body]
        caption = f"[{self.inside(title)}]" if title is not None else "none"
        self.whole(
            "#table-figure(" + "\n".join(lines) + f"), {self.number('table', node)}, {caption}){self.labelled(node)}"
        )

    def _row(self, row: nodes.Node) -> list[_Cell]:
        entries = [entry for entry in row.children if isinstance(entry, nodes.entry)]
        return [
            _Cell(
                self.inside(entry),
                entry.astext(),
                entry.get("morecols", 0) + 1,
                entry.get("morerows", 0) + 1,
                next((c[5:] for c in classes(entry) if c in ("text-right", "text-center")), "left"),
            )
            for entry in entries
        ]


def _cell(cell: _Cell, header: int | bool) -> str:
    """A cell's source; a row header is marked with the template's `row-head`, which the structure is mended by."""
    source = f"#row-head[{cell.source}]" if header and cell.source else cell.source
    whole = ", breakable: false" if len(cell.words) <= _SHORT else ""
    return f"table.cell(colspan: {cell.columns}, rowspan: {cell.rows}, align: {cell.align}{whole})[{source}]"


def _columns(head: list[list[_Cell]], body: list[list[_Cell]], columns: int) -> tuple[list[str], float]:
    """How wide each column is, and the size of letters in which no word is wider than its column.

    Short columns take what they need; the others share the rest by the length of their words, where a few longer cells do not count, but
    none gets less than its longest word needs: what cannot be broken would cover the next column.
    """
    heads = [ceil(_BOLD * length) for length in _longest(head, columns, _pieces)]
    asked = heads, _longest(body, columns, _whole)
    wanted = [max(both) for both in zip(*asked, strict=True)]
    least = [max(both) for both in zip(heads, _longest(body, columns, _pieces), strict=True)]
    wide = [column for column in range(columns) if wanted[column] > _NARROW]
    if not wide:
        return ["auto"] * columns, _SIZES[0]
    whole = [max(both) for both in zip(_longest(head, columns, _whole), asked[1], strict=True)]
    taken = sum(whole[column] for column in range(columns) if column not in wide)  # their heads are not broken
    if _room(_SIZES[0], columns) - taken < sum(least[column] for column in wide):
        least = [part if column in wide else wanted[column] for column, part in enumerate(least)]
        wide, taken = list(range(columns)), 0  # heads are broken where all of them together leave no room
    needed = sum(least[column] for column in wide)
    size = next((size for size in _SIZES if _room(size, columns) - taken >= needed), _SIZES[-1])
    room, beside = _room(size, columns) - taken, _BESIDE / (size * _CHARACTER)
    usual = [max(both) for both in zip(heads, _longest(body, columns, _whole, but=_FEW), strict=True)]
    shares = _shares({c: min(usual[c], 60) for c in wide}, {c: least[c] for c in wide}, room, beside)
    return [f"{shares[column]:g}fr" if column in shares else "auto" for column in range(columns)], size


def _room(size: float, columns: int) -> float:
    """The characters that a line of a table has room for."""
    return (_LINE - columns * _BESIDE) / (size * _CHARACTER)


def _shares(wanted: dict[int, int], least: dict[int, int], room: float, beside: float) -> dict[int, float]:
    """The room divided as columns want it, after those that would get too little have what they need. What a column leaves free `beside` its
    words is a part of its share.
    """
    every, short = room + beside * len(wanted), set[int]()
    while rest := {column: part for column, part in wanted.items() if column not in short}:
        left, whole = every - sum(least[column] + beside for column in short), sum(rest.values())
        found = {column for column, part in rest.items() if left * part < (least[column] + beside) * whole}
        if not found:
            return {c: rest[c] if c in rest else round((least[c] + beside) * whole / left, 2) for c in wanted}
        short |= found
    return {column: round(least[column] + beside, 2) for column in wanted}


def _longest(rows: list[list[_Cell]], columns: int, parts: Callable[[str], Iterable[str]], but: float = 0) -> list[int]:
    """How long the longest part of each column's cells is, `but` for so large a part of the cells."""
    found: list[list[int]] = [[] for _ in range(columns)]
    for cells in rows:
        for index, cell in enumerate(cells[:columns]):
            if cell.columns == 1:
                found[index].append(max(map(len, parts(cell.words)), default=1))
    return [max(1, *sorted(lengths)[: len(lengths) - int(but * len(lengths))]) if lengths else 1 for lengths in found]


def _whole(words: str) -> list[str]:
    return [words]


def _pieces(words: str) -> list[str]:
    """What no line is broken within: a word, up to its hyphen, and the sign that stands before it."""
    found: list[str] = []
    for piece in _BREAKS.split(words):
        if found and len(found[-1]) == 1 and not found[-1].isalnum():
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found
