"""What a publication's sums were in those before it."""

from __future__ import annotations

from collections.abc import Sequence

from kvartalsbog.disclosure.publication import Key, Publication


def moved(history: Sequence[Publication], new: Publication) -> frozenset[Key]:
    """The sums of a publication that are a few cases from one of the same name that was shown."""
    cases = new.cases
    return frozenset(
        key
        for earlier in history
        for key, n in earlier.cases.items()
        if key in cases and 0 < abs(cases[key] - n) < few(earlier, new) and key in earlier.shown
    )


def few(*publications: Publication) -> int:
    """How many cases are no longer few by all of some publications' plans."""
    return max(publication.threshold for publication in publications)


def withheld(history: Sequence[Publication]) -> frozenset[Key]:
    """The sums that were withheld before."""
    return frozenset[Key]().union(*(earlier.withheld for earlier in history))


def is_told_again(new: Publication, last: Publication) -> bool:
    """Whether a publication has the figures and the sums of the one before it, and nothing that a verdict is told of."""
    told, before = ((each.view, each.calendar, each.verdicts, each.counted, each.threshold) for each in (new, last))
    alike = told == before and not new.verdicts
    sums, sums_before = ({part.key: part.cells for part in publication.parts} for publication in (new, last))
    return alike and sums == sums_before and not any(part.is_value for part in new.parts)
