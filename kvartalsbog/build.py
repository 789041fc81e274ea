"""A quarter's book from start to end: check, judge, execute, compile, record; all of it or nothing."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kvartalsbog.compilation import compile_book, lay_out
from kvartalsbog.execution import Observer, execute
from kvartalsbog.findings import find
from kvartalsbog.loading import Report, load
from kvartalsbog.provenance import FILES
from kvartalsbog.quarter import Quarter
from kvartalsbog.results import to_json

RECORDED_VERSIONS = (
    "kvartalsbog", "jupyter-book", "sphinx", "myst-nb", "papermill", "pandas", "matplotlib", "typst", "pikepdf",
)  # fmt: skip


def build(quarter: Quarter, project: Path, data_dir: Path, out: Path, *, timeout: float, observe: Observer) -> Path:
    """Make the book of a quarter in `out/<quarter>`: `html/`, `pdf/`, `results.json`, `manifest.json`.

    A book that stands there is replaced only when the new one is whole. Returns the book's folder. Raises
    ProblemsError, ExecutionError or CompilationError; then nothing has changed.
    """
    project, data_dir, out = project.resolve(), data_dir.resolve(), out.resolve()
    report = load(quarter, data_dir, project)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=out) as folder:
        work = Path(folder)
        parameters = {"quarter": str(quarter), "data_dir": str(data_dir)}
        execute(_notebooks(report, project), parameters, work / "executed", timeout=timeout, observe=observe)
        lay_out(project, work / "executed", work / "stage", report.plan)
        book = work / "book"
        compile_book(work / "stage", report, data_dir, book)
        (book / "results.json").write_text(to_json(find(report)), encoding="utf-8")
        record = manifest(report, project, data_dir, book)
        (book / "manifest.json").write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return _put_in_place(book, out / str(quarter), work / "replaced")


def manifest(report: Report, project: Path, data_dir: Path, book: Path) -> dict[str, Any]:
    """What the book was made from and what it consists of: quarter, inputs and outputs by SHA-256, versions."""
    inputs = {f"data/{path.relative_to(data_dir).as_posix()}": path for path in _data_files(report, data_dir)}
    inputs |= {path.relative_to(project).as_posix(): path for path in _project_files(report, project)}
    outputs = {path.relative_to(book).as_posix(): path for path in book.rglob("*") if path.is_file()}
    return {
        "quarter": str(report.quarter),
        "plan": report.plan.title,
        "data_status": report.plan.data_status,
        "extracted": report.extracted.isoformat(),
        "versions": {name: version(name) for name in RECORDED_VERSIONS},
        "inputs": _hashes(inputs),
        "outputs": _hashes(outputs),
    }


def _notebooks(report: Report, project: Path) -> list[tuple[Path, str]]:
    names = [report.plan.overview, *(pillar.notebook for pillar in report.plan.pillars)]
    return [(project / name, Path(name).relative_to("notebooks").as_posix()) for name in names]


def _data_files(report: Report, data_dir: Path) -> Iterable[Path]:
    folder = data_dir / str(report.quarter.year)
    yield folder / "plan.yml"
    for vintage in report.readings.vintages:
        yield from (folder / str(vintage.quarter) / name for name in FILES)


def _project_files(report: Report, project: Path) -> Iterable[Path]:
    yield from (project / "_config.yml", project / "_toc.yml")
    yield from (path for path in (project / "book").rglob("*") if path.is_file())
    yield from (path for path, _ in _notebooks(report, project))


def _hashes(files: dict[str, Path]) -> dict[str, str]:
    return {name: hashlib.sha256(files[name].read_bytes()).hexdigest() for name in sorted(files)}


def _put_in_place(book: Path, target: Path, replaced: Path) -> Path:
    if target.exists():
        target.replace(replaced)
    try:
        book.replace(target)
    except OSError:
        if replaced.exists():
            replaced.replace(target)
        raise
    shutil.rmtree(replaced, ignore_errors=True)
    return target
