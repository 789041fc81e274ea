"""What another has gathered is given once, and only to who asks for the very same data."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from conftest import LIBRARY, make_library, seal

from kvartalsbog.errors import UsageError
from kvartalsbog.inputs.fingerprints import data_fingerprint
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.taking import data_contents
from kvartalsbog.periods import quarter_of
from kvartalsbog.verdicts import gathering
from kvartalsbog.verdicts.findings import find
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
        pytest.raises(UsageError) as refused,
    ):
        gather("2026K2", str(data))
    assert str(refused.value) == "Data blev gemt, mens de blev læst. Kør igen."


def test_what_is_gathered_is_what_the_folder_has_with_its_fingerprint() -> None:
    data = LIBRARY / "data"
    report = load(quarter_of(2026, 1), data)
    findings, fingerprint = gather("2026K1", str(data))
    assert fingerprint == data_fingerprint(report, data)
    assert (findings.period, findings.result) == (report.period, find(report).result)
    assert gather("newest", str(data)).findings.period == quarter_of(2026, 2)


def test_the_folder_is_looked_for_from_where_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(LIBRARY)
    assert gather("2026K1", "data").findings.period == quarter_of(2026, 1)
    with pytest.raises(UsageError, match=r"^ingen: Mappen findes ikke\."):
        gather("2026K1", "ingen")


@pytest.mark.parametrize(
    ("period", "meant"),
    [("2026K9", " Mente du »2026K1« eller »2026K2«?"), ("newst", " Mente du »newest«?"), (2026, " Mente du »2026K1« eller »2026K2«? Skriv det i anførselstegn.")],
)  # fmt: skip
def test_who_asks_for_no_quarter_is_told_which_there_are(period: Any, meant: str) -> None:
    with pytest.raises(UsageError) as refused:
        gather(period, str(LIBRARY / "data"))
    assert str(refused.value) == f"'{period}' er ikke en periode som 2024K1. Der er: newest, 2026K1, 2026K2.{meant}"
