"""The inputs that manifests record, held against those that are there: by SHA-256 in format 1, by the key's HMAC since."""

from __future__ import annotations

import re
from pathlib import Path

from kvartalsbog.editions.manifest import NAME, Manifest
from kvartalsbog.editions.site import Site
from kvartalsbog.editions.versions import Source
from kvartalsbog.errors import Place, Problem, UsageError, refusal, settle
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.inputs.fingerprints import DATA, input_fingerprints, published_fingerprints
from kvartalsbog.inputs.key import FIND_KEY, KEY, RecordKey, held_key, read_key
from kvartalsbog.periods import PERIOD, PLAN

_CHOICE = re.compile(rf"data/{PLAN}/disclosure/{PERIOD}-[0-9]+\.csv")


def digest_of(name: str, content: bytes, key: RecordKey | None) -> str:
    """A file's fingerprint as a manifest has it; without a key as format 1 had it."""
    return key.digest(name, content) if key is not None and name.startswith(DATA) else sha256_of(content)


def key_of(version: Manifest, data_dir: Path) -> RecordKey | None:
    """The key that a version's inputs were recorded with; None for format 1, which had none.

    Raises ProblemsError where it is lost, or another: then nobody can tell whether the data are the recorded ones.
    """
    if version.key is None:
        return None
    found = read_key(data_dir)
    if found is not None and found.id == version.key:
        return found
    wrong = f"data/{KEY} er en anden end den" if found else f"data/{KEY} mangler. Det er den"
    message = (
        f"{wrong} nøgle, udgaven blev udgivet med, og uden den kan ingen se, om dataene er dem, den blev lavet af."
    )
    raise refusal(f"{version.folder}/{NAME}", message, hint=FIND_KEY)


def publishing_key(site: Site, data_dir: Path, *, new_accepted: bool) -> RecordKey:
    """The project's key, made where neither the project nor the site has one yet.

    Raises UsageError when the site's newest manifest was made with another key, unless a new one is accepted.
    """
    found = read_key(data_dir)
    known = [version.key for version in site.versions if version.key is not None]
    if known and (found is None or found.id != known[-1]) and not new_accepted:
        wrong = "er en anden end den" if found else "mangler; det er den"
        raise UsageError(
            f"Nøglen data/{KEY} {wrong}, som sitets udgaver blev udgivet med. {FIND_KEY} Er den tabt, så udgiv med --new-key; "
            "så kan ingen mere se af de gamle manifester, om dataene er dem, udgaverne blev lavet af."
        )
    return found or held_key(data_dir)


def changed_inputs(version: Manifest, source: Source, key: RecordKey) -> tuple[str, ...]:
    """The names of the inputs that are other than the version records. Of data recorded with another key nothing is known."""
    report, project, data_dir = source.report, source.project, source.data_dir
    if version.key is None:
        now = input_fingerprints(report, project, data_dir)
    else:
        now = published_fingerprints(report, project, data_dir, key)
    names = sorted(version.inputs.keys() | now.keys())
    if version.key not in (None, key.id):
        names = [name for name in names if not name.startswith(DATA)]
    return tuple(name for name in names if version.inputs.get(name) != now.get(name))


def refuse_lost_choices(site: Site, data_dir: Path, key: RecordKey) -> None:
    """Raise ProblemsError with every file that tells what a published version was made from and shows, and is gone or
    changed: a choice made without it could show the rest of a sum.
    """
    problems = {}
    for version in site.versions:
        for name in filter(_CHOICE.fullmatch, version.inputs):
            path = data_dir / name.removeprefix(DATA)
            known = version.key in (None, key.id)
            digest = digest_of(name, path.read_bytes(), key if version.key else None) if path.is_file() else None
            if digest is None or (known and digest != version.inputs[name]):
                wrong = "mangler" if digest is None else "er ændret"
                message = f"Filen {wrong}; {version.folder} blev udgivet med den, og den fortæller, hvad udgaven viser."
                hint = "Hent den fra projektets git-historik eller en sikkerhedskopi."
                problems[name] = Problem(Place(name), message, hint=hint)
    settle(problems.values())
