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
    told = tuple(reversed(tuple(_editions(findings))))
    return tuple(
        Track(item, tuple((quarter, day) for quarter, items in told if (day := items.get(goal.id, {}).get(item.deliverable))))
        for item in findings.items[goal.id]
    )  # fmt: skip


def _editions(findings: Findings | None) -> Iterator[tuple[Period, dict[str, dict[str, date]]]]:
    """The newest edition first: quarter, and goal → item → the day it is expected on."""
    while findings is not None:
        yield (
            findings.period,
            {goal: {item.deliverable: item.expected for item in items if item.expected} for goal, items in findings.items.items()},
        )  # fmt: skip
        findings = findings.previous
