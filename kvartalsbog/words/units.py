"""The words of units and of what is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal, get_args, get_origin

from kvartalsbog.content.language import DANISH, Language, messages
from kvartalsbog.kinds.base import Asked
from kvartalsbog.kinds.registry import KINDS
from kvartalsbog.kinds.units import TYPED, Unit

_ONE_AND_MANY: dict[str, tuple[str, str]] = {
    Unit.DAYS: messages("dag", "dage"),
    Unit.HOURS: messages("time", "timer"),
    Unit.MINUTES: messages("minut", "minutter"),
    Unit.KRONER: messages("kr.", "kr."),
    Unit.POINTS: messages("point", "point"),
    Unit.PERCENT: messages("pct.", "pct."),
    Unit.ITEMS: messages("antal", "antal"),
}


def unit_word(unit: str, language: Language = DANISH, n: Decimal | int = 2) -> str:
    """`dage`, or `dag` for one; what a plan calls the things that it counts is its own word for one and for many."""
    code = TYPED.get(unit, unit)
    return language.say_n(*_ONE_AND_MANY[code], n) if code in _ONE_AND_MANY else unit


def noun(asked: Asked, language: Language = DANISH) -> str:
    """What a number that is asked for is a number of: the unit, or the things that are counted."""
    return asked.counted if asked.unit is Unit.ITEMS else unit_word(asked.unit, language)


class _Names(Mapping[str, str]):
    """What every unit is called, those of a kind of one's own with them: they are called what they are written."""

    def __getitem__(self, unit: str) -> str:
        if unit not in self:
            raise KeyError(unit)
        return unit_word(unit)

    def __contains__(self, unit: object) -> bool:
        return any(unit == known for known in self)

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys((*_ONE_AND_MANY, *_of_kinds()))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _of_kinds() -> Iterator[str]:
    fields = (kind.model_fields.get("unit") for kind in KINDS.values())  # not translated: a field
    yield from (
        unit
        for field in fields
        if field and get_origin(field.annotation) is Literal
        for unit in get_args(field.annotation)
    )


NAMES: Mapping[str, str] = _Names()


def unit_code(unit: str) -> str:
    """The code of a unit; a word of the plan's own has that of things that are counted."""
    return unit if unit in NAMES else Unit.ITEMS.value


def coded(asked: Asked) -> tuple[str, str | None]:
    """The code of a unit, and what is counted in the plan's own words: a unit that is no known one is such a word."""
    return (asked.unit, asked.counted or None) if asked.unit in NAMES else (Unit.ITEMS.value, asked.unit)
