"""Settings that plainly have the form that is asked for are not held against it a second time, and no others pass for such."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import jupyter_book
import pytest
from conftest import ROOT
from jsonschema import Draft7Validator

from kvartalsbog.book.settings import surely_holds
from kvartalsbog.files.documents import UNREAD, read_document

SCHEMA = json.loads(Path(jupyter_book.__file__).with_name("config_schema.json").read_text(encoding="utf-8"))
VALUES = (
    UNREAD,
    None,
    0,
    1,
    -1,
    -2,
    Decimal("1.5"),
    True,
    False,
    "",
    "auto",
    "off",
    "remove",
    "x",
    [],
    ["x"],
    [1],
    [None],
    {},
    {"x": 1},
)


def test_the_shipped_settings_plainly_have_their_form() -> None:
    assert surely_holds(read_document(ROOT / "_config.yml", name="_config.yml").value, SCHEMA)


def _value(schema: dict[str, Any], chance: random.Random) -> Any:
    """Something that a schema may or may not allow, with most of its keys."""
    if "properties" in schema and chance.random() < 0.9:
        kept = (key for key in schema["properties"] if chance.random() < 0.15)
        return {key: _value(schema["properties"][key], chance) for key in kept}
    if "enum" in schema and chance.random() < 0.8:
        return chance.choice(schema["enum"])
    if schema.get("items") and chance.random() < 0.5:
        return [_value(schema["items"], chance) for _ in range(2)]
    usual = {"string": "x", "boolean": True, "number": 3, "integer": 3, "array": [], "object": {}}
    own = schema.get("type")
    return usual[own] if isinstance(own, str) and chance.random() < 0.8 else chance.choice(VALUES)


@pytest.mark.parametrize("seed", range(2))
def test_what_plainly_has_its_form_has_it(seed: int) -> None:
    chance, told = random.Random(seed), {True: 0, False: 0}
    for _ in range(300):
        value = _value(SCHEMA, chance)
        plain, valid = surely_holds(value, SCHEMA), not any(Draft7Validator(SCHEMA).iter_errors(value))
        assert valid or not plain, value
        told[plain] += 1
    assert min(told.values()) > 30


@pytest.mark.parametrize(
    "schema", [{"anyOf": []}, {"type": "string", "pattern": "x"}, {"properties": {"x": {"const": 1}}}]
)
def test_a_schema_with_another_rule_is_left_to_who_knows_it(schema: dict[str, Any]) -> None:
    assert not surely_holds({"x": 1} if "properties" in schema else "x", schema)
