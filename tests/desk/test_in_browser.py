"""A whole year kept on the desk alone in a real browser, every page of it tried by axe and read by a strict Dane.

Four quarters, answers that come late, a month that is told again, a correction, a step undone, a killed server, and a new year with
another plan. The first book is made whole; the others are a line a page (`quick_desk.py`), for they are tested elsewhere.
"""

from __future__ import annotations

import io
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_rules import ALL, COLOURS, DECIDED, run_of, undecided
from browser import AXE, drawn
from calling import call
from conftest import MODULES, ROOT, tool
from danish import ALLOWED, spoken, words
from markup import Page as Markup
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect
from word_files import said as said_in_word

pytestmark = pytest.mark.slow
LONG = 180_000  # milliseconds until what takes long is given up
ALLOWED_WORDS = set(ALLOWED.read_text(encoding="utf-8").split())
STATES = ((1280, "light", ALL), (360, "dark", COLOURS))


PILLAR = """  - id: '2'
    title: Nye kort
    weight: 40
    notebook: notebooks/2026/pillar_2.ipynb
    goals:
      - id: '2.1'
        title: Havnekort
        summary: Et nyt kort over havnene er udgivet senest den 01-06-2026.
        weight: 40
        responsible: Kontor Syd
        criteria:
          - {id: udgivet, kind: deliverable, title: Havnekort, deliverable: havnekort, deadline: 2026-06-01}
"""


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
        environment = {
            **os.environ, "HOME": str(self.folder), "PYTHONPATH": MODULES, "PYTHONUNBUFFERED": "1", "TERM": "dumb",
            "NO_COLOR": "1", "KVARTALSBOG_WHOLE": str(self.folder / "hel"),
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/quick_desk.py"), "desk", "--port", str(self.port), "--site", str(self.folder / "site")],
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
        """Go to a page by the menu, and be there."""
        way = self.page.get_by_role("navigation", name="Bordets sider").get_by_role("link", name=name, exact=True)
        way.click()
        expect(way).to_have_attribute("aria-current", "page", timeout=LONG)

    def tried(self) -> None:
        """What stands on the page is right in every width and colour, fits, and is Danish."""
        tool(AXE)
        page = self.page
        for width, scheme, rules in STATES:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            drawn(page)
            if not page.evaluate("'axe' in window"):  # the page of what is being done comes anew by itself
                page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate(run_of(rules))
            assert [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found["violations"]] == []
            assert list(undecided(found["incomplete"], DECIDED)) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.set_viewport_size({"width": 1280, "height": 900})
        seen = re.sub(
            r"<code[^>]*>.*?</code>|<textarea.*?</textarea>|<div class=\"lines\".*?</div>| value=\"[^\"]*\"",
            " ",
            page.content(),
            flags=re.DOTALL,
        )
        (self.folder / "side.html").write_text(seen, encoding="utf-8")
        self.said |= {word for text in spoken(Markup(self.folder / "side.html")) for word in words(text)}


def begun(folder: Path) -> Path:
    """A small project as `init` writes it, in git: a share that two offices report, and a strategy with a deadline."""
    project = folder / "tilsyn"
    answers = {
        "authority": ["Havnetilsynet"], "agreed-with": ["Ministeriet"], "year": ["2025"], "unit": ["Kontor Nord", "Kontor Syd"],
        "goal": ["Svar til tiden: mindst 90 pct.", "Ny strategi: senest 2025-12-01"],
    }  # fmt: skip
    done = call(
        "init", project, *(part for name, every in answers.items() for one in every for part in (f"--{name}", one))
    )
    assert done.returncode == 0, done.told
    for words_ in (["init", "-q"], ["config", "user.name", "Ane"], ["config", "user.email", "ane@example.dk"], ["add", "."], ["commit", "-qm", "Planen"]):  # fmt: skip
        subprocess.run(["git", "-C", str(project), *words_], check=True)
    return project


def known(project: Path) -> set[str]:
    """What the invented plan itself calls things, and what its owners typed."""
    plans = (plan.read_text(encoding="utf-8") for plan in project.glob("data/*/plan.yml"))
    return words(" ".join(plans)) | {"åse", "holm", "nord", "evt"}


@pytest.fixture
def shop(browser: Browser, tmp_path: Path) -> Iterator[Shop]:
    with window(browser) as (context, told):
        one = Shop(begun(tmp_path), tmp_path, context.new_page(), told=told)
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


def test_a_year_is_kept_on_the_desk_alone(shop: Shop) -> None:
    page = shop.page
    page.goto(shop.open())
    assert "noegle" not in page.url
    expect(page.locator("h1")).to_have_text("Tavlen")
    shop.tried()
    planned(shop)
    first_quarter(shop)
    second_quarter(shop)
    corrected(shop)
    third_quarter(shop)
    fourth_quarter(shop)
    given_to_others(shop)
    next_year(shop)
    page.get_by_role("link", name="Hjælp").click()
    shop.tried()
    shop.page.get_by_role("link", name="Håndbogen").click()
    shop.tried()


# -- what is done again and again --------------------------------------------------------------------------------------


def said(page: Page, words_: str) -> None:
    expect(page.get_by_role("status").first).to_have_text(words_, timeout=LONG)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def extract(quarter: int, offices: str = "Nord Syd", late: int = 1, year: int = 2025) -> bytes:
    """An extract of a quarter's answers, ten a month from each office, `late` of them late."""
    rows = [
        f"{office}{month}{number};Kontor {office};{number + 10}-{month:02}-{year};{number + (15 if number < late else 9)}-{month:02}-{year}"
        for office in offices.split()
        for month in range(3 * quarter - 2, 3 * quarter + 1)
        for number in range(10)
    ]
    return "\n".join(["nummer;enhed;frist;udført", *rows, ""]).encode()


def lay(shop: Shop, name: str, content: bytes) -> None:
    shop.go("Tag imod")
    drop(shop.page, {name: content})
    said(shop.page, "Filerne ligger klar. Intet er skrevet endnu.")


def write(shop: Shop, day: str, *, confirm: bool = False) -> None:
    """See what waits, and write it."""
    page = shop.page
    page.get_by_label("Udtrukket den").fill(day)
    press(page, "Se, hvad der ændres")
    expect(page.locator("main")).to_contain_text("Knappen nederst skriver netop det, du ser her.", timeout=LONG)
    if confirm:
        page.get_by_label("Tal og svar, der står i forvejen, skal ændres som vist.").check()
    press(page, "Skriv")
    said(page, "Svarene er skrevet.")


def change(shop: Shop, name: str, *changes: tuple[str, str]) -> None:
    """Change a file of the plan as it stands, when what changes has been seen."""
    page = shop.page
    shop.go("Planens filer")
    page.get_by_role("link", name=name).click()
    text = page.get_by_label("Filens tekst").input_value()
    for was, becomes in changes:
        assert was in text, was
        text = text.replace(was, becomes)
    page.get_by_label("Filens tekst").fill(text)
    press(page, "Se, hvad der ændres")
    expect(page.get_by_role("heading", name="Hvad der ændres")).to_be_visible()
    press(page, "Gem")
    said(page, "Filen er gemt.")


def approve(shop: Shop, *, correction: bool = False) -> None:
    page = shop.page
    for role in ("Controlleren", "Ledelsen"):
        shop.go("Godkend")
        page.get_by_label("Rolle").select_option(role)
        page.get_by_label("Navn på den, der godkender").fill(f"Åse Holm ({role})")
        if correction:
            page.get_by_label("Tallene retter en udgave, der er udgivet.").check()
        press(page, "Godkend")
        said(page, "Godkendelsen er skrevet.")
    expect(page.locator("main")).to_contain_text("Alle roller har godkendt det, der står her nu.")


def publish(shop: Shop, quarter: str, reason: str = "", key: Path | None = None) -> None:
    page = shop.page
    shop.go("Udgiv")
    press(page, "Gem kilderne i git")
    said(page, "Kilderne er gemt i git.")
    if (early := page.get_by_label("Hvorfor der udgives før kalenderens dag")).count():
        early.fill("Prøve.")
    if reason:
        page.get_by_label("Hvorfor udgaven rettes").fill(reason)
    if key:
        page.get_by_label("Nøgle til underskriften (hvis udgaven skal underskrives)").fill(str(key))
    press(page, "Udgiv rettelsen" if reason else "Udgiv")
    expect(page.locator("h1")).to_have_text("Udgivelse")
    expect(page.locator(".kb-lead")).to_have_text("Færdig.", timeout=LONG)
    page.get_by_role("link", name="Tilbage til »Udgiv«").click()
    expect(page.locator(".kb-lead")).to_contain_text(f"{quarter} er udgivet som version {2 if reason else 1}")


def open_next(shop: Shop, label: str, name: str) -> None:
    page = shop.page
    page.get_by_role("link", name="Alle perioder").click()
    page.get_by_role("link", name=f"Åbn {label}").click()
    press(page, f"Åbn {name}")
    said(page, "Perioden er åbnet.")


# -- the year ----------------------------------------------------------------------------------------------------------


def planned(shop: Shop) -> None:
    """The draft of the plan is made the authority's own; a slip is told with its line, and what was typed stays."""
    page = shop.page
    shop.go("Planens filer")
    shop.tried()
    page.get_by_role("link", name="plan.yml").click()
    text = page.get_by_label("Filens tekst").input_value()
    page.get_by_label("Filens tekst").fill(text.replace("weight: 100", "weight: 90"))
    press(page, "Se, hvad der ændres")
    expect(page.locator(".problem-message")).to_contain_text(["Målenes vægte", "Søjlernes vægte"])
    expect(page.get_by_label("Filens tekst")).to_have_value(re.compile("weight: 90"))
    shop.tried()
    public = [
        ("# publication:", "publication:"),
        *((f"#   {key}", f"  {key}") for key in ("address", "accessibility", "contact")),
    ]
    own = [("example.org", "havnetilsynet.dk"), ("example-org", "havnetilsynet-dk"), ("33 00 00 00", "72 10 20 30")]
    page.get_by_label("Filens tekst").fill(text)
    change(shop, "plan.yml", (text.splitlines()[0] + "\n", ""), *public, *own)
    shop.tried()


def first_quarter(shop: Shop) -> None:
    """An extract with a bad row, a form on the page, the book beside, and the whole of it made and published."""
    page = shop.page
    good = extract(1)
    lay(shop, "svar-til-tiden-2025K1.csv", good.replace(b"12-01-2025;", b"12-01-205;", 1))
    drop(page, {"noter.csv": b"x"})
    expect(page.locator(".files li")).to_have_count(2, timeout=LONG)
    shop.tried()
    press(page, "Se, hvad der ændres")
    expect(page.locator(".problem h2")).to_have_text([re.compile("noter.csv"), re.compile("svar-til-tiden-2025K1.csv, linje")], timeout=LONG)  # fmt: skip
    shop.tried()
    with page.expect_download() as download:
        page.get_by_role("link", name="afvist-svar-til-tiden-2025k1-csv.xlsx").click()
    assert download.value.path().read_bytes().startswith(b"PK")
    page.get_by_role("link", name="Tilbage til filerne").click()
    press(page, "Fjern noter.csv")
    expect(page.locator(".files li")).to_have_count(1)
    (shop.folder / "svar-til-tiden-2025K1.csv").write_bytes(good)
    page.get_by_label("Filer", exact=True).set_input_files(shop.folder / "svar-til-tiden-2025K1.csv")
    press(page, "Læg klar")
    said(page, "Filerne ligger klar. Intet er skrevet endnu.")
    answered(shop)
    write(shop, "2025-04-02")
    shop.tried()
    shop.go("Vurdering")
    expect(page.locator("main")).to_contain_text("er i orden")
    shop.tried()
    beside(shop)
    by_keyboard(shop)
    published(shop)


def answered(shop: Shop) -> None:
    """What a unit told on the telephone is typed; a slip is told at once, and what was typed stays."""
    page = shop.page
    shop.go("Ejernes svar")
    shop.tried()
    page.get_by_role("link", name="Skriv svaret her for Kontor Nord").click()
    page.get_by_label("Ejerens ord").nth(1).fill("Se [aftalen](ftp://et.sted).")
    page.get_by_label("Tilstand, ny-strategi").select_option("Forventet")
    page.get_by_label("Dato, ny-strategi").fill("2025-11-20")
    press(page, "Læg svaret klar")
    expect(page.locator(".problem-message")).to_have_text("Linket kan ikke bruges.")
    expect(page.get_by_label("Dato, ny-strategi")).to_have_value("2025-11-20")
    shop.tried()
    page.get_by_label("Ejerens ord").nth(1).fill("Strategien kommer før jul.")
    press(page, "Læg svaret klar")
    said(page, "Filerne ligger klar. Intet er skrevet endnu.")


def beside(shop: Shop) -> None:
    """The book opens in a window of its own and follows what is changed."""
    with shop.page.expect_popup() as popup:
        shop.page.get_by_role("link", name="Bogen (ved siden af)").click()
    book = popup.value
    expect(book.locator(".edition")).to_contain_text("1.\u00a0kvartal 2025", timeout=LONG)
    method = shop.project / "book/method.md"
    text = method.read_text(encoding="utf-8")
    book.goto(f"http://127.0.0.1:{shop.port}/periode/2025K1/bog/book/method.html")
    method.write_text(f"{text}\nSkrevet til ved siden af.\n", encoding="utf-8")
    expect(book.locator("main")).to_contain_text("Skrevet til ved siden af.", timeout=LONG)
    method.write_text(text, encoding="utf-8")
    book.close()
    shop.end(signal.SIGKILL)  # nothing is lost: the same window goes on when the desk is opened again
    shop.open()
    shop.page.reload()
    expect(shop.page.locator("h1")).to_have_text("Vurdering")


def by_keyboard(shop: Shop) -> None:
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
    said(page, "Godkendelsen er skrevet.")
    approve(shop)
    shop.tried()


def published(shop: Shop) -> None:
    """The work goes on in a process of its own, and its page tells when it is done."""
    page, whole = shop.page, shop.folder / "hel"
    whole.touch()
    shop.go("Udgiv")
    shop.tried()
    press(page, "Gem kilderne i git")
    press(page, "Udgiv")
    expect(page.locator("h1")).to_have_text("Udgivelse")
    shop.tried()
    page.reload()
    expect(page.locator(".kb-lead")).to_have_text("Færdig.", timeout=LONG)
    whole.unlink()
    shop.tried()
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Se udgaven").click()
    expect(popup.value.locator(".edition")).to_contain_text("1.\u00a0kvartal 2025")
    popup.value.close()
    page.get_by_role("link", name="Tilbage til »Udgiv«").click()
    expect(page.locator(".kb-lead")).to_contain_text("2025K1 er udgivet som version 1")
    press(page, "Prøv sitet efter")
    expect(page.locator(".kb-lead")).to_have_text("Færdig.", timeout=LONG)
    expect(page.locator(".lines")).to_contain_text("er helt")


def second_quarter(shop: Shop) -> None:
    """A wrong extract is undone; one office comes late and is reminded; the other goal's owner has nothing new."""
    page = shop.page
    page.get_by_role("link", name="Alle perioder").click()
    shop.tried()
    page.get_by_role("link", name="Åbn 2.\u00a0kvartal 2025").click()
    shop.tried()
    press(page, "Åbn 2025K2")
    said(page, "Perioden er åbnet.")
    shop.tried()
    lay(shop, "svar-til-tiden-2025K2.csv", extract(2, late=9))
    write(shop, "2025-07-02")
    shop.go("Ret og fortryd")
    shop.tried()
    press(page, "Fortryd")
    said(page, "Det seneste skridt er fortrudt.")
    expect(page.locator("main")).to_contain_text("Ingen tal for april")
    lay(shop, "svar-til-tiden-2025K2.csv", extract(2, "Nord"))
    write(shop, "2025-07-02")
    expect(page.locator("main")).to_contain_text("fra Kontor Syd")
    shop.go("Ejernes svar")
    page.get_by_role("link", name="Rykkere og kvitteringer til enhederne").click()
    expect(page.locator("main")).to_contain_text("Vi mangler svar fra jer")
    shop.tried()
    lay(shop, "svar-til-tiden-2025K2.csv", extract(2))
    write(shop, "2025-07-09")
    shop.go("Ejernes svar")
    press(page, "Ingen ændring hos Kontor Nord")
    write(shop, "2025-07-09")
    approve(shop)
    publish(shop, "2025K2")


def corrected(shop: Shop) -> None:
    """What is published is not undone; a file that is changed is sealed with its reason, and becomes version 2."""
    page = shop.page
    change(shop, "series.csv", ("1.1,2025-05,kontor-nord,10,9", "1.1,2025-05,kontor-nord,10,10"))
    expect(page.locator("main")).to_contain_text("series.csv er ændret, siden den blev forseglet.")
    shop.tried()
    press(page, "Fortryd")
    expect(page.locator(".problem-message")).to_contain_text("Det kan ikke fortrydes.")
    shop.tried()
    page.go_back()
    page.get_by_label("Grund").fill("Et svar i maj var talt som for sent.")
    press(page, "Forsegl rettelsen")
    said(page, "Rettelsen er forseglet med sin grund.")
    approve(shop, correction=True)
    publish(shop, "2025K2", "Et svar i maj var talt som for sent.")


def third_quarter(shop: Shop) -> None:
    """A month that was told is told again, by hand, with a reason; the edition is signed."""
    page = shop.page
    open_next(shop, "3.\u00a0kvartal 2025", "2025K3")
    lay(shop, "svar-til-tiden-2025K3.csv", extract(3))
    write(shop, "2025-10-02")
    shop.go("Skriv et tal")
    for label, choice in (("Mål", "1.1"), ("Måned", "2025-02"), ("Enhed", "kontor-syd")):
        page.get_by_label(label, exact=True).select_option(choice)
    page.get_by_label("Antal").fill("12")
    page.get_by_label("Sum").fill("x")
    page.get_by_label("Kilde").first.fill("Mail fra Kontor Syd")
    page.get_by_label("Grund til ændring").first.fill("To svar var talt i januar.")
    press(page, "Se, hvad der ændres")
    expect(page.locator(".problem-message")).to_have_text("Tallet kan ikke læses.")
    page.get_by_label("Sum").fill("11")
    press(page, "Se, hvad der ændres")
    expect(page.locator("main")).to_contain_text("10 tilfælde (90,0 pct.) i 2025K1 bliver til 12 tilfælde (91,7 pct.)")
    shop.tried()
    press(page, "Skriv")
    said(page, "Svarene er skrevet.")
    key = shop.folder / "noegle"
    subprocess.run([tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    public = key.with_suffix(".pub").read_text(encoding="utf-8")
    (shop.project / "data/allowed_signers").write_text(f"aase@havnetilsynet.dk {public}", encoding="utf-8")
    approve(shop)
    publish(shop, "2025K3", key=key)
    press(page, "Prøv sitet efter")
    expect(page.locator(".kb-lead")).to_have_text("Færdig.", timeout=LONG)
    expect(page.locator(".lines")).to_contain_text("2025K3/v1: underskrevet af aase@havnetilsynet.dk")


def fourth_quarter(shop: Shop) -> None:
    """The strategy is late: approving asks its owner for an account, which is typed."""
    page = shop.page
    open_next(shop, "4.\u00a0kvartal 2025", "2025K4")
    lay(shop, "svar-til-tiden-2025K4.csv", extract(4))
    write(shop, "2026-01-05")
    shop.go("Godkend")
    page.get_by_label("Rolle").select_option("Controlleren")
    page.get_by_label("Navn på den, der godkender").fill("Åse Holm")
    press(page, "Godkend")
    expect(page.locator(".problem")).to_have_count(1)
    shop.tried()
    shop.go("Ejernes svar")
    page.get_by_role("link", name="Skriv svaret her for Kontor Nord").click()
    page.get_by_label("Tilstand, ny-strategi").select_option("Forventet")
    page.get_by_label("Dato, ny-strategi").fill("2026-02-20")
    for label, words_ in (("Årsag", "Høringen blev forlænget."), ("Handling", "Strategien er klar i februar."), ("Hvem handler", "Kontor Nord"), ("Frist for handlingen", "2026-02-20"), ("Ejerens ord", "Forsinket.")):  # fmt: skip
        page.get_by_label(label, exact=True).nth(1).fill(words_)
    press(page, "Læg svaret klar")
    write(shop, "2026-01-05")
    approve(shop)
    publish(shop, "2025K4")
    press(page, "Hold op imod 2025K3")
    expect(page.locator(".lines")).to_contain_text("Fra 3.\u00a0kvartal 2025 til 4.\u00a0kvartal 2025")
    page.get_by_role("link", name="Tilbage til »Udgiv«").click()
    press(page, "Efterse fortrolige tal")
    expect(page.locator(".kb-lead")).to_have_text("Færdig.", timeout=LONG)


def given_to_others(shop: Shop) -> None:
    """Pages for Word and tables for Excel that open, and the year's target reporting."""
    page = shop.page
    shop.go("Filer til andre")
    shop.tried()
    for name in ("Overblik", "Kort notat"):
        page.get_by_label(name, exact=True).check()
    press(page, "Lav filerne")
    expect(page.locator(".kb-lead")).to_have_text("Færdig.", timeout=LONG)
    page.get_by_role("link", name="Til filerne").click()
    words_, tables = (
        fetched(page, f"{name}-2025K4.{kind}") for name, kind in (("overview", "docx"), ("tabeller", "xlsx"))
    )
    assert "Svar til tiden" in " ".join(map(str, said_in_word(words_.getvalue())))
    assert "Svar til tiden" in " ".join(
        str(cell) for sheet in load_workbook(tables) for row in sheet.values for cell in row
    )
    assert fetched(page, "brief-2025K4.docx").read(2) == b"PK"
    press(page, "Lav målrapporteringen")
    expect(page.locator(".kb-lead")).to_have_text("Færdig.", timeout=LONG)
    page.get_by_role("link", name="Til filerne").click()
    shop.tried()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"maalrapportering.*docx$")).click()
    assert download.value.path().read_bytes().startswith(b"PK")


def fetched(page: Page, name: str) -> io.BytesIO:
    """A file that was made, as the browser gets it."""
    with page.expect_download() as download:
        page.get_by_role("link", name=f"2025K4-filer/{name}", exact=True).click()
    assert download.value.suggested_filename == name
    return io.BytesIO(download.value.path().read_bytes())


def next_year(shop: Shop) -> None:
    """The draft of the next plan is changed: another limit, another pillar with its notebook; then its first quarter is published."""
    page = shop.page
    open_next(shop, "1.\u00a0kvartal 2026", "2026K1")
    expect(page.locator("main")).to_contain_text("mangler notesbøger")
    shop.tried()
    change(
        shop, "plan.yml", (page_head(shop), ""), ("limit: 90", "limit: 92"), ("weight: 50", "weight: 30"),
        ("weight: 100", "weight: 60"), ("approvers:", f"{PILLAR}approvers:"),
    )  # fmt: skip
    page.get_by_label("Skriv også dem, der findes.").wait_for()
    shop.go("Tavlen")
    press(page, "Skriv notesbøgerne")
    said(page, "Notesbøgerne og indholdsfortegnelsen er skrevet.")
    lay(shop, "svar-til-tiden-2026K1.csv", extract(1, year=2026))
    write(shop, "2026-04-02")
    shop.go("Ejernes svar")
    page.get_by_role("link", name="Skriv svaret her for Kontor Syd").click()
    page.get_by_label("Tilstand, havnekort").select_option("Uden dato")
    press(page, "Læg svaret klar")
    write(shop, "2026-04-02")
    shop.go("Vurdering")
    expect(page.get_by_role("row", name="1.1 Svar til tiden")).to_contain_text("90,0 pct.")
    expect(page.get_by_role("row", name="2.1 Havnekort")).to_contain_text("40")
    approve(shop)
    publish(shop, "2026K1")
    press(page, "Prøv sitet efter")
    expect(page.locator(".kb-lead")).to_have_text("Færdig.", timeout=LONG)
    expect(page.locator(".lines")).to_contain_text("5 kvartaler, 6 versioner")


def page_head(shop: Shop) -> str:
    """The lines that keep a draft from being published."""
    text = (shop.project / "data/2026/plan.yml").read_text(encoding="utf-8")
    return text[: text.index("title:")]
