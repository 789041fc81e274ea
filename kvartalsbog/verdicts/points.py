"""Points: a goal's weight as won, open and lost. What gives them is said here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kvartalsbog.kinds.base import CriterionResult, State
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.verdict import Verdict


@dataclass(frozen=True)
class Points:
    """Weight won, lost and still open, in per cent of the plan."""

    won: Decimal = Decimal(0)
    open: Decimal = Decimal(0)
    lost: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        return self.won + self.open + self.lost

    @property
    def divided(self) -> bool:
        """Whether a goal's weight is neither won, open nor lost as a whole."""
        return self.total not in (self.won, self.open, self.lost)


def points_of(goal: Goal, verdict: Verdict, criteria: Sequence[CriterionResult]) -> Points:  # noqa: ARG001 - partial credit would ask them
    """The goal's weight as won, open or lost. A partly met goal gives no points: the plan has no partial credit."""
    if verdict is Verdict.MET:
        return Points(won=goal.weight)
    if verdict in (Verdict.PARTLY_MET, Verdict.NOT_MET):
        return Points(lost=goal.weight)
    return Points(open=goal.weight)


def pro_rata(goal: Goal, criteria: Sequence[CriterionResult]) -> Decimal:
    """The weight that the held criteria would give by their number."""
    return goal.weight * sum(c.state is State.HOLDS for c in criteria) / len(criteria)


def add_points(points: Iterable[Points]) -> Points:
    """Points added up, kind by kind."""
    won = opened = lost = Decimal(0)
    for point in points:
        won, opened, lost = won + point.won, opened + point.open, lost + point.lost
    return Points(won, opened, lost)
