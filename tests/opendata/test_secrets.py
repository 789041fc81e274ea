"""No case leaves the house in open data: planted numbers are looked for in every file, and computed from all of them."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from conftest import LIBRARY
from hypothesis import given
from hypothesis import strategies as st
from numpy.linalg import matrix_rank
from open_files import danish, facts, machine, sheet_rows, site_of, workbook
from small_series import DISTRICTS, Added, plan_of, readings_of, sensitive

from examples import dear
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.kinds.measures import SeriesReading
from kvartalsbog.opendata.catalogue.graph import catalogue
from kvartalsbog.opendata.formats.files import edition_files
from kvartalsbog.opendata.formats.results_json import to_json
from kvartalsbog.periods import Calendar, Month, Period, months_of, quarter_of
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings, Vintage
from kvartalsbog.verdicts.findings import Findings, find

Files = Mapping[str, bytes]
THRESHOLD = 5
UNITS = ("nord", "oest", "vest")
# cases by month: a small unit, months that are small as a whole, single small cells; every sum is a number of its own, and large enough never to be met by chance
CASES = {
    "2026-01": (40, 51, 1), "2026-02": (2, 1, 0), "2026-03": (38, 3, 1), "2026-04": (44, 60, 0), "2026-05": (41, 2, 1),
    "2026-06": (47, 58, 0), "2026-07": (39, 44, 2), "2026-08": (0, 3, 0), "2026-09": (52, 47, 0), "2026-10": (61, 4, 1),
    "2026-11": (33, 29, 0), "2026-12": (45, 40, 3),
}  # fmt: skip
LATE = {"2026-03": ("2026K2", "nord", 3), "2026-06": ("2026K3", "oest", 4), "2026-09": ("2026K4", "nord", 2)}


def editions_of(plan: Plan, readings: Readings) -> list[tuple[Findings, Files]]:
    """The findings and files of every quarter that has a vintage."""
    found = []
    for vintage in readings.vintages:
        findings = find(Report(vintage.period, plan, plan, readings.as_of(vintage.period)))
        found.append((findings, edition_files(findings, facts(findings))))
    return found


# -- planted numbers -----------------------------------------------------------------------------------------------------


def planted() -> dict[str, list[SeriesReading]]:
    """Four quarters' rows; the late cases come as a restated cell in a later quarter."""
    random = np.random.default_rng(20262)
    stands: dict[tuple[str, str], tuple[int, int]] = {}
    vintages: dict[str, list[SeriesReading]] = {f"2026K{n}": [] for n in (1, 2, 3, 4)}
    for month, counts in CASES.items():
        quarter = Calendar.of_year(int(month[:4])).period_of(Month.parse(month))
        for unit, n in zip(UNITS, counts, strict=True):
            if n:
                total = int(random.integers(10**7 * n, 10**8 * n))
                stands[month, unit] = (n, total)
                vintages[str(quarter)].append(row(month, unit, n, total, quarter))
    for month, (late, unit, cases) in LATE.items():
        n, total = stands[month, unit]
        more = int(random.integers(10**7 * cases, 10**8 * cases))
        vintages[late].append(row(month, unit, n + cases, total + more, Period.parse(late)))
    return vintages


def row(month: str, unit: str, n: int, total: int, vintage: Period) -> SeriesReading:
    return SeriesReading("1.1", Month.parse(month), unit, n, Decimal(total), vintage)


@pytest.fixture(scope="module")
def year() -> list[tuple[Findings, Files]]:
    """The four quarters' files."""
    vintages = tuple(
        Vintage(Period.parse(quarter), tuple(rows), (), {}, date(2027, 1, 5), {}) for quarter, rows in planted().items()
    )
    return editions_of(plan_of(UNITS, 2026, "1.1", THRESHOLD), Readings(vintages))


def secrets() -> dict[int, str]:
    """What nobody may find or compute: the sum of every group of fewer cases than the threshold, in any quarter."""
    found: dict[int, str] = {}
    stands: dict[tuple[str, str], tuple[int, int]] = {}
    for quarter, rows in planted().items():
        before = dict(stands)
        stands |= {(str(r.month), r.district): (r.n, int(r.total)) for r in rows}
        groups: dict[str, list[tuple[int, int]]] = {}
        for (month, unit), (n, total) in stands.items():
            old_n, old_total = before.get((month, unit), (0, 0))
            for name in (f"{month} {unit}", month, unit):
                groups.setdefault(f"{quarter} {name}", []).append((n, total))
                groups.setdefault(f"{quarter} {name} added", []).append((n - old_n, total - old_total))
        for name, group in groups.items():
            if 0 < sum(n for n, _ in group) < THRESHOLD:
                found[sum(total for _, total in group)] = name
    assert len(found) >= 15
    return found


def texts(files: Files) -> Iterator[tuple[str, str]]:
    """Each file as text; of the workbook every part."""
    for name, content in files.items():
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                yield from ((f"{name}/{part}", book.read(part).decode("utf-8", "replace")) for part in book.namelist())
        else:
            yield name, content.decode("utf-8-sig")


def numbers(text: str) -> set[str]:
    """The numbers of a text with a decimal point, however they are written."""
    found = set(re.findall(r"\d+(?:\.\d+)?", text)) | set(re.findall(r"\d+(?:,\d+)?", text))
    found |= set(re.findall(r"\d{1,3}(?:[.\u00a0 ]\d{3})+", text))
    return {re.sub(r"[.\u00a0 ](?=\d{3}(?:\D|$))", "", n).replace(",", ".") for n in found} | {
        n.replace(",", ".") for n in found
    }


def test_no_planted_number_is_in_any_file_of_any_quarter(year: list[tuple[Findings, Files]]) -> None:
    wanted = {str(total): name for total, name in secrets().items()}
    for rows in planted().values():
        for r in rows:
            if r.n < THRESHOLD:
                mean = r.total / r.n
                wanted |= {f"{mean:.{places}f}": f"mean {r.month} {r.district}" for places in (1, 2, 3, 6)}
    everything = [(findings.period, files) for findings, files in year]
    site = catalogue(site_of(*(findings for findings, _ in year)))
    looked_at = 0
    for quarter, files in [*everything, ("site", {**site, "results.json": to_json(year[-1][0]).encode()})]:
        for name, text in texts(files):
            looked_at += 1
            found = numbers(text) & set(wanted)
            assert not found, (quarter, name, {number: wanted[number] for number in found})
    assert looked_at > 4 * 40


def test_the_search_would_find_a_number_that_is_there(year: list[tuple[Findings, Files]]) -> None:
    shown = [r for r in machine(year[-1][1], "months") if r["total"]]
    assert len(shown) >= 3
    text = dict(texts(year[-1][1]))
    for r in shown:
        assert r["total"] in numbers(text["months.csv"])
        assert r["total"] in numbers(text["months-da.csv"])
        assert any(r["total"] in numbers(part) for name, part in text.items() if name.startswith("data.xlsx/"))
        assert r["value"] in numbers(text["stratml.xml"])


def test_no_planted_number_can_be_computed_from_two_or_three_others(year: list[tuple[Findings, Files]]) -> None:
    told: set[int] = set()
    for _, files in year:
        for table in ("months", "year-to-date", "districts"):
            told |= {int(r["total"]) for r in machine(files, table) if r["total"]}
        for r in machine(files, "revisions"):
            told |= {int(r["total_before"]), int(r["total_after"])}
    assert len(told) >= 10
    pairs = {a - b for a, b in itertools.permutations(told, 2)}
    triples = {pair - c for pair in pairs for c in told}
    for number, name in secrets().items():
        near = {number - 1, number, number + 1}
        assert not near & (told | pairs | triples), (number, name)


def test_a_figure_that_is_withheld_is_withheld_in_every_form(year: list[tuple[Findings, Files]]) -> None:
    withheld = 0
    for _, files in year:
        book = workbook(files)
        for table, sheet in (("months", "Måneder"), ("year-to-date", "År til dato"), ("districts", "Enheder")):
            plain = machine(files, table)
            for one, other, cells in zip(plain, danish(files, table), sheet_rows(book, sheet), strict=True):
                if one["note"] == "withheld":
                    withheld += 1
                    assert {one["n"], one["total"], one["value"]} == {""}
                    assert {other["Antal"], other["Sum"], other["Værdi"]} == {"[f]"}
                    assert {cells["Antal"], cells["Sum"], cells["Værdi"]} == {"[f]"}
                else:
                    assert one["n"] not in ("1", "2", "3", "4")
        months = [r for r in machine(files, "months") if r["month"] >= "2026"]
        assert files["stratml.xml"].decode().count("[f] Fortroligt") == sum(r["note"] == "withheld" for r in months) + (
            machine(files, "goals")[0]["note"] == "withheld"
        )
    assert withheld > 20


def test_a_goal_whose_year_is_withheld_tells_neither_its_value_nor_what_would_give_it_away() -> None:
    plan = plan_of(UNITS, 2026, "1.1", THRESHOLD)
    rows = tuple(row(month, "nord", 1, 4711, quarter_of(2026, 1)) for month in ("2026-01", "2026-02", "2026-03"))
    ((findings, files),) = editions_of(
        plan, Readings((Vintage(quarter_of(2026, 1), rows, (), {}, date(2026, 4, 5), {}),))
    )
    (goal,) = machine(files, "goals")
    (criterion,) = machine(files, "criteria")
    assert (goal["value"], goal["note"]) == ("", "withheld")
    assert (criterion["value"], criterion["required_rest_of_year"], criterion["note"]) == ("", "", "withheld")
    assert danish(files, "goals")[0]["Resultat"] == "[f]"
    assert "[f] Fortroligt" in files["stratml.xml"].decode()
    assert not [name for name, text in texts(files) if numbers(text) & {"4711", "14133"}]
    assert findings.series["1.1"].published.latest is None


@pytest.mark.parametrize("quarter", [quarter_of(2026, 1), quarter_of(2026, 2)])
def test_no_small_cell_of_the_invented_library_is_in_a_file(quarter: Period) -> None:
    report = load(quarter, LIBRARY / "data")
    findings = find(report)
    for table in ("months", "year-to-date", "districts"):
        for r in machine(edition_files(findings, facts(findings)), table):
            assert not r["n"] or int(r["n"]) == 0 or int(r["n"]) >= report.plan.suppression_threshold


# -- an attacker with every file of every edition, and linear algebra -----------------------------------------------------


def equations(edition: int, files: Files, cells: list[Added]) -> Iterator[tuple[list[Added], int]]:
    """Every count that an edition's files tell, and the cells that it is the sum of."""
    known = [cell for cell in cells if cell[0] <= edition]
    for r in machine(files, "months"):
        if r["n"]:
            yield [c for c in known if str(c[2]) == r["month"]], int(r["n"])
    for r in machine(files, "year-to-date"):
        if r["n"]:
            yield [c for c in known if str(c[2]) <= r["month"]], int(r["n"])
    for r in machine(files, "districts"):
        if r["n"]:
            yield [c for c in known if c[1] == r["district"]], int(r["n"])
    for r in machine(files, "revisions"):
        since = Period.parse(r["vintage"]).number - 1
        for last, column in ((since - 1, "n_before"), (since, "n_after")):
            yield [c for c in cells if str(c[2]) == r["month"] and c[0] <= last], int(r[column])


@st.composite
def stories(draw: st.DrawFn) -> tuple[int, dict[Added, int]]:
    """Up to three quarters of three districts, one or two of which are small, with cases that come late or go again."""
    quarters = draw(st.integers(1, 3))
    most = {name: draw(st.sampled_from((1, 3, 12, 60))) for name in DISTRICTS}
    added: dict[Added, int] = {}
    for edition in range(quarters):
        for month, name in itertools.product(months_of(2024)[: 3 * edition + 3], DISTRICTS):
            if month in quarter_of(2024, edition + 1).months:
                added[edition, name, month] = draw(st.integers(0, most[name]))
            elif draw(st.integers(0, 11)) == 0:
                stands = sum(n for (_, d, m), n in added.items() if (d, m) == (name, month))
                added[edition, name, month] = draw(st.integers(-min(stands, 6), 9))
    return quarters, added


@dear(16)
@given(stories(), st.integers(3, 6))
def test_no_reader_of_all_files_can_compute_few_cases(story: tuple[int, dict[Added, int]], threshold: int) -> None:
    """A group is known exactly if it is a combination of the counts that the files tell: if it adds nothing to their rank."""
    quarters, added = story
    added = {cell: n for cell, n in added.items() if n or cell[2] in quarter_of(2024, cell[0] + 1).months}
    cells = list(added)
    readings = readings_of(quarters, added)
    plan = plan_of(DISTRICTS, 2024, "1", threshold)
    told: list[list[float]] = []
    for edition, (_, files) in enumerate(editions_of(plan, readings)):
        for group, count in equations(edition, files, cells):
            assert count == sum(added[cell] for cell in group)
            told.append([float(cell in group) for cell in cells])
    rank = matrix_rank(np.array(told)) if told else 0
    for group in sensitive(quarters, added, threshold):
        wanted = [float(cell in group) for cell in cells]
        assert matrix_rank(np.array([*told, wanted])) > rank, group


def test_the_year_has_twelve_months() -> None:
    assert [str(month) for month in months_of(2026)] == list(CASES)
