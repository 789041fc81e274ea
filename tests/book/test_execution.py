"""Running notebooks: parameters, errors, time limits, several at once, Ctrl-C, nothing left behind."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from danish import ALLOWED, words
from in_process import kernels_again
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from small_notebooks import PARAMETERS, kernels, processes, write

from kvartalsbog.book import complaints, execution, listening
from kvartalsbog.book.complaints import in_danish
from kvartalsbog.book.execution import check_parameters, execute, execute_each
from kvartalsbog.book.kernels import KernelGroup
from kvartalsbog.book.notebooks import has_error, settled
from kvartalsbog.book.progress import Step
from kvartalsbog.book.running import Running
from kvartalsbog.book.warm import WarmKernels
from kvartalsbog.errors import ExecutionError
from kvartalsbog.files.workplace import clear

pytestmark = pytest.mark.usefixtures("real_kernels")


# how a program of its own runs the notebooks of a folder, with kernels of either kind
PROGRAM = (
    "import sys\nfrom contextlib import nullcontext\nfrom pathlib import Path\nfrom kvartalsbog.book.execution import execute\n"
    "from kvartalsbog.book.running import Running\nfrom kvartalsbog.book.warm import WarmKernels\nf = Path(sys.argv[1])\n"
    "books = [(path, path.name) for path in sorted(f.glob('*.ipynb'))]\n"
    "with (WarmKernels() if {forked} else nullcontext()) as warm:\n"
    "    for _ in range({times}): execute(books, {{'quarter': 'x', 'data_dir': 'y'}}, f / 'out', Running(warm=warm), workers=2)"
)


def outputs(path: Path) -> list[str]:
    return [o.get("text", "") for cell in nbformat.read(path, 4).cells for o in cell.get("outputs", [])]


@pytest.fixture(scope="module")
def temporary() -> Iterator[Path]:
    """A short folder of these tests' own for temporary files: other tests run at the same time."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="t") as folder:
        patch.setenv("TMPDIR", folder)
        patch.setenv("JUPYTER_RUNTIME_DIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


@pytest.fixture(scope="module")
def forking(temporary: Path) -> Iterator[WarmKernels]:
    """All kernels forked from one process, which a second of importing is spent on once and not by each."""
    with kernels_again(), WarmKernels() as found:
        yield found
    assert list(temporary.iterdir()) == []


@pytest.fixture(scope="module", params=["started", "forked"])
def warm(request: pytest.FixtureRequest, forking: WarmKernels) -> WarmKernels | None:
    """Every kernel started by itself, or all forked from one process; what holds of one kind holds of the other."""
    return forking if request.param == "forked" else None


def left(temporary: Path) -> list[Path]:
    """What kernels have left among temporary files, beside the folder of what forks them."""
    return [path for path in temporary.iterdir() if not path.name.startswith("kw-")]


def test_notebooks_get_their_parameters_and_report_their_progress(tmp_path: Path, warm: WarmKernels | None) -> None:
    seen: list[Step] = []
    books = [write(tmp_path, f"{n}.ipynb", "print(quarter, data_dir)") for n in "ab"]
    execute(books, PARAMETERS, tmp_path / "out", Running(observe=seen.append, warm=warm))
    assert outputs(tmp_path / "out/a.ipynb") == ["2024K1 /data\n"]
    assert {(s.name, s.event) for s in seen} == {(n, e) for n in ("a.ipynb", "b.ipynb") for e in ("started", "done")}


def test_many_kernels_at_once_do_not_disturb_each_other(tmp_path: Path, warm: WarmKernels | None) -> None:
    books = [write(tmp_path, f"{n}.ipynb", f"print({n} * 1111)") for n in range(8)]
    execute(books, PARAMETERS, tmp_path / "out", Running(warm=warm), workers=4)
    assert [outputs(tmp_path / f"out/{n}.ipynb") for n in range(8)] == [[f"{n * 1111}\n"] for n in range(8)]


def test_an_error_names_notebook_section_cell_line_and_words(tmp_path: Path, warm: WarmKernels | None) -> None:
    bad = write(tmp_path, "bad.ipynb", "x = 1", "%## Udvikling", "y = 2\nraise ValueError('tallet mangler')")
    with pytest.raises(ExecutionError) as caught:
        execute([bad], PARAMETERS, tmp_path / "out", Running(warm=warm))
    told = str(caught.value)
    assert told.endswith(
        "bad.ipynb: afsnittet »Udvikling«, celle 5, linje 2: Cellen standser med en fejl. Pythons egne ord: »ValueError: tallet mangler«"
    )


def test_one_failure_leaves_no_notebook_at_all(tmp_path: Path, temporary: Path, warm: WarmKernels | None) -> None:
    books = [
        write(tmp_path, "good.ipynb", "1"),
        write(tmp_path, "bad.ipynb", "1/0"),
        write(tmp_path, "slow.ipynb", "import time; time.sleep(60)"),
    ]
    with pytest.raises(ExecutionError, match="Der deles med nul"):
        execute(books, PARAMETERS, tmp_path / "out", Running(warm=warm), workers=3)
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".executing-*"))
    assert not list(temporary.glob("kb-*"))
    assert not kernels(temporary)


def test_what_stood_there_stays_when_a_notebook_fails(tmp_path: Path) -> None:
    execute([write(tmp_path, "a.ipynb", "print('old')")], PARAMETERS, tmp_path / "out")
    with pytest.raises(ExecutionError):
        execute([write(tmp_path, "a.ipynb", "1/0")], PARAMETERS, tmp_path / "out")
    assert outputs(tmp_path / "out/a.ipynb") == ["old\n"]


def test_a_notebook_may_not_take_for_ever(tmp_path: Path, warm: WarmKernels | None) -> None:
    slow = write(tmp_path, "slow.ipynb", "import time\ntime.sleep(60)")
    with pytest.raises(ExecutionError, match=r"slow.ipynb: Notesbogen blev ikke færdig på 4 sekunder"):
        execute([slow], PARAMETERS, tmp_path / "out", Running(timeout=4, warm=warm))


def test_a_time_limit_shorter_than_a_kernels_start_is_kept(
    tmp_path: Path, temporary: Path, warm: WarmKernels | None
) -> None:
    for timeout in (0.001, 0.3):
        with pytest.raises(ExecutionError, match=rf"a.ipynb: Notesbogen blev ikke færdig på {timeout:g} sekunder"):
            execute(
                [write(tmp_path, "a.ipynb", "1")], PARAMETERS, tmp_path / "out", Running(timeout=timeout, warm=warm)
            )
    assert not kernels(temporary)


HIDDEN = "import subprocess, time\nfor _ in range(2): subprocess.Popen(['setsid', 'env', '-i', 'sh', '-c', 'exec 3</dev/null; sleep 8642 & sleep 8643'])\ntime.sleep(0.3)"
FORKED = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        os.execvp('sleep', ['sleep', '8644'])\n    os._exit(0)\nos.wait()"
DEATHS = {
    "it ends": ("import os; os._exit(0)", "mistede sin kerne"),
    "it is killed": ("import os; os.kill(os.getpid(), 9)", "mistede sin kerne"),
    "its group is killed": ("import os; os.killpg(0, 9)", "mistede sin kerne"),
    "its keeper is killed": ("import os; os.kill(os.getppid(), 9)\nimport time; time.sleep(60)", "mistede sin kerne"),
    "Python ends": ("import sys; sys.exit(0)", "Cellen afslutter Python."),
    "it hangs after ignoring signals": ("import signal, time\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\ntime.sleep(60)", "ikke færdig på 6 sekunder"),
    "an error after hidden children": (f"{HIDDEN}\n1/0", "Der deles med nul"),
    "it ends after a double fork": (f"{FORKED}\nos._exit(3)", "mistede sin kerne"),
}  # fmt: skip


def sleepers() -> list[str]:
    found = subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in found.splitlines() if re.search(r"sleep 864\d", line)]


@pytest.mark.parametrize("death", DEATHS)
def test_however_a_kernel_ends_nothing_that_it_started_lives_on(
    death: str, tmp_path: Path, temporary: Path, warm: WarmKernels | None
) -> None:
    source, words = DEATHS[death]
    timeout = 6 if "6 sekunder" in words else 60  # a slow machine must not be late before the kernel's death is seen
    with pytest.raises(ExecutionError, match=re.escape(words)):
        execute(
            [write(tmp_path, "a.ipynb", source, "print('never')")],
            PARAMETERS,
            tmp_path / "out",
            Running(timeout=timeout, warm=warm),
        )
    assert not kernels(temporary)
    assert sleepers() == []
    assert left(temporary) == []


def test_what_a_whole_notebook_started_does_not_outlive_it(tmp_path: Path, warm: WarmKernels | None) -> None:
    execute(
        [write(tmp_path, "a.ipynb", HIDDEN, FORKED, "print('done')")], PARAMETERS, tmp_path / "out", Running(warm=warm)
    )
    assert outputs(tmp_path / "out/a.ipynb")[-1] == "done\n"
    assert sleepers() == []


def test_very_much_output_is_bounded_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm: WarmKernels | None
) -> None:
    monkeypatch.setattr(listening, "LOUDEST", 3_000_000)
    monkeypatch.setattr(execution, "LOUDEST", 3_000_000)
    endless = "while True: print('x' * 100_000)"
    with pytest.raises(ExecutionError, match=r"celle 3: Notesbogen viser mere end 3 MB\. Vis mindre\."):
        execute([write(tmp_path, "a.ipynb", endless)], PARAMETERS, tmp_path / "out", Running(timeout=60, warm=warm))


def test_a_kernel_works_in_a_folder_of_its_own_and_may_take_it_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm: WarmKernels | None
) -> None:
    monkeypatch.chdir(tmp_path)
    source = "import os, shutil\nopen('left', 'w').close()\nprint(os.listdir())\nshutil.rmtree(os.getcwd())"
    execute([write(tmp_path, "a.ipynb", source, "print(1)")], PARAMETERS, tmp_path / "out", Running(warm=warm))
    assert outputs(tmp_path / "out/a.ipynb") == ["['left']\n", "1\n"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ipynb", "out"]


@pytest.mark.parametrize("forked", [False, True], ids=["started", "forked"])
def test_kernels_say_nothing_by_themselves(forked: bool, tmp_path: Path) -> None:
    """Two books' worth of kernels: none complains, of an interrupt or of anything."""
    for number in range(6):
        write(tmp_path, f"{number}.ipynb", "import os; os.write(2, b'to the cell'); print(quarter)")
    code = PROGRAM.format(forked=forked, times=2)
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("forked", [False, True], ids=["started", "forked"])
@pytest.mark.parametrize("folder", ["long", "missing"])
def test_folders_around_a_kernel_may_be_as_they_are(folder: str, forked: bool, tmp_path: Path) -> None:
    write(tmp_path, "a.ipynb", "import matplotlib.pyplot\nprint(quarter)")
    long = tmp_path / ("l" * 110)
    long.mkdir()
    around = {"long": {"TMPDIR": str(long)}, "missing": {"TMPDIR": "/nonexistent/t", "HOME": "/nonexistent/h"}}
    environment = {name: value for name, value in os.environ.items() if name not in ("MPLCONFIGDIR", "TMPDIR")}
    code = PROGRAM.format(forked=forked, times=1)
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], env={**environment, **around[folder]}, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert outputs(tmp_path / "out/a.ipynb") == ["x\n"]
    assert list(long.iterdir()) == []


WORDS = {
    "x = nix": "linje 1: Navnet »nix« findes ikke.",
    "import nix": "linje 1: Modulet »nix« findes ikke i den Python, som bogen laves med.",
    "x = 1\nx.nix": "linje 2: En værdi af typen int har ingen »nix«.",
    "x = 1\n%nix": "linje 1: Magien »%nix« findes ikke.",
    "\n%%nix\nx": "linje 1: Magien »%%nix« findes ikke.",
    "x = (": "linje 1: Koden kan ikke læses som Python: den slutter midt i en parentes eller en blok.",
    "1\ncompile('\\n(', 'wording.py', 'exec')": "linje 2: Koden i wording.py, linje 2, kan ikke læses som Python: »(« bliver ikke lukket.",
    "open('nix.csv')": "linje 1: Filen »nix.csv« findes ikke. En notesbog kører i en tom mappe; brug data_dir.",
    "raise ValueError('y' * 100000)": "linje 1: Cellen standser med en fejl. Pythons egne ord: »ValueError: yyy",
    "from kvartalsbog.errors import UsageError\nraise UsageError('Ret det.')": "linje 2: Ret det.",
}  # fmt: skip


def test_what_python_says_is_told_in_danish(tmp_path: Path, warm: WarmKernels | None) -> None:
    books = [write(tmp_path, f"{n}.ipynb", source) for n, source in enumerate(WORDS)]
    errors = execute_each(books, PARAMETERS, tmp_path / "out", Running(warm=warm))
    assert sorted(errors) == sorted(name for _, name in books)
    for (_, name), told in zip(books, WORDS.values(), strict=True):
        assert f"{name}: afsnittet »Titel«, celle 3, {told}" in str(errors[name])
        assert len(str(errors[name])) < 800


SAID = {
    "from pathlib import Nix": "Der er ingen »Nix« i pathlib.",
    "x = 1\ny = 'a": "Koden kan ikke læses som Python: en tekst mangler sit sidste anførselstegn.",
    "if True\n  1": "Koden kan ikke læses som Python: der mangler et kolon.",
    "if True:\n1": "Koden kan ikke læses som Python: linjen skal være rykket ind.",
    "1\n  2": "Koden kan ikke læses som Python: linjen må ikke være rykket ind.",
    "x = [1, 2)": "Koden kan ikke læses som Python: »[« bliver lukket med »)«.",
    "x y": "Koden kan ikke læses som Python: linjen er skrevet forkert.",
    "f(x for x in y, 1)": "Koden kan ikke læses som Python. Pythons egne ord: »Generator expression must be parenthesized«",
    "{}['nix']": "Nøglen 'nix' findes ikke. Ret stavningen, eller se efter, hvilke nøgler der er.",
    "[][0]": "Der er ikke så mange værdier. Det første nummer er 0.",
    "1 / 0": "Der deles med nul. Se efter, om nævneren kan være 0.",
    "import math\nmath.nix": "Modulet »math« har ingen »nix«.",
    "None.nix": "Der er ingen værdi (None) foran ».nix«.",
    "1 + 'a'": "»+« kan ikke bruges på en værdi af typen int og en af typen str.",
    "'a' + 1": "»+« kan ikke bruges på en værdi af typen str og en af typen int.",
    "1 < 'a'": "»<« kan ikke bruges på en værdi af typen int og en af typen str.",
    "x = 1\nx()": "En værdi af typen int kan ikke kaldes.",
    "x = 1\nx[0]": "En værdi af typen int har ingen dele.",
    "list(1)": "En værdi af typen int kan ikke gås igennem.",
    "def f(a): ...\nf()": "f() mangler 'a'.",
    "def f(): ...\nf(b=1)": "f() kender ikke »b«.",
    "class A:\n    def f(self): ...\nA().f(b=1)": "f() kender ikke »b«.",
    "raise EOFError('EOF when reading a line')": "Cellen spørger med input(), og ingen kan svare.",
    "from ipykernel.kernelbase import StdinNotImplementedError\nraise StdinNotImplementedError('raw_input')": "Cellen spørger med input()",
    "def f(): ...\nf(1)": "f() får for mange værdier i parentesen.",
    "int('nix')": "Teksten 'nix' er ikke et tal.",
    "a, b = 1, 2, 3": "Der er ikke lige så mange navne som værdier.",
    "open('.')": "».« kan ikke bruges som fil.",
    "def f():\n    x += 1\nf()": "Navnet »x« bruges i funktionen, før det er sat.",
    "def f(): f()\nf()": "En funktion kalder sig selv uden ende.",
    "b'\\xff'.decode()": "Filen er ikke i utf-8.",
    "assert False": "Det, som cellen kræver med assert, er ikke sandt.",
    "raise ValueError": "Cellen standser med en fejl. Pythons egne ord: »ValueError«",
}  # fmt: skip


@pytest.mark.parametrize("source", SAID)
def test_the_mistakes_that_are_made_most_are_told_in_danish(source: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - each has its own
        exec(compile(source, "4711.py", "exec"), {})
    assert in_danish(type(caught.value).__name__, str(caught.value)).startswith(SAID[source])


def test_all_that_is_said_of_mistakes_is_danish() -> None:
    said = [danish for known in (complaints.PYTHON, complaints.CODE) for _, danish in known]
    said += [f"{message} {hint}" for _, message, hint in complaints.SPHINX]
    assert len(said) > 70
    code = words("python assert none exit quit input encoding utf yaml config yml data dir sphinx")
    assert {word for text in said for word in words(text)} - set(ALLOWED.read_text(encoding="utf-8").split()) <= code


MARKS: dict[str, tuple[list[tuple[str, list[str]]], str]] = {
    "skipped": ([("1", ["skip-execution"])], "celle 3: mærket »skip-execution« kan ikke bruges. Tilladt: parameters,"),
    "may fail": ([("1/0", ["raises-exception"])], "celle 3: mærket »raises-exception« kan ikke bruges."),
    "output hidden": ([("1", ["remove-output"])], "celle 3: mærket »remove-output« kan ikke bruges."),
    "misspelt": ([("1", ["paramaters"])], "celle 3: mærket »paramaters« kan ikke bruges."),
    "twice": ([('quarter = ""\ndata_dir = ""', ["parameters"])], "Cellerne 2, 3 har mærket »parameters«; kun én må have det."),
    "injected by hand": ([("quarter = 1", ["injected-parameters"])], "celle 3: mærket »injected-parameters« kan ikke bruges."),
    "two at once": ([("1", ["a"]), ("2", ["b"])], "mærket »b«"),
}  # fmt: skip


@pytest.mark.parametrize("marks", MARKS)
def test_a_mark_that_could_keep_a_cell_from_being_run_or_seen_is_refused(marks: str, tmp_path: Path) -> None:
    cells, words = MARKS[marks]
    book = write(tmp_path, "a.ipynb", *(source for source, _ in cells))
    document = nbformat.read(book[0], 4)
    for cell, (_, tags) in zip(document.cells[2:], cells, strict=True):
        cell.metadata["tags"] = tags
    nbformat.write(document, book[0])
    with pytest.raises(ExecutionError, match=re.escape(words)):
        execute([book], PARAMETERS, tmp_path / "out")


def test_code_before_the_parameters_is_refused(tmp_path: Path) -> None:
    book = write(tmp_path, "a.ipynb", "1")
    document = nbformat.read(book[0], 4)
    document.cells.insert(1, new_code_cell("quarter = 'x'"))
    nbformat.write(document, book[0])
    with pytest.raises(ExecutionError, match="Der er kode før celle 3, som har mærket »parameters«"):
        execute([book], PARAMETERS, tmp_path / "out")


def test_every_notebook_that_cannot_be_run_is_told_at_once(tmp_path: Path) -> None:
    books = [
        write(tmp_path, "a.ipynb", parameters="x = 1"),
        write(tmp_path, "b.ipynb", parameters=""),
        (tmp_path / "c", "c"),
    ]
    with pytest.raises(ExecutionError) as caught:
        execute(books, PARAMETERS, tmp_path / "out")
    assert [line.partition(": ")[0] for line in str(caught.value).splitlines()] == [str(path) for path, _ in books]


def test_a_project_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "{a} [b] %s ☃"
    folder.mkdir()
    execute([write(folder, "{x}.ipynb", "print(1)")], PARAMETERS, folder / "{out}")
    assert outputs(folder / "{out}/{x}.ipynb") == ["1\n"]


@pytest.mark.parametrize(
    "parameters", ["quarter = ''", "quarter = ''\ndata_dir = ''\nextra = 1", "quartr = ''\ndata_dir = ''"]
)
def test_a_notebooks_parameters_must_be_exactly_those_given(tmp_path: Path, parameters: str) -> None:
    with pytest.raises(ExecutionError, match="de skal være data_dir, quarter"):
        execute([write(tmp_path, "a.ipynb", parameters=parameters)], PARAMETERS, tmp_path / "out")


def test_a_missing_notebook_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExecutionError, match="findes ikke"):
        execute([(tmp_path / "no.ipynb", "no.ipynb")], PARAMETERS, tmp_path / "out")


@pytest.mark.parametrize("value", [(1, 2), {1, 2}, Path("x"), float("nan"), object(), {1: "x"}])
def test_only_plain_values_are_passed(value: Any) -> None:
    with pytest.raises(ExecutionError, match="ikke kan gives videre"):
        check_parameters({"quarter": value})


@pytest.mark.parametrize("name", ["x; import os", "Period", "1x", "", "x y"])
def test_only_plain_names_are_passed(name: str) -> None:
    with pytest.raises(ExecutionError, match="navn"):
        check_parameters({name: "2024K1"})


def test_an_executed_notebook_holds_nothing_that_differs_from_run_to_run(tmp_path: Path) -> None:
    book = write(tmp_path, "a.ipynb", "object()", "print(quarter)")
    for name in ("one", "two"):
        execute([book], PARAMETERS, tmp_path / name)
    assert (tmp_path / "one/a.ipynb").read_bytes() == (tmp_path / "two/a.ipynb").read_bytes()


def test_a_notebook_with_an_error_is_recognised(tmp_path: Path) -> None:
    output = nbformat.v4.new_output("error", ename="E", evalue="v", traceback=[])
    marked = new_markdown_cell("red", metadata={"tags": ["papermill-error-cell-tag"]})
    assert has_error(nbformat.writes(new_notebook(cells=[new_code_cell("1", outputs=[output])])))
    assert has_error(nbformat.writes(new_notebook(cells=[marked])))
    assert not has_error(settled(new_notebook(cells=[new_code_cell("1")])))


def test_a_kernel_that_starts_when_the_run_has_ended_is_ended_too(temporary: Path) -> None:
    async def start_late() -> None:
        with KernelGroup() as group:
            manager = group.member()[0](kernel_name="python3")
            group.kill()
            with pytest.raises(ExecutionError, match="afbrudt"):
                await manager.start_kernel()

    asyncio.run(start_late())
    assert not kernels(temporary)
    assert not list(temporary.glob("kb-*"))


def test_no_kernel_joins_a_run_that_has_ended() -> None:
    with KernelGroup() as group:
        pass
    with pytest.raises(ExecutionError, match="afbrudt"):
        group.member()


@pytest.mark.parametrize("forked", [False, True], ids=["started", "forked"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "killed"])
def test_however_a_run_is_ended_every_kernel_is(number: int, forked: bool, tmp_path: Path, temporary: Path) -> None:
    for name in "ab":
        running = f"import time\nopen({str(tmp_path / name)!r}, 'w').close()\ntime.sleep(120)"
        write(tmp_path, f"{name}.ipynb", running)
    before = processes(temporary)
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(forked=forked, times=1), str(tmp_path)], stderr=subprocess.PIPE, start_new_session=True
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not ((tmp_path / "a").exists() and (tmp_path / "b").exists()) and time.monotonic() < deadline:
        time.sleep(0.1)
    running = processes(temporary) - before
    assert len(running) == (5 if forked else 4)  # two, each with its keeper, and what forks them
    os.kill(process.pid, number)
    _, told = process.communicate(timeout=60)
    assert process.returncode != 0
    assert (b"KeyboardInterrupt" in told) == (number == signal.SIGINT)
    deadline = time.monotonic() + 20
    while processes(temporary) & running and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not processes(temporary) & running
    assert not (tmp_path / "out").exists()
    if number == signal.SIGKILL:  # it could tidy up nothing; the next run does
        clear(temporary, "kb-")
        clear(temporary, "kw-")
    else:
        assert not list(tmp_path.glob(".executing-*"))
    assert not list(temporary.glob("kb-*"))


def test_classes_are_found_before_two_notebooks_look_for_them_at_once() -> None:
    """traitlets exchanges a class's name for the class when it makes the first instance, and is not made for threads."""
    program = """
from papermill.clientwrap import PapermillNotebookClient as Client
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from kvartalsbog.book.kernels import KernelGroup
def names():
    kinds = (Client, AsyncKernelClient, AsyncKernelManager, Session, LocalProvisioner)
    return sorted({n for kind in kinds for n, t in kind.class_traits().items() if isinstance(getattr(t, "klass", None), str)})
before = names()
with KernelGroup():
    print(before, names())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "['client_factory', 'kernel_spec', 'parent', 'session'] []\n"
