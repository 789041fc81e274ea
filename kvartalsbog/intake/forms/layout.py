"""The form that a unit fills in, cell by cell: what stands fixed in it, and what kind of answer is asked for where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from kvartalsbog.intake.forms.guidance import guidance
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.measures import Sum, by_month
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, Period, capital, days_of
from kvartalsbog.plan.goals import Goal
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import DECISION, Readings
from kvartalsbog.readings.vintage_text import Item, Items, deliverables
from kvartalsbog.words.kinds import series_words
from kvartalsbog.words.numbers import month_name
from kvartalsbog.words.statuses import ACCOUNT_FIELDS, DECISION_FIELD, data_status

GUIDE = "Vejledning"
GUIDE_TITLE, GOAL_TITLE = "Skema til ", "Mål "  # what the first cell of the guide, and of a goal's sheet, begins with
PERIOD_AT, UNIT_AT = (1, 1), (2, 1)  # row and column in the guide, from 0
DONE, EXPECTED, UNDATED = "Gennemført", "Forventet", "Uden dato"
STATES = (DONE, EXPECTED, UNDATED)
GOAL_HEAD, FIELD_HEAD = ("Ark", "Mål"), ("Felt", "Sådan udfylder du det")
ITEM_HEAD = ("Kode", "Leverance", "Frist", "Tilstand", "Dato", "Bemærkning", "Meldt hidtil")
ASSESSED_HEAD = (*ITEM_HEAD, "Grad", "Vurderet af")
MONTH_HEAD = ("Måned", "Indberettet indtil nu", "Kontroltal")
_ACCOUNT = "Er målet ikke opfyldt, kun delvist opfyldt, eller kan det ikke længere nås, så udfyld også felterne her."
NO_CHANGE, YES = "Ingen ændring", "Ja"
_SAID = "Sidst skrev I (det trykkes ikke igen):"
MAX_CONTROL = 999_999_999
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
ANSWERS = WORDS | {Kind.UNCHANGED, Kind.NAME, Kind.STATE, Kind.DAY, Kind.CONTROL, Kind.WHEN, Kind.DEGREE}


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


Said = Mapping[str, Mapping[str, Any]]  # goal → what its owner wrote, by the keys of `commentary.yml`


@dataclass(frozen=True)
class Known:
    """What was told before the quarter: the readings, the items' last states, and what owners wrote last."""

    before: Readings
    items: Items
    said: Said = field(default_factory=dict)


def forms(plan: Plan, period: Period, known: Known) -> tuple[Form, ...]:
    """A form for each unit that answers for a goal, in the plan's order, with the state before the quarter."""
    units = dict.fromkeys(goal.responsible for goal in plan.goals)
    return tuple(_form(unit, plan, period, known) for unit in units)


def tables(rows: Rows) -> Iterator[range]:
    """The rows of each table of a sheet, its heads first."""
    start = None
    for number_, row in enumerate((*rows, ())):
        if start is not None and not row:
            yield range(start, number_)
            start = None
        elif start is None and row and row[0].kind is Kind.HEAD:
            start = number_


def _form(unit: str, plan: Plan, period: Period, known: Known) -> Form:
    goals = [goal for goal in plan.goals if goal.responsible == unit]
    sheets = {goal.id: tuple(_sheet(goal, period, known)) for goal in goals}
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
    for title, words in guidance(reported, period, STATES, plan.ministry):
        yield _fixed(title, words)


def _sheet(goal: Goal, period: Period, known: Known) -> Iterator[tuple[Cell, ...]]:
    blocks = tuple(_blocks(goal, period, known))
    yield (Cell(Kind.TITLE, f"{GOAL_TITLE}{goal.id}: {goal.title}"),)
    line = 4 + sum(len(block) + 1 for block in blocks)
    where = f"Skriv ejerens ord under tabellen, i felt B{line}." if blocks else f"Skriv ejerens ord i felt B{line}."
    yield (Cell(Kind.NOTE, f"{_asked(goal)} {where}" if blocks or goal.is_reported_there else where),)
    yield (Cell(Kind.LABEL, NO_CHANGE), Cell(Kind.UNCHANGED))
    for block in blocks:
        yield from block
        yield ()
    yield (Cell(Kind.LABEL, "Ejerens ord"), Cell(Kind.COMMENT))
    yield (Cell(Kind.LABEL, "Grund til ændring"), Cell(Kind.REASON))
    yield (Cell(Kind.LABEL, DECISION_FIELD), Cell(Kind.DECISION))
    yield ()
    yield (Cell(Kind.NOTE, _ACCOUNT),)
    for field_, label in ACCOUNT_FIELDS.items():
        yield (Cell(Kind.LABEL, label), Cell(Kind(field_)))
    yield from _said(known.said.get(goal.id, {}))


def _blocks(goal: Goal, period: Period, known: Known) -> Iterator[Rows]:
    """The tables of a goal's sheet: its items, and the months of each of its series."""
    if goal.is_reported_there:
        return
    if goal.dated:
        yield (_heads(ASSESSED_HEAD if _is_assessed(goal) else ITEM_HEAD), *_items(goal, known))
    for criterion in {c.series: c for c in reversed(goal.measured)}.values():
        first = MONTH_HEAD[0] if len(goal.series) == 1 else f"{MONTH_HEAD[0]}: {criterion.title}"
        if months := tuple(_months(criterion, period, known.before)):
            yield (_heads((first, *MONTH_HEAD[1:])), *months)


def _said(said: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    """What the owner wrote last, below all that is asked."""
    labels = {"comment": "Ejerens ord", DECISION: DECISION_FIELD, **ACCOUNT_FIELDS}
    told = [(label, said[key]) for key, label in labels.items() if said.get(key)]
    if told:
        yield ()
        yield (Cell(Kind.SAID, _SAID),)
        for label, words in told:
            yield (Cell(Kind.SAID, label), Cell(Kind.SAID, str(words)))


def _asked(goal: Goal) -> str:
    if goal.shared is not None and goal.is_reported_there:
        return f"Målet er fælles med planen {goal.shared.plan}, og dér indberettes dets tal; her skrives kun ord."
    if goal.dated:
        return "Ret i tabellen, hvor noget er ændret, siden I meldte sidst."
    return "Skriv gerne kontroltal i tabellen."


def _items(goal: Goal, known: Known) -> Iterator[tuple[Cell, ...]]:
    counted = frozenset(goal.counted)
    for name, title, deadline in deliverables(goal):
        item = known.items.get((goal.id, name))
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
            Cell(Kind.SAID, _reported_so_far(goal.id, name, known.before)),
            *(_assessment(goal.dated[goal.place_of(name)], item, name) if _is_assessed(goal) else ()),
        )


def _reported_so_far(goal: str, name: str, before: Readings) -> str:
    """The days that were told of an item, the newest first: how its date has moved."""
    told: list[str] = []
    for vintage in before.vintages:
        for row in vintage.deliverables_of.get(goal, ()):
            day = row.completed or row.expected
            state = DONE if row.completed else EXPECTED if day else UNDATED
            said = f"{state} {day:%d-%m-%Y}" if day else state
            told += [said] if row.deliverable == name and [said] != told[-1:] else []
    return ", før ".join(reversed(told))


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
