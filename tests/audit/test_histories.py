"""Over made-up histories the audit finds nothing that the search let out, and much where every edition is looked at alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from fuzz_audit import as_series, audited_alone, untold
from histories import IN_TIME, History, history, merger, told

from kvartalsbog.audit.insider import What, breaches
from kvartalsbog.disclosure.choice import choose
from kvartalsbog.disclosure.publication import Kind, Publication, year_parts
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month


@pytest.mark.slow
def test_units_together_give_nothing_away_that_the_audit_can_find() -> None:
    """Of years in which two units went into a third: the third's own sum, all three's, and the year before's."""
    together = 0
    for seed in range(100, 108):
        found = told(merger(seed), accept=seed % 2 == 0)
        together += sum(key.kind is Kind.MERGED for publication in found.publications for key in publication.shown)
        assert untold(found) == [], seed
    assert together >= 5


@pytest.mark.parametrize("first", [0, *(pytest.param(first, marks=pytest.mark.slow) for first in (8, 16, 24))])
def test_the_search_lets_nothing_out_that_the_audit_can_find(first: int) -> None:
    alone = 0
    for seed in range(first, first + 8):
        found = told(history(seed), accept=seed % 2 == 0)
        assert untold(found) == [], seed
        alone += bool(audited_alone(found.history))
    assert alone >= 2


def test_a_total_in_whole_numbers_is_uncertain_by_a_fifth_or_more_and_not_by_less() -> None:
    """Of unit a 6 of 6 cases were in time, of b 9 of 10, and together 15 of 16: so of a at least 5 were. A fifth of 6 is 1.2, and
    a reader who can rule out 4 knows it better than that; of 5 of 5, of 14 of 15 together, 4 is enough.
    """
    for cases, known in ((6, True), (5, False)):
        view = {
            (Month(2024, 1), unit): Sum(n, Decimal(total)) for unit, n, total in (("a", cases, cases), ("b", 10, 9))
        }
        whole = Publication("K1", view, year_parts(view, {"a": ("a",), "b": ("b",)}, frozenset()), threshold=7)
        every_but_units = frozenset(part.key for part in whole.parts if part.key.kind is not Kind.UNIT)
        for shown, is_out in ((every_but_units, known), (choose([], whole, IN_TIME).shown, False)):
            found = breaches(as_series(History(7, IN_TIME, (whole,)), (replace(whole, shown=shown),)))
            assert {breach.what for breach in found} == ({What.TOTAL} if is_out else set())
