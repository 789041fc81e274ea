"""What is still open and comes next: items by the day that they are expected, those without one and figures by their deadline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from kvartalsbog.kinds.base import Criterion
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.slips import Track, tracks

AHEAD = 100  # days that are looked ahead


@dataclass(frozen=True)
class Coming:
    """What a criterion has coming on a day: its items that are expected then and have moved alike, or its figure, which has no `tracks`."""

    goal: Goal
    criterion: Criterion
    expected: date | None
    deadline: date
    tracks: tuple[Track, ...] = ()

    @property
    def day(self) -> date:
        """When it is expected; its deadline where nobody has told."""
        return self.expected or self.deadline

    @property
    def titles(self) -> tuple[str, ...]:
        """What is coming, each thing by its name."""
        named = tuple(self.goal.item_title(track.item.deliverable) for track in self.tracks)
        return named or (self.criterion.title,)


def coming(findings: Findings) -> tuple[Coming, ...]:
    """What is expected or due within the next 100 days, and what is late, by day and then in the plan's order."""
    until = findings.period.last_day + timedelta(days=AHEAD)
    found = sorted((c for c in _open(findings) if c.day <= until), key=lambda c: c.day)
    return tuple(_together(found))


def _open(findings: Findings) -> Iterator[Coming]:
    last = findings.period.last_day
    for result in findings.result.goals:
        goal = result.goal
        for track in tracks(findings, goal):
            criterion: DatedCriterion = goal.dated[goal.place_of(track.item.deliverable)]
            found = Coming(goal, criterion, track.day, criterion.deadline, (track,))
            if track.item.completed is None and found.day >= min(last, criterion.deadline):
                yield found
        for measured in result.measured:
            if measured.criterion.deadline > last:
                yield Coming(goal, measured.criterion, measured.criterion.deadline, measured.criterion.deadline)


def _together(found: list[Coming]) -> Iterator[Coming]:
    """A criterion's items of one day that have moved alike, as one."""

    def alike(one: Coming) -> tuple[object, ...]:
        return one.day, one.goal.id, one.criterion.id, one.expected, [(t.moves, t.moved) for t in one.tracks]

    for _, group in groupby(found, alike):
        first, *others = group
        yield replace(first, tracks=(*first.tracks, *(track for other in others for track in other.tracks)))
