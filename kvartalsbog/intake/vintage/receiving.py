"""Sources → what each goal gets from them: an outcome of records, or a unit's answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from kvartalsbog.errors import Collector, Place, Problem, ProblemsError, refusal
from kvartalsbog.files.fingerprints import sha256
from kvartalsbog.files.placement import why
from kvartalsbog.files.workplace import temporary
from kvartalsbog.intake.extracts.books import Books
from kvartalsbog.intake.extracts.columnar import read_columnar
from kvartalsbog.intake.extracts.delimited import read_delimited
from kvartalsbog.intake.extracts.file_kinds import DELIMITED, PARQUET, refuse_other_kind
from kvartalsbog.intake.extracts.parts import Part
from kvartalsbog.intake.extracts.workbooks import read_sheets
from kvartalsbog.intake.forms.answers import FilledForm
from kvartalsbog.intake.forms.reading import read_form, unit_of
from kvartalsbog.intake.records.mapping import SeriesMapping
from kvartalsbog.intake.records.outcome import Outcome
from kvartalsbog.intake.records.question import Question
from kvartalsbog.intake.sums.files import SumReader, SumTable, series_named
from kvartalsbog.intake.sums.given import Given
from kvartalsbog.intake.vintage.giving import from_one_unit, in_forms, told_twice
from kvartalsbog.intake.vintage.ground import Ground
from kvartalsbog.intake.vintage.sources import DatabaseSource, FileSource, Source, Watch, goals_of
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.names import Among
from kvartalsbog.periods import capital

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
    """All that was handed in; `given` are figures that came as sums, in files or forms. `unread` are the goals of which something was
    that could not be read.
    """

    extracts: tuple[Extracted, ...] = ()
    forms: tuple[FilledForm, ...] = ()
    unread: frozenset[str] = frozenset()
    given: tuple[Given, ...] = ()

    def without(self, goals: Collection[str]) -> Received:
        """What was handed in of the other goals."""
        kept = (replace(form, answers=tuple(a for a in form.answers if a.goal not in goals)) for form in self.forms)
        extracts = tuple(e for e in self.extracts if e.goal not in goals)
        return Received(extracts, tuple(kept), given=tuple(g for g in self.given if g.series not in goals))


def receive(
    sources: Sequence[Source], goal: str | None, base: Ground, drawn: Drawn, told: Collector, watch: Watch
) -> Received:
    """Read every source. `goal` is whose extracts they are, where names do not tell; `drawn` tells the day of them, and `watch` is told
    before each is read. All that keeps files from being read goes to `told`, and the others are read. Bad rows are in the outcomes.
    """
    with temporary() as work:
        reader = _Reader(base, drawn, told.problems, Books(work), watch)
        for source in sources:
            with _collected(told.problems, source.name):
                reader.take(source, goal)
        return reader.received()


def look_at(sources: Sequence[Source], collector: Collector) -> None:
    """What is wrong with files whatever they are of: they are empty, of another kind than named, or cannot be read."""
    for source in sources:
        with _collected(collector.problems, source.name):
            if isinstance(source, FileSource):
                refuse_other_kind(source.path, source.name)


class _Reader:
    """Takes sources one by one, and the problems of those that cannot be read."""

    def __init__(self, base: Ground, drawn: Drawn, problems: list[Problem], books: Books, watch: Watch) -> None:
        self.base, self.drawn, self.problems, self.books, self.watch = base, drawn, problems, books, watch
        self.filled: list[FilledForm] = []
        self.fed: dict[str, list[Source]] = {}
        self.given: list[Given] = []
        self.unread: set[str] = set()

    def take(self, source: Source, goal: str | None) -> None:
        """A form is read at once; of an extract it is noted which goals it feeds."""
        goals = (goal,) if goal else goals_of(source, self.base.mapping)
        if isinstance(source, FileSource):
            try:
                source = self.books.taken(source)
                is_form = self.books.is_form(source)
            except (ProblemsError, OSError):
                self.unread.update(goals or self._goals_of(None))
                raise
            if is_form:
                self._take_form(source)
                return
            if tables := self._sums(source, goals):
                self._take_sums(source, tables, goal or next(iter(goals), None))
                return
        if self.base.mapped and (not goals or (goal and goal not in self.base.mapping.goals)):
            self.problems.append(_unknown(source, self.base))
            goals = ()
        for fed_goal in goals:
            self.fed.setdefault(fed_goal, []).append(source)

    def _take_form(self, source: FileSource) -> None:
        self.watch(f"{source.name}: læses")
        cells, forms = self.books.cells(source), self.base.forms
        unit = unit_of(cells, forms) if forms else None
        own = self._goals_of(unit)
        if not forms or any(form.unit == unit for form in self.filled):
            self.unread |= own
        if forms:
            try:
                self.filled.append(read_form(source.path, forms, name=source.name, cells=cells))
            except ProblemsError:
                self.unread |= own
                raise

    def _sums(self, source: FileSource, goals: Sequence[str]) -> tuple[SumTable, ...]:
        """The tables of sums in a file; none in one that has the columns of an extract as well."""
        columns = [frozenset(m.columns) for goal in goals if (m := self.base.mapping.goals.get(goal))]
        return tuple(table for table in self.books.sums(source) if not any(own <= table.columns for own in columns))

    def _take_sums(self, source: FileSource, tables: Sequence[SumTable], goal: str | None) -> None:
        base, before = self.base, len(self.problems)
        told = goal or series_named(source.stem, base.plan)
        reader = SumReader(
            base.plan, base.period, lambda series: base.mapping.spelled(base.plan, series), self.problems
        )
        self.given += reader.read(tables, {source.name: sha256(source.path)}, told)
        if len(self.problems) > before:
            self.unread |= {told} if told else set(base.plan.own_series)

    def _goals_of(self, unit: str | None) -> set[str]:
        """The goals that a unit answers for; where it is not known, any."""
        own = [goal for goal in self.base.plan.goals if unit in (None, goal.responsible)]
        return {goal.id for goal in own} | (set(self.base.plan.own_series) if unit is None else set())

    def received(self) -> Received:
        """What became of all that was taken."""
        self.problems += from_one_unit(self.filled)
        extracts = []
        for goal, sources in self.fed.items():
            self.watch(
                f"{capital(self.base.plan.series_in_words(goal))}, {', '.join(source.name for source in sources)}: læses"
            )
            before = len(self.problems)
            with _collected(self.problems, ", ".join(source.name for source in sources)):
                _refuse_gone(goal, sources, self.base)
                read = self._extracted(goal, sources)
                extracts += [read] if read else []
            self.unread |= {goal} if len(self.problems) > before else set()
        self.given += in_forms(self.filled)
        names = {series: ", ".join(source.name for source in sources) for series, sources in self.fed.items()}
        self.problems += told_twice(self.given, names, self.base.plan)
        order = {series: place for place, series in enumerate(self.base.plan.own_series)}
        ordered = sorted(extracts, key=lambda extract: order[extract.goal])
        return Received(tuple(ordered), tuple(self.filled), frozenset(self.unread), tuple(self.given))

    def _extracted(self, goal: str, sources: Sequence[Source]) -> Extracted | None:
        databases = [source for source in sources if isinstance(source, DatabaseSource)]
        if databases and len(sources) > 1:
            message, hint = (
                f"{capital(self.base.plan.series_in_words(goal))} får tal fra en database og fra andre kilder.",
                "Brug én database eller kun filer.",
            )
            raise refusal(databases[0].name, message, hint=hint)
        if databases:
            from kvartalsbog.intake.records.databases import outcome_of_database  # noqa: PLC0415 - files need no driver

            question = _asked(self.base, goal, self.drawn(goal, {databases[0].name: None}))
            return Extracted(
                goal, outcome_of_database(databases[0].address, question), {databases[0].name: None}, question.extracted
            )
        return self._extracted_files(goal, [source for source in sources if isinstance(source, FileSource)])

    def _extracted_files(self, goal: str, sources: Sequence[FileSource]) -> Extracted | None:
        """Files are hashed and looked through while the engine is still being imported: none of it waits for the others."""
        mapping = self.base.mapping.goals[goal]
        with temporary() as folder, ThreadPoolExecutor(2) as pool:
            digests = {source.name: pool.submit(sha256, source.path) for source in sources}
            looked = pool.submit(lambda: {source.name: self._parts(source, mapping, folder) for source in sources})
            from kvartalsbog.intake.records.engines import duckdb_engine  # noqa: PLC0415
            from kvartalsbog.intake.records.part_outcome import outcome_of_parts  # noqa: PLC0415

            named: Sources = {name: digest.result() for name, digest in digests.items()}
            question = _asked(self.base, goal, self.drawn(goal, named))
            found = looked.result()
            parts = [part for own, _ in found.values() for part in own]
            if not parts:
                return None
            with duckdb_engine(folder) as engine:
                outcome = outcome_of_parts(engine, parts, question)
        read = {name: digest for name, digest in named.items() if found[name][0]}
        passed_over = tuple(sentence for _, told in found.values() for sentence in told)
        return Extracted(goal, outcome, read, question.extracted, passed_over)

    def _parts(self, source: FileSource, series: SeriesMapping, work: Path) -> tuple[Sequence[Part], Sequence[str]]:
        """The tables of a file that can be read, and in sentences what in it is passed over; none of one that cannot."""
        with _collected(self.problems, source.name):
            path, columns, name = source.path, series.columns, source.name
            if source.suffix in DELIMITED:
                return [read_delimited(path, columns, name=name, work=work)], ()
            if source.suffix in PARQUET:
                return [read_columnar(path, columns, series.days_in_cells, name=name, work=work)], ()
            told = Collector(self.problems)
            return read_sheets(self.books.cells(source), columns, series.days_in_cells, name=name, collector=told)
        return (), ()


def bounds(criterion: SeriesCriterion, series: SeriesMapping) -> tuple[Decimal, Decimal] | None:
    """What one record can measure: as the mapping tells, else as the plan does; days may also be none."""
    if series.plausible is not None:
        return series.plausible.minimum, series.plausible.maximum
    if criterion.whole or series.records:
        return None
    return Decimal(0) if series.days else criterion.case.minimum, criterion.case.maximum


def _asked(base: Ground, goal: str, day: date) -> Question:
    series = base.mapping.goals[goal]
    spelled = base.mapping.spelled(base.plan, goal)
    there = {unit: tuple(m for m in base.period.to_date if not unit.reports_in(m)) for unit in base.plan.districts}
    absent = {unit.id: months for unit, months in there.items() if months and unit.id in spelled.values()}
    return Question(series, spelled, base.period, day, bounds(base.plan.own_series[goal], series), absent)


def _refuse_gone(goal: str, sources: Sequence[Source], base: Ground) -> None:
    if goal not in base.plan.own_series:
        hint = f"Målet er ikke i planen i {base.period}. Tag filen ud."
        raise ProblemsError(
            [
                Problem(Place(source.name), f"Kilden hører til {base.plan.series_in_words(goal)}.", hint=hint)
                for source in sources
            ]
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


def _unknown(source: Source, base: Ground) -> Problem:
    names = {series.extract: base.plan.series_in_words(goal) for goal, series in base.mapping.goals.items()}
    if not names:
        file = f"{base.period.plan}/intake.yml"
        hint = f"Skriv i {file}, hvad udtrækkets kolonner betyder; data/README.md viser hvordan."
        return Problem(Place(source.name), "Ingen udtræk er beskrevet, så filen kan ikke læses.", hint=hint)
    hint = "Kald den det, som intake.yml kalder udtrækket, eller brug --goal."
    message = "Det kan ikke ses, hvilket mål kilden hører til."
    return Problem(Place(source.name), message, source.stem, Among(source.stem, tuple(names), names), hint)
