"""An assessment: somebody judges in words how far something is fulfilled, on a scale that the plan names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field

from kvartalsbog.files.fields import Identifier, Number, Words, number_of
from kvartalsbog.kinds.base import CriterionResult, Outlook, Reason, Refusal, State
from kvartalsbog.kinds.credit import Credit
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.measures import DeliverableReading

DegreeName = Annotated[Words, Field(max_length=60, pattern=r"^[^\n]*$")]
ASSESSED = "vurderet"


class Assessed(DatedCriterion):
    """Fulfilled as far as the degree that is given says, whenever it is given. `degrees` are the words of the scale, each
    with the per cent that it gives; `by` is who assesses, where the plan says it.
    """

    kind: Literal["assessed"]
    assessment: Identifier
    by: Words | None = None
    degrees: Annotated[dict[DegreeName, Annotated[Number, Field(ge=0, le=100)]], Field(min_length=2)]
    done: Annotated[Words, Field(max_length=40)] = ASSESSED

    item_key = "assessment"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.assessment,)

    @property
    def needed(self) -> int:
        return 1

    @property
    def graded(self) -> Mapping[str, Decimal]:
        return self.degrees

    @property
    def scale(self) -> Mapping[str, Fraction]:
        return {word: Fraction(gives) / 100 for word, gives in self.degrees.items()}

    @property
    def gives_parts(self) -> bool:
        return any(0 < gives < 1 for gives in self.scale.values())

    @property
    def assessor(self) -> str:
        return self.by or ""

    def is_late(self, day: date) -> bool:  # noqa: ARG002 - it is of how things stood at the deadline
        """Never: what stood at the deadline is often assessed after it."""
        return False

    @classmethod
    def refused(cls, written: Mapping[str, Any]) -> Iterator[Refusal]:
        """A scale without a degree that gives all, and words that only differ in their capitals."""
        degrees = written.get("degrees")
        if not isinstance(degrees, Mapping):
            return
        gives = [number_of(given) for given in degrees.values()]
        if degrees and None not in gives and 100 not in gives:
            allowed = "mindst én grad med 100"
            yield Refusal(("degrees",), "Ingen grad giver 100, så målet kan ikke opfyldes.", allowed=allowed)
        seen: set[str] = set()
        for word in degrees:
            if str(word).casefold() in seen:
                yield Refusal(("degrees", str(word)), "Graden står to gange.", str(word))
            seen.add(str(word).casefold())

    def judge_items(self, items: Sequence[DeliverableReading], on: date) -> CriterionResult:
        """Judged only when a degree is given; until then there is only what its owner expects."""
        item = next(iter(items), None)
        if item is not None and item.completed is not None and item.degree in self.scale:
            degree = self.scale[item.degree]
            state = State.HOLDS if degree == 1 else State.PARTLY if degree else State.FAILED
            part = Credit(degree, degree)
            return CriterionResult(self, state, completed=item.completed, part=part, degree=item.degree, by=item.by)
        state = State.NO_DATA if self.deadline <= on else State.NOT_DUE
        if item is None:
            silent = state is State.NOT_DUE
            return CriterionResult(
                self, state, Outlook.UNANSWERED if silent else None, Reason.NO_ANSWER if silent else None
            )
        outlook, reason = self._outlook(item)
        return CriterionResult(self, state, outlook, reason, expected=item.expected, degree=item.degree)

    def _outlook(self, item: DeliverableReading) -> tuple[Outlook, Reason]:
        if item.degree not in self.scale:
            return Outlook.UNANSWERED, Reason.NO_DEGREE
        if self.scale[item.degree] == 1:
            return Outlook.ON_TRACK, Reason.ALL_EXPECTED
        return Outlook.AT_RISK, Reason.LESS_EXPECTED
