"""Over made-up histories the audit finds nothing that the search let out, and much where every edition is looked at alone."""

from __future__ import annotations

import pytest
from fuzz_audit import audited, audited_alone
from histories import history, merger, told

from kvartalsbog.disclosure.publication import Kind


def test_units_together_give_nothing_away_that_the_audit_can_find() -> None:
    """Of years in which two units went into a third: the third's own sum, all three's, and the year before's."""
    together = 0
    for seed in range(100, 108):
        found = told(merger(seed), accept=seed % 2 == 0)
        together += sum(key.kind is Kind.MERGED for publication in found.publications for key in publication.shown)
        assert not audited(found) or any(choice.exposed for choice in found.choices), seed
    assert together >= 5


@pytest.mark.parametrize("first", [0, *(pytest.param(first, marks=pytest.mark.slow) for first in (8, 16, 24))])
def test_the_search_lets_nothing_out_that_the_audit_can_find(first: int) -> None:
    alone = 0
    for seed in range(first, first + 8):
        found = told(history(seed), accept=seed % 2 == 0)
        out = audited(found)
        # what nothing could have kept is told by the search, and by the audit as well
        assert not out or any(choice.exposed for choice in found.choices), (seed, out)
        alone += bool(audited_alone(found.history))
    assert alone >= 2
