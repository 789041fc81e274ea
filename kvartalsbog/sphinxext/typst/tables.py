"""Tables: real ones, with heads that repeat, row headers, and columns as wide as their words ask."""

from __future__ import annotations

from dataclasses import dataclass

from docutils import nodes

from kvartalsbog.sphinxext.nodes import classes
from kvartalsbog.sphinxext.typst.base import SourceWriter

_SHORT = 400  # characters up to which a cell is never broken over two pages; a longer one might be taller than a page
_NARROW = 19  # characters up to which a column is as wide as its widest cell, and never breaks


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
        widths = ", ".join(_widths(head, body, int(group["cols"])))
        lines = [f"data-table(({widths},),"]
        if head:
            lines.append("  table.header(" + ", ".join(_cell(cell, 0) for row in head for cell in row) + "),")
        lines += ["  " + ", ".join(_cell(cell, index < stub) for index, cell in enumerate(row)) + "," for row in body]
        caption = f"[{self.inside(title)}]" if title is not None else "none"
        self.put(
            "#table-figure(" + "\n".join(lines) + f"), {self.number('table', node)}, {caption}){self.labelled(node)}"
        )
        raise nodes.SkipNode

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


def _widths(head: list[list[_Cell]], body: list[list[_Cell]], columns: int) -> list[str]:
    """Short columns take what they need; the others share the rest by the length of their words.

    A head may break between words, so it asks only for its longest word; a body cell asks for all of its own.
    """
    asked = [1] * columns
    for rows, whole in ((head, False), (body, True)):
        for cells in rows:
            for index, cell in enumerate(cells[:columns]):
                if cell.columns == 1:
                    words = [cell.words] if whole else cell.words.split(" ")
                    asked[index] = max([asked[index], *map(len, words)])
    return ["auto" if length <= _NARROW else f"{min(length, 60)}fr" for length in asked]
