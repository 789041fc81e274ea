"""Published editions never change, a site is always whole, and whoever touches a byte of it is found out."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from calling import COMMAND, call
from conftest import ROOT, seal
from linked_files import broken
from small_site import DAY, SmallSite, correct, publish_now, source
from verifying import verify

from kvartalsbog.editions import publishing
from kvartalsbog.editions.site import read_site
from kvartalsbog.editions.versions import Occasion
from kvartalsbog.errors import ProblemsError, UsageError

pytest_plugins = ("published",)
pytestmark = pytest.mark.slow
REASON = "Østbiblioteket havde talt forkert."


@pytest.fixture
def site(published: SmallSite, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(published.root, tmp_path / "site"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, published: SmallSite) -> None:
    """Publish the versions that are made already, instead of making them again."""
    from kill_publishing import ready_version  # noqa: PLC0415

    monkeypatch.setattr(publishing, "make_version", ready_version(published.root / "2026K1/v2"))


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


# -- immutable -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", [None, REASON])
def test_the_same_again_changes_nothing_and_makes_nothing(
    published: SmallSite, monkeypatch: pytest.MonkeyPatch, reason: str | None
) -> None:
    monkeypatch.setattr(publishing, "make_version", refused)
    stamps = {path: path.stat().st_mtime_ns for path in published.root.rglob("*")}
    own = source(published.project, "2026K1")
    done = publishing.publish(own, published.root, Occasion(DAY, reason))
    assert not done.is_new
    assert {path: path.stat().st_mtime_ns for path in published.root.rglob("*")} == stamps


def refused(*_: object, **__: object) -> None:
    raise AssertionError("a book is made")


def test_other_sources_are_refused_without_a_reason_before_a_book_is_made(
    published: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "make_version", refused)
    before = files(published.before)
    with pytest.raises(UsageError) as caught:
        publish_now(published.project, published.before, "2026K1")
    assert files(published.before) == before
    told = str(caught.value)
    assert told == (
        "2026K1 er udgivet som version 1, og kilderne er nu andre: data/2026/2026K1/series.csv, "
        "data/2026/2026K1/source.json, data/2026/disclosure/2026K1-2.csv. "
        'Er det en rettelse, så udgiv den med --correction "grund".'
    )


def test_a_correction_keeps_every_byte_of_the_version_it_corrects(published: SmallSite) -> None:
    old, new = files(published.before), files(published.root)
    kept = {name: content for name, content in old.items() if name.startswith(("2026K1/v1/", "2026K2/v1/"))}
    assert len(kept) > 140
    assert kept.items() <= new.items()
    changes = json.loads(new["2026K1/v2/changes.json"])
    cells = {(cell["table"], cell["column"], cell["before"], cell["after"]) for cell in changes["cells"]}
    assert ("months", "total", "42", "45") in cells
    assert "html/notebooks/2026/pillar_a.html" in changes["files"]
    assert b"Version\xc2\xa02" in new["2026K1/v2/html/notebooks/2026/overview.html"]


def test_nothing_is_corrected_that_is_not_published(published: SmallSite, tmp_path: Path) -> None:
    project = Path(
        shutil.copytree(published.project, tmp_path / "library")
    )  # a correction writes down what it would show
    with pytest.raises(UsageError, match=r"er ikke udgivet i .*, og der er intet at rette"):
        publish_now(project, tmp_path / "new", "2026K2", "Grund")
    assert not (tmp_path / "new").exists()


def test_a_correction_that_would_show_few_cases_is_refused(published: SmallSite, tmp_path: Path) -> None:
    project = Path(shutil.copytree(published.project, tmp_path / "library"))
    folder = project / "data/2026/2026K2"
    path = folder / "series.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("a.2,2026-04,nord,1150,16", "a.2,2026-04,nord,1152,16"), encoding="utf-8")  # fmt: skip
    seal(folder)
    shutil.copytree(published.root, tmp_path / "site")
    with pytest.raises(ProblemsError) as caught:
        publish_now(project, tmp_path / "site", "2026K2", "To mere.")
    told = str(caught.value)
    assert "2026/disclosure/decisions.yml: 2026K2, mål a.2: Rettelsen flytter 2026-04; " in told
    assert "Nordbiblioteket; " in told
    assert "med færre end 3 tilfælde fra et tal, der er vist." in told
    assert not {"2130", "2132", "1152"} & set(re.findall(r"\d+", told))
    assert files(tmp_path / "site") == files(published.root)
    assert not (project / "data/2026/disclosure/2026K2-2.csv").exists()


@pytest.mark.parametrize("content", [None, "goal,sum,month,unit,n,total,decision\n"])
def test_nothing_is_published_where_it_is_lost_what_an_edition_shows(
    published: SmallSite, tmp_path: Path, content: str | None
) -> None:
    project = Path(shutil.copytree(published.project, tmp_path / "library"))
    shutil.copytree(published.root, tmp_path / "site")
    now = source(project, "2026K2")
    lost = project / "data/2026/disclosure/2026K1-1.csv"
    if content is None:
        lost.unlink()
    else:
        lost.write_text(content, encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        publishing.publish(now, tmp_path / "site", Occasion(DAY))
    (problem,) = caught.value.problems
    assert str(problem).startswith(
        f"data/2026/disclosure/2026K1-1.csv: Filen {'er ændret' if content else 'mangler'}; 2026K"
    )
    assert files(tmp_path / "site") == files(published.root)


# -- atomic --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", ["*", "**/*.html"], ids=["a folder to work in", "pages"])
def test_the_real_command_can_be_killed_while_it_makes_the_book(
    made: str, published: SmallSite, tmp_path: Path, quick: None
) -> None:
    """As soon as there is something beside the site; `test_attacks.py` has every step of putting it in place."""
    project, root = Path(shutil.copytree(published.project, tmp_path / "library")), tmp_path / "site"
    shutil.copytree(published.before, root)
    assert call("approve", "2026K1", "--role", "bibliotekar", "--by", "Ida Prøve", cwd=project).returncode == 0
    command = ["publish", "2026K1", "--site", str(root), "--correction", REASON, "--early", "Prøve"]
    process = subprocess.Popen([*COMMAND, *command], cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def begun() -> bool:
        with suppress(FileNotFoundError):  # what is made is put elsewhere meanwhile
            return any(True for _ in tmp_path.glob(f".site-publishing-*/{made}"))
        return False

    while not begun():
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert files(root) == files(published.before)
    done = call(*command, cwd=project)
    assert done.returncode == 0, done.stderr
    assert verify(root) == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.lock", "library", "site"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Makes a file system of so many kB, in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = []

    def mount(size: int) -> Path:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(folder)], capture_output=True, check=False)  # fmt: skip
        if done.returncode:
            pytest.skip("only root may mount a small file system")
        mounted.append(folder)
        return folder

    yield mount
    for _ in mounted:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_drive_itself_is_no_site(published: SmallSite, small_disk: Callable[[int], Path]) -> None:
    disk = small_disk(1024)
    with pytest.raises(
        UsageError, match=r"Mappen er et drevs øverste mappe og kan ikke skiftes ud\. Vælg en mappe i den"
    ):
        publish_now(published.project, disk, "2026K1")
    assert list(disk.iterdir()) == []


def test_two_publishings_at_once_do_not_mix(published: SmallSite, tmp_path: Path) -> None:
    shutil.copytree(published.before, tmp_path / "site")
    holder = (tmp_path / ".site.lock").open("w")
    import fcntl  # noqa: PLC0415

    fcntl.flock(holder, fcntl.LOCK_EX)
    with pytest.raises(UsageError, match="En anden kommando er ved at skrive her"):
        publish_now(published.project, tmp_path / "site", "2026K1", REASON)
    holder.close()
    assert files(tmp_path / "site") == files(published.before)


def test_a_folder_that_may_not_be_written_is_told_in_danish(published: SmallSite, tmp_path: Path) -> None:
    """As another user where the tests run as root, to whom everything is open."""
    outer = tmp_path / "closed"
    shutil.copytree(published.before, outer / "site")
    outer.chmod(0o555)
    command = [*COMMAND, "verify", str(outer / "site")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    code = f"""
import sys
sys.path.insert(0, {str(ROOT / "tests")!r})
from pathlib import Path
from kvartalsbog.editions.replacement import _held
from kvartalsbog.cli.usage import unusable_file
try:
    with _held(Path({str(outer / "site")!r})):
        pass
except OSError as error:
    print(unusable_file(error))
"""
    if os.geteuid() == 0:
        for folder in (tmp_path, *tmp_path.parents):
            if folder.owner() == "root" and folder != Path("/") and not folder.stat().st_mode & 0o005:
                folder.chmod(folder.stat().st_mode | 0o055)
        command = ["setpriv", "--reuid=nobody", "--clear-groups", sys.executable, "-c", code]
    else:
        command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    outer.chmod(0o755)
    assert "Det kan ikke lade sig gøre: du har ikke lov til det." in done.stdout, done.stderr


# -- verifiable ----------------------------------------------------------------------------------------------------------


def test_every_byte_that_is_changed_is_found_and_its_file_named(site: Path) -> None:
    chance = random.Random(20240101)
    every = sorted(path for path in site.rglob("*") if path.is_file())
    kinds: dict[str, list[Path]] = {}
    for path in every:
        kinds.setdefault(path.suffix or path.name, []).append(path)
    chosen = [chance.choice(paths) for paths in kinds.values() for _ in range(4)]
    chosen += [site / name for name in ("editions.json", "2026K1/v1/manifest.json", "2026K1/v2/manifest.json", "2026K1/v1/SHA256SUMS", "feed.xml") for _ in range(16)]  # fmt: skip
    missed = []
    for path in chosen:
        content = path.read_bytes()
        at = chance.randrange(len(content))
        changed = bytes([content[at] ^ (1 << chance.randrange(8))])
        path.write_bytes(content[:at] + changed + content[at + 1 :])
        try:
            told = " ".join(str(problem) for problem in verify(site))
        except UsageError as error:
            told = str(error)
        if path.relative_to(site).as_posix() not in told:
            missed.append((path.relative_to(site).as_posix(), at, told[:200]))
        path.write_bytes(content)
    assert verify(site) == ()
    assert len(chosen) > 130
    assert missed == []


@pytest.mark.parametrize("name", ["index.html", "2026K1/v1/SHA256SUMS", "2026K1/v1/manifest.json", "2026K2/v1/data/goals.csv", "_static/kvartalsbog.css", "2026K1/v2/changes.json"])  # fmt: skip
def test_a_file_that_is_gone_or_renamed_is_named(name: str, site: Path) -> None:
    (site / name).rename(site / f"{name}.old")
    told = [str(problem) for problem in verify(site)]
    assert any(line.startswith(f"{name}: ") and "mangler" in line for line in told), told


def test_a_file_too_many_is_named(site: Path) -> None:
    (site / "2026K2/v1/html/extra.html").write_text("x", encoding="utf-8")
    (site / "note.txt").write_text("x", encoding="utf-8")
    assert [str(problem) for problem in verify(site)] == [
        "2026K2/v1/html/extra.html: Filen hører ikke til sitet. Flyt den ud af sitet.",
        "note.txt: Filen hører ikke til sitet. Flyt den ud af sitet.",
    ]


def test_an_edition_that_is_taken_away_with_its_traces_breaks_the_chain(site: Path) -> None:
    shutil.rmtree(site / "2026K2")
    listed = json.loads((site / "editions.json").read_text(encoding="utf-8"))
    listed["editions"] = [edition for edition in listed["editions"] if edition["quarter"] != "2026K2"]
    (site / "editions.json").write_text(json.dumps(listed, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    told = [str(problem) for problem in verify(site)]
    assert any("Der mangler en udgave i kæden før denne." in line for line in told)


def test_the_newest_edition_taken_away_is_found_by_its_fingerprint(published: SmallSite) -> None:
    head = read_site(published.root).versions[-1].fingerprint
    assert verify(published.root, head) == ()
    assert verify(published.before) == ()
    (problem,) = verify(published.before, head)
    assert "Sitet er et andet end ventet: " in str(problem)
    assert head in str(problem)


def test_the_command_tells_and_exits(published: SmallSite, site: Path) -> None:
    done = call("verify", str(published.root))
    assert done.returncode == 0
    assert "er helt: 2\u00a0kvartaler, 3\u00a0versioner" in done.stdout
    (site / "2026K1/v1/results.json").write_text("{}", encoding="utf-8")
    done = call("verify", str(site))
    assert done.returncode == 1
    assert done.stderr.startswith("2026K1/v1/results.json: Filen er ændret. Fundet: '44136fa355b3678a1146ad16f7e8649e")
    done = call("verify", str(site / "2026K1"))
    assert done.returncode == 2
    assert "Mappen er ikke et udgivet site; den har ingen editions.json." in done.stderr


def test_sha256sum_agrees(published: SmallSite) -> None:
    for folder in ("2026K1/v1", "2026K1/v2", "2026K2/v1"):
        done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=published.root / folder, capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0
        assert done.stdout.count(": OK") > 60


LINKS = {
    '<a href="b.html#two">x</a>': None,
    '<a href="../p/b.html">x</a>': None,
    '<a href="https://example.org/none">x</a>': None,
    '<a href="">x</a>': None,
    '\n<a href="c.html">x</a>': "p/a.html:2: Linket fører ingen steder hen. Fundet: 'c.html'.",
    '<a href="b.html#three">x</a>': "p/a.html:1: Linket fører til et sted, som siden ikke har. Fundet: 'b.html#three'.",
    '<a href="#none">x</a>': "p/a.html:1: Linket fører til et sted, som siden ikke har. Fundet: '#none'.",
    '<img src="x.png">': "p/a.html:1: Linket fører ingen steder hen. Fundet: 'x.png'.",
    '<source srcset="x.svg">': "p/a.html:1: Linket fører ingen steder hen. Fundet: 'x.svg'.",
    '<meta http-equiv="refresh" content="0; url=d/">': "p/a.html:1: Linket fører ingen steder hen. Fundet: 'd/'.",
}


@pytest.mark.parametrize("markup", LINKS)
def test_a_link_that_leads_nowhere_is_told_with_its_line(tmp_path: Path, markup: str) -> None:
    told = [str(problem) for problem in broken(tmp_path, {"p/a.html": markup, "p/b.html": '<h2 id="two">x</h2>'})]
    assert told == ([LINKS[markup]] if LINKS[markup] else [])


# -- made again ----------------------------------------------------------------------------------------------------------


def test_an_edition_is_made_again_byte_for_byte(published: SmallSite) -> None:
    for more in (("2026K1",), ("2026K2",)):
        done = call("reproduce", *more, "--site", str(published.root), cwd=published.project)
        if more == ("2026K2",):  # its inputs hold the figure that was corrected since, and there is no git to ask
            assert done.returncode == 1
            assert "data/2026/2026K1/series.csv: Filen er ikke den, udgaven blev lavet af." in done.stderr
        else:
            assert (done.returncode, "alle " in done.stdout) == (0, True), done.stderr


def test_what_is_not_published_cannot_be_made_again(published: SmallSite) -> None:
    done = call("reproduce", "2026K2", "--version", "7", "--site", str(published.root), cwd=published.project)
    assert done.returncode == 2
    assert "2026K2 version 7 er ikke udgivet" in done.stderr
    assert "Der er: 2026K1/v1, 2026K2/v1, 2026K1/v2." in done.stderr


def test_the_corrected_figure_is_the_one_that_was_corrected(tmp_path: Path) -> None:
    from conftest import make_library  # noqa: PLC0415

    project = make_library(tmp_path)
    correct(project)
    assert "a.2,2026-02,oest,950,27" in (project / "data/2026/2026K1/series.csv").read_text(encoding="utf-8")


# a site may be written by anybody: what its manifests name is never read, written or run outside their folders
FORGED = {
    "a path out of the folder": ("inputs", {"../../home/x": "a" * 64}),
    "an absolute path": ("outputs", {"/etc/passwd": "a" * 64}),
    "an option of git": ("commit", "--output=/tmp/x"),
    "a fingerprint that is none": ("outputs", {"html/index.html": "x"}),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_manifest_is_refused_before_anything_is_done_with_it(case: str, site: Path) -> None:
    key, value = FORGED[case]
    path = site / "2026K2/v1/manifest.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document[key] = {**document[key], **value} if isinstance(value, dict) else value
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    with pytest.raises(ProblemsError, match=rf"2026K2/v1/manifest\.json: Manifestet kan ikke læses\. Fundet: '{key}"):
        read_site(site)
