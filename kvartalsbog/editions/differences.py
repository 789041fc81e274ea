"""What changed between two quarters or two sites, as sentences; a published book's state is read from its open data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from kvartalsbog.book.outputs import DATA
from kvartalsbog.editions.manifest import Manifest
from kvartalsbog.editions.site import Site
from kvartalsbog.kinds.base import Asked, Outlook
from kvartalsbog.kinds.dated import DONE
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.registry import series_kind
from kvartalsbog.opendata.formats.earlier import rows_of, series_of, series_titles
from kvartalsbog.opendata.tables.schema import Mark
from kvartalsbog.opendata.tables.standing import PARTED
from kvartalsbog.periods import Calendar, Month, Period
from kvartalsbog.plan.units import Happening, UnitEvent
from kvartalsbog.plan.weights import POINT
from kvartalsbog.verdicts.changes import changes
from kvartalsbog.verdicts.points import read_points
from kvartalsbog.verdicts.states import Figure, GoalState, ItemState, SeriesState, State, Step, by_event, unit_of
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.changes import sentences
from kvartalsbog.words.numbers import long_date

Row = Mapping[str, str]
Tables = Mapping[str, tuple[Row, ...]]
_READ = ("goals", "criteria", "months", "revisions", "deliverables", "plan", "amendments", "unit-changes")


def differences(before: State, after: State) -> tuple[str, ...]:
    """Every difference as a sentence in Danish; nothing when the books say the same."""
    return tuple(sentence for change in changes(before, after) for sentence in sentences(change))


def site_differences(before: Site, after: Site) -> tuple[str, ...]:
    """What one site has that the other has not, and how the editions that both have differ."""
    old = {version.folder: version for version in before.versions}
    new = {version.folder: version for version in after.versions}
    told = [f"{folder} er kun i {before.root}." for folder in sorted(old.keys() - new.keys())]
    for folder in sorted(new.keys() - old.keys()):
        version = new[folder]
        reason = f", rettelse: {version.correction}" if version.correction else ""
        told.append(f"{folder} er kun i {after.root} (udgivet {long_date(version.published.date())}{reason}).")
    for folder in sorted(old.keys() & new.keys()):
        if old[folder].outputs != new[folder].outputs:
            found = differences(published_state(before, old[folder]), published_state(after, new[folder]))
            told += [f"{folder}: {sentence}" for sentence in found or ("Filerne er forskellige, men tallene er ens.",)]
    return tuple(told)


def published_state(site: Site, version: Manifest) -> State:
    """What a published version shows."""
    paths = {name: f"{DATA.folder}/{name}.csv" for name in _READ}
    contents = {
        n: (site.root / version.folder / path).read_bytes() for n, path in paths.items() if path in version.outputs
    }
    found = {name: rows_of(content, version.format) for name, content in contents.items()}
    return state_of_tables(f"{version.parsed_period.label}, version {version.version}", version.calendar, found)


def standing(version: Manifest) -> State:
    """What a version's manifest says that it shows: how the goals stood."""
    goals = {
        goal.id: GoalState(
            goal.id, goal.title, Verdict(goal.verdict), Outlook(goal.outlook) if goal.outlook else None, None,
            None if goal.weight is None else Decimal(str(goal.weight)), None, "",
            read_points({"won": goal.won, "open": goal.open, "lost": goal.lost}, version.points_in or POINT), reduced=goal.reduced,
        )
        for goal in version.goals
    }  # fmt: skip
    return State(version.folder, version.calendar.name, goals, {}, {}, {}, {}, {})


def state_of_tables(name: str, calendar: Calendar, tables: Tables) -> State:
    """What a book's open data say that it shows."""
    months = {(series_of(row), Month.parse(row["month"])): row for row in tables["months"] if row["n"] and row["total"]}
    counted = {series_of(row): row.get("counted", "") for row in tables.get("criteria", ()) if row.get("direction")}
    return State(
        name,
        calendar.name,
        {row["goal"]: _goal(row, _series(row["goal"], tables)) for row in tables["goals"]},
        {key: Sum(int(row["n"]), Decimal(row["total"])) for key, row in months.items()},
        {key: _figure({**row, "counted": counted.get(key[0], "")}) for key, row in months.items()},
        {
            (series_of(row), Month.parse(row["month"])): (_vintage(row["vintage"], calendar), row["reason"])
            for row in tables.get("revisions", ())
        },
        dict(_items(tables)),
        {(int(row["amendment"]), int(row["change"])): _step(row) for row in tables.get("amendments", ())},
        by_event(map(_event, tables.get("unit-changes", ()))),
    )


def _series(goal: str, tables: Tables) -> tuple[SeriesState, ...]:
    """The series that a goal is judged by, each by the first criterion on it; an edition without criteria has their months."""
    measured = [row for row in tables.get("criteria", ()) if row["goal"] == goal and series_kind(row) is not None]
    first = {series_of(row): row for row in reversed(measured)}
    names = dict.fromkeys(series_of(row) for row in (*measured, *tables["months"]) if row["goal"] == goal)
    titles = series_titles(measured)
    return tuple(SeriesState(name, titles.get((goal, name), ""), _measured(first.get(name))) for name in names)


def _measured(row: Row | None) -> tuple[str | None, ...] | None:
    if row is None:
        return None
    return row["criterion"], row["criterion_title"], row["kind"], _unit(row), row["direction"] or None


def _goal(row: Row, series: tuple[SeriesState, ...]) -> GoalState:
    return GoalState(
        row["goal"], row["goal_title"], Verdict(row["verdict"]), Outlook(row["outlook"]) if row["outlook"] else None,
        _figure(row) if row["unit"] else None, _number(row["weight"]), _number(row["limit"]), row["responsible"],
        read_points(row, row.get("points_unit") or POINT), series, _reduced(row),
    )  # fmt: skip


def _reduced(row: Row) -> bool:
    """Whether only a part of a goal can still be met, as far as the table tells it: what is possible is less than all, and not nothing."""
    possible = _number(row.get("possible") or "")
    return row["outlook"] == Outlook.OUT_OF_REACH.value and possible is not None and 0 < possible < 100


def _vintage(name: str, calendar: Calendar) -> Period:
    """The period with a name; raises ValueError where the plan has none."""
    found = calendar.named(name)
    if found is None:
        raise ValueError(name)
    return found


def _figure(row: Row) -> Figure:
    of = _number(row.get("limit", "")) if not row.get("direction") else None
    return Figure(_number(row["value"]), _unit(row), of, row.get("note") == Mark.WITHHELD.value)


def _unit(row: Row) -> str:
    return unit_of(Asked(Decimal(0), None, row["unit"], row.get("counted", "")))


def _items(tables: Tables) -> Iterator[tuple[tuple[str, str], ItemState]]:
    words = {(row["goal"], row["criterion"]): row.get("done") for row in tables.get("plan", ())}
    for row in tables.get("deliverables", ()):
        done = words.get((row["goal"], row["criterion"])) or DONE
        days = (_day(row["completed"]), _day(row["expected"]))
        yield (
            (row["goal"], row["deliverable"]),
            ItemState(row["deliverable_title"], *days, done, row.get("degree") or ""),
        )


def _step(row: Row) -> Step:
    read = _READ_AS.get(row["field"], _words)
    effective, decided = (date.fromisoformat(row[name]) for name in ("effective", "decided"))
    about = (row["pillar"] or None, row["goal"] or None, row["criterion"] or None, row["field"])
    return Step(effective, decided, row["by"], row["reason"], *about, read(row["old"]), read(row["new"]))


def _parted(text: str) -> tuple[str, ...]:
    return tuple(text.split(PARTED)) if text else ()


def _event(row: Row) -> UnitEvent:
    what, others = Happening(row["event"]), _parted(row["others"])
    return UnitEvent(
        date.fromisoformat(row["day"]), row["district"], what, row["district_name"], row["name_before"] or None, others
    )


def _words(text: str) -> str | None:
    return text or None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


_READ_AS: Mapping[str, Callable[[str], object]] = {
    "weight": _number, "limit": _number, "deadline": _day, "from": _day, "decimals": _number, "districts": _parted, "items.most": _number,
    "plausible.minimum": _number, "plausible.maximum": _number,
}  # fmt: skip
