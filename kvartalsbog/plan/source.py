"""Where a plan comes from: its official document, who signed it, and where it is found."""

from __future__ import annotations

from kvartalsbog.files.fields import Day, Strict, WebPage, Words


class Signature(Strict):
    """Who signed the document, for whom, and on which day."""

    by: Words
    authority: Words
    on: Day


class Source(Strict):
    """The official document that the plan was taken from; `address` is a web page about it."""

    document: Words
    address: WebPage | None = None
    signed: tuple[Signature, ...] = ()
