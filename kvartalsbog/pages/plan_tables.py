"""The plan and its dated criteria → tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kvartalsbog.content.blocks import Inline, Reference, Table, Text, text
from kvartalsbog.content.prose import plain_text
from kvartalsbog.kinds.dated import DONE
from kvartalsbog.kinds.measures import DeliverableReading
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.tables import columns
from kvartalsbog.plan.values import Goal, Plan
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.kinds import criterion_sentence, requirement
from kvartalsbog.words.numbers import DASH, capital, long_date, points
from kvartalsbog.words.statuses import outlook_status


def criteria_table(findings: Findings, result: GoalResult) -> Table:
    """A goal's criteria: deadline, the fact in a sentence, and the outlook of what is still open."""
    rows = tuple(
        (
            text(c.criterion.title),
            text(long_date(c.criterion.deadline)),
            text(criterion_sentence(c, findings.months)),
            (outlook_status(c.outlook),) if c.outlook else text(DASH),
        )
        for c in result.criteria
    )
    return Table(
        label=f"tbl-{result.goal.label}-criteria",
        caption=f"Kriterierne i mål {result.goal.id}",
        columns=columns(("Kriterium", "Frist", "Status", "Udsigt")),
        rows=rows,
    )


def items_table(findings: Findings, goal: Goal, items: Sequence[DeliverableReading]) -> Table:
    """A goal's items: when each was completed or is expected, and the owner's words."""
    rows = tuple(
        (
            text(goal.item_title(i.deliverable)),
            text(long_date(i.completed) if i.completed else DASH),
            text(long_date(i.expected) if i.expected else DASH),
            i.evidence or text(DASH),
        )
        for i in items
    )
    frame = pd.DataFrame(
        [
            {"goal": i.goal, "deliverable": i.deliverable, "completed": i.completed or "", "expected": i.expected or "", "evidence": plain_text(i.evidence)}
            for i in items
        ],
        columns=["goal", "deliverable", "completed", "expected", "evidence"],
    )  # fmt: skip
    return Table(
        label=f"tbl-{goal.label}-items",
        caption=f"Leverancer under mål {goal.id} ved udgangen af {findings.quarter.label}",
        columns=columns(("Leverance", capital(done_word(goal)), "Ventes", "Ejerens bemærkning")),
        rows=rows,
        download=download(findings, f"{goal.label}-items", frame),
    )


def done_word(goal: Goal) -> str:
    """What the goal's dated criteria call it to be done, where they all say the same."""
    words = {criterion.done for criterion in goal.dated}
    return words.pop() if len(words) == 1 else DONE


def plan_weights(plan: Plan) -> Table:
    """The plan's pillars and goals with their weights and who answers for them."""
    rows: list[tuple[Inline, ...]] = []
    for pillar in plan.pillars:
        strong = Text(text=f"Søjle {pillar.id}: {pillar.title}", style="strong")
        rows.append(((strong,), text(points(pillar.weight), "strong"), ()))
        for goal in pillar.goals:
            name = Reference(text=f"{goal.id} {goal.title}", target=goal.label)
            rows.append(((name,), text(points(goal.weight)), text(goal.responsible)))
    heads = columns(("Søjle og mål", "Vægt (pct.)", "Ansvarlig"), right=("Vægt (pct.)",))
    return Table(label="tbl-plan-weights", caption="Planens søjler, mål og vægte", columns=heads, rows=tuple(rows))


def plan_criteria(plan: Plan) -> Table:
    """Every criterion of the plan with what it asks for and its deadline."""
    rows: list[tuple[Inline, ...]] = []
    for goal in plan.goals:
        for c in goal.criteria:
            rows.append((text(f"{goal.id} {c.title}"), text(requirement(c)), text(long_date(c.deadline))))
    heads = columns(("Mål og kriterium", "Krav", "Frist"))
    return Table(
        label="tbl-plan-criteria", caption="Planens kriterier, krav og frister", columns=heads, rows=tuple(rows)
    )
