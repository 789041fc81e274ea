"""How the unit of a goal is read, and what a changed copy of a part of the plan keeps."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any

import pytest
from pydantic import ValidationError

from kvartalsbog.kinds.base import Value
from kvartalsbog.kinds.units import WRITTEN, Unit, read, typed


class Part(Value):
    name: str


class Measured(Value):
    """Read when the test runs, and not when a module is imported."""

    unit: Any
    parts: tuple[Part, ...] = ()

    @cached_property
    def words(self) -> str:
        return f"i {typed(self.unit)}"


def measured() -> type[Measured]:
    class Read(Measured):
        unit: Annotated[Unit, read(Unit.DAYS, Unit.HOURS), WRITTEN]

    return Read


@pytest.mark.parametrize(("written", "unit"), [("dage", Unit.DAYS), ("timer", Unit.HOURS), (Unit.HOURS, Unit.HOURS)])
def test_a_unit_is_read_by_its_word_or_its_code_and_written_by_its_word(written: object, unit: Unit) -> None:
    found = measured().model_validate({"unit": written})
    assert found.unit is unit
    assert found.model_dump()["unit"] == typed(unit)


@pytest.mark.parametrize("written", ["pct.", "days", "", Unit.PERCENT, Unit.ITEMS, None, 3, ["dage"]])
def test_what_is_no_unit_of_the_kind_is_refused_with_those_that_are(written: object) -> None:
    with pytest.raises(ValidationError) as caught:
        measured().model_validate({"unit": written})
    (error,) = caught.value.errors()
    assert (error["type"], error["ctx"]) == ("literal_error", {"expected": "dage, timer"})


def test_a_changed_copy_has_nothing_worked_out_and_the_same_parts_unless_it_is_deep() -> None:
    first = Measured(unit="dage", parts=(Part(name="a"),))
    assert first.words == "i dage"
    changed = first.model_copy(update={"unit": "timer"})
    assert (changed.words, first.words) == ("i timer", "i dage")
    assert first.model_copy().parts[0] is first.parts[0]
    deep = first.model_copy(deep=True)
    assert deep.parts[0] == first.parts[0]
    assert deep.parts[0] is not first.parts[0]
