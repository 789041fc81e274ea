"""The forms of a quarter composed: a guide, and a sheet for each goal with what was told before and what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from kvartalsbog.intake.forms.guidance import guidance
from kvartalsbog.intake.forms.layout import (
    ASSESSED_HEAD,
    DONE,
    EXPECTED,
    FIELD_HEAD,
    GOAL_HEAD,
    GOAL_TITLE,
    GUIDE,
    GUIDE_TITLE,
    ITEM_HEAD,
    MONTH_HEAD,
    NO_CHANGE,
    STATES,
    UNDATED,
    Cell,
    Form,
    Kind,
    Known,
    Rows,
)
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.measures import Sum, by_month
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, Period, capital
from kvartalsbog.plan.goals import Goal
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import DECISION, Readings
from kvartalsbog.readings.vintage_text import Item, deliverables
from kvartalsbog.words.kinds import series_words
from kvartalsbog.words.numbers import month_name
from kvartalsbog.words.statuses import ACCOUNT_FIELDS, DECISION_FIELD, data_status

_ACCOUNT = "Er målet ikke opfyldt, kun delvist opfyldt, eller kan det ikke længere nås, så udfyld også felterne her."
_SAID = "Sidst skrev I (det trykkes ikke igen):"


def forms(plan: Plan, period: Period, known: Known) -> tuple[Form, ...]:
    """A form for each unit that answers for a goal, in the plan's order, with the state before the quarter."""
    units = dict.fromkeys(goal.responsible for goal in plan.goals)
    return tuple(_form(unit, plan, period, known) for unit in units)


def _form(unit: str, plan: Plan, period: Period, known: Known) -> Form:
    goals = [goal for goal in plan.goals if goal.responsible == unit]
    sheets = {goal.id: tuple(_sheet(goal, plan, period, known)) for goal in goals}
    asks = frozenset(cell.kind for rows in sheets.values() for row in rows for cell in row)
    return Form(unit, period, plan.title, {GUIDE: tuple(_guide(unit, plan, period, goals, asks)), **sheets}, plan)


def _guide(
    unit: str, plan: Plan, period: Period, goals: Sequence[Goal], asks: frozenset[Kind]
) -> Iterator[tuple[Cell, ...]]:
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
    figures = Kind.NUMBER in asks, Kind.CONTROL in asks
    for title, words in guidance(reported, period, STATES, plan.ministry, *figures):
        yield _fixed(title, words)


def _sheet(goal: Goal, plan: Plan, period: Period, known: Known) -> Iterator[tuple[Cell, ...]]:
    blocks = tuple(_blocks(goal, plan, period, known))
    yield (Cell(Kind.TITLE, f"{GOAL_TITLE}{goal.id}: {goal.title}"),)
    line = 4 + sum(len(block) + 1 for block in blocks)
    where = f"Skriv ejerens ord under tabellen, i felt B{line}." if blocks else f"Skriv ejerens ord i felt B{line}."
    yield (Cell(Kind.NOTE, f"{_asked(goal, known)} {where}" if blocks or goal.is_reported_there else where),)
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


def _blocks(goal: Goal, plan: Plan, period: Period, known: Known) -> Iterator[Rows]:
    """The tables of a goal's sheet: its items, and the months of each of its series."""
    if goal.is_reported_there:
        return
    if goal.dated:
        yield (_heads(ASSESSED_HEAD if _is_assessed(goal) else ITEM_HEAD), *_items(goal, known))
    for criterion in {c.series: c for c in reversed(goal.measured)}.values():
        first = MONTH_HEAD[0] if len(goal.series) == 1 else f"{MONTH_HEAD[0]}: {criterion.title}"
        if criterion.series not in known.mapped:
            if plan.goals_on(criterion.series)[0] == goal and (rows := tuple(_figures(criterion, plan, period, known))):
                yield (_heads((first, *_figure_heads(criterion))), *rows)
        elif months := tuple(_months(criterion, period, known.before)):
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


def _asked(goal: Goal, known: Known) -> str:
    if goal.shared is not None and goal.is_reported_there:
        return f"Målet er fælles med planen {goal.shared.plan}, og dér indberettes dets tal; her skrives kun ord."
    if goal.dated:
        return "Ret i tabellen, hvor noget er ændret, siden I meldte sidst."
    return "Skriv gerne kontroltal i tabellen." if known.mapped.issuperset(goal.series) else "Skriv tallene i tabellen."


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


def _figure_heads(criterion: SeriesCriterion) -> Iterator[str]:
    """The heads of a table of figures, after its months: unit, number and, where it is not the number itself, sum."""
    yield from ("Enhed", f"Antal {criterion.counted}")
    if not criterion.counts:
        yield "Heraf opfyldt" if criterion.whole else f"Sum i {criterion.unit_word}"


def _figures(criterion: SeriesCriterion, plan: Plan, period: Period, known: Known) -> Iterator[tuple[Cell, ...]]:
    """A row for each month until now and each unit that reports in it, with what was reported."""
    stood = {(r.month, r.district): r for r in known.before.series(criterion.series)} if known.before.vintages else {}
    for month in period.to_date:
        units = plan.reporting(criterion, (month,)) if criterion.reports(month, period.calendar.months) else ()
        for unit in units:
            found, about = stood.get((month, unit)), f"{criterion.series} {month} {unit}"
            number_ = Cell(Kind.NUMBER, "" if found is None else found.n, about)
            total = Cell(Kind.SUM, "" if found is None else found.total, about)
            fixed = _fixed(month_name(month, year=True), plan.district_name(unit))
            yield (*fixed, number_, *(() if criterion.counts else (total,)))


def _reported(criterion: SeriesCriterion, month: Month, reported: Mapping[Month, Sum]) -> str:
    found = reported.get(month)
    if found is None:
        return "Ikke indberettet endnu"
    return series_words(criterion).month(criterion, found)


def _heads(heads: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(Cell(Kind.HEAD, head) for head in heads)


def _fixed(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(Kind.FIXED, text) for text in texts)
