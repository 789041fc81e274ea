"""What the verdicts of a version tell of the sums they are of: of criteria, and of each step of those with credit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kvartalsbog.audit.entries import Row, series_of
from kvartalsbog.audit.record import Cell, Verdict
from kvartalsbog.kinds.base import Outlook, State
from kvartalsbog.kinds.registry import series_kind

_ALL = 100
_NOT_SHOWN = ("", "[f]")
# state or outlook → whether the value keeps the limit; an outlook is told of withheld values by editions of before
_KEEPS: Mapping[str, bool] = {
    State.HOLDS: True,
    State.PARTLY: False,
    State.FAILED: False,
    Outlook.ON_TRACK: True,
    Outlook.AT_RISK: False,
    Outlook.OUT_OF_REACH: False,
}
Steps = Mapping[tuple[str, str], Sequence[tuple[Fraction, Fraction]]]  # goal and criterion → limits and what each gives


def verdicts(rows: Sequence[Row], series: str, cells: Collection[Cell], steps: Steps) -> Iterator[Verdict]:
    """What the criteria that are judged by a series tell of its `cells`, those of a plan's months."""
    for row in rows:
        kind = series_kind(row)
        own = frozenset(_judged(row, cells))
        if kind is None or series_of(row) != series or not own or not row["limit"]:
            continue
        written = steps.get((row["goal"], row.get("criterion", "")), ())
        asked = [(Fraction(row["limit"]), Fraction(_ALL)), *written]
        for limit, gives in asked:
            keeps = _keeps(row, gives)
            for bound, at_most in _sides(row, limit) if keeps is not None else ():
                strict = (row.get("strict") == "true") == keeps
                yield Verdict(own, bound / kind.scale, at_most != keeps, kind.adds, strict)


def steps_of(plan: Mapping[str, Any]) -> Steps:
    """The steps of a plan's criteria as they are written. Raises LookupError, TypeError or ValueError where they have no form."""
    return {
        (str(goal["id"]), criterion["id"]): [
            (Fraction(str(step["limit"])), Fraction(str(step["gives"]))) for step in criterion.get("credit", ())
        ]
        for pillar in plan.get("pillars", ())
        for goal in pillar["goals"]
        for criterion in goal["criteria"]
        if series_kind(criterion) is not None
    }


def _judged(row: Row, cells: Collection[Cell]) -> list[Cell]:
    """The cells that a criterion's value is made of: from its first day to the deadline, of a level the last month of them."""
    begins, deadline = (row.get("from") or "")[:7], row.get("deadline", "")[:7]
    own = [cell for cell in cells if begins <= cell.month and (not deadline or cell.month <= deadline)]
    last = max((cell.month for cell in own), default="")
    return [cell for cell in own if cell.month == last] if row.get("over") == "latest" else own


def _keeps(row: Row, gives: Fraction) -> bool | None:
    """Whether it is told that the limit that gives so many per cent is kept; None where nothing is told."""
    if row.get("settled") and row.get("possible"):
        if Fraction(row["settled"]) >= gives:
            return True
        if Fraction(row["possible"]) < gives:
            return False
        if (
            row["value"] not in _NOT_SHOWN
        ):  # an outlook of a figure that is shown is a projection's, and tells nothing more
            return None
    return _KEEPS.get(row["state"], _KEEPS.get(row["outlook"])) if gives == _ALL else None


def _sides(row: Row, limit: Fraction) -> list[tuple[Fraction, bool]]:
    """The bounds, and whether each is an upper one; a range that is not kept does not tell which of its ends was passed."""
    direction = row["direction"]
    if direction in ("at_most", "at_least"):
        return [(limit, direction == "at_most")]
    if direction == "within" and row.get("limit_upper") and _keeps(row, Fraction(_ALL)):
        return [(limit, False), (Fraction(row["limit_upper"]), True)]
    return []
