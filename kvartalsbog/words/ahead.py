"""What readers are told of where a figure is going: the newest period beside others, the year's likely end, what is real, and how firm it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from kvartalsbog.content.language import DANISH, Language, closed, message
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.kinds.units import Unit
from kvartalsbog.periods import Month, Period
from kvartalsbog.steering.firmness import Firmness
from kvartalsbog.steering.noise import Signal
from kvartalsbog.steering.projection import Projection
from kvartalsbog.verdicts.ahead import Ahead, Change
from kvartalsbog.words.measuring import apart, shown_amount
from kvartalsbog.words.numbers import DASH, NBSP, amount, count_word, enumeration, month_name, number
from kvartalsbog.words.units import unit_word

_SIGNALS = {
    Signal.TOO_FEW_MONTHS: message(
        "Der er for få måneder at sammenligne med til at skelne en ændring fra tilfældige udsving."
    ),
    Signal.TOO_FEW_CASES: message("Der er for få {counted} til at skelne en ændring fra tilfældige udsving."),
    Signal.TOO_FEW_MISSES: message(
        "Andelen var året før så tæt på 100 pct., at en ændring ikke kan skelnes fra tilfældige udsving."
    ),
    Signal.NOISE: message(
        "Månederne i {period} ligger inden for de udsving, som tallet også havde {before}: fra {low} til {high}"
    ),
    Signal.ONE_MONTH: message(
        "En måned ligger uden for de udsving, som tallet havde {before}, fra {low} til {high}; én usædvanlig måned er ikke nok til at tale om en ændring."
    ),
    Signal.LOWER: message(
        "Ændringen er reel: Tallet er blevet lavere end {before}, hvor det svingede fra {low} til {high}"
    ),
    Signal.HIGHER: message(
        "Ændringen er reel: Tallet er blevet højere end {before}, hvor det svingede fra {low} til {high}"
    ),
}

_STILL = {  # of a year before in which nothing varied
    Signal.NOISE: message("Månederne i {period} er som alle månederne {before}: {high}"),
    Signal.ONE_MONTH: message(
        "En måned er en anden end {high}, som alle månederne var på {before}; én usædvanlig måned er ikke nok til at tale om en ændring."
    ),
    Signal.LOWER: message("Ændringen er reel: Tallet er blevet lavere end {before}, hvor det hele tiden var {high}"),
    Signal.HIGHER: message("Ændringen er reel: Tallet er blevet højere end {before}, hvor det hele tiden var {high}"),
}


def difference_sentence(criterion: SeriesCriterion, ahead: Ahead, period: Period, language: Language = DANISH) -> str:
    """What the period differs by from the one before and from a year before; empty where there is nothing to hold it against."""
    if ahead.newest is None:
        return ""
    held = (
        (ahead.previous, message("{difference} end i {before}")),
        (ahead.year_before, message("{difference} end i de samme måneder året før")),
    )
    parts = [
        language.say(said, difference=_difference(criterion, ahead.newest, other, language), before=period.previous)
        for other, said in held
        if other is not None
    ]
    return (
        closed(language.say("Tallet for {period} er {parts}", period=period, parts=enumeration(parts, language)))
        if parts
        else ""
    )


def projection_sentence(criterion: SeriesCriterion, projection: Projection, language: Language = DANISH) -> str:
    """Where the figure is likely to end, within what, and what the rest is expected to be."""
    value, high, rest = (
        _told(criterion, part, language) for part in (projection.value, projection.high, projection.rest)
    )
    said = language.say(
        "Fortsætter udviklingen, bliver resten i gennemsnit {rest}, og det endelige tal ventes at blive {value}; i 80 af 100 tilfælde mellem {low} og {high}",
        rest=rest, value=value, low=_bare(criterion, projection.low, language), high=high,
    )  # fmt: skip
    return closed(said)


def signal_sentence(criterion: SeriesCriterion, change: Change, period: Period, language: Language = DANISH) -> str:
    """Whether the period's change is more than chance, for somebody who has never heard of such a rule."""
    told: dict[str, object] = {"counted": criterion.counted, "period": period, "before": "", "low": "", "high": ""}
    signals: Mapping[Signal, str] = _SIGNALS
    if change.band is not None:
        signals = _SIGNALS if change.band.sigma else _STILL
        cases = change.newest.n // len(period.months) if change.newest is not None else 1
        low, high = change.band.limits(max(1, cases))
        most = 1.0 if criterion.whole else None
        high = high if most is None else min(high, most)
        told |= {
            "before": before_words(change.baseline, language),
            "low": _bare(criterion, max(0.0, low), language),
            "high": _told(criterion, high, language),
        }
    said = closed(language.say(signals[change.signal], **told))
    if change.band is not None and change.band.moving:
        return (
            f"{said} {language.say('Dengang var tallet allerede på vej op eller ned, så udsvingene er regnet brede.')}"
        )
    return said


def before_words(baseline: Sequence[Month], language: Language) -> str:
    """`i 2023`, or of twelve months that are no calendar year from when to when."""
    first, last = baseline[0], baseline[-1]
    if first.year == last.year:
        return language.say("i {year}", year=str(first.year))
    begun, ended = (month_name(month, year=True, language=language) for month in (first, last))
    return language.say("fra {first} til {last}", first=begun, last=ended)


def firmness_sentence(criterion: SeriesCriterion, firm: Firmness, period: Period, language: Language = DANISH) -> str:
    """How far later reports would have to move the figure to turn the verdict, against how far they have."""
    needed = least_words(criterion, firm.needed, language)
    if not firm.complete:
        one, many = message("Tallet er foreløbigt, for en måned mangler."), message("Tallet er foreløbigt, for {n} måneder mangler.")  # fmt: skip
        return language.say_n(one, many, firm.missing, n=count_word(firm.missing, language))
    if firm.largest is None:
        return language.say(
            "Resultatet er foreløbigt: Tallet for {period} skal flytte sig {needed}, før resultatet vender, og endnu er det ikke set, hvor meget tallene flytter sig.",
            period=period, needed=needed,
        )  # fmt: skip
    told: dict[str, object] = {
        "period": period,
        "needed": needed,
        "largest": distance_words(criterion, firm.largest, language),
    }
    if firm.firm and not firm.largest:
        still = message("Resultatet er fast: Tallet for {period} skulle flytte sig {needed}, før resultatet vendte, og ingen periodes tal har senere flyttet sig.")  # fmt: skip
        return language.say(still, **told)
    if firm.firm:
        return language.say(
            "Resultatet er fast: Tallet for {period} skulle flytte sig {needed}, før resultatet vendte, og ingen periodes tal har senere flyttet sig mere end {largest}.",
            **told,
        )
    if not firm.largest:
        seen = message("Resultatet er foreløbigt: Tallet for {period} skal flytte sig {needed}, før resultatet vender; endnu har ingen periodes tal flyttet sig.")  # fmt: skip
        return language.say(seen, **told)
    return language.say(
        "Resultatet er foreløbigt: Tallet for {period} skal flytte sig {needed}, før resultatet vender; det meste, en periodes tal hidtil har flyttet sig, er {largest}.",
        **told,
    )


def interval_words(criterion: SeriesCriterion, projection: Projection, language: Language = DANISH) -> str:
    """Where the figure is likely to end and within what: `171,2 dage (168,3–174,1)`."""
    low, high = (_bare(criterion, part, language) for part in (projection.low, projection.high))
    return f"{_told(criterion, projection.value, language)} ({low}{DASH}{high})"


def change_words(criterion: SeriesCriterion, one: Sum | None, other: Sum | None, language: Language = DANISH) -> str:
    """By how much the first is more than the other, signed and with its unit, of what is shown: `−8,3 dage`, `+1,0 procentpoint`; a dash where
    one of them is not known.
    """
    values = [None if sums is None else criterion.value_of(sums) for sums in (one, other)]
    if values[0] is None or values[1] is None:
        return DASH
    return signed_distance(criterion, *apart(values[0], values[1], criterion), language)


def figure_words(criterion: SeriesCriterion, sums: Sum, language: Language = DANISH) -> str:
    """The figure of some sums with its unit."""
    value = criterion.value_of(sums)
    return "" if value is None else shown_amount(value, criterion, language)


def figure_cell(criterion: SeriesCriterion, sums: Sum | None, language: Language) -> str:
    """The figure as a cell has it: a dash where there are no sums, or none that is shown."""
    return DASH if sums is None else figure_words(criterion, sums, language)


def signed(value: Decimal, decimals: int, language: Language = DANISH) -> str:
    """A number with its sign, also plus: `+1,04`."""
    return f"+{number(value, decimals, language)}" if value > 0 else number(value, decimals, language)


def signed_distance(criterion: SeriesCriterion, value: Decimal, decimals: int, language: Language = DANISH) -> str:
    """A distance from the limit with its sign and its unit: of shares in percentage points."""
    told = signed(value, decimals, language)
    if criterion.unit is Unit.PERCENT:
        return language.say("{number} procentpoint", number=told)
    return f"{told}{NBSP}{unit_word(criterion.unit, language)}"


def _difference(criterion: SeriesCriterion, one: Sum, other: Sum, language: Language) -> str:
    values = criterion.value_of(one), criterion.value_of(other)
    if values[0] is None or values[1] is None:
        return ""
    difference, decimals = apart(values[0], values[1], criterion)
    if not difference:
        return language.say("ikke anderledes")
    told = _distance(criterion, abs(difference), decimals, language)
    return language.say("{told} lavere", told=told) if difference < 0 else language.say("{told} højere", told=told)


def distance_words(criterion: SeriesCriterion, distance: Fraction, language: Language) -> str:
    """A distance between two figures: of shares in percentage points."""
    return _distance(criterion, _decimal(criterion.scale * distance), criterion.places, language)


def least_words(criterion: SeriesCriterion, distance: Fraction, language: Language) -> str:
    """The distance of a figure from where its result turns: one that would be shown as none is told as less than the smallest that is shown."""
    smallest = Decimal(1).scaleb(-criterion.places)
    if _decimal(criterion.scale * distance) >= smallest / 2:
        return distance_words(criterion, distance, language)
    return language.say("under {value}", value=_distance(criterion, smallest, criterion.places, language))


def _distance(criterion: SeriesCriterion, value: Decimal, decimals: int, language: Language) -> str:
    if criterion.unit is Unit.PERCENT:
        return language.say("{number} procentpoint", number=number(value, decimals, language))
    return amount(value, criterion.unit, decimals, language)


def _told(criterion: SeriesCriterion, value: float, language: Language) -> str:
    return amount(_decimal(criterion.scale * value), criterion.unit, criterion.places, language)


def _bare(criterion: SeriesCriterion, value: float, language: Language) -> str:
    return number(_decimal(criterion.scale * value), criterion.places, language)


def _decimal(value: float | Fraction) -> Decimal:
    return Decimal(str(round(float(value), 9)))
