"""What changed since the quarter before, what was revised, and what is due next, in words and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kvartalsbog.content.blocks import Block, BulletList, Column, Inline, Reference, Table, paragraph, text
from kvartalsbog.content.language import Language, closed, message
from kvartalsbog.content.prose import plain_text
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.pages.downloads import download
from kvartalsbog.plan.goals import Judged
from kvartalsbog.verdicts.changes import (
    Aspect,
    Change,
    GoalCame,
    GoalChanged,
    GoalWent,
    ItemChanged,
    MonthRestated,
    PointsChanged,
    changes,
)
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.revisions import RevisedMonth
from kvartalsbog.verdicts.states import GoalState, state_of
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.ahead import signed_distance
from kvartalsbog.words.changes import of_goal, points_moved
from kvartalsbog.words.goals import goal_numbers
from kvartalsbog.words.measuring import apart, shown
from kvartalsbog.words.numbers import DASH, capital, clauses, enumeration, month_name, short_date, short_period
from kvartalsbog.words.slips import days_moved


def changes_since(findings: Findings) -> tuple[Block, ...]:
    """Verdicts, outlooks and points that are others than a quarter ago, and how many figures were revised."""
    language, say = findings.language, findings.language.say
    if findings.previous is None:
        return (
            paragraph(say("Det er årets første kvartal; der er ingen tidligere udgave i året at sammenligne med.")),
        )
    found, before = changes(state_of(findings.previous), state_of(findings)), findings.previous.period
    told = [
        moved for c in found if isinstance(c, PointsChanged) for moved in points_moved(c, language, ("won", "lost"))
    ]
    points = [text(closed(capital(clauses(told, language))))] if told else []
    revised = [judged for c in found if isinstance(c, MonthRestated) for judged in c.judged]
    items = (*_goals(found, language), *points, *([_revised(revised, language)] if revised else ()))
    news = (paragraph(say("Siden {quarter}:", quarter=before)), BulletList(items=items)) if items else ()
    moved = tuple(_moves(found, findings))
    dates = (
        (paragraph(say("Datoer, der er flyttet siden {quarter}:", quarter=before)), BulletList(items=moved))
        if moved
        else ()
    )
    if not news and not dates:
        return (paragraph(say("Ingen status, forventning eller point er ændret siden {quarter}.", quarter=before)),)
    return (*news, *dates)


_SETTLED: Mapping[Verdict, str] = {
    Verdict.MET: message("Opfyldt i kvartalet: "),
    Verdict.PARTLY_MET: message("Delvist opfyldt i kvartalet: "),
    Verdict.NOT_MET: message("Ikke opfyldt i kvartalet: "),
}


def _goals(found: Sequence[Change], language: Language) -> Iterator[Inline]:
    """The goals that were settled, those that came to the same end together, then those that are new, stand otherwise or are gone."""
    settled = [own for change in found if (own := _settled(change)) is not None]
    for verdict, said in _SETTLED.items():
        names = [_link(goal) for goal, own in settled if own is verdict]
        if names:
            yield (*text(language.say(said)), names[0], *(run for name in names[1:] for run in (*text(", "), name)))
    for change in found:
        if _settled(change):
            continue
        match change:
            case GoalCame() | GoalChanged(_, Aspect.VERDICT) | GoalChanged(_, Aspect.OUTLOOK, _, Outlook()):
                goal = change.goal
                yield of_goal(change, _link(goal), language)
            case GoalWent(goal):
                yield of_goal(change, f"{goal.id} {goal.title}", language)


def _is_moved(change: ItemChanged) -> bool:
    """Whether an item that is still open is expected on another day."""
    before, after = change.before, change.after
    return not after.completed and None not in (before.expected, after.expected) and before.expected != after.expected


def _settled(change: Change) -> tuple[GoalState, Verdict] | None:
    """A goal that was not due before, and the verdict that it came to."""
    match change:
        case GoalChanged(goal, Aspect.VERDICT, Verdict.NOT_DUE, Verdict() as after) if after in _SETTLED:
            return goal, after
    return None


def _link(goal: GoalState) -> Reference:
    return Reference(text=f"{goal.id} {goal.title}", target=goal.label)


def _moves(found: Sequence[Change], findings: Findings) -> Iterator[Inline]:
    """Goal by goal the items that are expected on another day, those together that have moved alike."""
    language, labels = findings.language, {goal.id: goal.label for goal in findings.plan.goals}
    alike: dict[tuple[str, date, date], list[str]] = {}
    for change in found:
        if isinstance(change, ItemChanged) and _is_moved(change) and change.goal in labels:
            before, after = change.before.expected, change.after.expected
            if before is not None and after is not None:
                alike.setdefault((change.goal, before, after), []).append(change.after.title)
    for (goal, before, after), titles in alike.items():
        told = language.say(
            "fra den {before} til den {after}, {moved}",
            before=short_date(before, language), after=short_date(after, language), moved=days_moved((after - before).days, language),
        )  # fmt: skip
        yield (Reference(text=f"{goal} {enumeration(titles, language)}", target=labels[goal]), *text(f": {told}"))


def _revised(judged: Sequence[Judged], language: Language) -> Inline:
    table = Reference(text=language.say("revisionerne"), target="revisions")
    words = message("Tidligere måneders tal er revideret for mål {goals}; se {table}.")
    return language.say_runs(words, goals=goal_numbers(judged, language), table=table)


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
        cards=True,
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
            signed_distance(criterion, *apart(after, before, criterion), language),
        )
    cells = (
        goal_numbers(found.judged, language),
        month_name(found.month, year=True, language=language),
        short_period(found.vintage, language),
        *told,
    )
    return (*(text(cell) for cell in cells), found.reason or text(DASH))


def _revision_records(revised: Sequence[RevisedMonth]) -> list[dict[str, object]]:
    named = any(own.goal != found.series for found in revised for own in found.judged)
    return [
        {
            "goal": own.goal, **({"series": found.series} if named else {}), "month": str(found.month), "vintage": found.vintage.name,
            "n_before": found.before.n, "total_before": found.before.total,
            "n_after": found.after.n, "total_after": found.after.total, "reason": plain_text(found.reason),
        }
        for found in revised for own in found.judged
    ]  # fmt: skip
