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
from kvartalsbog.periods import months_of, quarter_of
from kvartalsbog.steering.projection import Question, project
from kvartalsbog.verdicts.ahead import expected, foreseen, look_ahead, pulling

YEAR = months_of(2024)


def mean(**other: object) -> Mean:
    told = {
        "id": "days", "kind": "mean", "title": "Dage", "unit": "dage", "limit": 180, "direction": "at_most", "deadline": date(2024, 12, 31),
        "plausible": {"minimum": 0, "maximum": 1500}, "counted": "sager", "districts": ("nord",), **other,
    }  # fmt: skip
    return Mean.model_validate(told)


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
    told = mean().model_dump(exclude={"plausible"}) | {
        "kind": "share",
        "unit": "pct.",
        "limit": 95,
        "direction": "at_least",
    }
    share = Share.model_validate(told)
    pulled = pulling(share, Bound("at_least", Decimal(95)), sums(40, 34), {"nord": sums(10, 7)}, "rest")
    assert pulled == {"nord": Fraction(-250, 40), "rest": Fraction(-150, 40)}
