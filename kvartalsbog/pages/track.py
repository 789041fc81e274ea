"""How a goal has stood in the year's editions: a table."""

from __future__ import annotations

from collections.abc import Iterator

from kvartalsbog.content.blocks import Paragraph, Table, Text, paragraph, text
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.tables import columns
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.expected import expected_words
from kvartalsbog.words.finding import finding_words
from kvartalsbog.words.goals import goal_asked, goal_reached
from kvartalsbog.words.statuses import standing_status


def goal_finding(findings: Findings, result: GoalResult) -> Paragraph:
    """How a goal stands in a word, and what is most to be known of it."""
    words = finding_words(findings, result)
    between = "." if ": " in words else ":"  # one colon leads to the words, and two lead nowhere
    return paragraph((standing_status(result, findings.language), Text(text=f"{between} {words}")), "finding")


def track_table(findings: Findings, result: GoalResult) -> tuple[Table, ...]:
    """What each of the year's editions told of a goal, the first one first; none while there is only one."""
    told, language, goal = list(_editions(findings, result.goal.id))[::-1], findings.language, result.goal
    if len(told) < 2:
        return ()
    say = language.say
    rows = tuple(
        (
            text(language.shown(edition.period)), (standing_status(found, language),), text(goal_reached(found, language)),
            text(goal_asked(found.goal, language)), text(expected_words(edition, found)),
        )
        for edition, found in told
    )  # fmt: skip
    heads = (say("Udgave"), say("Status"), say("Nået"), say("Krav"), say("Forventet"))
    records = [
        {
            "goal": goal.id, "edition": str(edition.period), "verdict": found.verdict.value, "outlook": found.outlook.value if found.outlook else "",
            "reached": goal_reached(found), "expected": expected_words(edition, found),
        }
        for edition, found in told
    ]  # fmt: skip
    table = Table(
        label=f"tbl-{goal.label}-track", caption=say("Mål {goal} i årets udgaver", goal=goal.id), columns=columns(heads), rows=rows,
        download=download(findings, f"{goal.label}-track", records), cards=True,
    )  # fmt: skip
    return (table,)


def _editions(findings: Findings | None, goal: str) -> Iterator[tuple[Findings, GoalResult]]:
    """The newest edition first, as long as the goal was in the plan."""
    while findings is not None and goal in findings.plan.by_id:
        yield findings, findings.result.goal(goal)
        findings = findings.previous
