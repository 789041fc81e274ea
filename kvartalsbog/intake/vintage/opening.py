"""Opening a quarter: its folder with four files that hold nothing yet; and a year, from the plan of the year before."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from kvartalsbog.errors import Collector, UsageError
from kvartalsbog.files.placement import put_in_place, writable
from kvartalsbog.files.text import read_text
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.intake.vintage.undoing import remembered
from kvartalsbog.periods import Period, months_of
from kvartalsbog.plan.earlier import Earlier
from kvartalsbog.plan.loading import judged_plan, read_plan
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.vintage_text import Row, VintageText, texts
from kvartalsbog.verdicts.continuing import left_by
from kvartalsbog.verdicts.findings import find

_STAGE = ".opening-"
_OWN_TO_A_YEAR: Any = {
    "amendments": True,
    "background": True,
    "source": {"address", "signed"},
    "pillars": {
        "__all__": {
            "background": True,
            "goals": {"__all__": {"continues": True, "criteria": {"__all__": {"items": {"names"}}}}},
        }
    },
}
_DRAFT = """\
# UDKAST til planen for {year}, lavet ud fra planen for {before}: årstal og frister er rykket et år, og ændringer fra
# {before} er skrevet ind. Ret mål, krav, vægte og frister efter den nye aftale, og slet så disse linjer.
"""


def open_period(period: Period, data_dir: Path) -> tuple[Path, ...]:
    """Make a quarter's folder. With the first of a year, make also what the year lacks: its plan and its mapping as
    drafts from the year before, and the vintage with that year's months. Returns what was made.

    All is made or nothing, and nothing that is there is touched. Raises UsageError when the quarter is open, when an
    earlier one is not, or when no year has a plan to draft from; ProblemsError when a plan or the year before has
    problems; KvartalsbogError when nothing can be written.
    """
    year = data_dir / str(period.year)
    if (year / str(period)).exists():
        raise UsageError(f"{year / str(period)}: Kvartalet er allerede åbnet. Se: kvartalsbog status {period}")
    for earlier in period.earlier:
        if not (year / str(earlier)).is_dir():
            message = f"Kvartalet er ikke åbnet. Kør først: kvartalsbog new-quarter {earlier}"
            raise UsageError(f"{year / str(earlier)}: {message}")
    before = _sound(period, data_dir)
    with _stage(data_dir) as stage:
        made = stage / year.name
        made.mkdir()
        _draft_plan(made / "plan.yml", before, year)
        plan = read_plan(made / "plan.yml", None, name=f"{period.year}/plan.yml")
        if before is not None:
            _draft_mapping(made / "intake.yml", data_dir / str(before.period.year) / "intake.yml", period.year)
            last, origin = before.period, f"kvartalsbog new-quarter, {before.period}"
            _write(made / str(last), texts(_baseline(before, plan), plan, last, made_by=origin))
        _write(made / str(period), texts(VintageText(), plan, period))
        names = ("plan.yml", "intake.yml", str(period.previous), str(period))
        own = [name for name in names if (made / name).exists() and not (year / name).exists()]
        new = {f"{year.name}/{name}": made / name for name in own}
        with remembered(f"new-quarter {period}", period, data_dir, new):
            return tuple(_placed(made, year, names))


def _sound(period: Period, data_dir: Path) -> Report | None:
    """The year before a year's first quarter, where it is needed. Raises ProblemsError with all that is wrong with it and
    with the plan that the year has.
    """
    collector = Collector()
    report = collector.attempt(lambda: _year_before(period, data_dir)) if period.begins_year else None
    plan = data_dir / str(period.year) / "plan.yml"
    if plan.is_file():
        judged_plan(plan, None, collector.problems, name=f"{period.year}/plan.yml")
    mapping = data_dir / str(period.year - 1) / "intake.yml"
    if period.begins_year and mapping.is_file():
        collector.attempt(lambda: read_text(mapping, name=f"{period.year - 1}/intake.yml"))
    collector.settle()
    return report


def _year_before(period: Period, data_dir: Path) -> Report | None:
    """What the year before reported; None where it has no plan, or where this year has its months already."""
    year, last = data_dir / str(period.year), period.previous
    planned = (year / "plan.yml").is_file()
    if not (data_dir / str(last.year) / "plan.yml").is_file():
        if planned:
            return None
        raise UsageError(
            f"{year}: Der er ingen plan for {period.year}, og ingen for {last.year} at lave et udkast af. "
            "Skriv plan.yml og intake.yml i mappen; data/README.md viser hvordan."
        )
    folder = data_dir / str(last.year) / str(last)
    if not folder.is_dir():
        if planned and (year / str(last)).is_dir():
            return None
        message = f"Kvartalet mangler, og {period.year} sammenlignes med hele {last.year}."
        raise UsageError(f"{folder}: {message} Kør først: kvartalsbog new-quarter {last}")
    report = load(last, data_dir)
    if not report.readings.newest.series and report.plan.series:
        message = f"Kvartalet har ingen tal endnu, og {period.year} sammenlignes med hele {last.year}."
        raise UsageError(f"{folder}: {message} Kør først: kvartalsbog intake {last} …")
    return report


def _draft_plan(path: Path, before: Report | None, year: Path) -> None:
    if (year / "plan.yml").is_file():
        shutil.copy(year / "plan.yml", path)
    elif before is not None:
        path.write_text(draft(before.plan, int(year.name), left_by(find(before))), encoding="utf-8", newline="\n")


def _draft_mapping(path: Path, mapping: Path, year: int) -> None:
    if mapping.is_file():
        moved = _moved(read_text(mapping, name=f"{mapping.parent.name}/intake.yml"), year)
        path.write_text(moved, encoding="utf-8", newline="\n")


def _baseline(before: Report, plan: Plan) -> VintageText:
    """Last year's months as they stood at its end, of the series and units that this year's plan measures likewise."""
    series: dict[str, list[Row]] = {}
    for name in plan.measured_as(before.plan):
        now, every = plan.series[name], months_of(plan.year)
        stood = (r for r in before.readings.series(name) if r.month.year == before.period.year)
        series[name] = [
            (name, str(r.month), r.district, str(r.n), str(r.total))
            for r in stood
            if r.district in now.districts and now.reports(r.month, every)
        ]
    return VintageText(series, extracted=before.extracted)


def _placed(made: Path, year: Path, names: Sequence[str]) -> Iterator[Path]:
    """Put in place what the year lacks, the quarter last: with it the work is done."""
    if not year.exists():
        put_in_place(made, year)
        yield from (year / name for name in names if (year / name).exists())
        return
    for name in names:
        if (made / name).exists() and not (year / name).exists():
            put_in_place(made / name, year / name)
            yield year / name


def draft(plan: Plan, year: int, left: Mapping[str, Earlier] | None = None) -> str:
    """The text of `plan.yml` for the year after a plan's: as it stood at the end, every year one higher, unsigned and
    without the background: what happened before the last year is not what happened before this one. `left` is what the
    year's last book left of each goal, which its own earlier years are continued with.
    """
    kept = _without_old_units(plan, year)
    document = _plain(kept.model_dump(exclude=_OWN_TO_A_YEAR, exclude_none=True))
    moved = _each({**document, "year": year}, lambda text: _moved(text, year))
    moved["districts"] = document["districts"]  # when a unit began or ended stays as it was
    for goal, written in zip(plan.goals, (g for p in moved["pillars"] for g in p["goals"]), strict=True):
        own = (left or {}).get(goal.id)
        if told := (*goal.continues, *((own,) if own else ())):
            criteria = written.pop("criteria")
            written |= {"continues": _plain([e.model_dump(exclude_none=True) for e in told]), "criteria": criteria}
    head = _DRAFT.format(year=year, before=year - 1)
    return head + yaml.dump(moved, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _without_old_units(plan: Plan, year: int) -> Plan:
    """The plan with the units that the year and the year before it, which it is compared with, still have."""
    start = date(year - 1, 1, 1)
    there = [unit for unit in plan.districts if unit.ends is None or unit.ends >= start]
    always: dict[str, Any] = {"begins": None, "replaces": ()}
    units = [
        unit.model_copy(update={"names": ()} | ({} if unit.begins is None or unit.begins > start else always))
        for unit in there
    ]
    names = {unit.id for unit in there}
    document = plan.model_copy(update={"districts": tuple(units)}).model_dump()
    for pillar in document["pillars"]:
        for goal in pillar["goals"]:
            for criterion in goal["criteria"]:
                if "districts" in criterion:
                    criterion["districts"] = [name for name in criterion["districts"] if name in names]
    return Plan.model_validate(document)


def _moved(text: str, year: int) -> str:
    """A text in which last year is `year`, and the year after it one more; 29 February becomes the 28th."""
    moved = re.sub(rf"(?<!\d)({year - 1}|{year})(?!\d)", lambda match: str(int(match[0]) + 1), text)
    return re.sub(rf"(?<!\d)({year}|{year + 1})-02-29(?!\d)", r"\1-02-28", moved)


def _plain(value: Any) -> Any:
    """Numbers as YAML writes them; empty lists and mappings left out; what a thing is first."""
    if isinstance(value, dict):
        first = {key: value[key] for key in ("id", "kind", "title") if key in value}
        return {key: _plain(part) for key, part in {**first, **value}.items() if part not in ((), [], {})}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """Every text and date of a document changed, and the keys with them."""
    if isinstance(value, dict):
        return {change(key): _each(part, change) for key, part in value.items()}
    if isinstance(value, list):
        return [_each(part, change) for part in value]
    if isinstance(value, date):
        return date.fromisoformat(change(value.isoformat()))
    return change(value) if isinstance(value, str) else value


class _Dumper(yaml.SafeDumper):
    """Writes a plan as people do: short lists and records on one line, items further in than their list."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _scalars(parts: Any) -> bool:
    return all(not isinstance(part, dict | list) for part in parts)


_Dumper.add_representer(
    dict,
    lambda dumper, value: dumper.represent_mapping(
        "tag:yaml.org,2002:map", value, flow_style=1 < len(value) <= 4 and _scalars(value.values())
    ),
)
_Dumper.add_representer(
    list,
    lambda dumper, value: dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=_scalars(value)),
)


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """A folder to make things in, on the file system where they are going to stand."""
    with writable(folder):
        for left in folder.glob(f"{_STAGE}*"):  # of a run that was killed
            shutil.rmtree(left)
        with tempfile.TemporaryDirectory(prefix=_STAGE, dir=folder) as stage:
            yield Path(stage)


def _write(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
