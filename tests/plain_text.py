"""A plain-text output, whole in one module: its entry, and how Sphinx's own text builder writes the nodes that are ours."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.text import TextTranslator

from kvartalsbog.book.outputs import Making, Output
from kvartalsbog.files.media import MEDIA
from kvartalsbog.opendata.formats.inventory import Entry
from kvartalsbog.sphinxext.nodes import data_file, disclosure, picture, symbol


def _text(making: Making, folder: Path) -> None:
    shutil.copytree(making.written("text"), folder, dirs_exist_ok=True)


TEXT = Output(
    "text", "text", "book/index.txt", MEDIA[".txt"], _text, way="Hent tekst", of_version="hent tekst af version {version}",
    entry=Entry("Bogen som ren tekst", "Til den, der læser med punktskrift."), catalogued=True, sought=("book/*.txt",),
    builder="text", extensions=("plain_text",),
)  # fmt: skip


def _alt(translator: TextTranslator, node: nodes.Element) -> None:
    translator.add_text(node["alt"])
    raise nodes.SkipNode


def _nothing(_: TextTranslator, __: nodes.Element) -> None:
    raise nodes.SkipNode


def _content(_: TextTranslator, __: nodes.Element) -> None:
    """Its children speak for themselves."""


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_node(picture, override=True, text=(_alt, None))
    app.add_node(symbol, override=True, text=(_nothing, None))
    app.add_node(data_file, override=True, text=(_nothing, None))
    app.add_node(disclosure, override=True, text=(_content, _content))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
