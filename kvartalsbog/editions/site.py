"""A site as it stands on disk: its versions in the order they were published."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kvartalsbog.editions.manifest import NAME, Manifest, parse
from kvartalsbog.editions.tree import Tree, look, plain_bytes
from kvartalsbog.errors import Problem, ProblemsError, UsageError, refusal, settle
from kvartalsbog.files.documents import json_text
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.files.placement import not_there, why
from kvartalsbog.periods import BODY, PERIOD, Period, is_period

INDEX = "editions.json"
SUMS = "SHA256SUMS"
_PATH = re.compile(rf"(?:{BODY}/)?{PERIOD}/v[1-9][0-9]*")
_INSIDE = re.compile(rf"{_PATH.pattern}(?=/)")


@dataclass(frozen=True)
class Site:
    """The versions of a site, first published first."""

    root: Path
    versions: tuple[Manifest, ...]

    def of(self, period: Period) -> tuple[Manifest, ...]:
        """A quarter's versions, first to newest."""
        return tuple(version for version in self.versions if version.quarter == str(period))

    @property
    def newest(self) -> Manifest:
        """The newest version of the newest quarter, of the first authority that has any."""
        return self.newest_of(self.bodies[0])

    @property
    def bodies(self) -> tuple[str, ...]:
        """The authorities whose plans' editions it has: the first, then the others as they came."""
        found = dict.fromkeys(version.body for version in self.versions)
        return tuple(sorted(found, key=lambda body: (body != "", list(found).index(body))))

    def newest_of(self, body: str) -> Manifest:
        """The newest version of the newest quarter of an authority's plans."""
        own = (version for version in self.versions if version.body == body)
        return max(own, key=lambda manifest: (manifest.parsed_period, manifest.version))


def is_site(root: Path) -> bool:
    """Whether a folder is a site of ours: it has the list of editions or, where that is lost, an edition."""
    return (root / INDEX).exists() or any(
        is_period(path.parent.parent.name)
        for pattern in ("[0-9]*", "[a-z]*/[0-9]*")
        for path in root.glob(f"{pattern}/v[0-9]*/{NAME}")
    )


def read_site(root: Path) -> Site:
    """The versions of a site. Raises ProblemsError for every manifest that is missing or cannot be read, and UsageError
    where there is no site.
    """
    versions, problems = read_versions(look_at(root))
    settle(problems)
    return Site(root, versions)


def standing_site(root: Path) -> Site:
    """The versions of a site, or of none. Raises ProblemsError as `read_site` does."""
    return read_site(root) if is_site(root) else Site(root, ())


def look_at(root: Path) -> Tree:
    """What lies in a site's folder. Raises UsageError where there is no site."""
    if not root.is_dir():
        raise UsageError(f"{root}: Mappen findes ikke. {not_there(root)}".rstrip())
    if not is_site(root):
        raise UsageError(
            f"{root}: Mappen er ikke et udgivet site; den har ingen {INDEX}. Skriv den mappe, som »publish« udgiver i."
        )
    return look(root)


def read_versions(tree: Tree) -> tuple[tuple[Manifest, ...], list[Problem]]:
    """The versions of a site whose manifests can be read, in the order they were published, and what is wrong with the
    others.
    """
    problems: list[Problem] = []
    versions = []
    for folder in version_folders(tree):
        try:
            versions.append(_manifest(tree, folder))
        except ProblemsError as error:
            problems += error.problems
    return tuple(sorted(versions, key=lambda manifest: manifest.sequence)), problems


def _manifest(tree: Tree, folder: str) -> Manifest:
    name = f"{folder}/{NAME}"
    if name not in tree.files:
        raise refusal(name, "Manifestet mangler.")
    try:
        content = tree.read(name)
    except OSError as error:
        raise refusal(name, f"Manifestet kan ikke læses: {why(error)}.") from error
    manifest = parse(content, name)
    if manifest.folder != folder:
        raise refusal(name, "Manifestet hører til en anden mappe.", manifest.folder, folder)
    return manifest


def version_folders(tree: Tree) -> tuple[str, ...]:
    """Every folder that is a version by its name, and every one that the list of editions names."""
    found = {match[0] for name in tree.files if (match := _INSIDE.match(name))}
    return tuple(sorted(found | listed(read_list(tree.root)).keys()))


def list_bytes(document: Mapping[str, Any]) -> bytes:
    """The file of the list of editions. It ends with a SHA-256 of itself, so that a change in the list is told of the
    list and not of the files that it is about. It is the fingerprint of the whole site: the list has the fingerprints
    of the manifests and of everything around the editions.
    """
    own = sha256_of(json.dumps(document, ensure_ascii=False).encode())
    return json_text({**document, "sha256": own}).encode()


def read_list(root: Path) -> dict[str, Any] | None:
    """The list of editions with its fingerprint `sha256`; None where it is missing or not as the program wrote it."""
    try:
        content = plain_bytes(root / INDEX)
        document = json.loads(content)
        own = document.pop("sha256")
        return {**document, "sha256": own} if list_bytes(document) == content else None
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None


def site_fingerprint(root: Path) -> str | None:
    """What stands for every byte of a site that is whole, to be written down elsewhere."""
    known = read_list(root)
    return str(known["sha256"]) if known is not None else None


def listed(known: Mapping[str, Any] | None) -> dict[str, str]:
    """What a list says of the editions: each version's folder and its manifest's fingerprint."""
    editions = known.get("editions") if known is not None else None
    entries = [entry for entry in editions if isinstance(entry, dict)] if isinstance(editions, list) else []
    found = {str(entry.get("path")): str(entry.get("manifest_sha256")) for entry in entries}
    return {path: digest for path, digest in found.items() if _PATH.fullmatch(path)}
