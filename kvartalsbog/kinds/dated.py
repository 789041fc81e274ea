"""The shape of what is dated: items that are completed on a day or expected on one, and judged against a deadline."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kvartalsbog.files.fields import Identifier, Words
from kvartalsbog.kinds.base import Criterion, CriterionResult, Units, Value
from kvartalsbog.kinds.measures import DeliverableReading, Reported
from kvartalsbog.periods import Quarter

DONE = "gennemført"


class Items(Value):
    """The items that a criterion counts: `<id>-1` to `<id>-<most>`, called `<title> 1` and so on.

    `set_by` tells whose number `most` is: the plan's, which names exactly so many, or this book's, which only makes
    room for so many. A number of the book's own decides nothing.
    """

    id: Identifier
    title: Words
    most: Annotated[int, Field(strict=True, gt=0, le=500)]
    set_by: Literal["plan", "book"] = "book"

    @property
    def names(self) -> tuple[str, ...]:
        """The items' names, in order."""
        return tuple(f"{self.id}-{number}" for number in range(1, self.most + 1))


class DatedCriterion(Criterion):
    """One or more items with days. `done` says in a word what they are to be completed: `forelagt`, `sat i drift`; it
    follows »er« and »ikke«. `needed` is how many of the items must be completed.
    """

    done: Annotated[Words, Field(max_length=40)] = DONE

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The items that an owner can report, in order."""

    @property
    @abstractmethod
    def needed(self) -> int: ...

    @property
    def room(self) -> Items | None:
        """The items as the plan numbers them; None where each has a name of its own."""
        return None

    @property
    def names_allowed(self) -> str:
        """The items' names in short."""
        return ", ".join(self.names) if self.room is None else f"{self.names[0]} til {self.names[-1]}"

    def title_of(self, name: str) -> str:
        """What an item is called."""
        return self.title if self.room is None else f"{self.room.title} {name.rpartition('-')[2]}"

    def judge(self, reported: Reported, quarter: Quarter, units: Units | None = None) -> CriterionResult:  # noqa: ARG002 - items are no unit's
        own = frozenset(self.names)
        return self.judge_items([item for item in reported.deliverables if item.deliverable in own], quarter.last_day)

    @abstractmethod
    def judge_items(self, items: Sequence[DeliverableReading], on: date) -> CriterionResult:
        """The result on a day, from the states of those items that were ever reported."""
