"""What is known of a site's files by their SHA-256, kept in the user's cache: it is worked out once, and only proven again."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from kvartalsbog.editions.links import UNREADABLE, Page, end_of, fault, page_of
from kvartalsbog.editions.manifest import Manifest
from kvartalsbog.editions.site import Site
from kvartalsbog.editions.tree import Tree
from kvartalsbog.errors import Place, Problem
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.files.store import Store
from kvartalsbog.inputs.engine import engine_fingerprint

MOST = 100_000_000  # bytes; an edition of the shipped plan takes some 30 kB
_Link = tuple[str, int, str]  # the page, its line, and the link as it stands there


@cache
def program() -> str:
    """One SHA-256 over all that decides the bytes of what is around the editions: the program and its libraries."""
    libraries = [
        f"{name} {metadata.version(name)}"
        for name in ("jinja2", "markupsafe", "rdflib", "font-source-sans-pro", "fonttools", "brotli")
    ]
    return sha256_of("\n".join([engine_fingerprint(), *libraries]).encode())


def users_store() -> Store | None:
    """The store in the user's cache folder, or in the one that `KVARTALSBOG_CACHE` names; None where another could write in
    it, or nobody can tell.
    """
    try:
        folder = Path(os.environ.get("KVARTALSBOG_CACHE") or user_cache_path("kvartalsbog")) / "sites"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat(follow_symlinks=False)
    except (OSError, RuntimeError):
        return None
    is_own = not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)
    return Store(folder, MOST) if is_own else None


class Known:
    """Answers that follow from the SHA-256 of what they are about and from this program, and from nothing else.

    Without a store, and where an answer is not what it says, all is worked out. An answer is given only for files whose
    bytes were hashed in this run.
    """

    def __init__(self, store: Store | None) -> None:
        self._store = store

    def around(self, versions: Iterable[Manifest], make: Callable[[], Mapping[str, bytes]]) -> dict[str, str]:
        """The SHA-256 of every file that should be around the editions, which their manifests and the program decide."""
        key = _key("around", *(version.fingerprint for version in versions))
        return self._answer(key, lambda: {name: sha256_of(content) for name, content in make().items()})

    def links(
        self, digests: Mapping[str, str], read: Callable[[str], bytes]
    ) -> tuple[list[Problem], list[tuple[_Link, str, str]]]:
        """Of some files of a site: what is wrong with the links from one to another, and the links that lead to none of
        them, each with the path it leads to and the place there.
        """
        told = self._answer(
            _key("links", *(f"{name} {digest}" for name, digest in sorted(digests.items()))),
            lambda: _looked_through(digests, read),
        )
        problems = [Problem(Place(name, line), words, link) for name, line, words, link in told["faults"]]
        return problems, [((name, line, link), target, place) for name, line, link, target, place in told["out"]]

    def broken(self, tree: Tree, site: Site) -> Iterator[Problem]:
        """Every link that leads nowhere: within each edition, then between the editions and what is around them."""
        groups = {version.folder: [f"{version.folder}/{name}" for name in tree.under(version.folder)] for version in site.versions}  # fmt: skip
        groups["around"] = list(tree.files.keys() - {name for names in groups.values() for name in names})
        pages: dict[str, Page | None] = {}

        def page(name: str) -> Page | None:
            if name not in pages:
                pages[name] = None
                with suppress(ValueError, OSError):  # it is told of the page itself
                    pages[name] = page_of(name, tree.read)
            return pages[name]

        for names in groups.values():
            problems, out = self.links({name: tree.sha256(name) for name in names}, tree.read)
            yield from problems
            for (name, line, link), target, place in out:
                if told := fault(target, place, tree.files, page):
                    yield Problem(Place(name, line), told, link)

    def _answer(self, key: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        kept = self._store.get(key) if self._store is not None else None
        if kept is not None:
            found: dict[str, Any] = json.loads(kept)
            return found
        made = work()
        if self._store is not None:
            self._store.put(key, json.dumps(made).encode())
        return made


def _key(*told: str) -> str:
    return hashlib.sha256("\n".join((program(), sys.version, *told)).encode()).hexdigest()


def _looked_through(digests: Mapping[str, str], read: Callable[[str], bytes]) -> dict[str, Any]:
    pages: dict[str, Page] = {}
    found: list[tuple[str, int | None, str, str | None]] = []
    for name in sorted(digests):
        try:
            if (page := page_of(name, read)) is not None:
                pages[name] = page
        except (ValueError, OSError):
            found.append((name, None, "Sidens links kan ikke læses.", None))
    out: list[tuple[str, int, str, str, str]] = []
    for name, page in pages.items():
        for line, link in page.links:
            try:
                end = end_of(name, link)
            except ValueError:
                found.append((name, line, UNREADABLE, link))
                continue
            if end is not None and end[0] not in digests:
                out.append((name, line, link, *end))
            elif end is not None and (told := fault(*end, digests, pages.get)):
                found.append((name, line, told, link))
    return {"faults": found, "out": out}
