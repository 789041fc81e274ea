"""The sentences readers see, from the example year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal

import pytest
from figures import danish, told, value

from kvartalsbog.periods import Month
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.slips import tracks
from kvartalsbog.words.descriptions import describe_series, describe_timeline
from kvartalsbog.words.kinds import outlook_sentence
from kvartalsbog.words.sentences import goal_sentence, missing_sentence, pro_rata_sentence
from kvartalsbog.words.statuses import (
    DATA_STATUSES,
    DIRECTIONS,
    HAPPENINGS,
    MARKS,
    OUTLOOKS,
    PLAN_FIELDS,
    SET_BY,
    STATES,
    VERDICTS,
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(("quarter", "goal", "sentence"), [
    ("2024K2", "1.1", f"Gennemsnittet i januar–juni 2024 er {told('1.1', '2024K2')}; kravet er højst 180 dage."),
    ("2024K4", "1.1", f"Gennemsnittet i 2024 blev {told('1.1', '2024K4')}; kravet er højst 180 dage."),
    ("2024K4", "4.2", f"Andelen i 2024 blev {told('4.2', '2024K4')}; kravet er mindst 90 pct."),
    ("2024K2", "2.1", "2 af 6 projekter er sat i drift; fristen er den 31. december 2024."),
    ("2024K4", "2.1", "6 af 6 projekter er sat i drift; kravet blev nået den 17. december 2024."),
    ("2024K1", "2.3", "Ingen af de tre kriterier er opfyldt endnu."),
    ("2024K4", "2.3", "Alle tre kriterier er opfyldt."),
    ("2024K3", "2.3", "Ét af tre kriterier er opfyldt."),
    ("2024K4", "2.2", "Ét af to kriterier er opfyldt. POLSAS i Færøernes Politi: Ikke taget i brug; fristen var den 31. december 2024."),
    ("2024K1", "4.2", f"Andelen i januar–februar 2024 er {told('4.2', '2024K1')}; kravet er mindst 90 pct."),
    ("2024K2", "4.1", "Ét af to kriterier er opfyldt. Konkrete initiativer forelagt: 14 af 15 initiativer er forelagt; fristen var den 30. juni 2024."),
    ("2024K3", "4.1", "Begge kriterier er opfyldt."),
])  # fmt: skip
def test_what_is_said_of_a_goal(findings_of: Callable[[str], Findings], quarter: str, goal: str, sentence: str) -> None:
    found = findings_of(quarter)
    assert plain(goal_sentence(found.result.goal(goal), found.months)) == sentence


def test_late_completion_is_said(findings_of: Callable[[str], Findings]) -> None:
    found = findings_of("2024K4")
    said = plain(goal_sentence(found.result.goal("5.1"), found.months))
    assert "Udarbejdet den 29. oktober 2024, 29 dage efter fristen." in said


def test_an_outlook_says_its_arithmetic(findings_of: Callable[[str], Findings]) -> None:
    result = findings_of("2024K2").result.goal("1.1").criteria[0]
    # (180 · 2n − total) / n, with as many cases to come as there were; rounded to the safe side
    most = danish((360 - value("1.1", "2024K2")).quantize(Decimal("0.1"), ROUND_FLOOR))
    assert plain(outlook_sentence(result)).startswith(
        f"Skal kravet holdes, må tallet i resten af året i gennemsnit være højst {most} dage (regnet med yderligere 13"
    )


def test_missing_months_and_units_are_named(findings_of: Callable[[str], Findings]) -> None:
    found = findings_of("2024K1")
    missing = missing_sentence(found.result.goal("4.2").criteria[0], found.plan)
    assert plain(missing) == "Ingen har indberettet for marts 2024."
    gap = missing_sentence(findings_of("2024K2").result.goal("1.2").criteria[0], found.plan)
    assert plain(gap) == "Én enhed har endnu ikke indberettet for juni 2024: Sydøstjyllands Politi."


def test_months_that_follow_each_other_are_told_as_a_span(findings_of: Callable[[str], Findings]) -> None:
    found = findings_of("2024K2")
    result = found.result.goal("1.2").criteria[0]
    gone = tuple(Month(2024, number) for number in (1, 2, 3, 5))
    assert plain(missing_sentence(replace(result, missing=gone, gaps=()), found.plan)) == (
        "Ingen har indberettet for januar–marts og maj 2024."
    )
    gaps = tuple((month, "fyn") for month in gone[:3])
    assert plain(missing_sentence(replace(result, gaps=gaps), found.plan)) == (
        "Én enhed har endnu ikke indberettet for januar–marts 2024: Fyns Politi."
    )


def test_moved_items_are_one_sentence(findings_of: Callable[[str], Findings]) -> None:
    found = findings_of("2024K3")
    said = plain(describe_timeline(found.result.goal("2.2"), found.months, tracks(found, found.plan.goal("2.2"))))
    assert said.endswith(
        "Flyttet: POLSAS i Grønlands Politi, én gang, 41 dage senere; POLSAS i Færøernes Politi, to gange, 66 dage senere."
    )


def test_pro_rata_is_said_of_partly_met_goals_only(findings_of: Callable[[str], Findings]) -> None:
    result = findings_of("2024K4").result
    said = [plain(pro_rata_sentence(g)) for g in result.goals if pro_rata_sentence(g)]
    assert len(said) == 1
    assert said[0].startswith("Efter antallet af opfyldte kriterier ville målet give 2,5 af 5 point.")


def test_a_series_alternative_text_tells_its_movement(findings_of: Callable[[str], Findings]) -> None:
    found = findings_of("2024K2")
    goal = found.plan.goal("1.1")
    said = plain(describe_series(goal, found.series["1.1"], found.months))
    first, last = (danish(value("1.1", "2024K2", [month])) for month in (1, 6))
    assert said.startswith(f"Sagsbehandlingstid for alle sager: faldt fra {first} i januar til {last} dage i juni")
    assert "kravet er højst 180 dage." in said
    assert f"Året til dato er {told('1.1', '2024K2')}." in said
    assert "I 2023 lå månederne mellem" in said


def test_a_months_absence_is_told_in_the_alternative_text(findings_of: Callable[[str], Findings]) -> None:
    found = findings_of("2024K1")
    said = describe_series(found.plan.goal("4.2"), found.series["4.2"], found.months)
    assert said.endswith("Uden punkt i figuren: marts\u00a02024.")
    assert f"Året til dato (januar–februar 2024) er {told('4.2', '2024K1')}" in plain(said)


def test_a_timelines_alternative_text_tells_every_criterion(findings_of: Callable[[str], Findings]) -> None:
    found = findings_of("2024K3")
    assert plain(describe_timeline(found.result.goal("2.2"), found.months)) == (
        "POLSAS i Grønlands Politi: ikke taget i brug, ventes den 25. november 2024; fristen er den 31. december 2024. "
        "POLSAS i Færøernes Politi: ikke taget i brug, ventes den 20. januar 2025; fristen er den 31. december 2024."
    )


@pytest.mark.parametrize(
    "words", [PLAN_FIELDS, VERDICTS, OUTLOOKS, STATES, DATA_STATUSES, DIRECTIONS, SET_BY, MARKS, HAPPENINGS]
)
def test_no_two_codes_have_the_same_word(words: Mapping[str, str]) -> None:
    """A reader of the words could not tell them apart, and a list of categories may not say one twice."""
    assert len(set(words.values())) == len(words)
