"""Every period of every plan has chapters that can be shown, also where nothing of a goal has been reported yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import ROOT
from plans.conftest import HERE

from kvartalsbog.content.blocks import Figure, Table
from kvartalsbog.content.rules import faults
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import named_period, periods
from kvartalsbog.pages.chapters import PillarChapter
from kvartalsbog.plan.contents import goal_parts
from kvartalsbog.verdicts.findings import Findings, find

FOLDERS = {"police": ROOT / "data"} | {
    plan: HERE / plan / "data" for plan in ("land-registry", "rail-authority", "school", "university")
}
EVERY = [(plan, str(period)) for plan, folder in FOLDERS.items() for period in periods(folder)]


def drawn(findings: Findings) -> Iterator[Figure | Table]:
    for pillar in findings.plan.pillars:
        chapter = PillarChapter(findings, pillar)
        for goal in pillar.goals:
            section = chapter.goal(goal.id)
            for part in goal_parts(goal):
                yield from (block for block in getattr(section, part).blocks if isinstance(block, Figure | Table))


@pytest.mark.parametrize(("plan", "period"), EVERY)
def test_every_table_and_figure_of_its_goals_is_whole(plan: str, period: str) -> None:
    folder = FOLDERS[plan]
    every = list(drawn(find(load(named_period(period, folder), folder))))
    assert every
    assert [(block.label, fault) for block in every for fault in faults(block)] == []
    assert [block.caption for block in every if block.caption.rstrip()[-1:] in ("", *",;:–")] == []


def test_of_a_figure_that_nobody_has_reported_yet_there_is_no_table() -> None:
    folder = FOLDERS["land-registry"]
    every = {block.label: block for block in drawn(find(load(named_period("2003-04K3", folder), folder)))}
    figure, units = every["fig-goal-2-1-months"], every["tbl-goal-2-1-districts"]
    assert isinstance(figure, Figure)
    assert figure.table is None
    assert units.caption == "Forrentning af kapitalen efter enhed"
