"""The published site as its readers meet it: behind nginx under a sub-path, in a real browser, every link followed."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin
from xml.etree import ElementTree as ET

import pytest
from axe_rules import DECIDED, STATES, run_of, undecided
from browser import AXE, nu, opened
from conftest import ROOT, tool
from danish import ALLOWED, spoken, words
from example_year import CORRECTION
from markup import Page
from playwright.sync_api import Browser
from year import Year

from kvartalsbog.sphinxext.hosting import HEADERS

pytestmark = pytest.mark.slow
ATOM = "{http://www.w3.org/2005/Atom}"
FRONT = ("index.html", "2024K3/index.html", "404.html")
LINKS = """() => [...document.querySelectorAll("a[href], link[href], script[src], img[src], source[srcset]")]
    .map((element) => element.href || element.src || new URL(element.srcset, document.baseURI).href)"""


@pytest.fixture(scope="module")
def host(year: Year) -> Iterator[str]:
    """The address of the site behind nginx, set up as docs/hosting.md says, on a port of this machine."""
    nginx = tool("nginx", "/usr/sbin/nginx")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="nginx-"))
    shutil.copytree(year.root, folder / "site")
    folder.chmod(0o755)
    told = re.search(r"```nginx\n(.*?)```", (ROOT / "docs/hosting.md").read_text(encoding="utf-8"), flags=re.S)
    assert told
    server = (
        told[1].replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/www/kvartalsbog/", f"{folder}/site/")
    )
    server = server.replace("include mime.types;", "include /etc/nginx/mime.types;")
    paths = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\n"
        f"http {{ access_log off; {paths}\n{server}\n}}\n",
        encoding="utf-8",
    )
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        _await(port, process)
        yield f"http://127.0.0.1:{port}/politi/"
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            continue
        return
    raise RuntimeError("nginx did not start")


def test_every_link_of_the_site_leads_somewhere(browser: Browser, host: str) -> None:
    """From the front page on, in the browser; files are fetched, places looked for."""
    context = browser.new_context()
    page = context.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(f"{page.url}: {message.text}"))
    waiting, seen, fetched = [f"{host}index.html"], set[str](), dict[str, int]()
    places: dict[str, set[str]] = {}
    there: dict[str, set[str]] = {}
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        leads_on = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', context.request.get(address).text())
        if leads_on:  # a page that nobody can stay on
            waiting.append(urljoin(address, leads_on[1]))
            continue
        assert page.goto(address).status == 200, address  # type: ignore[union-attr]
        landed = page.url
        there[address] = set(page.evaluate("() => [...document.querySelectorAll('[id]')].map((element) => element.id)"))
        for link in page.evaluate(LINKS):
            target, place = urldefrag(urljoin(landed, link))
            if target.startswith("https://politi.dk/"):  # the plan's own document; a link asks for nothing by itself
                continue
            assert target.startswith(host), f"{landed}: {link}"
            if target.endswith((".html", "/")):
                waiting.append(target)
                places.setdefault(target, set()).add(place)
            elif target not in fetched:
                fetched[target] = context.request.get(target).status
    for address, wanted in ((address, wanted) for address, wanted in places.items() if wanted - {""}):
        assert wanted - {""} <= there[address], address
    assert {address: status for address, status in fetched.items() if status != 200} == {}
    assert messages == []
    assert len(seen) > 5 * 14
    assert len(fetched) > 5 * 25
    context.close()


def test_the_host_sends_the_headers_and_the_right_types(browser: Browser, host: str) -> None:
    context = browser.new_context()
    for name, kind in (("index.html", "text/html"), ("catalog.ttl", "text/turtle"), ("catalog.jsonld", "application/ld+json"), ("feed.xml", "text/xml"), ("editions.json", "application/json")):  # fmt: skip
        answer = context.request.get(host + name)
        assert answer.headers["content-type"].startswith(kind)
        assert {header: answer.headers[header.lower()] for header in HEADERS} == dict(HEADERS)
    missing = context.request.get(f"{host}2024K9/nowhere.html")
    assert missing.status == 404
    assert "Siden findes ikke" in missing.text()
    assert context.request.get(f"{host}.htaccess").status == 403
    answers = [context.request.get(f"{host}{name}") for name in ("2024K4/v1/data/goals.csv", "index.html")]
    assert [answer.headers.get("access-control-allow-origin") for answer in answers] == ["*", None]
    context.close()


def test_the_fixed_address_leads_to_the_newest_edition(browser: Browser, host: str) -> None:
    with opened(browser, f"{host}nyeste/", origin=host) as watched:
        watched.page.wait_for_url("**/2024K4/v2/html/book/index.html")
        assert watched.told == []


def test_an_old_edition_tells_of_what_came_after_it(browser: Browser, host: str) -> None:
    page = "html/notebooks/2024/overview.html"
    news = {}
    for folder in ("2024K1/v1", "2024K3/v1", "2024K3/v2", "2024K4/v1", "2024K4/v2"):
        with opened(browser, f"{host}{folder}/{page}", origin=host) as watched:
            watched.page.wait_for_load_state("networkidle")
            news[folder] = watched.page.locator("#edition-news").inner_text().replace("\u00a0", " ").strip()
            assert watched.told == []
    newer = "Der er en nyere udgave: 4. kvartal 2024."
    assert news == {
        "2024K1/v1": newer,
        "2024K3/v1": f"Denne udgave er rettet: Færøernes Politi havde skrevet en forkert dato. Læs version 2. {newer}",
        "2024K3/v2": newer,
        "2024K4/v1": f"Denne udgave er rettet: {CORRECTION} Læs version 2.",
        "2024K4/v2": "",
    }


def test_without_scripts_or_a_host_the_way_to_all_editions_is_a_link(browser: Browser, year: Year) -> None:
    start = (year.root / "2024K1/v1/html/notebooks/2024/overview.html").as_uri()
    for settings in ({"java_script_enabled": False}, {}):
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(start)
        files = page.get_by_role("link", name="Hent PDF, notat og data").evaluate("link => link.href")
        assert files == (year.root / "2024K1/index.html").as_uri()
        page.get_by_role("link", name="Alle udgaver").click()
        assert page.locator("#udgaver").inner_text() == "Alle udgaver"
        page.get_by_role("link", name=re.compile("3.*kvartal.*2024")).first.click()
        page.get_by_role("link", name="Læs udgaven").click()
        page.wait_for_url("**/2024K3/v2/html/book/index.html")
        context.close()


@pytest.mark.parametrize("name", FRONT)
def test_axe_finds_nothing_around_the_editions(browser: Browser, host: str, name: str) -> None:
    axe = Path(tool(AXE)).read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    with opened(browser, host + name, origin=host, bypass_csp=True) as watched:
        watched.page.evaluate(axe)
        for state, (width, media, rules) in STATES.items():
            watched.page.set_viewport_size({"width": width, "height": 800})
            watched.page.emulate_media(**media)
            told: dict[str, Any] = watched.page.evaluate(run_of(rules))
            found[state] = [*undecided(told["violations"], {}), *undecided(told["incomplete"], DECIDED)]
            wide = watched.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, (state, wide)
    assert {state: told_ for state, told_ in found.items() if told_} == {}


def test_the_pages_are_valid_and_danish(year: Year, tmp_path: Path) -> None:
    allowed = set(ALLOWED.read_text(encoding="utf-8").split())
    unknown = {}
    for name in (*FRONT, "nyeste/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(year.root / name, tmp_path / name)
        unknown |= {word: name for text in spoken(Page(year.root / name)) for word in words(text) - allowed}
    assert nu(tmp_path) == []
    assert unknown == {}


def test_the_feed_has_what_atom_asks_for(year: Year) -> None:
    """RFC 4287: an id, a title and a time for the feed and each entry, ids that differ, an author, links."""
    feed = ET.parse(year.root / "feed.xml").getroot()
    entries = feed.findall(f"{ATOM}entry")
    ids = [element.findtext(f"{ATOM}id") for element in (feed, *entries)]
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", str(identity)) for identity in ids)
    assert len(set(ids)) == 7
    for element in (feed, *entries):
        assert element.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(str(element.findtext(f"{ATOM}updated"))).tzinfo
        assert element.find(f"{ATOM}link[@rel='alternate']") is not None
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Politiet"
    updated = [str(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == updated[0]
    assert all("Eksempeldata" in str(entry.findtext(f"{ATOM}summary")) for entry in entries)


def test_the_list_of_editions_says_where_everything_is(year: Year) -> None:
    listed = json.loads((year.root / "editions.json").read_text(encoding="utf-8"))
    for edition in listed["editions"]:
        assert all((year.root / edition[key]).exists() for key in ("path", "html", "pdf", "data"))
        assert edition["data_status"] == "example"
