"""What changed between two books, in words: a sentence for each change, whoever tells it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kvartalsbog.files.fields import day_of, number_of
from kvartalsbog.verdicts.changes import (
    Aspect,
    Change,
    GoalCame,
    GoalChanged,
    GoalWent,
    ItemChanged,
    MonthRestated,
    OtherPlan,
    PlanAmended,
    PointsChanged,
)
from kvartalsbog.verdicts.states import Figure, ItemState, Step
from kvartalsbog.words.numbers import DASH, amount, capital, enumeration, long_date, month_name, number, points
from kvartalsbog.words.statuses import PLAN_FIELDS, outlook_word, verdict_word

_POINTS = {"won": "vundne", "open": "åbne", "lost": "tabte"}
_TERMS = {Aspect.TITLE: "titlen", Aspect.WEIGHT: "vægten", Aspect.LIMIT: "kravet", Aspect.RESPONSIBLE: "den ansvarlige"}


def sentences(change: Change) -> Iterator[str]:
    """A change as sentences that stand alone."""
    match change:
        case GoalCame(goal) | GoalWent(goal) | GoalChanged(goal):
            yield f"Mål {goal.id} {goal.title}{of_goal(change)}"
        case PointsChanged():
            yield from (f"{capital(moved)}." for moved in points_moved(change))
        case MonthRestated():
            yield _month(change)
        case ItemChanged(goal, before, after):
            yield f"Mål {goal}, {after.title}: {_item(before)} er blevet til {_item(after)}."
        case PlanAmended(step):
            yield _step(step)
        case OtherPlan():
            yield from _other_plan(change)


def of_goal(change: GoalCame | GoalWent | GoalChanged) -> str:
    """What is told of a goal after its name."""
    match change:
        case GoalCame():
            return " er nyt i planen."
        case GoalWent():
            return " er udgået af planen."
        case GoalChanged(_, Aspect.VERDICT, before, after):
            return f" er gået fra »{verdict_word(before)}« til »{verdict_word(after)}«."
        case GoalChanged(_, Aspect.OUTLOOK, before, after):
            since = f"fra »{outlook_word(before)}« " if before else ""
            return f": udsigten er gået {since}til »{outlook_word(after) if after else DASH}«."
        case GoalChanged(_, Aspect.RESULT, before, after):
            return f": resultatet er gået fra {figure(before)} til {figure(after)}{_moved(before, after)}."
        case GoalChanged(_, aspect, before, after):
            return f": {_TERMS[aspect]} er ændret fra {plain(before)} til {plain(after)}."


def points_moved(change: PointsChanged, kinds: tuple[str, ...] = tuple(_POINTS)) -> list[str]:
    """What is told of each kind of points that are others: `de tabte point er gået fra 0 til 5`."""
    moved = [(kind, getattr(change.before, kind), getattr(change.after, kind)) for kind in kinds]
    return [f"de {_POINTS[kind]} point er gået fra {points(a)} til {points(b)}" for kind, a, b in moved if a != b]


def plain(value: object) -> str:
    """What a plan says, as a reader reads it: a number, a day or words."""
    day, known = day_of(value), number_of(value)
    if known is not None:
        return number(known)
    return long_date(day) if day is not None else str(value) if value else DASH


def figure(shown: Figure | None) -> str:
    """A value with its unit; of a count how many of those that the goal asks for."""
    if shown is None or shown.value is None:
        return "ikke vist" if shown and shown.withheld else DASH
    value = shown.value
    if shown.of is not None and value <= shown.of:
        return f"{number(value)} af {amount(shown.of, shown.unit)}"
    return amount(value, shown.unit, _decimals(value)).strip()


def _moved(before: Figure | None, after: Figure | None) -> str:
    if before is None or after is None or before.value is None or after.value is None:
        return ""
    moved = round(after.value, 1) - round(before.value, 1)  # of what is shown, so that it adds up
    return f" ({'+' if moved > 0 else ''}{number(moved, _decimals(moved))})"


def _decimals(value: Decimal) -> int:
    """A count as it is, a measured value with one decimal."""
    return 0 if value == value.to_integral_value() else 1


def _month(change: MonthRestated) -> str:
    since = f", ændret i {change.since[0]}. Grund: {change.since[1]}" if change.since else "."
    shown = f"{figure(change.before)} er blevet til {figure(change.after)}{_moved(change.before, change.after)}"
    return f"Mål {change.goal}, {month_name(change.month, year=True)}: {shown}{since}"


def _item(item: ItemState) -> str:
    if item.completed:
        return f"{item.done} den {long_date(item.completed)}"
    return f"ventet den {long_date(item.expected)}" if item.expected else "uden dato"


def _step(step: Step) -> str:
    subject = f"mål {step.goal}" if step.goal else f"søjle {step.pillar}"
    if step.field == "goal":
        told = f"{subject} {'er kommet til' if step.new else 'er udgået'}"
    else:
        told = (
            f"{subject}, {PLAN_FIELDS.get(step.field, step.field)}: {plain(step.old)} er blevet til {plain(step.new)}"
        )
    return f"Planen er ændret fra {long_date(step.effective)}: {told}. Besluttet af {step.by}. Grund: {step.reason}"


def _other_plan(change: OtherPlan) -> Iterator[str]:
    before, after = change.before, change.after
    plans = f"{before.name} følger planen for {before.year}, og {after.name} følger planen for {after.year}."
    yield f"{plans} To planers mål, status, point og leverancer kan ikke sammenlignes; det kan kun måneder, som begge viser."
    if not change.alike:
        yield "Ingen mål er målt på samme måde i begge planer, så der er intet at sammenligne."
        return
    named = enumeration(f"{goal.id} {goal.title}" for goal in change.alike)
    if not change.years:
        yield f"Målt på samme måde: {named}. Men udgaverne viser ingen måneder i fællesskab."
        return
    verdict = "er disse tal ændret:" if change.restated else "er intet tal ændret."
    yield f"Målt på samme måde: {named}. I månederne fra {enumeration(map(str, change.years))} {verdict}"
