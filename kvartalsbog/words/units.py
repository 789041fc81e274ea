"""The words of units and of what is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kvartalsbog.kinds.base import Asked
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


def register(unit: str, one: str, many: str) -> None:
    """Give a unit of a kind of one's own its words."""
    _ONE_AND_MANY[unit] = (one, many)


def unit_word(unit: str, *, one: bool = False) -> str:
    """`dage`, or `dag` for one; what a plan calls the things that it counts is its own word for one and for many."""
    code = TYPED.get(unit, unit)
    return _ONE_AND_MANY[code][not one] if code in _ONE_AND_MANY else unit


def noun(asked: Asked) -> str:
    """What a number that is asked for is a number of: the unit, or the things that are counted."""
    return asked.counted if asked.unit is Unit.ITEMS else unit_word(asked.unit)


class _Names(Mapping[str, str]):
    """What every known unit is called, also those that are registered later."""

    def __getitem__(self, unit: str) -> str:
        return _ONE_AND_MANY[unit][1]

    def __iter__(self) -> Iterator[str]:
        return iter(_ONE_AND_MANY)

    def __len__(self) -> int:
        return len(_ONE_AND_MANY)


NAMES: Mapping[str, str] = _Names()
