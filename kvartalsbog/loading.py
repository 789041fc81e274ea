"""The only reader of `data/`: files → the plan and the readings of a quarter, or every problem at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from kvartalsbog.documents import Document, read_yaml
from kvartalsbog.errors import Place, Problem, ProblemsError, UsageError
from kvartalsbog.plan import Plan
from kvartalsbog.plan_loading import read_plan
from kvartalsbog.prose import blocks_of, inline_of, unsafe_character
from kvartalsbog.provenance import FILES, read_source
from kvartalsbog.quarter import Month, Quarter
from kvartalsbog.reading_rules import (
    DELIVERABLE_COLUMNS,
    LINKS,
    SERIES_COLUMNS,
    parse_deliverable,
    parse_rows,
    parse_series,
    unexplained,
    withdrawn,
)
from kvartalsbog.readings import Readings, Remark, Vintage
from kvartalsbog.records import MAX_CELL, read_rows

_Part = TypeVar("_Part")
APPROVALS = "approvals"  # stands beside the vintages


@dataclass(frozen=True)
class Report:
    """All that a quarter's book is made from: the plan as it stood, and the readings known then."""

    quarter: Quarter
    plan: Plan
    agreed: Plan
    readings: Readings

    @property
    def extracted(self) -> date:
        """The date of the quarter's data."""
        return self.readings.newest.extracted


def quarters(data_dir: Path) -> tuple[Quarter, ...]:
    """Every quarter of every plan year that has readings, oldest first. Earlier years' baselines are not among them."""
    found = (
        _quarter(folder.name)
        for plan in sorted(data_dir.glob("[0-9][0-9][0-9][0-9]/plan.yml"))
        for folder in plan.parent.iterdir()
        if folder.is_dir() and folder.name.startswith(plan.parent.name)
    )
    return tuple(sorted(quarter for quarter in found if quarter is not None))


def newest_quarter(data_dir: Path) -> Quarter:
    """The newest quarter that has readings; raises UsageError when there is none."""
    known = quarters(data_dir)
    if not known:
        raise UsageError(f"{data_dir}: Mappen har ingen kvartaler. Der skal være mindst ét, fx 2024/2024K1.")
    return known[-1]


def load(quarter: Quarter, data_dir: Path, project: Path | None = None) -> Report:
    """The report of a quarter. Raises ProblemsError with every problem of the plan and of the vintages up to it.

    `project` is the folder that the plan's notebooks are named from; without it their presence is not checked.
    """
    folder = data_dir / str(quarter.year)
    agreed = read_plan(folder / "plan.yml", project, name=f"{quarter.year}/plan.yml")
    last = Month(quarter.year, 3 * quarter.number)
    return Report(quarter, agreed.in_force(quarter.last_day), agreed, _read_vintages(folder, agreed, last))


def load_before(quarter: Quarter, data_dir: Path) -> tuple[Plan, Readings]:
    """The plan as it was agreed, and what the vintages before a quarter have. Raises ProblemsError as `load` does."""
    folder = data_dir / str(quarter.year)
    agreed = read_plan(folder / "plan.yml", None, name=f"{quarter.year}/plan.yml")
    return agreed, _read_vintages(folder, agreed, Month(quarter.year, 3 * quarter.number - 3))


def _read_vintages(folder: Path, agreed: Plan, last: Month) -> Readings:
    """Every vintage of a plan year up to a month; the months of the year's quarters are counted from 0."""
    problems: list[Problem] = []
    readings = Readings(())
    for quarter in _vintages(folder, last, problems):
        vintage = _read_vintage(folder / str(quarter), quarter, agreed, readings, problems)
        readings = Readings((*readings.vintages, vintage))
    if problems:
        raise ProblemsError(problems)
    return readings


def _quarter(name: str) -> Quarter | None:
    try:
        parsed = Quarter.parse(name)
    except ValueError:
        return None
    return parsed if str(parsed) == name else None


def _vintages(folder: Path, last: Month, problems: list[Problem]) -> list[Quarter]:
    found: list[Quarter] = []
    for child in sorted(folder.iterdir()) if folder.is_dir() else []:
        parsed = _quarter(child.name)
        if child.is_dir() and parsed is None and not child.name.startswith(".") and child.name != APPROVALS:
            problems.append(
                Problem(
                    Place(f"{folder.name}/{child.name}"), "Mappen er ikke et kvartal.", child.name, "et navn som 2024K1"
                )
            )
        elif parsed is not None and parsed.months[-1] <= last:
            found.append(parsed)
    expected = {Quarter(last.year, number) for number in range(1, last.number // 3 + 1)}
    for missing in sorted(expected - set(found)):
        problems.append(
            Problem(
                Place(f"{folder.name}/{missing}"),
                "Kvartalets mappe mangler.",
                hint="Opret den med de fire filer, som data/README.md beskriver.",
            )
        )
    return found


def _read_vintage(folder: Path, quarter: Quarter, plan: Plan, before: Readings, problems: list[Problem]) -> Vintage:
    name = f"{folder.parent.name}/{folder.name}"
    for child in sorted(folder.iterdir()):
        if child.name not in FILES and not child.name.startswith("."):
            problems.append(Problem(Place(f"{name}/{child.name}"), "Ukendt fil.", child.name, ", ".join(FILES)))
    remarks = _read_remarks(folder / "commentary.yml", plan, f"{name}/commentary.yml", problems)
    series_file = read_rows(folder / "series.csv", SERIES_COLUMNS, name=f"{name}/series.csv")
    series, series_problems = parse_rows(series_file.rows, parse_series, plan, quarter)
    items_file = read_rows(folder / "deliverables.csv", DELIVERABLE_COLUMNS, name=f"{name}/deliverables.csv")
    items, item_problems = parse_rows(items_file.rows, parse_deliverable, plan, quarter)
    problems += [*series_file.problems, *series_problems, *items_file.problems, *item_problems]
    problems += unexplained(series, {r.key: r for v in before.vintages for r in v.series}, remarks)
    problems += withdrawn(items, {r.key: r for v in before.vintages for r in v.deliverables}, remarks)
    extracted, sources = read_source(folder, quarter, plan, f"{name}/source.json", problems)
    return Vintage(quarter, tuple(r for _, r in series), tuple(r for _, r in items), remarks, extracted, sources)


def _document(path: Path, name: str, problems: list[Problem]) -> Document | None:
    try:
        return read_yaml(path, name=name)
    except ProblemsError as error:
        problems.extend(error.problems)
        return None


def _read_remarks(path: Path, plan: Plan, name: str, problems: list[Problem]) -> dict[str, Remark]:
    document = _document(path, name, problems)
    if document is None:
        return {}
    if not isinstance(document.value, dict):
        problems.append(
            Problem(
                Place(name, 1), "Filen skal være en liste af mål.", allowed='"1.1": {comment: …, revision: …}, eller {}'
            )
        )
        return {}
    goals = {goal.id for goal in plan.goals}
    return {goal: _remark(document, goal, value, goals, problems) for goal, value in document.value.items()}


def _remark(document: Document, goal: str, remark: Any, goals: set[str], problems: list[Problem]) -> Remark:
    if goal not in goals:
        problems.append(Problem(document.place((goal,)), "Målet findes ikke.", goal, ", ".join(sorted(goals))))
    if not isinstance(remark, dict):
        wanted = "Et mål skal have »comment« og kan have »revision«."
        problems.append(Problem(document.place((goal,)), wanted, str(remark)))
        return Remark()
    problems.extend(
        Problem(document.place((goal, key)), "Ukendt nøgle.", key, "comment, revision")
        for key in remark
        if key not in ("comment", "revision")
    )
    comment = _words(document, (goal, "comment"), remark, blocks_of, problems)
    return Remark(comment, _words(document, (goal, "revision"), remark, inline_of, problems))


def _words(
    document: Document,
    path: tuple[str, str],
    remark: dict[str, Any],
    parse: Callable[[str], tuple[_Part, ...]],
    problems: list[Problem],
) -> tuple[_Part, ...]:
    """An owner's text, parsed; with a problem instead when it may not be shown."""
    place, value = document.place(path), remark.get(path[-1], "")
    if not isinstance(value, str):
        problems.append(Problem(place, "Værdien skal være tekst.", str(value), hint="Sæt teksten i anførselstegn."))
    elif len(value) > MAX_CELL:
        problems.append(Problem(place, "Teksten er for lang.", f"{len(value)} tegn", f"højst {MAX_CELL} tegn"))
    elif unsafe := unsafe_character(value):
        problems.append(Problem(place, "Teksten har et skjult tegn.", unsafe, hint="Skriv teksten igen uden tegnet."))
    else:
        try:
            return parse(value.strip())
        except ValueError as error:
            problems.append(Problem(place, "Linket kan ikke bruges.", str(error), LINKS))
    return ()
