"""Who asks a chapter for what it does not have is told what there is, and what was perhaps meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import ROOT

from kvartalsbog.errors import UsageError
from kvartalsbog.pages.chapters import overview_chapter, pillar_chapter
from kvartalsbog.pages.inserting import page_blocks
from kvartalsbog.verdicts.gathering import gather

DATA = str(ROOT / "data")


def pillar(number: Any = "1") -> Any:
    return pillar_chapter(number, "2024K2", DATA)


ASKED: dict[str, tuple[Callable[[], Any], str]] = {
    "a goal that is none": (lambda: pillar().goal("9.9"), "Der er ikke noget mål 9.9 i søjle 1. Der er: 1.1, 1.2."),
    "a goal nearly": (lambda: pillar().goal("1.11"), "Der er ikke noget mål 1.11 i søjle 1. Der er: 1.1, 1.2. Mente du »1.1«?"),
    "another pillar's goal": (lambda: pillar().goal("2.1"), "Der er ikke noget mål 2.1 i søjle 1. Det hører til søjle 2. Der er: 1.1, 1.2."),
    "a goal as a number": (lambda: pillar().goal(1.1), "Der er ikke noget mål 1.1 i søjle 1. Der er: 1.1, 1.2. Mente du »1.1«? Skriv det i anførselstegn."),
    "a part of a pillar": (lambda: pillar().sumary, '».sumary« findes ikke. Der er: .summary, .background, .goal("…"), .figure(…), .table(…). Mente du ».summary«?'),
    "a part of a goal": (lambda: pillar().goal("1.1").distrikts, "».distrikts« findes ikke. Der er: .status, .development, .districts, .comment, .figure(…), .table(…). Mente du ».districts«?"),
    "a part of the overview": (lambda: overview_chapter("2024K2", DATA).atention, "».atention« findes ikke. Der er: .summary, .attention, .scorecard, .changes, .due, .figure(…), .table(…). Mente du ».attention«?"),
    "a pillar that is none": (lambda: pillar("9"), "Der er ikke nogen søjle 9. Der er: 1, 2, 3, 4, 5."),
    "a pillar as a number": (lambda: pillar(1), "Der er ikke nogen søjle 1. Der er: 1, 2, 3, 4, 5. Mente du »1«? Skriv det i anførselstegn."),
    "a pillar as a list": (lambda: pillar(["1"]), "Der er ikke nogen søjle ['1']. Der er: 1, 2, 3, 4, 5. Mente du »1«? Skriv det i anførselstegn."),
    "a quarter that is none": (lambda: overview_chapter("2024K9", DATA), "'2024K9' er ikke en periode som 2024K1. Der er: newest, 2024K1, anklagemyndigheden/2024K1, 2024K2, anklagemyndigheden/2024K2, 2024K3, anklagemyndigheden/2024K3, 2024K4, anklagemyndigheden/2024K4."),
    "a word for a quarter": (lambda: overview_chapter("newst", DATA), "'newst' er ikke en periode som 2024K1. Der er: newest, 2024K1, anklagemyndigheden/2024K1, 2024K2, anklagemyndigheden/2024K2, 2024K3, anklagemyndigheden/2024K3, 2024K4, anklagemyndigheden/2024K4. Mente du »newest«?"),
    "a year for a quarter": (lambda: overview_chapter(2024, DATA), "'2024' er ikke en periode som 2024K1. Der er: newest, 2024K1, anklagemyndigheden/2024K1, 2024K2, anklagemyndigheden/2024K2, 2024K3, anklagemyndigheden/2024K3, 2024K4, anklagemyndigheden/2024K4. Skriv det i anførselstegn."),  # type: ignore[arg-type]
    "a page's content": (lambda: page_blocks("plan-weight", gather("2024K2", DATA)), "Ukendt indhold 'plan-weight'. Der er: accessibility, amendments,"),
}  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_what_there_is_is_told(asked: str) -> None:
    ask, told = ASKED[asked]
    with pytest.raises(UsageError) as caught:
        ask()
    assert str(caught.value) == told or (told.endswith(",") and str(caught.value).startswith(told))
