"""The form that a unit fills in, cell by cell: what stands fixed in it, and what kind of answer is asked for where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from kvartalsbog.periods import Period, days_of
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings
from kvartalsbog.readings.vintage_text import Items

GUIDE = "Vejledning"
GUIDE_TITLE, GOAL_TITLE = "Skema til ", "Mål "  # what the first cell of the guide, and of a goal's sheet, begins with
PERIOD_AT, UNIT_AT = (1, 1), (2, 1)  # row and column in the guide, from 0
DONE, EXPECTED, UNDATED = "Gennemført", "Forventet", "Uden dato"
STATES = (DONE, EXPECTED, UNDATED)
GOAL_HEAD, FIELD_HEAD = ("Ark", "Mål"), ("Felt", "Sådan udfylder du det")
ITEM_HEAD = ("Kode", "Leverance", "Frist", "Tilstand", "Dato", "Bemærkning", "Meldt hidtil")
ASSESSED_HEAD = (*ITEM_HEAD, "Grad", "Vurderet af")
MONTH_HEAD = ("Måned", "Indberettet indtil nu", "Kontroltal")
NO_CHANGE, YES = "Ingen ændring", "Ja"
MAX_CONTROL, MAX_SUM = 999_999_999, 999_999_999_999
FIRST_DAY, LAST_DAY = days_of(2000)[0], days_of(2100)[1]  # a date outside them is a slip of the finger


class Kind(StrEnum):
    """What a cell is: it stands fixed, or it asks for an answer of one kind."""

    TITLE = "title"
    NOTE = "note"
    LABEL = "label"
    HEAD = "head"
    FIXED = "fixed"
    SAID = "said"  # what was told before; it stands for the reader's sake and is not held to anything
    UNCHANGED = "unchanged"
    STATE = "state"
    DAY = "day"
    EVIDENCE = "evidence"
    CONTROL = "control"
    NUMBER = "number"
    SUM = "sum"
    COMMENT = "comment"
    REASON = "reason"
    DECISION = "decision"
    NAME = "name"
    CAUSE = "cause"
    EVENTS = "events"
    ACTION = "action"
    WHO = "who"
    WHEN = "when"
    DEGREE = "degree"
    BY = "by"


WORDS = frozenset(
    (Kind.EVIDENCE, Kind.COMMENT, Kind.REASON, Kind.DECISION, Kind.CAUSE, Kind.EVENTS, Kind.ACTION, Kind.WHO, Kind.BY)
)
FIGURES = frozenset((Kind.NUMBER, Kind.SUM))
ANSWERS = WORDS | FIGURES | {Kind.UNCHANGED, Kind.NAME, Kind.STATE, Kind.DAY, Kind.CONTROL, Kind.WHEN, Kind.DEGREE}


@dataclass(frozen=True)
class Cell:
    """A cell, what stands in it from the start, the item or month that its answer is about, and the answers it offers."""

    kind: Kind
    value: str | int | Decimal | date = ""
    about: str = ""
    choices: tuple[str, ...] = ()


Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Form:
    """A unit's form: sheet name → rows of cells. The first sheet is the guide, the others are named after goals.

    In each sheet a table begins with a row of heads and goes on to the next row without cells.
    """

    unit: str
    period: Period
    title: str
    sheets: Mapping[str, Rows]
    plan: Plan | None = None  # what figures are held against


Said = Mapping[str, Mapping[str, Any]]  # goal → what its owner wrote, by the keys of `commentary.yml`


@dataclass(frozen=True)
class Known:
    """What was told before the quarter: the readings, the items' last states, and what owners wrote last. Of the series that are
    `mapped` extracts give the figures; of the others the forms ask for them.
    """

    before: Readings
    items: Items
    said: Said = field(default_factory=dict)
    mapped: frozenset[str] = frozenset()


def tables(rows: Rows) -> Iterator[range]:
    """The rows of each table of a sheet, its heads first."""
    start = None
    for number_, row in enumerate((*rows, ())):
        if start is not None and not row:
            yield range(start, number_)
            start = None
        elif start is None and row and row[0].kind is Kind.HEAD:
            start = number_
