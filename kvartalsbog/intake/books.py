"""The files of an intake, as they are when they are first looked at."""

from __future__ import annotations

from collections.abc import Iterator

from kvartalsbog.errors import Place, Problem
from kvartalsbog.intake.file_kinds import WORKBOOKS, refuse_other_kind
from kvartalsbog.intake.form_reading import is_form
from kvartalsbog.intake.sources import FileSource
from kvartalsbog.intake.workbook_cells import SheetCells, read_cells


class Books:
    """Remembers what it looked at: each workbook is read once."""

    def __init__(self) -> None:
        self._cells: dict[FileSource, tuple[SheetCells, ...]] = {}
        self._stamps: dict[FileSource, tuple[int, ...]] = {}

    def cells(self, source: FileSource) -> tuple[SheetCells, ...]:
        if source not in self._cells:
            self._cells[source] = read_cells(source.path, name=source.name)
        return self._cells[source]

    def is_form(self, source: FileSource) -> bool:
        """Whether a file is a form. Raises ProblemsError when it is another kind of file than its name says."""
        self._stamps[source] = _stamp(source)
        refuse_other_kind(source.path, source.name)
        return source.suffix in WORKBOOKS and is_form(self.cells(source))

    def changed(self) -> Iterator[Problem]:
        """The files that are not what they were: what was read of them may be neither the old nor the new."""
        for source, stamp in self._stamps.items():
            if not source.path.exists() or _stamp(source) != stamp:
                hint = "Vent, til den er skrevet færdig, og prøv igen."
                yield Problem(Place(source.name), "Filen blev ændret, mens den blev læst.", hint=hint)


def _stamp(source: FileSource) -> tuple[int, ...]:
    found = source.path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
