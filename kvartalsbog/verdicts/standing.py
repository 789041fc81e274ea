"""Where a goal stands now, done or not: in one of six places, and how much of the plan's points is in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from kvartalsbog.kinds.base import Outlook, State
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.verdict import Verdict


class Standing(StrEnum):
    """From what is won to what is lost. `UNKNOWN` is what nobody can judge: nothing has been reported, or nobody has answered."""

    WON = "won"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    UNLIKELY = "unlikely"
    UNKNOWN = "unknown"
    LOST = "lost"


class Stands(Protocol):
    """Whatever has a verdict and, while it is open, an outlook."""

    @property
    def verdict(self) -> Verdict: ...

    @property
    def outlook(self) -> Outlook | None: ...


_SETTLED = {Verdict.MET: Standing.WON, Verdict.PARTLY_MET: Standing.LOST, Verdict.NOT_MET: Standing.LOST}
_OPEN = {
    Outlook.ON_TRACK: Standing.ON_TRACK, Outlook.UNANSWERED: Standing.UNKNOWN, Outlook.AT_RISK: Standing.AT_RISK,
    Outlook.UNLIKELY: Standing.UNLIKELY, Outlook.OUT_OF_REACH: Standing.UNLIKELY, None: Standing.UNKNOWN,
}  # fmt: skip
_WORST = (Standing.LOST, Standing.UNLIKELY, Standing.AT_RISK, Standing.UNKNOWN)


def standing(result: Stands) -> Standing:
    """Where a goal stands as a whole: what is met in part is not won, and what is past all hope is as good as lost."""
    if result.verdict is Verdict.NO_DATA and result.outlook is not Outlook.OUT_OF_REACH:
        return Standing.UNKNOWN
    return _SETTLED.get(result.verdict) or _OPEN[result.outlook]


def portions(result: GoalResult) -> Mapping[Standing, Decimal]:
    """A goal's weight by where its parts stand; without weights the goal itself, which is one."""
    if (points := result.points) is None:
        return {standing(result): Decimal(1)}
    parts = {Standing.WON: points.won, _of_the_open(result): points.open, Standing.LOST: points.lost}
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
    return sorted(found, key=lambda r: (_WORST.index(standing(r)), *_less_grave(r), -(r.goal.weight or 0)))


def is_awaited(result: GoalResult) -> bool:
    """Whether no month of what is open in a goal has passed, so that nobody could have reported any."""
    opened = [criterion for criterion in result.criteria if criterion.state is State.NOT_DUE]
    if result.verdict is not Verdict.NOT_DUE or result.outlook is not None:
        return False
    return all(isinstance(one.criterion, SeriesCriterion) and not (one.months or one.missing) for one in opened)


def _less_grave(result: GoalResult) -> tuple[bool, bool]:
    return result.verdict is Verdict.PARTLY_MET, result.outlook is not Outlook.OUT_OF_REACH


def _of_the_open(result: GoalResult) -> Standing:
    """What is still open of a goal stands as the gravest of its open criteria, also where another part is lost for good."""
    if result.verdict is Verdict.NO_DATA:
        return Standing.UNKNOWN
    gravity = list(Outlook)
    outlooks = [criterion.outlook for criterion in result.criteria if criterion.outlook is not None]
    return _OPEN[max(outlooks, key=gravity.index, default=None)]
