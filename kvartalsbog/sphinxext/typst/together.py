"""What stands on one page: words with what they lead up to, and a last short line with what it ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil

from docutils import nodes
from sphinx import addnodes

from kvartalsbog.sphinxext.nodes import classes, disclosure

_LINE = 90  # characters that a line of the page has about room for
_ALONE, _WHOLE = 3, 8  # lines that may stand by themselves on a page, and up to which words are not parted
_HELD = (nodes.section, nodes.container, nodes.compound, addnodes.glossary, disclosure)
_SHOWN = (nodes.table, nodes.figure)
_LISTS = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list)
_LED_TO = (*_SHOWN, *_LISTS, nodes.math_block)
_WORDS = (nodes.title, nodes.paragraph, nodes.block_quote, nodes.Admonition, nodes.literal_block, nodes.math_block)
_BLOCKS = (*_WORDS, *_SHOWN, *_LISTS)


def staying(document: nodes.document) -> frozenset[int]:
    """The identities of the blocks that stand on the page where the next one begins: what leads up to a table, figure, list or formula, and
    what stands before the last line or two of a section, or before a section that is no more.
    """
    blocks = list(_flow(document))
    found = set[int]()
    for place, (block, after) in enumerate(pairwise([*blocks, None])):
        before = blocks[place - 1] if place else None
        if block is None or not isinstance(block, nodes.paragraph):
            continue
        words = block.astext().strip()
        leads = isinstance(after, _LED_TO) and (isinstance(before, nodes.title) or words.endswith(":"))
        if leads and _lines(block) <= _WHOLE // 2:
            found.add(id(block))
        if _lines(block) < _ALONE and _ends(block, after):
            ended = next((b for b in reversed(blocks[:place]) if not isinstance(b, nodes.title)), None)
            found.add(id(_table_of(ended)))
    return frozenset(found)


def _ends(block: nodes.Element, after: nodes.Element | None) -> bool:
    """Whether a block is the last of its section, and no section within it follows."""
    return after is None or (isinstance(after, nodes.title) and not _within(after.parent, _section(block)))


def _section(block: nodes.Node) -> nodes.Node | None:
    return next((node for node in _holders(block) if isinstance(node, nodes.section)), None)


def _within(node: nodes.Node, held: nodes.Node | None) -> bool:
    return any(holder is held for holder in _holders(node))


def _holders(node: nodes.Node) -> Iterator[nodes.Node]:
    while (node := node.parent) is not None:
        yield node


def _table_of(block: nodes.Element | None) -> nodes.Element | None:
    """What a table's note belongs to, or the block itself."""
    if block is None or "table-note" not in classes(block) or not isinstance(block.parent, nodes.container):
        return block
    return block.parent


def ends_together(listed: nodes.Element) -> int:
    """How many of a list's last entries stand on one page: as many as make three lines, or all where so few are before them."""
    lines = [_lines(item) for item in listed.children if isinstance(item, nodes.Element)]
    last = next((n for n in range(2, len(lines) + 1) if sum(lines[-n:]) >= _ALONE), len(lines))
    last = len(lines) if sum(lines[:-last]) < _ALONE else last
    return last if len(lines) > 1 and sum(lines[-last:]) <= _WHOLE else 0


def noted(paragraph: nodes.Element) -> bool:
    """Whether a paragraph is short and has a footnote, which would take its last line along to the next page."""
    return _lines(paragraph) <= _WHOLE and next(iter(paragraph.findall(nodes.footnote_reference)), None) is not None


def _lines(block: nodes.Element) -> int:
    """About how many lines words take."""
    head = isinstance(block, nodes.definition_list_item)
    return head + ceil(len(block.astext()) / _LINE)


def _flow(node: nodes.Element) -> Iterator[nodes.Element]:
    """The blocks of a document in their order, whatever holds them."""
    for child in node.children:
        if isinstance(child, _HELD):
            yield from _flow(child)
        elif isinstance(child, _BLOCKS):
            yield child
