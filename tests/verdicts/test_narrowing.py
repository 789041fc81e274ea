"""What a pillar's chapter may read: enough for all that it shows, and nothing of other pillars' goals."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kvartalsbog.content.blocks import Drawing
from kvartalsbog.pages.chapters import PillarChapter
from kvartalsbog.pages.goal_section import GoalSection
from kvartalsbog.plan.contents import chapters
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.narrowing import of_pillar


def _parts(whole: Findings, narrowed: Callable[[Findings, str], Findings]) -> dict[str, object]:
    found: dict[str, object] = {}
    for chapter in chapters(whole.plan):
        if chapter.pillar is None:
            continue
        shown = PillarChapter(narrowed(whole, chapter.pillar.id), chapter.pillar)
        for part in chapter.parts:
            goal, _, name = part.rpartition(" ")
            found[f"{chapter.notebook} {part}"] = getattr(shown.goal(goal) if goal else shown, name)
    return found


@pytest.mark.parametrize("quarter", ["2024K1", "2024K3"])
def test_a_chapter_shows_the_same_of_what_it_may_read_as_of_everything(
    findings_of: Callable[[str], Findings], quarter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = Drawing(light="", dark="", light_narrow="", dark_narrow="")  # a figure is drawn from what its table has
    for charts in ("charts", "slips_chart"):
        monkeypatch.setattr(f"kvartalsbog.pages.{charts}.draw", lambda _: nothing)
    whole = findings_of(quarter)
    narrow = _parts(whole, of_pillar)
    assert narrow == _parts(whole, lambda findings, _: findings)
    assert len(narrow) > 20


def test_nothing_of_other_pillars_is_reached(findings_of: Callable[[str], Findings]) -> None:
    whole = findings_of("2024K4")
    for pillar in whole.plan.pillars:
        own, findings = {goal.id for goal in pillar.goals}, of_pillar(whole, pillar.id)
        seen: Findings | None = findings
        quarters = []
        while seen is not None:
            quarters.append(seen.period)
            assert {result.goal.id for result in seen.result.goals} == own
            told = {*seen.series, *seen.items, *seen.comments, *seen.accounts, *(month.goal for month in seen.restated)}
            assert told | {str(found.goal) for found in seen.rejected} <= own
            seen = seen.previous
        assert len(quarters) == 4
        assert isinstance(PillarChapter(findings, pillar).goal(pillar.goals[0].id), GoalSection)
        assert findings.result.pillar_points(pillar) == whole.result.pillar_points(pillar)
