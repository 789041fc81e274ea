"""The units that report: when each of them does, what it is called, and which one took over its work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kvartalsbog.files.fields import Day, Identifier, Strict, Tile, Words
from kvartalsbog.periods import Month


class Naming(Strict):
    """What a unit is called from a day on."""

    since: Day
    name: Words


class District(Strict):
    """A unit that reports readings: a police district, or whatever another authority is divided into.

    It reports for whole months: from the one that `begins` is the first day of to the one that `ends` is the last day of.
    Without them it always has and always will. `into` is the one unit that took over all of its work when it ended, so
    that the two's cases and totals add up. `replaces` are units whose work it took over in part, or with others: of those
    nothing is added. `names` are what it is called later than `name`. `tile` is its row and column on the schematic map, which calls it
    `short`, a line for each word.
    """

    id: Identifier
    name: Words
    names: tuple[Naming, ...] = ()
    begins: Day | None = None
    ends: Day | None = None
    replaces: tuple[Identifier, ...] = ()
    into: Identifier | None = None
    tile: Tile | None = None
    short: Words | None = None

    def reports_in(self, month: Month) -> bool:
        """Whether the unit exists throughout a month."""
        began = self.begins is None or self.begins <= month.first_day
        return began and (self.ends is None or month.last_day <= self.ends)

    def name_on(self, day: date) -> str:
        """What the unit is called on a day."""
        return next((naming.name for naming in reversed(self.names) if naming.since <= day), self.name)

    @property
    def every_name(self) -> tuple[str, ...]:
        """All that it is called at any time."""
        return (self.name, *(naming.name for naming in self.names))

    @property
    def reported_as(self) -> District:
        """The unit as its figures know it, wherever a map has it."""
        on_a_map = (self.tile, self.short) != (None, None)
        return self.model_copy(update={"tile": None, "short": None}) if on_a_map else self

    @property
    def gone(self) -> date | None:
        """The first day on which the unit is no more."""
        return None if self.ends is None else self.ends + timedelta(days=1)

    def is_kin_of(self, other: District) -> bool:
        """Whether one of the two took over from the other."""
        return other.id in self.replaces or self.id in other.replaces or self.into == other.id or other.into == self.id


class Happening(StrEnum):
    """What can happen to a unit."""

    BEGAN = "began"
    ENDED = "ended"
    RENAMED = "renamed"


@dataclass(frozen=True)
class UnitEvent:
    """What happened to a unit, from which day. `name` is what it is called then, `before` what it was called until it got
    another name. `others` are the names of the units that one that began replaced, or that one that ended went into.
    """

    day: date
    unit: str
    what: Happening
    name: str
    before: str | None = None
    others: tuple[str, ...] = ()


def events(units: Sequence[District], first: date, last: date) -> tuple[UnitEvent, ...]:
    """All that happened to some units from `first` to `last`, in the order of time and then of the units. That a unit ended
    is not told where the one that replaced it tells so.
    """
    by_id = {unit.id: unit for unit in units}
    told = (event for unit in units for event in _events(unit, by_id))
    return tuple(sorted((event for event in told if first <= event.day <= last), key=lambda event: event.day))


def _events(unit: District, by_id: Mapping[str, District]) -> Iterator[UnitEvent]:
    if unit.begins is not None:
        before = (other for other in by_id.values() if other.into == unit.id and other.gone == unit.begins)
        replaced = dict.fromkeys((*unit.replaces, *(other.id for other in before)))
        names = tuple(by_id[other].name_on(unit.begins) for other in replaced)
        yield UnitEvent(unit.begins, unit.id, Happening.BEGAN, unit.name_on(unit.begins), others=names)
    for naming in unit.names:
        before_it = unit.name_on(naming.since - timedelta(days=1))
        yield UnitEvent(naming.since, unit.id, Happening.RENAMED, naming.name, before_it)
    if unit.ends is not None and not any(
        other.begins == unit.gone and unit.is_kin_of(other) for other in by_id.values()
    ):
        heir = () if unit.into is None else (by_id[unit.into].name_on(unit.ends),)
        yield UnitEvent(unit.ends, unit.id, Happening.ENDED, unit.name_on(unit.ends), others=heir)


def merged(units: Sequence[District], on: date) -> dict[str, tuple[str, ...]]:
    """The units that have taken over others by a day: each, in the plan's order, and first itself, then all whose work is
    its own since.
    """
    by_id = {unit.id: unit for unit in units}
    found: dict[str, list[str]] = {}
    for unit in units:
        heir = unit
        for _ in units:  # a plan that is refused for it can go in a ring
            if heir.into is None or heir.gone is None or heir.gone > on:
                break
            heir = by_id[heir.into]
        if heir is not unit:
            found.setdefault(heir.id, [heir.id]).append(unit.id)
    return {unit.id: tuple(found[unit.id]) for unit in units if unit.id in found}
