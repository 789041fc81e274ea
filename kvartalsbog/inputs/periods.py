"""Which plans a folder of data has, and which of their periods.

The first authority's plans stand in the folder itself, `2024/plan.yml`, another's in a folder of its own:
`anklagemyndigheden/2024/plan.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from kvartalsbog.errors import Problem, ProblemsError, UsageError, offered, settle
from kvartalsbog.files.documents import read_document
from kvartalsbog.periods import BODY, YEARS, Calendar, Period, named_parts
from kvartalsbog.plan.loading import judged_plan
from kvartalsbog.plan.span import calendar_of

_FILE = "plan.yml"
_KEYS = re.compile(rb"""^(?:\{|["']?(?:period|follow_up|names)["']?\s*:)""", re.MULTILINE)


def calendars(data_dir: Path) -> tuple[Calendar, ...]:
    """The calendars of the plans that there are: the first authority's, then each other's, in the order in which they begin."""
    found = (_calendar(plan, data_dir) for plan in _plans(data_dir))
    return tuple(sorted((c for c in found if c is not None), key=lambda c: (c.body, c.begins, c.ends)))


def bodies(data_dir: Path) -> tuple[str, ...]:
    """The authorities that have plans: the first has no name of its own."""
    return tuple(dict.fromkeys(calendar.body for calendar in calendars(data_dir)))


def _of_body(body: str, data_dir: Path) -> list[Calendar]:
    return [calendar for calendar in calendars(data_dir) if calendar.body == body]


def neighbours(calendar: Calendar, data_dir: Path) -> tuple[Calendar, ...]:
    """A plan, those that have months of it or of the year before it, and those that are compared with it; other authorities' too, for
    who reads a site reads all of it.
    """
    own = {*calendar.months, *calendar.months_before}
    others = [c for c in calendars(data_dir) if c.name != calendar.name]
    near = [c for c in others if not (own.isdisjoint(c.months) and own.isdisjoint(c.months_before))]
    return tuple(sorted([calendar, *near], key=lambda c: (c.begins, c.ends, c.body)))


def plan_before(calendar: Calendar, data_dir: Path) -> Calendar | None:
    """The plan that ends where another begins; of several the one that is followed up alike."""
    found = [c for c in _of_body(calendar.body, data_dir) if c.ends == calendar.begins.after(-1)]
    return max(found, key=lambda c: c.follow_up == calendar.follow_up, default=None)


def plan_after(calendar: Calendar, data_dir: Path) -> Calendar | None:
    """The plan that begins where another ends; of several the one that is followed up alike."""
    found = [c for c in _of_body(calendar.body, data_dir) if c.begins == calendar.ends.after(1)]
    return max(found, key=lambda c: c.follow_up == calendar.follow_up, default=None)


def periods(data_dir: Path) -> tuple[Period, ...]:
    """Every period of every plan that has readings, oldest first. The years before plans are not among them."""
    every = (period for calendar in calendars(data_dir) for period in calendar.periods)
    return tuple(sorted(period for period in every if (data_dir / period.folder).is_dir()))


def newest_period(data_dir: Path, body: str | None = None) -> Period:
    """The newest period that has readings, of an authority, or of the first. Raises UsageError when there is none, and
    where none of several authorities is the first.
    """
    known = bodies(data_dir)
    if body is None and len(known) > 1 and "" not in known:
        raise UsageError(f"{data_dir}: Der er flere myndigheders planer. Skriv hvis: {', '.join(known)}.")
    body = known[0] if body is None and known else body
    own = [period for period in periods(data_dir) if period.body == body]
    if not own:
        _refuse_unreadable(data_dir)
        first = next(iter(to_open(data_dir)), None)
        how = (
            f"Åbn den første med: kvartalsbog new-quarter {first}"
            if first
            else "Begynd en plan med: kvartalsbog init MAPPE"
        )
        raise UsageError(f"{data_dir}: Der er {'ingen periode åbnet' if first else 'ingen plan'} endnu. {how}")
    return own[-1]


def to_open(data_dir: Path) -> tuple[Period, ...]:
    """The periods that can be opened next: of each authority the one after its newest, or the first of its first plan."""
    newest = {one.body: one for one in periods(data_dir)}
    first: dict[str, Period] = {}
    for calendar in calendars(data_dir):
        first.setdefault(calendar.body, calendar.periods[0])
    return tuple(newest[body].next if body in newest else one for body, one in first.items())


def named_period(text: str, data_dir: Path) -> Period:
    """The period that people mean by a text: `2024K1`, `2003/04K1`, with its plan `2021-23/2023K1`, with its authority
    `anklagemyndigheden/2024K1`, or `anklagemyndigheden` for the newest. It is one of a plan that there is, or of one that
    would follow it, or else of a plan for a calendar year.

    Raises ValueError for what is no period's name, UsageError for one that no plan or several have, and ProblemsError
    where a plan that may have it cannot be read.
    """
    named, there = named_parts(text), bodies(data_dir)
    if named.body is not None and named.body not in there:
        if named.period is None:
            raise ValueError(f"{text!r} er ikke en periode som 2024K1")
        folders = offered(named.body, filter(None, there))
        raise UsageError(f"{text}: Der er ingen plan i mappen {data_dir / named.body}. {folders}")
    if named.period is None:
        return newest_period(data_dir, named.body)
    body = named.body or (there[0] if len(there) == 1 else "")
    known = [c for c in _of_body(body, data_dir) if named.years in (None, c.own_name)]
    for every in (known, [c.next for c in known]):
        found = [period for calendar in every if (period := calendar.of_name(named.period))]
        if len(found) > 1:
            which = " eller ".join(period.folder for period in found)
            raise UsageError(f"{text}: Flere planer har den periode. Skriv {which}.")
        if found:
            return found[0]
    _refuse_unreadable(data_dir)
    usual = None if "-" in named.period else Period.parse(named.period, body)
    if usual is not None and usual.plan not in {calendar.name for calendar in known}:
        return usual
    every_plan = calendars(data_dir)
    plans = ", ".join(f"{c.name} ({c.periods[0]} til {c.periods[-1]})" for c in every_plan) or "ingen"
    raise UsageError(f"{text}: Ingen plan har den periode. Planerne er {plans}.")


def _refuse_unreadable(data_dir: Path) -> None:
    problems: list[Problem] = []
    for path in (path for path in _plans(data_dir) if _calendar(path, data_dir) is None):
        judged_plan(path, None, problems, name=path.relative_to(data_dir).as_posix())
    settle(problems)


def _plans(data_dir: Path) -> Iterator[Path]:
    for pattern in (f"[0-9]*/{_FILE}", f"[a-z]*/[0-9]*/{_FILE}"):
        yield from (path for path in sorted(data_dir.glob(pattern)) if _is_plans(path.parent.relative_to(data_dir)))


def _is_plans(folder: Path) -> bool:
    *body, years = folder.parts
    return re.fullmatch(YEARS, years) is not None and all(re.fullmatch(BODY, part) for part in body)


def _calendar(plan: Path, data_dir: Path) -> Calendar | None:
    """The calendar of a plan; None where it cannot be told."""
    try:
        status = plan.stat()
    except OSError:
        return None
    body = plan.parent.parent.relative_to(data_dir).as_posix()
    return _read(plan, "" if body == "." else body, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=256)
def _read(plan: Path, body: str, _changed: int, _size: int) -> Calendar | None:
    """Most plans are for a calendar year by quarters and say nothing else: they need not be read to know it."""
    year = int(plan.parent.name) if plan.parent.name.isdecimal() else None
    usual = Calendar.of_year(year, body=body) if year is not None else None
    try:
        if usual is not None and not _KEYS.search(plan.read_bytes()):
            return usual
        value = read_document(plan, name=_FILE).value
    except (ProblemsError, OSError):
        return usual
    found = calendar_of({**value, "body": body}) if isinstance(value, dict) else None
    return found if found is not None and found.own_name == plan.parent.name else usual
