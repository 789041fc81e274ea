"""Fingerprints of small inputs: kept with a key where they are published, and nothing else is lost by it."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from quick_book import quick_books
from small_site import SmallSite, make_site, publish_now, source

from kvartalsbog.editions.manifest import Manifest, parse, to_bytes
from kvartalsbog.editions.recorded_inputs import changed_inputs, digest_of, key_of, publishing_key
from kvartalsbog.editions.reproduction import reproduce
from kvartalsbog.editions.site import Site, read_site
from kvartalsbog.errors import ProblemsError, UsageError
from kvartalsbog.inputs.key import KEY, RecordKey, held_key, new_key, open_to_others, read_key


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """Three publications, whose pages are a line each; tests leave it as it is."""
    with quick_books():
        return make_site(tmp_path_factory.mktemp("quick"))


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    assert read_key(tmp_path) is None
    made = held_key(tmp_path)
    assert held_key(tmp_path) == made == read_key(tmp_path)
    assert stat.S_IMODE((tmp_path / KEY).stat().st_mode) == 0o600
    assert len(made.secret) == 32
    assert made.secret.hex() not in f"{made!r} {made} {made.id}"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize(
    ("mode", "told"), [(0o600, False), (0o400, False), (0o640, True), (0o644, True), (0o604, True)]
)
def test_a_key_that_others_may_read_is_told(mode: int, told: bool, tmp_path: Path) -> None:
    assert open_to_others(tmp_path) is None
    made = held_key(tmp_path)
    (tmp_path / KEY).chmod(mode)
    words = open_to_others(tmp_path)
    assert (words is not None) is told
    if words is not None:
        assert words.endswith(f"chmod 600 {tmp_path / KEY}")
        assert made.secret.hex() not in words
    assert read_key(tmp_path) == made


def test_a_fingerprint_is_the_hmac_of_name_and_content() -> None:
    key = RecordKey(bytes(32))
    assert key.digest("data/a.csv", b"x") == hmac.new(bytes(32), b"data/a.csv\0x", hashlib.sha256).hexdigest()
    assert key.digest("data/b.csv", b"x") != key.digest("data/a.csv", b"x") != new_key().digest("data/a.csv", b"x")
    assert digest_of("notebooks/a.ipynb", b"x", key) == hashlib.sha256(b"x").hexdigest()
    assert digest_of("data/a.csv", b"x", None) == hashlib.sha256(b"x").hexdigest()


@pytest.mark.parametrize("content", [b"", b"abc\n", b"g" * 64, b"A" * 64, b"a" * 65, b"a" * 63 + b"\xff", b"a" * 64 + b"\n\n"])  # fmt: skip
def test_a_file_that_is_no_key_is_refused_and_not_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / KEY).write_bytes(content)
    with pytest.raises(
        ProblemsError, match=r"data/publication\.key: Filen er ikke en nøgle\. Tilladt: 64 tegn"
    ) as told:
        held_key(tmp_path)
    assert "aaaa" not in str(told.value)
    assert "AAAA" not in str(told.value)


def test_nothing_published_has_the_plain_hash_of_data_or_the_key(published: SmallSite) -> None:
    data = published.project / "data"
    key = (data / KEY).read_text(encoding="ascii").strip()
    forbidden = {key.encode(): KEY, bytes.fromhex(key): KEY}
    for path in data.rglob("*"):
        if path.is_file():
            forbidden[hashlib.sha256(path.read_bytes()).hexdigest().encode()] = path.name
    assert len(forbidden) > 8
    for path in published.root.rglob("*"):
        if path.is_file():
            content = path.read_bytes().lower()
            assert not [name for told, name in forbidden.items() if told in content], path


def test_every_manifest_is_keyed_and_says_with_which_key(published: SmallSite) -> None:
    key = read_key(published.project / "data")
    assert key is not None
    versions = read_site(published.root).versions
    assert {(version.format, version.key) for version in versions} == {(3, key.id)}
    name = "data/2026/2026K1/series.csv"
    assert versions[-1].inputs[name] == key.digest(name, (published.project / name).read_bytes())
    name = "notebooks/2026/overview.ipynb"
    assert versions[-1].inputs[name] == hashlib.sha256((published.project / name).read_bytes()).hexdigest()


# -- sites of format 1 -----------------------------------------------------------------------------------------------------


def as_format_1(version: Manifest, project: Path) -> Manifest:
    """The manifest as the first format would have had it, of inputs as they are now."""
    plain = {name: _sha256(project / name) if name.startswith("data/") else digest for name, digest in version.inputs.items()}  # fmt: skip
    return version.model_copy(update={"format": 1, "key": None, "threshold": None, "inputs": plain})


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_manifest_of_format_1_is_read_and_written_as_it_was(published: SmallSite) -> None:
    old = as_format_1(read_site(published.root).versions[-1], published.project)
    document = json.loads(to_bytes(old))
    assert list(document)[:2] == ["format", "quarter"]
    assert not {"key", "threshold"} & document.keys()
    assert parse(to_bytes(old), "manifest.json") == old
    for change in ({"key": "a" * 64}, {"threshold": 5}, {"format": 2}):
        content = (json.dumps({**document, **change}, ensure_ascii=False, indent=2) + "\n").encode()
        with pytest.raises(ProblemsError):
            parse(content, "manifest.json")


def test_the_inputs_of_format_1_are_compared_by_their_plain_hashes(published: SmallSite, tmp_path: Path) -> None:
    project = Path(shutil.copytree(published.project, tmp_path / "library"))
    old = as_format_1(read_site(published.root).versions[-1], project)
    assert key_of(old, project / "data") is None
    assert changed_inputs(old, source(project, "2026K1"), new_key()) == ()
    plan = project / "data/2026/plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8") + "# ændret\n", encoding="utf-8")
    assert changed_inputs(old, source(project, "2026K1"), new_key()) == ("data/2026/plan.yml",)


# -- a key that is lost ----------------------------------------------------------------------------------------------------


@pytest.fixture
def project(published: SmallSite, tmp_path: Path) -> Path:
    """A copy of the project that a test may change."""
    return Path(shutil.copytree(published.project, tmp_path / "library"))


@pytest.mark.parametrize(("lost", "words"), [(True, "mangler"), (False, "er en anden end den")])
def test_without_the_key_the_comparisons_say_so(lost: bool, words: str, published: SmallSite, project: Path) -> None:
    data = project / "data"
    (data / KEY).unlink()
    if not lost:
        held_key(data)
    site = read_site(published.root)
    with pytest.raises(
        ProblemsError, match=rf"2026K1/v2/manifest\.json: data/publication\.key {words}.*sikkerhedskopi"
    ):
        reproduce(site.versions[-1], site, project, data)
    with pytest.raises(UsageError, match=rf"Nøglen data/publication\.key {words}.*--new-key"):
        publish_now(project, published.root, "2026K1")
    assert (data / KEY).is_file() is not lost
    accepted = publishing_key(site, data, new_accepted=True)
    assert accepted == read_key(data)
    changed = changed_inputs(site.versions[-1], source(project, "2026K1"), accepted)
    assert changed == ()  # of the data nothing can be known


def test_a_new_site_gets_a_key_and_an_old_one_too(published: SmallSite, tmp_path: Path) -> None:
    assert publishing_key(Site(tmp_path, ()), tmp_path, new_accepted=False) == read_key(tmp_path)
    old = tuple(as_format_1(version, published.project) for version in read_site(published.root).versions)
    assert publishing_key(Site(tmp_path, old), tmp_path, new_accepted=False) == read_key(tmp_path)


def test_what_changed_is_named_by_its_file(published: SmallSite, project: Path) -> None:
    key = held_key(project / "data")
    version = read_site(published.root).versions[-1]
    assert changed_inputs(version, source(project, "2026K1"), key) == ()
    plan = project / "data/2026/plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8") + "# ændret\n", encoding="utf-8")
    assert changed_inputs(version, source(project, "2026K1"), key) == ("data/2026/plan.yml",)


def test_two_commands_at_once_make_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as several:
        made = set(several.map(lambda _: held_key(tmp_path), range(32)))
    assert made == {read_key(tmp_path)}
    assert [path.name for path in tmp_path.iterdir()] == [KEY]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"publication\.key: Nøglen kan ikke skrives \(FileNotFoundError\)"):
        held_key(tmp_path / "gone")
