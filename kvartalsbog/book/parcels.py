"""What a book is made from, and what was made, as one content each that another machine can be handed."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterable
from pathlib import Path

from kvartalsbog.errors import KvartalsbogError
from kvartalsbog.files.store import Store

MOST = 100_000_000_000  # bytes of a shared folder; the oldest contents go first. A book's two parcels are some 8 MB


class ParcelError(KvartalsbogError):
    """A parcel that is not where it was put: the folder is not the same, or it was emptied."""


def packed(files: Iterable[tuple[str, Path]]) -> bytes:
    """Files and folders by name, as one content: the same files give the same bytes."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, path in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.mode = 0o644
            if path.is_dir():
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(entry)
            else:
                content = path.read_bytes()
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def unpacked(content: bytes, folder: Path) -> None:
    """Put the files into a folder, and none outside of it."""
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(folder, filter="data")


def sent(share: Store, content: bytes) -> str:
    """Put a parcel where others find it; gives what it is asked for by. Raises ParcelError when it cannot be written."""
    digest = hashlib.sha256(content).hexdigest()
    if share.get(digest) is None:
        share.put(digest, content)
    if share.get(digest) is None:
        raise ParcelError(f"{share.folder}: Der kan ikke skrives i mappen, eller den er fuld.")
    return digest


def received(share: Store, digest: str) -> bytes:
    """A parcel as it was sent, byte for byte. Raises ParcelError when it is not there."""
    content = share.get(digest)
    if content is None or hashlib.sha256(content).hexdigest() != digest:
        raise ParcelError(f"{share.folder}: Mappen har ikke, hvad den blev givet. Alle maskiner skal se den samme mappe under samme navn.")  # fmt: skip
    return content
