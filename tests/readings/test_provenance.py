"""What source.json may tell of a vintage's files: each wrong thing is refused at its place, and the rest of the file is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from small_findings import DAYS, REPORT, goal, plan_of

from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import read_document
from kvartalsbog.names import Among
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.provenance import read_source
from kvartalsbog.readings.vintage_text import VintageText, entry, texts

K1 = quarter_of(2024, 1)
PLAN = plan_of(goal("1.1", DAYS, weight=50), goal("1.3", REPORT, weight=50))
TEXT = VintageText(extracts={
    (file, of, ""): entry(of, date(2024, 4, 3), {}, read=3, kept=3, left_out=0, rejected=0)
    for file, of in (("series.csv", "1.1"), ("deliverables.csv", "1.3"))
})  # fmt: skip
FOLDER = "2024/2024K1"


def read(
    folder: Path, changed: Callable[[dict[str, Any]], object], plan: Plan | None = PLAN
) -> tuple[date, list[Problem]]:
    """The date of a vintage whose source.json is changed, and what is wrong with it."""
    written = texts(TEXT, PLAN, K1)
    document = json.loads(written["source.json"])
    changed(document)
    for name, text in {**written, "source.json": json.dumps(document)}.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    problems: list[Problem] = []
    source = read_document(folder / "source.json", name=f"{FOLDER}/source.json")
    extracted, _ = read_source(source, folder, K1, plan, problems)
    return extracted, problems


def extract(told: dict[str, Any], file: str = "series.csv") -> dict[str, Any]:
    found: dict[str, Any] = told["files"][file]["extracts"][0]
    return found


TOO_LATE = K1.last_day + timedelta(days=3661)
WRONG: dict[str, tuple[Callable[[dict[str, Any]], object], tuple[str, str, str | None, str | None]]] = {
    "another folder's": (lambda d: d.update(vintage="2024K2"), ("vintage", "Kvartalet er ikke mappens.", "2024K2", "2024K1")),
    "of another status": (lambda d: d.update(data_status="final"), ("data_status", "Status er en anden end planens.", "final", "example")),
    "too early": (lambda d: d.update(extracted="2024-03-31"), ("extracted", "Data er trukket, før kvartalet var slut.", "2024-03-31", "efter 2024-03-31")),
    "too late": (lambda d: d.update(extracted=str(TOO_LATE)), ("extracted", "Data er trukket for længe efter kvartalet.", str(TOO_LATE), f"senest {TOO_LATE - timedelta(days=1)}")),
    "a file is left out": (lambda d: d["files"].pop("commentary.yml"), ("files", "commentary.yml er ikke beskrevet.", None, None)),
    "miscounted": (lambda d: d["files"]["series.csv"].update(rows_read=4), ("files.series.csv.rows_read", "Læste rækker er ikke beholdte plus udeladte, afviste, tomme og skjulte.", "4", "3")),
    "a miscounted extract": (lambda d: extract(d).update(rows_hidden=2), ("files.series.csv.extracts.0.rows_read", "Læste rækker er ikke beholdte plus udeladte, afviste, tomme og skjulte.", "3", "5")),
    "of no series": (lambda d: extract(d).update(goal="1.3"), ("files.series.csv.extracts.0.goal", "Målet findes ikke.", "1.3", "1.1")),
    "of no goal": (lambda d: extract(d, "deliverables.csv").update(goal="1.5"), ("files.deliverables.csv.extracts.0.goal", "Målet findes ikke.", "1.5", "1.1, 1.3")),
    "received before": (lambda d: extract(d).update(received="2023-12-31"), ("files.series.csv.extracts.0.received", "Udtrækket er ikke modtaget i tiden op til kvartalets data.", "2023-12-31", "fra 2024-01-01 til 2024-04-03")),
    "received after": (lambda d: extract(d).update(received="2024-04-04"), ("files.series.csv.extracts.0.received", "Udtrækket er ikke modtaget i tiden op til kvartalets data.", "2024-04-04", "fra 2024-01-01 til 2024-04-03")),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_place_what_was_found_and_what_is_allowed(name: str, tmp_path: Path) -> None:
    changed, (field, message, seen, allowed) = WRONG[name]
    _, problems = read(tmp_path, changed)
    told = [(p.place.file, p.place.column, p.message, p.value, None if p.allowed is None else str(p.allowed)) for p in problems]  # fmt: skip
    assert (f"{FOLDER}/source.json", field, message, seen, allowed) in told


def test_a_goal_that_was_perhaps_meant_is_named(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, lambda told: extract(told, "deliverables.csv").update(goal="1.33"))
    assert isinstance(problem.allowed, Among)
    assert problem.allowed.meant == "Mente du »1.3«?"


@pytest.mark.parametrize(
    "changed",
    [
        lambda _: None,
        lambda d: d.update(extracted=str(TOO_LATE - timedelta(days=1))),
        lambda d: d.update(extracted="2024-04-03"),
        lambda d: extract(d).update(received="2024-01-01"),
    ],
)
def test_what_may_stand_there_is_not_refused(changed: Callable[[dict[str, Any]], object], tmp_path: Path) -> None:
    assert read(tmp_path, changed)[1] == []


def test_a_file_that_was_changed_since_it_was_sealed_is_refused_as_that_file(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, lambda d: d["files"]["series.csv"].update(sha256="0" * 64))
    assert (problem.place.file, problem.message) == (f"{FOLDER}/series.csv", "Filen er ændret, siden den blev forseglet.")  # fmt: skip
    assert problem.hint == (
        "Er ændringen rigtig, så forsegl filen igen med: kvartalsbog correct 2024K1. Er den ikke, så læg filen tilbage."
    )


def test_what_cannot_be_read_has_the_quarters_last_day() -> None:
    assert read_source(None, Path("ingen"), K1, PLAN, []) == (K1.last_day, {})


def test_every_file_that_is_not_told_of_is_named_with_what_to_do(tmp_path: Path) -> None:
    _, problems = read(tmp_path, lambda d: [d["files"].pop(name) for name in ("series.csv", "commentary.yml")])
    assert [(problem.message, problem.hint) for problem in problems] == [
        (f"{name} er ikke beskrevet.", "Forsegl mappens filer igen med: kvartalsbog correct 2024K1")
        for name in ("series.csv", "commentary.yml")
    ]


def test_one_that_is_no_source_is_refused_and_has_the_quarters_last_day(tmp_path: Path) -> None:
    extracted, problems = read(tmp_path, lambda d: d.pop("vintage"))
    assert extracted == K1.last_day
    assert [problem.place.file for problem in problems] == [f"{FOLDER}/source.json"]


def test_without_a_plan_it_is_held_against_itself(tmp_path: Path) -> None:
    def other(told: dict[str, Any]) -> None:
        told.update(data_status="final")
        extract(told).update(goal="9.9", rows_read=4)

    _, (problem,) = read(tmp_path, other, None)
    assert problem.place.column == "files.series.csv.extracts.0.rows_read"
