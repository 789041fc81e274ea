"""A drawing in Word: its SVG, and beside it a picture of dots for whatever does not draw SVG; both with the alternative text."""

from __future__ import annotations

import io
from typing import Any

import typst
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length

from kvartalsbog.content.blocks import Figure
from kvartalsbog.files.media import MEDIA

_DOTS = 288  # an inch: twice a good screen's
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # what Office calls a picture's SVG


def add_picture(paragraph: Any, figure: Figure, width: Length, number: int) -> None:
    """Put a figure's drawing into a paragraph; `number` counts the document's pictures."""
    svg = figure.drawing.light
    inline = paragraph.add_run().add_picture(io.BytesIO(_dots(svg)), width=width)._inline
    picture = inline.graphic.graphicData.pic
    for holder in (inline.docPr, picture.nvPicPr.cNvPr):
        holder.set("name", figure.label)
        holder.set("descr", figure.alt)
        holder.set("id", str(number))
    part = Part(PackURI(f"/word/media/{figure.label}.svg"), MEDIA[".svg"].type, svg.encode(), paragraph.part.package)
    drawn = paragraph.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    picture.blipFill.find(qn("a:blip")).append(
        parse_xml(
            f'<a:extLst {nsdecls("a", "r")}><a:ext uri="{_EXTENSION}"><asvg:svgBlip xmlns:asvg="{_SVG}" r:embed="{drawn}"/></a:ext></a:extLst>'
        )
    )


def _dots(svg: str) -> bytes:
    """A drawing as PNG. Its letters are shapes, so it needs no typeface."""
    source = b"#set page(width: 16cm, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: 100%)"
    return bytes(typst.compile(source, format="png", ppi=_DOTS, sys_inputs={"svg": svg}, ignore_system_fonts=True))
