"""A goal's verdict: what is a fact about it on the quarter's last day."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from kvartalsbog.kinds.base import State


class Verdict(StrEnum):
    """What is a fact about a goal."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    NOT_DUE = "not_due"
    NO_DATA = "no_data"


def verdict_of(states: Iterable[State]) -> Verdict:
    """The verdict of a goal whose criteria are in these states.

    Met when all hold. As soon as one has failed the goal cannot be met: partly met if another holds, otherwise not
    met. Without a failure, missing data outranks not due.
    """
    found = set(states)
    if found == {State.HOLDS}:
        return Verdict.MET
    if State.FAILED in found:
        return Verdict.PARTLY_MET if State.HOLDS in found else Verdict.NOT_MET
    return Verdict.NO_DATA if State.NO_DATA in found else Verdict.NOT_DUE
