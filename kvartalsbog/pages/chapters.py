"""What a notebook or a page shows, as blocks. The only module that notebooks import."""

from __future__ import annotations

from dataclasses import dataclass

from kvartalsbog.content.blocks import Block, BulletList, Figure, Note
from kvartalsbog.errors import UsageError, offered
from kvartalsbog.pages import inserts as pages
from kvartalsbog.pages.attention import attention, coming
from kvartalsbog.pages.changes import changes_since
from kvartalsbog.pages.goal_section import GoalSection
from kvartalsbog.pages.measured import measured_table
from kvartalsbog.pages.measured_chart import measured_figures
from kvartalsbog.pages.parts import Parts, shown
from kvartalsbog.pages.plan_changes import AbsentGoal, absent_goal, comings_and_goings
from kvartalsbog.pages.scorecards import points_table, scorecard
from kvartalsbog.pages.standings_chart import standings_chart
from kvartalsbog.pages.unit_page import UnitChapter
from kvartalsbog.plan.background import retold
from kvartalsbog.plan.contents import unit_chapters
from kvartalsbog.plan.goals import Pillar
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.gathering import gather
from kvartalsbog.verdicts.narrowing import of_pillar, of_unit
from kvartalsbog.words.standings import describe_standings, parts_sentence


@dataclass(frozen=True, repr=False)
class PillarChapter(Parts):
    """One pillar: what its notebook shows. `findings` are those of the pillar's own goals."""

    findings: Findings
    pillar: Pillar
    data: str = ""

    @property
    def _chapter(self) -> str:
        return self.pillar.notebook

    @shown
    def summary(self) -> tuple[Block, ...]:
        """The finding about the pillar, its weight and points, and how each of its goals stands."""
        lines = tuple(pages.goal_line(result, self.findings.language) for result in self._results())
        return (*pages.pillar_lead(self.findings, self.pillar), BulletList(items=lines))

    @shown
    def background(self) -> tuple[Block, ...]:
        """Why the pillar is there, as the plan tells it; nothing where it does not."""
        told = self.pillar.background
        return (Note(title=self.findings.language.say("Baggrund"), body=retold(told)),) if told else ()

    def goal(self, goal_id: str) -> GoalSection | AbsentGoal:
        """The section of one of the pillar's goals, also of one that the plan had earlier or gets later; raises UsageError
        with the goals there are.
        """
        for result in self._results():
            if result.goal.id == goal_id:
                return GoalSection(self.findings, result, self.data)
        try:
            return absent_goal(self.findings, goal_id, self._chapter, self.data)
        except UsageError as error:
            pillars = self.findings.plan.pillars
            other = next((p.id for p in pillars if goal_id in (goal.id for goal in p.goals)), None)
            moved = f" Det hører til søjle {other}." if other else ""  # not translated: for who writes the notebook
            there = offered(goal_id, (goal.id for goal in self.pillar.goals))
            raise UsageError(f"Der er ikke noget mål {goal_id} i søjle {self.pillar.id}.{moved} {there}") from error

    def _offered(self) -> tuple[str, ...]:
        return (*super()._offered(), 'goal("…")')

    def _results(self) -> tuple[GoalResult, ...]:
        return tuple(r for r in self.findings.result.goals if r.pillar.id == self.pillar.id)


@dataclass(frozen=True, repr=False)
class OverviewChapter(Parts):
    """The plan at a glance: what the overview's notebook shows."""

    findings: Findings
    data: str = ""

    @property
    def _chapter(self) -> str:
        return self.findings.plan.overview

    @shown
    def summary(self) -> tuple[Block, ...]:
        """The finding, how much of the plan stands where as one bar, and which goals came and went."""
        result, language = self.findings.result, self.findings.language
        figure = Figure(
            label="fig-points",
            caption=parts_sentence(result, language),
            alt=describe_standings(result, language),
            drawing=standings_chart(result, language),
            table=points_table(self.findings),
        )
        return (pages.lead(self.findings), figure, *comings_and_goings(self.findings))

    @shown
    def attention(self) -> tuple[Block, ...]:
        """The goals that need attention, the worst first, each with who does what by when."""
        return attention(self.findings)

    @shown
    def scorecard(self) -> tuple[Block, ...]:
        """Every goal in one table, and every measured figure in another, with its two years."""
        return (scorecard(self.findings), *measured_table(self.findings), *measured_figures(self.findings))

    @shown
    def changes(self) -> tuple[Block, ...]:
        """What changed since the last quarter: verdicts, outlooks, points, moved dates, revised figures, the plan itself."""
        return changes_since(self.findings)

    @shown
    def due(self) -> tuple[Block, ...]:
        """What is expected or due in the next 100 days."""
        return coming(self.findings)


def overview_chapter(period: str, data_dir: str) -> OverviewChapter:
    """The overview of a quarter (`2024K1`, or `newest`) from the readings in `data_dir`."""
    return OverviewChapter(*gather(period, data_dir))


def pillar_chapter(pillar: str, period: str, data_dir: str) -> PillarChapter:
    """The chapter of the pillar with that id; raises UsageError with the pillars there are."""
    findings, data = gather(period, data_dir)
    found = next((entry for entry in findings.plan.pillars if entry.id == pillar), None)
    if found is None:
        there = offered(pillar, (entry.id for entry in findings.plan.pillars))
        raise UsageError(f"Der er ikke nogen søjle {pillar}. {there}")
    return PillarChapter(of_pillar(findings, pillar), found, data)


def unit_chapter(unit: str, period: str, data_dir: str) -> UnitChapter:
    """The chapter of the unit with that id; raises UsageError with the units that have one."""
    findings, data = gather(period, data_dir)
    there = {c.unit.id: c.unit for c in unit_chapters(findings.plan) if c.unit is not None}
    if unit not in there:
        raise UsageError(f"Der er ikke noget kapitel om enheden {unit}. {offered(unit, there)}")
    return UnitChapter(of_unit(findings, unit), there[unit], data)
