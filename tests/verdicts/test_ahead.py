"""Which figures are foreseen, and of which months a result is firm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kvartalsbog.kinds.base import Bound, CriterionResult, Outlook, State
from kvartalsbog.kinds.mean import Mean
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.share import Share
from kvartalsbog.periods import Month, months_of, quarter_of
from kvartalsbog.steering.firmness import Firmness
from kvartalsbog.steering.noise import Band, Signal
from kvartalsbog.steering.projection import Question, project
from kvartalsbog.verdicts.ahead import Change, Shown, changed, expected, foreseen, look_ahead, pulling

YEAR = months_of(2024)


def mean(**other: object) -> Mean:
    told = {
        "id": "days", "kind": "mean", "title": "Dage", "unit": "dage", "limit": 180, "direction": "at_most", "deadline": date(2024, 12, 31),
        "plausible": {"minimum": 0, "maximum": 1500}, "counted": "sager", "districts": ("nord",), **other,
    }  # fmt: skip
    return Mean.model_validate(told)


def share(limit: int) -> Share:
    told = mean().model_dump(exclude={"plausible"})
    return Share.model_validate(told | {"kind": "share", "unit": "pct.", "limit": limit, "direction": "at_least"})


def test_what_can_be_negative_is_not_foreseen() -> None:
    """The projection supposes that what is still to come adds something."""
    assert foreseen(mean()) == Bound("at_most", Decimal(180))
    assert foreseen(mean(unit="kr.", plausible={"minimum": -500, "maximum": 500})) is None


@pytest.mark.parametrize(("quarter", "firm"), [(1, False), (2, True), (3, False)])
def test_a_goal_of_half_a_year_is_firm_by_its_own_last_months(quarter: int, firm: bool) -> None:
    """Due in June: in the third quarter no month of its own is new."""
    criterion = mean(deadline=date(2024, 6, 30))
    quarters = quarter_of(2024, quarter).until_now
    months = [month for period in quarters for month in period.months]
    shown = dict.fromkeys(months, Sum(10, Decimal(1000)))
    found = look_ahead(
        criterion, Bound("at_most", Decimal(180)), YEAR[:6], [shown] * quarter, [q.months for q in quarters]
    )
    assert (found.firmness is not None) is firm


def sums(n: int, total: int) -> Sum:
    return Sum(n, Decimal(total))


@pytest.mark.parametrize(("outlook", "told"), [
    (Outlook.ON_TRACK, Outlook.UNLIKELY), (Outlook.AT_RISK, Outlook.UNLIKELY), (Outlook.UNLIKELY, Outlook.UNLIKELY),
    (Outlook.OUT_OF_REACH, Outlook.OUT_OF_REACH), (None, None),
])  # fmt: skip
def test_a_projection_judges_what_is_open_and_arithmetic_has_not_ruled_out(outlook: Outlook | None, told: Outlook | None) -> None:  # fmt: skip
    """Two years of 200 days, and 180 are the most: it is not likely that the rest of the year mends three months."""
    shown = dict.fromkeys((*months_of(2023), *YEAR[:3]), sums(10, 2000))
    ahead = look_ahead(mean(), Bound("at_most", Decimal(180)), YEAR, [shown], [YEAR[:3]])
    assert ahead.projection is not None
    result = CriterionResult(mean(), State.NOT_DUE, outlook)
    assert expected(result, ahead.projection) == replace(result, outlook=told)


def test_a_projection_is_as_wide_as_earlier_editions_figures_have_moved_since() -> None:
    """The first quarter's 30 cases of 200 days are told as 36 of 190 in the next edition, ten less; a year that nobody asks of has moved more."""
    earlier = dict.fromkeys(months_of(2023), sums(10, 2000))
    first = earlier | dict.fromkeys(YEAR[:3], sums(10, 2000))
    second = (
        dict.fromkeys(months_of(2023), sums(10, 1000))
        | dict.fromkeys(YEAR[:3], sums(12, 12 * 190))
        | dict.fromkeys(YEAR[3:6], sums(10, 1900))
    )
    ahead = look_ahead(mean(), Bound("at_most", Decimal(180)), YEAR, [first, second], [YEAR[:3], YEAR[3:6]])
    question = Question(YEAR, Fraction(180), at_most=True)
    assert ahead.projection == project(second, question, [-10.0])
    assert ahead.projection != project(second, question)
    no_cases = look_ahead(
        mean(), Bound("at_most", Decimal(180)), YEAR, [earlier | {YEAR[0]: sums(0, 0)}, second], [YEAR[:1], YEAR[3:6]]
    )
    assert no_cases.projection == project(second, question)
    nothing_yet = look_ahead(mean(), Bound("at_most", Decimal(180)), YEAR, [earlier, second], [(), YEAR[3:6]])
    assert nothing_yet.projection == project(second, question)


def test_units_pull_by_their_own_cases_and_the_others_by_what_is_left() -> None:
    """Of 40 cases with 8000 days in all, which are 20 each above 180: nord's 10 with 2500 are 700 too many."""
    bound, every = Bound("at_most", Decimal(180)), sums(40, 8000)
    told = pulling(mean(), bound, every, {"nord": sums(10, 2500), "syd": None}, "rest")
    assert told == {"nord": Fraction(700, 40), "rest": Fraction(100, 40)}
    shown = {"nord": sums(10, 2500), "syd": sums(30, 5500)}
    assert pulling(mean(), bound, every, shown, "rest") == {"nord": Fraction(700, 40), "syd": Fraction(100, 40)}


def test_a_share_pulls_in_percent() -> None:
    """Of 40 cases 34 are in time, 85 %, and 95 are asked: nord's 10 with 7 in time lack 2.5 of the 38 that are wanted."""
    pulled = pulling(share(95), Bound("at_least", Decimal(95)), sums(40, 34), {"nord": sums(10, 7)}, "rest")
    assert pulled == {"nord": Fraction(-250, 40), "rest": Fraction(-150, 40)}


# -- what has changed --------------------------------------------------------------------------------------------------


BEFORE = months_of(2023)
STILL = dict(zip(BEFORE, (sums(10, 1000 + 10 * odd) for odd in (1, -1) * 6), strict=True))  # 101 and 99 in turn
SIGMA = 2 / 1.128  # of ranges of 2, which is more than the deviation of twelve


def test_a_year_is_held_against_the_twelve_months_before_it() -> None:
    shown = STILL | {YEAR[0]: sums(10, 1200), YEAR[1]: sums(20, 2400)}
    told = changed(shown, YEAR[0], YEAR[:2], share=False)
    assert told.band == Band(100.0, pytest.approx(SIGMA), by_cases=False, moving=False)
    assert (told.newest, told.baseline, told.signal) == (sums(30, 3600), BEFORE, Signal.HIGHER)


@pytest.mark.parametrize("newest", [2023, 2025])
def test_of_a_plan_of_several_years_each_is_held_against_its_own_before(newest: int) -> None:
    """The months are counted from the first that is judged, here from 2021: other years' figures are of no matter."""
    wild = dict.fromkeys((*months_of(2021), *months_of(2024)), sums(10, 9000))
    before, year = months_of(newest - 1), months_of(newest)
    shown = wild | dict(zip(before, STILL.values(), strict=True)) | {year[11]: sums(10, 1000)}
    told = changed(shown, Month(2021, 1), year[11:], share=False)
    assert (told.baseline, told.signal) == (before, Signal.NOISE)


def test_a_year_may_begin_in_any_month() -> None:
    july = Month(2023, 7)
    assert changed({}, july, (Month(2024, 6),), share=False).baseline[0] == Month(2022, 7)
    assert changed({}, july, (Month(2024, 7),), share=False).baseline == tuple(Month.counted(july.count + n) for n in range(12))  # fmt: skip


def test_without_a_band_it_is_told_why_and_a_withheld_month_is_as_none() -> None:
    month = {YEAR[0]: sums(10, 1200)}
    hidden: Shown = STILL | month | {BEFORE[4]: None}
    assert changed(hidden, YEAR[0], YEAR[:1], share=False) == Change(sums(10, 1200), None, BEFORE, Signal.TOO_FEW_MONTHS)  # fmt: skip
    hits = dict.fromkeys(BEFORE, sums(10, 10))
    assert changed(hits | {YEAR[0]: sums(10, 9)}, YEAR[0], YEAR[:1], share=True).signal is Signal.TOO_FEW_MISSES


def test_a_period_has_a_sum_where_all_its_months_are_shown_and_have_cases() -> None:
    def newest(*months: Sum | None) -> Sum | None:
        return changed(STILL | dict(zip(YEAR, months, strict=False)), YEAR[0], YEAR[:2], share=False).newest

    assert newest(sums(10, 1200), sums(0, 0)) == sums(10, 1200)
    assert newest(sums(10, 1200), None) is None
    assert newest(sums(10, 1200)) is None
    assert newest(sums(0, 0), sums(0, 0)) is None


# -- where it is going -------------------------------------------------------------------------------------------------


BOUND = Bound("at_most", Decimal(180))
QUARTERS = tuple(quarter_of(2024, number).months for number in (1, 2, 3, 4))


def grown(*quarters: int, cases: int = 10) -> dict[Month, Sum]:
    """Months of a still year before, and of this one's quarters the figure in each."""
    return STILL | {month: sums(cases, cases * days) for days, months in zip(quarters, QUARTERS, strict=False) for month in months}  # fmt: skip


def test_a_period_is_shown_beside_the_one_before_and_the_same_a_year_before() -> None:
    shown = grown(100, 104)
    told = look_ahead(mean(), BOUND, YEAR, [grown(100), shown], QUARTERS[:2])
    assert (told.newest, told.previous, told.year_before) == (sums(30, 3120), sums(30, 3000), sums(30, 2990))
    assert Change(told.newest, told.band, told.baseline, told.signal) == changed(shown, YEAR[0], QUARTERS[1], share=False)  # fmt: skip
    first = look_ahead(mean(), BOUND, YEAR, [grown(100)], QUARTERS[:1])
    assert first.previous == sums(30, 2990)


def test_a_share_is_projected_as_one() -> None:
    known = dict.fromkeys(BEFORE, sums(20, 20)) | {BEFORE[3]: sums(20, 17)} | dict.fromkeys(QUARTERS[0], sums(20, 19))
    told = look_ahead(share(90), Bound("at_least", Decimal(90)), YEAR, [known], QUARTERS[:1])
    assert told.projection == project(known, Question(YEAR, Fraction(9, 10), at_most=False, share=True))
    assert (told.band, told.signal) == (None, Signal.TOO_FEW_MISSES)


def test_nothing_is_foreseen_of_what_is_over_or_has_a_month_that_is_withheld() -> None:
    year = grown(100, 100, 100, 100)
    assert look_ahead(mean(), BOUND, YEAR, [year], QUARTERS[3:]).projection is None
    hidden: Shown = grown(100, 100) | {YEAR[1]: None}
    assert look_ahead(mean(), BOUND, YEAR, [hidden], QUARTERS[1:2]).projection is None
    elsewhere: Shown = grown(100, 100) | {BEFORE[1]: None}
    assert look_ahead(mean(), BOUND, YEAR, [elsewhere], QUARTERS[1:2]).projection is not None


def test_a_month_that_lacks_when_the_last_is_told_is_no_month_to_come() -> None:
    """When November is the newest December is, and April is not in December."""
    lacking = {month: sums for month, sums in grown(100, 100, 100, 100).items() if month != YEAR[3]}
    assert look_ahead(mean(), BOUND, YEAR, [lacking], QUARTERS[3:]).projection is None
    november = {month: sums for month, sums in lacking.items() if month != YEAR[11]}
    assert look_ahead(mean(), BOUND, YEAR, [november], [YEAR[9:11]]).projection is not None


# -- how firm it is ----------------------------------------------------------------------------------------------------


def firm(editions: list[Shown], **criterion: object) -> Firmness | None:
    return look_ahead(mean(**criterion), BOUND, YEAR, editions, QUARTERS[: len(editions)]).firmness


def test_a_settled_result_is_held_against_how_far_each_quarters_own_figure_has_moved() -> None:
    """100, 104, 108 and 112 days of 30 cases each are 106 for the year, 74 under the limit: four times that would turn the last quarter.
    In the next edition the first quarter's stands 2 lower, the second's 4, and the third's as it did.
    """
    editions: list[Shown] = [grown(102), grown(100, 108), grown(100, 104, 108), grown(100, 104, 108, 112)]
    assert firm(editions) == Firmness(Fraction(74 * 4), Fraction(4), 3, 0)
    assert firm(editions[:3]) is None


def test_a_quarter_that_was_not_shown_in_both_editions_has_no_move() -> None:
    last = grown(100, 104, 108, 112)
    first: Shown = grown(102) | {YEAR[0]: None}
    then: Shown = grown(100, 108) | {YEAR[5]: sums(0, 0), YEAR[4]: sums(0, 0), YEAR[3]: sums(0, 0)}
    assert firm([first, then, grown(100, 104, 109), last]) == Firmness(Fraction(74 * 4), Fraction(1), 1, 0)


def test_the_nearest_limit_is_the_one_that_could_turn_it() -> None:
    """At 106 days the step to half credit at 110 is nearer than the limit at 180."""
    last: Shown = grown(100, 104, 108, 112)
    steps = [{"limit": 110, "gives": 50}]
    found = firm([last] * 4, limit=90, credit=steps)
    assert found is not None
    assert found.needed == Fraction(4 * 4)


def test_a_share_is_held_against_its_limit_in_percent() -> None:
    """95 of 100 each month are five above 90: four times that would turn the last quarter."""
    last: Shown = STILL | dict.fromkeys(YEAR, sums(100, 95))
    found = look_ahead(share(90), Bound("at_least", Decimal(90)), YEAR, [last], QUARTERS[3:]).firmness
    assert found is not None
    assert found.needed == Fraction(5, 100) * 4


def test_months_that_nobody_has_reported_are_counted_and_the_last_must_be_there() -> None:
    whole = grown(100, 104, 108, 112)
    lacking: Shown = {month: sums for month, sums in whole.items() if month not in (YEAR[1], YEAR[6])}
    found = firm([lacking] * 4)
    assert found is not None
    assert found.missing == 2
    assert firm([{month: sums for month, sums in whole.items() if month != YEAR[11]}] * 4) is None
    assert firm([whole | dict.fromkeys(QUARTERS[3], sums(0, 0))] * 4) is None
    hidden: Shown = whole | {YEAR[1]: None}
    assert firm([hidden] * 4) is None
