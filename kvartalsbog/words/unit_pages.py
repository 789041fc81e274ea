"""What readers are told of one unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from kvartalsbog.content.language import DANISH, Language, closed
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.kinds.units import Unit
from kvartalsbog.periods import Period
from kvartalsbog.plan.units import District
from kvartalsbog.steering.noise import Signal
from kvartalsbog.verdicts.ahead import Change
from kvartalsbog.verdicts.unit_figures import UnitFigures
from kvartalsbog.words.ahead import before_words, figure_words, signal_sentence
from kvartalsbog.words.kinds import requirement
from kvartalsbog.words.numbers import amount, enumeration
from kvartalsbog.words.statuses import state_word

MOST_NAMED = 4  # units of a sentence


def lead_sentence(unit: District, figures: Sequence[UnitFigures], language: Language = DANISH) -> str:
    """Which goals the unit reports to."""
    goals = enumeration(dict.fromkeys(found.goal.id for found in figures), language)
    number = len({found.goal.id for found in figures})
    if not number:
        return language.say("{unit} har endnu ikke tal, der kan vises.", unit=unit.name)
    return language.say_n("{unit} indberetter tal til mål {goals}.", "{unit} indberetter tal til mål {goals}.", number, unit=unit.name, goals=goals)  # fmt: skip


def own_sentence(found: UnitFigures, language: Language = DANISH) -> str:
    """How the unit keeps a limit of its own."""
    if found.own is None:
        return ""
    asked, state = requirement(found.own.criterion, language), state_word(found.own.state, language)
    return language.say(
        "Mål {goal}: Enhedens eget krav er {asked}; status er »{state}«.", goal=found.goal.id, asked=asked, state=state
    )


def change_sentence(found: UnitFigures, period: Period, language: Language = DANISH) -> str:
    """Whether the unit's figure has moved in the period more than it did by chance in the year before; empty where its months are not published."""
    if found.change is None:
        return ""
    told = signal_sentence(found.criterion, found.change, period, language)
    return language.say("Mål {goal}. {told}", goal=found.goal.id, told=told)


def changed_units_sentence(changes: Mapping[str, Change], language: Language = DANISH) -> str:
    """Which units' figures have moved more than they did by chance in the year before, by their names or, of many, their number; empty where of
    none it can be said.
    """
    sure = {unit: change for unit, change in changes.items() if change.band is not None}
    if not sure:
        return ""
    lower, higher = ([unit for unit, c in sure.items() if c.signal is way] for way in (Signal.LOWER, Signal.HIGHER))
    before = before_words(next(iter(sure.values())).baseline, language)
    names = {"before": before, "lower": some_units(lower, language), "higher": some_units(higher, language)}
    if lower and higher:
        said = language.say("Målt mod deres egne udsving {before} er tallet reelt lavere for {lower} og reelt højere for {higher}", **names)  # fmt: skip
    elif lower:
        said = language.say("Målt mod deres egne udsving {before} er tallet reelt lavere for {lower}; for ingen er det reelt højere", **names)  # fmt: skip
    elif higher:
        said = language.say("Målt mod deres egne udsving {before} er tallet reelt højere for {higher}; for ingen er det reelt lavere", **names)  # fmt: skip
    else:
        said = language.say("Ingen enheds tal ligger uden for dens egne udsving {before} så klart, at ændringen er reel", before=before)  # fmt: skip
    rest = len(changes) - len(sure)
    unsure = language.say_n("For {number} enhed kan det ikke siges.", "For {number} enheder kan det ikke siges.", rest, number=language.number(rest)) if rest else ""  # fmt: skip
    return " ".join(filter(None, (closed(said), unsure)))


def some_units(units: Sequence[str], language: Language) -> str:
    """Units by their names, as long as a sentence can be read."""
    if len(units) <= MOST_NAMED:
        return enumeration(units, language)
    return language.say_n("{number} enhed", "{number} enheder", len(units), number=language.number(len(units)))


def describe_months(unit: District, figures: Sequence[UnitFigures], period: Period, language: Language = DANISH) -> str:
    """What the figure of a unit's months shows: its newest period against its own year before."""
    told = (change_sentence(found, period, language) for found in figures)
    return " ".join((closed(language.say("{unit} måned for måned", unit=unit.name)), *filter(None, told)))


def share_word(share: Fraction, language: Language = DANISH) -> str:
    """A part of the whole in per cent."""
    return amount(round(Decimal(100 * share.numerator) / Decimal(share.denominator), 1), Unit.PERCENT, 1, language)


def interval_words(criterion: SeriesCriterion, interval: tuple[float, float], language: Language = DANISH) -> str:
    """Within what a share lies: `84–96 pct.`, of many cases with the decimals that tell its ends apart."""
    low, high = (criterion.scale * Decimal(str(part)) for part in interval)
    decimals = next((places for places in (0, 1) if high - low >= 2 * Decimal(1).scaleb(-places)), 2)
    return f"{language.number(low, decimals)}–{amount(high, criterion.unit, decimals, language)}"


def describe_unit(unit: District, figures: Sequence[UnitFigures], language: Language = DANISH) -> str:
    """What the figure of a unit's year shows: where it stands, beside all units and what is asked."""
    return " ".join(_described(unit, figures, language))


def _described(unit: District, figures: Sequence[UnitFigures], language: Language) -> Iterator[str]:
    for found in figures:
        told: dict[str, object] = {"goal": found.goal.id, "unit": unit.name, "wanted": requirement(found.asked, language)}  # fmt: skip
        whole = found.standings[-1].all_units
        if found.to_date is None:
            said = language.say("Mål {goal}: Tallet for {unit} vises ikke; kravet er {wanted}", **told)
        elif whole is None:
            said = language.say("Mål {goal}: {unit} er på {own}; kravet er {wanted}", own=figure_words(found.criterion, found.to_date, language), **told)  # fmt: skip
        else:
            own, every = (figure_words(found.criterion, sums, language) for sums in (found.to_date, whole))
            said = language.say(
                "Mål {goal}: {unit} er på {own}, alle enheder under ét på {every}; kravet er {wanted}", own=own, every=every, **told
            )  # fmt: skip
        yield closed(said)
