"""A count: so many of its items completed by the deadline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from kvartalsbog.files.fields import Words, number_of
from kvartalsbog.kinds.base import Asked, CriterionResult, Outlook, Reason, Refusal, State, Step, steps_of
from kvartalsbog.kinds.dated import DatedCriterion, Items, refused_names
from kvartalsbog.kinds.measures import DeliverableReading
from kvartalsbog.kinds.units import Unit


class Count(DatedCriterion):
    """At least `limit` of the `items` completed on or before the deadline."""

    kind: Literal["count"]
    unit: Words
    limit: Annotated[int, Field(strict=True, gt=0, le=500)]
    items: Items
    aggregation: Literal["completed_items"] = Field(default="completed_items", exclude=True)  # in plans of before

    item_key = "items.id"

    @property
    def asked(self) -> Asked:
        return Asked(Decimal(self.limit), None, Unit.ITEMS, self.unit)

    @property
    def names(self) -> tuple[str, ...]:
        return self.items.ids

    @property
    def needed(self) -> int:
        return self.limit

    def at(self, step: Step) -> Self:
        return self.model_copy(update={"limit": int(step.limit), "credit": ()})

    @property
    def room(self) -> Items:
        return self.items

    @classmethod
    def refused(cls, written: Mapping[str, Any]) -> Iterator[Refusal]:
        """Fewer items than are asked for, and names of items that there are not, or that are another's."""
        limit, items = written.get("limit"), written.get("items")
        most = items.get("most") if isinstance(items, dict) else None
        if isinstance(most, int) and isinstance(limit, int) and most < limit:
            yield Refusal(("items", "most"), "Der er færre emner end kravet.", str(most), f"mindst {limit}")
        if isinstance(items, dict) and isinstance(most, int) and isinstance(items.get("names"), dict):
            ids = [f"{items.get('id')}-{number}" for number in range(1, min(most, 500) + 1)]
            yield from (r._replace(at=("items", "names", *r.at)) for r in refused_names(items["names"], ids))
        for number, step in enumerate(steps_of(written)):
            own = number_of(step.get("limit"))
            if own is not None and own != own.to_integral_value():
                yield Refusal(("credit", number, "limit"), "Værdien skal være et helt tal.", str(own))

    def judge_items(self, items: Sequence[DeliverableReading], on: date) -> CriterionResult:
        """Known at the deadline, or as soon as the limit is reached."""
        limit = Decimal(self.limit)
        done = sorted(i.completed for i in items if i.completed is not None)
        in_time = [day for day in done if day <= self.deadline]
        value = Decimal(len(in_time))
        if len(in_time) >= self.limit:
            return CriterionResult(self, State.HOLDS, value=value, limit=limit, completed=in_time[self.limit - 1])
        if self.deadline <= on:
            late = len(done) >= self.limit
            state = State.FAILED if items else State.NO_DATA
            reached = done[self.limit - 1] if late else None
            return CriterionResult(
                self, state, value=value if items else None, limit=limit, completed=reached, late=late
            )
        if not items:
            return CriterionResult(self, State.NOT_DUE, Outlook.UNANSWERED, Reason.NO_ANSWER, limit=limit)
        still_open = [i for i in items if i.completed is None]
        coming = sum(i.expected is not None and on < i.expected <= self.deadline for i in still_open)
        belated = sum(i.expected is not None and i.expected > self.deadline for i in still_open)
        outlook, reason = self._outlook(len(in_time) + coming, belated + len(done) - len(in_time))
        return CriterionResult(self, State.NOT_DUE, outlook, reason, value, limit, expected_in_time=coming)

    def _outlook(self, in_time: int, late: int) -> tuple[Outlook, Reason]:
        """How many there are at all is known only where the plan says it: a bound of the book's own rules nothing out."""
        if in_time >= self.limit:
            return Outlook.ON_TRACK, Reason.ENOUGH_EXPECTED
        if self.items.set_by == "plan" and self.items.most - late < self.limit:
            return Outlook.UNLIKELY, Reason.TOO_MANY_LATE
        return Outlook.AT_RISK, Reason.TOO_FEW_DATED
