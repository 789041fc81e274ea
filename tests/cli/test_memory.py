"""What a build remembers, as whoever types the commands meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import call
from conftest import make_library

from kvartalsbog.book.memory.place import store_of

pytestmark = pytest.mark.slow


def test_a_book_is_made_once_told_to_stand_and_made_afresh_when_asked(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    assert "Intet er husket (_build/.memory)." in call("memory", cwd=project).stdout
    assert call("build", "2026K2", cwd=project).returncode == 0
    pages = {path: path.read_bytes() for path in sorted((project / "_build/2026K2").rglob("*")) if path.is_file()}
    assert len(pages) > 20

    again = call("build", "2026K2", cwd=project)
    assert (again.returncode, "Intet er ændret, siden bogen for 2026K2 blev lavet:" in again.stdout) == (0, True)
    assert "Husket i _build/.memory: " in call("memory", cwd=project).stdout

    (project / "_build/2026K2/html/index.html").write_text("En anden", encoding="utf-8")
    mended = call("build", "2026K2", cwd=project)
    assert "Intet er ændret" not in mended.stdout
    assert mended.told.count(": som sidst") == 7
    assert {path: path.read_bytes() for path in pages} == pages

    assert call("memory", "--empty", cwd=project).stdout.startswith("Glemt: ")
    assert "Intet er husket" in call("memory", cwd=project).stdout
    fresh = call("build", "2026K2", "--fresh", cwd=project)
    assert "Intet er ændret" not in fresh.stdout
    assert ": som sidst" not in fresh.told
    assert {path: path.read_bytes() for path in pages} == pages


def test_a_projects_memory_is_where_it_was_whatever_folder_a_process_works_in_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sphinx changes its folder, and what makes the pages began in another: from a relative one it would remember nothing."""
    monkeypatch.chdir(tmp_path)
    store = store_of(Path())
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    store.put("a" * 64, b"drawn")
    assert store_of(tmp_path).get("a" * 64) == b"drawn"
