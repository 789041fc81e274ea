"""A real browser on the book's pages: Debian's Chromium, driven by Playwright, on a server of this machine.

Without its windows, tabs and extensions it does the same with half the work, so that one is taken where it is there.
"""

from __future__ import annotations

import functools
import json
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from conftest import ROOT, tool
from playwright.sync_api import Browser, Page, Request, sync_playwright

from kvartalsbog.pages.annual import TARGET_REPORTING
from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.plan.contents import Chapter, unit_chapters
from kvartalsbog.plan.loading import read_plan

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--blink-settings=lazyLoadingImageMarginPxUnknown=1250",  # pixels ahead that Chromium fetches pictures on a fast network
]  # fmt: skip
AXE = ROOT / "tests/tools/node_modules/axe-core/axe.min.js"
BRIEFLY = [
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xss4m",
]  # it ends before much of its code pays for being made faster
NU = ROOT / "tests/tools/node_modules/vnu-jar/build/dist/vnu.jar"


def pages() -> list[str]:
    """Every page of the shipped project's last book, as its table of contents has them, with those that it does not; of the units' one."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    named = [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]
    named += [TARGET_REPORTING.file, BRIEF.file]
    named.append(units()[-5].page)  # the units' are alike, and this one's has what is withheld
    return ["index.html", "search.html", *(f"{Path(name).with_suffix('')}.html" for name in named)]


def units() -> tuple[Chapter, ...]:
    """The chapters of the shipped plan's units."""
    return unit_chapters(read_plan(ROOT / "data/2024/plan.yml", ROOT, name="2024/plan.yml"))


class _Quiet(SimpleHTTPRequestHandler):
    def __init__(self, *given: Any, headers: Mapping[str, str], **named: Any) -> None:
        self.own_headers = headers
        super().__init__(*given, **named)

    def end_headers(self) -> None:
        for name, value in self.own_headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(folder: Path, headers: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """A folder's address on this machine; `headers` are sent with everything."""
    handler = functools.partial(_Quiet, directory=str(folder), headers=headers)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tool(*PROGRAMS), args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page, and what happened in it that should not: messages, refused resources, dialogs, requests elsewhere."""

    page: Page
    told: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, address: str, *, origin: str = "", **settings: Any) -> Iterator[Watched]:
    """A page in a context of its own."""
    context = browser.new_context(locale="da-DK", **settings)
    watched = Watched(context.new_page())
    page, told = watched.page, watched.told
    page.on("console", lambda message: told.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"error: {error}"))

    def dismiss(dialog: Any) -> None:
        told.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def note(request: Request) -> None:
        if not request.url.startswith(origin or address):
            told.append(f"request: {request.url}")

    page.on("dialog", dismiss)
    page.on("request", note)
    page.goto(address)
    try:
        yield watched
    finally:
        context.close()


def painted(page: Page) -> None:
    """Wait until the page has been drawn as it is now: a browser tells its scripts of a new size first then."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def drawn(page: Page) -> None:
    """Wait until the page has been drawn with its typeface; where that is held back this would never end."""
    page.evaluate("() => document.fonts.ready.then(() => null)")
    painted(page)


def nu(folder: Path) -> list[str]:
    """What the Nu checker says about a folder's pages, errors and warnings alike.

    It reads files, where it takes 'self' in the content policy for no address at all.
    """
    command = [tool("java"), *BRIEFLY, "-jar", tool(NU), "--stdout", "--format", "json", "--skip-non-html", str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    messages = [m for m in json.loads(told)["messages"] if "Content Security Policy" not in m["message"]]
    return [f"{Path(m['url']).name}:{m.get('lastLine')}: {m['message']}" for m in messages]
