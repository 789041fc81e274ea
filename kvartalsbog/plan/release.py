"""What stage a book is at: a draft that nobody has approved, or a version of a published edition."""

from __future__ import annotations

from dataclasses import dataclass


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
