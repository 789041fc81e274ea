"""The form that a unit fills in, cell by cell: what stands fixed in it, and what kind of answer is asked for where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kvartalsbog.intake.forms.guidance import guidance
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.measures import Sum, by_month
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, Period, capital, days_of
from kvartalsbog.plan.goals import Goal
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings
from kvartalsbog.readings.vintage_text import Item, Items, deliverables
from kvartalsbog.words.kinds import series_words
from kvartalsbog.words.numbers import month_name
from kvartalsbog.words.statuses import ACCOUNT_FIELDS, data_status

GUIDE = "Vejledning"
GUIDE_TITLE, GOAL_TITLE = "Skema til ", "Mål "  # what the first cell of the guide, and of a goal's sheet, begins with
PERIOD_AT, UNIT_AT = (1, 1), (2, 1)  # row and column in the guide, from 0
DONE, EXPECTED, UNDATED = "Gennemført", "Forventet", "Uden dato"
STATES = (DONE, EXPECTED, UNDATED)
GOAL_HEAD, FIELD_HEAD = ("Ark", "Mål"), ("Felt", "Sådan udfylder du det")
ITEM_HEAD = ("Kode", "Leverance", "Frist", "Tilstand", "Dato", "Bemærkning")
ASSESSED_HEAD = (*ITEM_HEAD, "Grad", "Vurderet af")
MONTH_HEAD = ("Måned", "Indberettet indtil nu", "Kontroltal")
_ACCOUNT = "Er målet ikke opfyldt, kun delvist opfyldt, eller kan det ikke længere nås, så udfyld også felterne her."
MAX_CONTROL = 999_999_999
FIRST_DAY, LAST_DAY = days_of(2000)[0], days_of(2100)[1]  # a date outside them is a slip of the finger


class Kind(StrEnum):
    """What a cell is: it stands fixed, or it asks for an answer of one kind."""

    TITLE = "title"
    NOTE = "note"
    LABEL = "label"
    HEAD = "head"
    FIXED = "fixed"
    STATE = "state"
    DAY = "day"
    EVIDENCE = "evidence"
    CONTROL = "control"
    COMMENT = "comment"
    REASON = "reason"
    NAME = "name"
    CAUSE = "cause"
    EVENTS = "events"
    ACTION = "action"
    WHO = "who"
    WHEN = "when"
    DEGREE = "degree"
    BY = "by"


WORDS = frozenset((Kind.EVIDENCE, Kind.COMMENT, Kind.REASON, Kind.CAUSE, Kind.EVENTS, Kind.ACTION, Kind.WHO, Kind.BY))
ANSWERS = WORDS | {Kind.NAME, Kind.STATE, Kind.DAY, Kind.CONTROL, Kind.WHEN, Kind.DEGREE}


@dataclass(frozen=True)
class Cell:
    """A cell, what stands in it from the start, the item or month that its answer is about, and the answers it offers."""

    kind: Kind
    value: str | int | date = ""
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


def forms(plan: Plan, period: Period, before: Readings, items: Items) -> tuple[Form, ...]:
    """A form for each unit that answers for a goal, in the plan's order, with the state before the quarter."""
    units = dict.fromkeys(goal.responsible for goal in plan.goals)
    return tuple(_form(unit, plan, period, before, items) for unit in units)


def tables(rows: Rows) -> Iterator[range]:
    """The rows of each table of a sheet, its heads first."""
    start = None
    for number_, row in enumerate((*rows, ())):
        if start is not None and not row:
            yield range(start, number_)
            start = None
        elif start is None and row and row[0].kind is Kind.HEAD:
            start = number_


def _form(unit: str, plan: Plan, period: Period, before: Readings, items: Items) -> Form:
    goals = [goal for goal in plan.goals if goal.responsible == unit]
    sheets = {goal.id: tuple(_sheet(goal, period, before, items)) for goal in goals}
    return Form(unit, period, plan.title, {GUIDE: tuple(_guide(unit, plan, period, goals)), **sheets})


def _guide(unit: str, plan: Plan, period: Period, goals: Sequence[Goal]) -> Iterator[tuple[Cell, ...]]:
    yield (Cell(Kind.TITLE, f"{GUIDE_TITLE}{plan.title}"),)
    yield (Cell(Kind.LABEL, capital(period.noun.bare)), Cell(Kind.NOTE, str(period)))
    yield (Cell(Kind.LABEL, "Ansvarlig"), Cell(Kind.NOTE, unit))
    if plan.data_status == "example":  # a draft may become final while its forms are out
        yield (Cell(Kind.LABEL, "Status"), Cell(Kind.NOTE, ": ".join(data_status(plan.data_status))))
    yield ()
    yield _heads(GOAL_HEAD)
    for goal in goals:
        yield _fixed(goal.id, f"{goal.title}. {goal.summary}")
    yield ()
    yield _heads(FIELD_HEAD)
    reported = [goal for goal in goals if not goal.is_reported_there]
    for field, words in guidance(reported, period, STATES):
        yield _fixed(field, words)


def _sheet(goal: Goal, period: Period, before: Readings, items: Items) -> Iterator[tuple[Cell, ...]]:
    blocks: list[Sequence[tuple[Cell, ...]]] = []
    if goal.dated and not goal.is_reported_there:
        blocks.append((_heads(ASSESSED_HEAD if _is_assessed(goal) else ITEM_HEAD), *_items(goal, items)))
    measured = () if goal.is_reported_there else reversed(goal.measured)
    for criterion in {c.series: c for c in measured}.values():
        first = MONTH_HEAD[0] if len(goal.series) == 1 else f"{MONTH_HEAD[0]}: {criterion.title}"
        if months := tuple(_months(criterion, period, before)):
            blocks.append((_heads((first, *MONTH_HEAD[1:])), *months))
    yield (Cell(Kind.TITLE, f"{GOAL_TITLE}{goal.id}: {goal.title}"),)
    line = 4 + sum(len(block) + 1 for block in blocks)
    where = f"Skriv ejerens ord under tabellen, i felt B{line}." if blocks else f"Skriv ejerens ord i felt B{line}."
    yield (Cell(Kind.NOTE, f"{_asked(goal)} {where}" if blocks or goal.is_reported_there else where),)
    yield ()
    for block in blocks:
        yield from block
        yield ()
    yield (Cell(Kind.LABEL, "Ejerens ord"), Cell(Kind.COMMENT))
    yield (Cell(Kind.LABEL, "Grund til ændring"), Cell(Kind.REASON))
    yield ()
    yield (Cell(Kind.NOTE, _ACCOUNT),)
    for field, label in ACCOUNT_FIELDS.items():
        yield (Cell(Kind.LABEL, label), Cell(Kind(field)))


def _asked(goal: Goal) -> str:
    if goal.shared is not None and goal.is_reported_there:
        return f"Målet er fælles med planen {goal.shared.plan}, og dér indberettes dets tal; her skrives kun ord."
    if goal.dated:
        return "Ret i tabellen, hvor noget er ændret, siden I meldte sidst."
    return "Skriv gerne kontroltal i tabellen."


def _items(goal: Goal, items: Items) -> Iterator[tuple[Cell, ...]]:
    counted = frozenset(goal.counted)
    for name, title, deadline in deliverables(goal):
        item = items.get((goal.id, name))
        state = "" if item is None else DONE if item.completed else EXPECTED if item.expected else UNDATED
        item = item or Item()
        day = item.completed or item.expected
        named = Cell(Kind.NAME, title, name) if name in counted else Cell(Kind.FIXED, title)
        yield (
            *_fixed(name),
            named,
            *_fixed(f"{deadline:%d-%m-%Y}"),
            Cell(Kind.STATE, state, name),
            Cell(Kind.DAY, date.fromisoformat(day) if day else "", name, tuple(goal.dated[goal.place_of(name)].graded)),
            Cell(Kind.EVIDENCE, item.evidence, name),
            *(_assessment(goal.dated[goal.place_of(name)], item, name) if _is_assessed(goal) else ()),
        )


def _is_assessed(goal: Goal) -> bool:
    return any(criterion.graded for criterion in goal.dated)


def _assessment(criterion: DatedCriterion, item: Item, name: str) -> tuple[Cell, ...]:
    """The degree and who gave it, of an item that is assessed; nothing is asked of another."""
    if not criterion.graded:
        return _fixed("", "")
    return (
        Cell(Kind.DEGREE, item.degree, name, tuple(criterion.graded)),
        Cell(Kind.BY, item.by or criterion.assessor, name),
    )


def _months(criterion: SeriesCriterion, period: Period, before: Readings) -> Iterator[tuple[Cell, ...]]:
    reported = by_month(before.series(criterion.series)) if before.vintages else {}
    for month in period.to_date:
        if criterion.reports(month, period.calendar.months):
            asked = month in period.months
            control = Cell(Kind.CONTROL, about=f"{criterion.series} {month}") if asked else Cell(Kind.FIXED)
            yield (*_fixed(month_name(month, year=True), _reported(criterion, month, reported)), control)


def _reported(criterion: SeriesCriterion, month: Month, reported: Mapping[Month, Sum]) -> str:
    found = reported.get(month)
    if found is None:
        return "Ikke indberettet endnu"
    return series_words(criterion).month(criterion, found)


def _heads(heads: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(Cell(Kind.HEAD, head) for head in heads)


def _fixed(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(Kind.FIXED, text) for text in texts)
