"""Alternative texts: what a figure shows, said in sentences made from the figure's own data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kvartalsbog.content.language import DANISH, Language, closed, message
from kvartalsbog.kinds.measures import Sum, added_up
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
from kvartalsbog.words.measuring import shown_amount
from kvartalsbog.words.numbers import month_name, months_words, time_words
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
    values = drawn_months(series)
    wanted = requirements(series.criteria, language, timed=True)
    told: dict[str, object] = {"title": goal.series_title(series.name), "wanted": wanted}
    if not values:
        year = time_words(months, language) if months else str(criterion.deadline.year)
        return closed(say("{title}: der er ingen tal at vise for {year}; kravet er {wanted}", year=year, **told))
    first, last = min(values), max(values)
    how = movement(criterion, values, first, last, language, usual=usual)
    moved = message("{title}: {moved}; kravet er {wanted}")
    if series.adds_up:
        moved = message("{title}, lagt sammen fra årets begyndelse: {moved}; kravet er {wanted}")
    sentences = [closed(say(moved, moved=how, **told))]
    value = None if shown.latest is None or series.is_level else criterion.value_of(shown.latest)
    if value is not None:
        sentences.append(closed(_year(shown.months, months, shown_amount(value, criterion, language), language)))
    sentences += _before(series, language)
    if projection is not None:
        expected = interval_words(criterion, projection, language)
        sentences.append(closed(say("Det endelige tal ventes at blive {expected}", expected=expected)))
    if hidden := [month for month in months if month not in values]:
        sentences.append(say("Uden punkt i figuren: {months}.", months=months_words(hidden, language)))
    return " ".join(sentences)


def _before(series: Series, language: Language) -> Iterator[str]:
    """Between what the months of the year before lay; of a sum what it had come to by then."""
    criterion, before = series.criterion, known_values(series.criterion, series.year_before)
    if series.adds_up:
        then = [month.year_before for month in series.months]
        sums = added_up(then, series.year_before)
        if then and then[-1] in sums and (value := criterion.value_of(sums[then[-1]])) is not None:
            told = shown_amount(value, criterion, language)
            yield closed(language.say("I de samme måneder året før var det {value}", value=told))
    elif before:
        low, high = (shown_as(end(before.values()), criterion, language) for end in (min, max))
        spread = {"low": low, "high": shown_amount(max(before.values()), criterion, language)}
        if len(before) == 1:
            month = month_name(min(before), year=True, language=language)
            said = language.say("I {month} var det {high}", month=month, **spread)
        else:
            one, several = message("I {year} lå månederne alle på {high}"), message("I {year} lå månederne mellem {low} og {high}")  # fmt: skip
            said = language.say(one if low == high else several, year=time_words(before, language), **spread)
        yield closed(said)


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
        return say("var {value} i {month}", value=shown_amount(start, criterion, language), month=began)
    shown_start, shown_end = shown_as(start, criterion, language), shown_amount(end, criterion, language)
    if shown_start == shown_as(end, criterion, language):  # what looks alike has not risen to a reader
        between = {shown_as(value, criterion, language) for month, value in values.items() if first < month < last}
        alike = between <= {shown_start}
        said = message("var uændret {value} fra {first} til {last}") if alike else message("var {value} i både {first} og {last}")  # fmt: skip
        return say(said, value=shown_end, first=began, last=ended)
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


def drawn_months(series: Series) -> dict[Month, Decimal]:
    """What the figure of a series has of the year: its months, or of a sum the months added up, as far as all of them are shown."""
    if series.adds_up:
        return known_values(series.criterion, added_up(series.months, series.published.months))
    return known_values(series.criterion, series.published.months)


def known_values(criterion: SeriesCriterion, sums: Mapping[Month, Sum | None]) -> dict[Month, Decimal]:
    """The months that have a value which may be shown, in the criterion's unit."""
    means = {month: criterion.value_of(total) for month, total in sums.items() if total is not None}
    return {month: mean for month, mean in means.items() if mean is not None}
