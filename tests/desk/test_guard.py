"""Who the desk answers: this machine by its own names, from its own pages, with a key, and no more than it can hold."""

from __future__ import annotations

import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import make_library
from desk_running import SESSION, Running, running

from kvartalsbog.desk.guard import SMALL, Keys, session_key

BOARD = "/periode/2026K2/"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("desk")
    with running(make_library(folder), folder) as one:
        yield one


def test_the_board_is_shown_to_the_browser_that_was_let_in(desk: Running) -> None:
    answer = desk.ask(BOARD)
    assert answer.status == 200
    assert "4 mål: 4 er inde." in answer.words
    assert desk.ask("/").headers["location"] == BOARD


@pytest.mark.parametrize("cookie", [None, "", "kvartalsbog-1=x", f"andet={SESSION}", "kvartalsbog-{port}=", "kvartalsbog-{port}=ækvator", "=;;=,"])  # fmt: skip
def test_without_the_key_nothing_is_told_and_nothing_done(desk: Running, cookie: str | None) -> None:
    sent = {"Cookie": cookie.format(port=desk.port).encode().decode("latin-1") if cookie is not None else None}
    for method, path in (("GET", BOARD), ("GET", "/"), ("GET", "/hjaelp"), ("POST", "/periode/2026K3/aabn")):
        answer = desk.ask(path, method, headers=sent)
        assert (answer.status, "Bordet er låst" in answer.words) == (401, True)
        assert "Lånerkontoret" not in answer.text
    assert not (desk.desk.data_dir / "2026/2026K3").exists()
    assert desk.ask("/-/desk.css", headers=sent).status == 200  # the program's own style is no secret


def test_the_address_that_is_printed_lets_one_browser_in_and_no_second(desk: Running) -> None:
    token = desk.keys.token
    nobody: dict[str, str | None] = {"Cookie": None}
    assert desk.ask(f"{BOARD}?noegle={token}x", headers=nobody).status == 401
    entered = desk.ask(f"{BOARD}?noegle={token}", headers=nobody)
    assert (entered.status, entered.headers["location"]) == (303, BOARD)
    cookie = entered.headers["set-cookie"]
    assert f"kvartalsbog-{desk.port}={SESSION}" in cookie
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    assert desk.ask(f"{BOARD}?noegle={token}", headers=nobody).status == 401
    assert desk.tokens[-1] == desk.keys.token != token
    assert desk.ask(f"{BOARD}?noegle={token}").headers["location"] == BOARD  # the key does not stay in the address


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost", "127.0.0.1:1", "localhost.evil.example:{port}", "127.0.0.1.nip.io:{port}", ""])  # fmt: skip
def test_a_name_that_was_pointed_at_this_machine_is_not_answered(desk: Running, host: str) -> None:
    for path in (BOARD, "/-/desk.css", f"{BOARD}?noegle={desk.keys.token}"):
        assert desk.ask(path, headers={"Host": host.format(port=desk.port)}).status == 403
    assert desk.ask(BOARD, headers={"Host": f"localhost:{desk.port}"}).status == 200


@pytest.mark.parametrize("origin", [None, "null", "", "http://evil.example", "http://127.0.0.1", "https://127.0.0.1:{port}", "http://localhost:{port}", "http://127.0.0.1:1"])  # fmt: skip
def test_another_page_s_form_does_nothing(desk: Running, origin: str | None) -> None:
    told = None if origin is None else origin.format(port=desk.port)
    assert desk.ask("/periode/2026K3/aabn", "POST", headers={"Origin": told}).status == 403
    assert not (desk.desk.data_dir / "2026/2026K3").exists()


def test_another_page_cannot_read_nor_include_and_another_method_is_refused(desk: Running) -> None:
    for site in ("cross-site", "same-site"):
        assert desk.ask(BOARD, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}).status == 403
    assert desk.ask(BOARD, headers={"Origin": "http://evil.example"}).status == 403
    own = {"Origin": f"http://127.0.0.1:{desk.port}"}
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        assert desk.ask(BOARD, method, headers=own).status == 405
    assert desk.ask("/periode/2026K2/vurdering", "POST").status == 405
    answer = desk.ask(BOARD)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"  # with `no-referrer` a browser sends the origin `null`


def test_what_is_too_long_is_refused_before_it_is_read(desk: Running) -> None:
    path = "/periode/2026K3/aabn"
    for length in (str(SMALL + 1), "99999999999999999999", "-1", "x", "²"):
        sent = {"Content-Length": length.encode().decode("latin-1")}
        with socket.create_connection(("127.0.0.1", desk.port)) as client:
            head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\nOrigin: http://127.0.0.1:{desk.port}\r\n"
            cookie = f"Cookie: kvartalsbog-{desk.port}={SESSION}\r\nContent-Length: {sent['Content-Length']}\r\n\r\n"
            client.sendall((head + cookie).encode("latin-1"))
            first = client.makefile("rb").readline()
        assert first.split()[1] in (b"413", b"400"), (length, first)
    assert not (desk.desk.data_dir / "2026/2026K3").exists()


def test_a_body_that_never_ends_is_left_at_its_bound(desk: Running) -> None:
    with socket.create_connection(("127.0.0.1", desk.port)) as client:
        head = f"POST /periode/2026K3/aabn HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\nOrigin: http://127.0.0.1:{desk.port}\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n"
        client.sendall(f"{head}{kind}Cookie: kvartalsbog-{desk.port}={SESSION}\r\n\r\n".encode())
        chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
        sent = 0
        try:
            while sent < 64 * SMALL:
                client.sendall(chunk)
                sent += len(chunk)
        except OSError:  # it was let go of
            pass
        assert sent < 64 * SMALL
    assert desk.ask(BOARD).status == 200


@pytest.mark.parametrize("path", ["/nix", "/periode/", "/periode/2026K9/", "/periode/2026K2/nix", "/periode/../../etc/passwd", "/periode/%00/", "/periode/2026K2/%2e%2e/", "/-/nix", "/-/../guard.py", "/-/%2e%2e%2fguard.py"])  # fmt: skip
def test_an_address_that_is_none_is_told_in_danish(desk: Running, path: str) -> None:
    answer = desk.ask(path)
    assert (answer.status, "Siden findes ikke" in answer.words) == (404, True)


def test_the_browsers_that_were_let_in_stay_so_when_the_desk_is_started_again(tmp_path: Path) -> None:
    path = tmp_path / ".noegle"
    first = session_key(path)
    assert session_key(path) == first
    assert len(first) >= 43
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("kort", encoding="ascii")
    assert session_key(path) not in (first, "kort")
    told: list[str] = []
    keys = Keys(first, told.append)
    token = keys.token
    assert (keys.takes("x"), keys.takes(token), keys.takes(token), told) == (False, True, False, [keys.token])
