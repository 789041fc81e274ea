"""The pages in a real browser: WCAG 2.2 A and AA with axe-core, and what axe does not see; valid HTML with the Nu checker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_rules import AS_IT_COMES, DECIDED, STATES, run_of, undecided
from browser import AXE, drawn, nu, opened, pages, units
from conftest import tool
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

# the entrance leads on at once, so that nobody can stay on it; the Nu checker reads it
PAGES = [page for page in pages() if page != "index.html"]
OVERVIEW = next(page for page in PAGES if page.endswith("overview.html"))
PILLAR = next(page for page in PAGES if page.endswith("pillar_1.html"))


@pytest.fixture(scope="module")
def axe() -> str:
    return Path(tool(AXE)).read_text(encoding="utf-8")


# The tests of `visited` follow each other page by page: a page is loaded once, and each test leaves it as it came.


@pytest.fixture(scope="module", params=PAGES)
def visited(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """Each page of the book in turn."""
    query = "?q=sager" if request.param == "search.html" else ""
    with opened(browser, f"{site}{request.param}{query}", origin=site, bypass_csp=True) as watched:
        yield watched.page


def test_the_skip_link_leads_past_the_head(visited: Page) -> None:
    """Of a page that was just come to."""
    visited.keyboard.press("Tab")
    first = visited.evaluate(FOCUSED)
    assert (first["name"], first["seen"]) == ("Gå til indholdet", True)
    visited.keyboard.press("Enter")
    assert visited.evaluate("document.activeElement.id") == "content"


def test_axe_finds_nothing(visited: Page, axe: str) -> None:
    """Every rule of axe-core is on, in every state: A, AA, AAA, best practices, and those that are experiments."""
    found: dict[str, list[str]] = {}
    visited.evaluate(axe)
    for state, (width, media, rules) in STATES.items():
        visited.set_viewport_size({"width": width, "height": 800})
        visited.emulate_media(**media)
        visited.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        drawn(visited)
        told = visited.evaluate(run_of(rules))
        found[state] = [*undecided(told["violations"], {}), *undecided(told["incomplete"], DECIDED)]
    visited.emulate_media(**AS_IT_COMES)
    assert {state: told for state, told in found.items() if told} == {}


def test_what_is_heard_is_words_and_a_link_says_where_it_leads(visited: Page) -> None:
    """The tree that a screen reader reads: no shape or arrow is spoken, and no link of the text is called by a number alone."""
    heard = visited.locator("main").aria_snapshot()
    assert set(heard).isdisjoint("●○▲▽▶▼◆☐→"), [
        line for line in heard.splitlines() if not set(line).isdisjoint("●○▲▽▶▼◆☐→")
    ]
    links = re.findall(r'link "([^"]*)"', heard)
    assert [
        link for link in links if not re.search(r"[^\W\d_]{2}", link) and not re.fullmatch(r"\[?\d+\]?", link)
    ] == []


def test_every_colour_of_text_has_contrast_on_every_ground(browser: Browser, site: str) -> None:
    """At least 7 to 1 (WCAG 1.4.6), for the signs that axe finds too short to judge among them."""
    ratio = """() => {
        const style = getComputedStyle(document.documentElement);
        const light = (name) => {
            const hex = style.getPropertyValue(name).trim();
            const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
            const [r, g, b] = parts.map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const pairs = [["--accent-ink", "--accent"]];
        for (const ink of ["--ink", "--muted", "--accent", "--worse"]) for (const paper of ["--paper", "--tint"]) pairs.push([ink, paper]);
        for (const ink of ["--ink", "--worse"]) pairs.push([ink, "--worse-tint"]);
        return pairs.map(([a, b]) => [a, b, (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05)]);
    }"""
    for scheme in ("light", "dark"):
        with opened(browser, site + OVERVIEW, origin=site, color_scheme=scheme) as watched:
            pairs = watched.page.evaluate(ratio)
        assert len(pairs) == 11
        assert [pair for pair in pairs if pair[2] < 7] == []


# -- keyboard ------------------------------------------------------------------------------------------------------------

FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    const line = element.getClientRects()[0];  // words that go on in the next line have others before and after them
    const top = Math.max(line.y, 0);  // what is taller than the screen begins above it
    const hit = document.elementFromPoint(line.x + Math.min(line.width, innerWidth) / 2, top + Math.min(line.height / 2, 20));
    return {
        index: [...document.querySelectorAll("*")].indexOf(element),
        what: element.outerHTML.slice(0, 120),
        name: (element.textContent || element.getAttribute("aria-label") || "").trim().slice(0, 60),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        uncovered: !!hit && (element.contains(hit) || hit.contains(element)),
    };
}"""
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
    .filter((element) => element.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})).length"""


def _walk(page: Page) -> list[dict[str, Any]]:
    """Every element that Tab comes to, in order, until it leaves the page."""
    steps: list[dict[str, Any]] = []
    for _ in range(300):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None or (steps and here["index"] == steps[0]["index"]):
            return steps
        steps.append(here)
    raise AssertionError("Tab never leaves the page")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", [OVERVIEW, PILLAR, "book/method.html", "search.html"])
def test_tab_reaches_every_control_in_order_and_shows_where_it_is(
    browser: Browser, site: str, name: str, width: int
) -> None:
    query = "?q=sager" if name == "search.html" else ""
    with opened(browser, site + name + query, origin=site, viewport={"width": width, "height": 800}) as watched:
        # smooth scrolling would move the page while it is looked at
        watched.page.emulate_media(reduced_motion="reduce")
        drawn(watched.page)
        expected = watched.page.evaluate(REACHABLE)
        steps = _walk(watched.page)
    assert len(steps) == expected
    assert [step["index"] for step in steps] == sorted(step["index"] for step in steps)
    assert [step["what"] for step in steps if not (step["outlined"] and step["seen"] and step["uncovered"])] == []


def test_the_menu_of_a_phone_opens_and_closes_without_losing_the_focus(browser: Browser, site: str) -> None:
    with opened(browser, site + OVERVIEW, origin=site, viewport={"width": 320, "height": 700}) as watched:
        page = watched.page
        assert page.locator("#menu").get_attribute("open") is None
        page.locator("#menu > summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED)["name"] == "Forside"
        page.keyboard.press("Escape")
        assert page.locator("#menu").get_attribute("open") is None
        assert page.evaluate(FOCUSED)["name"] == "Indhold"


def test_the_colour_choice_is_kept_and_the_focus_with_it(browser: Browser, site: str) -> None:
    with opened(browser, site + OVERVIEW, origin=site, color_scheme="light") as watched:
        page = watched.page
        page.locator("#theme-button").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert page.evaluate(FOCUSED)["name"] == "Lys visning"
        page.goto(site + PILLAR)
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


# -- what a page looks like ------------------------------------------------------------------------------------------------

SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
RESTYLE = (
    "(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }"
)
OVERFLOWING = """() => [...document.querySelectorAll("body *")]
    .filter((e) => e.scrollWidth > e.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(e).overflowX))
    .map((e) => ({role: e.getAttribute("role"), tab: e.getAttribute("tabindex"), what: e.outerHTML.slice(0, 80),
        named: !!(e.getAttribute("aria-label") || document.getElementById(e.getAttribute("aria-labelledby"))?.textContent.trim())}))"""
CUT = """() => [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility() && !e.closest(".table-scroll, .visually-hidden, .skip-link, div.math") && e.getBoundingClientRect().right > innerWidth + 1)
    .map((e) => e.outerHTML.slice(0, 80))"""


def test_text_flows_at_400_per_cent_and_with_wide_spacing(visited: Page) -> None:
    """1280 pixels at 400 per cent are 320 (WCAG 1.4.10); the spacing is that of 1.4.12. Only tables and formulas scroll."""
    visited.set_viewport_size({"width": 320, "height": 256})
    visited.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    for spacing in (SPACING, ""):
        visited.evaluate(RESTYLE, spacing)
        drawn(visited)
        assert visited.evaluate("document.documentElement.scrollWidth") <= 320
        assert visited.evaluate(CUT) == []
        for area in visited.evaluate(OVERFLOWING):
            assert (area["role"], area["tab"], area["named"]) == ("region", "0", True), area["what"]


STOPS = """() => [...document.querySelectorAll(".table-scroll, div.math")]
    .filter((e) => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}))
    .map((e) => ({scrolls: e.scrollWidth > e.clientWidth, stop: e.tabIndex === 0, what: e.outerHTML.slice(0, 80)}))"""


def test_only_regions_that_scroll_are_stops_for_the_keyboard_at_any_width_and_size(visited: Page) -> None:
    found = dict[tuple[int, str], list[dict[str, Any]]]()
    visited.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    for width, size in ((1280, "300%"), (360, "100%"), (1280, "100%")):
        visited.set_viewport_size({"width": width, "height": 800})
        visited.evaluate("(size) => { document.documentElement.style.setProperty('font-size', size); }", size)
        drawn(visited)
        found[width, size] = visited.evaluate(STOPS)
    assert [region for regions in found.values() for region in regions if region["scrolls"] is not region["stop"]] == []
    if OVERVIEW in visited.url:
        assert sum(region["scrolls"] for region in found[360, "100%"]) >= 1
        assert sum(not region["scrolls"] for region in found[1280, "100%"]) >= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_table_that_is_cut_says_so_at_its_edge_until_it_is_scrolled_to_its_end(
    browser: Browser, site: str, scheme: Any
) -> None:
    with opened(browser, site + "book/open_data.html", origin=site, viewport={"width": 360, "height": 800}, color_scheme=scheme) as watched:  # fmt: skip
        page, shadow = watched.page, "(region) => getComputedStyle(region).boxShadow"
        drawn(page)
        table = page.locator(".table-scroll[data-more]").first.element_handle()
        assert "inset" in table.evaluate(shadow)
        table.evaluate("(region) => { region.scrollLeft = region.scrollWidth; }")
        assert any(
            (drawn(page), table.evaluate(shadow))[1] == "none" for _ in range(100)
        )  # told when it has been scrolled
        page.set_viewport_size({"width": 1280, "height": 800})
        drawn(page)
        assert table.evaluate(shadow) == "none"


@pytest.mark.parametrize("width", [360, 600])
def test_on_a_phone_a_row_of_the_overview_is_a_card_with_every_cell_named(
    browser: Browser, site: str, width: int
) -> None:
    with opened(browser, site + OVERVIEW, origin=site, viewport={"width": width, "height": 800}) as watched:
        page = watched.page
        drawn(page)
        tables = page.locator("table.kb-cards")
        assert tables.count() >= 3
        assert page.evaluate("[...document.querySelectorAll('.kb-cards td')].every((cell) => cell.dataset.head)")
        emptied = "(cell) => { cell.firstElementChild.textContent = ''; return getComputedStyle(cell).display; }"
        assert page.locator(".kb-cards td").last.evaluate(emptied) == "none"  # what says nothing has no name either
        cut = "[...document.querySelectorAll('.kb-cards td, .kb-cards th')].filter((cell) => cell.getBoundingClientRect().right > innerWidth)"
        assert page.evaluate(f"{cut}.length") == 0
        assert page.evaluate(
            "[...document.querySelectorAll('.table-scroll:has(.kb-cards)')].every((one) => one.scrollWidth <= one.clientWidth)"
        )
        first = page.evaluate(
            "[...document.querySelector('.kb-cards tbody tr').children].map((cell) => cell.getBoundingClientRect().top)"
        )
        assert first == sorted(set(first))  # below each other


TABLETS = (768, 1024)


@pytest.fixture(scope="module")
def hiding(browser: Browser, site: str) -> dict[int, dict[str, list[str]]]:
    """The tables that hide a column, by the width of the window and the page: each is loaded once, every unit's too."""
    wide = "[...document.querySelectorAll('.table-scroll')].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.innerText.slice(0, 40))"
    found = {width: dict[str, list[str]]() for width in TABLETS}
    with opened(browser, site + OVERVIEW, origin=site) as watched:
        for name in (*PAGES, *(f"{Path(unit.page).with_suffix('')}.html" for unit in units())):
            watched.page.goto(site + name)
            watched.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
            for width in TABLETS:
                watched.page.set_viewport_size({"width": width, "height": 800})
                drawn(watched.page)
                found[width][name] = watched.page.evaluate(wide)
    return found


@pytest.mark.parametrize("width", TABLETS)
def test_on_a_tablet_or_beside_the_menu_no_table_hides_a_column(
    hiding: dict[int, dict[str, list[str]]], width: int
) -> None:
    assert len(hiding[width]) > len(PAGES)
    assert {name: tables for name, tables in hiding[width].items() if tables} == {}


def test_on_a_phone_what_units_contribute_is_seen_whole(browser: Browser, site: str) -> None:
    """Its last column, whose long head would push it out, is what the table is for."""
    pillar = PILLAR.replace("pillar_1", "pillar_4")
    with opened(browser, site + pillar, origin=site, viewport={"width": 360, "height": 800}) as watched:
        drawn(watched.page)
        table = watched.page.locator("#tbl-goal-4-2-pulling")
        assert table.evaluate("(table) => table.closest('.table-scroll').scrollWidth") <= 360 - 2 * 16
        assert table.evaluate("(table) => table.getBoundingClientRect().right") <= 360


def test_without_scripts_every_region_can_be_reached(browser: Browser, site: str) -> None:
    with opened(browser, site + PILLAR, origin=site, java_script_enabled=False) as watched:
        regions = watched.page.locator(".table-scroll")
        assert regions.count() >= 3
        assert all(region.get_attribute("tabindex") == "0" for region in regions.all())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_used_without_scripts(browser: Browser, site: str, name: str) -> None:
    settings: dict[str, Any] = {"java_script_enabled": False, "viewport": {"width": 320, "height": 700}}
    with opened(browser, site + name, origin=site, **settings) as watched:
        page = watched.page
        assert page.locator("h1").is_visible()
        assert (
            page.locator(".site-nav a").count() == len(PAGES) - 1 + len(units()) - 1
        )  # every unit's, of which one is tried
        assert all(link.is_visible() for link in page.locator(".site-nav a:not(.nav-part:not([open]) a)").all())
        if not page.locator(".nav-part[open]").count():
            page.locator(".nav-part > summary").click()
        assert all(link.is_visible() for link in page.locator(".nav-part a").all())
        assert not page.locator("#theme-button").is_visible()
        assert all(picture.is_visible() for picture in page.locator(".only-light img").all())
        if name == "search.html":
            assert page.get_by_text("Søgningen kræver").is_visible()
    assert watched.told == []


def test_forced_colours_keep_what_colour_says(browser: Browser, site: str) -> None:
    with opened(browser, site + OVERVIEW, origin=site, forced_colors="active", color_scheme="dark") as watched:
        page = watched.page
        since = "td[data-head='Siden']"  # shapes alone of the editions before, which the table's note tells apart by their words
        assert {len(shape.inner_text().strip()) for shape in page.locator(f"{since} .status").all()} == {1}
        words = [status.inner_text().split() for status in page.locator(f".status:not({since} *)").all()]
        assert len(words) >= 11
        assert all(len(parts) > 1 and len(parts[0]) == 1 for parts in words)  # a shape and a word
        current = "getComputedStyle(document.querySelector('.site-nav [aria-current]')).borderLeftColor"
        other = "getComputedStyle(document.querySelector('.site-nav a:not([aria-current])')).borderLeftColor"
        assert page.evaluate(current) != page.evaluate(other)


def test_links_in_the_text_are_underlined(visited: Page) -> None:
    links = "[...document.querySelectorAll('main p a, main li a, main td a, main th a')].filter((a) => !a.closest('.prev-next'))"
    plain = "a => !getComputedStyle(a).textDecorationLine.includes('underline')"
    assert visited.evaluate(f"{links}.filter({plain}).map((a) => a.outerHTML)") == []
    if OVERVIEW in visited.url:
        assert visited.evaluate(f"{links}.length") > 10


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_those_who_ask_for_it(browser: Browser, site: str, motion: Any) -> None:
    moving = "[...document.querySelectorAll('*')].filter((e) => { const s = getComputedStyle(e); return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0; }).length"
    with opened(browser, site + OVERVIEW, origin=site, reduced_motion=motion) as watched:
        assert watched.page.evaluate(moving) == 0
        scrolling = watched.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    assert scrolling == ("auto" if motion == "reduce" else "smooth")


def test_paper_shows_the_folded_tables_and_no_controls(browser: Browser, site: str) -> None:
    with opened(browser, site + PILLAR, origin=site) as watched:
        page = watched.page
        page.emulate_media(media="print")
        assert page.locator("details.disclosure table").count() >= 2
        assert all(box.bounding_box() for box in page.locator("details.disclosure table").all())
        assert not any(control.is_visible() for control in page.locator("button, input, .site-nav, .skip-link").all())


# -- the HTML itself -------------------------------------------------------------------------------------------------------


def test_the_nu_checker_finds_nothing(book: Path) -> None:
    """Neither errors nor warnings."""
    assert nu(book / "html") == []
