"""Notebooks of a few cells, their parameters, and the kernels that run."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PARAMETERS = {"quarter": "2024K1", "data_dir": "/data"}


def write(folder: Path, name: str, *sources: str, parameters: str = 'quarter = ""\ndata_dir = ""') -> tuple[Path, str]:
    cells = [new_markdown_cell("# Titel"), new_code_cell(parameters, metadata={"tags": ["parameters"]})]
    for source in sources:
        cells.append(new_markdown_cell(source[1:]) if source.startswith("%") else new_code_cell(source))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    path = folder / name
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path, name


def kernels(folder: Path) -> set[int]:
    """The kernels that run now below a folder of temporary files, with their keepers: each works in a folder of its own."""
    return processes(folder, "kb-")


def processes(folder: Path, prefix: str = "") -> set[int]:
    """The processes that work in a folder below another."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # another user's, or it has ended
            if str((process / "cwd").readlink()).startswith(f"{folder}/{prefix}"):
                found.add(int(process.name))
    return found
