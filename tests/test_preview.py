"""`kvartalsbog serve` as an analyst uses it: save, look, be told what is wrong, mend it, look again, in a real browser."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from conftest import make_library, seal
from playwright.sync_api import Browser, Page, expect
from test_cli import COMMAND, run

from kvartalsbog.preview.server import error_page
from kvartalsbog.preview.workshop import Shown, Workshop, stale
from kvartalsbog.quarter import Quarter

pytestmark = pytest.mark.xdist_group("browser")
BROKEN = "Der er noget galt"


@dataclass
class Preview:
    """A running preview of the invented library's book, and what it has told."""

    project: Path
    address: str
    process: subprocess.Popen[str]

    def rounds(self) -> str:
        """The next line that tells of a finished round."""
        assert self.process.stdout
        for line in self.process.stdout:
            if "notesbøger er kørt" in line:
                return line.strip()
        raise AssertionError("the preview has ended")

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.project / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    project = make_library(tmp_path_factory.mktemp("preview"))
    environment = {**os.environ, "TERM": "dumb", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
    command = [*COMMAND, "serve", "2026K2", "--port", "0"]
    process = subprocess.Popen(command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # fmt: skip
    assert process.stdout
    found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    assert found
    running = Preview(project, found[0], process)
    assert running.rounds() == "Bogen er lavet; 4 notesbøger er kørt."
    yield running
    process.send_signal(signal.SIGINT)
    assert process.wait() == 130
    process.stdout.close()


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(f"{preview.address}book/index.html")
    yield opened
    context.close()


def test_a_saved_page_is_seen_at_once_and_no_notebook_is_run(preview: Preview, page: Page) -> None:
    preview.edit("book/index.md", "# {{ plan_title }}", "# {{ plan_title }}, set igen")
    expect(page.locator("h1")).to_contain_text("set igen", timeout=60_000)
    assert preview.rounds() == "Bogen er lavet; 0 notesbøger er kørt."


def test_a_saved_notebook_is_run_alone(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.address}notebooks/2026/pillar_a.html")
    path = preview.project / "notebooks/2026/pillar_a.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"].append({"cell_type": "markdown", "id": "added", "metadata": {}, "source": "## Skrevet til sidst"})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    expect(page.get_by_role("heading", name="Skrevet til sidst")).to_be_visible(timeout=60_000)
    assert preview.rounds() == "Bogen er lavet; 1 notesbøger er kørt."


def test_a_mistake_is_a_page_with_its_place_and_the_next_save_mends_it(preview: Preview, page: Page) -> None:
    preview.edit("data/2026/plan.yml", "weight: 45.5", "weight: <b>45.5</b>")
    expect(page.locator("h1")).to_have_text(BROKEN, timeout=60_000)
    told = page.locator(".problems").inner_text()
    assert "2026/plan.yml:" in told
    assert "<b>45.5</b>" in told
    assert page.locator(".problems b").count() == 0
    preview.edit("data/2026/plan.yml", "weight: <b>45.5</b>", "weight: 45.5")
    expect(page.locator("h1")).not_to_have_text(BROKEN, timeout=60_000)
    preview.rounds()


def test_changed_data_run_every_notebook_and_change_the_figures(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.address}notebooks/2026/overview.html")
    before = page.locator("main").inner_text()
    folder = preview.project / "data/2026/2026K2"
    preview.edit("data/2026/2026K2/series.csv", "a.1,2026-06,nord,38,165", "a.1,2026-06,nord,38,105")
    seal(folder)
    expect(page.locator("main")).not_to_have_text(before, timeout=60_000)
    while preview.rounds() != "Bogen er lavet; 4 notesbøger er kørt.":
        pass


def test_a_notebook_that_fails_is_told_with_its_cell(preview: Preview, page: Page) -> None:
    path = preview.project / "notebooks/2026/pillar_b.ipynb"
    good = path.read_text(encoding="utf-8")
    notebook = json.loads(good)
    notebook["cells"].append({"cell_type": "code", "id": "bad", "metadata": {}, "source": "1 / 0", "outputs": [], "execution_count": None})  # fmt: skip
    path.write_text(json.dumps(notebook), encoding="utf-8")
    expect(page.locator("h1")).to_have_text(BROKEN, timeout=60_000)
    told = page.locator(".problems").inner_text()
    assert "pillar_b.ipynb" in told
    assert "ZeroDivisionError" in told
    path.write_text(good, encoding="utf-8")
    expect(page.locator("h1")).not_to_have_text(BROKEN, timeout=60_000)
    preview.rounds()


def test_only_this_machine_by_its_own_name_is_answered(preview: Preview) -> None:
    port = int(preview.address.rstrip("/").rpartition(":")[2])

    def status(path: str, host: str = f"127.0.0.1:{port}", method: str = "GET") -> int:
        connection = HTTPConnection("127.0.0.1", port)
        connection.request(method, path, headers={"Host": host})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    assert status("/book/index.html") == 200
    assert status("/book/index.html", f"localhost:{port}", "HEAD") == 200
    assert status("/book/index.html", "evil.example") == 403
    assert status("/book/index.html", method="POST") == 501
    assert status("/../../../../etc/passwd") == 404
    assert status("/%2e%2e/%2e%2e/etc/passwd") == 404


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "2026K2", "--port", str(taken.getsockname()[1]), cwd=project)
    assert done.returncode == 2
    assert "Porten er i brug, eller den må ikke bruges. Vælg en anden, eller 0 for en ledig." in done.stderr


def test_only_what_changed_is_run_again() -> None:
    assert stale({}, {"a": "1", "b": "1"}) == ("a", "b")
    assert stale({"a": "1", "b": "1"}, {"a": "1", "b": "2"}) == ("b",)
    assert stale({"a": "1", "gone": "1"}, {"a": "1"}) == ()


def test_the_last_good_book_stays_while_something_is_wrong(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    (tmp_path / "work").mkdir()
    workshop = Workshop(Quarter(2026, 2), project, project / "data", tmp_path / "work")
    good = workshop.round()
    assert good.error is None
    assert good.pages
    toc = project / "_toc.yml"
    text = toc.read_text(encoding="utf-8")
    toc.write_text(text.replace("file: book/plan", "file: book/findes-ikke"), encoding="utf-8")
    bad = workshop.round()
    assert bad.error is not None
    assert bad.pages == good.pages
    assert (good.pages / "book/index.html").is_file()
    assert "findes-ikke" in error_page(bad).decode()
    toc.write_text(text, encoding="utf-8")
    mended = workshop.round()
    assert mended == Shown(mended.pages)
    assert not good.pages.exists()
