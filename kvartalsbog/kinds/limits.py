"""What a series is held against: a number, a range, a change from something known, or a number for each unit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, Field, PrivateAttr, SerializeAsAny, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from kvartalsbog.files.fields import Identifier, Number, Words, number_of, read_number
from kvartalsbog.files.validation import Chosen
from kvartalsbog.kinds.base import Value

PREVIOUS_YEAR = "previous_year"


class Baseline(Value):
    """A known number that a change is counted from, and what the plan calls it: `ultimo 2019`."""

    value: Number
    label: Words


def _baseline(written: object) -> object:
    if isinstance(written, Mapping):
        return Baseline.model_validate(written)
    if written != PREVIOUS_YEAR and not isinstance(written, Baseline):
        raise PydanticKnownError("literal_error", {"expected": f"{PREVIOUS_YEAR}, {{value: …, label: …}}"})
    return written


class Relative(Value):
    """A change from a baseline: `change` in per cent of it, or `difference` in the criterion's unit; without either the
    baseline itself. `previous_year` is the same months of the year before, as they were reported; a limit counted from that
    is rounded, for it is told in full: to the side that never makes last year's own number the wrong side of it.
    """

    of: Annotated[Baseline | str, BeforeValidator(_baseline)]
    change: Number | None = None
    difference: Number | None = None
    _before: Decimal | None = PrivateAttr(None)
    _rounding: tuple[int, str] | None = PrivateAttr(None)

    @model_validator(mode="after")
    def _one_step(self) -> Self:
        if self.change is not None and self.difference is not None:
            raise PydanticCustomError("one_step", "a change or a difference")
        return self

    @property
    def number(self) -> Decimal | None:
        """The limit; None while the year before is not known."""
        base = self.base
        if base is None:
            return None
        exact = base * (100 + (self.change or 0)) / 100 + (self.difference or 0)
        if self._rounding is None:
            return exact
        decimals, rounding = self._rounding
        told = exact.quantize(Decimal(1).scaleb(-decimals), rounding)
        return exact if exact == told else told

    @property
    def base(self) -> Decimal | None:
        """The number that the change is counted from, as far as it is known."""
        return self.of.value if isinstance(self.of, Baseline) else self._before

    @property
    def counts_from_readings(self) -> bool:
        """Whether the limit is worked out of what was reported, and not of a number that the plan writes."""
        return not isinstance(self.of, Baseline)

    def after(self, before: Decimal, decimals: int, *, up: bool) -> Relative:
        """The same change, counted from what the year before is known to have been, and rounded `up` or down."""
        found = self.model_copy()
        found._before, found._rounding = before, (decimals, ROUND_CEILING if up else ROUND_FLOOR)
        return found


class Span(Value):
    """A range: both ends are within it."""

    least: Number
    most: Number


class PerUnit(Value):
    """Each unit's own limit."""

    units: Annotated[dict[Identifier, Number], Field(min_length=1)]


def form_of(written: Any) -> type[BaseModel] | None:
    """The form of a limit that is more than a number, by the keys that are written; None for a number."""
    if isinstance(written, Value):
        return type(written)
    if not isinstance(written, Mapping):
        return None
    return PerUnit if "units" in written else Span if {"least", "most"} & written.keys() else Relative


def _limit(written: object) -> Decimal | Value:
    if isinstance(written, Value):
        return written
    form = form_of(written)
    return read_number(written) if form is None else form.model_validate(written)  # type: ignore[return-value]


Limit = Annotated[SerializeAsAny[Value] | Decimal, BeforeValidator(_limit), Chosen(form_of)]


def number_in(written: Any) -> Decimal | None:
    """The one number that a limit as it is written comes to; None where it is none or not known yet."""
    if not isinstance(written, Mapping):
        return number_of(written)
    of = written.get("of")
    known = [number_of(part) for part in (of.get("value") if isinstance(of, Mapping) else None, written.get("change", 0), written.get("difference", 0))]  # fmt: skip
    value, change, difference = known
    if value is None or change is None or difference is None:
        return None
    return value * (100 + change) / 100 + difference
