"""Where a plan comes from: its official document, who signed it, and where it is found."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from kvartalsbog.files.fields import Day, WebPage, Words


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Signature(_Value):
    """Who signed the document, for whom, and on which day."""

    by: Words
    authority: Words
    on: Day


class Source(_Value):
    """The official document that the plan was taken from; `address` is the web page where it is found."""

    document: Words
    address: WebPage | None = None
    signed: tuple[Signature, ...] = ()
