"""The sentences of the brief: what to ask, and how sure its figures are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from textwrap import shorten

from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.questions import Question, Why
from kvartalsbog.words.ahead import distance_words, least_words
from kvartalsbog.words.numbers import capital, count_word
from kvartalsbog.words.sentences import missing_sentences
from kvartalsbog.words.slips import moved
from kvartalsbog.words.statuses import data_status, outlook_word, standing_status

_END = re.compile(r"[.!?]\)?\s")


def in_short(words: str, most: int) -> str:
    """Words cut after a whole one, where they are more signs than there is room for."""
    return shorten(words.replace("\u00a0", "\ufffc"), most, placeholder=" …").replace("\ufffc", "\u00a0")


def whole_sentences(words: str, most: int) -> str:
    """As many whole sentences as there is room for; of a first one that is too long the words that there is room for."""
    ends = [end.end() for end in _END.finditer(f"{words} ") if end.end() <= most + 1 and _begins(words[end.end() :])]
    return words[: ends[-1]].strip() if ends else in_short(words, most)


def _begins(words: str) -> bool:
    """Whether a sentence begins, or nothing is left: within one, a small letter follows a date or an abbreviation."""
    return not words or words.lstrip("»")[:1].isupper()


def question_words(question: Question, findings: Findings) -> str:
    """What to ask, with the fact that it is asked for: without the goal's number, which stands before it."""
    language, say = findings.language, findings.language.say
    if question.why is Why.WORSE and question.before is not None:
        told = standing_status(question.result, language).word.lower()
        return say("Forventningen er gået fra »{before}« til »{now}«. Hvad har ændret sig?", before=outlook_word(question.before, language), now=told)  # fmt: skip
    if question.why is Why.MOVED and question.track is not None:
        title = question.result.goal.item_title(question.track.item.deliverable)
        return say("»{item}« er flyttet {moved}. Hvad skal til, for at den nye dato holder?", item=title, moved=moved(question.track, language))  # fmt: skip
    if question.why is Why.MISSING:
        missing = " ".join(missing_sentences(question.result, findings.plan, language))
        return say("{missing} Hvornår kommer tallene?", missing=missing)
    if question.why is Why.THIN and question.criterion is not None and question.firmness is not None:
        return _thin(question, findings)
    return say("Målet er »{status}«, og ejeren har ikke forklaret hvorfor. Hvad er årsagen, og hvad gøres der?", status=standing_status(question.result, language).word.lower())  # fmt: skip


def _thin(question: Question, findings: Findings) -> str:
    criterion, firm, language = question.criterion, question.firmness, findings.language
    if criterion is None or firm is None or not isinstance(criterion.criterion, SeriesCriterion):
        return ""
    needed = least_words(criterion.criterion, firm.needed, language)
    largest = distance_words(criterion.criterion, firm.largest or Fraction(0), language)
    return language.say(
        "Resultatet vender, hvis tallet for {period} flytter sig {needed}, og tal har flyttet sig {largest}. Hvornår er det endeligt?",
        period=findings.period, needed=needed, largest=largest,
    )  # fmt: skip


def certainty_sentences(findings: Findings) -> Iterator[str]:
    """How good the data are: their day and status, months that were revised, and units whose figures are withheld."""
    language, say = findings.language, findings.language.say
    yield say("Tallene er trukket den {day}.", day=findings.extracted)
    label, meaning = data_status(findings.plan.data_status, language)
    if label:
        yield say("{status}: {meaning}", status=label, meaning=meaning)
    if revised := len({(found.series, found.month) for found in findings.revisions}):
        yield language.say_n(
            "Én måneds tal er revideret siden årets begyndelse.", "{n} måneders tal er revideret siden årets begyndelse.", revised, n=capital(count_word(revised, language))
        )  # fmt: skip
    hidden = {
        unit for series in findings.series.values() for unit, sums in series.published.districts.items() if sums is None
    }
    if hidden:
        yield language.say_n(
            "Én enheds tal holdes helt eller delvist tilbage, fordi de bygger på få sager.",
            "{n} enheders tal holdes helt eller delvist tilbage, fordi de bygger på få sager.", len(hidden), n=capital(count_word(len(hidden), language)),
        )  # fmt: skip
