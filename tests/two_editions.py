"""Two editions of made-up results, and what changed between them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.periods import quarter_of
from kvartalsbog.verdicts.findings import find
from kvartalsbog.verdicts.states import State, state_of


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped year, and the next one opened from it."""
    data = tmp_path_factory.mktemp("years") / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("approvals"))
    open_period(quarter_of(2025, 1), data)
    return data


@pytest.fixture(scope="module")
def old(data: Path) -> State:
    return state_of(find(load(quarter_of(2024, 4), data)))


def changed(state: State, goal: str, **values: Any) -> State:
    """The state with a goal that stands otherwise."""
    return replace(state, goals={**state.goals, goal: replace(state.goals[goal], **values)})
