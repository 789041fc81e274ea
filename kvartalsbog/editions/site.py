"""A site as it stands on disk: its versions in the order they were published."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kvartalsbog.editions.manifest import NAME, Manifest, parse
from kvartalsbog.errors import Place, Problem, ProblemsError, UsageError
from kvartalsbog.quarter import Quarter

INDEX = "editions.json"
SUMS = "SHA256SUMS"
_PATH = re.compile(r"[0-9]{4}K[1-4]/v[1-9][0-9]*")
_VERSION = re.compile(r"v[1-9]\d*")


@dataclass(frozen=True)
class Site:
    """The versions of a site, first published first."""

    root: Path
    versions: tuple[Manifest, ...]

    def of(self, quarter: Quarter) -> tuple[Manifest, ...]:
        """A quarter's versions, first to newest."""
        return tuple(version for version in self.versions if version.quarter == str(quarter))

    @property
    def newest(self) -> Manifest:
        """The newest version of the newest quarter."""
        return max(self.versions, key=lambda manifest: (manifest.parsed_quarter, manifest.version))


def is_site(root: Path) -> bool:
    """Whether a folder is a site of ours: it has the list of editions."""
    return (root / INDEX).is_file()


def read_site(root: Path) -> Site:
    """The versions of a site. Raises ProblemsError for every manifest that is missing or cannot be read, and UsageError
    where there is no site.
    """
    if not root.is_dir():
        raise UsageError(f"{root}: Mappen findes ikke.")
    if not is_site(root):
        raise UsageError(f"{root}: Mappen er ikke et udgivet site; den har ingen {INDEX}.")
    problems: list[Problem] = []
    versions = []
    for folder in version_folders(root):
        try:
            versions.append(_manifest(root, folder))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return Site(root, tuple(sorted(versions, key=lambda manifest: manifest.sequence)))


def _manifest(root: Path, folder: str) -> Manifest:
    name = f"{folder}/{NAME}"
    if not (root / name).is_file():
        raise ProblemsError([Problem(Place(name), "Manifestet mangler.")])
    manifest = parse((root / name).read_bytes(), name)
    if manifest.folder != folder:
        raise ProblemsError([Problem(Place(name), "Manifestet hører til en anden mappe.", manifest.folder, folder)])
    return manifest


def version_folders(root: Path) -> tuple[str, ...]:
    """Every folder that is a version by its name, and every one that the list of editions names."""
    found = {
        f"{quarter.name}/{version.name}"
        for quarter in root.iterdir()
        if quarter.is_dir() and is_quarter(quarter.name)
        for version in quarter.iterdir()
        if version.is_dir() and _VERSION.fullmatch(version.name)
    }
    return tuple(sorted(found | listed(root).keys()))


def listed(root: Path) -> dict[str, str]:
    """What the list of editions says: each version's folder and its manifest's fingerprint."""
    editions = index(root).get("editions")
    entries = [entry for entry in editions if isinstance(entry, dict)] if isinstance(editions, list) else []
    known = {str(entry.get("path")): str(entry.get("manifest_sha256")) for entry in entries}
    return {path: digest for path, digest in known.items() if _PATH.fullmatch(path)}


def index(root: Path) -> dict[str, Any]:
    """The list of editions as it stands; empty where it cannot be read."""
    try:
        content = json.loads((root / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def is_quarter(name: str) -> bool:
    """Whether a folder's name is a quarter's."""
    try:
        return str(Quarter.parse(name)) == name
    except ValueError:
        return False
