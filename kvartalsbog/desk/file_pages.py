"""The page of the plan's own text files: the plan, how extracts are read, and a period's files, read as they would be before they are kept."""

from __future__ import annotations

import difflib
import json
import re
import shutil
import tempfile
from pathlib import Path

from starlette.responses import RedirectResponse, Response

from kvartalsbog.desk.screens import SHOWN, render, told
from kvartalsbog.desk.visits import Visit
from kvartalsbog.errors import Collector, Place, Problem, UsageError
from kvartalsbog.files.fingerprints import sha256, sha256_of
from kvartalsbog.files.holding import alone
from kvartalsbog.files.placement import put_in_place, write_text
from kvartalsbog.files.text import read_text
from kvartalsbog.files.workplace import temporary
from kvartalsbog.inputs.loading import read_year, settled
from kvartalsbog.inputs.logo import logo_problems
from kvartalsbog.inputs.sharing import copy_plan
from kvartalsbog.intake.records.mapping_loading import judged_mapping
from kvartalsbog.intake.vintage.opening import baseline_of
from kvartalsbog.intake.vintage.undoing import BY_HAND, remembered
from kvartalsbog.plan.loading import judged_plan
from kvartalsbog.readings.written import ITEMS, REMARKS, SERIES, SOURCE

# file of the year, or of the period → what it has
_YEARS = {
    "plan.yml": "planen: mål, enheder, frister, godkendere og kalender",
    "intake.yml": "reglerne for, hvordan udtrækkene læses",
}
_PERIODS = {SERIES: "periodens tal", ITEMS: "leverancernes stand", REMARKS: "ejernes ord"}
_CONTEXT = 1  # lines shown around a change
_HUNK = re.compile(r"^@@ .*\+(\d+).* @@$")
_STAGE = ".desk-"
_OTHER = "Filen er ændret, siden du åbnede den. Intet er gemt. Din tekst står nedenfor."


def files_page(visit: Visit) -> Response:
    """The files, or the one that was asked for, to be read and changed."""
    if not (name := visit.query.get("fil", "")):
        there = {one: says for one, says in (_YEARS | _PERIODS).items() if _path(visit, one).is_file()}
        return render("files.html", visit, here="filer", title="Planens filer", files=there)
    path = _known(visit, name)
    return _page(visit, name, read_text(path, name=name), sha256(path))


def keep_now(visit: Visit) -> Response:
    """Show what a changed text would come to; keep exactly the text that was shown."""
    name, text = visit.query.get("fil", ""), f"{visit.typed('tekst').rstrip()}\n"
    with alone(visit.desk.data_dir):
        path = _known(visit, name)
        seen, stands = visit.typed("set"), sha256(path)
        own, others = _judged(visit, name, text)
        if seen != stands:
            own = (Problem(Place(name), _OTHER), *own)
        if own or visit.typed("igen") or visit.typed("vist") != sha256_of(text.encode()):
            return _page(visit, name, text, stands, own, others, looked=True)
        if text != read_text(path, name=name):
            _keep(visit, name, text)
    follows = (
        visit.address("filer", fil=name, gjort="filgemt") if name in _YEARS else visit.address("ret", gjort="filgemt")
    )
    return RedirectResponse(follows, 303)


def _page(
    visit: Visit, name: str, text: str, seen: str, own: tuple[Problem, ...] = (), others: tuple[Problem, ...] = (),
    *, looked: bool = False,
) -> Response:  # fmt: skip
    lines, before = text.splitlines(), read_text(_path(visit, name), name=name).splitlines()
    differing = list(difflib.unified_diff(before, lines, n=_CONTEXT, lineterm=""))[2:]
    changes = [_HUNK.sub(r"Linje \1", line) for line in differing]
    places = {problem.place.line for problem in own if problem.place.line}
    return render(
        "file.html", visit, 422 if own else 200, here="filer", title=name, name=name, says=(_YEARS | _PERIODS)[name], text=text,
        seen=seen, looked=looked, shown=sha256_of(text.encode()) if looked and not own else "", changes=changes[: 2 * SHOWN],
        others=others, marked=[(line, lines[line - 1]) for line in sorted(places) if line <= len(lines)], **told(own),
    )  # fmt: skip


def _path(visit: Visit, name: str) -> Path:
    year = visit.desk.data_dir / visit.period.plan
    return (year if name in _YEARS else year / visit.period.name) / name


def _known(visit: Visit, name: str) -> Path:
    if name not in (_YEARS | _PERIODS) or not (path := _path(visit, name)).is_file():
        raise UsageError("Filen findes ikke her. Vælg den på side »Planens filer«.")
    return path


def _judged(visit: Visit, name: str, text: str) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Everything that would be wrong with the period: in the file itself, which keeps it from being kept, and elsewhere."""
    desk, period, collector = visit.desk, visit.period, Collector()
    with temporary() as work:
        year = copy_plan(period.plan, desk.data_dir, work)
        path = year / _path(visit, name).relative_to(desk.data_dir / period.plan)
        path.write_text(text, encoding="utf-8", newline="\n")
        if name in _PERIODS:
            _seal(path)
        collector.attempt(lambda: _write_baseline(visit, path, year))
        plan, readings = read_year(period, work, None, collector)
        if plan is not None:
            if (mapping := year / "intake.yml").is_file():
                judged_mapping(mapping, plan, collector.problems, name=f"{period.plan}/{mapping.name}")
            collector.problems += logo_problems(plan, desk.project)
            collector.attempt(lambda: settled(period, plan, readings, collector, work))
    every = tuple(dict.fromkeys(collector.problems))
    own = tuple(one for one in every if Path(one.place.file).name == name)
    return own, tuple(one for one in every if one not in own)


def _write_baseline(visit: Visit, file: Path, year: Path) -> Path | None:
    """Where a new year's plan is changed: the months of the year before as it measures them, in a folder of the year; else None."""
    period = visit.period
    plan = judged_plan(file, None, [], name=file.name) if file.name == "plan.yml" else None
    files = baseline_of(period, plan, visit.desk.data_dir) if plan is not None else {}
    folder = year / period.previous.name
    for name, text in files.items():
        folder.mkdir(exist_ok=True)
        write_text(folder / name, text)
    return folder if files else None


def _seal(path: Path) -> None:
    """Let a copy's file be as it was sealed: that it is changed is no fault of what is typed."""
    source = path.with_name(SOURCE)
    told_ = json.loads(source.read_text(encoding="utf-8"))
    told_["files"][path.name]["sha256"] = sha256(path)
    source.write_text(json.dumps(told_), encoding="utf-8", newline="\n")


def _keep(visit: Visit, name: str, text: str) -> None:
    """Put the text in place, as a step that can be undone until the period is published."""
    data, path = visit.desk.data_dir, _path(visit, name)
    target = path if name in _YEARS else path.parent
    with tempfile.TemporaryDirectory(prefix=_STAGE, dir=data) as stage:
        year = Path(stage, visit.period.plan)
        made = year / target.name
        year.mkdir(parents=True)
        if target.is_dir():
            shutil.copytree(target, made)
        write_text(made if target is path else made / name, text)
        new = [made, *([folder] if (folder := _write_baseline(visit, made, year)) else [])]
        where = {f"{visit.period.plan}/{one.name}": one for one in new}
        with remembered(f"{BY_HAND} {visit.period}", visit.period, data, where):
            for place, one in where.items():
                put_in_place(one, data / place)
