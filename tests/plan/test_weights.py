"""What a plan weighs and what gives a part: accepted as it is written, or refused with its line and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import LIBRARY

from kvartalsbog.errors import ProblemsError
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.values import Plan

TEXT = (LIBRARY / "data/2026/plan.yml").read_bytes()


def written() -> dict[str, Any]:
    """The library's plan without what is about its amendment."""
    plan: dict[str, Any] = yaml.safe_load(TEXT)
    del plan["amendments"]
    return plan


def read(plan: dict[str, Any], folder: Path) -> Plan:
    file = folder / "plan.yml"
    file.write_text(yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return read_plan(file, None, name="plan.yml")


def refused(plan: dict[str, Any], folder: Path) -> list[str]:
    with pytest.raises(ProblemsError) as error:
        read(plan, folder)
    return [str(problem) for problem in error.value.problems]


def goals(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [goal for pillar in plan["pillars"] for goal in pillar["goals"]]


def weigh(plan: dict[str, Any], *weights: Any, pillars: bool) -> dict[str, Any]:
    """The plan with these weights of its goals, and with their sums for pillars, or none."""
    for goal, weight in zip(goals(plan), weights, strict=True):
        goal["weight"] = weight
    for pillar in plan["pillars"]:
        del pillar["weight"]
        if pillars:
            pillar["weight"] = sum(goal["weight"] for goal in pillar["goals"])
    return plan


def without(plan: dict[str, Any]) -> dict[str, Any]:
    for part in (*plan["pillars"], *goals(plan)):
        part.pop("weight", None)
    return {**plan, "weights": "none"}


def test_weights_of_any_total_with_and_without_pillars(tmp_path: Path) -> None:
    for pillars in (True, False):
        plan = weigh(written(), 60, 30, 75, 15, pillars=pillars)
        plan["weights"] = {"total": 180, "unit": "stjerner"}
        found = read(plan, tmp_path)
        assert [pillar.weighs for pillar in found.pillars] == [90, 75, 15]
        assert found.points_in == "stjerner"


def test_a_plan_without_weights(tmp_path: Path) -> None:
    found = read(without(written()), tmp_path)
    assert found.weights is None
    assert (found.points_in, {goal.weight for goal in found.goals}) == (None, {None})
    assert Plan.model_validate(found.model_dump(mode="python")) == found


def test_points_are_told_in_per_cent_where_a_criterion_is_measured_in_points(tmp_path: Path) -> None:
    plan = written()
    assert read(plan, tmp_path).points_in == "pct."
    goals(plan)[0]["criteria"][0] |= {"unit": "dage"}
    assert read(plan, tmp_path).points_in == "point"


def test_weights_that_do_not_fit_are_all_told_at_once(tmp_path: Path) -> None:
    plan = weigh(written(), 60, 30, 75, 14, pillars=True)
    del plan["pillars"][1]["weight"], goals(plan)[0]["weight"]
    told = refused({**plan, "weights": {"total": 180, "unit": "point"}}, tmp_path)
    assert [line.partition(": ")[2].partition(".")[0] for line in told] == [
        "Nøglen mangler", "Måleenheden hedder det samme som planens vægte", "Nøglen mangler",
    ]  # fmt: skip
    told = refused(
        {**weigh(written(), 60, 30, 75, 14, pillars=False), "weights": {"total": 180, "unit": "kr."}}, tmp_path
    )
    assert told[0].endswith("Målenes vægte giver ikke 180. Fundet: '179'. Tilladt: 180. Ret vægtene, så summen passer.")


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ("ingen", "Planens vægte kan ikke læses. Fundet: 'ingen'. Tilladt: none eller {total: 180, unit: point}."),
        ({"total": 180}, "Vægte i pct. skal give 100. Fundet: '180'. Tilladt: 100. Skriv enheden, fx unit: point."),
        ({"total": 0}, "Tallet er for lille. Fundet: '0'. Tilladt: over 0."),
        ({"sum": 180}, "Ukendt nøgle. Fundet: 'sum'. Tilladt: total, unit."),
        ("none", "Planen har ingen vægte. Fundet: '45.5'. Slet nøglen, eller slet »weights: none«."),
    ],
)
def test_what_is_no_weighing_is_refused(weights: Any, words: str, tmp_path: Path) -> None:
    assert any(words in line for line in refused({**written(), "weights": weights}, tmp_path))


def steps(*pairs: tuple[Any, Any]) -> list[dict[str, Any]]:
    return [{"limit": limit, "gives": gives} for limit, gives in pairs]


@pytest.mark.parametrize(
    ("goal", "criterion", "words"),
    [
        (0, {"credit": steps((4.5, 75))}, "Trinnet er ikke lettere at nå end det foregående. Fundet: '4.5'. Tilladt: under 4.2."),
        (1, {"credit": steps((1, 75))}, "Trinnet er ikke lettere at nå end det foregående. Fundet: '1'. Tilladt: over 2."),
        (1, {"credit": steps((3, 75), (4, 75))}, "Trinnet giver ikke mindre end det foregående. Fundet: '75'. Tilladt: under 75."),
        (2, {"credit": steps((2.5, 50))}, "Værdien skal være et helt tal. Fundet: '2.5'."),
        (2, {"credit": steps((2, 100))}, "Tallet er for stort. Fundet: '100'. Tilladt: under 100."),
        (3, {"credit": steps((1, 50))}, "Kun et kriterium med et tal kan have trin. Slet nøglen."),
        (3, {"weight": 5}, "Kriteriets vægt tæller ikke. Fundet: '5'. Skriv »credit: by_criteria« ved målet, eller slet vægten."),
        (1, {"credit": 50}, "Værdien skal være en liste."),
    ],
)  # fmt: skip
def test_credit_that_cannot_be_is_refused(goal: int, criterion: dict[str, Any], words: str, tmp_path: Path) -> None:
    plan = written()
    goals(plan)[goal]["criteria"][0] |= criterion
    assert any(words in line for line in refused(plan, tmp_path))


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ((5, None), "Nøglen mangler. Enten har alle målets kriterier en vægt, eller ingen af dem; uden vægte tæller de lige meget."),
        ((60, 30), "Kriteriernes vægte giver hverken målets vægt eller 100. Fundet: '90'. Tilladt: 22.25 eller 100."),
    ],
)  # fmt: skip
def test_weights_of_criteria_are_all_there_and_sum(weights: tuple[Any, Any], words: str, tmp_path: Path) -> None:
    plan = written()
    own = goals(plan)[3]
    own["credit"] = "by_criteria"
    for criterion, weight in zip(own["criteria"], weights, strict=True):
        criterion.update({} if weight is None else {"weight": weight})
    assert any(words in line for line in refused(plan, tmp_path))


def test_an_amendment_keeps_the_rules_of_weights_and_credit(tmp_path: Path) -> None:
    """A limit that becomes easier than a step of its own, and a weight in a plan without weights."""
    plan = written()
    goals(plan)[0]["criteria"][0]["credit"] = steps((4, 50))
    change = {"goal": "a.1", "criterion": "points", "field": "limit", "old": 4.2, "new": 3.9}
    amendment = {"effective": "2026-06-01", "decided": "2026-05-20", "by": "Byrådet", "reason": "Sænket."}
    told = refused({**plan, "amendments": [{**amendment, "changes": [change]}]}, tmp_path)
    assert (
        "Efter ændringen: Trinnet er ikke lettere at nå end det foregående. Fundet: '4'. Tilladt: under 3.9." in told[0]
    )


def test_a_shared_goal_names_somebody_and_a_part(tmp_path: Path) -> None:
    plan = written()
    goals(plan)[0]["shared"] = {"authorities": [], "share": 100}
    assert len(refused(plan, tmp_path)) == 2
    goals(plan)[0]["shared"] = {"authorities": ["Skolen"], "share": 62.5}
    shared = read(plan, tmp_path).goal("a.1").shared
    assert shared is not None
    assert shared.authorities == ("Skolen",)
