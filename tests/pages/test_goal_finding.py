"""What a goal's section begins with."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from conftest import ROOT

from kvartalsbog.content.blocks import Block, Paragraph
from kvartalsbog.inputs.periods import calendars
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.pages.goal_section import GoalSection
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.gathering import gather


def _said(findings: Findings, goal: str) -> list[str]:
    result = next(result for result in findings.result.goals if result.goal.id == goal)
    blocks: tuple[Block, ...] = GoalSection(findings, result).status.blocks
    return [
        "".join(getattr(run, "text", getattr(run, "word", "")) for run in block.runs).replace("\u00a0", " ")
        for block in blocks
        if isinstance(block, Paragraph)
    ]


def test_a_goal_that_lacks_a_month_says_so_first_and_once(findings_of: Callable[[str], Findings]) -> None:
    finding, _, fact, *rest = _said(findings_of("2024K1"), "4.2")
    assert finding == "Mangler data: Ingen har indberettet for marts 2024."
    assert fact.startswith("Andelen i januar–februar 2024 er ")
    assert not [words for words in rest if "indberettet for" in words]


def test_a_goal_whose_units_lack_a_month_begins_with_what_is_expected(findings_of: Callable[[str], Findings]) -> None:
    finding, _, fact, gap, *_ = _said(findings_of("2024K2"), "1.2")
    assert finding.startswith("Forventes ikke opfyldt: Tallet ventes at ende på ")
    assert fact.startswith("Gennemsnittet i januar–juni 2024 er ")
    assert gap == "Én enhed har endnu ikke indberettet for juni 2024: Sydøstjyllands Politi."


def test_what_lacks_of_a_series_that_two_criteria_share_is_told_once(tmp_path: Path) -> None:
    data = Path(shutil.copytree(ROOT / "tests/plans/land-registry/data", tmp_path / "data"))
    for folder in data.glob("*/20*"):
        shutil.rmtree(folder)
    period = calendars(data)[0].periods[0]
    open_period(period, data)
    said = _said(gather(str(period), str(data)).findings, "1.2")
    assert " ".join(said).count("Ingen har indberettet for") == 1
