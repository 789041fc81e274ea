"""The static files of the pages around the editions: typeface, logo and colours of the newest editions, styles and script."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kvartalsbog.book.outputs import HTML
from kvartalsbog.editions.manifest import Manifest
from kvartalsbog.editions.site import Site
from kvartalsbog.plan.publication import Publication
from kvartalsbog.sphinxext import html as book
from kvartalsbog.sphinxext.identity import STYLE, logo_name, stylesheet
from kvartalsbog.sphinxext.typeface import FILES, web_fonts

STATIC = "_static"


def lent(site: Site, read: Callable[[str], bytes]) -> dict[str, bytes]:
    """What the pages have from the editions, by name: the newest's typeface, and each authority's logo and colours."""
    return typeface(site.newest, read) | identities(site, read)


def typeface(newest: Manifest, read: Callable[[str], bytes]) -> dict[str, bytes]:
    """The files of the newest edition's typeface, which need not be made again; those of no edition, where it was published
    before there were such.
    """
    files = {name: f"{HTML.folder}/{STATIC}/{name}" for name in FILES}
    if not all(path in newest.outputs for path in files.values()):
        return web_fonts()
    return {name: read(f"{newest.folder}/{path}") for name, path in files.items()}


def identities(site: Site, read: Callable[[str], bytes]) -> dict[str, bytes]:
    """The logo and the colours of each authority, from its newest edition."""
    found = {}
    for body in site.bodies:
        newest = site.newest_of(body)
        for own, name in own_names(newest.publication, body).items():
            found[name] = read(f"{newest.folder}/{HTML.folder}/{STATIC}/{own}")
    return found


def own_names(publication: Publication, body: str) -> dict[str, str]:
    """What an authority's logo and colours are called in an edition → around the editions, where there can be several's."""
    style = STYLE if stylesheet(publication.identity) else None
    names = (name for name in (logo_name(publication.identity), style) if name is not None)
    return {name: f"{body}-{name}" if body else name for name in names}


def static_files(borrowed: Mapping[str, bytes]) -> dict[str, bytes]:
    """Path → content of all of them."""
    files = {name: (book.THEME / "static" / name).read_bytes() for name in (book.STYLE, book.ICON, "theme.js")}
    return {f"{STATIC}/{name}": content for name, content in {**files, **borrowed}.items()}
