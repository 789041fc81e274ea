"""Anything that a book is made from is changed by chance: what is remembered must be, byte for byte, what is made anew.

Changes add up, and now and then the files are again as they were some changes ago: only then can an old memory be taken for
a new one. Every book is compared notebook by notebook, every third page by page, every thirtieth as a PDF too.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest import mock

import nbformat
import yaml
from conftest import make_library, seal
from in_process import in_process
from nbformat.v4 import new_code_cell, new_markdown_cell
from remembered import drawings_once

import kvartalsbog
from fuzz.harness import Finding, Verdict
from kvartalsbog.book.compilation import compiled
from kvartalsbog.book.execution import execute
from kvartalsbog.book.layout import Layout, lay_out
from kvartalsbog.book.memory.notebooks import Listed, Notebooks
from kvartalsbog.book.memory.place import Memory, memory_of
from kvartalsbog.book.progress import Step
from kvartalsbog.errors import KvartalsbogError, ProblemsError
from kvartalsbog.inputs.fingerprints import data_fingerprint, notebooks, own_parameters
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.pages import tables
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.publication import APPROVED, DRAFT, Release
from kvartalsbog.verdicts.findings import find
from kvartalsbog.verdicts.gathering import Gathered

BOUNDED = 8
MOST_CELLS, MOST_LINES = (
    14,
    60,
)  # of a notebook and of a page, or the last of many books would take many times the first's time
_ENGINE = Path(kvartalsbog.__file__).parent
_QUARTERS = (quarter_of(2026, 1), quarter_of(2026, 2))
_CELLS = (
    "print(open({note!r}).read())", "import os\nprint(os.environ['KB_NOTE'])", "import random\nrandom.seed(open({note!r}).read())\nprint(random.random())",
    "from kvartalsbog.pages.chapters import overview_chapter\nother = overview_chapter(quarter, data_dir)\nprint(other.findings.comments)",
    "from kvartalsbog.pages.chapters import pillar_chapter as way\nprint(way('b', quarter, data_dir).pillar.title)",
    "print({number}, quarter)", "print(chapter.findings.comments, chapter.findings.extracted)", "from pathlib import Path\nprint(Path({note!r}).stat().st_size)",
)  # fmt: skip
_LINES = (
    "Se [](#{label}).", "```{{kvartalsbog}} plan-weights\n```", "Det er {{{{ data_date }}}}.", "```{{include}} part.md\n```", "(own-{number})=\n## Afsnit {number}",
    "{{ref}}`goal-a-1`", "Tekst {number}.", "![Et billede](picture.svg)", "```{{eval-rst}}\nI dag er det |today|.\n```", "{{{{ env.found_docs | length }}}}",
)  # fmt: skip
_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="9"><rect width="{0}" height="9"/></svg>'


class World:
    """A project, the program's files, the libraries' names and the environment, all of which can change."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.project = folder, make_library(folder)
        self.engine, self.libraries = folder / "kvartalsbog", folder / "site"
        shutil.copytree(_ENGINE, self.engine, ignore=shutil.ignore_patterns("__pycache__"))
        self.libraries.mkdir()
        self.note = folder / "note.txt"
        self.note.write_text("0", encoding="utf-8")
        (self.project / "book/part.md").write_text("En del.", encoding="utf-8")
        (self.project / "book/picture.svg").write_text(_PICTURE.format(9), encoding="utf-8")
        self.quarter, self.release, self.word = _QUARTERS[1], DRAFT, ""
        self.number = 0
        self.kept = [self._copied()]

    def changed(self, rng: random.Random) -> str:
        """Change one thing; gives what."""
        self.number += 1
        ways: list[Callable[[random.Random], object]] = [
            self.plan, self.series, self.comment, self.items, self.page, self.page, self.notebook, self.notebook, self.settings,
            self.program, self.library, self.surroundings, self.edition, self.store, self.nothing, self.back, self.back,
        ]  # fmt: skip
        way = rng.choice(ways)
        way(rng)
        return way.__name__

    def back(self, rng: random.Random) -> None:
        """The project is as it was some changes ago."""
        self.again(rng.choice(self.kept))

    def again(self, copy: Path) -> None:
        """The project is as that copy of it; what is remembered stays."""
        for path in self.project.iterdir():
            if path.name != "_build":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(copy, self.project, dirs_exist_ok=True)

    def keep(self) -> None:
        """The project as it is can be read: changes may come back to it."""
        self.kept = [*self.kept[-5:], self._copied()]

    def plan(self, rng: random.Random) -> None:
        field = rng.choice(("title", "summary", "responsible", "name"))
        self._write("data/2026/plan.yml", lambda t: _one(rng, rf"(?m)^(.*\b{field}: )([^,}}\n]*)", lambda row: f"{row[1]}Nyt navn {self.number}", t))  # fmt: skip

    def series(self, rng: random.Random) -> None:
        quarter = rng.choice(_QUARTERS)
        self._write(f"data/2026/{quarter}/series.csv", lambda t: _one(rng, r"(?m)^(\w\.\d,[\w-]+,\w+,)(\d+),", lambda row: f"{row[1]}{int(row[2]) + 1},", t))  # fmt: skip
        seal(self.project / f"data/2026/{quarter}")

    def comment(self, rng: random.Random) -> None:
        folder = f"data/2026/{rng.choice(_QUARTERS)}"
        told = yaml.safe_load((self.project / folder / "commentary.yml").read_text(encoding="utf-8"))
        told.setdefault(rng.choice(("a.1", "b.1", "c.1")), {})["comment"] = f"Bemærkning {self.number}."
        self._write(f"{folder}/commentary.yml", lambda _: yaml.safe_dump(told, allow_unicode=True, sort_keys=False))
        seal(self.project / folder)

    def items(self, rng: random.Random) -> None:
        self._write("data/2026/2026K2/deliverables.csv", lambda t: re.sub(r"(?m)^(c\.1,orientering,,).*$", rf"\g<1>2026-08-{rng.randint(1, 28):02},", t))  # fmt: skip
        seal(self.project / "data/2026/2026K2")

    def page(self, rng: random.Random) -> None:
        if rng.random() < 0.3:
            self._write("book/part.md", lambda _: f"En anden del {self.number}.")
            self._write("book/picture.svg", lambda _: _PICTURE.format(rng.randint(5, 60)))
            return
        line = rng.choice(_LINES).format(label=f"own-{rng.randint(1, self.number)}", number=self.number)
        name = rng.choice(sorted(path.stem for path in (self.project / "book").glob("*.md") if path.stem != "part"))
        words = (self.project / f"book/{name}.md").read_text(encoding="utf-8")
        title = f"# Titel {self.number}"
        self._write(f"book/{name}.md", lambda _: re.sub(r"(?m)^# .*$", title, words, count=1) if rng.random() < 0.3 or words.count("\n") > MOST_LINES else f"{words}\n{line}\n")  # fmt: skip

    def notebook(self, rng: random.Random) -> None:
        path = self.project / f"notebooks/2026/{rng.choice(('overview', 'pillar_a', 'pillar_b', 'unit'))}.ipynb"
        document = nbformat.read(path, as_version=4)
        code = rng.choice(_CELLS).format(note=str(self.note), number=self.number)
        cell = new_code_cell(code) if rng.random() < 0.7 else new_markdown_cell(f"Ord {self.number}.")
        cell["id"] = f"cell-{self.number}"
        if len(document.cells) > MOST_CELLS:
            document.cells.pop()
        document.cells.append(cell)
        nbformat.write(document, path)

    def settings(self, rng: random.Random) -> None:
        word = rng.choice(("Figur", "Billede", "Tegning"))
        self._write("_config.yml", lambda t: re.sub(r"figure: \w+ %s|figure: \"\w+ %s\"|(?<=figure: )\w+(?= %s)", f"figure: {word} %s" if "figure: " not in t else word, t))  # fmt: skip

    def program(self, rng: random.Random) -> None:
        self.word = rng.choice(("", "a", "b"))
        (self.engine / "pages/changed.py").write_text(f"# {self.word}", encoding="utf-8")

    def library(self, rng: random.Random) -> None:
        for path in self.libraries.iterdir():
            path.rmdir()
        (self.libraries / f"pandas-{rng.randint(1, 3)}.dist-info").mkdir()

    def surroundings(self, rng: random.Random) -> None:
        self.note.write_text(str(rng.randint(0, 10**6)), encoding="utf-8")
        os.environ["KB_NOTE"] = str(rng.randint(0, 10**6))

    def edition(self, rng: random.Random) -> None:
        self.quarter, self.release = rng.choice(_QUARTERS), rng.choice((DRAFT, APPROVED))

    def store(self, rng: random.Random) -> None:
        """What is remembered is damaged, or one entry says to be another."""
        entries = sorted(path for path in (self.project / "_build/.memory").glob("*") if path.is_file())
        for path in rng.sample(entries, min(3, len(entries))):
            whole = path.read_bytes()
            place = rng.randrange(len(whole))
            path.write_bytes(rng.choice((whole[:place], whole[:place] + b"x" + whole[place + 1 :], rng.choice(entries).read_bytes())))  # fmt: skip

    def nothing(self, rng: random.Random) -> None:
        """A book of the same."""

    def _write(self, name: str, change: Callable[[str], str]) -> None:
        path = self.project / name
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    def _copied(self) -> Path:
        copy = self.folder / f"kept-{self.number}"
        shutil.copytree(self.project, copy, ignore=shutil.ignore_patterns("_build"), dirs_exist_ok=True)
        return copy


@contextmanager
def trials() -> Iterator[Callable[[random.Random], Finding]]:
    """One change more, and two books."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fuzz-")))
        stack.enter_context(in_process())
        stack.enter_context(drawings_once(folder / "drawings"))
        stack.enter_context(mock.patch.dict(os.environ, {"KB_NOTE": "0"}))
        world = World(folder)
        stack.enter_context(mock.patch.object(kvartalsbog, "__file__", str(world.engine / "__init__.py")))
        stack.enter_context(mock.patch.object(kvartalsbog, "BEGUN", float("inf")))
        stack.enter_context(mock.patch.object(sys, "path", [*sys.path, str(world.libraries)]))
        capital = tables.capital
        stack.enter_context(mock.patch.object(tables, "capital", lambda words: capital(words) + world.word))

        def trial(rng: random.Random) -> Finding:
            told = world.changed(rng)
            work = Path(tempfile.mkdtemp(dir=folder))
            try:
                return _compared(world, work, told)
            finally:
                shutil.rmtree(work)

        yield trial


def _compared(world: World, work: Path, told: str) -> Finding:
    """The book with and without the memory."""
    try:
        report = load(world.quarter, world.project / "data", world.project)
    except ProblemsError as error:
        world.again(world.kept[-1])
        return Finding(Verdict.REFUSED, str(error))
    memory = memory_of(world.project)
    gathered = Gathered(find(report), data_fingerprint(report, world.project / "data"))
    recalled: list[str] = []
    builders = ("html", "typst") if world.number % 30 == 0 else ("html",) if world.number % 3 == 0 else ()
    made = [
        _made(world, work / name, report, gathered, used, recalled, builders)
        for name, used in (("with", memory), ("without", None))
    ]
    other = sorted(name for name in made[0].keys() | made[1].keys() if made[0].get(name) != made[1].get(name))
    if other:
        return Finding(Verdict.SILENT, f"{told} (change {world.number}): {other[:5]}")
    if "problems" in made[0]:
        world.again(world.kept[-1])
        return Finding(Verdict.REFUSED, f"{told}: {made[0]['problems'].decode()}")
    world.keep()
    return Finding(Verdict.AS_TOLD if recalled else Verdict.SAME, told)


def _made(
    world: World, work: Path, report: Report, gathered: Gathered, memory: Memory | None, recalled: list[str], builders: tuple[str, ...],
) -> dict[str, bytes]:  # fmt: skip
    """The files of a book, or what is wrong with it."""
    parameters = {"quarter": str(report.period), "data_dir": str(world.project / "data")}

    own = own_parameters(report, world.project)

    def run(todo: list[Listed], into: Path) -> None:
        execute(todo, parameters, into, own=own)

    def observe(step: Step) -> None:
        recalled.append(step.name)

    try:
        Notebooks(memory, gathered, own).executed(notebooks(report, world.project), work / "executed", run, observe)
        found = _files(work / "executed")
        if builders:
            found |= _pages(world.project, work, report, gathered, world.release, memory, builders)
    except KvartalsbogError as error:
        return {"problems": str(error).replace(str(work), "").encode()}
    return found


def _pages(
    project: Path, work: Path, report: Report, gathered: Gathered, release: Release, memory: Memory | None, builders: tuple[str, ...],
) -> dict[str, bytes]:  # fmt: skip
    lay_out(project, work / "executed", work / "stage", report, gathered)
    found: dict[str, bytes] = {}
    layout = Layout(work / "stage", gathered, project / "data", release, memory)
    standing = (
        work.parent.parent / "standing" if memory is not None else None
    )  # as a preview leaves it for its next round
    made = compiled(layout, {name: {} for name in builders}, standing=standing)
    for builder in builders:
        files = _files(made / builder)
        found |= {f"{builder}/{name}": content for name, content in files.items() if ".buildinfo" not in name}
    return found


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _one(rng: random.Random, pattern: str, new: Callable[[re.Match[str]], str], text: str) -> str:
    """Replace one of the places that match."""
    places = list(re.finditer(pattern, text))
    place = rng.choice(places)
    return text[: place.start()] + new(place) + text[place.end() :]
