"""What an edition shows of its series, written down beside the inputs: `data/2024/disclosure/2024K1-1.csv`.

A file is never written again. It holds the units' months that the edition was made from, so that a later choice knows
what was published although the inputs have been corrected since.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from kvartalsbog.disclosure.publication import Cell, Key, Kind, Verdict, cell_order
from kvartalsbog.disclosure.same_cases import Counted, counted_elsewhere
from kvartalsbog.disclosure.series_record import SeriesRecord
from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.files.placement import write_new
from kvartalsbog.files.rows import Row, csv_text, read_rows
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.names import Among
from kvartalsbog.periods import PERIOD, Calendar, Month, Period, capital
from kvartalsbog.plan.loading import judged_plan
from kvartalsbog.plan.values import Plan

FOLDER = "disclosure"
COLUMNS = ("goal", "sum", "month", "unit", "n", "total", "decision")
_FILE = re.compile(rf"({PERIOD})-([1-9][0-9]{{0,3}})\.csv")
_COUNT = re.compile(r"\d{1,9}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,16}(\.\d{1,6})?", re.ASCII)
_LIMIT = re.compile(r"-?\d{1,16}(\.\d{1,24})?", re.ASCII)  # a limit may be counted from another number
_WINDOWS = (Kind.WINDOW.value, "verdict-window")
_CELL = "cell"
_THRESHOLD = "threshold"  # of the whole record, and of no series
_USUAL: int = Plan.model_fields["suppression_threshold"].default
_VERDICTS = {"verdict": Kind.TO_DATE, "verdict-month": Kind.MONTH, "verdict-window": Kind.WINDOW}
_OF = {kind: name for name, kind in _VERDICTS.items()}
_SHOWN, _WITHHELD = "shown", "withheld"
# whether a verdict tells of at least so much, and whether the bound itself is ruled out
_SIDES = {"at_least": (True, False), "at_most": (False, False), "above": (True, True), "below": (False, True)}
_SIDE = {side: name for name, side in _SIDES.items()}
_ALLOWED = {
    **dict.fromkeys((_CELL, _THRESHOLD), (_WITHHELD,)),
    **dict.fromkeys(_VERDICTS, tuple(_SIDES)),
    **dict.fromkeys((k.value for k in Kind), (_SHOWN, _WITHHELD)),
}
_HINT = "Filen skrives af `kvartalsbog approve` og rettes aldrig i hånden: hent den fra git eller en sikkerhedskopi."


@dataclass(frozen=True)
class Record:
    """What was chosen for a quarter's edition. Corrections choose again: `number` counts a quarter's choices from 1. A sum of
    fewer cases than `threshold` was few.
    """

    period: Period
    number: int
    series: dict[str, SeriesRecord]
    threshold: int

    @property
    def name(self) -> str:
        """The file's name in the project's data: `2024/disclosure/2024K1-1.csv`."""
        return f"{self.period.plan}/{FOLDER}/{self.period.name}-{self.number}.csv"

    @cached_property
    def counted(self) -> dict[str, Counted]:
        """What the edition tells of how many cases a series has by others of the same cases."""
        return counted_elsewhere(self.series)

    @cached_property
    def by_figure(self) -> Mapping[tuple[Cell, Sum], tuple[str, ...]]:
        """The series that have a figure in a unit's month."""
        return _names_by((figure, name) for name, series in self.series.items() for figure in series.view.items())

    @cached_property
    def by_cases(self) -> Mapping[tuple[Cell, int], tuple[str, ...]]:
        """The series that have a number of cases in a unit's month."""
        every = ((cell, value.n, name) for name, series in self.series.items() for cell, value in series.view.items())
        return _names_by(((cell, n), name) for cell, n, name in every)


_Of = TypeVar("_Of", bound=Hashable)


def _names_by(every: Iterable[tuple[_Of, str]]) -> dict[_Of, tuple[str, ...]]:
    found: dict[_Of, tuple[str, ...]] = {}
    for of, name in every:
        found[of] = (*found.get(of, ()), name)
    return found


def newest(records: Iterable[Record], period: Period) -> Record | None:
    """A quarter's latest choice."""
    return max((r for r in records if r.period == period), key=lambda r: r.number, default=None)


# -- writing -----------------------------------------------------------------------------------------------------------


def write_record(record: Record, data_dir: Path) -> Path:
    """Put a new record in place, whole or not at all. Raises FileExistsError rather than write one again."""
    path = data_dir / record.name
    path.parent.mkdir(exist_ok=True)
    write_new(path, to_bytes(record))
    return path


def to_bytes(record: Record) -> bytes:
    """The record's file."""
    rows = ((goal, *row) for goal in sorted(record.series) for row in _rows(record.series[goal]))
    few = ("", _THRESHOLD, "", "", str(record.threshold), "0", _WITHHELD)
    return csv_text((COLUMNS, *rows, few)).encode()


def _rows(series: SeriesRecord) -> Iterator[tuple[str, ...]]:
    for key, shown in sorted(series.decisions.items()):
        found = series.sum_of(key)
        yield (
            key.kind.value,
            str(key.month or "") if key.kind is not Kind.WINDOW else key.name,
            " ".join(key.units),
            str(found.n),
            str(found.total),
            _SHOWN if shown else _WITHHELD,
        )
    for told in series.verdicts:
        side = _SIDE[told.at_least, told.strict]
        yield (_OF[told.key.kind], told.key.name, "", str(told.cases), f"{told.bound:f}", side)
    for (month_, unit), value in sorted(series.view.items(), key=cell_order):
        yield (_CELL, str(month_), unit, str(value.n), str(value.total), _WITHHELD)


# -- reading -----------------------------------------------------------------------------------------------------------


def read_records(data_dir: Path, plans: Iterable[Calendar]) -> tuple[Record, ...]:
    """Every record of some plans, by period and number. Raises ProblemsError with all that is wrong with any."""
    problems: list[Problem] = []
    found = []
    for plan in plans:
        folder = data_dir / plan.name / FOLDER
        for path in sorted(folder.glob("[!.]*.csv")) if folder.is_dir() else ():
            name = f"{plan.name}/{FOLDER}/{path.name}"
            match = _FILE.fullmatch(path.name)
            period = plan.of_name(match[1]) if match is not None else None
            if match is None or period is None:
                allowed = f"fx {plan.periods[0]}-1.csv"
                problems.append(Problem(Place(name), "Filens navn er ikke et valgs.", path.name, allowed))
            else:
                found.append(_read(path, name, period, int(match[2]), problems))
    found.sort(key=lambda record: (record.period, record.number))
    problems += _gaps(found)
    if problems:
        raise ProblemsError(problems)
    of_plans = {plan: _of_plan(data_dir, plan) for plan in {r.period.plan for r in found if not r.threshold}}
    return tuple(r if r.threshold else replace(r, threshold=of_plans[r.period.plan]) for r in found)


def _of_plan(data_dir: Path, plan: str) -> int:
    """The threshold of a plan as its file is now."""
    name = f"{plan}/plan.yml"
    found = judged_plan(data_dir / name, None, [], name=name)
    return found.suppression_threshold if found is not None else _USUAL


def _gaps(records: list[Record]) -> Iterator[Problem]:
    for period in {record.period for record in records}:
        numbers = {record.number for record in records if record.period == period}
        for missing in sorted(set(range(1, max(numbers))) - numbers):
            name = Record(period, missing, {}, 0).name
            hint = "Uden den ved ingen, hvad den udgave viste. Hent filen fra git eller en sikkerhedskopi."
            yield Problem(Place(name), f"{capital(period.noun.of_the)} tidligere valg mangler.", hint=hint)


def _read(path: Path, name: str, period: Period, number: int, problems: list[Problem]) -> Record:
    """A record of before does not tell its threshold, which is then 0."""
    rows = read_rows(path, COLUMNS, name=name)
    few = [row for row in rows.rows if row["sum"] == _THRESHOLD]
    problems += [*rows.problems, *(wrong for row in few for wrong in _wrong(row))]
    threshold = int(few[0]["n"]) if few and not problems else 0
    by_goal: dict[str, list[Row]] = {}
    for row in (row for row in rows.rows if row not in few):
        by_goal.setdefault(row["goal"], []).append(row)
    series = {goal: _series(own, period.calendar.begins, problems) for goal, own in by_goal.items()}
    return Record(period, number, series, threshold)


def _series(rows: list[Row], begins: Month, problems: list[Problem]) -> SeriesRecord:
    view: dict[Cell, Sum] = {}
    told: dict[Key, tuple[Row, Sum]] = {}
    verdicts: list[tuple[Key, Row]] = []
    for row in rows:
        if wrong := list(_wrong(row)):
            problems += wrong
        elif row["sum"] == _CELL:
            view[Month.parse(row["month"]), row["unit"]] = _sum(row)
        elif row["sum"] in _VERDICTS:
            verdicts.append((Key(_VERDICTS[row["sum"]], row["month"]), row))
        else:
            told[Key.of(Kind(row["sum"]), row["month"], row["unit"])] = (row, _sum(row))
    decisions = {key: row["decision"] == _SHOWN for key, (row, _) in told.items()}
    series = SeriesRecord(view, decisions, (), begins)
    series = replace(series, verdicts=tuple(_verdict(series, key, row) for key, row in verdicts))
    for key, (row, value) in told.items():
        if not problems and value != series.sum_of(key):
            problems.append(
                Problem(Place(row.file, row.line), "Summen er ikke cellernes. Filen er ændret.", hint=_HINT)
            )
    return series


def _verdict(series: SeriesRecord, key: Key, row: Row) -> Verdict:
    """In records of before the bound is for all cases of the sum."""
    cases = int(row["n"]) if row["n"] else series.sum_of(key).n
    at_least, strict = _SIDES[row["decision"]]
    return Verdict(key, Decimal(row["total"]), at_least, cases, strict)


def _sum(row: Row) -> Sum:
    return Sum(int(row["n"]), Decimal(row["total"]))


def _wrong(row: Row) -> Iterator[Problem]:
    allowed = _ALLOWED.get(row["sum"])
    if allowed is None:
        yield row.problem("sum", "Ukendt slags sum.", allowed=Among(row["sum"], tuple(_ALLOWED)), hint=_HINT)
        return
    if row["decision"] not in allowed:
        yield row.problem("decision", "Ukendt valg.", allowed=Among(row["decision"], allowed), hint=_HINT)
    if row["sum"] not in (Kind.UNIT, _THRESHOLD):
        try:
            _month_of(row)
        except ValueError:
            yield row.problem("month", "Måneden kan ikke læses.", allowed="en måned som 2024-01", hint=_HINT)
    is_verdict = row["sum"] in _VERDICTS
    if not (is_verdict and row["n"] == "") and not _COUNT.fullmatch(row["n"]):
        yield Problem(Place(row.file, row.line, "n"), "Antallet kan ikke læses.", hint=_HINT)
    if not (_LIMIT if is_verdict else _NUMBER).fullmatch(row["total"]):
        yield Problem(Place(row.file, row.line, "total"), "Summen kan ikke læses.", hint=_HINT)


def _month_of(row: Row) -> Month | None:
    """The last month of a row's sum; raises ValueError where it cannot be read."""
    if row["sum"] in _WINDOWS:
        key = Key(Kind.WINDOW, row["month"])
        return key.month if key.first else None
    return Month.parse(row["month"])
