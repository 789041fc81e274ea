"""A university's framework: no weights, and an assessment of each goal and of the whole, as the README has it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from plans.conftest import HERE

from kvartalsbog.content.prose import plain_text
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.periods import named_period
from kvartalsbog.intake.vintage.change_words import replaced_in_words, state_words
from kvartalsbog.intake.vintage.ground import ground
from kvartalsbog.intake.vintage.receipts import receipts
from kvartalsbog.intake.vintage.retaking import Replaced
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.pages.item_tables import items_table
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.readings.vintage_text import Item
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.annual import stand_sentences
from kvartalsbog.words.expected import why
from kvartalsbog.words.standings import describe_standings
from kvartalsbog.words.weights import shared_sentence

Find = Callable[[str, str], Findings]


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_goals_stand_as_they_were_assessed(found: Find) -> None:
    result = found("university", "2024H2").result
    assert {r.goal.id: r.verdict.value for r in result.goals} == {
        "1.1": "met", "1.2": "partly_met", "1.3": "met", "2.1": "partly_met",
    }  # fmt: skip
    assert result.points is None
    assert {r.points for r in result.goals} == {None}


def test_before_they_are_assessed_there_is_what_owners_expect(found: Find) -> None:
    result = found("university", "2024H1").result
    assert {r.goal.id: r.outlook for r in result.goals} == {
        "1.1": Outlook.ON_TRACK, "1.2": Outlook.UNANSWERED, "1.3": Outlook.AT_RISK, "2.1": Outlook.UNANSWERED,
    }  # fmt: skip
    assert plain(describe_standings(result)) == (
        "Planens 4 mål: 1 forventes opfyldt, 1 i risiko og 2 kan ikke vurderes. Forventes opfyldt: 1.1. I risiko: 1.3. Kan ikke vurderes: 1.2 og 2.1."
    )


def test_a_receipt_and_a_change_tell_an_assessment_by_its_degree_and_not_as_carried_out() -> None:
    data = HERE / "university/data"
    told = {
        period: [plain(line) for own in receipts(ground(named_period(period, data), data)).values() for one in own for line in one.received]
        for period in ("2024H1", "2024H2")
    }  # fmt: skip
    assert told["2024H1"] == [
        "leverancer: »Plan for partnerskaber« gennemført 20-05-2024",
        "vurdering: »Samarbejde med erhvervslivet« ventes vurderet som »delvist opfyldt« 01-03-2025",
    ]
    assert told["2024H2"][1] == "vurdering: »Forskning i front« vurderet som »delvist opfyldt« 01-03-2025"
    plan = ground(named_period("2024H2", data), data).plan
    before, after = Item("", "2025-03-01", "", "opfyldt"), Item("2025-03-01", "", "", "delvist opfyldt")
    words = "mål 1.1, »Bedre uddannelser«: ventes vurderet som »opfyldt« 2025-03-01 bliver til vurderet som »delvist opfyldt« 2025-03-01"
    assert replaced_in_words(Replaced("1.1", "uddannelser", before, after), plan) == words
    assert state_words(Item("", "", "", "opfyldt"), assessed=True) == "ventes vurderet som »opfyldt« uden dato"
    assert state_words(Item(), assessed=True) == "uden dato"


@pytest.mark.parametrize(("degrees", "words"), [
    ("{}", "Opslagstabellen er tom. Tilladt: mindst 2."),
    ("{opfyldt: 100}", "Opslagstabellen er for kort. Fundet: '1'. Tilladt: mindst 2."),
])  # fmt: skip
def test_a_scale_of_fewer_than_two_degrees_is_refused_with_its_place(degrees: str, words: str, tmp_path: Path) -> None:
    text = (HERE / "university/data/2021-24/plan.yml").read_text(encoding="utf-8")
    own = "{opfyldt: 100, delvist opfyldt: 50, ikke opfyldt: 0}"
    (tmp_path / "2021-24").mkdir()
    path = tmp_path / "2021-24/plan.yml"
    path.write_text(text.replace(own, degrees, 1), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        read_plan(path, None, name="plan.yml")
    assert list(map(str, caught.value.problems)) == [f"plan.yml:29 [pillars.0.goals.0.criteria.0.degrees]: {words}"]


def said_of(findings: Findings, goal: str) -> tuple[str, str]:
    """Why a goal needs attention, and how its assessment stands in the table of its items."""
    table = items_table(findings, findings.plan.goal(goal))
    now = next(index for index, column in enumerate(table.columns) if column.title == "Nu")
    return plain(why(findings, findings.result.goal(goal))), plain(plain_text(table.rows[-1][now]))


def test_an_assessment_that_is_given_after_the_deadline_is_not_late(found: Find) -> None:
    """All are of how things stood on 31 December, and are given in March: what decides is the degree."""
    before, after = found("university", "2024H1"), found("university", "2024H2")
    assert said_of(before, "1.3") == (
        "Samarbejde med erhvervslivet: Ikke vurderet endnu, ventes den 1. marts 2025; fristen er den 31. december 2024. "
        "Ejeren venter vurderingen »delvist opfyldt«, og den giver ikke det hele.",
        "Ventes den 1. marts 2025",
    )
    assert said_of(before, "1.2")[0].endswith("Ejeren har ikke skrevet, hvilken vurdering der ventes.")
    assert said_of(after, "1.2") == (
        "Vurderet som »delvist opfyldt« af Ministeriet og Sydkysten Universitet den 1. marts 2025.",
        "Vurderet den 1. marts 2025",
    )


def test_a_shared_goal_and_the_stand_are_told_without_weights(found: Find) -> None:
    findings = found("university", "2024H2")
    goal = findings.plan.goal("1.2")
    assert shared_sentence(goal, findings.plan) == "Målet er fælles med Sydkysten Universitet."
    assert plain(describe_standings(findings.result)).endswith("Opfyldt: 1.1 og 1.3. Delvist opfyldt: 1.2 og 2.1.")
    stand = plain(stand_sentences(findings.result))
    assert stand.startswith(
        "Ved årets udgang er to af planens 4 mål opfyldt, og to er delvist opfyldt. Planen har ingen regel"
    )


def test_no_weight_and_no_point_stands_anywhere(plan_book: Callable[[str, str], Path]) -> None:
    book = plan_book("university", "2024H2")
    for page in sorted((book / "html").rglob("*.html")):
        if page.name == "open_data.html":
            continue  # it tells what every column of the files is for, also of those that are empty here
        words = plain(page.read_text(encoding="utf-8")).casefold()
        told = words.replace("tidspunkt", "").replace("standpunkt", "")
        assert not [
            word for word in (" point ", "vægt:", "vægt (", "procent af planen", "point opnået") if word in told
        ], page
    results = json.loads((book / "results.json").read_text(encoding="utf-8"))
    assert {goal["weight"] for goal in results["goals"]} == {None}
    assert results["totals"]["plan"] is None
    assert results["plan"]["weights"] is None
    overview = plain((book / "html/notebooks/2021-24/overview.html").read_text(encoding="utf-8"))
    assert "To af fire mål er opfyldt og to delvist." in overview
    table = pd.read_csv(book / "html/data/maal.csv")
    assert table["weight"].isna().all()
