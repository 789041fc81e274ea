"""How firm a verdict is: how far later reports would have to move the figure, against how far they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

ENOUGH = 3  # moves from which there is something to hold the margin against
TIMES = 3  # how many times the largest move the margin must be


@dataclass(frozen=True)
class Firmness:
    """`needed` is by how much the newest quarter's own figure would have to move to turn the verdict, `largest` the largest that an edition's
    figure has moved until a quarter later, of so many `moves`; None where none has been seen. `missing` are the months that nobody has reported.
    """

    needed: Fraction
    largest: Fraction | None
    moves: int
    missing: int

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def firm(self) -> bool:
        """Whether nothing that has been seen could turn the verdict: three times the largest of three moves or more, no month missing. What lies on
        the limit itself is turned by any move.
        """
        if self.largest is None or not self.complete or not self.needed:
            return False
        return self.moves >= ENOUGH and self.needed >= TIMES * self.largest


def firmness(margin: Fraction, cases: int, newest: int, moves: Sequence[Fraction], *, missing: int) -> Firmness:
    """Of a figure of so many `cases` that lies by `margin` from its limit, of which `newest` are the newest quarter's; raises
    ZeroDivisionError where that has none.
    """
    largest = max((abs(move) for move in moves), default=None)
    return Firmness(abs(margin) * cases / newest, largest, len(moves), missing)
