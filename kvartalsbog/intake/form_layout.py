"""The form that a unit fills in, cell by cell: what stands fixed in it, and what kind of answer is asked for where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kvartalsbog.plan import Count, Goal, Plan
from kvartalsbog.quarter import Month, Quarter
from kvartalsbog.readings import Readings, Sum, by_month
from kvartalsbog.wording import amount, number

GUIDE = "Vejledning"
DONE, EXPECTED, UNDATED = "Gennemført", "Forventet", "Uden dato"
STATES = (DONE, EXPECTED, UNDATED)
WORDS_ROW, REASON_ROW, HEAD_ROW = 1, 2, 4  # rows of a goal's sheet, from 0
ITEM_HEAD = ("Leverance", "Navn", "Frist", "Tilstand", "Dato", "Bemærkning")
MONTH_HEAD = ("Måned", "Indberettet antal", "Indberettet resultat", "Kontroltal")


class Kind(StrEnum):
    """What a cell is for: it stands fixed, or it asks for words, a state, a date or a count."""

    FIXED = "fixed"
    HEAD = "head"
    WORDS = "words"
    STATE = "state"
    DATE = "date"
    COUNT = "count"


@dataclass(frozen=True)
class Cell:
    """A cell and what stands in it from the start."""

    kind: Kind
    value: str | date = ""


@dataclass(frozen=True)
class Item:
    """An item's state as it was last reported: ISO dates or nothing, and the owner's words as typed."""

    completed: str = ""
    expected: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Form:
    """A unit's form: sheet name → rows of cells. The first sheet is the guide, the others are named after goals."""

    unit: str
    quarter: Quarter
    title: str
    sheets: Mapping[str, tuple[tuple[Cell, ...], ...]]


Items = Mapping[tuple[str, str], Item]


def forms(plan: Plan, quarter: Quarter, before: Readings, items: Items) -> tuple[Form, ...]:
    """A form for each unit that answers for a goal, in the plan's order, with the state before the quarter."""
    units = dict.fromkeys(goal.responsible for goal in plan.goals)
    return tuple(_form(unit, plan, quarter, before, items) for unit in units)


def sheet_label(goal: Goal) -> str:
    """The first cell of a goal's sheet."""
    return f"Mål {goal.id}: {goal.title}"


def deliverables(goal: Goal) -> Iterator[tuple[str, str, date]]:
    """Every item that a goal can have: its id, what it is called, its deadline."""
    for criterion in goal.dated:
        if isinstance(criterion, Count):
            for place in range(1, criterion.items.most + 1):
                name = f"{criterion.items.id}-{place}"
                yield name, goal.item_title(name), criterion.deadline
        else:
            yield criterion.deliverable, criterion.title, criterion.deadline


def _form(unit: str, plan: Plan, quarter: Quarter, before: Readings, items: Items) -> Form:
    goals = [goal for goal in plan.goals if goal.responsible == unit]
    sheets = {GUIDE: _guide(unit, plan, quarter)}
    for goal in goals:
        table = _items(goal, items) if goal.dated else _months(goal, quarter, before)
        sheets[goal.id] = (*_top(goal), *table)
    return Form(unit, quarter, plan.title, sheets)


def _guide(unit: str, plan: Plan, quarter: Quarter) -> tuple[tuple[Cell, ...], ...]:
    lines = (
        "Skriv kun i de lyse felter. De øvrige er låst.",
        "Hvert mål har sit eget ark. Forrige kvartals tilstand står der allerede; ret kun det, der er ændret.",
        f"Tilstand: »{DONE}« og »{EXPECTED}« skal have en dato. »{UNDATED}« skal ikke.",
        f"En dato for »{DONE}« ligger senest på kvartalets sidste dag.",
        "Ejerens ord trykkes i bogen. Skriv to-tre sætninger om, hvad der er sket, og hvad der kommer.",
        "Grund til ændring skal kun udfyldes, når tal eller datoer fra et tidligere kvartal er rettet.",
        "Kontroltal er antallet efter jeres egen opgørelse. Det trykkes ikke, men holdes op mod udtrækket.",
        "Slet eller flyt ikke ark, rækker eller kolonner. Send filen tilbage uden at omdøbe arkene.",
    )
    head = (
        (_fixed(f"Skema til {plan.title}"),),
        (_fixed("Kvartal"), _fixed(str(quarter))),
        (_fixed("Ansvarlig"), _fixed(unit)),
        (_fixed(""),),
    )
    return (*head, *((_fixed(line),) for line in lines))


def _top(goal: Goal) -> tuple[tuple[Cell, ...], ...]:
    return (
        (_fixed(sheet_label(goal)),),
        (_fixed("Ejerens ord"), Cell(Kind.WORDS)),
        (_fixed("Grund til ændring"), Cell(Kind.WORDS)),
        (_fixed(""),),
    )


def _items(goal: Goal, items: Items) -> Iterator[tuple[Cell, ...]]:
    yield tuple(Cell(Kind.HEAD, head) for head in ITEM_HEAD)
    for name, title, deadline in deliverables(goal):
        fixed = (_fixed(name), _fixed(title), _fixed(f"{deadline:%d-%m-%Y}"))
        item = items.get((goal.id, name))
        if item is None:
            yield (*fixed, Cell(Kind.STATE), Cell(Kind.DATE), Cell(Kind.WORDS))
            continue
        state = DONE if item.completed else EXPECTED if item.expected else UNDATED
        day = item.completed or item.expected
        when = Cell(Kind.DATE, date.fromisoformat(day) if day else "")
        yield (*fixed, Cell(Kind.STATE, state), when, Cell(Kind.WORDS, item.evidence))


def _months(goal: Goal, quarter: Quarter, before: Readings) -> Iterator[tuple[Cell, ...]]:
    yield tuple(Cell(Kind.HEAD, head) for head in MONTH_HEAD)
    reported = by_month(before.series(goal.id)) if before.vintages else {}
    for month in quarter.year_to_date:
        kind = Kind.COUNT if month in quarter.months else Kind.FIXED
        yield (*_reported(goal, month, reported), Cell(kind))


def _reported(goal: Goal, month: Month, reported: Mapping[Month, Sum]) -> tuple[Cell, ...]:
    found, criterion = reported.get(month), goal.ratio
    if found is None or criterion is None or found.mean is None:
        return _fixed(str(month)), _fixed(""), _fixed("")
    mean = found.mean * (100 if criterion.kind == "share" else 1)
    return _fixed(str(month)), _fixed(number(found.n)), _fixed(amount(mean, criterion.unit, 1))


def _fixed(text: str) -> Cell:
    return Cell(Kind.FIXED, text)
