"""The last resort of the command line: whatever happens is one line in Danish and a report, and never a traceback."""

from __future__ import annotations

import codecs
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TextIO

from kvartalsbog.errors import visible
from kvartalsbog.process.ending import again, ending_once, heard, ignore
from kvartalsbog.process.fault_report import described, kept, place

UNEXPECTED = 70  # EX_SOFTWARE of sysexits.h
_PLAIN = {
    "æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "»": '"', "«": '"', "–": "-", "…": "...", "→": "->",
    "≥": ">=", "≤": "<=", "\u00a0": " ", "\u202f": " ",
}  # fmt: skip
_command = "ukendt"
_fault: BaseException | None = None


def guarded(run: Callable[[], int], *, last: bool = False) -> int:
    """Run a command and give its exit code: its own, 70 for what nobody thought of, or 128 and a signal's number.

    `last` means that the process ends with it: then no signal disturbs the end.
    """
    _prepare()
    with ending_once():
        try:
            code = run()
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else int(error.code is not None)
        except KeyboardInterrupt:
            code = 130
        except BaseException as error:
            _tell(error)
            code = UNEXPECTED
        number = heard()
        if last or number:
            ignore()
        if number and code:
            _say("Afbrudt. Hvad der er skrevet, er skrevet helt.")
            code = 128 + number
        code = code or (UNEXPECTED if has_faulted() else 0)
        for stream in (sys.stdout, sys.stderr):
            code = _flushed(stream) or code
    return code


def named(command: str) -> None:
    """Let reports say which of the program's commands was run."""
    global _command  # noqa: PLW0603 - one process runs one command
    _command = command


def has_faulted() -> bool:
    """Whether something unexpected has been told."""
    return _fault is not None


def let_go(stream: TextIO | None) -> None:
    """Nobody listens to a stream any more: what is still written to it goes nowhere, also what waits in it."""
    with suppress(OSError, ValueError, AttributeError):
        handle = os.open(os.devnull, os.O_WRONLY)
        os.dup2(handle, stream.fileno())  # type: ignore[union-attr]
        os.close(handle)


def _prepare() -> None:
    """Let every stream take every sign, and everything that Python would print by itself be told as an error."""
    global _fault  # noqa: PLW0603 - one process, one fate
    _fault = None
    codecs.register_error("kvartalsbog", _in_plain_signs)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None or stream.closed:  # closed before the program began
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - for as long as the process lives
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="kvartalsbog")
    sys.excepthook = lambda *told: _tell(told[1])
    sys.unraisablehook = lambda told: (
        again() if isinstance(told.exc_value, KeyboardInterrupt) else _tell(told.exc_value)
    )
    threading.excepthook = lambda told: _tell(told.exc_value)
    logging.lastResort = logging.NullHandler()  # libraries' complaints are no messages to users
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def _in_plain_signs(error: UnicodeError) -> tuple[str, int]:
    """What a stream's encoding lacks, in the signs that every encoding has."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = error.object[error.start : error.end]
    return "".join(_PLAIN.get(sign) or sign.encode("unicode_escape").decode() for sign in found), error.end


def _tell(error: BaseException | None) -> None:
    """Tell the first unexpected error, and that it has been; the others are most likely its children."""
    global _fault  # noqa: PLW0603 - one process, one fate
    if error is None or isinstance(error, KeyboardInterrupt | SystemExit) or _fault is not None or heard():
        return
    _fault = error
    report = None
    with suppress(Exception):
        report = kept(described(error, _command))
    where = f" i {place(error)}" if place(error) else ""
    told = f"Uventet fejl i programmet ({type(error).__name__}{where}). Prøv igen; sker det igen, så vis den, der passer programmet, "
    _say(f"{told}rapporten uden data: {report}" if report else f"{told}denne linje: der kunne ikke skrives en rapport.")


def _say(line: str) -> None:
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{visible(line)}\n")
        sys.stderr.flush()


def _flushed(stream: Any) -> int:
    """Bring out what waits in a stream; 1 when it cannot be, as on a full disk. Who listens no more has had enough."""
    try:
        stream.flush()
    except BrokenPipeError:
        let_go(stream)
    except (OSError, ValueError):
        let_go(stream)
        return 1
    return 0
