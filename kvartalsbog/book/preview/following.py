"""Follows the files: every save that stands still begins a round, and every round's outcome is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from kvartalsbog.book.preview.rounds import Job, Outcome, changed, is_other_program, overtaken
from kvartalsbog.book.preview.snapshot import Watch
from kvartalsbog.book.preview.worker import Worker
from kvartalsbog.book.progress import Step

PACE = 0.1  # seconds between two looks


@dataclass(frozen=True)
class Begun:
    """A round has begun, because these files have changed; in the first round there are none."""

    number: int
    names: tuple[str, ...]


def follow(job: Job, tell: Callable[[Begun | Step | Outcome], None], ended: Event | None = None) -> None:
    """Make a round of the files as they are, and another whenever they have changed, until a signal comes or it is `ended`.

    Files are taken as they are when two looks see the same: then nothing is half written, and a burst of saves is over.
    """
    watch, worker = Watch(job), Worker(job)
    begun, seen, number = None, watch.look(), 0
    try:
        while ended is None or not ended.is_set():
            now = watch.look()
            if now == seen and now != begun:
                if worker.is_busy and begun is not None and overtaken(begun, now):
                    worker.end()
                    _clear(job, number)
                if not worker.is_busy:
                    if begun is not None and is_other_program(begun, now):
                        worker.end()
                    number += 1
                    tell(Begun(number, changed(begun, now) if begun is not None else ()))
                    worker.begin(number)
                    begun = now
            seen = now
            for message in worker.messages(PACE):
                tell(message)
    finally:
        worker.end()


def _clear(job: Job, number: int) -> None:
    shutil.rmtree(job.folder(number), ignore_errors=True)
