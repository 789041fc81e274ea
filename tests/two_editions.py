"""Two editions of made-up results, and what changed between them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT

from kvartalsbog.editions.differences import Edition, edition_of
from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.vintage.opening import open_quarter
from kvartalsbog.periods import Quarter
from kvartalsbog.verdicts.findings import find


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped year, and the next one opened from it."""
    data = tmp_path_factory.mktemp("years") / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("approvals"))
    open_quarter(Quarter(2025, 1), data)
    return data


@pytest.fixture(scope="module")
def old(data: Path) -> Edition:
    return edition_of(find(load(Quarter(2024, 4), data)))


def changed(edition: Edition, table: str, goal: str, **values: str) -> Edition:
    """The edition with other values in the first row of a goal that has a figure to change."""
    rows = list(edition.tables[table])
    index = next(i for i, row in enumerate(rows) if row["goal"] == goal and all(row[name] for name in values))
    rows[index] = {**rows[index], **values}
    return replace(edition, tables={**edition.tables, table: tuple(rows)})
