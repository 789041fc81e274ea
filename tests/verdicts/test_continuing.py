"""What a year's last book leaves for the goals that continue its own, and where they say something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from small_findings import DAYS, JAN, Told, found, goal, plan_of

from kvartalsbog.plan.earlier import Earlier
from kvartalsbog.verdicts.continuing import contradicted, left_by
from kvartalsbog.verdicts.findings import Findings


def earlier(goal: str, **told: Any) -> Earlier:
    return Earlier(year=2024, goal=goal, **told)


# As the book of the whole year has them: 15 of 15 for 4.1, one of two items in time for 2.2.
LEFT = {
    "1.1": {"limit": Decimal(180), "value": Decimal("179.602314"), "verdict": "met"},
    "1.2": {"limit": Decimal(165), "value": Decimal("175.488663"), "verdict": "not_met"},
    "2.2": {"verdict": "partly_met"},
    "4.1": {"limit": Decimal(15), "value": Decimal(15), "verdict": "met"},
    "4.2": {"limit": Decimal(90), "value": Decimal("91.35201"), "verdict": "met"},
}


def test_each_goal_leaves_its_limit_its_value_and_its_verdict(findings_of: Callable[[str], Findings]) -> None:
    left = left_by(findings_of("2024K4"))
    assert {goal: left[goal] for goal in LEFT} == {goal: earlier(goal, **told) for goal, told in LEFT.items()}


def test_what_is_not_settled_leaves_no_verdict(findings_of: Callable[[str], Findings]) -> None:
    assert {left.verdict for left in left_by(findings_of("2024K1")).values()} <= {None, "met"}
    assert left_by(findings_of("2024K1"))["1.1"].verdict is None


def test_a_range_leaves_both_its_ends() -> None:
    ranged = {**DAYS, "direction": "within", "limit": {"least": 90, "most": 120}}
    findings = found(Told({(JAN, "nord"): (10, 1000)}), plan=plan_of(goal("1.1", ranged)))
    left = left_by(findings)["1.1"]
    assert (left.limit, left.upper, left.value) == (Decimal(90), Decimal(120), Decimal(100))


def continued(findings: Findings, goal: str, *entries: Earlier) -> Findings:
    """The same, with what one of its goals says of the years before."""
    pillars = [
        pillar.model_copy(update={"goals": tuple(own.model_copy(update={"continues": entries}) if own.id == goal else own for own in pillar.goals)})
        for pillar in findings.plan.pillars
    ]  # fmt: skip
    return replace(findings, plan=findings.plan.model_copy(update={"pillars": tuple(pillars)}))


SAME = LEFT["1.1"]


@pytest.mark.parametrize(
    ("goal", "entry", "said"),
    [
        ("1.1", earlier("1.1", **SAME), []),
        ("2.2", earlier("2.2", **LEFT["2.2"]), []),  # of which no number is asked
        ("1.1", earlier("1.1", **SAME | {"limit": Decimal(175)}), ["»limit« for 2024 er 175 i planen, men 180 i årets sidste bog."]),
        ("1.1", earlier("1.1", **SAME | {"value": None}), ["»value« for 2024 er – i planen, men 179,602314 i årets sidste bog."]),
        ("1.1", earlier("1.1", **SAME | {"verdict": "not_met"}), ["»verdict« for 2024 er not_met i planen, men met i årets sidste bog."]),
        ("1.1", earlier("1.1", **SAME | {"upper": Decimal(200)}), ["»upper« for 2024 er 200 i planen, men – i årets sidste bog."]),
        ("1.1", earlier("1.1", unit="uger", broken="Målt i uger.", value=Decimal(25)), []),
        ("1.1", earlier("9.9"), ["Mål 9.9 var ikke i planen for 2024. Ret »continues«."]),
        ("1.1", Earlier(year=2023, goal="9.9"), []),
        ("1.1", earlier("4.2", **LEFT["4.2"]), ["Målet er ikke målt som mål 4.2 i 2024. Skriv under »broken«, hvad der er anderledes."]),
        ("1.1", earlier("4.2", **LEFT["4.2"], broken="Andelen er afløst af et gennemsnit."), []),
    ],
)  # fmt: skip
def test_what_a_plan_says_of_the_year_before_is_held_against_its_last_book(
    findings_of: Callable[[str], Findings], goal: str, entry: Earlier, said: list[str]
) -> None:
    before = findings_of("2024K4")
    told = [(own, words.replace("\u00a0", " ")) for own, words in contradicted(continued(before, goal, entry), before)]
    assert told == [(goal, words) for words in said]
