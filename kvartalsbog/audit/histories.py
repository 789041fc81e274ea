"""The versions of a site → what was published of each goal and year, with the truth behind it where that is at hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from kvartalsbog.audit.entries import Entry, Row, series_of
from kvartalsbog.audit.files import Files
from kvartalsbog.audit.record import Cell, Figure, Kind, Measure, Name, Publication, Series, Span, Told
from kvartalsbog.audit.same_cases import together
from kvartalsbog.audit.verdicts import steps_of, verdicts
from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.files.documents import parse_yaml
from kvartalsbog.kinds.registry import series_kind
from kvartalsbog.periods import Calendar, Month, Period

View = dict[Cell, Figure]
_Read = TypeVar("_Read")
_UNKNOWN = Measure(Decimal(10) ** 9, whole=False)
_DEFAULT_THRESHOLD = 5  # that of a plan that sets none


@dataclass(frozen=True)
class Truth:
    """What a version was made from: its plan's file, and quarter → the bytes of that vintage's `series.csv`.

    Where a vintage has been corrected since and is nowhere any more, there are none, and `cells` is the record of what
    the version withholds, which has the units' months that it was made from.
    """

    plan: bytes
    vintages: Mapping[Period, bytes]
    cells: bytes | None = None


@dataclass(frozen=True)
class Edition:
    """A version of a site: `2024K1/v2`, its folder and files, and the truth, where it is at hand. `names` are those of series
    that are another plan's, as that plan calls them.
    """

    label: str
    folder: Path
    period: Period
    files: Files
    threshold: int | None
    truth: Truth | None
    names: Mapping[str, str] = field(default_factory=dict)

    def called(self, series: str) -> str:
        """What a series is called among those of all plans: `1.1` of the first authority's, `anklagemyndigheden/2.1` of
        another's, and one that two plans share as the first of them has it.
        """
        body = self.period.body
        return self.names.get(series) or (f"{body}/{series}" if body else series)

    @property
    def plan_name(self) -> str:
        """Where its plan is, as problems say it."""
        return f"{self.label}: data/{self.period.plan}/plan.yml"

    @cached_property
    def plan(self) -> Mapping[str, Any]:
        """The plan that it was made from, as it was written then; the plan's own rules may have changed since."""
        document = None if self.truth is None else parse_yaml(self.truth.plan, name=self.plan_name)
        return document if isinstance(document, dict) else {}


def histories(editions: Sequence[Edition]) -> tuple[Series, ...]:
    """Every goal and year of which anything was published; `editions` are in the order in which they were published."""
    found: dict[tuple[str, Span], list[Publication]] = {}
    spans = _spans(editions)
    units = _units(editions, spans)
    measures: dict[str, Measure] = {}
    for edition in editions:
        measures |= {edition.called(goal): measure for goal, measure in _measures(edition).items()}
        for goal, span, publication in _publications(edition, units, spans):
            found.setdefault((edition.called(goal), span), []).append(publication)
    every = (
        Series(goal, span, measures.get(goal, _UNKNOWN), tuple(publications))
        for (goal, span), publications in sorted(found.items())
    )
    return together(tuple(every), [edition.label for edition in editions])


def _spans(editions: Sequence[Edition]) -> tuple[Span, ...]:
    """The plans' months, and of the years before them those that no plan has."""
    calendars = [edition.period.calendar for edition in editions]
    own = {(calendar.begins, calendar.ends) for calendar in calendars}
    before = {(c.months_before[0], c.months_before[-1]) for c in calendars}
    alone = {span for span in before if not any(begins <= span[1] and span[0] <= ends for begins, ends in own)}
    return tuple(sorted(own | alone))


def _span_of(months: tuple[Month, ...], spans: Sequence[Span]) -> Span:
    """The span that some months belong to: of several the one that has the last of them."""
    return next((s for s in spans if s[0] <= months[-1] <= s[1]), (months[0], months[-1]))


def view_of(truth: Truth, goal: str, period: Period, months: Collection[Month]) -> View:
    """What was known of a goal's months when a period had been reported: of each cell the latest vintage's figure."""
    view: View = {}
    asked = {str(month) for month in months}
    if not truth.vintages and truth.cells is not None:
        for row in csv.DictReader(io.StringIO(truth.cells.decode("utf-8"), newline="")):
            if (row["goal"], row["sum"]) == (goal, "cell") and row["month"] in asked:
                view[Cell(row["month"], row["unit"])] = Figure(int(row["n"]), Decimal(row["total"]))
        return view
    last = str(period.months[-1])
    for vintage in sorted(vintage for vintage in truth.vintages if vintage <= period):
        for row in csv.DictReader(io.StringIO(truth.vintages[vintage].decode("utf-8"), newline="")):
            if row["goal"] == goal and row["month"] in asked and row["month"] <= last:
                view[Cell(row["month"], row["district"])] = Figure(int(row["n"]), Decimal(row["total"]))
    return view


def _publications(
    edition: Edition, units: Mapping[tuple[str, Span], set[str]], spans: Sequence[Span]
) -> Iterator[tuple[str, Span, Publication]]:
    """The plan's own figures and the year before's, and before each what the revisions tell of earlier editions."""
    threshold, calendar = _threshold(edition), edition.period.calendar
    steps = _planned(edition, steps_of)
    open_ = {series_of(row) for row in edition.files.criteria if row.get("sensitive") == "false"}
    for goal in sorted({goal for goal, _ in edition.files.entries} - open_):
        own = [e for (g, _), e in edition.files.entries.items() if g == goal and (e.withheld or e.shows)]
        for months in (calendar.months, calendar.months_before):
            entries = [e for e in own if _is_of(e, months, calendar)]
            if not entries:
                continue
            span = _span_of(months, spans)
            view = view_of(edition.truth, goal, edition.period, months) if edition.truth else {}
            revised = [row for row in edition.files.revisions if series_of(row) == goal]  # once for each goal on it
            for row in {(row["month"], row["vintage"]): row for row in revised}.values():
                if Month.parse(row["month"]) in months:
                    yield from ((goal, span, told) for told in _revision(edition, row, threshold))
            cells = set(view) or _supposed(entries, units.get((edition.called(goal), span), {""}))
            sums = tuple(Told(e.name, _cells(e.name, cells), _figure(e)) for e in entries)
            is_own = months is calendar.months
            sums += tuple(_windows(edition, goal, view)) if is_own else ()
            told = tuple(verdicts(edition.files.criteria, goal, view, steps)) if is_own else ()
            yield goal, span, Publication(edition.label, threshold, sums, view, told, calendar)


def _windows(edition: Edition, series: str, view: View) -> Iterator[Told]:
    """The values of criteria that are judged by a part of the year: who is told one is held to know its cases and total."""
    for row in edition.files.criteria:
        if series_kind(row) is None or series_of(row) != series or not row.get("from") or row.get("over") == "latest":
            continue
        cells = {cell for cell in view if row["from"][:7] <= cell.month <= row["deadline"][:7]}
        if cells:
            name = Name(Kind.WINDOW, f"{min(cells).month}..{max(cells).month}")
            figures = [view[cell] for cell in cells]
            told = Figure(sum(f.n for f in figures), sum((f.total for f in figures), Decimal(0)))
            yield Told(name, frozenset(cells), None if row["value"] in ("", "[f]", "[m]") else told)


def _revision(edition: Edition, row: Row, threshold: int) -> Iterator[Publication]:
    """A revised month as it was before the vintage that changed it, and after."""
    calendar = edition.period.calendar
    vintage = calendar.named(row["vintage"])
    if vintage is None:
        raise ProblemsError(
            [Problem(Place(edition.label), "En revision er fra en periode, som planen ikke har.", row["vintage"])]
        )
    name = Name(Kind.MONTH, row["month"])
    for suffix, period in (("before", vintage.previous), ("after", vintage)):
        truth = edition.truth if edition.truth and edition.truth.vintages else None  # earlier views need the vintages
        known = view_of(truth, series_of(row), period, (Month.parse(row["month"]),)) if truth else {}
        view = {cell: figure for cell, figure in known.items() if cell.month == row["month"]}
        figure = Figure(int(row[f"n_{suffix}"]), Decimal(row[f"total_{suffix}"]))
        if truth is None and edition.truth is not None:
            continue
        yield Publication(
            f"{edition.label}, revisions.csv",
            threshold,
            (Told(name, frozenset(view), figure),),
            view,
            calendar=calendar,
        )


def _units(editions: Sequence[Edition], spans: Sequence[Span]) -> dict[tuple[str, Span], set[str]]:
    """The units that any edition tells of, by goal and plan."""
    found: dict[tuple[str, Span], set[str]] = {}
    whole = set()  # of which editions tell every unit
    for edition in editions:
        calendar = edition.period.calendar
        for (goal, name), entry in edition.files.entries.items():
            if entry.withheld or entry.shows:
                own = _is_of(entry, calendar.months, calendar)
                span = _span_of(calendar.months if own else calendar.months_before, spans)
                found.setdefault((edition.called(goal), span), set()).update(name.units)
                if name.kind is Kind.UNIT:
                    whole.add((edition.called(goal), span))
    for span_, units in found.items():
        if span_ not in whole:
            units.add("")  # of whom nothing is told but in the sum of all
    return found


def _supposed(entries: Sequence[Entry], units: set[str]) -> set[Cell]:
    """Without the truth: every month that is told of in every unit, or in one unit where none is told of."""
    months = {e.name.of for e in entries if e.name.kind is Kind.MONTH}
    return {Cell(month, unit) for month in months for unit in units}


def _cells(name: Name, cells: set[Cell]) -> frozenset[Cell]:
    last = name.month
    if name.kind in (Kind.MONTH, Kind.UNIT_MONTH):
        return frozenset(c for c in cells if c.month == last and (not name.units or c.unit in name.units))
    return frozenset(c for c in cells if (last is None or c.month <= last) and (not name.units or c.unit in name.units))


def _figure(entry: Entry) -> Figure | None:
    return None if entry.n is None or entry.total is None else Figure(int(entry.n), entry.total)


def _is_of(entry: Entry, months: Collection[Month], calendar: Calendar) -> bool:
    return (calendar.begins if entry.name.month is None else Month.parse(entry.name.month)) in months


def _threshold(edition: Edition) -> int:
    if edition.threshold is not None:
        return edition.threshold
    found = edition.plan.get("suppression_threshold", _DEFAULT_THRESHOLD)
    return found if isinstance(found, int) else _DEFAULT_THRESHOLD


def _measures(edition: Edition) -> dict[str, Measure]:
    """How much a case can add, by goal: from the plan, or from the files, which tell where cases are only counted."""
    kinds = {series_of(row): kind for row in edition.files.criteria if (kind := series_kind(row)) is not None}
    found = {goal: Measure(Decimal(1), whole=True) for goal, kind in kinds.items() if kind.whole}
    return found | _planned(edition, _of_plan)


def _of_plan(plan: Mapping[str, Any]) -> dict[str, Measure]:
    found = {}
    for pillar in plan.get("pillars", ()):
        for goal in pillar["goals"]:
            for criterion in goal["criteria"]:
                if (kind := series_kind(criterion)) is not None:
                    read = kind.model_validate(criterion)
                    whole, case = read.whole or read.counts, read.case
                    found[read.series or str(goal["id"])] = Measure(case.maximum, whole, case.minimum)
    return found


def _planned(edition: Edition, read: Callable[[Mapping[str, Any]], _Read]) -> _Read:
    """Something of the plan that a version was made from. Raises ProblemsError where the plan cannot be read so."""
    try:
        return read(edition.plan)
    except (LookupError, TypeError, ValueError) as error:  # pydantic's errors are ValueErrors
        message = "Planen, som udgaven blev lavet af, siger ikke, hvad der er sandsynligt."
        raise ProblemsError([Problem(Place(edition.plan_name), message)]) from error
