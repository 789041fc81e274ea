"""What executed notebooks show is held against the quarter, the data and the plan whose book they are for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from pydantic import ValidationError

from kvartalsbog.book.block_rules import block_problems
from kvartalsbog.book.notebooks import UNSEEN, heading, numbered, tags
from kvartalsbog.content.blocks import Block
from kvartalsbog.content.shown import INSTEAD, MIME_TYPE, Blocks, Origin, parse_blocks
from kvartalsbog.errors import Place, Problem, settle
from kvartalsbog.inputs.loading import Report
from kvartalsbog.plan.contents import Chapter, chapters, unit_chapters
from kvartalsbog.plan.values import Plan

_OWN = (MIME_TYPE, "text/html", "text/plain")  # what blocks are in a notebook; the book takes the first


@dataclass(frozen=True)
class _Shown:
    """What one cell shows: its place and number, the goal in the heading above it, the blocks and where they are from."""

    place: Place
    cell: int
    goal: str
    origin: Origin
    blocks: tuple[Block, ...]


def hold(executed: Path, report: Report, data: str) -> None:
    """Every chapter must be this quarter's, from these data, and show each part that the plan gives it.

    `executed` is the folder of the executed notebooks; `data` is the fingerprint of the data. Raises ProblemsError.
    """
    problems: list[Problem] = []
    placed: list[tuple[Place, Block]] = []
    for chapter in (*chapters(report.plan), *units_in(executed, report.plan)):
        name = chapter.notebook
        path = executed / Path(name).relative_to("notebooks")
        document = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        shown, foreign = _outputs(name, document, report)
        problems += [*foreign, *_problems(name, shown, chapter.parts, report, data)]
        placed += [(found.place, block) for found in shown for block in found.blocks]
    problems += block_problems(placed)
    settle(problems)


def units_in(executed: Path, plan: Plan) -> tuple[Chapter, ...]:
    """The chapters of units among executed notebooks."""
    return tuple(c for c in unit_chapters(plan) if (executed / Path(c.notebook).relative_to("notebooks")).is_file())


def _problems(name: str, shown: list[_Shown], parts: tuple[str, ...], report: Report, data: str) -> Iterator[Problem]:
    period = str(report.period)
    for other in sorted({found.origin.period for found in shown} - {period}):
        cells = _cells(found for found in shown if found.origin.period == other)
        yield Problem(
            Place(name), f"kapitlet er for {other}, bogen for {period}.",
            hint=f"Det vises i {cells}. Ret den celle, der sætter {report.period.noun.the}, eller slet den.",
        )  # fmt: skip
    own = [found for found in shown if found.origin.period == period]
    if other_data := [found for found in own if found.origin.data != data]:
        yield Problem(
            Place(name), "kapitlet viser andre data end bogens.",
            hint=f"Det gælder {_cells(other_data)}. Brug data_dir, som den er sat i cellen med mærket »parameters«, og lav bogen igen.",
        )  # fmt: skip
    for found in own:
        yield from _misplaced(name, found)
    there = {found.origin.part for found in own if found.origin.chapter == name}
    for part in parts:
        if part not in there:
            goal, _, what = part.rpartition(" ")
            owner = f"mål {goal}" if goal else "kapitlet"
            yield Problem(Place(name), f"afsnittet .{what} for {owner} vises ikke.", hint=f"Planen kræver det. Slut en celle med {_call(goal, what)}.")  # fmt: skip


def _misplaced(name: str, found: _Shown) -> Iterator[Problem]:
    """A part of another chapter, or one below another goal's heading."""
    place = found.place
    if found.origin.chapter not in ("", name):
        yield Problem(place, f"cellen viser et afsnit, der hører til {found.origin.chapter}.", hint="Ret den søjle, cellen beder om.")  # fmt: skip
    goal = found.origin.part.rpartition(" ")[0]
    if goal and found.goal not in ("", goal):
        yield Problem(place, f"cellen viser mål {goal} under overskriften for mål {found.goal}.", hint="Ret det mål, cellen beder om.")  # fmt: skip


def _outputs(name: str, document: Any, report: Report) -> tuple[list[_Shown], list[Problem]]:
    """What can be seen in a notebook, and what cannot stand in a book."""
    shown: list[_Shown] = []
    foreign: list[Problem] = []
    goals, goal, section = {entry.id for entry in report.plan.goals}, "", ""
    for number, cell in numbered(document):
        if cell.cell_type == "markdown":
            section = heading(cell.source) or section
            for word in re.findall(r"^#{1,2}[ \t]+(?:Mål[ \t]+)?(\S+)", cell.source, flags=re.MULTILINE):
                goal = word if word in goals else ""
        if cell.cell_type != "code" or UNSEEN in tags(cell):
            continue
        for output in cell.outputs:
            place = Place(name, None, f"afsnittet »{section}«, celle {number}" if section else f"celle {number}")
            data = output.get("data", {})
            kinds = sorted(set(data) - set(_OWN)) or ([] if MIME_TYPE in data else sorted(data))
            if kinds:
                foreign.append(Problem(place, "cellen viser noget, der ikke kan stå i bogen.", ", ".join(kinds), "det, som chapter viser, og det, som print skriver", _instead(kinds, data)))  # fmt: skip
            elif data:
                found = _blocks(data[MIME_TYPE])
                if found is None or found.origin is None:
                    foreign.append(Problem(place, "cellen viser blokke, som ikke siger, hvor de kommer fra.", hint="Vis dem med chapter."))  # fmt: skip
                else:
                    shown.append(_Shown(place, number, goal, found.origin, found.blocks))
    return shown, foreign


def _instead(kinds: list[str], data: Any) -> str | None:
    """How what a cell shows would be shown; matplotlib's own values are told by what they say of themselves."""
    if re.search(r"<(?:Figure|Axes|matplotlib)\b", str(data.get("text/plain", ""))):
        return INSTEAD["image"]
    return next((hint for kind, hint in INSTEAD.items() if any(found.startswith(kind) for found in kinds)), None)


def _blocks(data: Any) -> Blocks | None:
    try:
        return parse_blocks(json.loads(data) if isinstance(data, str) else data)
    except (ValidationError, ValueError, RecursionError):
        return None


def _cells(found: Any) -> str:
    numbers = sorted({entry.cell for entry in found})
    return f"{'celle' if len(numbers) == 1 else 'cellerne'} {', '.join(map(str, numbers))}"


def _call(goal: str, part: str) -> str:
    return f'chapter.goal("{goal}").{part}' if goal else f"chapter.{part}"
