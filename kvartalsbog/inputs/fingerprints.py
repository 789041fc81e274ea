"""The files that a quarter's book is made from, and their fingerprints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from kvartalsbog.disclosure.decisions import NAME as DECISIONS
from kvartalsbog.disclosure.record import FOLDER as DISCLOSURE
from kvartalsbog.files.fingerprints import fingerprints, sha256
from kvartalsbog.inputs.engine import engine_fingerprint
from kvartalsbog.inputs.key import RecordKey
from kvartalsbog.inputs.loading import Report
from kvartalsbog.inputs.project import SETTINGS, page_files, toc_file
from kvartalsbog.plan.contents import Chapter, chapters_of
from kvartalsbog.readings.provenance import FILES

ENGINE = "kvartalsbog"  # stands for the program among the inputs
DATA = "data/"  # the names of the plan and of what was reported begin so


def input_files(report: Report, project: Path, data_dir: Path) -> dict[str, Path]:
    """Name → file: the plan and the vintages as `data/…`, the settings, pages and notebooks as in the project."""
    data = {f"{DATA}{path.relative_to(data_dir).as_posix()}": path for path in _data_files(report, data_dir)}
    return data | {path.relative_to(project).as_posix(): path for path in _project_files(report, project)}


def input_fingerprints(report: Report, project: Path, data_dir: Path) -> dict[str, str]:
    """The fingerprints of everything that decides what the book says: its files, and the program as `kvartalsbog`."""
    return {**fingerprints(input_files(report, project, data_dir)), ENGINE: engine_fingerprint()}


def published_fingerprints(report: Report, project: Path, data_dir: Path, key: RecordKey) -> dict[str, str]:
    """The same as may be published: of the plan and of what was reported, which can be guessed, keyed ones."""
    files = input_files(report, project, data_dir)
    found = {
        name: key.digest(name, files[name].read_bytes()) if name.startswith(DATA) else sha256(files[name])
        for name in sorted(files)
    }
    return {**found, ENGINE: engine_fingerprint()}


def data_fingerprint(report: Report, data_dir: Path) -> str:
    """One SHA-256 over the plans and the vintages that a report was read from, and their names."""
    folder = data_dir / report.period.plan
    whole = hashlib.sha256()
    for path in _data_files(report, data_dir):
        name = path.relative_to(folder if path.is_relative_to(folder) else data_dir)
        whole.update(f"{name.as_posix()}\0{sha256(path)}\n".encode())
    return whole.hexdigest()


def notebooks(report: Report, project: Path) -> list[tuple[Path, str]]:
    """The notebooks of the book in the order of its chapters: the file, and the name below `notebooks/` of what is executed."""
    return [(project / chapter.file, name) for name, chapter in executed_chapters(report, project).items()]


def executed_chapters(report: Report, project: Path) -> dict[str, Chapter]:
    """The book's chapters in their order, by the names below `notebooks/` of the executed notebooks."""
    every = chapters_of(report.plan, project)
    return {Path(chapter.notebook).relative_to("notebooks").as_posix(): chapter for chapter in every}


def own_parameters(report: Report, project: Path) -> dict[str, dict[str, str]]:
    """The names of executed notebooks → the parameters that each has beside the quarter and the data."""
    return {name: chapter.own for name, chapter in executed_chapters(report, project).items()}


def _data_files(report: Report, data_dir: Path) -> Iterable[Path]:
    folder = data_dir / report.period.plan
    yield folder / "plan.yml"
    for vintage in report.readings.vintages:
        yield from (folder / vintage.period.name / name for name in FILES)
    yield from (data_dir / record.name for record in report.records_read)
    if report.decisions:
        yield folder / DISCLOSURE / DECISIONS
    for one in report.lent:
        yield from _data_files(one.report, data_dir)


def _project_files(report: Report, project: Path) -> Iterable[Path]:
    body = report.period.body
    yield from (project / SETTINGS, toc_file(project, body), *page_files(project, body))
    yield from dict.fromkeys(path for path, _ in notebooks(report, project))
