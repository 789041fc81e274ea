"""The controller's handbook: its commands are run as they stand, those that make or need a book apart, and the desk shows it."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from calling import call
from conftest import ROOT

from kvartalsbog.cli.app import COMMANDS, command
from kvartalsbog.desk.handbook import HANDBOOK, handbook_page

TEXT = HANDBOOK.read_text(encoding="utf-8")
CONSOLE = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL)
    for line in block.splitlines()
]
WITHIN = [call_ for call_ in re.findall(r"`(kvartalsbog [^`]+)`", TEXT) if "--help" not in call_]
# make a book, or need an edition or a change by hand: other tests run them
ELSEWHERE = ("build", "publish", "verify", "correct", "export", "annual")


def _parsed(typed: str) -> list[str]:
    """The words of a call that its command takes."""
    program, name, *rest = shlex.split(typed)
    assert (program, name in COMMANDS) == ("kvartalsbog", True)
    own = command(name)
    values, left, _ = own.make_parser(own.make_context(name, [], resilient_parsing=True)).parse_args(list(rest))
    needed = {one.name for one in own.params if one.required}
    assert left == []
    assert needed <= {key for key, value in values.items() if value not in (None, ())}
    return [name, *rest]


@pytest.mark.parametrize("typed", [*CONSOLE, *(call_ for call_ in WITHIN if " " in call_.removeprefix("kvartalsbog "))])
def test_every_call_of_the_handbook_is_one_that_the_program_takes(typed: str) -> None:
    _parsed(typed)


def test_the_commands_that_the_handbook_names_are_there() -> None:
    assert {shlex.split(call_)[1] for call_ in WITHIN} <= COMMANDS.keys()
    assert {shlex.split(call_)[1] for call_ in (*CONSOLE, *WITHIN)} >= COMMANDS.keys() - {
        "memory", "completion", "reproduce", "renew", "audit", "check",
    }  # fmt: skip


@pytest.mark.slow
def test_a_quarter_is_kept_by_the_handbook_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    project = tmp_path / "plan"
    for name in ("_config.yml", "_toc.yml", "book", "notebooks", "data", "examples/2024K4"):
        source, target = ROOT / name, project / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    shutil.rmtree(project / "data/2024/2024K4")
    done = []
    for typed in CONSOLE:
        name, *rest = _parsed(typed)
        if name not in ELSEWHERE and not (name == "approve" and "--correction" in rest):
            called = call(name, *rest, cwd=project)
            assert called.returncode == 0, (typed, called.told)
            done.append(name)
    for place in ("data/2024/plan.yml", "data/2024/intake.yml", "data/publication.key", "data/2024/disclosure"):
        assert f"`{place}`" in TEXT
        assert (project / place).exists()
    assert done == ["new-quarter", "template", "intake", "intake", "enter", "status", "remind", "receipt", "check", "evaluate", "approve", "approve", "diff"]  # fmt: skip


def test_the_desk_shows_the_handbook() -> None:
    page = bytes(handbook_page().body).decode()
    for heading in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE):
        assert f">{heading}</h" in page
    assert "kvartalsbog new-quarter 2024K4" in page
