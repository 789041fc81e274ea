"""A mean: what a case takes on average over the time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from kvartalsbog.kinds.base import Refusal
from kvartalsbog.kinds.drafting import FigureGoal, Own, SeriesDraft, TypedGoal
from kvartalsbog.kinds.plausible import Plausible, refused_bounds, refused_mean
from kvartalsbog.kinds.series import Bounds, Range, SeriesCriterion
from kvartalsbog.kinds.units import Measure, Unit, typed

_DURATIONS = (Unit.DAYS, Unit.HOURS, Unit.MINUTES)
_TYPED: Mapping[str, str] = {  # units that each case has so many of, in every form that people type
    **{unit: unit for unit in ("dage", "timer", "minutter", "point", "kr.", "uger", "måneder")},
    "dag": "dage", "time": "timer", "minut": "minutter", "kr": "kr.", "kroner": "kr.", "uge": "uger", "måned": "måneder",
}  # fmt: skip
_TYPO = 10  # a reading so many times what is asked for is most likely a slip


class Mean(SeriesCriterion):
    """Σ total / Σ n. Beyond what is `plausible` a reading is refused as a likely mistake."""

    kind: Literal["mean"]
    unit: Measure
    plausible: Plausible
    aggregation: Literal["ratio_of_sums"] = Field(default="ratio_of_sums", exclude=True)  # in plans of before

    fed_by = ("days", "value")

    @property
    def case(self) -> Bounds:
        return self.plausible

    @property
    def own_bounds(self) -> Bounds | None:
        return self.plausible if self.plausible.set_by == "book" else None

    @property
    def possible(self) -> Range:
        """A scale that the plan names; else a time is never less than none, and nothing else has a bound."""
        if self.plausible.set_by == "plan":
            return Range(self.plausible.minimum, self.plausible.maximum)
        return Range(Decimal(0) if self.unit in _DURATIONS else None)

    @classmethod
    def drafted(cls, goal: TypedGoal) -> SeriesDraft | None:
        unit = _TYPED.get(goal.unit.casefold()) if isinstance(goal, FigureGoal) else None
        if not isinstance(goal, FigureGoal) or unit is None:
            return None
        days, value = cls.fed_by
        likely = {"minimum": 0, "maximum": int(goal.limit * _TYPO) + 1}
        plausible = Own("plausible", likely, "et tal udenfor er nok en tastefejl; det afgør intet")
        fed_by = days if unit == typed(Unit.DAYS) else value
        return SeriesDraft("mean", replace(goal, unit=unit), fed_by, manner="i gennemsnit", own=(plausible,))

    @classmethod
    def refused(cls, written: Mapping[str, Any]) -> Iterator[Refusal]:
        yield from refused_bounds(written, holds_limit=True)

    def refused_reading(self, n: int, total: Decimal) -> Iterator[Refusal]:
        yield from super().refused_reading(n, total)
        yield from refused_mean(self.plausible, n, total, self.unit)
