"""A deliverable: one item, completed by the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import Field

from kvartalsbog.files.fields import Identifier
from kvartalsbog.kinds.base import CriterionResult, Outlook, Reason, State
from kvartalsbog.kinds.dated import DONE, DatedCriterion
from kvartalsbog.kinds.drafting import DatedDraft, DayGoal, TypedGoal
from kvartalsbog.kinds.measures import DeliverableReading


class Deliverable(DatedCriterion):
    """Completed on or before the deadline (inclusive)."""

    kind: Literal["deliverable"]
    deliverable: Identifier
    aggregation: Literal["completed"] = Field(default="completed", exclude=True)  # in plans of before

    item_key = "deliverable"

    @classmethod
    def drafted(cls, goal: TypedGoal) -> DatedDraft | None:
        return (
            DatedDraft("deliverable", goal, cls.item_key, DONE, if_no_other=True) if isinstance(goal, DayGoal) else None
        )

    @property
    def names(self) -> tuple[str, ...]:
        return (self.deliverable,)

    @property
    def needed(self) -> int:
        return 1

    def judge_items(self, items: Sequence[DeliverableReading], on: date) -> CriterionResult:
        """Known at the deadline, or as soon as it is completed."""
        item = next(iter(items), None)
        completed = item.completed if item else None
        expected = item.expected if item else None
        if completed is not None:
            state = State.HOLDS if completed <= self.deadline else State.FAILED
            return CriterionResult(self, state, completed=completed, late=state is State.FAILED)
        if self.deadline <= on:
            return CriterionResult(self, State.FAILED if item else State.NO_DATA, expected=expected)
        if item is None:
            return CriterionResult(self, State.NOT_DUE, Outlook.UNANSWERED, Reason.NO_ANSWER)
        outlook, reason = self._outlook(expected, on)
        return CriterionResult(self, State.NOT_DUE, outlook, reason, expected=expected)

    def _outlook(self, expected: date | None, on: date) -> tuple[Outlook, Reason]:
        if expected is None:
            return Outlook.AT_RISK, Reason.NO_EXPECTATION
        if expected > self.deadline:
            return Outlook.UNLIKELY, Reason.EXPECTED_LATE
        if expected <= on:
            return Outlook.AT_RISK, Reason.EXPECTATION_PASSED
        return Outlook.ON_TRACK, Reason.EXPECTED_IN_TIME
