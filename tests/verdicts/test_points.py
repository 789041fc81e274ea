"""Whatever is told or drawn of points is made from the points themselves, and stays true where a goal gives a part."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvartalsbog.content.blocks import Inline
from kvartalsbog.content.language import DANISH
from kvartalsbog.inputs.loading import Report
from kvartalsbog.kinds.credit import Credit
from kvartalsbog.opendata.formats.facts import EditionFacts
from kvartalsbog.opendata.formats.results_json import results
from kvartalsbog.opendata.formats.stratml import stratml
from kvartalsbog.opendata.tables.standing import goals
from kvartalsbog.pages.inserts import standings_facts
from kvartalsbog.pages.scorecards import points_table, scorecard
from kvartalsbog.pages.standings_chart import pieces, standings_chart
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts import evaluation
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.points import Points, add_points, read_points
from kvartalsbog.verdicts.standing import Standing, by_standing, portions
from kvartalsbog.words.numbers import number
from kvartalsbog.words.sentences import pro_rata_sentence
from kvartalsbog.words.standings import ALWAYS, describe_standings

QUARTERS = Decimal("0.25")


Scored = Callable[[Callable[..., Points]], Findings]


@pytest.fixture(scope="module")
def found(findings_of: Callable[[str], Findings]) -> Findings:
    return findings_of("2024K4")


@pytest.fixture(scope="module")
def scored(found: Findings, report: Callable[[str], Report]) -> Scored:
    """The quarter as it would be with another scoring."""
    own = report("2024K4")

    def with_scoring(scoring: Callable[..., Points]) -> Findings:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(evaluation, "points_of", scoring)
            return replace(found, result=evaluation.evaluate(own.plan, own.readings, own.period))

    return with_scoring


def by_criteria(plan: Plan) -> Plan:
    """The plan with credit for each criterion by itself."""
    document = plan.model_dump(mode="python")
    for pillar in document["pillars"]:
        for goal in pillar["goals"]:
            goal["credit"] = "by_criteria"
    return Plan.model_validate(document)


def said(inline: Inline) -> str:
    return "".join(getattr(run, "text", "") or getattr(run, "word", "") for run in inline)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


PLACES = {"won": "Opnået", "on_track": "På vej", "at_risk": "I risiko", "unlikely": "Forventes ikke opnået", "out_of_reach": "Kan ikke længere opnås", "unknown": "Kan ikke vurderes", "lost": "Mistet"}  # fmt: skip


def told_parts(text: str, weights: dict[str, Decimal]) -> dict[str, dict[str, Decimal]]:
    """What an alternative text tells of each goal: place → goal → points."""
    parts = {}
    for label, sentence in re.findall(rf"({'|'.join(PLACES.values())}): (\d\.\d.*?)\.(?= |$)", text):
        own = {}
        for goal, given_ in re.findall(r"(\d\.\d)(?: \(([\d,]+) af [\d,]+ point\))?", sentence):
            own[goal] = Decimal(given_.replace(",", ".")) if given_ else weights[goal]
        parts[label] = own
    return parts


def test_partial_credit_is_drawn_and_told_by_hand(found: Findings, report: Callable[[str], Report]) -> None:
    # only 2.2 is met in part: 1 of 2 criteria, 2,5 of 5 points; 1.2 and 5.1 are lost whole, 10 and 5 points
    own = report("2024K4")
    plan = by_criteria(own.plan)
    partly = replace(found, plan=plan, result=evaluation.evaluate(plan, own.readings, own.period))
    assert partly.result.points == Points(won=Decimal("82.5"), lost=Decimal("17.5"))
    text = plain(describe_standings(partly.result))
    assert text.startswith("Planens 100 point: 82,5 opnået og 17,5 mistet. Opnået: 1.1, ")
    assert text.endswith("Mistet: 1.2, 2.2 (2,5 af 5 point) og 5.1.")
    goal = partly.result.goal("2.2")
    assert pro_rata_sentence(goal) == "Målet giver 2,5 af 5 point for det, der er opfyldt."
    table = scorecard(partly)
    assert said(next(row for row in table.rows if said(row[0]).startswith("2.2"))[1]) == "2,5 af 5 point"
    assert "kan det give en del af vægten" in said(table.notes[0])
    assert not any("kan det give en del af vægten" in said(note) for note in scorecard(found).notes)
    drawn = [(place, length) for place, of, _, length in pieces(partly.result) if of == "2.2"]
    assert drawn == [(Standing.WON, 2.5), (Standing.LOST, 2.5)]
    whole, divided = (standings_chart(result, DANISH).light for result in (found.result, partly.result))
    assert divided.count('<path d="M') == whole.count('<path d="M') + 1  # one piece more


@settings(deadline=None, max_examples=40)
@given(shares=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=11, max_size=11))
def test_every_text_table_and_figure_of_points_agrees_with_them(scored: Scored, shares: list[tuple[int, int]]) -> None:
    drawn = iter(shares)

    def scoring(weight: Decimal, credit: Credit, unit: str) -> Points:
        won, lost = (min(Decimal(part) * QUARTERS, weight / 2) for part in next(drawn))
        return Points(won=won, lost=lost, open=weight - won - lost, unit=unit)

    partly = scored(scoring)
    result = partly.result
    own = {g.goal.id: g.points for g in result.goals}
    weights = {g.goal.id: g.goal.weight for g in result.goals}
    text = plain(describe_standings(result))
    assert told_parts(text, weights) == {
        PLACES[place]: parts
        for place in Standing
        if (parts := {g.goal.id: part for g in result.goals if (part := portions(g).get(place))})
    }
    assert text.startswith("Planens 100 point: ")
    _tables_agree(partly, own)
    _data_agree(partly, own)
    for g in result.goals:
        sentence = plain(pro_rata_sentence(g))
        assert "bogen giver ingen" not in sentence or not g.points.won
        assert (f"Målet giver {number(g.points.won)} af" in sentence) is g.points.divided
    drawn_parts = {(place, goal): length for place, goal, _, length in pieces(result)}
    assert drawn_parts == {
        (place, g.goal.id): pytest.approx(float(part)) for g in result.goals for place, part in portions(g).items()
    }


def _tables_agree(partly: Findings, own: dict[str, Points]) -> None:
    result, card = partly.result, scorecard(partly)
    for row, (goal, p) in zip(card.rows, own.items(), strict=True):
        assert said(row[0]).startswith(goal)
        assert plain(said(row[1])) == (f"{number(p.won)} af {number(p.total)} point" if p.divided else number(p.total))
    assert any("en del af vægten" in said(note) for note in card.notes) is any(p.divided for p in own.values())
    of = [*(result.of(pillar) for pillar in partly.plan.pillars), result.goals]
    places = [place for place in Standing if place in ALWAYS or by_standing(result.goals)[place]]
    for row, goals_ in zip(points_table(partly).rows, of, strict=True):
        parts = by_standing(goals_)
        assert [said(cell) for cell in row[1:]] == [
            number(v) for v in (*(parts[place] for place in places), sum(parts.values()))
        ]
    facts = [fact.value for fact in standings_facts(partly).facts]
    assert facts == [number(by_standing(result.goals)[place]) for place in places]


def _data_agree(partly: Findings, own: dict[str, Points]) -> None:
    table = goals(partly)
    at = {field.name: index for index, field in enumerate(table.definition.fields)}
    rows = {row[at["goal"]]: row for row in table.rows}
    told: dict[str, Any] = {goal["goal"]: goal["points"] for goal in results(partly)["goals"]}
    plan = partly.plan
    edition = EditionFacts(
        partly.period,
        1,
        date(2025, 2, 14),
        plan.title,
        plan.authority,
        plan.data_status,
        "https://x.dk/",
        "2024K4/",
    )
    xml = plain(stratml(partly, edition).decode())
    for goal, p in own.items():
        assert [rows[goal][at[name]] for name in ("won", "open", "lost")] == [p.won, p.open, p.lost]
        assert told[goal] == {"won": p.won, "open": p.open, "lost": p.lost}
        assert f"Point: {number(p.won)} opnået, {number(p.open)} uafgjort, {number(p.lost)} mistet." in xml


def test_points_of_one_plan_add_up_in_what_it_counts_in() -> None:
    one, other = (
        Points(Decimal(1), Decimal(2), Decimal(3), "procent"),
        Points(Decimal(4), Decimal(0), Decimal(1), "procent"),
    )
    assert add_points([one, other]) == Points(Decimal(5), Decimal(2), Decimal(4), "procent")


def test_points_are_read_as_they_were_published() -> None:
    assert read_points({"won": "12.50", "open": 0, "lost": "2.5"}, "procent") == Points(Decimal("12.50"), Decimal(0), Decimal("2.5"), "procent")  # fmt: skip


@pytest.mark.parametrize("lacking", [None, ""])
@pytest.mark.parametrize("name", ["won", "open", "lost"])
def test_where_a_part_was_not_published_there_are_no_points(name: str, lacking: str | None) -> None:
    assert read_points({"won": "1", "open": "2", "lost": "3", name: lacking}, "point") is None
