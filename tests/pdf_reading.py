"""The PDF as other programs read it: its tags, and the text of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

KERNED = 1.3  # points that a letter may reach over its neighbour
MARGIN = 60  # points above and below the type area, where every page says the same


def kids(element: Any) -> list[Any]:
    """What stands directly below a tag: tags, references and numbers of marked content."""
    found = element.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def children(element: Any) -> list[Any]:
    """The tags directly below a tag."""
    return [child for child in kids(element) if isinstance(child, pikepdf.Dictionary) and "/S" in child]


def elements(root: Any, *kinds: str) -> Iterator[Any]:
    """The tags of some kinds below a tag, in reading order; of every kind when none is named."""
    for child in children(root):
        if not kinds or kind(child) in kinds:
            yield child
        yield from elements(child, *kinds)


def kind(element: Any) -> str:
    """A tag's kind: `H1`, `Table`."""
    return str(element.S)[1:]


def attributes(element: Any) -> list[Any]:
    """A tag's attribute dictionaries, such as a header cell's scope."""
    found = element.get("/A", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def body_text(path: Path) -> str:
    """The text of all pages without their running heads and feet."""
    return "".join(bodies(path))


def bodies(path: Path) -> list[str]:
    """The text of each page without its running head and foot."""
    return [body for body, _ in _texts(path, path.stat().st_mtime_ns)]


@lru_cache(maxsize=16)
def _texts(path: Path, _written: int) -> tuple[tuple[str, str], ...]:
    """The text of each page, without its running head and foot and with them: several tests read the same PDF."""
    with pypdfium2.PdfDocument(path) as document:
        read = []
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            read.append((text.get_text_bounded(0, MARGIN, width, height - MARGIN), text.get_text_range()))
    return tuple(read)


def filled(path: Path) -> list[float]:
    """How far down each page's type area there is anything, as a part of its height."""
    with pypdfium2.PdfDocument(path) as document:
        return [_filled(page) for page in document]


def _filled(page: pypdfium2.PdfPage) -> float:
    height = page.get_height()
    rows = page.render(scale=0.25, grayscale=True).to_numpy().squeeze()
    first, last = round(len(rows) * MARGIN / height), round(len(rows) * (1 - MARGIN / height))
    marked = [number for number, row in enumerate(rows[first:last]) if row.min() < 200]
    return (marked[-1] + 1) / (last - first) if marked else 0.0


def around_headings(path: Path) -> dict[int, tuple[list[str], list[str]]]:
    """For each page with a heading: the lines above its first heading, and those from its last heading down."""
    with pypdfium2.PdfDocument(path) as document:
        tops: dict[int, list[float]] = {}
        for place in (mark.get_dest() for mark in document.get_toc()):
            tops.setdefault(place.get_index(), []).append(place.get_view()[1][1])
        return {n: (_lines(document[n], max(on), None), _lines(document[n], None, min(on))) for n, on in tops.items()}


def chapters(path: Path) -> list[tuple[str, float, bool]]:
    """Each chapter's title, how much room there is from where it begins to where the next one does, and whether a page ends within."""
    with pypdfium2.PdfDocument(path) as document:
        marks = [(mark.get_title(), mark.get_dest()) for mark in document.get_toc() if mark.level == 0]
        begins = [(title, place.get_index(), place.get_view()[1][1]) for title, place in marks]
        height = document[0].get_height() - 2 * MARGIN
    return [
        (title, (after - page) * height + top - next_top, after > page + (next_top > height))
        for (title, page, top), (_, after, next_top) in pairwise(begins)
    ]


def _lines(page: pypdfium2.PdfPage, bottom: float | None, top: float | None) -> list[str]:
    width, height = page.get_size()
    text = page.get_textpage().get_text_bounded(0, bottom or MARGIN, width, top or height - MARGIN)
    return [line.strip() for line in re.split(r"[\r\n\x02]+", text) if line.strip()]


def pages_text(path: Path) -> list[str]:
    """The text of each page, its lines joined by a space."""
    return [" ".join(text.split()) for _, text in _texts(path, path.stat().st_mtime_ns)]


def covered(path: Path) -> list[tuple[int, str]]:
    """Where a letter stands upon the one before it on the same line, as a page's number and both; letters that are drawn together apart."""
    with pypdfium2.PdfDocument(path) as document:
        return [(number, both) for number, page in enumerate(document, 1) for both in _covered(page.get_textpage())]


def _covered(text: pypdfium2.PdfTextPage) -> Iterator[str]:
    lines: dict[int, list[tuple[float, float, str]]] = {}
    for place, letter in enumerate(text.get_text_range()):
        if letter.strip() and place < text.count_chars():
            left, bottom, right, _ = text.get_charbox(place, loose=True)
            lines.setdefault(round(bottom), []).append((left, right, letter))
    for line in lines.values():
        for (_, right, one), (left, _, two) in pairwise(sorted(line)):
            if left < right - KERNED and one not in "fr" and two not in "fj":
                yield one + two
