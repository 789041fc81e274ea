"""What readers are told of where an item stands and how its day has moved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kvartalsbog.content.language import DANISH, Language
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.verdicts.coming import Coming
from kvartalsbog.verdicts.slips import Track
from kvartalsbog.words.numbers import DASH, amount, capital, count_word, enumeration
from kvartalsbog.words.units import noun


def standing(track: Track, criterion: DatedCriterion, on: date, language: Language = DANISH) -> str:
    """`Ventes den 16. december 2024, 15 dage før fristen`, or when it was completed; without a day, that there is none."""
    item, say = track.item, language.say
    if track.day is None:
        return say("Ikke {done}; ingen dato", done=criterion.done)
    overdue = track.day > criterion.deadline
    held = (
        criterion.is_late(track.day) if overdue else not item.completed
    )  # an assessment that is given later is not late
    told = {"done": criterion.done, "day": track.day}
    if item.completed:
        said = say("{done} den {day}", **told | {"done": capital(criterion.done)})
    elif track.day <= on:
        said = say("Ikke {done}; ventet den {day}", **told)
    else:
        said = say("Ventes den {day}", day=track.day)
    return f"{said}, {_against((track.day - criterion.deadline).days, language)}" if held else said


def _against(days: int, language: Language) -> str:
    """A day against the deadline."""
    if not days:
        return language.say("på fristen")
    if days < 0:
        return language.say_n("{n}\u00a0dag før fristen", "{n}\u00a0dage før fristen", -days, n=-days)
    return language.say_n("{n}\u00a0dag efter fristen", "{n}\u00a0dage efter fristen", days, n=days)


def moved(track: Track, language: Language = DANISH) -> str:
    """How often another day was told, and how far it has moved: `to gange, 94 dage senere`; a dash where it has not."""
    n, days = track.moves, track.moved or 0
    times = language.say_n("én\u00a0gang", "{n}\u00a0gange", n, n=count_word(n, language)) if n else ""
    return ", ".join(filter(None, (times, days_moved(days, language)))) or DASH


def days_moved(days: int, language: Language = DANISH) -> str:
    """By how much a day has moved: `94 dage senere`; nothing where it has not."""
    if days < 0:
        return language.say_n("{n}\u00a0dag tidligere", "{n}\u00a0dage tidligere", -days, n=-days)
    return language.say_n("{n}\u00a0dag senere", "{n}\u00a0dage senere", days, n=days) if days else ""


def coming_words(found: Coming, language: Language = DANISH) -> str:
    """What is coming: a thing by its name, several of a kind by their number and names, `2 projekter: Logning og Øvelse`."""
    number, names = coming_number(found, language), enumeration(found.titles, language)
    return language.say("{number}: {names}", number=number, names=names) if number else names


def coming_number(found: Coming, language: Language = DANISH) -> str:
    """How many things of a kind are coming, `15 initiativer`; nothing where it is one."""
    asked, n = found.criterion.asked, len(found.titles)
    return amount(Decimal(n), noun(asked, language), language=language) if asked and n > 1 else ""
