"""What the program says of every period and plan at hand, read for faults that a pattern can find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.dates import get_month_names
from conftest import ROOT
from remembered import DRAWERS

from kvartalsbog.content.blocks import Drawing
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import named_period, periods
from kvartalsbog.pages.annual import TARGET_REPORTING
from kvartalsbog.pages.chapters import OverviewChapter, PillarChapter
from kvartalsbog.pages.inserting import INSERTS, page_blocks
from kvartalsbog.plan.contents import goal_parts
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.gathering import Gathered

PLANS = ROOT / "tests" / "plans"
FOLDERS = [ROOT / "data", *sorted(folder for folder in PLANS.glob("*/data"))]
BOOKS = [(folder, str(period)) for folder in FOLDERS for period in periods(folder)]
_MONTH = "|".join(get_month_names("wide", locale="da").values())
_DAY = rf"\d{{1,2}}\. (?:{_MONTH})"
_NAMED = (
    r"(?:enheder|leverancer|kriterier|projekter|initiativer|dage|sager|måneder|kvartaler|poster|gange|krav er ikke)"
)
# what a sentence must never have → an example of it
FAULTS = {
    rf"(?<![Dd]en )(?<!\d)(?<!: ){_DAY}": "ventes 25. november 2024",
    rf"(?<![\d,])1 {_NAMED}\b": "1 enheder mangler",
    r"\b(?:0|[2-9]|\d\d+) (?:enhed|leverance|kriterium|projekt|initiativ|dag|måned|gang)\b(?!-)": "2 dag senere",
    r"  | [,.;:!?](?!\w)|\.\.|,,|;;": "kravet er højst  180 dage",
    r"\d pct\. (?:højere|lavere)": "3,9 pct. højere",
    r"\b\d{4}(?:-\d\d)?[KTHM]\d\d?\b": "2024K2",
    r"\b[Uu]dsigt(?:en)?\b|\bvund(?:et|ne)\b|åb(?:ent|ne) point|\btabte? point": "5 point vundet",
    r"\b(?:er|har|blev|kan|skal|mangler) [^,.:;()»«]{2,60} og (?:der|det|den|de|ét|to|tre|ingen|kravet|fristen|tallet) (?:er|har|blev|bliver|kan|skal|mangler|ventes)\b": "otte er opfyldt og to er ikke",
    r"\bNone\b|\bnan\b|[{}]|_\w+_": "None dage",
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_pattern_finds_its_fault(fault: str) -> None:
    assert re.search(fault, FAULTS[fault])


@pytest.mark.parametrize(("folder", "period"), BOOKS, ids=lambda of: of if isinstance(of, str) else of.parent.name)
def test_no_sentence_has_a_fault(folder: Path, period: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in DRAWERS:
        monkeypatch.setattr(module, "draw", _undrawn)
    said = list(sentences(_findings(folder, period)))
    assert len(said) > 50
    found = {f"{words!r}: {fault!r}" for words in said for fault in FAULTS if re.search(fault, words)}
    assert not found | {words for words in said if any(words.count(a) != words.count(b) for a, b in ("»«", "()"))}


def _undrawn(*_: object, **__: object) -> Drawing:
    return Drawing(light="<svg/>", dark="<svg/>", light_narrow="<svg/>", dark_narrow="<svg/>")


@cache
def _findings(folder: Path, period: str) -> Findings:
    return find(load(named_period(period, folder), folder))


def sentences(findings: Findings) -> Iterator[str]:
    """All running text of a book's chapters and inserted pages: paragraphs, lists, notes, captions, alternative texts."""
    parts = [
        getattr(OverviewChapter(findings), part) for part in ("summary", "attention", "scorecard", "changes", "due")
    ]
    for pillar in findings.plan.pillars:
        chapter = PillarChapter(findings, pillar)
        parts.append(chapter.summary)
        parts += [getattr(chapter.goal(goal.id), part) for goal in pillar.goals for part in goal_parts(goal)]
    parts += [
        page_blocks(name, Gathered(findings, "")) for name in INSERTS if name not in ("open-data", "annual", "brief")
    ]
    parts += [
        page_blocks(f"annual {heading.label}", Gathered(findings, ""))
        for heading, _ in TARGET_REPORTING.sections(findings)
    ]
    for part in parts:
        yield from _texts(part.model_dump()["blocks"])


def _texts(value: object) -> Iterator[str]:
    """The text of each run of words: what stands in cells of tables and in key figures is no sentence."""
    if isinstance(value, dict):
        yield from (
            value[name].replace("\u00a0", " ") for name in ("alt", "caption") if isinstance(value.get(name), str)
        )
        for name, part in value.items():
            if name == "runs":
                yield _joined(part)
            elif name in ("items", "notes", "body"):
                yield from (_joined(line) if _is_line(line) else "" for line in part)
                yield from _texts(part)
            elif name not in ("rows", "facts", "columns", "table", "drawing"):
                yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _is_line(value: object) -> bool:
    return isinstance(value, list | tuple) and all(
        (isinstance(run, dict) and "text" in run) or "word" in run for run in value
    )


def _joined(runs: list[dict[str, str]]) -> str:
    return "".join(run.get("text") or run.get("word") or "" for run in runs).replace("\u00a0", " ")
