"""Copies of what people keep in folders hold files and folders alone, so that nothing that lies among them holds a command or fills a disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from calling import call
from conftest import ROOT

from kvartalsbog.files.copying import copy_tree
from kvartalsbog.inputs.sharing import copy_plan

NO_FILES: Mapping[str, Callable[[Path], None]] = {
    "a pipe": os.mkfifo,
    "an endless device": lambda path: path.symlink_to("/dev/zero"),
    "a link that leads nowhere": lambda path: path.symlink_to("/nix/nix"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a folder that holds itself": lambda path: path.symlink_to(path.parent),
}


@pytest.mark.parametrize("kind", NO_FILES)
def test_what_is_no_file_is_not_copied_with_a_plan(kind: str, tmp_path: Path) -> None:
    """A copy of the plan is made by whatever reads it as it would be: an intake, a correction, the desk's editor."""
    data = Path(shutil.copytree(ROOT / "data/2024", tmp_path / "data/2024")).parent
    NO_FILES[kind](data / "2024/noget")
    copied = copy_plan("2024", data, tmp_path / "kopi")
    names = {path.relative_to(ROOT / "data/2024").as_posix() for path in (ROOT / "data/2024").rglob("*")}
    assert {path.relative_to(copied).as_posix() for path in copied.rglob("*")} == names
    done = call("correct", "2024K4", "--reason", "Rettet.", "--data-dir", data)
    assert "Filerne er, som de blev forseglet." in done.stderr.replace("\n", " ")


def test_hidden_names_can_be_left_out(tmp_path: Path) -> None:
    for name in ("a/b.csv", "a/.undo/c.csv", ".d"):
        (tmp_path / "fra" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "fra" / name).write_text(name, encoding="utf-8", newline="\n")
    copy_tree(tmp_path / "fra", tmp_path / "alt")
    copy_tree(tmp_path / "fra", tmp_path / "synligt", hidden=False)
    assert (tmp_path / "alt/a/.undo/c.csv").is_file()
    shown = sorted(p.relative_to(tmp_path / "synligt").as_posix() for p in (tmp_path / "synligt").rglob("*"))
    assert shown == ["a", "a/b.csv"]
