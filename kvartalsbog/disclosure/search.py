"""The search for what a publication must withhold: block by block, one sum after the other until no secret is known too well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kvartalsbog.disclosure.publication import Key, Kind, Measure, Part
from kvartalsbog.disclosure.readers import Block, Ledger, blocks, reader_of_counts, reader_of_totals
from kvartalsbog.disclosure.secrets import Group, Secret, secrets

_COSTS = {Kind.MONTH: 1.0, Kind.UNIT: 1.0, Kind.TO_DATE: 0.5, Kind.MERGED: 0.5}
_VALUE = 100.0  # the goal's own value is what the book is for


@dataclass(frozen=True)
class Own:
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


def search(
    ledger: Ledger, sums: Mapping[int, Own], must: set[int], measure: Measure, threshold: int
) -> tuple[set[int], tuple[Group, ...]]:
    """Which of the last publication's sums are withheld, by row, and what stays known too well whatever is withheld.

    `must` are withheld in any case. What was known too well before this publication is not told again. Unknowns that no sum
    and no secret binds together are searched apart, so that the cost is that of the largest block: at most as many rounds as
    it has sums, in each of which every secret of the block is asked for once or twice.
    """
    guarded = secrets(ledger.unknowns, threshold)
    withheld, known = set(must), set[Secret]()
    for block in blocks(ledger, guarded):
        one = _Search(ledger, block, sums, must, measure, threshold)
        known |= one.known
        withheld |= one.withheld()
    old = _known_before(ledger, measure, threshold) if known else frozenset()
    told = (secret for secret in guarded if secret in known)
    return withheld, tuple(s.group for s in told if not {(s.plus, s.minus), (s.minus, s.plus)} & old)


def _known_before(
    ledger: Ledger, measure: Measure, threshold: int
) -> frozenset[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The secrets that were known too well before this publication: its unknowns have the last numbers."""
    before = Ledger(ledger.publications[:-1])
    every = blocks(before, secrets(before.unknowns, threshold))
    known = (secret for block in every for secret in _Search(before, block, {}, set(), measure, threshold).known)
    return frozenset((secret.plus, secret.minus) for secret in known)


class _Search:
    """The search in one block. Rows are the ledger's numbers here, and the block's in its readers."""

    def __init__(
        self, ledger: Ledger, block: Block, sums: Mapping[int, Own], must: set[int], measure: Measure, threshold: int
    ) -> None:
        self._ledger, self._block = ledger, block
        self._number = {row: number for number, row in enumerate(block.rows)}
        self._sums = {row: sums[row] for row in block.rows if row in sums}
        self._readers = (reader_of_counts(ledger, block, measure, threshold), reader_of_totals(ledger, block, measure))
        self._shown, self._wished = set[int](), sorted(self._sums.keys() - must)
        self._show(*(row for row in sorted(ledger.shown) if row in self._number))
        self._live = list(range(len(block.secrets)))
        self.known = self._known()

    def _known(self) -> set[Secret]:
        """What is known too well although the publication withholds everything: it is not searched for, but told."""
        self._show(*self._wished)
        if self._breach() is None:  # nothing is, although it shows what it may
            return set()
        for row in self._wished:
            self._withhold(row)
        known = {breach.guarded for reader in self._readers for breach in reader.breaches(self._live)}
        self._live = [number for number in self._live if number not in known]
        self._show(*self._wished)
        return {self._block.secrets[number] for number in known}

    def withheld(self) -> set[int]:
        """The rows that are withheld."""
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
        return set(self._sums) - self._shown

    def _breach(self) -> tuple[int, tuple[int, ...]] | None:
        for reader in self._readers:
            if breach := reader.breach(self._live):
                return breach.guarded, tuple(self._block.rows[number] for number in breach.rows)
        return None

    def _cheapest(self, secret: int, rows: tuple[int, ...]) -> int:
        """Of the sums that are shown, those that tell the secret, those that share a cell with it, or any of the block.

        There is one: with all of them withheld the secret was safe, or it would not be searched for.
        """
        own = set(self._block.secrets[secret].unknowns)
        touching = [row for row in self._shown if not own.isdisjoint(self._ledger.rows[row])]
        among = [row for row in rows if row in self._shown] or touching or self._shown
        return min(among, key=lambda row: self._sums[row].price)

    def _show(self, *rows: int) -> None:
        self._shown.update(row for row in rows if row in self._sums)
        for reader in self._readers:
            reader.show(*(self._number[row] for row in rows))

    def _withhold(self, row: int) -> None:
        self._shown.discard(row)
        for reader in self._readers:
            reader.withhold(self._number[row])
