"""Sources → what each goal gets from them: an outcome of records, or a unit's answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.intake.columnar import read_columnar
from kvartalsbog.intake.databases import outcome_of_database
from kvartalsbog.intake.delimited import read_delimited
from kvartalsbog.intake.engines import duckdb_engine
from kvartalsbog.intake.file_kinds import DELIMITED, PARQUET, WORKBOOKS, refuse_other_kind
from kvartalsbog.intake.form_layout import Form
from kvartalsbog.intake.form_reading import FilledForm, is_form, read_form
from kvartalsbog.intake.mapping import IntakeMapping, SeriesMapping
from kvartalsbog.intake.outcome import Outcome
from kvartalsbog.intake.part_outcome import outcome_of_parts
from kvartalsbog.intake.parts import Part
from kvartalsbog.intake.question import Question
from kvartalsbog.intake.sources import DatabaseSource, FileSource, Source, goals_of
from kvartalsbog.intake.workbook_cells import SheetCells, read_cells
from kvartalsbog.intake.workbooks import read_sheets
from kvartalsbog.placement import why
from kvartalsbog.plan import Goal, Mean, Plan
from kvartalsbog.quarter import Quarter

Sources = dict[str, str | None]  # name → SHA-256, None for a database
Drawn = Callable[[str, Sources], date]  # on which day a goal's sources were drawn


@dataclass(frozen=True)
class Extracted:
    """What became of one goal's extract, its sources, the day they were drawn, and sentences on what in them was passed
    over.
    """

    goal: str
    outcome: Outcome
    sources: Sources
    drawn: date
    passed_over: tuple[str, ...] = ()


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
    drawn: Drawn,
) -> Received:
    """Read every source. `goal` is whose extracts they are, where names do not tell. `drawn` tells the day of them.

    Raises ProblemsError with all that keeps files from being read at all; bad rows are in the outcomes.
    """
    problems: list[Problem] = []
    filled = []
    fed: dict[str, list[Source]] = {}
    books = _Books()
    for source in sources:
        with _collected(problems, source.name):
            if isinstance(source, FileSource) and books.is_form(source):
                filled.append(read_form(source.path, forms, name=source.name, cells=books.cells(source)))
                continue
            goals = (goal,) if goal else goals_of(source, mapping)
            if not goals:
                problems.append(_unknown(source, mapping))
            for fed_goal in goals:
                fed.setdefault(fed_goal, []).append(source)
    problems += _twice(filled)
    extracts = []
    for fed_goal, own in fed.items():
        with _collected(problems, ", ".join(source.name for source in own)):
            _refuse_gone(fed_goal, own, quarter, plan)
            extracts.append(_extracted(plan.goal(fed_goal), own, _asked(quarter, plan, mapping, drawn), books))
    problems += books.changed()
    if problems:
        raise ProblemsError(dict.fromkeys(problems))
    order = [goal.id for goal in plan.goals]
    return Received(tuple(sorted(extracts, key=lambda e: order.index(e.goal))), tuple(filled))


def bounds(goal: Goal, series: SeriesMapping) -> tuple[Decimal, Decimal] | None:
    """What one record can measure: as the mapping tells, else as the plan tells of the mean; days may also be none."""
    if series.plausible is not None:
        return series.plausible.minimum, series.plausible.maximum
    if not isinstance(goal.ratio, Mean):
        return None
    return Decimal(0) if series.days else goal.ratio.plausible.minimum, goal.ratio.plausible.maximum


def _asked(quarter: Quarter, plan: Plan, mapping: IntakeMapping, drawn: Drawn) -> Callable[[Goal, Sources], Question]:
    def asked(goal: Goal, sources: Sources) -> Question:
        series = mapping.goals[goal.id]
        day = drawn(goal.id, sources)
        return Question(series, mapping.spelled(plan, goal.id), quarter, day, bounds(goal, series))

    return asked


def _refuse_gone(goal: str, sources: Sequence[Source], quarter: Quarter, plan: Plan) -> None:
    if goal not in {known.id for known in plan.goals}:
        hint = f"Målet er ikke i planen i {quarter}. Tag filen ud."
        raise ProblemsError(
            [Problem(Place(source.name), f"Kilden hører til mål {goal}.", hint=hint) for source in sources]
        )


@contextmanager
def _collected(problems: list[Problem], name: str) -> Iterator[None]:
    """Adds what is wrong with a source, or what the system refuses to do with it, to the others' problems."""
    try:
        yield
    except ProblemsError as error:
        problems += error.problems
    except OSError as error:
        hint = "Prøv igen, når det er i orden."
        problems.append(Problem(Place(name), f"Filen kan ikke læses: {why(error)}.", hint=hint))


class _Books:
    """The files as they are when they are first looked at; each workbook is read once."""

    def __init__(self) -> None:
        self._cells: dict[FileSource, tuple[SheetCells, ...]] = {}
        self._stamps: dict[FileSource, tuple[int, ...]] = {}

    def cells(self, source: FileSource) -> tuple[SheetCells, ...]:
        if source not in self._cells:
            self._cells[source] = read_cells(source.path, name=source.name)
        return self._cells[source]

    def is_form(self, source: FileSource) -> bool:
        """Whether a file is a form. Raises ProblemsError when it is another kind of file than its name says."""
        self._stamps[source] = _stamp(source)
        refuse_other_kind(source.path, source.name)
        return source.suffix in WORKBOOKS and is_form(self.cells(source))

    def changed(self) -> Iterator[Problem]:
        """The files that are not what they were: what was read of them may be neither the old nor the new."""
        for source, stamp in self._stamps.items():
            if not source.path.exists() or _stamp(source) != stamp:
                hint = "Vent, til den er skrevet færdig, og prøv igen."
                yield Problem(Place(source.name), "Filen blev ændret, mens den blev læst.", hint=hint)


def _stamp(source: FileSource) -> tuple[int, ...]:
    found = source.path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


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


def _fingerprints(sources: Sequence[Source]) -> Sources:
    return {source.name: _sha256(source.path) if isinstance(source, FileSource) else None for source in sources}


def _extracted(
    goal: Goal, sources: Sequence[Source], asked: Callable[[Goal, Sources], Question], books: _Books
) -> Extracted:
    named = _fingerprints(sources)
    question = asked(goal, named)
    series, day = question.mapping, question.extracted
    databases = [source for source in sources if isinstance(source, DatabaseSource)]
    if databases and len(sources) > 1:
        message, hint = (
            f"Mål {goal.id} får tal fra en database og fra andre kilder.",
            "Brug én database eller kun filer.",
        )
        raise ProblemsError([Problem(Place(databases[0].name), message, hint=hint)])
    if databases:
        return Extracted(goal.id, outcome_of_database(databases[0].address, question), named, day)
    files = [source for source in sources if isinstance(source, FileSource)]
    with TemporaryDirectory(prefix="kvartalsbog-") as folder:
        work = Path(folder)
        parts: list[Part] = []
        passed_over: list[str] = []
        problems: list[Problem] = []
        for file in files:
            with _collected(problems, file.name):
                own, told = _parts(file, series, work, books)
                parts += own
                passed_over += told
        if problems:
            raise ProblemsError(problems)
        with duckdb_engine(work) as engine:
            outcome = outcome_of_parts(engine, parts, question)
    return Extracted(goal.id, outcome, named, day, tuple(passed_over))


def _parts(file: FileSource, series: SeriesMapping, work: Path, books: _Books) -> tuple[Sequence[Part], Sequence[str]]:
    if file.suffix in DELIMITED:
        return [read_delimited(file.path, series.columns, name=file.name, work=work)], ()
    if file.suffix in PARQUET:
        return [read_columnar(file.path, series.columns, series.dates, name=file.name, work=work)], ()
    return read_sheets(books.cells(file), series.columns, series.dates, name=file.name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
