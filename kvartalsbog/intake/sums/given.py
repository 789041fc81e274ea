"""Sums that somebody gave of a series' months and units, held against the plan's rules before they stand in any file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from kvartalsbog.errors import Place, Problem
from kvartalsbog.files.rows import Row
from kvartalsbog.intake.extracts.cell_shapes import kind
from kvartalsbog.intake.records.plain_text import plain
from kvartalsbog.intake.sums.typed import A_MONTH, A_NUMBER, month_typed, number_typed
from kvartalsbog.kinds.measures import SeriesReading, Sum
from kvartalsbog.names import Among, skeleton
from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.rules import SERIES_COLUMNS, parse_series

Cells = Mapping[tuple[Month, str], Sum]  # month and unit → their sum


class Kind(StrEnum):
    """How sums were given; an extract's are none of these."""

    SUMS = "sums"
    FORM = "form"
    TYPED = "typed"


@dataclass(frozen=True)
class Given:
    """Sums of one series. `sources` are the names and SHA-256 of what they stand in (None for what is no file); `of` is what they are
    of, where each is kept for itself.
    """

    series: str
    kind: Kind
    sources: Mapping[str, str | None]
    cells: Cells
    of: str = ""


def reading(
    series: str,
    cells: Mapping[str, object],
    plan: Plan,
    period: Period,
    spelled: Mapping[str, str],
    place: Callable[[str], Place],
) -> SeriesReading | list[Problem]:
    """The reading of what somebody typed as `month`, `district`, `n` and `total` of a series, or everything that is wrong with it, also
    by the rules of `series.csv`, each problem at the `place` of its column. The total of what counts for one each may be left out.
    """
    criterion, problems = plan.own_series[series], list[Problem]()
    total = cells.get("total", "")
    typed = {**cells, "total": cells["n"] if criterion.counts and total == "" else total}

    def read(column: str, form: Callable[[object], str], allowed: str) -> str:
        try:
            return form(typed[column])
        except ValueError as error:
            told = kind(str(typed[column])) if str(typed[column]).strip() else ""
            problems.append(Problem(place(column), str(error), told, allowed))
            return ""

    texts = {
        "goal": series,
        "month": read("month", lambda cell: str(month_typed(cell)), A_MONTH),
        "district": _unit(str(typed["district"]), spelled, plan.reporting(criterion, period.to_date), place, problems),
        "n": read("n", lambda cell: _plain(number_typed(cell, whole=True)), "et helt tal fra 0 og op"),
        "total": read(
            "total", lambda cell: _plain(number_typed(cell, whole=criterion.whole or criterion.counts)), A_NUMBER
        ),
    }
    found = problems or parse_series(Row("", 0, {column: texts[column] for column in SERIES_COLUMNS}), plan, period)
    if isinstance(found, SeriesReading):
        return found
    return [
        replace(problem, place=place(problem.place.column or "")) if problem.place.file == "" else problem
        for problem in found
    ]


def _plain(number: Decimal) -> str:
    return f"{number.normalize() + 0:f}"


def _unit(
    text: str, spelled: Mapping[str, str], there: Iterable[str], place: Callable[[str], Place], problems: list[Problem]
) -> str:
    """The unit that a text names by its id, its name or another way of writing it; capitals and spaces make no difference."""
    known = {unit for spelling, unit in spelled.items() if skeleton(spelling) == skeleton(text)}
    if plain(text) in spelled or len(known) == 1:
        return spelled.get(plain(text)) or known.pop()
    wanted = plain(text)
    allowed = Among(wanted, tuple(spelled), in_short=str(Among(wanted, tuple(there))))
    message = "Enheden indberetter ikke til målet." if wanted else "Enheden mangler."
    problems.append(Problem(place("district"), message, kind(text) if wanted else "", allowed))
    return ""
