"""The words of units and of what is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, get_args, get_origin

from kvartalsbog.kinds.base import Asked
from kvartalsbog.kinds.registry import KINDS
from kvartalsbog.kinds.units import TYPED, Unit

_ONE_AND_MANY: dict[str, tuple[str, str]] = {
    Unit.DAYS: ("dag", "dage"),
    Unit.HOURS: ("time", "timer"),
    Unit.MINUTES: ("minut", "minutter"),
    Unit.KRONER: ("kr.", "kr."),
    Unit.POINTS: ("point", "point"),
    Unit.PERCENT: ("pct.", "pct."),
    Unit.ITEMS: ("antal", "antal"),
}


def unit_word(unit: str, *, one: bool = False) -> str:
    """`dage`, or `dag` for one; what a plan calls the things that it counts is its own word for one and for many."""
    code = TYPED.get(unit, unit)
    return _ONE_AND_MANY[code][not one] if code in _ONE_AND_MANY else unit


def noun(asked: Asked) -> str:
    """What a number that is asked for is a number of: the unit, or the things that are counted."""
    return asked.counted if asked.unit is Unit.ITEMS else unit_word(asked.unit)


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
    fields = (kind.model_fields.get("unit") for kind in KINDS.values())
    yield from (
        unit
        for field in fields
        if field and get_origin(field.annotation) is Literal
        for unit in get_args(field.annotation)
    )


NAMES: Mapping[str, str] = _Names()


def coded(asked: Asked) -> tuple[str, str | None]:
    """The code of a unit, and what is counted in the plan's own words: a unit that is no known one is such a word."""
    return (asked.unit, asked.counted or None) if asked.unit in NAMES else (Unit.ITEMS.value, asked.unit)
