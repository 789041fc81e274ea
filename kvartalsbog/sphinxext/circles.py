"""The two circles that the typeface lacks, cut from its own fisheye, so that they are as large as its other shapes."""

from __future__ import annotations

from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

_FISHEYE = 0x25C9  # a disc in a ring: its outlines are the ring's outer edge, its inner edge, and the disc
_OUTLINES = {"●": 1, "○": 2}  # of the fisheye, from without
CIRCLES = frozenset(map(ord, _OUTLINES))


def add_circles(font: TTFont) -> None:
    """Add both to a font."""
    fisheye = font.getBestCmap()[_FISHEYE]
    drawn = RecordingPen()
    font.getGlyphSet()[fisheye].draw(drawn)
    for sign, outlines in _OUTLINES.items():
        name = f"uni{ord(sign):04X}"
        _draw(font, name, font["hmtx"][fisheye], _first(drawn, outlines))
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[ord(sign)] = name


def _first(drawn: RecordingPen, outlines: int) -> RecordingPen:
    """The first outlines of a drawing."""
    ends = [place for place, (step, _) in enumerate(drawn.value) if step == "closePath"]
    kept = RecordingPen()
    kept.value = drawn.value[: ends[outlines - 1] + 1]
    return kept


def _draw(font: TTFont, name: str, measures: tuple[int, int], drawing: RecordingPen) -> None:
    top = font["CFF "].cff.topDictIndex[0]
    pen = T2CharStringPen(measures[0] - top.Private.nominalWidthX, None)
    drawing.replay(pen)
    shape = pen.getCharString(private=top.Private, globalSubrs=font["CFF "].cff.GlobalSubrs)
    top.CharStrings.charStrings[name] = len(top.CharStrings.charStringsIndex)
    top.CharStrings.charStringsIndex.append(shape)
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    top.charset = font.getGlyphOrder()
    font["hmtx"][name] = measures
