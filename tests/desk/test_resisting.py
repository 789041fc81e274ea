"""The desk where something gives way beneath it: a disk that is full, a file of any name, a form that is too large."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_running import Running, at_open_period
from starlette.datastructures import UploadFile
from taking_in import answers

from kvartalsbog.desk.errands import FOLDER
from kvartalsbog.desk.inbox import paths

PERIOD = "/periode/2026K3/"
FULL = "Det kan ikke lade sig gøre: disken er fuld."


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    with at_open_period(tmp_path, PERIOD) as running:
        yield running


def test_a_disk_that_is_full_before_a_form_is_read_is_told_on_a_page(
    desk: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(UploadFile, "write", full)
        told = desk.drop(f"{PERIOD}modtag", {"svar.csv": b"nr;afdeling\n"})
    assert told.status == 422
    assert f"som det var. {FULL} Tilbage" in told.words  # and no place that is none
    assert "Der ligger ingen filer klar" in desk.ask(f"{PERIOD}modtag").words


def test_work_that_a_full_disk_kept_from_beginning_leaves_the_page_of_work_as_it_was(
    desk: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "touch", full)
        assert FULL in desk.post(f"{PERIOD}udgiv", hvad="verify").words
    assert list((desk.desk.inbox / "2026/2026K3" / FOLDER).glob("[0-9.]*")) == []
    assert desk.ask(f"{PERIOD}udgiv").status == 200


def test_work_of_which_a_crash_left_nothing_is_passed_over(desk: Running) -> None:
    lost = desk.desk.inbox / "2026/2026K3" / FOLDER / "0001"
    lost.mkdir(parents=True)
    (lost / "kommando.json").touch()
    assert desk.ask(f"{PERIOD}udgiv").status == 200
    assert desk.post(f"{PERIOD}udgiv", hvad="diff").status == 200
    assert (lost.parent / "0002" / "kommando.json").is_file()


def test_a_file_whose_name_is_no_text_can_be_seen_and_removed(desk: Running, tmp_path: Path) -> None:
    desk.drop(f"{PERIOD}modtag", {"svar.csv": answers(tmp_path / "svar.csv").read_bytes()})
    folder = desk.desk.inbox / "2026/2026K3"
    (folder / os.fsdecode(b"svar-\xff.csv")).write_bytes(b"x")
    assert "svar-\\udcff.csv" in desk.ask(f"{PERIOD}modtag").words
    assert desk.ask(f"{PERIOD}indtag").status == 200
    assert desk.post(f"{PERIOD}modtag", fjern="svar-\\udcff.csv").status == 200
    assert [path.name for path in paths(folder)] == ["svar.csv"]


def test_more_files_than_one_form_may_have_are_told_by_their_number(desk: Running) -> None:
    told = desk.drop(f"{PERIOD}modtag", {f"svar-{number}.csv": b"x" for number in range(201)})
    assert told.status == 400
    assert "Der kan sendes 200 filer ad gangen;" in told.words


@pytest.mark.parametrize("path", ["//evil.example/", "/%2f%2fevil.example/", "///evil.example/"])
def test_a_key_in_an_address_leads_nowhere_but_to_this_machine(path: str, desk: Running) -> None:
    for token in ("nix", desk.keys.token):
        answer = desk.ask(f"{path}?noegle={token}")
        assert (answer.status, answer.headers["location"]) == (303, "/evil.example/")


def test_one_problem_is_told_as_one_where_a_step_can_still_be_undone(desk: Running) -> None:
    (desk.desk.data_dir / "2026/2026K3/source.json").write_text("{", encoding="utf-8")
    assert "Der er 1 fejl. Før den er rettet, kan intet forsegles; et skridt kan fortrydes." in desk.ask(f"{PERIOD}ret").words  # fmt: skip
