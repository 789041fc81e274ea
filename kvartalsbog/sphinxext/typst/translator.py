"""Doctree → Typst source, one document at a time. What a node means is decided here; how it looks, in the template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from docutils import nodes
from sphinx.errors import SphinxError
from sphinx.util.docutils import SphinxTranslator

from kvartalsbog.sphinxext.typst.figures import FigureVisitors
from kvartalsbog.sphinxext.typst.inline import InlineVisitors
from kvartalsbog.sphinxext.typst.markup import label, string
from kvartalsbog.sphinxext.typst.tables import TableVisitors

if TYPE_CHECKING:
    from kvartalsbog.sphinxext.typst.builder import TypstBuilder

_SKIPPED = ("toctree", "comment", "index", "substitution_definition", "meta", "footnote", "system_message", "data_file")
_TRANSPARENT = ("document", "compound", "glossary", "definition_list_item", "line", "legend", "disclosure", "start_of_file")


class TypstTranslator(InlineVisitors, TableVisitors, FigureVisitors, SphinxTranslator):
    """Walks one document. `put` appends source; `inside` is the source of a node's children."""

    builder: TypstBuilder
    _enumerations: ClassVar[dict[str, str]] = {
        "arabic": "1.", "loweralpha": "a.", "upperalpha": "A.", "lowerroman": "i.", "upperroman": "I.",
    }  # fmt: skip

    def __init__(self, document: nodes.document, builder: TypstBuilder, name: str) -> None:
        super().__init__(document, builder)
        self.name = name
        self.level = 0
        self._out: list[str] = []
        self.footnotes = {i: node for node in document.findall(nodes.footnote) for i in node["ids"]}
        self.footnotes_seen: set[str] = set()

    def source(self) -> str:
        return "".join(self._out)

    def put(self, source: str) -> None:
        self._out.append(source)

    def inside(self, node: nodes.Element, children: Sequence[nodes.Node] | None = None) -> str:
        """The source of a node's children, or of the given ones, on its own."""
        kept, self._out = self._out, []
        for child in node.children if children is None else children:
            child.walkabout(self)
        made, self._out = "".join(self._out), kept
        return made.strip()

    def labels(self, node: nodes.Element) -> list[str]:
        return [label(self.name, name) for name in node.get("ids", ())]

    def anchors(self, node: nodes.Element) -> str:
        """Invisible targets for every id of a node."""
        return _targets(self.labels(node))

    def labelled(self, node: nodes.Element) -> str:
        """A label on the element before it, and targets for the node's further ids."""
        first, *rest = self.labels(node) or [""]
        return f" {first}\n{_targets(rest)}\n\n"

    def unknown_visit(self, node: nodes.Node) -> NoReturn:
        raise SphinxError(f"{self.name}: the PDF has no form for the node <{node.__class__.__name__}>")

    def dispatch_visit(self, node: nodes.Node) -> None:
        kind = node.__class__.__name__
        if kind in _SKIPPED:
            raise nodes.SkipNode
        if kind in _TRANSPARENT:
            return
        super().dispatch_visit(node)

    def dispatch_departure(self, node: nodes.Node) -> None:
        if hasattr(self, f"depart_{node.__class__.__name__}"):
            super().dispatch_departure(node)

    def visit_section(self, node: nodes.Element) -> None:
        self.level += 1

    def depart_section(self, node: nodes.Element) -> None:
        self.level -= 1

    def visit_title(self, node: nodes.Element) -> None:
        text, parent = self.inside(node), node.parent
        if not isinstance(parent, nodes.section):
            raise SphinxError(f"{self.name}: a title outside a section: {node.astext()!r}")
        places = [*([label(self.name)] if self.level == 1 else []), *self.labels(parent)]
        self.put(f"#heading(level: {self.level})[{text}] {places[0]}\n{_targets(places[1:])}\n\n")
        raise nodes.SkipNode

    def visit_rubric(self, node: nodes.Element) -> None:
        self.put(f"#strong[{self.inside(node)}]\n\n")
        raise nodes.SkipNode

    def visit_paragraph(self, node: nodes.Element) -> None:
        role = next((name[3:] for name in node.get("classes", ()) if name.startswith("kb-")), "")
        role = "table-note" if "table-note" in node.get("classes", ()) else role
        text = self.anchors(node) + self.inside(node)
        self.put(f"{text}\n\n" if role in ("", "body") else f"#words({string(role)})[{text}]\n\n")
        raise nodes.SkipNode

    def visit_container(self, node: nodes.Element) -> None:
        if "cell_input" in node.get("classes", ()):
            raise nodes.SkipNode
        self.put(self.anchors(node))

    def visit_target(self, node: nodes.Element) -> None:
        self.put(self.anchors(node))

    def visit_transition(self, node: nodes.Element) -> None:
        self.put("#divider()\n\n")
        raise nodes.SkipNode

    def visit_bullet_list(self, node: nodes.Element) -> None:
        self.put(f"#list({self._items(node)})\n\n")
        raise nodes.SkipNode

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        numbering = self._enumerations[node.get("enumtype", "arabic")]
        self.put(f"#enum(start: {int(node.get('start', 1))}, numbering: {string(numbering)}, {self._items(node)})\n\n")
        raise nodes.SkipNode

    def _items(self, node: nodes.Element) -> str:
        return ", ".join(f"[{self.inside(item)}]" for item in node.children if isinstance(item, nodes.Element))

    def visit_definition_list(self, node: nodes.Element) -> None:
        function = "key-figures" if "key-figures" in node.get("classes", ()) else "terms"
        self.put(f"#{function}(" + ", ".join(self._term(item) for item in node.findall(nodes.definition_list_item)) + ")\n\n")
        raise nodes.SkipNode

    def _term(self, item: nodes.Element) -> str:
        terms = [child for child in item.children if isinstance(child, nodes.term)]
        words = ", ".join(self.anchors(term) + self.inside(term) for term in terms)
        meaning = "".join(self.inside(child) for child in item.children if isinstance(child, nodes.definition))
        return f"terms.item([{words}], [{meaning}])"

    def visit_block_quote(self, node: nodes.Element) -> None:
        self.put(f"#quote(block: true)[{self.inside(node)}]\n\n")
        raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.Element) -> None:
        self.put(f"#raw(block: true, {string(node.astext())})\n\n")
        raise nodes.SkipNode

    def visit_line_block(self, node: nodes.Element) -> None:
        lines = [self.inside(line) for line in node.children if isinstance(line, nodes.Element)]
        self.put(" #linebreak() ".join(lines) + "\n\n")
        raise nodes.SkipNode

    def visit_admonition(self, node: nodes.Element) -> None:
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        body = self.inside(node, [child for child in node.children if child is not title])
        kind = "warning" if "warning" in node.get("classes", ()) else "note"
        self.put(f"#box-note({string(kind)}, [{self.inside(title) if title else ''}])[{body}]\n\n")
        raise nodes.SkipNode

    def _named_admonition(self, node: nodes.Element) -> None:
        kind = node.__class__.__name__
        titles = {"note": "Bemærk", "tip": "Tip", "important": "Vigtigt", "warning": "Advarsel", "seealso": "Se også"}
        style = "warning" if kind in ("warning", "important") else "note"
        self.put(f"#box-note({string(style)}, [{titles[kind]}])[{self.inside(node)}]\n\n")
        raise nodes.SkipNode

    visit_note = visit_tip = visit_important = visit_warning = visit_seealso = _named_admonition

    def visit_raw(self, node: nodes.Element) -> None:
        if node.get("format") == "html" and node.astext().strip() and not node.astext().lstrip().startswith("<!--"):
            raise SphinxError(f"{self.name}: raw HTML has no form in the PDF: {node.astext()[:60]!r}")
        raise nodes.SkipNode


def _targets(places: Sequence[str]) -> str:
    return "".join(f"#metadata(none) {place} " for place in places)


