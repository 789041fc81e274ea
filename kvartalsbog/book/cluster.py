"""Books made by the workers of a Dask cluster: its scheduler is told what is to be made, and says who makes it.

The inputs and the books go through a folder that every machine sees, by content; only their fingerprints through the scheduler.
"""

from __future__ import annotations

import logging
import secrets
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import distributed

from kvartalsbog.book.books import Book, refuse_other_content
from kvartalsbog.book.elsewhere import Answer, Maker, Order, program, refuse_other_program
from kvartalsbog.book.parcels import MOST, packed, received, sent, unpacked
from kvartalsbog.errors import CompilationError, KvartalsbogError, UsageError
from kvartalsbog.files.placement import put_in_place
from kvartalsbog.files.store import Store
from kvartalsbog.files.workplace import workplace
from kvartalsbog.inputs.taking import readable
from kvartalsbog.plan.publication import Release

_PATIENCE = 20  # seconds for an address to answer and for a first worker


class _Hired(distributed.WorkerPlugin):
    """What a worker has as long as a run lasts."""

    def setup(self, worker: Any) -> None:  # noqa: ARG002 - as Dask calls it
        self.maker = Maker()

    def teardown(self, worker: Any) -> None:  # noqa: ARG002
        self.maker.close()


class Cluster:
    """The workers of a scheduler that have this very program and see the shared folder."""

    def __init__(self, client: Any, share: Store) -> None:
        self._client, self._share, self._name = client, share, f"kvartalsbog-{secrets.token_hex(4)}"

    def make(
        self, books: Iterable[Book], release_of: Callable[[Book], Release], timeout: float
    ) -> Iterator[tuple[Book, KvartalsbogError | OSError | None]]:
        """Make books and put each where it belongs; gives them as they are done, with why one could not be made.

        `release_of` is asked for each book, and what it raises is that book's error.
        """
        self._client.register_plugin(_Hired(), name=self._name)
        orders: dict[Any, Book] = {}
        done = distributed.as_completed(loop=self._client.loop)
        for book in books:
            try:
                order = self._order(book, release_of(book), timeout)
            except (KvartalsbogError, OSError) as error:
                yield book, error
                continue
            future = self._client.submit(_make, order, self._name, key=f"{self._name}-{len(orders)}", pure=False)
            orders[future] = book
            done.add(future)
        for future in done if orders else ():
            book = orders.pop(future)
            yield book, self._placed(book, future)
            future.release()
        self._client.unregister_worker_plugin(self._name)

    def _order(self, book: Book, release: Release, timeout: float) -> Order:
        files = ((Path(name).as_posix(), path) for name, path in readable(book.project, book.data_dir))
        inputs = sent(self._share, packed(files))
        return Order(str(book.period), inputs, release, timeout, str(self._share.folder), program())

    def _placed(self, book: Book, future: Any) -> KvartalsbogError | OSError | None:
        try:
            refuse_other_content(book.folder)
            answer: Answer = future.result()
            if answer.book is None:
                return answer.error
            book.out.mkdir(parents=True, exist_ok=True)
            with workplace(book.out, ".building-") as work:
                unpacked(received(self._share, answer.book), work / "book")
                book.folder.parent.mkdir(exist_ok=True)
                put_in_place(work / "book", book.folder)
        except distributed.scheduler.KilledWorker as error:
            return CompilationError(f"Bogen for {book} blev opgivet: {error.allowed_failures + 1} arbejdere standsede, mens de lavede den. Har de hukommelse nok?")  # fmt: skip
        except (KvartalsbogError, OSError) as error:
            return error
        return None


@contextmanager
def cluster(address: str, share: Path) -> Iterator[Cluster]:
    """The cluster whose scheduler has an address, once every worker has been looked at.

    Raises UsageError when nobody answers or there is no worker, and CompilationError with every worker that has another
    program or sees another folder.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)  # what matters is told
    store = Store(share.resolve(), MOST)
    token = sent(store, secrets.token_bytes(32))
    try:
        _answers(address)
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise UsageError(f"--scheduler {address}: Der svarer ingen planlægger af Dask. Skriv dens adresse, som den selv skriver den, fx tcp://10.0.0.1:8786.") from error  # fmt: skip
    with client:
        _look(client, address, str(store.folder), token)
        yield Cluster(client, store)


def _answers(address: str) -> None:
    """Raises OSError or ValueError for an address where nobody is: a client that was never connected tells of it long after."""
    named = urlsplit(address)
    if not named.hostname or named.port is None:
        raise ValueError(address)
    if named.scheme in ("tcp", "tls"):
        socket.create_connection((named.hostname, named.port), timeout=_PATIENCE).close()


def _look(client: Any, address: str, share: str, token: str) -> None:
    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=_PATIENCE)
    seen = client.run(_seen, share, token, on_error="return")
    if not seen:
        raise UsageError(f"--scheduler {address}: Planlæggeren har ingen arbejdere. Start dem med: dask worker {address} --nthreads 1")  # fmt: skip
    told = []
    for worker, found in sorted(seen.items()):
        if isinstance(found, BaseException):
            told.append(f"Arbejderen {worker} kan ikke køre kvartalsbog ({type(found).__name__}). Installér det dér.")
            continue
        has, sees = found
        with _collected(told):
            refuse_other_program(program(), has, f"Arbejderen {worker}")
        if not sees:
            told.append(f"Arbejderen {worker} ser ikke mappen {share}. Vælg med --share en, som alle maskiner ser under samme navn.")  # fmt: skip
    if told:
        raise CompilationError("\n".join(told))


@contextmanager
def _collected(told: list[str]) -> Iterator[None]:
    try:
        yield
    except CompilationError as error:
        told.append(str(error))


def _seen(share: str, token: str) -> tuple[dict[str, str], bool]:
    """A worker's program, and whether it sees what lies in the shared folder."""
    return dict(program()), Store(Path(share), MOST).get(token) is not None


def _make(order: Order, name: str) -> Answer:
    hired = distributed.get_worker().plugins.get(name)
    if hired is None:  # it came when the run was over
        return Answer(error=CompilationError("Arbejderen kender ikke kørslen."))
    return cast("_Hired", hired).maker.make(order)
