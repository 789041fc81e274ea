"""A goal's items → a table: where each stands against its deadline, and how its day has moved."""

from __future__ import annotations

from collections.abc import Sequence

from kvartalsbog.content.blocks import Inline, Table, text
from kvartalsbog.content.prose import plain_text
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.tables import columns, without_silent
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.slips import Track, tracks
from kvartalsbog.words.numbers import DASH, short_date
from kvartalsbog.words.slips import moved, standing


def items_table(findings: Findings, goal: Goal) -> Table:
    """A goal's items: the deadline, the day that was expected first, where it stands, how it has moved, the owner's words, and of assessments
    the degree and by whom.
    """
    say, found = findings.language.say, tracks(findings, goal)
    assessed = any(criterion.graded for criterion in goal.dated)
    own = (say("Grad"), say("Vurderet af")) if assessed else ()
    heads: tuple[str, ...] = (say("Leverance"), *own, say("Frist"), say("Først ventet"), say("Nu"), say("Flyttet"), say("Ejerens bemærkning"))  # fmt: skip
    rows = tuple(_row(findings, goal, track, assessed=assessed) for track in found)
    *_, moves, remarks = range(len(heads))
    for place in (remarks, moves):
        heads, rows = without_silent(heads, rows, place)
    return Table(
        label=f"tbl-{goal.label}-items",
        caption=say("Leverancer under mål {goal} ved udgangen af {quarter}", goal=goal.id, quarter=findings.period),
        columns=columns(heads),
        rows=rows,
        download=download(findings, f"{goal.label}-items", _records(goal, found, assessed=assessed)),
        cards=True,
    )


def _row(findings: Findings, goal: Goal, track: Track, *, assessed: bool) -> tuple[Inline, ...]:
    item, language, criterion = track.item, findings.language, _criterion(goal, track)
    cells = (
        goal.item_title(item.deliverable),
        *((item.degree or DASH, item.by or DASH) if assessed else ()),
        short_date(criterion.deadline, language),
        short_date(track.first, language) if track.first else DASH,
        standing(track, criterion, findings.period.last_day, language),
        moved(track, language),
    )
    return (*map(text, cells), item.evidence or text(DASH))


def _criterion(goal: Goal, track: Track) -> DatedCriterion:
    return goal.dated[goal.place_of(track.item.deliverable)]


def _records(goal: Goal, found: Sequence[Track], *, assessed: bool) -> list[dict[str, object]]:
    return [
        {
            "goal": track.item.goal, "deliverable": track.item.deliverable, "deadline": _criterion(goal, track).deadline,
            "completed": track.item.completed or "", "expected": track.item.expected or "", "first_expected": track.first or "",
            "times_moved": track.moves, "days_moved": "" if track.moved is None else track.moved,
            "evidence": plain_text(track.item.evidence),
            **({"degree": track.item.degree, "by": track.item.by} if assessed else {}),
        }
        for track in found
    ]  # fmt: skip
