"""What the words keep is what the trial wrote, and the trial runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from backtest import __main__ as backtest
from conftest import ROOT

from kvartalsbog.content.blocks import Table
from kvartalsbog.content.prose import plain_text
from kvartalsbog.pages.ahead import expectations_kept
from kvartalsbog.steering.expectation import Expectation, expectation
from kvartalsbog.steering.kept import KEPT, kept
from kvartalsbog.steering.projection import Projection
from kvartalsbog.verdicts.findings import Findings


def test_a_small_trial_writes_both_and_is_the_same_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for name in ("one", "two"):
        monkeypatch.setattr(backtest, "DOCUMENT", tmp_path / f"{name}.md")
        monkeypatch.setattr(backtest, "KEPT", tmp_path / f"{name}.json")
        monkeypatch.setattr("sys.argv", ["backtest", "--each", "1"])
        backtest.main()
        made.append([(tmp_path / f"{name}{end}").read_bytes() for end in (".md", ".json")])
    assert made[0] == made[1]
    found = json.loads(made[0][1])
    assert found["series"] == 80
    assert found.keys() == json.loads(KEPT.read_bytes()).keys()


def test_the_document_and_the_method_page_tell_the_same() -> None:
    lines = (ROOT / "docs/backtest.md").read_text(encoding="utf-8").splitlines()
    told = [line.split(" | ")[2] for line in lines if line.startswith("| forventes opfyldt ")]
    assert told == [f"{part:.1f}" for part in kept().kept[Expectation.LIKELY]]
    worst = [line.split(" | ")[2] for line in lines if line.startswith("| up ")]
    assert worst == [f"{part:.1f}" for part in kept().worsening]


def test_what_is_promised_is_kept() -> None:
    """At least 85 of 100 that are expected to be kept, at most 10 of those that are not, an interval that covers 75 to 90."""
    assert min(kept().kept[Expectation.LIKELY]) >= 85
    assert max(kept().kept[Expectation.UNLIKELY]) <= 10
    assert all(75 <= part <= 90 for period in kept().covered for part in period)


def test_the_method_page_has_a_row_for_each_word_of_a_projection(findings_of: Callable[[str], Findings]) -> None:
    (table,) = expectations_kept(findings_of("2024K3"))
    assert isinstance(table, Table)
    assert table.caption == "Hvor ofte kravet blev holdt, prøvet på 32.000 opdigtede talserier"
    assert len(table.rows) == 3
    assert "»forventes opfyldt« holdt i 54 af 100 tilfælde" in plain_text(table.notes[1])


@pytest.mark.parametrize(
    ("probability", "certain", "word"),
    [
        (0.8, False, Expectation.LIKELY), (0.799, False, Expectation.AT_RISK), (0.2, False, Expectation.AT_RISK), (0.199, False, Expectation.UNLIKELY),
        (0.0, False, Expectation.UNLIKELY), (0.0, True, Expectation.IMPOSSIBLE), (1.0, True, Expectation.LIKELY),
    ],
)  # fmt: skip
def test_the_word_follows_the_probability(probability: float, certain: bool, word: Expectation) -> None:
    assert expectation(Projection(1, 1, 1, 1, 1, 1, probability, certain=certain)) is word
