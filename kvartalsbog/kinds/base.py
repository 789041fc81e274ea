"""The kinds of criteria as the plan writes them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kvartalsbog.files.fields import Day, Identifier, Number, Words

DONE = "gennemført"


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Bounds(Value):
    """What a reading's mean may plausibly be; beyond it the reading is refused as a likely mistake."""

    minimum: Number
    maximum: Number


class Items(Value):
    """The items that a count counts: `<id>-1` to `<id>-<most>`, called `<title> 1` and so on.

    `set_by` tells whose number `most` is: the plan's, which names exactly so many, or this book's, which only makes
    room for so many. A number of the book's own decides nothing.
    """

    id: Identifier
    title: Words
    most: Annotated[int, Field(strict=True, gt=0, le=500)]
    set_by: Literal["plan", "book"] = "book"

    def __contains__(self, deliverable: str) -> bool:
        prefix, _, number = deliverable.rpartition("-")
        return (
            prefix == self.id
            and number.isascii()
            and number.isdigit()
            and str(int(number)) == number
            and 1 <= int(number) <= self.most
        )


class _Criterion(Value):
    id: Identifier
    title: Words
    deadline: Day
    reading: Words | None = None


class _Ratio(_Criterion):
    aggregation: Literal["ratio_of_sums"]
    direction: Literal["at_most", "at_least"]
    limit: Number
    counted: Words
    districts: Annotated[tuple[Identifier, ...], Field(min_length=1)]


class Mean(_Ratio):
    """Σ total / Σ n over the year's months, within `limit`; known when the deadline's month is reported."""

    kind: Literal["mean"]
    unit: Literal["dage", "timer", "minutter", "kr.", "point"]
    plausible: Bounds


class Share(_Ratio):
    """100 · Σ total / Σ n over the year's months, within `limit` per cent; known when the deadline's month is reported."""

    kind: Literal["share"]
    unit: Literal["pct."]
    limit: Annotated[Number, Field(ge=0, le=100)]


class _Dated(_Criterion):
    """`done` says in a word what it is to be completed: `forelagt`, `sat i drift`. It follows »er« and »ikke«."""

    done: Annotated[Words, Field(max_length=40)] = DONE


class Count(_Dated):
    """At least `limit` items completed on or before the deadline."""

    kind: Literal["count"]
    aggregation: Literal["completed_items"]
    unit: Words
    limit: Annotated[int, Field(strict=True, gt=0, le=500)]
    items: Items


class Deliverable(_Dated):
    """One dated item, completed on or before the deadline."""

    kind: Literal["deliverable"]
    aggregation: Literal["completed"]
    deliverable: Identifier


Criterion = Mean | Share | Count | Deliverable


Ratio = Mean | Share
