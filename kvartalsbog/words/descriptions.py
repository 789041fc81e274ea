"""Alternative texts: what a figure shows, said in sentences made from the figure's own data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month
from kvartalsbog.plan.values import Goal
from kvartalsbog.verdicts.evaluation import GoalResult, PlanResult
from kvartalsbog.verdicts.findings import Series
from kvartalsbog.verdicts.points import Points
from kvartalsbog.words.kinds import dated_words, requirement
from kvartalsbog.words.numbers import (
    NBSP,
    amount,
    closed,
    enumeration,
    long_date,
    measured,
    month_name,
    months_words,
    points,
    precision,
)
from kvartalsbog.words.sentences import of_weight


def describe_series(goal: Goal, series: Series, months: tuple[Month, ...]) -> str:
    """How a numeric goal moved from its first month to its last, where the year stands, and what is asked for."""
    criterion, shown = series.criterion, series.published
    values = known_values(criterion, shown.months)
    wanted = f"kravet er {requirement(criterion)}"
    if not values:
        return closed(f"{goal.title}: der er ingen tal at vise for {months[0].year}; {wanted}")
    first, last = min(values), max(values)
    sentences = [closed(f"{goal.title}: {_movement(criterion, values, first, last)}; {wanted}")]
    if shown.latest is not None and shown.latest.mean is not None:
        whole = criterion.value_of(shown.latest)
        sentences.append(closed(f"Året til dato{_reported(shown.months, months)} er {_value(criterion, whole)}"))
    before = known_values(criterion, series.year_before)
    if before:
        low, high = min(before.values()), max(before.values())
        spread = f"mellem {measured(low, criterion.limit)} og {_value(criterion, high)}"
        sentences.append(closed(f"I {min(before).year} lå månederne {spread}"))
    hidden = [month for month in months if month not in values]
    if hidden:
        sentences.append(f"Uden punkt i figuren: {enumeration(month_name(m) for m in hidden)}.")
    return " ".join(sentences)


def _reported(shown: Mapping[Month, Sum | None], months: tuple[Month, ...]) -> str:
    """The months that the year to date is made of, where it is not all that have passed."""
    reported = [month for month in months if month in shown]
    return "" if len(reported) == len(months) else f" ({months_words(reported)})"


def _movement(criterion: SeriesCriterion, values: dict[Month, Decimal], first: Month, last: Month) -> str:
    start, end = values[first], values[last]
    if first == last:
        return f"{_value(criterion, start)} i {month_name(first)}"
    shown_start, shown_end = measured(start, criterion.limit), _value(criterion, end)
    if abs(end - start) < Decimal("0.05"):
        return f"uændret {shown_end} fra {month_name(first)} til {month_name(last)}"
    verb = "faldt" if end < start else "steg"
    return f"{verb} fra {shown_start} i {month_name(first)} til {shown_end} i {month_name(last)}"


def describe_timeline(result: GoalResult) -> str:
    """For every dated criterion: done when, or expected when, against the deadline."""
    return " ".join(
        f"{criterion.title}: {dated_words(criterion).alternative(criterion, found)}, fristen er {long_date(criterion.deadline)}."
        for criterion, found in result.dated
    )


def describe_points(result: PlanResult) -> str:
    """The plan's weight as won, open and lost, and which goals make each part."""
    total = result.points
    parts = [f"{points(total.won)}{NBSP}pct. af planens vægt er vundet"]
    parts.append(f"{points(total.open)}{NBSP}pct. er åbent")
    parts.append(f"{points(total.lost)}{NBSP}pct. er tabt")
    sentences = [f"{enumeration(parts)}."]
    for label, part_of in _PARTS:
        goals = [_of_part(g, part_of(g.points)) for g in result.goals if part_of(g.points)]
        if goals:
            sentences.append(f"{label} mål {enumeration(goals)}.")
    return " ".join(sentences)


_PARTS: tuple[tuple[str, Callable[[Points], Decimal]], ...] = (
    ("Vundet er", lambda points: points.won),
    ("Åbne er", lambda points: points.open),
    ("Tabt er", lambda points: points.lost),
)


def _of_part(result: GoalResult, part: Decimal) -> str:
    """A goal, and how much of it where it is not the whole of it: `2.2 (2,5 af 5 point)`."""
    return f"{result.goal.id} ({of_weight(result, part)})" if result.points.divided else result.goal.id


def known_values(criterion: SeriesCriterion, sums: dict[Month, Sum | None]) -> dict[Month, Decimal]:
    """The months that have a value which may be shown, in the criterion's unit."""
    means = {month: criterion.value_of(total) for month, total in sums.items() if total is not None}
    return {month: mean for month, mean in means.items() if mean is not None}


def _value(criterion: SeriesCriterion, value: Decimal | None) -> str:
    return "" if value is None else amount(value, criterion.unit, precision(criterion.limit))
