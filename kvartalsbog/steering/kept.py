"""What the words about what is to be expected have kept, tried on invented series: written by `make backtest`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kvartalsbog.steering.expectation import Expectation

KEPT = Path(__file__).with_name("kept.json")


class Kept(NamedTuple):
    """Per cent, of figures that are a total for each case and of those that are a share of cases: how often a limit was kept by what was said,
    how often the interval held in the first, second and third quarter, and how often a limit that was expected to be kept was, where the
    figure was getting steadily worse; `series` is how many were tried.
    """

    series: int
    kept: dict[Expectation, tuple[float, float]]
    covered: tuple[tuple[float, float], ...]
    worsening: tuple[float, float]


@cache
def kept() -> Kept:
    """What was kept."""
    found = json.loads(KEPT.read_text(encoding="utf-8"))
    of_cases, shares = (list(found[key].values()) for key in ("kept", "covered"))
    return Kept(
        found["series"],
        {word: (of_cases[0][word.name], of_cases[1][word.name]) for word in Expectation},
        tuple(zip(*shares, strict=True)),
        tuple(found["worsening"].values()),
    )
