"""The language that a book is written in: its catalogue, its locale, and how a sentence is asked of it.

The whole Danish sentence is the key. Whoever writes words is handed a `Language` and hands it on; none is global.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from kvartalsbog.content.blocks import Elsewhere, Inline, Link, Reference, Run, Status, Text, text
from kvartalsbog.content.dialect import Nouns, as_said_of, in_words_of
from kvartalsbog.periods import LABELS, Calendar, FollowUp, Period

FOLDER = Path(__file__).parents[1] / "locale"
_PLACE = re.compile(r"\{([a-z_]+)\}")
_CLOSED_PLACE = re.compile(rf"{_PLACE.pattern}(\.?)")
_STOPPED = (".", ".«")
_FORMS = ("zero", "one", "two", "few", "many", "other")  # in the order in which a catalogue has them
Key = tuple[str, str]  # context and sentence


@dataclass(frozen=True)
class Language:
    """A locale and its catalogue: (context, Danish sentence) → the sentence, or each form of its plural. Danish has none.

    A sentence that the catalogue lacks is said in Danish; a test finds it. With a `calendar` it is said with that plan's
    words for its periods and its time, with `nouns` with its words for units and cases, and is asked of the catalogue with them.
    """

    locale: Locale
    catalogue: Mapping[Key, tuple[str, ...]] = field(default_factory=dict, hash=False)
    calendar: Calendar | None = None
    nouns: Nouns | None = None

    def of(self, calendar: Calendar, nouns: Nouns | None = None) -> Language:
        """The language as it is spoken of a plan: one for a year of quarters needs no words of its own."""
        return replace(self, calendar=None if is_usual(calendar) else calendar, nouns=nouns)

    def say(self, sentence: str, /, **places: object) -> str:
        """A sentence with what stands in its named `{places}`, as the language writes it. A year is no number: it is handed as text."""
        return self._filled(self._said("", sentence), places)

    def say_runs(self, sentence: str, /, **places: object) -> Inline:
        """A sentence as `say` has it, in whose places links and statuses can stand."""
        runs: list[Run] = []
        words = ""
        for index, part in enumerate(_PLACE.split(self._said("", sentence))):
            value = places[part] if index % 2 else part
            if isinstance(value, Text | Link | Reference | Elsewhere | Status):
                runs += [*(text(words) if words else ()), value]
                words = ""
            else:
                words = _joined(words, self.shown(value))
        return (*runs, *(text(words) if words else ()))

    def say_n(self, one: str, many: str, n: Decimal | int, /, **places: object) -> str:
        """A sentence in the form that a number has as it is shown: 1.0 with its decimal is another number than 1."""
        return self._filled(self._said("", one, self._form(n), one if str(n) == "1" else many), places)

    def word(self, context: str, word: str) -> str:
        """A word by itself, which can be several words in another language: the context tells which."""
        return self._said(context, word)

    def shown(self, value: object) -> str:
        """A number as `1.234,5`, a day as `31. december 2024`, a period as it is called, `4. kvartal 2024`; whatever else as it is."""
        if isinstance(value, Period):
            return self._called(value)
        if isinstance(value, date):
            return self._dated(value, "long")
        return self.number(value) if isinstance(value, int | Decimal) else str(value)

    def either(self, words: Iterable[str]) -> str:
        """`a, b eller c`."""
        return str(format_list(list(words), "or", self.locale))

    def number(self, value: Decimal | int, decimals: int | None = None) -> str:
        """A number; without `decimals` only those that it has."""
        return _written(str(rounded(value, decimals)), self.locale)

    def _called(self, period: Period) -> str:
        """By the plan's own names for its periods; else a month or quarter of the calendar is CLDR's, others the catalogue's."""
        if period.is_a_calendar_quarter:
            return self._dated(period.first_day, "QQQQ y")
        if period.calendar.names is not None:
            return period.label
        if period.calendar.follow_up is FollowUp.MONTHLY:
            return self._dated(period.first_day, "MMMM y")
        return period.calendar.label(period, self._found("", LABELS[period.calendar.follow_up], 0))

    def _dated(self, day: date, form: str) -> str:
        return str(format_date(day, form, locale=self.locale)).replace(" ", "\u00a0")

    def _said(self, context: str, sentence: str, form: int = 0, danish: str | None = None) -> str:
        """What the catalogue has for the sentence as it is said of the plan; for one with other units or cases at least as it is said
        of its time; else the sentence, or the one that `danish` has for this number.
        """
        timed, told = self._told(sentence)
        return (
            self._found(context, told, form) or self._found(context, timed, form) or self._told(danish or sentence)[1]
        )

    def _told(self, sentence: str) -> tuple[str, str]:
        timed = sentence if self.calendar is None else as_said_of(sentence, self.calendar)
        return timed, timed if self.nouns is None else in_words_of(timed, self.nouns)

    def _filled(self, sentence: str, places: Mapping[str, object]) -> str:
        return _CLOSED_PLACE.sub(lambda place: _joined(self.shown(places[place[1]]), place[2]), sentence)

    def _found(self, context: str, sentence: str, form: int) -> str | None:
        forms = self.catalogue.get((context, sentence))
        return forms[min(form, len(forms) - 1)] if forms else None

    def _form(self, n: Decimal | int) -> int:
        known = [form for form in _FORMS if form in self.locale.plural_form.tags or form == "other"]
        return known.index(self.locale.plural_form(n))


def closed(sentence: str) -> str:
    """The sentence with its full stop; an abbreviation at its end (`pct.`), or a sentence that it quotes, has brought one."""
    return sentence if sentence.endswith(_STOPPED) else f"{sentence}."


def _joined(words: str, rest: str) -> str:
    """The words and what follows them, which brings no second full stop."""
    return words + (rest[1:] if rest.startswith(".") and words.endswith(_STOPPED) else rest)


@lru_cache(maxsize=10_000)  # a book asks for the same thousands of numbers again and again
def _written(number: str, locale: Locale) -> str:
    """A number with all the decimals that it is told with."""
    exact = Decimal(number)
    places = max(0, -int(exact.as_tuple().exponent))
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(exact, pattern, locale, decimal_quantization=False)).replace("-", "−")


def rounded(value: Decimal | int, decimals: int | None) -> Decimal:
    """The number as it is shown."""
    exact = Decimal(value)
    if decimals is None:
        exact = exact.normalize()
        decimals = max(0, -int(exact.as_tuple().exponent))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


DANISH = Language(Locale("da"))


def is_usual(calendar: Calendar) -> bool:
    """Whether a plan is for a calendar year of quarters that are called as quarters are: then nothing need be said of its time."""
    return calendar == Calendar.of_year(calendar.begins.year, body=calendar.body) and calendar.names is None


def message(sentence: str) -> str:
    """Marks a sentence or word that stands in a table and is said where it is used."""
    return sentence


def messages(one: str, many: str) -> tuple[str, str]:
    """Marks a word for one and for many, as `message`."""
    return one, many


def read_language(path: Path) -> Language:
    """The language of a catalogue, `en.po`. Raises ValueError where a translation has other places than its sentence."""
    catalogue: dict[Key, tuple[str, ...]] = {}
    with path.open("rb") as file:
        found = read_po(file, locale=path.stem)
    for entry in found:
        keys, forms = _several(entry.id), _several(entry.string)
        if not entry.id or entry.fuzzy or not all(forms):
            continue
        wanted = set(_PLACE.findall(keys[-1]))
        if any(set(_PLACE.findall(form)) != wanted or "{" in _PLACE.sub("", form) for form in forms):
            raise ValueError(f"{path.name}: {keys[0]!r} has other places than its translation")
        catalogue[entry.context or "", keys[-1]] = forms[-1:]  # the word for many is also asked for by itself
        catalogue[entry.context or "", keys[0]] = forms
    return Language(Locale.parse(path.stem), catalogue)


def _several(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text or ""),)
