"""What a controller names on the command line → files and databases, and the goal that each feeds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path

from kvartalsbog.errors import Collector, Place, Problem, UsageError, collecting, visible
from kvartalsbog.files.placement import not_there
from kvartalsbog.intake.extracts.file_kinds import DELIMITED, OLDER, PARQUET, WORKBOOKS
from kvartalsbog.intake.records.addresses import Address
from kvartalsbog.intake.records.mapping import IntakeMapping
from kvartalsbog.names import Among, skeleton
from kvartalsbog.process.secrecy import is_there, looks_like_address

Watch = Callable[[str], None]  # is told what is being read
_KNOWN = (*DELIMITED, *WORKBOOKS, *PARQUET)


def unwatched(_: str) -> None:
    """Nobody looks on."""


@dataclass(frozen=True)
class FileSource:
    """A file, and what it is called in problems and records: its name, with its folders only where names repeat."""

    path: Path
    name: str

    @property
    def stem(self) -> str:
        return self.path.stem

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()


@dataclass(frozen=True)
class DatabaseSource:
    """A table or query in a database."""

    address: Address

    @property
    def name(self) -> str:
        return self.address.name

    @property
    def stem(self) -> str:
        return self.address.table


Source = FileSource | DatabaseSource


def find_sources(arguments: Sequence[str], collector: Collector | None = None) -> tuple[Source, ...]:
    """Every source that the arguments name: files, folders with all that is in them, patterns, addresses of databases.

    Every argument that leads to nothing, and every file that is of no known kind, goes to `collector`; without one they
    are raised. So does every address that is none.
    """
    with collecting(collector) as told:
        return _found(arguments, told.problems)


def _found(arguments: Sequence[str], problems: list[Problem]) -> tuple[Source, ...]:
    addresses: list[Address] = []
    paths: list[Path] = []
    secret = any(looks_like_address(text) and not is_there(text) for text in arguments)
    for number, text in enumerate(arguments, start=1):
        if is_there(text) or not looks_like_address(text):
            # beside an address, what leads to nothing can be a piece of it that the shell cut off
            paths += _paths(text, f"Kilde {number}" if secret else text, problems)
        else:
            try:
                addresses.append(Address.parse(text))
            except UsageError as error:
                problems.append(Problem(Place(f"Kilde {number}"), str(error)))
    unique = list(dict.fromkeys(path.resolve() for path in paths))
    known = [path for path in unique if path.suffix.lower() in (*_KNOWN, *OLDER)]
    for path in unique:
        if path not in known:
            problems.append(Problem(Place(path.name), "Ukendt filtype.", path.suffix, Among(path.suffix, _KNOWN)))
    return (*(FileSource(path, _name(path, unique)) for path in known), *map(DatabaseSource, addresses))


def goals_of(source: Source, mapping: IntakeMapping) -> tuple[str, ...]:
    """The goals that a source feeds by its name."""
    return goals_named(source.stem, mapping)


def goals_named(stem: str, mapping: IntakeMapping) -> tuple[str, ...]:
    """The goals that a name tells: that of their extract, alone or followed by anything but a letter."""
    return tuple(
        goal
        for goal, series in mapping.goals.items()
        if _begins(stem.casefold(), series.extract) or _begins(skeleton(stem), skeleton(series.extract))
    )


def _begins(stem: str, name: str) -> bool:
    return re.match(rf"{re.escape(name)}(?![a-zæøå])", stem) is not None


def _paths(text: str, name: str, problems: list[Problem]) -> Iterable[Path]:
    """The files that an argument names; it is called `name` in problems."""
    path = Path(text)
    if path.is_dir():
        files = [found for found in sorted(path.rglob("*")) if found.is_file() and not _hidden(found.relative_to(path))]
        if not files:
            hint = "Læg udtræk og skemaer i den, eller skriv en anden."
            problems.append(Problem(Place(name), "Mappen er tom.", hint=hint))
        return files
    if path.is_file():
        return [path]
    found = sorted(_matching(path)) if has_magic(text) else []
    if not found:
        hint = (
            "Ingen fil passer til mønstret."
            if has_magic(text)
            else not_there(path) or "Se efter, om navnet er skrevet rigtigt."
        )
        message = "Det er ikke en fil." if path.exists() else "Filen findes ikke."
        problems.append(Problem(Place(name), message, hint=hint))
    return found


def _matching(pattern: Path) -> Iterable[Path]:
    """The files of a pattern that the shell left as it is."""
    start = next(parent for parent in pattern.parents if not has_magic(str(parent)))
    return (path for path in start.glob(str(pattern.relative_to(start))) if path.is_file())


def _hidden(path: Path) -> bool:
    """Files that programs leave beside one's own: `.DS_Store`, and Excel's `~$` and LibreOffice's `.~lock`."""
    return any(part.startswith((".", "~$")) for part in path.parts)


def _name(path: Path, paths: Sequence[Path]) -> str:
    """Names are printed and kept: what is no character of a text is shown as its code."""
    same = [other for other in paths if other.name == path.name]
    name = path.name if len(same) == 1 else f"{path.parent.name}/{path.name}"
    return visible(name)
