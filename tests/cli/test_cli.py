"""The command line as a person meets it: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from calling import COMMAND, call, process
from conftest import make_library

from kvartalsbog.cli.app import COMMANDS, command
from kvartalsbog.cli.usage import _ARGUMENTS

THERE = "Der er: 2024K1, anklagemyndigheden/2024K1, 2024K2, anklagemyndigheden/2024K2, 2024K3, anklagemyndigheden/2024K3, 2024K4, anklagemyndigheden/2024K4."


@pytest.mark.parametrize("quarter", ["2024K1", "2024q2", "2024K3", "2024K4"])
def test_the_shipped_data_are_clean(quarter: str) -> None:
    done = (process if quarter == "2024K4" else call)("check", quarter)
    assert (done.returncode, done.stderr) == (0, "")
    assert "er i orden" in done.stdout


def test_check_names_the_districts_that_are_missing_to_the_controller() -> None:
    assert (
        "Én enhed har endnu ikke indberettet for juni\u00a02024: Sydøstjyllands Politi."
        in call("check", "2024K2").stdout
    )


def test_check_prints_every_problem_and_exits_with_1(library: Path) -> None:
    path = library / "data/2026/2026K2/series.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("nord,45,193", "nord,-45,nan"), encoding="utf-8")
    done = process("check", "--data-dir", str(library / "data"), "--project", str(make_library(library / "made")))
    assert done.returncode == 1
    told = done.stderr.splitlines()
    assert told[0].startswith("2026/2026K2/series.csv: Filen er ændret, siden den blev forseglet.")
    assert told[1].startswith("2026/2026K2/series.csv:3 [n]: Tallet er negativt. Fundet: '-45'. Tilladt:")
    assert told[2].startswith("2026/2026K2/series.csv:3 [total]: Værdien er ikke et tal")
    assert told[-1] == "3 fejl fundet."


def test_check_reads_the_mapping_of_the_extracts_too(library: Path) -> None:
    project = make_library(library / "made")
    path = project / "data/2026/intake.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("left_out: [film]", "left_out: [spil]"), encoding="utf-8")
    done = call("check", cwd=project)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "2026/intake.yml:13 [goals.a.2.types.left_out]: Typen er ikke blandt de kendte. Fundet: 'spil'."
    )


def test_every_argument_has_a_danish_name() -> None:
    named = {p.name for c in map(command, COMMANDS) for p in c.params if p.param_type_name == "argument"}
    assert named <= _ARGUMENTS.keys()


WRONG_CALLS = {
    ("check", "2024K7"): "'2024K7' er ikke en periode som 2024K1. " + THERE,
    ("evaluate", "sommer"): "'sommer' er ikke en periode som 2024K1. " + THERE,
    ("check", "--data-dir", "/no/such/folder"): "/no/such/folder: Mappen findes ikke. Mappen /no/such findes heller ikke. Kør kommandoen i projektets mappe, eller brug --data-dir.",
    ("build", "--no-such-option"): "Tilvalget --no-such-option findes ikke. Se: kvartalsbog build --help",
    ("build", "--tmeout", "3"): "Tilvalget --tmeout findes ikke. Mente du »--timeout«? Se: kvartalsbog build --help",
    ("build", "--timeout"): "Tilvalget --timeout er brugt forkert: det skal have én værdi. Se: kvartalsbog --help",
    ("build", "--timeout", "længe"): "Værdien for --timeout kan ikke bruges. Tilladt: et tal. Se: kvartalsbog build --help",
    ("build", "--no-such", "--timeout", "længe", "--tmeout", "3"): "Tilvalget --no-such findes ikke. Se: kvartalsbog build --help\n"
    "Tilvalget --tmeout findes ikke. Mente du »--timeout«? Se: kvartalsbog build --help\n"
    "Værdien for --timeout kan ikke bruges. Tilladt: et tal. Se: kvartalsbog build --help",
    ("status", "2024K9", "--nix"): "Tilvalget --nix findes ikke. Se: kvartalsbog status --help\n'2024K9' er ikke en periode som 2024K1. " + THERE,
    ("status", "--nix", "2024K9"): "Tilvalget --nix findes ikke. Se: kvartalsbog status --help",  # it may be the option's value
    ("publish", "2024K9", "--site", "x", "--early", "", "--correction", "a\nb"): "'2024K9' er ikke en periode som 2024K1. " + THERE + "\n"
    "--correction: Teksten kan ikke bruges. Skriv 1 til 500 synlige tegn i én linje, uden skjulte tegn.\n"
    "--early: Teksten kan ikke bruges. Skriv 1 til 500 synlige tegn i én linje, uden skjulte tegn.",
    ("approve", "2024K9", "--role", "x", "--by", "\u200b"): "'2024K9' er ikke en periode som 2024K1. " + THERE + "\n"
    "--by: Teksten kan ikke bruges. Skriv 1 til 500 synlige tegn i én linje, uden skjulte tegn.",
    ("intake", "2024K7", "--dry-run=ja", "--allow-rejected", "-1", "--extracted", "i går", "--data-dir", "/no/such/folder"): (
    "Tilvalget --dry-run er brugt forkert: det skal ikke have nogen værdi. Se: kvartalsbog --help\n"
    "'2024K7' er ikke en periode som 2024K1. " + THERE + "\n"
    "Der mangler en værdi: filer, mapper eller adresser. Se: kvartalsbog intake --help\n"
    "--extracted i går: Datoen kan ikke læses. Skriv den som 2024-04-09.\n"
    "Værdien for --allow-rejected kan ikke bruges. Tilladt: hele tal fra 0 og op. Se: kvartalsbog intake --help\n"
    "/no/such/folder: Mappen findes ikke. Mappen /no/such findes heller ikke. Kør kommandoen i projektets mappe, eller brug --data-dir."),
    ("fly",): f"Kommandoen 'fly' findes ikke. Der er: {', '.join(COMMANDS)}. Se: kvartalsbog --help",
    ("scaffold",): "Der mangler en værdi: planens fil, fx data/2024/plan.yml. Se: kvartalsbog scaffold --help",
    ("evaluate", "2024K1", "x", "y"): "Kommandoen fik for mange værdier: x y. Se: kvartalsbog evaluate --help",
}  # fmt: skip


@pytest.mark.parametrize("arguments", WRONG_CALLS, ids=" ".join)
def test_a_wrong_call_is_told_in_danish_and_exits_with_2(arguments: tuple[str, ...]) -> None:
    done = (process if arguments == ("fly",) else call)(*arguments)
    assert (done.returncode, done.stderr.strip(), done.stdout) == (2, WRONG_CALLS[arguments], "")


def test_without_a_command_the_help_is_shown() -> None:
    done = process()
    assert "Kommandoer:" in done.stdout
    assert call("--help").returncode == 0


def test_evaluate_prints_the_scorecard_with_its_label() -> None:
    done = process("evaluate")
    assert done.returncode == 0
    assert "Mål- og resultatplan for politiet 2024, 4. kvartal 2024" in done.stdout.replace("\u00a0", " ")
    assert "Eksempeldata: Tallene er eksempler" in done.stdout
    assert re.search(r"2\.2.*delvist", done.stdout)


def test_evaluate_prints_json_for_machines() -> None:
    found = json.loads(call("evaluate", "2024K3", "--json").stdout)
    assert (found["quarter"], found["data_status"], found["totals"]["plan"]) == (
        "2024K3",
        "example",
        {"won": 10, "open": 85, "lost": 5},
    )


def test_scaffold_never_writes_over_a_notebook(library: Path) -> None:
    plan = str(library / "data/2026/plan.yml")
    assert call("scaffold", plan).returncode == 0
    again = call("scaffold", plan)
    assert again.returncode == 2
    assert "Findes allerede: notebooks/2026/overview.ipynb" in again.stderr
    assert call("scaffold", plan, "--force").returncode == 0


def test_build_tells_its_progress_in_plain_lines_and_where_the_book_is(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    out = tmp_path / "elsewhere"
    done = process(
        "build",
        "2026K1",
        "--data-dir",
        str(project / "data"),
        "--out",
        str(out),
        "--project",
        str(project),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert "2026/pillar_a.ipynb: i gang" in done.stderr
    assert "2026/pillar_a.ipynb: færdig" in done.stderr
    assert (
        done.stderr.index("ipynb: færdig")
        < done.stderr.index("html, pdf, brief: i gang")
        < done.stderr.index("html, pdf, brief: færdig")
    )
    assert str(out / "2026K1/html/index.html") in done.stdout


def test_ctrl_c_while_building_leaves_no_half_book(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    process = subprocess.Popen(
        [*COMMAND, "build", "2026K1"], cwd=project, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline, written = time.monotonic() + 60, "_build/.building-*/.executing-*/notebooks/2026/*.ipynb"
    while not list(project.glob(written)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert list(project.glob(written))  # it is in the middle of it
    os.kill(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.strip().endswith("Afbrudt. Hvad der er skrevet, er skrevet helt.")
    assert {path.name for path in (project / "_build").iterdir()} <= {".memory"}
