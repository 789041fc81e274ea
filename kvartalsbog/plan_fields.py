"""What a plan's keys may hold: identifiers, words that show all that they hold, numbers that nothing was coerced to."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from kvartalsbog.prose import unsafe_character

DataStatus = Literal["example", "draft", "final"]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")]


def _visible(words: str) -> str:
    """Words that show all that they hold: a hidden character could turn a text around."""
    if unsafe := unsafe_character(words):
        raise PydanticCustomError("hidden_character", "{code}", {"code": unsafe})
    return words


Words = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_visible)]

WebPage = Annotated[str, Field(pattern=r"^https://[^\s<>\"]+$", max_length=500)]


def _number(value: object) -> object:
    """Numbers only: a text or a truth value is never read as a number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("skal være et tal")  # noqa: TRY004 - pydantic collects ValueError
    return Decimal(str(value))


Number = Annotated[Decimal, BeforeValidator(_number), Field(allow_inf_nan=False)]
Weight = Annotated[Number, Field(gt=0, le=100)]
