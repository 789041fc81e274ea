"""A notebook's file → its cells. One that is plainly whole is known to be so without the format's own reader, which takes
longer to import than all notebooks take to read; what that reader would tell or mend is left to it.
"""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any

from kvartalsbog.errors import ExecutionError
from kvartalsbog.files.placement import why

MAX_BYTES = 20_000_000
_NOT_WHOLE = "Filen er ikke en hel notesbog. Åbn den i Jupyter, og gem den igen."
_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_KEYS = {
    "code": {"cell_type", "id", "metadata", "source", "outputs", "execution_count"},
    "markdown": {"cell_type", "id", "metadata", "source"},
}


class Part(dict[str, Any]):
    """A part of a notebook, whose keys are its attributes, as in the format's own reader."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def read(path: Path) -> Any:
    """A notebook in its newest form, to be run or changed. Raises ExecutionError when it is not there, very large, or not a whole one."""
    text = _text(path)
    import nbformat  # noqa: PLC0415 - see above

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cells without names get some
        try:
            document = nbformat.reads(text, as_version=4)
            nbformat.validate(document)
        except Exception as error:  # a foreign reader, which fails in as many ways as a file can be wrong
            raise ExecutionError(f"{path}: {_NOT_WHOLE}") from error
    return document


def looked_at(path: Path) -> Any:
    """A notebook as `read` gives it, to be looked at."""
    return plain(_text(path)) or read(path)


def plain(text: str) -> Any:
    """The notebook that a text is, if it is plainly whole: of the newest form, nothing run, and nothing in it that is not usual."""
    try:
        document = json.loads(text, object_hook=Part)
    except (ValueError, RecursionError):
        return None
    if not _is_plain(document):
        return None
    for cell in document.cells:
        cell["source"] = "".join(cell.source)
    return document


def _text(path: Path) -> str:
    if path.is_dir():
        raise ExecutionError(f"{path}: Der ligger en mappe, hvor notesbogen skulle være. Flyt den.")
    if not path.is_file():
        raise ExecutionError(f"{path}: Notesbogen findes ikke. Skriv den med: kvartalsbog scaffold data/ÅR/plan.yml")
    if path.stat().st_size > MAX_BYTES:
        raise ExecutionError(f"{path}: Filen er for stor: højst {MAX_BYTES // 1_000_000} MB. Slet det, cellerne viser, i Jupyter, og gem den igen.")  # fmt: skip
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ExecutionError(f"{path}: Notesbogen kan ikke læses: {why(error)}.") from error
    except ValueError as error:
        raise ExecutionError(f"{path}: {_NOT_WHOLE}") from error


def _is_plain(document: Any) -> bool:
    if not isinstance(document, Part) or document.keys() != {"cells", "metadata", "nbformat", "nbformat_minor"}:
        return False
    form = (document.nbformat, document.nbformat_minor)
    cells = document.cells
    return (
        form == (4, 5)
        and all(type(number) is int for number in form)
        and _is_plain_metadata(document.metadata)
        and isinstance(cells, list)
        and all(map(_is_plain_cell, cells))
        and len({cell.id for cell in cells}) == len(cells)
    )


def _is_plain_metadata(metadata: Any) -> bool:
    """Whether a notebook's own metadata are a kernel and a language, with words."""
    if not isinstance(metadata, Part) or not metadata.keys() <= {"kernelspec", "language_info"}:
        return False
    asked = {"kernelspec": {"name", "display_name"}, "language_info": {"name"}}
    return all(
        isinstance(part, Part) and asked[name] <= part.keys() and all(isinstance(word, str) for word in part.values())
        for name, part in metadata.items()
    )


def _is_plain_cell(cell: Any) -> bool:
    if not isinstance(cell, Part) or cell.keys() != _KEYS.get(str(cell.get("cell_type"))):
        return False
    told = isinstance(cell.id, str) and _ID.fullmatch(cell.id) and _is_plain_mark(cell.metadata)
    source = cell.source if isinstance(cell.source, list) else [cell.source]
    if not told or not all(isinstance(line, str) for line in source):
        return False
    return cell.cell_type == "markdown" or (cell.outputs == [] and cell.execution_count is None)


def _is_plain_mark(metadata: Any) -> bool:
    """Whether a cell's metadata are marks, or nothing."""
    if not isinstance(metadata, Part) or not metadata.keys() <= {"tags"}:
        return False
    tags = metadata.get("tags", [])
    named = isinstance(tags, list) and all(isinstance(tag, str) and tag and "," not in tag for tag in tags)
    return named and len(set(tags)) == len(tags)
