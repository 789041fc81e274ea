"""Reminders and receipts: what each owner is told, and messages that a mail program opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
import yaml
from calling import call
from extracts import as_text, records, write_csv
from forms import Question, Value, changed, type_in, written

from kvartalsbog.errors import ProblemsError
from kvartalsbog.intake.forms.layout import YES, Kind
from kvartalsbog.intake.vintage.entering import Entry, enter
from kvartalsbog.intake.vintage.ground import Ground, ground
from kvartalsbog.intake.vintage.letters import Letter, as_message, receipt_letters, reminders, write_letters
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.intake.vintage.owing import owners
from kvartalsbog.intake.vintage.proposal import propose, read, write
from kvartalsbog.intake.vintage.receipts import receipts
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.publication import Contact, Publication

K3 = quarter_of(2026, 3)
DAY = date(2026, 10, 6)


@pytest.fixture
def base(library: Path) -> Ground:
    """The invented plan's third quarter, just opened; one owner's address is known, and the plan has a contact."""
    path = library / "data/2026/intake.yml"
    mapping = yaml.safe_load(path.read_text(encoding="utf-8"))
    mapping["owners"] = {"Lånerkontoret": "laan@example.org"}
    path.write_text(yaml.safe_dump(mapping, allow_unicode=True), encoding="utf-8")
    open_period(K3, library / "data")
    found = ground(K3, library / "data")
    contact = Contact(name="Økonomi og Plan", email="plan@example.org")
    return replace(found, plan=found.plan.model_copy(update={"publication": Publication(contact=contact)}))


def form(base: Ground, folder: Path, goal: str, answers: Mapping[Question, Value]) -> Path:
    own = next(form for form in base.forms or () if goal in form.sheets)
    return changed(written(own, folder, f"skema-{goal}.xlsx"), lambda book: type_in(book, own, answers))


def take_in(base: Ground, *sources: Path) -> None:
    write(propose(read(map(str, sources), None, base, DAY), {}, DAY, base), base)


def returns(folder: Path) -> Path:
    return write_csv(folder / "afleveringer.csv", as_text([r for r in records(24) if r[3].month in (7, 8, 9)]))


def by_owner(letters: tuple[Letter, ...]) -> dict[str, Letter]:
    return {letter.owner: letter for letter in letters}


def parsed(letter: Letter, base: Ground) -> EmailMessage:
    found = BytesParser(policy=policy.default).parsebytes(as_message(letter, base))
    assert isinstance(found, EmailMessage)
    return found


def test_each_owner_is_told_exactly_what_is_missing_and_nobody_else(base: Ground, tmp_path: Path) -> None:
    take_in(base, returns(tmp_path), form(base, tmp_path, "b.1", {("b.1", Kind.UNCHANGED, ""): YES}))
    found = by_owner(reminders(owners(base), date(2026, 10, 15), base))
    assert list(found) == ["Lånerkontoret", "Datakontoret"]
    assert found["Datakontoret"].text.splitlines() == [
        "Til Datakontoret",
        "",
        "Vi mangler svar fra jer til opfølgningen på Resultatkontrakt for Bibliotekerne i Lille By 2026 for 3. kvartal 2026:",
        "",
        "Mål c.1, Udlånstal på nettet",
        "- »Udlånstal offentliggjort« var ventet den 10. juli 2026 og er ikke meldt gennemført.",
        "- »Borgerne orienteret« var ventet den 1. august 2026 og er ikke meldt gennemført.",
        "",
        "Skriv svarene i skemaet skema-2026K3-datakontoret.xlsx, og send det til Økonomi og Plan, plan@example.org, senest den 15. oktober 2026.",
        "Er der intet nyt om et mål, så vælg »Ja« ud for »Ingen ændring« øverst på målets ark; så er det besvaret.",
        "",
        "Venlig hilsen",
        "Økonomi og Plan",
    ]
    lacking = found["Lånerkontoret"].text
    assert "- Ingen tal for juli–september 2026." in lacking
    assert "Tallene til mål a.1 kommer som udtræk. Send et nyt udtræk til og med den 30. september 2026." in lacking
    assert "udtræk" not in found["Datakontoret"].text
    assert "Mål a.2" in lacking  # its figures are in, its owner has not answered


def test_nobody_is_reminded_who_has_answered(base: Ground, tmp_path: Path) -> None:
    answers = {("b.1", Kind.UNCHANGED, ""): YES}
    take_in(base, form(base, tmp_path, "b.1", answers))
    assert "Bygningskontoret" not in by_owner(reminders(owners(base), None, base))


def test_a_reminder_without_a_deadline_or_a_contact_says_so_in_words(base: Ground) -> None:
    plain = replace(base, plan=base.plan.model_copy(update={"publication": Publication()}))
    (*_, last) = reminders(owners(plain), None, plain)
    assert "send det til den, I har fået det fra, så snart som muligt." in last.text.replace(" ", " ")
    assert last.text.rstrip().endswith(plain.plan.authority)


def test_a_message_opens_as_a_draft_with_its_headers_and_words_right(base: Ground) -> None:
    letters = by_owner(reminders(owners(base), date(2026, 10, 15), base))
    letter = letters["Lånerkontoret"]
    message = parsed(letter, base)
    assert message["Subject"] == "Resultatkontrakt for Bibliotekerne i Lille By 2026, 3. kvartal 2026: svar mangler"
    assert [(a.display_name, a.addr_spec) for a in message["To"].addresses] == [("Lånerkontoret", "laan@example.org")]
    assert [(a.display_name, a.addr_spec) for a in message["From"].addresses] == [
        ("Økonomi og Plan", "plan@example.org")
    ]
    assert message["X-Unsent"] == "1"
    assert message.get_content().replace("\r\n", "\n") == letter.text
    raw = as_message(letter, base)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw == as_message(letter, base)
    assert "To" not in parsed(letters["Datakontoret"], base)  # nobody has said where


@pytest.mark.parametrize("name", ['Kontor "A", B; <c>', "Å" * 300, "Kontor\u2028Nord", "=?utf-8?q?x?="])
def test_whatever_an_owner_is_called_the_headers_stay_headers(name: str, base: Ground) -> None:
    letter = replace(reminders(owners(base), None, base)[0], owner=name, subject=f"{name}: svar mangler")
    message = parsed(letter, base)
    assert set(message.keys()) == {
        "Subject",
        "From",
        "To",
        "X-Unsent",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    }
    assert [a.addr_spec for a in message["To"].addresses] == ["laan@example.org"]


def test_a_receipt_tells_what_was_taken_in_from_where_and_no_hash(base: Ground, tmp_path: Path) -> None:
    answers: dict[Question, Value] = {
        ("c.1", Kind.STATE, "udlaanstal"): "Gennemført",
        ("c.1", Kind.DAY, "udlaanstal"): date(2026, 9, 30),
        ("c.1", Kind.COMMENT, ""): "Tallene er ude.",
    }
    unchanged = form(base, tmp_path, "b.1", {("b.1", Kind.UNCHANGED, ""): YES})
    take_in(base, returns(tmp_path), unchanged, form(base, tmp_path, "c.1", answers))
    typed = enter(
        Entry("a.1", "Brev fra Nord", figure={"month": "2026-07", "district": "nord", "n": "40", "total": "164"}),
        DAY,
        base,
    )
    assert typed is not None
    write(typed.proposal, base, "enter")
    told = {one.goal.id: one.received for own in receipts(base).values() for one in own}
    assert {goal: tuple(line.replace("\u00a0", " ") for line in lines) for goal, lines in told.items()} == {
        "a.1": ("tastet ind den 06-10-2026 efter Brev fra Nord", "tal for juli 2026 fra Nordbiblioteket"),
        "a.2": (
            "modtaget den 06-10-2026: afleveringer.csv, 7 poster tæller med",
            "tal for juli–september 2026 fra Nordbiblioteket og Østbiblioteket",
        ),
        "b.1": ("modtaget den 06-10-2026: skema-b.1.xlsx", "intet er ændret siden sidst"),
        "c.1": (
            "modtaget den 06-10-2026: skema-c.1.xlsx",
            "leverancer: »Udlånstal offentliggjort« gennemført 30-09-2026",
            "ord: ejerens ord",
        ),
    }
    taken = receipts(base)
    letters = by_owner(receipt_letters(((owner, taken.get(owner.name, ())) for owner in owners(base)), base))
    text = letters["Datakontoret"].text
    assert (
        "Tak. Til opfølgningen på Resultatkontrakt for Bibliotekerne i Lille By 2026 for 3. kvartal 2026 har vi taget dette ind:"
        in text
    )
    assert "- Leverancer: »Udlånstal offentliggjort« gennemført 30-09-2026." in text
    assert "Vi mangler endnu:" in text
    assert "Vi mangler endnu:" not in letters["Bygningskontoret"].text


def test_letters_are_files_named_after_the_owners(base: Ground, tmp_path: Path) -> None:
    letters = reminders(owners(base), None, base)
    paths = write_letters(letters, tmp_path / "breve", base)
    assert [path.name for path in paths] == [
        f"rykker-2026K3-{unit}.eml" for unit in ("laanerkontoret", "bygningskontoret", "datakontoret")
    ]
    assert sorted(path.name for path in (tmp_path / "breve").iterdir()) == sorted(path.name for path in paths)
    assert write_letters(letters, tmp_path / "breve", base) == paths


@pytest.mark.parametrize(
    ("owner", "address", "words"),
    [
        (
            "Kantinen",
            "a@example.org",
            "Ingen af planens mål har denne ansvarlige. Fundet: 'Kantinen'. Tilladt: Lånerkontoret",
        ),
        (
            "Lånerkontoret",
            "laan",
            "Teksten har ikke den rette form. Fundet: 'laan'. Tilladt: en mailadresse som navn@eksempel.dk.",
        ),
        ("Lånerkontoret", "lån@example.org", "Teksten har ikke den rette form."),
    ],
)
def test_an_owner_or_an_address_that_is_none_is_told(owner: str, address: str, words: str, library: Path) -> None:
    path = library / "data/2026/intake.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}owners:\n  {owner}: {address}\n", encoding="utf-8")
    with pytest.raises(ProblemsError, match=r"intake\.yml") as caught:
        ground(K3, library / "data")
    assert words in str(caught.value)


# -- at the keyboard


def test_a_year_that_is_complete_reminds_nobody_and_acknowledges_everybody() -> None:
    done = call("remind", "2024K4")
    assert (done.returncode, done.stdout, done.stderr) == (0, "2024K4: Alle har svaret på alt.\n", "")
    told = call("status", "2024K4", "--received").stdout.replace("\u00a0", " ")
    assert "modtaget den 09-01-2025: straffesager-2024K4.parquet, 92.044 poster tæller med." in " ".join(told.split())


def test_an_account_that_is_lacking_is_asked_for_and_letters_are_written_to_a_folder(
    library: Path, tmp_path: Path
) -> None:
    shown = call("remind", "2026K2", "--deadline", "2026-07-15", cwd=library)
    assert (shown.returncode, shown.stderr) == (0, "")
    done = call("remind", "2026K3", "--out", str(tmp_path / "rykkere"), cwd=library)
    assert [line.removeprefix("skrevet: ") for line in done.stdout.splitlines()] == [
        str(path)
        for path in sorted((tmp_path / "rykkere").iterdir(), key=lambda path: "lbd".index(path.stem.split("-")[2][0]))
    ]
    wrong = call("remind", "2026K3", "--deadline", "15. juli", cwd=library)
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "--deadline 15. juli: Datoen kan ikke læses. Skriv den som 2025-04-15.\n",
    )
