"""A share: how many of a hundred cases over the year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from kvartalsbog.files.fields import Number, number_of
from kvartalsbog.kinds.base import Refusal
from kvartalsbog.kinds.series import Bounds, Range, SeriesCriterion
from kvartalsbog.kinds.units import WRITTEN, Unit, read


class Share(SeriesCriterion):
    """100 · Σ total / Σ n, where a total counts some of the n cases."""

    kind: Literal["share"]
    unit: Annotated[Unit, read(Unit.PERCENT), WRITTEN]
    limit: Annotated[Number, Field(ge=0, le=100)]
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
    def refused(cls, written: Mapping[str, Any]) -> Iterator[Refusal]:
        """A limit that every share keeps."""
        always = {"at_least": 0, "at_most": 100}.get(str(written.get("direction")))
        limit = number_of(written.get("limit"))
        if limit is not None and limit == always:
            yield Refusal(("limit",), "Kravet er altid opfyldt.", str(written["limit"]), "over 0 og under 100")

    def refused_reading(self, n: int, total: Decimal) -> Iterator[Refusal]:
        if total != total.to_integral_value():
            yield Refusal(("total",), "Antallet skal være et helt tal.", allowed=f"et helt tal fra 0 til {n}")
        elif total > n:
            yield Refusal(("total",), "Antallet er større end n.", allowed=f"højst {n}")
