"""A unit's answers and figures typed on the desk: they become the form that is taken in, and nothing that was told before is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from calling import call
from conftest import make_library
from desk_running import Answer, Running, running

K3 = "/periode/2026K3/"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    with running(make_library(tmp_path), tmp_path) as one:
        one.post(f"{K3}aabn")
        yield one


def fields(page: Answer) -> dict[str, str]:
    """What a browser sends of a form that is not touched."""
    found = {
        name: unescape(value)
        for name, value in re.findall(
            r'<input type="(?:text|date)" name="([^"]+)" id="[^"]+" value="([^"]*)"', page.text
        )
    }
    found |= {
        name: unescape(words)
        for name, words in re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>', page.text)
    }
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page.text, re.DOTALL):
        chosen = re.search(r"<option selected>([^<]*)", options)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


def labelled(page: Answer, label: str, nth: int = 0) -> str:
    """The name of a field with a label."""
    named = re.findall(rf'<label for="f-([^"]+)">{label}</label>', page.text)
    named += re.findall(rf'name="([^"]+)"[^>]* aria-label="{label}"', page.text)
    return str(named[nth])


def test_each_unit_has_its_form_to_send_and_to_fill_in(desk: Running) -> None:
    page = desk.ask(f"{K3}ejere")
    for unit in ("Lånerkontoret", "Bygningskontoret", "Datakontoret"):
        assert unit in page.words
    form = desk.ask(f"{K3}skema?enhed=1")
    assert form.content.startswith(b"PK")
    assert form.headers["content-disposition"] == 'attachment; filename="skema-2026K3-bygningskontoret.xlsx"'
    for wrong in ("9", "-1", "x", "²"):
        assert desk.ask(f"{K3}svar?enhed={wrong.encode().hex() if wrong == '²' else wrong}").status == 422


def test_typed_answers_lie_ready_as_a_form_and_are_taken_in_as_one(desk: Running) -> None:
    page = desk.ask(f"{K3}svar?enhed=0")
    assert "felt B" not in page.words
    words = labelled(page, "Ejerens ord")
    sent = {**fields(page), words: "Svarene er flere.\n\n*Kun* dem på papir mangler."}
    laid = desk.post(f"{K3}svar?enhed=0", **sent)
    assert "skema-2026K3-laanerkontoret.xlsx" in laid.words
    assert not list((desk.desk.data_dir / "2026/2026K3").glob("*laanerkontoret*"))
    again = desk.ask(f"{K3}svar?enhed=0")  # in another window, or after the desk was killed
    assert fields(again)[words] == sent[words]
    shown = desk.ask(f"{K3}indtag")
    assert "Lånerkontoret, skema-2026K3-laanerkontoret.xlsx" in shown.words
    assert "Svarene er skrevet." in desk.post(f"{K3}indtag", set=shown.hidden("set"), afviste="0").words
    commentary = (desk.desk.data_dir / "2026/2026K3/commentary.yml").read_text(encoding="utf-8")
    assert "*Kun* dem på papir mangler." in commentary
    assert fields(desk.ask(f"{K3}svar?enhed=0"))[words] == sent[words]  # what the period has is what is corrected


def test_a_corrected_answer_shows_that_it_changes_what_stands(desk: Running) -> None:
    page = desk.ask(f"{K3}svar?enhed=1")
    state, day = (labelled(page, f'{head}, [^"]+', -1) for head in ("Tilstand", "Dato"))
    desk.post(f"{K3}svar?enhed=1", **{**fields(page), state: "Forventet", day: "2026-11-30"})
    shown = desk.ask(f"{K3}indtag")
    desk.post(f"{K3}indtag", set=shown.hidden("set"), afviste="0", rettelser="ja")
    page = desk.ask(f"{K3}svar?enhed=1")
    assert (fields(page)[state], fields(page)[day]) == ("Forventet", "2026-11-30")
    desk.post(f"{K3}svar?enhed=1", **{**fields(page), day: "2026-12-15"})
    shown = desk.ask(f"{K3}indtag")
    assert "ventet 2026-11-30 bliver til ventet 2026-12-15" in shown.words
    refused = desk.post(f"{K3}indtag", set=shown.hidden("set"), afviste="0")
    assert (refused.status, "Sæt hak ved" in refused.words) == (422, True)


def test_what_cannot_be_used_is_told_at_once_and_nothing_typed_is_lost(desk: Running) -> None:
    page = desk.ask(f"{K3}svar?enhed=0")
    words, control = labelled(page, "Ejerens ord"), labelled(page, 'Kontroltal, [^"]+')
    sent = {**fields(page), words: "Se [her](javascript:alert(1)) <b>", control: "mange"}
    refused = desk.post(f"{K3}svar?enhed=0", **sent)
    assert refused.status == 422
    assert "Linket kan ikke bruges." in refused.words
    assert "Tallet kan ikke læses." in refused.words
    for place in (
        "Mål a.1: Tilfredshed, Ejerens ord",
        "Mål a.1: Tilfredshed, Kontroltal, ",
    ):  # as the page names it, not as a workbook
        assert place in refused.words
    assert "ark »" not in refused.words
    assert {name: fields(refused)[name] for name in (words, control)} == {name: sent[name] for name in (words, control)}
    assert "<b>" not in refused.text
    assert "Der ligger ingen filer klar." in desk.ask(f"{K3}modtag").words


def test_each_unit_is_reminded_of_what_is_missing_and_nothing_is_sent(desk: Running) -> None:
    page = desk.ask(f"{K3}breve?frist=2026-10-15")
    told = call("remind", "2026K3", "--deadline", "2026-10-15", cwd=desk.desk.project).stdout
    text = unescape(re.findall(r'aria-label="Rykker til Lånerkontoret" tabindex="0">([^<]*)<', page.text)[0])
    assert "senest den 15. oktober 2026" in text
    assert " ".join(text.split()) in " ".join(told.split())
    draft = desk.ask(f"{K3}brev?navn=rykker-2026K3-laanerkontoret&frist=2026-10-15")
    assert (draft.headers["content-type"], "X-Unsent: 1" in draft.text) == ("message/rfc822", True)
    for path in ("brev?navn=nix", "breve?frist=i%20morgen", "brev?navn=../.noegle"):
        assert desk.ask(f"{K3}{path}").status == 422


# -- figures -----------------------------------------------------------------------------------------------------------


def typed(**otherwise: str) -> dict[str, str]:
    return {"maal": "a.2", "maaned": "2026-07", "enhed": "nord", "antal": "1.200", "sum": "31", "kilde": "Mail fra Nord, 3. oktober", **otherwise}  # fmt: skip


def look(desk: Running, fields: dict[str, str]) -> Answer:
    return desk.ask(f"{K3}tal?{urlencode(fields)}")


def test_a_typed_figure_is_shown_old_and_new_and_then_written_with_its_source(desk: Running) -> None:
    seen = look(desk, typed())
    assert "(intet) bliver til 1.200 afleveringer" in seen.words.replace("\u00a0", " ")
    folder = desk.desk.data_dir / "2026/2026K3"
    assert "2026-07" not in (folder / "series.csv").read_text(encoding="utf-8")
    other = desk.post(f"{K3}tal", **typed(antal="1.300"), set=seen.hidden("set"))
    assert (other.status, "er ændret, siden du så dem" in other.words) == (422, True)
    assert "Svarene er skrevet." in desk.post(f"{K3}tal", **typed(), set=seen.hidden("set")).words
    assert "a.2,2026-07,nord,1200,31" in (folder / "series.csv").read_text(encoding="utf-8")
    assert "Mail fra Nord, 3. oktober" in (folder / "source.json").read_text(encoding="utf-8")
    again = look(desk, typed(antal="1.250"))
    assert "1.200 afleveringer" in again.words.replace("\u00a0", " ")
    assert desk.post(f"{K3}tal", **typed(antal="1.250"), set=seen.hidden("set")).status == 422  # an old window


def test_a_typed_deliverable_is_written_too(desk: Running) -> None:
    page = desk.ask(f"{K3}tal")
    item = re.findall(r'<option value="(c\.1 [^"]+)"', page.text)[0]
    fields = {
        "leverance": item,
        "tilstand": "Forventet",
        "dato": "2026-12-01",
        "kilde": "Telefon",
        "bemaerkning": "Ny leverandør.",
    }
    seen = look(desk, fields)
    assert "bliver til ventet 2026-12-01" in seen.words
    assert "Svarene er skrevet." in desk.post(f"{K3}tal", **fields, set=seen.hidden("set")).words
    assert "2026-12-01,Ny leverandør." in (desk.desk.data_dir / "2026/2026K3/deliverables.csv").read_text(
        encoding="utf-8"
    )
    assert "Tilstanden mangler." in look(desk, {**fields, "tilstand": ""}).words


@pytest.mark.parametrize(("otherwise", "words"), [({"antal": "mange"}, "Tallet kan ikke læses."), ({"sum": "1201"}, "Sum"), ({"maal": "x.9"}, "Målet findes ikke"), ({"enhed": "<b>"}, "Enhed"), ({"maaned": "2027-01"}, "Måned"), ({"kilde": ""}, "Kilden mangler.")])  # fmt: skip
def test_a_figure_that_cannot_be_is_told_at_the_field_that_it_is_typed_in(
    desk: Running, otherwise: dict[str, str], words: str
) -> None:
    refused = look(desk, typed(**otherwise))
    assert refused.status == 422
    assert words in refused.words
    assert "--" not in refused.words
    assert "<b>" not in refused.text
    assert 'name="set"' not in refused.text
    assert desk.post(f"{K3}tal", **typed(**otherwise), set="0" * 64).status == 422
