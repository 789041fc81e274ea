"""What ends a command from outside: Ctrl-C, `kill` and a closed terminal, each of which is heard once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

# a closed terminal has no signal on Windows
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_heard: list[int] = []


def heard() -> int | None:
    """The number of the signal that this process was ended by, if any."""
    return _heard[0] if _heard else None


def end_once() -> None:
    """Let the first signal raise KeyboardInterrupt, so that everything is tidied up, and no further one disturb that."""
    for number in SIGNALS:
        # what was started by `nohup` is not to be ended by the terminal
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def again() -> None:
    """Raise KeyboardInterrupt once more, in a moment: the first was swallowed where Python can raise nothing."""
    if number := heard():
        signal.signal(number, _end)
        threading.Timer(0.05, _raise, (number,)).start()


def _raise(number: int) -> None:
    if os.name == "posix":
        os.kill(os.getpid(), number)  # also heard by a thread that waits
    else:
        signal.raise_signal(number)  # there `os.kill` ends the process at once


def ignore() -> None:
    """Let no signal disturb what is left to do."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def ending_once() -> Iterator[None]:
    """As `end_once`, and as before afterwards. Only the main thread hears signals; in another nothing is changed."""
    _heard.clear()
    try:
        before = {number: signal.signal(number, signal.getsignal(number)) for number in SIGNALS}
    except (ValueError, TypeError):
        yield
        return
    end_once()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    _heard.append(number)
    ignore()
    raise KeyboardInterrupt
