"""In which encoding a text file is, found out by reading it through once: UTF-8, Windows-1252, or UTF-16 with its mark."""

from __future__ import annotations

import codecs
import struct
from pathlib import Path

import pyarrow as pa

from kvartalsbog.errors import Place, Problem, ProblemsError, refusal

_BLOCK = 1 << 20
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)  # the first begins as UTF-16's does
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TWICE_ENCODED = ("Ã¦", "Ã¸", "Ã¥", "Ã†", "Ã˜", "Ã…")


def encoding_of(path: Path, name: str) -> str:
    """Python's name of a file's encoding; a byte order mark is none of its text.

    Raises ProblemsError, with the line, when the file is empty, holds zeros, or is in no encoding or several.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise refusal(name, "Filen er tom.", hint="Træk udtrækket igen.")
    if start.startswith(_UTF_16) and not start.startswith(_UTF_32):
        _decode(path, name, "utf-16")
        return "utf-16"
    if _is_utf8(path, name):
        return "utf-8-sig"
    _decode(path, name, "cp1252")
    return "cp1252"


def _is_utf8(path: Path, name: str) -> bool:
    """Whether all of it is UTF-8; a character that a block ends within is read with the next one."""
    utf8, rest, at = True, b"", 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if (zero := block.find(b"\0")) >= 0:
                raise ProblemsError([_foreign(name, _line(path, at + zero), "0x00")])
            at += len(block)
            if utf8:
                whole = rest + block
                cut = _cut(whole)
                utf8, rest = _valid(whole[:cut]), whole[cut:]
    return utf8 and not rest


def _cut(block: bytes) -> int:
    """Where a last character begins that may go on in the next block."""
    for back in range(1, min(4, len(block) + 1)):
        if block[-back] >= 0xC0:
            return len(block) - back
        if block[-back] < 0x80:
            break
    return len(block)


def _valid(block: bytes) -> bool:
    """As Arrow tells it of a text that holds the block: many times faster than to decode it."""
    places = pa.py_buffer(struct.pack("=ii", 0, len(block)))
    try:
        pa.StringArray.from_buffers(1, places, pa.py_buffer(block)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _decode(path: Path, name: str, encoding: str) -> None:
    """Refuse bytes that the encoding does not know, zeros, and text that is UTF-8 in places."""
    decoder, at, last = codecs.getincrementaldecoder(encoding)(), 0, ""
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                wide = encoding == "utf-16"
                line = None if wide else _line(path, at + error.start)
                value = "et halvt tegn" if wide else f"0x{error.object[error.start]:02x}"
                raise ProblemsError([_foreign(name, line, value)]) from error
            if not block:
                return
            for mark in ("\0", *_TWICE_ENCODED):
                if (found := (last + text).find(mark)) >= 0:
                    line = _line(path, at + found - len(last)) if encoding == "cp1252" else None
                    raise ProblemsError([_foreign(name, line, mark if mark != "\0" else "0x00")])
            at, last = at + len(block), text[-1:]


def _line(path: Path, at: int) -> int:
    """The line of a byte, whatever the lines end in."""
    line, before = 1, b""
    with path.open("rb") as file:
        for start in range(0, at, _BLOCK):
            block = before + file.read(min(_BLOCK, at - start))
            before = block[-1:] if block.endswith(b"\r") else b""
            block = block.removesuffix(b"\r")
            line += block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n")
    return line + len(before)


def _foreign(name: str, line: int | None, value: str) -> Problem:
    hint = "Gem filen som UTF-8, eller træk udtrækket igen."
    allowed = "UTF-8 eller Windows-1252"
    return Problem(Place(name, line), "Filen er i et andet eller blandet tegnsæt.", value, allowed, hint)
