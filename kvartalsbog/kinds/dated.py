"""The shape of what is dated: items that are completed on a day or expected on one, and judged against a deadline."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from kvartalsbog.files.characters import unsafe_character
from kvartalsbog.files.fields import Identifier, Words
from kvartalsbog.kinds.base import Criterion, CriterionResult, Refusal, Units, Value
from kvartalsbog.kinds.measures import DeliverableReading, Reported
from kvartalsbog.names import Among
from kvartalsbog.periods import Period

DONE = "gennemført"


MOST_OF_A_NAME = 120
ITEM_NAME = f"højst {MOST_OF_A_NAME} tegn på én linje"
ItemName = Annotated[Words, Field(max_length=MOST_OF_A_NAME, pattern=r"^[^\n]*$")]


class Items(Value):
    """The items that a criterion counts: `<id>-1` to `<id>-<most>`, called `<title> 1` and so on, or by their `names`,
    which are the plan's, or later the owner's.

    `set_by` tells whose number `most` is: the plan's, which names exactly so many, or this book's, which only makes
    room for so many. A number of the book's own decides nothing.
    """

    id: Identifier
    title: Words
    most: Annotated[int, Field(strict=True, gt=0, le=500)]
    set_by: Literal["plan", "book"] = "book"
    names: dict[Identifier, ItemName] = Field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        """The items' ids, in order."""
        return tuple(f"{self.id}-{number}" for number in range(1, self.most + 1))


def name_fault(name: object) -> str:
    """What keeps something from being the name of an item, in Danish; empty when it can be."""
    if not isinstance(name, str):
        return "Værdien skal være tekst."
    if not name.strip():
        return "Teksten er tom."
    if len(name) > MOST_OF_A_NAME or "\n" in name:
        return "Teksten er for lang."
    unsafe = unsafe_character(name)
    return f"Teksten har et skjult tegn: {unsafe}." if unsafe else ""


def refused_names(names: Mapping[Any, Any], ids: Sequence[str]) -> Iterator[Refusal]:
    """Names of items that are not among the ids, and a name that two items would have."""
    seen: set[Any] = set()
    hint = None if ids else "Målet har ingen leverancer, der kun har et nummer. Fjern navnet."
    for item, name in names.items():
        if item not in ids:
            allowed = Among(str(item), tuple(ids), in_short=f"{ids[0]} til {ids[-1]}") if ids else None
            yield Refusal(
                (str(item),), "Leverancen findes ikke, eller den har sin egen titel.", str(item), allowed, hint
            )
        elif isinstance(name, str) and name in seen:
            yield Refusal((str(item),), "Navnet er brugt før.", name, "et navn, der kun står ét sted")
        seen.add(name if isinstance(name, str) else None)


class DatedCriterion(Criterion):
    """One or more items with days. `done` says in a word what they are to be completed: `forelagt`, `sat i drift`; it
    follows »er« and »ikke«. `needed` is how many of the items must be completed. `item_key` is the field that they are named
    by: `deliverable`, or of numbered ones `items.id`.
    """

    item_key: ClassVar[str]

    done: Annotated[Words, Field(max_length=40)] = DONE

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The items that an owner can report, in order."""

    @property
    @abstractmethod
    def needed(self) -> int: ...

    @property
    def graded(self) -> Mapping[str, Decimal]:
        """The words that an item is judged by, each with the per cent that it gives; empty for what is done or not."""
        return {}

    @property
    def scale(self) -> Mapping[str, Fraction]:
        """The same as parts of a whole."""
        return {}

    @property
    def assessor(self) -> str:
        """Who assesses, where the plan says it."""
        return ""

    def is_late(self, day: date) -> bool:
        """Whether an item of that day came after the deadline."""
        return day > self.deadline

    @property
    def room(self) -> Items | None:
        """The items as the plan numbers them; None where each has a name of its own."""
        return None

    @property
    def room_key(self) -> str:
        """The key that the numbered items are written under."""
        return self.item_key.partition(".")[0]

    @property
    def names_allowed(self) -> str:
        """The items' names in short."""
        return ", ".join(self.names) if self.room is None else f"{self.names[0]} til {self.names[-1]}"

    def title_of(self, name: str) -> str:
        """What an item is called."""
        if self.room is None:
            return self.title
        return self.room.names.get(name) or f"{self.room.title} {name.rpartition('-')[2]}"

    def judge(self, reported: Reported, period: Period, units: Units | None = None) -> CriterionResult:  # noqa: ARG002 - items are no unit's
        own = frozenset(self.names)
        return self.judge_items([item for item in reported.deliverables if item.deliverable in own], period.last_day)

    @abstractmethod
    def judge_items(self, items: Sequence[DeliverableReading], on: date) -> CriterionResult:
        """The result on a day, from the states of those items that were ever reported."""
