"""The board of a quarter: for each goal what is in, what is missing, who answers, and what differs from before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kvartalsbog.intake.proposal import Ground
from kvartalsbog.intake.vintage_text import VintageText, read_vintage_text
from kvartalsbog.plan import Goal, Ratio


class Progress(StrEnum):
    """How much of a goal's figures or dates is in."""

    IN = "inde"
    PARTLY = "delvis"
    MISSING = "mangler"


@dataclass(frozen=True)
class Line:
    """A goal on the board. `received` is an ISO date, or empty; `missing` are units by name, months first."""

    goal: Goal
    progress: Progress
    received: str
    has_words: bool
    rejected: int
    changed: int
    missing: tuple[str, ...] = ()


def board(base: Ground) -> tuple[Line, ...]:
    """The goals in the plan's order. Raises ProblemsError when the vintage's files cannot be read."""
    vintage = read_vintage_text(base.folder)
    return tuple(_line(goal, vintage, base) for goal in base.plan.goals)


def _line(goal: Goal, vintage: VintageText, base: Ground) -> Line:
    file = "series.csv" if goal.ratio else "deliverables.csv"
    told = vintage.extracts.get((file, goal.id), {})
    words = bool(vintage.remarks.get(goal.id, {}).get("comment"))
    received, rejected = str(told.get("received", "")), int(told.get("rows_rejected", 0))
    if goal.ratio:
        missing = _missing(goal, goal.ratio, vintage, base)
        own = {str(month) for month in base.quarter.months}
        rows = vintage.series.get(goal.id, ())
        some = any(row[1] in own for row in rows)
        progress = Progress.IN if some and not missing else Progress.PARTLY if some else Progress.MISSING
        return Line(goal, progress, received, words, rejected, sum(row[1] not in own for row in rows), missing)
    items = vintage.items.get(goal.id, ())
    return Line(goal, Progress.IN if told or items else Progress.MISSING, received, words, rejected, len(items))


def _missing(goal: Goal, ratio: Ratio, vintage: VintageText, base: Ground) -> tuple[str, ...]:
    reported = {(row[1], row[2]) for row in vintage.series.get(goal.id, ())}
    if base.before.vintages:
        reported |= {(str(r.month), r.district) for r in base.before.series(goal.id)}
    missing = []
    for month in base.quarter.year_to_date:
        units = [d for d in ratio.districts if (str(month), d) not in reported]
        if units:
            names = "alle" if len(units) == len(ratio.districts) else ", ".join(map(base.plan.district_name, units))
            missing.append(f"{month}: {names}")
    return tuple(missing)
