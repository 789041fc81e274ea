"""What one notebook cell shows: its blocks with their origin. In a notebook they are HTML, to the book they are JSON."""

from __future__ import annotations

from typing import Any

from kvartalsbog.content.blocks import Block, Value
from kvartalsbog.content.html import html_of

MIME_TYPE = "application/vnd.kvartalsbog.blocks.v2+json"
# what a notebook's cells show by mistake most often, and how it is shown; told to who writes the notebook
INSTEAD = {
    "image": "Vis en figur med chapter.figure(fig, label=…, caption=…, alt=…), i den celle der laver den.",
    "text/html": "Vis en tabel med chapter.table(frame, label=…, caption=…).",
    "text/plain": "Slut cellen med det, der skal vises, og sæt andre værdier i et navn.",
}


class Origin(Value):
    """Where blocks are from: the quarter, the data's fingerprint, the notebook whose they are, and which part of it.

    Blocks of the hand-written pages are of no notebook.
    """

    period: str
    data: str
    chapter: str = ""
    part: str


class Blocks(Value):
    """What one notebook cell shows. In a notebook it displays itself; in the book its JSON becomes the page."""

    blocks: tuple[Block, ...]
    origin: Origin | None = None

    def __repr__(self) -> str:
        where = f"{self.origin.part}, {self.origin.period}: " if self.origin else ""
        return f"<{where}{len(self.blocks)} {'blok' if len(self.blocks) == 1 else 'blokke'}>"

    def _repr_html_(self) -> str:
        return html_of(self.blocks)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {MIME_TYPE: self.model_dump(mode="json"), "text/plain": repr(self)}


def parse_blocks(data: object) -> Blocks:
    """The blocks in the JSON data of a cell output; raises `pydantic.ValidationError` on anything else."""
    return Blocks.model_validate(data)
