"""Many small seeded runs, each limited in time, counted in one report.

A module of this package has `BOUNDED`, how many runs `make test` makes of it, and `trials()`, a context that gives a
function: from a `random.Random` to a `Finding`. It makes one mutant, feeds it to the program in this process, and says
what became of it. What it raises counts as a traceback, so it catches nothing but the program's own refusals.
"""

from __future__ import annotations

import faulthandler
import random
import re
import signal
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from types import FrameType

from kvartalsbog.errors import ProblemsError


class Verdict(StrEnum):
    """What became of a mutant. The last four are faults of the program."""

    REFUSED = "refused"  # with a place and Danish words
    SAME = "same"  # accepted, with the same results
    AS_TOLD = "as told"  # accepted, with exactly the change that the mutation makes
    UNCLEAR = "unclear"  # refused without a place, or not in Danish
    SILENT = "silent"  # accepted, with results that the mutation does not explain
    TRACEBACK = "traceback"
    HANG = "hang"


FAULTS = (Verdict.UNCLEAR, Verdict.SILENT, Verdict.TRACEBACK, Verdict.HANG)


@dataclass(frozen=True)
class Finding:
    """One mutant's fate, and in words what was done to it (and what came, where that is a fault)."""

    verdict: Verdict
    words: str = ""


@dataclass
class Report:
    """What a module's runs came to; a fault is told with the seed that makes it again."""

    name: str
    counts: Counter[Verdict] = field(default_factory=Counter)
    faults: list[tuple[int, Finding]] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        """One row of the table that `make fuzz` prints."""
        cells = "".join(f"{self.counts[verdict]:>{len(verdict) + 3}}" for verdict in Verdict)
        return f"{self.name:<14}{self.counts.total():>8}{cells}{self.seconds:>9.0f} s"

    @property
    def told(self) -> str:
        """The faults in words, the first twenty."""
        return "\n".join(f"{self.name}, seed {seed}: {f.verdict}: {f.words}" for seed, f in self.faults[:20])


HEAD = f"{'':<14}{'runs':>8}{''.join(f'   {verdict}' for verdict in Verdict)}{'time':>11}"
Trial = Callable[[random.Random], Finding]


# words of the libraries below that must never come through to a user
_FOREIGN = re.compile(
    r"\b(input|should|must|expected|invalid|error|value|valid|field|required|greater|less|than|string|integer|traceback|"
    r"none|null|object|while|found|could not|cannot|not|the)\b|Error\b|<class|pydantic",
    re.I,
)


def refusal(error: ProblemsError, *files: str) -> Finding:
    """A refusal, which is clear when every problem names one of these files and nothing in it is English or raw.

    What was found and what is allowed may be English: keys and values are.
    """
    for problem in error.problems:
        own = f"{problem.message} {problem.hint or ''}"
        own = re.sub(r"»[^«]*«|Tilladt: [^.]*\.", "", own)
        if problem.place.file not in files or _FOREIGN.search(own) or _acting(str(problem)):
            return Finding(Verdict.UNCLEAR, str(problem))
    return Finding(Verdict.REFUSED if error.problems else Verdict.UNCLEAR, "no problem is told")


def _acting(text: str) -> bool:
    """Whether a text has a character that would do something on a terminal, or show nothing."""
    return any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in text)


class _TooLongError(BaseException):
    """Raised inside a run whose time is out; a BaseException, so that nothing in the program takes it for its own."""


def fuzz(name: str, trial: Trial, runs: int, *, first: int = 0, seconds: float = 20.0) -> Report:
    """Run seeds `first` … `first + runs - 1`. A run that works longer than `seconds`, or hardly at all in ten times as many, is
    a hang: a busy machine makes none. One that cannot even be interrupted ends the process with its stack.
    """
    report, started = Report(name), time.monotonic()
    for seed in range(first, first + runs):
        found = _one(trial, random.Random(f"{name}-{seed}"), seconds)
        report.counts[found.verdict] += 1
        if found.verdict in FAULTS:
            report.faults.append((seed, found))
    report.seconds = time.monotonic() - started
    return report


def _one(trial: Trial, rng: random.Random, seconds: float) -> Finding:
    try:
        with _limited(seconds):
            return trial(rng)
    except _TooLongError:
        return Finding(Verdict.HANG, traceback.format_exc(limit=-6))
    except Exception:
        return Finding(Verdict.TRACEBACK, traceback.format_exc(limit=-6))


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    worked = time.process_time()

    def stop(number: int, _frame: FrameType | None) -> None:
        nonlocal worked
        before, worked = worked, time.process_time()
        if number != signal.SIGALRM or worked - before < seconds / 10:
            raise _TooLongError
        wait()  # it works, though others get most of the machine

    def wait() -> None:
        signal.setitimer(signal.ITIMER_REAL, 10 * seconds)
        faulthandler.dump_traceback_later(20 * seconds, exit=True)

    timers = {signal.SIGPROF: signal.ITIMER_PROF, signal.SIGALRM: signal.ITIMER_REAL}
    before = {number: signal.signal(number, stop) for number in timers}
    signal.setitimer(signal.ITIMER_PROF, seconds)
    wait()
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        for number, timer in timers.items():
            signal.setitimer(timer, 0)
            signal.signal(number, before[number])
