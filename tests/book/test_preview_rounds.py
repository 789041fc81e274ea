"""The preview without a browser: what two looks at the files mean, what a round makes of them, what the server answers."""

from __future__ import annotations

import os
import re
import socket
import threading
from collections.abc import Callable, Iterator
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from unittest import mock

import pytest
from conftest import make_library
from danish import ALLOWED, words
from hypothesis import given
from hypothesis import strategies as st
from preview_rounds import Rounds, kept, still_program

import kvartalsbog
from kvartalsbog.book.memory.place import memory_of
from kvartalsbog.book.preview import faults, following, workshop
from kvartalsbog.book.preview.board import Board
from kvartalsbog.book.preview.rounds import Job, Outcome, changed, is_other_program, overtaken
from kvartalsbog.book.preview.screens import problems_page
from kvartalsbog.book.preview.snapshot import Watch
from kvartalsbog.book.preview.workshop import make
from kvartalsbog.book.running import Running
from kvartalsbog.desk.book_pages import showing
from kvartalsbog.errors import Place, Problem
from kvartalsbog.periods import quarter_of

pytestmark = pytest.mark.slow

# -- the decisions -----------------------------------------------------------------------------------------------------

A, B = "notebooks/2026/a.ipynb", "notebooks/2026/b.ipynb"
SHARED = ("data/2026/plan.yml", "data/2026/2026K1/series.csv", "kvartalsbog/pages/charts.py")
PAGES = ("book/index.md", "_toc.yml", "_config.yml", "kvartalsbog/sphinxext/theme/static/kvartalsbog.css")
SNAPSHOTS = st.fixed_dictionaries(
    {A: st.sampled_from("12"), B: st.sampled_from("12")},
    optional={name: st.sampled_from("12") for name in (*SHARED, *PAGES)},
)


@given(SNAPSHOTS, SNAPSHOTS)
def test_a_round_is_broken_off_exactly_when_a_notebook_would_be_executed_again(
    before: dict[str, str], now: dict[str, str]
) -> None:
    assert overtaken(before, now) == any(before.get(name) != now.get(name) for name in (A, B, *SHARED))
    assert is_other_program(before, now) == (before.get(SHARED[2]) != now.get(SHARED[2]))
    assert set(changed(before, now)) == {name for name in before | now if before.get(name) != now.get(name)}


def test_a_round_whose_notebook_has_gone_is_broken_off() -> None:
    assert overtaken({A: "1", B: "1"}, {A: "1"})
    assert not overtaken({A: "1"}, {A: "1", B: "1"})


# -- following ---------------------------------------------------------------------------------------------------------

DONE = "done"
A1, A2, A3 = {A: "1"}, {A: "2"}, {A: "3"}


class Script:
    """Looks and a worker that do what is written: a snapshot is seen by a look, DONE ends the round that is made."""

    def __init__(self, *steps: dict[str, str] | str) -> None:
        self.steps, self.told, self.busy = list(steps), list[str](), False
        self.seen = dict[str, str]()

    def look(self) -> dict[str, str]:
        while self.steps and self.steps[0] == DONE:
            self.steps.pop(0)
            self.busy = False
        if not self.steps:
            raise KeyboardInterrupt
        seen = self.steps.pop(0)
        assert isinstance(seen, dict)
        self.seen = seen
        return seen

    @property
    def is_busy(self) -> bool:
        return self.busy

    def begin(self, number: int) -> None:
        self.busy = True
        self.told.append(f"{number}: {self.seen}")

    def end(self) -> None:
        self.busy = False
        self.told.append("end")

    def messages(self, seconds: float) -> Iterator[Outcome]:
        return iter(())


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., list[str]]:
    def follow_script(*steps: dict[str, str] | str) -> list[str]:
        script = Script(*steps)
        monkeypatch.setattr(following, "Watch", lambda job: script)
        monkeypatch.setattr(following, "Worker", lambda job: script)
        with pytest.raises(KeyboardInterrupt):
            following.follow(Job(quarter_of(2026, 2), tmp_path, tmp_path, tmp_path), lambda message: None)
        assert script.told.pop() == "end"
        return script.told

    return follow_script


def test_what_stands_still_is_taken_and_what_is_being_written_is_not(followed: Callable[..., list[str]]) -> None:
    assert followed(A1, A1, DONE, A1, A1) == [f"1: {A1}"]
    assert followed(A1, A2, A1, A3, A3) == [f"1: {A3}"]
    assert followed(A1, A1, DONE, A2, A3, A3, DONE, A3) == [f"1: {A1}", f"2: {A3}"]
    assert followed(A1, A1, DONE, A2, A1, A1) == [f"1: {A1}"]


def test_a_round_is_broken_off_for_a_notebook_and_finished_for_a_page(followed: Callable[..., list[str]]) -> None:
    page = {**A1, "book/index.md": "1"}
    program = {**A1, "kvartalsbog/cli/app.py": "1"}
    assert followed(A1, A1, A2, A2) == [f"1: {A1}", "end", f"2: {A2}"]
    assert followed(A1, A1, page, page, page) == [f"1: {A1}"]
    assert followed(A1, A1, page, page, DONE, page) == [f"1: {A1}", f"2: {page}"]
    assert followed(A1, A1, DONE, page, page) == [f"1: {A1}", f"2: {page}"]
    assert followed(A1, A1, DONE, program, program) == [f"1: {A1}", "end", f"2: {program}"]


@pytest.fixture(autouse=True, scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with still_program(tmp_path_factory.mktemp("program")):
        yield


# -- looking -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def job(tmp_path: Path) -> Job:
    project = make_library(tmp_path)
    (tmp_path / "work").mkdir()
    return Job(quarter_of(2026, 2), project, project / "data", tmp_path / "work")


def test_a_look_sees_all_that_a_book_is_made_from(job: Job) -> None:
    seen = Watch(job).look()
    for name in (
        "_config.yml", "_toc.yml", "book/index.md", "notebooks/2026/pillar_a.ipynb", "data/2026/plan.yml",
        "data/2026/2026K2/series.csv", "kvartalsbog/sphinxext/theme/static/kvartalsbog.css", "kvartalsbog/cli/app.py",
    ):  # fmt: skip
        assert re.fullmatch("[0-9a-f]{64}", seen[name])


def test_a_look_does_not_see_what_editors_and_programs_put_beside(job: Job) -> None:
    watch = Watch(job)
    seen = watch.look()
    (job.project / "notebooks/.ipynb_checkpoints").mkdir()
    for name in (".index.md.swp", "index.md~", ".#index.md", "../notebooks/.ipynb_checkpoints/a-checkpoint.ipynb"):
        (job.project / "book" / name).write_text("x", encoding="utf-8")
    assert watch.look() == seen


def test_a_look_sees_a_change_that_leaves_size_and_time_as_they_were(job: Job) -> None:
    watch, path = Watch(job), job.project / "book/index.md"
    path.write_text("Et", encoding="utf-8")
    times = path.stat()
    before = watch.look()
    path.write_text("To", encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert changed(before, watch.look()) == ("book/index.md",)


def test_a_look_sees_files_come_and_go_and_be_replaced(job: Job) -> None:
    watch, book = Watch(job), job.project / "book"
    first = watch.look()
    os.utime(book / "index.md", (1, 1))
    assert watch.look() == first
    (book / "ny").mkdir()
    (book / "ny/side.md").write_text("x", encoding="utf-8")
    (book / "plan.md").unlink()
    (book / "other").write_text("# Ny", encoding="utf-8")
    os.utime(book / "other", (1, 1))
    (book / "other").replace(book / "index.md")
    assert changed(first, watch.look()) == ("book/index.md", "book/ny/side.md", "book/plan.md")


def test_a_folder_that_is_not_there_is_an_empty_one(tmp_path: Path) -> None:
    seen = Watch(Job(quarter_of(2026, 2), tmp_path, tmp_path / "data", tmp_path)).look()
    assert not [name for name in seen if not name.startswith("kvartalsbog/")]


# -- rounds ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Rounds:
    """After its first round, which executes everything."""
    made = Rounds(tmp_path_factory.mktemp("rounds"))
    assert len(made().executed) == 7
    return made


def test_a_round_of_the_same_files_is_the_same_book_without_executing(rounds: Rounds) -> None:
    one, two = rounds(), rounds()
    assert (one.executed, one.problems) == ((), ())
    assert one.pages
    assert two.pages
    files = sorted(path.relative_to(one.pages) for path in one.pages.rglob("*") if path.is_file())
    assert len(files) > 20
    assert all((one.pages / name).read_bytes() == (two.pages / name).read_bytes() for name in files)
    assert [path.name for path in one.pages.parent.parent.iterdir()] == ["book"]


def test_who_looks_at_a_book_waits_neither_for_what_is_remembered_nor_for_what_is_cleared_away(rounds: Rounds) -> None:
    left: list[Callable[[], object]] = []
    page = rounds.job.project / "book/method.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nEn linje mere.\n", encoding="utf-8")
    with mock.patch.object(rounds.memory.store, "put", wraps=rounds.memory.store.put) as put:
        outcome = rounds(Running(later=left.append))
        folder = rounds.job.folder(rounds.number)
        assert (outcome.problems, put.called, (folder / "stage").is_dir()) == ((), False, True)
        for work in left:
            work()
        assert (put.called, [path.name for path in folder.iterdir()]) == (True, ["book"])


def test_data_are_judged_again_wherever_more_than_the_words_of_pages_has_changed(
    rounds: Rounds, tmp_path: Path
) -> None:
    project = rounds.job.project
    page, settings, plan = project / "book/method.md", project / "_config.yml", project / "data/2026/plan.yml"
    notebook = project / "notebooks/2026/overview.ipynb"

    def written(path: Path, more: str) -> Callable[[], object]:
        return lambda: path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")

    changes: list[tuple[Callable[[], object], int]] = [
        (lambda: None, 0),
        (written(page, "\nEn linje mere.\n"), 0),
        (written(settings, "\n# en linje mere\n"), 1),
        (written(plan, "\n# en linje mere\n"), 1),
        (written(notebook, "\n"), 1),
        (page.with_name("ny.txt").touch, 1),
        (page.unlink, 2),  # and nothing is known of what could not be judged
    ]
    with kept(project, tmp_path):
        rounds.quick()
        for number, (change, times) in enumerate(changes):
            with mock.patch.object(workshop, "prepared", wraps=workshop.prepared) as judged:
                change()
                problems = rounds.quick().problems
                assert rounds.quick().problems == problems
            assert (judged.call_count, bool(problems)) == (times, times == 2), number


def test_a_project_that_is_none_is_told(job: Job) -> None:
    for name in ("_config.yml", "_toc.yml"):
        (job.project / name).unlink()
    (problem,) = make(job, 1).problems
    assert problem.message == "_config.yml mangler: mappen er ikke et bogprojekt."


def test_an_error_that_nobody_thought_of_is_told_too(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("noget <uventet>")

    monkeypatch.setattr("kvartalsbog.book.preview.workshop.prepared", fail)
    monkeypatch.setenv("XDG_STATE_HOME", str(job.work))
    (problem,) = make(job, 1).problems
    (report,) = (job.work / "kvartalsbog").iterdir()
    assert re.fullmatch(
        r": Uventet fejl i programmet \(book/preview/workshop\.py:\d+\)\. Ret det, .* rapporten uden data: (.*)",
        str(problem),
    )
    assert str(problem).endswith(str(report))
    assert "uventet>" not in str(problem) + report.read_text(encoding="utf-8")


def test_a_full_disk_is_told_with_the_file(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "/elsewhere/x")

    monkeypatch.setattr("kvartalsbog.book.preview.workshop.prepared", fail)
    (problem,) = make(job, 1).problems
    assert str(problem) == "/elsewhere/x: Det kan ikke lade sig gøre: disken er fuld."


def test_what_is_saved_while_a_round_is_made_is_of_the_next(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """The round is made of the files as they were when it began, and is remembered as made of those."""
    saved = threading.Event()
    path = job.data_dir / "2026/2026K2/commentary.yml"
    before = path.read_text(encoding="utf-8")

    def save(_: object) -> None:
        if not saved.is_set():
            saved.set()
            path.write_text("der er : ikke [YAML", encoding="utf-8")

    monkeypatch.setattr(kvartalsbog, "BEGUN", float("inf"))  # whoever works on the program tests it meanwhile
    memory = memory_of(job.project)
    first = make(job, 1, Running(observe=save), memory)
    assert (len(first.executed), first.problems) == (7, ())
    assert make(job, 2, memory=memory).problems
    path.write_text(before, encoding="utf-8")
    again = make(job, 3, memory=memory)
    assert (again.executed, again.problems) == ((), ())


def test_what_the_preview_says_is_danish() -> None:
    templates = Path(faults.__file__).with_name("templates").glob("*.html")
    texts = [unescape(re.sub(r"\{[{%].*?[%}]\}|<[^>]*>", " ", path.read_text(encoding="utf-8"))) for path in templates]
    assert len(texts) >= 4
    assert {word for text in texts for word in words(text)} <= set(ALLOWED.read_text(encoding="utf-8").split())


# -- the server --------------------------------------------------------------------------------------------------------

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'"
PAGE = f'<html><head><meta http-equiv="Content-Security-Policy" content="{POLICY}"></head><body>Bogen</body></html>'
FAULT = Problem(Place("2026/<b>.csv", 3, "n"), "Tallet er <i>\u202egalt.", "<script>", "a & b", "Ret <u>.")


class Server:
    """A server of a board whose books are two pages."""

    def __init__(self, board: Board, work: Path, port: int) -> None:
        self.board, self.work, self.port = board, work, port

    def book(self, number: int) -> Outcome:
        pages = self.work / f"round-{number}/book/html"
        (pages / "book").mkdir(parents=True)
        (pages / "index.html").write_text(PAGE, encoding="utf-8")
        (pages / "book/index.html").write_text(PAGE.replace("Bogen", f"Bog {number}"), encoding="utf-8")
        (pages / "search.js").write_text("1", encoding="utf-8")
        (pages / "out.html").symlink_to("/etc/passwd")
        outcome = Outcome(number, pages)
        self.board.show(outcome)
        return outcome

    def ask(self, path: str, host: str | None = None, method: str = "GET") -> tuple[int, str, HTTPResponse]:
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", f"127.0.0.1:{self.port}" if host is None else host)
        connection.endheaders()
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        connection.close()
        return answer.status, text, answer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    board = Board(Job(quarter_of(2026, 2), tmp_path, tmp_path, tmp_path))
    with showing(board, 0) as address:
        yield Server(board, tmp_path, int(address.rstrip("/").rpartition(":")[2]))


def test_before_the_first_round_the_book_is_on_its_way(server: Server) -> None:
    status, text, _ = server.ask("/book/index.html")
    assert (status, "Bogen bliver lavet" in text) == (503, True)


def test_a_page_is_given_with_the_follower_and_a_policy_that_lets_it_ask(server: Server) -> None:
    server.book(1)
    status, text, answer = server.ask("/book/index.html?q=1")
    assert status == 200
    assert "Bog 1" in text
    assert (
        f'<script src="/-/follow.js" data-view="{server.board.view.name}" data-events="/-/events"></script>\n</head>'
        in text
    )
    assert f"{POLICY}; connect-src 'self'" in text
    assert answer.headers["Content-Security-Policy"].startswith(f"{POLICY}; connect-src 'self'")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert server.ask("/")[:2] == (200, server.ask("/index.html")[1])
    assert server.ask("/search.js")[2].headers["Content-Type"] == "text/javascript"
    for name in ("follow.js", "preview.css", "kvartalsbog.css", "theme.js", "icon.svg", "kvartalsbog-regular.woff2"):
        assert server.ask(f"/-/{name}")[0] == 200


@pytest.mark.parametrize("path", [
    "/nix.html", "/book", "/../../etc/passwd", "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/book/../../../../../etc/passwd",
    "//etc/passwd", "/book/%00", "/out.html", "/-/../server.py", "/-/seneste/../../../etc/passwd", "/-/nix", "/book%2f..%2f..%2f..%2fx",
])  # fmt: skip
def test_what_the_book_does_not_have_is_not_given(server: Server, path: str) -> None:
    server.book(1)
    (server.work / "round-1/x").write_text("secret", encoding="utf-8")
    status, text, _ = server.ask(path)
    assert (status, "Siden findes ikke" in text) == (404, True)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", ""])  # fmt: skip
def test_another_name_of_this_machine_is_not_answered(server: Server, host: str) -> None:
    server.book(1)
    for path in ("/book/index.html", "/-/events", "/-/follow.js"):
        assert server.ask(path, host.format(port=server.port))[0] == 403


def test_only_reading_is_answered_and_only_on_this_machine(server: Server) -> None:
    server.book(1)
    assert server.ask("/book/index.html", f"localhost:{server.port}")[0] == 200
    status, text, answer = server.ask("/book/index.html", method="HEAD")
    assert (status, text) == (200, "")
    assert int(answer.headers["Content-Length"]) > len(PAGE)
    assert server.ask("/-/events", method="HEAD")[0] == 200
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
        assert server.ask("/book/index.html", method=method)[0] == 403  # it does not say whose page asks
    with socket.socket() as other:  # the whole of 127/8 is this machine; the server is on one address of it
        assert other.connect_ex(("127.0.0.2", server.port)) != 0


def test_problems_are_text_and_the_last_book_stays(server: Server) -> None:
    server.book(1)
    server.board.show(Outcome(2, problems=(FAULT,)))
    status, text, _ = server.ask("/book/index.html")
    assert status == 500
    assert "<h2>2026/&lt;b&gt;.csv, linje&nbsp;3, n</h2>" in text
    assert "Tallet er &lt;i&gt;\\u202egalt." in text
    assert "<dd><code>&lt;script&gt;</code></dd>" in text
    assert "<dt>Tilladt</dt><dd>a &amp; b</dd>" in text
    assert "<dt>Gør dette</dt><dd>Ret &lt;u&gt;.</dd>" in text
    assert '<a href="/-/seneste/book/index.html">' in text
    assert "Bog 1" in server.ask("/-/seneste/book/index.html")[1]
    assert server.ask("/search.js")[0] == 200
    server.book(3)
    assert "Bog 3" in server.ask("/book/index.html")[1]


def test_problems_before_any_book_offer_none(server: Server) -> None:
    server.board.show(Outcome(1, problems=(FAULT,)))
    assert "/-/seneste/" not in server.ask("/")[1]
    assert server.ask("/-/seneste/")[0] == 404


def test_very_many_problems_are_counted(server: Server) -> None:
    server.board.show(Outcome(1, problems=(FAULT,) * 1234))
    text = problems_page(server.board.view, "")
    assert text.count('<li class="problem">') == 500
    assert "Der er 1.234\u00a0fejl." in text
    assert "der er 734 flere" in text


def test_the_book_before_the_last_is_forgotten(server: Server) -> None:
    for number in (1, 2, 3):
        server.book(number)
    server.board.show(Outcome(4, problems=(FAULT,)))
    assert sorted(path.name for path in server.work.iterdir()) == ["round-2", "round-3"]


def test_every_round_is_told_at_once_until_the_end(tmp_path: Path) -> None:
    board = Board(Job(quarter_of(2026, 2), tmp_path, tmp_path, tmp_path))
    with showing(board, 0) as address:
        connection = HTTPConnection("127.0.0.1", int(address.rstrip("/").rpartition(":")[2]))
        connection.request("GET", "/-/events")
        answer = connection.getresponse()
        assert answer.headers["Content-Type"] == "text/event-stream"
        for number in (1, 2):
            assert answer.readline() == f"data: {board.view.name}\n".encode()
            assert answer.readline() == b"\n"
            board.show(Outcome(number, problems=(FAULT,)))
        answer.readline()
    assert answer.read().count(b"data: ") <= 1
    connection.close()


@pytest.mark.parametrize(
    "path",
    ["/%00", "/%ed%a0%80", "http://[/", "//[", "/" + "a" * 70_000, "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd"],
)
def test_no_address_is_told_in_the_terminal(server: Server, path: str, capfd: pytest.CaptureFixture[str]) -> None:
    server.book(1)
    port = server.port
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        answer = client.makefile("rb").read()
    assert re.match(rb"HTTP/1.[01] (400|404|414) ", answer), answer[:200]
    assert capfd.readouterr().err == ""
