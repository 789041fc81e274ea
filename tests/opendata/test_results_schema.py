"""`results.json` is what its published schema says, in every quarter, and the schema refuses what it is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import LIBRARY, ROOT
from jsonschema import Draft202012Validator, FormatChecker

from kvartalsbog.inputs.loading import load
from kvartalsbog.opendata.formats.results_json import FORMAT, results, to_json
from kvartalsbog.opendata.formats.results_schema import schema
from kvartalsbog.periods import Period, quarter_of
from kvartalsbog.verdicts.findings import find

SCHEMA = json.loads(schema())
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


@pytest.mark.parametrize(("folder", "quarter"), [*((ROOT, f"2024K{n}") for n in range(1, 5)), (LIBRARY, "2026K2")])
def test_the_results_of_every_quarter_are_valid(folder: Any, quarter: str) -> None:
    told = json.loads(to_json(find(load(Period.parse(quarter), folder / "data"))))
    assert [error.message for error in VALIDATOR.iter_errors(told)] == []
    assert (told["format"], told["schema"]) == (FORMAT, SCHEMA["$id"])


def test_the_schema_is_one_and_has_a_name_that_stays() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "urn:kvartalsbog:results:2"


@pytest.mark.parametrize("change", [
    lambda told: told.update(format=1),
    lambda told: told.pop("data_status"),
    lambda told: told.update(secret=1),
    lambda told: told["goals"][0].update(verdict="opfyldt"),
    lambda told: told["goals"][0].update(unit="dage"),
    lambda told: told["goals"][0].pop("counted"),
    lambda told: told["goals"][0].update(value="2"),
    lambda told: told["goals"][0].pop("points"),
    lambda told: told["goals"][0]["criteria"][0].update(deadline="31-12-2024"),
    lambda told: told["totals"]["plan"].update(won=None),
])  # fmt: skip
def test_what_is_no_result_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    told = results(find(load(quarter_of(2024, 4), ROOT / "data")))
    change(told)
    assert list(VALIDATOR.iter_errors(told))
