"""What is still open and comes next: items by the day that they are expected, those without one and figures by their deadline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from kvartalsbog.kinds.base import Criterion, State
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.slips import Track, tracks

AHEAD = 100  # days that are looked ahead


@dataclass(frozen=True)
class Coming:
    """What a criterion has coming on a day: its items that are expected then and have moved alike, or its figure, which has no `tracks`, as
    what nobody has told of has none.
    """

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
    last = findings.period.last_day
    until = last + timedelta(days=AHEAD)
    found = (c for c in _open(findings) if _first_day(c, last) <= until)
    return tuple(_together(sorted(found, key=lambda c: c.day)))


def _first_day(found: Coming, last: date) -> date:
    """The first of the days that are left: when it is expected, or due, however late it is expected then."""
    left = (found.day if found.day >= last else None, found.deadline if found.deadline > last else None)
    return min((day for day in left if day is not None), default=found.day)


def _open(findings: Findings) -> Iterator[Coming]:
    """Whatever is not done yet; what has failed only where a day after its deadline is told, or none is."""
    last = findings.period.last_day
    for result in findings.result.goals:
        goal = result.goal
        opened = [track for track in tracks(findings, goal) if track.item.completed is None]
        for track in opened:
            criterion: DatedCriterion = goal.dated[goal.place_of(track.item.deliverable)]
            found = Coming(goal, criterion, track.day, criterion.deadline, (track,))
            if found.day >= criterion.deadline or criterion.deadline > last:
                yield found
        told = {goal.place_of(track.item.deliverable) for track in opened}
        for place, (own, found_so) in enumerate(result.dated):
            if place not in told and found_so.state is State.NOT_DUE:
                yield Coming(goal, own, None, own.deadline)  # nobody has told when, or of what
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
