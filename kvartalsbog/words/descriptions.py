"""Alternative texts: what a figure shows, said in sentences made from the figure's own data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kvartalsbog.content.language import DANISH, Language
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month
from kvartalsbog.plan.goals import Goal
from kvartalsbog.steering.projection import Projection
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Series
from kvartalsbog.verdicts.slips import Track
from kvartalsbog.words.ahead import interval_words
from kvartalsbog.words.dated import due_words
from kvartalsbog.words.kinds import dated_words, requirements
from kvartalsbog.words.measuring import shown as shown_as
from kvartalsbog.words.numbers import amount, closed, month_name, months_words, time_words
from kvartalsbog.words.slips import moved


def describe_series(
    goal: Goal,
    series: Series,
    months: tuple[Month, ...],
    language: Language = DANISH,
    projection: Projection | None = None,
    *,
    usual: bool = False,
) -> str:
    """How a numeric goal moved from its first month to its last, where the year stands, and what is asked for. `usual`: it is within last year's
    swings.
    """
    criterion, shown, say = series.criterion, series.published, language.say
    values = known_values(criterion, shown.months)
    wanted = requirements(series.criteria, language)
    told: dict[str, object] = {"title": goal.series_title(series.name), "wanted": wanted}
    if not values:
        year = time_words(months, language) if months else str(criterion.deadline.year)
        return closed(say("{title}: der er ingen tal at vise for {year}; kravet er {wanted}", year=year, **told))
    first, last = min(values), max(values)
    how = movement(criterion, values, first, last, language, usual=usual)
    sentences = [closed(say("{title}: {moved}; kravet er {wanted}", moved=how, **told))]
    if shown.latest is not None and shown.latest.mean is not None and not series.is_level:
        whole = _value(criterion, criterion.value_of(shown.latest), language)
        sentences.append(closed(_year(shown.months, months, whole, language)))
    before = known_values(criterion, series.year_before)
    if before:
        low = shown_as(min(before.values()), criterion, language)
        high = _value(criterion, max(before.values()), language)
        spread = say(
            "I {year} lå månederne mellem {low} og {high}", year=time_words(before, language), low=low, high=high
        )
        sentences.append(closed(spread))
    if projection is not None:
        expected = interval_words(criterion, projection, language)
        sentences.append(closed(say("Det endelige tal ventes at blive {expected}", expected=expected)))
    if hidden := [month for month in months if month not in values]:
        sentences.append(say("Uden punkt i figuren: {months}.", months=months_words(hidden, language)))
    return " ".join(sentences)


def _year(shown: Mapping[Month, Sum | None], months: tuple[Month, ...], value: str, language: Language) -> str:
    """The year to date, with the months that it is made of where it is not all that have passed."""
    reported = [month for month in months if month in shown]
    if len(reported) == len(months):
        return language.say("Året til dato er {value}", value=value)
    return language.say("Året til dato ({months}) er {value}", months=months_words(reported, language), value=value)


def movement(
    criterion: SeriesCriterion,
    values: dict[Month, Decimal],
    first: Month,
    last: Month,
    language: Language,
    *,
    usual: bool = False,
) -> str:
    """From where to where a figure has gone; of a `usual` movement no more is said than that, for it may be chance."""
    say, start, end = language.say, values[first], values[last]
    began, ended = (month_name(month, language=language) for month in (first, last))
    if first == last:
        return say("{value} i {month}", value=_value(criterion, start, language), month=began)
    shown_start, shown_end = shown_as(start, criterion, language), _value(criterion, end, language)
    if abs(end - start) < Decimal("0.05"):
        return say("uændret {value} fra {first} til {last}", value=shown_end, first=began, last=ended)
    told: dict[str, object] = {"start": shown_start, "first": began, "end": shown_end, "last": ended}
    if usual:
        return say("gik fra {start} i {first} til {end} i {last}, inden for de vante udsving", **told)
    if end < start:
        return say("faldt fra {start} i {first} til {end} i {last}", **told)
    return say("steg fra {start} i {first} til {end} i {last}", **told)


def describe_timeline(
    result: GoalResult, months: Sequence[Month], tracks: Sequence[Track] = (), language: Language = DANISH
) -> str:
    """For every dated criterion: done when, or expected when, against the deadline; and which items have moved, and how far. `months` are those that have passed."""
    slips = [
        f"{result.goal.item_title(track.item.deliverable)}, {moved(track, language)}"
        for track in tracks
        if track.moves or track.moved
    ]
    told = (
        language.say(
            "{title}: {state}; {due}.",
            title=criterion.title, state=dated_words(criterion, language).alternative(criterion, found),
            due=due_words(criterion.deadline, months, language),
        )
        for criterion, found in result.dated
    )  # fmt: skip
    ends = (language.say("Flyttet: {items}.", items="; ".join(slips)),) if slips else ()
    return " ".join((*told, *ends))


def known_values(criterion: SeriesCriterion, sums: dict[Month, Sum | None]) -> dict[Month, Decimal]:
    """The months that have a value which may be shown, in the criterion's unit."""
    means = {month: criterion.value_of(total) for month, total in sums.items() if total is not None}
    return {month: mean for month, mean in means.items() if mean is not None}


def _value(criterion: SeriesCriterion, value: Decimal | None, language: Language) -> str:
    return "" if value is None else amount(value, criterion.unit, criterion.places, language)
