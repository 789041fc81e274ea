"""The workflow's own commands, run as they are written: who may see figures, what waiting comes to, and the site's branch.

GitHub's actions and the program's calls are not: the calls are tried in `test_run.py`, and here a program of a few lines stands
in for them, which notes how it was called and publishes a page.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

JOBS = yaml.safe_load((ROOT / ".github/workflows/quarter.yml").read_text(encoding="utf-8"))["jobs"]
PROGRAM = """#!/bin/sh
echo "$(basename $0) $*" >> "$NOTED"
case "$1" in run) exit ${RUN_CODE:-0};; publish) mkdir -p "$4" && echo "$2" > "$4/index.html";; esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of a project whose origin has no site yet."""
    origin, clone, tools = tmp_path / "origin", tmp_path / "project", tmp_path / "tools"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(origin))
    git(tmp_path, "clone", "-q", str(origin), str(clone))
    for path in (tools / "make", tools / "gh", clone / ".venv/bin/kvartalsbog"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\necho $PRIVATE\n" if path.name == "gh" else PROGRAM, encoding="utf-8")
        path.chmod(0o755)
    (clone / "data/2024").mkdir(parents=True)
    (clone / "data/2024/plan.yml").write_text("data_status: example\n", encoding="utf-8")
    git(clone, "checkout", "-q", "-b", "main")
    git(clone, "add", "data")
    git(clone, "commit", "-qm", "Planen")
    git(clone, "push", "-q", "origin", "main")
    return clone


def git(folder: Path, *words: str) -> str:
    own = ("-c", "user.name=Ane", "-c", "user.email=ane@example.dk")
    return subprocess.run(["git", *own, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def step(job: str, name: str, clone: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step's commands as GitHub's runner does."""
    told: dict[str, Any] = next(one for one in JOBS[job]["steps"] if one.get("name", "").startswith(name))
    assert "${{" not in told["run"]  # what is typed by people comes by the environment, and is never part of a command
    known = {"QUARTER": "2024K4", "CORRECTION": "", "NOTED": str(clone.parent / "noted"), "GITHUB_REPOSITORY": "a/b"}
    path = f"{clone.parent / 'tools'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-c", told["run"]], cwd=clone / told.get("working-directory", "."),
        env={**os.environ, **known, "PATH": path, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def calls(clone: Path) -> list[str]:
    return (clone.parent / "noted").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("status", "private", "code"), [("example", "false", 0), ("draft", "true", 0), ("draft", "false", 1), ("final", "", 1)])  # fmt: skip
def test_real_figures_are_made_into_drafts_only_where_not_everybody_can_read_them(
    status: str, private: str, code: int, clone: Path
) -> None:
    (clone / "data/2024/plan.yml").write_text(f"data_status: {status}\n", encoding="utf-8")
    done = step("draft", "Real figures", clone, PRIVATE=private)
    assert (done.returncode, "Make this repository private" in done.stdout) == (code, code == 1)


@pytest.mark.parametrize(("ended", "code"), [(0, 0), (3, 0), (1, 1), (2, 1)])
def test_waiting_is_no_failure_and_everything_else_is(ended: int, code: int, clone: Path) -> None:
    assert step("draft", "As far as", clone, RUN_CODE=str(ended)).returncode == code
    assert calls(clone) == ["kvartalsbog run 2024K4"]


def test_the_site_s_branch_is_begun_and_then_gone_on_with(clone: Path) -> None:
    origin = clone.parent / "origin"
    for quarter, correction in (("2024K4", ""), ("2025K1", 'Fyn: "tastefejl"; rm -rf $HOME')):
        for name in ("The site as it stands", "Publish", "Put the site"):
            done = step("publish", name, clone, QUARTER=quarter, CORRECTION=correction, GIT_AUTHOR_NAME="Ane")
            assert done.returncode == 0, done.stderr
        assert git(origin, "show", "site:public/index.html") == f"{quarter}\n"
        assert git(origin, "ls-tree", "--name-only", "-r", "site") == "public/index.html\n"
        git(clone, "worktree", "remove", "--force", "../worktree")
    assert git(origin, "log", "--format=%s", "site").splitlines() == ["Publish 2025K1", "Publish 2024K4"]
    assert 'kvartalsbog publish 2025K1 --site ../worktree/public --correction Fyn: "tastefejl"; rm -rf $HOME' in calls(
        clone
    )
    assert step("publish", "The site as it stands", clone).returncode == 0
    again = step("publish", "Put the site", clone)
    assert (again.returncode, "Nothing new." in again.stdout) == (0, True)
