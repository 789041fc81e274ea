"""Where a goal stands now, done or not: the one place that says it, for every sentence, table and figure, and how much of the plan's
points is in each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from kvartalsbog.kinds.base import CriterionResult, Outlook, State
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.points import part_of
from kvartalsbog.verdicts.verdict import Verdict


class Standing(StrEnum):
    """From what is won to what is lost. `UNKNOWN` is what nobody can judge: nothing has been reported, or nobody has answered.

    Only a goal is `REDUCED`, open and to be met in part at most, or `PARTLY` met: its points are won, lost or open.
    """

    WON = "won"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    UNLIKELY = "unlikely"
    REDUCED = "reduced"
    OUT_OF_REACH = "out_of_reach"
    UNKNOWN = "unknown"
    PARTLY = "partly_met"
    LOST = "lost"


class Stands(Protocol):
    """Whatever has a verdict and, while it is open, an outlook; `reduced` is what only a part of can still be met."""

    @property
    def verdict(self) -> Verdict: ...

    @property
    def outlook(self) -> Outlook | None: ...

    @property
    def reduced(self) -> bool: ...


_SETTLED = {Verdict.MET: Standing.WON, Verdict.PARTLY_MET: Standing.PARTLY, Verdict.NOT_MET: Standing.LOST}
_OPEN = {
    Outlook.ON_TRACK: Standing.ON_TRACK, Outlook.UNANSWERED: Standing.UNKNOWN, Outlook.AT_RISK: Standing.AT_RISK,
    Outlook.UNLIKELY: Standing.UNLIKELY, Outlook.OUT_OF_REACH: Standing.OUT_OF_REACH, None: Standing.UNKNOWN,
}  # fmt: skip
_MISSED = (Standing.LOST, Standing.PARTLY, Standing.OUT_OF_REACH, Standing.REDUCED)
_TROUBLED = (*_MISSED, Standing.UNLIKELY, Standing.AT_RISK)
_WORST = (*_TROUBLED, Standing.UNKNOWN)


def standing(result: Stands) -> Standing:
    """Where a goal stands as a whole."""
    if result.outlook is Outlook.OUT_OF_REACH:
        return Standing.REDUCED if result.reduced else Standing.OUT_OF_REACH
    if result.verdict is Verdict.NO_DATA:
        return Standing.UNKNOWN
    return _SETTLED.get(result.verdict) or _OPEN[result.outlook]


def told_outlook(result: Stands) -> Outlook | None:
    """The outlook that a reader is told of: none of what is settled, or cannot be judged for want of data."""
    unknown = standing(result) is Standing.UNKNOWN and result.outlook is not Outlook.UNANSWERED
    return None if unknown else result.outlook


def standings(results: Iterable[Stands]) -> Counter[Standing]:
    """How many goals stand where."""
    return Counter(map(standing, results))


def is_settled(result: Stands) -> bool:
    """Whether it is decided if the goal is met."""
    return result.verdict in _SETTLED


def is_missed(result: Stands) -> bool:
    """Whether a goal is not met as a whole, or cannot be any more."""
    return standing(result) in _MISSED


def is_troubled(result: Stands) -> bool:
    """Whether a goal is missed, or in danger of it."""
    return standing(result) in _TROUBLED


def portions(result: GoalResult) -> Mapping[Standing, Decimal]:
    """A goal's weight by where its parts stand; without weights the goal itself, which is one."""
    if (points := result.points) is None:
        return {standing(result): Decimal(1)}
    parts = dict.fromkeys(Standing, Decimal(0))
    for place, part in ((Standing.WON, points.won), *_of_the_open(result, points.open), (Standing.LOST, points.lost)):
        parts[place] += part
    return {place: part for place, part in parts.items() if part}


def by_standing(results: Iterable[GoalResult]) -> dict[Standing, Decimal]:
    """The weight of some goals by where it stands, or without weights their number; every place is there."""
    found = dict.fromkeys(Standing, Decimal(0))
    for result in results:
        for place, part in portions(result).items():
            found[place] += part
    return found


def pressing(results: Iterable[GoalResult]) -> Sequence[GoalResult]:
    """The goals that need attention, the worst first, of equals the heaviest, then in the plan's order. What begins later needs none."""
    found = [result for result in results if standing(result) in _WORST and not is_awaited(result)]
    return sorted(found, key=lambda r: (_WORST.index(standing(r)), -(r.goal.weight or 0)))


def is_awaited(result: GoalResult) -> bool:
    """Whether no month of what is open in a goal has passed, so that nobody could have reported any."""
    opened = [criterion for criterion in result.criteria if criterion.state is State.NOT_DUE]
    if result.verdict is not Verdict.NOT_DUE or result.outlook is not None:
        return False
    return all(isinstance(one.criterion, SeriesCriterion) and not (one.months or one.missing) for one in opened)


def _of_the_open(result: GoalResult, points: Decimal) -> Iterator[tuple[Standing, Decimal]]:
    """What is still open of a goal stands as the gravest of its open criteria, also where another part is lost for good; where criteria
    give each their own part, it stands as they do.
    """
    left = [criterion for criterion in result.criteria if not criterion.credit.final]
    if standing(result) is Standing.UNKNOWN:
        yield Standing.UNKNOWN, points
    elif result.goal.credit is None or not left:
        gravity = list(Outlook)
        outlooks = [outlook for criterion in result.criteria if (outlook := _left_of(criterion)) is not None]
        yield _OPEN[max(outlooks, key=gravity.index, default=None)], points
    else:
        yield from _each_its_own(left, points)


def _each_its_own(left: Sequence[CriterionResult], points: Decimal) -> Iterator[tuple[Standing, Decimal]]:
    """Points by the criteria that they are open of; they sum to all of them, for the last has the rest."""
    parts = [Fraction(c.criterion.weight or 1) * (c.credit.possible - c.credit.settled) for c in left]
    rest = points
    for criterion, part in zip(left[:-1], parts, strict=False):
        own = part_of(points, part / sum(parts))
        rest -= own
        yield _OPEN[_left_of(criterion)], own
    yield _OPEN[_left_of(left[-1])], rest


def _left_of(result: CriterionResult) -> Outlook | None:
    """How what is still open of a criterion stands, also where it can no longer be met as a whole."""
    if result.rest is not None:
        return result.rest
    return None if result.state is State.NO_DATA and result.outlook is not Outlook.OUT_OF_REACH else result.outlook
