"""How a figure is likely to end: hand-checked on two invented years, and what must hold whatever the series."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_months import known_months

from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month, months_of
from kvartalsbog.steering.line import line_through
from kvartalsbog.steering.projection import Question, project

YEAR = months_of(2024)
BEFORE = months_of(2023)
ASKED = {
    "1.1": Question(YEAR, Fraction(180), at_most=True),
    "1.2": Question(YEAR, Fraction(165), at_most=True),
    "4.2": Question(YEAR, Fraction(9, 10), at_most=False, share=True),
}


@pytest.mark.parametrize(
    ("goal", "quarter", "value", "low", "high", "required", "probability"),
    [
        ("1.1", "2024K1", 191.32, 185.44, 197.21, 176.21, 0.0068),
        ("1.1", "2024K2", 186.37, 183.27, 189.48, 170.65, 0.0043),
        ("1.1", "2024K3", 180.75, 179.43, 182.07, 167.33, 0.2333),
        ("1.2", "2024K3", 171.55, 170.38, 172.72, 139.88, 0.0),
        ("4.2", "2024K1", 0.9152, 0.8775, 0.9528, 0.8945, 0.6972),
        ("4.2", "2024K3", 0.9337, 0.9210, 0.9464, 0.8041, 0.9997),
    ],
)
def test_two_invented_years_as_they_were_worked_out(
    goal: str, quarter: str, value: float, low: float, high: float, required: float, probability: float
) -> None:
    found = project(known_months(goal, quarter), ASKED[goal])
    assert found is not None
    decimals = 4 if goal == "4.2" else 2
    told = [round(x, decimals) for x in (found.value, found.low, found.high, found.required)]
    assert told == [value, low, high, required]
    assert round(found.probability, 4) == probability
    assert not found.certain


def test_a_year_that_is_over_or_not_begun_has_no_projection() -> None:
    known = known_months("1.1", "2024K4")
    assert project(known, ASKED["1.1"]) is None
    assert project({m: s for m, s in known.items() if m.year == 2023}, ASKED["1.1"]) is None
    assert project({YEAR[0]: Sum(10, Decimal(100))}, ASKED["1.1"]) is None


def flat(figure: int, cases: int, months: tuple[Month, ...]) -> dict[Month, Sum]:
    return {month: Sum(cases, Decimal(figure * cases)) for month in months}


def test_a_flat_figure_ends_where_it_is() -> None:
    found = project(flat(170, 500, BEFORE + YEAR[:3]), ASKED["1.1"])
    assert found is not None
    assert (found.value, found.rest, found.cases) == pytest.approx((170, 170, 4500))
    assert found.probability > 0.99


def test_a_slope_fades_and_is_carried_on_whole_where_there_is_no_scatter() -> None:
    falling = {month: Sum(100, Decimal(100 * (200 - index))) for index, month in enumerate(BEFORE + YEAR[:3])}
    line = line_through(falling, share=False)
    assert line is not None
    assert line.slope == pytest.approx(-1)
    assert line.at(YEAR[3]) == pytest.approx(186 - 0.9)
    assert line.at(YEAR[4]) == pytest.approx(186 - 0.9 - 0.81)


def test_with_eight_months_no_slope_is_carried_on() -> None:
    falling = {month: Sum(100, Decimal(100 * (200 - index))) for index, month in enumerate(YEAR[:8])}
    line = line_through(falling, share=False)
    assert line is not None
    assert line.slope == 0


@pytest.mark.parametrize(
    ("totals", "at_most", "limit", "probability"),
    [
        ((100, 100, 90), False, Fraction(99, 100), 0.0),  # 10 misses where the year allows fewer than 10
        ((100, 100, 100), False, Fraction(1), 301 / 601),  # no miss yet: Laplace
        ((100, 100, 99), False, Fraction(1), 0.0),
        ((100, 100, 100), False, Fraction(1, 2), 1.0),  # nothing left can undo it
        ((100, 100, 100), True, Fraction(1, 4), 0.0),
    ],
)
def test_arithmetic_comes_before_judgement(
    totals: tuple[int, ...], at_most: bool, limit: Fraction, probability: float
) -> None:
    six = YEAR[:6]
    known = {month: Sum(100, Decimal(total)) for month, total in zip(six, totals, strict=False)}
    found = project(known, Question(six, limit, at_most, share=True))
    assert found is not None
    assert found.probability == pytest.approx(probability)
    assert found.certain == (probability in (0, 1))


def test_earlier_moves_widen_the_interval() -> None:
    known = known_months("1.1", "2024K3")
    still, moved = project(known, ASKED["1.1"]), project(known, ASKED["1.1"], (2.0, -2.0))
    assert still is not None
    assert moved is not None
    assert moved.high - moved.value > still.high - still.value
    assert moved.value == still.value


sums = st.builds(
    lambda n, part: Sum(n, Decimal(round(n * part))), st.integers(1, 5000), st.floats(0, 1, allow_nan=False)
)


@given(st.lists(sums, min_size=24, max_size=24), st.integers(1, 11), st.booleans(), st.fractions(0, 1))
def test_a_share_stays_possible_whatever_is_known(parts: list[Sum], seen: int, at_most: bool, limit: Fraction) -> None:
    known = dict(zip((*BEFORE, *YEAR[:seen]), parts, strict=False))
    found = project(known, Question(YEAR, limit, at_most, share=True))
    assert found is not None
    so_far = sum(known[m].n for m in YEAR[:seen]), sum(known[m].total for m in YEAR[:seen])
    every = so_far[0] + found.cases
    assert float(so_far[1]) / every - 1e-9 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= (float(so_far[1]) + found.cases) / every + 1e-9
    assert 0 <= found.probability <= 1


@given(st.lists(sums, min_size=24, max_size=24), st.integers(1, 11), st.fractions(0, 1), st.fractions(0, 1))
def test_a_stricter_limit_is_never_likelier_to_be_kept(
    parts: list[Sum], seen: int, one: Fraction, other: Fraction
) -> None:
    known = dict(zip((*BEFORE, *YEAR[:seen]), parts, strict=False))
    strict, mild = (project(known, Question(YEAR, limit, at_most=True)) for limit in sorted((one, other)))
    assert strict is not None
    assert mild is not None
    assert strict.probability <= mild.probability
