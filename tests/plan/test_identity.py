"""An authority's identity: colours that can be read, an ISSN that is one, a logo that can do nothing but be seen."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kvartalsbog.content.language import DANISH
from kvartalsbog.inputs.logo import MOST, logo_problems, read_logo
from kvartalsbog.plan.colours import DARK, ENOUGH, LIGHT, contrast, nearest, stands_out
from kvartalsbog.plan.identity import Identity
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.publication import Contact, Publication
from kvartalsbog.sphinxext.identity import foot, stylesheet

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
CSS = (ROOT / "kvartalsbog/sphinxext/theme/static/kvartalsbog.css").read_text(encoding="utf-8")
POLICE = read_plan(ROOT / "data/2024/plan.yml", None, name="plan.yml")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">{}</svg>'


@pytest.mark.parametrize(("one", "other", "ratio"), [
    ("#000000", "#ffffff", 21.0),  # 1.05 / 0.05
    ("#777777", "#ffffff", 4.48),  # the best known grey that is just not enough
    ("#767676", "#ffffff", 4.54),
    ("#ff0000", "#ffffff", 4.00),  # 0.2126 + 0.05 = 0.2626; 1.05 / 0.2626
    ("#0b4f6c", "#0b4f6c", 1.0),
])  # fmt: skip
def test_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.006)
    assert contrast(other, one) == contrast(one, other)


@given(COLOURS, st.sampled_from([LIGHT, DARK]))
def test_the_nearest_shade_stands_out_and_what_does_already_is_itself(colour: str, grounds: tuple[str, ...]) -> None:
    found = nearest(colour, grounds)
    assert all(contrast(found, ground) >= ENOUGH for ground in grounds)
    assert (found == colour) is stands_out(colour, grounds)


def test_the_grounds_are_those_of_the_stylesheet() -> None:
    light, dark = CSS.partition('html[data-theme="dark"]')[::2]
    assert {re.search(rf"--{name}: (#\w+)", light)[1] for name in ("paper", "tint", "accent-ink")} == set(LIGHT)  # type: ignore[index]
    assert {re.search(rf"--{name}: (#\w+)", dark)[1] for name in ("paper", "tint", "accent-ink")} == set(DARK)  # type: ignore[index]


@given(COLOURS)
def test_a_colour_that_is_accepted_can_be_read_in_light_and_dark_and_another_is_refused_with_one_that_can(
    colour: str,
) -> None:
    if not stands_out(colour, LIGHT):
        with pytest.raises(ValidationError) as error:
            Identity(colour=colour)
        colour = error.value.errors()[0]["ctx"]["nearest"]
    identity = Identity(colour=colour)
    assert stands_out(identity.colour or "", LIGHT)
    assert stands_out(identity.dark or "", DARK)
    style = stylesheet(identity)
    assert style is not None
    assert re.findall("--brand: (#[0-9a-f]{6})", style) == [identity.colour, identity.dark]


@pytest.mark.parametrize("issn", ["2049-3630", "0317-8471", "1050-124X", "0000-0000"])
def test_a_number_whose_last_sign_fits_is_an_issn(issn: str) -> None:
    assert Identity(issn=issn).issn == issn


@pytest.mark.parametrize("issn", ["2049-3631", "20493630", "1050-124x", "1050-1240", "2049-363", "²049-3630", ""])
def test_another_is_none(issn: str) -> None:
    with pytest.raises(ValidationError):
        Identity(issn=issn)


def wrong(tmp_path: Path, name: str, content: bytes | str | None) -> list[str]:
    plan = POLICE.model_copy(update={"publication": Publication(identity=Identity(logo=name))})
    (tmp_path / "book").mkdir()
    if content is not None:
        (tmp_path / "book" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return [str(problem) for problem in logo_problems(plan, tmp_path)]


PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 64, 32) + b"\x08\x06\x00\x00\x00"


@pytest.mark.parametrize(("name", "content", "size"), [
    ("logo.svg", SVG.format('<defs><linearGradient id="a"/></defs><path d="M0 0" fill="url(#a)" style="stroke: rgb(1, 2, 3)" transform="translate(1 2) scale(2)"/><linearGradient id="b" href="#a"/>'), (120, 40)),
    ("logo.svg", '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="30px" height="10"/>', (30, 10)),
    ("logo.png", PNG, (64, 32)),
])  # fmt: skip
def test_a_logo_of_shapes_is_taken_with_its_size(
    name: str, content: bytes | str, size: tuple[int, int], tmp_path: Path
) -> None:
    assert wrong(tmp_path, name, content) == []
    logo = read_logo(tmp_path / "book" / name)
    assert (logo.width, logo.height) == size


@pytest.mark.parametrize(("name", "content", "told"), [
    ("logo.svg", None, "Logoet findes ikke."),
    ("logo.svg", "<svg", "Filen er ikke en hel SVG."),
    ("logo.svg", "<svg/>", "siger ikke, hvor stor den er"),
    ("logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>', "siger ikke, hvor stor den er"),
    ("logo.svg", SVG.format("<script>alert(1)</script>"), "et element, der ikke kan bruges: script"),
    ("logo.svg", SVG.format('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'), "foreignObject"),
    ("logo.svg", SVG.format('<g xmlns:h="http://www.w3.org/1999/xhtml"><h:iframe/></g>'), "iframe"),
    ("logo.svg", SVG.format("<style>@import 'https://x.dk/a.css'</style>"), "style"),
    ("logo.svg", SVG.format("<text>navn</text>"), "text"),
    ("logo.svg", SVG.format('<image href="data:image/png;base64,AA"/>'), "image"),
    ("logo.svg", SVG.format("<animate/>"), "animate"),
    ("logo.svg", SVG.format('<path onload="x()"/>'), "har et script: onload"),
    ("logo.svg", SVG.format('<path OnClick="x()"/>'), "har et script"),
    ("logo.svg", SVG.format('<path href="https://x.dk/a.svg#b"/>'), "henter noget udefra: href"),
    ("logo.svg", SVG.format('<path xmlns:x="http://www.w3.org/1999/xlink" x:href="//x.dk#b"/>'), "henter noget udefra"),
    ("logo.svg", SVG.format('<path style="fill: URL( https://x.dk/a )"/>'), "henter noget udefra: style"),
    ("logo.svg", SVG.format('<path fill="url(\'https://x.dk/a\')"/>'), "henter noget udefra: fill"),
    ("logo.svg", SVG.format('<use href="#a"/>'), "use"),
    ("logo.svg", SVG.format('<linearGradient href="https://x.dk/a.svg#b"/>'), "henter noget udefra: href"),
    ("logo.svg", SVG.format(r'<path style="fill: u\72 l(https://x.dk/a)"/>'), "henter noget udefra: style"),
    ("logo.svg", SVG.format('<path style="fill: image-set(&quot;https://x.dk/a&quot; 1x)"/>'), "henter noget udefra: style"),
    ("logo.svg", '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format(""), "erklæringer"),
    ("logo.svg", '<?xml-stylesheet href="https://x.dk/a.css"?>' + SVG.format(""), "erklæringer"),
    ("logo.svg", SVG.format(" " * MOST), "Logoet er for stort."),
    ("logo.png", b"GIF89a", "Filen er ikke en hel PNG."),
    ("logo.png", PNG[:20], "Filen er ikke en hel PNG."),
])  # fmt: skip
def test_a_logo_that_could_do_more_than_be_seen_is_refused(
    name: str, content: bytes | str | None, told: str, tmp_path: Path
) -> None:
    (problem,) = wrong(tmp_path, name, content)
    assert problem.startswith(f"book/{name}")
    assert told in problem


@pytest.mark.parametrize("name", ["../logo.svg", "/etc/passwd", "logo.gif", "Logo.svg", "mappe/logo.svg", "logo.svg\n"])
def test_a_logo_stands_among_the_pages(name: str) -> None:
    with pytest.raises(ValidationError):
        Identity(logo=name)


def test_the_foot_says_what_the_plan_says_and_nothing_of_a_plan_that_says_nothing() -> None:
    assert foot(Publication(), DANISH) == ()
    who = Contact(name="Analyse", email="tal@myndighed.dk", phone="+45 33 00 00 01")
    publication = Publication(
        contact=who, accessibility="https://was.dk/x", license="https://l.dk/", identity=Identity(issn="2049-3630")
    )
    assert foot(publication, DANISH) == (
        ("Kontakt: Analyse", None),
        ("tal@myndighed.dk", "mailto:tal@myndighed.dk"),
        ("telefon +45 33 00 00 01", "tel:+4533000001"),
        ("Tilgængelighedserklæring", "https://was.dk/x"),
        ("ISSN 2049-3630", None),
        ("Licens for tallene", "https://l.dk/"),
    )


@pytest.mark.parametrize("phone", ["12345678", "+45 12 34 56 78", "33 00 00 00"])
def test_a_telephone_number_has_its_digits(phone: str) -> None:
    assert Contact(name="A", phone=phone).phone == phone
    for wrong_ in (f"{phone}a", phone[:5], f" {phone}", f"tel:{phone}"):
        with pytest.raises(ValidationError):
            Contact(name="A", phone=wrong_)
