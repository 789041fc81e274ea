"""Many books at once: every quarter of every plan year of some projects, and where each book is put."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kvartalsbog.errors import UsageError
from kvartalsbog.periods import Period

OUT = "_build"  # in the project
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Book:
    """A quarter of a project, and the folder in which its book's folder is put. Folders are absolute."""

    period: Period
    project: Path
    data_dir: Path
    out: Path

    @property
    def folder(self) -> Path:
        """Where the book stands when it is made."""
        return self.out / str(self.period)

    def __str__(self) -> str:
        return f"{self.period} ({self.project})"


def every_book(projects: Sequence[Path], data_dir: Path | None, out: Path | None) -> list[Book]:
    """The books of all quarters that there are, in order of the projects. Of several projects each has a folder named
    after it in `out`. Raises UsageError with everything that keeps them apart from being made.
    """
    from kvartalsbog.inputs.periods import periods  # noqa: PLC0415 - it reads plans, and one book needs none

    own = list(dict.fromkeys(project.resolve() for project in projects))
    if data_dir is not None and len(own) > 1:
        raise UsageError("--data-dir gælder ét projekt. Flere projekter har hver deres data/.")
    wrong, books = [], []
    names = Counter(project.name for project in own)
    if out is not None:
        wrong += [f"--out: {count} projekter hedder {name}, og deres bøger ville stå i samme mappe. Giv --out for hvert projekt for sig." for name, count in names.items() if count > 1]  # fmt: skip
    for project in own:
        data = (data_dir or project / "data").resolve()
        found = periods(data) if data.is_dir() else ()
        if not found:
            wrong.append(f"{data}: Der er ingen plan med indberetninger. Skriv projektets mappe med --project.")
        target = project / OUT if out is None else out.resolve() / project.name if len(own) > 1 else out.resolve()
        books += [Book(period, project, data, target) for period in found]
    if wrong:
        raise UsageError("\n".join(wrong))
    return books


def refuse_other_content(folder: Path) -> None:
    """Raise UsageError where a folder that a book would take the place of holds anything else than a book: it would be gone."""
    from kvartalsbog.opendata.formats.inventory import RESULTS  # noqa: PLC0415 - not for a build with nothing to do

    is_book = (folder / MANIFEST).is_file() and (folder / RESULTS).is_file()
    if folder.is_dir() and not is_book and any(folder.iterdir()):
        raise UsageError(f"{folder}: Her står noget, der ikke er en bog, og bogen ville træde i stedet for det. Flyt det, eller vælg en anden mappe med --out.")  # fmt: skip
