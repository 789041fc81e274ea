"""YAML and JSON files → documents that remember the line of every key: strict UTF-8, strict values, no surprises."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

import yaml

from kvartalsbog.errors import Place, Problem, ProblemsError, refusal, settle
from kvartalsbog.files.characters import hidden_places, named, unsafe_character, without_hidden
from kvartalsbog.files.composing import MAX_DEPTH, Composed, TooLargeError, compose
from kvartalsbog.files.scalars import AMBIGUOUS, AmbiguousError, plain_scalar
from kvartalsbog.files.text import line_of, read_text, text_of
from kvartalsbog.names import Allowed

MAX_BYTES = 2_000_000  # a plan of 400 goals that 40 units report to has some 500,000
MAX_WRITTEN = 20_000_000  # of a file that a program wrote: the list of a large correction's cells
MAX_HIDDEN = 100  # so many are told; a file with more is no text
Path_ = tuple[str | int, ...]


class Unread:
    """Stands where a value could not be read: it is of no type, so that nothing takes it for a value."""

    def __repr__(self) -> str:
        return "(kan ikke læses)"


UNREAD: Final = Unread()


@dataclass(frozen=True)
class Document:
    """A parsed file: its plain value (mappings, lists, text, numbers, truth values), the line of every key path in it,
    and every scalar as it stands in the file. `problems` are its parts that could not be read; `value` has UNREAD there.
    """

    file: str
    value: Any
    lines: dict[Path_, int]
    typed: dict[Path_, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def place(self, path: Path_) -> Place:
        """The place of a key path. Steps that the file does not have are passed over, so that a missing key gets
        its parent's line.
        """
        known: Path_ = ()
        for step in path:
            if (*known, step) in self.lines:
                known = (*known, step)
        return Place(self.file, self.lines.get(known, 1), ".".join(str(s) for s in path) or None)

    def problem(
        self, path: Path_, message: str, value: object = None, allowed: Allowed | None = None, hint: str | None = None
    ) -> Problem:
        """What is wrong at a key path."""
        return Problem(self.place(path), message, None if value is None else str(value), allowed, hint)

    def found(self, path: Path_) -> str:
        """What stands at a key path, as an error shows it: a scalar as it is typed, at most 80 characters of it."""
        value = self.value
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return "ingenting"
        if isinstance(value, dict | list):
            return "en opslagstabel" if isinstance(value, dict) else "en liste"
        typed = self.typed.get(path, "") or "ingenting"
        return typed if len(typed) <= 80 else f"{typed[:79]}…"


def read_yaml(path: Path, *, name: str) -> Document:
    """The document in a YAML or JSON file. Raises ProblemsError when any part of it cannot be read."""
    document = read_document(path, name=name)
    settle(document.problems)
    return document


def read_document(path: Path, *, name: str) -> Document:
    """The document in a YAML file, or by stricter rules in a JSON file, with the problems of its parts: hidden
    characters, words that can be read in several ways, tags, anchors, repeated keys.

    `name` is what the file is called in problems. Raises ProblemsError for a file that cannot be read as a whole: one
    that is missing, not UTF-8, malformed, very large or very deep.
    """
    form = "JSON" if path.suffix == ".json" else "YAML"
    return _parsed(read_text(path, name=name, most=MAX_BYTES), name, form)


def parse_yaml(content: bytes, *, name: str) -> Any:
    """The value of a YAML file that is not at hand as a file. Raises ProblemsError as `read_yaml` does."""
    document = _parsed(text_of(content, name=name, most=MAX_BYTES), name, "YAML")
    settle(document.problems)
    return document.value


def parse_json(content: bytes, *, name: str) -> Any:
    """The value of a JSON file that a program wrote, with JSON's own numbers. Raises ProblemsError for one that is not
    UTF-8, malformed, very large or very deep.
    """
    text = text_of(content, name=name, most=MAX_WRITTEN)
    value = _json(text, name)
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        inner = [one for one in level if isinstance(one, dict | list)]
        level = [child for one in inner for child in (one.values() if isinstance(one, dict) else one)]
    if level:
        raise ProblemsError([_too_deep(name)])
    return value


def _parsed(text: str, name: str, form: str) -> Document:
    if form == "JSON":
        _json(text, name, parse_int=str, parse_float=str)
    # hidden characters are told with their line below; until then they must not break lines or words
    shown = "\t".join(map(without_hidden, text.split("\t")))
    if form == "JSON":
        shown = shown.replace("\t", " ")  # allowed between JSON's values, where YAML has none; within them it is none
    try:
        composed = compose(shown)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ProblemsError([_unreadable(name, mark.line + 1 if mark else None, text, form)]) from error
    except TooLargeError as error:
        raise refusal(name, str(error)) from error
    builder = _Builder(name, text, composed)
    value = builder.build(composed.root, ())
    builder.tell_hidden_elsewhere()
    return Document(name, value, builder.lines, builder.typed, tuple(builder.problems))


class Dumper(yaml.SafeDumper):
    """Writes YAML so that `read_yaml` gives it back: it quotes what could be read in several ways."""


Dumper.add_implicit_resolver("!ambiguous", re.compile(f"(?:{AMBIGUOUS.pattern})\\Z", re.X), None)


def json_text(value: Any) -> str:
    """A value as our files have it: JSON that a person can read, with a line break at its end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def to_yaml(value: Any) -> str:
    """A value of mappings, lists, texts and whole numbers as YAML."""
    return yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110)


def _json(text: str, name: str, **numbers: Any) -> Any:
    """What the text holds. Refused is what is not JSON: YAML would read it too. NaN and Infinity are JavaScript's."""

    def refuse(word: str) -> Any:
        raise json.JSONDecodeError(word, text, max(text.find(word), 0))

    try:
        value = json.loads(text, parse_constant=refuse, **numbers)
        json.dumps(value, ensure_ascii=False).encode()  # half a character can be escaped, and never written again
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise ProblemsError([_unreadable(name, line, text, "JSON")]) from error
    except RecursionError as error:
        raise ProblemsError([_too_deep(name)]) from error
    return value


def _too_deep(name: str) -> Problem:
    return Problem(Place(name), f"Filen er mere end {MAX_DEPTH} niveauer dyb.", hint="Skriv den fladere.")


def _unreadable(name: str, line: int | None, text: str, form: str) -> Problem:
    found = line_of(text, line) if line else None
    hint = "Se efter et kolon, et anførselstegn eller en indrykning for meget eller for lidt, også på linjen før."
    if form == "JSON":
        hint = "Se efter et komma, et anførselstegn eller en parentes for meget eller for lidt, også på linjen før."
    elif found and "\t" in text.split("\n")[(line or 1) - 1]:
        hint = "Linjen har et tabulatortegn: brug mellemrum."
    return Problem(Place(name, line), f"Filen kan ikke læses som {form}.", value=found, hint=hint)


class _Builder:
    """Builds plain values from nodes while noting the line and the text of every path."""

    def __init__(self, name: str, text: str, composed: Composed) -> None:
        self.name, self.text = name, text
        self.lines: dict[Path_, int] = {}
        self.typed: dict[Path_, str] = {}
        self.problems = [Problem(Place(name, refused.line), *refused.words) for refused in composed.refused]
        self.hidden = list(islice(hidden_places(text.replace("\t", " ")), MAX_HIDDEN))

    def build(self, node: yaml.Node | None, path: Path_) -> Any:
        if node is None:
            return None
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._scalar(node, path) if isinstance(node, yaml.ScalarNode) else None

    def tell_hidden_elsewhere(self) -> None:
        """The hidden characters of comments and of the space between values: people would not see them either."""
        self.problems += [self._hidden(place, ()) for place in self.hidden]

    def _scalar(self, node: yaml.ScalarNode, path: Path_) -> Any:
        self.typed[path] = node.value
        if self._hides(node, path):
            return UNREAD
        if node.tag:  # refused where it was composed
            return UNREAD
        if node.style is not None:
            return _whole(node.value)
        try:
            return plain_scalar(node.value)
        except AmbiguousError as error:
            message = "Værdien kan læses på flere måder."
            self._refuse(node, path, message, value=node.value[:80], hint=str(error))
            return UNREAD

    def _hides(self, node: yaml.ScalarNode, path: Path_) -> bool:
        """Whether a scalar hides a character, as it is typed or behind an escape; the first is told with its line."""
        own = [place for place in self.hidden if node.start_mark.index <= place < node.end_mark.index]
        if own:
            self.hidden = [place for place in self.hidden if place not in own]
            self.problems.append(self._hidden(own[0], path))
            return True
        if unsafe := unsafe_character(_whole(node.value)):
            self._refuse(node, path, "Teksten har et skjult tegn.", value=unsafe, hint=_AGAIN)
            return True
        return False

    def _hidden(self, place: int, path: Path_) -> Problem:
        line = self.text.count("\n", 0, place) + 1
        column = ".".join(map(str, path)) or None
        message = "Teksten har et skjult tegn."
        return Problem(Place(self.name, line, column), message, named(self.text[place]), hint=_AGAIN)

    def _pairs(self, node: yaml.MappingNode, path: Path_) -> Iterator[tuple[str, Any]]:
        keys: set[str] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode) or not key_node.value or key_node.tag:
                if not getattr(key_node, "tag", None):
                    self._refuse(key_node, path, "En nøgle skal være et ord.")
                continue
            if self._hides(key_node, path):
                continue
            key = key_node.value
            if key in keys:
                self._refuse(key_node, (*path, key), "Nøglen står to gange.", value=key[:80], hint="Behold den ene.")
                continue
            keys.add(key)
            self.lines[*path, key] = key_node.start_mark.line + 1
            yield key, self.build(value_node, (*path, key))

    def _refuse(
        self, node: yaml.Node, path: Path_, message: str, value: str | None = None, hint: str | None = None
    ) -> None:
        place = Place(self.name, node.start_mark.line + 1, ".".join(map(str, path)) or None)
        self.problems.append(Problem(place, message, value=value, hint=hint))


_AGAIN = "Skriv teksten igen uden tegnet."
_HALF = re.compile("[\ud800-\udfff]")


def _whole(text: str) -> str:
    """A text with the two halves that JSON may write of one character put together."""
    if not _HALF.search(text):
        return text
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return text
