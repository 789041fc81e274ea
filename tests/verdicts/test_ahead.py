"""Which figures are foreseen, and of which months a result is firm."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kvartalsbog.kinds.base import Bound
from kvartalsbog.kinds.mean import Mean
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import months_of, quarter_of
from kvartalsbog.verdicts.ahead import foreseen, look_ahead

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
