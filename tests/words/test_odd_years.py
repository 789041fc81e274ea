"""Years that are told of truly though little, or odd, was reported: worked out by hand, of a plan of two units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from small_findings import DAYS, DECEMBER, FEB, JAN, MAR, MONTHS, PROJECTS, Told, found, goal, plan_of
from small_findings import JUN as JUNE_MONTH

from kvartalsbog.content.blocks import Figure, Paragraph
from kvartalsbog.content.dialect import CASE
from kvartalsbog.content.prose import plain_text
from kvartalsbog.kinds.measures import Sum, added_up
from kvartalsbog.pages.ahead import ahead_blocks, facts_beside, pulling_table
from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.pages.changes import changes_since
from kvartalsbog.pages.goal_section import GoalSection
from kvartalsbog.pages.measured import measured_table
from kvartalsbog.pages.measured_chart import measured_figures
from kvartalsbog.pages.scorecards import scorecard
from kvartalsbog.pages.unit_page import UnitChapter
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Remark
from kvartalsbog.steering.firmness import Firmness
from kvartalsbog.verdicts.changes import changes
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.questions import Why, questions
from kvartalsbog.verdicts.states import state_of
from kvartalsbog.words.ahead import firmness_sentence
from kvartalsbog.words.annual import stand_sentences
from kvartalsbog.words.brief import certainty_sentences
from kvartalsbog.words.changes import sentences
from kvartalsbog.words.expected import why
from kvartalsbog.words.finding import gaps_of, series_caption
from kvartalsbog.words.kinds import outlook_sentence, requirement
from kvartalsbog.words.standings import parts_sentence
from kvartalsbog.words.weights import credit_sentences

YEAR = plan_of(goal("1.1", DAYS | {"deadline": DECEMBER}, weight=100))
SUM = DAYS | {"kind": "amount", "title": "Kontroller", "unit": "kontroller", "plausible": None, "limit": 60, "direction": "at_least", "deadline": DECEMBER}  # fmt: skip
COUNTED = plan_of(goal("1.1", {key: value for key, value in SUM.items() if value is not None}, weight=100))


def spaced(words: str) -> str:
    return words.replace("\u00a0", " ")


def months(told: Sequence[tuple[Month, int, int]]) -> dict[tuple[Month, str], tuple[int, int]]:
    """Cases and days of each of the two units in some months."""
    return {(month, unit): (n, total) for month, n, total in told for unit in ("nord", "syd")}


def alike(first: int, last: int, each: int = 100, n: int = 100) -> dict[tuple[Month, str], tuple[int, int]]:
    """Months of the year, from one number to another, in which each of `n` cases took `each` days."""
    return months([(month, n, n * each) for month in MONTHS[first - 1 : last]])


def answers(findings: Findings, question: str) -> str:
    blocks = ahead_blocks(findings, findings.result.goal("1.1"), findings.series["1.1"])
    said = [spaced(plain_text(block.runs)) for block in blocks if isinstance(block, Paragraph)]
    return next((line.removeprefix(f"{question} ") for line in said if line.startswith(question)), "")


def figure_of(findings: Findings) -> Figure:
    section = GoalSection(findings, findings.result.goal("1.1"))
    return next(block for block in section.development.blocks if isinstance(block, Figure))


def test_the_usual_case_is_called_by_a_word_in_all_its_forms() -> None:
    assert (CASE.bare, CASE.the, CASE.many, CASE.the_many) == ("tilfælde", "tilfældet", "tilfælde", "tilfældene")


def test_months_that_look_alike_have_neither_risen_nor_fallen() -> None:
    """100.05, 100.1 and 100.14 days are all shown as 100.1; the difference is 0.09."""
    findings = found(Told(days=months([(JAN, 100, 10_005), (FEB, 100, 10_010), (MAR, 100, 10_014)])), plan=YEAR)
    series = findings.series["1.1"]
    assert spaced(series_caption(findings.plan.goal("1.1"), series)) == "Mål 1.1 var uændret 100,1 dage fra januar til marts. Måned for måned (dage)"  # fmt: skip
    assert spaced(figure_of(findings).alt).startswith("Mål 1.1: var uændret 100,1 dage fra januar til marts; ")


def test_a_figure_that_has_come_back_to_where_it_began_has_not_been_unchanged() -> None:
    """February is shown as 100.0."""
    findings = found(Told(days=months([(JAN, 100, 10_005), (FEB, 100, 10_000), (MAR, 100, 10_014)])), plan=YEAR)
    series = findings.series["1.1"]
    assert spaced(series_caption(findings.plan.goal("1.1"), series)) == "Mål 1.1 var 100,1 dage i både januar og marts. Måned for måned (dage)"  # fmt: skip
    assert spaced(figure_of(findings).alt).startswith("Mål 1.1: var 100,1 dage i både januar og marts; ")


def test_a_figure_of_one_month_is_a_sentence() -> None:
    findings = found(Told(days=alike(1, 1)), plan=YEAR)
    assert spaced(series_caption(findings.plan.goal("1.1"), findings.series["1.1"])).startswith("Mål 1.1 var 100,0 dage i januar.")  # fmt: skip


def test_a_sum_is_told_of_as_it_is_drawn() -> None:
    """Ten in January and two in February and in March of each unit: added up it rises from 20 to 28, and no month does."""
    told = Told(days=months([(JAN, 10, 10), (FEB, 2, 2), (MAR, 2, 2)]))
    findings = found(told, plan=COUNTED)
    figure = figure_of(findings)
    assert spaced(figure.caption) == "Mål 1.1 steg fra 20 i januar til 28 kontroller i marts. Lagt sammen fra årets begyndelse (kontroller)"  # fmt: skip
    said = "Mål 1.1, lagt sammen fra årets begyndelse: steg fra 20 i januar til 28 kontroller i marts; kravet er mindst 60 kontroller. Året til dato er 28 kontroller."  # fmt: skip
    assert spaced(figure.alt) == said
    assert [spaced(every.alt) for every in measured_figures(findings)] == [said]


def test_a_sum_is_added_up_as_far_as_every_month_is_shown() -> None:
    sums = {JAN: Sum(1, Decimal(3)), FEB: Sum(2, Decimal(4)), JUNE_MONTH: Sum(5, Decimal(5))}
    assert added_up(MONTHS[:3], sums) == {JAN: Sum(1, Decimal(3)), FEB: Sum(3, Decimal(7))}
    assert added_up(MONTHS[:2], sums | {JAN: None}) == {}


def test_a_sum_stands_beside_what_the_same_months_of_the_year_before_came_to() -> None:
    before = {(month.year_before, unit): (n, total) for (month, unit), (n, total) in alike(1, 3, each=1, n=4).items()}
    findings = found(Told(days=alike(1, 3, each=1, n=10) | before), plan=COUNTED)
    assert "I de samme måneder året før var det 24 kontroller." in spaced(figure_of(findings).alt)


def test_a_value_never_looks_like_its_limit_wherever_it_stands() -> None:
    """60,010 days in 600 cases are 100.017, which is over 100 and would be shown as 100.0."""
    findings = found(Told(days=months([(JAN, 100, 10_005), (FEB, 100, 10_000), (MAR, 100, 10_000)])), plan=YEAR)
    (table,) = measured_table(findings)
    facts = {spaced(fact.term): spaced(fact.value) for fact in facts_beside(findings, findings.series["1.1"]).facts}
    assert facts["Året til dato"] == facts["1. kvartal 2024"] == "100,02 dage"
    assert [spaced(plain_text(cell)) for cell in table.rows[0]][1] == "100,02 dage"
    assert "Året til dato er 100,02 dage." in spaced(figure_of(findings).alt)


def test_a_difference_that_is_told_has_a_size() -> None:
    """From 100.02 to 100 days: told with one decimal it would be a fall of 0.0."""
    second = months([(month, 300, 30_000) for month in MONTHS[3:6]])
    first = months([(month, 300, 30_005) for month in MONTHS[:3]])
    findings = found(Told(days=first), Told(days=second), plan=YEAR)
    (table,) = measured_table(findings)
    assert [spaced(plain_text(cell)) for cell in table.rows[0]][2] == "−0,02 dage"
    assert "Tallet for 2. kvartal 2024 er 0,02 dage lavere end i 1. kvartal 2024." in answers(findings, "Er det reelt?")


def test_the_quarter_before_is_that_quarter_and_not_three_months_that_were_reported() -> None:
    """April to June without May: nothing is held against January, April and June."""
    second = {key: value for key, value in alike(4, 6, each=90).items() if key[0] != MONTHS[4]}
    findings = found(Told(days=alike(1, 3)), Told(days=second), Told(days=alike(7, 9)), plan=YEAR)
    assert "end i 2. kvartal 2024" not in answers(findings, "Er det reelt?")
    assert "end i 2. kvartal 2024" in answers(
        found(Told(days=alike(1, 3)), Told(days=alike(4, 6, each=90)), Told(days=alike(7, 9)), plan=YEAR),
        "Er det reelt?",
    )


def test_when_a_year_is_over_nothing_is_expected_of_months_that_nobody_has_reported() -> None:
    days = {key: value for key, value in alike(1, 3).items() if key[0] == JAN}
    rest = [Told(days=alike(first, first + 2)) for first in (4, 7, 10)]
    findings = found(Told(days=days), *rest, plan=YEAR)
    assert answers(findings, "Når det?") == ""
    assert answers(findings, "Hvor sikkert?") == "Tallet er foreløbigt, for to måneder mangler."
    assert "Forventet" not in [column.title for column in measured_table(findings)[0].columns]


def firm(needed: Fraction, largest: Fraction | None, *, moves: int = 3, missing: int = 0) -> str:
    criterion = YEAR.goal("1.1").measured[0]
    said = firmness_sentence(criterion, Firmness(needed, largest, moves, missing), quarter_of(2024, 4))
    return spaced(said)


def test_firmness_is_told_of_what_is_hardly_to_be_seen() -> None:
    assert firm(Fraction(0), Fraction(1)) == (
        "Resultatet er foreløbigt: Tallet for 4. kvartal 2024 skal flytte sig under 0,1 dage, før resultatet vender; "
        "det meste, en periodes tal hidtil har flyttet sig, er 1,0 dage."
    )
    assert firm(Fraction(1), Fraction(0)).endswith("vendte, og ingen periodes tal har senere flyttet sig.")
    assert firm(Fraction(1), None, missing=1) == "Tallet er foreløbigt, for en måned mangler."


def test_of_credit_in_steps_the_nearest_step_turns_the_result() -> None:
    """93 days: the limit is 80, and 95 gives half: 2 days of 1,200 cases are 8 of the newest quarter's 300."""
    steps = DAYS | {"deadline": DECEMBER, "limit": 80, "credit": [{"limit": 95, "gives": 50}]}
    plan = plan_of(goal("1.1", steps, weight=100))
    findings = found(*(Told(days=alike(first, first + 2, each=93)) for first in (1, 4, 7, 10)), plan=plan)
    assert "skulle flytte sig 8,0 dage, før resultatet vendte" in answers(findings, "Hvor sikkert?")


def test_a_month_that_is_revised_twice_is_one_month() -> None:
    quarters = [alike(1, 3), alike(4, 6) | {(MAR, "nord"): (100, 9_000)}, alike(7, 9) | {(MAR, "nord"): (100, 9_500)}]
    words = Remark(revision=())
    findings = found(*(Told(days=days, remarks={"1.1": words}) for days in quarters), plan=YEAR)
    assert len(findings.revisions) == 2
    assert "Én måneds tal er revideret siden årets begyndelse." in list(certainty_sentences(findings))


def test_units_that_pull_alike_are_all_named_and_one_alone_is_not() -> None:
    assert answers(found(Told(days=alike(1, 3, each=120)), plan=YEAR), "Hvem trækker?") == "Længst væk fra kravet, og lige langt, trækker Nord og Syd."  # fmt: skip
    alone = plan_of(goal("1.1", DAYS | {"deadline": DECEMBER, "districts": ["nord"]}, weight=100))
    findings = found(
        Told(days={key: own for key, own in alike(1, 3, each=120).items() if key[1] == "nord"}), plan=alone
    )
    assert answers(findings, "Hvem trækker?") == ""
    assert pulling_table(findings, findings.plan.goal("1.1"), findings.series["1.1"]) == ()


def test_of_what_lacks_data_that_is_told_first_and_no_expectation_has_changed() -> None:
    """February and March lack: first all that is known is better than the limit, and then it is not."""
    first = {key: value for key, value in alike(1, 3, each=80).items() if key[0] == JAN}
    findings = found(Told(days=first), Told(days=alike(4, 6, each=130)), plan=YEAR)
    assert findings.previous is not None
    (now,), (before,) = findings.result.goals, findings.previous.result.goals
    assert now.outlook is not before.outlook
    lacking = gaps_of(findings, now)
    assert lacking == "Ingen har indberettet for februar–marts\u00a02024."
    assert why(findings, now).startswith(f"{lacking} ")
    assert Why.WORSE not in [question.why for question in questions(findings)]
    between = changes(state_of(findings.previous), state_of(findings))
    assert not any("forventningen" in said for change in between for said in sentences(change))
    told = " ".join(plain_text(block.runs) for block in changes_since(findings) if isinstance(block, Paragraph))
    assert spaced(told) == "Ingen status, forventning eller point er ændret siden 1. kvartal 2024."


def counted(**own: object) -> Plan:
    return plan_of(goal("1.2", PROJECTS | own, weight=100))


def test_none_that_is_still_to_come_is_no_number_of_them() -> None:
    (result,) = found(Told(items={"projekt-1": (date(2024, 2, 1), None)}), plan=counted()).result.goals
    assert outlook_sentence(result.criteria[0]) == "Ingen flere ventes sat i drift inden fristen, og det er ikke nok."


@pytest.mark.parametrize(("limit", "said"), [(1, "1 projekter"), (2, "begge projekter"), (3, "alle 3 projekter")])
def test_all_of_two_are_both_and_all_of_one_is_one(limit: int, said: str) -> None:
    items = PROJECTS["items"] | {"most": limit, "set_by": "plan"}
    criterion = counted(limit=limit, items=items).goal("1.2").criteria[0]
    assert spaced(requirement(criterion)) == said


@pytest.mark.parametrize("goal_id", ["1.2", "1.3"])
def test_what_nobody_has_answered_is_not_said_to_be_undone(goal_id: str) -> None:
    findings = found(Told())
    section = GoalSection(findings, findings.result.goal(goal_id))
    (figure,) = (block for block in section.deliverables.blocks if isinstance(block, Figure))
    assert ": ikke besvaret; fristen er den " in spaced(figure.alt)
    assert spaced(figure.caption) == ("Mål 1.2: der er ikke svaret noget." if goal_id == "1.2" else "Mål 1.3: 0 af 1 leverance.")  # fmt: skip


def test_where_only_a_figure_is_due_the_brief_says_when() -> None:
    findings = found(*(Told(days=alike(first, first + 2)) for first in (1, 4, 7)), plan=YEAR)
    blocks = BRIEF.section(findings, "brief-process")
    lines = [spaced(plain_text(line)) for block in blocks for line in getattr(block, "items", ())]
    assert lines == ["31. december 2024: 1.1 Dage (Kontor 1.1)"]


def a_year_before(each: int, n: int = 100) -> dict[tuple[Month, str], tuple[int, int]]:
    return {(month.year_before, unit): own for (month, unit), own in alike(1, 12, each=each, n=n).items()}


@pytest.mark.parametrize(
    ("each", "said"),
    [
        (200, "Månederne i 1. kvartal 2024 er som alle månederne i 2023: 200,0 dage."),
        (180, "Ændringen er reel: Tallet er blevet lavere end i 2023, hvor det hele tiden var 200,0 dage."),
        (220, "Ændringen er reel: Tallet er blevet højere end i 2023, hvor det hele tiden var 200,0 dage."),
    ],
)
def test_a_year_in_which_nothing_varied_did_not_swing(each: int, said: str) -> None:
    findings = found(Told(days=a_year_before(200) | alike(1, 3, each=each)), plan=YEAR)
    assert answers(findings, "Er det reelt?").startswith(said)
    assert "I 2023 lå månederne alle på 200,0 dage." in spaced(figure_of(findings).alt)


def test_one_month_of_the_year_before_is_told_by_its_name() -> None:
    before = {key: own for key, own in a_year_before(200).items() if key[0] == JAN.year_before}
    findings = found(Told(days=before | alike(1, 3)), plan=YEAR)
    assert "I januar 2023 var det 200,0 dage." in spaced(figure_of(findings).alt)


def test_one_month_that_is_another_than_all_before_is_no_change() -> None:
    days = a_year_before(200) | alike(1, 3, each=200) | {(MAR, unit): (100, 30_000) for unit in ("nord", "syd")}
    assert answers(found(Told(days=days), plan=YEAR), "Er det reelt?").startswith(
        "En måned er en anden end 200,0 dage, som alle månederne var på i 2023; én usædvanlig måned er ikke nok til at tale om en ændring."
    )


def test_units_that_have_changed_the_figure_alike_are_all_named() -> None:
    """Ten days less in both: −5.00 of each, and neither has moved it most."""
    findings = found(Told(days=a_year_before(110) | alike(1, 3, each=100)), plan=YEAR)
    assert answers(findings, "Hvad har ændret tallet?").endswith("Mest, og lige meget, har Nord og Syd flyttet tallet.")


def test_what_is_asked_of_some_months_says_of_which() -> None:
    """Due on 30 June: in March the rest until then is what counts, and in December the year is another number."""
    plan = plan_of(goal("1.1", DAYS, weight=100))
    first = found(Told(days=alike(1, 3, each=110)), plan=plan)
    (table,) = measured_table(first)
    facts = {spaced(fact.term): spaced(fact.value) for fact in facts_beside(first, first.series["1.1"]).facts}
    assert facts["Krav"] == spaced(plain_text(table.rows[0][-1])) == "højst 100 dage i januar–juni 2024"
    assert "kravet er højst 100 dage i januar–juni 2024." in spaced(figure_of(first).alt)
    assert answers(first, "Når det?").startswith(
        "Skal kravet holdes, må tallet indtil fristen i gennemsnit være højst 90,0 dage ("
    )
    (result,) = first.result.goals
    assert "Kravet kan holdes, hvis tallet indtil fristen er højst 90,0 dage." in spaced(why(first, result))
    whole = found(Told(days=alike(1, 3, each=110)), plan=YEAR)
    assert answers(whole, "Når det?").startswith("Skal kravet holdes, må tallet i resten af året i gennemsnit være ")


def test_a_share_that_is_nearly_whole_is_told_so_and_not_to_have_few_cases() -> None:
    share = DAYS | {"kind": "share", "title": "Til tiden", "unit": "pct.", "limit": 90, "direction": "at_least", "deadline": DECEMBER, "counted": "svar"}  # fmt: skip
    plan = plan_of(goal("1.1", {key: value for key, value in share.items() if key != "plausible"}, weight=100))
    days = dict.fromkeys((*a_year_before(1), *alike(1, 3)), (1000, 1000))
    assert answers(found(Told(days=days), plan=plan), "Er det reelt?").startswith(
        "Andelen var året før så tæt på 100 pct., at en ændring ikke kan skelnes fra tilfældige udsving."
    )


def test_a_result_is_provisional_also_where_nothing_has_moved_yet() -> None:
    assert firm(Fraction(1), Fraction(0), moves=2).endswith(
        "før resultatet vender; endnu har ingen periodes tal flyttet sig."
    )


def test_a_step_of_one_is_told_without_the_word_for_several() -> None:
    steps = PROJECTS | {"limit": 3, "credit": [{"limit": 2, "gives": 60}, {"limit": 1, "gives": 30}]}
    (said,) = credit_sentences(plan_of(goal("1.2", steps, weight=100)).goal("1.2"))
    assert spaced(said) == "Delvis opfyldelse: 2 projekter giver 60 pct. og ét giver 30 pct."


def test_a_goal_that_lacks_data_and_can_no_longer_be_met_went_from_lacking_data() -> None:
    """One late of January's, where none may be, and February and March lack: »i risiko« was never shown of it."""
    share = DAYS | {"kind": "share", "title": "Til tiden", "unit": "pct.", "limit": 100, "direction": "at_least", "deadline": DECEMBER, "counted": "svar"}  # fmt: skip
    plan = plan_of(goal("1.1", {key: value for key, value in share.items() if key != "plausible"}, weight=100))
    whole = dict.fromkeys(alike(1, 1), (100, 100))
    late = dict.fromkeys(alike(4, 6), (100, 100)) | {(MONTHS[5], "nord"): (100, 99)}
    findings = found(Told(days=whole), Told(days=late), plan=plan)
    assert findings.previous is not None
    told = [said for change in changes(state_of(findings.previous), state_of(findings)) for said in sentences(change)]
    assert "Mål 1.1 Mål 1.1 er gået fra »mangler data« til »kan ikke længere opfyldes«." in told


def test_a_plan_of_one_goal_is_told_of_as_one() -> None:
    days = alike(1, 3)
    findings = found(Told(days=days), plan=YEAR)
    assert stand_sentences(findings.result).startswith(
        "Ved årets udgang er planens ene mål ikke forfaldent. De opfyldte"
    )
    assert spaced(scorecard(findings).caption) == "Planens ene mål ved udgangen af 1. kvartal 2024"
    assert parts_sentence(found(Told(days=days), plan=without_weights()).result).startswith("Planens ene mål: 1 ")


def without_weights() -> Plan:
    plan = plan_of(goal("1.1", DAYS | {"deadline": DECEMBER}, weight=100)).model_dump(by_alias=True)
    (pillar,) = plan["pillars"]
    del pillar["weight"], pillar["goals"][0]["weight"]
    return Plan.model_validate(plan)


def test_a_figure_without_a_band_names_none_and_a_month_without_cases_is_no_gap() -> None:
    """Nothing is known of 2023, and in March nord had no case."""
    days = alike(1, 3) | {(MAR, "nord"): (0, 0)}
    findings = found(Told(days=days), plan=YEAR)
    chapter = UnitChapter(findings, findings.plan.district("nord"))
    figure = next(block for block in chapter.history.blocks if isinstance(block, Figure))
    assert figure.caption == "Nord måned for måned"
    assert figure.table is not None
    assert [plain_text(row[1]) for row in figure.table.rows][-3:] == ["100,0", "100,0", "–"]
    banded = found(Told(days=a_year_before(100) | alike(1, 3)), plan=YEAR)
    shown = UnitChapter(banded, banded.plan.district("nord")).history.blocks
    assert next(block.caption for block in shown if isinstance(block, Figure)).endswith(
        "; båndet viser de udsving, som tallet havde året før"
    )
