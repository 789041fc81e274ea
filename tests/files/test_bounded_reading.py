"""Whatever a file of a site or of the project's history holds, it is read within bounds and told in Danish."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import make_library
from quick_book import quick_books
from small_site import DAY, source

from kvartalsbog.audit.files import contradictions, read_files
from kvartalsbog.audit.histories import Edition, Truth, histories
from kvartalsbog.editions.comparison import CellChange, Changes, from_json, to_json
from kvartalsbog.editions.manifest import parse
from kvartalsbog.editions.publishing import publish
from kvartalsbog.editions.site import read_site
from kvartalsbog.editions.versions import Occasion
from kvartalsbog.errors import ProblemsError
from kvartalsbog.files.documents import MAX_DEPTH, parse_json, parse_yaml
from kvartalsbog.inputs.published import published
from kvartalsbog.periods import quarter_of

DEEP = [b"[" * n + b"]" * closed for n, closed in ((MAX_DEPTH + 2, MAX_DEPTH + 2), (900, 900), (100_000, 0), (100_000, 100_000))]  # fmt: skip
DEEP += [b'{"a":' * 100_000, b'{"cells": ' + b"[" * 5_000 + b"]" * 5_000 + b', "files": []}']
BROKEN = [b"", b"{", b"null", b"[]", b"\xff", b"NaN", b'{"cells": NaN}', b'{"a": 1' + b"0" * 5_000 + b"}", b'{"a": "\\ud800"}']  # fmt: skip
READERS: dict[str, Callable[[bytes], object]] = {
    "json": lambda content: parse_json(content, name="x.json"),
    "yaml": lambda content: parse_yaml(content, name="x.yml"),
    "changes": lambda content: from_json(content, "2026K1/v2/changes.json"),
    "manifest": lambda content: parse(content, "2026K1/v1/manifest.json"),
}


@pytest.mark.parametrize("content", DEEP, ids=range(len(DEEP)))
@pytest.mark.parametrize("reader", READERS)
def test_a_deep_file_is_a_problem(reader: str, content: bytes) -> None:
    with pytest.raises(ProblemsError) as caught:
        READERS[reader](content)
    assert caught.value.problems


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize("reader", ["changes", "manifest"])
def test_a_file_that_the_program_did_not_write_is_a_problem(reader: str, content: bytes) -> None:
    with pytest.raises(ProblemsError) as caught:
        READERS[reader](content)
    assert "/" in str(caught.value)


def test_what_was_written_is_read_again_at_the_bound() -> None:
    changes = Changes((CellChange("months", "a.2 2026-02", "total", None, "45"),), ("a", "b"))
    assert from_json(to_json(changes), "x") == changes
    value = "x"
    for _ in range(MAX_DEPTH):
        value = json.dumps([json.loads(value)] if value != "x" else ["x"])
    assert parse_json(value.encode(), name="x") == json.loads(value)


@pytest.mark.parametrize("content", [DEEP[2], b"[]", b'{"2026K1": 0}', b'{"2026K1": true}', b"\xff", b"{"])
def test_the_list_of_what_is_published_is_read_so_too(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026/published.json").write_bytes(content)
    with pytest.raises(ProblemsError, match=r"2026/published\.json"):
        published(tmp_path, "2026")


# -- a version's files -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A version's folder, whose pages are a line each; tests spoil copies of it."""
    folder = tmp_path_factory.mktemp("bounded")
    project = make_library(folder)
    with quick_books():
        publish(source(project, "2026K1"), folder / "site", Occasion(DAY))
    assert list(contradictions(read_files(folder / "site/2026K1/v1", "2026K1/v1"))) == []
    return folder / "site/2026K1/v1"


def cell(column: str, text: str) -> Callable[[bytes], bytes]:
    """A file with another text in a column's first row that has one."""

    def change(content: bytes) -> bytes:
        head, *rows = content.decode("utf-8-sig").splitlines()
        place = head.split(",").index(column)
        number = next(n for n, row in enumerate(rows) if row.split(",")[place])
        cells = rows[number].split(",")
        rows[number] = ",".join((*cells[:place], text, *cells[place + 1 :]))
        return "\n".join((head, *rows, "")).encode()

    return change


SPOILT: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    f"results are deep {number}": ("results.json", lambda _, deep=deep: deep) for number, deep in enumerate(DEEP)  # type: ignore[misc]
} | {
    "results are a list": ("results.json", lambda _: b"[]"),
    "results have no goals": ("results.json", lambda _: b"{}"),
    "goals are numbers": ("results.json", lambda _: b'{"goals": [1]}'),
    "a figure that would fill all memory": ("data/months.csv", cell("n", "1e999999999")),
    "a figure that is none": ("data/months.csv", cell("total", "NaN")),
    "a month that is none": ("data/months.csv", cell("month", "2026-13")),
    "a criterion whose limit is no number": ("data/criteria.csv", cell("limit", "mange")),
    "a table with one column": ("data/districts.csv", lambda _: b"goal\na.1\n"),
    "a table with a cell too many": ("data/months.csv", lambda content: content + b"a,b,c,d,e,f,g,h,i,j,k,l\n"),
    "a vintage that is none": ("data/revisions.csv", lambda content: content + b"a.1,2026-01,x,1,1,1,1,1,1,1,d,r,2026K1,example\n"),
    "a workbook that is none": ("data/data.xlsx", lambda _: b"PK"),
    "a workbook that is cut": ("data/data.xlsx", lambda content: content[: len(content) // 2]),
    "a table of one long cell": ("data/months.csv", lambda content: content + b"a" * 200_000),
    "a table that is not UTF-8": ("data/months-da.csv", lambda content: content + b"\xff"),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_a_versions_file_that_cannot_be_read_is_told(case: str, version: Path, tmp_path: Path) -> None:
    name, change = SPOILT[case]
    folder = Path(shutil.copytree(version, tmp_path / "v1"))
    (folder / name).write_bytes(change((folder / name).read_bytes()))
    with pytest.raises(ProblemsError) as caught:
        read_files(folder, "2026K1/v1")
    assert "2026K1/v1" in str(caught.value)


def test_a_workbook_that_would_fill_all_memory_is_refused(version: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(version, tmp_path / "v1"))
    path = folder / "data/data.xlsx"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet99.xml", "w") as part:  # fmt: skip
        for _ in range(300):
            part.write(bytes(1 << 20))
    with pytest.raises(ProblemsError, match=r"2026K1/v1/data/data\.xlsx: Regnearket er for stort"):
        read_files(folder, "2026K1/v1")


def test_what_a_workbook_shows_of_a_month_is_held_against_the_tables(version: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(version, tmp_path / "v1"))
    path = folder / "data/months.csv"
    path.write_bytes(cell("n", "81")(path.read_bytes()))
    assert "data/data.xlsx" in {other.file for other, _ in contradictions(read_files(folder, "2026K1/v1"))}


@pytest.mark.parametrize("plan", [*DEEP, b"\xff", b"pillars: 1", b"pillars: [1]", b"pillars: [{goals: [{id: a.1, criteria: [{kind: mean}]}]}]", b"a: &b [*b]"])  # fmt: skip
def test_a_plan_of_the_history_is_read_within_bounds(plan: bytes, version: Path) -> None:
    files = read_files(version, "2026K1/v1")
    edition = Edition("2026K1/v1", version, quarter_of(2026, 1), files, 3, Truth(plan, {}, b"goal,sum,month,unit,n,total,decision\n"))  # fmt: skip
    with pytest.raises(ProblemsError, match=r"2026K1/v1: data/2026/plan\.yml"):
        histories([edition])


def test_a_forged_list_of_changes_is_told_by_its_name(version: Path) -> None:
    with pytest.raises(ProblemsError, match=r"2026K1/v2/changes\.json: Filen siger ikke, hvad rettelsen har ændret"):
        from_json(b'{"cells": [{"table": 1}], "files": []}', "2026K1/v2/changes.json")
    assert read_site(version.parent.parent).versions[0].version == 1
