"""What a first visit costs: bytes as a plain static server sends them, without compression, and requests; nothing twice,
nothing unused, and nothing that moves when it comes.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser import drawn, opened, pages, painted
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page, Route

from kvartalsbog.sphinxext.html import ICON, THEME, page_script
from kvartalsbog.sphinxext.typeface import LICENSE

pytestmark = pytest.mark.xdist_group("browser")
OVERVIEW = next(page for page in pages() if page.endswith("overview.html"))
PILLAR = next(page for page in pages() if page.endswith("pillar_1.html"))
MOST_BYTES, MOST_REQUESTS, MOST_MOVED = 180_000, 8, 0.05
MOVED = """new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved += entry.value; })
    .observe({type: "layout-shift", buffered: true}); window.moved = 0;"""


@contextmanager
def visited(browser: Browser, address: str, **settings: Any) -> Iterator[tuple[Page, list[str]]]:
    """A first visit, and the paths of the site that were asked for."""
    with opened(browser, "about:blank", origin="", **settings) as watched:
        page, asked = watched.page, list[str]()
        page.on("request", lambda request: asked.append(urlsplit(request.url).path.lstrip("/")))
        page.add_init_script(MOVED)
        page.goto(address, wait_until="networkidle")
        yield page, asked


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_overview_is_small(browser: Browser, site: str, book: Path, width: int, scheme: Any) -> None:
    settings: dict[str, Any] = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    with visited(browser, site + OVERVIEW, **settings) as (page, asked):
        assert page.locator("main img:visible").first.evaluate("(image) => image.naturalWidth") > 0
        fonts = page.evaluate(
            "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)"
        )
    assert "Kvartalsbog Sans" in {name.strip('"') for name in fonts}
    wanted = [
        *asked,
        *(f"_static/{ICON}" for _ in range(f"_static/{ICON}" not in asked)),
    ]  # a browser without a window leaves it
    assert len(wanted) == len(set(wanted)) <= MOST_REQUESTS
    assert sum((book / "html" / name).stat().st_size for name in wanted) <= MOST_BYTES
    drawings = [name for name in wanted if name.startswith("_images/")]
    assert drawings[0].startswith("_images/fig-points-")
    assert {name.partition(f"-{scheme}")[2] for name in drawings} == {"-narrow.svg" if width == 360 else ".svg"}


def test_a_published_page_asks_for_the_list_of_editions_and_nothing_more() -> None:
    """Its script is the same one file, with a part more; the list is the eighth request."""
    assert page_script(published=True).startswith(page_script())
    assert page_script(published=True).count("fetch(") == 1
    assert "fetch(" not in page_script()


def test_the_other_drawing_is_fetched_when_it_is_shown(browser: Browser, site: str) -> None:
    with visited(browser, site + OVERVIEW, color_scheme="light") as (page, asked):
        before = [name for name in asked if name.startswith("_images/")]
        page.locator("#theme-button").click()
        page.wait_for_function(
            "() => [...document.querySelectorAll('main img')].find((image) => image.checkVisibility()).naturalWidth > 0"
        )
        after = [name for name in asked if name.startswith("_images/")]
    assert "_images/fig-points-light.svg" in before
    assert "_images/fig-points-dark.svg" in (new := after[len(before) :])
    assert len(new) <= len(before)
    assert all("-dark" in name for name in new)


def test_paper_has_every_figure(browser: Browser, site: str) -> None:
    """A lazy picture is fetched for paper although nobody has come to it."""
    settings: dict[str, Any] = {"viewport": {"width": 800, "height": 300}}
    with visited(browser, site + PILLAR, **settings) as (page, asked):
        page.pdf()
        shown = page.locator(".only-light img").count()
        assert shown >= 2
        assert len({name for name in asked if re.search(r"_images/.*light\.svg", name)}) == shown


def test_every_picture_has_its_room_before_it_is_there(book: Path) -> None:
    seen = 0
    for path in (book / "html").rglob("*.html"):
        for address, width, height in re.findall(
            r'(?:src|srcset)="([^"]+\.svg)" width="(\d+)" height="(\d+)"', path.read_text(encoding="utf-8")
        ):
            drawing = (path.parent / address).read_text(encoding="utf-8")
            points = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', drawing)
            assert points
            assert [int(width), int(height)] == [round(float(side) * 96 / 72) for side in points.groups()]
            seen += 1
    assert seen == 4 * (16 + 2 * 16)  # those of the overview and the goals, and two for each unit


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", [OVERVIEW, PILLAR])
def test_nothing_moves_when_typeface_and_figures_come_late(browser: Browser, site: str, name: str, width: int) -> None:
    held: list[Route] = []
    with opened(browser, "about:blank", origin="", viewport={"width": width, "height": 800}) as watched:
        page = watched.page
        page.route("**/*.{woff2,svg}", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it is given
        page.add_init_script(MOVED)
        page.goto(site + name, wait_until="domcontentloaded")
        painted(page)
        assert page.evaluate("document.fonts.status") == "loading"
        assert len(held) >= 3
        for route in held:
            route.continue_()
        page.unroute_all()
        page.wait_for_load_state("networkidle")
        drawn(page)
        assert page.evaluate("window.moved") < MOST_MOVED


def test_every_file_of_the_pages_is_asked_for_by_one(book: Path) -> None:
    asked = {LICENSE}
    for path in (book / "html").rglob("*.html"):
        asked |= set(re.findall(r'(?:src|href)="[./]*_static/([^"]+)"', path.read_text(encoding="utf-8")))
    for path in (book / "html/_static").glob("*.css"):
        asked |= set(re.findall(r'url\("([^"]+)"\)', path.read_text(encoding="utf-8")))
    assert asked == {path.name for path in (book / "html/_static").iterdir()}


def test_no_rule_of_the_style_sheet_is_for_what_is_nowhere(book: Path) -> None:
    """Every class that the style sheet names is given by a page, a script, or a page around the editions or the preview."""
    named = set(
        re.findall(
            r"\.([a-z][a-z-]+)(?=[^{};]*{)",
            re.sub(r"/\*.*?\*/|url\([^)]*\)", "", (THEME / "static/kvartalsbog.css").read_text(encoding="utf-8")),
        )
    )
    texts = [path.read_text(encoding="utf-8") for path in (book / "html").rglob("*.html")]
    package = THEME.parent.parent
    texts += [
        path.read_text(encoding="utf-8")
        for folder in ("editions", "book", "sphinxext", "content", "words")
        for path in (package / folder).rglob("*")
        if path.suffix in (".html", ".js", ".py")
    ]
    given = set(re.findall(r"[a-z][a-z-]+", " ".join(texts)))
    assert len(named) > 50
    assert named - given == set()


def test_every_sign_of_every_page_is_in_the_typeface(book: Path) -> None:
    """Shapes and formulas alone are set in others: a shape in a place of one size, a formula in the browser's own."""
    folder = book / "html/_static"
    (regular,) = folder.glob("*-regular.woff2")
    signs = set(map(chr, TTFont(io.BytesIO(regular.read_bytes())).getBestCmap())) | set("\n\t")
    for path in (book / "html").rglob("*.html"):
        text = re.sub(r'(?s)<math.*?</math>|<span class="symbol".*?</span>', "", path.read_text(encoding="utf-8"))
        assert set(html.unescape(re.sub(r"<[^>]*>", "", text))) <= signs, path.name
    for path in folder.glob("*.js"):
        assert set(path.read_text(encoding="utf-8")) <= signs, path.name
