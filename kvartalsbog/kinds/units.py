"""What goals are measured in: a code for each unit, and the word by which a plan or a mapping names it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer
from pydantic_core import PydanticKnownError

from kvartalsbog.files.fields import Words


class Unit(StrEnum):
    """The units; `ITEMS` is that of a number of things, whose own word is the plan's."""

    DAYS = "days"
    HOURS = "hours"
    MINUTES = "minutes"
    KRONER = "kr"
    POINTS = "points"
    PERCENT = "percent"
    ITEMS = "items"


TYPED: Mapping[str, Unit] = {
    "dage": Unit.DAYS,
    "timer": Unit.HOURS,
    "minutter": Unit.MINUTES,
    "kr.": Unit.KRONER,
    "point": Unit.POINTS,
    "pct.": Unit.PERCENT,
}
_WORDS = {unit: word for word, unit in TYPED.items()}


def typed(unit: str) -> str:
    """The word by which the owners' files name a unit; a word of theirs that has no code is its own."""
    return next((word for known, word in _WORDS.items() if known is unit), unit)


def read(*allowed: Unit) -> BeforeValidator:
    """Reads the field of a kind that is measured in one of these units."""
    words = {typed(unit): unit for unit in allowed}

    def code(written: object) -> Unit:
        found = written if isinstance(written, Unit) else words.get(written) if isinstance(written, str) else None
        if found is None or found not in allowed:
            raise PydanticKnownError("literal_error", {"expected": ", ".join(words)})
        return found

    return BeforeValidator(code)


WRITTEN = PlainSerializer(typed, return_type=str)  # what `read` reads, in a plan that is written again


def _code(word: str) -> str:
    return TYPED.get(word, word)


# a unit that has a code, or any other in the plan's own words: `uger`, `linjer`, `pct. af kapitalen`
Measure = Annotated[Words, Field(max_length=40, pattern=r"^[^\n]*$"), AfterValidator(_code), WRITTEN]
