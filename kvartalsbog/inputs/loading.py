"""The only reader of `data/`: files → the plan and the readings of a quarter, or every problem at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from kvartalsbog.disclosure.decisions import Decision, read_decisions
from kvartalsbog.disclosure.fitting import edited_history
from kvartalsbog.disclosure.history import Given, editions
from kvartalsbog.disclosure.record import FOLDER as DISCLOSURE
from kvartalsbog.disclosure.record import Record, newest, read_records
from kvartalsbog.disclosure.series_record import SeriesRecord
from kvartalsbog.errors import Collector, Place, Problem
from kvartalsbog.inputs.periods import calendars, neighbours
from kvartalsbog.inputs.sharing import Loan, disagreements, lenders, loan_of, with_lent
from kvartalsbog.periods import Calendar, Period, capital
from kvartalsbog.plan.loading import judged_plan
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings
from kvartalsbog.readings.written import Written, read_written, vintage_of

APPROVALS = "approvals"  # stands beside the vintages


@dataclass(frozen=True)
class Lent:
    """Another plan's report of the same period, and what is shown of it."""

    report: Report
    loan: Loan


@dataclass(frozen=True)
class Report:
    """All that a quarter's book is made from: the plan as it stood, and the readings known then.

    `records` is what every edition of the plan's year and of its neighbours shows of its series, and `decisions` what
    persons have decided about it. `lent` are the other plans whose readings of shared goals are among these.
    """

    period: Period
    plan: Plan
    agreed: Plan
    readings: Readings
    records: tuple[Record, ...] = ()
    decisions: tuple[Decision, ...] = ()
    lent: tuple[Lent, ...] = ()

    @cached_property
    def given(self) -> Given:
        """What the other plans' editions show of the series that are theirs: it is chosen once, for both plans."""
        found: dict[Period, dict[str, SeriesRecord]] = {}
        for one in self.lent:
            of = one.report
            for record in editions(of.agreed, of.readings, of.period, of.records, of.decisions, of.given):
                own = self.period.calendar.period(record.period.number)
                shown = {
                    name: record.series[other] for name, other in one.loan.series.items() if other in record.series
                }
                found.setdefault(own, {}).update(shown)
        return found

    @property
    def records_read(self) -> tuple[Record, ...]:
        """The records that decide what the book shows: the year's until now, or all while the quarter has none."""
        if newest(self.records, self.period) is None:
            return self.records
        return tuple(r for r in self.records if r.period.plan == self.period.plan and r.period <= self.period)

    @property
    def extracted(self) -> date:
        """The date of the quarter's data."""
        return self.readings.newest.extracted


def load(period: Period, data_dir: Path, project: Path | None = None) -> Report:
    """The report of a quarter. Raises ProblemsError with every problem of the plan and of the vintages up to it.

    `project` is the folder that the plan's notebooks are named from; without it their presence is not checked.
    """
    collector = Collector()
    agreed, readings = read_year(period, data_dir, project, collector)
    return settled(period, agreed, readings, collector, data_dir)


def read_year(
    period: Period, data_dir: Path, project: Path | None, collector: Collector
) -> tuple[Plan | None, Readings]:
    """The plan as it was agreed and the vintages up to a quarter, with every problem of them in `collector`. With
    problems they are only good for finding more: the plan is None where its values have no form. Readings of goals that are
    another plan's are not among them.
    """
    agreed, readings, _ = _read_year(data_dir, project, period.calendar, period.until_now, collector)
    if agreed is not None:
        collector.problems.extend(disagreements(agreed, data_dir, period))
    return agreed, readings


def settled(period: Period, agreed: Plan | None, readings: Readings, collector: Collector, data_dir: Path) -> Report:
    """The report of what was read, with what is recorded of its editions, if no stage had a problem; raises
    ProblemsError with those of all stages.
    """
    near = neighbours(period.calendar, data_dir)
    records = collector.attempt(lambda: read_records(data_dir, near)) or ()
    goals = tuple(agreed.series) if agreed is not None else ()
    decisions = collector.attempt(lambda: read_decisions(data_dir, period.calendar, goals)) or () if agreed else ()
    lent = tuple(_lent(period, agreed, data_dir, collector)) if agreed is not None and not collector.problems else ()
    collector.settle()
    if agreed is None:
        raise ValueError("a plan that cannot be read has problems")
    for one in lent:
        readings = with_lent(readings, one.report.readings, one.loan, period)
    collector.problems.extend(edited_history(agreed, readings, period, records))
    collector.settle()
    return Report(period, agreed.in_force(period.last_day), agreed, readings, records, decisions, lent)


def _lent(period: Period, agreed: Plan, data_dir: Path, collector: Collector) -> Iterator[Lent]:
    """The other plans' reports of the same period; what is wrong with them is added to the problems."""
    for name in lenders(agreed):
        calendar = next(calendar for calendar in calendars(data_dir) if calendar.name == name)
        report = collector.attempt(lambda calendar=calendar: load(calendar.period(period.number), data_dir))  # type: ignore[misc]
        if report is not None:
            yield Lent(report, loan_of(agreed, report.agreed, name))


def read_before(
    period: Period, data_dir: Path, collector: Collector
) -> tuple[Plan | None, Readings, tuple[Written, ...]]:
    """As `read_year`, of the vintages before a quarter, and what stands in their files."""
    return _read_year(data_dir, None, period.calendar, period.earlier, collector)


def _read_year(
    data_dir: Path, project: Path | None, calendar: Calendar, due: tuple[Period, ...], collector: Collector
) -> tuple[Plan | None, Readings, tuple[Written, ...]]:
    """The vintages of a plan year that are due."""
    folder = data_dir / calendar.name
    agreed = judged_plan(folder / "plan.yml", project, collector.problems, name=f"{calendar.name}/plan.yml")
    found, readings = [], Readings(())
    if agreed is not None and agreed.calendar.body != calendar.body:
        collector.problems.append(_misplaced(agreed, calendar))
    for period in _vintages(folder, calendar, due, collector.problems):
        found.append(read_written(folder / period.name, period.folder))
        vintage = vintage_of(found[-1], period, agreed, readings, collector.problems)
        readings = Readings((*readings.vintages, vintage))
    return agreed, readings, tuple(found)


def _misplaced(agreed: Plan, calendar: Calendar) -> Problem:
    hint = "Skriv »body« som mappen hedder; den første myndigheds planer har ingen. Eller flyt planen."
    place, found = Place(f"{calendar.name}/plan.yml", None, "body"), agreed.body or "ingen"
    return Problem(place, "Planens myndighed er ikke mappens.", found, calendar.body or "ingen", hint)


def _vintages(folder: Path, calendar: Calendar, due: tuple[Period, ...], problems: list[Problem]) -> list[Period]:
    found: list[Period] = []
    for child in sorted(folder.iterdir()) if folder.is_dir() else []:
        parsed = calendar.named(child.name)
        if (
            child.is_dir()
            and parsed is None
            and not child.name.startswith(".")
            and child.name not in (APPROVALS, DISCLOSURE)
        ):
            first, last = calendar.periods[0], calendar.periods[-1]
            allowed = f"{first} til {last}"
            message = f"Mappen er ikke {calendar.noun.one}."
            problems.append(Problem(Place(f"{calendar.name}/{child.name}"), message, child.name, allowed))
        elif parsed is not None and any(parsed <= period for period in due):
            found.append(parsed)
    for missing in sorted(set(due) - set(found)):
        hint = f"Åbn {calendar.noun.the} med: kvartalsbog new-quarter {missing}"
        problems.append(Problem(Place(missing.folder), f"{capital(calendar.noun.of_the)} mappe mangler.", hint=hint))
    return found
