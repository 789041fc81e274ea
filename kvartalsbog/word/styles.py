"""The styles that a document needs, found by name: Danish Word calls `heading 1` »Overskrift1« in its files, and so do templates."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from kvartalsbog.word.package import own_template
from kvartalsbog.word.xml import element

TITLE, NORMAL, CAPTION, BULLET, QUOTE, HYPERLINK = "Title", "Normal", "caption", "List Bullet", "Quote", "Hyperlink"
HEADER, FOOTER = "header", "footer"
# what Word has no name for
LEAD, SOURCE, KEY_FIGURE = "Kvartalsbog lead", "Kvartalsbog source", "Kvartalsbog key figure"
NOTE = "Kvartalsbog note"  # not translated: a style's name
CELL, TABLE = "Kvartalsbog cell", "Kvartalsbog table"
_AFTER_LANGUAGE = tuple(qn(f"w:{tag}") for tag in ("eastAsianLayout", "specVanish", "oMath"))


class Styles:
    """Name → the id that the document has for it. A style that an authority's template lacks is the own template's."""

    def __init__(self, document: WordDocument) -> None:
        self._document, self._own = document, Document(BytesIO(own_template()))
        self._ids = _ids(document)

    def id(self, name: str) -> str:
        """The id of a style by its name in the own template, whatever the case of its letters."""
        found = self._ids.get(name.lower())
        return found if found is not None else self._adopted(name)

    def speak(self, language: str) -> None:
        """Make the document's language this one, whatever its template's was."""
        root = self._document.styles.element
        for found in root.iter(qn("w:lang")):
            found.set(qn("w:val"), language)
        if root.find("w:docDefaults/w:rPrDefault/w:rPr/w:lang", root.nsmap) is None:
            normal = next(style for style in root.iter(qn("w:style")) if style.get(qn("w:styleId")) == self.id(NORMAL))
            properties = normal.get_or_add_rPr()
            if properties.find(qn("w:lang")) is None:
                later = (child for child in properties if child.tag in _AFTER_LANGUAGE or child.prefix != "w")
                place = next(later, None)
                (properties.append if place is None else place.addprevious)(element("lang", val=language))

    def _adopted(self, name: str) -> str:
        own_id = _ids(self._own)[name.lower()]
        style = deepcopy(next(s for s in self._own.styles.element if s.get(qn("w:styleId")) == own_id))
        while own_id in self._ids.values():  # taken by a style of another name
            own_id += "1"
        style.set(qn("w:styleId"), own_id)
        for tag in ("basedOn", "next"):
            for other in style.findall(qn(f"w:{tag}")):
                other.set(qn("w:val"), self.id(_name(self._own, other.get(qn("w:val")))))
        for number in style.iter(qn("w:numId")):
            number.set(qn("w:val"), self._bullets(own_id))
        self._document.styles.element.append(style)
        self._ids[name.lower()] = own_id
        return own_id

    def _bullets(self, style: str) -> str:
        """The number of a bullet list that is put among the document's own lists."""
        lists = _numbering(self._document)
        taken = [int(value) for part in lists for name, value in part.attrib.items() if name.endswith("umId")]
        free = str(max(taken, default=0) + 1)
        kind, use = (deepcopy(part) for part in _numbering(self._own))
        kind.set(qn("w:abstractNumId"), free)
        next(kind.iter(qn("w:pStyle"))).set(qn("w:val"), style)
        use.set(qn("w:numId"), free)
        next(use.iter(qn("w:abstractNumId"))).set(qn("w:val"), free)
        kinds = lists.findall(qn("w:abstractNum"))
        (kinds[-1].addnext if kinds else lists.append)(kind)
        uses = lists.findall(qn("w:num"))
        (uses[-1] if uses else kind).addnext(use)
        return free


def _ids(document: WordDocument) -> dict[str, str]:
    named = [
        (style.find(qn("w:name")), style.get(qn("w:styleId"))) for style in document.styles.element.iter(qn("w:style"))
    ]
    return {name.get(qn("w:val")).lower(): style_id for name, style_id in named if name is not None}


def _name(document: WordDocument, style_id: str) -> str:
    return next(name for name, found in _ids(document).items() if found == style_id)


def _numbering(document: WordDocument) -> Any:
    """The lists of a document; of one without any, none yet."""
    part = document.part
    for relation in part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    own = next(
        r.target_part
        for r in Document(BytesIO(own_template())).part.rels.values()
        if r.reltype == RELATIONSHIP_TYPE.NUMBERING
    )
    lists = deepcopy(own.element)
    for child in list(lists):
        lists.remove(child)
    made = XmlPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, lists, part.package)
    part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return lists
