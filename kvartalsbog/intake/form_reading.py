"""A filled-in form → what its unit reported, or every cell that was changed, is missing or cannot be used."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from string import ascii_uppercase

from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.intake.form_layout import (
    DONE,
    EXPECTED,
    GUIDE,
    HEAD_ROW,
    REASON_ROW,
    STATES,
    WORDS_ROW,
    Cell,
    Form,
    Item,
    Kind,
)
from kvartalsbog.intake.workbooks import SheetCells, as_text, read_cells, sheet_name
from kvartalsbog.plan import Plan
from kvartalsbog.prose import blocks_of, inline_of, unsafe_character
from kvartalsbog.quarter import Month
from kvartalsbog.reading_rules import LINKS, parse_deliverable
from kvartalsbog.records import MAX_CELL, Row

_DATE = "en dato som 31-12-2024"
_BACK = "Skriv svarene i et nyt skema; kommandoen »template« laver det."


@dataclass(frozen=True)
class Answer:
    """What a unit reported of one goal. Only items with a state are here, and only months with a control total."""

    goal: str
    items: Mapping[str, Item] = field(default_factory=dict)
    comment: str = ""
    reason: str = ""
    control: Mapping[Month, int] = field(default_factory=dict)


@dataclass(frozen=True)
class FilledForm:
    """A form that came back."""

    name: str
    sha256: str
    unit: str
    answers: tuple[Answer, ...]


def is_form(cells: Sequence[SheetCells]) -> bool:
    """Whether a workbook is a form: its first sheet is the guide."""
    return bool(cells) and cells[0].name == GUIDE


def read_form(path: Path, forms: Sequence[Form], plan: Plan, *, name: str) -> FilledForm:
    """A filled-in form. Raises ProblemsError with every cell that was changed though it stands fixed, and every answer
    that cannot be used.
    """
    sheets = {sheet.name: sheet for sheet in read_cells(path, name=name)}
    form = _whose(sheets[GUIDE], forms, name)
    problems = [
        Problem(Place(sheet_name(name, s)), "Arket mangler.", hint=_BACK) for s in form.sheets if s not in sheets
    ]
    problems += [Problem(Place(sheet_name(name, s)), "Ukendt ark.", hint=_BACK) for s in sheets if s not in form.sheets]
    answers = []
    for label, rows in form.sheets.items():
        if label in sheets:
            reader = _Reader(sheet_name(name, label), sheets[label].rows, problems)
            reader.compare(rows)
            if label != GUIDE:
                answers.append(reader.answer(label, rows, plan, form))
    if problems:
        raise ProblemsError(problems)
    return FilledForm(name, hashlib.sha256(path.read_bytes()).hexdigest(), form.unit, tuple(answers))


def _whose(guide: SheetCells, forms: Sequence[Form], name: str) -> Form:
    cells = [as_text(row[1], day=False) if len(row) > 1 else "" for row in guide.rows[1:3]]
    quarter, unit = (*cells, "", "")[:2]
    place = sheet_name(name, GUIDE)
    if quarter != str(forms[0].quarter):
        message = "Skemaet er til et andet kvartal."
        raise ProblemsError([Problem(Place(place, column="B2"), message, quarter, str(forms[0].quarter))])
    for form in forms:
        if form.unit == unit:
            return form
    units = ", ".join(form.unit for form in forms)
    raise ProblemsError([Problem(Place(place, column="B3"), "Enheden har ingen mål i planen.", unit, units)])


class _Reader:
    """Reads one sheet and collects what is wrong in it."""

    def __init__(self, name: str, cells: Sequence[Sequence[object]], problems: list[Problem]) -> None:
        self.name, self.cells, self.problems = name, cells, problems

    def text(self, row: int, column: int, *, day: bool = False) -> str:
        cells = self.cells[row] if row < len(self.cells) else ()
        return as_text(cells[column], day=day).strip() if column < len(cells) else ""

    def refuse(self, row: int, column: int, message: str, allowed: str | None = None, hint: str | None = None) -> None:
        place = Place(self.name, column=f"{ascii_uppercase[column]}{row + 1}")
        self.problems.append(Problem(place, message, self.text(row, column)[:80], allowed, hint))

    def compare(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Every cell that stands fixed must stand as it was written, and nothing may stand outside the form."""
        for row in range(max(len(rows), len(self.cells))):
            expected = rows[row] if row < len(rows) else ()
            width = max(len(expected), len(self.cells[row]) if row < len(self.cells) else 0)
            for column in range(width):
                cell = expected[column] if column < len(expected) else Cell(Kind.FIXED)
                if cell.kind in (Kind.FIXED, Kind.HEAD) and self.text(row, column) != str(cell.value).strip():
                    self.refuse(row, column, "Feltet er låst og er ændret.", str(cell.value) or "intet", _BACK)

    def answer(self, goal: str, rows: Sequence[Sequence[Cell]], plan: Plan, form: Form) -> Answer:
        for row, parse in ((WORDS_ROW, blocks_of), (REASON_ROW, inline_of)):
            self.words(row, 1, parse)
        items: dict[str, Item] = {}
        control: dict[Month, int] = {}
        for row in range(HEAD_ROW + 1, len(rows)):
            if rows[row][-1].kind is Kind.COUNT:
                control |= dict(self.count(row, len(rows[row]) - 1))
            elif rows[row][-1].kind is Kind.WORDS:
                items |= dict(self.item(goal, row, plan, form))
        return Answer(goal, items, self.text(WORDS_ROW, 1), self.text(REASON_ROW, 1), control)

    def words(self, row: int, column: int, parse: Callable[[str], object]) -> None:
        text = self.text(row, column)
        if len(text) > MAX_CELL:
            self.refuse(row, column, "Teksten er for lang.", f"højst {MAX_CELL} tegn")
        elif unsafe := unsafe_character(text):
            self.refuse(row, column, f"Teksten har et skjult tegn: {unsafe}.", hint="Skriv teksten igen uden tegnet.")
        else:
            try:
                parse(text)
            except ValueError as error:
                self.refuse(row, column, f"Linket kan ikke bruges: {error}.", LINKS)

    def count(self, row: int, column: int) -> Iterator[tuple[Month, int]]:
        text = self.text(row, column).replace(".", "")
        if text.isascii() and text.isdigit():
            yield Month.parse(self.text(row, 0)), int(text)
        elif text:
            self.refuse(row, column, "Tallet kan ikke læses.", "et helt tal fra 0 og op")

    def item(self, goal: str, row: int, plan: Plan, form: Form) -> Iterator[tuple[str, Item]]:
        """The item on a row, when it has a state. Its rules are those of deliverables.csv."""
        name, state, day, evidence = (self.text(row, column, day=column == 4) for column in (0, 3, 4, 5))
        if not state:
            for column in (4, 5):
                if self.text(row, column):
                    self.refuse(row, column, "Tilstanden mangler.", ", ".join(STATES), "Vælg den i kolonne D.")
            return
        when = self.day(row, day) if day else ""
        if state not in STATES:
            self.refuse(row, 3, "Tilstanden er ukendt.", ", ".join(STATES))
        elif state in (DONE, EXPECTED) and not day:
            self.refuse(row, 4, "Datoen mangler.", _DATE)
        elif state not in (DONE, EXPECTED) and day:
            self.refuse(row, 4, "Der står en dato.", "tom", "Slet datoen, eller vælg en anden tilstand.")
        else:
            item = Item(when if state == DONE else "", when if state == EXPECTED else "", evidence)
            cells = {"goal": goal, "deliverable": name, **item.__dict__}
            parsed = parse_deliverable(Row(self.name, row + 1, cells), plan, form.quarter)
            columns = {"completed": 4, "expected": 4, "evidence": 5}
            for problem in parsed if isinstance(parsed, list) else ():
                self.refuse(row, columns.get(problem.place.column or "", 0), problem.message, problem.allowed)
            yield name, item

    def day(self, row: int, text: str) -> str:
        parts = text.replace(".", "-").replace("/", "-").split("-")
        try:
            numbers = [int(part) for part in parts]
            day = date(*(numbers if len(parts[0]) == 4 else numbers[::-1]))
        except (ValueError, TypeError):
            self.refuse(row, 4, "Datoen kan ikke læses.", _DATE)
            return ""
        return day.isoformat()
