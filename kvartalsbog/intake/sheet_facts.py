"""What a reader of values does not tell of a sheet: its hidden rows, errors, formulas without a value, merged cells, its size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

Attributes = Mapping[str, str]
At = tuple[int, int]
NO_VALUE = "en formel uden værdi"
_REF = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_MOST_MERGED = 100_000


class UnreadableError(Exception):
    """A sheet that is no sheet."""


@dataclass
class Facts:
    """Rows and columns count from 0. `errors`: cell → what it shows instead of a value. `merged`: first and last cell of
    each range. `rows` and `columns`: how far its cells with values reach.
    """

    errors: dict[At, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged: list[tuple[At, At]] = field(default_factory=list)
    rows: int = 0
    columns: int = 0

    def reaches(self, row: int, column: int) -> None:
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)

    def merge(self, first: At, last: At) -> None:
        self.merged.append((first, last))
        if len(self.merged) > _MOST_MERGED:
            raise UnreadableError


def parser() -> expat.XMLParserType:
    """A parser that knows no entities of a document's own."""
    made = expat.ParserCreate()
    made.buffer_text = True

    def refuse(*_: object) -> None:
        raise UnreadableError

    made.StartDoctypeDeclHandler = refuse
    return made


def cell_at(reference: str) -> At:
    """`C7` → (6, 2). Raises UnreadableError for what is no cell."""
    match = _REF.fullmatch(reference)
    if match is None:
        raise UnreadableError
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


class Scan:
    """Takes a part's bytes as they come, the last ones empty."""

    def __init__(self) -> None:
        self.parser = parser()
        self.parser.StartElementHandler = self._start

    def __call__(self, block: bytes) -> None:
        try:
            self.parser.Parse(block, not block)
        except (expat.ExpatError, ValueError) as error:
            raise UnreadableError from error

    def _start(self, tag: str, attributes: Attributes) -> None:
        raise NotImplementedError


class SheetScan(Scan):
    """One sheet of an XLSX."""

    def __init__(self) -> None:
        super().__init__()
        self.facts = Facts()
        self._row = self._column = -1
        self._hidden_unless_said = False
        self._cell: At = (0, 0)
        self._kind = ""
        self._formula = self._has_value = False
        self._text: list[str] = []

    def _start(self, tag: str, attributes: Attributes) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "is"):
            self._has_value = True
            self.facts.reaches(*self._cell)
        elif tag == "f":
            self._formula = True
            self._look()
        elif tag == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
            hidden = _yes(attributes["hidden"]) if "hidden" in attributes else self._hidden_unless_said
            if hidden or attributes.get("ht") in ("0", "0.0"):
                self.facts.hidden.add(self._row)
        elif tag == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            self.facts.merge(cell_at(first), cell_at(last or first))
        elif tag == "sheetFormatPr":
            self._hidden_unless_said = _yes(attributes.get("zeroHeight", "0"))

    def _start_cell(self, attributes: Attributes) -> None:
        if "r" in attributes:
            self._row, self._column = self._cell = cell_at(attributes["r"])
        else:
            self._column += 1
            self._cell = (self._row, self._column)
        self._kind, self._formula, self._has_value = attributes.get("t", "n"), False, False
        if self._kind == "e":
            self._look()

    def _look(self) -> None:
        """Follow the cell to its end: only the few that are errors or formulas need it."""
        self._text = []
        self.parser.CharacterDataHandler = self._hear
        self.parser.EndElementHandler = self._end

    def _hear(self, text: str) -> None:
        self._text.append(text)

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "f":
            self._text = []
        elif tag == "c":
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            shown = "".join(self._text).strip()
            if self._kind == "e":
                self.facts.errors[self._cell] = shown[:20] or "en fejl"
            elif not shown and not (self._kind == "str" and self._has_value):
                self.facts.errors[self._cell] = NO_VALUE
            if self._cell in self.facts.errors:
                self.facts.reaches(*self._cell)


def _yes(text: str) -> bool:
    return text in ("1", "true")


class BookScan(Scan):
    """An XLSX's `workbook.xml`: the relation of each sheet, and whether days are counted from 1904."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, str] = {}
        self.from_1904 = False

    def _start(self, tag: str, attributes: Attributes) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "sheet":
            relation = next(
                (value for key, value in attributes.items() if key.rpartition(":")[2] == "id" and ":" in key), ""
            )
            self.sheets[attributes.get("name", "")] = relation
        elif tag == "workbookPr":
            self.from_1904 = _yes(attributes.get("date1904", "0"))


class RelationScan(Scan):
    """An XLSX's relations: which part each name stands for."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, str] = {}

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target = attributes.get("Target", "")
            self.parts[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"


class ContentScan(Scan):
    """All sheets of an ODS."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, Facts] = {}
        self.from_1904 = False
        self._facts = Facts()
        self._row = self._rows = self._column = 0
        self._hidden = False
        self._cell: tuple[int, int, int] | None = None
        self._text: list[str] = []

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag in ("table:table-cell", "table:covered-table-cell"):
            self._start_cell(attributes)
        elif tag == "table:table-row":
            self._row += self._rows
            self._rows, self._column = int(attributes.get("table:number-rows-repeated", "1")), 0
            self._hidden = attributes.get("table:visibility", "visible") != "visible"
        elif tag == "table:table":
            self._facts = self.sheets.setdefault(attributes.get("table:name", ""), Facts())
            self._row = self._rows = 0
        elif tag == "table:null-date":
            self.from_1904 = attributes.get("table:date-value", "").startswith("1904")

    def _start_cell(self, attributes: Attributes) -> None:
        row, column = self._row, self._column
        wide = int(attributes.get("table:number-columns-repeated", "1"))
        self._column += wide
        kind = attributes.get("calcext:value-type") or attributes.get("office:value-type")
        if kind or "table:formula" in attributes:
            self._facts.reaches(row + self._rows - 1, column + wide - 1)
            if self._hidden:
                _check_span(self._rows)
                self._facts.hidden.update(range(row, row + self._rows))
        down, across = (int(attributes.get(f"table:number-{way}-spanned", "1")) for way in ("rows", "columns"))
        if down > 1 or across > 1:
            self._facts.merge((row, column), (row + down - 1, column + across - 1))
        if "table:formula" in attributes or kind == "error":
            _check_span(self._rows * wide)
            self._cell, self._text = (row, column, wide), []
            if kind in (None, "error"):
                self._note("" if kind else NO_VALUE)
            self.parser.CharacterDataHandler, self.parser.EndElementHandler = self._text.append, self._end

    def _end(self, tag: str) -> None:
        if tag == "table:table-cell" and self._cell:
            shown = "".join(self._text).strip()
            if shown.startswith(("#", "Err:")) or self._facts.errors.get(self._cell[:2]) == "":
                self._note(shown[:20] or "en fejl")
            self._cell = self.parser.CharacterDataHandler = self.parser.EndElementHandler = None

    def _note(self, shown: str) -> None:
        if self._cell:
            row, column, wide = self._cell
            for down in range(self._rows):
                self._facts.errors |= {(row + down, column + across): shown for across in range(wide)}


def _check_span(cells: int) -> None:
    if cells > _MOST_MERGED:
        raise UnreadableError
