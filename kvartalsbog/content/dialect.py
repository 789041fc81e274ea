"""Danish sentences about a year of quarters, units and cases, as they are said of a plan that has other periods or words.

The book's sentences are written for the usual plan. Of any other the same sentence is said with that plan's words, so that
there is one of each, in one place.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kvartalsbog.periods import Calendar, FollowUp, Noun, genitive

# how often a series is reported is a quarter's, whatever the plan is followed up by; a goal's earlier years are years
_MEANT = frozenset({
    "i kvartalet", "i halvåret", "om året", "Brud efter året",
    "Hvorfor året og dem før det ikke kan sammenlignes med årene efter.",
})  # fmt: skip
_WORD = re.compile(
    r"\b(?P<article>(?:et|det|dette|hvert|sit|andet)(?: [a-zæøå]+e)? )?(?P<word>kvartal(?P<end>et|ets|s|er|erne)?)\b",
    re.IGNORECASE,
)
_COMMON = {"et": "en", "det": "den", "dette": "denne", "hvert": "hver", "sit": "sin", "andet": "anden"}
_SPAN = re.compile(r"\b(?P<word>året(?P<end>s)?)\b(?! før\b)|\bi år\b", re.IGNORECASE)
_EXAMPLE = "K3 er 3. kvartal"


@lru_cache(maxsize=4096)
def as_said_of(sentence: str, calendar: Calendar) -> str:
    """A sentence with the words of a calendar: its periods for quarters, and what its time is for the year."""
    if sentence in _MEANT:
        return sentence
    noun, letter = calendar.noun, calendar.follow_up.letter
    if calendar.follow_up is not FollowUp.QUARTERLY:
        name = calendar.periods[-1].name
        if calendar.follow_up is FollowUp.MONTHLY:
            sentence = sentence.replace("månedens kvartal", "måneden selv")
        number = int(name.partition(letter)[2])
        sentence = sentence.replace(_EXAMPLE, f"{letter}{name.partition(letter)[2]} er {number}. {noun.bare}")
        sentence = _WORD.sub(lambda found: _period(found, noun), sentence)
    begins = calendar.begins.name if calendar.is_a_year else f"{calendar.begins.name} {calendar.begins.year}"
    sentence = sentence.replace("alt fra januar til", f"alt fra {begins} til")
    return sentence if calendar.is_a_year else _SPAN.sub(lambda found: _time(found, calendar.span), sentence)


def _period(found: re.Match[str], noun: Noun) -> str:
    article, end = found["article"] or "", (found["end"] or "").lower()
    told = {"": noun.bare, "s": genitive(noun.bare), "et": noun.the, "ets": noun.of_the, "er": noun.many}.get(
        end, noun.the_many
    )
    if article and not noun.neuter:
        first, _, rest = article.partition(" ")
        article = f"{_like(first, _COMMON[first.lower()])} {rest}"
    return article + (told if article else _like(found["word"], told))


def _time(found: re.Match[str], span: Noun) -> str:
    if found["word"] is None:
        return f"{found[0][0]} {span.the}"
    return _like(found["word"], span.of_the if found["end"] else span.the)


def _like(model: str, word: str) -> str:
    """A word that begins as another does, with a capital or without."""
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


class Nouns(NamedTuple):
    """What a plan calls the units that report to it, and the cases that its figures are of."""

    unit: Noun
    case: Noun


UNIT = Noun("enhed", "enheden", "enheder", neuter=False)
CASE = Noun("tilfælde", "tilfældet", "tilfælde", those="tilfældene")
_SAID = Nouns(UNIT, Noun("sag", "sagen", "sager", neuter=False))  # as the sentences are written
_MEASURES = frozenset({"Vægtens enhed", "Pointenes enhed", "Summen i målets enhed af det, der tælles; for en andel, hvor mange der var rettidige."})  # fmt: skip
_BEFORE = r"\b(?P<article>(?:[Ee]n eller flere|(?:[Ee]n|[Éé]n|[Dd]en|[Hh]ver|[Ii]ngen)(?: [a-zæøå]+)?) )?"
_UNIT = re.compile(_BEFORE + r"(?P<word>(?i:enhed))(?P<end>ens|en|ernes|erne|ers|er|s)?\b")
_CASE = re.compile(_BEFORE + r"(?P<word>(?i:sag))(?P<end>ens|en|ernes|erne|ers|er|s)?\b")
_NEUTER = {"en": "et", "én": "ét", "den": "det", "hver": "hvert", "ingen": "intet", "ny": "nyt", "anden": "andet", "egen": "eget"}  # fmt: skip


@lru_cache(maxsize=4096)
def in_words_of(sentence: str, nouns: Nouns) -> str:
    """A sentence about units and cases, with a plan's own words for them."""
    if nouns.unit != _SAID.unit:
        units = sentence if sentence not in _MEASURES else ""
        sentence = _UNIT.sub(lambda found: _named(found, nouns.unit), units) or sentence
    return sentence if nouns.case == _SAID.case else _CASE.sub(lambda found: _named(found, nouns.case), sentence)


def _named(found: re.Match[str], noun: Noun) -> str:
    forms = {"": noun.bare, "en": noun.the, "er": noun.many, "erne": noun.the_many}
    end = found["end"] or ""
    told = forms[end] if end in forms else genitive(forms[end.removesuffix("s")])
    article = found["article"] or ""
    if noun.neuter and (end in ("", "s") or " eller " in article):
        article = re.sub(r"[^\W\d]+", lambda word: _like(word[0], _NEUTER.get(word[0].lower(), word[0])), article)
    return article + _like(found["word"], told)
