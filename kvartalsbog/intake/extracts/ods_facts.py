"""What a reader of values does not tell of the sheets of an ODS: see `sheet_facts`."""

from __future__ import annotations

from kvartalsbog.intake.extracts.sheet_facts import (
    MOST_MERGED,
    NO_TYPE,
    NO_VALUE,
    Attributes,
    Facts,
    Scan,
    UnreadableError,
)

_ODS_TYPES = ("boolean", "currency", "date", "error", "float", "percentage", "string", "time", "void")
_ERRORS = ("#", "Err:", "Fejl:")  # as they are shown, in English and in Danish


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
        self._untyped: tuple[int, int, int] | None = None  # a cell whose text no reader of values gives
        self._text: list[str] = []

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag in ("table:table-cell", "table:covered-table-cell"):
            self._start_cell(attributes)
        elif tag == "office:annotation":
            self._untyped = None
        elif tag == "text:p" and self._untyped:
            self._note(NO_TYPE, *self._untyped)
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
        self._untyped = None if kind in _ODS_TYPES or "table:formula" in attributes else (row, column, wide)
        down, across = (int(attributes.get(f"table:number-{way}-spanned", "1")) for way in ("rows", "columns"))
        if down > 1 or across > 1:
            self._facts.merge((row, column), (row + down - 1, column + across - 1))
        if "table:formula" in attributes or kind == "error":
            _check_span(self._rows * wide)
            self._cell, self._text = (row, column, wide), []
            if kind in (None, "error"):
                self._note("" if kind else NO_VALUE, *self._cell)
            self.parser.CharacterDataHandler, self.parser.EndElementHandler = self._text.append, self._end

    def _end(self, tag: str) -> None:
        if tag == "table:table-cell" and self._cell:
            shown = "".join(self._text).strip()
            if shown.startswith(_ERRORS) or self._facts.errors.get(self._cell[:2]) == "":
                self._note(shown[:20] or "en fejl", *self._cell)
            self._cell = self.parser.CharacterDataHandler = self.parser.EndElementHandler = None

    def _note(self, shown: str, row: int, column: int, wide: int) -> None:
        _check_span(self._rows * wide)
        self._facts.reaches(row + self._rows - 1, column + wide - 1)
        for down in range(self._rows):
            self._facts.errors |= {(row + down, column + across): shown for across in range(wide)}


def _check_span(cells: int) -> None:
    if cells > MOST_MERGED:
        raise UnreadableError
