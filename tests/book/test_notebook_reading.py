"""A notebook that is plainly whole is what the format's own reader makes of it; everything else is left to that."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT

from kvartalsbog.book.notebook_reading import looked_at, plain, read
from kvartalsbog.errors import ExecutionError

FILES = sorted(ROOT.glob("notebooks/**/*.ipynb"))
# what a key of a notebook can hold instead: of other types, of other forms, of nothing
VALUES = (
    None,
    0,
    5,
    4.5,
    -1,
    True,
    "",
    "x",
    "a,b",
    "a b",
    "æ",
    [],
    ["x"],
    ["x", "x"],
    ["", 1],
    {},
    {"name": "x"},
    {"x": 1},
    [{}],
)
CODE = {"cell_type": "code", "execution_count": None, "id": "own", "metadata": {}, "outputs": [], "source": []}


def test_every_shipped_notebook_is_plain_and_as_it_is_read() -> None:
    assert FILES
    for path in FILES:
        found = plain(path.read_text(encoding="utf-8"))
        assert found == read(path) == looked_at(path)
        assert found.cells[0].source == read(path).cells[0].source


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every mapping and list of a document, with each of its keys."""
    if not isinstance(value, dict | list):
        return []
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    return [*((value, key) for key in keys), *(place for key in keys for place in _places(value[key]))]


def _changed(document: Any, chance: random.Random) -> None:
    holder, key = chance.choice(_places(document))
    way = chance.randrange(4)
    if way == 0:
        del holder[key]
    elif way == 1 and isinstance(holder, dict):
        holder[chance.choice(("tags", "name", "id", "outputs", "format", "collapsed", "x", "attachments"))] = (
            chance.choice(VALUES)
        )
    elif way == 2 and isinstance(holder, list):
        holder.insert(key, holder[chance.randrange(len(holder))])
    else:
        holder[key] = chance.choice(VALUES)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_taken_for_plain_is_valid_and_read_alike(seed: int, tmp_path: Path) -> None:
    chance, path = random.Random(seed), tmp_path / "own.ipynb"
    document = json.loads(FILES[0].read_text(encoding="utf-8"))
    document["cells"] = [*document["cells"][:3], CODE]
    text, taken = json.dumps(document), 0
    for _ in range(150):
        changed = json.loads(text)
        for _ in range(chance.randrange(1, 3)):
            _changed(changed, chance)
        found = plain(json.dumps(changed))
        if found is not None:
            taken += 1
            path.write_text(json.dumps(changed), encoding="utf-8")
            assert found == read(path)
    assert 10 < taken < 100


@pytest.mark.parametrize("text", ["", "{", "[]", "1", "{}", json.dumps({"cells": [], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}), "[" * 100_000])  # fmt: skip
def test_what_is_none_is_told_by_the_formats_own_reader(text: str, tmp_path: Path) -> None:
    assert plain(text) is None
    path = tmp_path / "own.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExecutionError, match="ikke en hel notesbog") as told:
        looked_at(path)
    assert str(path) in str(told.value)


def test_what_has_been_run_or_is_older_is_looked_at_as_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.ipynb"
    shown = {"output_type": "stream", "name": "stdout", "text": "x"}
    for form, cell in (
        (5, CODE | {"execution_count": 1, "outputs": [shown]}),
        (4, {k: v for k, v in CODE.items() if k != "id"}),
    ):
        path.write_text(
            json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": form}), encoding="utf-8"
        )
        assert plain(path.read_text(encoding="utf-8")) is None
        assert isinstance(looked_at(path), nbformat.NotebookNode)
