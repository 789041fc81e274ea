"""Kernels that are forked from a warm process: as those that are started, and never where forking could do harm."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from unittest import mock

import nbformat
import pytest
from conftest import make_library
from small_notebooks import PARAMETERS, processes, write

from kvartalsbog.book import warm, warm_process
from kvartalsbog.book.execution import execute
from kvartalsbog.book.running import Running
from kvartalsbog.book.warm import WarmKernels
from kvartalsbog.errors import ExecutionError
from kvartalsbog.verdicts.gathering import gather

pytestmark = pytest.mark.usefixtures("real_kernels")

# All that a process has which a cell could see, and that is not said to be each kernel's own.
STATE = r"""
import codecs, decimal, faulthandler, gc, locale, logging, multiprocessing, os, resource, signal, sys, tempfile, threading, time, warnings
from pathlib import Path

def told(name, value): print(f'{name}: {value!r}')
told('name', (__name__, sys.modules['__main__'].__name__, Path(sys.argv[0]).name, len(sys.argv), sys.executable))
told('path', [entry for entry in sys.path if not entry.endswith('ipython')])
told('folder', (os.listdir(), Path.cwd().name))
own = ('IPYTHONDIR', 'JPY_PARENT_PID')
told('environment', sorted((name, value) for name, value in os.environ.items() if name not in own))
told('parent', os.environ['JPY_PARENT_PID'] == str(os.getppid()))
told('group', (os.getpgrp() == os.getpid(), os.getsid(0) == os.getpid()))
told('signals', [(number.name, str(signal.getsignal(number)).split(' at ')[0]) for number in signal.valid_signals() if isinstance(number, signal.Signals)])
told('blocked', signal.pthread_sigmask(signal.SIG_BLOCK, []))
told('wakeup', signal.set_wakeup_fd(-1) != -1)
told('mask', (os.umask(0o22), os.umask(0o22)))
told('limits', [resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith('RLIMIT_')])
told('cores', (os.sched_getaffinity(0), os.getpriority(os.PRIO_PROCESS, 0)))
told('files', sorted(os.readlink(f'/proc/self/fd/{name}').split(':')[0] for name in '012'))
others = [os.readlink(entry) for entry in Path('/proc/self/fd').iterdir() if int(entry.name) > 2 and entry.exists()]
told('other files', sorted({Path(entry.split(':')[0]).name for entry in others}))
told('input', sys.__stdin__.read())
told('threads', sorted(thread.name.split('-')[0] for thread in threading.enumerate()))
told('locale', (locale.getlocale(), locale.setlocale(locale.LC_ALL), time.tzname, codecs.lookup('utf-8').name, sys.getdefaultencoding()))
told('flags', (sys.flags, sys.warnoptions, sys._xoptions, sys.getrecursionlimit(), sys.getswitchinterval()))
told('hooks', (type(sys.displayhook).__name__, sys.excepthook.__qualname__, sys.unraisablehook.__name__, [type(f).__name__ for f in sys.meta_path]))
told('garbage', (gc.isenabled(), gc.get_threshold()))
told('logging', (logging.root.level, logging.root.handlers, logging.lastResort.level, sorted(n for n, l in logging.root.manager.loggerDict.items() if getattr(l, 'handlers', []))))
import matplotlib, numpy, pandas
told('warnings', sorted(f'{entry[0]} {entry[2].__name__} {entry[3]}' for entry in warnings.filters))
told('decimal', decimal.getcontext())
told('faults', faulthandler.is_enabled())
told('children', multiprocessing.get_start_method(allow_none=True))
told('temporary', tempfile.gettempdir())
told('matplotlib', dict(matplotlib.rcParams))
told('numpy', (numpy.get_printoptions(), numpy.geterr()))
told('pandas', [(name, pandas.get_option(name)) for name in ('display.max_rows', 'plotting.backend')])
told('shell', (type(get_ipython()).__name__, get_ipython().execution_count, sorted(name for name in globals() if not name.startswith('_i'))))
"""
DRAWN = "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots(figsize=(1, 1))\naxes.plot([1, 2])\nprint(plt.get_backend(), plt.get_fignums())"
CELLS = (STATE, DRAWN, "%whos int\nobject", "import time; print(1); time.sleep(0.5); print(2)")


ORIGIN = """
from pathlib import Path
print('forked' if b'warm_process' in Path('/proc/self/cmdline').read_bytes() else 'started')
"""


def texts(path: Path) -> list[str]:
    return [o.get("text", "") for cell in nbformat.read(path, 4).cells for o in cell.get("outputs", [])]


def shown(folder: Path, source: str, warm: WarmKernels | None, timeout: float = 60) -> list[str]:
    """The lines that a notebook of one cell prints."""
    execute([write(folder, "a.ipynb", source)], PARAMETERS, folder / "out", Running(timeout=timeout, warm=warm))
    return "".join(texts(folder / "out/a.ipynb")).splitlines()


@pytest.fixture
def forking() -> Iterator[WarmKernels]:
    with WarmKernels() as found:
        yield found


@pytest.fixture
def customized(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets every Python that is started run some code first."""
    (tmp_path / "site").mkdir()

    def customize(code: str) -> None:
        (tmp_path / "site/sitecustomize.py").write_text(code, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))

    return customize


def test_a_forked_kernel_is_as_a_started_one_and_shows_the_same_bytes(
    forking: WarmKernels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
        monkeypatch.delenv(name)  # coverage has a handler of SIGTERM in what it starts, and none in what is forked
    book = write(tmp_path, "a.ipynb", *CELLS)
    execute([book], PARAMETERS, tmp_path / "started")
    execute([book], PARAMETERS, tmp_path / "forked", Running(warm=forking))
    started, forked = (texts(tmp_path / name / "a.ipynb") for name in ("started", "forked"))
    assert forked[0].splitlines() == started[0].splitlines()
    assert len(started[0].splitlines()) > 25
    assert (tmp_path / "forked/a.ipynb").read_bytes() == (tmp_path / "started/a.ipynb").read_bytes()


CHANCE = """
import random, secrets, tempfile, uuid
import numpy
for one in (random.random(), numpy.random.rand(), secrets.token_hex(), uuid.uuid4(), tempfile.mkstemp()[1], get_ipython().kernel.session.session):
    print(one)
"""


def test_what_is_chance_is_another_in_every_forked_kernel(forking: WarmKernels, tmp_path: Path) -> None:
    first, second = (shown(tmp_path, f"{CHANCE}{ORIGIN}", forking) for _ in range(2))
    assert first[-1] == second[-1] == "forked"
    assert len({*first, *second}) == 2 * 6 + 1


def test_one_process_forks_the_kernels_of_several_books(forking: WarmKernels, tmp_path: Path) -> None:
    source = "from pathlib import Path; import os\nprint(Path(f'/proc/{os.getppid()}/stat').read_text().split()[3])"
    first, second = (shown(tmp_path, source, forking) for _ in range(2))
    assert first == second
    assert int(first[0]) != os.getpid()


def test_what_was_gathered_is_given_to_kernels_which_read_no_data_and_show_the_same(
    forking: WarmKernels, tmp_path: Path
) -> None:
    project = make_library(tmp_path)
    own = {"quarter": "2026K2", "data_dir": str(project / "data")}
    known = "from kvartalsbog.verdicts.gathering import _GIVEN; print(len(_GIVEN))"
    assert shown(tmp_path, known, forking) == ["0"]
    forking.give(gather(own["quarter"], own["data_dir"]), project / "data")
    assert shown(tmp_path, known + ORIGIN, forking) == ["1", "forked"]
    once = f"from kvartalsbog.verdicts import gathering; gathering.load = None; gathering.gather({own['quarter']!r}, {own['data_dir']!r})"
    assert shown(tmp_path, f"{once}; {known}", forking) == ["0"]
    chapter = (project / "notebooks/2026/pillar_a.ipynb", "a.ipynb")
    execute([chapter], own, tmp_path / "started")
    execute([chapter], own, tmp_path / "forked", Running(warm=forking))
    assert (tmp_path / "forked/a.ipynb").read_bytes() == (tmp_path / "started/a.ipynb").read_bytes()


def test_a_kernel_sees_what_has_changed_around_it(
    forking: WarmKernels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "import os, locale; print(os.environ.get('KB_TEST'), oct(os.umask(0o22)), sorted(os.sched_getaffinity(0)))"
    cores = os.sched_getaffinity(0)
    before, mask = shown(tmp_path, source + ORIGIN, forking), os.umask(0o027)
    try:
        os.sched_setaffinity(0, {min(cores)})
        monkeypatch.setenv("KB_TEST", "ny")
        after = shown(tmp_path, source + ORIGIN, forking)
    finally:
        os.umask(mask)
        os.sched_setaffinity(0, cores)
    assert before == [f"None {oct(mask)} {sorted(cores)}", "forked"]
    assert after == [f"ny 0o27 {[min(cores)]}", "forked"]


def test_the_environment_of_a_kernel_has_one_thread_for_each_library(
    forking: WarmKernels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    source = "import os; print(os.environ['OPENBLAS_NUM_THREADS'])"
    assert shown(tmp_path, source, None) == shown(tmp_path, source, forking) == ["1"]


def test_only_a_process_of_one_thread_without_zeromq_is_forked() -> None:
    code = (
        "import threading, time, zmq; from kvartalsbog.book.warm_process import _warm, can_fork\n"
        "_warm(); print(can_fork()); go = threading.Event(); other = threading.Thread(target=go.wait); other.start()\n"
        "print(can_fork()); go.set(); other.join()\n"
        "print(any(can_fork() or time.sleep(0.01) for _ in range(1000)))  # the system counts it out a little later\n"
        "zmq.Context.instance(); print(can_fork())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=warm.kernel_environment())  # fmt: skip
    assert done.stdout.split() == ["True", "False", "True", "False"]


def test_all_that_is_imported_in_advance_is_there() -> None:
    assert [name for name in warm_process.NEEDED if find_spec(name) is None] == []


def test_where_nothing_can_be_forked_kernels_are_started(tmp_path: Path) -> None:
    with mock.patch.object(warm, "_inherited", return_value=None), WarmKernels() as nothing:
        assert shown(tmp_path, ORIGIN, nothing) == ["started"]
    for platform, missing in (("darwin", None), ("win32", None), ("linux", "pidfd_open")):
        with mock.patch.object(sys, "platform", platform), _without(missing):
            assert warm._inherited() is None
    with mock.patch.object(os, "pidfd_open", side_effect=OSError):  # a system that is too old, or forbids it
        assert warm._inherited() is None


@contextlib.contextmanager
def _without(name: str | None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if name is not None:
            patch.delattr(os, name)
        yield


REFUSALS = {
    "it has a thread": "import threading, time; threading.Thread(target=time.sleep, args=(600,), daemon=True).start()",
    "it ends": "import os, sys\nif 'kvartalsbog.book.warm_process' in sys.orig_argv: os._exit(1)",
    "it fails": "import sys\nif 'kvartalsbog.book.warm_process' in sys.orig_argv: raise SystemExit",
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_where_the_process_refuses_kernels_are_started(
    refusal: str, forking: WarmKernels, tmp_path: Path, customized: Callable[[str], None]
) -> None:
    customized(REFUSALS[refusal])
    assert shown(tmp_path, ORIGIN, forking) == ["started"]


def test_a_process_that_cannot_be_started_is_no_fault(forking: WarmKernels, tmp_path: Path) -> None:
    with mock.patch.object(warm, "_process", side_effect=OSError):
        assert shown(tmp_path, ORIGIN, forking) == ["started"]


def test_a_kernel_outlives_what_forked_it_and_the_next_is_started(forking: WarmKernels, tmp_path: Path) -> None:
    kill = "import os, time\nfrom pathlib import Path\nos.kill(int(Path(f'/proc/{os.getppid()}/stat').read_text().split()[3]), 9)\ntime.sleep(0.5)"
    execute(
        [write(tmp_path, "a.ipynb", kill, ORIGIN)], PARAMETERS, tmp_path / "out", Running(warm=forking)
    )  # fmt: skip
    assert texts(tmp_path / "out/a.ipynb") == ["forked\n"]
    assert shown(tmp_path, ORIGIN, forking) == ["started"]


def test_a_notebooks_time_is_also_that_of_a_process_that_does_not_get_ready(
    tmp_path: Path, customized: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    customized("import sys, time\nif 'kvartalsbog.book.warm_process' in sys.orig_argv: time.sleep(600)")
    with WarmKernels() as slow, pytest.raises(ExecutionError, match="ikke færdig på 1 sekunder"):
        shown(tmp_path, ORIGIN, slow, timeout=1)
    assert not processes(tmp_path)
    assert not list(tmp_path.glob("k*"))
