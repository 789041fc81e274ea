"""The text of a YAML file → its nodes, whose size is bounded while they are made; tags and anchors are refused.

PyYAML takes a text apart in Python, and twenty times as fast with libyaml where that is installed. The two agree on a usual text
that is sound. What they may take otherwise, and what is wrong in a text, is read and told by the first alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

import yaml
from yaml.composer import Composer

MAX_DEPTH = 20
MAX_NODES = 100_000  # a plan of 400 goals that 40 units report to has some 40,000
REFUSED = "!refused"  # the tag of a node that must not be taken for a value
_libyaml: Any = import_module("yaml._yaml") if yaml.__with_libyaml__ else None
_QUICK = _libyaml is not None and _libyaml.get_version() >= (0, 2, 5)  # the first that is known to agree
_Events: Any = _libyaml.CParser if _QUICK else object
_USUAL = re.compile(r"(?:[\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*\n)?")  # no tab, for one
_HASHED = re.compile(r"[|>][-+0-9]*#")  # no comment, though libyaml takes it for one


class TooLargeError(ValueError):
    """More values or more levels than a document may have; its text says so in Danish."""


class UnlikeError(ValueError):
    """What the two ways to take a text apart take otherwise."""


@dataclass(frozen=True)
class Refused:
    """Something that YAML knows and our files do not have: where, and what is said of it (message, value, allowed, hint)."""

    line: int
    words: tuple[str, str | None, str | None, str | None]


@dataclass(frozen=True)
class Composed:
    """A document's nodes, and what was refused in it. A node with a tag is one of those."""

    root: yaml.Node | None
    refused: tuple[Refused, ...]


@lru_cache(maxsize=64)  # by the text itself; a process reads the same files several times
def compose(text: str) -> Composed:
    """The nodes of a text that holds one document, which nobody changes. Raises yaml.MarkedYAMLError, or TooLargeError."""
    if _QUICK and is_usual(text):
        try:
            return composed(Quick(text))
        except (yaml.YAMLError, TooLargeError, UnlikeError):
            pass  # it is told as it is told everywhere
    return composed(Exact(text))


def is_usual(text: str) -> bool:
    """Whether a text is taken apart alike in both ways if both can."""
    return _USUAL.fullmatch(text) is not None and _HASHED.search(text) is None


def composed(loader: Quick | Exact) -> Composed:
    """The nodes of a loader's text."""
    try:
        return Composed(loader.get_single_node(), tuple(loader.refused))
    finally:
        loader.dispose()


class _Bounded(Composer):
    """Composes without giving words a meaning: what they are is decided in `scalars`. The events are another's."""

    check_event: Any
    peek_event: Any
    get_event: Any

    def __init__(self) -> None:
        self.anchors: dict[str, yaml.Node] = {}  # as `Composer` has them
        self.refused: list[Refused] = []
        self.nodes = self.depth = 0

    def descend_resolver(self, *_: Any) -> None:
        """Nobody asks where a node stands."""

    ascend_resolver = descend_resolver

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:  # noqa: ARG002 - PyYAML's own name and arguments
        return ""

    def compose_document(self) -> yaml.Node | None:
        event: Any = self.peek_event()
        if event.version or event.tags:
            self._refuse(event, "Linjer, der begynder med %, bruges ikke her.", None, "Slet linjen.")
        return super().compose_document()

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        self.nodes += 1
        if self.depth > MAX_DEPTH:
            raise TooLargeError(f"Filen er mere end {MAX_DEPTH} niveauer dyb.")
        if self.nodes > MAX_NODES:
            raise TooLargeError(f"Filen har mere end {MAX_NODES} værdier.")
        event: Any = self.peek_event()
        tag = self._unwanted(event)
        if type(event) is yaml.AliasEvent:
            self.get_event()
            marks: Any = (event.start_mark, event.end_mark)
            return yaml.ScalarNode(REFUSED, "", *marks)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        if isinstance(node, yaml.ScalarNode):
            node.tag, node.style = REFUSED if tag else node.tag, node.style or None
        return node

    def _unwanted(self, event: Any) -> str | None:
        """Tell what a node has that our files do not, and take it away."""
        tag: str | None = getattr(event, "tag", None)
        if tag:
            self._refuse(
                event,
                "Ukendt mærke (tag).",
                tag.replace("tag:yaml.org,2002:", "!!")[:80],
                "Slet mærket, og skriv værdien, som den er.",
            )
            event.tag, event.implicit = None, (True, True)
        if event.anchor:
            self._refuse(event, "Henvisninger (&navn og *navn) bruges ikke her.", None, "Skriv teksten ud.")
            event.anchor = None if not isinstance(event, yaml.AliasEvent) else event.anchor
        return tag

    def _refuse(self, event: Any, message: str, value: str | None, hint: str) -> None:
        self.refused.append(Refused(event.start_mark.line + 1, (message, value, None, hint)))


class Exact(_Bounded, yaml.SafeLoader):
    """Takes a text apart in Python."""

    def __init__(self, text: str) -> None:
        yaml.SafeLoader.__init__(self, text)
        _Bounded.__init__(self)


class Quick(_Bounded, _Events):  # type: ignore[misc] # of C
    """Takes a text apart with libyaml."""

    def __init__(self, text: str) -> None:
        _Events.__init__(self, text)
        _Bounded.__init__(self)
        self._brackets = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()
        if event.anchor or getattr(event, "tag", None):
            raise UnlikeError  # they are told apart from what follows otherwise
        if self._brackets and type(event) is yaml.ScalarEvent and not event.style and "?" in event.value:
            raise UnlikeError  # in Python it ends a word between brackets
        within = getattr(event, "flow_style", False) is True
        self._brackets += within
        node = super().compose_node(parent, index)
        self._brackets -= within
        return node
