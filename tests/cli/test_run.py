"""A quarter goes as far as it can by one command, which tells whom it waits for; the same again changes nothing."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from calling import Called, call
from conftest import ROOT

from kvartalsbog.book.founding.project import found_example
from kvartalsbog.book.waiting import Waiting, period_due
from kvartalsbog.cli import run as module
from kvartalsbog.cli.app import COMMANDS, command
from kvartalsbog.inputs.published import write_published
from kvartalsbog.periods import Period
from kvartalsbog.process.guard import UNEXPECTED


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """The agency of the gallery: its first month is reported, and over."""
    found_example("styrelse", tmp_path / "plan")
    return tmp_path / "plan"


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was built, published and verified: each is proven by tests of its own."""
    steps: list[str] = []

    def noted(name: str) -> Callable[..., None]:
        return lambda *_, **__: steps.append(name)

    for name in ("build", "publish", "verify"):
        monkeypatch.setattr(module, name, noted(name))
    return steps


def run(project: Path, *arguments: str | Path) -> Called:
    inbox = project.parent / "inbox"
    inbox.mkdir(exist_ok=True)
    return call("run", *arguments, "--project", project, "--inbox", inbox)


def waits(told: Called) -> str:
    return told.stdout.partition("venter på:")[2].replace("\u00a0", " ")


def approve(project: Path, *roles: str) -> None:
    for role in roles:
        done = call("approve", "2026M01", "--role", role, "--by", f"Prøve {role}", "--project", project)
        assert done.returncode == 0, done.stderr


def test_a_quarter_that_is_not_approved_is_built_and_waits_for_each_role(agency: Path, done: list[str]) -> None:
    told = run(agency)
    assert told.returncode == module.WAITS, told.stderr
    assert done == ["build"]
    assert 'Direktionen: har ikke godkendt. Kør: kvartalsbog approve 2026M01 --role direktion --by "NAVN"' in waits(
        told
    )
    forms = sorted((agency / "_build/2026M01-skemaer").iterdir())
    assert len(forms) == 3
    before = {path: path.read_bytes() for path in (agency / "data").rglob("*") if path.is_file()}
    forms[0].unlink()  # one that was moved away to be sent is not written again
    again = run(agency)
    assert waits(again) == waits(told)
    assert before == {path: path.read_bytes() for path in (agency / "data").rglob("*") if path.is_file()}
    assert not forms[0].exists()


def test_an_approved_quarter_is_published_where_its_site_is_named(
    agency: Path, done: list[str], tmp_path: Path
) -> None:
    approve(agency, "controller", "direktion")
    told = run(agency)
    assert (told.returncode, done) == (module.WAITS, ["build"])
    assert "kvartalsbog publish 2026M01 --site MAPPE" in waits(told)
    told = run(agency, "--site", tmp_path / "site")
    assert (told.returncode, done[1:]) == (0, ["build", "publish", "verify"])
    assert told.stdout.endswith("2026M01: Alt er gjort.\n")


def test_the_day_of_the_calendar_is_waited_for(
    agency: Path, done: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(agency, "controller", "direktion")
    monkeypatch.setattr(module, "date", type("Day", (date,), {"today": classmethod(lambda _: date(2026, 3, 1))}))
    told = run(agency, "--site", tmp_path / "site")
    assert (told.returncode, done) == (module.WAITS, ["build"])
    assert "Kalenderen: 2026M01 udkommer tidligst den 2. marts 2026." in waits(told)
    monkeypatch.setattr(module, "date", type("Day", (date,), {"today": classmethod(lambda _: date(2026, 1, 31))}))
    assert "Kalenderen: måneden slutter den 31. januar 2026." in waits(run(agency))


def test_what_owners_have_not_reported_is_told_owner_by_owner(agency: Path, done: list[str]) -> None:
    write_published(agency / "data", Period.parse("2026M01"), 1)
    told = run(agency, "2026M02")
    assert told.returncode == module.WAITS, told.stderr
    assert (agency / "data/2026/2026M02/series.csv").is_file()
    assert "Driftsdirektøren: mål 1.1: ingen tal for februar 2026." in waits(told)
    assert "Kundechefen: mål 1.2: ingen tal for februar 2026." in waits(told)
    assert "Controlleren: der er svar at rykke for. Kør: kvartalsbog remind 2026M02" in waits(told)


def test_what_lies_in_the_inbox_is_taken_in_and_a_changed_figure_waits_for_the_controller(
    agency: Path, done: list[str]
) -> None:
    inbox = agency.parent / "inbox"
    inbox.mkdir()
    rows = [f"J{n},{unit},2026-01-0{1 + n % 5},2026-01-2{n % 5}" for n in range(8) for unit in ("aalborg", "odense")]
    lines = [f"{number}-{row}" for number, row in enumerate(rows)]
    (inbox / "ansoegninger-2026M01.csv").write_text(
        "\n".join(["journalnummer,center,modtaget,afgjort", *lines, ""]), encoding="utf-8"
    )
    before = (agency / "data/2026/2026M01/series.csv").read_bytes()
    told = run(agency)
    assert told.returncode == module.WAITS, told.stderr
    assert "ansoegninger-2026M01.csv: 16" in told.stdout
    assert "Controlleren: tal, der står, ændres. Er de nye rigtige? Kør: kvartalsbog intake 2026M01" in waits(told)
    assert (agency / "data/2026/2026M01/series.csv").read_bytes() == before


def test_a_published_quarter_is_whole_and_takes_nothing_in(agency: Path, done: list[str], tmp_path: Path) -> None:
    write_published(agency / "data", Period.parse("2026M01"), 1)
    told = run(agency, "2026M01", "--site", tmp_path / "site")
    assert (told.returncode, done) == (0, ["build", "verify"])
    assert not (agency / "_build").exists()


def test_a_problem_stops_it_before_anything_is_built(agency: Path, done: list[str]) -> None:
    path = agency / "data/2026/2026M01/series.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("318,7123", "318,x"), encoding="utf-8")
    told = run(agency)
    assert (told.returncode, done) == (1, [])
    assert "series.csv" in told.stderr


def test_an_inbox_in_the_project_is_refused(agency: Path, done: list[str]) -> None:
    (agency / "inbox").mkdir()
    told = call("run", "--project", agency, "--inbox", agency / "inbox")
    assert (told.returncode, done) == (2, [])
    assert "Udtræk er enkelte poster og må ikke ligge i projektet." in told.stderr
    assert "Mappen findes ikke" in call("run", "--project", agency, "--inbox", agency.parent / "fly").stderr


def test_the_next_quarter_is_due_when_the_one_before_is_published_and_it_is_over(agency: Path) -> None:
    data = agency / "data"
    assert period_due(data, date(2026, 6, 1)).name == "2026M01"
    write_published(data, Period.parse("2026M01"), 1)
    assert period_due(data, date(2026, 2, 28)).name == "2026M01"
    assert period_due(data, date(2026, 3, 1)).name == "2026M02"


def test_a_line_of_waiting_says_who_what_and_how() -> None:
    assert str(Waiting("Rektor", "mål 1.1 mangler.")) == "Rektor: mål 1.1 mangler."
    assert (
        str(Waiting("Rektor", "mål 1.1 mangler.", "kvartalsbog status"))
        == "Rektor: mål 1.1 mangler. Kør: kvartalsbog status"
    )


def _calls(text: str) -> list[tuple[str, list[str]]]:
    return [
        (found[1], found[2].split()) for found in re.finditer(r"kvartalsbog (\w[\w-]*)((?: (?:--?)?[\w$%./]+)*)", text)
    ]


def test_the_workflow_is_read_and_calls_commands_that_exist_with_options_that_they_have() -> None:
    path = ROOT / ".github/workflows/quarter.yml"
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    lines = "\n".join(step["run"] for job in jobs.values() for step in job["steps"] if "run" in step)
    calls = [found for found in _calls(lines) if found[0] in COMMANDS]
    assert {name for name, _ in calls} == {"run", "publish", "verify"}
    for name, words in calls:
        known = {option for parameter in command(name).params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known
    assert "[ $? -eq 3 ]" in lines
    targets = re.findall(r"make ([\w./-]+)", lines)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(VENV)", ".venv")
    assert targets
    assert all(re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE) for target in targets)


def test_the_service_runs_a_call_that_exists_and_takes_waiting_for_success() -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(ROOT / "docs/systemd/kvartalsbog.service", encoding="utf-8")
    ((name, words),) = _calls(unit["Service"]["ExecStart"].replace("/bin/kvartalsbog", "/bin/ kvartalsbog"))
    assert name == "run"
    assert {word for word in words if word.startswith("--")} <= {o for p in command(name).params for o in p.opts}
    assert unit["Service"]["SuccessExitStatus"] == str(module.WAITS)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_takes_the_service_and_the_timer(tmp_path: Path) -> None:
    for name in ("kvartalsbog.service", "kvartalsbog.timer"):
        text = (ROOT / "docs/systemd" / name).read_text(encoding="utf-8")
        program = Path(sys.executable).with_name("kvartalsbog")
        (tmp_path / name).write_text(text.replace("%h/plan/.venv/bin/kvartalsbog", str(program)), encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "--user", "verify", *sorted(tmp_path.glob("kvartalsbog.*"))],
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        check=False,
    )
    about = [line for line in told.stderr.splitlines() if "kvartalsbog" in line]
    assert (told.returncode, about) == (0, [])


def test_the_document_has_the_exit_codes_that_there_are() -> None:
    text = (ROOT / "docs/every-quarter.md").read_text(encoding="utf-8")
    told = {int(code): words for code, words in re.findall(r"^\| ([0-9]+) \| (.*) \|$", text, re.MULTILINE)}
    assert told.keys() == {0, 1, 2, module.WAITS, UNEXPECTED}
    assert "waits for somebody" in told[module.WAITS]
