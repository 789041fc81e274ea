"""A whole quarter kept on the desk in a real browser, every page of it tried by axe and read by a strict Dane."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_rules import ALL, COLOURS, DECIDED, run_of, undecided
from browser import AXE, drawn
from calling import COMMAND
from conftest import make_library, tool
from danish import ALLOWED, spoken, words
from markup import Page as Markup
from playwright.sync_api import Browser, BrowserContext, Page, expect
from taking_in import answers

pytestmark = pytest.mark.slow
LONG = 180_000  # milliseconds until what takes long is given up
ALLOWED_WORDS = set(ALLOWED.read_text(encoding="utf-8").split())
STATES = ((1280, "light", ALL), (768, "dark", COLOURS), (360, "light", COLOURS))


@dataclass
class Shop:
    """The desk's process, and the browser's window on it."""

    project: Path
    folder: Path
    page: Page
    port: int = 0
    process: subprocess.Popen[str] | None = None
    told: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)

    def open(self) -> str:
        """Start the desk; gives the address that it prints."""
        environment = {**os.environ, "HOME": str(self.folder), "PYTHONUNBUFFERED": "1", "TERM": "dumb", "NO_COLOR": "1"}
        self.process = subprocess.Popen(
            [*COMMAND, "desk", "--port", str(self.port), "--site", str(self.folder / "site")],
            cwd=self.project, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        lines: queue.Queue[str] = queue.Queue()
        output = self.process.stdout
        assert output
        threading.Thread(target=lambda: [lines.put(line) for line in output], daemon=True).start()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/\S+", lines.get(timeout=LONG / 1000))
        assert found
        self.port = int(found[1])
        return found[0]

    def end(self, number: int) -> None:
        """End the desk by a signal."""
        assert self.process
        self.process.send_signal(number)
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()

    def go(self, name: str) -> None:
        """Go to a page by the menu."""
        self.page.get_by_role("navigation", name="Bordets sider").get_by_role("link", name=name, exact=True).click()
        expect(self.page.locator("h1")).to_be_visible()

    def tried(self) -> None:
        """What stands on the page is right in every width and colour, fits, and is Danish."""
        tool(AXE)
        page = self.page
        for width, scheme, rules in STATES:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            drawn(page)
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate(run_of(rules))
            assert [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found["violations"]] == []
            assert list(undecided(found["incomplete"], DECIDED)) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.set_viewport_size({"width": 1280, "height": 900})
        seen = re.sub(
            r"<code>.*?</code>|<textarea.*?</textarea>|<div class=\"lines\".*?</div>| value=\"[^\"]*\"",
            " ",
            page.content(),
            flags=re.DOTALL,
        )
        (self.folder / "side.html").write_text(seen, encoding="utf-8")
        self.said |= {word for text in spoken(Markup(self.folder / "side.html")) for word in words(text)}


def known(project: Path) -> set[str]:
    """What the invented plan itself calls things, and what its owners typed."""
    return words((project / "data/2026/plan.yml").read_text(encoding="utf-8")) | {
        "åse",
        "holm",
        "afleveringer",
        "svar",
        "evt",
    }


@pytest.fixture
def shop(browser: Browser, tmp_path: Path) -> Iterator[Shop]:
    with window(browser) as (context, told):
        one = Shop(make_library(tmp_path), tmp_path, context.new_page(), told=told)
        try:
            yield one
        finally:
            if one.process and one.process.poll() is None:
                one.end(signal.SIGINT)
        assert one.process
        assert one.process.returncode == 0
        unknown = sorted(one.said - ALLOWED_WORDS - known(one.project))
        assert not unknown, " ".join(unknown)


@contextmanager
def window(browser: Browser) -> Iterator[tuple[BrowserContext, list[str]]]:
    """A context in which nothing foreign is asked for and nothing goes wrong."""
    context, told = browser.new_context(locale="da-DK"), list[str]()
    context.on(
        "request", lambda request: None if request.url.startswith("http://127.0.0.1:") else told.append(request.url)
    )
    context.on(
        "console",
        lambda message: (
            told.append(message.text)
            if "status of 4" not in message.text and "status of 503" not in message.text
            else None
        ),
    )
    context.on("weberror", lambda error: told.append(str(error.error)))
    yield context, told
    context.close()
    assert told == []


def drop(page: Page, files: dict[str, bytes]) -> None:
    """Drop files on the page, as a mouse does."""
    told = {name: content.decode() for name, content in files.items()}
    page.evaluate(
        """(told) => {
            const data = new DataTransfer();
            Object.entries(told).forEach(([name, text]) => data.items.add(new File([text], name)));
            document.getElementById("drop").dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }""",
        told,
    )


def test_a_quarter_is_kept_on_the_desk_alone(shop: Shop, tmp_path: Path) -> None:
    page = shop.page
    page.goto(shop.open())
    assert "noegle" not in page.url
    expect(page.locator("h1")).to_have_text("Tavlen")
    shop.tried()
    opened(shop)
    answered(shop)
    typed(shop)
    taken_in(shop, tmp_path)
    shop.go("Vurdering")
    expect(page.locator("main")).to_contain_text("er i orden")
    shop.tried()
    shop.end(signal.SIGKILL)  # nothing is lost: the same window goes on when the desk is opened again
    shop.open()
    page.reload()
    expect(page.locator("h1")).to_have_text("Vurdering")
    beside(shop)
    approved(shop)
    published(shop)
    mended(shop)
    page.get_by_role("link", name="Hjælp").click()
    shop.tried()


def opened(shop: Shop) -> None:
    page = shop.page
    page.get_by_role("link", name="Alle perioder").click()
    shop.tried()
    page.get_by_role("link", name="Åbn 3.\u00a0kvartal 2026").click()
    shop.tried()
    page.get_by_role("button", name="Åbn 2026K3").click()
    expect(page.get_by_role("status")).to_have_text("Perioden er åbnet.")
    expect(page.locator("main")).to_contain_text("ingen tal for juli")
    shop.tried()


def answered(shop: Shop) -> None:
    """What a unit told on the telephone is typed; a slip is told at once, and what was typed stays."""
    page = shop.page
    shop.go("Ejernes svar")
    shop.tried()
    page.get_by_role("link", name="Rykkere og kvitteringer til enhederne").click()
    expect(page.locator("main")).to_contain_text("Vi mangler svar fra jer")
    shop.tried()
    shop.go("Ejernes svar")
    page.get_by_role("link", name="Skriv svaret her for Datakontoret").click()
    page.get_by_label("Årsag").fill("Leverandøren blev forsinket.")
    page.get_by_label("Handling", exact=True).fill("En ny leverandør er valgt.")
    page.get_by_label("Hvem handler").fill("Datakontoret")
    page.get_by_label("Ejerens ord").fill("Se [aftalen](ftp://et.sted).")
    page.get_by_label("Frist for handlingen").fill("2026-12-01")
    page.get_by_role("button", name="Læg svaret klar").click()
    expect(page.locator(".problem-message")).to_have_text("Linket kan ikke bruges.")
    expect(page.get_by_label("Årsag")).to_have_value("Leverandøren blev forsinket.")
    shop.tried()
    page.get_by_label("Ejerens ord").fill("Det nye system kommer før jul.")
    page.get_by_role("button", name="Læg svaret klar").click()
    expect(page.get_by_role("status").first).to_have_text("Filerne ligger klar. Intet er skrevet endnu.")


def typed(shop: Shop) -> None:
    """A figure that came by mail is typed with its source, shown, and written."""
    page = shop.page
    shop.go("Skriv et tal")
    for label, choice in (("Mål", "a.2"), ("Måned", "2026-07"), ("Enhed", "nord")):
        page.get_by_label(label, exact=True).select_option(choice)
    page.get_by_label("Antal").fill("1.200")
    page.get_by_label("Sum").fill("x")
    page.get_by_label("Kilde").first.fill("Mail fra Nord")
    page.get_by_role("button", name="Se, hvad der ændres").first.click()
    expect(page.locator(".problem-message")).to_have_text("Tallet kan ikke læses.")
    page.get_by_label("Sum").fill("31")
    page.get_by_role("button", name="Se, hvad der ændres").first.click()
    expect(page.locator("main")).to_contain_text("bliver til")
    shop.tried()
    page.get_by_role("button", name="Skriv", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Svarene er skrevet.")
    shop.go("Tag imod")


def taken_in(shop: Shop, tmp_path: Path) -> None:
    """Extracts are dropped; a bad row comes back as a workbook; then exactly what is shown is written."""
    page = shop.page
    good = answers(tmp_path / "svar.csv").read_bytes()
    drop(page, {"svar.csv": good.replace(b"-08-2026", b"-08-206", 1), "noter.csv": b"x"})
    expect(page.locator(".files li")).to_have_count(3, timeout=LONG)
    shop.tried()
    page.get_by_role("button", name="Se, hvad der ændres").click()
    expect(page.locator(".problem h2")).to_have_text(
        [re.compile("noter.csv"), re.compile("svar.csv, linje")], timeout=LONG
    )
    shop.tried()
    with page.expect_download() as download:
        page.get_by_role("link", name="afvist-svar-csv.xlsx").click()
    assert download.value.path().read_bytes().startswith(b"PK")
    page.get_by_role("link", name="Tilbage til filerne").click()
    page.get_by_role("button", name="Fjern noter.csv").click()
    expect(page.locator(".files li")).to_have_count(2)
    (tmp_path / "svar.csv").write_bytes(good)
    page.get_by_label("Filer", exact=True).set_input_files(tmp_path / "svar.csv")
    page.get_by_role("button", name="Læg klar").click()
    expect(page.get_by_role("status").first).to_have_text("Filerne ligger klar. Intet er skrevet endnu.")
    page.get_by_label("Udtrukket den").fill("2026-10-06")
    page.get_by_role("button", name="Se, hvad der ændres").click()
    expect(page.locator("main")).to_contain_text("Knappen nederst skriver netop det, du ser her.", timeout=LONG)
    shop.tried()
    page.get_by_role("button", name="Skriv", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Svarene er skrevet.", timeout=LONG)
    shop.tried()


def beside(shop: Shop) -> None:
    """The book opens in a window of its own and follows what is changed."""
    with shop.page.expect_popup() as popup:
        shop.page.get_by_role("link", name="Bogen (ved siden af)").click()
    book = popup.value
    expect(book.locator(".edition")).to_contain_text("3.\u00a0kvartal 2026", timeout=LONG)
    method = shop.project / "book/method.md"
    text = method.read_text(encoding="utf-8")
    book.goto(f"http://127.0.0.1:{shop.port}/periode/2026K3/bog/book/method.html")
    method.write_text(f"{text}\nSkrevet til ved siden af.\n", encoding="utf-8")
    expect(book.locator("main")).to_contain_text("Skrevet til ved siden af.", timeout=LONG)
    method.write_text(text, encoding="utf-8")
    expect(book.locator("main")).not_to_contain_text("Skrevet til ved siden af.", timeout=LONG)
    book.close()


def approved(shop: Shop) -> None:
    """By the keyboard alone."""
    page = shop.page
    shop.go("Godkend")
    shop.tried()
    page.reload()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til indholdet")).to_be_focused()
    page.keyboard.press("Enter")
    for key in ("Tab", "ArrowDown", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("Åse Holm")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Godkendelsen er skrevet.", timeout=LONG)
    expect(page.locator("main")).to_contain_text("Alle roller har godkendt det, der står her nu.")
    shop.tried()


def published(shop: Shop) -> None:
    """The work goes on in a process of its own, and its page tells when it is done."""
    page = shop.page
    shop.go("Udgiv")
    shop.tried()
    if (early := page.get_by_label("Hvorfor der udgives før kalenderens dag")).count():
        early.fill("Prøve.")
    page.get_by_role("button", name="Udgiv", exact=True).click()
    expect(page.locator("h1")).to_have_text("Udgivelse")
    shop.tried()
    page.reload()
    expect(page.locator(".kb-lead")).to_have_text("Færdig.", timeout=LONG)
    shop.tried()
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Se udgaven").click()
    expect(popup.value.locator(".edition")).to_contain_text("3.\u00a0kvartal 2026")
    popup.value.close()
    page.get_by_role("link", name="Tilbage til »Udgiv«").click()
    expect(page.locator(".kb-lead")).to_contain_text("2026K3 er udgivet som version 1")
    page.get_by_role("button", name="Prøv sitet efter").click()
    expect(page.locator(".kb-lead")).to_have_text("Færdig.", timeout=LONG)
    expect(page.locator(".lines")).to_contain_text("er helt")


def mended(shop: Shop) -> None:
    """What is published is not undone; a change by hand is shown and sealed with its reason."""
    page, path = shop.page, shop.project / "data/2026/2026K3/commentary.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("før jul", "i januar"), encoding="utf-8")
    shop.go("Ret og fortryd")
    expect(page.locator("main")).to_contain_text("commentary.yml er ændret, siden den blev forseglet.")
    shop.tried()
    page.get_by_role("button", name="Fortryd").click()
    expect(page.locator(".problem-message")).to_contain_text("Det kan ikke fortrydes.")
    shop.tried()
    page.go_back()
    page.get_by_label("Grund").fill("Ejeren skrev den forkerte måned.")
    page.get_by_role("button", name="Forsegl rettelsen").click()
    expect(page.get_by_role("status")).to_have_text("Rettelsen er forseglet med sin grund.")
