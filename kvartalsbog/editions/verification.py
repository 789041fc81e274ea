"""Whether a site is whole: every byte, link, anchor, feed and manifest, and no edition missing from the chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from kvartalsbog.editions.front import editions_json
from kvartalsbog.editions.links import Page, broken_links
from kvartalsbog.editions.manifest import NAME, Manifest, checksums
from kvartalsbog.editions.site import INDEX, SUMS, Site, index, listed, read_site
from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.inputs import sha256

_ATOM = "{http://www.w3.org/2005/Atom}"


def verify(root: Path, head: str | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with a site. `head` is the fingerprint that the newest manifest is known to have.

    Raises UsageError where there is no site.
    """
    try:
        site = read_site(root)
    except ProblemsError as error:
        return error.problems
    files = frozenset(path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir())
    problems = [*_chain(site, head), *_index(site)]
    for version in site.versions:
        problems += _version(site, version, files)
    problems += _front(site, files)
    if not problems:  # what was tampered with is told once
        pages = {
            name: Page(name, (root / name).read_text(encoding="utf-8")) for name in files if name.endswith(".html")
        }
        problems += [*broken_links(pages, files), *_feed(site)]
    return tuple(problems)


def _chain(site: Site, head: str | None) -> Iterator[Problem]:
    """Each manifest carries the fingerprint of the one before it; a quarter's versions are counted from 1."""
    previous: Manifest | None = None
    for sequence, version in enumerate(site.versions, start=1):
        place = Place(f"{version.folder}/{NAME}")
        if version.sequence != sequence:
            yield Problem(place, "Der mangler en udgave i kæden før denne.", str(version.sequence), str(sequence))
            return
        if version.previous != (previous.fingerprint if previous else None):
            message = "Kæden er brudt: den forrige udgaves manifest er et andet."
            yield Problem(place, message, previous.fingerprint if previous else "ingen", version.previous or "ingen")
        previous = version
    for quarter in {version.parsed_quarter for version in site.versions}:
        own = site.of(quarter)
        if [version.version for version in own] != list(range(1, len(own) + 1)):
            yield Problem(Place(str(quarter)), "Der mangler en version.", ", ".join(f"v{v.version}" for v in own))
    if not site.versions:
        yield Problem(Place(INDEX), "Sitet har ingen udgaver.")
    elif head is not None and site.versions[-1].fingerprint != head:
        yield Problem(Place(f"{site.versions[-1].folder}/{NAME}"), "Den nyeste udgave er en anden end ventet.", site.versions[-1].fingerprint, head)  # fmt: skip


def _index(site: Site) -> Iterator[Problem]:
    """The list of editions says what the manifests say, in the bytes that the program writes."""
    if not site.versions:
        return
    known = listed(site.root)
    for version in site.versions:
        if known.get(version.folder) != version.fingerprint:
            message = "Manifestet er et andet end det, listen over udgaver kender."
            yield Problem(
                Place(f"{version.folder}/{NAME}"), message, version.fingerprint, known.get(version.folder, "ingen")
            )
    files = index(site.root).get("files")
    expected = editions_json(site, files if isinstance(files, dict) else {})
    if (site.root / INDEX).read_bytes() != expected:
        yield Problem(Place(INDEX), "Listen over udgaver er ikke den, som udgaverne giver.")


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


def _front(site: Site, files: frozenset[str]) -> Iterator[Problem]:
    """Every other file of the site is there with the fingerprint that the list of editions has, and nothing else is."""
    known = index(site.root).get("files", {})
    folders = tuple(f"{version.folder}/" for version in site.versions)
    own = {name for name in files if not name.startswith(folders)} - {INDEX}
    yield from _same_files(site.root, known if isinstance(known, dict) else {}, own, "")


def _same_files(root: Path, expected: Mapping[str, str], own: set[str], prefix: str) -> Iterator[Problem]:
    for name in sorted(expected.keys() | own):
        place = Place(f"{prefix}{name}")
        if name not in own:
            yield Problem(place, "Filen mangler.")
        elif name not in expected:
            yield Problem(place, "Filen hører ikke til sitet.", hint="Flyt den ud af sitet.")
        elif (root / name).is_symlink():
            yield Problem(place, "Filen er et link.")
        elif (found := sha256(root / name)) != expected[name]:
            yield Problem(place, "Filen er ændret.", found, expected[name])


def _feed(site: Site) -> Iterator[Problem]:
    """The feed has an entry for every version."""
    try:
        feed = ET.parse(site.root / "feed.xml").getroot()
    except ET.ParseError as error:
        yield Problem(Place("feed.xml"), "Feedet kan ikke læses.", str(error))
        return
    told = [link.get("href", "") for link in feed.iterfind(f"{_ATOM}entry/{_ATOM}link[@rel='alternate']")]
    for version in site.versions:
        if not any(f"{version.folder}/" in address for address in told):
            yield Problem(Place("feed.xml"), "Feedet fortæller ikke om udgaven.", version.folder)
