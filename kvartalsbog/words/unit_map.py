"""What is told of the map of a series: how many units keep what is asked, and which are furthest from each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cached_property

from kvartalsbog.content.language import Language, closed, message
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.gaps import held_against, own_limits, reported_months
from kvartalsbog.words.ahead import figure_words
from kvartalsbog.words.kinds import requirement
from kvartalsbog.words.numbers import enumeration, months_words
from kvartalsbog.words.units import unit_word


class Place(Enum):
    """How a unit's value stands to what is asked, or that the unit has no part in the figure."""

    WITHIN = True
    OUTSIDE = False
    ABSENT = None


@dataclass(frozen=True)
class Mapped:
    """A series of a goal, as its map has it: the units that there are in the last month."""

    findings: Findings
    goal: Goal
    series: Series

    @cached_property
    def shown(self) -> dict[str, Sum]:
        """Unit → its year to date, of those that may be shown and have a value."""
        there = self.findings.plan.units_in(self.findings.months[-1]) & self.series.published.districts.keys()
        every = self.series.of_units
        sums = {unit.id: every[unit.id] for unit in self.findings.plan.districts if unit.id in there}
        return {unit: own for unit, own in sums.items() if own is not None and self._value(own) is not None}

    @cached_property
    def asked(self) -> dict[str, SeriesCriterion]:
        """Unit → what it is held against, of those that are shown."""
        found = held_against(self.findings, self.goal, self.series)
        return {unit: found[unit] for unit in self.shown if unit in found}

    @property
    def places(self) -> dict[str, Place]:
        """Unit → how it stands to that, by its sums and not by a rounded value."""
        return {unit: Place(criterion.within(self.shown[unit])) for unit, criterion in self.asked.items()}

    def furthest(self) -> tuple[str, str]:
        """The units with the lowest and the highest value."""
        order = sorted(self.shown, key=lambda unit: self._value(self.shown[unit]) or 0)
        return order[0], order[-1]

    def _value(self, sums: Sum) -> Decimal | None:
        return self.series.criterion.value_of(sums)


def key_words(place: Place, language: Language) -> str:
    """What the look of a tile says."""
    words = {
        Place.WITHIN: message("inden for kravet"), Place.OUTSIDE: message("uden for kravet"), Place.ABSENT: message("indgår ikke"),
    }  # fmt: skip
    return language.say(words[place])


def map_caption(told: Mapped) -> str:
    """What the map finds, or what it has, and in what it is measured."""
    series, language = told.series, told.findings.language
    said: dict[str, object] = {
        "title": told.goal.series_title(series.name), "months": months_words(reported_months(series), language),
        "unit": unit_word(series.criterion.unit, language),
    }  # fmt: skip
    if not told.asked:
        return language.say("{title} på kortet, {months} ({unit})", **said)
    return language.say("{finding} {title}, {months} ({unit})", finding=closed(_finding(told)), **said)


def describe_map(told: Mapped) -> str:
    """The finding, which units are outside what is asked, and the lowest and the highest value."""
    return " ".join(_described(told))


def _described(told: Mapped) -> Iterator[str]:
    language, name = told.findings.language, told.findings.plan.district_name
    title = told.goal.series_title(told.series.name)
    yield closed(language.say("{title}: {finding}", title=title, finding=_finding(told)) if told.asked else title)
    outside = [name(unit) for unit, place in told.places.items() if place is Place.OUTSIDE]
    if 0 < len(outside) < len(told.asked):
        yield closed(language.say("Uden for kravet ligger {units}", units=enumeration(outside, language)))
    yield _ends(told)
    if hidden := [
        unit.name for unit in told.findings.plan.districts if told.series.published.districts.get(unit.id, unit) is None
    ]:
        said = {"units": enumeration(hidden, language)}
        yield language.say_n("Tallet for {units} vises ikke.", "Tallene for {units} vises ikke.", len(hidden), **said)


def _ends(told: Mapped) -> str:
    """Which units are lowest and highest, or that none is."""
    language, name, shown = told.findings.language, told.findings.plan.district_name, told.shown
    low, high = told.furthest()
    least, most = (figure_words(told.series.criterion, shown[end], language) for end in (low, high))
    if least == most:
        alone, alike = (
            message("{unit} ligger på {value}"),
            message("Alle enheder, der vises tal for, ligger på {value}"),
        )
        return closed(language.say(alike if len(shown) > 1 else alone, value=least, unit=name(low)))
    return closed(
        language.say(
            "Lavest er {low} med {least}, højest {high} med {most}",
            low=name(low),
            least=least,
            high=name(high),
            most=most,
        )
    )


def _finding(told: Mapped) -> str:
    language, n = told.findings.language, len(told.asked)
    own = bool(own_limits(told.findings, told.goal, told.series))
    every = None not in told.series.published.districts.values()
    said = {
        (True, True): message("Deres eget krav holder {kept} af {n}\u00a0enheder"),
        (True, False): message("Deres eget krav holder {kept} af de {n}\u00a0enheder, der vises tal for"),
        (False, True): message("På {wanted} ligger {kept} af {n}\u00a0enheder"),
        (False, False): message("På {wanted} ligger {kept} af de {n}\u00a0enheder, der vises tal for"),
    }[own, every]
    wanted = requirement(next(iter(told.asked.values())), language)
    return language.say(said, kept=list(told.places.values()).count(Place.WITHIN), n=n, wanted=wanted)
