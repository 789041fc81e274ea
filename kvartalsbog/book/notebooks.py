"""What a notebook must be before it is run, and what must have become of each of its cells afterwards."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kvartalsbog.book.notebook_reading import looked_at
from kvartalsbog.content.shown import MIME_TYPE
from kvartalsbog.errors import ExecutionError, Place, Problem

PARAMETERS = "parameters"
# what a cell may be marked with; every other mark can keep a cell from being run, or what it shows from being seen
TAGS = (PARAMETERS, "remove-cell", "remove-input", "hide-input")
UNSEEN = "remove-cell"
INJECTED = "injected-parameters"
ERROR_TAG = "papermill-error-cell-tag"
_ADDRESS = re.compile(r"\bat 0x[0-9a-f]+")


def unusable(notebooks: Mapping[str, tuple[Path, Iterable[str]]]) -> Iterator[Problem]:
    """Every notebook, given by its name as file and parameters, that could not be run with these."""
    for name, (path, parameters) in notebooks.items():
        try:
            check(path, looked_at(path), dict.fromkeys(parameters))
        except ExecutionError as error:
            yield Problem(Place(name), str(error).removeprefix(f"{path}: "))


def check(path: Path, document: Any, parameters: Mapping[str, Any]) -> None:
    """A notebook must take exactly the parameters that it is given, before anything else is run, and run every cell.

    Raises ExecutionError with everything that is wrong.
    """
    if wrong := list(_wrong(document, parameters)):
        raise ExecutionError(f"{path}: {' '.join(wrong)}")


def _wrong(document: Any, parameters: Mapping[str, Any]) -> Iterator[str]:
    language = document.metadata.get("kernelspec", {}).get("language", "python")
    if language != "python":
        yield f"Notesbogen er skrevet i {language}; den skal være i Python."
    code = [(number, cell) for number, cell in enumerate(document.cells, 1) if cell.cell_type == "code"]
    for number, cell in enumerate(document.cells, 1):
        for tag in tags(cell):
            if tag not in TAGS:
                yield f"celle {number}: mærket »{tag}« kan ikke bruges. Tilladt: {', '.join(TAGS)}."
    marked = [(number, cell) for number, cell in code if PARAMETERS in tags(cell)]
    if len(marked) > 1:
        yield f"Cellerne {', '.join(str(number) for number, _ in marked)} har mærket »parameters«; kun én må have det."
    first, cell = marked[0] if marked else (0, None)
    if any(number < first and cell.source.strip() for number, cell in code):
        yield f"Der er kode før celle {first}, som har mærket »parameters«. Flyt den ned under."
    found = _parameters(cell) if cell is not None else set()
    if found != set(parameters):
        yield (
            f"Notesbogens parametre er {_list(found)}; de skal være {_list(parameters)}. "
            "Ret cellen med mærket »parameters«."
        )


def _parameters(cell: Any) -> set[str]:
    """The names that a cell sets, as plain assignments."""
    names: set[str] = set()
    with suppress(SyntaxError):  # told where code is read
        for line in ast.parse(cell.source).body:
            targets = line.targets if isinstance(line, ast.Assign) else [getattr(line, "target", None)]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def unrun(document: Any) -> list[int]:
    """The numbers of an executed notebook's cells that hold code and were not run: a kernel that is killed can leave
    later cells in silence, and so can marks of foreign programs.
    """
    return [
        number
        for number, cell in numbered(document)
        if cell.cell_type == "code"
        and (
            cell.metadata.get("papermill", {}).get("status") != "completed"
            or (cell.source.strip() and not isinstance(cell.execution_count, int))
        )
    ]


def settled(document: Any) -> str:
    """The text of an executed notebook, from which is taken what differs from run to run: times, counters, memory addresses, where a printed text
    was cut on its way.
    """
    import nbformat  # noqa: PLC0415 - for what has been run alone

    document.metadata.pop("papermill", None)
    for cell in document.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if INJECTED in tags(cell):
            cell.metadata["tags"] = [*cell.metadata["tags"], "remove-cell"]
            cell["id"], cell["source"] = INJECTED, "# the parameters"  # one is where the data lay
        if cell.get("outputs"):
            cell["outputs"] = _joined(cell["outputs"])
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if MIME_TYPE in data:  # the book is made of this alone
                output["data"] = data = {MIME_TYPE: data[MIME_TYPE]}
            if len(data) > 1 or _ADDRESS.search(str(data.get("text/plain", ""))):
                data.pop("text/plain", None)
    return str(nbformat.writes(document)) + "\n"


def _joined(outputs: list[Any]) -> list[Any]:
    """The outputs, in which a stream's texts that follow each other are one."""
    joined: list[Any] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            joined.append(output)
    return joined


def has_error(notebook: str) -> bool:
    """Whether an executed notebook holds papermill's error cell or an error output: it must never be compiled."""
    if ERROR_TAG not in notebook and '"error"' not in notebook:  # as it is written by `settled`
        return False
    import nbformat  # noqa: PLC0415 - see above

    document = nbformat.reads(notebook, as_version=4)
    return any(
        ERROR_TAG in cell.metadata.get("tags", []) or any(o.output_type == "error" for o in cell.get("outputs", []))
        for cell in document.cells
    )


def of_chapter(document: Any, own: Mapping[str, str]) -> Any:
    """The notebook as it is run for one of the chapters that share it: in its headings and labels stands what the chapter is of, in the
    place of the parameter's name in braces.
    """
    for cell in document.cells:
        for name, value in own.items() if cell.cell_type == "markdown" else ():
            cell.source = cell.source.replace(f"{{{name}}}", value)
    return document


def numbered(document: Any) -> Iterator[tuple[int, Any]]:
    """The cells of an executed notebook with the numbers that they have in the one that was written; the cell that sets
    the parameters anew has the number of the one before it.
    """
    number = 0
    for cell in document.cells:
        number += INJECTED not in tags(cell)
        yield number, cell


def tags(cell: Any) -> list[str]:
    """A cell's marks."""
    found = cell.metadata.get("tags", [])
    return [str(tag) for tag in found] if isinstance(found, list) else [str(found)]


def section(document: Any, number: int) -> str:
    """The heading above a cell, counted from 1, or nothing."""
    before = [cell for cell in document.cells[: number - 1] if cell.cell_type == "markdown"]
    return next(filter(None, (heading(cell.source) for cell in reversed(before))), "")


def heading(source: str) -> str:
    """The last heading of a cell of words, or nothing."""
    headings = [line.lstrip("# ") for line in source.splitlines() if line.startswith("#")]
    return headings[-1] if headings else ""


def _list(names: Any) -> str:
    return ", ".join(sorted(names)) or "ingen"
