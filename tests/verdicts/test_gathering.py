"""What another has gathered is given once, and only to who asks for the very same data."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from conftest import make_library, seal

from kvartalsbog.errors import UsageError
from kvartalsbog.inputs.taking import data_contents
from kvartalsbog.verdicts import gathering
from kvartalsbog.verdicts.gathering import gather, give

NAME = "2026/2026K2/series.csv"


@pytest.fixture(autouse=True)
def nothing_is_left() -> None:
    gathering._GIVEN.clear()


def reads(period: str, data: Path) -> int:
    """How often the files are read when somebody gathers."""
    with mock.patch.object(gathering, "load", wraps=gathering.load) as load:
        gather(period, str(data))
    return load.call_count


def gathered_ahead(period: str, data: Path) -> None:
    give(gather(period, str(data)), data_contents(data))


def test_what_is_given_is_given_once(tmp_path: Path) -> None:
    data = make_library(tmp_path) / "data"
    anew = gather("2026K2", str(data))
    gathered_ahead("newest", data)
    assert reads("2026K1", data) == 1
    assert reads("2026K2", data) == 0
    assert reads("2026K2", data) == 1
    give(anew, data_contents(data))
    assert gather("2026K2", str(data)) is anew


def test_data_that_are_moved_are_the_same_and_data_that_are_changed_are_not(tmp_path: Path) -> None:
    data = make_library(tmp_path / "a") / "data"
    gathered_ahead("2026K2", data)
    moved = data.rename(tmp_path / "data")
    assert reads("2026K2", moved) == 0
    gathered_ahead("2026K2", moved)
    changed = (moved / NAME).read_text(encoding="utf-8")
    (moved / NAME).write_text(changed.replace("a.2,2026-04,oest,", "a.2,2026-04,oest,1"), encoding="utf-8")
    assert (moved / NAME).read_text(encoding="utf-8") != changed
    seal((moved / NAME).parent)
    assert reads("2026K2", moved) == 1


def test_data_that_are_saved_while_they_are_read_are_refused(tmp_path: Path) -> None:
    data = make_library(tmp_path) / "data"
    with (
        mock.patch.object(gathering, "data_contents", side_effect=["before", "after"]),
        pytest.raises(UsageError, match="mens de blev læst"),
    ):
        gather("2026K2", str(data))
