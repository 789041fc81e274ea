"""Who may ask what: this machine alone, by its own names and from its own pages, with a key, and within bounds."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kvartalsbog.sphinxext.hosting import HEADERS

LOOPBACK = "127.0.0.1"
TOKEN = "noegle"  # in the address that is printed
KEY_BYTES = 32
SMALL = 2 * 2**20  # bytes that a form without files may have
_SAFE = ("GET", "HEAD")
# A draft is nobody else's: no other site's page may include it, and nothing of it is stored. A browser tells a form's
# origin only where it may tell its own site where it came from.
_HEADERS: Mapping[str, str] = {
    **HEADERS,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
}


@dataclass
class Keys:
    """The key in the address that is printed, good for one browser, and what that browser has instead from then on.

    `session` is kept in a file that is the user's alone, so that windows go on where the desk is started again.
    `renewed` is told the next key when one is used.
    """

    session: str
    renewed: Callable[[str], None]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(KEY_BYTES))

    def takes(self, token: str) -> bool:
        """Whether a key is the one that was printed; it is used up by that."""
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            return False
        self.token = secrets.token_urlsafe(KEY_BYTES)
        self.renewed(self.token)
        return True

    def knows(self, cookie: str) -> bool:
        """Whether a browser has been let in before."""
        return secrets.compare_digest(cookie.encode(), self.session.encode())


def session_key(path: Path) -> str:
    """The secret of the browsers that were let in, from its file, which is made where there is none."""
    if path.is_file() and len(kept := path.read_text(encoding="ascii", errors="replace").strip()) >= KEY_BYTES:
        return kept
    made = secrets.token_urlsafe(KEY_BYTES)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(made, encoding="ascii", newline="\n")
    return made


class Guard:
    """Lets a request on to the application, or answers it with why not.

    `port` is the server's own. Without `keys` whoever is on this machine may look. `open_` are addresses that need no
    key; `most` is how many bytes the body of a request to an address may have; `closed` makes the page of a refusal.
    """

    def __init__(
        self,
        app: ASGIApp,
        port: int,
        keys: Keys | None = None,
        *,
        open_: str = "/-/",
        most: Callable[[str], int] = lambda _: SMALL,
        closed: Callable[[int], Response] | None = None,
    ) -> None:
        self._app, self._keys, self._open, self._most, self._closed = app, keys, open_, most, closed
        self._names = {f"{name}:{port}" for name in (LOOPBACK, "localhost")}
        self._names |= {LOOPBACK, "localhost"} if port == 80 else set()
        self._cookie = f"kvartalsbog-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; every answer has the headers of the book's own pages."""
        if scope["type"] != "http":
            return
        bounded = _Bounded(receive, self._most(scope["path"]))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                if message["status"] >= 400 and scope["method"] not in _SAFE:
                    headers["Connection"] = "close"  # the rest of a body that is refused is not waited for
            await send(message)

        await (self._refused(scope) or self._entered(scope) or self._app)(scope, bounded.receive, answer)

    def _refused(self, scope: Scope) -> Response | None:
        """The answer to a request that is another site's, or too long."""
        headers = Headers(scope=scope)
        host, origin, site = (headers.get(name) for name in ("host", "origin", "sec-fetch-site"))
        if host not in self._names:
            return self._page(403)  # another site's name that was pointed at this machine
        own = f"http://{host}"
        if origin not in (None, own) or (origin is None and scope["method"] not in _SAFE):
            return self._page(403)  # another site's form
        if site in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate":
            return self._page(403)  # another site's, or another port's, picture or script
        if scope["method"] not in (*_SAFE, "POST"):
            return self._page(405)
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > self._most(scope["path"]):
            return self._page(413)
        return None

    def _entered(self, scope: Scope) -> Response | None:
        """The answer to whoever has no key yet, or comes with it in the address."""
        if self._keys is None or scope["path"].startswith(self._open):
            return None
        asked = parse_qs(scope["query_string"].decode("latin-1")).get(TOKEN)
        if asked and self._keys.takes(asked[0]):
            entered = RedirectResponse(_own(scope["path"]), 303)
            entered.set_cookie(self._cookie, self._keys.session, path="/", httponly=True, samesite="strict")
            return entered
        if self._keys.knows(_cookie(scope, self._cookie)):
            return RedirectResponse(_own(scope["path"]), 303) if asked else None
        return self._page(401)

    def _page(self, status: int) -> Response:
        return self._closed(status) if self._closed else Response(f"{status}\n", status, media_type="text/plain")


class _Bounded:
    """The body of a request as it comes, up to its bound."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left = receive, most

    async def receive(self) -> Message:
        message: dict[str, Any] = dict(await self._receive())
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413)
        return message


def _own(path: str) -> str:
    """A path as an address of this machine: what begins with two slashes is another one's name."""
    return f"/{path.lstrip('/')}"


def _cookie(scope: Scope, name: str) -> str:
    cookie: SimpleCookie = SimpleCookie()
    try:
        cookie.load(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return ""
    return cookie[name].value if name in cookie else ""
