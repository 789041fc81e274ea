"""A filled-in form → what its unit reported, or every cell that was changed, is missing or cannot be used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from kvartalsbog.content.prose import blocks_of, inline_of
from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.files.characters import unsafe_character
from kvartalsbog.files.fingerprints import sha256
from kvartalsbog.files.rows import MAX_CELL
from kvartalsbog.intake.extracts.cell_shapes import kind
from kvartalsbog.intake.extracts.workbook_cells import SheetCells, as_text, read_cells, sheet_name
from kvartalsbog.intake.forms.answers import Answer, FilledForm
from kvartalsbog.intake.forms.days import day_typed
from kvartalsbog.intake.forms.layout import (
    ANSWERS,
    DONE,
    EXPECTED,
    FIRST_DAY,
    GOAL_TITLE,
    GUIDE,
    GUIDE_TITLE,
    LAST_DAY,
    MAX_CONTROL,
    PERIOD_AT,
    STATES,
    UNDATED,
    UNIT_AT,
    WORDS,
    Cell,
    Form,
    Kind,
    Rows,
)
from kvartalsbog.kinds.dated import ITEM_NAME, name_fault
from kvartalsbog.periods import Month, Period, is_period
from kvartalsbog.readings.rules import LINKS
from kvartalsbog.readings.vintage_text import Item
from kvartalsbog.words.statuses import ACCOUNT_FIELDS

_DATE = "en dato som 31-12-2024"
_COUNT = re.compile(r"\d+|\d{1,3}(\.\d{3})+", re.ASCII)
_BACK = "Skriv svarene i et nyt skema; kommandoen »template« laver det."
_MANY = 5  # as many changed cells on one sheet can each be told; more mean that a row or column came or went
At = tuple[int, int]


def is_form(cells: Sequence[SheetCells]) -> bool:
    """Whether a workbook is a form, be it a spoilt one: one of its sheets begins as the sheets of forms do."""
    first = [as_text(sheet.rows[0][0], day=False) for sheet in cells if sheet.rows and sheet.rows[0]]
    return any(text.startswith(GUIDE_TITLE) or re.match(rf"{GOAL_TITLE}[0-9a-z.]+: ", text) for text in first)


def read_form(path: Path, forms: Sequence[Form], *, name: str, cells: Sequence[SheetCells] | None = None) -> FilledForm:
    """A filled-in form, in whatever format a spreadsheet saves it. `cells` are its sheets where they are read already.

    Words come back as they were typed, without spaces and empty lines at their ends. Raises ProblemsError with every
    sheet that is missing or too many, every cell that was changed though it stands fixed, and every answer that cannot
    be used; when the form is for another quarter or unit, with that alone.
    """
    sheets = {sheet.name: sheet for sheet in cells or read_cells(path, name=name)}
    form = _whose(sheets, forms, name)
    problems = list(_sheet_problems(sheets, form, name))
    answers = []
    for label, rows in form.sheets.items():
        if label in sheets:
            reader = _Reader(sheet_name(name, label), sheets[label], form.period, problems)
            if reader.stands(rows) and label != GUIDE:
                answers.append(reader.answer(label, rows))
    if problems:
        raise ProblemsError(problems)
    return FilledForm(name, sha256(path), form.unit, tuple(answers))


def unit_of(cells: Sequence[SheetCells], forms: Sequence[Form]) -> str | None:
    """The unit that a form is from, be it a spoilt one; None where that cannot be seen."""
    guide = next((sheet for sheet in cells if sheet.name == GUIDE), None)
    told = _Reader(GUIDE, guide, forms[0].period, []).text(UNIT_AT) if guide else ""
    return next((form.unit for form in forms if form.unit.strip() == told), None)


def _sheet_problems(sheets: Mapping[str, SheetCells], form: Form, name: str) -> Iterator[Problem]:
    allowed = ", ".join(form.sheets)
    for missing in form.sheets.keys() - sheets.keys():
        yield Problem(Place(sheet_name(name, missing)), "Arket mangler.", hint=_BACK)
    for unknown in sheets.keys() - form.sheets.keys():
        hint = "Slet arket, hvis det er sat ind, eller giv det sit navn tilbage."
        yield Problem(Place(sheet_name(name, unknown)), "Arket hører ikke til skemaet.", unknown, allowed, hint)


def _whose(sheets: Mapping[str, SheetCells], forms: Sequence[Form], name: str) -> Form:
    place = sheet_name(name, GUIDE)
    if GUIDE not in sheets:
        raise ProblemsError([Problem(Place(place), "Arket mangler.", hint=_BACK)])
    reader = _Reader(place, sheets[GUIDE], forms[0].period, [])
    units = {form.unit.strip(): form for form in forms}
    if reader.text(PERIOD_AT) != str(forms[0].period):
        told = reader.text(PERIOD_AT)
        reader.refuse(
            PERIOD_AT, f"Skemaet er til {forms[0].period.noun.another}.", str(forms[0].period), _BACK,
            value=told if is_period(told) else None,
        )  # fmt: skip
    if reader.text(UNIT_AT) not in units:
        reader.refuse(UNIT_AT, "Enheden har ingen mål i planen.", ", ".join(units), _BACK)
    if reader.problems:
        raise ProblemsError(reader.problems)
    return units[reader.text(UNIT_AT)]


class _Reader:
    """Reads one sheet and collects what is wrong in it."""

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
        self, at: At, message: str, allowed: str | None = None, hint: str | None = None, value: str | None = None
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
            hint = f"Er en række eller kolonne sat ind, slettet eller flyttet, så fortryd det. {_BACK}"
            self.refuse(at, message, wanted.rstrip(".") or "tomt", hint)
            return False
        for at, wanted in changed:
            if wanted:
                self.refuse(
                    at, "Feltet er låst og er ændret.", wanted.rstrip("."), "Skriv teksten tilbage, som den stod."
                )
            else:
                self.refuse(at, "Her skal der ikke stå noget.", "tomt", "Flyt det til et gult felt, eller slet det.")
        return not changed

    def _fixed(self, rows: Rows) -> Iterator[tuple[At, str]]:
        for row in range(max(len(rows), len(self.cells))):
            expected = rows[row] if row < len(rows) else ()
            for column in range(max(len(expected), len(self.cells[row]) if row < len(self.cells) else 0)):
                cell = expected[column] if column < len(expected) else Cell(Kind.FIXED)
                if cell.kind not in ANSWERS:
                    yield (row, column), str(cell.value).strip()

    def answer(self, goal: str, rows: Rows) -> Answer:
        """The answers of a sheet whose fixed cells stand."""
        asked: dict[str, dict[Kind, At]] = {}
        names: dict[str, str] = {}
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell.kind in ANSWERS:
                    asked.setdefault(cell.about, {})[cell.kind] = (row, column)
                    if (row, column) in self.errors:
                        shown, hint = self.text((row, column))[:40], "Skriv svaret, som det skal stå."
                        self.refuse((row, column), "Cellen viser en fejl.", hint=hint, value=shown)
                if cell.kind is Kind.NAME:
                    self.named((row, column), cell.about, names)
                if cell.kind in WORDS:
                    self.check_words((row, column), blocks_of if cell.kind is Kind.COMMENT else inline_of)
        items, control, words = dict[str, Item](), dict[tuple[str, Month], int](), asked.pop("")
        for about, places in asked.items():
            if Kind.CONTROL in places:
                counted = self.counted(places[Kind.CONTROL])
                series, _, month = about.rpartition(" ")
                control |= {} if counted is None else {(series, Month.parse(month)): counted}
            else:
                row, column = places[Kind.STATE]
                item = self.item(places, had=bool(rows[row][column].value))
                if item is not None and Kind.DEGREE in places:
                    degree_row, degree_column = places[Kind.DEGREE]
                    item = self.assessed(item, places, rows[degree_row][degree_column].choices)
                items |= {} if item is None else {about: item}
        account = {field: self.text(words[Kind(field)], day=field == Kind.WHEN) for field in ACCOUNT_FIELDS}
        if day := account[Kind.WHEN]:
            account[Kind.WHEN] = self.day(words[Kind.WHEN], day)
        account = {field: text for field, text in account.items() if text}
        comment, reason = self.text(words[Kind.COMMENT]), self.text(words[Kind.REASON])
        return Answer(goal, items, comment, reason, names, control, account)

    def named(self, at: At, item: str, names: dict[str, str]) -> None:
        """What the owner calls an item, added to the names; an empty cell leaves it as it was."""
        text = self.text(at)
        wrong = "Navnet er brugt før." if text in names.values() else name_fault(text) if text else ""
        if wrong:
            self.refuse(at, wrong, f"{ITEM_NAME}, som ingen anden leverance har")
        elif text:
            names[item] = text

    def check_words(self, at: At, parse: Callable[[str], object]) -> None:
        text = self.text(at)
        if len(text) > MAX_CELL:
            self.refuse(at, "Teksten er for lang.", f"højst {MAX_CELL} tegn", value=f"{len(text)} tegn")
        elif unsafe := unsafe_character(text):
            self.refuse(at, f"Teksten har et skjult tegn: {unsafe}.", hint="Skriv teksten igen uden tegnet.")
        else:
            try:
                parse(text)
            except ValueError:
                self.refuse(at, "Linket kan ikke bruges.", LINKS)

    def counted(self, at: At) -> int | None:
        """The control total, where there is one."""
        text = self.text(at)
        typed = text.replace(".", "") if isinstance(self.raw(at), str) and _COUNT.fullmatch(text) else text
        if typed.isascii() and typed.isdigit() and int(typed) <= MAX_CONTROL:
            return int(typed)
        if text:
            self.refuse(at, "Tallet kan ikke læses.", f"et helt tal fra 0 til {MAX_CONTROL}")
        return None

    def item(self, places: Mapping[Kind, At], *, had: bool) -> Item | None:
        """An item that has a state. `had`: it had one before, so that it must have one still."""
        state_at, day_at, evidence_at = places[Kind.STATE], places[Kind.DAY], places[Kind.EVIDENCE]
        state = {known.casefold(): known for known in STATES}.get(self.text(state_at).casefold())
        day, evidence = self.text(day_at, day=True), self.text(evidence_at)
        when = self.day(day_at, day) if day else ""
        if state is None and self.text(state_at):
            self.refuse(state_at, "Tilstanden er ukendt.", ", ".join(STATES))
        elif state is None:
            if had or day or evidence:
                hint = f"Vælg den på listen; vælg »{UNDATED}«, hvis der ingen dato er."
                self.refuse(state_at, "Tilstanden mangler.", ", ".join(STATES), hint)
        elif state == UNDATED and day:
            self.refuse(day_at, "Der står en dato.", "tomt", "Slet datoen, eller vælg en anden tilstand.")
        elif state != UNDATED and not day:
            self.refuse(day_at, "Datoen mangler.", _DATE)
        elif state == DONE and when > self.period.last_day.isoformat() and Kind.DEGREE not in places:
            hint = f"Vælg »{EXPECTED}«, hvis leverancen ikke er færdig."
            latest = f"senest {self.period.last_day:%d-%m-%Y}"
            self.refuse(day_at, f"Datoen ligger efter {self.period.noun.of_the} slutning.", latest, hint)
        else:
            return Item(when if state == DONE else "", when if state == EXPECTED else "", evidence)
        return None

    def assessed(self, item: Item, places: Mapping[Kind, At], degrees: Sequence[str]) -> Item | None:
        """An item with the degree that it was given, or that is expected, and who gave it."""
        at, by_at = places[Kind.DEGREE], places[Kind.BY]
        typed, by = self.text(at), self.text(by_at)
        degree = {known.casefold(): known for known in degrees}.get(typed.casefold(), "")
        if typed and not degree:
            self.refuse(at, "Graden findes ikke i planen.", ", ".join(degrees))
        elif item.completed and not degree:
            self.refuse(at, "En vurdering skal have en grad.", ", ".join(degrees))
        elif item.completed and not by:
            self.refuse(by_at, "Det mangler, hvem der har vurderet.")
        elif item.completed and (wrong := name_fault(by)):
            self.refuse(by_at, wrong, ITEM_NAME)
        else:
            return replace(item, degree=degree, by=by if item.completed else "")
        return None

    def day(self, at: At, text: str) -> str:
        """A date as ISO; empty, with a problem, where there is none."""
        day = day_typed(text)
        if day is None:
            self.refuse(at, "Datoen kan ikke læses.", _DATE)
            return ""
        if not FIRST_DAY <= day <= LAST_DAY:
            self.refuse(at, "Datoen er for langt væk.", f"fra {FIRST_DAY:%d-%m-%Y} til {LAST_DAY:%d-%m-%Y}")
        return day.isoformat()
