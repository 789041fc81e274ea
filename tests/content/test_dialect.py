from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from conftest import ROOT

from kvartalsbog.content.dialect import _MEANT, as_said_of
from kvartalsbog.content.language import DANISH
from kvartalsbog.periods import Calendar, FollowUp, Month

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
