"""What is asked of an engine: how the records of one goal are judged, for which quarter, as they lay on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce

from kvartalsbog.intake.records.mapping import SeriesMapping
from kvartalsbog.intake.records.plain_text import fold, plain
from kvartalsbog.periods import Month, Period, days_of

_AS_IT_IS: tuple[tuple[str, str], ...] = ()
_SPELT = (("å", "aa"), ("æ", "ae"), ("ø", "oe"))
_UNSPELT = tuple((pair, letter) for letter, pair in _SPELT)
_BEFORE, _AFTER = 50, 5  # years around the quarter's: a date beyond them stands in the place of none


@dataclass(frozen=True)
class Question:
    """How records are judged. `spelled`: spelling → district id. `extracted`: the day on which the records lay so.

    `bounds` are the least and the most that one record can measure, in the goal's unit; None where nothing is measured.
    `absent`: district id → the year's months in which the unit has no figures, because it has ended or not begun.
    """

    mapping: SeriesMapping
    spelled: Mapping[str, str]
    period: Period
    extracted: date
    bounds: tuple[Decimal, Decimal] | None = None
    absent: Mapping[str, tuple[Month, ...]] = field(default_factory=dict)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day that a date can be; 1900-01-01 and 9999-12-31 are what systems write for none."""
        calendar = self.period.calendar
        return days_of(calendar.begins.year - _BEFORE)[0], days_of(calendar.ends.year + _AFTER)[1]

    @property
    def exactly(self) -> Mapping[str, str]:
        """Spelling → district id, as cells are compared."""
        return {plain(spelling): district for spelling, district in self.spelled.items()}

    @property
    def folded(self) -> Mapping[str, str]:
        """Spelling in small letters, also with aa, ae and oe for å, æ and ø and the other way → district id, of those that
        only one district has.
        """
        found: dict[str, set[str]] = {}
        for spelling, district in self.exactly.items():
            for letters in (_AS_IT_IS, _SPELT, _UNSPELT):
                found.setdefault(reduce(lambda text, one: text.replace(*one), letters, fold(spelling)), set()).add(
                    district
                )
        return {spelling: next(iter(districts)) for spelling, districts in found.items() if len(districts) == 1}
