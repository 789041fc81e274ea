"""Text files → documents that remember the line of every key: strict UTF-8, safe YAML, no surprises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kvartalsbog.errors import Place, Problem, ProblemsError

MAX_BYTES = 5_000_000
MAX_DEPTH = 20
MAX_NODES = 100_000
_PLAIN = "tag:yaml.org,2002:"
_COLLECTIONS = (f"{_PLAIN}map", f"{_PLAIN}seq")
Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A parsed file: its plain value (mappings, lists, scalars) and the line of every key path in it."""

    file: str
    value: Any
    lines: dict[Path_, int]

    def place(self, path: Path_) -> Place:
        """The place of a key path. Steps that the file does not have are passed over, so that a missing key gets
        its parent's line.
        """
        known: Path_ = ()
        for step in path:
            if (*known, step) in self.lines:
                known = (*known, step)
        return Place(self.file, self.lines.get(known, 1), ".".join(str(s) for s in path) or None)


def read_text(path: Path, *, name: str) -> str:
    """The text of a UTF-8 file without a byte order mark.

    `name` is what the file is called in problems. Raises ProblemsError when the file is missing, empty, too large,
    or in another encoding.
    """

    def refuse(message: str, *, line: int | None = None, **details: str) -> ProblemsError:
        return ProblemsError([Problem(Place(name, line), message, **details)])

    if not path.is_file():
        raise refuse("Filen mangler.", hint="Læg filen i mappen, eller ret navnet.")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise refuse("Filen er for stor.", value=f"{size} byte", allowed=f"højst {MAX_BYTES} byte")
    data = path.read_bytes()
    if data.startswith(b"\xef\xbb\xbf"):
        raise refuse("Filen begynder med et byte order mark (BOM).", line=1, hint="Gem den som UTF-8 uden BOM.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = " ".join(f"0x{byte:02x}" for byte in data[error.start : error.end])
        raise refuse(
            "Filen er ikke i UTF-8.", line=line, value=wrong, hint="Gem den som UTF-8 (ikke Windows-1252 eller UTF-16)."
        ) from error
    if not text.strip():
        raise refuse("Filen er tom.", hint="En fil uden rækker skal have sin overskriftslinje.")
    return text


def read_yaml(path: Path, *, name: str) -> Document:
    """The document in a YAML (or JSON) file. Tags, anchors, repeated keys and very deep or large files are refused.

    Raises ProblemsError with the line of what was refused.
    """
    text = read_text(path, name=name)
    try:
        loader = yaml.SafeLoader(text)
    except yaml.reader.ReaderError as error:
        at = text.count("\n", 0, error.position) + 1
        message, found = "Teksten har et skjult tegn.", f"U+{ord(text[error.position]):04X}"
        raise ProblemsError([Problem(Place(name, at), message, value=found, hint="Slet tegnet.")]) from error
    try:
        node = loader.get_single_node()
        builder = _Builder(name, loader)
        value = builder.build(node, (), 0)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ProblemsError([_unreadable(name, line, text)]) from error
    except yaml.YAMLError as error:
        raise ProblemsError([_unreadable(name, None, text)]) from error
    except RecursionError as error:
        raise ProblemsError([Problem(Place(name), f"Filen er mere end {MAX_DEPTH} niveauer dyb.")]) from error
    finally:
        loader.dispose()
    if builder.problems:
        raise ProblemsError(builder.problems)
    return Document(name, value, builder.lines)


def _unreadable(name: str, line: int | None, text: str) -> Problem:
    found = line_of(text, line) if line else None
    hint = "Se efter et kolon, et anførselstegn eller en indrykning for meget eller for lidt, også på linjen før."
    return Problem(Place(name, line), "Filen kan ikke læses som YAML.", value=found, hint=hint)


def line_of(text: str, line: int) -> str:
    """A line of a text as an error shows it: at most 80 characters."""
    lines = text.split("\n")
    return lines[line - 1].strip()[:80] if line <= len(lines) else ""


class _Builder:
    """Builds plain values from YAML nodes while noting the line of every path."""

    def __init__(self, name: str, loader: yaml.SafeLoader) -> None:
        self.name, self.loader = name, loader
        self.lines: dict[Path_, int] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def refuse(self, node: yaml.Node, message: str, value: str | None = None, hint: str | None = None) -> None:
        self.problems.append(Problem(Place(self.name, node.start_mark.line + 1), message, value=value, hint=hint))

    def build(self, node: yaml.Node | None, path: Path_, depth: int) -> Any:
        if node is None:
            return None
        self.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self.seen:
            self.refuse(node, "Henvisninger (&navn og *navn) bruges ikke her.", hint="Skriv teksten ud.")
            return None
        self.seen.add(id(node))
        if depth > MAX_DEPTH or len(self.seen) > MAX_NODES:
            raise RecursionError
        if node.tag not in _COLLECTIONS and (isinstance(node, yaml.CollectionNode) or not node.tag.startswith(_PLAIN)):
            self.refuse(node, "Ukendt mærke (tag).", value=node.tag)
            return None
        if isinstance(node, yaml.MappingNode):
            return dict(self.pairs(node, path, depth))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, index), depth + 1) for index, child in enumerate(node.value)]
        return self.scalar(node)

    def scalar(self, node: yaml.Node) -> Any:
        try:
            return self.loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            hint = "Er det en dato, findes dagen ikke. Skal det være tekst, så sæt den i anførselstegn."
            self.refuse(node, "Værdien kan ikke læses.", value=str(node.value), hint=hint)
            return None

    def pairs(self, node: yaml.MappingNode, path: Path_, depth: int) -> Iterator[tuple[str, Any]]:
        keys: set[str] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.refuse(key_node, "En nøgle skal være et ord.")
                continue
            key = str(key_node.value)
            if key in keys:
                self.refuse(key_node, "Nøglen står to gange.", value=key, hint="Behold den ene.")
            keys.add(key)
            self.lines[*path, key] = key_node.start_mark.line + 1
            yield key, self.build(value_node, (*path, key), depth + 1)
