"""What a book says around its figures: the plan's background, document and signatures, contact, accessibility."""

from __future__ import annotations

from collections.abc import Iterator

from kvartalsbog.content.blocks import Block, Link, Section, paragraph
from kvartalsbog.content.language import Language
from kvartalsbog.plan.background import retold
from kvartalsbog.plan.source import Source
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.numbers import enumeration


def background(findings: Findings) -> tuple[Block, ...]:
    """The plan's own passages, each under its heading; nothing where it has none."""
    return tuple(Section(label=p.label, title=p.title, body=retold(p.text)) for p in findings.plan.background)


def source_document(findings: Findings) -> tuple[Block, ...]:
    """The plan's official document: what it is called, who signed it on which day, and where there is more."""
    source, language = findings.plan.source, findings.language
    told = [
        language.say("Det officielle dokument er »{document}«.", document=source.document),
        *_signed(source, language),
    ]
    blocks: list[Block] = [paragraph(" ".join(told))]
    if source.address is not None:
        blocks.append(paragraph(language.say_runs("Se også {address}.", address=_link(source.address))))
    return tuple(blocks)


def _signed(source: Source, language: Language) -> Iterator[str]:
    signatures = [
        language.say("den {day} af {name} ({authority})", day=s.on, name=s.by, authority=s.authority)
        for s in sorted(source.signed, key=lambda s: s.on)
    ]
    if signatures:
        yield language.say("Det er underskrevet {signatures}.", signatures=enumeration(signatures, language))


def contact(findings: Findings) -> tuple[Block, ...]:
    """Who answers questions about the figures: the plan's contact, or its authority."""
    plan, who = findings.plan, findings.plan.publication.contact
    phone = findings.language.say("telefon {number}", number=who.phone) if who and who.phone else None
    name = ", ".join(filter(None, (who.name, who.email, phone))) if who else plan.authority
    if who is None or who.page is None:
        return (paragraph(findings.language.say_runs("Spørgsmål om tallene besvares af {name}.", name=name)),)
    told = {"name": name, "page": _link(who.page)}
    return (paragraph(findings.language.say_runs("Spørgsmål om tallene besvares af {name}, {page}.", **told)),)


def accessibility(findings: Findings) -> tuple[Block, ...]:
    """Where the authority's accessibility statement is, or that the book has none."""
    address, language = findings.plan.publication.accessibility, findings.language
    if address is None:
        return (paragraph(language.say("Bogen har ikke sin egen tilgængelighedserklæring.")),)
    return (paragraph(language.say_runs("Tilgængelighedserklæringen findes på {page}.", page=_link(address))),)


def _link(address: str) -> Link:
    return Link(text=address.removesuffix("/"), url=address)
