"""The search index: one entry a section, as a script of the site, so that it also works from a local folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from kvartalsbog.sphinxext.nodes import disclosure, symbol

Section = dict[str, Any]


def index_script(found: Iterable[Section]) -> str:
    """The script that sets `searchSections`: url, page, title and text of every section."""
    told = json.dumps(_told_apart(list(found)), ensure_ascii=False)
    return f"window.searchSections = {told};\n".replace("</", "<\\/")


def _told_apart(sections: list[Section]) -> list[Section]:
    """With the page's title before a title that other sections have too, as those of every unit's page."""
    times = Counter(section["title"] for section in sections)
    return [
        {**found, "title": f"{found['page']}: {found['title']}"} if times[found["title"]] > 1 else found
        for found in sections
    ]


def sections(app: Sphinx, name: str) -> Iterator[Section]:
    """The sections of a document."""
    tree = app.env.get_doctree(name)
    page = app.env.titles[name].astext()
    uri = app.builder.get_target_uri(name)
    for section in tree.findall(nodes.section):
        title = next(iter(section.findall(nodes.title)))
        top = isinstance(section.parent, nodes.document)
        url = uri if top else f"{uri}#{section['ids'][0]}"
        yield {"url": url, "page": page, "title": _full_title(section, title), "text": _own_text(section, title)}


def _full_title(section: nodes.Element, title: nodes.Element) -> str:
    """The title with that of the section around it, below the page's own: many sections are called alike."""
    around = section.parent
    if not isinstance(around, nodes.section) or isinstance(around.parent, nodes.document):
        return title.astext()
    return f"{next(iter(around.findall(nodes.title))).astext()}: {title.astext()}"


def _own_text(section: nodes.Element, title: nodes.Element) -> str:
    """The section's words without those of its subsections, its title, decorative shapes and arrows, and folded tables."""
    words: list[str] = []
    for child in section.children:
        if child is not title and isinstance(child, nodes.Element) and not isinstance(child, nodes.section):
            words.extend(_words(child))
    return " ".join(" ".join(words).replace("→", " ").split())


def _words(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif not isinstance(node, symbol | disclosure | nodes.comment | nodes.image):
        for child in node.children:
            yield from _words(child)
