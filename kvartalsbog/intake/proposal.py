"""What an intake would write: the vintage's files, held against the plan and all earlier quarters before anything is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kvartalsbog.errors import Collector, UsageError
from kvartalsbog.intake.assembly import Figures, changed_items, control_differences, figures, words
from kvartalsbog.intake.form_layout import Items, forms
from kvartalsbog.intake.form_reading import FilledForm
from kvartalsbog.intake.mapping import IntakeMapping
from kvartalsbog.intake.mapping_loading import read_mapping
from kvartalsbog.intake.reading import Extracted, Received, Sources, receive
from kvartalsbog.intake.retaking import Change, Replaced, changes, replaced
from kvartalsbog.intake.sources import find_sources
from kvartalsbog.intake.undoing import remember
from kvartalsbog.intake.vintage_text import Source, VintageText, entry, latest_items, read_vintage_text, texts
from kvartalsbog.loading import judge_rows, load, read_before
from kvartalsbog.placement import put_in_place, recover
from kvartalsbog.plan import Plan
from kvartalsbog.published import refuse_published
from kvartalsbog.quarter import Month, Quarter
from kvartalsbog.readings import Readings, by_month

_STAGE = ".intake-"


@dataclass(frozen=True)
class Ground:
    """What an intake stands on: the plan, the mapping, and everything before the quarter."""

    quarter: Quarter
    data_dir: Path
    plan: Plan
    mapping: IntakeMapping
    before: Readings
    items: Items

    @property
    def folder(self) -> Path:
        """The vintage's folder."""
        return self.data_dir / str(self.quarter.year) / str(self.quarter)


@dataclass(frozen=True)
class Proposal:
    """What an intake would write, and what the controller should know of it first."""

    received: Received
    figures: Mapping[str, Figures]
    controls: tuple[tuple[str, Month, int, int], ...]
    files: Mapping[str, str]
    changed: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    replaced: tuple[Replaced, ...] = ()


def ground(quarter: Quarter, data_dir: Path) -> Ground:
    """Read the plan, the mapping and the earlier quarters. Raises ProblemsError, or UsageError where there is no plan."""
    year = data_dir / str(quarter.year)
    if not (year / "plan.yml").is_file():
        raise UsageError(f"{year}: Der er ingen plan for {quarter.year}. Kør: kvartalsbog new-quarter {quarter}")
    collector = Collector()
    agreed, before = read_before(quarter, data_dir, collector)
    mapping = collector.attempt(lambda: read_mapping(year / "intake.yml", agreed, name=f"{quarter.year}/intake.yml"))
    items = collector.attempt(lambda: latest_items(year, quarter))
    collector.attempt(lambda: read_vintage_text(year / str(quarter)))
    judge_rows(quarter, data_dir, agreed, collector)
    collector.settle()
    if agreed is None or mapping is None or items is None:
        raise ValueError("what cannot be read has problems")
    return Ground(quarter, data_dir, agreed.in_force(quarter.last_day), mapping, before, items)


def read(arguments: Iterable[str], goal: str | None, base: Ground, day: date | None = None) -> Received:
    """Read what a controller names, drawn on a `day`; without one, on the day that the quarter tells of the same files,
    else today. Raises ProblemsError, or UsageError for a goal without a series.
    """
    if goal is not None and goal not in base.mapping.goals:
        raise UsageError(f"--goal {goal}: Målet har ingen talserie. Tilladt: {', '.join(base.mapping.goals)}.")
    quarter_forms = forms(base.plan, base.quarter, base.before, base.items)
    known = read_vintage_text(base.folder).extracts

    def drawn(fed: str, sources: Sources) -> date:
        before = known.get(("series.csv", fed), {})
        if day is None and before.get("sources") == sources and None not in sources.values():
            return date.fromisoformat(str(before["received"]))
        return day or date.today()

    return receive(find_sources(list(arguments)), goal, base.quarter, base.plan, base.mapping, quarter_forms, drawn)


def propose(received: Received, reasons: Mapping[str, str], day: date, base: Ground) -> Proposal:
    """The vintage as it would be. `reasons` says why earlier figures changed, goal by goal; `day` is the extracts' day.

    Raises ProblemsError with everything that the plan's and the readings' rules refuse, as `check` would.
    """
    made = {
        extract.goal: figures(
            base.plan,
            base.plan.goal(extract.goal),
            extract.outcome,
            base.mapping.goals[extract.goal],
            base.before,
            base.quarter,
        )
        for extract in received.extracts
    }
    old = read_vintage_text(base.folder)
    joined = old.joined(_text(received, made, day, base))
    remarks = {goal: dict(told) for goal, told in joined.remarks.items()}
    for goal, reason in reasons.items():
        remarks.setdefault(goal, {})["revision"] = reason
    joined = VintageText(joined.series, joined.items, remarks, joined.extracts, joined.extracted)
    files = texts(joined, base.plan, base.quarter)
    changed = tuple(name for name, text in files.items() if _stands(base.folder / name) != text)
    if changed:
        _refuse_closed(base)
        _try(files, base)
    controls = tuple(_controls(received, made, base))
    otherwise = changes(old, joined, base.before, base.quarter)
    return Proposal(received, made, controls, files, changed, otherwise, tuple(replaced(old, joined, base.items)))


def write(proposal: Proposal, base: Ground) -> None:
    """Put the vintage in place at once. Whoever holds the year's folder may call this; see `placement.alone`."""
    year = base.folder.parent
    for left in year.glob(f"{_STAGE}*"):  # of a run that was killed
        shutil.rmtree(left)
    stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=year))
    try:
        new = stage / str(base.quarter)
        _write_files(new, proposal.files)
        where = f"{year.name}/{base.quarter}"
        recover(base.folder)
        remember(f"intake {base.quarter}", base.quarter, base.data_dir, {where: new})
        put_in_place(new, base.folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _text(received: Received, made: Mapping[str, Figures], day: date, base: Ground) -> VintageText:
    """The vintage's part that was handed in now."""
    series = {goal: found.rows for goal, found in made.items()}
    answers = [(form, answer) for form in received.forms for answer in form.answers]
    items = {a.goal: changed_items(a, base.items) for _, a in answers if base.plan.goal(a.goal).dated}
    remarks = {a.goal: words(a) for _, a in answers}
    extracts = {("series.csv", extract.goal): _of_extract(extract) for extract in received.extracts}
    for form, answer in answers:
        extracts["commentary.yml", answer.goal] = _of_form(form, answer.goal, day, bool(words(answer)), 1)
        if answer.goal in items:
            rows, kept = len(answer.items), len(items[answer.goal])
            extracts["deliverables.csv", answer.goal] = _of_form(form, answer.goal, day, kept, rows)
    return VintageText(series, items, remarks, extracts)


def _of_extract(extract: Extracted) -> Source:
    o, day = extract.outcome, extract.drawn
    return entry(
        extract.goal, day, extract.sources, read=o.read, kept=o.kept, left_out=o.left_out, rejected=o.rejected,
        empty=o.empty, hidden=o.hidden,
    )  # fmt: skip


def _of_form(form: FilledForm, goal: str, day: date, kept: int, rows: int) -> Source:
    sources = {form.name: form.sha256}
    return entry(goal, day, sources, read=rows, kept=int(kept), left_out=rows - int(kept), rejected=0)


def _controls(received: Received, made: Mapping[str, Figures], base: Ground) -> Iterable[tuple[str, Month, int, int]]:
    """Months in which an owner counts otherwise than what is or was reported: goal, month, the owner's, the book's."""
    for form in received.forms:
        for answer in form.answers:
            if answer.control:
                found = made.get(answer.goal)
                totals = found.totals if found else by_month(base.before.series(answer.goal))
                for month, own, reported in control_differences(answer, totals):
                    yield answer.goal, month, own, reported


def _stands(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _refuse_closed(base: Ground) -> None:
    refused = "Kilderne giver andre tal, men det tages ikke ind igen. Intet er ændret."
    refuse_published(base.quarter, base.data_dir, refused)
    later = sorted(
        path.name for path in base.folder.parent.glob(f"{base.quarter.year}K?") if path.name > str(base.quarter)
    )
    if later:
        message = f"{base.quarter} er afsluttet, fordi {later[0]} findes, og kilderne giver andre tal. Intet er ændret."
        raise UsageError(f"{message} Rettede tal hører til i det nyeste kvartal: kvartalsbog intake {later[-1]} …")


def _try(files: Mapping[str, str], base: Ground) -> None:
    """Read a copy of the year with the new vintage as the book would."""
    year = base.folder.parent
    with tempfile.TemporaryDirectory(prefix="kvartalsbog-") as folder:
        copy = Path(folder) / year.name
        shutil.copytree(year, copy, ignore=shutil.ignore_patterns(f"{_STAGE}*"))
        _write_files(copy / str(base.quarter), files)
        load(base.quarter, Path(folder))


def _write_files(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
