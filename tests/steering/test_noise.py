"""Whether a figure has moved: each row of the decision table, and two invented years."""

from __future__ import annotations

from decimal import Decimal

import pytest
from known_months import known_months

from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month, months_of, quarter_of
from kvartalsbog.steering.noise import Band, Signal, band_of, signal

BEFORE, YEAR = months_of(2023), months_of(2024)
STILL = (100, 102, 99, 101, 100, 98, 101, 100, 99, 102, 100, 98)  # mean 100, moving ranges of 2 on average


def series(figures: tuple[float, ...], months: tuple[Month, ...], cases: int = 200) -> dict[Month, Sum]:
    return {m: Sum(cases, Decimal(str(f)) * cases) for m, f in zip(months, figures, strict=False)}


def told(figures: tuple[float, ...], quarter: int) -> Signal:
    known = series(STILL, BEFORE) | series(figures, YEAR)
    band = band_of(known, YEAR, share=False)
    assert isinstance(band, Band)
    return signal(known, band, quarter_of(2024, quarter).months, YEAR)


def test_the_band_is_three_deviations_by_the_larger_of_two_estimates() -> None:
    band = band_of(series(STILL, BEFORE), YEAR, share=False)
    assert isinstance(band, Band)
    assert band.centre == 100
    assert band.sigma == pytest.approx(2 / 1.128)  # of the ranges 2 3 2 1 2 3 1 1 3 2 2, more than 1.35 / .978
    assert not band.by_cases
    assert not band.moving


@pytest.mark.parametrize(
    ("figures", "quarter", "expected"),
    [
        ((100, 99, 101), 1, Signal.NOISE),
        ((100, 120, 101), 1, Signal.ONE_MONTH),
        ((120, 99, 121), 1, Signal.HIGHER),
        ((80, 99, 81), 1, Signal.LOWER),
        ((120, 99, 81), 1, Signal.ONE_MONTH),  # two outside, but on different sides
        ((99,) * 9, 3, Signal.LOWER),  # the last eight on one side
        ((101, 99, 99, 99, 99, 99, 99, 99), 3, Signal.NOISE),  # seven
        ((99,) * 8 + (100,), 3, Signal.NOISE),  # a month on the centre breaks the run
        ((), 1, Signal.TOO_FEW_MONTHS),
    ],
)
def test_two_months_outside_or_eight_on_one_side_tell_a_real_change(
    figures: tuple[float, ...], quarter: int, expected: Signal
) -> None:
    assert told(figures, quarter) is expected


def test_without_twelve_months_before_there_is_no_band() -> None:
    assert band_of(series(STILL[:11], BEFORE), YEAR, share=False) is Signal.TOO_FEW_MONTHS


@pytest.mark.parametrize(
    ("cases", "missed", "share", "expected"),
    [
        (9, 1, False, Signal.TOO_FEW_CASES),
        (40, 0, True, Signal.TOO_FEW_MISSES),
        (9, 0, True, Signal.TOO_FEW_CASES),
        (40, 1, True, None),
    ],
)
def test_few_cases_or_few_misses_have_no_band(cases: int, missed: int, share: bool, expected: Signal | None) -> None:
    known = {month: Sum(cases, Decimal(cases - missed)) for month in BEFORE}
    found = band_of(known, YEAR, share=share)
    assert found is expected if expected else isinstance(found, Band)


@pytest.mark.parametrize("value", [Decimal(200), Decimal(2) / 3, Decimal("0.1")])
@pytest.mark.parametrize(("now", "expected"), [(0, Signal.NOISE), (-1, Signal.LOWER), (1, Signal.HIGHER)])
def test_a_year_in_which_nothing_varied_was_not_on_its_way(value: Decimal, now: int, expected: Signal) -> None:
    """Twelve months of the very same figure, and then the same or another; floats of the same are not apart."""
    known = {month: Sum(70, 70 * value) for month in BEFORE} | {
        month: Sum(30, 30 * (value + now)) for month in YEAR[:3]
    }
    band = band_of(known, YEAR, share=False)
    assert isinstance(band, Band)
    assert not band.moving
    assert signal(known, band, YEAR[:3], YEAR) is expected


def test_uneven_small_months_are_held_to_a_band_that_narrows_with_their_cases() -> None:
    cases = (10, 40) * 6
    known = {m: Sum(n, Decimal(n * (100 + (-1) ** i))) for i, (m, n) in enumerate(zip(BEFORE, cases, strict=True))}
    band = band_of(known, YEAR, share=False)
    assert isinstance(band, Band)
    assert band.by_cases
    narrow, wide = (band.limits(n)[1] - band.centre for n in (100, 25))
    assert wide == pytest.approx(2 * narrow)


def test_a_year_that_was_on_its_way_has_the_wider_band_and_says_so() -> None:
    band = band_of(series(tuple(range(100, 112)), BEFORE), YEAR, share=False)
    assert isinstance(band, Band)
    assert band.moving
    assert band.sigma == pytest.approx(3.6056 / 0.978, abs=0.001)  # not 1 / 1.128


@pytest.mark.parametrize(
    ("goal", "low", "high", "moving", "signals"),
    [
        ("1.1", 190.05, 203.32, True, ["within the band", "really lower", "really lower", "really lower"]),
        ("1.2", 177.36, 186.43, False, ["within the band", "really lower", "really lower", "really lower"]),
        ("4.2", 0.7747, 0.9502, False, ["within the band", "really higher", "really higher", "really higher"]),
    ],
)
def test_two_invented_years(goal: str, low: float, high: float, moving: bool, signals: list[str]) -> None:
    found = []
    for quarter in quarter_of(2024, 4).until_now:
        known = known_months(goal, str(quarter))
        band = band_of(known, YEAR, share=goal == "4.2")
        assert isinstance(band, Band)
        assert band.limits(100) == pytest.approx((low, high), abs=0.01)
        assert band.moving is moving
        found.append(signal(known, band, quarter.months, YEAR).value)
    assert found == signals
