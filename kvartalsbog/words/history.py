"""A goal's earlier years in words: what was asked, and what the figure of them shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kvartalsbog.content.language import Language, closed
from kvartalsbog.kinds.base import Asked
from kvartalsbog.kinds.measured import precision
from kvartalsbog.plan.earlier import Earlier
from kvartalsbog.words.numbers import amount, enumeration, measured, number
from kvartalsbog.words.statuses import DIRECTIONS
from kvartalsbog.words.units import unit_word


def limit_then(entry: Earlier, asked: Asked | None, language: Language) -> str:
    """What was asked in an earlier year: `højst 185 dage`; "" where no number is known."""
    if entry.limit is None or asked is None:
        return ""
    if entry.upper is not None:
        low, high = (number(limit, language=language) for limit in (entry.limit, entry.upper))
        unit = entry.unit or unit_word(asked.unit, language)
        return language.say("fra {low} til {high} {unit}", low=low, high=high, unit=unit)
    told = (
        f"{number(entry.limit, language=language)} {entry.unit}"
        if entry.unit
        else amount(entry.limit, asked.unit, language=language)
    )
    direction = DIRECTIONS.get(asked.direction or "") if not entry.broken else None
    return f"{language.say(direction)} {told}" if direction else told


def value_then(entry: Earlier, asked: Asked | None, language: Language) -> str:
    """What an earlier year gave, with its unit; "" where that is not known."""
    if entry.value is None or asked is None:
        return ""
    if entry.unit:
        return f"{number(entry.value, language=language)} {entry.unit}"
    return f"{held_against(entry.value, entry.limit, asked, language)} {unit_word(asked.unit, language)}"


def held_against(value: Decimal, limit: Decimal | None, asked: Asked, language: Language) -> str:
    """A year's value with as many decimals as it takes beside what was asked in it, or is asked now."""
    limits = [found for found in (limit if limit is not None else asked.limit,) if found is not None]
    return measured(value, limits, max(map(precision, limits), default=1), language)


def describe_history(
    title: str, values: Mapping[int, Decimal], breaks: Sequence[int], asked: Asked, language: Language
) -> str:
    """How a goal moved over the years that can be shown, and after which years it cannot be compared."""
    first, last = min(values), max(values)
    unit = unit_word(asked.unit, language)
    shown = {year: f"{held_against(value, None, asked, language)} {unit}" for year, value in values.items()}
    told = language.say(
        "{title}: {first} i {began} og {last} i {ended}", title=title, first=shown[first], began=str(first),
        last=shown[last], ended=str(last),
    )  # fmt: skip
    between = [
        language.say("{value} i {year}", value=shown[year], year=str(year)) for year in values if first < year < last
    ]
    sentences = [closed(told)]
    if between:
        sentences.append(
            closed(language.say("I årene imellem var det {values}", values=enumeration(between, language)))
        )
    if breaks:
        years = enumeration(map(str, breaks), language)
        sentences.append(
            closed(language.say("Efter {years} er der brud, og tallene kan ikke sammenlignes over det", years=years))
        )
    return " ".join(sentences)
