"""What readers are told of what has changed a figure since the year before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kvartalsbog.content.language import DANISH, Language, closed, message
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.verdicts.since_last_year import MIX, RATE, Rounded, SinceLastYear
from kvartalsbog.words.ahead import figure_words, signed, signed_distance
from kvartalsbog.words.measuring import as_shown, shown
from kvartalsbog.words.numbers import WITHHELD
from kvartalsbog.words.unit_pages import some_units

_FALLEN = message("Siden de samme måneder året før er tallet faldet fra {before} til {after}")
_RISEN = message("Siden de samme måneder året før er tallet steget fra {before} til {after}")
_STILL = message("Tallet er det samme som i de samme måneder året før, {after}")
_NEARLY = message("Tallet er næsten det samme som i de samme måneder året før, {after}")
_ALL_RATE = message("Hele ændringen på {whole} kommer fra enhedernes egne tal.")
_PARTS = message(
    "Af ændringen på {whole} kommer {rate} fra enhedernes egne tal og {mix} fra, hvor stor en del af alle {counted} hver enhed har."
)


def since_sentence(
    criterion: SeriesCriterion, found: SinceLastYear, parts: Rounded, decimals: int, language: Language = DANISH
) -> str:
    """By how much the figure has changed, and how much of that units' own figures and their parts of the cases have done."""
    values = (criterion.value_of(found.before), criterion.value_of(found.after))
    before = "" if values[0] is None else shown(values[0], criterion, language)
    rate, mix = (total_of(parts, name) for name in (RATE, MIX))
    told: dict[str, object] = {
        "before": before, "after": figure_words(criterion, found.after, language), "counted": criterion.counted,
        "whole": signed_distance(criterion, rate + mix, decimals, language),
        "rate": signed(rate, decimals, language), "mix": signed(mix, decimals, language),
    }  # fmt: skip
    sentence = closed(language.say(_moved(criterion, values), **told))
    return f"{sentence} {language.say(_PARTS if mix else _ALL_RATE, **told)}" if rate or mix else sentence


def _moved(criterion: SeriesCriterion, values: tuple[Decimal | None, Decimal | None]) -> str:
    """Which way a figure went: two that look alike to a reader have neither risen nor fallen."""
    before, after = values
    if before is None or after is None or before == after:
        return _STILL
    if as_shown(before, criterion) == as_shown(after, criterion):
        return _NEARLY
    return _FALLEN if after < before else _RISEN


def most_sentence(
    criterion: SeriesCriterion, units: Sequence[str], by: Decimal, decimals: int, language: Language = DANISH
) -> str:
    """Which unit has moved the figure most, and by how much; or which have moved it alike."""
    if len(units) > 1:
        return language.say("Mest, og lige meget, har {units} flyttet tallet.", units=some_units(units, language))
    return language.say(
        "Mest har {unit} flyttet tallet: {by}.", unit=units[0], by=signed_distance(criterion, by, decimals, language)
    )


def rest_name(*, withheld: bool, language: Language = DANISH) -> str:
    """What the units are called that are not shown in both years."""
    return language.say("{mark} samlet", mark=WITHHELD) if withheld else language.say("Andre enheder")


def rest_note(*, withheld: bool, language: Language = DANISH) -> str:
    """Which units those are."""
    if withheld:
        return language.say(
            "{mark} Enheder, hvis tal er fortrolige i et af de to år, eller som ikke var med i begge, samlet.",
            mark=WITHHELD,
        )
    return language.say("Andre enheder: de enheder, som ikke var med i begge år, samlet.")


def total_of(parts: Rounded, name: str) -> Decimal:
    """What all units' parts of a name come to."""
    return sum((part for (_, own), part in parts.items() if own == name), Decimal(0))
