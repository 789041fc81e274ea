"""Sources → what each goal gets from them: an outcome of records, or a unit's answers."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.intake.columnar import read_columnar
from kvartalsbog.intake.databases import outcome_of_database
from kvartalsbog.intake.delimited import read_delimited
from kvartalsbog.intake.engines import duckdb_engine, outcome_of_parts
from kvartalsbog.intake.form_layout import Form
from kvartalsbog.intake.form_reading import FilledForm, is_form, read_form
from kvartalsbog.intake.mapping import IntakeMapping, SeriesMapping
from kvartalsbog.intake.outcome import Outcome, Question
from kvartalsbog.intake.parts import Part
from kvartalsbog.intake.sources import DELIMITED, PARQUET, WORKBOOKS, DatabaseSource, FileSource, Source, goals_of
from kvartalsbog.intake.workbooks import read_cells, read_sheets
from kvartalsbog.plan import Plan
from kvartalsbog.quarter import Quarter


@dataclass(frozen=True)
class Extracted:
    """What became of one goal's extract, and its sources: name → SHA-256, None for a database."""

    goal: str
    outcome: Outcome
    sources: dict[str, str | None]


@dataclass(frozen=True)
class Received:
    """All that was handed in."""

    extracts: tuple[Extracted, ...]
    forms: tuple[FilledForm, ...]


def receive(
    sources: Sequence[Source],
    goal: str | None,
    quarter: Quarter,
    plan: Plan,
    mapping: IntakeMapping,
    forms: Sequence[Form],
) -> Received:
    """Read every source. `goal` is whose extracts they are, where names do not tell.

    Raises ProblemsError with all that keeps files from being read at all; bad rows are in the outcomes.
    """
    problems: list[Problem] = []
    filled = []
    fed: dict[str, list[Source]] = {}
    for source in sources:
        try:
            if isinstance(source, FileSource) and _is_form(source):
                filled.append(read_form(source.path, forms, name=source.name))
                continue
        except ProblemsError as error:
            problems += error.problems
            continue
        goals = (goal,) if goal else goals_of(source, mapping)
        if not goals:
            problems.append(_unknown(source, mapping))
        for fed_goal in goals:
            fed.setdefault(fed_goal, []).append(source)
    problems += _twice(filled)
    extracts = []
    for fed_goal, own in fed.items():
        series = mapping.goals[fed_goal]
        try:
            extracts.append(
                _extracted(fed_goal, own, series, Question(series, mapping.spelled(plan, fed_goal), quarter))
            )
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(dict.fromkeys(problems))
    order = [goal.id for goal in plan.goals]
    return Received(tuple(sorted(extracts, key=lambda e: order.index(e.goal))), tuple(filled))


def _is_form(source: FileSource) -> bool:
    return source.suffix in WORKBOOKS and is_form(read_cells(source.path, name=source.name))


def _unknown(source: Source, mapping: IntakeMapping) -> Problem:
    names = ", ".join(f"{series.extract} (mål {goal})" for goal, series in mapping.goals.items())
    hint = "Kald den det, som intake.yml kalder udtrækket, eller brug --goal."
    return Problem(Place(source.name), "Det kan ikke ses, hvilket mål kilden hører til.", source.stem, names, hint)


def _twice(filled: Iterable[FilledForm]) -> Iterable[Problem]:
    first: dict[str, str] = {}
    for form in filled:
        other = first.setdefault(form.unit, form.name)
        if other != form.name:
            yield Problem(
                Place(form.name), f"Der er to skemaer fra {form.unit}.", other, hint="Send kun det nyeste med."
            )


def _extracted(goal: str, sources: Sequence[Source], series: SeriesMapping, question: Question) -> Extracted:
    databases = [source for source in sources if isinstance(source, DatabaseSource)]
    if databases and len(sources) > 1:
        message, hint = f"Mål {goal} får tal fra en database og fra andre kilder.", "Brug én database eller kun filer."
        raise ProblemsError([Problem(Place(databases[0].name), message, hint=hint)])
    if databases:
        return Extracted(goal, outcome_of_database(databases[0].address, question), {databases[0].name: None})
    files = [source for source in sources if isinstance(source, FileSource)]
    with tempfile.TemporaryDirectory(prefix="kvartalsbog-") as folder:
        work = Path(folder)
        parts: list[Part] = []
        problems: list[Problem] = []
        for file in files:
            try:
                parts += _parts(file, series, work)
            except ProblemsError as error:
                problems += error.problems
        if problems:
            raise ProblemsError(problems)
        with duckdb_engine(work) as engine:
            outcome = outcome_of_parts(engine, parts, question)
    return Extracted(goal, outcome, {file.name: _sha256(file.path) for file in files})


def _parts(file: FileSource, series: SeriesMapping, work: Path) -> Sequence[Part]:
    if file.suffix in DELIMITED:
        return [read_delimited(file.path, series.columns, name=file.name, work=work)]
    if file.suffix in PARQUET:
        return [read_columnar(file.path, series.columns, name=file.name)]
    return read_sheets(read_cells(file.path, name=file.name), series.columns, series.dates, name=file.name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
