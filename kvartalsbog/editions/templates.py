"""The templates of the pages around the editions, compiled once for each language, and what they say in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kvartalsbog.content.language import Language
from kvartalsbog.editions.change_words import in_words
from kvartalsbog.editions.manifest import Approved
from kvartalsbog.editions.ways import mains, ways
from kvartalsbog.words.numbers import capital
from kvartalsbog.words.units import unit_word
from kvartalsbog.words.weights import tidy


@cache
def templates(language: Language) -> Environment:
    """The templates in a language: what they are given is escaped, and a name that they are not given is an error."""
    loader = PackageLoader("kvartalsbog.editions")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    said = _Said(language)
    filters: dict[str, Callable[..., Any]] = {
        "day": _day,
        "shown": language.shown,
        "points": lambda value: language.number(tidy(Decimal(str(value)))),
        "unit": lambda word: capital(unit_word(word, language)),
        "words": lambda cell: in_words(cell, language),
        "approved": said.approved,
        "mains": mains,
        "ways": ways,
    }
    environment.filters |= filters
    environment.globals |= {"say": said.say, "say_n": said.say_n, "link": said.link}
    return environment


class _Said:
    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, sentence: str, **places: object) -> Markup:
        """A sentence as `Language.say` has it, escaped; a link may stand in a place."""
        return self._filled(self.language.say(sentence, **{name: f"{{{name}}}" for name in places}), places)

    def say_n(self, one: str, many: str, n: int, **places: object) -> Markup:
        return self._filled(self.language.say_n(one, many, n, **{name: f"{{{name}}}" for name in places}), places)

    def link(self, to: str, words: object = None) -> Markup:
        return Markup('<a href="{}">{}</a>').format(to, to if words is None else self.language.shown(words))

    def approved(self, approvals: Sequence[Approved]) -> str:
        shown = self.language.shown
        return ", ".join(f"{found.by} ({found.title}, {shown(_day(found.at))})" for found in approvals)

    def _filled(self, sentence: str, places: Mapping[str, object]) -> Markup:
        shown = {
            name: value if isinstance(value, Markup) else self.language.shown(value) for name, value in places.items()
        }
        return escape(sentence).format(**shown)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
