"""The chapters of a plan's book: the one list that notebooks are written from and held to, executed, and put in the contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from kvartalsbog.content.language import message
from kvartalsbog.plan.goals import Goal, Pillar
from kvartalsbog.plan.units import District
from kvartalsbog.plan.values import Plan

UNITS = message("Enheder")  # what the contents call the units' chapters
UNIT = "unit"  # the parameter that tells which unit a chapter is of
ON_SCREEN = (
    "-aaret"  # ends the address of the section of a unit's chapter that the PDF leaves out: its tables have the figures
)
UNIT_PARTS = ("summary", "goals", "history")


@dataclass(frozen=True)
class Chapter:
    """`label` is the address of the chapter's section, `heading` what its notebook calls it, and `title` what the book calls
    it in the place of that: the plan's own words, or None where the heading stands. `parts` are what it must show; a
    goal's are named with the goal: `1.1 status`.
    A unit's chapter is made by a notebook that all units share: `source`, the file, where that is another.
    """

    notebook: str
    label: str
    heading: str
    parts: tuple[str, ...]
    pillar: Pillar | None = None
    title: str | None = None
    unit: District | None = None
    source: str = ""

    @property
    def file(self) -> str:
        """The notebook that is executed."""
        return self.source or self.notebook

    @property
    def own(self) -> dict[str, str]:
        """The parameters that it has beside those of every chapter."""
        return {} if self.unit is None else {UNIT: self.unit.id}

    @property
    def page(self) -> str:
        """The notebook as the table of contents names it."""
        return self.notebook.removesuffix(".ipynb")


def chapters(plan: Plan) -> tuple[Chapter, ...]:
    """The chapters in their order."""
    overview = ("summary", "attention", "scorecard", "changes", "due")
    return (
        Chapter(plan.overview, "overview", "Overblik", overview),
        *(
            Chapter(pillar.notebook, pillar.label, f"Søjle {pillar.id}", _pillar_parts(pillar), pillar, pillar.title)
            for pillar in plan.pillars
        ),
    )


def unit_chapters(plan: Plan) -> tuple[Chapter, ...]:
    """A chapter for each unit that reports to a series, in the plan's order; none where only one does, which is the whole."""
    report = frozenset[str]().union(*(criterion.districts for goal in plan.goals for criterion in goal.measured))
    units = [unit for unit in plan.districts if unit.id in report]
    source = unit_notebook(plan)
    return tuple(
        Chapter(
            source.replace(".ipynb", f"-{unit.id}.ipynb"), unit_label(unit.id), f"Enhed {unit.id}", UNIT_PARTS,
            title=unit.name, unit=unit, source=source,
        )
        for unit in (units if len(units) > 1 else ())
    )  # fmt: skip


def unit_label(unit: str) -> str:
    """The address of a unit's chapter."""
    return f"{UNIT}-{unit}"


def chapters_of(plan: Plan, project: Path) -> tuple[Chapter, ...]:
    """The chapters that a project's book has: those of the plan, and those of its units where the units' notebook is there."""
    return (*chapters(plan), *(unit_chapters(plan) if (project / unit_notebook(plan)).is_file() else ()))


def unit_notebook(plan: Plan) -> str:
    """The notebook that makes the chapters of all units: beside the overview's."""
    return PurePosixPath(plan.overview).with_name(f"{UNIT}.ipynb").as_posix()


def goal_parts(goal: Goal) -> tuple[str, ...]:
    """The parts of a goal's section, in their order."""
    series = ("development", "districts") if goal.series else ()
    dated = ("deliverables",) if goal.dated else ()
    earlier = ("history",) if goal.continues else ()
    return ("status", *series, *dated, *earlier, "comment")


def _pillar_parts(pillar: Pillar) -> tuple[str, ...]:
    goals = (f"{goal.id} {part}" for goal in pillar.goals for part in goal_parts(goal))
    return ("summary", *(("background",) if pillar.background else ()), *goals)


def named_notebooks(plan: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Where a plan that is not read yet names its chapters' notebooks: keys and indices, and whatever stands there."""
    pillars = plan.get("pillars") if isinstance(plan, dict) else None
    for index, pillar in enumerate(pillars if isinstance(pillars, list | tuple) else []):
        if isinstance(pillar, dict):
            yield ("pillars", index, "notebook"), pillar.get("notebook")
    if isinstance(plan, dict):
        yield ("overview",), plan.get("overview")
