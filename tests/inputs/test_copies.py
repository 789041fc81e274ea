"""A correction of a year does not reach the copy that the next year has of it, and that is told with what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, seal

from kvartalsbog.inputs.copies import copy_of, outdated
from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.periods import Month, quarter_of

LAST, FIRST = quarter_of(2024, 4), quarter_of(2025, 1)
ROW, MENDED = "1.1,2024-12,fyn,", "1.1,2024-12,fyn,701,123456"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The shipped year, and the first quarter of the next with its copy of it."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    open_period(FIRST, tmp_path / "data")
    return tmp_path / "data"


def change(path: Path, old: str, new: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert any(line.startswith(old) for line in lines)
    path.write_text("\n".join(new if line.startswith(old) else line for line in lines) + "\n", encoding="utf-8")
    seal(path.parent)


def test_a_month_that_was_corrected_since_is_told_until_it_is_reported_again(data: Path) -> None:
    assert copy_of(LAST, data) == copy_of(quarter_of(2024, 1), data) == "2025/2024K4"
    assert copy_of(FIRST, data) is None
    assert outdated(load(LAST, data), data) == {}  # 2023 has no readings of its own
    assert outdated(load(FIRST, data), data) == {}
    change(data / "2024/2024K4/series.csv", ROW, MENDED)
    assert outdated(load(FIRST, data), data) == {"1.1": (Month(2024, 12),)}
    own = data / "2025/2025K1"
    (own / "series.csv").write_text("goal,month,district,n,total\n" + MENDED + "\n", encoding="utf-8")
    (own / "commentary.yml").write_text('"1.1": {revision: Fyns Politi havde talt forkert.}\n', encoding="utf-8")
    seal(own)
    assert outdated(load(FIRST, data), data) == {}


def test_a_year_before_that_cannot_be_read_is_told_by_its_own_check_alone(data: Path) -> None:
    (data / "2024/2024K2/series.csv").write_text("x", encoding="utf-8")
    assert outdated(load(FIRST, data), data) == {}
