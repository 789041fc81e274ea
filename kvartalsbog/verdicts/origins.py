"""Where a plan's figures came from: which were given as they are, and how many records could not be used."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from kvartalsbog.periods import Period
from kvartalsbog.plan.goals import Judged
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.provenance import FILES
from kvartalsbog.readings.values import Extract, Readings

_SERIES, _ITEMS, *_ = FILES


@dataclass(frozen=True)
class GivenFigures:
    """Figures of some goals that were given in a period: by a file of sums, by a form, or typed. What was typed tells what it is `of` (a
    month and a unit, `2024-07 fyn`, or an item) and the `source` that was named.
    """

    period: Period
    judged: tuple[Judged, ...]
    kind: str
    of: str = ""
    source: str = ""

    def among(self, goals: Container[str]) -> GivenFigures | None:
        """The same as it is told of these goals; None where it is of none of them."""
        judged = _among(self.judged, goals)
        return replace(self, judged=judged) if judged else None


@dataclass(frozen=True)
class Rejected:
    """How many records of a quarter's extract could not be used; they are of no goals where only the file is known."""

    period: Period
    file: str
    judged: tuple[Judged, ...]
    records: int

    def among(self, goals: Container[str]) -> Rejected | None:
        """The same as it is told of these goals; None where it is of none of them."""
        judged = _among(self.judged, goals)
        return replace(self, judged=judged) if judged else None


def _among(judged: tuple[Judged, ...], goals: Container[str]) -> tuple[Judged, ...]:
    return tuple(own for own in judged if own.goal in goals)


def given_figures(plan: Plan, readings: Readings, period: Period) -> Iterator[GivenFigures]:
    """The figures of the plan's own periods until now that were given; each kind once for a series or goal and period."""
    known, found = {*plan.series, *plan.by_id}, dict[GivenFigures, None]()
    for vintage in readings.vintages:
        if vintage.period.first < period.calendar.begins:
            continue
        for name in (_SERIES, _ITEMS):
            file = vintage.sources.get(name)
            for told in file.extracts if file is not None else ():
                if told.kind is not None and told.goal in known:
                    typed = (told.of or "", next(iter(told.sources), "")) if told.kind == "typed" else ()
                    found[GivenFigures(vintage.period, _judged(plan, name, told), told.kind, *typed)] = None
    yield from found


def rejected_records(agreed: Plan, readings: Readings, period: Period) -> Iterator[Rejected]:
    """The records of the plan's own periods until now that could not be used, by what they are of."""
    every = agreed.with_every_goal()
    for vintage in readings.vintages:
        for name, file in vintage.sources.items() if vintage.period.first >= period.calendar.begins else ():
            for told in file.extracts or (file,):
                if count := told.rows_rejected + told.rows_hidden:
                    judged = _judged(every, name, told) if isinstance(told, Extract) else ()
                    yield Rejected(vintage.period, name, judged, count)


def _judged(plan: Plan, file: str, told: Extract) -> tuple[Judged, ...]:
    """The goals that an extract's figures are of: what is told of `series.csv` is told by series, and else by goal."""
    series = plan.judged_by(told.goal) if file == _SERIES else ()
    return series or (Judged(told.goal),)
