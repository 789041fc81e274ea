"""A vintage's four files as they stand, read once: its values and its texts are both made from this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.files.documents import Document, read_document
from kvartalsbog.files.rows import Row, Rows, read_rows
from kvartalsbog.kinds.measures import DeliverableReading, SeriesReading
from kvartalsbog.names import Among
from kvartalsbog.periods import Period
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.alone import broken_alone
from kvartalsbog.readings.provenance import FILES, read_source
from kvartalsbog.readings.remarks import remarks_of
from kvartalsbog.readings.rules import (
    ASSESSMENT_COLUMNS,
    COLUMNS,
    Reading,
    parse_deliverable,
    parse_rows,
    parse_series,
    unexplained,
    withdrawn,
)
from kvartalsbog.readings.values import Readings, Remark, Vintage

SERIES, ITEMS, REMARKS, SOURCE = FILES


@dataclass(frozen=True)
class Written:
    """The rows of a vintage's tables with their lines, its documents by file, and what keeps a document from being read."""

    folder: Path
    place: str
    rows: Mapping[str, Rows]
    documents: Mapping[str, Document]
    unread: tuple[Problem, ...]

    def name(self, file: str) -> str:
        """What a file is called in problems: `2024/2024K1/series.csv`."""
        return f"{self.place}/{file}"


def read_written(folder: Path, place: str | None = None) -> Written:
    """The files of a vintage's folder, which problems call by its `place` in the data. Nothing is raised: each file's
    problems stand with it.
    """
    place = place or f"{folder.parent.name}/{folder.name}"
    optional = {ITEMS: ASSESSMENT_COLUMNS}
    rows = {
        file: read_rows(folder / file, columns, name=f"{place}/{file}", optional=optional.get(file, ()))
        for file, columns in COLUMNS.items()
    }
    documents: dict[str, Document] = {}
    unread: list[Problem] = []
    for file in (REMARKS, SOURCE):
        try:
            documents[file] = read_document(folder / file, name=f"{place}/{file}")
        except ProblemsError as error:
            unread += error.problems
    return Written(folder, place, rows, documents, tuple(unread))


def vintage_of(
    written: Written, period: Period, agreed: Plan | None, before: Readings, problems: list[Problem]
) -> Vintage:
    """What was reported in a quarter; everything that is wrong with it is added to `problems`. Without a plan that can be
    used no row can be read, but what is wrong with it alone is told.
    """
    for child in sorted(written.folder.iterdir()):
        if child.name not in FILES and not child.name.startswith("."):
            problems.append(
                Problem(
                    Place(written.name(child.name)),
                    "Ukendt fil.",
                    child.name,
                    Among(child.name, FILES),
                    "Flyt filen ud af mappen, eller ret dens navn.",
                )
            )
    remarks, series, items = judged(written, period, agreed, problems)
    extracted, sources = read_source(written.documents.get(SOURCE), written.folder, period, agreed, problems)
    every = agreed.with_every_goal() if agreed is not None else None

    def goals(series: str) -> tuple[str, ...]:
        return tuple(goal.id for goal in every.goals_on(series)) if every is not None else ()

    problems += unexplained(series, {r.key: r for v in before.vintages for r in v.series}, remarks, goals)
    problems += withdrawn(items, {r.key: r for v in before.vintages for r in v.deliverables}, remarks)
    return Vintage(period, tuple(r for _, r in series), tuple(r for _, r in items), remarks, extracted, sources)


_Read = tuple[dict[str, Remark], list[tuple[Row, SeriesReading]], list[tuple[Row, DeliverableReading]]]


def judged(written: Written, period: Period, agreed: Plan | None, problems: list[Problem]) -> _Read:
    """What stands in a vintage's files by itself, whatever was reported before and whether it is sealed; every problem
    with it is added to `problems`.
    """
    plan = None if agreed is None else agreed.in_force(period.last_day)
    problems += written.unread
    remarks = remarks_of(written.documents.get(REMARKS), plan, problems)
    problems += [problem for rows in written.rows.values() for problem in rows.problems]

    def parsed(file: str, parse: Callable[[Row, Plan, Period], Reading | list[Problem]]) -> list[tuple[Row, Reading]]:
        rows = written.rows[file].rows
        found, wrong = parse_rows(rows, parse, plan, period) if plan else ([], broken_alone(file, rows, period))
        problems.extend(wrong)
        return found

    return remarks, parsed(SERIES, parse_series), parsed(ITEMS, parse_deliverable)
