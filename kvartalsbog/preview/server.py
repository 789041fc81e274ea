"""The preview's server on this machine alone: the newest book, or what is wrong with it, and word of every new round."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kvartalsbog.errors import UsageError
from kvartalsbog.preview.workshop import Shown, problems_of
from kvartalsbog.sphinxext.hosting import CONTENT_POLICY, PUBLISHED_POLICY
from kvartalsbog.sphinxext.html import THEME

_HOST = "127.0.0.1"
_OWN = "/-/"
_STATIC = Path(__file__).with_name("static")
_OWN_FILES = {
    f"{_OWN}follow.js": (_STATIC / "follow.js", "text/javascript; charset=utf-8"),
    f"{_OWN}theme.js": (THEME / "static" / "theme.js", "text/javascript; charset=utf-8"),
    f"{_OWN}kvartalsbog.css": (THEME / "static" / "kvartalsbog.css", "text/css; charset=utf-8"),
}
_FOLLOW = '<script src="/-/follow.js"></script>\n</head>'
_HEARTBEAT = 15.0  # seconds between signs of life, by which a closed browser is noticed


class Board:
    """What is shown now, and a bell for those who wait for the next."""

    def __init__(self) -> None:
        self._bell = threading.Condition()
        self.round = 0
        self.shown = Shown(None)
        self.closed = False

    def show(self, shown: Shown) -> None:
        """Show the result of a round to everybody."""
        with self._bell:
            self.round += 1
            self.shown = shown
            self._bell.notify_all()

    def close(self) -> None:
        """Let everybody who waits go."""
        with self._bell:
            self.closed = True
            self._bell.notify_all()

    def wait(self, seen: int) -> int:
        """The newest round, as soon as it is another than `seen`, or after a while."""
        with self._bell:
            self._bell.wait_for(lambda: self.round != seen or self.closed, _HEARTBEAT)
            return self.round


class _Handler(SimpleHTTPRequestHandler):
    board: Board
    server: ThreadingHTTPServer

    def do_GET(self) -> None:
        if self.headers.get("Host") not in {f"{name}:{self.server.server_port}" for name in (_HOST, "localhost")}:
            self.send_error(403)  # another site's name that was pointed at this machine
            return
        path = urlsplit(self.path).path
        if path == f"{_OWN}events":
            self._events()
        elif path in _OWN_FILES:
            file, kind = _OWN_FILES[path]
            self._send(file.read_bytes(), kind)
        elif self.board.shown.error is not None and _is_page(path):
            self._send(error_page(self.board.shown), "text/html; charset=utf-8", 500)
        else:
            self._book()

    def do_HEAD(self) -> None:
        self.do_GET()

    def _book(self) -> None:
        pages = self.board.shown.pages
        if pages is None:
            self.send_error(404)
            return
        self.directory = str(pages)
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if file.suffix == ".html" and file.is_file():
            text = file.read_text(encoding="utf-8").replace(CONTENT_POLICY, PUBLISHED_POLICY)
            self._send(text.replace("</head>", _FOLLOW, 1).encode(), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def _send(self, content: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def end_headers(self) -> None:
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def _events(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        seen = -1
        try:
            while not self.board.closed:
                seen = self.board.wait(seen)
                self.wfile.write(f"data: {seen}\n\n".encode())
                self.wfile.flush()
        except OSError:
            return  # the browser has gone

    def log_message(self, *_: Any) -> None:
        """Nothing: the rounds are told, not the requests."""


def _is_page(path: str) -> bool:
    return path.endswith((".html", "/"))


def error_page(shown: Shown) -> bytes:
    """What is wrong, in the book's own dress: every problem with its place."""
    rows = "".join(
        f'<li>{f"<p><strong>{escape(place)}</strong></p>" if place else ""}<p class="problem">{escape(words)}</p></li>'
        for place, words in problems_of(shown.error or Exception())
    )
    return (
        '<!doctype html>\n<html lang="da">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{PUBLISHED_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n'
        f'<title>Der er noget galt</title>\n<script src="/-/theme.js"></script>\n<link rel="stylesheet" href="/-/kvartalsbog.css">\n{_FOLLOW}\n'
        '<body>\n<div class="layout site-front"><main class="content">\n<h1>Der er noget galt</h1>\n'
        '<p class="kb-lead">Bogen kan ikke laves, som den er nu. Ret det, der står her, og gem; så kommer siden igen af sig selv.</p>\n'
        f'<ul class="problems">{rows}</ul>\n</main></div>\n<button class="theme-button" type="button" id="theme-button" hidden></button>\n</body>\n</html>\n'
    ).encode()


@contextmanager
def serving(board: Board, port: int) -> Iterator[str]:
    """Serve a board on this machine's own address; gives the address. Raises UsageError when the port is taken."""
    handler = type("Handler", (_Handler,), {"board": board})
    try:
        server = ThreadingHTTPServer((_HOST, port), functools.partial(handler, directory="/nonexistent"))
    except OSError as error:
        raise UsageError(
            f"--port {port}: Porten er i brug, eller den må ikke bruges. Vælg en anden, eller 0 for en ledig."
        ) from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{_HOST}:{server.server_port}/"
    finally:
        board.close()
        server.shutdown()
        thread.join()
        server.server_close()
