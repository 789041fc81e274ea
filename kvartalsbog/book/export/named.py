"""What the pages of a book are called by whoever asks for some of them: known before any notebook is executed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath, PurePosixPath
from typing import TypeVar

from kvartalsbog.errors import UsageError, offered
from kvartalsbog.inputs.project import PAGES, page_files, pages_folder
from kvartalsbog.names import same
from kvartalsbog.pages.annual import TARGET_REPORTING
from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.periods import Period
from kvartalsbog.plan.contents import chapters_of
from kvartalsbog.plan.values import Plan

_WRITTEN = (".md", ".ipynb")
Place = TypeVar("Place", bound=PurePath)


def page_places(plan: Plan, period: Period, project: Path) -> Mapping[str, PurePosixPath]:
    """The pages that a period's book will have by their names, in their order, and each one's place in the folder that it is laid out in."""
    top = pages_folder(project, period.body)
    made = (BRIEF, *((TARGET_REPORTING,) if period.is_last else ()))
    places = [PurePosixPath(PAGES, path.relative_to(top).as_posix()) for path in page_files(project, period.body)]
    places += [PurePosixPath(chapter.notebook) for chapter in chapters_of(plan, project)]
    return by_name(
        sorted(
            path
            for path in {*places, *(PurePosixPath(f"{chapter.file}.md") for chapter in made)}
            if path.suffix in _WRITTEN
        )
    )


def by_name(paths: Iterable[Place]) -> dict[str, Place]:
    """Pages by the names of their files; of several with one name the later have their folder's before it."""
    found: dict[str, Place] = {}
    for path in paths:
        found[path.stem if path.stem not in found else f"{path.parent.name}-{path.stem}"] = path
    return found


def named_pages(wanted: Sequence[str], there: Iterable[str]) -> tuple[str, ...]:
    """The pages that are meant, in the order asked for. Raises UsageError with the pages there are."""
    names = list(there)
    known = {name: same(name, names) for name in wanted}
    if unknown := [name for name, page in known.items() if page is None]:
        raise UsageError("\n".join(f"Der er ingen side {name}. {offered(name, names)}" for name in unknown))
    return tuple(filter(None, known.values()))
