"""An edition on the desk: approved as it was seen, long work that outlives the desk, a step undone, a change sealed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from calling import call
from conftest import make_library, tool
from desk_running import Running, running

from kvartalsbog.desk import errands
from kvartalsbog.errors import UsageError

K2, K3 = "/periode/2026K2/", "/periode/2026K3/"
LONG = 60.0  # seconds until work that does not end is given up


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    with running(make_library(tmp_path), tmp_path) as one:
        yield one


def kill_those_with(*words: str) -> None:
    """Kill the processes with one of the words in their call; one that has just begun shows none yet."""
    for process in [pid for pid in Path("/proc").iterdir() if pid.name.isdigit()]:
        with suppress(OSError):
            line = (process / "cmdline").read_bytes()
            if any(word.encode() in line for word in words):
                os.kill(int(process.name), signal.SIGKILL)


def until_done(inbox: Path, number: str) -> errands.Errand:
    end = time.monotonic() + LONG
    while (found := errands.errand(inbox, number)) is not None and found.is_going_on:
        assert time.monotonic() < end, found
        time.sleep(0.05)
    assert found is not None
    return found


def let_go(pipe: Path) -> None:
    """End the waiting of the one that reads a pipe, as soon as there is one."""
    end = time.monotonic() + LONG
    while True:
        with suppress(OSError):
            return os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
        assert time.monotonic() < end, "nobody reads it"
        time.sleep(0.05)


# -- approving ---------------------------------------------------------------------------------------------------------


def test_what_was_seen_is_what_is_approved(desk: Running) -> None:
    page = desk.ask(f"{K2}godkend")
    assert "Overbibliotekaren (bibliotekar) har ikke godkendt." in page.words
    seen = {"set": page.hidden("set"), "rolle": "bibliotekar", "navn": "Åse Holm"}
    book = desk.desk.project / "book/method.md"
    text = book.read_text(encoding="utf-8")
    book.write_text(f"{text}\nEn sætning mere.\n", encoding="utf-8")
    refused = desk.post(f"{K2}godkend", **seen)
    assert (refused.status, "er ændret, siden du så dem" in refused.words) == (422, True)
    assert not (desk.desk.data_dir / "2026/approvals").exists()
    book.write_text(text, encoding="utf-8")
    done = desk.post(f"{K2}godkend", **seen)
    assert "Godkendelsen er skrevet." in done.words
    assert "Alle roller har godkendt det, der står her nu." in done.words
    told = call("approve", "2026K2", cwd=desk.desk.project)  # the command sees the same
    assert "Åse Holm" in told.stdout
    assert "godkendt." in told.stdout


@pytest.mark.parametrize(("role", "name", "words"), [("nix", "Åse", "Rollen godkender ikke"), ("bibliotekar", "", "Skriv navnet"), ("", "Åse", "Rollen godkender ikke")])  # fmt: skip
def test_an_approval_that_is_none_is_refused_and_leaves_nothing(
    desk: Running, role: str, name: str, words: str
) -> None:
    seen = desk.ask(f"{K2}godkend").hidden("set")
    refused = desk.post(f"{K2}godkend", set=seen, rolle=role, navn=name)
    assert (refused.status, words in refused.words) == (422, True)
    assert not (desk.desk.data_dir / "2026/approvals").exists()


def test_an_unapproved_book_has_no_button_to_publish_and_says_why(desk: Running) -> None:
    page = desk.ask(f"{K2}udgiv")
    assert "Der mangler godkendelser" in page.words
    assert 'value="publish"' not in page.text
    desk.post(f"{K2}udgiv", hvad="publish")  # as a window that was opened before would
    number = errands.errands(desk.desk.inbox / "2026/2026K2")[-1].number
    found = until_done(desk.desk.inbox / "2026/2026K2", number)
    assert found.code == 2
    assert "har ikke godkendt" in " ".join(found.lines)
    assert "Det lod sig ikke gøre." in desk.ask(f"{K2}arbejde?nr={number}").words
    assert desk.post(f"{K2}udgiv", hvad="rm").status == 422


def test_a_project_in_git_saves_its_sources_before_it_publishes(desk: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Ane Prøve")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "ane@example.dk")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Shipped"]):
        subprocess.run(["git", *words], cwd=desk.desk.project, check=True)
    (desk.desk.project / "noter.txt").write_text("andet", encoding="utf-8")
    seen = desk.ask(f"{K2}godkend").hidden("set")
    desk.post(f"{K2}godkend", set=seen, rolle="bibliotekar", navn="Åse Holm")
    page = desk.ask(f"{K2}udgiv")
    assert "data/2026/approvals/2026K2.json" in page.words
    assert 'value="publish"' not in page.text
    assert "noter.txt" not in page.words
    saved = desk.post(f"{K2}udgiv", hvad="gem")
    assert "Kilderne er gemt i git." in saved.words
    assert "Kilderne skal gemmes" not in saved.words
    assert 'value="publish"' in saved.text
    left = subprocess.run(
        ["git", "status", "--porcelain"], cwd=desk.desk.project, capture_output=True, text=True, check=True
    )
    assert left.stdout == "?? noter.txt\n"
    refused = desk.post(f"{K2}udgiv", hvad="gem")  # there is nothing more
    assert (refused.status, "Gits egne ord" in refused.words) == (422, True)


def test_what_keeps_a_plan_from_being_published_is_told_before_anybody_tries(desk: Running) -> None:
    assert "Før den kan udgives" not in desk.ask(f"{K2}udgiv").words
    plan = desk.desk.data_dir / "2026/plan.yml"
    text = plan.read_text(encoding="utf-8").replace("data_status: example", "data_status: draft")
    plan.write_text(text, encoding="utf-8")
    for source in plan.parent.glob("*/source.json"):
        source.write_text(source.read_text(encoding="utf-8").replace('"example"', '"draft"'), encoding="utf-8")
    page = desk.ask(f"{K2}udgiv")
    for words in ("Før den kan udgives", "Sitets adresse mangler.", "Læserne kan ikke spørge pr. telefon."):
        assert words in page.words


# -- long work ---------------------------------------------------------------------------------------------------------


# what Python runs before anything else: a call that has a word in it waits until somebody writes into a pipe
WAITS = """
import sys
if {word!r} in sys.orig_argv:
    open({pipe!r}).read()
"""


def test_work_outlives_its_desk_and_one_that_was_killed_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pipe, signers, first = tmp_path / "rør", tmp_path / "underskrivere", tmp_path / "først"
    os.mkfifo(pipe)
    signers.touch()
    first.mkdir()
    (first / "sitecustomize.py").write_text(WAITS.format(word=str(signers), pipe=str(pipe)), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(first))
    inbox = tmp_path / "indbakke"
    waiting = ["verify", str(tmp_path), "--allowed-signers", str(signers)]
    number = errands.begin(inbox, waiting, tmp_path)
    found = errands.errand(inbox, number)
    assert found is not None
    assert found.is_going_on
    with pytest.raises(UsageError, match="»verify« er i gang"):
        errands.begin(inbox, waiting, tmp_path)
    let_go(pipe)
    done = until_done(inbox, number)
    assert (done.code, done.lost) == (2, False)
    assert "Mappen er ikke et udgivet site" in " ".join(done.lines)
    second = errands.begin(inbox, waiting, tmp_path)
    folder = inbox / errands.FOLDER / second
    end = time.monotonic() + LONG
    while not (lost := errands.errand(inbox, second)) or lost.is_going_on:
        assert time.monotonic() < end
        kill_those_with(str(folder), str(signers))
        time.sleep(0.05)
    kill_those_with(str(signers))  # what it had begun
    assert (lost.code, lost.lost) == (None, True)
    assert json.loads((folder / "kommando.json").read_text(encoding="utf-8")) == waiting


# -- mending -----------------------------------------------------------------------------------------------------------


def test_the_step_that_was_seen_is_undone_and_no_other(desk: Running) -> None:
    desk.post(f"{K3}aabn")
    page = desk.ask(f"{K3}ret")
    assert "kvartalsbog new-quarter 2026K3" in page.words
    other = desk.post(f"{K3}ret", hvad="fortryd", trin="0007")
    assert (other.status, "siden du så det" in other.words) == (422, True)
    assert (desk.desk.data_dir / "2026/2026K3").is_dir()
    assert "Det seneste skridt er fortrudt." in desk.post(f"{K3}ret", hvad="fortryd", trin=page.hidden("trin")).words
    assert not (desk.desk.data_dir / "2026/2026K3").exists()
    assert "Der er intet at fortryde." in desk.ask(f"{K3}ret").words
    assert desk.post(f"{K3}ret", hvad="fortryd", trin=page.hidden("trin")).status == 422


def test_what_was_changed_by_hand_is_shown_and_sealed_with_its_reason(desk: Running) -> None:
    assert "Filerne er, som de blev forseglet." in desk.ask(f"{K2}ret").words
    path = desk.desk.data_dir / "2026/2026K2/series.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("a.1,2026-06,nord,38,165", "a.1,2026-06,nord,38,160"), encoding="utf-8")
    page = desk.ask(f"{K2}ret")
    assert "series.csv er ændret, siden den blev forseglet." in page.words
    for reason in ("", "to\nlinjer"):
        assert desk.post(f"{K2}ret", hvad="forsegl", set=page.hidden("set"), grund=reason).status == 422
    assert desk.post(f"{K2}ret", hvad="forsegl", set="0" * 64, grund="Tastefejl i juni.").status == 422
    assert "Filen er ændret, siden den blev forseglet" in desk.ask(f"{K2}vurdering").words
    sealed = desk.post(f"{K2}ret", hvad="forsegl", set=page.hidden("set"), grund="Tastefejl i juni.")
    assert "Rettelsen er forseglet med sin grund." in sealed.words
    assert "er i orden" in desk.ask(f"{K2}vurdering").words


# -- signing -----------------------------------------------------------------------------------------------------------


def key(folder: Path, name: str, words: str = "") -> Path:
    path = folder / name
    subprocess.run([tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", words, "-C", "", "-f", str(path)], check=True)
    return path


def test_where_keys_are_set_up_an_approval_holds_when_it_is_signed(desk: Running, tmp_path: Path) -> None:
    own, locked, strange = key(tmp_path, "egen"), key(tmp_path, "låst", "hemmelig"), key(tmp_path, "fremmed")
    data, public = desk.desk.data_dir, (one.with_suffix(".pub").read_text(encoding="utf-8") for one in (own, locked))
    (data / "allowed_signers").write_text("".join(f"aase@example.dk {line}" for line in public), encoding="utf-8")
    plan = data / "2026/plan.yml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace("title: Overbibliotekaren}", "title: Overbibliotekaren, signed: true}"), encoding="utf-8"
    )
    fields = {"rolle": "bibliotekar", "navn": "Åse Holm"}
    for wrong, words in ((strange, "står ikke i"), (locked, "ssh-add"), (tmp_path / "væk", "findes ikke"), (plan, "kan ikke skrives under")):  # fmt: skip
        refused = desk.post(f"{K2}godkend", set=desk.ask(f"{K2}godkend").hidden("set"), **fields, noegle=str(wrong))
        assert (refused.status, words in refused.words) == (422, True), refused.words
        assert not (data / "2026/approvals").exists()
    unsigned = desk.post(f"{K2}godkend", set=desk.ask(f"{K2}godkend").hidden("set"), **fields)
    assert (unsigned.status, "Overbibliotekaren skal skrive under efter planen." in unsigned.words) == (422, True)
    assert not (data / "2026/approvals").exists()  # an approval that counts for nothing is not written
    assert f'href="{K2}godkend">Tilbage</a>' in unsigned.text
    signed = desk.post(f"{K2}godkend", set=desk.ask(f"{K2}godkend").hidden("set"), **fields, noegle=str(own))
    assert "Alle roller har godkendt det, der står her nu." in signed.words
    assert "aase@example.dk" in signed.words
