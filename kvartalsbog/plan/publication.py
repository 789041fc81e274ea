"""Who approves a plan's books, where they are published and under which licence, and what stage a book is at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from kvartalsbog.files.fields import Identifier, Strict, WebPage, Words
from kvartalsbog.plan.identity import Identity

CC_BY = "https://creativecommons.org/licenses/by/4.0/"


class Contact(Strict):
    """Who answers questions about the figures."""

    name: Words
    email: Annotated[str, Field(pattern=r"^[^\s@<>]+@[^\s@<>]+$", max_length=200)] | None = None
    page: WebPage | None = None
    phone: Annotated[str, Field(pattern=r"^\+?[0-9](?: ?[0-9]){7,14}$")] | None = None


class Publication(Strict):
    """Where the site will stand, under which licence its figures may be used, who answers for them, where the
    authority's accessibility statement is, what its book looks like, whether editions must be signed, and whether every role must be approved by
    a person of its own.
    """

    address: Annotated[str, Field(pattern=r"^https://[^\s<>\"?#]+/$", max_length=500)] | None = None
    license: Annotated[str, Field(pattern=r"^https://[^\s<>\"]+$", max_length=500)] = CC_BY
    contact: Contact | None = None
    accessibility: WebPage | None = None
    identity: Identity | None = None
    signed: Annotated[bool, Field(strict=True)] = False
    separate_people: Annotated[bool, Field(strict=True)] = False


class Approver(Strict):
    """A role that must approve a quarter's book before it is published, perhaps with a signature."""

    role: Identifier
    title: Words
    signed: Annotated[bool, Field(strict=True)] = False


@dataclass(frozen=True)
class Release:
    """`version` counts a quarter's published books from 1; None is a book that is not published.

    `approved` tells whether everybody who must approve the book has done so; a version always is approved.
    """

    version: int | None = None
    approved: bool = False

    @property
    def is_draft(self) -> bool:
        return self.version is None and not self.approved


DRAFT = Release()
APPROVED = Release(approved=True)


def published(version: int) -> Release:
    """A version of a published edition."""
    return Release(version, approved=True)
