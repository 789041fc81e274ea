"""What changed since the quarter before, what was revised, and what is due next, in words and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kvartalsbog.content.blocks import Block, BulletList, Column, Inline, Reference, Table, paragraph, text
from kvartalsbog.content.language import Language, message
from kvartalsbog.content.prose import plain_text
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.pages.downloads import download
from kvartalsbog.plan.goals import Goal
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
from kvartalsbog.words.measuring import shown
from kvartalsbog.words.numbers import DASH, capital, enumeration, month_name


def changes_since(findings: Findings) -> tuple[Block, ...]:
    """Verdicts, outlooks and points that are others than a quarter ago, and how many figures were revised."""
    language, say = findings.language, findings.language.say
    if findings.previous is None:
        return (paragraph(say("Det er årets første kvartal; der er ikke noget at sammenligne med.")),)
    found, before = changes(state_of(findings.previous), state_of(findings)), findings.previous.period
    told = [
        moved for c in found if isinstance(c, PointsChanged) for moved in points_moved(c, language, ("won", "lost"))
    ]
    points = [text(capital(enumeration(told, language)) + ".")] if told else []
    revised = sorted({c.goal for c in found if isinstance(c, MonthRestated)})
    items = (*_goals(found, language), *points, *([_revised(revised, language)] if revised else ()))
    if not items:
        return (paragraph(say("Ingen status, udsigt eller point er ændret siden {quarter}.", quarter=before)),)
    return (paragraph(say("Siden {quarter}:", quarter=before)), BulletList(items=items))


def _goals(found: Sequence[Change], language: Language) -> Iterator[Inline]:
    """The goals that are new, stand otherwise or are gone."""
    for change in found:
        match change:
            case GoalCame() | GoalChanged(_, Aspect.VERDICT) | GoalChanged(_, Aspect.OUTLOOK, _, Outlook()):
                goal = change.goal
                yield of_goal(change, Reference(text=f"{goal.id} {goal.title}", target=goal.label), language)
            case GoalWent(goal):
                yield of_goal(change, f"{goal.id} {goal.title}", language)


def _revised(goals: Sequence[str], language: Language) -> Inline:
    table = Reference(text=language.say("revisionerne"), target="revisions")
    words = message("Tidligere måneders tal er revideret for mål {goals}; se {table}.")
    return language.say_runs(words, goals=enumeration(goals, language), table=table)


def due_next(findings: Findings) -> tuple[Block, ...]:
    """The criteria whose deadline is in the next quarter, and which of them are done already."""
    following = findings.period.next
    plan, language = findings.plan, findings.language
    due = due_between(plan, following.first_day, following.last_day)
    if not due:
        return (paragraph(language.say("Planen har ingen frister i {quarter}.", quarter=following)),)
    done = {
        (g.goal.id, criterion.title): criterion.done
        for g in findings.result.goals
        for criterion, found in g.dated
        if found.completed is not None
    }
    items = tuple(
        _due_line(goal, title, deadline, done.get((goal.id, title)), language) for goal, deadline, title in due
    )
    return (paragraph(language.say("Frister i {quarter}:", quarter=following)), BulletList(items=items))


def _due_line(goal: Goal, title: str, deadline: date, done: str | None, language: Language) -> Inline:
    said = (
        message("{goal} {title}, senest {deadline} ({done})") if done else message("{goal} {title}, senest {deadline}")
    )
    name = Reference(text=goal.id, target=goal.label)
    return language.say_runs(said, goal=name, title=title, deadline=deadline, done=done)


def revisions_table(findings: Findings) -> Table | None:
    """Every revised month up to the quarter: old, new, difference, since when and why. None when there is none."""
    revised, say = findings.revisions, findings.language.say
    if not revised:
        return None
    return Table(
        label="tbl-revisions",
        caption=say("Reviderede måneder til og med {quarter}", quarter=findings.period),
        columns=tuple(
            Column(title=say(title), align="right" if index in (3, 4, 5) else "left")
            for index, title in enumerate(_HEADS)
        ),
        rows=tuple(_revision_row(found, findings.language) for found in revised),
        stub=2,
        download=download(findings, "revisioner", _revision_records(revised)),
    )


_HEADS = (
    message("Mål"), message("Måned"), message("Revideret i"), message("Før"), message("Nu"), message("Forskel"), message("Begrundelse"),
)  # fmt: skip


def _revision_row(found: RevisedMonth, language: Language) -> tuple[Inline, ...]:
    before, after = found.values
    criterion = found.criterion
    told = (DASH, DASH, DASH)
    if before is not None and after is not None:
        told = (
            shown(before, criterion, language),
            shown(after, criterion, language),
            language.number(after - before, criterion.places),
        )
    cells = (found.goal, month_name(found.month, year=True, language=language), str(found.vintage), *told)
    return (*(text(cell) for cell in cells), found.reason or text(DASH))


def _revision_records(revised: Sequence[RevisedMonth]) -> list[dict[str, object]]:
    return [
        {
            "goal": found.goal, "month": str(found.month), "vintage": str(found.vintage),
            "n_before": found.before.n, "total_before": found.before.total,
            "n_after": found.after.n, "total_after": found.after.total, "reason": plain_text(found.reason),
        }
        for found in revised
    ]  # fmt: skip
