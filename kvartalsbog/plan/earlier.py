"""What a goal gave in earlier years, under the number that it had then: kept with the goal that continues it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import Document, Path_
from kvartalsbog.files.fields import GoalId, Number, Strict, Words
from kvartalsbog.plan.parts import goals_of
from kvartalsbog.plan.span import calendar_of


class Earlier(Strict):
    """A plan year of a goal: its number then, what was asked, what it gave and how it was judged at the year's end.

    `limit` (of a range with `upper`) and `value` are in the goal's own unit, or in `unit` where it was measured in another. `broken` says why this year and
    those before it are not to be compared with the years after it. A value that was withheld is not there.
    """

    year: Annotated[int, Field(strict=True, ge=1990, le=2110)]
    goal: GoalId
    limit: Number | None = None
    upper: Number | None = None
    value: Number | None = None
    unit: Words | None = None
    verdict: Literal["met", "partly_met", "not_met"] | None = None
    broken: Words | None = None


def broken_histories(document: Document) -> Iterator[Problem]:
    """Years of goals that are out of order or not over, that have a number where none is asked, or another unit without a
    word of why they can be compared no longer.
    """
    calendar = calendar_of(document.value)
    year = calendar.ends.year if calendar is not None else None
    for path, goal in goals_of(document):
        yield from _broken(document, path, goal, year)


def _broken(document: Document, path: Path_, goal: Mapping[str, Any], year: object) -> Iterator[Problem]:
    told, last = goal.get("continues"), 0
    criteria = goal.get("criteria")
    numbered = any(isinstance(c, dict) and c.get("limit") is not None for c in criteria or ())
    for index, entry in enumerate(told if isinstance(told, list | tuple) else ()):
        if not isinstance(entry, dict):
            continue  # its form is told elsewhere
        place, own = (*path, "continues", index), entry.get("year")
        if isinstance(own, int) and isinstance(year, int) and not last < own < year:
            allowed = f"{f'efter {last} og ' if last else ''}før {year}"
            yield document.problem((*place, "year"), "Året ligger ikke, hvor det skal.", str(own), allowed)
        last = own if isinstance(own, int) else last
        for key in ("limit", "upper", "value"):
            if entry.get(key) is not None and not numbered:
                message = "Målet har intet krav i tal, som det kan holdes op imod."
                yield document.problem((*place, key), message, str(entry[key]), "verdict")
        if entry.get("unit") is not None and entry.get("broken") is None:
            message, hint = "En anden måleenhed er et brud.", "Skriv under »broken«, hvad der er målt anderledes."
            yield document.problem((*place, "unit"), message, str(entry["unit"]), hint=hint)
