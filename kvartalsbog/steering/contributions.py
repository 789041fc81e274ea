"""Who pulls a figure: parts that sum exactly to its distance from the limit, or to its change since last year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import NamedTuple, TypeVar

from kvartalsbog.kinds.measures import NOTHING, Sum, add_up
from kvartalsbog.steering.sums import figure

Z95 = 1.959964  # standard deviations to each side of an interval of 95 %
Part = TypeVar("Part")


class Change(NamedTuple):
    """What a unit has added to a change: by another figure of its own (`rate`), and by another part of the cases (`mix`)."""

    rate: Fraction
    mix: Fraction


def contributions(units: Mapping[str, Sum], limit: Fraction) -> dict[str, Fraction]:
    """Unit → (total − limit · n) / N, which sum to the whole's figure less the limit; empty where there are no cases."""
    cases = sum(sums.n for sums in units.values())
    return {unit: (Fraction(s.total) - limit * s.n) / cases for unit, s in units.items()} if cases else {}


def changes(before: Mapping[str, Sum], after: Mapping[str, Sum]) -> dict[str, Change]:
    """Unit → its part of the whole's change, which sum to it (Kitagawa 1955): rate with the mean of both weights, mix with the mean of
    both figures, held against the mean of both wholes. A unit without cases in one of the two is all mix. Empty where either has none.
    """
    wholes = [add_up(part.values()) for part in (before, after)]
    if not all(every.n for every in wholes):
        return {}
    middle = sum((figure(every) for every in wholes), Fraction(0)) / 2
    found = {}
    for unit in sorted({*before, *after}):
        old, new = before.get(unit, NOTHING), after.get(unit, NOTHING)
        if old.n or new.n:
            weights = Fraction(old.n, wholes[0].n), Fraction(new.n, wholes[1].n)
            first, second = figure(old if old.n else new), figure(new if new.n else old)
            found[unit] = Change(
                (weights[0] + weights[1]) / 2 * (second - first),
                ((first + second) / 2 - middle) * (weights[1] - weights[0]),
            )
    return found


def rounded(parts: Mapping[Part, Fraction], decimals: int, total: Decimal | None = None) -> dict[Part, Decimal]:
    """The parts rounded so that they sum to their rounded sum, or to that sum as it was rounded elsewhere (`total`): by the largest
    remainder, of equals the earlier.
    """
    step = Fraction(1, 10**decimals)
    floors = {part: value // step for part, value in parts.items()}
    whole = round((sum(parts.values(), Fraction(0)) if total is None else Fraction(total)) / step)
    by_remainder = sorted(parts, key=lambda part: floors[part] - parts[part] / step)
    up = set(by_remainder[: whole - sum(floors.values())])
    return {part: (Decimal(floors[part]) + (part in up)).scaleb(-decimals) for part in parts}


def wilson(in_time: int, cases: int) -> tuple[float, float]:
    """The 95 % interval of a share of so many cases (Wilson 1927), as parts of one; raises ZeroDivisionError for none."""
    p, z = in_time / cases, Z95
    middle = (p + z * z / (2 * cases)) / (1 + z * z / cases)
    half = z / (1 + z * z / cases) * sqrt(p * (1 - p) / cases + z * z / (4 * cases * cases))
    return max(0.0, middle - half), min(1.0, middle + half)
