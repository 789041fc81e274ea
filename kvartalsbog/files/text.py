"""Files → text: strict UTF-8 of a bounded size, with one kind of line break."""

from __future__ import annotations

from pathlib import Path

from kvartalsbog.errors import Place, Problem, ProblemsError

MAX_BYTES = 5_000_000


def read_text(path: Path, *, name: str, most: int = MAX_BYTES) -> str:
    r"""The text of a UTF-8 file without a byte order mark, its lines ended by `\n` alone.

    `name` is what the file is called in problems. Raises ProblemsError when the file is missing, empty, of more than
    `most` bytes, or in another encoding, or when its lines end as no program of today ends them.
    """
    if not path.is_file():
        raise _refused(name, "Filen mangler.", hint="Læg filen i mappen, eller ret navnet.")
    with path.open("rb") as file:
        return text_of(file.read(most + 1), name=name, most=most, size=path.stat().st_size)


def text_of(content: bytes, *, name: str, most: int = MAX_BYTES, size: int | None = None) -> str:
    """The same of a file's content; `size` is that of the file where its end has not been read."""
    if len(content) > most:
        raise _refused(name, "Filen er for stor.", value=f"{size or len(content)} byte", allowed=f"højst {most} byte")
    if content.startswith(b"\xef\xbb\xbf"):
        raise _refused(name, "Filen begynder med et byte order mark (BOM).", line=1, hint="Gem den som UTF-8 uden BOM.")
    hint = "Gem den som UTF-8 (ikke Windows-1252 eller UTF-16)."
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = " ".join(f"0x{byte:02x}" for byte in content[error.start : error.end])
        raise _refused(name, "Filen er ikke i UTF-8.", line=line, value=wrong, hint=hint) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _refused(name, "Filen er ikke i UTF-8.", line=line, value="0x00", hint=hint)
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        message = "Filen har et linjeskift, som andre programmer ikke ser (CR)."
        raise _refused(name, message, line=line, hint="Gem den med almindelige linjeskift (LF eller CRLF).")
    if not text.strip():
        raise _refused(name, "Filen er tom.", hint="En fil uden rækker skal have sin overskriftslinje.")
    return text


def _refused(name: str, message: str, *, line: int | None = None, **details: str) -> ProblemsError:
    return ProblemsError([Problem(Place(name, line), message, **details)])


def line_of(text: str, line: int) -> str:
    """A line of a text as an error shows it: at most 80 characters."""
    lines = text.split("\n")
    return lines[line - 1].strip()[:80] if line <= len(lines) else ""
