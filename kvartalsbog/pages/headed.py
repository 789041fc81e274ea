"""A chapter of the book that is headings with blocks under each: as a page with an insert under each, and part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from kvartalsbog.content.blocks import Block, Heading
from kvartalsbog.content.prose import as_markdown
from kvartalsbog.errors import UsageError, offered
from kvartalsbog.verdicts.findings import Findings


class Headed(NamedTuple):
    """A heading and what stands under it."""

    heading: Heading
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class HeadedChapter:
    """`name` is the address of its section and what its insert is called, `file` its file in the book, without an ending."""

    name: str
    file: str
    title: str
    made: Callable[[Findings], Iterable[Headed]]

    def sections(self, findings: Findings) -> tuple[Headed, ...]:
        """Its headings, in order, each with what stands under it."""
        return tuple(self.made(findings))

    def blocks(self, findings: Findings) -> tuple[Heading | Block, ...]:
        """All of it in order, headings among the blocks."""
        return tuple(block for heading, blocks in self.sections(findings) for block in (heading, *blocks))

    def page(self, findings: Findings) -> str:
        """The chapter as a page of the book: its headings, and an insert for what stands under each."""
        lines = [f"({self.name})=", f"# {findings.language.say(self.title)}", ""]
        for heading, blocks in self.sections(findings):
            lines += [f"({heading.label})=", f"{'#' * (heading.level + 1)} {as_markdown(heading.text)}", ""]
            lines += [f"```{{kvartalsbog}} {self.name} {heading.label}", "```", ""] if blocks else []
        return "\n".join(lines)

    def section(self, findings: Findings, label: str) -> tuple[Block, ...]:
        """What stands under one of the headings; those after it are not asked for. Raises UsageError for another label."""
        others = []
        for heading, blocks in self.made(findings):
            if heading.label == label:
                return blocks
            others.append(heading.label)
        raise UsageError(f"Ukendt afsnit {label!r}. {offered(label, others)}")
