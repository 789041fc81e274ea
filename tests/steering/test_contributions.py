"""Who pulls: the parts sum exactly, to the distance from the limit and to the change since last year."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvartalsbog.kinds.measures import Sum, add_up
from kvartalsbog.steering.contributions import changes, contributions, rounded, wilson
from kvartalsbog.steering.sums import figure

UNITS = {"nord": Sum(40, Decimal(7000)), "syd": Sum(10, Decimal(2300)), "oest": Sum(50, Decimal(9000))}

sums = st.builds(Sum, st.integers(0, 3000), st.decimals(0, 10**6, places=2))
units = st.dictionaries(st.sampled_from(["nord", "syd", "oest", "vest"]), sums, min_size=1)


def test_a_unit_pulls_by_its_cases_and_its_distance() -> None:
    """18,300 days over 100 cases are 183: three over 180, of which nord takes 2 and oest nothing."""
    assert contributions(UNITS, Fraction(180)) == {"nord": Fraction(-2), "syd": Fraction(5), "oest": Fraction(0)}
    assert contributions({"nord": Sum(0, Decimal(0))}, Fraction(180)) == {}


def test_rate_and_mix_by_hand() -> None:
    """Nord alone gets faster, from 200 to 180, while its part of the cases goes from a half to three quarters."""
    before = {"nord": Sum(50, Decimal(10000)), "syd": Sum(50, Decimal(5000))}
    after = {"nord": Sum(75, Decimal(13500)), "syd": Sum(25, Decimal(2500))}
    found = changes(before, after)
    assert found["nord"].rate == Fraction(5, 8) * -20
    assert found["syd"].rate == 0
    middle = Fraction(150 + 160, 2)
    assert found["nord"].mix == (190 - middle) / 4
    assert found["syd"].mix == (100 - middle) / -4
    assert sum(part for change in found.values() for part in change) == 10


def test_a_unit_that_is_new_is_all_mix() -> None:
    found = changes({"nord": Sum(10, Decimal(100))}, {"nord": Sum(10, Decimal(100)), "syd": Sum(10, Decimal(300))})
    assert found["syd"].rate == 0
    assert sum(part for change in found.values() for part in change) == 10


@given(units, units)
def test_rate_and_mix_sum_to_the_change(before: dict[str, Sum], after: dict[str, Sum]) -> None:
    wholes = [add_up(part.values()) for part in (before, after)]
    found = changes(before, after)
    if all(part.n for part in wholes):
        # what stands in a unit without cases belongs to no figure of a unit
        stray = [sum((s.total for s in part.values() if not s.n), Decimal(0)) for part in (before, after)]
        if not any(stray):
            assert sum(part for change in found.values() for part in change) == figure(wholes[1]) - figure(wholes[0])
    else:
        assert found == {}


@given(units, st.fractions(0, 1000))
def test_contributions_sum_to_the_distance(parts: dict[str, Sum], limit: Fraction) -> None:
    all_units = add_up(parts.values())
    if all_units.n:
        assert sum(contributions(parts, limit).values()) == figure(all_units) - limit


def test_rounded_parts_sum_to_the_rounded_sum() -> None:
    """Rounded one by one these would be 0.3 + 0.3 + 0.3, which is 0.9 and not 1."""
    thirds = dict.fromkeys(("a", "b", "c"), Fraction(1, 3))
    assert rounded(thirds, 1) == {"a": Decimal("0.4"), "b": Decimal("0.3"), "c": Decimal("0.3")}
    assert rounded({"a": Fraction(-1, 3), "b": Fraction(1, 3)}, 1) == {"a": Decimal("-0.3"), "b": Decimal("0.3")}
    assert rounded({}, 1) == {}
    assert sum(rounded(thirds, 1, Decimal("1.1")).values()) == Decimal("1.1")  # a sum that was rounded with others


@given(st.dictionaries(st.integers(0, 20), st.fractions(-1000, 1000, max_denominator=1000)), st.integers(0, 3))
def test_rounding_moves_no_part_by_a_whole_step(parts: dict[int, Fraction], decimals: int) -> None:
    found = rounded(parts, decimals)
    step = Fraction(1, 10**decimals)
    assert all(abs(Fraction(found[part]) - parts[part]) < step for part in parts)
    assert sum(map(Fraction, found.values())) == round(sum(parts.values(), Fraction(0)) / step) * step


@pytest.mark.parametrize(
    ("in_time", "cases", "low", "high"), [(11, 12, 0.646, 0.985), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0)]
)
def test_wilsons_interval(in_time: int, cases: int, low: float, high: float) -> None:
    assert wilson(in_time, cases) == pytest.approx((low, high), abs=0.001)
