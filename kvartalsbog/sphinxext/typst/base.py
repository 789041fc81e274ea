"""What every visitor needs: a place to put source, the labels of nodes, and the document's footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util.docutils import SphinxTranslator

from kvartalsbog.sphinxext.nodes import ids
from kvartalsbog.sphinxext.typst.assets import Assets
from kvartalsbog.sphinxext.typst.markup import label, string, targets


class SourceWriter(SphinxTranslator):
    """`put` appends source; `inside` is the source of a node's children on its own."""

    def __init__(self, document: nodes.document, builder: Builder, name: str, assets: Assets) -> None:
        super().__init__(document, builder)
        self.name, self.assets = name, assets
        self.level = 0
        self._out: list[str] = []
        self.footnotes = {i: node for node in document.findall(nodes.footnote) for i in node["ids"]}
        self.footnotes_seen: set[str] = set()

    def source(self) -> str:
        return "".join(self._out)

    def put(self, source: str) -> None:
        self._out.append(source)

    def whole(self, source: str) -> NoReturn:
        """Put what stands for a node and for all in it."""
        self.put(source)
        raise nodes.SkipNode

    def inside(self, node: nodes.Element, children: Sequence[nodes.Node] | None = None) -> str:
        """The source of a node's children, or of the given ones, on its own."""
        return self.inline(node, children).strip()

    def inline(self, node: nodes.Element, children: Sequence[nodes.Node] | None = None) -> str:
        """The same of what stands in a line, with the space between it and its neighbours."""
        kept, self._out = self._out, []
        for child in node.children if children is None else children:
            child.walkabout(self)
        made, self._out = "".join(self._out), kept
        return made

    def labels(self, node: nodes.Element) -> list[str]:
        return [label(self.name, name) for name in ids(node)]

    def anchors(self, node: nodes.Element) -> str:
        """Invisible targets for every id of a node."""
        return targets(self.labels(node))

    def labelled(self, node: nodes.Element) -> str:
        """A label on the element before it, and targets for the node's further ids."""
        first, *rest = self.labels(node) or [""]
        return f" {first}\n{targets(rest)}\n\n"

    def number(self, kind: str, node: nodes.Element) -> str:
        """The number that HTML gives a figure or table, as a Typst string; `none` when it has none."""
        numbers = self.assets.numbers.get(self.name, {}).get(kind, {})
        found = next((numbers[name] for name in ids(node) if name in numbers), None)
        return string(".".join(map(str, found))) if found else "none"
