"""The typeface that browsers fetch: every sign that is used, nothing that is not, always the same bytes, and its licence."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path

import matplotlib as mpl
import pytest
from fontTools.agl import UV2AGL
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib._afm import AFM

from kvartalsbog.sphinxext import typeface
from kvartalsbog.sphinxext.circles import CIRCLES
from kvartalsbog.sphinxext.html import THEME
from kvartalsbog.sphinxext.typeface import FILES, FONTS, LICENSE, NAME, glyphs, shape_fonts, web_fonts

FISHEYE = 0x25C9
STYLE = (THEME / "static/kvartalsbog.css").read_text(encoding="utf-8")
FACES = {
    "kvartalsbog-regular.woff2": "Regular",
    "kvartalsbog-semibold.woff2": "Semibold",
    "kvartalsbog-italic.woff2": "It",
}


@cache
def opened(name: str) -> TTFont:
    return TTFont(io.BytesIO(web_fonts()[name]))


@cache
def whole(face: str) -> TTFont:
    return TTFont(io.BytesIO((FONTS / f"SourceSansPro-{face}.otf").read_bytes()))


def test_the_files_are_what_the_style_sheet_asks_for_and_the_licence() -> None:
    assert tuple(web_fonts()) == FILES
    assert {*re.findall(r'url\("([^"]+)"\)', STYLE), LICENSE} == set(FILES)
    assert all(web_fonts()[name].startswith(b"wOF2") for name in FACES)
    assert sum(len(content) for content in web_fonts().values()) < 70_000


@pytest.mark.parametrize("name", FACES)
def test_a_face_has_the_signs_of_danish_and_every_sign_that_is_asked_for(name: str) -> None:
    danish = (
        "abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ0123456789 .,;:!?»«–—…%/()[]§&+−×±°²½éüöäß\u00a0"
    )
    assert set(map(ord, danish)) <= set(opened(name).getBestCmap())
    asked = "Ж Ω ṩ"  # of other scripts, with composed marks
    assert not set(map(ord, asked.replace(" ", ""))) & set(opened(name).getBestCmap())
    made = TTFont(io.BytesIO(web_fonts([asked])[name])).getBestCmap()
    there = set(map(ord, asked)) & set(whole(FACES[name]).getBestCmap())
    assert set(made) == set(opened(name).getBestCmap()) | there
    assert (len(there) > 1) is (
        FACES[name] != "It"
    )  # the italic has Latin script alone; a browser takes another for the rest


@pytest.mark.parametrize("name", FACES)
def test_a_sign_looks_and_stands_as_in_the_whole_typeface(name: str) -> None:
    part, all_of_it = opened(name), whole(FACES[name])
    for code, glyph in part.getBestCmap().items():
        same = all_of_it.getBestCmap()[FISHEYE if code in CIRCLES else code]
        assert part["hmtx"][glyph][0] == all_of_it["hmtx"][same][0], unicodedata.name(chr(code))
    for table, values in {
        "hhea": ("ascent", "descent", "lineGap"),
        "OS/2": ("usWeightClass", "sxHeight"),
        "head": ("unitsPerEm",),
    }.items():
        assert [getattr(part[table], value) for value in values] == [
            getattr(all_of_it[table], value) for value in values
        ]
    assert "kern" in {feature.FeatureTag for feature in part["GPOS"].table.FeatureList.FeatureRecord}


def height(font: TTFont, sign: str) -> tuple[float, float]:
    """How far down and up a sign goes."""
    pen = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[font.getBestCmap()[ord(sign)]].draw(pen)
    return pen.bounds[1], pen.bounds[3]


@pytest.mark.parametrize("part", [*FACES, *shape_fonts()])
def test_the_circles_are_as_large_as_the_other_shapes(part: str) -> None:
    """On screen and on paper; a circle has to reach a little further than a triangle to look as large."""
    font = opened(part) if part in FACES else TTFont(io.BytesIO(shape_fonts()[part]))
    assert "●" not in map(chr, whole("Regular").getBestCmap()), "the typeface has the circle itself now"
    for circle in "●○":
        assert height(font, circle) == height(font, "●")
        assert all(abs(a - b) < 30 for a, b in zip(height(font, circle), height(font, "▲"), strict=True))


@pytest.mark.parametrize("name", FACES)
def test_a_face_keeps_the_licence_and_not_the_name(name: str) -> None:
    """The name "Source" is reserved for the typeface as it was made (SIL Open Font License, 3)."""
    names = opened(name)["name"]
    assert all("Source" not in names.getDebugName(number) for number in (1, 2, 3, 4, 6))
    assert names.getDebugName(1) == NAME
    assert "SIL Open Font License" in names.getDebugName(13)
    assert "Adobe" in names.getDebugName(0)
    assert "Source" not in str(opened(name)["CFF "].cff.fontNames)
    assert b"Reserved Font Name" in web_fonts()[LICENSE]


def test_the_same_signs_give_the_same_bytes_in_another_process() -> None:
    code = "import hashlib; from kvartalsbog.sphinxext.typeface import web_fonts; print([hashlib.sha256(c).hexdigest() for c in web_fonts(['Ωa', 'Ж']).values()])"
    ours = subprocess.check_output([sys.executable, "-c", code], text=True)
    theirs = subprocess.check_output([sys.executable, "-c", code.replace("'Ωa', 'Ж'", "'ЖΩ', '漢'")], text=True)
    assert ours == theirs


@settings(max_examples=200)
@given(st.lists(st.text()))
def test_whatever_the_texts_hold_the_signs_are_theirs_that_there_are(texts: list[str]) -> None:
    asked: list[frozenset[int]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typeface, "_subset", lambda _, signs: asked.append(signs) or b"")
        web_fonts(texts)
    (signs,) = set(asked)
    assert signs <= glyphs() | CIRCLES
    assert set(map(ord, "".join(texts))) & glyphs() - signs == set()


# -- what stands in ----------------------------------------------------------------------------------------------------

# as often as they are in Danish, in thousandths; from the words of the book
OFTEN = {" ": 145, "e": 127, "r": 66, "n": 60, "d": 54, "t": 60, "i": 49, "a": 45, "s": 45, "l": 46, "o": 39, "g": 34, "m": 28, "k": 24, "f": 22, "v": 18, "u": 16, "b": 14, "p": 15, "h": 13, "0": 20, "2": 22, ".": 22, "å": 9, "ø": 8, "æ": 7, "y": 6, "j": 6}  # fmt: skip


def _width_of(path: Path) -> float:
    if path.suffix == ".afm":
        with path.open("rb") as file:
            metrics = AFM(file)
        return sum(often * metrics.get_width_from_char_name(UV2AGL[ord(sign)]) / 1000 for sign, often in OFTEN.items())
    font = TTFont(io.BytesIO(path.read_bytes()))
    return sum(often * font["hmtx"][font.getBestCmap()[ord(sign)]][0] / font["head"].unitsPerEm for sign, often in OFTEN.items())  # fmt: skip


# Arial has the widths of Helvetica, which matplotlib brings
STAND_INS = [("Meanwhile Arial", 400, "pdfcorefonts/Helvetica.afm"), ("Meanwhile Arial", 600, "pdfcorefonts/Helvetica-Bold.afm"), ("Meanwhile DejaVu", 400, "ttf/DejaVuSans.ttf"), ("Meanwhile DejaVu", 600, "ttf/DejaVuSans-Bold.ttf")]  # fmt: skip


@pytest.mark.parametrize(("family", "weight", "file"), STAND_INS)
def test_what_stands_in_until_the_typeface_is_there_is_as_wide_and_high(family: str, weight: int, file: str) -> None:
    face = whole("Regular" if weight == 400 else "Semibold")
    (rule,) = [
        rule
        for rule in re.findall("@font-face {([^}]*)}", STYLE)
        if f'"{family}"' in rule and f"font-weight: {weight};" in rule
    ]
    told = {name: float(value) / 100 for name, value in re.findall(r"([a-z-]+): ([\d.]+)%", rule)}
    ours = FONTS / f"SourceSansPro-{'Regular' if weight == 400 else 'Semibold'}.otf"
    assert told["size-adjust"] == pytest.approx(
        _width_of(ours) / _width_of(Path(mpl.get_data_path(), "fonts", file)), rel=0.01
    )
    for name, height in (("ascent", face["hhea"].ascent), ("descent", -face["hhea"].descent)):
        assert told[f"{name}-override"] * told["size-adjust"] == pytest.approx(height / 1000, abs=0.002)
    assert told["line-gap-override"] == face["hhea"].lineGap
