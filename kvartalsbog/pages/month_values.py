"""What the figure of a series' months shows: the plan's and the twelve before, last year's band, what is asked, what the rest must be and is expected to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil, floor, log10

from kvartalsbog.content.language import Language
from kvartalsbog.kinds.base import CriterionResult
from kvartalsbog.kinds.measures import Sum, added_up
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Calendar, Month
from kvartalsbog.verdicts.ahead import Ahead
from kvartalsbog.verdicts.findings import Series
from kvartalsbog.words.descriptions import known_values
from kvartalsbog.words.limits import BoundWords
from kvartalsbog.words.measuring import as_shown
from kvartalsbog.words.series import careful

_STEPS = 5  # ticks that a scale has about
_MOST = 15  # more than that nobody reads


@dataclass(frozen=True)
class Drawn:
    """All that the figure shows of a series, in the criterion's unit and rounded as readers see it. Of a sum the months are added up,
    for it is the sum that is asked for, and what `restarts` begins anew with the plan. `provisional` are months that may still move; `required` is what the rest must be and `rest` what it is expected to
    be over the months `left`; `end` where the whole is expected to end, with its interval.
    """

    values: Mapping[Month, Decimal]
    provisional: frozenset[Month]
    limits: tuple[tuple[float, str, Month, Month], ...]
    band: tuple[tuple[Month, float, float], ...] = ()
    restarts: bool = False
    left: tuple[Month, ...] = ()
    required: float | None = None
    rest: float | None = None
    end: tuple[float, float, float] | None = None


def drawn_of(
    series: Series,
    results: Sequence[CriterionResult],
    ahead: Ahead | None,
    newest: Sequence[Month],
    calendar: Calendar,
    language: Language,
) -> Drawn:
    """What is drawn of a series whose criteria stand so; `ahead` is where its figure is going, where that is foreseen, and `newest` the newest period's months."""
    criterion = series.criterion
    values = _added_up(series, calendar) if series.adds_up else drawn_values(criterion, series.every_month)
    firm = ahead is not None and ahead.firmness is not None and ahead.firmness.firm
    provisional = frozenset(month for month, _ in series.gaps) | (frozenset() if firm else frozenset(newest))
    left = tuple(month for month in criterion.months(calendar.months) if month > newest[-1])
    found = Drawn(
        values,
        provisional,
        tuple(_limits(series, calendar, language)),
        _band(series, ahead, calendar),
        series.adds_up,
        left,
        _required(results, series),
    )
    if ahead is None or ahead.projection is None:
        return found
    told = ahead.projection
    rest, *end = (float(_rounded(criterion, part)) for part in (told.rest, told.value, told.low, told.high))
    return replace(found, rest=rest, end=(end[0], end[1], end[2]))


def _added_up(series: Series, calendar: Calendar) -> dict[Month, Decimal]:
    """The months of a sum added up from the first of their year on, as long as every one of them is shown."""
    criterion, found = series.criterion, dict[Month, Decimal]()
    for months, shown in ((calendar.months_before, series.year_before), (calendar.months, series.published.months)):
        own = [month for month in months if criterion.reports(month, calendar.months)]
        found |= drawn_values(criterion, added_up(own, shown))
    return found


def drawn_values(criterion: SeriesCriterion, sums: Mapping[Month, Sum | None]) -> dict[Month, Decimal]:
    """The months' values as the figure's table has them: the path of a line holds many more digits than a text."""
    return {month: as_shown(value, criterion) for month, value in known_values(criterion, sums).items()}


def _rounded(criterion: SeriesCriterion, value: float) -> Decimal:
    return as_shown(Decimal(str(round(criterion.scale * value, 9))), criterion)


def _limits(series: Series, calendar: Calendar, language: Language) -> Iterator[tuple[float, str, Month, Month]]:
    """Each limit with its words, from the month that it begins with to its deadline's; a level's at that alone."""
    words = BoundWords(language)
    for criterion in series.criteria:
        last = Month.of(criterion.deadline)
        first = calendar.months[0] if criterion.begins is None else Month.of(criterion.begins)
        for bound in criterion.bounds:
            yield float(bound.limit), words.plainly(criterion), last if criterion.latest else first, last


def _band(series: Series, ahead: Ahead | None, calendar: Calendar) -> tuple[tuple[Month, float, float], ...]:
    """Between what each month lies when nothing has changed since the year before: of a month that is not shown by the cases of one on average."""
    if ahead is None or ahead.band is None:
        return ()
    criterion, shown = series.criterion, {month: sums for month, sums in series.every_month.items() if sums is not None}
    usual = max(1, round(sum(sums.n for sums in shown.values()) / len(shown)))
    least, most = criterion.possible.least, criterion.possible.most
    found = []
    for month in (*ahead.baseline, *(m for m in calendar.months if m > ahead.baseline[-1])):
        low, high = (
            float(_rounded(criterion, part))
            for part in ahead.band.limits(shown[month].n if month in shown and shown[month].n else usual)
        )
        found.append(
            (month, low if least is None else max(float(least), low), high if most is None else min(float(most), high))
        )
    return tuple(found)


def _required(results: Sequence[CriterionResult], series: Series) -> float | None:
    """What each of the months that are left must be on average, as readers are told it; of a sum and a level it is told in words."""
    if series.criterion.adds or series.is_level:
        return None
    for result in results:
        own = result.criterion
        if isinstance(own, SeriesCriterion) and result.required_rest_of_year is not None and result.against is not None:
            return float(careful(result.required_rest_of_year, own, result.against))
    return None


def scale_of(
    drawn: Drawn, plan: Sequence[Month], possible: tuple[Decimal | None, Decimal | None]
) -> tuple[float, float, float]:
    """From where to where the scale goes and its step: made of the year before and of what is asked, so that all editions of a year have the same;
    widened, a step at a time, only when a value leaves it.
    """
    before = [float(value) for month, value in drawn.values.items() if month < plan[0]]
    own = [float(value) for month, value in drawn.values.items() if month >= plan[0]] + list(drawn.end or ())
    base = [*before, *(limit for limit, *_ in drawn.limits)] or own or [0.0, 1.0]
    span = (max(base) - min(base)) or abs(max(base)) / 2 or 1.0
    coming = (part for part in (drawn.required, drawn.rest) if part is not None and drawn.left)
    own += [
        part for part in coming if min(base) - 2 * span <= part <= max(base) + 2 * span
    ]  # what is beyond is told in words
    step = _nice(1.5 * span / _STEPS)
    low, high = floor((min(base) - span / 4) / step) * step, ceil((max(base) + span / 4) / step) * step
    if own:
        low, high = min(low, floor(min(own) / step) * step), max(high, ceil(max(own) / step) * step)
    if high - low > _MOST * step:  # a value of another order: fewer and larger steps for all
        step = _nice((high - low) / _STEPS)
        low, high = floor(low / step) * step, ceil(high / step) * step
    least, most = possible
    low = low if least is None else max(low, float(least))
    return low, high if most is None else min(high, float(most)), step


def _nice(step: float) -> float:
    """The nearest of 1, 2, 5 and their tens that is no smaller."""
    whole = 10.0 ** floor(log10(step))
    return next(part * whole for part in (1, 2, 5, 10) if part * whole >= step * (1 - 1e-9))
