"""What a plan says around its goals: told in the book's own words, under headings of its own, and never where there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import LIBRARY, ROOT
from jsonschema import Draft202012Validator
from lxml import etree
from open_files import facts

from kvartalsbog.book.scaffold import notebook, scaffold
from kvartalsbog.content.blocks import Note, Section
from kvartalsbog.content.language import DANISH
from kvartalsbog.errors import ProblemsError
from kvartalsbog.intake.vintage.opening import draft
from kvartalsbog.opendata.formats.files import edition_files
from kvartalsbog.opendata.formats.results_json import results
from kvartalsbog.opendata.formats.results_schema import schema
from kvartalsbog.pages.chapters import PillarChapter
from kvartalsbog.pages.inserting import page_blocks
from kvartalsbog.pages.plan_changes import amendment_sentence
from kvartalsbog.periods import Calendar
from kvartalsbog.plan.background import plainly
from kvartalsbog.plan.contents import chapters
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.gathering import Gathered
from kvartalsbog.verdicts.states import steps

POLICE = read_plan(ROOT / "data/2024/plan.yml", ROOT, name="2024/plan.yml")
PLAIN = (LIBRARY / "data/2026/plan.yml").read_text(encoding="utf-8")
TOLD = {
    **{passage.id: plainly(passage.text) for passage in POLICE.background},
    **{pillar.id: plainly(pillar.background or "") for pillar in POLICE.pillars},
}


def read(folder: Path, text: str) -> Plan:
    (folder / "plan.yml").write_text(text, encoding="utf-8")
    return read_plan(folder / "plan.yml", None, name="2026/plan.yml")


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        read(folder, text)
    return [str(problem) for problem in caught.value.problems]


def with_background(*passages: str, pillar: str = "") -> str:
    """The library's plan with passages, and its first pillar with a background."""
    told = "".join(f"  - {passage}\n" for passage in passages)
    text = PLAIN.replace("data_status:", f"background:\n{told}data_status:") if passages else PLAIN
    assert text.count("    weight: 45.5\n") == 1
    return text.replace("    weight: 45.5\n", f"    weight: 45.5\n    background: {pillar}\n") if pillar else text


# -- the shipped plan ---------------------------------------------------------------------------------------------------


def test_the_plan_is_told_in_the_passages_it_has_and_every_pillar_says_why_it_is_there() -> None:
    passages = ["mission", "ledelse", "kerneopgaver", "pejlemaerker", "anklagemyndigheden", "opfoelgning", "gyldighed"]
    assert list(TOLD) == [*passages, "1", "2", "3", "4", "5"]


@pytest.mark.parametrize("passage", TOLD)
def test_a_passage_is_short_enough_to_be_read_and_long_enough_to_say_it(passage: str) -> None:
    assert 60 <= len(TOLD[passage].split()) <= 120


@pytest.mark.parametrize(("passage", "facts_"), [
    ("mission", ("retsstatens", "trygt og sikkert Danmark", "forebygge, hjælpe og håndhæve")),
    ("ledelse", ("Justitsministeren er øverste chef", "Danmark, i Grønland og på Færøerne", "NSK", "koncernledelsen")),
    ("kerneopgaver", ("Forebyggelse", "Beredskab", "Sagsbehandling", "hittegods", "Uddannelse")),
    ("pejlemaerker", ("fem strategiske pejlemærker", "straffesagskæden")), ("anklagemyndigheden", ("Rigsadvokaten", "styret efter i 2024")),
    ("opfoelgning", ("hvert kvartal", "departementschefen", "politidirektørerne", "årsrapporten")),
    ("gyldighed", ("kalenderåret 2024", "grundlag", "væsentligt", "de forudsætninger ændrer sig")),
    ("1", ("24. oktober 2023", "forligskredsen", "flerårsaftalen", "sund sagsbeholdning")),
    ("2", ("9. maj 2023", "fire indsatsområder", "legacy", "POL-DISP", "2022-2024", "vejledningskatalog")),
    ("3", ("1. januar 2022", "NSK", "SSK", "Bandepakke IV", "NC3", "september 2022")),
    ("4", ("digitalisering, forebyggelse, kerneopgaver, kompetencer og tillid", "flerårsaftale")),
    ("5", ("2021", "17 verdensmål", "verdensmål 12", "cirkulær økonomi")),
])  # fmt: skip
def test_a_passage_holds_the_facts_of_the_plan(passage: str, facts_: tuple[str, ...]) -> None:
    assert [fact for fact in facts_ if fact not in TOLD[passage]] == []


def test_the_data_have_the_passages_without_markup(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K2")
    told = results(findings)
    assert {p["id"]: p["text"] for p in told["plan"]["background"]} == dict(list(TOLD.items())[:7])
    assert {p["pillar"]: p["background"] for p in told["plan"]["pillars"]} == dict(list(TOLD.items())[7:])
    assert [signed["on"] for signed in told["plan"]["source"]["signed"]] == ["2023-12-12", "2023-12-14"]
    assert not list(Draft202012Validator(json.loads(schema())).iter_errors(told))
    tree = etree.fromstring(edition_files(findings, facts(findings))["stratml.xml"])
    others = " ".join(element.text or "" for element in tree.iter("{*}OtherInformation"))
    assert [name for name, text in TOLD.items() if " ".join(text.split()) not in " ".join(others.split())] == []


def test_next_years_draft_does_not_tell_this_years_background_again() -> None:
    later = draft(POLICE, Calendar.of_year(2025))
    assert "background" not in later
    assert "9. maj" not in later


# -- pages and chapters ---------------------------------------------------------------------------------------------------


def test_each_passage_becomes_a_section_and_a_pillars_a_note(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K2")
    shown = page_blocks("plan-background", Gathered(findings, "")).blocks
    sections = [block for block in shown if isinstance(block, Section)]
    assert [s.label for s in sections] == [f"background-{p.id}" for p in POLICE.background]
    assert len(sections) == len(shown)
    (note,) = PillarChapter(findings, findings.plan.pillar("3")).background.blocks  # type: ignore[attr-defined]
    assert isinstance(note, Note)
    assert note.title == "Baggrund"


def test_a_plan_without_a_background_shows_and_demands_none(tmp_path: Path) -> None:
    plan = read(tmp_path, PLAIN)
    assert plan.background == ()
    pillars = [chapter for chapter in chapters(plan) if chapter.pillar is not None]
    assert not [chapter.label for chapter in pillars if "background" in chapter.parts]
    assert not [c.label for c in pillars if "chapter.background" in str(notebook(c, POLICE))]
    told = read(tmp_path, with_background(pillar="Vi vil vide det."))
    demanding = [c for c in chapters(told) if "background" in c.parts]
    assert [chapter.label for chapter in demanding] == ["pillar-a"]
    assert ["chapter.background" in str(notebook(c, POLICE)) for c in chapters(told)] == [
        False,
        True,
        False,
        False,
    ]


def test_a_scaffolded_book_has_the_page_of_the_frame(tmp_path: Path) -> None:
    scaffold(read(tmp_path, PLAIN), tmp_path)
    assert "file: book/frame" in (tmp_path / "_toc.yml").read_text(encoding="utf-8")
    page = (tmp_path / "book/frame.md").read_text(encoding="utf-8")
    assert re.findall(r"^##? .*", page, flags=re.M) == ["# Planens ramme", "## Dokument og underskrifter"]


# -- what is refused ------------------------------------------------------------------------------------------------------

MISSION = "{id: mission, title: Mission, text: Vi låner ud.}"
REFUSED: dict[str, tuple[str, str]] = {
    "twice": (with_background(MISSION, MISSION), "2026/plan.yml:10 [background.1.id]: Navnet er brugt før. Fundet: 'mission'"),
    "unknown key": (with_background("{id: m, title: M, text: Vi, tekst: Vi}"), "Ukendt nøgle. Fundet: 'tekst'. Tilladt: id, title, text. Mente du »text«?"),
    "no text": (with_background("{id: m, title: M}"), "[background.0.text]: Nøglen mangler"),
    "blank": (with_background("{id: m, title: M, text: ' '}"), "[background.0.text]: Teksten er tom"),
    "too long": (with_background(f"{{id: m, title: M, text: {'ord ' * 501}}}"), "[background.0.text]: Teksten er for lang"),
    "a title as a text": (with_background(f"{{id: m, title: {'ord ' * 26}, text: Vi}}"), "Værdien er for lang. Fundet: 'ord ord"),
    "an id of other signs": (with_background("{id: Mål, title: M, text: Vi}"), "[background.0.id]: Teksten har ikke den rette form"),
    "a link to http": (with_background("{id: m, title: M, text: '[her](http://x.dk)'}"), "[background.0.text]: Linket kan ikke bruges. Fundet: 'http://x.dk'. Tilladt: en adresse, der begynder med https://"),
    "a pillar's link": (with_background(pillar="'[her](ftp://x.dk)'"), "[pillars.0.background]: Linket kan ikke bruges. Fundet: 'ftp://x.dk'"),
    "one text": (PLAIN.replace("data_status:", "background: Vi låner ud.\ndata_status:"), "[background]: Værdien skal være en liste"),
    "a hidden character": (with_background(pillar="'Vi vil\u202e vide det.'"), "Teksten har et skjult tegn"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_told_is_refused(case: str, tmp_path: Path) -> None:
    text, words = REFUSED[case]
    told = problems(tmp_path, text)
    assert len(told) == 1
    assert words in told[0].replace("\u00a0", " ")


# -- amendments -------------------------------------------------------------------------------------------------------------


def amended(text: str, change: str) -> str:
    head = text.partition("amendments:")[0]
    return f"""{head}amendments:
  - effective: 2026-06-01
    decided: 2026-05-20
    by: Byrådet
    reason: Grundlaget er ændret.
    changes:
      - {{{change}}}
"""


@pytest.mark.parametrize(
    ("old", "new"), [("Vi vil vide det.", "Vi ved det."), (None, "Vi ved det."), ("Vi vil vide det.", None)]
)
def test_a_pillars_background_can_be_amended(old: str | None, new: str | None, tmp_path: Path) -> None:
    words = {None: "null"}
    change = f"pillar: a, field: background, old: {words.get(old, old)}, new: {words.get(new, new)}"
    plan = read(tmp_path, amended(with_background(pillar=old or ""), change))
    assert plan.in_force(date(2026, 5, 31)).pillar("a").background == old
    assert plan.in_force(date(2026, 6, 1)).pillar("a").background == new
    said = amendment_sentence(tuple(steps(plan, date(2026, 12, 31)).values()), DANISH).replace("\u00a0", " ")
    assert "Fra den 1. juni 2026 (besluttet den 20. maj 2026 af Byrådet): søjle a har fået ny baggrund." in said


@pytest.mark.parametrize(("change", "words"), [
    ("pillar: a, field: background, old: Andet, new: Vi ved det.", "Den gamle værdi er ikke planens. Fundet: 'Andet'. Tilladt: Vi vil vide det."),
    ("pillar: a, field: background, old: Vi vil vide det., new: '[her](http://x.dk)'", "Planen er ugyldig efter ændringen: Linket kan ikke bruges."),
    ("goal: a.1, field: background, old: null, new: Vi ved det.", "Feltet findes ikke her, eller det gør målet til et andet. Fundet: 'background'. Tilladt: title, summary, weight, responsible, source"),
    ("background: mission, field: text, old: Vi låner ud., new: Vi giver.", "Ukendt nøgle. Fundet: 'background'. Tilladt: pillar, goal, criterion, field, old, new"),
    ("pillar: a, field: signed, old: null, new: null", "Feltet findes ikke her, eller det gør målet til et andet. Fundet: 'signed'. Tilladt: title, weight, background."),
])  # fmt: skip
def test_what_no_amendment_can_change_is_refused(change: str, words: str, tmp_path: Path) -> None:
    told = problems(tmp_path, amended(with_background(MISSION, pillar="Vi vil vide det."), change))
    assert any(words in problem.replace("\u00a0", " ") for problem in told), told


def test_old_keys_are_all_that_a_plan_needs(tmp_path: Path) -> None:
    """A plan of before, dumped and read again, is the same plan."""
    kept: Any = read(tmp_path, PLAIN).model_dump(mode="python")
    assert Plan.model_validate(kept) == read(tmp_path, PLAIN)
    assert kept["background"] == ()
