"""The search for what a publication must withhold: block by block, one sum after the other until no secret is known too well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import NamedTuple

from kvartalsbog.disclosure.earlier import few
from kvartalsbog.disclosure.ledger import Block, Ledger, blocks
from kvartalsbog.disclosure.publication import Key, Kind, Measure, Part
from kvartalsbog.disclosure.reader import Remembered
from kvartalsbog.disclosure.readers import reader_of_counts, reader_of_totals
from kvartalsbog.disclosure.secrets import Group, Secret, secrets

_COSTS = {Kind.MONTH: 1.0, Kind.UNIT: 1.0, Kind.TO_DATE: 0.5, Kind.MERGED: 0.5, Kind.UNIT_MONTH: 0.1}
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


Known = tuple[Secret, int]  # by which of a block's readers: where a total is out, the cases are still guarded
_READERS = (reader_of_counts, reader_of_totals)


@dataclass(frozen=True)
class Found:
    """What a search ends with: the rows that are withheld, and the secrets that are known too well whatever is withheld."""

    withheld: frozenset[int]
    known: frozenset[Known]


def search(
    ledger: Ledger,
    guarded: Sequence[Secret],
    sums: Mapping[int, Own],
    must: Set[int],
    measure: Measure,
    *,
    ends_at_one: bool = False,
) -> Found:
    """Which of the last publication's sums are withheld, by row; `must` are withheld in any case.

    Unknowns that no sum and no secret binds together are searched apart, so that the cost is that of the largest block: at most
    as many rounds as it has sums, in each of which every secret of the block is asked for once or twice.
    """
    every = (secret for secret in guarded if ledger.known.issuperset(secret.unknowns))
    withheld, known = set(must), {(secret, reader) for secret in every for reader in range(len(_READERS))}
    for block in blocks(ledger, guarded):
        one = _Search(ledger, block, sums, must, measure, one_will_do=ends_at_one)
        withheld |= one.withheld()
        known |= one.known
        if known and ends_at_one:
            break
    return Found(frozenset(withheld), frozenset(known))


def newly_known(ledger: Ledger, known: Set[Known], measure: Measure) -> Iterator[Group]:
    """What of the secrets that are known too well was not known before the last publication: it is not told again."""
    if known:
        most = few(*ledger.publications)
        before = Ledger([replace(publication, threshold=most) for publication in ledger.publications[:-1]])
        stood = {secret.sides for secret in secrets(before.unknowns)}  # few by their own plans or not
        every, out = secrets(ledger.unknowns), {secret for secret, _ in known}
        asked = [secret for secret in every if secret in out and secret.sides in stood]
        new = {secret for secret, _ in known - search(before, asked, {}, set(), measure).known}
        yield from (secret.group for secret in every if secret in new)


class _Question(NamedTuple):
    """A secret of a block, by its number, and the reader that may know it."""

    secret: int
    reader: int


class _Search:
    """The search in one block. Rows are the ledger's numbers here, and the block's in its readers."""

    def __init__(
        self,
        ledger: Ledger,
        block: Block,
        sums: Mapping[int, Own],
        must: Set[int],
        measure: Measure,
        *,
        one_will_do: bool,
    ) -> None:
        self._ledger, self._block = ledger, block
        self._number = {row: number for number, row in enumerate(block.rows)}
        self._sums = {row: sums[row] for row in block.rows if row in sums}
        self._readers = tuple(make(ledger, block, measure) for make in _READERS)
        self._shown, self._wished = set[int](), sorted(self._sums.keys() - must)
        self._show(*(row for row in sorted(ledger.shown) if row in self._number))
        self._show(*self._wished)
        self._live = [list(range(len(block.secrets))) for _ in self._readers]
        self._can_be_hidden = set[_Question]()
        self._one_will_do = one_will_do
        self.known = set[Known]()

    def withheld(self) -> set[int]:
        """The rows that are withheld; `known` is then what nothing that is withheld hides."""
        # each with what it hides, which is asked for first if it is shown again
        added: dict[int, _Question] = {}
        while (found := self._to_be_hidden()) is not None:
            question, rows = found
            cheapest = self._cheapest(question.secret, rows)
            self._withhold(cheapest)
            added[cheapest] = question
        for row in sorted(added, key=lambda row: self._sums[row].price, reverse=True):
            before = [reader.remembered() for reader in self._readers]
            self._show(row)
            if self._breach(added[row]) is not None or self._breach() is not None:
                self._withhold(row)
                self._recall(before)
        return set(self._sums) - self._shown

    def _to_be_hidden(self) -> tuple[_Question, tuple[int, ...]] | None:
        """The next secret that is known too well, and the rows that tell it. One that is so although everything is withheld is not
        searched for, but told.
        """
        while (found := self._breach()) is not None:
            question, _ = found
            if question in self._can_be_hidden or not self._is_known_anyway(question):
                self._can_be_hidden.add(question)
                return found
            self.known.add((self._block.secrets[question.secret], question.reader))
            self._live[question.reader].remove(question.secret)
            if self._one_will_do:
                return None
        return None

    def _is_known_anyway(self, question: _Question) -> bool:
        before, shown = [reader.remembered() for reader in self._readers], tuple(sorted(self._shown))
        for row in shown:
            self._withhold(row)
        found = self._breach(question)
        self._show(*shown)
        self._recall(before)
        return found is not None

    def _recall(self, before: Sequence[Remembered]) -> None:
        for reader, remembered in zip(self._readers, before, strict=True):
            reader.recall(remembered)

    def _breach(self, only: _Question | None = None) -> tuple[_Question, tuple[int, ...]] | None:
        for number, reader in enumerate(self._readers):
            if only is not None and only.reader != number:
                continue
            if breach := reader.breach(self._live[number] if only is None else [only.secret]):
                return _Question(breach.guarded, number), tuple(self._block.rows[row] for row in breach.rows)
        return None

    def _cheapest(self, secret: int, rows: tuple[int, ...]) -> int:
        """Of the sums that are shown, those that tell the secret, those that share a cell with it, or any of the block.

        There is one: with all of them withheld the secret was safe, or it would not be searched for.
        """
        own = set(self._ledger.left(self._block.secrets[secret].unknowns))
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
