"""The text of a YAML file → its nodes, whose size is bounded while they are made; tags and anchors are refused."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

MAX_DEPTH = 20
MAX_NODES = 100_000  # a plan of 400 goals that 40 units report to has some 40,000
REFUSED = "!refused"  # the tag of a node that must not be taken for a value


class TooLargeError(ValueError):
    """More values or more levels than a document may have; its text says so in Danish."""


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
    loader = _Loader(text)
    try:
        return Composed(loader.get_single_node(), tuple(loader.refused))
    finally:
        loader.dispose()


class _Loader(yaml.SafeLoader):
    """Composes without giving words a meaning: what they are is decided in `scalars`."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.refused: list[Refused] = []
        self.nodes = self.depth = 0

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:  # noqa: ARG002 - PyYAML's own name and arguments
        return ""

    def compose_document(self) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if event.version or event.tags:
            self._refuse(event, "Linjer, der begynder med %, bruges ikke her.", None, "Slet linjen.")
        return super().compose_document()

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        self.nodes += 1
        if self.depth > MAX_DEPTH:
            raise TooLargeError(f"Filen er mere end {MAX_DEPTH} niveauer dyb.")
        if self.nodes > MAX_NODES:
            raise TooLargeError(f"Filen har mere end {MAX_NODES} værdier.")
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        tag = self._unwanted(event)
        if type(event) is yaml.AliasEvent:
            self.get_event()  # type: ignore[no-untyped-call]
            marks: Any = (event.start_mark, event.end_mark)
            return yaml.ScalarNode(REFUSED, "", *marks)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        if tag and isinstance(node, yaml.ScalarNode):
            node.tag = REFUSED
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
