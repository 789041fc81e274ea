"""A series in an edition, as it is written down: what the edition was made from, and for each sum whether it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TypeVar

from kvartalsbog.disclosure.publication import Cells, Key, Kind, Part, Verdict, View, cell_order
from kvartalsbog.kinds.measures import NOTHING, Sum, add_up
from kvartalsbog.periods import Month


@dataclass(frozen=True)
class SeriesRecord:
    """A goal's series in an edition: the units' months behind it, the plan's and the year's before it, and for each sum
    whether it is shown. `verdicts` are what criteria's verdicts tell of their values' totals, wherever they are told, and
    `begins` is the plan's first month.
    """

    view: View
    decisions: dict[Key, bool]
    verdicts: tuple[Verdict, ...]
    begins: Month

    @cached_property
    def own(self) -> View:
        """The units' months of the plan."""
        return {cell: value for cell, value in self.view.items() if cell[0] >= self.begins}

    @cached_property
    def before(self) -> View:
        """The units' months of the year before the plan."""
        return {cell: value for cell, value in self.view.items() if cell[0] < self.begins}

    @cached_property
    def parts_own(self) -> tuple[Part, ...]:
        """The sums of the plan; units' always are."""
        cells = Cells(self.own)
        return tuple(Part(key, cells.of(key)) for key in self.decisions if self._is_own(key))

    @cached_property
    def parts_before(self) -> tuple[Part, ...]:
        """The sums of the year before the plan."""
        cells = Cells(self.before)
        return tuple(Part(key, cells.of(key)) for key in self.decisions if not self._is_own(key))

    def _is_own(self, key: Key) -> bool:
        return key.month is None or key.month >= self.begins

    def sum_of(self, key: Key) -> Sum:
        """The sum that the edition could show: a unit's is of the plan to date, a month says its own."""
        month = key.month
        if month is None:
            return self._units.get(key.name, NOTHING)
        if key.kind is Kind.WINDOW:
            return add_up(own for other, own in self._months.items() if key.first <= other <= month)
        if key.kind is Kind.MONTH:
            return self._months.get(month, NOTHING)
        if key.kind is Kind.UNIT_MONTH:
            return self.view.get((month, key.units[0]), NOTHING)
        if key.kind is Kind.MERGED:
            own_year = month >= self.begins
            cells = (cell for unit in key.units for cell in self._months_of.get(unit, ()))
            return add_up(own for other, own in cells if other <= month and (other >= self.begins) is own_year)
        return add_up(own for other, own in self._months.items() if self.begins <= other <= month)

    @cached_property
    def fingerprint(self) -> bytes:
        """SHA-256 of all that it says."""
        digest = sha256()
        for (month, unit), value in sorted(self.view.items(), key=cell_order):
            digest.update(f"{month.year} {month.number} {unit} {value.n} {value.total}\n".encode())
        told = [f"{key.kind} {key.name} {shown}\n" for key, shown in self.decisions.items()]
        digest.update(f"{''.join(told)}{self.verdicts!r}".encode())
        return digest.digest()

    @cached_property
    def _months(self) -> dict[Month, Sum]:
        return _added((month, value) for (month, _), value in self.view.items())

    @cached_property
    def _months_of(self) -> dict[str, list[tuple[Month, Sum]]]:
        """Unit → its months of both years."""
        found: dict[str, list[tuple[Month, Sum]]] = {}
        for (month, unit), value in self.view.items():
            found.setdefault(unit, []).append((month, value))
        return found

    @cached_property
    def _units(self) -> dict[str, Sum]:
        return _added((unit, value) for (_, unit), value in self.own.items())


_Name = TypeVar("_Name", Month, str)


def _added(values: Iterable[tuple[_Name, Sum]]) -> dict[_Name, Sum]:
    found: dict[_Name, list[Sum]] = {}
    for name, value in values:
        found.setdefault(name, []).append(value)
    return {name: add_up(sums) for name, sums in found.items()}
