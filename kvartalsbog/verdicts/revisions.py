"""The months that a later vintage changed, where both editions could show them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from kvartalsbog.content.blocks import Inline, text
from kvartalsbog.disclosure.published import published
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month, Quarter
from kvartalsbog.plan.values import Goal
from kvartalsbog.verdicts.findings import Findings

LATE = "En eller flere enheder har indberettet måneden for sent."


RevisedMonth = tuple[Goal, Month, Quarter, Sum, Sum, Inline]


def revised_months(findings: Findings) -> list[RevisedMonth]:
    """Goal, month, vintage, before, after and reason of every month that a later vintage changed.

    Months are the whole country's, and only those that both editions could show: a district's month is never shown,
    so neither is what changed in it. A month that was first reported late has nothing to be compared with.
    """
    return _revised_months(findings, findings.report.plan.goals)


def _revised_months(findings: Findings, goals: Iterable[Goal]) -> list[RevisedMonth]:
    report = findings.report
    vintages = {vintage.quarter: vintage for vintage in report.readings.vintages}
    found: list[RevisedMonth] = []
    for goal in goals:
        for before, after in pairwise(findings.editions):
            if goal.id not in before.series or goal.id not in after.series:
                continue
            vintage = vintages[after.quarter]
            restated = {r.after.month for r in report.readings.revisions_in(vintage) if r.after.goal == goal.id}
            told = vintage.remarks[goal.id].revision if goal.id in vintage.remarks else ()
            now = published(after.series[goal.id], after.quarter).months
            for month, old in published(before.series[goal.id], before.quarter).months.items():
                new = now.get(month)
                if old is not None and new is not None and old != new:
                    found.append((goal, month, after.quarter, old, new, told if month in restated else text(LATE)))
    return found
