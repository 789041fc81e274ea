"""What changed since the quarter before, what was revised, and what is due next, in words and tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kvartalsbog.content.blocks import Block, BulletList, Column, Inline, Paragraph, Reference, Table, Text, text
from kvartalsbog.content.prose import plain_text
from kvartalsbog.pages.downloads import download
from kvartalsbog.plan.values import Goal
from kvartalsbog.verdicts.evaluation import GoalResult, due_between
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.revisions import RevisedMonth
from kvartalsbog.words.numbers import (
    DASH,
    capital,
    enumeration,
    long_date,
    measured,
    month_name,
    number,
    points,
    precision,
)
from kvartalsbog.words.statuses import outlook_word, verdict_word


def changes_since(findings: Findings) -> tuple[Block, ...]:
    """Verdicts, outlooks and points that are others than a quarter ago, and how many figures were revised."""
    before = findings.previous
    if before is None:
        return (_sentence("Det er årets første kvartal; der er ikke noget at sammenligne med."),)
    earlier = {result.goal.id: result for result in before.goals}
    items = [line for now in findings.result.goals if (line := _change(earlier.get(now.goal.id), now))]
    items += [
        text(f"{was.goal.id} {was.goal.title} er udgået af planen.")
        for was in before.goals
        if was.goal.id not in {now.goal.id for now in findings.result.goals}
    ]
    items += _points_change(findings)
    if (revised := _revised(findings)) is not None:
        items.append(revised)
    if not items:
        return (_sentence(f"Ingen status, udsigt eller point er ændret siden {before.quarter.label}."),)
    return (_sentence(f"Siden {before.quarter.label}:"), BulletList(items=tuple(items)))


def _change(before: GoalResult | None, now: GoalResult) -> Inline | None:
    name = Reference(text=f"{now.goal.id} {now.goal.title}", target=now.goal.label)
    if before is None:
        return (name, Text(text=" er nyt i planen."))
    if before.verdict is not now.verdict:
        words = f" er gået fra »{verdict_word(before.verdict)}« til »{verdict_word(now.verdict)}«."
        return (name, Text(text=words))
    if before.outlook is not now.outlook and now.outlook is not None:
        since = f"fra »{outlook_word(before.outlook)}« til " if before.outlook else "til "
        return (name, Text(text=f": udsigten er gået {since}»{outlook_word(now.outlook)}«."))
    return None


def _points_change(findings: Findings) -> list[Inline]:
    if findings.previous is None:
        return []
    now, before = findings.result.points, findings.previous.points
    pairs = (("vundne", now.won, before.won), ("tabte", now.lost, before.lost))
    moved = [f"de {word} point er gået fra {points(old)} til {points(new)}" for word, new, old in pairs if new != old]
    return [text(capital(enumeration(moved)) + ".")] if moved else []


def _revised(findings: Findings) -> Inline | None:
    revised = {found.goal.id for found in findings.revisions if found.vintage == findings.quarter}
    if not revised:
        return None
    goals = enumeration(sorted(revised))
    words = f"Tidligere måneders tal er revideret for mål {goals}; se "
    return (Text(text=words), Reference(text="revisionerne", target="revisions"), Text(text="."))


def due_next(findings: Findings) -> tuple[Block, ...]:
    """The criteria whose deadline is in the next quarter, and which of them are done already."""
    following = findings.quarter.next
    plan = findings.plan
    due = due_between(plan, following.first_day, following.last_day)
    if not due:
        return (_sentence(f"Planen har ingen frister i {following.label}."),)
    done = {
        (g.goal.id, criterion.title): criterion.done
        for g in findings.result.goals
        for criterion, found in g.dated
        if found.completed is not None
    }
    items = tuple(
        _due_line(goal, title, long_date(deadline), done.get((goal.id, title))) for goal, deadline, title in due
    )
    return (_sentence(f"Frister i {following.label}:"), BulletList(items=items))


def _due_line(goal: Goal, title: str, deadline: str, done: str | None) -> Inline:
    name = Reference(text=goal.id, target=goal.label)
    return (name, Text(text=f" {title}, senest {deadline}{f' ({done})' if done else ''}"))


def revisions_table(findings: Findings) -> Table | None:
    """Every revised month up to the quarter: old, new, difference, since when and why. None when there is none."""
    revised = findings.revisions
    if not revised:
        return None
    return Table(
        label="tbl-revisions",
        caption=f"Reviderede måneder til og med {findings.quarter.label}",
        columns=tuple(
            Column(title=title, align="right" if index in (3, 4, 5) else "left")
            for index, title in enumerate(("Mål", "Måned", "Revideret i", "Før", "Nu", "Forskel", "Begrundelse"))
        ),
        rows=tuple(map(_revision_row, revised)),
        stub=2,
        download=download(findings, "revisioner", _revisions_frame(revised)),
    )


def _revision_row(found: RevisedMonth) -> tuple[Inline, ...]:
    before, after = found.values
    limit = found.criterion.limit
    shown = (DASH, DASH, DASH)
    if before is not None and after is not None:
        shown = (measured(before, limit), measured(after, limit), number(after - before, precision(limit)))
    cells = (found.goal.id, month_name(found.month, year=True), str(found.vintage), *shown)
    return (*(text(cell) for cell in cells), found.reason or text(DASH))


def _revisions_frame(revised: Sequence[RevisedMonth]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "goal": found.goal.id, "month": str(found.month), "vintage": str(found.vintage),
                "n_before": found.before.n, "total_before": found.before.total,
                "n_after": found.after.n, "total_after": found.after.total, "reason": plain_text(found.reason),
            }
            for found in revised
        ]
    )  # fmt: skip


def _sentence(words: str) -> Paragraph:
    return Paragraph(runs=text(words))
