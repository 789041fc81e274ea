"""How much of a criterion or a goal is fulfilled: what is settled, and the most that is still possible."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple


class Credit(NamedTuple):
    """A part of a whole, from 0 to 1, exactly: `settled` cannot be lost any more, and more than `possible` cannot be won."""

    settled: Fraction
    possible: Fraction

    @property
    def final(self) -> bool:
        """Whether nothing of it is open."""
        return self.settled == self.possible

    @property
    def partial(self) -> bool:
        """Whether it is certain to be neither all nor nothing."""
        return self.settled > 0 and self.possible < 1


WON, OPEN, LOST = (Credit(Fraction(settled), Fraction(possible)) for settled, possible in ((1, 1), (0, 1), (0, 0)))


def lowest(credits_: Iterable[Credit]) -> Credit:
    """The credit of a whole that is fulfilled no further than the least fulfilled of its parts."""
    parts = tuple(credits_)
    return Credit(min(part.settled for part in parts), min(part.possible for part in parts))


def weighted(parts: Iterable[tuple[Fraction, Credit]]) -> Credit:
    """The credit of a whole whose parts count by their weights."""
    known = tuple(parts)
    whole = sum((weight for weight, _ in known), Fraction(0))
    settled, possible = (sum((weight * part[end] for weight, part in known), Fraction(0)) for end in (0, 1))
    return Credit(settled / whole, possible / whole)
