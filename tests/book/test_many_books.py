"""Every quarter of several projects, made here or by the workers of a Dask cluster: the same bytes, whoever made them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from calling import COMMAND, call
from conftest import LIBRARY, make_library
from small_notebooks import processes

from kvartalsbog.book import cluster, elsewhere
from kvartalsbog.book.books import Book, every_book
from kvartalsbog.book.elsewhere import Maker, Order, program
from kvartalsbog.book.parcels import MOST, ParcelError, packed, received, sent, unpacked
from kvartalsbog.cli.books import Draft, make_here
from kvartalsbog.errors import CompilationError, UsageError
from kvartalsbog.files.store import Store
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.publication import DRAFT

pytestmark = pytest.mark.xdist_group("many")

# -- which books there are ---------------------------------------------------------------------------------------------


def test_the_books_are_all_quarters_of_all_plan_years_of_all_projects(tmp_path: Path) -> None:
    for project, names in {"a": ("2025K4", "2026K1"), "b": ("2026K1", "2025K4/x", "andet")}.items():
        for name in names:
            (tmp_path / project / "data" / name[:4] / name).mkdir(parents=True)
            (tmp_path / project / "data" / name[:4] / "plan.yml").touch()
    a, b = tmp_path / "a", tmp_path / "b"
    found = every_book([a, b, tmp_path / "b/../a"], None, None)
    assert [(str(book.period), book.folder) for book in found] == [
        ("2025K4", a / "_build/2025K4"), ("2026K1", a / "_build/2026K1"), ("2025K4", b / "_build/2025K4"), ("2026K1", b / "_build/2026K1"),
    ]  # fmt: skip
    assert [book.out for book in every_book([a, b], None, tmp_path / "o")] == [
        tmp_path / f"o/{name}" for name in "aabb"
    ]
    assert [book.out for book in every_book([b], a / "data", tmp_path / "o")] == [tmp_path / "o"] * 2


def test_everything_that_keeps_books_from_being_made_is_told(tmp_path: Path) -> None:
    for name in ("x/a", "y/a"):
        (tmp_path / name / "data").mkdir(parents=True)
    with pytest.raises(UsageError) as told:
        every_book([tmp_path / "x/a", tmp_path / "y/a", tmp_path / "z"], None, tmp_path)
    assert [line.split(": ")[0] for line in str(told.value).splitlines()] == [
        "--out", *(str(tmp_path / name / "data") for name in ("x/a", "y/a", "z")),
    ]  # fmt: skip
    with pytest.raises(UsageError, match="--data-dir gælder ét projekt"):
        every_book([tmp_path / "x/a", tmp_path / "y/a"], tmp_path, None)


@pytest.mark.parametrize(
    ("options", "words"),
    {
        ("--all", "2026K1"): "--all er alle perioder",
        ("--scheduler", "tcp://x:1"): "bruges sammen med --all",
        ("--project", ".", "--project", "/"): "bruges sammen med --all",
        ("--all", "--scheduler", "tcp://x:1"): "--scheduler og --share hører sammen",
        ("--all", "--share", "."): "--scheduler og --share hører sammen",
        ("--all", "--scheduler", "tcp://x:1", "--share", "nix"): "--share nix: Mappen findes ikke.",
        ("--all", "--project", "nix"): "Der er ingen plan med indberetninger",
    }.items(),
)
def test_wrong_calls_are_told(options: tuple[str, ...], words: str, tmp_path: Path) -> None:
    done = call("build", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())


def test_a_book_that_cannot_be_made_holds_no_other_up(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    (project / "data/2026/2026K2/series.csv").write_text("nix\n", encoding="utf-8")
    done = call("build", "--all", cwd=project)
    assert done.returncode == 1
    assert "Bogen for 2026K1 er færdig:" in done.stdout
    assert f"Bogen for 2026K2 ({project}) kan ikke laves:" in " ".join(done.stderr.split())
    assert f"1 af 2 bøger blev ikke lavet: 2026K2 ({project})." in " ".join(done.stderr.split())
    assert [path.name for path in (project / "_build").glob("2*")] == ["2026K1"]
    again = call("build", "--all", cwd=project)
    assert "Intet er ændret, siden bogen for 2026K1 blev lavet:" in again.stdout


# -- parcels -----------------------------------------------------------------------------------------------------------


class Halves:
    """A book whose pages another process makes: it is finished when the event is set, or fails."""

    is_apart = True

    def __init__(self, told: list[str], name: str, go: threading.Event, error: Exception | None = None) -> None:
        self._told, self._name, self._go, self._error = told, name, go, error

    def finish(self) -> None:
        assert self._go.wait(60)
        self._told.append(f"{self._name} finished")
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        self._told.append(f"{self._name} closed")


def halves(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, begin: Callable[[str], Halves], told: list[str]
) -> Sequence[Book]:
    """Three books that are made so; what is made is told of."""
    found = [Book(quarter_of(2026, number), tmp_path, tmp_path, tmp_path / "out") for number in (1, 2, 3)]
    monkeypatch.setattr(Draft, "_now", lambda _: None)
    monkeypatch.setattr(Draft, "begin", lambda draft, _: begin(str(draft.book.period)))
    monkeypatch.setattr(Draft, "made", lambda draft: told.append(f"{draft.book.period} made"))
    return found


def test_the_pages_of_a_book_are_made_while_the_next_ones_notebooks_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[str] = []
    go = {name: threading.Event() for name in ("2026K1", "2026K2", "2026K3")}
    error = CompilationError("Siden kan ikke sættes.")

    def begin(name: str) -> Halves:
        told.append(f"{name} begun")
        if name != "2026K1":
            go[f"2026K{int(name[-1]) - 1}"].set()  # the one before is not finished before this one has begun
        if name == "2026K3":
            go[name].set()
        return Halves(told, name, go[name], error if name == "2026K2" else None)

    books = halves(monkeypatch, tmp_path, begin, told)
    with pytest.raises(CompilationError, match="1 af 3 bøger blev ikke lavet: 2026K2"):
        make_here(books, 300, fresh=False)
    assert told[0] == "2026K1 begun"
    assert told.index("2026K2 begun") < told.index("2026K1 finished") < told.index("2026K2 finished")
    assert [words for words in told if "made" in words] == ["2026K1 made", "2026K3 made"]


def test_what_is_broken_off_lets_go_of_the_books_that_were_begun(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[str] = []
    held = threading.Event()

    def begin(name: str) -> Halves:
        if name == "2026K3":
            raise AssertionError("the two before it are not finished")
        if name == "2026K2":
            threading.Timer(0.2, lambda: (held.set(), None)).start()
            raise KeyboardInterrupt
        return Halves(told, name, held)

    books = halves(monkeypatch, tmp_path, begin, told)
    with pytest.raises(KeyboardInterrupt):
        make_here(books, 300, fresh=False)
    assert told in (["2026K1 finished"], ["2026K1 closed"])  # as it had been taken up, or not


def test_a_parcel_is_its_files_and_the_same_files_are_the_same_parcel(tmp_path: Path) -> None:
    for name, content in {"a/b.csv": b"1;2\n", "a/\u00e6.bin": bytes(range(256)), "c": b""}.items():
        (tmp_path / "one" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "one" / name).write_bytes(content)
    (tmp_path / "one/empty").mkdir()
    files = [(path.relative_to(tmp_path / "one").as_posix(), path) for path in (tmp_path / "one").rglob("*")]
    parcel = packed(files)
    unpacked(parcel, tmp_path / "two")
    again = [(name, tmp_path / "two" / name) for name, _ in reversed(files)]
    assert packed(again) == parcel
    assert {name: path.read_bytes() for name, path in again if path.is_file()} == {name: path.read_bytes() for name, path in files if path.is_file()}  # fmt: skip


def test_a_parcel_is_given_only_as_it_was_sent(tmp_path: Path) -> None:
    share = Store(tmp_path, MOST)
    digest = sent(share, b"content")
    assert received(share, digest) == b"content"
    other = share.folder / sent(share, b"other")
    (tmp_path / digest).write_bytes(other.read_bytes())
    with pytest.raises(ParcelError, match="har ikke, hvad den blev givet"):
        received(share, digest)
    sent(share, b"content")
    assert received(share, digest) == b"content"
    (tmp_path / "file").touch()
    with pytest.raises(ParcelError, match="kan ikke skrives"):
        sent(Store(tmp_path / "file", MOST), b"content")


# -- what a worker refuses ---------------------------------------------------------------------------------------------


def test_a_worker_answers_why_it_makes_nothing(tmp_path: Path) -> None:
    order = Order("2026K1", "0" * 64, DRAFT, 60, str(tmp_path), program())
    maker = Maker()
    older = replace(order, program={**program(), "pandas": "0.1", elsewhere.ENGINE: "f" * 64})
    assert "kvartalsbogs egne filer" in str(maker.make(older).error)
    assert "pandas" in str(maker.make(older).error)
    assert "i stedet for 0.1" in str(maker.make(older).error)
    assert "Mappen har ikke, hvad den blev givet" in str(maker.make(order).error)
    nothing = sent(Store(tmp_path, MOST), packed([]))
    error = maker.make(replace(order, inputs=nothing)).error
    assert error is not None
    assert "/tmp" not in str(error)
    maker.close()


class Workers:
    """Workers that say what they are told to say."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.said = said

    def wait_for_workers(self, *_: object, **__: object) -> None: ...

    def run(self, *_: object, **__: object) -> dict[str, Any]:
        return self.said


def test_every_worker_that_would_make_another_book_is_told(tmp_path: Path) -> None:
    good, other = (dict(program()), True), ({**program(), "Python": "3.8.1"}, True)
    said = {
        "tcp://a:1": good,
        "tcp://b:1": other,
        "tcp://c:1": (good[0], False),
        "tcp://d:1": ModuleNotFoundError("nix"),
    }
    with pytest.raises(CompilationError) as told:
        cluster._look(Workers(said), "tcp://s:1", str(tmp_path), "")
    lines = str(told.value).splitlines()
    assert [line.split()[1] for line in lines] == ["tcp://b:1", "tcp://c:1", "tcp://d:1"]
    assert "har en anden udgave af programmet, og bogen ville blive en anden: Python 3.8.1 i stedet for" in lines[0]
    assert f"ser ikke mappen {tmp_path}" in lines[1]
    assert "kan ikke køre kvartalsbog" in lines[2]
    cluster._look(Workers({"tcp://a:1": good}), "tcp://s:1", str(tmp_path), "")
    with pytest.raises(UsageError, match="Planlæggeren har ingen arbejdere"):
        cluster._look(Workers({}), "tcp://s:1", str(tmp_path), "")


# -- a scheduler and its workers ---------------------------------------------------------------------------------------


@contextmanager
def dask(folder: Path, name: str, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of Dask's own programs, in a folder of its own, which is also that of its temporary files."""
    own = folder / name
    own.mkdir()
    command = [sys.executable, "-m", f"distributed.cli.dask_{name.split('-', maxsplit=1)[0]}", *arguments]
    around = {**os.environ, "TMPDIR": str(own), **environment}
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=own, env=around, stdin=nothing, stdout=nothing, stderr=nothing)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(condition: Any, seconds: float = 120) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert found
    return found


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A short folder: kernels' sockets lie below it, where pytest's own would be too long for them in a worker of its."""
    with tempfile.TemporaryDirectory(prefix="m") as folder:
        yield Path(folder).resolve()


@pytest.fixture(scope="module")
def address(place: Path) -> Iterator[str]:
    told = place / "scheduler.json"
    with dask(
        place, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)
    ):
        until(told.is_file)
        yield until(lambda: json.loads(told.read_text() or "{}")).get("address")


def books(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob("2*/**/*") if path.is_file()}


def test_workers_make_the_same_bytes_though_one_is_killed(address: str, place: Path) -> None:
    project = make_library(place)
    assert call("build", "--all", "--out", place / "here", cwd=project).returncode == 0
    (place / "share").mkdir()
    command = [*COMMAND, "build", "--all", "--scheduler", address, "--share", str(place / "share")]
    worker = (address, "--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1")
    with ExitStack() as running:
        one, two = (running.enter_context(dask(place, f"worker-{n}", *worker)) for n in "12")
        # both are there before there is work, so that each is given a book
        waiting = "import sys; from distributed import Client; Client(sys.argv[1]).wait_for_workers(2, 100)"
        subprocess.run([sys.executable, "-c", waiting, address], check=True, capture_output=True)
        made = subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        until(lambda: processes(place / "worker-1", "kb-"))
        os.kill(one.pid, signal.SIGKILL)
        until(lambda: not processes(place / "worker-1", "k"), 30)  # its kernels and what forks them, too
        told, complaints = made.communicate(timeout=300)
        assert (made.returncode, complaints) == (0, "")
        assert [told.count(f"Bogen for 2026K{n} er færdig:") for n in "12"] == [1, 1]
        assert two.poll() is None
    here, there = books(place / "here"), books(project / "_build")
    assert len(here) > 60
    assert there.keys() == here.keys()
    assert [name for name in here if there[name] != here[name]] == []
    again = call("build", "--all", "--scheduler", "tcp://127.0.0.1:9", "--share", place / "share", cwd=project)
    assert again.stdout.count("Intet er ændret") == 2  # nobody is asked for what stands


OTHER = "import importlib.metadata as m\nversion = m.version\nm.version = lambda name: '0.1' if name == 'pandas' else version(name)"


def test_a_worker_with_another_library_is_refused(address: str, place: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(OTHER, encoding="utf-8")
    project = make_library(tmp_path)
    (tmp_path / "share").mkdir()
    worker = (address, "--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1")
    with dask(place, "worker-3", *worker, PYTHONPATH=str(tmp_path)):
        command = [*COMMAND, "build", "--all", "--scheduler", address, "--share", str(tmp_path / "share")]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    told = " ".join(done.stderr.split())
    assert done.returncode == 1
    assert "har en anden udgave af programmet, og bogen ville blive en anden: pandas 0.1 i stedet for" in told
    assert not (project / "_build/2026K1").exists()


@pytest.mark.parametrize("wrong", ["tcp://127.0.0.1:9", "nix", "http://127.0.0.1:8786", "tcp://127.0.0.1:port", ""])
def test_an_address_of_no_scheduler_is_told(wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with pytest.raises(UsageError, match="Der svarer ingen planlægger af Dask"), cluster.cluster(wrong, tmp_path):
        pass


def test_where_dask_is_not_installed_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kvartalsbog.cli.books.find_spec", lambda _: None)
    done = call("build", "--all", "--scheduler", "tcp://x:1", "--share", tmp_path, "--project", LIBRARY, cwd=tmp_path)
    assert done.returncode == 2
    assert 'pip install "kvartalsbog[cluster]"' in " ".join(done.stderr.split())


@pytest.mark.parametrize("address", ["nix", "tcp://nix", "tcp://nix.invalid:1", "tcp://127.0.0.1:1", "tls://127.0.0.1:1", "tcp://127.0.0.1:nix"])  # fmt: skip
def test_an_address_where_nobody_is_is_told_at_once_and_of_nothing_else(address: str, tmp_path: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(UsageError, match="Der svarer ingen planlægger af Dask"), cluster.cluster(address, tmp_path):
        pass
    assert (
        time.monotonic() - begun < 15
    )  # a client would ask for 20 seconds, and tell of a fault when it is done away with
