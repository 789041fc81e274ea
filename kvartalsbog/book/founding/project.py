"""A new project in an empty folder: plan, mapping, notebooks, pages and settings, and its first period, ready to be built."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kvartalsbog.book.founding.asked import Asked
from kvartalsbog.book.founding.first_plan import mapping_text, plan_text
from kvartalsbog.book.scaffold import scaffold
from kvartalsbog.errors import UsageError, offered
from kvartalsbog.files.documents import read_yaml
from kvartalsbog.files.workplace import workplace
from kvartalsbog.periods import Calendar, Period
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.vintage_text import MADE_BY, VintageText, texts
from kvartalsbog.readings.written import ITEMS, REMARKS, SERIES

PLAN, MAPPING, DATA = "plan.yml", "intake.yml", "data"
_INVENTED = "opfundet eksempel"
_GIT = ".gitignore"
_LET = frozenset({".git", _GIT, ".DS_Store", "lost+found"})  # what a folder may hold that nothing stands in yet
_IGNORED = "_build/\ndata/.undo/\n.venv/\n__pycache__/\n.ipynb_checkpoints/\n"
_SHOWN = 3


@dataclass(frozen=True)
class Example:
    """An invented plan of the gallery: its name for `--example`, its title and authority, and how often it is followed up."""

    name: str
    title: str
    authority: str
    follow_up: str


@dataclass(frozen=True)
class Founded:
    """A project as it was written: the files in it, and the period that can be built."""

    written: tuple[Path, ...]
    period: Period


def gallery() -> tuple[Example, ...]:
    """The examples that a project can begin as, by name."""
    return tuple(_example(folder) for folder in sorted(_gallery().iterdir(), key=lambda entry: entry.name))


def found(asked: Asked, folder: Path) -> Founded:
    """Write the first project of an authority from its answers. Raises UsageError for a folder that holds something, and OSError."""
    told = {PLAN: plan_text(asked), MAPPING: mapping_text(asked)}
    return _founded(folder, asked.calendar, {name: text for name, text in told.items() if text}, VintageText())


def found_example(name: str, folder: Path) -> Founded:
    """Write an example of the gallery as a project. Raises UsageError for one that there is not, and as `found`."""
    names = [example.name for example in gallery()]
    if name not in names:
        raise UsageError(f"--example {name}: Eksemplet findes ikke. {offered(name, names)}")

    source = _gallery().joinpath(name)
    told = {file: source.joinpath(file).read_text(encoding="utf-8") for file in (PLAN, MAPPING)}
    return _founded(folder, _plan_of(source).calendar, told, _vintage(source), made_by=_INVENTED)


def _founded(
    folder: Path, calendar: Calendar, told: Mapping[str, str], vintage: VintageText, made_by: str = MADE_BY
) -> Founded:
    """Made beside the folder and moved into it, so that a run that fails leaves nothing there."""
    refuse_inhabited(folder)
    folder.mkdir(parents=True, exist_ok=True)
    target, period = folder.resolve(), calendar.periods[0]
    with workplace(target.parent, ".kvartalsbog-init-") as stage:
        project = stage / "project"
        year = project / DATA / period.plan
        year.mkdir(parents=True)
        _write(year, told)
        plan = read_plan(year / PLAN, None, name=f"{DATA}/{period.plan}/{PLAN}")
        (year / period.name).mkdir()
        _write(year / period.name, texts(vintage, plan, period, made_by=made_by))
        scaffold(plan, project)
        if not (target / _GIT).exists():
            _write(project, {_GIT: _IGNORED})
        made = sorted(path.relative_to(project) for path in project.rglob("*") if path.is_file())
        for entry in sorted(project.iterdir()):
            entry.rename(target / entry.name)
    return Founded(tuple(folder / path for path in made), period)


def refuse_inhabited(folder: Path) -> None:
    """Raise UsageError where something stands in a folder already: nothing is ever written over."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: Det er en fil. Vælg en mappe, der er tom, eller som ikke findes endnu.")
    there = sorted(path.name for path in folder.iterdir() if path.name not in _LET) if folder.is_dir() else []
    if not there:
        return
    some = ", ".join(there[:_SHOWN]) + (" …" if len(there) > _SHOWN else "")
    advice = "Vælg en mappe, der er tom, eller som ikke findes endnu."
    if "_config.yml" in there:
        advice = "Her er et projekt i forvejen: Et nyt år åbnes med »kvartalsbog new-quarter«, en ny plans notesbøger skrives med »kvartalsbog scaffold«."
    raise UsageError(f"{folder}: Mappen er ikke tom ({some}), og intet bliver skrevet over. {advice}")


def _gallery() -> Traversable:
    return files("kvartalsbog").joinpath("starter", "gallery")


def _example(folder: Traversable) -> Example:
    plan = _plan_of(folder)
    return Example(folder.name, plan.title, plan.authority, plan.calendar.noun.every)


def _plan_of(folder: Traversable) -> Plan:
    return read_plan(Path(str(folder.joinpath(PLAN))), None, name=f"{folder.name}/{PLAN}")


def _vintage(folder: Traversable) -> VintageText:
    remarks = read_yaml(Path(str(folder.joinpath(REMARKS))), name=REMARKS).value
    return VintageText(_rows(folder.joinpath(SERIES)), _rows(folder.joinpath(ITEMS)), remarks)


def _rows(file: Traversable) -> dict[str, list[tuple[str, ...]]]:
    """The rows of a table by their first column, the goal or series."""
    found: dict[str, list[tuple[str, ...]]] = {}
    rows: Iterable[Sequence[str]] = csv.reader(file.read_text(encoding="utf-8").splitlines()[1:])
    for row in rows:
        found.setdefault(row[0], []).append(tuple(row))
    return found


def _write(folder: Path, texts_: Mapping[str, str]) -> None:
    for name, text in texts_.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
