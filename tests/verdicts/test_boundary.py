"""A notebook cannot reach a withheld figure: everything that can be reached from what it is given is walked through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from random import Random
from types import CellType, FunctionType, MethodType, ModuleType
from typing import Any

import pytest
from pydantic import BaseModel
from small_series import plan_of

from kvartalsbog.content.blocks import Figure, Table
from kvartalsbog.content.shown import Blocks
from kvartalsbog.disclosure.history import editions, view_of
from kvartalsbog.disclosure.record import Record, read_records, write_record
from kvartalsbog.disclosure.series_record import SeriesRecord
from kvartalsbog.errors import UsageError
from kvartalsbog.inputs.loading import Report
from kvartalsbog.kinds.measures import Reported, SeriesReading, Sum
from kvartalsbog.pages.annual import TARGET_REPORTING
from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.pages.chapters import OverviewChapter, PillarChapter
from kvartalsbog.pages.inserting import INSERTS
from kvartalsbog.pages.unit_page import UnitChapter
from kvartalsbog.periods import Calendar, Month, Period, quarter_of
from kvartalsbog.plan.contents import unit_chapters
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Extract, Readings, SourceFile, Vintage
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.narrowing import of_pillar, of_unit

UNITS, THRESHOLD = ("nord", "oest", "vest"), 5
RAW = (Report, Readings, Vintage, SeriesReading, Reported, Record, SeriesRecord, SourceFile, Extract)
# Cases of each unit by month: small cells, a small month, a unit that is small all year, and one that comes late. Every
# number of cases from 5 up is large and odd, so that it is met nowhere by chance.
CASES = {
    1: (4001, 5003, 1), 2: (2, 1, 0), 3: (3011, 3, 1), 4: (4027, 6007, 0), 5: (4111, 2, 1), 6: (4703, 5801, 0),
}  # fmt: skip


def planted(*, all_small: bool) -> Readings:
    """Two quarters' vintages; with `all_small` the goal's own value is of too few cases too."""
    random, vintages = Random(20261), []
    for number in (1, 2):
        quarter = quarter_of(2026, number)
        rows = [
            SeriesReading("1.1", Month(2026, month), unit, n, Decimal(random.randrange(10**6 * n, 10**7 * n)), quarter)
            for month, counts in CASES.items()
            if quarter.calendar.period_of(Month(2026, month)) == quarter
            for unit, told in zip(UNITS, counts, strict=True)
            if (n := int((month, unit) == (1, "nord")) if all_small else told)
        ]
        vintages.append(Vintage(quarter, tuple(rows), (), {}, date(2026, 3 * number + 1, 9), {}))
    late = SeriesReading("1.1", Month(2026, 3), "nord", 3014, Decimal(3_014_009_777), quarter_of(2026, 2))
    if not all_small:
        vintages[1] = Vintage(quarter_of(2026, 2), (*vintages[1].series, late), (), {}, date(2026, 7, 9), {})
    return Readings(tuple(vintages))


@dataclass(frozen=True)
class Case:
    """A quarter's findings, and every sum that they withhold."""

    findings: Findings
    withheld: tuple[Sum, ...]


def case_of(number: int, *, all_small: bool, deadline: date | None = None, **own: object) -> Case:
    quarter, plan = quarter_of(2026, number), plan_of(UNITS, 2026, "1.1", THRESHOLD, deadline, **own)
    readings = planted(all_small=all_small).as_of(quarter)
    findings = find(Report(quarter, plan, plan, readings))
    cells = {(r.month, r.district): Sum(r.n, r.total) for r in readings.series("1.1")}
    months = sorted({month for month, _ in cells})
    groups: list[tuple[Any, list[Sum]]] = [(None, [cell]) for cell in cells.values() if cell.n < THRESHOLD]
    shown = findings.series["1.1"].published
    groups += [(shown.months.get(m), [s for (of, _), s in cells.items() if of == m]) for m in months]
    groups += [(shown.year_to_date.get(m), [s for (of, _), s in cells.items() if of <= m]) for m in months]
    groups += [(shown.districts.get(u), [s for (_, of), s in cells.items() if of == u]) for u in UNITS]
    sums = [
        Sum(sum(s.n for s in own), sum((s.total for s in own), Decimal(0)))
        for told, own in groups
        if own and told is None
    ]
    return Case(findings, tuple(sums))


EACH = {"units": dict.fromkeys(UNITS, 5 * 10**6)}
STEPS = [{"limit": 6 * 10**6, "gives": 50}, {"limit": 7 * 10**6, "gives": 25}]
SETTLED = date(2026, 3, 31)
CASES_OF = {
    "first": lambda: case_of(1, all_small=False),
    "second": lambda: case_of(2, all_small=False),
    "the goal's own value": lambda: case_of(1, all_small=True),
    "the goal's own value, settled": lambda: case_of(2, all_small=True, deadline=SETTLED),
    "each unit's own limit": lambda: case_of(2, all_small=False, limit=EACH),
    "each unit's own limit, settled": lambda: case_of(2, all_small=False, limit=EACH, deadline=SETTLED),
    "steps": lambda: case_of(2, all_small=True, credit=STEPS),
}


def inside(value: Any) -> Iterator[Any]:
    """What can be reached from a value in one step: attributes and properties, items, closures, what a method is bound to."""
    if isinstance(value, Mapping):
        yield from (*value.keys(), *value.values())
    elif isinstance(value, list | tuple | set | frozenset):
        yield from value
    elif isinstance(value, CellType):
        yield value.cell_contents
    elif isinstance(value, FunctionType):
        yield from (*(value.__closure__ or ()), *(value.__defaults__ or ()), *vars(value).values(), *(value.__kwdefaults__ or {}).values())  # fmt: skip
    elif isinstance(value, MethodType):
        yield from (value.__self__, value.__func__)
    elif isinstance(value, property):
        yield from (value.fget, value.fset, value.fdel)
    if type(value).__module__.startswith("kvartalsbog") and not isinstance(value, Enum | Month | Period | Calendar):
        names = {name for name in dir(value) if not name.startswith("__")} - {*dir(BaseModel)}
        for name in names | {"__dict__", "__pydantic_private__"}:
            with suppress(AttributeError, UsageError):  # a part that this goal has not
                yield getattr(value, name)


def reached(*roots: Any) -> list[Any]:
    """Everything that can be reached, once each; modules and classes are the program's and hold no data."""
    seen: dict[int, Any] = {}
    waiting = list(roots)
    while waiting:
        value = waiting.pop()
        if id(value) in seen or isinstance(value, ModuleType | type):
            continue
        seen[id(value)] = value
        waiting.extend(inside(value))
    return list(seen.values())


def chapters(findings: Findings) -> Iterable[Any]:
    """What cells and pages are given, and what they show."""
    pillar = PillarChapter(of_pillar(findings, "1"), findings.plan.pillars[0])
    yield from (findings, OverviewChapter(findings), pillar, pillar.goal("1.1"))
    for chapter in unit_chapters(findings.plan):
        assert chapter.unit is not None
        yield UnitChapter(of_unit(findings, chapter.unit.id), chapter.unit)
    yield from (insert.make(findings) for insert in INSERTS.values() if not insert.takes)
    yield from (told.sections(findings) for told in (BRIEF, TARGET_REPORTING))


@pytest.fixture(scope="module", params=CASES_OF)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = CASES_OF[request.param]()
    return found


@pytest.fixture(scope="module")
def everything(case: Case) -> list[Any]:
    return reached(*chapters(case.findings))


def test_the_walk_reaches_what_is_shown(case: Case, everything: list[Any]) -> None:
    assert any(isinstance(value, Blocks) for value in everything)
    assert {value.unit.id for value in everything if isinstance(value, UnitChapter)} == set(UNITS)
    labels = {value.label for value in everything if isinstance(value, Figure | Table)}
    assert {"fig-unit-nord-history", "tbl-unit-nord-figures"} <= labels
    told = [value for value in case.findings.series["1.1"].published.months.values() if value is not None]
    assert all(any(value is sums for value in everything) for sums in told)


def test_nothing_raw_is_reached(everything: list[Any]) -> None:
    assert [type(value).__name__ for value in everything if isinstance(value, RAW)] == []


def test_no_withheld_figure_is_reached(case: Case, everything: list[Any]) -> None:
    assert case.withheld
    totals = {sums.total for sums in case.withheld} | {sums.mean for sums in case.withheld}
    counts = {sums.n for sums in case.withheld}
    numbers = {
        value for value in everything if isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    }
    assert not numbers & totals
    assert not {
        value for value in everything if isinstance(value, Sum) and (value.n in counts or value.total in totals)
    }
    words = "\n".join(value for value in everything if isinstance(value, str))
    digits = words.replace(".", "").replace("\u00a0", "")
    assert not [total for total in totals if str(int(total)) in digits]


def test_the_walk_finds_what_is_hidden_in_a_closure_a_method_and_a_property() -> None:
    raw, plan = planted(all_small=False), plan_of(UNITS, 2026, "1.1", THRESHOLD)
    report = Report(quarter_of(2026, 2), plan, plan, raw)
    hiding = (lambda: report, raw.series, {"a": [(report,)]}, property(lambda _: report))
    for hidden in hiding:
        assert any(isinstance(value, RAW) for value in reached(hidden))
    assert any(value == Sum(1, Decimal(2)) for value in reached({"x": Sum(1, Decimal(2))}))


# -- other figures behind the same sums --------------------------------------------------------------------------------


def recorded(readings: Readings, plan: Plan, records: Sequence[Record] = ()) -> Report:
    """A report of the newest quarter with its year's choices written down: new ones, or those of `records` over these readings."""
    quarter = readings.newest.period
    known = records or editions(plan, readings, quarter, (), ())
    own = tuple(
        replace(r, series={g: replace(s, view=view_of(readings, g, r.period)) for g, s in r.series.items()})
        for r in known
    )
    return Report(quarter, plan, plan, readings, own)


def shown(report: Report) -> list[tuple[str, str, Sum]]:
    """Every sum that the year's editions show."""
    return [
        (record.name, str(key), series.sum_of(key))
        for record in report.records
        for series in record.series.values()
        for key, is_shown in series.decisions.items()
        if is_shown
    ]


def moved(readings: Readings, random: Random) -> Readings:
    """The readings with a few cases and a sum moved from one unit's month to another, or round the corners of a rectangle
    of two months and two units, which changes neither's sum.
    """
    rows = {row.key: row for row in readings.newest.series} | {r.key: r for v in readings.vintages for r in v.series}
    one, other = random.sample(list(rows.values()), 2)
    corners = [rows.get(("1.1", one.month, other.district)), rows.get(("1.1", other.month, one.district))]
    away = [row for row in corners if row is not None] if random.random() < 0.5 else [other]
    to = [one, other] if len(away) == 2 else [one]
    n, total = random.randrange(-2, 3), Decimal(random.randrange(1, 10**6))
    for sign, row in [*((1, row) for row in to), *((-1, row) for row in away)]:
        rows[row.key] = replace(row, n=row.n + sign * n, total=row.total + sign * total)
    vintages = (
        replace(v, series=tuple(rows[row.key] if rows[row.key].vintage == row.vintage else row for row in v.series))
        for v in readings.vintages
    )
    return Readings(tuple(vintages))


def test_other_figures_behind_the_same_sums_make_the_same_book() -> None:
    """Whatever a book is made from is in its findings. Where those are equal, no file can tell the two histories apart:
    no word, order, coordinate or property of any of them.
    """
    random, plan = Random(20513), plan_of(UNITS, 2026, "1.1", THRESHOLD)
    readings = planted(all_small=False)
    first = recorded(readings, plan)
    told, others = find(first), 0
    for _ in range(600):
        twin = moved(readings, random)
        rows = [row for vintage in twin.vintages for row in vintage.series]
        report = recorded(twin, plan, first.records)
        if min(row.n for row in rows) < 1 or min(row.total for row in rows) < 0 or shown(report) != shown(first):
            continue
        readings, others = twin, others + 1
        assert find(report) == told
    assert others > 20


def test_how_a_withheld_unit_keeps_its_own_limit_is_not_told_nor_how_many_do() -> None:
    case = case_of(1, all_small=False, limit=EACH)
    (result,) = case.findings.result.goal("1.1").measured
    withheld = {unit for unit, sums in case.findings.series["1.1"].published.districts.items() if sums is None}
    assert withheld
    assert {unit for unit, _ in result.by_unit} == set(UNITS) - withheld
    assert (result.value, result.outlook, result.sums) == (None, None, None)
    assert all(own.sums is None and own.value is None for _, own in result.by_unit)


def test_what_is_told_of_steps_is_taken_into_account_when_it_is_chosen_what_is_shown(tmp_path: Path) -> None:
    """A verdict bounds the total that it is of, and so does each step that is kept or not."""
    quarter, readings = quarter_of(2026, 1), planted(all_small=False)
    steps = plan_of(UNITS, 2026, "1.1", THRESHOLD, SETTLED, limit=1, credit=STEPS)
    record = editions(steps, readings, quarter, (), ())[-1]
    assert {v.bound for v in record.series["1.1"].verdicts} == {1, 6 * 10**6, 7 * 10**6}  # of a case
    (tmp_path / "2026").mkdir()
    write_record(record, tmp_path)
    assert read_records(tmp_path, [quarter.calendar]) == (record,)
