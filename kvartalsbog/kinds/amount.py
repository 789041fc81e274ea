"""An amount: what adds up over the time, or the level of it at the deadline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal

from kvartalsbog.files.fields import number_of
from kvartalsbog.kinds.base import Refusal
from kvartalsbog.kinds.drafting import FigureGoal, SeriesDraft, TypedGoal
from kvartalsbog.kinds.limits import number_in
from kvartalsbog.kinds.plausible import Plausible, refused_bounds, refused_mean
from kvartalsbog.kinds.series import Bounds, SeriesCriterion
from kvartalsbog.kinds.units import Measure

_ONE_EACH = Bounds(minimum=Decimal(1), maximum=Decimal(1))


class Amount(SeriesCriterion):
    """Σ total. Without `plausible` it is the number of what is counted: each adds one, and the total is n."""

    kind: Literal["amount"]
    unit: Measure
    plausible: Plausible | None = None

    adds: ClassVar[bool] = True
    fed_by = ("value", "records")

    @property
    def counts(self) -> bool:
        return self.plausible is None

    @property
    def case(self) -> Bounds:
        return self.plausible or _ONE_EACH

    @property
    def own_bounds(self) -> Bounds | None:
        return self.plausible if self.plausible and self.plausible.set_by == "book" else None

    @classmethod
    def drafted(cls, goal: TypedGoal) -> SeriesDraft | None:
        """The number of whatever it is that the unit names."""
        if not isinstance(goal, FigureGoal):
            return None
        return SeriesDraft("amount", goal, cls.fed_by[1], counted=goal.unit, if_no_other=True)

    @classmethod
    def refused(cls, written: Mapping[str, Any]) -> Iterator[Refusal]:
        yield from refused_bounds(written, holds_limit=False)
        bounds, limit, direction = written.get("plausible"), number_in(written.get("limit")), written.get("direction")
        low = number_of(bounds.get("minimum")) if isinstance(bounds, Mapping) else _ONE_EACH.minimum
        if low is None or low < 0 or limit is None:
            return
        if direction == "at_least" and limit <= 0:
            yield Refusal(("limit",), "Kravet er altid opfyldt.", str(limit), "over 0")
        elif direction == "at_most" and limit < 0:
            yield Refusal(("limit",), "Kravet kan ikke opfyldes.", str(limit), "fra 0 og op")

    def refused_reading(self, n: int, total: Decimal) -> Iterator[Refusal]:
        yield from super().refused_reading(n, total)
        if self.plausible is not None:
            yield from refused_mean(self.plausible, n, total, self.unit)
        elif total != n:
            yield Refusal(("total",), "Summen er ikke antallet, og hver tæller for én.", allowed=str(n))
