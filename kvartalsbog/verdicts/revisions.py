"""The months that a later vintage changed, where both editions could show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kvartalsbog.content.blocks import Inline, text
from kvartalsbog.disclosure.published import published
from kvartalsbog.disclosure.record import Record
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, Quarter
from kvartalsbog.plan.values import Goal
from kvartalsbog.readings.values import Readings

LATE = "En eller flere enheder har indberettet måneden for sent."


@dataclass(frozen=True)
class RevisedMonth:
    """A month of the whole country as an edition and the next one show it, the later one's quarter, and why it changed."""

    goal: Goal
    criterion: SeriesCriterion
    month: Month
    vintage: Quarter
    before: Sum
    after: Sum
    reason: Inline

    @property
    def values(self) -> tuple[Decimal | None, Decimal | None]:
        """Before and after in the criterion's unit; None where there were no cases."""
        return self.criterion.value_of(self.before), self.criterion.value_of(self.after)


def revised_months(goal: Goal, editions: Sequence[Record], readings: Readings) -> Iterator[RevisedMonth]:
    """Every month of a goal that one of the year's editions shows otherwise than the one before it.

    Months are the whole country's, and only those that both editions could show: a district's month is never shown,
    so neither is what changed in it. A month that was first reported late has nothing to be compared with.
    """
    vintages = {vintage.quarter: vintage for vintage in readings.vintages}
    for before, after in pairwise(editions):
        if goal.series is None or goal.id not in before.series or goal.id not in after.series:
            continue
        vintage = vintages[after.quarter]
        restated = {r.after.month for r in readings.revisions_in(vintage) if r.after.goal == goal.id}
        told = vintage.remarks[goal.id].revision if goal.id in vintage.remarks else ()
        now = published(after.series[goal.id], after.quarter).months
        for month, old in published(before.series[goal.id], before.quarter).months.items():
            new = now.get(month)
            if old is not None and new is not None and old != new:
                reason = told if month in restated else text(LATE)
                yield RevisedMonth(goal, goal.series, month, after.quarter, old, new, reason)
