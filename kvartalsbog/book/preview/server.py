"""The preview's server, for this machine alone: the newest book, or what is wrong with it, and word of every round."""

from __future__ import annotations

import mimetypes
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kvartalsbog.book.preview.board import Board, View
from kvartalsbog.book.preview.screens import LAST, OWN, follower, missing_page, problems_page, waiting_page
from kvartalsbog.errors import UsageError
from kvartalsbog.files.media import MEDIA
from kvartalsbog.sphinxext.hosting import CONTENT_POLICY, HEADERS, PUBLISHED_POLICY
from kvartalsbog.sphinxext.html import THEME
from kvartalsbog.sphinxext.typeface import FILES, web_fonts

_HOST = "127.0.0.1"
PDF = f"{OWN}bogen.pdf"
_HTML = f"{MEDIA['.html'].type}; charset=utf-8"
_HEARTBEAT = 15.0  # seconds between signs of life, by which a closed browser is noticed
# what the preview's own pages are made of; names are those of the files, so that the style finds its typeface
_OWN_FILES = {
    OWN + path.name: path
    for path in (
        *(THEME / "static").iterdir(),
        *Path(__file__).with_name("static").iterdir(),
    )
}
_OWN_FONTS = {OWN + name: name for name in FILES if name.endswith(".woff2")}
# A draft is nobody else's: no other site's page may include it, and nothing of it is stored.
_HEADERS = {**HEADERS, "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store"}
# systems disagree about these, and a browser refuses scripts and styles of the wrong type
_TYPES = {".html": _HTML, **{ending: MEDIA[ending].type for ending in (".js", ".css", ".svg", ".woff2")}}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # a browser asks for all that a page needs at once
    allow_reuse_address = os.name == "posix"  # elsewhere two programs could then share a port

    def handle_error(self, *_: Any) -> None:
        """Say nothing: a browser that has gone or asks for what cannot be answered is no concern of the one who writes."""


class _Handler(BaseHTTPRequestHandler):
    board: Board
    server: _Server
    timeout = 60  # seconds in which a client must go on with its request
    error_message_format = "%(code)d %(message)s\n"
    error_content_type = "text/plain; charset=utf-8"

    def do_GET(self) -> None:
        port = self.server.server_port
        names = {f"{name}:{port}" for name in (_HOST, "localhost")} | ({_HOST, "localhost"} if port == 80 else set())
        if self.headers.get("Host") not in names:
            self.send_error(403)  # another site's name that was pointed at this machine
            return
        try:
            path, view = unquote(urlsplit(self.path).path), self.board.view
        except ValueError:  # as of `http://[/`
            self.send_error(400)
            return
        if path == f"{OWN}events":
            self._events()
        elif path in _OWN_FILES:
            self._file(_OWN_FILES[path], view)
        elif path in _OWN_FONTS:
            self._send(web_fonts()[_OWN_FONTS[path]], _TYPES[".woff2"])
        elif path == PDF and view.good and view.good.pdf:
            self._file(view.good.pdf, view)
        elif path.startswith(LAST):
            self._book(path.removeprefix(LAST), view)
        elif view.outcome is None:
            self._send(waiting_page(view).encode(), _HTML, 503)
        elif view.outcome.problems and path.endswith((".html", "/")):
            self._send(problems_page(view, path.removeprefix("/")).encode(), _HTML, 500)
        else:
            self._book(path.removeprefix("/"), view)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _book(self, path: str, view: View) -> None:
        """A file of the newest book; the follower is put into its pages on the way, and never into the files."""
        file = book_file(view.good.pages, path) if view.good and view.good.pages else None
        if file is None:
            self._send(missing_page(view).encode(), _HTML, 404)
        else:
            self._file(file, view)

    def _file(self, file: Path, view: View) -> None:
        kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        try:
            content = file.read_bytes()
        except OSError:  # of a book that was forgotten in this moment
            self._send(missing_page(view).encode(), _HTML, 404)
            return
        if kind == _HTML:
            text = content.decode().replace(CONTENT_POLICY, PUBLISHED_POLICY, 1)
            content = text.replace("</head>", f"{follower(view)}</head>", 1).encode()
        self._send(content, kind)

    def _send(self, content: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def end_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def _events(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        seen = None
        while self.command != "HEAD" and not self.board.is_closed:
            seen = self.board.wait(seen, _HEARTBEAT).name
            self.wfile.write(f"data: {seen}\n\n".encode())

    def version_string(self) -> str:
        return "kvartalsbog"

    def log_message(self, *_: Any) -> None:
        """Say nothing: the rounds are told, not the requests."""


def book_file(root: Path, path: str) -> Path | None:
    """The file of a book that an address below it means, or None when it means none, or one outside."""
    try:
        file = (root / (f"{path}index.html" if path.endswith("/") or not path else path)).resolve()
    except ValueError:  # a null character
        return None
    return file if file.is_relative_to(root.resolve()) and file.is_file() else None


@contextmanager
def serving(board: Board, port: int) -> Iterator[str]:
    """Serve a board on this machine's own address; gives the address. Raises UsageError when the port is taken."""
    handler = type("Handler", (_Handler,), {"board": board})
    try:
        server = _Server((_HOST, port), handler)
    except OSError as error:
        raise UsageError(
            f"--port {port}: Porten er i brug, eller den må ikke bruges. Vælg en anden, eller 0 for en ledig."
        ) from error
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    thread.start()
    try:
        yield f"http://{_HOST}:{server.server_port}/"
    finally:
        board.close()
        server.shutdown()
        thread.join()
        server.server_close()
