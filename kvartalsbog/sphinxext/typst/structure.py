"""What Typst cannot say about the PDF's structure: which cells head their rows, what is a formula, what links are called."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

FORMULA = "Formel: "
_IN_CONTENTS = re.compile(r"^\s*“(.*)” (side \d+)$", re.S)


def mend_structure(path: Path) -> None:
    """Mend the tags of a PDF in place.

    The leading cells that the template marked as row heads (a `Strong` inside) become TH with the scope of a row;
    drawings of formulas become formulas; a caption that stands apart from its table or picture joins it; links of the table of contents are called what they lead to, without
    English quotation marks. The file gets an identifier made from its content, so equal books are equal bytes.
    """
    whole = io.BytesIO()
    with pikepdf.open(path) as pdf:
        for figure in _elements(pdf.Root.StructTreeRoot, "/Figure"):
            if str(figure.get("/Alt", "")).startswith(FORMULA):
                figure.S = Name.Formula
        for link in (annotation for page in pdf.pages for annotation in page.get("/Annots", Array())):
            if found := _IN_CONTENTS.match(str(link.get("/Contents", ""))):
                link.Contents = pikepdf.String(f"{found[1]}, {found[2]}")
        for caption in list(_elements(pdf.Root.StructTreeRoot, "/Caption")):
            _join(caption)
        for holder in list(_elements(pdf.Root.StructTreeRoot)):
            _join_lists(holder)
        for row in _elements(pdf.Root.StructTreeRoot, "/TR"):
            for cell in _children(row):
                if str(cell.S) != "/TD" or not _is_row_head(cell):
                    break
                _make_header(cell)
        pdf.save(whole, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    path.write_bytes(whole.getvalue())  # qpdf itself ends the whole process when the disk is full


def _join(caption: pikepdf.Object) -> None:
    """Make a table's caption the table's own child, and a picture's caption its neighbour.

    When a table or picture ends at the very end of a page, Typst leaves its caption outside: `Div(Caption, Div(Table))`.
    """
    around = caption.P
    beside = [child for child in _children(around) if child.objgen != caption.objgen]
    if str(around.S) == "/Table" or len(beside) != 1:
        return
    table = _innermost(beside[0])
    if str(table.S) == "/Figure":
        around.K = Array([table if _is(child, beside[0]) else child for child in _kids(around)])
        table.P = around
    if str(table.S) != "/Table" or any(str(child.S) == "/Caption" for child in _children(table)):
        return
    around.K = Array([child for child in _kids(around) if not _is(child, caption)])
    table.K = Array([caption, *_kids(table)])
    caption.P = table


def _join_lists(around: pikepdf.Object) -> None:
    """Make two lists of one kind with nothing between them one list: it was parted only to keep its last entries together."""
    for first, last in pairwise(_children(around)):
        if str(first.S) == str(last.S) == "/L" and first.get("/A") == last.get("/A"):
            for item in _children(last):
                item.P = first
            first.K = Array([*_kids(first), *_kids(last)])
            around.K = Array([child for child in _kids(around) if not _is(child, last)])


def _innermost(element: pikepdf.Object) -> pikepdf.Object:
    """The element itself, or the one that is all that it holds."""
    while str(element.S) == "/Div" and len(_kids(element)) == 1 and len(_children(element)) == 1:
        (element,) = _children(element)
    return element


def _is(kid: Any, element: pikepdf.Object) -> bool:
    return isinstance(kid, pikepdf.Object) and kid.objgen == element.objgen


def _make_header(cell: pikepdf.Object) -> None:
    found = cell.get("/A", Array())
    attributes = list(found) if isinstance(found, Array) else [found]
    table = next((entry for entry in attributes if str(entry.get("/O")) == "/Table"), None)
    if table is None:
        attributes.append(Dictionary(O=Name.Table, Scope=Name.Row))
    else:
        table.Scope = Name.Row
    cell.S, cell.A = Name.TH, Array(attributes)


def _is_row_head(element: pikepdf.Object) -> bool:
    return any(str(child.S) == "/Strong" or _is_row_head(child) for child in _children(element))


def _elements(element: pikepdf.Object, kind: str = "") -> Iterator[pikepdf.Object]:
    for child in _children(element):
        if kind in ("", str(child.S)):
            yield child
        yield from _elements(child, kind)


def _children(element: pikepdf.Object) -> list[pikepdf.Object]:
    return [child for child in _kids(element) if isinstance(child, Dictionary) and "/S" in child]


def _kids(element: pikepdf.Object) -> list[Any]:
    found: Any = element.get("/K", [])
    return list(found) if isinstance(found, Array) else [found]
