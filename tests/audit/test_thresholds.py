"""What is few by one plan and not by another: told where a publication lets it out, and not where it was out by right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fuzz_audit import untold
from histories import told, two_plans
from told import cells, months, published, series

from kvartalsbog.audit.insider import breaches
from kvartalsbog.audit.outsider import clues

COUNTS = {1: 40, 2: 7, 3: 50}  # of one unit


def known(first: int, then: int, *withheld: int) -> set[tuple[bool, int | None]]:
    """Whether February is told to be out, of two editions of plans with these thresholds; without its data, and by what threshold with them."""
    view = cells({(month, "a"): n for month, n in COUNTS.items()})
    hidden = months(*withheld[:1]) + ([("to-date", "2024-01"), ("to-date", "2024-02"), *months(1)] if withheld else [])
    own = published("2024K1/v1", view, hidden, threshold=first)
    later = published("2025K1/v1", view, months(*withheld[1:]), threshold=then, only_months=True)
    return {
        (True, None) for clue in clues(series(*(replace(p, view={}) for p in (own, later)))) if "2024-02" in clue.group
    } | {(False, b.secret.threshold) for b in breaches(series(own, later)) if b.secret.group == ("month", "2024-02")}


def test_what_was_enough_when_it_was_shown_is_not_told_by_a_later_plan() -> None:
    assert known(5, 10) == set()
    assert known(5, 10, 0, 2) == set()  # the later plan hides it too late, and rightly


def test_what_was_few_when_it_was_hidden_stays_so() -> None:
    assert known(10, 5, 2) == {(True, None), (False, 10)}
    assert known(10, 5, 2, 2, 1) == set()


def test_where_the_total_of_a_few_cases_is_out_how_many_they_are_is_still_kept() -> None:
    """Of 9 cases that were enough the total is known already; when 12 are asked for, their number is withheld with another."""
    assert untold(told(two_plans(80, 12), accept=True)) == []


@pytest.mark.parametrize("first", [0, *(pytest.param(first, marks=pytest.mark.slow) for first in (20, 40))])
def test_the_search_lets_nothing_out_between_plans_of_two_thresholds_that_the_audit_can_find(first: int) -> None:
    tried = 0
    for seed in range(first, first + 20):
        for later in (3, 9):
            made = two_plans(seed, later)
            if any(p.threshold != made.threshold for p in made.publications):
                tried += 1
                assert untold(told(made, accept=seed % 2 == 0)) == [], seed
    assert tried >= 3
