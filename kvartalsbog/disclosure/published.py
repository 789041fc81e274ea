"""The sums of a recorded edition that may be shown: all that pages and files ever get of a series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kvartalsbog.disclosure.publication import Key, Kind, View
from kvartalsbog.disclosure.record import SeriesRecord, cells_of, total_of
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month, Quarter


@dataclass(frozen=True)
class Published:
    """The sums that may be shown; None where one is withheld. Months that nobody reported are absent."""

    months: dict[Month, Sum | None]
    year_to_date: dict[Month, Sum | None]
    districts: dict[str, Sum | None]

    @property
    def latest(self) -> Sum | None:
        """The year to date after the last month, if it may be shown."""
        return self.year_to_date[max(self.year_to_date)] if self.year_to_date else None

    def withheld_until(self, deadline: date) -> bool:
        """Whether the year to date that a criterion is judged by, until its deadline's month, is withheld."""
        months = [month for month in self.year_to_date if month.first_day <= deadline]
        return bool(months) and self.year_to_date[max(months)] is None


def published(series: SeriesRecord, quarter: Quarter) -> Published:
    """What an edition shows of its own year."""
    view = series.of_year(quarter.year)
    return Published(
        {month: total for month, total in _months(series, view, Kind.MONTH).items() if month.year == quarter.year},
        _months(series, view, Kind.TO_DATE),
        {key.name: _told(series, view, key) for key in sorted(series.decisions) if key.kind is Kind.UNIT},
    )


def year_before(series: SeriesRecord, quarter: Quarter) -> dict[Month, Sum | None]:
    """What an edition shows of the months of the year before."""
    found = _months(series, series.of_year(quarter.year - 1), Kind.MONTH)
    return {month: total for month, total in found.items() if month.year == quarter.year - 1}


def _months(series: SeriesRecord, view: View, kind: Kind) -> dict[Month, Sum | None]:
    return {Month.parse(key.name): _told(series, view, key) for key in sorted(series.decisions) if key.kind is kind}


def _told(series: SeriesRecord, view: View, key: Key) -> Sum | None:
    return total_of(cells_of(key, view), view) if series.decisions[key] else None
