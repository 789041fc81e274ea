"""Points: a goal's weight as won, open and lost. What gives them is said here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from kvartalsbog.kinds.base import CriterionResult, State
from kvartalsbog.kinds.credit import Credit, lowest, weighted
from kvartalsbog.plan.goals import Goal

_SMALLEST = Decimal("0.000001")


@dataclass(frozen=True)
class Points:
    """Weight won, lost and still open; `unit` is the word for what it is counted in."""

    won: Decimal = Decimal(0)
    open: Decimal = Decimal(0)
    lost: Decimal = Decimal(0)
    unit: str = "point"

    @property
    def total(self) -> Decimal:
        return self.won + self.open + self.lost

    @property
    def divided(self) -> bool:
        """Whether a goal's weight is neither won, open nor lost as a whole."""
        return self.total not in (self.won, self.open, self.lost)


def credit_of(goal: Goal, criteria: Sequence[CriterionResult]) -> Credit:
    """How much of a goal is fulfilled: by its criteria, or no more than the least of them."""
    if goal.credit is None:
        return lowest(result.credit for result in criteria)
    return weighted((Fraction(result.criterion.weight or 1), result.credit) for result in criteria)


def points_of(weight: Decimal, credit: Credit, unit: str = "point") -> Points:
    """A weight as won, open and lost: won is what is settled, lost what is no longer possible, open the rest.

    The parts sum to the weight exactly: credit is exact, a part of a millionth is cut off, and the rest has it.
    """
    won = part_of(weight, credit.settled)
    lost = weight - won if credit.final else part_of(weight, 1 - credit.possible)
    return Points(won, weight - won - lost, lost, unit)


def part_of(weight: Decimal, of: Fraction) -> Decimal:
    """A part of a weight, of which what is less than a millionth is cut off."""
    if of in (0, 1):
        return weight * int(of)
    return (weight * of.numerator / of.denominator).quantize(_SMALLEST, rounding=ROUND_DOWN)


def pro_rata(goal: Goal, criteria: Sequence[CriterionResult]) -> Decimal | None:
    """The weight that the held criteria would give by their number; None in a plan without weights."""
    if goal.weight is None:
        return None
    return goal.weight * sum(c.state is State.HOLDS for c in criteria) / len(criteria)


def add_points(points: Iterable[Points]) -> Points:
    """Points added up, kind by kind; those of one plan are all counted in the same."""
    whole = Points()
    for one in points:
        whole = Points(whole.won + one.won, whole.open + one.open, whole.lost + one.lost, one.unit)
    return whole


def read_points(parts: Mapping[str, object], unit: str) -> Points | None:
    """Points as they were published, by the names of their parts; None where there are none."""
    told = [parts[name] for name in ("won", "open", "lost")]
    if any(part is None or part == "" for part in told):
        return None
    won, opened, lost = (Decimal(str(part)) for part in told)
    return Points(won, opened, lost, unit)
