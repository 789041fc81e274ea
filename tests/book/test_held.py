"""What a chapter shows is held against its book: no other quarter's, other data's or other chapter's figures, and no gap."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import make_library
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from kvartalsbog.book.build import build
from kvartalsbog.book.held import hold
from kvartalsbog.errors import CompilationError, ProblemsError
from kvartalsbog.inputs.fingerprints import data_fingerprint
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.contents import chapters

K1, K2 = quarter_of(2026, 1), quarter_of(2026, 2)
A = "notebooks/2026/pillar_a.ipynb"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("held"))


@pytest.fixture(scope="module")
def report(library: Path) -> Report:
    return load(K1, library / "data")


_RUN: dict[str, bytes] = {}  # notebooks as they are, when they have been run


class Held:
    """A copy of the library's notebooks, run in this process for the first quarter, and what is wrong with them."""

    def __init__(self, library: Path, folder: Path, report: Report) -> None:
        self.library, self.folder, self.report = library, folder, report
        shutil.copytree(library / "notebooks", folder / "notebooks")
        self.data = data_fingerprint(report, library / "data")

    def change(self, name: str, how: Callable[[Any], None]) -> None:
        path = self.folder / name
        document = nbformat.read(path, 4)
        how(document)
        nbformat.write(document, path)

    def problems(self) -> list[str]:
        for name in (chapter.notebook for chapter in chapters(self.report.plan)):
            if (self.folder / name).read_bytes() == (self.library / name).read_bytes() and name in _RUN:
                (self.folder / name).write_bytes(_RUN[name])
                continue
            before = (self.folder / name).read_bytes()
            self.change(name, self._run)
            if before == (self.library / name).read_bytes():
                _RUN[name] = (self.folder / name).read_bytes()
        try:
            hold(self.folder / "notebooks", self.report, self.data)
        except ProblemsError as error:
            return [str(problem) for problem in error.problems]
        return []

    def _run(self, document: Any) -> None:
        """What papermill and a kernel do, without them."""
        shell = InteractiveShell()
        index = next(n for n, cell in enumerate(document.cells) if "parameters" in cell.metadata.get("tags", []))
        given = f"quarter = '2026K1'\ndata_dir = {str(self.library / 'data')!r}"
        document.cells.insert(
            index + 1, new_code_cell(given, metadata={"tags": ["injected-parameters", "remove-cell"]})
        )
        for cell in document.cells:
            if cell.cell_type != "code" or cell.outputs or not cell.source.strip():
                continue
            result = (
                shell.run_cell(cell.source, silent=False).result if "quarter = 'never'" not in cell.source else None
            )
            if result is not None:
                data, _ = shell.display_formatter.format(result)
                cell.outputs = [new_output("execute_result", data=data)]


@pytest.fixture
def held(library: Path, report: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Held:
    return Held(library, tmp_path, report)


def after_parameters(source: str, **metadata: Any) -> Callable[[Any], None]:
    def insert(document: Any) -> None:
        index = next(n for n, cell in enumerate(document.cells) if "parameters" in cell.metadata.get("tags", []))
        document.cells.insert(index + 1, new_code_cell(source, metadata=metadata))

    return insert


def replaced(old: str, new: str) -> Callable[[Any], None]:
    def replace(document: Any) -> None:
        assert any(old in cell.source for cell in document.cells)
        for cell in document.cells:
            cell.source = cell.source.replace(old, new)

    return replace


def at_end(source: str, *outputs: Any) -> Callable[[Any], None]:
    return lambda document: document.cells.append(new_code_cell(source, outputs=list(outputs)))


def test_the_notebooks_as_they_are_show_what_they_must(held: Held) -> None:
    assert held.problems() == []


FAULTS: dict[str, tuple[str, Callable[[Any], None], tuple[str, ...]]] = {
    "another quarter": (A, after_parameters('quarter = "2026K2"', tags=["remove-cell"]), (f"{A}: kapitlet er for 2026K2, bogen for 2026K1. Det vises i cellerne",)),
    "the newest quarter": (A, replaced("quarter, data_dir)", '"newest", data_dir)'), (f"{A}: kapitlet er for 2026K2, bogen for 2026K1.",)),
    "one part of another quarter": (A, at_end('pillar_chapter("a", "2026K2", data_dir).summary'), (f"{A}: kapitlet er for 2026K2, bogen for 2026K1. Det vises i celle 2",)),
    "another pillar": (A, replaced('pillar_chapter("a"', 'pillar_chapter("b"'), ("pillar_a.ipynb",)),
    "another pillar's part": (A, at_end('pillar_chapter("b", quarter, data_dir).summary'), ("cellen viser et afsnit, der hører til notebooks/2026/pillar_b.ipynb.",)),
    "a goal below another's heading": (A, replaced('chapter.goal("a.1")', 'chapter.goal("a.2")'), ("cellen viser mål a.2 under overskriften for mål a.1.", "afsnittet .status for mål a.1 vises ikke.")),
    "a part is swallowed": (A, replaced("goal.development", "try:\n    goal.developmint\nexcept Exception:\n    pass"), ("afsnittet .development for mål a.1 vises ikke. Planen kræver det. Slut en celle med chapter.goal(\"a.1\").development.",)),
    "a part is left out": (A, replaced("chapter.summary", "None"), (f"{A}: afsnittet .summary for kapitlet vises ikke.",)),
    "a part is hidden": (A, lambda d: d.cells[-1].metadata.update(tags=["remove-cell"]), ("afsnittet .comment for mål a.2 vises ikke.",)),
    "a picture of one's own": (A, at_end("1", new_output("display_data", data={"image/png": "AAAA"})), ("cellen viser noget, der ikke kan stå i bogen. Fundet: 'image/png'. Tilladt: det, som chapter viser, og det, som print skriver. Vis en figur med chapter.figure(fig,",)),
    "axes of one's own": (A, at_end("1", new_output("execute_result", data={"text/plain": "[<matplotlib.lines.Line2D at 0x7f>]"})), ("Vis en figur med chapter.figure(fig,",)),
    "markup of one's own": (A, at_end("1", new_output("display_data", data={"text/html": "<script>"})), ("cellen viser noget, der ikke kan stå i bogen. Fundet: 'text/html'. Tilladt: det, som chapter viser, og det, som print skriver. Vis en tabel med chapter.table(frame,",)),
    "a value of one's own": (A, at_end("1", new_output("execute_result", data={"text/plain": "7"})), ("cellen viser noget, der ikke kan stå i bogen. Fundet: 'text/plain'. Tilladt: det, som chapter viser, og det, som print skriver. Slut cellen med det,",)),
    "a figure twice": (A, at_end("chapter.goal(\"a.1\").development"), ("celle 20]: navnet (label) er brugt i forvejen. Fundet: 'fig-goal-a-1-months'.", "Fundet: 'tbl-goal-a-1-months'. Giv det ene et andet navn. Det første er i notebooks/2026/pillar_a.ipynb [afsnittet »Måned for måned«, celle 7].")),
    "a figure without an alternative text, by hand": (A, at_end("shown = chapter.goal(\"a.1\").development\nfigure = next(b for b in shown.blocks if hasattr(b, 'alt')).model_copy(update={'alt': 'a.png', 'label': 'fig-x', 'table': None})\nshown.model_copy(update={'blocks': (figure,)})"), ("fig-x: alt er navnet på en fil.",)),
    "a sign that the PDF lacks": (A, at_end("import pandas as pd\nchapter.table(pd.DataFrame({'Navn': ['x \U0001f600']}), label='tbl-x', caption='Navne')"), ("PDF’en kan ikke vise tegnet. Fundet: '\U0001f600 (U+1F600)'.",)),
    "blocks from nowhere": (A, at_end('from kvartalsbog.content.shown import Blocks\nBlocks(blocks=chapter.summary.blocks)'), ("cellen viser blokke, som ikke siger, hvor de kommer fra.",)),
    "blocks that are none": (A, at_end("1", new_output("display_data", data={"application/vnd.kvartalsbog.blocks.v2+json": {"x": 1}})), ("som ikke siger, hvor de kommer fra",)),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_not_the_books_own_is_refused(fault: str, held: Held) -> None:
    name, change, told = FAULTS[fault]
    held.change(name, change)
    problems = held.problems()
    assert problems
    for words in told:
        assert any(words in problem for problem in problems), problems
    assert all(problem.startswith(name) for problem in problems)


def test_other_data_are_refused(held: Held, tmp_path: Path) -> None:
    """A notebook that reads its data elsewhere, a chapter that was kept, data that were saved while the book was made."""
    other = shutil.copytree(held.library / "data", tmp_path / "data")
    plan = other / "2026/plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8") + "\n# another\n", encoding="utf-8")
    held.change(A, after_parameters(f"data_dir = {str(other)!r}"))
    (problem,) = held.problems()
    assert problem.startswith(f"{A}: kapitlet viser andre data end bogens. Det gælder cellerne")


def test_blocks_copied_from_another_edition_are_refused(held: Held) -> None:
    held.change(A, at_end("pass"))
    assert held.problems() == []
    document = nbformat.read(held.folder / A, 4)
    shown = next(c.outputs[0] for c in document.cells if c.cell_type == "code" and c.outputs)
    text = json.dumps(shown).replace("2026K1", "2025K4")
    document.cells[-1].outputs = [nbformat.from_dict(json.loads(text))]
    nbformat.write(document, held.folder / A)
    with pytest.raises(ProblemsError, match="kapitlet er for 2025K4, bogen for 2026K1"):
        hold(held.folder / "notebooks", held.report, held.data)


# -- whole builds --------------------------------------------------------------------------------------------------------


def test_a_build_refuses_another_quarters_chapter_and_a_cell_that_is_skipped(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    path = project / A
    good = path.read_bytes()

    def make() -> None:
        build(K1, project, project / "data", project / "_build")

    document = nbformat.read(path, 4)
    after_parameters('quarter = "2026K2"', tags=["remove-cell"])(document)
    nbformat.write(document, path)
    with pytest.raises(ProblemsError, match=r"pillar_a\.ipynb: kapitlet er for 2026K2, bogen for 2026K1"):
        make()
    path.write_bytes(good)
    document = nbformat.read(path, 4)
    cell = next(c for c in document.cells if c.source == "goal.development")
    cell.metadata["tags"] = ["skip-execution"]
    nbformat.write(document, path)
    with pytest.raises(ProblemsError, match=r"celle \d+: mærket »skip-execution« kan ikke bruges"):
        make()
    path.write_bytes(good)
    document = nbformat.read(path, 4)
    page = "from pathlib import Path\npage = Path(data_dir).parent / 'book/index.md'\n_ = page.write_text(page.read_text() + 'x')"
    document.cells.append(new_code_cell(page))
    document.cells.append(new_markdown_cell("Slut."))
    nbformat.write(document, path)
    with pytest.raises(CompilationError, match=r"book/index\.md: Filen blev ændret, mens bogen blev lavet"):
        make()
    assert list((project / "_build").iterdir()) == []
