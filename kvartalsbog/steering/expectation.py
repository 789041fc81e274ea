"""The word for what is to be expected of a limit, from a projection."""

from __future__ import annotations

from enum import StrEnum

from kvartalsbog.steering.projection import Projection

LIKELY = 0.80  # from this probability on it is expected to be kept
POSSIBLE = 0.20  # and under this one not to be


class Expectation(StrEnum):
    """What is to be expected; only arithmetic says that a limit can no longer be kept."""

    LIKELY = "likely"
    AT_RISK = "at risk"
    UNLIKELY = "unlikely"
    IMPOSSIBLE = "impossible"


def expectation(projection: Projection) -> Expectation:
    """The word for a projection's probability."""
    if projection.certain and projection.probability == 0:
        return Expectation.IMPOSSIBLE
    if projection.probability >= LIKELY:
        return Expectation.LIKELY
    return Expectation.AT_RISK if projection.probability >= POSSIBLE else Expectation.UNLIKELY
