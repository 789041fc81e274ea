"""Word's package: the own template as a file, an authority's template made ready, and a file that is always the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import nsmap, qn

from kvartalsbog.errors import UsageError

_TYPES = "[Content_Types].xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = Path(__file__).with_name("template")
_PLACES = {
    "document.xml": ("word/document.xml", f"{_TYPE}.document.main+xml"),
    "styles.xml": ("word/styles.xml", f"{_TYPE}.styles+xml"),
    "numbering.xml": ("word/numbering.xml", f"{_TYPE}.numbering+xml"),
    "settings.xml": ("word/settings.xml", f"{_TYPE}.settings+xml"),
    "fontTable.xml": ("word/fontTable.xml", f"{_TYPE}.fontTable+xml"),
    "theme.xml": ("word/theme.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
    "app.xml": ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# what a template has for its own content, a preview of it, and a second copy of its styles for Word 2010
_OF_ITS_OWN = frozenset(
    (
        "image", "footnotes", "endnotes", "comments", "hyperlink", "chart", "oleObject", "attachedTemplate", "thumbnail",
        "stylesWithEffects",
    )
)  # fmt: skip
MOST = 64_000_000  # bytes of a template, as it is and unpacked
_CUSTOM, _PROPERTIES = "custom-properties", "extended-properties"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip file has no earlier time


@cache
def own_template() -> bytes:
    """The document that all others begin as, where an authority does not bring its own: styles and no content."""
    overrides = "".join(f'<Override PartName="/{place}" ContentType="{kind}"/>' for place, kind in _PLACES.values())
    files = {
        _TYPES: f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": _relations({"officeDocument": "word/document.xml", "extended-properties": "docProps/app.xml"}),
        "word/_rels/document.xml.rels": _relations(
            {name: f"{name}.xml" for name in ("styles", "numbering", "settings", "fontTable", "theme")}
        ),
        **{place: (_PARTS / name).read_text(encoding="utf-8") for name, (place, _) in _PLACES.items()},
    }
    return _written({name: text.encode() for name, text in files.items()})


def _relations(targets: dict[str, str]) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'  # not translated: XML
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{told}</Relationships>'


def opened(reference: bytes | None) -> WordDocument:
    """A document without content: the own template, or a .docx or .dotx whose pages, heads, feet and styles are kept.

    What it tells of itself beside them is left out: who wrote it, where it lay, a case's number. Raises UsageError for a
    file that is neither, for one that is too large, and for one that would fetch something whenever it is opened.
    """
    try:
        document = Document(io.BytesIO(own_template() if reference is None else _as_document(reference)))
        body = document.element.body
    except UsageError:
        raise
    except Exception as error:  # whatever a file that is no document makes zipfile, lxml and python-docx raise
        hint = "Gem skabelonen i Word som .docx eller .dotx."
        raise UsageError(f"Skabelonen kan ikke læses som et Word-dokument ({type(error).__name__}). {hint}") from error
    for child in [child for child in body if child.tag != qn("w:sectPr")]:
        body.remove(child)
    used = {
        value for part in body.iter() for name, value in part.attrib.items() if name.startswith(f"{{{nsmap['r']}}}")
    }
    for relations in (document.part.rels, document.part.package.rels):  # else they would be parts beside ours
        for key, relation in list(relations.items()):
            if key not in used and relation.reltype.rsplit("/", 1)[1] in _OF_ITS_OWN:
                del relations[key]
    for tag in ("footnotePr", "endnotePr", "attachedTemplate", "updateFields"):
        for child in document.settings.element.findall(qn(f"w:{tag}")):
            document.settings.element.remove(child)
    _forget(document)
    return document


def _forget(document: WordDocument) -> None:
    """Take away what a template tells of itself, and refuse one that reaches outside."""
    parts = list(document.part.package.iter_parts())
    for part in parts:
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith("/attachedTemplate"):
                del part.rels[key]
    if any(r.is_external and not r.reltype.endswith("/hyperlink") for part in parts for r in part.rels.values()):
        raise UsageError(
            "Skabelonen henter noget udefra, hver gang dokumentet åbnes. Indsæt billedet eller indholdet i selve skabelonen."
        )
    package = document.part.package.rels
    for key, relation in list(package.items()):
        kind = relation.reltype.rsplit("/", 1)[1]
        if kind == _PROPERTIES:
            relation.target_part._blob = (_PARTS / "app.xml").read_bytes()
        elif kind == _CUSTOM and not any(b"DOCPROPERTY" in part.blob for part in parts):
            del package[key]


def _as_document(reference: bytes) -> bytes:
    """A template is a document of another content type, which python-docx does not open."""
    parts = _parts(reference)
    return _written({**parts, _TYPES: parts[_TYPES].replace(b".template.main+xml", b".document.main+xml")})


def saved(document: WordDocument) -> bytes:
    """The document's file: the same content gives the same bytes, whenever and wherever it is written."""
    rough = io.BytesIO()
    document.save(rough)
    return _written(_parts(rough.getvalue()))


def _parts(package: bytes) -> dict[str, bytes]:
    _refuse_large(len(package))
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        _refuse_large(sum(part.file_size for part in file.infolist()))
        return {name: file.read(name) for name in file.namelist()}


def _refuse_large(size: int) -> None:
    if size > MOST:
        raise UsageError(f"Skabelonen er for stor: pakket ud må den højst fylde {MOST // 1_000_000} MB.")


def _written(parts: Mapping[str, bytes]) -> bytes:
    """The types first, as readers of a stream want them; then by name, all of one date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in sorted(parts, key=lambda name: (name != _TYPES, name)):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            package.writestr(entry, parts[name])
    return out.getvalue()
