"""Blocks → doctree. Texts become text nodes and nothing else, so nothing in them can act as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar, assert_never

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from kvartalsbog.content import blocks as content
from kvartalsbog.content.html import SHOW_TABLE
from kvartalsbog.content.shown import INSTEAD, MIME_TYPE, parse_blocks
from kvartalsbog.errors import KvartalsbogError
from kvartalsbog.pages.inserting import OWN, page_blocks
from kvartalsbog.plan.contents import UNIT
from kvartalsbog.sphinxext.given import Book, given, language_of
from kvartalsbog.sphinxext.nodes import data_file, disclosure, elsewhere, picture, symbol

_FILES = "kvartalsbog_files"
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_POINT = 0.75  # of a pixel
_WIDTH = 20  # signs in a column, where a builder of plain text must know; pages and print share the room themselves


class BlockRenderer:
    """The myst-nb plugin for our MIME type: one cell output becomes the nodes of its blocks."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = [("*", MIME_TYPE, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The nodes of a cell's blocks. What else a cell shows is refused before a book is compiled; a plain build, which
        refuses nothing, shows in its place what to do. None leaves the rest to myst-nb.
        """
        if inline or data.mime_type != MIME_TYPE:
            plain = not isinstance(renderer.renderer.sphinx_env.app, Book)
            hint = next((words for kind, words in INSTEAD.items() if data.mime_type.startswith(kind)), None)
            return [nodes.warning("", nodes.paragraph("", hint))] if plain and hint and not inline else None
        blocks = json.loads(data.content) if isinstance(data.content, str) else data.content
        builder = BlockBuilder(renderer.renderer.document, renderer.renderer.sphinx_env)
        return builder.build(parse_blocks(blocks).blocks)


class PageBlocks(SphinxDirective):
    """`{kvartalsbog} NAME ARGUMENT …`: what a hand-written page takes from the plan and the readings."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        try:
            blocks = page_blocks(self.arguments[0], given(self.env.app))
        except KvartalsbogError as error:
            raise self.error(f"{OWN}{error}") from error
        return list(BlockBuilder(self.state.document, self.env).build(blocks.blocks))


class BlockBuilder:
    """Builds the nodes of blocks in one document."""

    def __init__(self, document: nodes.document, env: BuildEnvironment) -> None:
        self.document, self.env = document, env

    def build(self, blocks: Iterable[content.Block]) -> list[nodes.Element]:
        """The nodes of the blocks, in order."""
        return [node for block in blocks for node in self._made(block)]

    def _made(self, block: content.Block) -> Iterator[nodes.Element]:
        match block:
            case content.Paragraph():
                yield from self.paragraph(block)
            case content.BulletList():
                yield from self.bullets(block)
            case content.Facts():
                yield from self.facts(block)
            case content.Note():
                yield from self.note(block)
            case content.Quote():
                yield from self.quote(block)
            case content.Table():
                yield from self.table(block)
            case content.Figure():
                yield from self.figure(block)
            case content.Section():
                yield from self.section(block)
            case _:
                assert_never(block)

    def inline(self, runs: content.Inline) -> list[nodes.Node]:
        """The nodes of a line of text."""
        return [self._run(run) for run in runs]

    def _run(self, run: content.Run) -> nodes.Node:
        if isinstance(run, content.Link):
            return nodes.reference("", run.text, refuri=run.url)
        if isinstance(run, content.Reference):
            options = {
                "refdomain": "std",
                "reftype": "ref",
                "reftarget": run.target,
                "refexplicit": True,
                "refwarn": not run.target.startswith(f"{UNIT}-"),  # a book may have no chapters of its units
            }
            pending = addnodes.pending_xref("", nodes.inline("", run.text, classes=["std", "std-ref"]), **options)
            pending["refdoc"] = self.env.docname
            return pending
        if isinstance(run, content.Elsewhere):
            return elsewhere("", run.text, place=run.place)
        if isinstance(run, content.Status):
            shape = symbol("", run.symbol)
            return nodes.inline("", "", shape, nodes.Text(f" {run.word}"), classes=["status", f"status-{run.tone}"])
        if run.style == "strong":
            return nodes.strong("", run.text)
        return nodes.emphasis("", run.text) if run.style == "emphasis" else nodes.Text(run.text)

    def paragraph(self, block: content.Paragraph) -> list[nodes.Element]:
        made = nodes.paragraph("", "", *self.inline(block.runs), classes=[f"kb-{block.role}"])
        # a finding by itself: beside smaller paragraphs it would be taken for a heading
        return [nodes.container("", made, classes=["kb-found"])] if block.role == "finding" else [made]

    def bullets(self, block: content.BulletList) -> list[nodes.Element]:
        items = (nodes.list_item("", nodes.paragraph("", "", *self.inline(item))) for item in block.items)
        return [nodes.bullet_list("", *items, bullet="*")]

    def facts(self, block: content.Facts) -> list[nodes.Element]:
        items = [
            nodes.definition_list_item(
                "",
                nodes.term("", fact.term),
                nodes.definition("", nodes.paragraph("", fact.value)),
                classes=[f"tone-{fact.tone}"],
            )
            for fact in block.facts
        ]
        return [nodes.definition_list("", *items, classes=["key-figures"])]

    def note(self, block: content.Note) -> list[nodes.Element]:
        body = self.build(block.body)
        kind = "warning" if block.kind == "warning" else "kb-note"
        return [nodes.admonition("", nodes.title("", block.title), *body, classes=[kind])]

    def quote(self, block: content.Quote) -> list[nodes.Element]:
        return [nodes.block_quote("", *self.build(block.body))]

    def section(self, block: content.Section) -> list[nodes.Element]:
        section = nodes.section("", nodes.title("", block.title), *self.build(block.body))
        self._name(section, block.label)
        return [section]

    def table(self, block: content.Table) -> list[nodes.Element]:
        """A captioned table, the notes that explain its marks, and its data file, held together."""
        table = nodes.table(
            "", nodes.title("", block.caption), classes=["kb-data", *(["kb-cards"] if block.cards else [])]
        )
        group = nodes.tgroup("", cols=len(block.columns))
        group.extend(
            nodes.colspec("", colwidth=_WIDTH, **({"stub": 1} if index < block.stub else {}))
            for index in range(len(block.columns))
        )
        heads = tuple(content.text(column.title) for column in block.columns)
        group += nodes.thead("", self._row(heads, block.columns))
        group += nodes.tbody("", *(self._row(row, block.columns) for row in block.rows))
        table += group
        self._name(table, block.label)
        notes = (nodes.paragraph("", "", *self.inline(note), classes=["table-note"]) for note in block.notes)
        return [nodes.container("", table, *notes, *self._file(block.download, block.caption), classes=["kb-table"])]

    def _row(self, cells: tuple[content.Inline, ...], columns: tuple[content.Column, ...]) -> nodes.row:
        if len(cells) != len(columns):
            raise ValueError(f"a row has {len(cells)} cells, the table {len(columns)} columns")
        return nodes.row(
            "",
            *(
                nodes.entry(
                    "", nodes.paragraph("", "", *self.inline(cell)), classes=[f"text-{column.align}"], head=column.title
                )
                for cell, column in zip(cells, columns, strict=True)
            ),
        )

    def figure(self, block: content.Figure) -> list[nodes.Element]:
        """A captioned picture in its variants; its table may be folded away, the data file stays in sight."""
        drawings = block.drawing.model_dump()
        names: dict[str, str] = {}  # of the file of each drawing: variants that are alike share one
        images = [self._image(block, names.setdefault(svg, variant), svg) for variant, svg in drawings.items()]
        figure = nodes.figure("", picture("", *images, alt=block.alt, variants=list(drawings)))
        figure += nodes.caption("", block.caption)
        self._name(figure, block.label)
        if block.table is None:
            return [figure]
        fold = disclosure(
            "",
            *self.table(block.table.model_copy(update={"download": None})),
            summary=language_of(self.env.app).say(SHOW_TABLE),
        )
        return [figure, fold, *self._file(block.table.download, block.table.caption)]

    def _image(self, block: content.Figure, variant: str, svg: str) -> nodes.image:
        folder = Path(self.env.doctreedir, "figures")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{block.label}-{variant.replace('_', '-')}.svg"
        path.write_text(svg, encoding="utf-8", newline="\n")
        uri = "/" + Path(_relative(path, Path(self.env.srcdir))).as_posix()
        return nodes.image("", uri=uri, alt=block.alt, pixels=_pixels(svg))

    def _name(self, node: nodes.Element, label: str) -> None:
        node["names"].append(nodes.fully_normalize_name(label))
        self.document.note_explicit_target(node, node)

    def _file(self, file: content.Download | None, title: str) -> list[nodes.Element]:
        if file is None:
            return []
        files(self.env).setdefault(self.env.docname, {})[f"{file.name}.csv"] = file.csv
        return [data_file("", filename=f"{file.name}.csv", title=title, size=len(file.csv.encode()))]


def files(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """The data files of the book: document → file name → text."""
    if not hasattr(env, _FILES):
        setattr(env, _FILES, {})
    found: dict[str, dict[str, str]] = getattr(env, _FILES)
    return found


def _pixels(svg: str) -> tuple[int, ...]:
    """Width and height of a drawing, which tells them in points; nothing of one that does not."""
    found = _SIZE.search(svg)
    return tuple(round(float(points) / _POINT) for points in found.groups()) if found else ()


def _relative(path: Path, start: Path) -> str:
    import os.path  # noqa: PLC0415 - pathlib cannot step upwards before Python 3.12

    return os.path.relpath(path, start)


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    files(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment) -> None:
    files(env).update({name: found for name, found in files(other).items() if name in docnames})


def _write(app: Sphinx, error: Exception | None) -> None:
    """Put the data files beside the pages."""
    if error is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir, "data")
    folder.mkdir(exist_ok=True)
    for found in files(app.env).values():
        for name, text in found.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive, the data files and the priority of our MIME type."""
    app.setup_extension("kvartalsbog.sphinxext.typography")
    app.setup_extension("kvartalsbog.sphinxext.headings")
    app.add_directive("kvartalsbog", PageBlocks)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("build-finished", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 2}
