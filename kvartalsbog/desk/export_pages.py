"""The page of what others are given of a book: pages for Word, tables for Excel, figures for slides, and the annual report's part."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, RedirectResponse, Response

from kvartalsbog.book.export.named import page_places
from kvartalsbog.desk import errands, inbox
from kvartalsbog.desk.screens import render
from kvartalsbog.desk.visits import Visit
from kvartalsbog.errors import UsageError
from kvartalsbog.files.text import read_text
from kvartalsbog.inputs.project import PAGES, pages_folder
from kvartalsbog.pages.annual import TARGET_REPORTING
from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.plan.contents import chapters_of
from kvartalsbog.plan.loading import read_plan

_TEMPLATE = ".skabelon"  # hidden, so that it is not taken in
_TEMPLATES = (".docx", ".dotx")


def export_page(visit: Visit) -> Response:
    """What can be made, and what was made."""
    return render(
        "export.html", visit, here="filer-ud", title="Filer til andre", pages=_pages(visit),
        files=list(_made(visit)), is_last=visit.period.is_last,
    )  # fmt: skip


def export_now(visit: Visit) -> Response:
    """Begin making files, as `export` or `annual` does."""
    desk, what = visit.desk, visit.typed("hvad")
    chosen = [str(name) for name in visit.form.getlist("side")]
    known = _pages(visit)
    if unknown := [name for name in chosen if name not in known]:
        raise UsageError(f"Der er ingen side {unknown[0]!r}. Vælg blandt siderne på listen.")
    commands = {"export": ["export", str(visit.period), *chosen], "annual": ["annual", visit.period.plan]}
    if what not in commands or (what == "annual" and not visit.period.is_last):
        raise UsageError("Vælg, hvad der skal laves: bogens sider eller årsrapportens målrapportering.")
    out = ["--out", str(_out(visit, what)), "--project", str(desk.project), "--data-dir", str(desk.data_dir)]
    number = errands.begin(visit.inbox, [*commands[what], *_template(visit), *out], desk.project)
    return RedirectResponse(visit.address("arbejde", nr=number), 303)


def made_file(visit: Visit) -> Response:
    """One of the files that were made."""
    made = _made(visit)
    if (name := visit.query.get("navn", "")) not in made:
        raise UsageError("Filen er her ikke mere. Lav den igen.")
    return FileResponse(made[name], filename=made[name].name)


def _pages(visit: Visit) -> dict[str, str]:
    """The pages of the book by the names that `export` has for them, and what they are called."""
    plan = read_plan(
        visit.desk.data_dir / visit.period.plan / "plan.yml", None, name=f"{visit.period.plan}/plan.yml"
    ).in_force(visit.period.last_day)
    project, period = visit.desk.project, visit.period
    chapters = chapters_of(plan, project)
    titles = {one.notebook: one.title or one.heading for one in chapters if one.unit is None}
    titles |= {f"{BRIEF.file}.md": BRIEF.title, f"{TARGET_REPORTING.file}.md": "Årsrapportens målrapportering"}
    titles |= {one.notebook: one.title or one.heading for one in chapters if one.unit is not None}
    top, order = pages_folder(project, period.body), list(titles)
    every = {str(place): name for name, place in page_places(plan, period, project).items()}
    known = {every[place]: titles[place] for place in order if place in every}
    return known | {
        name: _heading(top / Path(place).relative_to(PAGES)) for place, name in every.items() if name not in known
    }


def _heading(path: Path) -> str:
    """What a page is called by its own heading; the front's is the plan's title, whatever that is."""
    lines = read_text(path, name=path.name).split("\n")
    found = next((line.removeprefix("# ").strip() for line in lines if line.startswith("# ")), path.stem)
    return "Forsiden" if "{{" in found else found


def _out(visit: Visit, what: str) -> Path:
    """Where files are put: `annual` writes over none that somebody may have written on, and gets a folder of its own."""
    build = visit.desk.project / "_build"
    if what == "export":
        return build / f"{visit.period}-filer"
    names = (f"annual-{visit.period.plan}{f'-{number}' if number else ''}" for number in count())
    return next(folder for name in names if not (folder := build / name).exists())


def _made(visit: Visit) -> dict[str, Path]:
    build = visit.desk.project / "_build"
    folders = (build / f"{visit.period}-filer", *sorted(build.glob(f"annual-{visit.period.plan}*")))
    every = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(build).as_posix(): path for path in every}


def _template(visit: Visit) -> list[str]:
    """The option of the template that was sent, which is laid beside what waits; nothing where none was."""
    sent = visit.form.get("skabelon")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return []
    ending = Path(sent.filename).suffix.lower()
    if ending not in _TEMPLATES:
        raise UsageError(
            f"Skabelonen skal være et dokument fra Word: {', '.join(_TEMPLATES)}. Fundet: {sent.filename!r}."
        )
    return ["--template", str(inbox.lay_aside(visit.inbox, f"{_TEMPLATE}{ending}", sent.file))]
