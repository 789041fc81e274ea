"""What kind of content a file has, by the ending of its name: the one list of media types."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import NamedTuple


class Media(NamedTuple):
    """A media type (IANA), and its code in the EU's list of file types where it has one."""

    type: str
    eu: str | None = None


UNKNOWN = Media("application/octet-stream")
MEDIA: Mapping[str, Media] = {
    "": Media("text/plain"),  # a name without an ending, as SHA256SUMS
    ".docx": Media("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"),
    ".css": Media("text/css"),
    ".csv": Media("text/csv", "CSV"),
    ".html": Media("text/html", "HTML"),
    ".js": Media("text/javascript"),
    ".json": Media("application/json", "JSON"),
    ".jsonld": Media("application/ld+json", "JSON_LD"),
    ".otf": Media("font/otf"),
    ".pdf": Media("application/pdf", "PDF"),
    ".sig": Media("text/plain"),
    ".svg": Media("image/svg+xml"),
    ".ttl": Media("text/turtle", "RDF_TURTLE"),
    ".txt": Media("text/plain", "TXT"),
    ".woff2": Media("font/woff2"),
    ".xlsx": Media("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    ".xml": Media("application/xml", "XML"),
}


def media_of(path: str) -> Media:
    """The kind of content that a path's ending tells."""
    return MEDIA.get(PurePosixPath(path).suffix, UNKNOWN)
