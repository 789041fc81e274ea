"""Whatever happens while a site is published, it is the old one or the new one, whole, and the next run mends the rest."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import kill_publishing
import pytest
from conftest import MODULES, ROOT, seal
from kill_publishing import REASON, files
from publish_ready import beside, correct_now
from small_site import SmallSite, publish_now
from verifying import verify

from kvartalsbog.book.running import Running
from kvartalsbog.editions import publishing, replacement
from kvartalsbog.editions.manifest import NAME, Manifest, checksums, to_bytes
from kvartalsbog.editions.site import SUMS, site_fingerprint
from kvartalsbog.errors import CompilationError, KvartalsbogError, Place, Problem, ProblemsError
from kvartalsbog.files import placement
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.files.placement import put_in_place, writable

pytest_plugins = ("published",)
pytestmark = pytest.mark.slow


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, published: SmallSite) -> Callable[..., Manifest]:
    """The correction is copied instead of made, also by what is called in this process."""
    ready = kill_publishing.ready_version(published.root / "2026K1/v2")
    monkeypatch.setattr(publishing, "make_version", ready)
    return ready


# -- killed ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def watched(published: SmallSite, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What was found of publishing in either way; what a process knows of the pages after the first it need not find again."""
    folder = tmp_path_factory.mktemp("watched")
    shutil.copytree(published.before, folder / "before")
    program = [sys.executable, str(ROOT / "tests/kill_publishing.py"), str(published.project), str(folder / "before"), str(published.root / "2026K1/v2")]  # fmt: skip
    # the steps are numbered, and no run may have more of them, in which Python keeps what it has compiled; and what is forked at
    # a step would wait for ever for what coverage holds just then
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")},
        "PYTHONPATH": MODULES,
        "PYTHONWARNINGS": "ignore",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ways = ("exchanged", "two-steps")
    done = subprocess.run([*program, *ways], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout))


def _states(found: dict[str, Any]) -> list[str]:
    """What the site was before each step of a publishing. What was there before some of them, above all around the change,
    is mended by the next publishing, and SIGKILL really leaves it.
    """
    states: list[str] = found["states"]
    assert len(states) > 500
    assert found["mended"] == len(found["chosen"]) > 2
    assert {"new", "gone"} & set(states) <= {states[number] for number in found["chosen"]}
    assert set(found["killed"]) == {True}
    return states


def test_killed_before_any_change_of_the_disk_it_leaves_the_old_site_or_the_new(
    watched: dict[str, dict[str, Any]],
) -> None:
    states = _states(watched["exchanged"])
    turn = states.index("new")
    assert set(states[:turn]) == {"old"}
    assert set(states[turn:]) == {"new"}


def test_where_names_cannot_be_exchanged_the_next_run_brings_back_a_site_that_is_gone(
    watched: dict[str, dict[str, Any]],
) -> None:
    """In two steps there is a moment without a site; killed in it, no edition is lost."""
    states = _states(watched["two-steps"])
    gone = states.index("gone")
    assert set(states[:gone]) == {"old"}
    assert set(states[gone + 1 :]) == {"new"}


def test_in_two_steps_a_failing_second_brings_the_first_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(placement, "_exchanged", lambda _new, _target: False)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/old").touch()
    for interruption in (OSError, KeyboardInterrupt):

        def stopped(path: Path, target: Path, error: type[BaseException] = interruption) -> Path:
            if path.name == "missing":
                raise error
            return Path(shutil.move(path, target))

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", stopped)
            with pytest.raises(interruption):
                put_in_place(tmp_path / "missing", tmp_path / "site")
        assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == ["site", "site/old"]


# -- without room ------------------------------------------------------------------------------------------------------


def _on_small_disks(
    published: SmallSite, project: Path, folder: Path, ready: str, rooms: Sequence[int]
) -> list[tuple[int, int, str, str]]:
    """Publish with so many kB of room, on a file system that only the publishing sees."""
    folder.mkdir()
    alone = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("neither root nor a user namespace: nothing may be mounted here")
    program = [*alone, sys.executable, str(ROOT / "tests/small_disk.py"), str(project), str(published.before), ready, str(folder)]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": MODULES, "TERM": "dumb", "NO_COLOR": "1"}
    done = subprocess.run([*program, *map(str, rooms)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [tuple(found) for found in json.loads(done.stdout)]


def test_a_disk_that_is_full_at_any_step_of_the_placement_changes_nothing(
    published: SmallSite, approved: Path, tmp_path: Path
) -> None:
    rooms = (0, 64, 256, 512, 1024, 6144)
    found = _on_small_disks(published, approved, tmp_path / "disk", str(published.root / "2026K1/v2"), rooms)
    *failed, last = found
    assert len(failed) == 5
    for room, code, error, state in failed:
        assert (room, code, state) == (room, 1, "old")
        assert f"{tmp_path / 'disk'}: Der kan ikke skrives i mappen: disken er fuld. Intet er ændret." in error
    assert last[1:] == (0, "", "new")


def test_a_disk_that_is_full_while_the_book_is_made_changes_nothing(
    published: SmallSite, approved: Path, tmp_path: Path
) -> None:
    """The whole command, with the notebooks, Sphinx, Typst and the PDF: each tells a full disk in its own way."""
    found = _on_small_disks(published, approved, tmp_path / "disk", "-", (40, 700, 3600))
    assert [(code, state) for _, code, _, state in found] == [(1, "old")] * 3
    for _, _, error, _ in found:
        assert "Der kan ikke skrives i mappen: disken er fuld. Intet er ændret." in error
        assert "Errno" not in error


def _full(caused: str) -> Exception:
    if caused == "a library":
        error = ProblemsError([Problem(Place(""), "Sphinx’ egne ord: »Handler <function> threw an exception«")])
        error.__cause__ = OSError(28, "No space left on device", "/elsewhere/font.otf", None, "/srv/site/font.otf")
        return error
    if caused == "copying a folder":
        return shutil.Error([("a", "b", "[Errno 28] No space left on device: 'a' -> 'b'")])
    return OSError("failed to write file (No space left on device (os error 28))")


@pytest.mark.parametrize("caused", ["a library", "copying a folder", "typst"])
def test_a_full_disk_is_told_in_danish_whoever_met_it(caused: str) -> None:
    with pytest.raises(KvartalsbogError, match=r"^/srv/site: Der kan ikke skrives i mappen: disken er fuld\. Intet er ændret\."), writable(Path("/srv/site")):  # fmt: skip
        raise _full(caused)


def test_what_is_wrong_elsewhere_is_not_told_of_the_folder() -> None:
    with pytest.raises(PermissionError), writable(Path("/srv/site")):
        raise PermissionError(13, "Permission denied", "/home/ida/plan.yml")
    with pytest.raises(CompilationError, match="en anden grund"), writable(Path("/srv/site")):
        raise CompilationError("en anden grund")


# -- two at once -------------------------------------------------------------------------------------------------------


def test_of_publishings_at_once_one_is_done_and_the_others_are_told_to_wait(
    published: SmallSite, approved: Path, before: Path
) -> None:
    found: list[subprocess.CompletedProcess[str]] = []
    together = [threading.Thread(target=lambda: found.append(correct_now(published, before, approved))) for _ in range(3)]  # fmt: skip
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    done = [one for one in found if one.returncode == 0]
    assert sum("er udgivet som version 2" in one.stdout for one in done) == 1
    for one in found:
        assert one in done or (one.returncode, "En anden kommando er ved at skrive her." in one.stderr) == (2, True)
    assert verify(before) == ()
    assert beside(before) == [".site.lock", "site"]


# -- what may not be written -------------------------------------------------------------------------------------------


def _as_another(*folders: Path) -> list[str]:
    """The start of a command as another user, to whom the folders are given: to root everything is open."""
    if os.geteuid() != 0:
        return []
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534)
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def _closed(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)


@pytest.fixture
def lent(published: SmallSite, approved: Path, open_folder: Path) -> Iterator[tuple[SmallSite, Path, Path]]:
    """What a publishing reads, where every user can read it, and a site to publish in."""
    reading = open_folder / "reading"
    shutil.copytree(published.root / "2026K1", reading / "site/2026K1")
    shutil.copytree(approved, reading / "library")
    yield SmallSite(reading / "library", reading / "site", reading), reading / "library", Path(shutil.copytree(published.before, open_folder / "place/site"))  # fmt: skip
    for path in (open_folder, *open_folder.rglob("*")):
        path.chmod(0o755)


def test_a_folder_above_the_site_that_may_not_be_written_is_named(lent: tuple[SmallSite, Path, Path]) -> None:
    made, project, site = lent
    other, old = _as_another(site.parent, project), files(site)
    site.parent.chmod(0o555)
    done = correct_now(made, site, project, other)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{site.parent}: Der kan ikke skrives i mappen: du har ikke lov til det. Intet er ændret.")  # fmt: skip
    assert files(site) == old
    assert beside(site) == ["site"]


def test_a_site_that_may_not_be_written_is_refused_and_stays(lent: tuple[SmallSite, Path, Path]) -> None:
    made, project, site = lent
    other, old = _as_another(site.parent, project), files(site)
    _closed(site)
    done = correct_now(made, site, project, other)
    assert (done.returncode, "du har ikke lov til det. Intet er ændret." in done.stderr) == (1, True), done.stderr
    assert files(site) == old
    site.chmod(0o755)
    assert correct_now(made, site, project, other).returncode == 0
    assert verify(site) == ()
    assert beside(site) == [".site.lock", "site"]


def test_editions_that_are_protected_against_writing_do_not_stop_the_next(lent: tuple[SmallSite, Path, Path]) -> None:
    made, project, site = lent
    other = _as_another(site.parent, project)
    for folder in site.glob("2026K?/v1"):
        _closed(folder)
    done = correct_now(made, site, project, other)
    assert done.returncode == 0, done.stderr
    assert verify(site) == ()
    assert beside(site) == [".site.lock", "site"]
    assert not (site / "2026K1/v1").stat().st_mode & 0o222


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can leave what another user may not remove")
def test_what_cannot_be_cleared_away_is_named(lent: tuple[SmallSite, Path, Path]) -> None:
    made, project, site = lent
    other, old = _as_another(site.parent, project), files(site)
    left = site.parent / ".site-publishing-abcdefgh"
    (left / "inner").mkdir(parents=True)
    left.chmod(0o755)
    done = correct_now(made, site, project, other)
    assert done.returncode == 1
    assert "du har ikke lov til det. Intet er ændret. Det gælder " in done.stderr
    assert ".site-publishing-abcdefgh" in done.stderr
    assert files(site) == old


def test_the_site_keeps_its_mode(published: SmallSite, before: Path, quick: object) -> None:
    before.chmod(0o750)
    assert publish_now(published.project, before, "2026K1", REASON).is_new
    assert before.stat().st_mode & 0o777 == 0o750


# -- what is not a site ------------------------------------------------------------------------------------------------


def _kept(folder: Path) -> dict[str, bytes | str | None]:
    """Everything under a folder: files, links and empty folders."""
    return {
        path.relative_to(folder).as_posix(): str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }  # fmt: skip


FOREIGN: dict[str, Callable[[Path], object]] = {
    "photos": lambda root: (root / "photo.jpg").write_bytes(b"x"),
    "a hidden file": lambda root: (root / ".profile").write_bytes(b"x"),
    "a folder in it": lambda root: (root / "2026K1").mkdir(),
    "a list of other editions": lambda root: (root / "editions.json").write_text("[]", encoding="utf-8"),
}


def test_a_file_is_no_site(published: SmallSite, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(KvartalsbogError, match="Her står noget, der ikke er et udgivet site"):
        publish_now(published.project, tmp_path / "photo.jpg", "2026K1")
    assert (tmp_path / "photo.jpg").read_bytes() == b"x"


@pytest.mark.parametrize("case", FOREIGN)
def test_a_folder_that_is_not_ours_is_left_alone(case: str, published: SmallSite, tmp_path: Path) -> None:
    root = tmp_path / "place" / "other"
    root.mkdir(parents=True)
    FOREIGN[case](root)
    kept = _kept(root)
    with pytest.raises(KvartalsbogError, match=r"Her står noget, der ikke er et udgivet site|editions\.json: Listen"):
        publish_now(published.project, root, "2026K1")
    assert _kept(root) == kept
    assert set(beside(root)) <= {"other", ".other.lock"}


# what is spoilt in the site → the beginnings of the lines that tell it
HALVES: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "a folder is missing": (lambda root: shutil.rmtree(root / "2026K2/v1/data"), ("2026K2/v1/data/data.xlsx: Filen mangler.", "2026K2/v1/data/goals.csv: Filen mangler.")),
    "a file is cut": (lambda root: os.truncate(root / "2026K1/v1/html/book/index.html", 100), ("2026K1/v1/html/book/index.html: Filen er ændret.",)),
    "a file is empty": (lambda root: os.truncate(root / "index.html", 0), ("index.html: Filen er ændret.",)),
    "a manifest is missing": (lambda root: (root / f"2026K2/v1/{NAME}").unlink(), ("2026K2/v1/manifest.json: Manifestet mangler.",)),
    "a manifest is cut": (lambda root: os.truncate(root / f"2026K2/v1/{NAME}", 500), ("2026K2/v1/manifest.json: Manifestet kan ikke læses.",)),
    "an edition is missing": (lambda root: shutil.rmtree(root / "2026K1"), ("2026K1/index.html: Filen mangler.", "2026K1/v1/manifest.json: Manifestet mangler.")),
    "the list is missing": (lambda root: (root / "editions.json").unlink(), ("editions.json: Listen over udgaver mangler eller er ændret.",)),
    "the list is cut": (lambda root: os.truncate(root / "editions.json", 1000), ("editions.json: Listen over udgaver mangler eller er ændret.",)),
    "checksums are missing": (lambda root: (root / f"2026K2/v1/{SUMS}").unlink(), (f"2026K2/v1/{SUMS}: Filen mangler.",)),
    "an edition is there twice": (lambda root: shutil.copytree(root / "2026K2", root / "2026K3"), ("2026K3/index.html: Filen hører ikke til sitet.", "2026K3/v1/manifest.json: Manifestet hører til en anden mappe.")),
    "an edition has another number": (lambda root: (root / "2026K1/v1").rename(root / "2026K1/v2"), ("2026K1/v1/manifest.json: Manifestet mangler.", "2026K1/v2/manifest.json: Manifestet hører til en anden mappe.")),
    "what a killed run left was copied with it": (lambda root: shutil.copytree(root / "2026K1/v1", root / ".site-publishing-abcdefgh/site"), (".site-publishing-abcdefgh/site/SHA256SUMS: Filen hører ikke til sitet.",)),
    "a file of the desktop": (lambda root: (root / "2026K1/v1/html/.DS_Store").touch(), ("2026K1/v1/html/.DS_Store: Filen hører ikke til sitet.",)),
    "several": (lambda root: [(root / name).unlink() for name in ("feed.xml", "2026K1/v1/results.json", f"2026K2/v1/{NAME}")], ("2026K1/v1/results.json: Filen mangler.", "2026K2/v1/manifest.json: Manifestet mangler.", "feed.xml: Filen mangler.")),
}  # fmt: skip


@pytest.mark.parametrize("case", HALVES)
def test_a_half_copied_site_is_refused_with_every_name(case: str, published: SmallSite, before: Path) -> None:
    spoil, expected = HALVES[case]
    spoil(before)
    spoilt = _kept(before)
    with pytest.raises(ProblemsError) as caught:
        publish_now(published.project, before, "2026K1", REASON)
    told = [str(problem) for problem in caught.value.problems]
    for beginning in expected:
        assert any(line.startswith(beginning) for line in told), told
    assert _kept(before) == spoilt


def test_nothing_is_published_beside_a_file_that_is_said_to_be_a_terabyte(published: SmallSite, before: Path) -> None:
    os.truncate(before / "2026K1/v1/results.json", 1 << 40)
    with pytest.raises(ProblemsError) as caught:
        publish_now(published.project, before, "2026K1", REASON)
    told = "2026K1/v1/results.json: Filen kan ikke læses: filen er større end 1000 MB."
    assert any(str(problem).startswith(told) for problem in caught.value.problems)
    assert not (before / "2026K1/v2").exists()


# -- where the site is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["site [1] *", "Årets bøger, æøå", "-site", "'site\"", "site\nto"])
def test_a_site_may_be_called_anything(name: str, published: SmallSite, before: Path, quick: object) -> None:
    root = before.rename(before.with_name(name))
    left = root.with_name(f".{name}-publishing-abcdefgh")
    shutil.copytree(root, left / name)
    assert publish_now(published.project, root, "2026K1", REASON).is_new
    assert verify(root) == ()
    assert beside(root) == sorted([f".{name}.lock", name])


def test_a_neighbour_with_a_similar_name_is_left_alone(published: SmallSite, before: Path, quick: object) -> None:
    neighbour = before.with_name(".site-publishing-notes.txt")
    neighbour.write_text("x", encoding="utf-8")
    assert publish_now(published.project, before, "2026K1", REASON).is_new
    assert neighbour.read_text(encoding="utf-8") == "x"


def test_a_site_may_be_named_by_a_link_or_from_the_folder_one_is_in(
    published: SmallSite, approved: Path, before: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to("place/site")
    done = correct_now(published, link, approved)
    assert done.returncode == 0, done.stderr
    assert link.readlink() == Path("place/site")
    assert files(before).keys() == files(published.root).keys()
    assert beside(before) == [".site.lock", "site"]
    again = correct_now(published, "../place/../place/site", approved)
    assert (again.returncode, "Intet er ændret." in again.stdout) == (0, True), again.stderr
    assert verify(link) == ()


# -- what would not be whole -------------------------------------------------------------------------------------------


def test_an_edition_whose_links_lead_nowhere_is_not_published(
    published: SmallSite, before: Path, quick: Callable[..., Manifest], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could never be mended afterwards, and would stop every later publishing."""

    def with_a_broken_link(manifest: Manifest, made_from: object, old: object, out: Path, running: Running) -> Manifest:
        whole = quick(manifest, made_from, old, out, running)
        if manifest.version > 1:
            page = out / "html/book/method.html"
            page.write_bytes(page.read_bytes() + b'\n<a href="../bilag.pdf">Bilag</a>\n')
            outputs = {**whole.outputs, "html/book/method.html": sha256_of(page.read_bytes())}
            whole = whole.model_copy(update={"outputs": outputs})
            (out / NAME).write_bytes(to_bytes(whole))
            (out / SUMS).write_bytes(checksums(outputs, whole))
        return whole

    monkeypatch.setattr(publishing, "make_version", with_a_broken_link)
    old = files(before)
    with pytest.raises(ProblemsError, match=r"2026K1/v2/html/book/method\.html:\d+: Linket fører ingen steder hen\. Fundet: '\.\./bilag\.pdf'"):  # fmt: skip
        publish_now(published.project, before, "2026K1", REASON)
    assert files(before) == old
    assert beside(before) == [".site.lock", "site"]


@pytest.mark.parametrize("change", [
    lambda root: (root / "index.html").write_bytes(b"x"),
    shutil.rmtree,
    lambda root: [shutil.rmtree(root), root.mkdir(), (root / "thesis.docx").touch()],
])  # fmt: skip
def test_a_site_that_others_change_while_the_book_is_made_is_not_replaced(
    change: Callable[[Path], object], published: SmallSite, before: Path, quick: Callable[..., Manifest],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settle = replacement._settle

    def changed(new: Path) -> None:
        settle(new)
        change(before)

    monkeypatch.setattr(replacement, "_settle", changed)
    with pytest.raises(KvartalsbogError):
        publish_now(published.project, before, "2026K1", REASON)
    found = _kept(before.parent)
    assert not any("v2" in name for name in found)
    assert ("site/thesis.docx" in found) or ("site/index.html" not in found) or found["site/index.html"] == b"x"


# -- readers -----------------------------------------------------------------------------------------------------------


def test_a_reader_can_follow_every_link_while_sites_take_each_others_place(
    published: SmallSite, tmp_path: Path
) -> None:
    """Each file is opened by its path; between two a site may have become the next, which has all that the last had."""
    root, ready = tmp_path / "site", tmp_path / "ready"
    first, last = (
        shutil.copytree(one, tmp_path / name) for name, one in (("first", published.before), ("last", published.root))
    )
    shutil.copytree(first, root)
    environment = {**os.environ, "PYTHONPATH": MODULES}
    reader = subprocess.Popen(
        [sys.executable, str(ROOT / "tests/read_site.py"), str(root)],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert reader.stdout is not None
    assert reader.stdout.readline() == "begun\n"
    for turn in range(40):
        shutil.copytree(last if turn else first, ready, copy_function=os.link)  # as a site is made
        put_in_place(ready, root)
    told, failed = reader.communicate()
    assert reader.returncode == 0, failed[-3000:]
    counted = json.loads(told)
    assert counted["faults"] == []
    assert counted["rounds"] > 3
    assert counted["read"] >= counted["rounds"] * 150


# -- corrections -------------------------------------------------------------------------------------------------------


def test_a_correction_is_listed_and_told_and_the_corrected_version_stays(published: SmallSite) -> None:
    """The first quarter is corrected after the second is out."""
    listed = json.loads((published.root / "editions.json").read_text(encoding="utf-8"))
    told = [(edition["path"], edition["superseded_by"], edition["correction"]) for edition in listed["editions"]]
    assert told == [("2026K1/v1", 2, None), ("2026K1/v2", None, REASON), ("2026K2/v1", None, None)]
    assert listed["newest"] == "2026K2/v1"
    feed = (published.root / "feed.xml").read_text(encoding="utf-8")
    assert "1.\u00a0kvartal\u00a02026, version 2 (rettelse)</title>" in feed
    assert f"Rettelse: {REASON}" in feed
    assert listed["sha256"] == site_fingerprint(published.root)


def test_inputs_that_changed_after_their_approval_are_refused_by_name(
    published: SmallSite, approved: Path, before: Path
) -> None:
    with (approved / "data/2026/2026K1/commentary.yml").open("a", encoding="utf-8") as file:
        file.write("# et ord mere\n")
    seal(approved / "data/2026/2026K1")
    notebook = approved / "notebooks/2026/pillar_b.ipynb"
    notebook.write_text(notebook.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (approved / "book/extra.md").write_text("# Mere\n", encoding="utf-8")
    old = files(before)
    done = correct_now(published, before, approved)
    assert (done.returncode, done.stdout) == (2, "")
    for words in ("data/2026/2026K1/commentary.yml er ændret.", "book/extra.md er kommet til.", "notebooks/2026/pillar_b.ipynb er ændret.", "Bogen er et udkast og kan ikke udgives."):  # fmt: skip
        assert words in done.stderr
    assert files(before) == old
    assert beside(before) == ["site"]


def test_every_version_is_made_from_what_was_approved_then(published: SmallSite) -> None:
    first, second = (json.loads((published.root / f"2026K1/v{n}/{NAME}").read_bytes()) for n in (1, 2))
    changed = {name for name in first["inputs"] if first["inputs"][name] != second["inputs"].get(name)}
    assert changed == {"data/2026/2026K1/series.csv", "data/2026/2026K1/source.json"}
    assert (first["sequence"], second["sequence"]) == (1, 3)
