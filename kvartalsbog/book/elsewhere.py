"""Making a book on another machine: what it is ordered by, and what is answered. Nothing here knows who carries the order."""

from __future__ import annotations

import platform
import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kvartalsbog.book.build import build, installed_versions
from kvartalsbog.book.parcels import MOST, packed, received, sent, unpacked
from kvartalsbog.book.running import Running
from kvartalsbog.book.warm import WarmKernels
from kvartalsbog.errors import CompilationError, KvartalsbogError, ProblemsError
from kvartalsbog.files.copying import contents
from kvartalsbog.files.store import Store
from kvartalsbog.files.workplace import temporary
from kvartalsbog.inputs.engine import engine_fingerprint
from kvartalsbog.inputs.periods import named_period
from kvartalsbog.plan.publication import Release

ENGINE = "kvartalsbogs egne filer"


@dataclass(frozen=True)
class Order:
    """A book to be made: by the program of these versions, of the inputs in a parcel of the shared folder."""

    period: str
    inputs: str
    release: Release
    timeout: float
    share: str
    program: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """The parcel of the book, or why there is none."""

    book: str | None = None
    error: KvartalsbogError | OSError | None = None


@cache  # what is loaded does not change with what lies on the disk
def program() -> Mapping[str, str]:
    """All that decides a book's bytes beside its inputs: the program's own files, Python and the libraries, by version."""
    return {ENGINE: engine_fingerprint(), "Python": platform.python_version(), **installed_versions()}


def refuse_other_program(wanted: Mapping[str, str], own: Mapping[str, str], who: str = "Arbejderen") -> None:
    """Raise CompilationError where a worker's own program would make other bytes than the one that ordered them."""
    told = [f"{name} {_short(own.get(name))} i stedet for {_short(version)}" for name, version in wanted.items() if own.get(name) != version]  # fmt: skip
    if told:
        raise CompilationError(f"{who} har en anden udgave af programmet, og bogen ville blive en anden: {', '.join(told)}. Giv alle maskiner den samme, og start arbejderne igen.")  # fmt: skip


def _short(version: str | None) -> str:
    return "mangler" if version is None else version[:12]


class Maker:
    """Makes what is ordered, one book at a time, with kernels that are forked from one process for all of them."""

    def __init__(self) -> None:
        self._warm, self._one = WarmKernels(), threading.Lock()

    def close(self) -> None:
        """End the process that forks the kernels."""
        self._warm.__exit__()

    def make(self, order: Order) -> Answer:
        """Make a book and put it into the shared folder; whatever is wrong is the answer."""
        try:
            refuse_other_program(order.program, program())
            share = Store(Path(order.share), MOST)
            inputs = received(share, order.inputs)
            with self._one, temporary() as work:
                return Answer(sent(share, self._made(order, inputs, work)))
        except (KvartalsbogError, OSError) as error:
            return Answer(error=error)

    def _made(self, order: Order, inputs: bytes, work: Path) -> bytes:
        project, out = work / "project", work / "out"
        unpacked(inputs, project)
        try:
            book = build(named_period(order.period, project / "data"), project, project / "data", out, Running(order.timeout, warm=self._warm), release=order.release)  # fmt: skip
        except ProblemsError:
            raise
        except KvartalsbogError as error:  # names the files as they are in the project
            raise type(error)(str(error).replace(f"{project.resolve()}/", "")) from error
        parcel = packed((path.relative_to(book).as_posix(), path) for path in contents(book) if path != book)
        shutil.rmtree(work / "out")
        return parcel
