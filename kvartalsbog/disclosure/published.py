"""The sums of a recorded edition that may be shown: all that pages and files ever get of a series."""

from __future__ import annotations

from dataclasses import dataclass

from kvartalsbog.disclosure.publication import Key, Kind
from kvartalsbog.disclosure.record import SeriesRecord
from kvartalsbog.disclosure.values import value_of
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, Period


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
    """A unit with those that went into it: what may be shown of all of them together from a year's beginning to and with a
    month, of this year and of the one before. A year in which one of them lacks a month is absent.
    """

    units: tuple[str, ...]
    sums: dict[Month, Sum | None]

    @property
    def unit(self) -> str:
        """The unit that is there now."""
        return self.units[0]


def merged(series: SeriesRecord, period: Period) -> tuple[Merged, ...]:
    """What an edition shows of units that others have gone into."""
    found: dict[tuple[str, ...], dict[Month, Sum | None]] = {}
    for key in series.decisions:
        if key.kind is Kind.MERGED and key.month is not None:
            found.setdefault(key.units, {})[key.month] = _told(series, period, key)
    return tuple(Merged(units, sums) for units, sums in found.items())


def published(series: SeriesRecord, period: Period) -> Published:
    """What an edition shows of its own year."""
    return Published(
        _months(series, period, Kind.MONTH, period.year),
        _months(series, period, Kind.TO_DATE, period.year),
        *(
            {key.name: _told(series, period, key) for key in sorted(series.decisions) if key.kind is kind}
            for kind in (Kind.UNIT, Kind.WINDOW)
        ),
    )


def year_before(series: SeriesRecord, period: Period) -> dict[Month, Sum | None]:
    """What an edition shows of the months of the year before."""
    return _months(series, period, Kind.MONTH, period.year - 1)


def _months(series: SeriesRecord, period: Period, kind: Kind, year: int) -> dict[Month, Sum | None]:
    """The sums of a year that are of a kind, by month."""
    keys = {Month.parse(key.name): key for key in series.decisions if key.kind is kind}
    return {month: _told(series, period, keys[month]) for month in sorted(keys) if month.year == year}


def _told(series: SeriesRecord, period: Period, key: Key) -> Sum | None:
    return series.sum_of(key, period.year) if series.decisions[key] else None
