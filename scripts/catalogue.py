"""The template of the catalogues, `kvartalsbog/locale/kvartalsbog.pot`: every sentence that the engine says to readers.

A sentence is what stands in a call of `say` and its kin, in Python and in templates, and what a column, table, file or
output is called where it is declared.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import jinja2
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2.nodes import Call, Const, Name

from kvartalsbog.periods import LABELS, FollowUp

PACKAGE = Path(__file__).parents[1] / "kvartalsbog"
TEMPLATE = PACKAGE / "locale/kvartalsbog.pot"
# what is called → which of its arguments are sentences; of `say_n` and `messages` the two are one, for one and for many
CALLS = {
    "say": (0,), "say_runs": (0,), "message": (0,), "say_n": (0, 1), "messages": (0, 1), "word": (1,),
    "Field": (1, 3), "Definition": (1, 2, 3), "Entry": (0, 1),
}  # fmt: skip
_TOGETHER = ("say_n", "messages")
Key = tuple[str, str | tuple[str, str]]  # context and sentence


def called(node: ast.Call) -> str:
    """The name by which something is called: `say` of `language.say(…)`."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def said_in(source: str) -> Iterator[Key]:
    """The sentences of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called(node) in CALLS:
            yield from _keys(called(node), [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args])


def said_on(template: str) -> Iterator[Key]:
    """The sentences of a page's template."""
    for node in jinja2.Environment().parse(template).find_all(Call):
        if isinstance(node.node, Name) and node.node.name in CALLS:
            yield from _keys(node.node.name, [arg.value if isinstance(arg, Const) else None for arg in node.args])


def _keys(name: str, arguments: list[object]) -> Iterator[Key]:
    found = [arguments[place] for place in CALLS[name] if place < len(arguments)]
    context = str(arguments[0]) if name == "word" else ""
    texts = [text for text in found if isinstance(text, str) and text]
    if name in _TOGETHER and len(texts) == 2:
        yield context, (texts[0], texts[1])
    elif name not in _TOGETHER:
        yield from ((context, text) for text in texts)


def template(package: Path = PACKAGE) -> bytes:
    """The file."""
    catalogue = Catalog()
    for label in set(LABELS.values()) - {LABELS[FollowUp.MONTHLY]}:  # a month is called as CLDR calls it
        catalogue.add(label)
    for path in sorted(package.rglob("*.py")):
        for context, key in said_in(path.read_text(encoding="utf-8")):
            catalogue.add(key, context=context or None)
    for path in sorted(package.rglob("*.html")):
        for context, key in said_on(path.read_text(encoding="utf-8")):
            catalogue.add(key, context=context or None)
    out = BytesIO()
    write_po(out, catalogue, omit_header=True, no_location=True, sort_output=True, width=0)
    return out.getvalue()


if __name__ == "__main__":
    TEMPLATE.write_bytes(template())
