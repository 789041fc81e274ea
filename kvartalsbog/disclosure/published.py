"""The sums of a recorded edition that may be shown: all that pages and files ever get of a series."""

from __future__ import annotations

from dataclasses import dataclass

from kvartalsbog.disclosure.publication import Key, Kind
from kvartalsbog.disclosure.series_record import SeriesRecord
from kvartalsbog.disclosure.values import value_of
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month


@dataclass(frozen=True)
class Published:
    """The sums that may be shown; None where one is withheld. Months that nobody reported are absent."""

    months: dict[Month, Sum | None]
    year_to_date: dict[Month, Sum | None]
    districts: dict[str, Sum | None]
    windows: dict[str, Sum | None]

    @property
    def latest(self) -> Sum | None:
        """The year to date after the last month, if it may be shown."""
        return self.year_to_date[max(self.year_to_date)] if self.year_to_date else None

    def value_is_withheld(self, criterion: SeriesCriterion) -> bool:
        """Whether the sum that a criterion is judged by is withheld."""
        key = value_of(criterion, self.months)
        if key is None:
            return False
        if key.kind is Kind.WINDOW:
            return self.windows[key.name] is None
        return (self.months if key.kind is Kind.MONTH else self.year_to_date)[Month.parse(key.name)] is None


@dataclass(frozen=True)
class Merged:
    """A unit with those that went into it: what may be shown of all of them together from a plan's beginning to and with a
    month, and in the same months of the year before. A time in which one of them lacks a month is absent.
    """

    units: tuple[str, ...]
    sums: dict[Month, Sum | None]

    @property
    def unit(self) -> str:
        """The unit that is there now."""
        return self.units[0]


def merged(series: SeriesRecord) -> tuple[Merged, ...]:
    """What an edition shows of units that others have gone into."""
    found: dict[tuple[str, ...], dict[Month, Sum | None]] = {}
    for key in series.decisions:
        if key.kind is Kind.MERGED and key.month is not None and len(key.units) > 1:
            found.setdefault(key.units, {})[key.month] = _told(series, key)
    return tuple(Merged(units, sums) for units, sums in found.items())


def units_before(series: SeriesRecord) -> dict[str, Sum | None]:
    """What an edition shows of each unit in the year before, in the months that this year's sums are of; empty where they are not compared."""
    return {key.units[0]: _told(series, key) for key in series.decisions if key.is_of_one_before}


def unit_months(series: SeriesRecord) -> dict[str, dict[Month, Sum | None]]:
    """What an edition shows of each unit's months, of the plan and of the year before; empty where it tells of none."""
    found: dict[str, dict[Month, Sum | None]] = {}
    for key in series.decisions:
        if key.kind is Kind.UNIT_MONTH and key.month is not None:
            found.setdefault(key.units[0], {})[key.month] = _told(series, key)
    return {unit: dict(sorted(months.items())) for unit, months in found.items()}


def published(series: SeriesRecord) -> Published:
    """What an edition shows of its own plan."""
    own, to_date = (
        {month: told for month, told in _months(series, kind).items() if month >= series.begins}
        for kind in (Kind.MONTH, Kind.TO_DATE)
    )
    return Published(
        own,
        to_date,
        *(
            {key.name: _told(series, key) for key in sorted(series.decisions) if key.kind is kind}
            for kind in (Kind.UNIT, Kind.WINDOW)
        ),
    )


def year_before(series: SeriesRecord) -> dict[Month, Sum | None]:
    """What an edition shows of the months of the year before."""
    return {month: told for month, told in _months(series, Kind.MONTH).items() if month < series.begins}


def _months(series: SeriesRecord, kind: Kind) -> dict[Month, Sum | None]:
    """The sums that are of a kind, by month."""
    keys = {Month.parse(key.name): key for key in series.decisions if key.kind is kind}
    return {month: _told(series, keys[month]) for month in sorted(keys)}


def _told(series: SeriesRecord, key: Key) -> Sum | None:
    return series.sum_of(key) if series.decisions[key] else None
