"""What a book's own texts may not hold: signs that the PDF cannot show, and places that somebody was to fill in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kvartalsbog.book.notebook_reading import looked_at
from kvartalsbog.errors import Collector, ExecutionError, Place, Problem, refusal, settle
from kvartalsbog.files.documents import Path_, read_yaml
from kvartalsbog.files.text import read_text
from kvartalsbog.inputs.fingerprints import input_files
from kvartalsbog.inputs.loading import Report
from kvartalsbog.sphinxext.typeface import missing_glyphs

_SHOWN = (
    "plan.yml",
    "commentary.yml",
    "deliverables.csv",
    ".md",
    ".ipynb",
)  # settings, hashes and figures are not text
# What the program and its pages have left for a person to write, and what people leave for themselves.
_PLACEHOLDERS = (
    re.compile(r"\b(?:skriver|indsætter|sætter|udfylder)\s+her\b(?!\s*(?:er|var)\b)", re.I),
    re.compile(r"\b(?:skriv|indsæt|udfyld|tilføj)\s+(?:her|selv)\b", re.I),
    re.compile(r"[\[<{(]\s*(?:skriv|indsæt|udfyld|tilføj|navn|telefon|e-mail|link)\b[^\])>}]*[\])>}](?!\()", re.I),
    re.compile(r"\b(?:udfyldes|skrives|indsættes|kommer)\s+(?:senere|snart)\b", re.I),
    re.compile(r"\b(?:TODO|FIXME|XXX+|TBD)\b"),
    re.compile(r"\blorem ipsum\b", re.I),
)
_DRAFT = re.compile(r"^#\s*UDKAST\b")  # the heading of a plan that was drafted from last year's


@dataclass(frozen=True)
class Line:
    """A piece of text that readers meet, and where it stands."""

    place: Place
    text: str


def refuse_unprintable(report: Report, project: Path, data_dir: Path) -> None:
    """Raise ProblemsError with every text that cannot be read, and every sign in one that the PDF's typeface lacks."""
    collector = Collector()
    for name, path in _shown(report, project, data_dir):
        collector.attempt(lambda name=name, path=path: _refuse_signs(_lines(name, path)))  # type: ignore[misc]
    collector.settle()


def _refuse_signs(lines: Iterator[Line]) -> None:
    hint = "Skriv det med ord eller med et andet tegn."
    settle(
        Problem(line.place, "PDF’en kan ikke vise tegnet.", f"{sign} (U+{ord(sign):04X})", hint=hint)
        for line in lines
        for sign in missing_glyphs(line.text)
    )


def refuse_placeholders(report: Report, project: Path, data_dir: Path) -> None:
    """Raise ProblemsError with every place of pages, notebooks and the plan that is still to be filled in."""
    files = input_files(report, project, data_dir)
    problems = [
        Problem(line.place, "Her står en pladsholder.", found[0], hint="Skriv teksten færdig, eller slet den.")
        for name, path in files.items()
        if name.endswith((".md", ".ipynb", "plan.yml"))
        for line in _lines(name, path)
        if (found := next(filter(None, (pattern.search(line.text) for pattern in _PLACEHOLDERS)), None))
    ]
    problems += [
        Problem(
            Place(name, number), "Planen er et udkast.", hint="Gør den færdig, og slet linjerne om udkastet øverst."
        )
        for name, path in files.items()
        if name.endswith("plan.yml")
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if _DRAFT.match(text)
    ]
    settle(problems)


def _shown(report: Report, project: Path, data_dir: Path) -> list[tuple[str, Path]]:
    return [entry for entry in input_files(report, project, data_dir).items() if entry[0].endswith(_SHOWN)]


def _lines(name: str, path: Path) -> Iterator[Line]:
    readers: dict[str, Callable[[str, Path], Iterator[Line]]] = {".yml": _yaml, ".ipynb": _notebook}
    return readers.get(path.suffix, _plain)(name, path)


def _plain(name: str, path: Path) -> Iterator[Line]:
    for number, text in enumerate(read_text(path, name=name).splitlines(), start=1):
        if not text.startswith("%"):  # a comment in a page
            yield Line(Place(name, number), text)


def _yaml(name: str, path: Path) -> Iterator[Line]:
    document = read_yaml(path, name=name)
    for keys, text in _strings(document.value, ()):
        yield Line(document.place(keys), text)


def _strings(value: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _strings(part, (*path, key))


def _notebook(name: str, path: Path) -> Iterator[Line]:
    try:
        cells = looked_at(path).cells
    except ExecutionError as error:
        raise refusal(name, str(error).removeprefix(f"{path}: ")) from error
    for number, cell in enumerate(cells, start=1):
        if cell.cell_type == "markdown":
            yield Line(Place(name, None, f"celle {number}"), cell.source)
