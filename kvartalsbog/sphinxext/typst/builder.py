"""The Sphinx builder: every document in the order of the table of contents → one Typst source → one PDF."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from pathlib import Path
from typing import Literal

import typst
from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.errors import SphinxError

from kvartalsbog.content.language import message
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.inputs.project import PAGES
from kvartalsbog.pages.brief import BRIEF, FILE
from kvartalsbog.sphinxext.given import given, language_of
from kvartalsbog.sphinxext.identity import foot
from kvartalsbog.sphinxext.nodes import ids
from kvartalsbog.sphinxext.typeface import FONTS, shape_fonts
from kvartalsbog.sphinxext.typst.assets import Assets
from kvartalsbog.sphinxext.typst.markup import arguments, label, string
from kvartalsbog.sphinxext.typst.structure import mend_structure
from kvartalsbog.sphinxext.typst.translator import TypstTranslator

_WORDS = {
    "figure": message("Figur"), "table": message("Tabel"), "follow-up": message("Opfølgning"),
    "data-date": message("Data trukket"), "recipient": message("Til"), "contents": message("Indhold"),
}  # fmt: skip
_TEMPLATE = Path(__file__).with_name("template.typ")
_META = {
    "title": "kb_title",
    "authority": "kb_authority",
    "ministry": "kb_ministry",
    "quarter": "kb_quarter_label",
    "data-date": "kb_data_date",
    "status": "kb_status",
    "status-long": "kb_status_long",
    "stage": "kb_stage",
    "stage-long": "kb_stage_long",
}


class TypstBuilder(Builder):
    """Writes `book.typ` and the PDF, and the brief alone, into the output folder. A node it does not know fails the build."""

    name = "typst"
    format = "typst"
    epilog = ""
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]  # noqa: RUF012 - Sphinx declares it so
    allow_parallel = False

    def get_outdated_docs(self) -> str:
        return "the whole book"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return f"%{to}"

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Nothing to prepare: the book is written as a whole."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Not used: the book is written as a whole."""

    def write(self, build_docnames: object, updated_docnames: object, method: str = "update") -> None:
        """Assemble the source, compile it, and mend the structure that Typst leaves to us."""
        out = Path(self.outdir)
        (out / "images").mkdir(parents=True, exist_ok=True)
        page = BRIEF.file
        parts = [part for part in self._order(self.config.root_doc) if part != ("document", page)]
        trees = {name: self.env.get_and_resolve_doctree(name, self) for kind, name in parts if kind == "document"}
        brief = {page: self.env.get_and_resolve_doctree(page, self)} if page in self.env.found_docs else {}
        labels = frozenset(place for name, tree in {**trees, **brief}.items() for place in _labels(name, tree))
        assets = Assets(labels, self.env.toc_fignumbers, self._image)
        body = [self._part(kind, name, trees, assets) for kind, name in parts]
        meta = {key: string(str(getattr(self.config, setting, ""))) for key, setting in _META.items()}
        meta |= self._identity()
        first = {"brief": f"[{self._part('document', page, brief, assets)}]"} if brief else {}
        self._write("book", meta | first, "".join(body))
        shutil.copyfile(_TEMPLATE, out / "template.typ")
        for name, font in shape_fonts().items():
            (out / name).write_bytes(font)
        language = language_of(self.app)
        words = {key: string(language.say(word)) for key, word in _WORDS.items()} | {
            "lang": string(language.locale.language)
        }
        (out / "words.typ").write_text(f"#let said = ({arguments(words)})\n", encoding="utf-8", newline="\n")
        for name, tree in brief.items():
            own = replace(assets, labels=frozenset(_labels(name, tree)), alone=True)
            self._write("note", meta, self._part("document", name, brief, own))
            self._print("note", FILE)
        self._print("book", self.config.typst_filename)

    def _identity(self) -> dict[str, str]:
        """What the authority's identity adds to the template: a colour, a logo, and the lines of its foot."""
        publication = given(self.app).findings.plan.publication
        identity = publication.identity
        told = [part.on_paper for part in foot(publication, language_of(self.app))]
        found = {"imprint": string(" · ".join(told))} if told else {}
        if identity is not None and identity.colour is not None:
            found["brand"] = f"rgb({string(identity.colour)})"
        if identity is not None and identity.logo is not None:
            found["logo"] = string(self._image(str(Path(PAGES, identity.logo))))
        return found

    def _write(self, form: str, told: Mapping[str, str], body: str) -> None:
        """The source of one of the template's forms."""
        head = f'#import "template.typ": *\n#show: {form}.with({arguments(told)})\n\n'
        Path(self.outdir, f"{form}.typ").write_text(head + body, encoding="utf-8", newline="\n")

    def _print(self, form: str, name: str) -> None:
        pdf = Path(self.outdir, f"{name}.pdf")
        self._compile(Path(self.outdir, f"{form}.typ"), pdf)
        mend_structure(pdf)

    def _part(self, kind: str, name: str, trees: dict[str, nodes.document], assets: Assets) -> str:
        if kind == "caption":
            return f"#part({string(name)})\n\n"
        translator = TypstTranslator(trees[name], self, name, assets)
        trees[name].walkabout(translator)
        return f"#chapter[\n{translator.source()}]\n\n"

    def _order(self, document: str) -> Iterator[tuple[Literal["caption", "document"], str]]:
        """Documents and part captions as the table of contents has them."""
        yield "document", document
        if document not in self.env.toctree_includes:
            return
        for tree in self.env.get_doctree(document).findall(addnodes.toctree):
            if tree.get("caption"):
                yield "caption", tree["caption"]
            for _, name in tree["entries"]:
                if name in self.env.found_docs:
                    yield from self._order(name)

    def _compile(self, source: Path, pdf: Path) -> None:
        try:
            _, told = typst.compile_with_warnings(
                str(source), output=str(pdf), root=str(source.parent), pdf_standards=["ua-1"],
                font_paths=[str(FONTS), str(source.parent)], ignore_system_fonts=True, timestamp=getattr(self.config, "kb_timestamp", 0) or None,
            )  # fmt: skip
        except typst.TypstError as error:
            raise SphinxError(f"Typst: {error.message} {'; '.join(error.hints or [])}") from error
        if told:
            raise SphinxError("Typst: " + "; ".join(str(warning.message) for warning in told))

    def _image(self, uri: str) -> str:
        """Copy an image beside the source under a name made from its content, and return that name."""
        path = Path(uri) if Path(uri).is_absolute() and Path(uri).exists() else Path(self.srcdir, uri.lstrip("/"))
        data = path.read_bytes()
        name = f"images/{sha256_of(data)[:16]}{path.suffix}"
        Path(self.outdir, name).write_bytes(data)
        return name


def _labels(document: str, tree: nodes.document) -> Iterator[str]:
    yield label(document)
    for node in tree.findall(nodes.Element):
        yield from (label(document, name) for name in ids(node))
