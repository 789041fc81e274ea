"""A quarter's four files mutated: refused by `check`, `evaluate` and `status` alike, or read as they stand."""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from conftest import LIBRARY, seal

from fuzz.harness import Finding, Trial, Verdict, refusal
from fuzz.texts import mutant, unfaithful
from kvartalsbog.errors import ProblemsError
from kvartalsbog.files.documents import read_yaml
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.intake.vintage.board import board
from kvartalsbog.intake.vintage.ground import ground
from kvartalsbog.opendata.formats.results_json import to_json
from kvartalsbog.periods import quarter_of
from kvartalsbog.verdicts.findings import find

BOUNDED = 40
K2 = quarter_of(2026, 2)
FOLDER = "2026/2026K2"
_CELLS = ("", "0", "-1", "1e3", "0x10", "1_0", "007", "12,5", "1.5", "1.0", " 5", "5 ", "nan", "inf", "9" * 12, "9" * 4000, "٣", "2026-13", "2026-1", "2025-05", "2026-05",
          "2026-02-30", "0001-01-01", "1970-01-01", "9999-12-31", "2026-05-01", "20260501", "nord", "Nord", "syd", "a.1", "a.2", "b.1", "sal-2", "sal-02", "x\u200b", "\u202ex",
          "x\u00ad", "\u3164", "x\ufe0f", "*a*", "[x](http://y)", "[x](https://y)", '"', 'a"b', "a\nb", "'", "=1+1", "é")  # fmt: skip


@contextmanager
def trials() -> Iterator[Trial]:
    """Mutants of one of the files of the second quarter; mostly sealed again, as one who edits them would."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as temporary:
        data = Path(shutil.copytree(LIBRARY / "data", Path(temporary, "data")))
        texts = {path.name: path.read_text(encoding="utf-8") for path in (data / FOLDER).iterdir()}
        before = load(K2, data)
        results = to_json(find(before))

        def trial(rng: random.Random) -> Finding:
            for name, text in texts.items():
                (data / FOLDER / name).write_text(text, encoding="utf-8")
            name = rng.choice(sorted(texts))
            changed = (
                mutant(texts[name], rng) if rng.random() < 0.6 or not name.endswith(".csv") else _cell(texts[name], rng)
            )
            (data / FOLDER / name).write_bytes(changed)
            if name != "source.json" and rng.random() < 0.9:
                seal(data / FOLDER)
            try:
                report = load(K2, data)
                after = to_json(find(report))
            except ProblemsError as error:
                return _also(data, refusal(error, *(f"{FOLDER}/{file}" for file in texts)))
            board(ground(K2, data))
            wrong = list(_wrong(name, changed, report, data))
            if wrong:
                return Finding(Verdict.SILENT, f"{name}: {'; '.join(wrong[:3])}")
            return Finding(Verdict.SAME if after == results else Verdict.AS_TOLD)

        yield trial


def _also(data: Path, found: Finding) -> Finding:
    """`status` reads the same files by the same rules of form; what breaks a rule of the plan it may still show."""
    try:
        board(ground(K2, data))
    except ProblemsError as error:
        return found if found.verdict is not Verdict.REFUSED else refusal(error, *(f"{FOLDER}/{n}" for n in _FILES))
    return found


_FILES = ("series.csv", "deliverables.csv", "commentary.yml", "source.json")


def _cell(text: str, rng: random.Random) -> bytes:
    rows = list(csv.reader(io.StringIO(text)))
    row = rng.choice(rows)
    row[rng.randrange(len(row))] = rng.choice(_CELLS)
    out = io.StringIO()
    csv.writer(out, lineterminator=rng.choice(("\n", "\r\n"))).writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def _wrong(name: str, data: bytes, report: Report, folder: Path) -> Iterator[str]:
    """How the report differs from the file, read by another reader."""
    newest = report.readings.newest
    if name == "series.csv":
        stand = {(r.series, str(r.month), r.district): (Decimal(r.n), r.total) for r in newest.series}
        yield from _rows(data, stand, 3)
    elif name == "deliverables.csv":
        stand2 = {(i.goal, i.deliverable): (i.completed, i.expected) for i in newest.deliverables}
        yield from _rows(data, stand2, 2)
    else:
        yield from unfaithful(data, read_yaml(folder / FOLDER / name, name=name).value)


def _rows(data: bytes, stand: dict[tuple[str, ...], tuple[object, ...]], keys: int) -> Iterator[str]:
    rows = [row for row in csv.reader(io.StringIO(data.decode("utf-8"), newline="")) if row][1:]
    if len(rows) != len(stand):
        yield f"{len(rows)} rows, {len(stand)} readings"
    for row in rows:
        found = stand.get(tuple(row[:keys]))
        if found is None:
            yield f"{row} is lost"
            continue
        for cell, value in zip(row[keys : keys + 2], found, strict=True):
            same = value is None if not cell else str(value) == cell
            if isinstance(value, Decimal):
                same = bool(re.fullmatch(r"\d+(\.\d+)?", cell, re.ASCII)) and Decimal(cell) == value
            if not same:
                yield f"{cell!r} became {value!r}"
