"""Fixtures: the shipped project, an invented one beside it, and books built once for all the tests that read them."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import HealthCheck, settings
from in_process import in_process, kernels_again
from once import made_once
from remembered import catalogues_once, collectors_at_hand, drawings_once, links_once, questions_once
from surroundings import forget

from kvartalsbog.book.build import build
from kvartalsbog.book.running import Running
from kvartalsbog.book.scaffold import scaffold
from kvartalsbog.book.warm import WarmKernels
from kvartalsbog.disclosure.remembered import let_remember
from kvartalsbog.files.store import Store
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.periods import Period, quarter_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.process.garbage import look_seldom
from kvartalsbog.verdicts.findings import Findings, find

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from year import Year

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = Path(__file__).with_name("library")
# where a process of a test's own finds what tests import
MODULES = os.pathsep.join(map(str, (ROOT / "tests", ROOT / "scripts")))


settings.register_profile(
    "suite",
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def pytest_configure() -> None:
    """The same for everybody: environment, examples, and signals.

    A shell that runs the tests in the background ignores Ctrl-C for all that it starts, and nohup a closed terminal;
    some tests press and close them.
    """
    gc.disable()  # until all is collected: nearly everything stays, and half of the time would go to looking for what does not
    forget(os.environ)
    settings.load_profile("suite")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: a fifth of the time is waited, for browsers, signals and time limits."""
    return max(2, len(os.sched_getaffinity(0)) * 3 // 2)


def pytest_collection_finish() -> None:
    """What is imported and collected stays: it is not looked through for garbage again and again, and the rest seldom, as when
    a command runs.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    look_seldom()


# What these names begin takes longest and starts first, the longest of it at once, so that all workers end together. What two
# of them share is made by the first that needs it, so they stand apart. Extracts come early: a database that is closed has the
# C library look through everything that is free in its process, which after a few books takes a tenth of a second each time.
LONGEST = (
    "editions/test_published_year.py", "intake/", "editions/test_attacks.py", "book/test_preview.py", "book/test_execution.py", "sphinxext/test_accessibility.py",
    "engines", "many", "book/test_book.py", "editions/test_publishing.py", "book/test_preview_faults.py",
    "sphinxext/test_browsing.py", "process/test_environment.py", "cli/test_cli.py", "sphinxext/test_hostile.py", "editions/test_site.py", "office",
)  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file's tests run in one process and share what they make there; the longest first. A group may be of several files."""

    def place(item: pytest.Item) -> int:
        mark = item.get_closest_marker("xdist_group")
        if mark:
            item.add_marker(pytest.mark.slow)
        group = mark.args[0] if mark else item.path.relative_to(ROOT / "tests").as_posix()
        if not mark:
            item.add_marker(pytest.mark.xdist_group(group))
        return next((number for number, name in enumerate(LONGEST) if group.startswith(name)), len(LONGEST))

    items.sort(key=place)


def tool(*names: str | Path) -> str:
    """The first of the programs or files that is there; without any, the test skips, or fails where it may not."""
    for name in names:
        found = shutil.which(name) or (str(name) if Path(name).is_file() else None)
        if found:
            return found
    reason = f"{' or '.join(map(str, names))} is not installed; scripts/install_test_tools.sh tells how"
    if os.environ.get("KVARTALSBOG_TOOLS") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def project() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def report() -> Callable[[str], Report]:
    """The shipped project's report of a quarter, read once; nothing in it can be changed."""
    return cache(lambda quarter: load(Period.parse(quarter), ROOT / "data"))


@pytest.fixture(scope="session")
def findings_of(report: Callable[[str], Report]) -> Callable[[str], Findings]:
    """What is found in the shipped project's report of a quarter, once; nothing in it can be changed."""
    return cache(lambda quarter: find(report(quarter)))


@pytest.fixture(scope="session")
def chosen(findings_of: Callable[[str], Findings]) -> None:
    """What is withheld of the shipped quarters is chosen in this process: those that tests start ask for it and keep nothing."""
    for quarter in ("2024K1", "2024K2", "2024K4"):
        findings_of(quarter)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the invented project that a test may change."""
    return Path(shutil.copytree(LIBRARY, tmp_path / "library"))


@pytest.fixture(scope="session", autouse=True)
def notebooks_run_here(shared: Path) -> Iterator[None]:
    """Books that a test makes in its own process run their notebooks there; `real_kernels` is for the others."""
    # what is withheld of the same figures is searched for once in a run, also by the processes that tests start
    let_remember(Store(shared / "choices", 64 << 20), "tests")
    with (
        in_process(),
        links_once(),
        catalogues_once(),
        questions_once(Store(shared / "questions", 64 << 20)),
        collectors_at_hand(),
        drawings_once(shared / "drawings"),
    ):
        yield


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="module")
def real_kernels() -> Iterator[None]:
    """For tests of which the kernel is the subject."""
    with kernels_again():
        yield


def make_library(folder: Path) -> Path:
    """The invented project with its scaffolded notebooks, settings and pages."""
    project = Path(shutil.copytree(LIBRARY, folder / "library"))
    for name, content in _scaffolded().items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(content)
    return project


@cache
def _scaffolded() -> dict[Path, bytes]:
    """What scaffolding writes into the invented project, which is the same for all tests of a process."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(shutil.copytree(LIBRARY, Path(folder) / "library"))
        plan = project / "data" / "2026" / "plan.yml"
        scaffold(read_plan(plan, None, name="2026/plan.yml"), project)
        files = {path.relative_to(project): path.read_bytes() for path in project.rglob("*") if path.is_file()}
        shipped = {path.relative_to(LIBRARY): path.read_bytes() for path in LIBRARY.rglob("*") if path.is_file()}
    return {name: content for name, content in files.items() if shipped.get(name) != content}


def seal(folder: Path, *, but: tuple[str, ...] = ()) -> None:
    """Bring the hashes in a quarter's source.json up to its files, so that only a planted problem is found."""
    path = folder / "source.json"
    source = json.loads(path.read_text(encoding="utf-8"))
    for name, entry in source["files"].items():
        if name not in but:
            entry["sha256"] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    path.write_text(json.dumps(source, indent=2) + "\n", encoding="utf-8")


@pytest.fixture(scope="session")
def library_book(shared: Path) -> Path:
    """The invented authority's book of 2026K2, from plan to HTML and PDF. Tests leave it as it is."""

    def make(folder: Path) -> None:
        project = make_library(folder)
        build(quarter_of(2026, 2), project, project / "data", project / "_build")

    return made_once(shared / "library-book", make) / "library/_build/2026K2"


@pytest.fixture(scope="session")
def book(shared: Path) -> Path:
    """The shipped project's book of 2024K4, made as `make book` makes it. Tests leave it as it is."""

    def make(out: Path) -> None:
        with kernels_again(), WarmKernels() as warm:
            build(quarter_of(2024, 4), ROOT, ROOT / "data", out, Running(warm=warm))

    return made_once(shared / "book", make) / "2024K4"


@pytest.fixture(scope="session")
def year(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The shipped project's year, published quarter by quarter, a minute of work for the first that needs it; a copy."""
    from year import Year, published_year  # noqa: PLC0415 - it needs this file

    return Year.again(made_once(shared / "year", published_year), tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for one file's tests: while it is open, no notebook can be executed in the same process."""
    from browser import chromium  # noqa: PLC0415 - it needs this file

    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def site(book: Path) -> Iterator[str]:
    """The address of the shipped book's pages on this machine."""
    from browser import served  # noqa: PLC0415 - see above

    with served(book / "html") as address:
        yield address


@pytest.fixture(scope="module")
def path(book: Path) -> Path:
    """The shipped book's PDF; a file of tests may name another."""
    (found,) = (book / "pdf").iterdir()
    return found


@pytest.fixture(scope="module")
def pdf(path: Path) -> Iterator[pikepdf.Pdf]:
    """The PDF, opened."""
    with pikepdf.open(path) as opened:
        yield opened
