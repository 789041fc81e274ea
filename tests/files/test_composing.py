"""A YAML file's nodes are the same whichever way its text is taken apart."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

from kvartalsbog.files import composing
from kvartalsbog.files.composing import Exact, Quick, TooLargeError, UnlikeError, compose, composed, is_usual

FILES = sorted((*ROOT.glob("data/**/*.yml"), *ROOT.glob("tests/**/*.yml"), ROOT / "_config.yml", ROOT / "_toc.yml"))
# what means something in YAML, and what looks as if it did
PIECES = [*" \n\n  :-#'\"[]{},?&*!|>%@`~\\\t=<.0189aå/", "\r", "\r\n", ": ", "- ", "\n- ", "\n  ", "---\n", "...\n", " #", "''", '""', "\\u00e6", "\\ud83d", "|\n", ">-\n", "? ", "\u2028", "\x85", "\ufeff", "\xa0", "😀", "%YAML 1.1\n", "!!str ", "&a ", "*a"]  # fmt: skip


def _told(loader: Quick | Exact) -> object:
    """All that is made of a text: values, how they are written, and where they stand."""
    found = composed(loader)
    return _parts(found.root), found.refused


def _parts(node: Any) -> object:
    if node is None:
        return None
    here = (type(node).__name__, node.tag, node.start_mark.line)
    if isinstance(node, yaml.ScalarNode):
        place = (node.start_mark.index, node.end_mark.index)
        return (*here, node.value, node.style is None, place if place[0] < place[1] else None)
    if isinstance(node, yaml.MappingNode):
        return (*here, [(_parts(key), _parts(value)) for key, value in node.value])
    return (*here, [_parts(child) for child in node.value])


def _mutant(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    first = chance.randrange(len(lines))
    text = "\n".join(lines[first : first + chance.randrange(1, 9)]) + "\n"
    for _ in range(chance.randrange(4)):
        place = chance.randrange(len(text) + 1)
        removed = chance.choice((0, 0, 0, 1, 3))
        text = text[:place] + (chance.choice(PIECES) if removed < 3 else "") + text[place + removed :]
    return text


def test_every_file_is_taken_apart_alike() -> None:
    seen = 0
    for path in FILES:
        text = path.read_bytes().decode("utf-8", "replace")
        try:
            quick = _told(Quick(text)) if is_usual(text) else None
        except (yaml.YAMLError, TooLargeError, UnlikeError):
            continue
        if quick is not None:
            seen += 1
            assert quick == _told(Exact(text)), path
    assert seen > 0.8 * len(FILES)


@pytest.mark.parametrize("seed", range(4))
def test_what_both_can_take_apart_they_take_apart_alike(seed: int) -> None:
    chance = random.Random(seed)
    texts = [path.read_bytes().decode("utf-8", "replace") for path in FILES]
    sound = 0
    for _ in range(500):
        text = _mutant(chance.choice(texts), chance)
        if not is_usual(text):
            continue
        try:
            quick = _told(Quick(text))
        except (yaml.YAMLError, TooLargeError, UnlikeError):
            continue  # the other way tells what is wrong
        sound += 1
        assert quick == _told(Exact(text)), text
    assert sound > 100


@pytest.mark.parametrize("text", ["a: b\tc\n", "\ufeffa: b\n", "a: b", "a: b\r\n", "a: \x85b\n", "a: \u2028b\n"])
def test_what_may_be_taken_otherwise_is_left_to_one(text: str) -> None:
    assert not is_usual(text)


@pytest.mark.parametrize("text", ["a: [\n", "a: 'b\n", "- a\nb: c\n", "a: {b: c? d}\n", "a: b: c\n"])
def test_what_is_wrong_is_told_by_one(text: str) -> None:
    assert is_usual(text)
    with pytest.raises(yaml.MarkedYAMLError) as exact:
        composed(Exact(text))
    with pytest.raises(yaml.MarkedYAMLError) as told:
        compose(text)
    assert str(told.value) == str(exact.value)


def test_without_libyaml_a_file_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = f"a: [1, 'x']\n# {tmp_path.name}\nb:\n  c: |\n    d\n"
    quick = _parts(compose(text).root)
    composing.compose.cache_clear()
    monkeypatch.setattr(composing, "_QUICK", False)
    monkeypatch.setattr(composing, "Quick", None)
    assert _parts(compose(text).root) == quick
