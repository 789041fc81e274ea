"""The page for newcomers: its commands are run as they stand, up to the book, and answer what it shows."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from calling import call
from conftest import ROOT

from kvartalsbog.cli.app import command

PAGE = (ROOT / "docs/first-edition.md").read_text(encoding="utf-8")
ELSEWHERE = ("build", "publish", "verify")  # make a whole book, or need one: other tests run them
PROJECT = (".gitignore", "_config.yml", "_toc.yml", "book", "notebooks", "data", "examples/2024K4")


def steps() -> Iterator[tuple[list[str], list[str]]]:
    """The page's commands after that which makes the copy, each with the lines that it is shown to answer."""
    console = "\n".join(re.findall(r"```console\n(.*?)```", PAGE, flags=re.DOTALL))
    for step in re.split(r"^\$ ", console, flags=re.MULTILINE)[3:]:
        command, *answer = step.splitlines()
        yield shlex.split(command), [line.strip() for line in answer if line.strip(" …")]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Ane Prøve")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "ane@example.dk")
    project = tmp_path / "try"
    for name in PROJECT:
        source, target = ROOT / name, project / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Shipped"]):
        subprocess.run(["git", *words], cwd=project, check=True)
    return project


def test_a_newcomer_gets_to_the_book_by_the_page_alone(copy: Path) -> None:
    done = []
    for (program, *arguments), answer in steps():
        if program != "kvartalsbog":
            subprocess.run([program, *arguments], cwd=copy, check=True, capture_output=True)
            continue
        done.append(arguments[0])
        if arguments[0] in ELSEWHERE:
            command(arguments[0]).make_context(arguments[0], arguments[1:])
            continue
        called = call(*arguments, cwd=copy)
        assert called.returncode == 0, called.told
        told = [line.strip() for line in called.stdout.replace("\N{NO-BREAK SPACE}", " ").splitlines()]
        assert [line for line in answer if line not in told] == []
        if "--accept-revisions" in arguments:
            changed = subprocess.run(["git", "status", "--short"], cwd=copy, capture_output=True, text=True, check=True)
            assert changed.stdout == ""
    assert done == ["intake", "intake", "status", "check", "evaluate", "build", "approve", "approve", "publish", "verify"]  # fmt: skip
