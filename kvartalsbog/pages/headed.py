"""A chapter of the book that is headings with blocks under each: as a page with an insert under each, and part by part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kvartalsbog.content.blocks import Block, Heading
from kvartalsbog.content.prose import as_markdown
from kvartalsbog.errors import UsageError, offered


class Headed(NamedTuple):
    """A heading and what stands under it."""

    heading: Heading
    blocks: tuple[Block, ...] = ()


def page_of(name: str, title: str, parts: Sequence[Headed]) -> str:
    """The chapter as a page: `name` is the address of its section and what its insert is called."""
    lines = [f"({name})=", f"# {title}", ""]
    for heading, blocks in parts:
        lines += [f"({heading.label})=", f"{'#' * (heading.level + 1)} {as_markdown(heading.text)}", ""]
        lines += [f"```{{kvartalsbog}} {name} {heading.label}", "```", ""] if blocks else []
    return "\n".join(lines)


def part_of(parts: Sequence[Headed], label: str) -> tuple[Block, ...]:
    """What stands under one of the headings. Raises UsageError for another label."""
    found = {part.heading.label: part.blocks for part in parts}
    if label not in found:
        raise UsageError(f"Ukendt afsnit {label!r}. {offered(label, found)}")
    return found[label]
