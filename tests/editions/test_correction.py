"""One command corrects: it shows old and new, seals, asks for the reason, and says what follows; no hash is copied by hand."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from calling import call
from conftest import make_library, seal
from quick_book import quick_books

from kvartalsbog.editions.correction import correction_of
from kvartalsbog.editions.site import read_site
from kvartalsbog.files.fingerprints import sha256
from kvartalsbog.periods import quarter_of

OLD, NEW = "a.2,2026-02,oest,950,24", "a.2,2026-02,oest,950,27"
REASON = "Østbiblioteket havde talt forkert."


def git(project: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(project), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The invented project in git, approved."""
    made = make_library(tmp_path)
    git(made, "init", "-q")
    assert call("approve", "2026K1", "--role", "bibliotekar", "--by", "Ida Prøve", cwd=made).returncode == 0
    git(made, "add", "-A")
    git(made, "commit", "-q", "-m", "Planen")
    return made


def mend(project: Path, old: str = OLD, new: str = NEW, name: str = "series.csv") -> Path:
    path = project / "data/2026/2026K1" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_the_whole_way_from_a_changed_file_to_a_sealed_quarter(project: Path) -> None:
    path = mend(project)
    done = call("check", "2026K1", cwd=project)
    assert done.returncode == 1
    assert "2026/2026K1/series.csv: Filen er ændret, siden den blev forseglet. Er ændringen rigtig, så forsegl filen igen med: kvartalsbog correct 2026K1." in done.stderr  # fmt: skip
    before = (path.parent / "source.json").read_bytes()
    done = call("correct", "2026K1", cwd=project)
    told = "2026K1 er godkendt og ikke udgivet. Skriv grunden med --reason."
    assert (done.returncode, told in done.stderr) == (2, True)
    assert (path.parent / "source.json").read_bytes() == before
    (project / "data/2027/2026K4").mkdir(parents=True)
    done = call("correct", "2026K1", "--reason", REASON, "--dry-run", cwd=project)
    assert (done.returncode, "Intet er skrevet" in done.stdout) == (0, True), done.stderr
    assert "2027/2026K4 er en kopi af tallene, og den rettes ikke med." in done.stdout
    shutil.rmtree(project / "data/2027")
    assert (path.parent / "source.json").read_bytes() == before
    done = call("correct", "2026K1", "--reason", REASON, cwd=project)
    assert done.returncode == 0, done.stderr
    assert "  series.csv a.2 2026-02 oest [total]: 24 → 27\n" in done.stdout
    assert "Godkendelsen gælder ikke mere: 2026K1: bibliotekar, Ida Prøve, " in done.stdout
    assert 'kvartalsbog approve 2026K1 --correction --role bibliotekar --by "Ida Prøve"\n' in done.stdout
    assert "kvartalsbog publish" not in done.stdout
    source = json.loads((path.parent / "source.json").read_bytes())
    assert source["files"]["series.csv"]["sha256"] == sha256(path)
    (told,) = source["corrections"]
    assert (told["files"], told["reason"]) == (["series.csv"], REASON)
    unchosen = call("check", "2026K1", cwd=project)  # what the corrected edition shows is chosen with its approval
    assert (unchosen.returncode, "`kvartalsbog approve 2026K1 --correction`" in unchosen.stderr) == (1, True)
    assert "Godkendelsen gælder ikke mere. data/2026/2026K1/series.csv er ændret." in call("approve", "2026K1", cwd=project).stdout  # fmt: skip
    again = call("approve", "2026K1", "--correction", "--role", "bibliotekar", "--by", "Ida Prøve", cwd=project)
    assert (again.returncode, "2026K1-2.csv" in again.stdout) == (0, True), again.stderr
    assert call("check", "2026K1", cwd=project).returncode == 0


def test_nothing_to_correct_is_told(project: Path) -> None:
    done = call("correct", "2026K1", "--reason", REASON, cwd=project)
    assert (done.returncode, "Filerne er, som de blev forseglet." in done.stderr) == (2, True)


def test_what_is_wrong_in_the_changed_file_is_told_and_nothing_sealed(project: Path) -> None:
    path = mend(project, new="a.2,2026-02,oest,950,27,5")
    before = (path.parent / "source.json").read_bytes()
    done = call("correct", "2026K1", "--reason", REASON, cwd=project)
    assert done.returncode == 1
    assert "2026/2026K1/series.csv:" in done.stderr
    assert "Forkert antal felter." in done.stderr
    assert "forseglet" not in done.stderr
    assert (path.parent / "source.json").read_bytes() == before


@pytest.mark.parametrize(("name", "old", "new", "told"), [
    ("series.csv", f"{OLD}\n", "", "series.csv a.2 2026-02 oest [n]: 950 → –"),
    ("series.csv", OLD, f" {OLD}"[1:] + "\r", "series.csv: kun skrivemåden er ændret, ingen tal eller ord."),
])  # fmt: skip
def test_rows_that_go_and_changes_of_form_are_told(name: str, old: str, new: str, told: str, project: Path) -> None:
    mend(project, old, new, name)
    done = call("correct", "2026K1", "--dry-run", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert told in done.stdout


def test_in_a_log_that_others_read_only_places_are_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mend(project)
    monkeypatch.setenv("CI", "true")
    done = call("correct", "2026K1", "--reason", REASON, cwd=project)
    assert "  series.csv a.2 2026-02 oest [total]: ændret\n" in done.stdout
    assert "24" not in done.stdout.split("skrevet")[0].replace("2024", "")


def test_without_git_the_change_cannot_be_shown_but_sealed(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    mend(project)
    done = call("correct", "2026K1", cwd=project)
    assert done.returncode == 0, done.stderr
    assert (
        "series.csv er ændret. Den forseglede udgave er ikke i git eller kan ikke læses, så forskellen kan ikke vises."
        in done.stdout
    )
    assert "corrections" not in json.loads((project / "data/2026/2026K1/source.json").read_bytes())
    assert call("check", "2026K1", cwd=project).returncode == 0


@pytest.mark.parametrize("content", ["", "[]", "{}", "[" * 100_000, '{"files": 1}', '{"files": {"series.csv": 1}}'])
def test_a_source_that_is_none_is_a_problem(content: str, project: Path) -> None:
    (project / "data/2026/2026K1/source.json").write_text(content, encoding="utf-8")
    done = call("correct", "2026K1", "--reason", REASON, cwd=project)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "2026/2026K1/source.json" in done.stderr


@pytest.mark.parametrize("words", ["", " ", "a\u202eb", "a\x1b[2Jb", "a\nb", "x" * 501, "a\u200bb"])
def test_a_reason_holds_to_the_rule_of_every_text(words: str, project: Path) -> None:
    mend(project)
    before = (project / "data/2026/2026K1/source.json").read_bytes()
    done = call("correct", "2026K1", "--reason", words, cwd=project)
    assert (done.returncode, "--reason: Teksten kan ikke bruges." in done.stderr) == (2, True), done.stderr
    assert (project / "data/2026/2026K1/source.json").read_bytes() == before


@pytest.mark.parametrize("option", ["--correction", "--early"])
def test_so_do_the_reasons_that_stay_in_a_site(option: str, project: Path) -> None:
    done = call("publish", "2026K1", "--site", "site", option, "Grund\u202e", cwd=project)
    assert (done.returncode, f"{option}: Teksten kan ikke bruges." in done.stderr) == (2, True), done.stderr


def test_so_does_the_name_of_who_approves(project: Path) -> None:
    done = call("approve", "2026K1", "--role", "bibliotekar", "--by", "Ida\u2066", cwd=project)
    assert (done.returncode, "--by: Teksten kan ikke bruges." in done.stderr) == (2, True), done.stderr


# -- what follows -----------------------------------------------------------------------------------------------------------


def follows(told: str) -> list[str]:
    """The commands that `correct` printed."""
    return [line[2:] for line in told.split("i denne rækkefølge:\n")[1].splitlines()]


def typed(line: str, project: Path) -> None:
    """Run a printed line as a person pastes it."""
    for command in line.split(" && "):
        program, *arguments = shlex.split(command, comments=True)
        if program == "git":
            identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
            subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)
        else:
            done = call(*arguments, cwd=project)
            assert done.returncode == 0, (line, done.told)


@pytest.mark.parametrize("options", [(), ("--data-dir", "figures", "--project", ".")])
def test_the_printed_commands_run_as_printed_for_every_quarter_that_the_change_reaches(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    project = make_library(tmp_path)
    if options:
        (project / "data").rename(project / "figures")
    folder = project / ("figures" if options else "data")
    git(project, "init", "-q")
    with quick_books():
        for quarter in ("2026K1", "2026K2"):
            assert (
                call("approve", quarter, "--role", "bibliotekar", "--by", "Ida Prøve", *options, cwd=project).returncode
                == 0
            )
            git(project, "add", "-A")
            git(project, "commit", "-q", "-m", quarter)
            done = call("publish", quarter, "--site", "../a site", "--early", "Prøve", *options, cwd=project)
            assert done.returncode == 0, done.told
        git(project, "add", "-A")
        git(project, "commit", "-q", "-m", "udgivet")
        path = folder / "2026/2026K1/series.csv"
        path.write_text(path.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
        done = call("correct", "2026K1", *options, cwd=project)
        assert "2026K1 er udgivet som version 1. Skriv grunden med --reason." in done.told
        reason = 'Talt "forkert" for $5; to gange!'
        done = call("correct", "2026K1", "--reason", reason, "--site", "../a site", *options, cwd=project)
        assert done.returncode == 0, done.told
        lines = follows(done.stdout)
        assert [(line.split()[0], line.split()[1], *[w for w in line.split() if w.startswith("2026K")]) for line in lines if line.startswith("kvart")] == [
            ("kvartalsbog", command, quarter) for quarter in ("2026K1", "2026K2") for command in ("approve", "check", "publish")
        ]  # fmt: skip
        for line in lines:
            typed(line, project)
    versions = [(v.folder, v.correction) for v in read_site(tmp_path / "a site").versions]
    assert versions == [("2026K1/v1", None), ("2026K2/v1", None), ("2026K1/v2", reason), ("2026K2/v2", reason)]
    assert call("verify", "../a site", cwd=project).returncode == 0


def test_words_of_one_quarter_reach_no_other(project: Path) -> None:
    git(project, "checkout", "-q", "-b", "x")
    assert call("approve", "2026K2", "--role", "bibliotekar", "--by", "Ida Prøve", cwd=project).returncode == 0
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "K2")
    path = project / "data/2026/2026K1/commentary.yml"
    path.write_text('"a.1": {comment: "Andre ord."}\n', encoding="utf-8")
    done = call("correct", "2026K1", "--reason", REASON, "--dry-run", cwd=project)
    assert done.returncode == 0, done.told
    found = correction_of(quarter_of(2026, 1), project / "data", project)
    assert [one.period for one in found.again] == [quarter_of(2026, 1)]
    mend(project)
    found = correction_of(quarter_of(2026, 1), project / "data", project)
    assert [one.period for one in found.again] == [quarter_of(2026, 1), quarter_of(2026, 2)]


def test_words_where_there_were_none_are_told(project: Path) -> None:
    path = project / "data/2026/2026K1/commentary.yml"
    path.write_text("{}\n", encoding="utf-8")
    seal(path.parent)
    git(project, "commit", "-qam", "uden ord")
    path.write_text('"a.1": {comment: "De første ord."}\n', encoding="utf-8")
    found = correction_of(quarter_of(2026, 1), project / "data", project)
    assert [(change.table, change.after) for change in found.changes if change.column == "comment"] == [
        ("commentary.yml", "De første ord.")
    ]


@pytest.mark.parametrize("before", [b"[" * 100_000, b"a: &b [*b]", b"\xff", b"- 1\n", b"x" * 600_000], ids=range(5))
def test_an_earlier_content_that_cannot_be_read_is_told_as_unknown(before: bytes, project: Path) -> None:
    path = project / "data/2026/2026K1/commentary.yml"
    now = path.read_bytes()
    path.write_bytes(before)
    source = path.with_name("source.json")
    document = json.loads(source.read_bytes())
    document["files"]["commentary.yml"]["sha256"] = sha256(path)
    source.write_text(json.dumps(document), encoding="utf-8")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "før")
    path.write_bytes(now)
    found = correction_of(quarter_of(2026, 1), project / "data", project)
    assert (found.changes, found.unknown) == ((), ("commentary.yml",))
