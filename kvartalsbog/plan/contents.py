"""The chapters of a plan's book: the one list that notebooks are written from and held to, executed, and put in the contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kvartalsbog.plan.goals import Goal, Pillar
from kvartalsbog.plan.values import Plan


@dataclass(frozen=True)
class Chapter:
    """`label` is the address of the chapter's section, `heading` what its notebook calls it, and `title` what the book calls
    it in the place of that: the plan's own words, or None where the heading stands. `parts` are what it must show; a
    goal's are named with the goal: `1.1 status`.
    """

    notebook: str
    label: str
    heading: str
    parts: tuple[str, ...]
    pillar: Pillar | None = None
    title: str | None = None

    @property
    def page(self) -> str:
        """The notebook as the table of contents names it."""
        return self.notebook.removesuffix(".ipynb")


def chapters(plan: Plan) -> tuple[Chapter, ...]:
    """The chapters in their order."""
    overview = ("summary", "points", "scorecard", "changes", "due")
    return (
        Chapter(plan.overview, "overview", "Overblik", overview),
        *(
            Chapter(pillar.notebook, pillar.label, f"Søjle {pillar.id}", _pillar_parts(pillar), pillar, pillar.title)
            for pillar in plan.pillars
        ),
    )


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
