"""Pages made by a process of their own: the same bytes, the same problems, and no process that is left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from conftest import make_library
from docutils.nodes import document
from in_process import kernels_again
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder

from kvartalsbog.book import compilation
from kvartalsbog.book.execution import execute
from kvartalsbog.book.layout import Layout, lay_out
from kvartalsbog.book.memory.place import Memory
from kvartalsbog.book.outputs import HTML, PDF, Builders, builders
from kvartalsbog.book.press import Press
from kvartalsbog.book.warm import WarmKernels
from kvartalsbog.errors import ProblemsError
from kvartalsbog.files.store import Store
from kvartalsbog.inputs.fingerprints import data_fingerprint, notebooks, own_parameters
from kvartalsbog.inputs.loading import load
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.publication import DRAFT
from kvartalsbog.verdicts.findings import find
from kvartalsbog.verdicts.gathering import Gathered
from kvartalsbog.verdicts.origins import Rejected

pytestmark = pytest.mark.slow
TABLE = """
:::{{list-table}} Tal om noget
:name: tbl-own
* - Et tal
:::
"""


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """A book of the invented project that is laid out; whoever compiles it takes a copy."""
    folder = tmp_path_factory.mktemp("laid-out")
    project = make_library(folder)
    data = project / "data"
    report = load(quarter_of(2026, 2), data, project)
    gathered = Gathered(find(report), data_fingerprint(report, data))
    execute(
        notebooks(report, project),
        {"quarter": "2026K2", "data_dir": str(data)},
        folder / "executed",
        own=own_parameters(report, project),
    )
    lay_out(project, folder / "executed", folder / "stage", report, gathered)
    return Layout(folder / "stage", gathered, data, DRAFT)


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with kernels_again(), WarmKernels() as warm:
        warm.begin()
        made = warm.press()
        assert made is not None
        assert warm.press() is made
        yield made


def copied(layout: Layout, folder: Path) -> Layout:
    shutil.copytree(layout.stage, folder / "stage")
    return replace(layout, stage=folder / "stage")


def files(folder: Path | None) -> dict[str, bytes]:
    assert folder is not None
    found = (path for name in ("html", "typst") for path in (folder / name).rglob("*") if path.is_file())
    unused = (".buildinfo", ".buildinfo.bak", "objects.inv")  # no part of a book
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found if path.name not in unused}


def wanted(layout: Layout) -> Builders:
    return builders((HTML, PDF), layout.gathered.findings)


def test_the_press_makes_what_this_process_makes_one_after_the_other(
    laid_out: Layout, press: Press, tmp_path: Path
) -> None:
    with mock.patch.object(compilation, "can_fork", return_value=False):
        own = copied(laid_out, tmp_path / "own")
        made = files(compilation.compiled(own, wanted(own)))
    assert len([name for name in made if name.endswith((".html", ".pdf"))]) > 10
    memory = Memory(Store(tmp_path / "memory", 10**8), "a program")
    for again in ("anew", "remembered"):
        other = replace(copied(laid_out, tmp_path / again), memory=memory)
        assert files(press.compiled(other, wanted(other))) == made
    assert memory.store.held().entries == 5  # what was read, what was written, and three faces


def test_only_pages_that_show_what_has_changed_are_written_again(laid_out: Layout, tmp_path: Path) -> None:
    memory, pages = (
        Memory(Store(tmp_path / "memory", 10**8), "a program"),
        builders((HTML,), laid_out.gathered.findings),
    )
    written: list[str] = []
    write = StandaloneHTMLBuilder.write_doc

    def noted(self: StandaloneHTMLBuilder, name: str, tree: document) -> None:
        written.append(name)
        write(self, name, tree)

    def made(name: str, text: str, memory: Memory | None) -> tuple[dict[str, bytes], list[str]]:
        """With a page whose words `Metode` are others, by a builder that has that memory."""
        written.clear()
        folder = tmp_path / f"{name}-{memory is None}"
        layout = replace(copied(laid_out, folder), memory=memory)
        page = layout.stage / "book/method.md"
        page.write_text(text.format(page.read_text(encoding="utf-8")), encoding="utf-8")
        return files(compilation.compiled(layout, pages)), list(written)

    with mock.patch.object(StandaloneHTMLBuilder, "write_doc", noted):
        _, every = made("first", "{}", memory)
        assert made("again", "{}", memory)[1] == []
        for name, text, touched in (
            ("a line", "{}\nEn linje mere.\n", ["book/method"]),
            ("a heading", "{}\n## Et afsnit mere\n\nEn linje.\n", every),
            ("a table with a number", "{}\n" + TABLE, every),
            ("another word in it", "{}\n" + TABLE.replace("Et tal", "To tal"), ["book/method"]),
            ("one without", "{}\n" + TABLE.replace("Tal om noget", ""), every),
            ("the title", "# En anden titel\n\n{}", every),
            ("the first again", "{}", every),
        ):
            found, again = made(name, text, memory)
            assert again == touched, name
            assert found == made(name, text, None)[0], name


def test_a_page_is_read_again_where_what_it_takes_of_the_findings_is_other(laid_out: Layout, tmp_path: Path) -> None:
    memory = Memory(Store(tmp_path / "memory", 10**8), "a program")
    findings = laid_out.gathered.findings
    read: list[str] = []
    real = Builder.read_doc

    def noted(self: Builder, name: str, **settings: Any) -> None:
        read.append(name)
        real(self, name, **settings)

    def made(name: str, gathered: Gathered, memory: Memory | None) -> dict[str, bytes]:
        read.clear()
        layout = replace(copied(laid_out, tmp_path / f"{name}-{memory is None}"), memory=memory, gathered=gathered)
        page = layout.stage / "book/method.md"
        page.write_text("# Metode\n\n```{kvartalsbog} rejected-records\n```\n\n{{ data_date }}\n", encoding="utf-8")
        with mock.patch.object(Builder, "read_doc", noted):
            return files(compilation.compiled(layout, builders((HTML,), findings)))

    made("first", laid_out.gathered, memory)
    assert "book/method" in read
    for name, other, touched in (
        ("a comment", {"comments": dict(list(findings.comments.items())[1:])}, False),
        ("what was rejected", {"rejected": (Rejected(findings.period, "et udtræk", (), 3),)}, True),
        ("the data's day", {"extracted": findings.extracted - timedelta(1)}, True),
    ):
        findings = replace(findings, **other)
        gathered = laid_out.gathered._replace(findings=findings)
        found, again = made(name, gathered, memory), set(read)
        assert ("book/method" in again) == touched, name
        assert found == made(name, gathered, None), name
        assert name == "the data's day" or again < set(read), (
            name
        )  # that is a setting, for which Sphinx reads every page


def test_pages_are_left_standing_for_the_next_book_and_remembered_when_nobody_waits(
    laid_out: Layout, tmp_path: Path
) -> None:
    memory = Memory(Store(tmp_path / "memory", 10**8), "a program")
    standing, pages = tmp_path / "standing", builders((HTML,), laid_out.gathered.findings)
    later: list[Callable[[], object]] = []

    def made(name: str, text: str = "") -> dict[str, bytes]:
        layout = replace(copied(laid_out, tmp_path / name), memory=memory)
        page = layout.stage / "book/method.md"
        page.write_text(page.read_text(encoding="utf-8") + text, encoding="utf-8")
        return files(compilation.compiled(layout, pages, later.append, standing))

    first = made("first")
    entries = memory.store.held().entries
    unpacked = mock.patch("zipfile.ZipFile.extractall", side_effect=AssertionError("it does not stand"))
    with unpacked:
        changed = made("changed", "\nEn linje mere.\n")
        assert made("again") == first != changed
    for work in later:
        work()
    assert memory.store.held().entries > entries
    with pytest.raises(ProblemsError):
        made("wrong", "\n[Et link](ingen.md)\n")
    assert not (standing / "key").exists()
    with pytest.raises(AssertionError, match="it does not stand"), unpacked:
        made("from the memory")
    assert made("from the memory again") == first


def test_what_is_wrong_with_a_page_is_told_as_by_this_process(laid_out: Layout, press: Press, tmp_path: Path) -> None:
    problems = []
    for name, compiled in (("own", compilation.compiled), ("press", press.compiled)):
        layout = copied(laid_out, tmp_path / name)
        page = layout.stage / "book/method.md"
        page.write_text(page.read_text(encoding="utf-8") + "\n[Et link](ingen.md)\n", encoding="utf-8")
        with pytest.raises(ProblemsError) as told:
            compiled(layout, wanted(layout))
        problems.append(told.value.problems)
    assert problems[0] == problems[1] != ()


def test_a_press_that_is_lost_leaves_the_pages_to_who_asked(laid_out: Layout, press: Press, tmp_path: Path) -> None:
    os.kill(_press_of(os.getpid()), signal.SIGKILL)
    layout = copied(laid_out, tmp_path)
    assert press.compiled(layout, wanted(layout)) is None


def test_a_press_ends_with_the_one_who_has_it() -> None:
    code = (
        "import time\nfrom kvartalsbog.book.warm import WarmKernels\n"
        "warm = WarmKernels(); warm.begin(); warm.press(); print('begun', flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        number = _press_of(holder.pid)
        holder.kill()
        until = time.monotonic() + 60
        while _parent(number) is not None and time.monotonic() < until:
            time.sleep(0.05)
        assert _parent(number) is None


def _press_of(holder: int) -> int:
    """The process that compiles: the child of its keeper, which is the child of what forks, which is the holder's."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for number in (int(path.name) for path in Path("/proc").glob("[0-9]*")):
            above, chain = number, []
            while above and (above := _parent(above) or 0):
                chain.append(above)
            if holder in chain and chain.index(holder) == 2:
                return number
        time.sleep(0.05)
    raise AssertionError("there is no press")


def _parent(number: int) -> int | None:
    """The number of a living process's parent; None for one that has ended."""
    try:
        state, parent = Path(f"/proc/{number}/stat").read_bytes().rpartition(b")")[2].split()[:2]
    except OSError:
        return None
    return None if state == b"Z" else int(parent)
