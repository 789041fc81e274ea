"""What the goals of a plan weigh together, and in what: per cent, points of any total, or nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from kvartalsbog.files.fields import Number, Strict, Words

PER_CENT, POINT = "pct.", "point"
NONE = "none"


class Weights(Strict):
    """The sum of a plan's weights, and the word for what they are."""

    total: Annotated[Number, Field(gt=0)] = Decimal(100)
    unit: Annotated[Words, Field(max_length=40, pattern=r"^[^\n]*$")] = PER_CENT


def _read(written: object) -> object:
    if written == NONE:
        return None
    if not isinstance(written, dict | Weights):
        raise PydanticCustomError("weights", "weights")
    return written


def _written(weights: Weights | None) -> object:
    return NONE if weights is None else weights.model_dump(mode="python")


AnyWeights = Annotated[Weights | None, BeforeValidator(_read), PlainSerializer(_written)]  # None: the plan has none
