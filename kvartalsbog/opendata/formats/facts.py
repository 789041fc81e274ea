"""What is told of an edition beside its figures: quarter, version, who answers, under which licence, which files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kvartalsbog.content.language import message
from kvartalsbog.errors import UsageError
from kvartalsbog.files.fields import DataStatus
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.files.media import Media
from kvartalsbog.opendata.formats.inventory import Entry
from kvartalsbog.periods import Period

KEYWORDS = (message("mål- og resultatplan"), message("resultatopfølgning"))  # besides the authority's name
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_RELATIVE = re.compile(r"(?!/)(?!.*(?:^|/)\.\.(?:/|$))[A-Za-z0-9._/-]*")


@dataclass(frozen=True)
class FileFacts:
    """One published file: its path from the edition's folder, its size in bytes and its SHA-256 (hex); what is told of it
    and what it holds, where that is not open data's own or its ending's.
    """

    path: str
    size: int
    sha256: str
    told: Entry | None = None
    media: Media | None = None

    def __post_init__(self) -> None:
        _check("Filens sti", self.path, _RELATIVE, "en relativ sti som data/goals.csv")


@dataclass(frozen=True)
class Contact:
    """Who answers questions about the figures: a name, and an e-mail or a page, or both."""

    name: str
    email: str | None = None
    page: str | None = None

    def __post_init__(self) -> None:
        if self.email is not None:
            _check("Kontaktens e-mail", self.email, re.compile(r"[^\s@<>]+@[^\s@<>]+"), "en adresse som tal@example.dk")
        if self.page is not None:
            _check("Kontaktens side", self.page, _WEB, "en adresse med https://")


@dataclass(frozen=True)
class EditionFacts:
    """One version of a quarter's edition.

    `version` counts from 1; a correction is the next one, with its reason. `title` and `authority` are the plan's.
    `address` is the edition's folder as seen from the site's root (`2024K4/`); `data`, `page` and `documents`, the same for people in other forms, are seen from
    that folder, and so are the paths of `files`, which only the catalogue needs. `themes` are codes of the EU's list
    of data themes. Raises UsageError for an address that cannot be one.
    """

    period: Period
    version: int
    published: date | None
    title: str
    authority: str
    data_status: DataStatus
    license: str
    address: str
    contact: Contact | None = None
    correction: str | None = None
    data: str = "data/"
    page: str = "index.html"
    documents: tuple[str, ...] = ()
    themes: tuple[str, ...] = ("GOVE",)
    files: tuple[FileFacts, ...] = ()

    def __post_init__(self) -> None:
        _check("Licensen", self.license, _WEB, "en adresse med https://")
        for value in (self.address, self.data):
            _check("Udgavens mappe", value, re.compile(rf"(?:{_RELATIVE.pattern}/)?"), "en relativ mappe som 2024K4/")
        for path in (self.page, *self.documents):
            _check("Udgavens fil", path, _RELATIVE, "en relativ sti som index.html")


def describe(files: Mapping[str, bytes], folder: str = "") -> tuple[FileFacts, ...]:
    """Path, size and SHA-256 of each file, in order of path; `folder` is put before the paths."""
    return tuple(FileFacts(f"{folder}{path}", len(files[path]), sha256_of(files[path])) for path in sorted(files))


def slug(words: str) -> str:
    """Words as small letters, digits and hyphens: `maal-og-resultatplan`."""
    plain = words.lower()
    for letter, two in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        plain = plain.replace(letter, two)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _check(what: str, value: str, allowed: re.Pattern[str], form: str) -> None:
    if not allowed.fullmatch(value):
        raise UsageError(f"{what} kan ikke bruges. Fundet: {value!r}. Tilladt: {form}.")
