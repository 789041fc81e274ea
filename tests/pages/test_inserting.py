"""What pages insert, with arguments or without; also an insert that only this module knows, from a page to the problems."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from sphinx.util.docutils import docutils_namespace, patch_docutils

from kvartalsbog.book.complaints import sphinx_problems
from kvartalsbog.content.blocks import Block, Paragraph, text
from kvartalsbog.errors import Problem, UsageError, offered
from kvartalsbog.pages.inserting import INSERTS, Insert, page_blocks
from kvartalsbog.sphinxext.given import Book
from kvartalsbog.sphinxext.typeface import anew
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.gathering import Gathered


def _unit_page(findings: Findings, unit: str) -> tuple[Block, ...]:
    units = {district.id: district.name for district in findings.plan.districts}
    if unit not in units:
        raise UsageError(f"Enheden {unit} findes ikke. {offered(unit, units)}")
    return (Paragraph(runs=text(f"Enheden hedder {units[unit]}.")),)


@pytest.fixture(scope="module")
def gathered(findings_of: Callable[[str], Findings]) -> Gathered:
    return Gathered(findings_of("2024K4"), "d" * 64)


@pytest.fixture
def unit_page() -> Iterator[None]:
    with mock.patch.dict(INSERTS, {"unit-page": Insert(_unit_page, takes=("enhed",))}):
        yield


@pytest.mark.parametrize("name", sorted(INSERTS))
def test_every_insert_has_something_to_show(gathered: Gathered, name: str) -> None:
    arguments = {"annual": " annual-overview", "brief": " brief-summary"}.get(name, "")
    assert page_blocks(f"{name}{arguments}", gathered).blocks


def test_an_unknown_insert_is_refused_with_the_names_there_are(gathered: Gathered) -> None:
    with pytest.raises(UsageError, match=r"Ukendt indhold 'vægte'.*plan-weights"):
        page_blocks("vægte", gathered)


@pytest.mark.usefixtures("unit_page")
def test_an_insert_is_given_its_argument_and_tells_where_its_blocks_are_from(gathered: Gathered) -> None:
    shown = page_blocks("unit-page  groenland", gathered)
    assert shown.blocks == (Paragraph(runs=text("Enheden hedder Grønlands Politi.")),)
    assert shown.origin is not None
    assert shown.origin.part == "unit-page groenland"


REFUSED = {
    "unit-page": "»unit-page« har ikke de ord efter sig, der skal stå. Fundet: ingenting. Tilladt: unit-page ENHED.",
    "unit-page groenland fyn": "»unit-page« har ikke de ord efter sig, der skal stå. Fundet: »groenland fyn«. Tilladt: unit-page ENHED.",
    "plan-weights nsj": "»plan-weights« har ikke de ord efter sig, der skal stå. Fundet: »nsj«. Tilladt: plan-weights.",
    "unit-page nordsj": "Enheden nordsj findes ikke. Der er: ",
    "unit-pages nsj": "Ukendt indhold 'unit-pages'. Der er: ",
}  # fmt: skip


@pytest.mark.usefixtures("unit_page")
@pytest.mark.parametrize("words", REFUSED)
def test_arguments_that_do_not_fit_are_refused_with_the_page_and_the_line(
    gathered: Gathered, tmp_path: Path, words: str
) -> None:
    (problem,) = _problems(tmp_path, gathered, f"# Enheden\n\nOrd.\n\n```{{kvartalsbog}} {words}\n```\n")
    assert (problem.place.file, problem.place.line) == ("index.md", 5)
    assert problem.message.startswith(REFUSED[words])


@pytest.mark.usefixtures("unit_page")
def test_a_page_shows_what_an_insert_makes_of_its_argument(gathered: Gathered, tmp_path: Path) -> None:
    assert not _problems(tmp_path, gathered, "# Enheden\n\n```{kvartalsbog} unit-page groenland\n```\n")
    assert "Enheden hedder Grønlands Politi." in (tmp_path / "out/index.pseudoxml").read_text(encoding="utf-8")


def _problems(folder: Path, gathered: Gathered, page: str) -> tuple[Problem, ...]:
    """What is wrong with a book of one page, made of findings that are handed in: there are no data to read."""
    (folder / "index.md").write_text(page, encoding="utf-8")
    told = io.StringIO()
    extensions = ["myst_nb", "kvartalsbog.sphinxext.edition", "kvartalsbog.sphinxext.blocks"]
    with patch_docutils(), docutils_namespace():
        app = Book(
            gathered, anew, srcdir=folder, confdir=None, outdir=folder / "out", doctreedir=folder / "trees",
            buildername="pseudoxml", confoverrides={"extensions": extensions}, status=None, warning=told,
        )  # fmt: skip
        app.build()
    words = re.sub(r"\x1b\[[0-9;]*m", "", told.getvalue()).replace(f"{folder}/", "")
    return sphinx_problems(words, folder) if words else ()
