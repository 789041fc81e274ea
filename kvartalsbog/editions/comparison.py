"""Two versions held against each other: which cells of the open data and which files differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import PurePosixPath
from types import MappingProxyType

from pydantic import TypeAdapter, ValidationError

from kvartalsbog.book.outputs import DATA
from kvartalsbog.errors import refusal
from kvartalsbog.files.documents import json_text, parse_json
from kvartalsbog.opendata.formats.earlier import CODES_SINCE, code, rows_of, series_titles

CHANGES = "changes.json"
_CRITERIA = f"{DATA.folder}/criteria.csv"
# the columns that tell the rows of a table apart, where they are not all of its words
_ABOUT_EDITION = frozenset({"quarter", "version", "published", "data_status"})


@dataclass(frozen=True)
class CellChange:
    """A cell that is other than before. `row` names its row; None is a row that was not there, or is not any more."""

    table: str
    row: str
    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Changes:
    """What differs between two versions: cells of the tables, and the names of files other than tables."""

    cells: tuple[CellChange, ...]
    files: tuple[str, ...]


_CHANGES = TypeAdapter(Changes)


def compare(
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    keys: Mapping[str, tuple[str, ...]],
    manifest: int = CODES_SINCE,
) -> Changes:
    """Compare two versions' files. `keys` is the path of a table → the columns that tell its rows apart, and `manifest`
    the format of the version before. A column that only one of the two has, because programs change, is no change.
    """
    titles = _titles(before, manifest) | _titles(after, CODES_SINCE)
    cells = [
        change
        for path in sorted(keys)
        for change in changed_cells(
            PurePosixPath(path).stem,
            _rows(before.get(path), keys[path], manifest),
            _rows(after.get(path), keys[path]),
            keys[path],
            titles,
        )
    ]
    names = sorted(before.keys() | after.keys())
    return Changes(tuple(cells), tuple(name for name in names if before.get(name) != after.get(name)))


def to_json(changes: Changes) -> bytes:
    """The file `changes.json` of a correction."""
    return json_text(asdict(changes)).encode()


def from_json(content: bytes, name: str, manifest: int = CODES_SINCE) -> Changes:
    """What `to_json` wrote beside a manifest of that format. Raises ProblemsError for a file that it did not write."""
    document = parse_json(content, name=name)
    try:
        changes = _CHANGES.validate_python(document)
    except ValidationError as error:
        raise refusal(name, "Filen siger ikke, hvad rettelsen har ændret.") from error
    return changes if manifest >= CODES_SINCE else Changes(tuple(map(_coded, changes.cells)), changes.files)


def _coded(cell: CellChange) -> CellChange:
    before, after = (None if text is None else code(cell.column, text) for text in (cell.before, cell.after))
    return replace(cell, before=before, after=after)


Cells = dict[tuple[str, ...], Mapping[str, str]]  # the keys of a row → its cells by column


Titles = Mapping[tuple[str, str], str]  # a goal and one of its series → what the goal calls it


def changed_cells(
    name: str, old: Cells, new: Cells, keys: tuple[str, ...], titles: Titles = MappingProxyType({})
) -> Iterator[CellChange]:
    """Every cell of a table that is other than before; each column of a row that came or went."""
    for row in dict.fromkeys((*old, *new)):
        columns = dict.fromkeys((*old.get(row, {}), *new.get(row, {})))
        if row in old and row in new:
            columns = dict.fromkeys(column for column in old[row] if column in new[row])
        for column in columns:
            was, is_ = old.get(row, {}).get(column), new.get(row, {}).get(column)
            if was != is_ and column not in keys and column not in _ABOUT_EDITION:
                yield CellChange(name, _called(new.get(row, old.get(row, {})), keys, titles), column, was, is_)


def _called(row: Mapping[str, str], keys: tuple[str, ...], titles: Titles) -> str:
    """What a row is called: its keys, those that have a title or a name by that; a goal by its number, and a series too where
    the goal has no other.
    """

    def told(key: str) -> str:
        if key == "goal":
            return row[key]
        if key == "series":
            title = titles.get((row["goal"], row[key]))
            return f"{title}," if title else row["goal"]
        return row.get(f"{key}_title") or row.get(f"{key}_name") or row[key]

    return " ".join(map(told, keys))


def _titles(files: Mapping[str, bytes], manifest: int) -> dict[tuple[str, str], str]:
    content = files.get(_CRITERIA)
    return series_titles(rows_of(content, manifest)) if content is not None else {}


def _rows(content: bytes | None, keys: tuple[str, ...], manifest: int = CODES_SINCE) -> Cells:
    rows: Iterable[Mapping[str, str]] = rows_of(content, manifest) if content is not None else ()
    if "series" in keys:  # until series had names, a goal had one, which was called as the goal
        rows = ({"series": row.get("goal", ""), **row} for row in rows)
    return {tuple(row[key] for key in keys): row for row in rows}
