"""The desk as an application: every page of every period, behind the guard."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kvartalsbog.book.preview.faults import problems_of
from kvartalsbog.book.preview.screens import OWN
from kvartalsbog.desk import (
    board_pages,
    edition_pages,
    export_pages,
    figure_pages,
    file_pages,
    intake_pages,
    letter_pages,
    mending_pages,
    owner_pages,
)
from kvartalsbog.desk.book_pages import book_page, own_file, site_page
from kvartalsbog.desk.guard import SMALL, Guard, Keys
from kvartalsbog.desk.handbook import handbook_page
from kvartalsbog.desk.live_book import BOOK, LiveBook
from kvartalsbog.desk.screens import render, shown, told
from kvartalsbog.desk.visits import Desk, Visit, address
from kvartalsbog.errors import KvartalsbogError, ProblemsError, UsageError
from kvartalsbog.inputs.periods import named_period, newest_period, periods, to_open
from kvartalsbog.periods import Period, is_period

Page = Callable[[Visit], Response]
MOST = 2 * 2**30  # bytes that one drop of files may have
TEMPLATE = 64 * 2**20  # bytes of a template for Word
_FILES, _FIELDS, _FIELD = 200, 5_000, 2**20  # in one form: files, fields, and bytes of a field
# page → what looks at it, and what does what its form asks for
PAGES: Mapping[str, tuple[Page, Page | None]] = {
    "": (board_pages.board_page, None),
    "aabn": (board_pages.opening_page, board_pages.open_now),
    "modtag": (intake_pages.waiting_page, intake_pages.receive_now),
    "indtag": (intake_pages.proposal_page, intake_pages.take_in_now),
    "afvist": (intake_pages.rejected_file, None),
    "ejere": (owner_pages.owners_page, None),
    "skema": (owner_pages.form_file, None),
    "svar": (owner_pages.answer_page, owner_pages.answer_now),
    "breve": (letter_pages.letters_page, None),
    "brev": (letter_pages.letter_file, None),
    "tal": (figure_pages.figure_page, figure_pages.figure_now),
    "vurdering": (board_pages.evaluation_page, None),
    "notesboeger": (board_pages.board_page, mending_pages.notebooks_now),
    "godkend": (edition_pages.approval_page, edition_pages.approve_now),
    "udgiv": (edition_pages.publishing_page, edition_pages.publish_now),
    "arbejde": (edition_pages.work_page, None),
    "filer": (file_pages.files_page, file_pages.keep_now),
    "filer-ud": (export_pages.export_page, export_pages.export_now),
    "fil": (export_pages.made_file, None),
    "ret": (mending_pages.mending_page, mending_pages.mend_now),
}
_one_at_a_time = threading.Lock()  # pages are worked out one by one; what writes holds the data's own lock as well


def desk_app(desk: Desk, port: int, keys: Keys, book: LiveBook) -> Guard:
    """The desk of a project behind its guard, with its book beside it."""
    routes = [
        Route("/", _Front(desk).answer),
        Route("/hjaelp", lambda _: shown("help.html")),
        Route("/haandbog", lambda _: handbook_page()),
        Route(f"{OWN}{{name}}", lambda request: own_file(request.path_params["name"]) or _missing()),
        Route("/periode/{asked:path}", _Pages(desk, book).answer, methods=["GET", "HEAD", "POST"]),
        Route("/site/{path:path}", lambda request: site_page(desk.site, request.path_params["path"]) or _missing()),
        Route("/{rest:path}", lambda _: _missing()),
    ]
    return Guard(
        Starlette(routes=routes, exception_handlers={HTTPException: _refusal}),
        port,
        keys,
        open_=OWN,
        most=_most,
        closed=_closed,
    )


def _most(path: str) -> int:
    return MOST if path.endswith("/modtag") else TEMPLATE if path.endswith("/filer-ud") else SMALL


def _refusal(_: Request, error: Exception) -> Response:
    """The page of what a form or an address is refused for before any page has seen it."""
    return _closed(error.status_code if isinstance(error, HTTPException) else 500)


def _closed(status: int) -> Response:
    return shown("closed.html", status, code=status, files=_FILES)


def _missing() -> Response:
    return shown("missing_page.html", 404)


def _unreadable(error: Exception, desk: Desk) -> Response:
    return shown("refused.html", 422, back="/?alle=ja", **told(problems_of(error, desk.project, Path("/nix"))))


class _Front:
    """The first page: the newest period's board, or the list of all."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def answer(self, request: Request) -> Response:
        """Answer a request."""
        try:
            data, known = self.desk.data_dir, periods(self.desk.data_dir)
            next_ = to_open(data)
            if "alle" not in request.query_params and (known or not next_):
                return RedirectResponse(address(newest_period(data)), 303)
            return shown("periods.html", periods=known[::-1], next=next_)
        except (KvartalsbogError, OSError) as error:
            return _unreadable(error, self.desk)


class _Pages:
    """The pages of the periods: finds the period and the page, and tells in Danish what cannot be done."""

    def __init__(self, desk: Desk, book: LiveBook) -> None:
        self.desk, self.book = desk, book

    async def answer(self, request: Request) -> Response:
        """Answer a request."""
        try:
            found = self._found(request.path_params["asked"])
        except (ProblemsError, OSError) as error:  # a plan that was changed outside, and cannot be read
            return _unreadable(error, self.desk)
        return await self._answered(request, *found) if found else _missing()

    async def _answered(self, request: Request, period: Period, name: str) -> Response:
        if name.startswith(BOOK) and request.method != "POST":
            is_head = request.method == "HEAD"
            return await run_in_threadpool(
                lambda: book_page(self.book.board(period), name.removeprefix(BOOK), is_head=is_head)
            )
        if name not in PAGES:
            return _missing()
        look, act = PAGES[name]
        if request.method != "POST":
            return await run_in_threadpool(self._page, look, Visit(self.desk, period, request.query_params))
        if act is None:
            return _closed(405)
        try:
            async with request.form(max_files=_FILES, max_fields=_FIELDS, max_part_size=_FIELD) as form:
                visit = Visit(self.desk, period, request.query_params, form)
                return await run_in_threadpool(self._page, act, visit, name)
        except OSError as error:  # what is sent is laid on the disk as it comes
            return self._refused(error, Visit(self.desk, period, request.query_params), name)

    def _found(self, asked: str) -> tuple[Period, str] | None:
        """The period and the page that an address means."""
        parts = asked.split("/")
        named = 2 if len(parts) > 1 and not is_period(parts[0]) else 1
        try:
            period = named_period("/".join(parts[:named]), self.desk.data_dir)
        except (ValueError, UsageError):
            return None
        name = "/".join(parts[named:])
        return period, name

    def _page(self, page: Page, visit: Visit, back: str = "") -> Response:
        """A page, or what it is refused for, with the way back to the page that was typed on."""
        try:
            with _one_at_a_time:
                return page(visit)
        except Exception as error:  # also what nobody thought of is told on the page
            return self._refused(error, visit, back)

    def _refused(self, error: Exception, visit: Visit, back: str) -> Response:
        problems = problems_of(error, self.desk.project, Path("/nix"))
        wrong = UsageError if isinstance(error, UsageError) else KvartalsbogError
        status = 422 if isinstance(error, wrong | OSError) else 500
        asked = {key: value for key, value in visit.query.items() if key != "gjort"} if back else {}
        return render("refused.html", visit, status, back=visit.address(back, **asked), **told(problems))
