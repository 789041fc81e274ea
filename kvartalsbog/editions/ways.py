"""Where a site's pages lead readers: to the main file of each output that a version has, and to each file of its data."""

from __future__ import annotations

from collections.abc import Iterator

from kvartalsbog.book.outputs import OUTPUTS, Output
from kvartalsbog.editions.manifest import Manifest
from kvartalsbog.opendata.formats.inventory import entry


def mains(version: Manifest) -> Iterator[tuple[str, Output]]:
    """The main file of each output that a version has and that is linked to."""
    for output in OUTPUTS.values():
        if output.way and (main := output.main_of(version.outputs)):
            yield main, output


def ways(version: Manifest) -> Iterator[tuple[str, str]]:
    """Where the front page leads to, and the words: to an output's main file, or to the list of its files."""
    for output in OUTPUTS.values():
        if main := output.main_of(version.outputs):
            to = f"{version.folder}/{main}"
        else:
            to = f"{version.quarter}/index.html#data"
        if output.way and any(map(output.has, version.outputs)):
            yield to, output.way


def listed(version: Manifest) -> Iterator[tuple[str, str]]:
    """The open data of a version, what most people look for first, and what each file is."""
    names = sorted(version.outputs, key=lambda name: (not name.endswith(".xlsx"), not name.endswith("-da.csv"), name))
    for name in names:
        output = next((output for output in OUTPUTS.values() if output.listed and output.has(name)), None)
        found = entry(name) if output is not None else None
        if found is not None:
            yield name, found.what
