"""What a book says of its source and of who answers for it: the plan's document and signatures, contact, accessibility."""

from __future__ import annotations

from kvartalsbog.content.blocks import Block, Inline, Link, Paragraph, Run, Text, text
from kvartalsbog.plan.source import Source
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.numbers import enumeration, long_date


def source_document(findings: Findings) -> tuple[Block, ...]:
    """The plan's official document: what it is called, who signed it on which day, and where it is found."""
    source = findings.plan.source
    blocks: list[Block] = [_paragraph(*text(f"Det officielle dokument er »{source.document}«.{_signed(source)}"))]
    if source.address is not None:
        blocks.append(_paragraph(Text(text="Adresse: "), _link(source.address), Text(text=".")))
    return tuple(blocks)


def _signed(source: Source) -> str:
    signatures = [f"den {long_date(s.on)} af {s.by} ({s.authority})" for s in sorted(source.signed, key=lambda s: s.on)]
    return f" Det er underskrevet {enumeration(signatures)}." if signatures else ""


def contact(findings: Findings) -> tuple[Block, ...]:
    """Who answers questions about the figures: the plan's contact, or its authority."""
    plan = findings.plan
    return (_paragraph(Text(text="Spørgsmål om tallene besvares af "), *_who(plan), Text(text=".")),)


def _who(plan: Plan) -> Inline:
    who = plan.publication.contact
    if who is None:
        return text(plan.authority)
    runs: Inline = text(who.name)
    if who.email is not None:
        runs = (*runs, *text(f", {who.email}"))
    return runs if who.page is None else (*runs, Text(text=", "), _link(who.page))


def accessibility(findings: Findings) -> tuple[Block, ...]:
    """Where the authority's accessibility statement is, or that the book has none."""
    address = findings.plan.publication.accessibility
    if address is None:
        return (_paragraph(Text(text="Bogen har ikke sin egen tilgængelighedserklæring.")),)
    return (_paragraph(Text(text="Tilgængelighedserklæringen findes på "), _link(address), Text(text=".")),)


def _link(address: str) -> Link:
    return Link(text=address.removesuffix("/"), url=address)


def _paragraph(*runs: Run) -> Paragraph:
    return Paragraph(runs=runs)
