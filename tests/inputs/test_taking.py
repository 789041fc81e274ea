"""What is fingerprinted is what was read: a file that is exchanged in between reaches neither a book nor an approval."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import make_library, seal
from small_site import DAY, source

from kvartalsbog.editions import publishing
from kvartalsbog.editions.manifest import Manifest
from kvartalsbog.editions.publishing import publish
from kvartalsbog.editions.versions import Occasion, Source
from kvartalsbog.errors import CompilationError, UsageError
from kvartalsbog.inputs.fingerprints import input_fingerprints
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.taking import taken
from kvartalsbog.periods import quarter_of

OLD, NEW = "a.2,2026-02,oest,950,24", "a.2,2026-02,oest,950,27"


def exchange(project: Path) -> None:
    path = project / "data/2026/2026K1/series.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    seal(path.parent)


def test_a_copy_has_the_same_fingerprints_and_does_not_change_with_the_project(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    report = load(quarter_of(2026, 1), project / "data", project)
    before = input_fingerprints(report, project, project / "data")
    with taken(project, project / "data") as (own, data):
        exchange(project)
        read = load(quarter_of(2026, 1), data, own)
        assert input_fingerprints(read, own, data) == before
    assert not own.exists()
    assert input_fingerprints(report, project, project / "data") != before


def test_a_folder_that_is_no_project_is_told_by_its_own_name(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    (project / "_toc.yml").unlink()
    with pytest.raises(CompilationError, match=f"{project}/_toc.yml mangler"), taken(project, project / "data"):
        pass


def test_what_is_exchanged_after_the_approval_was_checked_is_not_published(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    made_from = source(project, "2026K1")
    exchange(project)
    with pytest.raises(UsageError, match="Kilderne blev ændret imens"):
        publish(made_from, tmp_path / "site", Occasion(DAY))
    assert not (tmp_path / "site").exists()


def test_what_is_exchanged_while_a_book_is_made_reaches_neither_book_nor_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_library(tmp_path)
    seen: list[str] = []

    def make(_manifest: Manifest, made_from: Source, *_: object, **__: object) -> Manifest:
        exchange(project)
        seen.append((made_from.data_dir / "2026/2026K1/series.csv").read_text(encoding="utf-8"))
        raise UsageError("nok")

    monkeypatch.setattr(publishing, "make_version", make)
    with pytest.raises(UsageError, match="nok"):
        publish(source(project, "2026K1"), tmp_path / "site", Occasion(DAY))
    assert OLD in seen[0]
    assert NEW not in seen[0]
