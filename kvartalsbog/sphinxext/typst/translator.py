"""Doctree → Typst source, one document at a time. What a node means is decided here; how it looks, in the template."""

from __future__ import annotations

from typing import ClassVar, NoReturn

from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import SphinxError

from kvartalsbog.content.language import message
from kvartalsbog.plan.contents import ON_SCREEN, UNIT
from kvartalsbog.sphinxext.given import language_of
from kvartalsbog.sphinxext.nodes import classes
from kvartalsbog.sphinxext.typst.assets import Assets
from kvartalsbog.sphinxext.typst.figures import FigureVisitors
from kvartalsbog.sphinxext.typst.inline import InlineVisitors
from kvartalsbog.sphinxext.typst.markup import label, string, targets
from kvartalsbog.sphinxext.typst.tables import TableVisitors
from kvartalsbog.sphinxext.typst.together import ends_together, noted, staying

_TITLES = {
    "note": message("Bemærk"), "tip": message("Tip"), "important": message("Vigtigt"), "warning": message("Advarsel"),
    "seealso": message("Se også"),
}  # fmt: skip
_SKIPPED = ("toctree", "comment", "index", "substitution_definition", "meta", "footnote", "system_message", "data_file")
_TRANSPARENT = (
    "document",
    "compound",
    "glossary",
    "definition_list_item",
    "line",
    "legend",
    "disclosure",
    "start_of_file",
)


class TypstTranslator(InlineVisitors, TableVisitors, FigureVisitors):
    """Walks one document."""

    _enumerations: ClassVar[dict[str, str]] = {
        "arabic": "1.", "loweralpha": "a.", "upperalpha": "A.", "lowerroman": "i.", "upperroman": "I.",
    }  # fmt: skip

    def __init__(self, document: nodes.document, builder: Builder, name: str, assets: Assets) -> None:
        super().__init__(document, builder, name, assets)
        self.staying = staying(document)

    def unknown_visit(self, node: nodes.Node) -> NoReturn:
        raise SphinxError(f"{self.name}: the PDF has no form for the node <{node.__class__.__name__}>")

    def dispatch_visit(self, node: nodes.Node) -> None:
        kind = node.__class__.__name__
        if kind in _SKIPPED:
            raise nodes.SkipNode
        if kind in _TRANSPARENT:
            return
        if id(node) in self.staying and not isinstance(node, nodes.paragraph):
            self.staying -= {id(node)}
            self.put(f"#stays[{self.inside(node.parent, [node])}]\n\n")
            raise nodes.SkipNode
        super().dispatch_visit(node)

    def dispatch_departure(self, node: nodes.Node) -> None:
        if hasattr(self, f"depart_{node.__class__.__name__}"):
            super().dispatch_departure(node)

    def visit_section(self, node: nodes.Element) -> None:
        if any(address.startswith(f"{UNIT}-") and address.endswith(ON_SCREEN) for address in node["ids"]):
            raise nodes.SkipNode
        self.level += 1

    def depart_section(self, node: nodes.Element) -> None:
        self.level -= 1

    def visit_title(self, node: nodes.Element) -> None:
        text, parent = self.inside(node), node.parent
        if not isinstance(parent, nodes.section):
            raise SphinxError(f"{self.name}: a title outside a section: {node.astext()!r}")
        places = [*([label(self.name)] if self.level == 1 else []), *self.labels(parent)]
        self.whole(f"#heading(level: {self.level})[{text}] {places[0]}\n{targets(places[1:])}\n\n")

    def visit_rubric(self, node: nodes.Element) -> None:
        self.whole(f"#strong[{self.inside(node)}]\n\n")

    def visit_paragraph(self, node: nodes.Element) -> None:
        role = next((name[3:] for name in classes(node) if name.startswith("kb-")), "")
        role = "table-note" if "table-note" in classes(node) else role
        text = self.anchors(node) + self.inside(node)
        if role not in ("", "body"):
            begins, ends = ("#notes[" if node.get("begins") else ""), ("]" if node.get("ends") else "")
            self.put(f"{begins}#words({string(role)})[{text}]\n{ends}\n")
        elif isinstance(node.parent, nodes.block_quote):  # a paragraph alone in a block is none to Typst
            self.put(f"#par[{text}]\n\n")
        elif noted(node):
            self.put(f'#words("whole")[{text}]\n\n')
        elif id(node) in self.staying:
            formula = isinstance(node.next_node(descend=False, siblings=True), nodes.math_block)
            self.put(f'{"#room(explained) " if formula else ""}#words("leads")[{text}]\n\n')
        else:
            self.put(f"{text}\n\n")
        raise nodes.SkipNode

    def visit_container(self, node: nodes.Element) -> None:
        if "cell_input" in classes(node):
            raise nodes.SkipNode
        self.put(self.anchors(node))
        if notes := _notes(node):  # the table stays on the page where they stand
            self.put("#[#show figure: set block(sticky: true)\n")
            notes[0]["begins"] = notes[-1]["ends"] = True

    def depart_container(self, node: nodes.Element) -> None:
        if _notes(node):
            self.put("]\n\n")

    def visit_target(self, node: nodes.Element) -> None:
        self.put(self.anchors(node))

    def visit_transition(self, node: nodes.Element) -> None:
        self.whole("#divider()\n\n")

    def visit_bullet_list(self, node: nodes.Element) -> None:
        self.whole(_listed("list", [f"[{self.inside(item)}]" for item in _items(node)], node))

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        numbering = self._enumerations[node.get("enumtype", "arabic")]
        items = ", ".join(f"[{self.inside(item)}]" for item in _items(node))
        self.whole(f"#enum(start: {int(node.get('start', 1))}, numbering: {string(numbering)}, {items})\n\n")

    def visit_definition_list(self, node: nodes.Element) -> None:
        items = [self._term(item) for item in _items(node)]
        figures = "key-figures" in classes(node)
        self.whole(f"#key-figures({', '.join(items)})\n\n" if figures else _listed("terms", items, node))

    def _term(self, item: nodes.Element) -> str:
        terms = [child for child in item.children if isinstance(child, nodes.term)]
        words = ", ".join(self.anchors(term) + self.inside(term) for term in terms)
        meaning = "".join(self.inside(child) for child in item.children if isinstance(child, nodes.definition))
        return f"terms.item([{words}], [{meaning}])"

    def visit_block_quote(self, node: nodes.Element) -> None:
        self.whole(f"#quote(block: true)[{self.inside(node)}]\n\n")

    def visit_literal_block(self, node: nodes.Element) -> None:
        self.whole(f"#raw(block: true, {string(node.astext())})\n\n")

    def visit_line_block(self, node: nodes.Element) -> None:
        lines = [self.inside(line) for line in node.children if isinstance(line, nodes.Element)]
        self.whole(" #linebreak() ".join(lines) + "\n\n")

    def visit_admonition(self, node: nodes.Element) -> None:
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        body = self.inside(node, [child for child in node.children if child is not title])
        kind = "warning" if "warning" in classes(node) else "note"
        self.whole(f"#box-note({string(kind)}, [{self.inside(title) if title else ''}])[{body}]\n\n")

    def _named_admonition(self, node: nodes.Element) -> None:
        kind = node.__class__.__name__
        style = "warning" if kind in ("warning", "important") else "note"
        self.whole(
            f"#box-note({string(style)}, [{language_of(self.builder.app).say(_TITLES[kind])}])[{self.inside(node)}]\n\n"
        )

    visit_note = visit_tip = visit_important = visit_warning = visit_seealso = _named_admonition

    def visit_raw(self, node: nodes.Element) -> None:
        if node.get("format") == "html" and node.astext().strip() and not node.astext().lstrip().startswith("<!--"):
            raise SphinxError(f"{self.name}: raw HTML has no form in the PDF: {node.astext()[:60]!r}")
        raise nodes.SkipNode


def _items(node: nodes.Element) -> list[nodes.Element]:
    return [item for item in node.children if isinstance(item, nodes.Element)]


def _listed(function: str, items: list[str], node: nodes.Element) -> str:
    """A list whose last entries stand together; the structure is mended to one list again."""
    place = len(items) - ends_together(node)
    first, last = (f"{function}({', '.join(part)})" if part else "none" for part in (items[:place], items[place:]))
    return f"#{first}\n\n" if last == "none" else f"#parted({first}, {last})\n\n"


def _notes(node: nodes.Element) -> list[nodes.Element]:
    """The notes that explain a table's marks, of what holds both."""
    held = node.children if "kb-table" in classes(node) else []
    return [child for child in held if isinstance(child, nodes.Element) and "table-note" in classes(child)]
