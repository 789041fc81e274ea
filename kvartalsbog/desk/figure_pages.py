"""The page where a figure is typed or corrected by hand: it lies ready as a file of sums that tells where it came from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

from starlette.responses import RedirectResponse, Response

from kvartalsbog.desk import inbox
from kvartalsbog.desk.screens import render, told
from kvartalsbog.desk.visits import Visit
from kvartalsbog.errors import Collector, Problem, UsageError
from kvartalsbog.files.workplace import temporary
from kvartalsbog.intake.forms.writing import as_file_name
from kvartalsbog.intake.vintage.ground import Ground, ground
from kvartalsbog.intake.vintage.proposal import read
from kvartalsbog.words.numbers import month_name

_HEADS = ("Mål", "Måned", "Enhed", "Antal", "Sum")
_OWN = re.compile(r"tal-.*\.csv")
_KEY = 3  # columns that tell which figure it is
Row = tuple[str, ...]


def figure_page(visit: Visit) -> Response:
    """The fields of one figure, and those that lie ready."""
    return _page(visit, ground(visit.period, visit.desk.data_dir))


def figure_now(visit: Visit) -> Response:
    """Lay a typed figure ready beside the others of its source, in the place of one of the same month and unit."""
    base = ground(visit.period, visit.desk.data_dir)
    if not (source := as_file_name(visit.typed("kilde"))):
        raise UsageError("Kilde: Skriv, hvor tallet kommer fra, fx »mail fra enheden 3. april«.")
    row = tuple(visit.typed(name) for name in ("maal", "maaned", "enhed", "antal", "sum"))
    name = f"tal-{source}.csv"
    rows = [*(old for old in _rows(visit, name) if old[:_KEY] != row[:_KEY]), row]
    if problems := _problems(base, name, _text(rows)):
        return _page(visit, base, problems)
    inbox.put(visit.inbox, [(name, io.BytesIO(_text(rows).encode()))])
    return RedirectResponse(visit.address("tal", gjort="lagt"), 303)


def _page(visit: Visit, base: Ground, problems: tuple[Problem, ...] = ()) -> Response:
    names = [path.name for path in inbox.paths(visit.inbox) if _OWN.fullmatch(path.name)]
    return render(
        "figure.html", visit, 422 if problems else 200, here="tal", title="Skriv et tal",
        series=[(name, criterion.title) for name, criterion in base.plan.own_series.items()],
        months=[(str(month), month_name(month, year=True)) for month in reversed(visit.period.to_date)],
        units=[(unit.id, unit.name) for unit in base.plan.districts], heads=_HEADS,
        ready=[(name, _rows(visit, name)) for name in names], typed=_typed(visit), **told(problems),
    )  # fmt: skip


def _typed(visit: Visit) -> Mapping[str, str]:
    return {name: visit.typed(name) for name in ("maal", "maaned", "enhed", "antal", "sum", "kilde")}


def _rows(visit: Visit, name: str) -> list[Row]:
    """The figures that lie ready in a file of ours."""
    path = visit.inbox / name
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return [tuple(row) for row in csv.reader(io.StringIO(text), delimiter=";")][1:]


def _text(rows: list[Row]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerows([_HEADS, *sorted(rows)])
    return written.getvalue()


def _problems(base: Ground, name: str, text: str) -> tuple[Problem, ...]:
    """What an intake would refuse of the file."""
    collector = Collector()
    with temporary() as folder:
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        read([str(folder / name)], None, base, None, collector)
    return tuple(collector.problems)
