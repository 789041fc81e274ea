"""What is known of a site's files by their hash: never other than what is there, and no obstacle where it cannot be kept."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from tiny_site import make_tiny_site
from verifying import verify

from kvartalsbog.editions import front, known, links
from kvartalsbog.files.store import Store

MOST = 10_000_000


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_tiny_site(tmp_path / "site")


@pytest.fixture
def warm(site: Path, tmp_path: Path) -> Store:
    store = Store(tmp_path / "kept", MOST)
    assert verify(site, store=store) == ()
    return store


def test_what_is_known_is_neither_parsed_nor_made_again(
    site: Path, warm: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(links.Page, "parse", refused)
    monkeypatch.setattr(front, "site_files", refused)
    assert verify(site, store=warm) == ()
    assert verify(site) != ()


def test_whatever_changes_is_told_as_by_one_who_knows_nothing(site: Path, warm: Store) -> None:
    chance = random.Random(46)
    files = [path for path in sorted(site.rglob("*")) if path.is_file()]
    for path in files:
        content = path.read_bytes()
        place = chance.randrange(len(content) or 1)
        for changed in (
            content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :],
            content + b"<a href='x'>",
            b"",
        ):
            path.write_bytes(changed)
            found = verify(site, store=warm)
            assert found == verify(site)
            assert (found == ()) == (changed == content), path
            path.write_bytes(content)
    path.unlink()
    assert verify(site, store=warm) == verify(site) != ()


def test_a_broken_link_is_told_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tiny_site  # noqa: PLC0415

    monkeypatch.setattr(
        tiny_site, "PAGE", tiny_site.PAGE.replace('"index.html"', '"../../../gone.html"').replace('"#a"', '"#b"')
    )
    site, store = make_tiny_site(tmp_path / "site"), Store(tmp_path / "kept", MOST)
    told = verify(site)
    assert {problem.message for problem in told} == {
        "Linket fører ingen steder hen.",
        "Linket fører til et sted, som siden ikke har.",
    }
    assert verify(site, store=store) == verify(site, store=store) == told


def spoiled(folder: Path) -> Iterator[str]:
    """Ways in which what is kept can be no use."""
    entries = sorted(folder.iterdir())
    for name, content in (
        ("empty", lambda _: b""),
        ("cut", lambda c: c[:-5]),
        ("changed", lambda c: c[:-3] + b"7" + c[-2:]),
    ):
        for entry in entries:
            entry.write_bytes(content(entry.read_bytes()))
        yield name
    for entry, other in pairwise(entries):
        entry.write_bytes(other.read_bytes())
    yield "another's"


def test_what_is_kept_and_spoiled_is_not_believed(site: Path, warm: Store) -> None:
    for how in spoiled(warm.folder):
        assert verify(site, store=warm) == (), how
    (site / "2026K1/v1/html/index.html").write_text("x", encoding="utf-8")
    for how in spoiled(warm.folder):
        assert verify(site, store=warm) == verify(site) != (), how


def test_where_nothing_can_be_kept_all_is_looked_at(site: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert verify(site, store=Store(tmp_path / "file", MOST)) == ()
    assert verify(site, store=Store(tmp_path / "small", 10)) == ()


@pytest.mark.skipif(os.name != "posix", reason="rights of Windows are others")
def test_the_users_store_is_the_users_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert known.users_store() is None  # the tests are told to keep nothing
    monkeypatch.setenv("KVARTALSBOG_CACHE", str(tmp_path))
    assert known.users_store() is not None
    assert (tmp_path / "sites").stat().st_mode & 0o777 == 0o700
    (tmp_path / "sites").chmod(0o777)
    assert known.users_store() is None
