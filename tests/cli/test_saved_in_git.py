"""What a command tells to add to git is all that it wrote: after it nothing is left that git has not."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from calling import Called, call
from conftest import tool


def _git(project: Path, *words: str) -> str:
    done = subprocess.run([tool("git"), *words], cwd=project, capture_output=True, text=True, check=True)
    return done.stdout


def _saved(project: Path, told: Called) -> None:
    """Do what the command says of git, and hold that it was enough and that it was needed."""
    assert told.returncode == 0, told.told
    assert _git(project, "status", "--porcelain") != "", "the command wrote nothing, so that nothing is shown"
    (named,) = re.findall(r"git add ([^&\n]+) && git commit", told.stdout)
    _git(project, "add", *shlex.split(named))
    _git(project, "commit", "-qm", "x")
    assert _git(project, "status", "--porcelain") == ""


def _nothing_to_save(project: Path, told: Called) -> None:
    assert told.returncode == 0, told.told
    assert "git add" not in told.stdout
    assert _git(project, "status", "--porcelain") == ""


@pytest.fixture
def founded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An example of the gallery in git, by what `init` says."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ane Prøve")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ane@example.dk")
    for name in ("HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "hjem"))
    project = tmp_path / "projekt"
    told = call("init", project, "--example", "styrelse", cwd=tmp_path)
    assert "git init && git add . && git commit" in told.stdout
    _git(project, "init", "-q")
    _git(project, "add", ".")
    _git(project, "commit", "-qm", "Begyndt")
    return project


def test_every_command_that_writes_tells_what_to_add(founded: Path, tmp_path: Path) -> None:
    for arguments in (
        ("template", "2026M01"),
        ("remind", "2026M01"),
        ("receipt", "2026M01"),
        ("check",),
        ("evaluate",),
    ):
        _nothing_to_save(founded, call(*arguments, cwd=founded))
    _saved(founded, call("new-quarter", "2026M02", cwd=founded))
    figure = ("--month", "2026-02", "--unit", "odense", "--n", "10", "--total", "150", "--source", "Brev")
    _saved(founded, call("enter", "2026M02", "--goal", "1.1", *figure, cwd=founded))
    sums = tmp_path / "summer.csv"
    sums.write_text(
        "Mål;Måned;Enhed;Antal;Sum\n1.2;2026-02;aalborg;100;93\n1.2;2026-02;odense;80;76\n", encoding="utf-8"
    )
    _saved(founded, call("intake", "2026M02", sums, "--extracted", "2026-03-02", cwd=founded))
    _saved(founded, call("undo", "2026M02", cwd=founded))
    _saved(founded, call("approve", "2026M01", "--role", "controller", "--by", "Ane Prøve", cwd=founded))


def test_what_scaffold_writes_is_told(founded: Path) -> None:
    _git(founded, "rm", "-rq", "notebooks", "_toc.yml")
    _git(founded, "commit", "-qm", "Uden notesbøger")
    _saved(founded, call("scaffold", "data/2026/plan.yml", cwd=founded))


def test_what_is_undone_is_told_where_it_was_the_opening(founded: Path) -> None:
    _saved(founded, call("new-quarter", "2026M02", cwd=founded))
    _saved(founded, call("undo", "2026M02", cwd=founded))


def test_a_sealed_quarter_is_told(founded: Path) -> None:
    path = founded / "data/2026/2026M01/commentary.yml"
    before, _, after = path.read_text(encoding="utf-8").rpartition(".")
    path.write_text(f"{before}!{after}", encoding="utf-8")
    told = call("correct", "2026M01", "--reason", "Et udråbstegn.", cwd=founded)
    _saved(founded, told)
