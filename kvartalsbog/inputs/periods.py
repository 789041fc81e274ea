"""Which plans a folder of data has, and which of their periods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from kvartalsbog.errors import Problem, ProblemsError, UsageError
from kvartalsbog.files.documents import read_document
from kvartalsbog.periods import PLAN, Calendar, Month, Period, named_parts
from kvartalsbog.plan.loading import judged_plan
from kvartalsbog.plan.span import calendar_of

_FILE = "plan.yml"
_KEYS = re.compile(rb"""^(?:\{|["']?(?:period|follow_up|names)["']?\s*:)""", re.MULTILINE)


def calendars(data_dir: Path) -> tuple[Calendar, ...]:
    """The calendars of the plans that there are, in the order in which they begin."""
    found = (_calendar(plan) for plan in _plans(data_dir))
    return tuple(sorted((c for c in found if c is not None), key=lambda c: (c.begins, c.ends)))


def neighbours(calendar: Calendar, data_dir: Path) -> tuple[Calendar, ...]:
    """A plan, those that have months of it or of the year before it, and those that are compared with it."""
    own = {*calendar.months, *calendar.months_before}
    others = [c for c in calendars(data_dir) if c.name != calendar.name]
    near = [c for c in others if not (own.isdisjoint(c.months) and own.isdisjoint(c.months_before))]
    return tuple(sorted([calendar, *near], key=lambda c: (c.begins, c.ends)))


def plan_before(calendar: Calendar, data_dir: Path) -> Calendar | None:
    """The plan that ends where another begins; of several the one that is followed up alike."""
    found = [c for c in calendars(data_dir) if c.ends == calendar.begins.after(-1)]
    return max(found, key=lambda c: c.follow_up == calendar.follow_up, default=None)


def plan_after(calendar: Calendar, data_dir: Path) -> Calendar | None:
    """The plan that begins where another ends; of several the one that is followed up alike."""
    found = [c for c in calendars(data_dir) if c.begins == calendar.ends.after(1)]
    return max(found, key=lambda c: c.follow_up == calendar.follow_up, default=None)


def periods(data_dir: Path) -> tuple[Period, ...]:
    """Every period of every plan that has readings, oldest first. The years before plans are not among them."""
    every = (period for calendar in calendars(data_dir) for period in calendar.periods)
    return tuple(sorted(period for period in every if (data_dir / period.folder).is_dir()))


def newest_period(data_dir: Path) -> Period:
    """The newest period that has readings; raises UsageError when there is none."""
    known = periods(data_dir)
    if not known:
        raise UsageError(
            f"{data_dir}: Mappen har ingen plan med indberetninger. Der skal være mindst én periode, fx 2024/2024K1."
        )
    return known[-1]


def named_period(text: str, data_dir: Path) -> Period:
    """The period that people mean by a text: `2024K1`, `2003/04K1`, or with its plan `2021-23/2023K1`. It is one of a plan
    that there is, or of one that would follow it, or else of a plan for a calendar year.

    Raises ValueError for what is no period's name, UsageError for one that no plan or several have, and ProblemsError
    where a plan that may have it cannot be read.
    """
    plan, name = named_parts(text)
    known = [c for c in calendars(data_dir) if plan in (None, c.name)]
    for every in (known, [c.next for c in known]):
        found = [period for calendar in every if (period := calendar.of_name(name))]
        if len(found) > 1:
            which = " eller ".join(period.folder for period in found)
            raise UsageError(f"{text}: Flere planer har den periode. Skriv {which}.")
        if found:
            return found[0]
    problems: list[Problem] = []
    for unreadable in (path for path in _plans(data_dir) if _calendar(path) is None):
        judged_plan(unreadable, None, problems, name=f"{unreadable.parent.name}/{_FILE}")
    if problems:
        raise ProblemsError(problems)
    usual = None if "-" in name else Period.parse(name)
    if usual is not None and usual.plan not in {calendar.name for calendar in known}:
        return usual
    plans = ", ".join(f"{c.name} ({c.periods[0]} til {c.periods[-1]})" for c in known) or "ingen"
    raise UsageError(f"{text}: Ingen plan har den periode. Planerne er {plans}.")


def _plans(data_dir: Path) -> Iterator[Path]:
    yield from (path for path in sorted(data_dir.glob(f"[0-9]*/{_FILE}")) if re.fullmatch(PLAN, path.parent.name))


def _calendar(plan: Path) -> Calendar | None:
    """The calendar of a plan; None where it cannot be told."""
    try:
        status = plan.stat()
    except OSError:
        return None
    return _read(plan, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=256)
def _read(plan: Path, _changed: int, _size: int) -> Calendar | None:
    """Most plans are for a calendar year by quarters and say nothing else: they need not be read to know it."""
    year = int(plan.parent.name) if plan.parent.name.isdecimal() else None
    usual = Calendar(Month(year, 1), Month(year, 12)) if year is not None else None
    try:
        if usual is not None and not _KEYS.search(plan.read_bytes()):
            return usual
        value = read_document(plan, name=_FILE).value
    except (ProblemsError, OSError):
        return usual
    found = calendar_of(value) if isinstance(value, dict) else None
    return found if found is not None and found.name == plan.parent.name else usual
