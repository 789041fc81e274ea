"""What a plan says of itself around its goals, retold: its own passages, and why each pillar is there."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from kvartalsbog.content.blocks import BulletList, Paragraph
from kvartalsbog.content.prose import blocks_of, plain_text
from kvartalsbog.files.fields import Identifier, Words
from kvartalsbog.kinds.base import Value


def _linked(words: str) -> str:
    """Words whose links are to https: the same small Markdown as in owners' comments, and no more."""
    try:
        if "[" in words:  # what has none has no link
            blocks_of(words)
    except ValueError as error:
        raise PydanticCustomError("link", "{address}", {"address": str(error)}) from error
    return words


Retold = Annotated[Words, AfterValidator(_linked)]


class Passage(Value):
    """A passage of the plan that is about no goal: its mission, its follow-up, its validity."""

    id: Identifier
    title: Annotated[Words, Field(max_length=100)]
    text: Retold

    @property
    def label(self) -> str:
        """The label of the passage's section in the book: `background-mission`."""
        return f"background-{self.id.replace('.', '-')}"


def retold(words: str) -> tuple[Paragraph | BulletList, ...]:
    """The paragraphs and lists of a passage."""
    return blocks_of(words.strip())


def plainly(words: str) -> str:
    """A passage without markup: a line for each paragraph and each item of a list."""
    blocks = retold(words)
    return "\n".join(plain_text(line) for b in blocks for line in (b.items if b.type == "bullets" else (b.runs,)))
