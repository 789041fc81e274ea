"""What a reader waits for: bytes and requests of a first visit, how much of a page moves, and when its largest part is there."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.report import Limit, Section
from bench.surroundings import environment
from bench.users_loop import FLAGS, browser_program

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TITLE = "Readers"
PROJECT = Path(__file__).resolve().parents[2]
QUARTER = "2024K4"
OVERVIEW, INNER = "notebooks/2024/overview.html", ("notebooks/2024/pillar_1.html", "notebooks/2024/pillar_2.html", "book/method.html")  # fmt: skip
WIDTHS = (360, 1280)
LATE = 0.4  # seconds that typeface and figures are held back, so that what would move does
SLOWER = 4  # times
ROUNDS = 5
MOST_BYTES, MOST_REQUESTS, MOST_SHIFT, MOST_PAINT = 180, 8, 0.05, 0.3  # kB, -, -, s
TEXT = f"""
The book of {QUARTER} in Chromium, served from this machine by a plain static server without compression. *First visit* counts
every answer's body, the icon's too, which a browser without a window does not ask for. *Moves* is the cumulative layout shift, the largest of
the overview and three inner pages, light and dark, with typeface and figures held back {LATE} s; .1 is called good. *Largest paint*
is that of an inner page with the processor slowed {SLOWER} times, the median of {ROUNDS} first visits.
"""
_WATCH = """
window.moved = 0; window.painted = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved += entry.value; })
    .observe({type: "layout-shift", buffered: true});
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.painted = entry.startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
"""
_PAINTED = "() => new Promise((done) => { const look = () => window.painted ? done(window.painted) : setTimeout(look, 50); look(); })"


@dataclass
class Server:
    """A static server of a folder: `address`, and what it answered: path → bytes. `late` holds back files of these endings."""

    address: str = ""
    answered: dict[str, int] = field(default_factory=dict)
    late: tuple[str, ...] = ()


def measure(work: Path) -> Section:
    """A book's first visits, each in a browser context of its own."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this part needs it

    subprocess.run([Path(sys.executable).with_name("kvartalsbog"), "build", QUARTER, "--out", work], cwd=PROJECT, check=True, capture_output=True, env=environment())  # fmt: skip
    with serving(work / QUARTER / "html") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program(), args=FLAGS)
        visits = [(width, *first_visit(browser, server, OVERVIEW, width)) for width in WIDTHS]
        shifts = [(width, shift(browser, server, width)) for width in WIDTHS]
        paints = [(page, paint(browser, server, page)) for page in INNER]
        browser.close()
    return Section(TEXT, limits=[
        *(Limit(f"first visit of the overview at {width} px", size / 1000, "kB", MOST_BYTES) for width, size, _ in visits),
        *(Limit(f"its requests at {width} px", requests, "", MOST_REQUESTS) for width, _, requests in visits),
        *(Limit(f"moves at {width} px", moved, "", MOST_SHIFT) for width, moved in shifts),
        *(Limit(f"largest paint of `{page}`", seconds, "s", MOST_PAINT) for page, seconds in paints),
    ])  # fmt: skip


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serve a folder, and keep account."""
    server = Server()

    class Handler(SimpleHTTPRequestHandler):
        def send_head(self) -> Any:
            if self.path.endswith(server.late):
                time.sleep(LATE)
            file = Path(self.translate_path(self.path))
            server.answered[self.path] = file.stat().st_size if file.is_file() else 0
            return super().send_head()

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    server.address = f"http://127.0.0.1:{http.server_port}/"
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


@contextmanager
def _visited(browser: Browser, address: str, *, slower: int = 1, **settings: Any) -> Iterator[Page]:
    context = browser.new_context(locale="da-DK", **settings)
    page = context.new_page()
    page.add_init_script(_WATCH)
    if slower > 1:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address, wait_until="networkidle")
    try:
        yield page
    finally:
        context.close()


def first_visit(browser: Browser, server: Server, page: str, width: int) -> tuple[int, int]:
    """Bytes and requests of a page and all that it asks for without being scrolled."""
    server.answered.clear()
    with _visited(browser, server.address + page, viewport={"width": width, "height": 800}) as visited:
        icon = visited.evaluate("document.querySelector('link[rel=icon]').href")
        visited.request.get(icon)
    return sum(server.answered.values()), len(server.answered)


def shift(browser: Browser, server: Server, width: int) -> float:
    """The largest cumulative layout shift of the pages, when typeface and figures come late."""
    server.late = (".woff2", ".svg", ".otf")
    moved: list[float] = []
    for scheme in ("light", "dark"):
        for name in (OVERVIEW, *INNER):
            with _visited(browser, server.address + name, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:  # fmt: skip
                page.wait_for_timeout(1000 * LATE)
                moved.append(page.evaluate("window.moved"))
    server.late = ()
    return max(moved)


def paint(browser: Browser, server: Server, name: str) -> float:
    """Seconds until the largest part of a page is painted, the median of some first visits with a slow processor."""
    painted: list[float] = []
    for _ in range(ROUNDS):
        with _visited(browser, server.address + name, slower=SLOWER, viewport={"width": 1280, "height": 800}) as page:
            painted.append(page.evaluate(_PAINTED) / 1000)
    return median(painted)
