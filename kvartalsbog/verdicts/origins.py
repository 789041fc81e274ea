"""Which figures of a plan's periods were given as they are, and not worked out from records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kvartalsbog.periods import Period
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings


@dataclass(frozen=True)
class GivenFigures:
    """Figures of a goal that were given in a period: by a file of sums, by a form, or typed. What was typed tells what it is `of` (a month
    and a unit, `2024-07 fyn`, or an item) and the `source` that was named.
    """

    period: Period
    goal: str
    kind: str
    of: str = ""
    source: str = ""


def given_figures(plan: Plan, readings: Readings, period: Period) -> Iterator[GivenFigures]:
    """The figures of the plan's own periods until now that were given; each kind once for a goal and period."""
    goals = {name: plan.goals_on(name)[0].id for name in plan.series} | {goal.id: goal.id for goal in plan.goals}
    found: dict[GivenFigures, None] = {}
    for vintage in readings.vintages:
        if vintage.period.first < period.calendar.begins:
            continue
        for file in (vintage.sources.get(name) for name in ("series.csv", "deliverables.csv")):
            for told in file.extracts if file is not None else ():
                if told.kind is not None and told.goal in goals:
                    typed = (told.of or "", next(iter(told.sources), "")) if told.kind == "typed" else ()
                    found[GivenFigures(vintage.period, goals[told.goal], told.kind, *typed)] = None
    yield from found
