"""Figures and images; an image without an alternative text fails the build."""

from __future__ import annotations

from docutils import nodes
from sphinx.errors import SphinxError

from kvartalsbog.sphinxext.nodes import picture
from kvartalsbog.sphinxext.typst.base import SourceWriter
from kvartalsbog.sphinxext.typst.markup import string


class FigureVisitors(SourceWriter):
    """Visitors of figures and images."""

    def visit_figure(self, node: nodes.Element) -> None:
        image = next(iter(node.findall(nodes.image)))
        caption = next(iter(node.findall(nodes.caption)), None)
        words = self.inside(caption) if caption is not None else ""
        number = self.number("figure", node)
        self.whole(f"#picture-figure({self._image(image)}, {number}, [{words}]){self.labelled(node)}")

    def visit_picture(self, node: picture) -> None:
        self.whole(f"#block({self._image(next(iter(node.findall(nodes.image))))})\n\n")

    def visit_image(self, node: nodes.Element) -> None:
        inline = isinstance(node.parent, nodes.TextElement)
        self.whole(f"#box({self._image(node)})" if inline else f"#block({self._image(node)})\n\n")

    def _image(self, node: nodes.Element) -> str:
        alt = str(node.get("alt", "")).strip()
        if not alt:
            raise SphinxError(f"{self.name}: an image without an alternative text: {node['uri']}")
        width = str(node.get("width", ""))
        size = f", width: {width}" if width.endswith("%") and width[:-1].isdigit() else ""
        return f"image({string(self.assets.image(node['uri']))}{size}, alt: {string(alt)})"
