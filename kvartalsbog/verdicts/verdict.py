"""A goal's verdict: what is a fact about it on the quarter's last day."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from kvartalsbog.kinds.base import State
from kvartalsbog.kinds.credit import Credit


class Verdict(StrEnum):
    """What is a fact about a goal."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    NOT_DUE = "not_due"
    NO_DATA = "no_data"


def verdict_of(credit: Credit, states: Iterable[State]) -> Verdict:
    """The verdict of a goal with this credit, whose criteria are in these states.

    Met when all of it is settled. When nothing is possible any more it is partly met if a criterion holds that gives no
    credit by itself, otherwise not met; between the two it is partly met as soon as that is certain. Without a verdict,
    missing data outranks not due.
    """
    found = set(states)
    if credit.settled == 1:
        return Verdict.MET
    if credit.possible == 0:
        return Verdict.PARTLY_MET if found & {State.HOLDS, State.PARTLY} else Verdict.NOT_MET
    if credit.partial:
        return Verdict.PARTLY_MET
    return Verdict.NO_DATA if State.NO_DATA in found else Verdict.NOT_DUE
