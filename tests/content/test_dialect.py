from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from conftest import ROOT

from kvartalsbog.content.dialect import _MEANT, CASE, Nouns, as_said_of, in_words_of
from kvartalsbog.content.language import DANISH
from kvartalsbog.periods import Calendar, FollowUp, Month
from kvartalsbog.plan.words import Vocabulary, forms_of

TERTIAL = Calendar.of_year(2024, FollowUp.TERTIAL)
HALF_YEARS = Calendar(Month(2016, 8), Month(2017, 7), FollowUp.HALF_YEARLY)
FISCAL = Calendar(Month(2003, 4), Month(2004, 3))
THREE_YEARS = Calendar(Month(2021, 1), Month(2023, 12))
MONTHLY = Calendar(Month(2021, 1), Month(2023, 12), FollowUp.MONTHLY)

SAID = [  # read by hand
    (TERTIAL, "Ejeren har ikke skrevet en bemærkning i dette kvartal.", "Ejeren har ikke skrevet en bemærkning i dette tertial."),
    (MONTHLY, "Ejeren har ikke skrevet en bemærkning i dette kvartal.", "Ejeren har ikke skrevet en bemærkning i denne måned."),
    (MONTHLY, "Én række, hver gang et senere kvartal har ændret en måned.", "Én række, hver gang en senere måned har ændret en måned."),
    (HALF_YEARS, "Planen følges op hvert kvartal, i kvartalets sidste måned.", "Planen følges op hvert halvår, i halvårets sidste måned."),
    (HALF_YEARS, "Kvartalet, som udgaven gør op; K3 er 3. kvartal.", "Halvåret, som udgaven gør op; H2 er 2. halvår."),
    (TERTIAL, "Kvartalet, som udgaven gør op; K3 er 3. kvartal.", "Tertialet, som udgaven gør op; T3 er 3. tertial."),
    (MONTHLY, "Kvartal for kvartal, kvartalerne", "Måned for måned, månederne"),
    (TERTIAL, "Året til dato; resten af året", "Året til dato; resten af året"),
    (THREE_YEARS, "Året til dato; resten af årets krav i år", "Planperioden til dato; resten af planperiodens krav i planperioden"),
    (THREE_YEARS, "Året før; det samme året før; årets første kvartal", "Året før; det samme året før; planperiodens første kvartal"),
    (FISCAL, "alt fra januar til og med måneden i kvartalet", "alt fra april til og med måneden i kvartalet"),
    (THREE_YEARS, "alt fra januar til og med måneden", "alt fra januar 2021 til og med måneden"),
]  # fmt: skip


@pytest.mark.parametrize(("calendar", "sentence", "said"), SAID)
def test_a_sentence_has_the_plans_words(calendar: Calendar, sentence: str, said: str) -> None:
    assert DANISH.of(calendar).say(sentence) == said


def sentences() -> list[str]:
    """Everything that the engine says to readers."""
    with (ROOT / "kvartalsbog/locale/kvartalsbog.pot").open("rb") as file:
        found = [entry.id if isinstance(entry.id, tuple) else (entry.id,) for entry in read_po(file)]
    return [sentence for several in found for sentence in several if sentence and sentence not in _MEANT]


@pytest.mark.parametrize("calendar", [TERTIAL, HALF_YEARS, MONTHLY])
def test_no_sentence_of_the_book_says_quarter_of_other_periods(calendar: Calendar) -> None:
    every = sentences()
    assert [s for s in every if re.search("kvartal", as_said_of(s, calendar), re.IGNORECASE)] == []
    assert len([s for s in every if as_said_of(s, calendar) != s]) >= 20
    wrong = r"\b(et|dette|hvert|sit) (\w+e )?måned|\b(en|denne|hver|sin) (\w+e )?(tertial|halvår)"
    assert [s for s in every if re.search(wrong, as_said_of(s, calendar))] == []


@pytest.mark.parametrize("calendar", [THREE_YEARS, MONTHLY])
def test_no_sentence_of_the_book_says_year_of_a_longer_time(calendar: Calendar) -> None:
    said = [as_said_of(sentence, calendar) for sentence in sentences()]
    assert [s for s in said if re.search(r"\båret\b(?! før\b)|\bårets\b|\bi år\b", s, re.IGNORECASE)] == []
    assert [s for s in said if "planperiode" in s.lower()]


def test_the_usual_plan_is_told_as_it_is_written() -> None:
    assert DANISH.of(Calendar.of_year(2024)) == DANISH
    assert DANISH.of(FISCAL).say("Året til dato i kvartalet") == "Året til dato i kvartalet"
    assert DANISH.of(TERTIAL).shown(TERTIAL.periods[1]) == "2.\u00a0tertial\u00a02024"
    assert DANISH.of(FISCAL).shown(FISCAL.periods[1]) == "2.\u00a0kvartal\u00a02003/04"


CENTRE = Vocabulary(unit=("center", "centret", "centre", "centrene")).nouns
CASES = Vocabulary(
    unit=("skole", "skolen", "skoler", "skolerne"), case=("forløb", "forløbet", "forløb", "forløbene")
).nouns

DISTRICT = Vocabulary(
    unit=("kreds", "kredsen", "kredse", "kredsene"), case=("kryds", "krydset", "kryds", "krydsene")
).nouns

IN_OWN_WORDS = [  # read by hand
    (DISTRICT, "hver enheds eget krav i begge enheder; enheders måneder", "hver kreds’ eget krav i begge kredse; kredses måneder"),
    (DISTRICT, "Enhedens, enhedernes, sagens, sagers og sagernes", "Kredsens, kredsenes, krydsets, kryds’ og krydsenes"),
    (DISTRICT, "En eller flere enheder mangler en eller flere sager.", "En eller flere kredse mangler et eller flere kryds."),
    (CENTRE, "hver enheds eget krav i alle {count}\u00a0enheder", "hvert centers eget krav i alle {count}\u00a0centre"),
    (CENTRE, "Én enhed har endnu ikke indberettet for {months}: {units}.", "Ét center har endnu ikke indberettet for {months}: {units}."),
    (CENTRE, "Ingen enhed, hvis tal vises, trækker væk fra kravet.", "Intet center, hvis tal vises, trækker væk fra kravet."),
    (CENTRE, "Enhed for enhed", "Center for center"),
    (CENTRE, "De enheder, som en ny enhed afløser", "De centre, som et nyt center afløser"),
    (CENTRE, "En eller flere enheder har indberettet måneden for sent.", "Et eller flere centre har indberettet måneden for sent."),
    (CENTRE, "Måleenheden og Vægtens enhed", "Måleenheden og Vægtens center"),
    (CENTRE, "Vægtens enhed", "Vægtens enhed"),
    (CENTRE, "Fortroligt: for få sager", "Fortroligt: for få tilfælde"),
    (CASES, "Enhederne har ikke samme sager og vilkår", "Skolerne har ikke samme forløb og vilkår"),
    (CASES, "så gennemsnittet er alle sagernes; enhedernes; Sagerne er få", "så gennemsnittet er alle forløbenes; skolernes; Forløbene er få"),
    (CASES, "Rigspolitiet afgør sagsbehandlingen, tilsagn og usagte ord", "Rigspolitiet afgør sagsbehandlingen, tilsagn og usagte ord"),
]  # fmt: skip


@pytest.mark.parametrize(("nouns", "sentence", "said"), IN_OWN_WORDS)
def test_units_and_cases_are_called_what_the_plan_calls_them(nouns: Nouns, sentence: str, said: str) -> None:
    assert in_words_of(sentence, nouns) == said


def test_no_sentence_of_the_book_says_case_of_another_authority_nor_a_neuter_unit_in_common_gender() -> None:
    every, nouns = sentences(), Nouns(CENTRE.unit, CASE)
    told = {sentence: in_words_of(sentence, nouns) for sentence in every}
    units = [sentence for sentence in every if "center" in told[sentence] or "centre" in told[sentence]]
    assert len(units) >= 20
    assert [
        said for said in told.values() if re.search(r"\bsag(en|er|erne)?s?\b|kreds|politi", said, re.IGNORECASE)
    ] == []
    wrong = r"\b(en|den|hver|ingen|én) (\w+ )?center"
    assert [said for said in told.values() if re.search(wrong, said, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    "text",
    ["", "skole", "skole, skolen, skoler", "Skole, skolen, skoler, skolerne", "a,b,c,<d>", "skole,,skoler,skolerne"],
)
def test_a_word_has_four_forms(text: str) -> None:
    with pytest.raises(ValueError, match="fire former"):
        forms_of(text)
