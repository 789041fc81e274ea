"""Making a published version anew from the inputs that its manifest records, and holding every byte against it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from kvartalsbog.book.build import installed_versions
from kvartalsbog.book.running import USUAL, Running
from kvartalsbog.editions.history import recorded_file
from kvartalsbog.editions.manifest import Manifest
from kvartalsbog.editions.recorded_inputs import digest_of, key_of
from kvartalsbog.editions.site import Site
from kvartalsbog.editions.versions import Source, draft_manifest, make_version, recorded
from kvartalsbog.errors import Place, Problem, settle
from kvartalsbog.files.workplace import temporary
from kvartalsbog.inputs.approvals import Approval, Standing
from kvartalsbog.inputs.engine import engine_fingerprint
from kvartalsbog.inputs.fingerprints import DATA, ENGINE
from kvartalsbog.inputs.key import RecordKey, new_key
from kvartalsbog.inputs.loading import load
from kvartalsbog.plan.publication import Approver


def reproduce(
    version: Manifest, site: Site, project: Path, data_dir: Path, running: Running = USUAL
) -> tuple[Problem, ...]:
    """Every output that is other when the version is made again; none when all bytes are the same.

    The inputs are taken from the project as it stands or, where they have changed since, from the commit that the
    manifest names. Raises ProblemsError with every input that is in neither, and with the key that is lost.
    """
    key = key_of(version, data_dir)
    with temporary() as work:
        again = work / "project"
        _lay_out(version, key, project, data_dir, again)
        report = load(version.parsed_period, again / "data", again)
        source = Source(report, again, again / "data", _standings(version), version.commit)
        manifest = draft_manifest(source, key or new_key(), site, version.version, recorded(version))
        before = site.root / version.quarter / f"v{version.version - 1}" if version.version > 1 else None
        (work / "building").mkdir()
        made = make_version(manifest, source, before, work / "building" / "made", running)
    return tuple(
        Problem(Place(f"{version.folder}/{name}"), "Filen bliver en anden.", made.outputs.get(name, "ingen fil"), version.outputs.get(name, "ingen fil"))
        for name in sorted(made.outputs.keys() | version.outputs.keys())
        if made.outputs.get(name) != version.outputs.get(name)
    )  # fmt: skip


def other_programs(version: Manifest) -> tuple[str, ...]:
    """The programs that are not in the versions that made the edition: likely reasons why bytes differ."""
    now = installed_versions()
    told = [f"{name} {now.get(name, 'mangler')} (udgaven: {wanted})" for name, wanted in version.versions.items() if now.get(name) != wanted]  # fmt: skip
    if version.inputs.get(ENGINE) != engine_fingerprint():
        told.append(f"{ENGINE}s egne filer er ændret siden")
    return tuple(told)


def _lay_out(version: Manifest, key: RecordKey | None, project: Path, data_dir: Path, again: Path) -> None:
    problems = []
    commits = [version.commit] if version.commit else []
    for name, digest in version.inputs.items():
        if name == ENGINE:
            continue
        path = data_dir / name.removeprefix(DATA) if name.startswith(DATA) else project / name
        content = recorded_file(project, path, partial(_is_recorded, name, digest, key), commits)
        if content is None:
            hint = (
                f"Hent projektet ved commit {version.commit}." if version.commit else "Find filen i en sikkerhedskopi."
            )
            message = "Filen er ikke den, udgaven blev lavet af."
            problems.append(Problem(Place(name), message, allowed=digest, hint=hint))
            continue
        (again / name).parent.mkdir(parents=True, exist_ok=True)
        (again / name).write_bytes(content)
    settle(problems)


def _is_recorded(name: str, digest: str, key: RecordKey | None, content: bytes) -> bool:
    return digest_of(name, content, key) == digest


def _standings(version: Manifest) -> tuple[Standing, ...]:
    return tuple(
        Standing(Approver(role=a.role, title=a.title), Approval(role=a.role, by=a.by, at=a.at, inputs={}))
        for a in version.approvals
    )
