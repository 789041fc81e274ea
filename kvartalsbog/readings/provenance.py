"""source.json: where each file of a vintage came from, what became of its rows, and its SHA-256."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from kvartalsbog.errors import Place, Problem
from kvartalsbog.files.documents import Document, Path_
from kvartalsbog.files.fields import DataStatus, Day, Strict, Words
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.files.validation import validated
from kvartalsbog.names import Among
from kvartalsbog.periods import Period, capital
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Counted, Extract, SourceFile

FILES = ("series.csv", "deliverables.csv", "commentary.yml", "source.json")
_CHANGED = (
    "Er ændringen rigtig, så forsegl filen igen med: kvartalsbog correct {quarter}. Er den ikke, så læg filen tilbage."
)


_A_LONG_TIME = timedelta(days=10 * 366)  # a quarter is not taken in later than that


class _Correction(Strict):
    """A change of sealed files: when, of which files, and why."""

    at: Day
    files: tuple[Words, ...]
    reason: Annotated[Words, Field(max_length=500)]


class _SourceFile(Strict):
    vintage: Words
    extracted: Day
    data_status: DataStatus
    files: dict[Literal["series.csv", "deliverables.csv", "commentary.yml"], SourceFile]
    corrections: tuple[_Correction, ...] = ()


def read_source(
    document: Document | None, folder: Path, period: Period, plan: Plan | None, problems: list[Problem]
) -> tuple[date, dict[str, SourceFile]]:
    """The date of a vintage's data, and what is told of each file. Everything that is wrong is added to `problems`;
    without a plan that can be used only what the file itself tells.
    """
    source = source_of(document, problems)
    if document is None or source is None:
        return period.last_day, {}
    problems.extend(_wrong(document, source, folder, period, plan))
    return source.extracted, dict(source.files.items())


def source_of(document: Document | None, problems: list[Problem]) -> _SourceFile | None:
    """A source.json as a value; None when it is not one, and every reason is added to `problems`."""
    return None if document is None else validated(document, _SourceFile, problems)


def _wrong(
    document: Document, source: _SourceFile, folder: Path, period: Period, plan: Plan | None
) -> Iterator[Problem]:
    if source.vintage != period.name:
        message = f"{capital(period.noun.the)} er ikke mappens."
        yield document.problem(("vintage",), message, source.vintage, period.name)
    place, day = document.place(("extracted",)), str(source.extracted)
    if source.extracted <= period.last_day:
        yield Problem(place, f"Data er trukket, før {period.noun.the} var slut.", day, f"efter {period.last_day}")
    if source.extracted > period.last_day + _A_LONG_TIME:
        allowed = f"senest {period.last_day + _A_LONG_TIME}"
        yield Problem(place, f"Data er trukket for længe efter {period.noun.the}.", day, allowed)
    if plan is not None and source.data_status != plan.data_status:
        message = "Status er en anden end planens."
        yield document.problem(("data_status",), message, source.data_status, plan.data_status)
    every = None if plan is None else plan.with_every_goal()
    for file in FILES[:-1]:
        entry = source.files.get(file)  # type: ignore[call-overload]
        if entry is None:
            hint = f"Forsegl mappens filer igen med: kvartalsbog correct {period}"
            yield document.problem(("files",), f"{file} er ikke beskrevet.", hint=hint)
            continue
        yield from _unlike(document, folder / file, entry.sha256, period)
        yield from _miscounted(document, ("files", file), entry)
        for number, extract in enumerate(entry.extracts):
            path: Path_ = ("files", file, "extracts", number)
            yield from _miscounted(document, path, extract)
            names = None if every is None else tuple(every.series if file == FILES[0] else every.by_id)
            yield from _misplaced(document, path, extract, source.extracted, period, names)


def _unlike(document: Document, file: Path, sha256: str, period: Period) -> Iterator[Problem]:
    actual = sha256_of(file.read_bytes()) if file.is_file() else sha256
    if actual != sha256:
        place = Place(document.file.replace("source.json", file.name))
        yield Problem(place, "Filen er ændret, siden den blev forseglet.", hint=_CHANGED.format(quarter=period))


def _miscounted(document: Document, path: Path_, rows: Counted) -> Iterator[Problem]:
    if rows.rows_read != rows.accounted:
        message = "Læste rækker er ikke beholdte plus udeladte, afviste, tomme og skjulte."
        yield document.problem((*path, "rows_read"), message, str(rows.rows_read), str(rows.accounted))


def _misplaced(
    document: Document, path: Path_, extract: Extract, extracted: date, period: Period, goals: tuple[str, ...] | None
) -> Iterator[Problem]:
    """An extract of a goal that the plan has not, or received at a time when it could not have been."""
    if goals is not None and extract.goal not in goals:
        yield document.problem((*path, "goal"), "Målet findes ikke.", extract.goal, Among(extract.goal, goals))
    if not period.first_day <= extract.received <= extracted:
        place, allowed = document.place((*path, "received")), f"fra {period.first_day} til {extracted}"
        message = f"Udtrækket er ikke modtaget i tiden op til {period.noun.of_the} data."
        yield Problem(place, message, str(extract.received), allowed)
