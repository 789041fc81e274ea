"""A sheet of a form that came back, cell by cell: what stands in it, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from xlsxwriter.utility import xl_rowcol_to_cell

from kvartalsbog.errors import Place, Problem
from kvartalsbog.intake.extracts.cell_shapes import kind
from kvartalsbog.intake.extracts.workbook_cells import SheetCells, as_text
from kvartalsbog.intake.forms.days import day_typed
from kvartalsbog.intake.forms.layout import ANSWERS, FIRST_DAY, LAST_DAY, MAX_CONTROL, Cell, Kind, Rows
from kvartalsbog.intake.forms.words import fault_of_words
from kvartalsbog.kinds.dated import ITEM_NAME, name_fault
from kvartalsbog.names import Allowed
from kvartalsbog.periods import Period

A_DATE = "en dato som 31-12-2024"
BACK = "Skriv svarene i et nyt skema; kommandoen »template« laver det."
_COUNT = re.compile(r"\d+|\d{1,3}(\.\d{3})+", re.ASCII)
_MANY = 5  # as many changed cells on one sheet can each be told; more mean that a row or column came or went
At = tuple[int, int]


class FilledSheet:
    """Reads the cells of one sheet and collects what is wrong in it."""

    def __init__(self, name: str, sheet: SheetCells, period: Period, problems: list[Problem]) -> None:
        self.name, self.cells, self.period, self.problems = name, sheet.rows, period, problems
        self.errors = sheet.facts.errors

    def raw(self, at: At) -> object:
        cells = self.cells[at[0]] if at[0] < len(self.cells) else ()
        return cells[at[1]] if at[1] < len(cells) else ""

    def text(self, at: At, *, day: bool = False) -> str:
        return (
            self.errors.get(at, "") or as_text(self.raw(at), day=day).replace("\r\n", "\n").replace("\r", "\n").strip()
        )

    def refuse(
        self, at: At, message: str, allowed: Allowed | None = None, hint: str | None = None, value: str | None = None
    ) -> None:
        place = Place(self.name, column=xl_rowcol_to_cell(*at))
        text = self.text(at)  # never told: it can hold a name
        self.problems.append(Problem(place, message, value or (kind(text) if text else ""), allowed, hint))

    def stands(self, rows: Rows) -> bool:
        """Whether all that stands fixed is as it was written and nothing stands outside the form; else it is told."""
        changed = [(at, wanted) for at, wanted in self._fixed(rows) if self.text(at) != wanted]
        if len(changed) > _MANY:
            at, wanted = changed[0]
            message = f"Feltet er låst og er ændret, og det samme er {len(changed) - 1} andre på arket."
            hint = f"Er en række eller kolonne sat ind, slettet eller flyttet, så fortryd det. {BACK}"
            self.refuse(at, message, wanted.rstrip(".") or "tomt", hint)
            return False
        for at, wanted in changed:
            if wanted:
                message = "Feltet er låst og er ændret."
                self.refuse(at, message, wanted.rstrip("."), "Skriv teksten tilbage, som den stod.")
            else:
                self.refuse(at, "Her skal der ikke stå noget.", "tomt", "Flyt det til et gult felt, eller slet det.")
        return not changed

    def _fixed(self, rows: Rows) -> Iterator[tuple[At, str]]:
        for row in range(max(len(rows), len(self.cells))):
            expected = rows[row] if row < len(rows) else ()
            for column in range(max(len(expected), len(self.cells[row]) if row < len(self.cells) else 0)):
                cell = expected[column] if column < len(expected) else Cell(Kind.FIXED)
                if cell.kind not in ANSWERS and cell.kind is not Kind.SAID:
                    yield (row, column), str(cell.value).strip()

    def named(self, at: At, item: str, names: dict[str, str]) -> None:
        """What the owner calls an item, added to the names; an empty cell leaves it as it was."""
        text = self.text(at)
        wrong = "Navnet er brugt før." if text in names.values() else name_fault(text) if text else ""
        if wrong:
            self.refuse(at, wrong, f"{ITEM_NAME}, som ingen anden leverance har")
        elif text:
            names[item] = text

    def check_words(self, at: At, parse: Callable[[str], object]) -> None:
        if fault := fault_of_words(self.text(at), parse):
            message, found, allowed, hint = fault
            self.refuse(at, message, allowed, hint, found)

    def counted(self, at: At) -> int | None:
        """The control total, where there is one."""
        text = self.text(at)
        typed = text.replace(".", "") if isinstance(self.raw(at), str) and _COUNT.fullmatch(text) else text
        if typed.isascii() and typed.isdigit() and int(typed) <= MAX_CONTROL:
            return int(typed)
        if text:
            self.refuse(at, "Tallet kan ikke læses.", f"et helt tal fra 0 til {MAX_CONTROL}")
        return None

    def day(self, at: At, text: str) -> str:
        """A date as ISO; empty, with a problem, where there is none."""
        day = day_typed(text)
        if day is None:
            self.refuse(at, "Datoen kan ikke læses.", A_DATE)
            return ""
        if not FIRST_DAY <= day <= LAST_DAY:
            self.refuse(at, "Datoen er for langt væk.", f"fra {FIRST_DAY:%d-%m-%Y} til {LAST_DAY:%d-%m-%Y}")
        return day.isoformat()
