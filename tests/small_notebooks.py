"""Notebooks of a few cells, their parameters, and the kernels that run."""

from __future__ import annotations

import subprocess
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


def kernels(folder: Path) -> list[str]:
    """The kernels that run now and have their connection file in the folder, with their keepers; `ps` cuts no line short."""
    found = subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in found.splitlines() if "ipykernel_launcher" in line and f"{folder}/" in line]
