"""What the keys of our files may hold: names, words that show all that they hold, numbers and days exactly as typed."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from kvartalsbog.files.characters import unsafe_character

YEARS = (1990, 2110)  # what a plan of the years 2000 to 2100 can have to do with
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})", re.ASCII)
_SMALLEST = Decimal("0.000001")
_LARGEST = 10**12
MOST_TILES = 20  # rows or columns of a map: more of them cannot be read on a page

DataStatus = Literal["example", "draft", "final"]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")]
EMAIL = r"^[A-Za-z0-9._%+'-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$"
EmailAddress = Annotated[str, Field(pattern=EMAIL, max_length=200)]
GoalId = Annotated[str, Field(pattern=r"^[0-9a-z]+(\.[0-9a-z]+)*$", max_length=16)]
PillarId = Annotated[str, Field(pattern=r"^[0-9a-z]+$", max_length=8)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Strict(BaseModel):
    """What a file holds or gets: frozen, and with no key that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _visible(words: str) -> str:
    """Words that show all that they hold: a hidden character could turn a text around."""
    if unsafe := unsafe_character(words):
        raise PydanticCustomError("hidden_character", "{code}", {"code": unsafe})
    if not words.strip():
        raise PydanticCustomError("blank", "words")
    return words


Words = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_visible)]

WebPage = Annotated[str, Field(pattern=r"^https://[^\s<>\"]+$", max_length=500)]


def number_of(value: object) -> Decimal | None:
    """The number that a key of the kind `Number` has; None for whatever it refuses, texts with digits included."""
    try:
        return read_number(value)
    except PydanticCustomError:
        return None


def day_of(value: object) -> date | None:
    """The day that a key of the kind `Day` has; None for whatever it refuses, as what only resembles `2024-12-31`."""
    try:
        return _day(value)
    except PydanticCustomError:
        return None


def _written_day(value: object) -> date | None:
    if isinstance(value, date):
        return None if isinstance(value, datetime) else value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None
    except ValueError:
        return None


def read_number(value: object) -> Decimal:
    """The number of a key; raises PydanticCustomError for what is none, or is too large or too fine."""
    number = Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
    if number is None or not number.is_finite():
        raise PydanticCustomError("number", "a number")
    if abs(number) >= _LARGEST or number != number.quantize(_SMALLEST):
        raise PydanticCustomError("number_size", "a number of a sane size")
    return number


def _day(value: object) -> date:
    day = _written_day(value)
    if day is None:
        raise PydanticCustomError("day", "a day as 2024-12-31")
    return _sane(day)


def _moment(value: object) -> datetime:
    moment = value if isinstance(value, datetime) else None
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
    if moment is None or moment.tzinfo is None:
        raise PydanticCustomError("moment", "a moment with its time zone")
    _sane(moment)
    return moment


def _tile(value: object) -> tuple[int, int]:
    numbers = [n for n in value if type(n) is int and 1 <= n <= MOST_TILES] if isinstance(value, list | tuple) else []
    if len(numbers) != 2 or len(numbers) != len(value):  # type: ignore[arg-type] # it has a length, or there are no numbers
        raise PydanticCustomError("tile", "a row and a column")
    return numbers[0], numbers[1]


def tile_of(value: object) -> tuple[int, int] | None:
    """The row and column that a key of the kind `Tile` has; None for whatever it refuses."""
    try:
        return _tile(value)
    except PydanticCustomError:
        return None


def _sane(day: date) -> date:
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise PydanticCustomError("day_range", "a day of these times")
    return day


Number = Annotated[Decimal, BeforeValidator(read_number)]
Weight = Annotated[Number, Field(gt=0)]
Day = Annotated[date, BeforeValidator(_day)]
Tile = Annotated[tuple[int, int], BeforeValidator(_tile)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
