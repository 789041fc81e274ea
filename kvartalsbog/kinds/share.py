"""A share: how many of a hundred cases over the year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticKnownError

from kvartalsbog.files.fields import number_of
from kvartalsbog.kinds.base import Refusal, Value
from kvartalsbog.kinds.drafting import FigureGoal, SeriesDraft, TypedGoal
from kvartalsbog.kinds.limits import Limit, number_in
from kvartalsbog.kinds.series import Bounds, Range, SeriesCriterion
from kvartalsbog.kinds.units import WRITTEN, Unit, read, typed

_PER_CENT = typed(Unit.PERCENT)
_TYPED = (_PER_CENT, "pct", "procent", "%")


def _percent(limit: Value | Decimal) -> Value | Decimal:
    if isinstance(limit, Decimal) and limit < 0:
        raise PydanticKnownError("greater_than_equal", {"ge": 0})
    if isinstance(limit, Decimal) and limit > 100:
        raise PydanticKnownError("less_than_equal", {"le": 100})
    return limit


class Share(SeriesCriterion):
    """100 · Σ total / Σ n, where a total counts some of the n cases."""

    kind: Literal["share"]
    unit: Annotated[Unit, read(Unit.PERCENT), WRITTEN]
    limit: Annotated[Limit, AfterValidator(_percent)]
    aggregation: Literal["ratio_of_sums"] = Field(default="ratio_of_sums", exclude=True)  # in plans of before

    scale: ClassVar[int] = 100
    whole: ClassVar[bool] = True
    fed_by = ("in_time", "yes_no")

    @property
    def case(self) -> Bounds:
        return Bounds(minimum=Decimal(0), maximum=Decimal(1))

    @property
    def possible(self) -> Range:
        return Range(Decimal(0), Decimal(100))

    @classmethod
    def drafted(cls, goal: TypedGoal) -> SeriesDraft | None:
        if not isinstance(goal, FigureGoal) or goal.unit.casefold() not in _TYPED:
            return None
        if goal.limit > 100:
            raise ValueError("En andel er højst 100 pct.")
        if goal.limit == 100 and goal.direction == "at_most":
            raise ValueError("Kravet er altid opfyldt. Tilladt: under 100 pct.")
        return SeriesDraft("share", replace(goal, unit=_PER_CENT), cls.fed_by[0])

    @classmethod
    def refused(cls, written: Mapping[str, Any]) -> Iterator[Refusal]:
        """A limit that every share keeps."""
        always = {"at_least": 0, "at_most": 100}.get(str(written.get("direction")))
        limit = number_in(written.get("limit"))
        if limit is not None and limit == always and not written.get("strict"):
            yield Refusal(("limit",), "Kravet er altid opfyldt.", str(limit), "over 0 og under 100")
        elif limit is not None and number_of(written.get("limit")) is None and not 0 <= limit <= 100:
            yield Refusal(("limit",), "Kravet kan ingen andel opfylde eller bryde.", str(limit), "fra 0 til 100")

    def refused_reading(self, n: int, total: Decimal) -> Iterator[Refusal]:
        if total != total.to_integral_value():
            yield Refusal(("total",), "Antallet skal være et helt tal.", allowed=f"et helt tal fra 0 til {n}")
        elif total > n:
            yield Refusal(("total",), "Antallet er større end n.", allowed=f"højst {n}")
