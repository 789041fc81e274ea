"""What readers are told of each kind of criterion: its own words, or those of its shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from kvartalsbog.content.language import DANISH, Language, message
from kvartalsbog.kinds.base import Criterion, CriterionResult
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.registry import KINDS
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month
from kvartalsbog.words.assessed import AssessedWords
from kvartalsbog.words.dated import DatedWords, NumberedWords
from kvartalsbog.words.kind_words import KindWords
from kvartalsbog.words.numbers import enumeration
from kvartalsbog.words.series import SeriesWords

# A kind that has no words here has those of its shape.
WORDS: dict[str, KindWords[Any]] = {
    "mean": SeriesWords(
        message("gennemsnit"), message("et gennemsnit"), message("Gennemsnittet"), message("i gennemsnit ")
    ),
    "share": SeriesWords(message("andel"), message("en andel"), message("Andelen")),
    "amount": SeriesWords(message("sum"), message("en sum"), message("Tallet"), message("i alt ")),
    "count": NumberedWords(),
    "deliverable": DatedWords(),
    "assessed": AssessedWords(),
}


class _Names(Mapping[str, str]):
    """What every known kind is called, also those that are registered later."""

    def __getitem__(self, kind: str) -> str:
        own = WORDS.get(kind) or (SeriesWords() if issubclass(KINDS[kind], SeriesCriterion) else DatedWords())
        return own.name

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)


NAMES: Mapping[str, str] = _Names()


def series_words(criterion: SeriesCriterion, language: Language = DANISH) -> SeriesWords:
    """The words of a series."""
    found = WORDS.get(criterion.kind)
    return replace(found if isinstance(found, SeriesWords) else SeriesWords(), language=language)


def dated_words(criterion: DatedCriterion, language: Language = DANISH) -> DatedWords:
    """The words of what is dated."""
    found = WORDS.get(criterion.kind)
    if not isinstance(found, DatedWords):
        found = DatedWords() if criterion.asked is None else NumberedWords()
    return replace(found, language=language)


def _words(criterion: Criterion, language: Language) -> KindWords[Any]:
    if isinstance(criterion, SeriesCriterion):
        return series_words(criterion, language)
    if isinstance(criterion, DatedCriterion):
        return dated_words(criterion, language)
    raise TypeError(f"{criterion.kind} has neither shape")  # not translated: for programmers


def requirements(criteria: Iterable[Criterion], language: Language = DANISH, *, timed: bool = False) -> str:
    """What several criteria ask, each said once; `timed` with the months that it is asked of, where they are not all of the plan's."""
    asked = timed_requirement if timed else requirement
    return enumeration(dict.fromkeys(asked(criterion, language) for criterion in criteria), language)


def timed_requirement(criterion: Criterion, language: Language = DANISH) -> str:
    """`mindst 90 pct. i april–september 2024`, of a figure of whose months only some are judged."""
    if isinstance(criterion, SeriesCriterion):
        return series_words(criterion, language).asked_in_time(criterion)
    return requirement(criterion, language)


def requirement(criterion: Criterion, language: Language = DANISH) -> str:
    """What a criterion asks for: `højst 180 dage`; of a number of items what the plan says: `6 projekter`, `alle 8 krav`."""
    return _words(criterion, language).asked(criterion)


def result_value(result: CriterionResult, language: Language = DANISH) -> str:
    """What has been reached so far, with its unit; a dash when there is nothing."""
    return _words(result.criterion, language).reached(result.criterion, result)


def criterion_sentence(result: CriterionResult, months: tuple[Month, ...], language: Language = DANISH) -> str:
    """The fact about a criterion in one sentence. `months` are those of the year that have passed; the sentence names
    those that were reported.
    """
    return _words(result.criterion, language).fact(result.criterion, result, months)


def criterion_standing(result: CriterionResult, months: tuple[Month, ...], language: Language = DANISH) -> str:
    """The same where the deadline stands beside it already."""
    return _words(result.criterion, language).standing(result.criterion, result, months)


def required_words(criterion: SeriesCriterion, result: CriterionResult, language: Language = DANISH) -> str:
    """What the rest must be for the limit to be kept, in a short sentence: `Kravet kræver højst 167,2 dage i resten af året.`; empty where there is
    nothing to go by.
    """
    return series_words(criterion, language).required(criterion, result)


def outlook_sentence(result: CriterionResult, language: Language = DANISH) -> str:
    """The arithmetic behind an outlook, in one sentence; empty when the criterion is settled."""
    return _words(result.criterion, language).outlook(result.criterion, result)
