"""Whether a CSV file is as plain as most are: every line a record with the header's number of fields.

Such a file is told by looking at whole blocks of it at a time, and an engine may read it as it likes: there is but one way to. All
others are read record by record.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kvartalsbog.intake.extracts.delimited_records import LONGEST

_BLOCK = 1 << 18  # what a processor keeps at hand
_LF, _QUOTE = 10, 34
Bytes = npt.NDArray[np.uint8]


def plain_records(path: Path, skipped: int, delimiter: str, width: int) -> int | None:
    """How many records stand below the `skipped` first lines of a file in UTF-8; None when it is not plain.

    Plain: all lines end in LF or all in CRLF, none is longer than `LONGEST` bytes, none above the table holds a quotation mark, and each
    line below has `width` fields whose quotation marks match. Whether fields are empty is not looked at.
    """
    records = 0
    pairs: bool | None = None
    with path.open("rb") as file:
        for _ in range(skipped):
            line = file.readline(LONGEST)
            if b'"' in line or not line.endswith(b"\n") or line.count(b"\r") != line.endswith(b"\r\n"):
                return None
            if pairs not in (None, line.endswith(b"\r\n")):
                return None
            pairs = line.endswith(b"\r\n")
        for block in _blocks(file, b"\r\n" if pairs else b"\n"):
            lines = block.count(b"\n")
            if block.count(b"\r") != (lines if pairs else 0) or (pairs and block.count(b"\r\n") != lines):
                return None
            if not _is_table(np.frombuffer(block, np.uint8), ord(delimiter), width, quoted=b'"' in block):
                return None
            records += lines
    return records


def _blocks(file: object, end: bytes) -> Iterator[bytes]:
    """The rest of a file in blocks of whole lines; the last line is given an end where it has none."""
    rest = b""
    while block := file.read(_BLOCK):  # type: ignore[attr-defined]
        whole, found, rest_ = (rest + block).rpartition(b"\n")
        rest = rest_ if found else rest + block
        if found:
            yield whole + b"\n"
        elif len(rest) > LONGEST:
            break
    if rest:
        yield rest + end


def _is_table(block: Bytes, delimiter: int, width: int, *, quoted: bool) -> bool:
    ends, marks = block == _LF, block == delimiter
    if quoted:
        inside = _inside(block, delimiter)
        if inside is None or inside[ends].any():
            return False
        marks &= ~inside
    places = np.flatnonzero(ends | marks)
    if places.size % width:
        return False
    last = places[width - 1 :: width]  # of each line, were every line a record
    if not ends[last].all() or np.count_nonzero(ends) != last.size:
        return False
    return int(np.diff(last, prepend=-1).max(initial=0)) <= LONGEST


def _inside(block: Bytes, delimiter: int) -> npt.NDArray[np.bool_] | None:
    """Which bytes stand in quotation marks; None when one opens elsewhere than where a field begins, or closes elsewhere
    than where it ends. Of two in a row within a field the first seems to close it and the second to open it again.
    """
    quotes = block == _QUOTE
    odd = np.bitwise_xor.accumulate(quotes.view(np.uint8)).view(np.bool_)
    opening, closing = np.flatnonzero(quotes & odd), np.flatnonzero(quotes & ~odd)
    if opening.size != closing.size:
        return None
    around = np.isin(np.arange(256), (_LF, 13, _QUOTE, delimiter))
    before = around[block[opening[opening > 0] - 1]]
    after = around[block[closing + 1]]  # a block ends in LF, which is no quotation mark
    return odd if before.all() and after.all() else None
