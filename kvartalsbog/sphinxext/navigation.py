"""The table of contents beside every page: resolved once in a build, and told from each page with its own addresses."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.util.osutil import relative_uri

from kvartalsbog.plan.contents import UNITS
from kvartalsbog.sphinxext.given import language_of

_PARTS = "kb_parts"


@dataclass(frozen=True)
class _Entry:
    """A line of the table: its words, and its file from the site's root with the place in it, or an address elsewhere."""

    title: str
    file: str
    place: str = ""
    is_elsewhere: bool = False

    def uri(self, page: str) -> str:
        """The address from a page's file; `#` for the page itself."""
        return self.file if self.is_elsewhere else relative_uri(page, self.file) + self.place or "#"


@dataclass(frozen=True)
class _Part:
    caption: str
    entries: tuple[_Entry, ...]


def navigation(app: Sphinx, page: str) -> str:
    """The table of contents as lists with a caption each; the page itself is marked."""
    builder, root = app.builder, app.config.root_doc
    current, front = ' aria-current="page"' if page == root else "", escape(language_of(app).say("Forside"))
    address = escape(builder.get_relative_uri(page, root))
    found = [f'<ul><li><a href="{address}"{current}>{front}</a></li></ul>']
    return "\n".join([*found, *(_told(part, app, page) for part in _parts(app))])


def _told(part: _Part, app: Sphinx, page: str) -> str:
    """A part's links under its caption; those of the units, which are many, are folded away until one of them is read."""
    file, known = app.builder.get_target_uri(page), page in app.env.found_docs
    uris = [entry.uri(file) for entry in part.entries]
    marks = [' aria-current="page"' if known and uri == "#" else "" for uri in uris]
    links = [
        f'<li><a href="{escape(uri)}"{mark}>{escape(entry.title)}</a></li>'
        for entry, uri, mark in zip(part.entries, uris, marks, strict=True)
    ]
    listed, words = f"<ul>{''.join(links)}</ul>", escape(part.caption)
    if part.caption and part.caption == language_of(app).say(UNITS):
        is_read = " open" if any(marks) else ""
        return f'<details class="nav-part"{is_read}><summary class="nav-caption">{words} ({len(links)})</summary>{listed}</details>'
    return f'<p class="nav-caption">{words}</p>{listed}' if part.caption else listed


def _parts(app: Sphinx) -> tuple[_Part, ...]:
    """The parts of the table, which are the same for every page of a build."""
    if not hasattr(app.builder, _PARTS):
        setattr(app.builder, _PARTS, tuple(_resolved(app)))
    found: tuple[_Part, ...] = getattr(app.builder, _PARTS)
    return found


def _resolved(app: Sphinx) -> Iterator[_Part]:
    root = app.config.root_doc
    tree = global_toctree_for_doc(app.env, root, app.builder, maxdepth=1, includehidden=True, collapse=False)
    start, caption = app.builder.get_target_uri(root), ""
    for child in tree.children if tree is not None else ():
        if isinstance(child, nodes.title):
            caption = child.astext()
        elif isinstance(child, nodes.bullet_list | addnodes.compact_paragraph):
            yield _Part(caption, tuple(_entry(reference, start) for reference in child.findall(nodes.reference)))
            caption = ""


def _entry(reference: Any, start: str) -> _Entry:
    """An entry of the table as it was resolved for the root document."""
    title, uri, place = reference.astext(), reference["refuri"], reference["anchorname"]
    if not reference.get("internal", False):
        return _Entry(title, uri, is_elsewhere=True)
    own = uri.removesuffix(place)
    return _Entry(title, posixpath.normpath(posixpath.join(posixpath.dirname(start), own)) if own else start, place)
