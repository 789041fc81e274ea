"""The rules that the blocks of a book keep among one another, and towards its PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kvartalsbog.content.blocks import Block, Figure, Table, plain_words
from kvartalsbog.content.rules import faults
from kvartalsbog.errors import Place, Problem
from kvartalsbog.sphinxext.typeface import missing_glyphs

Placed = tuple[Place, Block]


def block_problems(shown: Iterable[Placed]) -> Iterator[Problem]:
    """What is wrong with the tables and figures that all the cells of a book show, each given with its cell's place."""
    first: dict[str, Place] = {}
    for place, block in shown:
        if not isinstance(block, Table | Figure):
            continue
        yield from (Problem(place, f"{block.label}: {fault}") for fault in faults(block))
        yield from (
            Problem(place, "PDF’en kan ikke vise tegnet.", f"{sign} (U+{ord(sign):04X})", hint="Skriv det med ord eller med et andet tegn.")
            for sign in dict.fromkeys(sign for words in _words(block) for sign in missing_glyphs(words))
        )  # fmt: skip
        for label in _labels(block):
            if label in first:
                yield Problem(place, "navnet (label) er brugt i forvejen.", label, hint=f"Giv det ene et andet navn. Det første er i {first[label]}.")  # fmt: skip
            first.setdefault(label, place)


def _labels(block: Table | Figure) -> Iterator[str]:
    yield block.label
    if isinstance(block, Figure) and block.table is not None:
        yield block.table.label


def _words(block: Table | Figure) -> Iterator[str]:
    yield block.caption
    if isinstance(block, Figure):
        yield block.alt
        if block.table is not None:
            yield from _words(block.table)
        return
    yield from (column.title for column in block.columns)
    for runs in (cell for row in block.rows for cell in row):
        yield from map(plain_words, runs)
