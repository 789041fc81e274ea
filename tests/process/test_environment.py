"""What surrounds a command, and fails: streams, folders, languages, signals. Nobody sees a traceback, whatever it is."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from kvartalsbog.cli import app as cli
from kvartalsbog.errors import Place, Problem, visible
from kvartalsbog.process import guard
from kvartalsbog.process.fault_report import described
from kvartalsbog.process.printing import Column, Printer

pytestmark = pytest.mark.usefixtures("chosen")

PACKAGE = ROOT / "kvartalsbog"
PROGRAM = [sys.executable, "-m", "kvartalsbog"]
# English or a traceback, in whatever the terminal shows
ALARM = re.compile(r"Traceback|File \"|Error:|Exception|Errno|No such|denied|Warning")


def shell(words: str, cwd: Path = ROOT, **environment: str | None) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell, in which K is the program; a variable that is None is not there."""
    given = {**os.environ, "K": " ".join(PROGRAM), "PYTHONPATH": str(ROOT), **environment}
    present = {name: value for name, value in given.items() if value is not None}
    return subprocess.run(["bash", "-c", words], cwd=cwd, env=present, capture_output=True, text=True, check=False, errors="replace", timeout=120)  # fmt: skip


LONG = "a" * 120
LATIN = {"PYTHONIOENCODING": "latin-1"}
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
# what is run and around it, the exit code, a part of what is told
FAULTS: dict[str, tuple[str, dict[str, str | None], int, str]] = {
    "nobody listens": ("$K evaluate --json | true; exit ${PIPESTATUS[0]}", {}, 0, ""),
    "standard output is closed": ("$K check >&-", {}, 0, ""),
    "both streams are closed": ("$K fly >&- 2>&-", {}, 2, ""),
    "the disk of the output is full": ("$K check > /dev/full", {}, 1, "disken er fuld"),
    "the disk of the errors is full": ("$K fly 2> /dev/full", {}, 2, ""),
    "the output is ASCII": ("$K evaluate 2024K1", ASCII, 0, "Maal- og resultatplan for politiet 2024"),
    "the errors are ASCII": ("$K fly", ASCII, 2, "Kommandoen 'fly' findes ikke. Der er: init, run, check,"),
    "the output is Latin-1": ("$K check 2024K2", LATIN, 0, "er i orden"),
    "there is no language": ("$K check 2024K1", {"LANG": None, "LC_ALL": None}, 0, "er i orden"),
    "there is no home": ("$K check 2024K1", {"HOME": None}, 0, "er i orden"),
    "the home is not there": ("$K status 2024K4", {"HOME": "/nonexistent/home"}, 0, "11 mål"),
    "the temporary folder is not there": ("$K check 2024K1", {"TMPDIR": "/nonexistent/tmp"}, 0, "er i orden"),
    "the folder has gone": ("cd $(mktemp -d) && rmdir $PWD && $K check", {}, 2, "Mappen, du står i, findes ikke længere"),
    "the folder is empty": ("cd $(mktemp -d) && $K check", {}, 2, "Mappen findes ikke. Kør kommandoen i projektets mappe"),
    "the data are a file": ("$K check --data-dir README.md", {}, 2, "README.md: Mappen findes ikke."),
    "the data are no text": ("$K check --data-dir $'d\\xff'", {}, 2, "d\\udcff: Navnet har tegn, der ikke kan læses som tekst."),
    "the data have a name that acts": ("$K check --data-dir $'a\\e[31m[/b]\\n\\u202eb'", {}, 2, "a\\x1b[31m[/b]\\n\\u202eb: Mappen findes ikke."),
    "the plan is a folder": ("$K scaffold data", {}, 2, "data: Planen findes ikke, eller den er ikke en fil."),
    "the plan is a pipe": ("cd $(mktemp -d) && mkfifo '[b]' && $K scaffold '[b]'", {}, 2, "[b]: Planen findes ikke, eller den er ikke en fil."),
    "the book would be in a file": ("$K build 2024K1 --out README.md", {}, 1, "README.md: Det kan ikke lade sig gøre: der ligger en fil, hvor en mappe skulle være."),
    "the site is a file": ("$K verify README.md", {}, 2, "README.md"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_around_a_command_is_a_traceback(fault: str) -> None:
    words, environment, code, told = FAULTS[fault]
    done = shell(words, **environment)
    shown = (done.stdout + done.stderr).replace("\u00a0", " ")
    assert (done.returncode, ALARM.search(shown)) == (code, None), shown
    assert told in shown
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", shown)


SECONDS = "Skriv et antal sekunder over 0 og højst 86400."
NUMBERS = {
    ("build", "--timeout", "0"): f"--timeout 0: {SECONDS}",
    ("build", "--timeout=-1"): f"--timeout -1: {SECONDS}",
    ("serve", "--timeout", "nan"): f"--timeout nan: {SECONDS}",
    ("reproduce", "2024K1", "--site", "x", "--timeout", "inf"): f"--timeout inf: {SECONDS}",
    ("publish", "--site", "x", "--timeout", "1e300"): f"--timeout 1e+300: {SECONDS}",
    ("serve", "--port", "65536"): "Værdien for --port kan ikke bruges. Tilladt: hele tal fra 0 til 65535. Se: kvartalsbog serve --help",
    ("serve", "--port", "9" * 5000): "Værdien for --port kan ikke bruges. Tilladt: hele tal fra 0 til 65535. Se: kvartalsbog serve --help",
    ("reproduce", "2024K1", "--site", "x", "--version", "0"): "Værdien for --version kan ikke bruges. Tilladt: hele tal fra 1 og op. Se: kvartalsbog reproduce --help",
    ("intake", "2024K1", "x", "--allow-rejected=-1"): "Værdien for --allow-rejected kan ikke bruges. Tilladt: hele tal fra 0 og op. Se: kvartalsbog intake --help",
}  # fmt: skip


@pytest.mark.parametrize("arguments", NUMBERS, ids=lambda words: " ".join(words)[:60])
def test_a_number_that_cannot_be_meant_is_refused(arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", ["kvartalsbog", *arguments])
    assert cli.run() == 2
    assert re.sub(r"Se: .* (\w+ --help)", r"Se: kvartalsbog \1", capsys.readouterr().err.strip()) == NUMBERS[arguments]


# -- the last resort ---------------------------------------------------------------------------------------------------

SECRET = "Jens Hansen 010190-1234"
UNEXPECTED = {
    "in a command": f"def fail(*a): raise KeyError({SECRET!r})\nimport kvartalsbog.cli.check as c; c.prepared = fail",
    "at import": f"import builtins; old = builtins.__import__\ndef fail(name, *a):\n    if name == 'typer': raise SyntaxError({SECRET!r})\n    return old(name, *a)\nbuiltins.__import__ = fail",
    "at the end": f"import atexit\ndef fail(): raise ValueError({SECRET!r})\nimport kvartalsbog.cli.check as c; old = c.prepared\ndef prepared(*a):\n    atexit.register(fail); return old(*a)\nc.prepared = prepared",
    "in a thread": f"import threading\ndef fail(): raise ValueError({SECRET!r})\nimport kvartalsbog.cli.check as c; old = c.prepared\ndef prepared(*a):\n    t = threading.Thread(target=fail); t.start(); t.join(); return old(*a)\nc.prepared = prepared",
    "in what is thrown away": f"class A:\n    def __del__(self): raise ValueError({SECRET!r})\nimport kvartalsbog.cli.check as c; old = c.prepared\ndef prepared(*a):\n    A(); return old(*a)\nc.prepared = prepared",
    "without memory": f"def fail(*a): raise MemoryError({SECRET!r})\nimport kvartalsbog.cli.check as c; c.prepared = fail",
    "without end": f"def fail(*a): return fail({SECRET!r})\nimport kvartalsbog.cli.check as c; c.prepared = fail",
}  # fmt: skip
BEGIN = "import sys; sys.argv = ['kvartalsbog', 'check', '2024K1']; from kvartalsbog.cli.start import main\n"


def program(before: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program, in which something is done before it begins."""
    code = f"{BEGIN}{before}\nmain()"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False)  # fmt: skip


@pytest.mark.parametrize("where", UNEXPECTED)
def test_an_unexpected_error_is_one_line_and_a_private_report_without_data(where: str, tmp_path: Path) -> None:
    done = program(UNEXPECTED[where], XDG_STATE_HOME=str(tmp_path))
    (report,) = (tmp_path / "kvartalsbog").iterdir()
    (line,) = done.stderr.splitlines()
    assert done.returncode == 70
    assert line.startswith("Uventet fejl i programmet (")
    assert line.endswith(f"rapporten uden data: {report}")
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700
    text = report.read_text(encoding="utf-8")
    assert "Error\n" in text
    assert not re.search("Jens|0190|fail.py|wt|home", done.stderr.replace(str(tmp_path), "") + text)
    assert len(text.splitlines()) < 120


def test_without_any_place_for_a_report_the_line_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    nowhere = str(tmp_path / "file")
    before = f"{UNEXPECTED['in a command']}\nimport kvartalsbog.process.fault_report as r; r._private_folders = lambda: [r.Path({nowhere!r})]"
    done = program(before)
    assert (done.returncode, len(done.stderr.splitlines())) == (70, 1)
    assert "der kunne ikke skrives en rapport" in done.stderr


def test_a_report_names_the_program_and_nothing_of_the_users(tmp_path: Path) -> None:
    (tmp_path / "Jens Hansen.py").write_text("def jens(): {}['010190']", encoding="utf-8")
    scope: dict[str, Any] = {}
    path = tmp_path / "Jens Hansen.py"
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), scope)
    try:
        scope["jens"]()
    except KeyError as error:
        text = described(error, "check")
    assert "KeyError" in text
    assert "(uden for programmet)" in text
    assert not re.search("(?i)jens|0101|tmp", text)


SIGNALS = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}


@pytest.mark.parametrize("name", SIGNALS)
@pytest.mark.parametrize("when", ["while it is loaded", "while it runs", "twice"])
def test_a_signal_is_one_line_at_any_moment(name: str, when: str) -> None:
    kill = f"import os, signal; os.kill(os.getpid(), signal.{name})"
    before = {
        "while it is loaded": f"import builtins; old = builtins.__import__\ndef stop(n, *a):\n    if n == 'typer':\n        {kill}\n    return old(n, *a)\nbuiltins.__import__ = stop",
        "while it runs": f"import kvartalsbog.cli.check as c\ndef stop(*a):\n    {kill}\nc.prepared = stop",
        "twice": f"import kvartalsbog.cli.check as c\ndef stop(*a):\n    try:\n        {kill}\n    finally:\n        {kill}\nc.prepared = stop",
    }[when]
    done = program(before)
    assert (done.returncode, done.stdout, done.stderr) == (SIGNALS[name], "", "Afbrudt. Hvad der er skrevet, er skrevet helt.\n")  # fmt: skip


def test_a_signal_that_python_cannot_raise_is_raised_again() -> None:
    kill = "import os, signal, time; os.kill(os.getpid(), signal.SIGINT)"
    before = f"class A:\n    def __del__(self):\n        {kill}\nimport time, kvartalsbog.cli.check as c\ndef stop(*a):\n    A(); time.sleep(60)\nc.prepared = stop"
    done = program(before)
    assert (done.returncode, done.stderr) == (130, "Afbrudt. Hvad der er skrevet, er skrevet helt.\n")


def test_what_nohup_started_is_not_ended_with_the_terminal() -> None:
    before = "import os, signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\nimport kvartalsbog.cli.check as c; old = c.prepared\ndef prepared(*a):\n    os.kill(os.getpid(), signal.SIGHUP); return old(*a)\nc.prepared = prepared"
    assert program(before).returncode == 0


# -- printing ----------------------------------------------------------------------------------------------------------


def test_nothing_but_the_printer_can_reach_a_terminal() -> None:
    """No module reads markup or writes to a stream by itself, so nothing from data can act there."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            found
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom | ast.Import)
            for found in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
        }
        if name not in ("process/printing.py", "cli/console.py"):
            assert not {found for found in imported if found.partition(".")[0] == "rich"}, name
        calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert not {call for call in calls if re.match(r"typer\.(echo|secho|style|prompt|confirm|launch)|click\.", call)}, name  # fmt: skip
        written = {call for call in calls if re.match(r"sys\.(__)?std(out|err)", call)}
        assert written <= ({"sys.stderr.write", "sys.stderr.flush"} if name == "process/guard.py" else {"sys.stdout.isatty", "sys.stderr.isatty"}), name  # fmt: skip
    console = (PACKAGE / "cli/console.py").read_text(encoding="utf-8")
    assert re.findall(r"from rich\S* import ([\w, ]*\w)", console) == [
        "BarColumn, MofNCompleteColumn, Progress, TextColumn"
    ]
    assert re.findall(r"TextColumn\((.*?)\)", console) == ['"{task.description}"']


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Printer], None]], str]:
    return lambda use: _printed(use, monkeypatch)


def _printed(use: Callable[[Printer], None], patch: pytest.MonkeyPatch) -> str:
    stream = io.StringIO()
    patch.setattr(sys, "stdout", stream)
    use(Printer(stderr=False))
    patch.undo()
    return stream.getvalue()


HOSTILE = st.text(st.one_of(st.sampled_from("[]/\\b{}:*_`\x1b\x9b\r\n\t\b\x07\u202e\u200b\u00ad\u2028\u3164\U000e0041\ud800æ€漢"), st.characters()), max_size=40)  # fmt: skip
ACTS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\U000e0000-\U000e007f]"
)


@given(HOSTILE)
@settings(max_examples=300, deadline=None)
def test_no_text_acts_on_a_terminal_and_none_vanishes(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        line = _printed(lambda printer: printer.print(text), patch)
        table = _printed(lambda printer: printer.table([Column(text)], [[text], [(text, text)]]), patch)
    assert line == f"{visible(text)}\n"
    assert not ACTS.search(line[:-1] + table)
    assert "\n" not in line[:-1]
    squeezed = re.sub(r"\s", "", visible(text))
    assert re.sub(r"\s", "", table).replace("─", "").count(squeezed.replace("─", "")) >= (
        4 if squeezed.replace("─", "") else 0
    )


@given(st.dictionaries(HOSTILE, HOSTILE))
@settings(max_examples=200, deadline=None)
def test_json_keeps_its_values_and_shows_no_sign_that_acts(values: dict[str, str]) -> None:
    document = json.dumps(values, ensure_ascii=False, indent=2)
    with pytest.MonkeyPatch.context() as patch:
        told = _printed(lambda printer: printer.json(document), patch)
    assert json.loads(told) == json.loads(json.dumps(values))
    assert not ACTS.search(told)


@given(HOSTILE, HOSTILE)
def test_no_part_of_a_problem_acts_wherever_it_is_shown(text: str, other: str) -> None:
    """Not only where it is printed: pages and reports show problems too, and what is allowed comes from a manifest, say."""
    for parts in ((other, None, None, None), ("", other, None, None), ("", None, other, None), ("", None, None, other)):
        line = str(Problem(Place(text, 1, text), *parts))
        assert not ACTS.search(line)
        assert "\n" not in line


def test_a_paragraphs_lines_do_not_pass_for_others(printed: Callable[[Callable[[Printer], None]], str]) -> None:
    assert printed(lambda p: p.paragraph("a\n2 fejl fundet.\x1b[0m")) == "a\n  2 fejl fundet.\\x1b[0m\n"


@given(st.text(st.characters(codec="utf-8")))
@settings(max_examples=200, deadline=None)
def test_every_sign_is_told_in_every_encoding(text: str) -> None:
    guard._prepare()
    try:
        for encoding in ("ascii", "latin-1", "cp1252", "utf-8"):
            assert visible(text).encode(encoding, "kvartalsbog").decode(encoding) or not text
    finally:
        sys.excepthook, sys.unraisablehook, threading.excepthook = sys.__excepthook__, sys.__unraisablehook__, threading.__excepthook__  # fmt: skip
