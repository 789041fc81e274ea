"""What the cells of a form take, and what their readers are told: the checks that a spreadsheet makes while somebody types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kvartalsbog.files.rows import MAX_CELL
from kvartalsbog.intake.forms.guidance import later
from kvartalsbog.intake.forms.layout import (
    DONE,
    FIRST_DAY,
    LAST_DAY,
    MAX_CONTROL,
    MAX_SUM,
    NO_CHANGE,
    STATES,
    WORDS,
    YES,
    Cell,
    Kind,
)
from kvartalsbog.kinds.dated import ITEM_NAME, MOST_OF_A_NAME
from kvartalsbog.periods import Period
from kvartalsbog.words.numbers import number

_LISTS = {Kind.UNCHANGED: (NO_CHANGE, (YES,)), Kind.STATE: ("Tilstand", STATES), Kind.DEGREE: ("Grad", ())}
_LIST = 255  # signs of a list of choices


def rule_of(cell: Cell, state: str, period: Period) -> dict[str, Any] | None:
    """What a cell takes, and what its reader is told. `state` is the cell with the state that a date belongs to."""
    kind = cell.kind
    if kind in _LISTS:
        title, choices = _LISTS[kind]
        return _list(title, cell.choices or choices)
    if kind is Kind.DAY:
        last, ever = (f"DATE({day.year},{day.month},{day.day})" for day in (period.last_day, LAST_DAY))
        bounds = {"minimum": FIRST_DAY, "maximum": f'=IF({state}="{DONE}",{ever if cell.choices else last},{ever})'}
        message = f"Skriv en dato som {period.calendar.last_day:%d-%m-%Y}. Er leverancen gennemført, er den senest {period.last_day:%d-%m-%Y}."
        return _told({"validate": "date", "criteria": "between", **bounds}, "Dato", message)
    if kind is Kind.WHEN:
        bounds = {"minimum": FIRST_DAY, "maximum": LAST_DAY}
        message = f"Skriv en dato som {later(period):%d-%m-%Y}."
        return _told({"validate": "date", "criteria": "between", **bounds}, "Dato", message)
    if kind in (Kind.CONTROL, Kind.NUMBER, Kind.SUM):
        return _number_rule(kind)
    if kind in WORDS or kind is Kind.NAME:
        length = {"validate": "length", "criteria": "<=", "value": MOST_OF_A_NAME if kind is Kind.NAME else MAX_CELL}
        if kind is Kind.NAME:
            title, message = "Leverance", f"Skriv gerne et navn i stedet for nummeret, {ITEM_NAME}."
        else:
            title, message = "Tekst", f"Skriv højst {number(MAX_CELL)} tegn."
        return _told(length, title, message)
    return None


def _number_rule(kind: Kind) -> dict[str, Any]:
    if kind is Kind.SUM:
        bounds = {"minimum": -MAX_SUM, "maximum": MAX_SUM}
        return _told(
            {"validate": "decimal", "criteria": "between", **bounds}, "Sum", "Skriv et tal, eller lad feltet stå tomt."
        )
    title, bounds = "Kontroltal" if kind is Kind.CONTROL else "Antal", {"minimum": 0, "maximum": MAX_CONTROL}
    message = "Skriv et helt tal uden punktum, eller lad feltet stå tomt."
    return _told({"validate": "integer", "criteria": "between", **bounds}, title, message)


def _list(title: str, choices: Sequence[str]) -> dict[str, Any] | None:
    """A choice among words; None where a cell's list cannot hold them, and whoever reads the form holds the answer alone."""
    if len(",".join(choices)) > _LIST or any("," in choice for choice in choices):
        return None
    message = "Vælg på listen. Tryk Alt+pil ned for at åbne den."
    return _told({"validate": "list", "source": list(choices)}, title, message)


def _told(rule: dict[str, Any], title: str, message: str) -> dict[str, Any]:
    return {**rule, "input_title": title, "input_message": message, "error_title": title, "error_message": message}
