"""Whether a site is whole: every byte, link, anchor, feed and manifest, and no edition missing from the chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from kvartalsbog.editions.front import editions_json
from kvartalsbog.editions.links import Page, broken_links
from kvartalsbog.editions.manifest import NAME, Manifest, checksums
from kvartalsbog.editions.site import INDEX, SUMS, Site, listed, read_list, read_versions, version_folders
from kvartalsbog.errors import Place, Problem
from kvartalsbog.inputs import sha256

_ATOM = "{http://www.w3.org/2005/Atom}"


def verify(root: Path, head: str | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with a site. `head` is a fingerprint that was written down elsewhere: the site's, which
    stands for every byte of it, or the newest manifest's, which stands for the editions.

    What is wrong is told of the file that is wrong, not of those that it tells of: a list of editions that was changed
    is not believed, and neither is a manifest that the list does not know. Raises UsageError where there is no site.
    """
    versions, problems = read_versions(root)
    files = frozenset(
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_symlink() or not path.is_dir()
    )
    known = read_list(root)
    site = Site(root, tuple(version for version in versions if _believed(version, known)))
    problems += [_unknown(version, known) for version in versions if version not in site.versions]
    if not problems:
        problems += _chain(site)
    if known is None or (root / INDEX).is_symlink():
        problems.append(Problem(Place(INDEX), "Listen over udgaver mangler eller er ændret."))
    elif not problems:
        problems += [*_list(site, known), *_head(site, known, head)]
    for version in site.versions:
        problems += _version(site, version, files)
    problems += _front(root, known, files)
    if not problems:  # what was tampered with is told once
        problems += [*broken_links(_pages(root, files), files), *_feed(site, files)]
    return tuple(problems)


def _believed(version: Manifest, known: Mapping[str, Any] | None) -> bool:
    return known is None or listed(known).get(version.folder) == version.fingerprint


def _unknown(version: Manifest, known: Mapping[str, Any] | None) -> Problem:
    message = "Manifestet er et andet end det, listen over udgaver kender."
    expected = listed(known).get(version.folder, "ingen; listen har ikke udgaven")
    return Problem(Place(f"{version.folder}/{NAME}"), message, version.fingerprint, expected)


def _chain(site: Site) -> Iterator[Problem]:
    """Each manifest carries the fingerprint of the one before it; a quarter's versions are counted from 1."""
    previous: Manifest | None = None
    for sequence, version in enumerate(site.versions, start=1):
        place = Place(f"{version.folder}/{NAME}")
        if version.sequence != sequence:
            yield Problem(place, "Der mangler en udgave i kæden før denne.", str(version.sequence), str(sequence))
            return
        if version.previous != (previous.fingerprint if previous else None):
            before = f"{previous.folder}/{NAME}" if previous else "ingen"
            message = f"Kæden er brudt: det forrige manifest ({before}) er et andet end det, dette blev udgivet efter."
            yield Problem(place, message, previous.fingerprint if previous else "ingen", version.previous or "ingen")
        previous = version
    for quarter in sorted({version.parsed_quarter for version in site.versions}):
        own = site.of(quarter)
        if [version.version for version in own] != list(range(1, len(own) + 1)):
            yield Problem(Place(str(quarter)), "Der mangler en version.", ", ".join(f"v{v.version}" for v in own))
    if not site.versions:
        yield Problem(Place(INDEX), "Sitet har ingen udgaver.")


def _list(site: Site, known: Mapping[str, Any]) -> Iterator[Problem]:
    """The list of editions says what the manifests say, in the bytes that the program writes."""
    if (site.root / INDEX).read_bytes() != editions_json(site, _fingerprints(known)):
        yield Problem(Place(INDEX), "Listen over udgaver er ikke den, som udgaverne giver.")


def _head(site: Site, known: Mapping[str, Any], head: str | None) -> Iterator[Problem]:
    newest = site.versions[-1].fingerprint
    if head is not None and head not in (known["sha256"], newest):
        message = "Sitet er et andet end ventet: en udgave, siderne omkring udgaverne eller det hele er skiftet ud."
        yield Problem(Place(INDEX), message, f"sitet {known['sha256']}, nyeste manifest {newest}", head)


def _version(site: Site, version: Manifest, files: frozenset[str]) -> Iterator[Problem]:
    """Every file of a version is there with its fingerprint, and nothing else is."""
    own = {name.removeprefix(f"{version.folder}/") for name in files if name.startswith(f"{version.folder}/")}
    root = site.root / version.folder
    yield from _same_files(root, version.outputs, own - {NAME, SUMS}, f"{version.folder}/")
    sums = root / SUMS
    if not sums.is_file():
        yield Problem(Place(f"{version.folder}/{SUMS}"), "Filen mangler.")
    elif sums.read_bytes() != checksums(version.outputs, version):
        yield Problem(Place(f"{version.folder}/{SUMS}"), "Kontrolsummerne er ikke manifestets.")


def _front(root: Path, known: Mapping[str, Any] | None, files: frozenset[str]) -> Iterator[Problem]:
    """Every other file of the site is there with the fingerprint that the list of editions has, and nothing else is."""
    if known is None:
        return
    folders = tuple(f"{folder}/" for folder in version_folders(root))
    own = {name for name in files if not name.startswith(folders)} - {INDEX}
    yield from _same_files(root, _fingerprints(known), own, "")


def _fingerprints(known: Mapping[str, Any]) -> dict[str, str]:
    files = known.get("files")
    return {str(name): str(digest) for name, digest in files.items()} if isinstance(files, dict) else {}


def _same_files(root: Path, expected: Mapping[str, str], own: set[str], prefix: str) -> Iterator[Problem]:
    for name in sorted(expected.keys() | own):
        place, path = Place(f"{prefix}{name}"), root / name
        if name not in own:
            yield Problem(place, "Filen mangler.")
        elif name not in expected:
            yield Problem(place, "Filen hører ikke til sitet.", hint="Flyt den ud af sitet.")
        elif path.is_symlink() or not path.is_file():
            yield Problem(place, "Her står noget andet end en fil.", "link" if path.is_symlink() else "ingen fil")
        elif (found := sha256(path)) != expected[name]:
            yield Problem(place, "Filen er ændret.", found, expected[name])


def _pages(root: Path, files: frozenset[str]) -> dict[str, Page]:
    names = sorted(name for name in files if name.endswith((".html", ".css")))
    return {name: Page(name, (root / name).read_text(encoding="utf-8", errors="replace")) for name in names}


def _feed(site: Site, files: frozenset[str]) -> Iterator[Problem]:
    """The feed has an entry for every version, and its links lead to files of the site."""
    try:
        feed = ET.parse(site.root / "feed.xml").getroot()
    except (OSError, ET.ParseError) as error:
        yield Problem(Place("feed.xml"), "Feedet kan ikke læses.", str(error))
        return
    yield from _addresses(site, "feed.xml", [link.get("href", "") for link in feed.iter(f"{_ATOM}link")], files)
    told = [link.get("href", "") for link in feed.iterfind(f"{_ATOM}entry/{_ATOM}link[@rel='alternate']")]
    for version in site.versions:
        if not any(f"{version.folder}/" in address for address in told):
            yield Problem(Place("feed.xml"), "Feedet fortæller ikke om udgaven.", version.folder)


def _addresses(site: Site, name: str, addresses: list[str], files: frozenset[str]) -> Iterator[Problem]:
    base = site.newest.publication.address or ""
    for address in addresses:
        if address.removeprefix(base) not in files:
            yield Problem(Place(name), "Adressen fører ingen steder hen.", address)
