"""What was published of a series before, from the records: by its plan's own editions, and by those of the plans beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from kvartalsbog.disclosure.publication import Publication, View
from kvartalsbog.disclosure.record import Record
from kvartalsbog.disclosure.same_cases import NOTHING_COUNTED, among, in_order, shown_of
from kvartalsbog.disclosure.series_record import SeriesRecord
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Calendar, Month


@dataclass(frozen=True)
class Before:
    """A record and what it calls a series. `measured` are the series' figures now, where the plan of then measured something
    else of the same cases: then it tells only how many there are.
    """

    record: Record
    name: str
    measured: View | None = None

    @property
    def series(self) -> SeriesRecord:
        return self.record.series[self.name]

    @property
    def fingerprint(self) -> tuple[Hashable, ...]:
        """What it can be remembered by."""
        period, counted = self.record.period, self.record.counted.get(self.name, NOTHING_COUNTED)
        known = self.series.fingerprint, self.measured is None, in_order(counted)
        return period, period.calendar.begins, self.record.number, self.record.threshold, *known

    def publication(self, *, own: bool, before: bool) -> Publication:
        """What the edition told of its plan's months, and of those of the year before."""
        name, calendar = f"{self.record.period}-{self.record.number}", self.record.period.calendar
        threshold = self.record.threshold
        series, counted = self.series, self.record.counted.get(self.name, NOTHING_COUNTED)
        view = {**(series.before if before else {}), **(series.own if own else {})}
        if self.measured is not None:
            now = {cell: value for cell, value in self.measured.items() if cell in view and view[cell].n == value.n}
            return Publication(
                name, now, (), calendar=calendar, counted=among(counted | shown_of(series), now), threshold=threshold
            )
        parts = (*(series.parts_before if before else ()), *(series.parts_own if own else ()))
        shown = frozenset(part.key for part in parts if series.decisions[part.key])
        told = series.verdicts if own else ()
        return Publication(name, view, parts, shown, told, calendar, among(counted, view), threshold=threshold)


def history_of(records: Iterable[Record], name: str, view: View, calendar: Calendar) -> tuple[Before, ...]:
    """The records that tell of a series, which is known by its figures now, `view`, in a plan that has another `calendar`. What another
    authority's plan shows as this one does, because they share it, is told once.
    """
    found, told = list[Before](), set[bytes]()
    for record in sorted(records, key=lambda record: record.period.body != calendar.body):
        own = record.period.calendar == calendar
        before = Before(record, name) if own else _in_another_plan(record, name, view, calendar.body)
        if before.name in record.series and not (
            record.period.body != calendar.body and before.series.fingerprint in told
        ):
            found.append(before)
            told.add(before.series.fingerprint)
    return tuple(sorted(found, key=lambda before: (before.record.period, before.record.number)))


def publications(history: Iterable[Before], months: Collection[Month]) -> tuple[Publication, ...]:
    """Everything that was published of a series' months, of a plan or of the year before it: by the plan's own editions, and
    by the next plan's, which show the year before for comparison.
    """
    asked = frozenset(months)
    found = []
    for before in history:
        calendar = before.record.period.calendar
        years = [not asked.isdisjoint(year) for year in (calendar.months, calendar.months_before)]
        if any(years):
            found.append(before.publication(own=years[0], before=years[1]))
    return tuple(found)


def _in_another_plan(record: Record, name: str, view: View, body: str) -> Before:
    """The series of another plan that has the figures, or else the cases: numbers of goals move from plan to plan, and what is measured
    changes. It is the one of the same name where none has, if the plan is of the same authority.
    """
    known = record.series.get(name) if record.period.body == body else None
    if known is not None and _agree(view, known.view):
        return Before(record, name)
    votes = Counter(other for figure in view.items() if figure[1].n for other in record.by_figure.get(figure, ()))
    for other, _ in votes.most_common():
        if _agree(view, record.series[other].view):
            return Before(record, other)
    cases = _counts(view)
    if known is not None and _agree(cases, _counts(known.view)):
        return Before(record, name, view)
    votes = Counter(
        other for cell, value in view.items() if value.n for other in record.by_cases.get((cell, value.n), ())
    )
    for other, _ in votes.most_common() if len({value.n for value in view.values() if value.n}) > 1 else ():
        if _agree(cases, _counts(record.series[other].view)):
            return Before(record, other, view)
    return Before(record, name if record.period.body == body else "")


def _agree(one: View, other: View) -> bool:
    """Whether most of the figures that both have are the same: some are told again later."""
    both = [(value, other[cell]) for cell, value in one.items() if value.n and cell in other]
    return bool(both) and 2 * sum([mine == theirs for mine, theirs in both]) >= len(both)


def _counts(view: View) -> View:
    """How many cases there are, whatever is measured of them."""
    return {cell: Sum(value.n, Decimal(0)) for cell, value in view.items()}
