"""Doctree nodes of our own; each builder must know every one of them.

`picture`      holds up to four `image` children, variants of one drawing; attributes `alt` and `variants`
               (names parallel to the children: light, dark, light_narrow, dark_narrow). The first stands for all. Each has `pixels`, its width and height.
`disclosure`   content that a screen may fold away behind `summary` (a figure's table); print shows it plainly.
`data_file`    a link to a data file written beside the pages; attributes `filename` (in `data/`), `title`, `size` (bytes).
`elsewhere`    a link to a page around the editions of a site; attribute `place`, seen from the site's root.
`symbol`       a decorative shape beside a word; hidden from assistive technology.
"""

from __future__ import annotations

from docutils import nodes


class picture(nodes.General, nodes.Element):
    """Variants of one drawing."""


class disclosure(nodes.General, nodes.Element):
    """Content that may be folded away."""


class data_file(nodes.General, nodes.Element):
    """A link to a downloadable data file."""


class elsewhere(nodes.Inline, nodes.TextElement):
    """A link out of an edition to a page of its site."""


class symbol(nodes.Inline, nodes.TextElement):
    """A decorative shape; its text is never read aloud."""


def ids(node: nodes.Element) -> list[str]:
    """The ids of a node, as docutils made them."""
    return list(node.get("ids", ()))


def classes(node: nodes.Element) -> list[str]:
    """The classes of a node."""
    return list(node.get("classes", ()))
