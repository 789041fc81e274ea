"""data/README.md is the reference of what plan.yml and intake.yml can hold: held to the models, key by key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import ROOT
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from kvartalsbog.files.documents import parse_yaml
from kvartalsbog.intake.records.mapping import IntakeMapping
from kvartalsbog.kinds.base import Criterion, Value
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.limits import PerUnit, Relative, Span
from kvartalsbog.kinds.registry import KINDS
from kvartalsbog.kinds.series import Bounds, SeriesCriterion
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.values import Plan

REFERENCE = (ROOT / "data/README.md").read_text(encoding="utf-8")
TABLE = re.compile(r"<!-- keys of ([\w.]+) -->\n\| key \| without it \|.*\n\|---.*\n((?:\|.*\n)+)")
VALUE = re.compile(r"`\w+`|\d+|false|true")
ROW = re.compile(r"\| `(\w+)` \| (.*?) \| (.*?) \| `(.*)` \|")


def models_in(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The model, the shapes that it is one of, and every model that its fields are made of."""
    yield from (part for part in model.__mro__ if part in SHAPES or part is model)
    for field in model.model_fields.values():
        for part in _parts(field.annotation):
            yield from models_in(part)


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if annotation is Value:  # a limit: of any of its forms
        for form in (Relative, Span, PerUnit):
            yield from _parts(form)
        return
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in (Criterion, Bounds):
        yield annotation  # criteria come from their registry, and bounds are two numbers, told where they stand
    for argument in get_args(annotation):
        yield from _parts(argument)


SHAPES = (Criterion, SeriesCriterion, DatedCriterion)  # whose keys are told once for all their kinds
ROOTS: tuple[type[BaseModel], ...] = (Plan, IntakeMapping, *KINDS.values())
WRITTEN = {f"{part.__module__}.{part.__name__}": part for root in ROOTS for part in models_in(root)}
ROWS: list[tuple[str, str, str, str, str]] = [
    (name, *row) for name, rows in TABLE.findall(REFERENCE) for row in ROW.findall(rows)
]
TABLES = {name: {key: rest for told, key, *rest in ROWS if told == name} for name, *_ in ROWS}


def keys_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The keys that a model has for itself: those of a shape that it is one of are told there."""
    told = {key for shape in SHAPES if shape is not model and issubclass(model, shape) for key in shape.model_fields}
    own = {key: f for key, f in model.model_fields.items() if key not in told or key in model.__annotations__}
    return {field.alias or key: field for key, field in own.items()}


def test_every_part_of_a_plan_and_of_a_mapping_has_its_table() -> None:
    assert set(TABLES) == set(WRITTEN)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_table_has_the_keys_that_the_program_knows_and_says_which_are_required(name: str) -> None:
    keys = keys_of(WRITTEN[name])
    assert [key for told, key, *_ in ROWS if told == name] == sorted(keys, key=list(TABLES[name]).index)
    assert {key for key, row in TABLES[name].items() if row[0] == "required"} == {
        key for key, field in keys.items() if field.is_required()
    }


@pytest.mark.parametrize(("name", "key"), [row[:2] for row in ROWS])
def test_the_example_of_a_key_is_accepted(name: str, key: str) -> None:
    field = {field.alias or key: field for key, field in WRITTEN[name].model_fields.items()}[key]
    example = parse_yaml(f"value: {TABLES[name][key][2]}\n".encode(), name="example")["value"]
    form: Any = field.rebuild_annotation()
    TypeAdapter(form).validate_python(example)


def test_what_a_default_is_said_to_be_is_what_it_is() -> None:
    """Where the reference gives a value, and no words about it."""
    said = {(name, key): without.strip("`") for name, key, without, *_ in ROWS if VALUE.fullmatch(without)}
    assert len(said) > 5
    assert {at: str(WRITTEN[at[0]].model_fields[at[1]].default).lower() for at in said} == said


def test_the_smallest_plan_of_the_reference_is_a_plan(tmp_path: Path) -> None:
    block = (
        REFERENCE.partition("### A whole plan, as small as it can be")[2].partition("```yaml\n")[2].partition("```")[0]
    )
    file = tmp_path / "plan.yml"
    file.write_text(block, encoding="utf-8")
    assert [goal.id for goal in read_plan(file, None, name=file.name).goals] == ["1.1", "1.2"]
