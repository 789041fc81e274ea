"""Mutants of a text, and whether what the program made of a YAML or JSON text is what stands in it.

The second reader knows nothing of the program's: it takes the structure from PyYAML's BaseLoader, which gives no word a
meaning, and holds every value that came out against the letters that went in.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import yaml

Path_ = tuple[str | int, ...]
SCALARS = (
    "0165", "2:45", "0x165", "0b11", "0o17", "1_000", "1e3", "1.0e+300", "+5", "5.", ".5", ".inf", "-.inf", ".nan", "NaN", "Infinity", "-180",
    "0", "00", "-0", "1.10", "165.0", "100.5", "9" * 40, "9" * 4000, "0.1000000000000000055", "yes", "no", "on", "Off", "true", "FALSE", "~", "null", '""', "''",
    '"2031-12-31"', "2031-12-31", "2024-2-3", "2024-01-01T00:00:00", "2024-01-01 00:00:00Z", "1735603200", "0001-01-01", "9999-12-31", "1970-01-01",
    "2026-02-30", "31-12-2026", "!!bool x", '!!int ""', "!!timestamp x", "!!str 5", "!!python/name:os.system", "! 5", "!x y", "&a 5", "*a", "[a]", "[]", "{}",
    "{a: b}", "<<", "=", "? a", '"5"', "'5'", '"\\u202e"', '"a\\u200b"', '"\\ud800"', "x\u200by", "x\u00ady", "x\u2028y", "x\u3164y", "x\U000e0041y", "x\ufe0fy", "\u202ex",
    "x\u00a0y", "e\u0301", "é", "[x](javascript:y)", "<b>x</b>", "*x*", "%", "@x", "`x`", "a: b", "a #b", "|", ">", "-", "2026K9", "2027K1", "2.5", "3", "x" * 3000,
    '"a\\tb"', "\tx", "\x85", "\x07", "at_least", "at_most", "mean", "share", "50", "2026-09-30", "2026-12-31", "nord", "vest",
)  # fmt: skip
_PIECES = ("\t", "\0", "\r", "\r\n", "\ufeff", "\u202e", "\u200b", "\u00ad", "\u2028", "\u3164", "\x85", ": ", "- ", "[", "{", "}", "]", '"', "'", "&a ", "*a", "!!int ", "!x ", "? ", "---\n", "%YAML 1.1\n---\n", "|", ">", "#", ",", "\n", "  ", "0", "9", ".", "-", "e", "_")  # fmt: skip


def mutant(text: str, rng: random.Random) -> bytes:
    """The text with one or two small changes: a value in place of another, a line gone or twice, signs, a byte."""
    for _ in range(rng.choice((1, 1, 1, 2))):
        text = rng.choice((_value, _value, _value, _line, _signs))(text, rng)
    data = text.encode("utf-8", "surrogatepass")
    kind = rng.random()
    if kind < 0.04:
        at = rng.randrange(len(data) + 1)
        return data[:at] + bytes([rng.randrange(256)]) + data[at:]
    if kind < 0.07:
        return rng.choice((data.replace(b"\n", b"\r\n"), data.replace(b"\n", b"\r"), b"\xef\xbb\xbf" + data))
    return text.encode(rng.choice(("utf-16", "utf-16-le", "cp1252")), "replace") if kind < 0.09 else data


def _value(text: str, rng: random.Random) -> str:
    """Another scalar in place of one that ends a line or stands in a list."""
    places = [
        m.span(1)
        for m in re.finditer(r"(?:[:\[,{-] ?)((?:\"[^\"\n]*\"|'[^'\n]*'|[^\s,\]\[{}:#\"'][^,\]\[{}:#\n]*))", text)
    ]
    first, last = rng.choice(places)
    old, new = text[first:last], rng.choice(SCALARS)
    if rng.random() < 0.25 and re.search(r"\d", old):
        new = re.sub(r"\d", lambda _: str(rng.randrange(10)), old, count=rng.randint(1, 4))
    return text[:first] + new + text[last:]


def _line(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    kind = rng.randrange(4)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[at])
    elif kind == 2:
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines[at] = rng.choice((" ", "  ", "")) + lines[at].lstrip(" ")
    return "".join(lines)


def _signs(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice((rng.choice(_PIECES), "", text[at : at + 30])) + text[at + rng.randint(0, 2) :]


def unfaithful(data: bytes, value: Any) -> Iterator[str]:
    """Where an accepted value is not what stands in the text, or where the text should not have been accepted."""
    text = data.decode("utf-8").replace("\r\n", "\n")
    if text.lstrip().startswith("{"):  # JSON may have tabs where YAML has none; in its words it has none
        text = text.replace("\t", " ")
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co") and character not in "\n\t":
            yield f"a hidden U+{ord(character):04X}"
    for event in yaml.parse(text, yaml.BaseLoader):
        if getattr(event, "anchor", None) or getattr(event, "tag", None) or getattr(event, "version", None):
            yield f"{event}"
    written = dict(_leaves(yaml.compose(text, yaml.BaseLoader), ()))
    read = dict(_values(value, ()))
    for path, (words, plain) in written.items():
        if path not in read:
            if words not in ("", "~", "null", "Null", "NULL"):
                yield f"{path}: {words!r} is lost"
        elif not _says(words, read[path], plain=plain):
            yield f"{path}: {words!r} became {read[path]!r}"
    yield from (f"{path}: {read[path]!r} stands nowhere" for path in read.keys() - written.keys())


def _says(words: str, value: Any, *, plain: bool) -> bool:
    if isinstance(value, bool):
        return plain and words.lower() == str(value).lower()
    if isinstance(value, int | Decimal):
        return plain and bool(re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", words)) and Decimal(words) == value
    if isinstance(value, datetime):
        return datetime.fromisoformat(words) == value
    if isinstance(value, date):
        return words == value.isoformat()
    tag = yaml.SafeLoader("").resolve(yaml.ScalarNode, words, (plain, not plain)).rpartition(":")[2]
    return bool(words == value) and tag in ("str", "timestamp")


def _leaves(node: yaml.Node, path: Path_) -> Iterator[tuple[Path_, tuple[str, bool]]]:
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        if len(set(map(str, keys))) < len(keys):
            yield (*path, "a key twice"), ("!", True)
        for key, value in node.value:
            yield from _leaves(value, (*path, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _leaves(value, (*path, index))
    else:
        yield path, (node.value, node.style is None)


def _values(value: Any, path: Path_) -> Iterator[tuple[Path_, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _values(part, (*path, key))
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _values(part, (*path, index))
    elif value is not None:
        yield path, value
