"""A row of deliverables.csv: what is read of it, and what is refused with its cell, what is allowed and what to do."""

from __future__ import annotations

from datetime import date

import pytest
from small_findings import DAYS, REPORT, goal, plan_of

from kvartalsbog.content.blocks import Link
from kvartalsbog.errors import Problem
from kvartalsbog.files.rows import Row
from kvartalsbog.kinds.dated import MOST_OF_A_NAME
from kvartalsbog.kinds.measures import DeliverableReading
from kvartalsbog.names import Among
from kvartalsbog.periods import quarter_of
from kvartalsbog.readings.rules import ASSESSMENT_COLUMNS, DELIVERABLE_COLUMNS, parse_deliverable

K1, DAY = quarter_of(2024, 1), date(2024, 3, 31)
ASSESSED = {
    "id": "culture", "kind": "assessed", "title": "Kultur", "assessment": "kultur", "deadline": "2024-02-29",
    "degrees": {"Opfyldt": 100, "delvist": 40},
}  # fmt: skip
BOARD = {
    **ASSESSED,
    "id": "order",
    "title": "Orden",
    "assessment": "orden",
    "by": "Bestyrelsen",
    "deadline": "2024-12-31",
}
LENT = goal("1.6", REPORT, shared={"authorities": ["B"], "plan": "2023", "goal": "1.1", "reported": "there"})
WHOLE = {**ASSESSED, "id": "whole", "assessment": "kvartal", "deadline": "2024-03-31"}
PLAN = plan_of(
    goal("1.1", DAYS), goal("1.3", REPORT), goal("1.4", ASSESSED), goal("1.5", BOARD), goal("1.7", WHOLE), LENT
)


def parsed(line: str) -> DeliverableReading | list[Problem]:
    cells = zip((*DELIVERABLE_COLUMNS, *ASSESSMENT_COLUMNS), line.split(","), strict=True)
    return parse_deliverable(Row("deliverables.csv", 2, dict(cells)), PLAN, K1)


@pytest.mark.parametrize(("line", "read"), [
    ("1.3,rapport,,,,,", DeliverableReading("1.3", "rapport", None, None, (), K1)),
    ("1.3,rapport,2024-03-31,,,,", DeliverableReading("1.3", "rapport", DAY, None, (), K1)),
    ("1.3,rapport,2023-01-01,,,,", DeliverableReading("1.3", "rapport", date(2023, 1, 1), None, (), K1)),
    ("1.3,rapport,,2029-12-31,,,", DeliverableReading("1.3", "rapport", None, date(2029, 12, 31), (), K1)),
    ("1.5,orden,2024-03-31,,,DELVIST ,", DeliverableReading("1.5", "orden", DAY, None, (), K1, "delvist", "Bestyrelsen")),
    ("1.5,orden,2024-03-31,,,opfyldt,Kim", DeliverableReading("1.5", "orden", DAY, None, (), K1, "Opfyldt", "Kim")),
    ("1.5,orden,,2024-11-30,,,", DeliverableReading("1.5", "orden", None, date(2024, 11, 30), (), K1)),
    # how things stood in February is assessed when it is over, and so after the quarter as well
    ("1.4,kultur,2024-04-15,,,delvist,Kim", DeliverableReading("1.4", "kultur", date(2024, 4, 15), None, (), K1, "delvist", "Kim")),
    ("1.7,kvartal,2024-04-15,,,delvist,Kim", DeliverableReading("1.7", "kvartal", date(2024, 4, 15), None, (), K1, "delvist", "Kim")),
])  # fmt: skip
def test_a_row_is_read_as_it_stands(line: str, read: DeliverableReading) -> None:
    assert parsed(line) == read


def test_evidence_is_a_link() -> None:
    read = parsed("1.3,rapport,2024-03-31,,[Rapporten](https://a.example/r),,")
    assert isinstance(read, DeliverableReading)
    assert read.evidence == (Link(text="Rapporten", url="https://a.example/r"),)


NO_GOAL = (
    "goal",
    "Målet findes ikke, eller det har ingen leverancer.",
    "1.3 (Mål 1.3), 1.4 (Mål 1.4), 1.5 (Mål 1.5), 1.7 (Mål 1.7)",
    None,
)
FUTURE = (
    "completed",
    "Datoen ligger efter kvartalets slutning.",
    "senest 2024-03-31",
    "En dato i fremtiden hører til i »expected«.",
)
FAR = "Datoen ligger for langt fra planens år."
NO_DAY = "Datoen kan ikke læses."
A_DAY = "en dato som 2024-12-31, eller tom"
DEGREES = "Opfyldt, delvist"
REFUSED: dict[str, list[tuple[str, str, str | None, str | None]]] = {
    "9.9,rapport,,,,,": [NO_GOAL],
    "1.1,days,,,,,": [NO_GOAL],
    "1.6,rapport,,,,,": [NO_GOAL],  # is read in the other plan
    "1.3,ukendt,,,,,": [("deliverable", "Leverancen hører ikke til mål 1.3.", "rapport (Rapport)", None)],
    "1.3,rapport,2024-04-01,,,,": [FUTURE],
    "1.5,orden,2024-04-01,,,delvist,": [FUTURE],
    "9.9,rapport,2024-04-01,,,,": [NO_GOAL, FUTURE],
    "1.4,ukendt,2024-04-01,,,,": [("deliverable", "Leverancen hører ikke til mål 1.4.", "kultur (Kultur)", None), FUTURE],
    "1.3,rapport,2022-12-31,,,,": [("completed", FAR, "2023 til 2025", None)],
    "1.3,rapport,2026-01-01,,,,": [("completed", FAR, "2023 til 2025", None)],
    "1.3,rapport,,2022-12-31,,,": [("expected", FAR, "2023 til 2029", None)],
    "1.3,rapport,,2030-01-01,,,": [("expected", FAR, "2023 til 2029", None)],
    "1.3,rapport,marts,april,,,": [("completed", NO_DAY, A_DAY, None), ("expected", NO_DAY, A_DAY, None)],
    "1.3,rapport,2024-03-31,2024-04-30,,,": [("expected", "En gennemført leverance har ingen forventet dato.", "tom", None)],
    "1.3,rapport,,,,delvist,Kim": [
        ("degree", "Leverancen bliver ikke vurderet.", "tom", None), ("by", "Leverancen bliver ikke vurderet.", "tom", None),
    ],
    "1.5,orden,2024-03-31,,,god,": [("degree", "Graden findes ikke i planen.", DEGREES, None)],
    "1.5,orden,2024-03-31,,,,": [("degree", "En vurdering skal have en grad.", DEGREES, None)],
    "1.5,orden,,,,,Kim\u202e": [("by", "Teksten har et skjult tegn: U+202E.", f"højst {MOST_OF_A_NAME} tegn på én linje", None)],
    "1.3,rapport,,,[Rapporten](http://a.example),,": [
        ("evidence", "Linket kan ikke bruges: http://a.example.", "en adresse, der begynder med https://", None),
    ],
    "1.4,kultur,2024-03-31,,,delvist,": [("by", "Det mangler, hvem der har vurderet.", None, None)],
}  # fmt: skip


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_read_is_refused_at_its_cell(line: str) -> None:
    problems = parsed(line)
    assert isinstance(problems, list)
    assert [
        (p.place.column, p.message, None if p.allowed is None else str(p.allowed), p.hint) for p in problems
    ] == REFUSED[line]


def test_what_was_perhaps_meant_is_named() -> None:
    (degree,) = parsed("1.5,orden,2024-03-31,,,delvis,")  # type: ignore[misc]
    (titled,) = parsed("mål 1.4,kultur,,,,,")  # type: ignore[misc]
    assert [problem.allowed.meant for problem in (degree, titled) if isinstance(problem.allowed, Among)] == [
        "Mente du »delvist«?",
        "Mente du »1.4« (Mål 1.4)?",
    ]
