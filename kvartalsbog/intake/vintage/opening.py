"""Opening a quarter: its folder with four files that hold nothing yet; and a year, from the plan of the year before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from kvartalsbog.errors import Collector, UsageError
from kvartalsbog.files.placement import put_in_place, writable, write_files
from kvartalsbog.files.text import read_text
from kvartalsbog.files.workplace import stage
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.inputs.periods import plan_before
from kvartalsbog.inputs.published import published
from kvartalsbog.intake.vintage.drafting import draft, moved_on
from kvartalsbog.intake.vintage.undoing import remembered
from kvartalsbog.periods import Calendar, Period, capital
from kvartalsbog.plan.loading import judged_plan, read_plan
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.vintage_text import Row, VintageText, texts
from kvartalsbog.verdicts.continuing import left_by
from kvartalsbog.verdicts.findings import find

_STAGE = ".opening-"


def open_period(period: Period, data_dir: Path) -> tuple[Path, ...]:
    """Make a quarter's folder. With the first of a year, make also what the year lacks: its plan and its mapping as
    drafts from the year before, and the vintage with that year's months. Returns what was made.

    All is made or nothing, and nothing that is there is touched. Raises UsageError when the quarter is open, when an
    earlier one is not, or when no year has a plan to draft from; ProblemsError when a plan or the year before has
    problems; KvartalsbogError when nothing can be written.
    """
    year, noun = data_dir / period.plan, capital(period.noun.the)
    if (year / period.name).exists():
        raise UsageError(f"{year / period.name}: {noun} er allerede åbnet. Se: kvartalsbog status {period}")
    for earlier in period.earlier:
        if not (year / earlier.name).is_dir():
            message = f"{noun} er ikke åbnet. Kør først: kvartalsbog new-quarter {earlier}"
            raise UsageError(f"{year / earlier.name}: {message}")
    before = _sound(period, data_dir)
    with writable(data_dir), stage(data_dir, _STAGE) as folder:
        made = folder / period.plan
        made.mkdir(parents=True)
        _draft_plan(made / "plan.yml", before, period.calendar, data_dir)
        plan = read_plan(made / "plan.yml", None, name=f"{period.plan}/plan.yml")
        if before is not None:
            _draft_mapping(
                made / "intake.yml",
                data_dir / before.period.plan / "intake.yml",
                before.period.calendar,
                period.calendar,
            )
            write_files(made / period.previous.name, _baseline_texts(before, plan, period))
        write_files(made / period.name, texts(VintageText(), plan, period))
        names = ("plan.yml", "intake.yml", period.previous.name, period.name)
        own = [name for name in names if (made / name).exists() and not (year / name).exists()]
        new = {f"{period.plan}/{name}": made / name for name in own}
        with remembered(f"new-quarter {period}", period, data_dir, new):
            return tuple(_placed(made, year, names))


def baseline_of(period: Period, plan: Plan, data_dir: Path) -> dict[str, str]:
    """The files of the year before's months as a changed plan of the year measures them, which stand beside its first period; nothing where
    none do, or where that is published. Raises ProblemsError where the year before cannot be read.
    """
    there = period.is_first and (data_dir / period.plan / period.previous.name).is_dir()
    before = None if not there or published(data_dir, period.plan) else _year_before(period, data_dir)
    return {} if before is None else _baseline_texts(before, plan, period)


def _baseline_texts(before: Report, plan: Plan, period: Period) -> dict[str, str]:
    origin = f"kvartalsbog new-quarter, {before.period}"
    return texts(_baseline(before, plan), plan, period.previous, made_by=origin)


def _sound(period: Period, data_dir: Path) -> Report | None:
    """The year before a year's first quarter, where it is needed. Raises ProblemsError with all that is wrong with it and
    with the plan that the year has.
    """
    collector = Collector()
    report = collector.attempt(lambda: _year_before(period, data_dir)) if period.is_first else None
    plan = data_dir / period.plan / "plan.yml"
    if plan.is_file():
        judged_plan(plan, None, collector.problems, name=f"{period.plan}/plan.yml")
    before = plan_before(period.calendar, data_dir)
    if period.is_first and before is not None and (mapping := data_dir / before.name / "intake.yml").is_file():
        collector.attempt(lambda: read_text(mapping, name=f"{before.name}/intake.yml"))
    collector.settle()
    return report


def _year_before(period: Period, data_dir: Path) -> Report | None:
    """What the year before reported; None where it has no plan, or where this year has its months already."""
    year, calendar = data_dir / period.plan, period.calendar
    planned, before = (year / "plan.yml").is_file(), plan_before(calendar, data_dir)
    if before is None:
        if planned:
            return None
        raise UsageError(
            f"{year}: Der er ingen plan for {period.plan}, og ingen for {calendar.previous.name} at lave et udkast af. "
            "Skriv plan.yml og intake.yml i mappen; data/README.md viser hvordan."
        )
    if not planned and len(before.months) % 12:
        message = f"Planen for {before.name} er ikke for hele år, så der kan ikke laves et udkast af den."
        raise UsageError(f"{year}: {message} Skriv plan.yml og intake.yml i mappen; data/README.md viser hvordan.")
    last = before.periods[-1]
    folder, compared = data_dir / last.folder, _compared(calendar, before)
    if not folder.is_dir():
        if planned and (year / period.previous.name).is_dir():
            return None
        message = f"{capital(last.noun.the)} mangler, og {compared}."
        raise UsageError(f"{folder}: {message} Kør først: kvartalsbog new-quarter {last}")
    report = load(last, data_dir)
    if not report.readings.newest.series and report.plan.series:
        message = f"{capital(last.noun.the)} har ingen tal endnu, og {compared}."
        raise UsageError(f"{folder}: {message} Kør først: kvartalsbog intake {last} …")
    return report


def _compared(calendar: Calendar, before: Calendar) -> str:
    year = before.name if len(before.months) == 12 else "året før"
    return f"{calendar.name} sammenlignes med hele {year}"


def _draft_plan(path: Path, before: Report | None, calendar: Calendar, data_dir: Path) -> None:
    there = data_dir / calendar.name / "plan.yml"
    if there.is_file():
        shutil.copy(there, path)
    elif before is not None:
        path.write_text(draft(before.plan, calendar, left_by(find(before))), encoding="utf-8", newline="\n")


def _draft_mapping(path: Path, mapping: Path, before: Calendar, calendar: Calendar) -> None:
    if mapping.is_file():
        moved = moved_on(read_text(mapping, name=f"{before.name}/intake.yml"), before, calendar)
        path.write_text(moved, encoding="utf-8", newline="\n")


def _baseline(before: Report, plan: Plan) -> VintageText:
    """Last year's months as they stood at its end, of the series and units that this year's plan measures likewise."""
    series: dict[str, list[Row]] = {}
    every, asked = plan.calendar.months, frozenset(plan.calendar.months_before)
    for name in (name for name in plan.measured_as(before.plan) if name in plan.own_series):
        now, stood = plan.series[name], (r for r in before.readings.series(name) if r.month in asked)
        series[name] = [
            (name, str(r.month), r.district, str(r.n), str(r.total))
            for r in stood
            if r.district in now.districts and now.reports(r.month, every)
        ]
    return VintageText(series, extracted=before.extracted)


def _placed(made: Path, year: Path, names: Sequence[str]) -> Iterator[Path]:
    """Put in place what the year lacks, the quarter last: with it the work is done."""
    if not year.exists():
        year.parent.mkdir(exist_ok=True)
        put_in_place(made, year)
        yield from (year / name for name in names if (year / name).exists())
        return
    for name in names:
        if (made / name).exists() and not (year / name).exists():
            put_in_place(made / name, year / name)
            yield year / name
