"""The store: what it gives is what was put under that very key, whatever else has become of its folder."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvartalsbog.files.store import Store

KEY, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "made" / "when needed", 10_000)


def test_what_was_put_is_given_and_the_last_that_was_put(store: Store) -> None:
    assert store.get(KEY) is None
    store.put(KEY, b"one\ntwo\n")
    assert store.get(KEY) == b"one\ntwo\n"
    store.put(KEY, b"")
    assert store.get(KEY) == b""
    assert store.get(OTHER) is None


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=255))
def test_no_byte_of_an_entry_can_be_another(tmp_path_factory: pytest.TempPathFactory, place: int, byte: int) -> None:
    store = Store(tmp_path_factory.mktemp("store"), 10_000)
    store.put(KEY, b"content")
    path = store.folder / KEY
    whole = bytearray(path.read_bytes())
    changed = whole[place % len(whole)] != byte
    whole[place % len(whole)] = byte
    path.write_bytes(whole)
    assert store.get(KEY) == (None if changed else b"content")


@given(st.integers(min_value=0, max_value=10**6))
def test_what_is_cut_short_or_lengthened_is_not_given(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    store = Store(tmp_path_factory.mktemp("store"), 10_000)
    store.put(KEY, b"content")
    path = store.folder / KEY
    whole = path.read_bytes()
    path.write_bytes(whole[: length % len(whole)])
    assert store.get(KEY) is None
    path.write_bytes(whole + b"\n")
    assert store.get(KEY) is None


def test_what_stands_under_another_key_is_not_given(store: Store) -> None:
    store.put(KEY, b"content")
    (store.folder / KEY).rename(store.folder / OTHER)
    assert store.get(OTHER) is None


def test_what_is_no_file_is_not_given_and_nobody_waits_for_it(store: Store, tmp_path: Path) -> None:
    store.put(OTHER, b"content")
    (store.folder / KEY).mkdir()
    assert store.get(KEY) is None
    store.put(KEY, b"content")  # cannot take the folder's place
    assert store.get(KEY) is None
    (store.folder / KEY).rmdir()
    os.mkfifo(store.folder / KEY)
    assert store.get(KEY) is None
    (store.folder / KEY).unlink()
    (tmp_path / "elsewhere").write_bytes((store.folder / OTHER).read_bytes().replace(OTHER.encode(), KEY.encode()))
    (store.folder / KEY).symlink_to(tmp_path / "elsewhere")
    assert store.get(KEY) is None
    store.put(KEY, b"mine")
    assert store.get(KEY) == b"mine"
    assert (tmp_path / "elsewhere").read_bytes().endswith(b"content")


@pytest.mark.parametrize("where", ["a file", "a file/below", "no right"])
def test_a_folder_that_cannot_be_used_is_an_empty_one(tmp_path: Path, where: str) -> None:
    (tmp_path / "a file").write_text("")
    (tmp_path / "no right").mkdir(mode=0o500)
    store = Store(tmp_path / where, 10_000)
    store.put(KEY, b"content")
    assert store.get(KEY) == (b"content" if where == "no right" and os.getuid() == 0 else None)
    store.empty()
    assert store.get(KEY) is None
    assert not list((tmp_path / "no right").iterdir())


def test_those_go_that_were_not_asked_for_the_longest(tmp_path: Path) -> None:
    store = Store(tmp_path, 3_500)  # three entries of a thousand bytes and their heads
    names = [digit * 64 for digit in "123"]
    for age, name in enumerate(names):
        store.put(name, b"x" * 1_000)
        os.utime(tmp_path / name, (1_000 + age, 1_000 + age))
    assert store.get(names[0])  # asked for now
    store.put(KEY, b"x" * 1_000)
    assert {name for name in (*names, KEY) if store.get(name)} == {names[0], names[2], KEY}
    assert store.held().entries == 3
    assert store.held().size <= 3_500
    store.put(OTHER, b"x" * 3_500)  # more than all there is room for
    assert store.get(OTHER) is None
    assert store.held().entries == 3


def test_what_a_killed_process_has_left_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    store = Store(tmp_path, 1_000)
    left, young = tmp_path / ".new-left_123", tmp_path / ".new-young_12"
    for path in (left, young):
        path.write_bytes(b"kvartalsbog 1\n" + b"x" * 900)
    os.utime(left, (1_000, 1_000))
    store.put(KEY, b"content")
    store.put(OTHER, b"content")
    assert store.get(KEY) == store.get(OTHER) == b"content"
    assert not left.exists()
    assert young.exists()
    store.empty()
    assert not list(tmp_path.iterdir())


def test_many_at_once_see_whole_entries_or_none(store: Store) -> None:
    contents = [bytes([digit]) * 3_000 for digit in range(4)]
    wrong: list[bytes] = []

    def use(content: bytes) -> None:
        for _ in range(60):
            store.put(KEY, content)
            found = store.get(KEY)
            if found is not None and found not in contents:
                wrong.append(found)

    threads = [threading.Thread(target=use, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert store.get(KEY) in contents


def test_what_others_keep_in_the_folder_is_never_removed(tmp_path: Path) -> None:
    """A shared folder is one that people name: it may be their own."""
    store = Store(tmp_path, 2_100)
    others = {
        "Ferie.jpg": b"x" * 5_000,
        ".skjult": b"y",
        "c" * 64: b"another program's, named by its hash",
        ".new-abcdefgh": b"a draft",
    }
    for name, content in others.items():
        (tmp_path / name).write_bytes(content)
        os.utime(tmp_path / name, (0, 0))
    for key in ("d" * 64, "e" * 64, "f" * 64):
        store.put(key, b"z" * 900)
    assert [store.get(key) is not None for key in ("d" * 64, "e" * 64, "f" * 64)] == [False, True, True]
    store.empty()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == others
