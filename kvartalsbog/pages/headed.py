"""A chapter of the book that is headings with blocks under each: as a page with an insert under each, and part by part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


def part_of(parts: Iterable[Headed], label: str) -> tuple[Block, ...]:
    """What stands under one of the headings; those after it are not asked for. Raises UsageError for another label."""
    others = []
    for heading, blocks in parts:
        if heading.label == label:
            return blocks
        others.append(heading.label)
    raise UsageError(f"Ukendt afsnit {label!r}. {offered(label, others)}")
