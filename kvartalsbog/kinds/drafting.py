"""A goal as somebody types it in one line, and how a kind would first write its criterion into a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True)
class FigureGoal:
    """A goal on figures, with what they may be at most or must be at least."""

    title: str
    direction: str
    limit: Decimal
    unit: str


@dataclass(frozen=True)
class DayGoal:
    """A goal that is met by something being done by a day."""

    title: str
    deadline: date


TypedGoal = FigureGoal | DayGoal


class Own(NamedTuple):
    """A field that a kind has beside those of its shape, with what a reader of the plan is told of it."""

    key: str
    value: object
    remark: str = ""


@dataclass(frozen=True)
class SeriesDraft:
    """A series: the measure of `intake.yml` that gives its total, what is `counted` (None: the plan's cases), and `manner`, how
    its value is to be understood. What would take any unit is asked for only `if_no_other` kind knows the unit.
    """

    kind: str
    goal: FigureGoal
    fed_by: str
    counted: str | None = None
    manner: str = ""
    own: tuple[Own, ...] = ()
    if_no_other: bool = False


@dataclass(frozen=True)
class DatedDraft:
    """What is dated: the key that its one item is named under, and in a word what it is to be."""

    kind: str
    goal: DayGoal
    item_key: str
    done: str
    own: tuple[Own, ...] = ()
    if_no_other: bool = False


Draft = SeriesDraft | DatedDraft
