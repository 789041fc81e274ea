"""What owners write in commentary.yml: what is read of it, and every refusal with its place, what is allowed and what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from small_findings import plan_of

from kvartalsbog.content.blocks import Paragraph, text
from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import read_document
from kvartalsbog.files.rows import MAX_CELL
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.remarks import remarks_of
from kvartalsbog.readings.values import Account, Remark

KEYS = "comment, revision, cause, events, action, who, when, decision, names"
TOO_LONG = "x" * (MAX_CELL + 1)


def read(folder: Path, written: str, plan: Plan | None) -> tuple[dict[str, Remark], list[Problem]]:
    (folder / "commentary.yml").write_text(written, encoding="utf-8", newline="\n")
    problems: list[Problem] = []
    return remarks_of(read_document(folder / "commentary.yml", name="commentary.yml"), plan, problems), problems


def test_everything_that_an_owner_can_write_is_read(tmp_path: Path) -> None:
    written = """\
"1.1":
  comment: "  Tallet er faldet.  "
  revision: Tre sager er lagt til.
  cause: Sygdom
  events: Omlægning
  action: Flere hænder
  who: Kontoret
  when: 2024-09-30
  decision: En bevilling
"1.2":
  names: {projekt-1: Kørekort, projekt-3: Pas}
"""
    account = Account(
        text("Sygdom"),
        text("Omlægning"),
        text("Flere hænder"),
        text("Kontoret"),
        date(2024, 9, 30),
        text("En bevilling"),
    )
    told = {
        "1.1": Remark((Paragraph(runs=text("Tallet er faldet.")),), text("Tre sager er lagt til."), account),
        "1.2": Remark(names={"projekt-1": "Kørekort", "projekt-3": "Pas"}),
    }
    assert read(tmp_path, written, plan_of()) == (told, [])


def test_a_text_may_be_as_long_as_a_cell(tmp_path: Path) -> None:
    longest = "x" * MAX_CELL
    assert read(tmp_path, f'"1.1": {{cause: {longest}}}', plan_of()) == (
        {"1.1": Remark(account=Account(cause=text(longest)))}, []
    )  # fmt: skip


GOALS = "1.1 (Mål 1.1), 1.2 (Mål 1.2), 1.3 (Mål 1.3)"
NOT_THERE = "Leverancen findes ikke, eller den har sin egen titel."
YEARS = "2023 til 2029"
REFUSED: dict[str, list[tuple[str, str, str | None, str | None, str | None]]] = {
    "[]": [("", "Filen skal være en liste af mål.", None, '"1.1": {comment: …, revision: …}, eller {}', None)],
    '"1.4": {}': [("1.4", "Målet findes ikke.", "1.4", GOALS, None)],
    '"1.1": god': [("1.1", "Et mål skal have nøgler og tekster.", "god", KEYS, None)],
    '"1.4": god': [("1.4", "Målet findes ikke.", "1.4", GOALS, None), ("1.4", "Et mål skal have nøgler og tekster.", "god", KEYS, None)],
    '"1.1": {årsag: x}': [("1.1.årsag", "Ukendt nøgle.", "årsag", KEYS, None)],
    '"1.1": {comment: 5}': [("1.1.comment", "Værdien skal være tekst.", "5", None, "Sæt teksten i anførselstegn.")],
    f'"1.1": {{cause: {TOO_LONG}}}': [("1.1.cause", "Teksten er for lang.", f"{MAX_CELL + 1} tegn", f"højst {MAX_CELL} tegn", None)],
    '"1.1": {who: "[x](http://a.example)"}': [("1.1.who", "Linket kan ikke bruges.", "http://a.example", "en adresse, der begynder med https://", None)],
    '"1.1": {when: snart}': [("1.1.when", "Datoen kan ikke læses.", "snart", "2024-12-31", None)],
    '"1.1": {when: 2022-12-31}': [("1.1.when", "Datoen ligger for langt fra planens år.", "2022-12-31", YEARS, None)],
    '"1.1": {when: 2030-01-01}': [("1.1.when", "Datoen ligger for langt fra planens år.", "2030-01-01", YEARS, None)],
    '"1.2": {names: Pas}': [("1.2.names", "Værdien skal være en opslagstabel.", "Pas", "{krav-1: …, krav-2: …}", None)],
    '"1.2": {names: {projekt-4: Pas}}': [("1.2.names.projekt-4", NOT_THERE, "projekt-4", "projekt-1 til projekt-3", None)],
    '"1.2": {names: {projekt-1: ""}}': [("1.2.names.projekt-1", "Teksten er tom.", "ingenting", "højst 120 tegn på én linje", None)],
    '"1.3": {names: {rapport: Pas}}': [("1.3.names.rapport", NOT_THERE, "rapport", None, "Målet har ingen leverancer, der kun har et nummer. Fjern navnet.")],
}  # fmt: skip


@pytest.mark.parametrize("written", REFUSED, ids=lambda written: written[:30])
def test_what_cannot_be_read_is_refused_at_its_place(written: str, tmp_path: Path) -> None:
    remarks, problems = read(tmp_path, written, plan_of())
    told = [
        (p.place.column or "", p.message, p.value, None if p.allowed is None else str(p.allowed), p.hint)
        for p in problems
    ]
    assert told == REFUSED[written]
    assert {problem.place.line for problem in problems} == {1}
    assert all(replace(remark, account=Account()) == Remark() for remark in remarks.values())


def test_without_a_plan_any_goal_and_item_may_have_words(tmp_path: Path) -> None:
    remarks, problems = read(tmp_path, '"9.9": {comment: Godt, when: 2035-01-01, names: {krav-9: Pas}}', None)
    assert problems == []
    assert remarks == {
        "9.9": Remark((Paragraph(runs=text("Godt")),), account=Account(when=date(2035, 1, 1)), names={"krav-9": "Pas"})
    }


@pytest.mark.parametrize(("written", "meant"), [('"1.11": {}', "»1.1«"), ('"1.1": {coment: x}', "»comment«")])
def test_what_was_perhaps_meant_is_named(written: str, meant: str, tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, written, plan_of())
    assert meant in str(problem)


def test_a_mistake_takes_nothing_else_away(tmp_path: Path) -> None:
    remarks, problems = read(
        tmp_path, '"1.1": {comment: Godt, cause: 5, when: snart}\n"1.2": {comment: Også}', plan_of()
    )
    assert [(problem.place.column, problem.place.line) for problem in problems] == [("1.1.cause", 1), ("1.1.when", 1)]
    assert [remarks[goal].comment for goal in ("1.1", "1.2")] == [
        (Paragraph(runs=text(said)),) for said in ("Godt", "Også")
    ]
