"""The files of an intake, copied before anything is read of them: the bytes that are fingerprinted are those that are read."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from kvartalsbog.errors import refusal
from kvartalsbog.intake.extracts.file_kinds import DELIMITED, WORKBOOKS, refuse_other_kind
from kvartalsbog.intake.extracts.workbook_cells import SheetCells, read_cells
from kvartalsbog.intake.forms.reading import is_form
from kvartalsbog.intake.sums.files import SumTable, tables_of_sheets, tables_of_text
from kvartalsbog.intake.vintage.sources import FileSource


class Books:
    """Copies of files, in folders below `work`. Each workbook is read once."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._cells: dict[FileSource, tuple[SheetCells, ...]] = {}
        self._taken = 0

    def taken(self, source: FileSource) -> FileSource:
        """A source's copy, called what the source is called. Raises ProblemsError when it is another kind of file than its
        name says, or when it was changed meanwhile, so that the copy may be neither the old nor the new; OSError.
        """
        self._taken += 1
        folder = self._work / str(self._taken)
        folder.mkdir()
        before = _stamp(source.path)
        copy = Path(shutil.copyfile(source.path, folder / source.path.name))
        if _stamp(source.path) != before:
            hint = "Vent, til den er skrevet færdig, og prøv igen."
            raise refusal(source.name, "Filen blev ændret, mens den blev læst.", hint=hint)
        refuse_other_kind(copy, source.name)
        return replace(source, path=copy)

    def cells(self, copy: FileSource) -> tuple[SheetCells, ...]:
        if copy not in self._cells:
            self._cells[copy] = read_cells(copy.path, name=copy.name)
        return self._cells[copy]

    def is_form(self, copy: FileSource) -> bool:
        """Whether a copied file is a form. Raises ProblemsError when it cannot be read."""
        return copy.suffix in WORKBOOKS and is_form(self.cells(copy))

    def sums(self, copy: FileSource) -> tuple[SumTable, ...]:
        """The tables of sums in a copied file. Raises ProblemsError when it cannot be read."""
        if copy.suffix in DELIMITED:
            return tables_of_text(copy.path, copy.name)
        return tables_of_sheets(self.cells(copy), copy.name) if copy.suffix in WORKBOOKS else ()


def _stamp(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
