"""What the solver itself gets wrong: neither who chooses nor who audits believes impossible what is possible."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from kvartalsbog.audit.programme import Programme
from kvartalsbog.audit.programme import Row as Told
from kvartalsbog.disclosure.solver import INFINITY, Solver

UNKNOWNS = 24
# Whole numbers, none below nought. Number 11 must be 2, for the sixth row is 88 without it; number 21 must too, for 1000 of it
# are more than 999 of number 11 and it is no more than that; everything else has room. HiGHS' presolve calls it impossible.
MISLEADING: tuple[tuple[dict[int, int], int | None, int | None], ...] = (
    ({1: 1}, 8, 8),
    ({2: 1, 3: 1}, 13, 13),
    ({7: 1}, 7, 7),
    ({8: 1, 9: 1, 10: 1}, 10, 10),
    ({11: 1}, 1, None),
    (dict.fromkeys(range(12), 1), 90, 90),
    (dict.fromkeys((18, 19, 20, 21), 1), 47, 47),
    (dict.fromkeys([*range(9), *range(10, 18)], 1), 142, 142),
    ({10: 1, 13: 1, 17: 1}, 1, None),
    ({0: 1}, 9, 9),
    ({4: 1}, 18, 18),
    ({5: 1}, 10, 10),
    ({6: 1}, 13, 13),
    ({11: 1, 12: 1, 13: 1}, 15, 15),
    ({21: 1, 22: 1, 23: 1}, 7, 7),
    ({8: -1, 18: 1}, None, 0),
    ({11: -1, 21: 1}, None, 0),
    ({12: -1, 22: 1}, None, 0),
    ({11: -999, 21: 1000}, 1, None),
)


def test_who_chooses_finds_the_whole_numbers_that_presolve_loses() -> None:
    rows = [
        (np.array([*terms], dtype=np.int32), np.array([*terms.values()], dtype=float)) for terms, _, _ in MISLEADING
    ]
    every = np.arange(UNKNOWNS, dtype=np.int32)
    solver = Solver(np.zeros(UNKNOWNS), np.full(UNKNOWNS, INFINITY), rows, every)
    for number, (_, low, high) in enumerate(MISLEADING):
        solver.bound(number, -INFINITY if low is None else low, INFINITY if high is None else high)
    asked = np.array([2], dtype=np.int32), np.ones(1)  # with number 3 it is 13
    found = {value: solver.point_with(*asked, float(value)) for value in range(15)}
    assert {value: np.rint(point[[2, 3, 11, 21]]).tolist() for value, point in found.items() if point is not None} == {
        value: [value, 13 - value, 2, 2] for value in range(14)
    }


def test_who_audits_finds_them_too() -> None:
    rows = [
        Told(tuple(terms.items()), *(None if b is None else Decimal(b) for b in ends)) for terms, *ends in MISLEADING
    ]
    anything = [(Decimal(0), None)] * UNKNOWNS
    asked = Programme(anything, rows, [((2, 1),)])
    assert [value for value in range(15) if asked.possible(0, value)] == [*range(14)]
