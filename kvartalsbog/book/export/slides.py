"""Figures → a picture for a slide each: the finding as its title, the drawing, and below what the figures are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import typst

from kvartalsbog.content.blocks import Figure
from kvartalsbog.sphinxext.typeface import FONTS

_SOURCE = Path(__file__).with_name("slides.typ")
_FORMS: tuple[Literal["png", "svg"], ...] = ("png", "svg")
_DOTS = 144  # an inch: 1920 × 1080


@dataclass(frozen=True)
class Slides:
    """Figures to be shown one by one; `remark` stands below each, and `language` is that of its words."""

    figures: Sequence[Figure]
    remark: str
    language: str = "da"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The name and content of each picture, as PNG and as SVG; the same figures give the same bytes."""
        told = [{"title": figure.caption, "drawing": figure.drawing.light} for figure in self.figures]
        given = {"slides": json.dumps(told), "remark": self.remark, "lang": self.language}
        for form in _FORMS:
            made = typst.compile(
                str(_SOURCE), format=form, ppi=_DOTS, sys_inputs=given, font_paths=[str(FONTS)], ignore_system_fonts=True
            )  # fmt: skip
            pages = made if isinstance(made, list) else [made]
            for figure, page in zip(self.figures, pages, strict=True):
                yield f"{figure.label.removeprefix('fig-')}.{form}", bytes(page)

    def texts(self) -> str:
        """The alternative text of each picture, for whoever puts it on a page."""
        return "".join(f"{figure.label.removeprefix('fig-')}\n{figure.alt}\n\n" for figure in self.figures)
