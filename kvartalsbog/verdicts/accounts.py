"""Which goals an owner must account for, and what is still to be answered of them."""

from __future__ import annotations

from kvartalsbog.kinds.base import Reason
from kvartalsbog.readings.values import Account
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.standing import is_missed


def accountable(result: GoalResult) -> bool:
    """Whether a goal is not met, or only partly, cannot be met any more, or is expected late by its owner: as the book shows it."""
    late = any(criterion.reason in (Reason.EXPECTED_LATE, Reason.TOO_MANY_LATE) for criterion in result.criteria)
    return late or is_missed(result)


def unanswered(findings: Findings) -> dict[str, tuple[str, ...]]:
    """Goal → the keys of `commentary.yml` that its owner has still to answer, in the plan's order; goals that lack none are
    left out.
    """
    told = {r.goal.id: findings.accounts.get(r.goal.id, Account()) for r in findings.result.goals if accountable(r)}
    return {goal: account.lacking for goal, account in told.items() if account.lacking}
