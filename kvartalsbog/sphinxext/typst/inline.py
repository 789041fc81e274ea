"""Text within a line: emphasis, links, footnotes, statuses, formulas."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.errors import SphinxError

from kvartalsbog.sphinxext.given import made_by
from kvartalsbog.sphinxext.nodes import classes
from kvartalsbog.sphinxext.spoken import UnspokenError, refused, spoken
from kvartalsbog.sphinxext.typeface import UnshownError
from kvartalsbog.sphinxext.typst.base import SourceWriter
from kvartalsbog.sphinxext.typst.formulas import formula_svg
from kvartalsbog.sphinxext.typst.markup import escape, label, string
from kvartalsbog.sphinxext.typst.structure import FORMULA

_EMPHASES = {
    "strong": "strong",
    "emphasis": "emph",
    "title_reference": "emph",
    "subscript": "sub",
    "superscript": "super",
}
_OUTWARD = re.compile(r"(https|mailto|tel):")


class InlineVisitors(SourceWriter):
    """Visitors of what stands in a line."""

    def visit_Text(self, node: nodes.Text) -> None:
        try:
            self.put(escape(node.astext()))
        except UnshownError as error:
            raise SphinxError(f"{self.name}: PDF’en kan ikke vise tegnet: {error}. Skriv det med ord.") from error

    def visit_emphasis(self, node: nodes.Element) -> None:
        self.whole(f"{self.anchors(node)}#{_EMPHASES[node.__class__.__name__]}[{self.inline(node)}];")

    visit_strong = visit_title_reference = visit_subscript = visit_superscript = visit_emphasis

    def visit_inline(self, node: nodes.Element) -> None:
        tone = next((name[7:] for name in classes(node) if name.startswith("status-")), None)
        if tone is None:
            self.put(self.anchors(node))
            return
        self.whole(f"#status({string(tone)})[{self.inline(node)}];")

    def visit_elsewhere(self, node: nodes.Element) -> None:
        self.put(self.anchors(node))  # a page that is printed or sent has no site around it

    visit_abbreviation = visit_elsewhere

    def visit_symbol(self, node: nodes.Element) -> None:
        self.whole(f"#shape({string(node.astext())});")

    def visit_literal(self, node: nodes.Element) -> None:
        self.whole(f"#raw({string(node.astext())});")

    def visit_reference(self, node: nodes.Element) -> None:
        text, uri = self.inline(node), str(node.get("refuri", ""))
        if node.get("refid"):
            uri = f"%{self.name}#{node['refid']}"
        if uri.startswith("%"):
            document, _, fragment = uri[1:].partition("#")
            place = label(document, fragment)
            if place not in self.assets.labels and self.assets.alone:
                self.whole(text)
            if place not in self.assets.labels:
                raise SphinxError(f"{self.name}: a link to a place that the book does not have: {uri[1:]}")
            self.put(f"#link({place})[{text}];")
        elif _OUTWARD.match(uri):
            self.put(f"#link({string(uri)})[{text}];")
        else:
            raise SphinxError(f"{self.name}: a link that the PDF cannot follow: {uri!r}")
        raise nodes.SkipNode

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        target = node["refid"]
        place = label(self.name, f"footnote-{target}")
        if target in self.footnotes_seen:
            self.put(f"#footnote({place});")
        else:
            self.footnotes_seen.add(target)
            note = self.footnotes[target]
            text = self.inside(note, [child for child in note.children if not isinstance(child, nodes.label)])
            self.put(f"#footnote[{text}]{place}")
        raise nodes.SkipNode

    def visit_math(self, node: nodes.Element) -> None:
        self.whole(f"#inline-formula({self._formula(node)})")

    def visit_math_block(self, node: nodes.Element) -> None:
        self.whole(f"#block-formula({self._formula(node)}){self.labelled(node)}")

    def _formula(self, node: nodes.Element) -> str:
        tex = node.astext().strip()
        try:
            said = string(FORMULA + spoken(tex))
        except UnspokenError as error:
            raise refused(self.name, tex, error) from error
        drawn = made_by(self.builder.app)(f"formula {tex}", lambda: formula_svg(tex).encode())
        return f"bytes({string(drawn.decode())}), {said}"
