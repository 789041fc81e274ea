"""A desk that runs in the tests' own process, and what a browser without a script would send it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from conftest import make_library

from kvartalsbog.desk.app import desk_app
from kvartalsbog.desk.guard import Keys
from kvartalsbog.desk.live_book import LiveBook
from kvartalsbog.desk.serving import serving
from kvartalsbog.desk.visits import Desk

SESSION = "a" * 43
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Answer:
    """What came back: its status, its text as sent, its headers."""

    status: int
    text: str
    headers: Mapping[str, str]
    content: bytes = b""

    @property
    def words(self) -> str:
        """What a reader sees of the page's own part, in one line."""
        main = self.text[self.text.find("<main") :]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())

    def hidden(self, name: str) -> str:
        """The value of a field that is not seen."""
        found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', self.text)
        assert found, self.words
        return unescape(found[1])


@dataclass
class Running:
    """A desk at an address, asked as one browser that was let in."""

    desk: Desk
    port: int
    keys: Keys
    tokens: list[str] = field(default_factory=list)

    def ask(
        self, path: str, method: str = "GET", body: bytes = b"", headers: Mapping[str, str | None] | None = None
    ) -> Answer:
        """Ask with exactly these headers beside a browser's own; None leaves one out."""
        own = f"http://127.0.0.1:{self.port}"
        sent = {
            "Host": own.removeprefix("http://"),
            "Cookie": f"kvartalsbog-{self.port}={SESSION}",
            **({"Origin": own, "Content-Length": str(len(body))} if method == "POST" else {}),
            **(headers or {}),
        }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body or None)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return Answer(answer.status, content.decode(errors="replace"), dict(answer.headers), content)

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form, and go where it leads."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._followed(self.ask(path, "POST", urlencode(fields).encode(), kind))

    def drop(self, path: str, files: Files, field: str = "filer", **fields: str) -> Answer:
        """Send files as a form does, with other fields, and go where it leads."""
        mark = "mærke".encode().hex()
        sent = [(f'name="{field}"; filename="{name}"', content) for name, content in files.items()]
        sent += [(f'name="{name}"', value.encode()) for name, value in fields.items()]
        parts = b"".join(
            f"--{mark}\r\nContent-Disposition: form-data; {told}\r\n\r\n".encode() + content + b"\r\n"
            for told, content in sent
        )
        body = parts + f"--{mark}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._followed(self.ask(path, "POST", body, kind))

    def _followed(self, answer: Answer) -> Answer:
        if answer.status != 303:
            return answer
        where = urlsplit(answer.headers["location"])
        return self.ask(f"{where.path}?{where.query}" if where.query else where.path)


@contextmanager
def at_open_period(folder: Path, period: str) -> Iterator[Running]:
    """A desk of the invented library's project in a folder, its newest period just opened there."""
    with running(make_library(folder), folder) as one:
        assert "Perioden er åbnet." in one.post(f"{period}aabn").words
        yield one


@contextmanager
def running(project: Path, folder: Path) -> Iterator[Running]:
    """A desk of a project, whose inbox and site are in a folder."""
    inbox = folder / "indbakke"
    inbox.mkdir(exist_ok=True)
    desk = Desk(project, project / "data", folder / "site", inbox)
    tokens: list[str] = []
    keys = Keys(SESSION, tokens.append)
    with closing(LiveBook(desk)) as book, serving(lambda port: desk_app(desk, port, keys, book), 0) as at:
        yield Running(desk, int(at.rstrip("/").rpartition(":")[2]), keys, tokens)
