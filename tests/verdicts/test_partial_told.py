"""A plan that gives credit for a part, made by hand: what is lost, what can be met in part only and what stands open is told truly everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import small_findings as small
from small_findings import DAYS, goal

from kvartalsbog.content.blocks import Inline, Status, Table
from kvartalsbog.content.language import DANISH
from kvartalsbog.editions.front import Stood
from kvartalsbog.editions.manifest import GoalStanding
from kvartalsbog.editions.versions import goal_standings
from kvartalsbog.inputs.loading import Report
from kvartalsbog.kinds.measures import DeliverableReading, SeriesReading
from kvartalsbog.opendata.formats.results_json import results
from kvartalsbog.pages.annual import TARGET_REPORTING
from kvartalsbog.pages.attention import attention
from kvartalsbog.pages.inserts import outlook_words, standings_facts
from kvartalsbog.pages.plan_tables import criteria_table
from kvartalsbog.pages.scorecards import points_table, scorecard, scorecard_records
from kvartalsbog.pages.standings_chart import standings_chart
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings, Vintage
from kvartalsbog.verdicts.accounts import unanswered
from kvartalsbog.verdicts.changes import changes
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.standing import Standing, by_standing, portions, standing
from kvartalsbog.verdicts.states import state_of
from kvartalsbog.words.changes import sentences
from kvartalsbog.words.scorecard import scorecard as printed
from kvartalsbog.words.standings import describe_standings, finding_sentence, parts_sentence, places_sentence

DECEMBER, JUNE = date(2024, 12, 31), date(2024, 6, 30)


def done(name: str, deadline: date, weight: int | None = None) -> dict[str, Any]:
    return {
        "id": name,
        "kind": "deliverable",
        "title": name.title(),
        "deliverable": name,
        "deadline": deadline,
        "weight": weight,
    }


# 1.1: the first tenth is lost in June, and the rest is expected in time. 1.2: 500 days on average until September, and one is asked: nothing
# can mend it. 1.3: at most 100 may be spent, 150 gives 90 per cent, and 110 are spent until September, 15 more a quarter. 1.4 is done.
GOALS = (
    goal("1.1", done("kort", JUNE, 10), done("rapport", DECEMBER, 90), credit="by_criteria"),
    goal("1.2", DAYS | {"limit": 1, "deadline": DECEMBER, "districts": ["nord"]}),
    goal("1.3", DAYS | {"id": "spent", "kind": "amount", "title": "Forbrug", "unit": "kroner", "limit": 100, "deadline": DECEMBER, "districts": ["nord"], "credit": [{"limit": 150, "gives": 90}]}),
    goal("1.4", done("plan", JUNE)),
)  # fmt: skip
SPENT = {3: 10, 6: 85, 9: 15, 12: 15}  # by the quarter's last month; none in the others


def plan_of(*, weighed: bool) -> Plan:
    goals = [one if weighed else one | {"weight": None} for one in GOALS]
    return Plan.model_validate(
        {
            "title": "Plan", "year": 2024, "authority": "A", "ministry": "M", "source": {"document": "D"}, "data_status": "example",
            "suppression_threshold": 5, "overview": "o", "districts": [{"id": "nord", "name": "Nord"}], **({} if weighed else {"weights": "none"}),
            "pillars": [{"id": "1", "title": "s", "weight": 100 if weighed else None, "notebook": "n", "goals": goals}],
        }
    )  # fmt: skip


def found(number: int, *, weighed: bool = True) -> Findings:
    """What the book of a quarter shows."""
    plan, own = plan_of(weighed=weighed), []
    for quarter in (quarter_of(2024, n) for n in range(1, number + 1)):
        series = [
            SeriesReading(name, Month(2024, month), "nord", 10, Decimal(total), quarter)
            for month in range(quarter.number * 3 - 2, quarter.number * 3 + 1)
            for name, total in (("1.2", 5000), ("1.3", SPENT.get(month, 0)))
        ]
        items = [_item("1.1", "rapport", None if quarter.number < 4 else date(2024, 12, 1), quarter.number)]
        if quarter.number > 1:
            items += [_item("1.1", "kort", date(2024, 7, 1) if quarter.number > 2 else None, quarter.number)]
            items += [_item("1.4", "plan", date(2024, 6, 1), quarter.number)]
        own.append(Vintage(quarter, tuple(series), tuple(items), {}, quarter.next.first_day, {}))
    return find(Report(own[-1].period, plan, plan, Readings(tuple(own))))


def _item(goal_id: str, name: str, completed: date | None, number: int) -> DeliverableReading:
    return DeliverableReading(goal_id, name, completed, date(2024, 12, 1), (), quarter_of(2024, number))


K3 = {"1.1": Standing.REDUCED, "1.2": Standing.OUT_OF_REACH, "1.3": Standing.REDUCED, "1.4": Standing.WON}
WORDS = {
    "1.1": "Kan kun opfyldes delvist",
    "1.2": "Kan ikke længere opfyldes",
    "1.3": "Kan kun opfyldes delvist",
    "1.4": "Opfyldt",
}
FINDING = "To mål kan kun opfyldes delvist, og ét kan ikke længere opfyldes."


def said(inline: Inline) -> str:
    return "".join(getattr(run, "text", "") or getattr(run, "word", "") for run in inline)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def statuses(table: Table) -> dict[str, str]:
    """Goal → the status that a table shows."""
    return {
        said(row[0])[:3]: next(run.word for cell in row for run in cell if isinstance(run, Status) and run.word)
        for row in table.rows
    }


@pytest.fixture(scope="module", params=[True, False], ids=["weighed", "without weights"])
def third(request: pytest.FixtureRequest) -> Findings:
    return found(3, weighed=request.param)


def test_each_goal_has_its_class_and_every_place_its_word(third: Findings) -> None:
    assert {goal.goal.id: standing(goal) for goal in third.result.goals} == K3
    assert finding_sentence(third.result.goals) == FINDING
    assert statuses(scorecard(third)) == WORDS
    (asked,) = attention(third)
    assert isinstance(asked, Table)
    assert list(statuses(asked).items()) == [(goal, WORDS[goal]) for goal in ("1.2", "1.1", "1.3")]
    heads, rows = printed(third)
    assert {row[0]: row[heads.index("Forventning")] for row in rows if row[0]} == {
        goal: word.lower() if goal != "1.4" else "–" for goal, word in WORDS.items()
    }
    first = third.result.goal("1.1")
    assert [said(row[2]) for row in criteria_table(third, first).rows if len(row) > 2]
    assert set(unanswered(third)) == {"1.1", "1.2", "1.3"}
    assert "Kan kun opfyldes delvist" in [said(row[0]) for row in outlook_words(third)[0].rows]  # type: ignore[attr-defined]


def test_a_site_tells_the_same_and_its_manifest_keeps_it(third: Findings) -> None:
    told = goal_standings(third)
    assert finding_sentence([Stood.of(GoalStanding.model_validate(goal.model_dump())) for goal in told]) == FINDING
    assert {goal.id for goal in told if goal.reduced} == {"1.1", "1.3"}


def test_points_stand_where_they_can_be_had() -> None:
    # 25 each: of 1.1 a tenth is lost and the rest expected in time; of 1.2 nothing can be had; of 1.3 a tenth is lost, and at
    # the pace of nine months 147 are spent, which keeps 150
    third = found(3)
    parts = {goal.goal.id: portions(goal) for goal in third.result.goals}
    tenth, rest = Decimal("2.5"), Decimal("22.5")
    assert parts == {
        "1.1": {Standing.ON_TRACK: rest, Standing.LOST: tenth}, "1.2": {Standing.OUT_OF_REACH: 25},
        "1.3": {Standing.ON_TRACK: rest, Standing.LOST: tenth}, "1.4": {Standing.WON: 25},
    }  # fmt: skip
    told = "25 opnået, 45 på vej, 25 kan ikke længere opnås og 5 mistet"
    assert plain(parts_sentence(third.result)) == f"Planens 100 point: {told}."
    assert plain(places_sentence(by_standing(third.result.goals), "point", third.period)) == (
        "Ved udgangen af 3. kvartal 2024 er 25 point opnået, 45 på vej og 5 mistet, og 25 kan ikke længere opnås."
    )
    assert "Kan ikke længere opnås: 1.2." in describe_standings(third.result)
    assert "Mistet: 1.1 (2,5 af 25 point) og 1.3 (2,5 af 25 point)." in plain(describe_standings(third.result))
    assert {fact.term: fact.value for fact in standings_facts(third).facts} == {
        "opnået": "25", "på vej": "45", "i risiko": "0", "forventes ikke opnået": "0", "kan ikke længere opnås": "25", "mistet": "5",
    }  # fmt: skip
    assert results(third)["totals"]["plan"] == {"won": 25, "open": 70, "lost": 5}
    assert {row["goal"]: row["lost"] for row in scorecard_records(third.result)} == {
        "1.1": tenth,
        "1.2": 0,
        "1.3": tenth,
        "1.4": 0,
    }
    assert standings_chart(third.result, DANISH).light


def test_without_weights_goals_stand_where_the_finding_tells() -> None:
    third = found(3, weighed=False)
    assert plain(parts_sentence(third.result)) == (
        "Planens 4 mål: 1 opfyldt, 2 kan kun opfyldes delvist og 1 kan ikke længere opfyldes."
    )
    heads = [str(column.title) for column in points_table(third).columns]
    assert heads[-4:] == ["Kan kun opfyldes delvist", "Kan ikke længere opfyldes", "Ikke opfyldt", "I alt"]


@pytest.mark.parametrize("weighed", [True, False])
def test_at_the_end_what_was_met_in_part_is_told_as_that(weighed: bool) -> None:
    last = found(4, weighed=weighed)  # 125 are spent: within 150
    stands: Mapping[str, Standing] = {goal.goal.id: standing(goal) for goal in last.result.goals}
    assert stands == {"1.1": Standing.PARTLY, "1.2": Standing.LOST, "1.3": Standing.PARTLY, "1.4": Standing.WON}
    assert finding_sentence(last.result.goals) == "Ét af fire mål er opfyldt, to delvist og ét ikke."
    told = "100 point: 70 opnået og 30 mistet" if weighed else "4 mål: 1 opfyldt, 2 delvist opfyldt og 1 ikke opfyldt"
    assert plain(parts_sentence(last.result)) == f"Planens {told}."
    (analyses,) = TARGET_REPORTING.section(last, "annual-analyses")
    assert said(analyses.runs) == "Her er alle de mål, der ikke eller kun delvist er opfyldt."  # type: ignore[attr-defined]


def test_what_changed_is_told_in_the_words_of_the_table() -> None:
    told = [said_ for change in changes(state_of(found(2)), state_of(found(3))) for said_ in sentences(change)]
    assert "Mål 1.3 Mål 1.3: forventningen er gået fra »i risiko« til »kan kun opfyldes delvist«." in told


def test_before_all_is_settled_the_annual_report_does_not_say_that_all_is_met() -> None:
    third = found(3)
    (analyses,) = TARGET_REPORTING.section(third, "annual-analyses")
    assert said(analyses.runs) == (  # type: ignore[attr-defined]
        "Her er de mål, der ikke eller kun delvist er opfyldt, eller som ikke ventes opfyldt i tide."
    )


@pytest.mark.parametrize(
    ("completed", "told"),
    [(date(2024, 2, 1), "Alle mål, der er afgjort, er opfyldt."), (None, "Intet af planens mål er afgjort endnu.")],
)
def test_where_what_is_settled_is_met_the_annual_report_says_no_more(completed: date | None, told: str) -> None:
    """Of none that is settled it cannot be said that all are met."""
    first = small.found(small.Told(items={"rapport": (completed, date(2024, 6, 1))}))
    (analyses,) = TARGET_REPORTING.section(first, "annual-analyses")
    assert said(analyses.runs) == told  # type: ignore[attr-defined]
