"""What a build remembers, as whoever types the commands meets it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from calling import call
from conftest import make_library

from kvartalsbog.book.memory.place import remembering_choices, store_of
from kvartalsbog.desk import errands
from kvartalsbog.disclosure import choice, history
from kvartalsbog.disclosure.remembered import let_remember
from kvartalsbog.disclosure.settling import settle
from kvartalsbog.files.store import Store
from kvartalsbog.inputs.loading import load
from kvartalsbog.periods import quarter_of
from kvartalsbog.verdicts.findings import find


@pytest.fixture
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets this process be one that has been told and has chosen nothing; so does what it gives, whenever it is called."""

    def forget() -> None:
        monkeypatch.delenv("KVARTALSBOG_CHOICES", raising=False)
        monkeypatch.setattr(history, "_CHOSEN", history._Kept(4096))

    forget()
    return forget


def test_what_is_withheld_is_searched_for_once_whichever_command_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing_remembered: Callable[[], None]
) -> None:
    project = make_library(tmp_path)
    told = {name: call(*name, cwd=project).stdout for name in (("check",), ("evaluate", "--json"))}
    assert store_of(project).held().entries > 0

    def search(*_: object, **__: object) -> None:
        raise AssertionError("it was known")

    monkeypatch.setattr(choice, "choose", search)
    for name, before in told.items():
        nothing_remembered()
        assert call(*name, cwd=project).stdout == before
    nothing_remembered()
    series = project / "data/2026/2026K2/series.csv"
    series.write_text(series.read_text(encoding="utf-8").replace("nord,45,193", "nord,46,194"), encoding="utf-8")
    call("correct", "2026K2", "--reason", "Talt om", cwd=project)
    nothing_remembered()
    with pytest.raises(AssertionError, match="it was known"):
        call("check", cwd=project)


def test_what_is_approved_is_searched_for_whatever_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing_remembered: Callable[[], None]
) -> None:
    """Also in a process that has shown the evaluation, as the desk's has."""
    project = make_library(tmp_path)
    assert call("check", cwd=project).returncode == 0
    nothing_remembered()
    searched, search = list[str](), choice.choose

    def counted(*given: Any, **named: Any) -> Any:
        searched.append(str(given[1].name))
        return search(*given, **named)

    monkeypatch.setattr(choice, "choose", counted)
    report = load(quarter_of(2026, 2), project / "data", project)
    with remembering_choices(project):
        find(report)
        assert searched == []
        known = (report.plan, report.readings, report.period, report.records, report.decisions)
        assert settle(*known, project / "data", given=report.given)
    assert set(searched) == {"2026K2"}


def test_what_is_made_after_an_evaluation_in_the_same_process_is_searched_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing_remembered: Callable[[], None]
) -> None:
    """As `run` evaluates and then publishes."""
    project = make_library(tmp_path)
    assert call("evaluate", cwd=project).returncode == 0
    nothing_remembered()
    searched, search = list[str](), choice.choose

    def counted(*given: Any, **named: Any) -> Any:
        searched.append(str(given[1].name))
        return search(*given, **named)

    monkeypatch.setattr(choice, "choose", counted)
    assert call("evaluate", cwd=project).returncode == 0
    assert searched == []
    find(load(quarter_of(2026, 2), project / "data", project))
    assert "2026K2" in searched


def test_a_command_that_the_desk_starts_asks_its_memory_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KVARTALSBOG_CHOICES", f"program 1 1 {tmp_path}")
    monkeypatch.setenv("OTHER", "kept")
    given = dict[str, str]()

    def started(*_: object, env: dict[str, str], **__: object) -> SimpleNamespace:
        given.update(env)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(errands.subprocess, "run", started)
    (tmp_path / "kommando.json").write_text('["publish"]', encoding="utf-8")
    (tmp_path / "laas").touch()
    errands.run(tmp_path)
    assert "KVARTALSBOG_CHOICES" not in given
    assert given["OTHER"] == "kept"


def test_a_folder_that_is_no_projects_gets_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing_remembered: Callable[[], None]
) -> None:
    project = make_library(tmp_path / "library")
    (tmp_path / "elsewhere").mkdir()
    told = call("evaluate", "--data-dir", project / "data", cwd=tmp_path / "elsewhere")
    assert (told.returncode, list((tmp_path / "elsewhere").iterdir())) == (0, [])
    let_remember(Store(tmp_path / "own", 1 << 20), "of somebody's own")
    nothing = store_of(project).held()
    call("evaluate", cwd=project)
    assert store_of(project).held() == nothing


@pytest.mark.slow
def test_a_book_is_made_once_told_to_stand_and_made_afresh_when_asked(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    assert "Intet er husket (_build/.memory)." in call("memory", cwd=project).stdout
    assert call("build", "2026K2", cwd=project).returncode == 0
    pages = {path: path.read_bytes() for path in sorted((project / "_build/2026K2").rglob("*")) if path.is_file()}
    assert len(pages) > 20

    again = call("build", "2026K2", cwd=project)
    assert (again.returncode, "Intet er ændret, siden bogen for 2026K2 blev lavet:" in again.stdout) == (0, True)
    assert "Husket i _build/.memory: " in call("memory", cwd=project).stdout

    (project / "_build/2026K2/html/index.html").write_text("En anden", encoding="utf-8")
    mended = call("build", "2026K2", cwd=project)
    assert "Intet er ændret" not in mended.stdout
    assert mended.told.count(": som sidst") == 7
    assert {path: path.read_bytes() for path in pages} == pages

    assert call("memory", "--empty", cwd=project).stdout.startswith("Glemt: ")
    assert "Intet er husket" in call("memory", cwd=project).stdout
    fresh = call("build", "2026K2", "--fresh", cwd=project)
    assert "Intet er ændret" not in fresh.stdout
    assert ": som sidst" not in fresh.told
    assert {path: path.read_bytes() for path in pages} == pages


@pytest.mark.slow
def test_a_projects_memory_is_where_it_was_whatever_folder_a_process_works_in_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sphinx changes its folder, and what makes the pages began in another: from a relative one it would remember nothing."""
    monkeypatch.chdir(tmp_path)
    store = store_of(Path())
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    store.put("a" * 64, b"drawn")
    assert store_of(tmp_path).get("a" * 64) == b"drawn"
