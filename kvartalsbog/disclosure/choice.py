"""Choosing what a publication withholds, given everything that was published before and cannot be taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kvartalsbog.disclosure.publication import Choice, Key, Measure, Part, Publication
from kvartalsbog.disclosure.readers import Ledger
from kvartalsbog.disclosure.search import Own, search


def choose(
    history: Sequence[Publication], new: Publication, measure: Measure, threshold: int, *, keep_value: bool = False
) -> Choice:
    """What a publication may show after those of `history`, so that no secret can be worked out.

    Withheld are sums of few cases, sums a few cases from one of the same name that was ever shown, and whatever was
    withheld before (the goal's own value excepted); then the cheapest of the sums that give a secret away, until none
    is given away; at last what turned out not to be needed is shown again. With `keep_value` a person has decided that
    the goal's value is shown whatever it tells.
    """
    if history and _is_told_again(new, history[-1]):  # what it withheld stays so, and hides all that it hid
        moved = {key for key in new.cases.keys() - history[-1].shown if _moved(history, key, new.cases[key], threshold)}
        return Choice(history[-1].shown, near=tuple(sorted(moved)))
    kept = frozenset(part.key for part in new.parts if keep_value and part.is_value)
    ledger = Ledger((*history, replace(new, shown=kept)))
    own = tuple(_own(ledger, new))
    moved = {part.key for sum_ in own for part in sum_.parts if _moved(history, part.key, sum_.cases, threshold)}
    must = {
        sum_.row
        for sum_ in own
        if 0 < sum_.cases < threshold or any(p.key in moved or _was_withheld(history, p) for p in sum_.parts)
    }
    withheld, exposed = search(ledger, {sum_.row: sum_ for sum_ in own}, must, measure, threshold)
    told = {part.key for sum_ in own if sum_.row not in withheld for part in sum_.parts}
    free = {part.key for part in new.parts} - {part.key for sum_ in own for part in sum_.parts}
    return Choice(
        frozenset(told | free),
        any(sum_.is_value for sum_ in own if sum_.row in withheld),
        exposed,
        tuple(sorted(moved)),
    )


def _is_told_again(new: Publication, last: Publication) -> bool:
    """Whether a publication has the figures and the sums of the one before it, and nothing that a verdict is told of."""
    alike = (new.view, new.calendar, new.verdicts) == (last.view, last.calendar, last.verdicts) and not new.verdicts
    sums, before = ({part.key: part.cells for part in publication.parts} for publication in (new, last))
    return alike and sums == before and not any(part.is_value for part in new.parts)


def _own(ledger: Ledger, new: Publication) -> Iterator[Own]:
    """The publication's sums that are to be chosen among: neither nought nor shown whatever is chosen."""
    by_row: dict[int, list[Part]] = {}
    for part in new.parts:
        by_row.setdefault(ledger.row_of(len(ledger.publications) - 1, part), []).append(part)
    for row, parts in by_row.items():
        if row not in ledger.shown:
            yield Own(row, tuple(parts), new.sum_of(parts[0].cells).n)


def _moved(history: Sequence[Publication], key: Key, cases: int, threshold: int) -> bool:
    """Whether a sum is a few cases from one of the same name that was shown."""
    return any(
        0 < abs(cases - publication.cases[key]) < threshold
        for publication in history
        if key in publication.shown and key in publication.cases
    )


def _was_withheld(history: Sequence[Publication], part: Part) -> bool:
    return not part.is_value and any(
        part.key in publication.cases and part.key not in publication.shown for publication in history
    )
