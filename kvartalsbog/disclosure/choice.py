"""Choosing what a publication withholds, given everything that was published before and cannot be taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kvartalsbog.disclosure.publication import Choice, Key, Kind, Measure, Part, Publication
from kvartalsbog.disclosure.reader import Reader
from kvartalsbog.disclosure.readers import Ledger, reader_of_counts, reader_of_totals
from kvartalsbog.disclosure.secrets import Group, Unknowns, secrets

_COSTS = {Kind.MONTH: 1.0, Kind.UNIT: 1.0, Kind.TO_DATE: 0.5}
_VALUE = 100.0  # the goal's own value is what the book is for


@dataclass(frozen=True)
class _Own:
    """A sum that the publication could show, under all the names that it has there."""

    row: int
    parts: tuple[Part, ...]
    cases: int

    @property
    def is_value(self) -> bool:
        return any(part.is_value for part in self.parts)

    @property
    def price(self) -> tuple[float, int, tuple[Key, ...]]:
        """What withholding it costs; of equals the one with the fewest cases goes first."""
        cost = sum(_VALUE if part.is_value else _COSTS[part.key.kind] for part in self.parts)
        return cost, abs(self.cases), tuple(part.key for part in self.parts)


def choose(
    history: Sequence[Publication], new: Publication, measure: Measure, threshold: int, *, keep_value: bool = False
) -> Choice:
    """What a publication may show after those of `history`, so that no secret can be worked out.

    Withheld are sums of few cases, sums a few cases from one of the same name that was ever shown, and whatever was
    withheld before (the goal's own value excepted); then the cheapest of the sums that give a secret away, until none
    is given away; at last what turned out not to be needed is shown again. With `keep_value` a person has decided that
    the goal's value is shown whatever it tells.
    """
    ledger = Ledger((*history, replace(new, shown=frozenset())))
    own = tuple(_own(ledger, new))
    kept = {sum_.row for sum_ in own if keep_value and sum_.is_value}
    moved = {part.key for sum_ in own for part in sum_.parts if _moved(history, part.key, sum_.cases, threshold)}
    must = {
        sum_.row
        for sum_ in own
        if 0 < sum_.cases < threshold or any(p.key in moved or _was_withheld(history, p) for p in sum_.parts)
    } - kept
    free_to_choose = tuple(s for s in own if s.row not in kept)
    withheld, exposed = _Search(ledger, measure, threshold, free_to_choose, must).run()
    told = {part.key for sum_ in own if sum_.row not in withheld for part in sum_.parts}
    free = {part.key for part in new.parts} - {part.key for sum_ in own for part in sum_.parts}
    return Choice(
        frozenset(told | free),
        any(sum_.is_value for sum_ in own if sum_.row in withheld),
        exposed,
        tuple(sorted(moved)),
    )


def _own(ledger: Ledger, new: Publication) -> Iterator[_Own]:
    """The publication's sums that are news: neither nought nor shown already by an earlier publication."""
    by_row: dict[int, list[Part]] = {}
    for part in new.parts:
        by_row.setdefault(ledger.row_of(len(ledger.publications) - 1, part), []).append(part)
    for row, parts in by_row.items():
        if row not in ledger.shown:
            yield _Own(row, tuple(parts), new.sum_of(parts[0].cells).n)


def _moved(history: Sequence[Publication], key: Key, cases: int, threshold: int) -> bool:
    """Whether a sum is a few cases from one of the same name that was shown."""
    return any(
        0 < abs(cases - publication.sum_of(part.cells).n) < threshold
        for publication in history
        if key in publication.shown
        for part in publication.parts
        if part.key == key
    )


def _was_withheld(history: Sequence[Publication], part: Part) -> bool:
    return not part.is_value and any(
        part.key not in publication.shown and any(old.key == part.key for old in publication.parts)
        for publication in history
    )


class _Search:
    """Withholds one sum after the other until no secret is known too well."""

    def __init__(
        self, ledger: Ledger, measure: Measure, threshold: int, sums: tuple[_Own, ...], must: set[int]
    ) -> None:
        self._sums = {sum_.row: sum_ for sum_ in sums}
        self._ledger, self._must, self._threshold = ledger, must, threshold
        self._guarded = secrets(ledger.publications, ledger.unknowns, threshold)
        self._readers: tuple[Reader, ...] = ()
        if self._guarded:
            counts = reader_of_counts(ledger, self._guarded, threshold)
            self._readers = (counts, reader_of_totals(ledger, self._guarded, measure))
        self._shown: set[int] = set()

    def run(self) -> tuple[set[int], tuple[Group, ...]]:
        """The rows of the publication that are withheld, and what stays known too well whatever is withheld."""
        for row in self._ledger.rows_shown_outside(self._sums):
            self._show(row)
        exposed = self._leave_out_what_is_known()
        for row in self._sums.keys() - self._must:
            self._show(row)
        added = []
        while (found := self._breach()) is not None:
            secret, rows = found
            cheapest = self._cheapest(secret, rows)
            self._withhold(cheapest)
            added.append(cheapest)
        for row in sorted(added, key=lambda row: self._sums[row].price, reverse=True):
            self._show(row)
            if self._breach() is not None:
                self._withhold(row)
        return set(self._sums) - self._shown, exposed

    def _leave_out_what_is_known(self) -> tuple[Group, ...]:
        """What is known too well although the publication withholds everything is not searched for, but told."""
        every = range(len(self._guarded))
        known = {breach.guarded for reader in self._readers for breach in reader.breaches(every)}
        self._live = [number for number in every if number not in known]
        old = self._known_before() if known else set()
        mine = [self._guarded[number] for number in sorted(known)]
        return tuple(
            secret.group for secret in mine if not {(secret.plus, secret.minus), (secret.minus, secret.plus)} & old
        )

    def _known_before(self) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
        """The secrets that there were before this publication: its unknowns have the last numbers."""
        before = self._ledger.publications[:-1]
        return {(s.plus, s.minus) for s in secrets(before, Unknowns(before), self._threshold)}

    def _breach(self) -> tuple[int, tuple[int, ...]] | None:
        for reader in self._readers:
            if breach := reader.breach(self._live):
                return breach.guarded, breach.rows
        return None

    def _cheapest(self, secret: int, rows: tuple[int, ...]) -> int:
        """Of the sums that are shown, those that tell the secret, those that share a cell with it, or any of them.

        There is one: with all of them withheld the secret was safe, or it would not be searched for.
        """
        own = set(self._guarded[secret].unknowns)
        touching = [row for row in self._shown if own & set(self._ledger.rows[row])]
        among = [row for row in rows if row in self._shown] or touching or self._shown
        return min(among, key=lambda row: self._sums[row].price)

    def _show(self, row: int) -> None:
        if row in self._sums:
            self._shown.add(row)
        for reader in self._readers:
            reader.show(row)

    def _withhold(self, row: int) -> None:
        self._shown.discard(row)
        for reader in self._readers:
            reader.withhold(row)
