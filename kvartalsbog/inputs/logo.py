"""An authority's logo: an SVG that can do nothing but be seen, or a PNG; anything else is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from kvartalsbog.errors import Place, Problem
from kvartalsbog.inputs.project import pages_folder
from kvartalsbog.plan.values import Plan

MOST = 500_000  # bytes
_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "linearGradient", "radialGradient",
    "stop", "clipPath", "title", "desc",
})  # fmt: skip
_NAMED = re.compile(r"#[\w.-]+")  # a part of the same file
_CALL = re.compile(r"([\w-]*)\s*\(\s*(['\"]?#)?")
_HARMLESS = frozenset({"rgb", "rgba", "hsl", "hsla", "matrix", "translate", "scale", "rotate", "skewx", "skewy"})
_OUTLINES = "Gem logoet som almindelig SVG: tekst som kurver, uden billeder, scripts, skrifter og adresser."
_PNG = b"\x89PNG\r\n\x1a\n"
_NUMBER = re.compile(r"([0-9]*\.?[0-9]+)(?:px)?")


@dataclass(frozen=True)
class Logo:
    """A logo's file and how wide and high it is, in what units it has."""

    path: Path
    width: float
    height: float


def logo_problems(plan: Plan, project: Path) -> Iterator[Problem]:
    """What is wrong with the logo that a plan names; nothing where it names none."""
    identity = plan.publication.identity
    if identity is None or identity.logo is None:
        return
    path = pages_folder(project, plan.body or "") / identity.logo
    place = Place(path.relative_to(project).as_posix())
    if not path.is_file():
        yield Problem(place, "Logoet findes ikke.", hint="Læg filen blandt siderne, eller ret »logo« i plan.yml.")
    elif path.stat().st_size > MOST:
        yield Problem(place, "Logoet er for stort.", f"{path.stat().st_size} byte", f"højst {MOST} byte")
    elif message := _wrong(path):
        yield Problem(place, message, hint=_OUTLINES if path.suffix == ".svg" else "Gem logoet som PNG igen.")


def read_logo(path: Path) -> Logo:
    """A logo that has no problem, with its size."""
    if path.suffix == ".png":
        head = path.read_bytes()[16:24]
        return Logo(path, int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big"))
    return Logo(path, *(_size(ET.parse(path).getroot()) or (1, 1)))


def _wrong(path: Path) -> str | None:
    content = path.read_bytes()
    if path.suffix == ".png":
        whole = (
            content.startswith(_PNG) and content[12:16] == b"IHDR" and all(read_side for read_side in _sides(content))
        )
        return None if whole else "Filen er ikke en hel PNG."
    if re.search(rb"<!(?:DOCTYPE|ENTITY)|<\?(?!xml\s)", content, re.IGNORECASE):
        return "SVG-filen har erklæringer, som ingen logoer behøver."
    try:
        root = ET.fromstring(content)
    except (ET.ParseError, ValueError, LookupError):
        return "Filen er ikke en hel SVG."
    if root.tag != f"{_SVG}svg" or _size(root) is None:
        return "SVG-filen siger ikke, hvor stor den er (viewBox)."
    return next((told for element in root.iter() if (told := _acts(element))), None)


def _acts(element: ET.Element) -> str | None:
    """What an element could do beside being seen."""
    name = str(element.tag).removeprefix(_SVG)
    if name not in _DRAWN:
        return f"SVG-filen har et element, der ikke kan bruges: {name[:40].rpartition('}')[2]}."
    for key, value in element.attrib.items():
        own = key.rpartition("}")[2].lower()
        if own.startswith("on"):
            return f"SVG-filen har et script: {own[:40]}."
        if (own in ("href", "src") and not _NAMED.fullmatch(value.strip())) or _fetches(value):
            return f"SVG-filen henter noget udefra: {own[:40]}."
    return None


def _fetches(value: str) -> bool:
    """Whether a value could lead out of the file: by an escape, which a browser reads as any sign, by an address of another file, or by
    a function that is not known to be harmless.
    """
    calls = ((match[1].lower(), match[2]) for match in _CALL.finditer(value))
    return (
        "\\" in value
        or "@" in value
        or any(name not in _HARMLESS and not (name == "url" and inside) for name, inside in calls)
    )


def _size(root: ET.Element) -> tuple[float, float] | None:
    box = root.get("viewBox", "").replace(",", " ").split()
    found = box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]
    sides = [float(match[1]) for side in found if (match := _NUMBER.fullmatch(side))]
    return (sides[0], sides[1]) if len(sides) == 2 and all(sides) else None


def _sides(content: bytes) -> tuple[int, int]:
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
