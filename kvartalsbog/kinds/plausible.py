"""What a reading may be: bounds that the plan names, or that catch a likely mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from kvartalsbog.files.fields import number_of
from kvartalsbog.kinds.base import Refusal
from kvartalsbog.kinds.limits import number_in
from kvartalsbog.kinds.series import Bounds
from kvartalsbog.kinds.units import typed


class Plausible(Bounds):
    """What a reading's mean may be. `set_by` tells whose bounds they are: the plan's, which names a scale, or this
    book's, which only catch a likely mistake. Bounds of the book's own decide no outlook.
    """

    set_by: Literal["plan", "book"] = "book"


def refused_bounds(written: Mapping[str, Any], *, holds_limit: bool) -> Iterator[Refusal]:
    """Bounds that nothing lies between, and where they hold the limit too, a limit outside them."""
    bounds, limit = written.get("plausible"), number_in(written.get("limit"))
    if not isinstance(bounds, Mapping):
        return
    low, high = number_of(bounds.get("minimum")), number_of(bounds.get("maximum"))
    if low is None or high is None:
        return
    if low >= high:
        yield Refusal(("plausible",), "Den nedre grænse skal være under den øvre.", f"{low} og {high}")
    elif holds_limit and limit is not None and not low <= limit <= high:
        message = "Kravet ligger uden for det, som en indberetning kan være."
        yield Refusal(("limit",), message, str(limit), f"fra {low} til {high}")


def refused_mean(bounds: Bounds, n: int, total: Decimal, unit: str) -> Iterator[Refusal]:
    """A unit's month whose mean is beyond the bounds."""
    low, high = bounds.minimum, bounds.maximum
    if n and not low * n <= total <= high * n:
        mean = str((total / n).quantize(Decimal("0.1"))).replace(".", ",")
        message = f"Gennemsnittet bliver {mean} {typed(unit)}, og det er ikke sandsynligt."
        hint = "Se efter, om n og total er byttet om."
        yield Refusal(("total",), message, allowed=f"fra {low} til {high} {typed(unit)}", hint=hint)
