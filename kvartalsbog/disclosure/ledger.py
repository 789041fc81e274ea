"""What a history tells: every sum that was shown or withheld, of what is left to be worked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from kvartalsbog.disclosure.publication import Key, Kind, Part, Publication, Verdict
from kvartalsbog.disclosure.secrets import Secret, Unknowns
from kvartalsbog.disclosure.solver import INFINITY
from kvartalsbog.kinds.measures import Sum, add_up

_ANY = Key(Kind.TO_DATE, "")


class Ledger:
    """Every different sum of unknowns in a history, by number; the last publication is the one that is chosen for.

    An unknown that a publication shows by itself, as a unit's month, is `known`: it is taken out of every sum, so that `rows` are of what is
    left to be worked out. A unit's month that is withheld tells nothing, and only those of the last publication, which are still to be
    chosen, are rows.
    """

    def __init__(self, publications: Sequence[Publication]) -> None:
        self.publications = tuple(publications)
        self.unknowns = Unknowns(publications)
        sums = [
            (number, key, unknowns)
            for number, own in enumerate(self.unknowns.sums)
            for key, unknowns in own.items()
            if key.kind is not Kind.UNIT_MONTH or key in publications[number].shown or number == len(publications) - 1
        ]
        alone = [unknowns for number, key, unknowns in sums if len(unknowns) == 1 and key in publications[number].shown]
        self.known = frozenset(unknown for unknowns in alone for unknown in unknowns)
        told = {
            tuple(sorted(of[cell] for cell in cells))
            for publication, of in zip(self.publications, self.unknowns.of, strict=True)
            for cells in publication.counted
        }
        self._index: dict[tuple[int, ...], int] = {}
        self._rows: dict[tuple[int, Key], int] = {}
        self._least: dict[int, int] = {}
        shown = set()
        for number, key, unknowns in sums:
            left = tuple(unknown for unknown in unknowns if unknown not in self.known)
            row = self._rows[number, key] = self._index.setdefault(left, len(self._index))
            hides_noughts = key.kind is Kind.UNIT_MONTH
            least = 0 if hides_noughts else max(0, 1 - self._cases(unknowns) + self._cases(left))
            self._least[row] = max(least, self._least.get(row, 0))
            if key in publications[number].shown or not left or not (hides_noughts or self._cases(unknowns)):
                shown.add(row)
        left_of_told = map(self.left, sorted(told))
        counted = frozenset(self._index.setdefault(left, len(self._index)) for left in left_of_told if left)
        self.rows = tuple(self._index)
        self._counted = counted
        # shown whatever is chosen: noughts but for those of a unit's month, and for good what one publication shows
        self.shown = frozenset(shown)

    def row_of(self, number: int, part: Part) -> int:
        """The number of a publication's sum."""
        return self._rows[number, part.key]

    def least(self, row: int) -> int:
        """How many cases a sum has at least that is withheld: noughts are shown, but for a unit's month."""
        return self.cases(row) if row in self._counted else self._least[row]

    def most(self, row: int) -> float:
        """How many cases a sum has at most that is withheld: as many as a series of the same cases tells."""
        return self.cases(row) if row in self._counted else INFINITY

    def cases(self, row: int) -> int:
        """The true number of cases of what is left of a sum."""
        return self._cases(self.rows[row])

    def total(self, row: int) -> Decimal:
        """The true total of what is left of a sum."""
        return sum((self.unknowns.truth[v].total for v in self.rows[row]), Decimal(0))

    def left(self, unknowns: Iterable[int]) -> tuple[int, ...]:
        """The unknowns of some that are not known."""
        return tuple(unknown for unknown in unknowns if unknown not in self.known)

    def _cases(self, unknowns: Iterable[int]) -> int:
        return sum(self.unknowns.truth[unknown].n for unknown in unknowns)

    @cached_property
    def verdicts(self) -> tuple[tuple[int, Verdict, Sum], ...]:
        """What verdicts tell of sums, by their rows, with what is known of each, each once."""
        every = enumerate(publication.verdicts for publication in self.publications)
        found = (
            (self._rows[number, told.key], told, self._known_of(self.unknowns.sums[number][told.key]))
            for number, verdicts in every
            for told in verdicts
            if (number, told.key) in self._rows
        )
        return tuple({(row, replace(t, key=_ANY), known): (row, t, known) for row, t, known in found}.values())

    def _known_of(self, unknowns: Iterable[int]) -> Sum:
        """What is known of a sum."""
        return add_up(self.unknowns.truth[unknown] for unknown in unknowns if unknown in self.known)


@dataclass(frozen=True)
class Block:
    """Unknowns that no sum and no secret binds to any other, the rows of them by the ledger's numbers, and the secrets."""

    unknowns: tuple[int, ...]
    rows: tuple[int, ...]
    secrets: tuple[Secret, ...]


def blocks(ledger: Ledger, guarded: Sequence[Secret]) -> tuple[Block, ...]:
    """The blocks that have something to guard: what is known in one tells nothing of another."""
    every = range(len(ledger.unknowns.truth))
    leader = list(every)

    def lead(unknown: int) -> int:
        while leader[unknown] != unknown:
            leader[unknown] = unknown = leader[leader[unknown]]
        return unknown

    asked = [(secret, left) for secret in guarded if (left := ledger.left(secret.unknowns))]
    for first, *others in (*filter(None, ledger.rows), *(left for _, left in asked)):
        for other in others:
            leader[lead(other)] = lead(first)
    secrets, unknowns, rows = (defaultdict[int, list[Any]](list) for _ in range(3))
    for secret, (first, *_) in asked:
        secrets[lead(first)].append(secret)
    for unknown in every:
        if unknown not in ledger.known:
            unknowns[lead(unknown)].append(unknown)
    for number, row in enumerate(ledger.rows):
        if row:
            rows[lead(row[0])].append(number)
    return tuple(Block(tuple(unknowns[one]), tuple(rows[one]), tuple(own)) for one, own in secrets.items())
