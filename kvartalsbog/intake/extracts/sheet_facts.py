"""What a reader of values does not tell of a sheet: its hidden rows, errors, formulas without a value, merged cells, its size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

Attributes = Mapping[str, str]
At = tuple[int, int]
NO_VALUE = "en formel uden værdi"
NO_TYPE = "en celle af ukendt type"
_XLSX_TYPES = ("b", "d", "e", "inlineStr", "n", "s", "str")
_REF = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
MOST_MERGED = 100_000


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
        if len(self.merged) > MOST_MERGED:
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
            twice, self._has_value = self._has_value, True
            self.facts.reaches(*self._cell)
            if twice or (tag == "is") != (self._kind == "inlineStr") or self._kind not in _XLSX_TYPES:
                self.facts.errors[self._cell] = NO_TYPE
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
