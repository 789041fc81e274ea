"""The answers of a form's sheet, whose fixed cells stand: what its unit reported of one goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from kvartalsbog.content.prose import blocks_of, inline_of
from kvartalsbog.errors import Place
from kvartalsbog.intake.forms.answers import Answer
from kvartalsbog.intake.forms.layout import (
    ANSWERS,
    DONE,
    EXPECTED,
    STATES,
    UNDATED,
    WORDS,
    YES,
    Cell,
    Kind,
    Rows,
)
from kvartalsbog.intake.forms.sheet import A_DATE, At, FilledSheet
from kvartalsbog.intake.sums.given import reading
from kvartalsbog.kinds.dated import ITEM_NAME, name_fault
from kvartalsbog.kinds.measures import SeriesReading, Sum
from kvartalsbog.names import Among, same
from kvartalsbog.periods import Month
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import DECISION
from kvartalsbog.readings.vintage_text import Item
from kvartalsbog.words.statuses import ACCOUNT_FIELDS

_TICKS = (YES.casefold(), "x")
_REPORTED = frozenset((Kind.NAME, Kind.STATE, Kind.DAY, Kind.EVIDENCE, Kind.DEGREE, Kind.BY))
_Asked = dict[str, dict[Kind, At]]  # the item or month that it is about → the kinds of answer, and where each is given


def answer_of(sheet: FilledSheet, goal: str, rows: Rows, plan: Plan | None = None) -> Answer:
    """What a sheet answers, its figures held against the `plan`; what in it cannot be used is told among the sheet's problems."""
    asked, names, touched = _read(sheet, rows)
    items, control, words = dict[str, Item](), dict[tuple[str, Month], int](), asked.pop("")
    ticked = _ticked(sheet, words[Kind.UNCHANGED], changed=bool(touched & _REPORTED))
    figures: dict[str, dict[tuple[Month, str], Sum]] = {}
    for about, places in asked.items():
        if Kind.NUMBER in places:
            row, column = places[Kind.NUMBER]
            if plan and (found := _figure(sheet, about, places, plan, had=rows[row][column].value != "")):
                figures.setdefault(found.series, {})[found.month, found.district] = Sum(found.n, found.total)
        elif Kind.CONTROL in places:
            counted = sheet.counted(places[Kind.CONTROL])
            series, _, month = about.rpartition(" ")
            control |= {} if counted is None else {(series, Month.parse(month)): counted}
        else:
            row, column = places[Kind.STATE]
            item = _item(sheet, places, had=bool(rows[row][column].value))
            if item is not None and Kind.DEGREE in places:
                degree_row, degree_column = places[Kind.DEGREE]
                item = _assessed(sheet, item, places, rows[degree_row][degree_column].choices)
            items |= {} if item is None else {about: item}
    comment, reason = sheet.text(words[Kind.COMMENT]), sheet.text(words[Kind.REASON])
    answered = bool(ticked or touched)
    return Answer(goal, items, comment, reason, names, control, _account(sheet, words), answered, figures)


def _read(sheet: FilledSheet, rows: Rows) -> tuple[_Asked, dict[str, str], frozenset[Kind]]:
    """Where each answer is given, the names of items, and the kinds of cells that are otherwise than they were sent out;
    every cell that cannot be read is told.
    """
    asked: _Asked = {}
    names: dict[str, str] = {}
    touched: set[Kind] = set()
    for row, cells in enumerate(rows):
        for column, cell in ((n, cell) for n, cell in enumerate(cells) if cell.kind in ANSWERS):
            at = (row, column)
            asked.setdefault(cell.about, {})[cell.kind] = at
            if at in sheet.errors:
                shown, hint = sheet.text(at)[:40], "Skriv svaret, som det skal stå."
                sheet.refuse(at, "Cellen viser en fejl.", hint=hint, value=shown)
            if sheet.text(at, day=cell.kind in (Kind.DAY, Kind.WHEN)) != _sent(cell):
                touched.add(cell.kind)
            if cell.kind is Kind.NAME:
                sheet.named(at, cell.about, names)
            if cell.kind in WORDS:
                sheet.check_words(at, blocks_of if cell.kind is Kind.COMMENT else inline_of)
    return asked, names, frozenset(touched)


def _sent(cell: Cell) -> str:
    """What stood in a cell when the form was sent out."""
    value = cell.value.isoformat() if isinstance(cell.value, date) else str(cell.value)
    if isinstance(cell.value, Decimal):
        value = f"{cell.value.normalize() + 0:f}"
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def _ticked(sheet: FilledSheet, at: At, *, changed: bool) -> bool:
    """Whether the sheet says that nothing has changed; that it says so and is changed is told."""
    told = sheet.text(at).casefold()
    if told and told not in _TICKS:
        sheet.refuse(at, "Svaret er ukendt.", f"{YES}, eller tomt")
    elif told and changed:
        hint = f"Slet »{YES}«, eller skriv det ændrede tilbage."
        sheet.refuse(at, "Her står, at intet er ændret, men på arket er noget ændret.", "tomt", hint)
    return bool(told)


def _figure(
    sheet: FilledSheet, about: str, places: Mapping[Kind, At], plan: Plan, *, had: bool
) -> SeriesReading | None:
    """The sum of a unit's month; None where there is none yet, or where it cannot be used, which is told. `had`: it was reported."""
    series, month, unit = about.split(" ")
    n, total = (sheet.raw(places[kind]) if kind in places else "" for kind in (Kind.NUMBER, Kind.SUM))
    if not str(n).strip() and not str(total).strip():
        if had:
            message = "Tallet er slettet."
            sheet.refuse(places[Kind.NUMBER], message, "et tal", "Skriv det tal, der er det rigtige, eventuelt 0.")
        return None
    cells = {"month": month, "district": unit, "n": n, "total": total}

    def place(column: str) -> Place:
        at = places.get(Kind.SUM if column == "total" else Kind.NUMBER, places[Kind.NUMBER])
        return Place(sheet.name, column=xl_rowcol_to_cell(*at))

    found = reading(series, cells, plan, sheet.period, {unit: unit}, place)
    if isinstance(found, list):
        sheet.problems += found
        return None
    return found


def _account(sheet: FilledSheet, words: Mapping[Kind, At]) -> dict[str, str]:
    """What is filled in of the account and of the decision that is wanted, by its key in `commentary.yml`."""
    found = {key: sheet.text(words[Kind(key)], day=key == Kind.WHEN) for key in (*ACCOUNT_FIELDS, DECISION)}
    if day := found[Kind.WHEN]:
        found[Kind.WHEN] = sheet.day(words[Kind.WHEN], day)
    return {key: text for key, text in found.items() if text}


def _item(sheet: FilledSheet, places: Mapping[Kind, At], *, had: bool) -> Item | None:
    """An item that has a state. `had`: it had one before, so that it must have one still."""
    state_at, day_at, evidence_at = places[Kind.STATE], places[Kind.DAY], places[Kind.EVIDENCE]
    state = same(sheet.text(state_at), STATES)
    day, evidence = sheet.text(day_at, day=True), sheet.text(evidence_at)
    when = sheet.day(day_at, day) if day else ""
    if state is None and sheet.text(state_at):
        sheet.refuse(state_at, "Tilstanden er ukendt.", Among(sheet.text(state_at), STATES))
    elif state is None:
        if had or day or evidence:
            hint = f"Vælg den på listen; vælg »{UNDATED}«, hvis der ingen dato er."
            sheet.refuse(state_at, "Tilstanden mangler.", ", ".join(STATES), hint)
    elif state == UNDATED and day:
        sheet.refuse(day_at, "Der står en dato.", "tomt", "Slet datoen, eller vælg en anden tilstand.")
    elif state != UNDATED and not day:
        sheet.refuse(day_at, "Datoen mangler.", A_DATE)
    elif state == DONE and when > sheet.period.last_day.isoformat() and Kind.DEGREE not in places:
        hint = f"Vælg »{EXPECTED}«, hvis leverancen ikke er færdig."
        latest = f"senest {sheet.period.last_day:%d-%m-%Y}"
        sheet.refuse(day_at, f"Datoen ligger efter {sheet.period.noun.of_the} slutning.", latest, hint)
    else:
        return Item(when if state == DONE else "", when if state == EXPECTED else "", evidence)
    return None


def _assessed(sheet: FilledSheet, item: Item, places: Mapping[Kind, At], degrees: Sequence[str]) -> Item | None:
    """An item with the degree that it was given, or that is expected, and who gave it."""
    at, by_at = places[Kind.DEGREE], places[Kind.BY]
    typed, by = sheet.text(at), sheet.text(by_at)
    degree = same(typed, degrees) or ""
    if typed and not degree:
        sheet.refuse(at, "Graden findes ikke i planen.", Among(typed, tuple(degrees)))
    elif item.completed and not degree:
        sheet.refuse(at, "En vurdering skal have en grad.", ", ".join(degrees))
    elif item.completed and not by:
        sheet.refuse(by_at, "Det mangler, hvem der har vurderet.")
    elif item.completed and (wrong := name_fault(by)):
        sheet.refuse(by_at, wrong, ITEM_NAME)
    else:
        return replace(item, degree=degree, by=by if item.completed else "")
    return None
