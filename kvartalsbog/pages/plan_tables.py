"""The plan and its dated criteria → tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from kvartalsbog.content.blocks import Inline, Table, text
from kvartalsbog.content.language import Language
from kvartalsbog.pages.goal_links import goal_link
from kvartalsbog.pages.tables import columns, weight_head, without_silent
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.kinds import criterion_standing, requirement
from kvartalsbog.words.numbers import DASH
from kvartalsbog.words.statuses import outlook_status


def criteria_table(findings: Findings, result: GoalResult) -> Table:
    """A goal's criteria: deadline, the fact in words, and the outlook of what is still open."""
    language, say = findings.language, findings.language.say
    rows: tuple[tuple[Inline, ...], ...] = tuple(
        (
            text(c.criterion.title),
            text(language.shown(c.criterion.deadline)),
            text(criterion_standing(c, findings.months, language)),
            (outlook_status(c.outlook, language, reduced=c.reduced),) if c.outlook else text(DASH),
        )
        for c in result.criteria
    )
    heads, rows = without_silent((say("Kriterium"), say("Frist"), say("Status"), say("Forventning")), rows, 3)
    return Table(
        label=f"tbl-{result.goal.label}-criteria",
        caption=say("Kriterierne i mål {goal}", goal=result.goal.id),
        columns=columns(heads),
        rows=rows,
        cards=True,
    )


def plan_weights(findings: Findings) -> tuple[Table]:
    """The plan's pillars and goals with their weights, where it has some, and who answers for them."""
    plan, language, say = findings.plan, findings.language, findings.language.say
    rows: list[tuple[Inline, ...]] = []
    for pillar in plan.pillars:
        name = say("Søjle {pillar}: {title}", pillar=pillar.id, title=pillar.title)
        rows.append((text(name, "strong"), *_weighed(pillar.weighs, language, "strong"), ()))
        for goal in pillar.goals:
            link = goal_link(goal)
            rows.append(((link,), *_weighed(goal.weight, language), text(goal.responsible)))
    weight = weight_head(findings)
    heads = columns((say("Søjle og mål"), *weight, say("Ansvarlig")), right=weight)
    caption = say("Planens søjler og mål") if not weight else say("Planens søjler, mål og vægte")
    return (Table(label="tbl-plan-weights", caption=caption, columns=heads, rows=tuple(rows), cards=True),)


def _weighed(
    weight: Decimal | None, language: Language, style: Literal["plain", "strong"] = "plain"
) -> tuple[Inline, ...]:
    return () if weight is None else (text(language.number(weight), style),)


def plan_criteria(findings: Findings) -> tuple[Table]:
    """Every criterion of the plan with what it asks for and its deadline."""
    language, say = findings.language, findings.language.say
    rows = tuple(
        (text(f"{goal.id} {c.title}"), text(requirement(c, language)), text(language.shown(c.deadline)))
        for goal in findings.plan.goals
        for c in goal.criteria
    )
    heads = columns((say("Mål og kriterium"), say("Krav"), say("Frist")))
    return (
        Table(
            label="tbl-plan-criteria",
            caption=say("Planens kriterier, krav og frister"),
            columns=heads,
            rows=rows,
            cards=True,
        ),
    )
