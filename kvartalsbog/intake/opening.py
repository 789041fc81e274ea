"""Opening a quarter: its folder with four files that hold nothing yet; and a year, from the plan of the year before."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kvartalsbog.documents import read_text
from kvartalsbog.errors import UsageError
from kvartalsbog.intake.vintage_text import VintageText, texts
from kvartalsbog.loading import load
from kvartalsbog.plan import Plan
from kvartalsbog.plan_loading import read_plan
from kvartalsbog.quarter import Quarter

_DRAFT = """\
# UDKAST til planen for {year}, gjort af planen for {before}: årstal og frister er flyttet et år, ændringer i løbet af
# året er lagt ind. Ret mål, krav, vægte og frister efter den nye aftale, og slet disse linjer.
"""


def open_quarter(quarter: Quarter, data_dir: Path) -> tuple[Path, ...]:
    """Make a quarter's folder, and before the first of a year its plan and mapping as drafts. Returns what was written.

    Raises UsageError when the quarter exists, when the one before it does not, or when no year has a plan to draft from.
    """
    year = data_dir / str(quarter.year)
    folder = year / str(quarter)
    if folder.exists():
        raise UsageError(f"{folder}: Kvartalet findes.")
    drafted: tuple[Path, ...] = ()
    if not (year / "plan.yml").is_file():
        drafted = _open_year(quarter, data_dir)
    elif quarter.number > 1 and not (year / str(quarter.previous)).is_dir():
        raise UsageError(f"{year / str(quarter.previous)}: Kvartalet før mangler. Åbn det først.")
    plan = read_plan(year / "plan.yml", None, name=f"{quarter.year}/plan.yml")
    _write(folder, VintageText(), plan, quarter)
    return (*drafted, folder)


def _open_year(quarter: Quarter, data_dir: Path) -> tuple[Path, ...]:
    """The plan, the mapping, and last year's months as the vintage that this year is compared with."""
    before = data_dir / str(quarter.year - 1)
    if quarter.number > 1 or not (before / "plan.yml").is_file():
        raise UsageError(
            f"{data_dir / str(quarter.year)}: Der er ingen plan for {quarter.year}, og ingen at gå ud fra."
        )
    report = load(Quarter(quarter.year - 1, 4), data_dir)
    year = data_dir / str(quarter.year)
    try:
        year.mkdir()
        plan, mapping = year / "plan.yml", year / "intake.yml"
        plan.write_text(_draft(report.plan, quarter.year), encoding="utf-8", newline="\n")
        (before / "intake.yml").is_file() and mapping.write_text(
            _moved(read_text(before / "intake.yml", name="intake.yml"), quarter.year), encoding="utf-8", newline="\n"
        )
        drafted = read_plan(plan, None, name=f"{quarter.year}/plan.yml")
        series = {
            goal.id: [
                (r.goal, str(r.month), r.district, str(r.n), str(r.total))
                for r in report.readings.series(goal.id)
                if r.month.year == quarter.year - 1
            ]
            for goal in drafted.goals
            if goal.ratio
        }
        _write(year / str(quarter.previous), VintageText(series), drafted, quarter.previous)
    except BaseException:
        shutil.rmtree(year, ignore_errors=True)
        raise
    return tuple(path for path in (plan, mapping, year / str(quarter.previous)) if path.exists())


def _draft(plan: Plan, year: int) -> str:
    """The plan in force at the end of last year, moved a year ahead."""
    document = plan.model_dump(mode="json", exclude={"amendments"}, exclude_none=True)
    document["source"]["signed"] = []
    document["year"] = year
    moved = _each(document, lambda text: _moved(text, year))
    head = _DRAFT.format(year=year, before=year - 1)
    return head + yaml.dump(_dated(moved), Dumper=yaml.SafeDumper, allow_unicode=True, sort_keys=False, width=110)


def _moved(text: str, year: int) -> str:
    """A text with last year's number one higher; 29 February becomes the 28th."""
    return re.sub(rf"(?<!\d){year}-02-29(?!\d)", f"{year}-02-28", re.sub(rf"(?<!\d){year - 1}(?!\d)", str(year), text))


def _each(value: Any, change: Any) -> Any:
    if isinstance(value, dict):
        return {key: _each(part, change) for key, part in value.items()}
    if isinstance(value, list):
        return [_each(part, change) for part in value]
    return change(value) if isinstance(value, str) else value


def _dated(value: Any) -> Any:
    """ISO dates as dates, and numbers that JSON made texts of as numbers, so that YAML writes them plain."""
    if isinstance(value, dict):
        return {key: _dated(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_dated(part) for part in value]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return date.fromisoformat(value)
    return value


def _write(folder: Path, vintage: VintageText, plan: Plan, quarter: Quarter) -> None:
    folder.mkdir()
    for name, text in texts(vintage, plan, quarter).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
