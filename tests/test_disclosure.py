"""Suppression: small cells, and whatever would give them away."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kvartalsbog.disclosure import publish, withheld_districts, withheld_months
from kvartalsbog.loading import Report
from kvartalsbog.quarter import Month, Quarter, months_of
from kvartalsbog.readings import Sum


def sums(**cases: int) -> dict[str, Sum]:
    return {name: Sum(n, Decimal(n * 100)) for name, n in cases.items()}


def test_a_small_district_takes_the_smallest_other_with_it() -> None:
    assert withheld_districts([sums(a=3, b=40, c=20, d=90)], 5) == {"a", "c"}


def test_two_small_districts_hide_each_other_when_they_are_enough() -> None:
    assert withheld_districts([sums(a=3, b=4, c=20)], 5) == {"a", "b"}
    assert withheld_districts([sums(a=1, b=2, c=20, d=30)], 5) == {"a", "b", "c"}


def test_nothing_is_withheld_where_no_cell_is_small() -> None:
    assert withheld_districts([sums(a=5, b=40), sums(a=11, b=60)], 5) == frozenset()


def test_a_district_without_cases_is_no_secret() -> None:
    assert withheld_districts([sums(a=0, b=40, c=30)], 5) == frozenset()


def test_a_small_step_between_editions_is_withheld_too() -> None:
    # 20 cases by the first quarter and 23 by the second: the difference would show 3
    assert "a" in withheld_districts([sums(a=20, b=40, c=60), sums(a=23, b=70, c=90)], 5)


def test_what_was_withheld_stays_withheld_for_the_year() -> None:
    editions = [sums(a=3, b=40, c=20), sums(a=30, b=80, c=50), sums(a=90, b=120, c=80)]
    assert withheld_districts(editions, 5) >= {"a", "c"}


def test_a_small_month_takes_a_neighbour_of_its_own_quarter_with_it() -> None:
    january, february, march = months_of(2024)[:3]
    found = withheld_months({january: Sum(50, Decimal(1)), february: Sum(2, Decimal(1)), march: Sum(40, Decimal(1))}, 5)
    assert (found.months, found.ends, found.after) == ({february, march}, {march}, frozenset())
    found = withheld_months({january: Sum(50, Decimal(1)), february: Sum(40, Decimal(1)), march: Sum(2, Decimal(1))}, 5)
    assert (found.months, found.ends) == ({february, march}, {march})


def test_after_a_quarter_with_too_few_cases_the_year_is_not_shown() -> None:
    months = {month: Sum(1, Decimal(1)) for month in months_of(2024)[:3]} | {Month(2024, 4): Sum(90, Decimal(1))}
    assert withheld_months(months, 5).after == set(months)


def test_the_example_years_smallest_unit_is_never_shown(report: Callable[[str], Report]) -> None:
    found = report("2024K4")
    goal = found.plan.goal("1.2")
    assert goal.ratio is not None
    for number in (1, 2, 3, 4):
        shown = publish(goal.ratio, "1.2", found.readings, Quarter(2024, number), 5)
        assert shown.districts["bornholm"] is None
        assert sum(total is None for total in shown.districts.values()) >= 2
        assert shown.latest is not None


editions = st.lists(st.lists(st.integers(0, 25), min_size=5, max_size=5), min_size=1, max_size=4)


@given(editions, st.integers(3, 8))
def test_no_small_cell_and_no_small_difference_can_be_computed(steps: list[list[int]], threshold: int) -> None:
    """An attacker has every edition: visible districts, and the total. What is left over must never be small."""
    names = "abcde"
    running = [list(itertools.accumulate(column)) for column in zip(*steps, strict=True)]
    told = [sums(**{n: running[i][e] for i, n in enumerate(names)}) for e in range(len(steps))]
    hidden = [withheld_districts(told[: e + 1], threshold) for e in range(len(told))]
    for e, edition in enumerate(told):
        if all(name in hidden[e] or edition[name].n == 0 for name in names):
            continue  # everything is withheld: nothing but the total is shown
        visible = [name for name in names if name not in hidden[e]]
        assert not any(0 < edition[name].n < threshold for name in visible)
        rest = sum(edition[name].n for name in hidden[e])
        assert rest == 0 or (rest >= threshold and sum(edition[n].n > 0 for n in hidden[e]) > 1)
        if e:
            grown = [edition[name].n - told[e - 1][name].n for name in visible if name not in hidden[e - 1]]
            assert not any(0 < step < threshold for step in grown)
            assert not 0 < rest - sum(told[e - 1][name].n for name in hidden[e]) < threshold
