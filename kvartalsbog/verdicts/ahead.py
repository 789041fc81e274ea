"""What a reader can know of where a figure is going: worked out from the sums that editions have shown, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from kvartalsbog.kinds.base import Bound, CriterionResult, Outlook
from kvartalsbog.kinds.measures import NOTHING, Sum, add_up
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month
from kvartalsbog.steering.contributions import contributions
from kvartalsbog.steering.expectation import Expectation, expectation
from kvartalsbog.steering.firmness import Firmness, firmness
from kvartalsbog.steering.noise import Band, Signal, band_of, signal
from kvartalsbog.steering.projection import Projection, Question, project
from kvartalsbog.steering.sums import figure

Shown = Mapping[Month, Sum | None]  # what an edition shows: None where a sum is withheld


@dataclass(frozen=True)
class Change:
    """What the newest period's sum (None where one of its months is not shown) tells against the band of the twelve months of the `baseline`."""

    newest: Sum | None
    band: Band | None
    baseline: tuple[Month, ...]
    signal: Signal


@dataclass(frozen=True)
class Ahead(Change):
    """Of a figure also: the period before the newest and the same months a year before (None where one of a period's months is not shown), where it is
    likely to end, and how firm a settled verdict is.
    """

    previous: Sum | None
    year_before: Sum | None
    projection: Projection | None
    firmness: Firmness | None


def foreseen(criterion: SeriesCriterion) -> Bound | None:
    """The bound that a criterion's likely end is held against: that of a figure for each case, never negative, reported every month, with one limit for all. A sum
    is held against its pace and a level against its last month, by their kinds.
    """
    return criterion.bounds[0] if criterion.is_of_cases and len(criterion.bounds) == 1 else None


def changed(shown: Shown, first: Month, newest: Sequence[Month], *, share: bool) -> Change:
    """What the `newest` months tell against the twelve before the year that they are in, counted from the `first` that is judged."""
    known, year = {month: sums for month, sums in shown.items() if sums is not None}, _year(first, newest[0])
    band = band_of(known, year, share=share)
    found = signal(known, band, newest, year) if isinstance(band, Band) else band
    baseline = tuple(month.year_before for month in year)
    return Change(_together(shown, newest), band if isinstance(band, Band) else None, baseline, found)


def look_ahead(
    criterion: SeriesCriterion, bound: Bound, asked: Sequence[Month], editions: Sequence[Shown], periods: Sequence[Sequence[Month]]
) -> Ahead:  # fmt: skip
    """Where a criterion's figure over the months `asked` is going. `editions` are what each of the year's editions shows of every month, the newest
    last, and `periods` the months that each of them added.
    """
    shown, newest = editions[-1], tuple(periods[-1])
    known = {month: sums for month, sums in shown.items() if sums is not None}
    share = criterion.whole
    before = [month.year_before for month in newest]
    earlier = [Month.counted(month.count - len(newest)) for month in newest]
    change = changed(shown, asked[0], newest, share=share)
    hidden = any(month in shown and shown[month] is None for month in asked)
    question = Question(tuple(asked), Fraction(bound.limit) / criterion.scale, bound.side == "at_most", share)
    over = asked[-1] <= newest[-1]  # a month that lacks then is no month to come
    moves = tuple(_moves(editions, periods))
    return Ahead(
        change.newest, change.band, change.baseline, change.signal, _together(shown, earlier), _together(shown, before),
        None if hidden or over else project(known, question, [float(move) for move in _year_moves(editions, asked)]),
        _firmness(known, asked, newest, _turns(criterion, bound), moves, hidden=hidden),
    )  # fmt: skip


def expected(result: CriterionResult, projection: Projection) -> CriterionResult:
    """An open result with the outlook that its projection gives. What arithmetic alone has ruled out stays so, and nothing else is: a projection
    judges.
    """
    if result.outlook in (None, Outlook.OUT_OF_REACH):
        return result
    return replace(result, outlook=OUTLOOKS[expectation(projection)])


OUTLOOKS = {
    Expectation.LIKELY: Outlook.ON_TRACK, Expectation.AT_RISK: Outlook.AT_RISK, Expectation.UNLIKELY: Outlook.UNLIKELY,
    Expectation.IMPOSSIBLE: Outlook.UNLIKELY,  # what arithmetic rules out is told by the kind
}  # fmt: skip


def pulling(
    criterion: SeriesCriterion, bound: Bound, all_units: Sum, units: Mapping[str, Sum | None], rest: str
) -> dict[str, Fraction]:
    """Unit → its part of the figure's distance from the limit, in the criterion's unit: those that are shown, and the others together under
    `rest`, which anybody can subtract from what is shown.
    """
    shown = {unit: sums for unit, sums in units.items() if sums is not None}
    seen = add_up(shown.values())
    others = Sum(all_units.n - seen.n, all_units.total - seen.total)
    parts = shown | ({rest: others} if others.n else {})
    return {
        unit: criterion.scale * part
        for unit, part in contributions(parts, Fraction(bound.limit) / criterion.scale).items()
    }


def _year(first: Month, newest: Month) -> tuple[Month, ...]:
    """The twelve months that the newest is in, counted from the first that is judged."""
    begins = first.count + (newest.count - first.count) // 12 * 12
    return tuple(Month.counted(count) for count in range(begins, begins + 12))


def _together(shown: Shown, months: Sequence[Month]) -> Sum | None:
    """The sum of the months; None where one of them is not shown or there are no cases in them."""
    found = [shown.get(month) for month in months]
    sums = add_up(part for part in found if part is not None)
    return sums if found and None not in found and sums.n else None


def _moves(editions: Sequence[Shown], periods: Sequence[Sequence[Month]]) -> Iterator[Fraction]:
    """By how much each period's figure had moved in the next edition."""
    for before, after, months in zip(editions, editions[1:], periods, strict=False):
        first, then = _together(before, months), _together(after, months)
        if first is not None and then is not None:
            yield figure(then) - figure(first)


def _year_moves(editions: Sequence[Shown], asked: Sequence[Month]) -> Iterator[Fraction]:
    """By how much the figure so far of each edition had moved in the next."""
    for before, after in pairwise(editions):
        months = [month for month in asked if month in before]
        first, then = (add_up(shown.get(month) or NOTHING for month in months) for shown in (before, after))
        if first.n and then.n:
            yield figure(then) - figure(first)


def _firmness(
    known: Mapping[Month, Sum], asked: Sequence[Month], newest: Sequence[Month], turns: Sequence[Fraction], moves: Sequence[Fraction], *, hidden: bool
) -> Firmness | None:  # fmt: skip
    """Of a figure whose last month the newest period has; None before and after that, and where months are hidden."""
    cases = add_up(known.get(month, NOTHING) for month in newest if month in asked).n
    every = add_up(known.get(month, NOTHING) for month in asked)
    if hidden or asked[-1] not in known or not cases:
        return None
    margin = min((figure(every) - turn for turn in turns), key=abs)
    return firmness(margin, every.n, cases, moves, missing=sum(month not in known for month in asked))


def _turns(criterion: SeriesCriterion, bound: Bound) -> list[Fraction]:
    """The figures at which the result becomes another: the limit, and each of the steps that give a part of the credit."""
    limits = (bound.limit, *(step.limit for step in criterion.credit))
    return [Fraction(limit) / criterion.scale for limit in limits]
