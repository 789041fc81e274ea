"""What the example year knew of a goal's months, quarter by quarter."""

from __future__ import annotations

from functools import cache

from conftest import ROOT

from kvartalsbog.inputs.loading import load
from kvartalsbog.kinds.measures import Sum, by_month
from kvartalsbog.periods import Month, Period


@cache
def known_months(goal: str, quarter: str) -> dict[Month, Sum]:
    """Month → its sum over all units, as of a quarter."""
    return by_month(load(Period.parse(quarter), ROOT / "data").readings.reported(goal).series)
