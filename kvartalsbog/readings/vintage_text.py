"""The four files of a vintage as rows of text: read as they stand, joined with what is new, written in one form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

from kvartalsbog.errors import ProblemsError
from kvartalsbog.files.documents import json_text, to_yaml
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.files.rows import csv_text
from kvartalsbog.periods import Period
from kvartalsbog.plan.goals import Goal
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.provenance import source_of
from kvartalsbog.readings.remarks import remarks_of
from kvartalsbog.readings.rules import ASSESSMENT_COLUMNS, COLUMNS
from kvartalsbog.readings.written import ITEMS, REMARKS, SERIES, SOURCE, Written, read_written

Row = tuple[str, ...]
Source = dict[str, Any]
MADE_BY = "kvartalsbog intake"
_MONTH, _UNIT = (COLUMNS[SERIES].index(column) for column in ("month", "district"))
_ITEM = COLUMNS[ITEMS].index("deliverable")


@dataclass(frozen=True)
class VintageText:
    """What stands in a vintage's files: rows by series or goal, words by goal, and what they came from by file, the same, and which part
    of it: "" for what gives all of it, as an extract does.
    """

    series: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    items: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    remarks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    extracts: Mapping[tuple[str, str, str], Source] = field(default_factory=dict)
    extracted: date | None = None

    def joined(self, new: VintageText, *, redated: bool = False) -> VintageText:
        """These files with the goals of `new` in place of the same goals here. A source that says the same as before
        keeps the day it was received, unless it is `redated`: then the day is a correction too.
        """
        extracts = dict(new.extracts)
        if not redated:
            extracts = {key: _received(entry, self.extracts.get(key)) for key, entry in extracts.items()}
        whole = {(file, goal) for file, goal, part in extracts if not part}
        stood = {key: entry for key, entry in self.extracts.items() if key[:2] not in whole}
        return VintageText(
            {**self.series, **new.series},
            {**self.items, **new.items},
            {**self.remarks, **new.remarks},
            {**stood, **extracts},
            None if redated else self.extracted,
        )


def read_vintage_text(folder: Path) -> VintageText:
    """The files of a vintage; nothing where there are none yet. Raises ProblemsError when they cannot be read."""
    return text_of(read_written(folder)) if folder.is_dir() else VintageText()


def text_of(written: Written) -> VintageText:
    """The texts of what stands in a vintage's files. Raises ProblemsError when any of it cannot be read."""
    problems = [*written.unread, *(problem for rows in written.rows.values() for problem in rows.problems)]
    remarks_of(written.documents.get(REMARKS), None, problems)
    source = source_of(written.documents.get(SOURCE), problems)
    if problems or source is None:
        raise ProblemsError(problems)
    series, items = (_by_goal(tuple(row.cells.values()) for row in written.rows[file].rows) for file in (SERIES, ITEMS))
    extracts = {
        (file, entry["goal"], part_of(entry)): entry
        for file, described in written.documents[SOURCE].value["files"].items()
        for entry in described.get("extracts", ())
    }
    return VintageText(series, items, written.documents[REMARKS].value, extracts, source.extracted)


def latest_items(vintages: Iterable[Written]) -> dict[tuple[str, str], Item]:
    """The last reported state of every item in some vintages, oldest first, in the owner's own words."""
    rows = (row for written in vintages for rows in text_of(written).items.values() for row in rows)
    return {(goal, name): Item(*rest) for goal, name, *rest in rows}


def texts(vintage: VintageText, plan: Plan, period: Period, *, made_by: str = MADE_BY) -> dict[str, str]:
    """File name → text. Rows stand in the plan's order, and the same vintage always gives the same text. `made_by` is
    what source.json names as the source of the files.
    """
    series = [
        row
        for name, own in plan.series.items()
        for row in sorted(_in_order(vintage.series.get(name, ()), own.districts, _UNIT), key=itemgetter(_MONTH))
    ]
    items = [
        row
        for goal in plan.goals
        for row in _in_order(vintage.items.get(goal.id, ()), [name for name, _, _ in deliverables(goal)], _ITEM)
    ]
    assessed = any(criterion.graded for goal in plan.goals for criterion in goal.dated)
    heads = (*COLUMNS[ITEMS], *(ASSESSMENT_COLUMNS if assessed else ()))
    words = {goal.id: dict(vintage.remarks[goal.id]) for goal in plan.goals if vintage.remarks.get(goal.id)}
    files = {
        SERIES: (csv_text((COLUMNS[SERIES], *series)), len(series)),
        ITEMS: (csv_text((heads, *(row[: len(heads)] for row in items))), len(items)),
        REMARKS: (to_yaml(words), len(words)),
    }
    told = {name: _told(name, text, rows, vintage, plan, made_by) for name, (text, rows) in files.items()}
    received = [date.fromisoformat(str(entry["received"])) for entry in vintage.extracts.values()]
    extracted = max([*received, *([vintage.extracted] if vintage.extracted else [])], default=period.next.first_day)
    source = {
        "vintage": period.name,
        "extracted": extracted.isoformat(),
        "data_status": plan.data_status,
        "files": told,
    }
    return {name: text for name, (text, _) in files.items()} | {SOURCE: json_text(source)}


def entry(
    goal: str, received: date, sources: Mapping[str, str | None], *, read: int, kept: int, left_out: int, rejected: int,
    empty: int = 0, hidden: int = 0, kind: str = "", of: str = "",
) -> Source:  # fmt: skip
    """What source.json tells of one goal's extract or form; empty and hidden rows only where there are some, and of sums how they came
    (`kind`) and what was typed (`of`).
    """
    rows = {"rows_read": read, "rows_kept": kept, "rows_left_out": left_out, "rows_rejected": rejected}
    rows |= {key: count for key, count in (("rows_empty", empty), ("rows_hidden", hidden)) if count}
    how = {key: told for key, told in (("kind", kind), ("of", of)) if told}
    return {"goal": goal, **how, "received": received.isoformat(), "sources": dict(sorted(sources.items())), **rows}


def part_of(entry: Source) -> str:
    """Which part of a goal's rows an entry of source.json is about: those of a file of sums, of a form, or what was typed."""
    kind = entry.get("kind")
    return str(next(iter(entry["sources"])) if kind == "sums" else entry.get("of") or kind or "")


def _told(name: str, text: str, rows: int, vintage: VintageText, plan: Plan, made_by: str) -> Source:
    own = {key: entry for key, entry in sorted(vintage.extracts.items()) if key[0] == name}
    names = plan.series if name == SERIES else plan.by_id
    ordered = [entry for named in names for key, entry in own.items() if key[1] == named]
    total = {
        key: sum(entry.get(key, 0) for entry in ordered)
        for key in ("rows_read", "rows_kept", "rows_left_out", "rows_rejected")
    }
    for key in ("rows_empty", "rows_hidden"):
        if count := sum(entry.get(key, 0) for entry in ordered):
            total[key] = count
    if not ordered:
        total |= {"rows_read": rows, "rows_kept": rows}
    digest = sha256_of(text.encode())
    return {"sha256": digest, "source": made_by, **total, "extracts": ordered}


def _received(entry: Source, earlier: Source | None) -> Source:
    if earlier is None or {**entry, "received": ""} != {**earlier, "received": ""}:
        return entry
    return {**entry, "received": str(earlier["received"])}


def _by_goal(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _in_order(rows: Sequence[Row], names: Sequence[str], column: int) -> list[Row]:
    """By the order of the names that a column has. What the plan does not know comes last and is refused later."""
    places = {name: place for place, name in enumerate(names)}
    return sorted(rows, key=lambda row: places.get(row[column], len(places)))


@dataclass(frozen=True)
class Item:
    """An item's state as it was last reported: ISO dates or nothing, the owner's words as typed, and of an assessment its degree and who
    gave it.
    """

    completed: str = ""
    expected: str = ""
    evidence: str = ""
    degree: str = ""
    by: str = ""


Items = Mapping[tuple[str, str], Item]


def deliverables(goal: Goal) -> Iterator[tuple[str, str, date]]:
    """Every item that a goal can have: its id, what it is called, its deadline."""
    for criterion in goal.dated:
        for name in criterion.names:
            yield name, criterion.title_of(name), criterion.deadline
