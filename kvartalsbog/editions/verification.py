"""Whether a site is whole: every byte, link, anchor and manifest, and no edition missing from the chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kvartalsbog.book.annual import named_digests
from kvartalsbog.book.outputs import ANNUAL
from kvartalsbog.editions.known import Known, program, users_store
from kvartalsbog.editions.manifest import NAME, SIGNATURE, Manifest, checksums, to_bytes
from kvartalsbog.editions.site import INDEX, SUMS, Site, listed, look_at, read_list, read_versions, version_folders
from kvartalsbog.editions.tree import Stamp, Tree, shared
from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.files.placement import why
from kvartalsbog.files.store import Store
from kvartalsbog.inputs.signatures import EDITION, signer
from kvartalsbog.opendata.formats.inventory import RESULTS

_FORGED = "Filen er ikke den, som udgaverne giver."
_UNPROVEN = "Filen kan ikke holdes op mod udgaverne: den er skrevet af en anden udgave af programmet."
_PROVE = "Brug --head med sitets fingeraftryk, eller skriv filen igen med: kvartalsbog renew"


@dataclass(frozen=True)
class Examination:
    """What is wrong with a site, and what cannot be held against the manifests: files around the editions that another
    version of the program wrote, and that this one writes with other bytes. `versions` and `files` are what was found.
    """

    problems: tuple[Problem, ...]
    unproven: tuple[Problem, ...] = ()
    versions: tuple[Manifest, ...] = ()
    files: int = 0


def verified(
    root: Path, head: str | None = None, allowed: str | None = None, store: Store | None = None
) -> Examination:
    """Everything that is wrong with a site, and everything that cannot be proven. `head` is a fingerprint that was
    written down elsewhere: the site's, which stands for every byte of it, or the newest manifest's, which stands for
    the editions. `allowed` is a list of who may sign that one has oneself; without it signatures are held against the
    list that the manifest tells. `store` is where what is known of files is kept, the user's own if it is None. Raises
    UsageError where there is no site, and where signatures cannot be checked.
    """
    tree = look_at(root)
    found = _examined(tree, head, allowed, Known(store or users_store()))
    return replace(found, problems=(*found.problems, *found.unproven, *shared(tree)), unproven=())


def examine(
    root: Path, hashed: dict[Stamp, str] | None = None, around: tuple[Site, Mapping[str, bytes]] | None = None
) -> Examination:
    """As `verified`, with what cannot be proven apart; files that have a name outside the site are let pass. What is in
    `hashed` was read a moment ago, and what is read now is added to it. `around` is a site, and what was just made to stand
    around its editions: if those are the ones that are found, it is not made once more.

    What is around the editions is made again from the manifests and the editions' own files, byte for byte. What is
    wrong is told of the file that is wrong, not of those that it tells of: a list of editions that was changed is not
    believed, and neither is a manifest that the list does not know.
    """
    tree = look_at(root)
    looked_at = tree if hashed is None else replace(tree, hashed=hashed)
    return _examined(looked_at, None, None, Known(users_store()), around)


def _examined(
    tree: Tree,
    head: str | None,
    allowed: str | None,
    remembered: Known,
    around: tuple[Site, Mapping[str, bytes]] | None = None,
) -> Examination:
    versions, problems = read_versions(tree)
    known = read_list(tree.root) if INDEX in tree.files else None
    site = Site(tree.root, tuple(version for version in versions if _believed(version, known)))
    problems += [*tree.problems, *(_unknown(version, known) for version in versions if not _believed(version, known))]
    if not problems:
        problems += _chain(site)
    if known is None:
        problems.append(Problem(Place(INDEX), "Listen over udgaver mangler eller er ændret."))
    for version in site.versions:
        problems += [*_version(tree, version), *_signature(tree, version, allowed)]
    if allowed is not None and site.versions and site.versions[-1].signer is None:
        place = Place(f"{site.versions[-1].folder}/{NAME}")
        problems.append(Problem(place, "Den nyeste udgave er ikke underskrevet; den står for alle før den."))
    if problems:  # then the editions do not say what should be around them
        return Examination((*problems, *_around(tree, known)))
    made = around[1] if around is not None and around[0].versions == site.versions else None
    found = _whole(tree, site, known or {}, head, remembered, made)
    return replace(found, versions=site.versions, files=len(tree.files))


def _whole(
    tree: Tree,
    site: Site,
    known: Mapping[str, Any],
    head: str | None,
    remembered: Known,
    made: Mapping[str, bytes] | None,
) -> Examination:
    """The rest, where editions and chain are whole."""
    try:
        expected = remembered.around(site.versions, lambda: _made(tree, site) if made is None else made)
    except ProblemsError as error:
        return Examination(tuple(error.problems))
    except Exception as error:  # whoever can write the site can write anything in its manifests
        place = Place(f"{site.versions[-1].folder}/{NAME}")
        problem = Problem(place, "Siderne omkring udgaverne kan ikke laves af manifesterne.", type(error).__name__)
        return Examination((problem,))
    index = expected.pop(INDEX)
    found = list(_around(tree, known, expected))
    if _fingerprints(known) != expected:
        index = sha256_of(_list_of(site, _fingerprints(known)))
    if tree.sha256(INDEX) != index:
        found.append(Problem(Place(INDEX), _FORGED))
    own = known.get("program") == program()
    problems = [problem for problem in found if own or problem.message != _FORGED]
    unproven = [Problem(problem.place, _UNPROVEN, hint=_PROVE) for problem in found if problem not in problems]
    if not problems:
        problems += _head(site, known, head)
    if not problems:  # what was tampered with is told once
        problems += sorted(remembered.broken(tree, site), key=lambda problem: problem.place.file)
    return Examination(tuple(problems), () if head == known["sha256"] else tuple(unproven))


def _made(tree: Tree, site: Site) -> dict[str, bytes]:
    from kvartalsbog.editions.front import front_files  # noqa: PLC0415 - of a site that is known already it is not needed

    return front_files(site, tree.read, lambda name: tree.files[name].st_size)


def _list_of(site: Site, files: Mapping[str, str]) -> bytes:
    from kvartalsbog.editions.front import editions_json  # noqa: PLC0415

    return editions_json(site, files)


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
    periods: dict[str, list[Manifest]] = {}
    for version in site.versions:
        periods.setdefault(version.quarter, []).append(version)
    for period, own in sorted(periods.items()):
        if [version.version for version in own] != list(range(1, len(own) + 1)):
            yield Problem(Place(period), "Der mangler en version.", ", ".join(f"v{v.version}" for v in own))
    if not site.versions:
        yield Problem(Place(INDEX), "Sitet har ingen udgaver.")


def _head(site: Site, known: Mapping[str, Any], head: str | None) -> Iterator[Problem]:
    newest = site.versions[-1].fingerprint
    if head is not None and head not in (known["sha256"], newest):
        message = "Sitet er et andet end ventet: en udgave, siderne omkring udgaverne eller det hele er skiftet ud."
        yield Problem(Place(INDEX), message, f"sitet {known['sha256']}, nyeste manifest {newest}", head)


def _version(tree: Tree, version: Manifest) -> Iterator[Problem]:
    """Every file of a version is there with its fingerprint, and nothing else is."""
    own, prefix = tree.under(version.folder), f"{version.folder}/"
    for name in sorted((version.outputs.keys() | own) - {NAME, SUMS, SIGNATURE}):
        problems = list(_same(tree, f"{prefix}{name}", version.outputs.get(name)))
        yield from problems
        if ANNUAL.has(name) and not problems:
            yield from _of_these_results(version, name, tree.read(f"{prefix}{name}"))
    if SUMS not in own:
        yield Problem(Place(f"{prefix}{SUMS}"), "Filen mangler.")
    else:
        yield from _same(tree, f"{prefix}{SUMS}", sha256_of(checksums(version.outputs, version)))


def _of_these_results(version: Manifest, name: str, content: bytes) -> Iterator[Problem]:
    """A file of the target reporting names the results that stand beside it."""
    if (results := version.outputs.get(RESULTS)) not in named_digests(content):
        message = f"Målrapporteringen er af andre tal end udgavens: den nævner ikke dens {RESULTS}."
        yield Problem(Place(f"{version.folder}/{name}"), message, allowed=results)


def _signature(tree: Tree, version: Manifest, allowed: str | None) -> Iterator[Problem]:
    """The signature that the manifest tells of is there and is of those who it says, and none is there that it does not."""
    place, there = Place(f"{version.folder}/{SIGNATURE}"), f"{version.folder}/{SIGNATURE}" in tree.files
    if version.signer is None:
        if there:
            yield Problem(place, "Filen hører ikke til sitet.", hint="Flyt den ud af sitet.")
        if version.publication.signed:
            yield Problem(Place(f"{version.folder}/{NAME}"), "Udgaven er ikke underskrevet, og planen kræver det.")
    elif not there:
        yield Problem(place, "Underskriften mangler.", allowed=version.signer)
    else:
        known = allowed if allowed is not None else version.allowed_signers or ""
        text = tree.read(place.file).decode("ascii", errors="replace")
        who = signer(to_bytes(version), text, known, EDITION, version.published)
        if who != version.signer:
            message = "Underskriften er ikke af den, manifestet nævner."
            yield Problem(place, message, who or "ingen, der må skrive under", version.signer)


def _around(
    tree: Tree, known: Mapping[str, Any] | None, expected: Mapping[str, str] | None = None
) -> Iterator[Problem]:
    """Every file around the editions is there with the fingerprint that the list of editions has and, where it is
    known, the one that it is `expected` to have; and nothing else is.
    """
    if known is None:
        return
    own = tree.files.keys() - {f"{folder}/{name}" for folder in version_folders(tree) for name in tree.under(folder)}
    told, wanted = _fingerprints(known), expected or {}
    for name in sorted((own | told.keys() | wanted.keys()) - {INDEX}):
        problems = list(_same(tree, name, told.get(name, wanted.get(name))))
        yield from problems
        if not problems and expected is not None and told.get(name) != wanted.get(name):
            yield Problem(Place(name), _FORGED)


def _fingerprints(known: Mapping[str, Any]) -> dict[str, str]:
    files = known.get("files")
    return {str(name): str(digest) for name, digest in files.items()} if isinstance(files, dict) else {}


def _same(tree: Tree, name: str, expected: str | None) -> Iterator[Problem]:
    """One file against the fingerprint that it should have; None is a file that should not be there."""
    place = Place(name)
    if name not in tree.files:
        if all(problem.place.file != name for problem in tree.problems):
            yield Problem(place, "Filen mangler.")
        return
    if expected is None:
        yield Problem(place, "Filen hører ikke til sitet.", hint="Flyt den ud af sitet.")
        return
    try:
        found = tree.sha256(name)
    except OSError as error:
        yield Problem(place, f"Filen kan ikke læses: {why(error)}.")
        return
    if found != expected:
        yield Problem(place, "Filen er ændret.", found, expected)
