"""What `--help` tells, in Danish or English, and what a shell completes."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from calling import COMMAND, call
from conftest import ROOT, tool

from kvartalsbog.cli.app import _HELP, _VERSION, COMMANDS, command
from kvartalsbog.cli.help_examples import EXAMPLES
from kvartalsbog.cli.help_page import _LAST, speaks_danish
from kvartalsbog.cli.help_words import DANISH, HEADS


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _english() -> set[str]:
    """Every text that a page of help is made of."""
    commands = [command(name) for name in COMMANDS]
    told = [_HELP, _VERSION, *_LAST, "Show this page.", "Default:", *(c.help or "" for c in commands)]
    told += [parameter.help or "" for c in commands for parameter in c.params]
    told += [what for calls in EXAMPLES.values() for _, what in calls]
    return set(map(_one_line, told))


def test_every_text_of_the_help_is_told_in_danish_too_and_none_is_left_over() -> None:
    assert _english() - DANISH.keys() == set()
    assert DANISH.keys() - _english() == set()


@pytest.mark.parametrize(
    ("environment", "danish"),
    [
        ({}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({"LANG": "da_DK.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "da_DK.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "da_DK"}, True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, False),  # an empty one says nothing
    ],
)
def test_the_systems_language_chooses_the_helps(environment: dict[str, str], *, danish: bool) -> None:
    assert speaks_danish(environment) is danish


def test_the_version_is_told_and_the_programs_own_page_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    told = call("--version")
    (version,) = re.findall(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert (told.returncode, told.stdout, told.stderr) == (0, f"kvartalsbog {version}\n", "")
    options = call("--help").stdout.partition("Tilvalg:\n")[2]
    assert [line.split()[0] for line in options.splitlines()[:2]] == ["--version", "--help"]
    assert DANISH[_VERSION] in options


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_page_has_all_its_options_and_calls_that_can_be_copied(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    page = call(name, "--help").stdout
    assert page.startswith(f"Brug: kvartalsbog {name} ")
    own = command(name)
    assert DANISH[_one_line(own.help or "")] in _one_line(page)
    for parameter in own.params:
        assert DANISH[_one_line(parameter.help or "")] in _one_line(page)
        if parameter.param_type_name == "option":
            assert f"\n  {parameter.opts[0]}" in page
    assert len(EXAMPLES[name]) > 0
    for example, told in EXAMPLES[name]:
        assert f"\n  {example}" in page
        assert DANISH[told] in page
    assert not [english for english, head in HEADS.items() if english != head and f"\n{english}:" in page]


@pytest.mark.parametrize(
    "example", [pytest.param(example, id=example) for calls in EXAMPLES.values() for example, _ in calls]
)
def test_an_example_is_a_call_that_the_command_takes(example: str) -> None:
    typed = shlex.split(example.partition(" >> ")[0])
    own = command(typed[1])
    assert typed[0] == "kvartalsbog"
    values, rest, _ = own.make_parser(own.make_context(typed[1], [], resilient_parsing=True)).parse_args(typed[2:])
    needed = {one.name for one in own.params if one.required}
    assert rest == []
    assert needed <= {name for name, value in values.items() if value not in (None, ())}


def test_the_help_is_told_in_english_where_the_system_speaks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    page = call("build", "--help").stdout
    assert page.startswith("Usage: kvartalsbog build [QUARTER] [OPTIONS]\n")
    assert "--timeout NUMBER" in page
    assert "Default: 300." in page
    assert call("--help").stdout.startswith("Usage: kvartalsbog COMMAND")


@pytest.mark.skipif(sys.platform == "win32", reason="bash")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("rep", {"reproduce"}),
        ("build --sch", {"--scheduler"}),
        ("status 2024K", {"2024K1", "2024K2", "2024K3", "2024K4"}),
        ("diff --data", {"--data-dir"}),
    ],
)
def test_shells_complete_commands_options_and_quarters(typed: str, offered: set[str], tmp_path: Path) -> None:
    """As each asks: the script that is printed, sourced by the shell that it is for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "kvartalsbog").write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n', encoding="utf-8")
    (folder / "kvartalsbog").chmod(0o755)
    words = ["kvartalsbog", *typed.split(" ")]
    asked = {
        "bash": f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; "
        '_kvartalsbog_completion kvartalsbog; printf "%s\\n" "${COMPREPLY[@]}"',
        "zsh": f"words=({' '.join(words)}); CURRENT={len(words)}; _kvartalsbog_completion",
        "fish": f"complete -C '{' '.join(words)}'",
    }
    # what zsh is given by its own functions is printed
    before = {"zsh": "compdef() { : }; _arguments() { print -r -- $@ };"}
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(tmp_path), "LANG": "da_DK.UTF-8"}
    for shell, program in asked.items():
        script = tmp_path / f"completion.{shell}"
        script.write_text(call("completion", shell).stdout, encoding="utf-8")
        done = subprocess.run(
            [tool(shell), "-c", f"{before.get(shell, '')} source {script}; {program}"],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        told = re.findall(r'(?:[(]| )"([^"]+)"' if shell == "zsh" else r"(?m)^([^\t\n]+)", done.stdout)
        assert set(told) == offered, (shell, done.stdout)
        if shell != "bash" and typed == "rep":
            assert "Lav en udgave igen" in done.stdout


def test_a_shell_is_offered_no_quarters_where_there_are_none_to_read(tmp_path: Path) -> None:
    environment = {"_KVARTALSBOG_COMPLETE": "complete_bash", "COMP_WORDS": "kvartalsbog status 2", "COMP_CWORD": "2"}
    done = subprocess.run(
        [*COMMAND, "status"], cwd=tmp_path, capture_output=True, text=True, env={**environment}, check=True
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_a_shell_that_is_not_known_is_refused_with_those_that_are() -> None:
    done = call("completion", "ksh")
    assert done.returncode == 2
    assert "Der er: bash, zsh, fish, powershell, pwsh." in done.stderr
