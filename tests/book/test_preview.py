"""`kvartalsbog serve` as an analyst uses it: save, look, be told what is wrong, mend it, look again, in a real browser."""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from calling import COMMAND, call
from conftest import ROOT, make_library, seal
from playwright.sync_api import Browser, Page, expect
from small_notebooks import kernels

pytestmark = pytest.mark.slow
BROKEN = "Bogen kan ikke laves"
PROGRAM = "program/kvartalsbog"
LONG = 120_000  # milliseconds until a preview that tells nothing more is given up


@dataclass
class Preview:
    """A running preview of the invented library's book, and what it tells in the terminal."""

    project: Path
    temporary: Path
    process: subprocess.Popen[str]
    lines: queue.Queue[str | None]
    address: str = ""

    def until(self, words: str) -> list[str]:
        """What is told, up to the line that has the words."""
        told: list[str] = []
        while not told or words not in told[-1]:
            line = self.lines.get(timeout=LONG / 1000)
            assert line is not None, told
            told.append(line.rstrip("\n"))
        return told

    def executed(self) -> list[str]:
        """The notebooks that are executed until the next book is made, in the order of their names."""
        told = self.until("er kørt.")
        names = sorted(line.removesuffix(": i gang") for line in told if line.endswith(": i gang"))
        count = "1 notesbog" if len(names) == 1 else f"{len(names)} notesbøger"
        assert told[-1] == f"Bogen er lavet; {count} er kørt.".replace(" notes", "\u00a0notes")
        return names

    def edit(self, name: str, old: str, new: str) -> None:
        """Save a file as most editors do: a new file takes the old one's place."""
        path = self.project / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        self.save(name, text.replace(old, new))

    def save(self, name: str, text: str) -> None:
        path = self.project / name
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)


def add_cell(preview: Preview, name: str, source: str, kind: str = "code") -> Callable[[], None]:
    """Put a cell at a notebook's end; what is given takes it away."""
    before = (preview.project / name).read_text(encoding="utf-8")
    preview.save(name, with_cell(before, source, kind))
    return lambda: preview.save(name, before)


def with_cell(notebook: str, source: str, kind: str = "code", *, early: bool = False) -> str:
    """A notebook with a cell at its end, or right after its parameters."""
    document = json.loads(notebook)
    cells = document["cells"]
    code: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    (parameters,) = (number for number, cell in enumerate(cells) if "parameters" in cell["metadata"].get("tags", ()))
    place = parameters + 1 if early else len(cells)
    cells.insert(place, {"cell_type": kind, "id": "added", "metadata": {}, "source": source, **code})
    return json.dumps(document)


ALL = [
    f"2026/{name}.ipynb"
    for name in ("overview", "pillar_a", "pillar_b", "pillar_c", "unit-nord", "unit-oest", "unit-vest")
]


@contextmanager
def serving(project: Path, *, ready: bool = True) -> Iterator[Preview]:
    """A preview that runs a program of its own, so that only the test changes it."""
    with tempfile.TemporaryDirectory(prefix="t") as temporary:
        # what Python has compiled comes too, but not what others write just now
        compiling = shutil.ignore_patterns("*.pyc.*")
        shutil.copytree(ROOT / "kvartalsbog", Path(temporary, PROGRAM), ignore=compiling)
        environment = {
            **os.environ, "TERM": "dumb", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1", "TMPDIR": temporary,
            "JUPYTER_RUNTIME_DIR": temporary, "PYTHONPATH": str(Path(temporary, PROGRAM).parent),
        }  # fmt: skip
        process = subprocess.Popen(
            [*COMMAND, "serve", "2026K2", "--port", "0"], cwd=project, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        lines: queue.Queue[str | None] = queue.Queue()

        def listen() -> None:
            assert process.stdout
            for line in process.stdout:
                lines.put(line)
            lines.put(None)

        listener = threading.Thread(target=listen)
        listener.start()
        preview = Preview(project, Path(temporary), process, lines)
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+/", preview.until("vises på")[-1])
            assert found
            preview.address = found[0]
            if ready:
                assert preview.executed() == ALL
            yield preview
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait()
            listener.join()
            assert process.stdout
            process.stdout.close()
        assert (code, kernels(Path(temporary))) == (0, set())


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with serving(make_library(tmp_path_factory.mktemp("preview"))) as running:
        yield running


# A test ends with the page at rest: Chromium does not close one that is being loaded again.
@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    told: list[str] = []
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    opened.on("console", lambda message: told.append(message.text) if "status of 500" not in message.text else None)
    opened.goto(f"{preview.address}book/index.html")
    yield opened
    context.close()
    assert told == []


# -- saves that are right ----------------------------------------------------------------------------------------------


def test_a_saved_page_is_seen_at_once_and_no_notebook_is_executed(preview: Preview, page: Page) -> None:
    preview.edit("book/index.md", "# {{ plan_title }}", "# {{ plan_title }}, set igen")
    expect(page.locator("h1")).to_contain_text("set igen", timeout=LONG)
    assert preview.executed() == []


def test_a_saved_notebook_is_executed_alone_and_taken_back_for_nothing(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.address}notebooks/2026/pillar_a.html")
    take_back = add_cell(preview, "notebooks/2026/pillar_a.ipynb", "## Skrevet til sidst", "markdown")
    heading = page.get_by_role("heading", name="Skrevet til sidst")
    expect(heading).to_be_visible(timeout=LONG)
    assert preview.executed() == ["2026/pillar_a.ipynb"]
    take_back()
    expect(heading).to_have_count(0, timeout=LONG)
    assert preview.executed() == []


def test_changed_data_execute_the_notebooks_that_read_them_and_change_the_figures(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.address}notebooks/2026/overview.html")
    before = page.locator("main").inner_text()
    preview.edit("data/2026/2026K2/series.csv", "a.1,2026-06,nord,38,165", "a.1,2026-06,nord,38,105")
    seal(preview.project / "data/2026/2026K2")
    units = [name for name in ALL if "unit-" in name]  # each shows all units under one beside its own figures
    assert preview.executed() == ["2026/overview.ipynb", "2026/pillar_a.ipynb", *units]
    # the page between the two saves may be one that says that the seal is broken
    expect(page.locator("main")).not_to_have_text(before, use_inner_text=True, timeout=LONG)
    expect(page.locator("h1")).to_have_text("Overblik", timeout=LONG)
    assert page.locator("main").inner_text() != before


def test_a_burst_of_saves_ends_in_the_last(preview: Preview, page: Page) -> None:
    path = preview.project / "book/method.md"
    text = path.read_text(encoding="utf-8")
    page.goto(f"{preview.address}book/method.html")
    for number in range(40):
        path.write_text("# Halv [skrevet](", encoding="utf-8")
        path.write_text(f"{text}\nLinje nummer {number}.\n", encoding="utf-8")
    expect(page.locator("main")).to_contain_text("Linje nummer 39.", timeout=LONG)
    preview.until("er kørt.")


def test_a_file_that_is_replaced_is_followed_again_and_again(preview: Preview, page: Page) -> None:
    nav = page.locator(".site-nav")
    for old, new in (("Bag om tallene", "Mere"), ("Mere", "Endnu mere"), ("Endnu mere", "Bag om tallene")):
        preview.edit("_toc.yml", f"caption: {old}", f"caption: {new}")
        expect(nav.get_by_text(new, exact=True)).to_be_visible(timeout=LONG)
        assert preview.executed() == []


def test_no_book_on_the_disk_has_anything_of_the_preview(preview: Preview) -> None:
    pages = [path for path in preview.temporary.rglob("*.html") if "html" in path.parent.parts]
    assert len(pages) >= 10
    assert not [path for path in pages if "follow.js" in path.read_text(encoding="utf-8")]
    with urlopen(f"{preview.address}book/index.html") as answer:
        assert answer.read().decode().count('<script src="/-/follow.js"') == 1


# -- mistakes ----------------------------------------------------------------------------------------------------------


def test_a_mistake_is_a_page_with_its_place_and_the_next_save_mends_it(preview: Preview, page: Page) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    title = page.locator("h1").inner_text()
    preview.edit("data/2026/plan.yml", "weight: 45.5", f"weight: {hostile}")
    expect(page.locator("h1")).to_have_text(BROKEN, timeout=LONG)
    problem = page.locator(".problem")
    assert problem.count() == 1
    assert problem.locator("h2").inner_text() == "2026/plan.yml, linje\u00a021, pillars.0.weight"
    assert problem.locator(".problem-message").inner_text() == "Værdien skal være et tal."
    assert problem.locator("code").inner_text() == hostile
    assert page.locator("main img").count() == 0
    page.get_by_role("link", name="Se bogen, som den sidst kunne laves").click()
    expect(page.locator("h1")).to_contain_text(title, timeout=LONG)
    with page.expect_navigation(timeout=LONG):
        preview.edit("data/2026/plan.yml", f"weight: {hostile}", "weight: 45.5")
    assert preview.executed() == []
    page.goto(f"{preview.address}book/index.html")
    expect(page.locator("h1")).to_contain_text(title, timeout=LONG)


def test_every_notebook_that_fails_is_told_with_its_cell(preview: Preview, page: Page) -> None:
    title = page.locator("h1").inner_text()
    mend = [add_cell(preview, f"notebooks/2026/pillar_{name}.ipynb", "x = 1\nx / 0  # <b>") for name in ("b", "c")]
    expect(page.locator(".problem")).to_have_count(2, timeout=LONG)
    for name, problem in zip("bc", page.locator(".problem").all(), strict=True):
        place = problem.locator("h2").inner_text()
        assert place.startswith(f"notebooks/2026/pillar_{name}.ipynb, afsnittet »Ejerens bemærkning«, celle ")
        assert place.endswith(", linje 2")
        assert (
            problem.locator(".problem-message").inner_text() == "Der deles med nul. Se efter, om nævneren kan være 0."
        )
    for take_back in mend:
        take_back()
    expect(page.locator("h1")).to_contain_text(title, timeout=LONG)
    assert preview.until("er kørt.")[-1] == "Bogen er lavet; 0\u00a0notesbøger er kørt."


def test_a_round_that_is_overtaken_is_broken_off(preview: Preview, page: Page) -> None:
    """A notebook that never ends does not keep the next save waiting, and its kernel does not stay."""
    running = fifo(preview.temporary)
    mend = add_cell(preview, "notebooks/2026/pillar_a.ipynb", waiting(running))
    assert running.read_text() == "now"
    assert kernels(preview.temporary)
    preview.edit("book/index.md", "# {{ plan_title }}", "# {{ plan_title }}, set endnu en gang")
    mend()
    expect(page.locator("h1")).to_contain_text("set endnu en gang", timeout=LONG)
    told = preview.until("2026/pillar_a.ipynb: i gang") + preview.until("er kørt.")
    assert "2026/pillar_a.ipynb: færdig" not in told
    assert told[-1] == "Bogen er lavet; 0\u00a0notesbøger er kørt."
    assert kernels(preview.temporary) == set()


# -- the beginning and the end -----------------------------------------------------------------------------------------


def fifo(folder: Path) -> Path:
    path = folder / "running"
    os.mkfifo(path)
    return path


def waiting(path: Path) -> str:
    return f"from pathlib import Path\nimport time\nPath({str(path)!r}).write_text('now')\ntime.sleep(900)"


def press(process: subprocess.Popen[str]) -> None:
    """What a terminal does when an impatient person presses Ctrl-C."""
    for _ in range(3):
        os.killpg(process.pid, signal.SIGINT)


ENDS: dict[str, Callable[[subprocess.Popen[str]], None]] = {
    "SIGTERM": lambda process: process.send_signal(signal.SIGTERM),
    "SIGHUP": lambda process: process.send_signal(signal.SIGHUP),
    "Ctrl-C": press,
}


@pytest.mark.parametrize("end", ENDS)
def test_it_ends_at_once_with_no_kernel_and_nothing_left(browser: Browser, tmp_path: Path, end: str) -> None:
    project, running = make_library(tmp_path), fifo(tmp_path)
    path = project / "notebooks/2026/overview.ipynb"
    path.write_text(with_cell(path.read_text(encoding="utf-8"), waiting(running), early=True), encoding="utf-8")
    with serving(project, ready=False) as preview, browser.new_context() as context:
        page = context.new_page()
        page.goto(preview.address)
        assert page.locator("h1").inner_text() == "Bogen bliver lavet"
        assert running.read_text() == "now"
        assert kernels(preview.temporary)
        ENDS[end](preview.process)
        told = preview.until("Forhåndsvisningen er slut.")
        assert preview.process.wait() == 0
        assert kernels(preview.temporary) == set()
        assert not [path for path in preview.temporary.iterdir() if path.name.startswith(("kvartalsbog-", "kb-"))]
        assert "Traceback" not in "\n".join(told)


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = call("serve", "2026K2", "--port", str(taken.getsockname()[1]), cwd=project)
    assert done.returncode == 2
    assert "Porten er i brug, eller den må ikke bruges. Vælg en anden, eller 0 for en ledig." in done.stderr


def test_a_changed_style_or_program_counts_too(tmp_path: Path) -> None:
    with serving(make_library(tmp_path)) as preview:
        preview.project = preview.temporary / PROGRAM
        preview.edit("sphinxext/theme/static/kvartalsbog.css", "/* head */", "/* the head */")
        assert preview.executed() == ALL  # all files of the program decide what is remembered
        with urlopen(f"{preview.address}_static/kvartalsbog.css") as answer:
            assert "/* the head */" in answer.read().decode()
        preview.edit("book/preview/workshop.py", "def make(", "def make((")
        assert "standsede uventet" in "".join(preview.until("fejl fundet"))
        preview.edit("words/statuses.py", '"Bogen er ikke godkendt', '"Bogen er endnu ikke godkendt')
        assert "standsede uventet" in "".join(preview.until("fejl fundet"))
        preview.edit("book/preview/workshop.py", "def make((", "def make(")
        assert preview.executed() == ALL
        with urlopen(f"{preview.address}book/index.html") as answer:
            assert "Bogen er endnu ikke godkendt" in answer.read().decode()
