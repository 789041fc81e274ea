"""How a command makes books, one or many, here or on a cluster, and what it tells of each."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kvartalsbog.book.books import Book
from kvartalsbog.book.memory.place import Memory, memory_of
from kvartalsbog.book.memory.whole import Whole, whole
from kvartalsbog.book.running import Running
from kvartalsbog.cli.console import err, out, running_with
from kvartalsbog.cli.usage import unusable_file
from kvartalsbog.disclosure.remembered import let_remember
from kvartalsbog.errors import CompilationError, KvartalsbogError, ProblemsError, UsageError

if TYPE_CHECKING:
    from kvartalsbog.book.build import Begun
    from kvartalsbog.plan.publication import Release


@dataclass(frozen=True)
class Draft:
    """A book that is to be made, unless it stands already, made from the very same."""

    book: Book
    memory: Memory | None
    before: Whole | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "before", self._now())

    def stands(self) -> bool:
        """Whether there is nothing to do, which is told."""
        main = self.before.standing(self.book.folder) if self.before else None
        if main is None:
            return False
        out.print(f"Intet er ændret, siden bogen for {self.book.period} blev lavet:")
        self._tell(main)
        return True

    def let_kernels_remember(self) -> None:
        """Let the kernels that are started from now on ask for what builds have chosen to withhold."""
        if self.memory is not None and not self.memory.fresh:
            let_remember(self.memory.store, self.memory.program)

    def release(self) -> Release:
        """Whether it is approved. Raises ProblemsError with everything that is wrong with what it is made from."""
        from kvartalsbog.book.preparation import prepared  # noqa: PLC0415 - two seconds, and often there is nothing to do
        from kvartalsbog.inputs.approvals import stage  # noqa: PLC0415
        from kvartalsbog.inputs.standing import standing_of  # noqa: PLC0415

        book = self.book
        return stage(standing_of(prepared(book.period, book.data_dir, book.project), book.project, book.data_dir))

    def begin(self, running: Running) -> Begun:
        """Make it here, until its pages are to be made."""
        from kvartalsbog.book.build import begin  # noqa: PLC0415 - see above

        book = self.book
        return begin(book.period, book.project, book.data_dir, book.out, running, memory=self.memory)

    def make(self, running: Running) -> None:
        """Make it here."""
        self.begin(running).finish()
        self.made()

    def made(self) -> None:
        """Tell that it is, and remember what it was made from."""
        from kvartalsbog.book.outputs import OUTPUTS, main_files  # noqa: PLC0415 - see above

        main = main_files(OUTPUTS.values(), self.book.folder)
        if self.before and self.before == self._now():
            self.before.note(self.book.folder, main)
        out.print(f"Bogen for {self.book.period} er færdig:")
        self._tell(main)

    def _now(self) -> Whole | None:
        return whole(self.memory, self.book.period, self.book.project, self.book.data_dir)

    def _tell(self, main: Iterable[Path]) -> None:
        for path in (*main, self.book.folder / "manifest.json"):
            out.print(f"  {path}")


def make_here(books: Sequence[Book], timeout: float, *, fresh: bool) -> None:
    """Make books with kernels that one process forks; the pages of one are made while the next one's notebooks run. Raises
    CompilationError when any could not be.
    """
    failed: list[Book] = []
    waiting: deque[tuple[Draft, Begun, Future[object]]] = deque()

    def settle(most: int) -> None:
        while len(waiting) > most:
            draft, _, made = waiting.popleft()
            with _failing(draft.book, failed):
                made.result()
                draft.made()

    if todo := _todo(books, fresh=fresh):
        todo[0].let_kernels_remember()  # of all: another store would need another process that forks
        # what is broken off ends the press first, and so whoever waits for it
        with ThreadPoolExecutor(1) as finishing, _let_go(waiting), running_with(timeout) as running:
            for draft in todo:
                with _failing(draft.book, failed):
                    begun = draft.begin(running)
                    waiting.append((draft, begun, _finished(begun, finishing)))
                settle(1)
            settle(0)
    _refuse_failed(failed, len(books))


@contextmanager
def _let_go(waiting: Iterable[tuple[Draft, Begun, Future[object]]]) -> Iterator[None]:
    """Close the books that are not finished, because all was broken off."""
    try:
        yield
    finally:
        for _, begun, made in waiting:
            if made.cancel():
                begun.close()


def _finished(begun: Begun, finishing: ThreadPoolExecutor) -> Future[object]:
    """What tells when a book is finished: at once where this process makes its pages, which does one thing at a time."""
    if begun.is_apart:
        return finishing.submit(begun.finish)
    done: Future[object] = Future()
    done.set_result(begun.finish())
    return done


@contextmanager
def _failing(book: Book, failed: list[Book]) -> Iterator[None]:
    """Tell why a book could not be made, and go on with the others."""
    try:
        yield
    except (KvartalsbogError, OSError) as error:
        failed.append(book)
        _tell_failed(book, error)


def make_elsewhere(books: Sequence[Book], timeout: float, address: str, share: Path, *, fresh: bool) -> None:
    """Make books on the cluster of a scheduler. Raises CompilationError when any could not be."""
    if find_spec("distributed") is None:
        raise UsageError('Dask er ikke installeret. Installér det med: pip install "kvartalsbog[cluster]"')
    from kvartalsbog.book.cluster import cluster  # noqa: PLC0415 - Dask takes a second to import

    failed = []
    if todo := {draft.book: draft for draft in _todo(books, fresh=fresh)}:
        with cluster(address, share) as workers:
            for book, error in workers.make(todo, lambda book: todo[book].release(), timeout):
                if error is None:
                    todo[book].made()
                else:
                    failed.append(book)
                    _tell_failed(book, error)
    _refuse_failed(failed, len(books))


def _todo(books: Sequence[Book], *, fresh: bool) -> list[Draft]:
    memories = {project: memory_of(project, fresh=fresh) for project in {book.project for book in books}}
    return [draft for book in books if not (draft := Draft(book, memories[book.project])).stands()]


def _tell_failed(book: Book, error: KvartalsbogError | OSError) -> None:
    err.print(f"Bogen for {book} kan ikke laves:")
    if isinstance(error, ProblemsError):
        for problem in error.problems:
            err.print(problem)
    elif isinstance(error, OSError):
        err.print(unusable_file(error))
    else:
        err.paragraph(str(error))


def _refuse_failed(failed: Sequence[Book], among: int) -> None:
    if failed:
        raise CompilationError(f"{len(failed)} af {among} bøger blev ikke lavet: {', '.join(map(str, failed))}.")
