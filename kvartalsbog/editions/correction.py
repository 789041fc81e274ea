"""Correcting a quarter's own files: what was changed in them since they were sealed, and sealing them again with the reason."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kvartalsbog.editions.comparison import CellChange, Cells, changed_cells
from kvartalsbog.editions.follow_ups import Again, again
from kvartalsbog.editions.history import earlier_contents
from kvartalsbog.errors import UsageError, refusal
from kvartalsbog.files.documents import json_text, parse_json
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.files.placement import write_text
from kvartalsbog.files.workplace import temporary
from kvartalsbog.inputs.approvals import read_approvals
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.inputs.periods import periods
from kvartalsbog.inputs.sharing import copy_plan
from kvartalsbog.periods import Period
from kvartalsbog.readings.provenance import FILES
from kvartalsbog.readings.written import ITEMS, REMARKS, SERIES, SOURCE, read_written

_KEYS = {SERIES: ("goal", "month", "district"), ITEMS: ("goal", "deliverable"), REMARKS: ("goal",)}


@dataclass(frozen=True)
class Correction:
    """A quarter's files as they are to be sealed: the changed ones, their changes, those of which no earlier content is
    known or can be read, the approvals that no longer hold, the quarters that are approved and published again, itself
    first, and the new `source.json`.
    """

    period: Period
    files: tuple[str, ...]
    changes: tuple[CellChange, ...]
    unknown: tuple[str, ...]
    voided: tuple[str, ...]
    again: tuple[Again, ...]
    source: Mapping[str, Any]


def correction_of(period: Period, data_dir: Path, project: Path) -> Correction:
    """What was changed in a quarter's files since they were sealed. What they held then is taken from the git history.

    Raises UsageError when nothing was changed, and ProblemsError with everything that is wrong with the quarter as it is
    now; a changed file is not.
    """
    folder = data_dir / period.folder
    source = _source(folder, f"{period.folder}/{SOURCE}")
    contents = {name: (folder / name).read_bytes() for name in FILES if name != SOURCE and (folder / name).is_file()}
    entries: dict[str, Any] = source["files"]
    sealed = {name: str(entries[name].get("sha256")) for name in contents if isinstance(entries.get(name), dict)}
    now = {name: sha256_of(contents[name]) for name in sealed}
    changed = tuple(name for name in sealed if sealed[name] != now[name])
    new = {**source, "files": {name: {**told, "sha256": now[name]} if name in now else told for name, told in entries.items()}}  # fmt: skip
    report = _read_sealed(period, data_dir, project, new, contents)
    if not changed:
        raise UsageError(f"{period}: Filerne er, som de blev forseglet. Ret dem først, og kør så kommandoen igen.")
    rows = {
        name: (_rows(name, _as_sealed(folder / name, sealed[name])), _rows(name, contents[name])) for name in changed
    }
    unknown = tuple(name for name in changed if None in rows[name])
    changes = [
        c
        for name, (old, now_) in rows.items()
        if old is not None and now_ is not None
        for c in changed_cells(name, old, now_, _KEYS[name])
    ]
    later = bool(unknown) or any(change.table != REMARKS or change.column == "revision" for change in changes)
    voided = _voided(period, data_dir, {f"data/{period.folder}/{name}": sealed[name] for name in changed})
    follows = again(period, report.agreed, data_dir, later=later)
    return Correction(period, changed, tuple(changes), unknown, tuple(voided), follows, new)


def seal(correction: Correction, data_dir: Path, reason: str | None, day: date) -> Path:
    """Write the new fingerprints, and the reason beside them where there is one. Gives the file that was written."""
    source = dict(correction.source)
    if reason is not None:
        told = {"at": day.isoformat(), "files": list(correction.files), "reason": reason}
        source["corrections"] = [*source.get("corrections", []), told]
    path = data_dir / correction.period.folder / SOURCE
    write_text(path, json_text(source))
    return path


def _source(folder: Path, name: str) -> dict[str, Any]:
    path = folder / SOURCE
    if not path.is_file():
        raise refusal(name, "Filen mangler.", hint="Hent den fra git; uden den ved ingen, hvad der var forseglet.")
    found = parse_json(path.read_bytes(), name=name)
    if not isinstance(found, dict) or not isinstance(found.get("files"), dict):
        raise refusal(name, "Filen siger ikke, hvilke filer mappen har.", allowed="files: …")
    return found


def _read_sealed(
    period: Period, data_dir: Path, project: Path, source: Mapping[str, Any], contents: Mapping[str, bytes]
) -> Report:
    """The quarter as it would be with its files sealed; the very bytes that are fingerprinted are those that are read."""
    with temporary() as work:
        copied = copy_plan(period.plan, data_dir, work)
        for name, content in contents.items():
            (copied / period.name / name).write_bytes(content)
        (copied / period.name / SOURCE).write_text(json.dumps(source), encoding="utf-8", newline="\n")
        return load(period, work, project)


def _as_sealed(path: Path, digest: str) -> bytes | None:
    return next((content for content in earlier_contents(path) if sha256_of(content) == digest), None)


def _voided(period: Period, data_dir: Path, sealed: Mapping[str, str]) -> Iterator[str]:
    """The approvals, also of later quarters, that named the files as they were."""
    for later in periods(data_dir):
        if later.last >= period.last:  # another plan's too, which shows the readings
            for approval in read_approvals(later, data_dir):
                if any(approval.inputs.get(name) == digest for name, digest in sealed.items()):
                    yield f"{later}: {approval.role}, {approval.by}, {approval.at:%d-%m-%Y}"


def _rows(name: str, content: bytes | None) -> Cells | None:
    """The rows of a file by their keys, as the one reader of a vintage has them; None for what is not there or cannot be
    read: an earlier content was perhaps never read by the rules of today.
    """
    with temporary() as work:
        (work / name).write_bytes(content or b"")
        written = read_written(work)
    if name in written.rows:
        rows = written.rows[name]
        known: Cells = {tuple(row[key] for key in _KEYS[name]): row.cells for row in rows.rows}
        return None if content is None or rows.problems else known
    document = written.documents.get(name)
    remarks = document.value if content and document is not None and not document.problems else None
    if not isinstance(remarks, dict) or not all(isinstance(remark, dict) for remark in remarks.values()):
        return None
    return {(goal,): {"goal": goal, **_told(remark)} for goal, remark in remarks.items()}


def _told(remark: dict[str, Any]) -> dict[str, str]:
    """An owner's words by their keys, and the name of each item by its own."""
    names = remark.get("names")
    own = names if isinstance(names, dict) else {}
    return {key: words for key, words in remark.items() if key != "names"} | {f"names.{i}": n for i, n in own.items()}
