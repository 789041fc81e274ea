"""The XML of WordprocessingML that python-docx has no words for."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_LONGEST_NAME = 40


def element(tag: str, text: str | None = None, **attributes: str) -> Any:
    """`w:tag` with attributes of the same namespace; an underscore at the end of a name keeps Python's words apart."""
    made: Any = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name.rstrip('_')}"), value)
    if text is not None:
        made.text = text
        made.set(qn("xml:space"), "preserve")
    return made


def add_field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field with its result in place, which Word therefore does not ask to bring up to date."""
    begin, separate, end = (element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    for part in (begin, element("instrText", f" {instruction} "), separate, element("t", shown), end):
        paragraph.add_run()._r.append(part)


class Bookmarks:
    """The places of a document that a link in it can lead to. Word takes names of 40 letters, digits and underscores."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        names = (re.sub(r"[^A-Za-z0-9]", "_", label)[: _LONGEST_NAME - 6] for label in labels)
        self._names = {label: f"b{place}_{name}" for place, (label, name) in enumerate(zip(labels, names, strict=True))}
        self._placed = 0

    def name(self, label: str) -> str | None:
        """The bookmark of a label; None where the document has no such place."""
        return self._names.get(label)

    def place(self, paragraph: Any, label: str) -> None:
        """Put the bookmark of a label around a paragraph's content."""
        number = str(self._placed)
        self._placed += 1
        start = element("bookmarkStart", id=number, name=self._names[label])
        paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
        paragraph._p.append(element("bookmarkEnd", id=number))
