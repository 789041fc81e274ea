"""Suppression: small cells, and whatever would give them away."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.linalg import matrix_rank

from kvartalsbog.disclosure import WithheldMonths, publish, withheld_districts, withheld_months
from kvartalsbog.loading import Report
from kvartalsbog.plan import Mean
from kvartalsbog.quarter import Month, Quarter, months_of
from kvartalsbog.readings import Readings, SeriesReading, Sum, Vintage


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


def months(*cases: int) -> dict[Month, Sum]:
    return {month: Sum(n, Decimal(n * 100)) for month, n in zip(months_of(2024), cases, strict=False)}


JANUARY, FEBRUARY, MARCH, APRIL, MAY, JUNE = months_of(2024)[:6]


def test_a_small_month_takes_the_smallest_other_with_it() -> None:
    found = withheld_months([months(50, 2, 40)], 5)
    assert (found.months, found.to_date) == ({FEBRUARY, MARCH}, {FEBRUARY})
    found = withheld_months([months(20, 40, 2)], 5)
    assert (found.months, found.to_date) == ({JANUARY, MARCH}, {JANUARY, FEBRUARY})


def test_a_month_that_was_shown_is_withheld_when_a_few_cases_are_added_later() -> None:
    # March is 100 in the first edition and 103 in the second: shown again, it would show the three
    found = withheld_months([months(90, 95, 100), months(90, 95, 103, 80, 70, 60)], 5)
    assert (found.months, found.to_date) == ({MARCH, JUNE}, {MARCH, APRIL, MAY})


def test_many_cases_added_later_are_shown() -> None:
    assert withheld_months([months(90, 95, 100), months(90, 95, 105, 80, 70, 60)], 5) == WithheldMonths()


def test_a_withheld_month_stays_withheld_when_it_has_grown() -> None:
    # 2 and then 9 cases: the first edition shows February and March together, and March has not changed
    found = withheld_months([months(50, 2, 40), months(50, 9, 40, 60, 60, 60)], 5)
    assert found.months >= {FEBRUARY, MARCH}


def test_an_edition_with_too_few_cases_waits_for_the_next() -> None:
    first = withheld_months([months(1, 1, 1)], 5)
    assert (first.months, first.to_date) == ({JANUARY, FEBRUARY, MARCH}, {JANUARY, FEBRUARY, MARCH})
    second = withheld_months([months(1, 1, 1), months(1, 1, 1, 90, 80, 70)], 5)
    assert second.months == {JANUARY, FEBRUARY, MARCH, JUNE}
    assert second.to_date == {JANUARY, FEBRUARY, MARCH, APRIL, MAY}


def test_a_district_whose_restatement_or_new_cases_are_few_is_withheld() -> None:
    editions = [sums(a=20, b=40, c=60), sums(a=30, b=70, c=90)]
    assert withheld_districts(editions, 5, [sums(), sums(a=20, b=40, c=60)]) == frozenset()
    assert "a" in withheld_districts(editions, 5, [sums(), sums(a=27, b=40, c=60)])  # 7 restated, 3 new
    assert "a" in withheld_districts(editions, 5, [sums(), sums(a=23, b=40, c=60)])  # 3 restated, 7 new


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


# -- an attacker with every edition and linear algebra -------------------------------------------------------------------

DISTRICTS = ("nord", "syd", "vest")
Cell = tuple[int, str, Month]  # what an edition added to a month in a district


@st.composite
def stories(draw: st.DrawFn) -> tuple[int, dict[Cell, int]]:
    """Up to three quarters of three districts: new months, months reported late, cases added or taken away later."""
    quarters = draw(st.integers(1, 3))
    cases = st.one_of(st.integers(0, 12), st.just(60))
    added: dict[Cell, int] = {}
    for edition in range(quarters):
        for month, district in itertools.product(months_of(2024)[: 3 * edition + 3], DISTRICTS):
            if month in Quarter(2024, edition + 1).months:
                added[edition, district, month] = draw(cases)
            elif draw(st.integers(0, 11)) == 0:
                stands = sum(n for (_, d, m), n in added.items() if (d, m) == (district, month))
                added[edition, district, month] = draw(st.integers(-min(stands, 6), 9))
    return quarters, added


def readings_of(quarters: int, added: dict[Cell, int]) -> Readings:
    vintages = []
    stands: dict[tuple[str, Month], int] = {}
    for edition in range(quarters):
        rows = []
        for (e, district, month), n in added.items():
            if e == edition and (n or (district, month) not in stands):
                stands[district, month] = stands.get((district, month), 0) + n
                total = stands[district, month]
                rows.append(
                    SeriesReading("1", month, district, total, Decimal(total * 100), Quarter(2024, edition + 1))
                )
        vintages.append(Vintage(Quarter(2024, edition + 1), tuple(rows), (), {}, date(2024, 12, 31), {}))
    return Readings(tuple(vintages))


def criterion() -> Mean:
    return Mean.model_validate(
        {
            "id": "k", "title": "k", "deadline": date(2024, 12, 31), "aggregation": "ratio_of_sums", "direction": "at_most",
            "limit": 100, "counted": "sager", "districts": DISTRICTS, "kind": "mean", "unit": "dage",
            "plausible": {"minimum": 0, "maximum": 900},
        }
    )  # fmt: skip


def shown_sums(quarters: int, readings: Readings, threshold: int, cells: list[Cell]) -> list[list[float]]:
    """Every number that any edition shows, as a row of the cells that it adds up."""
    rows = []
    for edition in range(quarters):
        shown = publish(criterion(), "1", readings, Quarter(2024, edition + 1), threshold)
        known = [c for c in cells if c[0] <= edition]
        rows += [[c for c in known if c[2] == m] for m, total in shown.months.items() if total]
        rows += [[c for c in known if c[2] <= m] for m, total in shown.year_to_date.items() if total]
        rows += [[c for c in known if c[1] == d] for d, total in shown.districts.items() if total]
    return [[float(cell in row) for cell in cells] for row in rows]


def sensitive(quarters: int, added: dict[Cell, int], threshold: int) -> Iterator[list[Cell]]:
    """Groups of few cases that nobody may compute: a district's month, a month, a district, and each one's addition."""
    for edition in range(quarters):
        known = [c for c in added if c[0] <= edition]
        groups = [[c for c in known if c[1:] == key] for key in {c[1:] for c in known}]
        for part in (1, 2):
            groups += [[c for c in known if c[part] == key] for key in {c[part] for c in known}]
            own = [c for c in known if c[0] == edition]
            groups += [[c for c in own if c[part] == key] for key in {c[part] for c in own}]
        groups += [[c] for c in known]
        yield from (g for g in groups if 0 < abs(sum(added[c] for c in g)) < threshold)


@settings(max_examples=150, deadline=None)
@given(stories(), st.integers(3, 6))
def test_no_reader_of_all_editions_can_compute_few_cases(story: tuple[int, dict[Cell, int]], threshold: int) -> None:
    """A group is known exactly if it is a combination of the sums that were shown: if it adds nothing to their rank."""
    quarters, added = story
    # what did not change is taken as known to be unchanged: the attacker knows what a restatement was about
    added = {cell: n for cell, n in added.items() if n or cell[2] in Quarter(2024, cell[0] + 1).months}
    cells = list(added)
    shown = shown_sums(quarters, readings_of(quarters, added), threshold, cells)
    rank = matrix_rank(np.array(shown)) if shown else 0
    for group in sensitive(quarters, added, threshold):
        wanted = [float(cell in group) for cell in cells]
        assert matrix_rank(np.array([*shown, wanted])) > rank, group
