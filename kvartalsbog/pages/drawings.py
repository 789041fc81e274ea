"""A figure of matplotlib → SVG text without styles, and the same drawing in other colours."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Hosts send the site's content policy with drawings too. Firefox and Safari hold the drawing itself to it, which may then
# have no styles: all that they set must be attributes.
_COMMENT_OR_STYLE = re.compile(r'<!--.*?-->|\sstyle="([^"]*)"', re.DOTALL)
_STYLED = re.compile(r'\s*<defs>\s*<style type="text/css">\*\{([^}]*)\}</style>\s*</defs>')
_COLOUR = re.compile(r'((?:fill|stroke|stop-color|flood-color)=")(#[0-9a-f]{6})"')
# matplotlib begins a line for every point and every part
_PATH = re.compile(r' d="([^"]*)"')
_ROUND_LETTERS = re.compile(r"\s*([A-Za-z])\s*|\s+")
_BETWEEN = re.compile(r">\s+<")
# what matplotlib leaves to be black: texts, shapes and marks without a word of their colour
_BLACK = re.compile(r'-->\s*<g transform|<(?:path d|use xlink:href="#m)(?![^>]*(?:\sfill="|fill-opacity="0"))[^>]*>')


def svg_of(figure: Figure, **settings: Any) -> str:
    """The drawing, with the settings of matplotlib's `savefig`: same bytes for the same figure."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, **settings)
    svg = out.getvalue()
    everywhere = _STYLED.search(svg)
    if everywhere:
        svg = _STYLED.sub("", svg, count=1).replace("<svg ", f"<svg{_attributes(everywhere[1])} ", 1)
    return _dense(_COMMENT_OR_STYLE.sub(lambda found: found[0] if found[1] is None else _attributes(found[1]), svg))


def _dense(svg: str) -> str:
    """The same drawing without the space that says nothing: a seventh of what a reader fetches."""
    return _BETWEEN.sub("><", _PATH.sub(lambda path: f' d="{_ROUND_LETTERS.sub(_letter, path[1])}"', svg))


def _letter(found: re.Match[str]) -> str:
    return found[1] or " "


def _attributes(style: str) -> str:
    """Properties as attributes; of one that is told twice the last holds."""
    told = dict(part.split(":", 1) for part in style.split(";") if ":" in part)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in told.items())


def colours(svg: str) -> set[str]:
    """What a drawing is coloured with: `#0b4f6c`, `black`, and `image` for pictures in it, whose colours nobody can tell."""
    found = {colour for _, colour in _COLOUR.findall(svg)}
    found.update(name for name, is_there in (("black", _BLACK.search(svg)), ("image", "<image" in svg)) if is_there)
    return found


def in_other_colours(svg: str, others: Mapping[str, str]) -> str:
    """The same drawing with every colour that is a key of `others` exchanged; nothing else in it changes."""
    return _COLOUR.sub(lambda found: f'{found[1]}{others.get(found[2], found[2])}"', svg)
