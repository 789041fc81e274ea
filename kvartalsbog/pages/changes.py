"""What changed since the quarter before, what was revised, and what is due next, in words and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from kvartalsbog.content.blocks import Block, BulletList, Column, Inline, Paragraph, Reference, Table, Text, text
from kvartalsbog.content.prose import plain_text
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.pages.downloads import download
from kvartalsbog.plan.values import Goal
from kvartalsbog.verdicts.changes import (
    Aspect,
    Change,
    GoalCame,
    GoalChanged,
    GoalWent,
    MonthRestated,
    PointsChanged,
    changes,
)
from kvartalsbog.verdicts.evaluation import due_between
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.revisions import RevisedMonth
from kvartalsbog.verdicts.states import state_of
from kvartalsbog.words.changes import of_goal, points_moved
from kvartalsbog.words.numbers import (
    DASH,
    capital,
    enumeration,
    long_date,
    measured,
    month_name,
    number,
    precision,
)


def changes_since(findings: Findings) -> tuple[Block, ...]:
    """Verdicts, outlooks and points that are others than a quarter ago, and how many figures were revised."""
    if findings.previous is None:
        return (_sentence("Det er årets første kvartal; der er ikke noget at sammenligne med."),)
    found, before = changes(state_of(findings.previous), state_of(findings)), findings.previous.quarter.label
    moved = [moved for c in found if isinstance(c, PointsChanged) for moved in points_moved(c, ("won", "lost"))]
    points = [text(capital(enumeration(moved)) + ".")] if moved else []
    revised = sorted({c.goal for c in found if isinstance(c, MonthRestated)})
    items = (*_goals(found), *points, *([_revised(revised)] if revised else ()))
    if not items:
        return (_sentence(f"Ingen status, udsigt eller point er ændret siden {before}."),)
    return (_sentence(f"Siden {before}:"), BulletList(items=items))


def _goals(found: Sequence[Change]) -> Iterator[Inline]:
    """The goals that are new, stand otherwise or are gone."""
    for change in found:
        match change:
            case GoalCame() | GoalChanged(_, Aspect.VERDICT) | GoalChanged(_, Aspect.OUTLOOK, _, Outlook()):
                goal = change.goal
                yield (Reference(text=f"{goal.id} {goal.title}", target=goal.label), Text(text=of_goal(change)))
            case GoalWent(goal):
                yield text(f"{goal.id} {goal.title}{of_goal(change)}")


def _revised(goals: Sequence[str]) -> Inline:
    words = f"Tidligere måneders tal er revideret for mål {enumeration(goals)}; se "
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
    cells = (found.goal, month_name(found.month, year=True), str(found.vintage), *shown)
    return (*(text(cell) for cell in cells), found.reason or text(DASH))


def _revisions_frame(revised: Sequence[RevisedMonth]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "goal": found.goal, "month": str(found.month), "vintage": str(found.vintage),
                "n_before": found.before.n, "total_before": found.before.total,
                "n_after": found.after.n, "total_after": found.after.total, "reason": plain_text(found.reason),
            }
            for found in revised
        ]
    )  # fmt: skip


def _sentence(words: str) -> Paragraph:
    return Paragraph(runs=text(words))
