"""source.json: where each file of a vintage came from, what was read, kept, left out and rejected, and its SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kvartalsbog.documents import Document, read_yaml
from kvartalsbog.errors import Problem, ProblemsError
from kvartalsbog.plan import Plan
from kvartalsbog.plan_fields import DataStatus
from kvartalsbog.plan_loading import validation_problems
from kvartalsbog.quarter import Quarter
from kvartalsbog.readings import Extract, SourceFile

FILES = ("series.csv", "deliverables.csv", "commentary.yml", "source.json")
_CHANGED = (
    "Er kvartalet ikke udgivet endnu, så skriv den nye værdi i source.json. "
    "Er det udgivet, så læg filen tilbage, og ret tallet i et senere kvartals mappe."
)


_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Rows = Annotated[int, Field(strict=True, ge=0)]


class _Counted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    rows_read: _Rows
    rows_kept: _Rows
    rows_left_out: _Rows = 0
    rows_rejected: _Rows

    @property
    def accounted(self) -> int:
        return self.rows_kept + self.rows_left_out + self.rows_rejected


class _Extract(_Counted):
    goal: str
    received: date
    sources: dict[str, _Sha256 | None]


class _Source(_Counted):
    sha256: _Sha256
    source: Annotated[str, Field(min_length=1, max_length=300)]
    extracts: tuple[_Extract, ...] = ()


class _SourceFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    vintage: str
    extracted: date
    data_status: DataStatus
    files: dict[Literal["series.csv", "deliverables.csv", "commentary.yml"], _Source]


def read_source(
    folder: Path, quarter: Quarter, plan: Plan, name: str, problems: list[Problem]
) -> tuple[date, dict[str, SourceFile]]:
    """The date of a vintage's data, and what is told of each file. Everything that is wrong is added to `problems`."""
    try:
        document = read_yaml(folder / "source.json", name=name)
    except ProblemsError as error:
        problems.extend(error.problems)
        return quarter.last_day, {}
    try:
        source = _SourceFile.model_validate(document.value)
    except ValidationError as error:
        problems.extend(validation_problems(document, error))
        return quarter.last_day, {}
    problems.extend(_wrong(document, source, folder, quarter, plan))
    return source.extracted, {file: _source_file(entry) for file, entry in source.files.items()}


def _source_file(entry: _Source) -> SourceFile:
    extracts = tuple(Extract(**extract.model_dump()) for extract in entry.extracts)
    return SourceFile(**entry.model_dump(exclude={"extracts"}), extracts=extracts)


def _wrong(document: Document, source: _SourceFile, folder: Path, quarter: Quarter, plan: Plan) -> Iterator[Problem]:
    if source.vintage != str(quarter):
        yield Problem(document.place(("vintage",)), "Kvartalet er ikke mappens.", source.vintage, str(quarter))
    if source.extracted <= quarter.last_day:
        yield Problem(
            document.place(("extracted",)),
            "Data er trukket, før kvartalet var slut.",
            str(source.extracted),
            f"efter {quarter.last_day}",
        )
    if source.data_status != plan.data_status:
        yield Problem(
            document.place(("data_status",)), "Status er en anden end planens.", source.data_status, plan.data_status
        )
    for file in FILES[:-1]:
        entry = source.files.get(file)  # type: ignore[call-overload]
        path = folder / file
        if entry is None:
            yield Problem(document.place(("files",)), f"{file} er ikke beskrevet.")
            continue
        actual = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else entry.sha256
        if actual != entry.sha256:
            place = document.place(("files", file, "sha256"))
            yield Problem(place, f"{file} er ikke den, der blev indberettet.", entry.sha256, actual, _CHANGED)
        counted = [
            (("files", file), entry),
            *((("files", file, "extracts", n), e) for n, e in enumerate(entry.extracts)),
        ]
        for path_, rows in counted:
            if rows.rows_read != rows.accounted:
                message = "Læste rækker er ikke beholdte plus udeladte plus afviste."
                place = document.place((*path_, "rows_read"))
                yield Problem(place, message, str(rows.rows_read), str(rows.accounted))
