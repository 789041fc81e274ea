"""No case leaves the house: unique numbers planted in small cells are looked for in every output of every edition."""

from __future__ import annotations

import csv
import itertools
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import make_library, seal

from kvartalsbog.book.build import build
from kvartalsbog.periods import quarter_of

pytestmark = pytest.mark.slow
Cell = tuple[str, str]  # month, district
DISTRICTS = ("nord", "oest", "vest")
THRESHOLD = 5
# cases by month: two small months, a small district, single small cells, and three cases that come late to March
CASES: dict[str, tuple[int, int, int]] = {
    "2026-01": (40, 51, 1), "2026-02": (2, 1, 0), "2026-03": (38, 3, 1), "2026-04": (44, 60, 0), "2026-05": (41, 2, 1), "2026-06": (47, 58, 0),
}  # fmt: skip
LATE: Cell = ("2026-03", "nord")
LATE_CASES = 3


def planted() -> tuple[dict[Cell, tuple[int, int]], dict[Cell, tuple[int, int]]]:
    """Cases and sums of each cell in the first and in the second quarter's vintage; every sum is a number of its own."""
    numbers = random.Random(20261)
    first, second = {}, {}
    for month, counts in CASES.items():
        for district, n in zip(DISTRICTS, counts, strict=True):
            if n:
                total = numbers.randrange(2000 * n, 9000 * n)
                (first if month <= "2026-03" else second)[month, district] = (n, total)
    n, total = first[LATE]
    second[LATE] = (n + LATE_CASES, total + numbers.randrange(6000, 27000))
    return first, second


def secrets() -> dict[str, int]:
    """What nobody may find or compute: the sum of every group of fewer cases than the threshold."""
    first, second = planted()
    everything = {**first, **second}
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for rows, edition in ((first, "K1"), (everything, "K2")):
        for (month, district), (n, total) in rows.items():
            groups[f"{edition} {month} {district}"].append((n, total))
            groups[f"{edition} {month}"].append((n, total))
            groups[f"{edition} {district}"].append((n, total))
    groups["late"].append((LATE_CASES, second[LATE][1] - first[LATE][1]))
    few = {name: sum(t for _, t in rows) for name, rows in groups.items() if sum(n for n, _ in rows) < THRESHOLD}
    assert len(few) >= 12
    return few


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The books of two quarters whose small cells are planted."""
    project = make_library(tmp_path_factory.mktemp("secrets"))
    plan = project / "data/2026/plan.yml"
    text = plan.read_text(encoding="utf-8").replace("suppression_threshold: 3", f"suppression_threshold: {THRESHOLD}")
    plan.write_text(text.replace("maximum: 5,", "maximum: 900000,"), encoding="utf-8")
    for rows, quarter in zip(planted(), ("2026K1", "2026K2"), strict=True):
        folder = project / "data/2026" / quarter
        other = [
            line
            for line in (folder / "series.csv").read_text(encoding="utf-8").splitlines()
            if not line.startswith("a.1")
        ]
        own = [f"a.1,{month},{district},{n},{total}" for (month, district), (n, total) in rows.items()]
        (folder / "series.csv").write_text("\n".join([other[0], *own, *other[1:], ""]), encoding="utf-8")
        seal(folder)
    return [build(quarter_of(2026, n), project, project / "data", project / "_build") for n in (1, 2)]


def texts(edition: Path) -> Iterator[tuple[str, str]]:
    """Everything that can be read in an edition: each text file as it is, and what the PDF says and describes."""
    for path in sorted(edition.rglob("*")):
        if path.suffix in (".html", ".csv", ".json", ".js", ".css", ".svg", ".ipynb", ".txt", ".xml", ".config"):
            text = path.read_text(encoding="utf-8")
            yield path.name, text.replace(",", " ") if path.suffix in (".csv", ".json", ".js") else text
    (pdf,) = (edition / "pdf").iterdir()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield "PDF", page.get_textpage().get_text_range()
    with pikepdf.open(pdf) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary):
                yield from (("PDF", str(item[key])) for key in ("/Alt", "/Contents", "/T") if key in item)


def numbers(text: str) -> set[str]:
    """The numbers of a text, Danish or not, without what separates their thousands."""
    return {
        re.sub(r"[.\u00a0](?=\d{3})", "", found).replace(",", ".")
        for found in re.findall(r"\d[\d.,\u00a0]*\d|\d", text)
    }


def test_no_planted_number_can_be_found(editions: list[Path]) -> None:
    first, second = planted()
    wanted = {str(total): name for name, total in secrets().items()}
    for (month, district), (n, total) in {**first, **second}.items():
        if n < THRESHOLD:
            # the cell's mean, as a page (one or two decimals) or a data file (up to six) would show it
            wanted |= {f"{total / n:.{decimals}f}": f"mean {month} {district}" for decimals in (1, 2, 3, 6)}
    for edition in editions:
        for name, text in texts(edition):
            found = numbers(text) & set(wanted)
            assert not found, (edition.name, name, {number: wanted[number] for number in found})


def test_no_planted_number_can_be_computed(editions: list[Path]) -> None:
    """From the sums that any edition's data files tell: one less another, and less a third, also across editions."""
    told: set[int] = set()
    for edition in editions:
        for path in sorted((edition / "html/data").glob("goal-a-1-*.csv")):
            for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
                if row.get("n") and row.get("value"):
                    told.add(round(int(row["n"]) * float(row["value"])))
        told |= {round(float(number)) for number in numbers((edition / "results.json").read_text(encoding="utf-8"))}
    first, second = planted()
    everything = {**first, **second}
    assert len(told) >= 10
    assert sum(t for (m, _), (_, t) in everything.items() if m == "2026-04") in told
    wanted = {total: name for name, total in secrets().items()}
    pairs = {a - b: (a, b) for a, b in itertools.permutations(told, 2)}
    triples = {a - b - c: (a, b, c) for a, b, c in itertools.permutations(told, 3)}
    for number, name in wanted.items():
        near = [n for known in (told, pairs, triples) for n in range(number - 1, number + 2) if n in known]
        assert near == [], (name, number)


def test_the_pages_say_that_something_is_withheld(editions: list[Path]) -> None:
    for edition in editions:
        page = (edition / "html/notebooks/2026/pillar_a.html").read_text(encoding="utf-8")
        assert "[f]" in page
        assert "Fortroligt" in page
        results = json.loads((edition / "results.json").read_text(encoding="utf-8"))
        assert results["goals"][0]["goal"] == "a.1"
