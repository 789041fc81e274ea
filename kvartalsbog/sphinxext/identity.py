"""An authority's identity on pages and paper: its logo, its colours, and the lines of a page's foot."""

from __future__ import annotations

from typing import NamedTuple

from kvartalsbog.content.language import Language
from kvartalsbog.plan.identity import Identity
from kvartalsbog.plan.publication import Publication

STYLE = "identity.css"


class Foot(NamedTuple):
    """Something that a page's foot says, and where it leads."""

    words: str
    address: str | None = None

    @property
    def on_paper(self) -> str:
        """The same where nothing can be followed: with the address of a page."""
        is_page = self.address is not None and self.address.startswith("https:")
        return f"{self.words}: {self.address}" if is_page else self.words


def foot(publication: Publication, language: Language) -> tuple[Foot, ...]:
    """Contact by phone and in writing, accessibility statement, ISSN, and with any of them the licence; nothing of a plan that
    says none of them.
    """
    say, who, found = language.say, publication.contact, []
    if who is not None:
        found.append(Foot(say("Kontakt: {name}", name=who.name), who.page))
        found += [Foot(who.email, f"mailto:{who.email}")] if who.email else []
        found += (
            [Foot(say("telefon {number}", number=who.phone), f"tel:{who.phone.replace(' ', '')}")] if who.phone else []
        )
    if publication.accessibility is not None:
        found.append(Foot(say("Tilgængelighedserklæring"), publication.accessibility))
    if publication.identity is not None and publication.identity.issn is not None:
        found.append(Foot(f"ISSN {publication.identity.issn}"))
    return (*found, Foot(say("Licens for tallene"), publication.license)) if found else ()


def logo_name(identity: Identity | None) -> str | None:
    """What the logo is called among a site's files."""
    return None if identity is None or identity.logo is None else f"logo.{identity.logo.rpartition('.')[2]}"


def stylesheet(identity: Identity | None) -> str | None:
    """The colours as a stylesheet that is read after the book's own; None for an authority without one."""
    if identity is None or identity.colour is None:
        return None
    return (
        f":root {{ --brand: {identity.colour}; --brand-ink: #ffffff; }}\n"
        f'html[data-theme="dark"] {{ --brand: {identity.dark}; --brand-ink: #0d1b22; }}\n'
        ".site-header { border-top: .3rem solid var(--brand); }\n"
    )
