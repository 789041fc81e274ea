"""A mean: what a case takes on average over the year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from kvartalsbog.files.fields import number_of
from kvartalsbog.kinds.base import Refusal
from kvartalsbog.kinds.series import Bounds, Range, SeriesCriterion
from kvartalsbog.kinds.units import WRITTEN, Unit, read, typed

_DURATIONS = (Unit.DAYS, Unit.HOURS, Unit.MINUTES)


class Plausible(Bounds):
    """What a reading's mean may be. `set_by` tells whose bounds they are: the plan's, which names a scale, or this
    book's, which only catch a likely mistake. Bounds of the book's own decide no outlook.
    """

    set_by: Literal["plan", "book"] = "book"


class Mean(SeriesCriterion):
    """Σ total / Σ n. Beyond what is `plausible` a reading is refused as a likely mistake."""

    kind: Literal["mean"]
    unit: Annotated[Unit, read(Unit.DAYS, Unit.HOURS, Unit.MINUTES, Unit.KRONER, Unit.POINTS), WRITTEN]
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
    def refused(cls, written: Mapping[str, Any]) -> Iterator[Refusal]:
        bounds, limit = written.get("plausible"), number_of(written.get("limit"))
        if not isinstance(bounds, dict):
            return
        low, high = number_of(bounds.get("minimum")), number_of(bounds.get("maximum"))
        if low is None or high is None:
            return
        if low >= high:
            yield Refusal(("plausible",), "Den nedre grænse skal være under den øvre.", f"{low} og {high}")
        elif limit is not None and not low <= limit <= high:
            message = "Kravet ligger uden for det, som en indberetning kan være."
            yield Refusal(("limit",), message, str(written["limit"]), f"fra {low} til {high}")

    def refused_reading(self, n: int, total: Decimal) -> Iterator[Refusal]:
        yield from super().refused_reading(n, total)
        low, high = self.plausible.minimum, self.plausible.maximum
        if n and not low * n <= total <= high * n:
            mean = str((total / n).quantize(Decimal("0.1"))).replace(".", ",")
            yield Refusal(
                ("total",),
                f"Gennemsnittet bliver {mean} {typed(self.unit)}, og det er ikke sandsynligt.",
                allowed=f"fra {low} til {high} {typed(self.unit)}",
                hint="Se efter, om n og total er byttet om.",
            )
