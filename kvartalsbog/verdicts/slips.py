"""The dates that an item has been expected on, edition by edition: what was expected first, and how often and how far that has moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kvartalsbog.kinds.measures import DeliverableReading
from kvartalsbog.periods import Period
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.findings import Findings


@dataclass(frozen=True)
class Track:
    """An item as the newest edition tells it, and every day that an edition expected it on, the earliest edition first."""

    item: DeliverableReading
    expected: tuple[tuple[Period, date], ...] = ()

    @property
    def first(self) -> date | None:
        """The day that it was expected on first."""
        return self.expected[0][1] if self.expected else None

    @property
    def day(self) -> date | None:
        """When it was completed, or when it is expected now."""
        return self.item.completed or self.item.expected

    @property
    def moves(self) -> int:
        """How often another day was told than the one before it."""
        return sum(before != after for (_, before), (_, after) in pairwise(self.expected))

    @property
    def moved(self) -> int | None:
        """By how many days it has moved since it was expected first, later counted upwards; None where one of the days is unknown."""
        return None if self.first is None or self.day is None else (self.day - self.first).days


def tracks(findings: Findings, goal: Goal) -> tuple[Track, ...]:
    """The goal's items in the plan's order, each with the days that the year's editions expected it on."""
    told = tuple(reversed(tuple(_editions(findings, goal.id))))
    return tuple(
        Track(item, tuple((quarter, day) for quarter, days in told if (day := days.get(item.deliverable))))
        for item in findings.items.get(goal.id, ())
    )


def _editions(findings: Findings | None, goal: str) -> Iterator[tuple[Period, dict[str, date]]]:
    """The newest edition first: quarter, and item → the day it is expected on."""
    while findings is not None:
        yield (
            findings.period,
            {item.deliverable: item.expected for item in findings.items.get(goal, ()) if item.expected},
        )
        findings = findings.previous
