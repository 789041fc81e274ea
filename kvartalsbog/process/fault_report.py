"""An unexpected error → a report that its finder may pass on: where in the program, and none of the data.

Messages, local values, arguments and the names of the user's own files are left out: each can hold a case.
"""

from __future__ import annotations

import errno
import os
import platform
import secrets
import sys
import sysconfig
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
_ELSEWHERE = "(uden for programmet)"
_FIRST, _LAST = 20, 60  # frames of an endless recursion that are told


def described(error: BaseException, command: str) -> str:
    """The report's text; `command` is the name of one of the program's own commands."""
    from importlib.metadata import version  # noqa: PLC0415 - for this alone

    lines = [
        "kvartalsbog: rapport om en uventet fejl. Den indeholder ingen data, filnavne eller beskeder.",
        f"kvartalsbog {version('kvartalsbog')}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"kommando: {command}",
        *_chain(error),
    ]
    return "\n".join(lines) + "\n"


def place(error: BaseException) -> str:
    """The last place in the program itself that an error came by: `loading.py:33`, or nothing."""
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_own(frame.filename)]
    return f"{Path(own[-1].filename).relative_to(_PACKAGE).as_posix()}:{own[-1].lineno}" if own else ""


def kept(text: str) -> Path | None:
    """Write a report where only its owner can read it; gives the file, or None where nothing can be written."""
    name = f"fejl-{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}.txt"
    for folder in _private_folders():
        with suppress(OSError, ValueError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / name
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(handle, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 - of a handle, which no path opens so
                file.write(text)
            return path
    return None


def _private_folders() -> Iterator[Path]:
    state = os.environ.get("XDG_STATE_HOME", "")
    if os.path.isabs(state):  # noqa: PTH117 - an empty text is no path
        yield Path(state, "kvartalsbog")
    with suppress(RuntimeError):
        yield Path.home() / ".local" / "state" / "kvartalsbog"
    with suppress(OSError):
        yield Path(tempfile.gettempdir())


def _chain(error: BaseException | None) -> Iterator[str]:
    """Every error behind an error, the newest first, with its frames."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield ""
        yield f"{_kind(error)}{_number(error)}"
        frames = traceback.extract_tb(error.__traceback__)
        for frame in frames if len(frames) <= _FIRST + _LAST else [*frames[:_FIRST], *frames[-_LAST:]]:
            yield _told(frame)
        error = error.__cause__ or error.__context__


def _kind(error: BaseException) -> str:
    kind = type(error)
    known = kind.__module__ == "builtins" or kind.__module__.partition(".")[0] in sys.stdlib_module_names
    return kind.__qualname__ if known else f"{kind.__module__}.{kind.__qualname__}"


def _number(error: BaseException) -> str:
    return f" {errno.errorcode.get(error.errno or 0, '')}" if isinstance(error, OSError) else ""


def _told(frame: traceback.FrameSummary) -> str:
    file = _named(frame.filename)
    return f"  {file}:{frame.lineno} {frame.name}" if file else f"  {_ELSEWHERE}"


def _named(filename: str) -> str | None:
    """A file of the program, of a library or of Python, as it is named everywhere; None for any other."""
    path = Path(filename)
    if _is_own(filename):
        return path.relative_to(_PACKAGE.parent).as_posix()
    for part in ("site-packages", "dist-packages"):
        if part in path.parts:
            return Path(*path.parts[path.parts.index(part) + 1 :]).as_posix()
    library = Path(sysconfig.get_paths()["stdlib"])
    return f"python/{path.relative_to(library).as_posix()}" if path.is_relative_to(library) else None


def _is_own(filename: str) -> bool:
    return Path(filename).is_relative_to(_PACKAGE)
