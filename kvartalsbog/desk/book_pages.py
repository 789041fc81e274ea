"""A book while it is written, in the browser: the newest that could be made, or what is wrong with it, and word of every round."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from kvartalsbog.book.preview.board import Board, View
from kvartalsbog.book.preview.screens import EVENTS, LAST, OWN, PDF, follower, missing_page, problems_page, waiting_page
from kvartalsbog.desk.guard import Guard
from kvartalsbog.desk.serving import serving
from kvartalsbog.files.media import MEDIA
from kvartalsbog.sphinxext.hosting import CONTENT_POLICY, PUBLISHED_POLICY
from kvartalsbog.sphinxext.html import THEME
from kvartalsbog.sphinxext.typeface import FILES, web_fonts

_HTML = f"{MEDIA['.html'].type}; charset=utf-8"
_PACE, _BEATS = (
    0.1,
    150,
)  # seconds between looks at the board, and looks between signs of life, which find a browser gone
# what the pages around the book are made of; names are those of the files, so that the style finds its typeface
_PREVIEW = Path(__file__).parent.parent / "book/preview/static"
_FILES = {
    path.name: path
    for folder in (THEME / "static", _PREVIEW, Path(__file__).with_name("static"))
    for path in folder.iterdir()
}
_FONTS = frozenset(name for name in FILES if name.endswith(".woff2"))
# systems disagree about these, and a browser refuses scripts and styles of the wrong type
_TYPES = {".html": _HTML, **{ending: MEDIA[ending].type for ending in (".js", ".css", ".svg", ".woff2")}}


@contextmanager
def showing(board: Board, port: int) -> Iterator[str]:
    """Serve a book and nothing else; gives its address. Raises UsageError when the port is taken."""
    with serving(lambda own: Guard(_book_alone(board), own), port) as address:
        try:
            yield address
        finally:
            board.close()


def _book_alone(board: Board) -> Starlette:

    def answer(request: Request) -> Response:
        path = request.scope["path"]
        own = own_file(path.removeprefix(OWN)) if path.startswith(OWN) else None
        return own or book_page(board, path.removeprefix("/"), is_head=request.method == "HEAD")

    return Starlette(routes=[Route("/{path:path}", answer)])


def own_file(name: str) -> Response | None:
    """A file that the program's own pages are made of; None where there is none of that name."""
    if name in _FONTS:
        return _answer(web_fonts()[name], _TYPES[".woff2"])
    return _answer(_FILES[name].read_bytes(), _type(_FILES[name])) if name in _FILES else None


def book_page(board: Board, path: str, *, is_head: bool = False) -> Response:
    """What is at an address below the book's own."""
    view, own = board.view, OWN.removeprefix("/")
    if path == own + EVENTS:
        kind = {"Content-Type": "text/event-stream"}
        return Response(headers=kind) if is_head else StreamingResponse(_events(board), headers=kind)
    if path == own + PDF and view.good and view.good.pdf:
        return _file(view.good.pdf, view)
    if path.startswith(own + LAST):
        return _book(path.removeprefix(own + LAST), view)
    if view.outcome is None:
        return _page(waiting_page(view), 503)
    if view.outcome.problems and (not path or path.endswith((".html", "/"))):
        return _page(problems_page(view, path), 500)
    return _book(path, view)


def site_page(site: Path, path: str) -> Response | None:
    """A file of the published site as it stands; None where there is none."""
    file = book_file(site, path)
    return _answer(file.read_bytes(), _type(file)) if file else None


async def _events(board: Board) -> AsyncIterator[str]:
    seen, beats = "", 0
    while not board.is_closed:
        if board.view.name != seen or beats == _BEATS:
            seen, beats = board.view.name, 0
            yield f"data: {seen}\n\n"
        beats += 1
        await asyncio.sleep(_PACE)


def _book(path: str, view: View) -> Response:
    """A file of the newest book; the follower is put into its pages on the way, and never into the files."""
    file = book_file(view.good.pages, path) if view.good and view.good.pages else None
    return _page(missing_page(view), 404) if file is None else _file(file, view)


def _file(file: Path, view: View) -> Response:
    try:
        content = file.read_bytes()
    except OSError:  # of a book that was forgotten in this moment
        return _page(missing_page(view), 404)
    if file.suffix == ".html":
        text = content.decode().replace(CONTENT_POLICY, PUBLISHED_POLICY, 1)
        content = text.replace("</head>", f"{follower(view)}</head>", 1).encode()
    return _answer(content, _type(file))


def _page(text: str, status: int) -> Response:
    return _answer(text.encode(), _HTML, status)


def _answer(content: bytes, kind: str, status: int = 200) -> Response:
    return Response(content, status, {"Content-Type": kind})  # as it stands: Starlette's own `media_type` adds to it


def _type(file: Path) -> str:
    return _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def book_file(root: Path, path: str) -> Path | None:
    """The file of a book that an address below it means, or None when it means none, or one outside."""
    try:
        file = (root / (f"{path}index.html" if path.endswith("/") or not path else path)).resolve()
        return file if file.is_relative_to(root.resolve()) and file.is_file() else None
    except (OSError, ValueError):  # a name that is too long, or has a null character
        return None
