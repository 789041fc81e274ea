"""The brief: a quarter on one page, with what to decide, what to ask and what comes next."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from docx import Document

from kvartalsbog.book.brief import brief_document
from kvartalsbog.content.blocks import Block, BulletList, Inline, Paragraph, Table, text
from kvartalsbog.errors import UsageError
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.pages import brief
from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.plan.publication import DRAFT, published
from kvartalsbog.readings.values import Account
from kvartalsbog.steering.firmness import Firmness
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.questions import Question, Why, questions
from kvartalsbog.verdicts.slips import tracks
from kvartalsbog.verdicts.standing import pressing
from kvartalsbog.words.brief import in_short, question_words, whole_sentences

HEADINGS = ["Resumé", "Indstilling", "Status", "Afvigelser og handling", "Usikkerhed", "Videre proces", "Kontakt"]
QUARTERS = ["2024K1", "2024K2", "2024K3", "2024K4"]
Of = Callable[[str], Findings]


def words(runs: Inline) -> str:
    return "".join(getattr(run, "text", None) or getattr(run, "word", "") for run in runs)


def lines(blocks: tuple[Block, ...]) -> list[str]:
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(words(block.runs))
        elif isinstance(block, BulletList):
            found += [words(item) for item in block.items]
    return found


@pytest.mark.parametrize("quarter", QUARTERS)
def test_it_has_the_headings_of_a_note_in_their_order(findings_of: Of, quarter: str) -> None:
    parts = BRIEF.sections(findings_of(quarter))
    assert [part.heading.text for part in parts] == HEADINGS
    assert all(part.blocks for part in parts)
    assert BRIEF.page(findings_of(quarter)).count("{kvartalsbog} brief brief-") == len(HEADINGS)


def test_every_goal_stands_in_the_table(findings_of: Of) -> None:
    findings = findings_of("2024K4")
    (table,) = BRIEF.section(findings, "brief-status")
    assert isinstance(table, Table)
    assert [words(row[0]).split(" ")[0] for row in table.rows] == [goal.id for goal in findings.plan.goals]


def test_of_very_many_goals_those_that_need_attention_stand_there(
    findings_of: Of, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = findings_of("2024K3")
    monkeypatch.setattr(brief, "GOALS", 2)
    table, rest = BRIEF.section(findings, "brief-status")
    assert isinstance(table, Table)
    assert isinstance(rest, Paragraph)
    worst = [result.goal.id for result in pressing(findings.result.goals)]
    assert [words(row[0]).split(" ")[0] for row in table.rows] == worst[:2]
    assert words(rest.runs) == f"{len(findings.plan.goals) - 2} mål til står i overblikket."


def test_at_most_three_matters_are_to_be_decided_the_worst_goals_first(findings_of: Of) -> None:
    findings = findings_of("2024K3")
    none = lines(BRIEF.section(replace(findings, accounts={}), "brief-decisions"))
    assert none == ["Det indstilles, at Justitsministeriet", "tager orienteringen om planens mål til efterretning."]
    asked = {goal.id: Account(decision=text(f"drøfter {goal.id}.")) for goal in findings.plan.goals}
    told = lines(BRIEF.section(replace(findings, accounts=asked), "brief-decisions"))
    worst = [result.goal.id for result in pressing(findings.result.goals)]
    assert told[1:] == [*(f"Mål {goal}: drøfter {goal}." for goal in worst[:3]), none[-1]]


def test_a_deviation_says_why_and_who_does_what_by_when(findings_of: Of) -> None:
    findings = findings_of("2024K3")
    goal = pressing(findings.result.goals)[0].goal
    account = Account(
        cause=text("Svarene kom sent."),
        action=text("Teksten skrives færdig."),
        who=text("Kontoret"),
        when=date(2024, 11, 8),
    )
    told = lines(BRIEF.section(replace(findings, accounts={goal.id: account}), "brief-deviations"))
    assert (
        told[0]
        == f"Mål {goal.id}: Svarene kom sent. → Kontoret: Teksten skrives færdig. Senest den 8.\u00a0november\u00a02024."
    )
    silent = lines(BRIEF.section(replace(findings, accounts={}), "brief-deviations"))
    assert silent[0].startswith(f"Mål {goal.id}: ")
    assert silent[0].endswith(f"→ {goal.responsible} har ikke oplyst et næste skridt.")
    assert len([line for line in told if "→" in line]) <= brief.DEVIATIONS


def test_what_comes_next_is_in_the_order_of_days_with_who_answers(findings_of: Of) -> None:
    findings = findings_of("2024K2")
    last = findings.period.last_day
    expected = {  # several of a criterion's on a day are told once
        (day, goal.id, goal.place_of(track.item.deliverable), track.moved)
        for goal in findings.plan.goals
        if goal.id in findings.items
        for track in tracks(findings, goal)
        if (day := track.day) is not None
        and track.item.completed is None
        and last < day <= last + timedelta(days=brief.AHEAD)
    }
    told = lines(BRIEF.section(findings, "brief-process"))
    shown = [
        findings.language.shown(day) + f": {goal}" for day, goal, *_ in sorted(expected, key=lambda found: found[:3])
    ][: brief.DATES]
    assert len(shown) > 1
    assert [line for line, start in zip(told, shown, strict=False) if line.startswith(start)] == told[: len(shown)]
    assert told[-1].endswith("Næste udgave, for 3.\u00a0kvartal\u00a02024")


# -- questions ---------------------------------------------------------------------------------------------------------


def test_an_outlook_that_got_worse_is_asked_about(findings_of: Of) -> None:
    now, before = findings_of("2024K3"), findings_of("2024K2")
    gravity = list(Outlook)
    worse = {
        result.goal.id
        for result in now.result.goals
        if result.outlook is not None
        and (earlier := before.result.goal(result.goal.id).outlook) is not None
        and gravity.index(result.outlook) > gravity.index(earlier)
    }
    found = [question for question in questions(now) if question.why is Why.WORSE]
    assert {question.result.goal.id for question in found} == worse
    assert all("Hvad har ændret sig?" in question_words(question, now) for question in found)
    assert not [question for question in questions(findings_of("2024K1")) if question.why is Why.WORSE]


def test_a_date_that_moved_twice_is_asked_about_until_it_is_done(findings_of: Of) -> None:
    findings = findings_of("2024K3")
    moved = {
        (goal.id, track.item.deliverable)
        for goal in findings.plan.goals
        if goal.id in findings.items
        for track in tracks(findings, goal)
        if track.moves >= 2 and track.item.completed is None
    }
    found = [question for question in questions(findings) if question.why is Why.MOVED]
    assert moved
    assert {(q.result.goal.id, q.track.item.deliverable) for q in found if q.track} == moved


def test_who_says_nothing_of_a_goal_in_danger_is_asked_why(findings_of: Of) -> None:
    findings = findings_of("2024K4")
    lost = pressing(findings.result.goals)[0].goal
    assert lost.id not in {q.result.goal.id for q in questions(findings) if q.why is Why.SILENT}
    silent = replace(findings, comments={}, accounts={})
    (first, *_) = (q for q in questions(silent) if q.why is Why.SILENT)
    assert first.result.goal.id in {result.goal.id for result in pressing(findings.result.goals)}
    assert "har ikke forklaret hvorfor" in question_words(first, silent)


def test_a_result_that_less_than_has_been_seen_would_turn_is_asked_about(findings_of: Of) -> None:
    findings = findings_of("2024K4")
    result = findings.result.goal("1.1")
    firm = Firmness(Fraction(1, 2), Fraction(3, 4), 3, missing=0)
    said = question_words(Question(result, Why.THIN, criterion=result.criteria[0], firmness=firm), findings)
    assert said.startswith(
        "Resultatet vender, hvis tallet for 4.\u00a0kvartal\u00a02024 flytter sig 0,5\u00a0dage, og tal har flyttet sig 0,8\u00a0dage."
    )


def test_questions_come_by_their_reason(findings_of: Of) -> None:
    for quarter in QUARTERS:
        reasons = [list(Why).index(question.why) for question in questions(findings_of(quarter))]
        assert reasons == sorted(reasons)
        told = lines(BRIEF.section(findings_of(quarter), "brief-certainty"))
        assert len([line for line in told if line.endswith("?")]) == min(len(reasons), brief.QUESTIONS)


# -- elsewhere ---------------------------------------------------------------------------------------------------------


def test_words_are_cut_between_words(findings_of: Of) -> None:
    assert in_short("Det\u00a0hele er her.", 40) == "Det\u00a0hele er her."
    assert in_short("en to tre fire fem", 12) == "en to tre …"


@pytest.mark.parametrize("quarter", ["2024K1", "2024K4"])
def test_word_has_the_same_and_says_whether_it_is_a_draft(findings_of: Of, quarter: str) -> None:
    findings = findings_of(quarter)
    made = brief_document(findings, DRAFT)
    assert made == brief_document(findings, DRAFT)
    document = Document(io.BytesIO(made))
    told = [paragraph.text for paragraph in document.paragraphs]
    assert [line for line in told if line in HEADINGS] == HEADINGS
    assert all(line in told for part in BRIEF.sections(findings) for line in lines(part.blocks))
    assert "Udkast" in document.core_properties.subject
    assert "Udkast" not in Document(io.BytesIO(brief_document(findings, published(1)))).core_properties.subject


def test_another_part_is_told_with_those_that_there_are(findings_of: Of) -> None:
    with pytest.raises(UsageError, match=r"Ukendt afsnit 'resume'\. Der er: brief-summary, "):
        BRIEF.section(findings_of("2024K1"), "resume")


@pytest.mark.parametrize(
    ("words", "most", "kept"),
    [
        ("Fristen var den 31. december 2024. Den er flyttet.", 40, "Fristen var den 31. december 2024."),
        ("Andelen er 89,7 pct.; kravet er mindst 90 pct. Skal kravet holdes, skal den stige.", 60, "Andelen er 89,7 pct.; kravet er mindst 90 pct."),
        ("Sagen er stor (meget stor.) Den tager tid.", 30, "Sagen er stor (meget stor.)"),
        ("Kort.", 30, "Kort."),
        ("En sætning uden en ende, der er for lang.", 22, "En sætning uden en …"),
    ],
)  # fmt: skip
def test_a_reason_is_cut_after_a_sentence(words: str, most: int, kept: str) -> None:
    assert whole_sentences(words, most) == kept


def test_no_reason_in_the_brief_ends_within_a_parenthesis(findings_of: Of) -> None:
    for quarter in QUARTERS:
        told = " ".join(line for part in BRIEF.sections(findings_of(quarter)) for line in lines(part.blocks))
        assert told.count("(") == told.count(")")
