"""A file that somebody names in a call is read whole and bounded, and what is no file is told as what it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from calling import call
from conftest import ROOT

from kvartalsbog.errors import UsageError
from kvartalsbog.files.named import read_named
from kvartalsbog.files.placement import not_there


def test_a_file_is_read_whole_and_no_more_than_it_may_be(tmp_path: Path) -> None:
    file = tmp_path / "liste"
    file.write_bytes(b"abc")
    assert read_named(file, 3, "listen") == b"abc"
    with pytest.raises(UsageError, match="Filen er for stor"):
        read_named(file, 2, "listen")


def test_what_is_no_file_is_told_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "skabelon.docx").touch()
    with pytest.raises(UsageError, match=r"Det er en mappe. Skriv navnet på skabelonen."):
        read_named(tmp_path, 3, "skabelonen")
    with pytest.raises(UsageError, match=r"Filen findes ikke. Mente du »skabelon.docx«\?"):
        read_named(tmp_path / "skabelo.docx", 3, "skabelonen")
    with pytest.raises(UsageError, match=r"Filen findes ikke. Mappen .* findes heller ikke."):
        read_named(tmp_path / "nix/skabelon.docx", 3, "skabelonen")


def test_a_name_is_never_said_to_be_perhaps_itself(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    assert not_there(tmp_path / "data") == ""
    assert not_there(tmp_path / "dat") == "Mente du »data«?"


@pytest.mark.parametrize(
    "words",
    [
        ("annual", "2024", "--check"),
        ("annual", "2024", "--template"),
        ("export", "2024K4", "overview", "--template"),
        ("verify", "SITE", "--allowed-signers"),
    ],
)
@pytest.mark.parametrize("kind", ["pipe", "device", "nothing"])
def test_a_command_is_neither_held_nor_filled_by_what_is_no_file(
    words: tuple[str, ...], kind: str, tmp_path: Path
) -> None:
    named = {"pipe": tmp_path / "rør", "device": Path("/dev/zero"), "nothing": tmp_path / "nix"}[kind]
    if kind == "pipe":
        os.mkfifo(named)
    done = call(*(str(tmp_path) if word == "SITE" else word for word in words), str(named), cwd=ROOT)
    assert done.returncode == 2
    wanted = "Filen findes ikke." if kind == "nothing" else "Det er ikke en fil."
    assert f"{named}: {wanted}" in done.stderr.replace("\n", "")
