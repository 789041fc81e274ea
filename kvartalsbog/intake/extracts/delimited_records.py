"""Lines of text → records, exactly: fields in quotation marks may hold delimiters and line breaks (RFC 4180).

A line ends in CRLF, LF or CR, whatever the other lines end in. A quotation mark opens a field only where the field begins, and after the
one that closes it comes a delimiter or the line's end. Where that fails, the line is no record and reading goes on with the next
line: a missing quotation mark takes no other record with it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Generator, Iterator
from pathlib import Path

from kvartalsbog.errors import Place, Problem, ProblemsError

LONGEST = 1 << 20  # characters of a line, and of a record
_CLOSED = re.compile(r'[^"]*(?:""[^"]*)*"(?!")')

Record = tuple[int, list[str] | None, bool]
"""The line it begins on, its cells (None where quotation marks do not match), and whether a line end follows."""


class _StrayQuoteError(Exception):
    """A quotation mark with something other than a delimiter after it."""


def read_lines(path: Path, encoding: str, name: str) -> Generator[str, None, None]:
    """The lines of a file with their ends. Raises ProblemsError at a line longer than `LONGEST`."""
    with path.open(encoding=encoding, newline="") as file:
        number = 0
        while line := file.readline(LONGEST + 1):
            number += 1
            if len(line) > LONGEST:
                message = "Linjen er for lang."
                hint = "Er et anførselstegn eller linjeskiftene gået tabt? Træk udtrækket igen."
                found, allowed = f"over {LONGEST} tegn", f"højst {LONGEST} tegn"
                raise ProblemsError([Problem(Place(name, number), message, found, allowed, hint)])
            yield line


def read_records(lines: Iterator[str], delimiter: str) -> Generator[Record, None, None]:
    """Every record of the lines, in order; a blank line is a record with one empty cell."""
    back: deque[str] = deque()  # lines that turned out not to belong to the record before them
    number = 0
    while True:
        line = back.popleft() if back else next(lines, "")
        if not line:
            return
        number += 1
        text = line.rstrip("\r\n")
        if '"' not in text:
            yield number, text.split(delimiter), len(text) < len(line)
            continue
        cells, more = _taken(line, back, lines, delimiter)
        yield number, cells, (more or [line])[-1].endswith(("\r", "\n"))
        number += len(more)


def _taken(line: str, back: deque[str], lines: Iterator[str], delimiter: str) -> tuple[list[str] | None, list[str]]:
    """The cells of the record that begins with a line, and the further lines it takes; no cells, and every further line
    given back, where it is none.
    """
    cells: list[str] = []
    field: list[str] = []
    more: list[str] = []
    length = len(line)
    try:
        is_open = _add_cells(line, delimiter, cells, field, is_open=False)
        while is_open and length <= LONGEST and (line := back.popleft() if back else next(lines, "")):
            more.append(line)
            length += len(line)
            is_open = _add_cells(line, delimiter, cells, field, is_open=True)
    except _StrayQuoteError:
        is_open = True
    if is_open:
        back.extendleft(reversed(more))
        return None, []
    return cells, more


def _add_cells(line: str, delimiter: str, cells: list[str], field: list[str], *, is_open: bool) -> bool:
    """Add a line's cells. `field` is what there is of one that is open; the answer is whether one is open still."""
    text, at = line.rstrip("\r\n"), 0
    while True:
        if is_open:
            closed = _CLOSED.match(text, at)
            if closed is None:
                field.append(line[at:])
                return True
            field.append(text[at : closed.end() - 1])
            cells.append("".join(field).replace('""', '"'))
            field.clear()
            is_open, at = False, closed.end() + 1
            if closed.end() == len(text):
                return False
            if text[closed.end()] != delimiter:
                raise _StrayQuoteError
        elif text.startswith('"', at):
            is_open, at = True, at + 1
        else:
            end = text.find(delimiter, at)
            cells.append(text[at:] if end < 0 else text[at:end])
            if end < 0:
                return False
            at = end + 1
