"""Doctree → HTML where docutils' own form is not accessible enough, and the forms of our own nodes."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.errors import SphinxError
from sphinx.writers.html5 import HTML5Translator

from kvartalsbog.content.html import get_file
from kvartalsbog.content.language import Language
from kvartalsbog.sphinxext.given import language_of
from kvartalsbog.sphinxext.nodes import data_file, disclosure, elsewhere, picture, symbol
from kvartalsbog.sphinxext.spoken import UnspokenError, mathml, refused
from kvartalsbog.sphinxext.typeface import UnshownError, refuse_missing
from kvartalsbog.words.numbers import INTERVAL

NARROW = "(max-width: 600px)"


class BookTranslator(HTML5Translator):
    """Tables in a region that scrolls, header cells with a scope, pictures in variants."""

    @property
    def _language(self) -> Language:
        return language_of(self.builder.app)

    def visit_section(self, node: nodes.section) -> None:
        """The page itself is no section: its heading is the page's, not that of a part."""
        super().visit_section(node)
        if self.section_level == 1:
            self.body[-1] = self.starttag(node, "div")

    def depart_section(self, node: nodes.section) -> None:
        if self.section_level == 1:
            self.section_level -= 1
            self.body.append("</div>\n")
        else:
            super().depart_section(node)

    def visit_footnote(self, node: nodes.footnote) -> None:
        """The group of notes is no landmark: it stands inside the page's main part."""
        if not isinstance(node.previous_sibling(), nodes.footnote):
            self.body.append('<div class="footnote-list">\n')
        self.body.append(self.starttag(node, "aside", classes=["footnote"], role="doc-footnote"))

    def depart_footnote(self, node: nodes.footnote) -> None:
        self.body.append("</aside>\n")
        if not isinstance(node.next_node(descend=False, siblings=True), nodes.footnote):
            self.body.append("</div>\n")

    def visit_transition(self, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, "hr", ""))

    def depart_transition(self, node: nodes.Element) -> None:
        """Nothing is left open by a line."""

    def visit_table(self, node: nodes.Element) -> None:
        titled = any(isinstance(child, nodes.title) for child in node.children)
        name = f"{node['ids'][0]}-caption" if titled and node["ids"] else ""
        labelled = f' aria-labelledby="{name}"' if name else f' aria-label="{self._language.say("Tabel")}"'
        self.body.append(f'<div class="table-scroll" role="region" tabindex="0"{labelled}>\n')
        node["caption_id"] = name
        node["classes"].append("colwidths-auto")
        super().visit_table(node)

    def depart_table(self, node: nodes.Element) -> None:
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_title(self, node: nodes.Element) -> None:
        if isinstance(node.parent, nodes.table) and node.parent.get("caption_id"):
            self.body.append(f'<caption id="{node.parent["caption_id"]}">')
            self.add_fignumber(node.parent)
            self.body.append('<span class="caption-text">')
            self.context.append("</caption>\n")  # the parent closes the span of the text
        else:
            super().visit_title(node)

    def visit_entry(self, node: nodes.Element) -> None:
        """Header cells say what they head: a column in the table's head, a row in its stub."""
        row: Any = node.parent
        in_head = isinstance(row.parent, nodes.thead)
        in_stub = bool(row.parent.parent.stubs[row.column]) and not in_head
        empty = not node.astext().strip()
        tag = "th" if (in_head or in_stub) and not empty else "td"
        row.column += 1
        attributes: dict[str, Any] = {}
        if tag == "th":
            attributes["scope"] = "col" if in_head else "row"
        if not in_head and "kb-cards" in row.parent.parent.parent["classes"]:
            attributes["data-head"] = node["head"]
        if node.get("morerows"):
            attributes["rowspan"] = node["morerows"] + 1
        if node.get("morecols"):
            attributes["colspan"] = node["morecols"] + 1
            row.column += node["morecols"]
        self.body.append(self.starttag(node, tag, "", **attributes))
        self.context.append(f"</{tag}>\n")

    def visit_definition_list_item(self, node: nodes.Element) -> None:
        """A key figure's term and number stay together in a group of their own."""
        if "key-figures" in node.parent["classes"]:
            self.body.append(self.starttag(node, "div"))

    def depart_definition_list_item(self, node: nodes.Element) -> None:
        if "key-figures" in node.parent["classes"]:
            self.body.append("</div>\n")

    def visit_Text(self, node: nodes.Text) -> None:
        """A sign that the typeface lacks is refused, as the PDF refuses it; the shapes of statuses are ours. An arrow is for the eye alone."""
        if not isinstance(node.parent, symbol):
            try:
                refuse_missing(node.astext())
            except UnshownError as error:
                page = self.builder.current_docname
                raise SphinxError(f"{page}: Bogens skrifttype har ikke tegnet: {error}. Skriv det med ord.") from error
        super().visit_Text(node)
        if "→" in node:
            self.body[-1] = self.body[-1].replace("→", '<span aria-hidden="true">→</span>')
        if INTERVAL.search(node):
            self.body[-1] = INTERVAL.sub(r'<span class="kb-interval">\1</span>', self.body[-1])

    def visit_picture(self, node: picture) -> None:
        """A picture for the light and one for the dark page, each with a narrow variant for a phone; one where they are alike.

        A picture that is not shown is not fetched, because it is lazy; and each has its room before it is there.
        """
        images = dict(zip(node["variants"], node.findall(nodes.image), strict=True))
        alike = images["light"]["uri"] == images["dark"]["uri"]
        for theme in ("light",) if alike else ("light", "dark"):
            wide, narrow = self._file(images[theme]), self._file(images[f"{theme}_narrow"])
            shown = "" if alike else f' class="only-{theme}"'
            source = f'<source media="{NARROW}" srcset={narrow}>' if narrow != wide else ""
            alt = self.attval(node["alt"])
            self.body.append(f'<picture{shown}>{source}<img loading="lazy" src={wide} alt="{alt}"></picture>\n')
        raise nodes.SkipNode

    def _file(self, image: nodes.Element) -> str:
        """The address of a picture in quotation marks, and its size."""
        name = self.builder.images[image["uri"]]
        size = "".join(
            f' {side}="{pixels}"' for side, pixels in zip(("width", "height"), image["pixels"], strict=False)
        )
        return f'"{self.attval(f"{self.builder.imgpath}/{name}")}"{size}'

    def visit_disclosure(self, node: disclosure) -> None:
        self.body.append(f'<details class="disclosure"><summary>{self.encode(node["summary"])}</summary>\n')

    def depart_disclosure(self, node: disclosure) -> None:
        self.body.append("</details>\n")

    def visit_data_file(self, node: data_file) -> None:
        """A link that says what it fetches; the caption tells readers of many such links them apart."""
        root = "../" * self.builder.current_docname.count("/")
        self.body.append(
            f'<p class="data-file"><a href="{root}data/{self.attval(node["filename"])}" download>'
            f'{get_file(node["size"], self._language)}<span class="visually-hidden">: {self.encode(node["title"])}</span></a></p>\n'
        )
        raise nodes.SkipNode

    def visit_elsewhere(self, node: elsewhere) -> None:
        """From a page of an edition to the site's root: over its folders, `html`, the version and the quarter."""
        if self.config.kb_version:
            up = self.builder.current_docname.count("/") + 3 + self.config.kb_quarter.count("/")
            self.body.append(f'<a href="{"../" * up}{self.attval(node["place"])}">')

    def depart_elsewhere(self, node: elsewhere) -> None:
        if self.config.kb_version:
            self.body.append("</a>")

    def visit_symbol(self, node: symbol) -> None:
        self.body.append('<span class="symbol" aria-hidden="true">')

    def depart_symbol(self, node: symbol) -> None:
        self.body.append("</span>")


def math_inline(self: HTML5Translator, node: nodes.Element) -> None:
    """A formula in a line, as MathML with its Danish words as alternative text."""
    self.body.append(_mathml(self, node, display="inline"))
    raise nodes.SkipNode


def math_block(self: HTML5Translator, node: nodes.Element) -> None:
    """A formula of its own, as MathML; a long one scrolls, also by keyboard."""
    number = 1 + sum('class="math"' in part for part in self.body)
    name = language_of(self.builder.app).say("Formel {number}", number=number)
    self.body.append(f'<div class="math" role="region" tabindex="0" aria-label="{name}">\n')
    self.body.append(_mathml(self, node, display="block"))
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _mathml(translator: HTML5Translator, node: nodes.Element, *, display: str) -> str:
    tex = node.astext().strip()
    try:
        return mathml(tex, display=display)
    except UnspokenError as error:
        raise refused(translator.builder.current_docname, tex, error) from error
