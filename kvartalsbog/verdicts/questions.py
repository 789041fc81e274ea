"""What a reader should ask, found in the data: outlooks that got worse, dates that moved, silence, missing figures, and results that hang by a thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kvartalsbog.kinds.base import CriterionResult, Outlook
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.readings.values import Account
from kvartalsbog.steering.firmness import Firmness
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.expecting import first_ahead
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.slips import Track, tracks
from kvartalsbog.verdicts.standing import is_troubled, told_outlook

_OFTEN = 2  # so many times a date has moved when it is asked about


class Why(StrEnum):
    """Why something is asked, in the order in which it is."""

    WORSE = "worse"
    MOVED = "moved"
    SILENT = "silent"
    MISSING = "missing"
    THIN = "thin"


@dataclass(frozen=True)
class Question:
    """A question about a goal; of what it is about, that which its reason has: the outlook before, the item that moved, the first criterion that lacks figures
    or the one that is nearly decided otherwise, and how firm that is.
    """

    result: GoalResult
    why: Why
    before: Outlook | None = None
    track: Track | None = None
    criterion: CriterionResult | None = None
    firmness: Firmness | None = None


def questions(findings: Findings) -> tuple[Question, ...]:
    """Every question that the data ask, by their reason and then in the plan's order."""
    found = [question for result in findings.result.goals for question in _about(findings, result)]
    return tuple(sorted(found, key=lambda question: list(Why).index(question.why)))


def _about(findings: Findings, result: GoalResult) -> Iterator[Question]:
    goal, gravity = result.goal, list(Outlook)
    before = None if findings.previous is None else findings.previous.result
    earlier = None if before is None or goal.id not in before.plan.by_id else told_outlook(before.goal(goal.id))
    now = told_outlook(result)
    if earlier is not None and now is not None and gravity.index(now) > gravity.index(earlier):
        yield Question(result, Why.WORSE, before=earlier)
    for track in tracks(findings, goal):
        if track.moves >= _OFTEN and track.item.completed is None:
            yield Question(result, Why.MOVED, track=track)
    told = goal.id in findings.comments or findings.accounts.get(goal.id, Account()) != Account()
    if is_troubled(result) and not told:
        yield Question(result, Why.SILENT)
    lacking = [criterion for criterion in result.measured if criterion.missing or criterion.gaps]
    for criterion in lacking[:1]:  # all that a goal lacks is one question
        yield Question(result, Why.MISSING, criterion=criterion)
    for criterion in result.measured:
        firm = _firmness(findings, criterion)
        if firm is not None and firm.largest is not None and firm.needed < firm.largest:
            yield Question(result, Why.THIN, criterion=criterion, firmness=firm)


def _firmness(findings: Findings, result: CriterionResult) -> Firmness | None:
    """How firm a figure is whose last month is there."""
    criterion = result.criterion
    found = first_ahead([criterion], findings.told) if isinstance(criterion, SeriesCriterion) else None
    firm = None if found is None else found[2].firmness
    return firm if firm is not None and firm.complete else None
