"""What an intake would write: the vintage's files, held against the plan and all earlier quarters before anything is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kvartalsbog.errors import Collector, Place, Problem, UsageError, collecting
from kvartalsbog.files.placement import put_in_place, recover, write_files
from kvartalsbog.files.workplace import stage, temporary
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.published import refuse_published
from kvartalsbog.inputs.sharing import copy_plan
from kvartalsbog.intake.forms.answers import FilledForm
from kvartalsbog.intake.vintage.assembly import Figures, changed_items, control_differences, figures, words
from kvartalsbog.intake.vintage.giving import with_given
from kvartalsbog.intake.vintage.ground import Ground
from kvartalsbog.intake.vintage.receiving import Extracted, Received, Sources, receive
from kvartalsbog.intake.vintage.retaking import Change, Replaced, changes, replaced, told_first
from kvartalsbog.intake.vintage.sources import Watch, find_sources, goals_named, unwatched
from kvartalsbog.intake.vintage.undoing import remembered
from kvartalsbog.kinds.measures import by_month
from kvartalsbog.names import Among, same
from kvartalsbog.periods import Month
from kvartalsbog.readings.vintage_text import Source, VintageText, entry, read_vintage_text, texts
from kvartalsbog.words.numbers import NBSP, months_words

_STAGE = ".intake-"


@dataclass(frozen=True)
class Proposal:
    """What an intake would write, and what the controller should know of it first; `first` are answers of which none stands."""

    files: Mapping[str, str]
    changed: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    first: tuple[Replaced, ...] = ()
    received: Received = field(default_factory=Received)
    figures: Mapping[str, Figures] = field(default_factory=dict)
    controls: tuple[tuple[str, Month, int, int], ...] = ()


def read(
    arguments: Iterable[str],
    goal: str | None,
    base: Ground,
    day: date | None = None,
    collector: Collector | None = None,
    watch: Watch = unwatched,
) -> Received:
    """Read what a controller names, drawn on a `day`; without one, on the day that the quarter tells of the same files,
    else today. What keeps files from being read, and a goal without a series, goes to `collector`; without one it is raised.
    """
    measured = tuple(base.plan.own_series)
    known = read_vintage_text(base.folder).extracts if base.sound else {}

    def drawn(fed: str, sources: Sources) -> date:
        before = known.get(("series.csv", fed, ""), {})
        if day is None and before.get("sources") == sources and None not in sources.values():
            return date.fromisoformat(str(before["received"]))
        return day or date.today()

    with collecting(collector) as told:
        before = len(told.problems)
        sources = find_sources(list(arguments), told)
        goal = goal and (same(goal, measured) or goal)
        if goal is not None and goal not in measured:
            allowed = Among(goal, measured, base.plan.titles)
            message = "Målet findes ikke, eller det har ingen talserie."
            told.problems.append(Problem(Place(f"--goal {goal}"), message, allowed=allowed))
            return Received((), (), frozenset((*base.plan.by_id, *base.plan.series)))
        lost = [Path(problem.place.file).stem for problem in told.problems[before:]]
        received = receive(sources, goal, base, drawn, told, watch)
        return replace(received, unread=received.unread.union(*(_fed(stem, goal, base) for stem in lost)))


def _fed(stem: str, goal: str | None, base: Ground) -> Iterable[str]:
    """The goals of a source that was not found: by its name, else any."""
    return (goal,) if goal else goals_named(stem, base.mapping) or [*base.plan.by_id, *base.plan.series]


def of_other_months(received: Received, base: Ground) -> Iterator[tuple[str, Problem]]:
    """The goals whose extracts have records that count, but none in the quarter's own months, and what is wrong: most
    likely the extract is an earlier quarter's. Nothing is told of one that was not read whole.
    """
    own = months_words(base.period.months)
    for extract in received.extracts:
        months = {month for month, _ in extract.outcome.sums}
        if months and months.isdisjoint(base.period.months) and extract.goal not in received.unread:
            message = f"Ingen af de poster, der tæller, ligger i {base.period.noun.of_the} egne måneder."
            hint = f"Er det et ældre udtræk, så træk det igen til og med {base.period.noun.of_the} sidste dag. Er der ingen poster, så tag filen ud."
            found = months_words(months).replace(NBSP, " ")
            yield extract.goal, Problem(Place(", ".join(extract.sources)), message, found, own, hint)


def propose(
    received: Received, reasons: Mapping[str, str], day: date | None, base: Ground, collector: Collector | None = None
) -> Proposal:
    """The vintage as it would be. `reasons` says why earlier figures changed, goal by goal; `day` is the extracts' day;
    without one, what is taken in again keeps its own and the rest has today's.

    All that the plan's and the readings' rules refuse, as `check` would, goes to `collector`; without one it is raised.
    """
    made = {
        extract.goal: figures(
            base.plan,
            extract.goal,
            extract.outcome,
            base.mapping.goals[extract.goal],
            base.before,
            base.period,
        )
        for extract in received.extracts
    }
    new = _text(received, made, day or date.today(), base)
    found = proposed(new, reasons, base, collector, redated=day is not None)
    return replace(found, received=received, figures=made, controls=tuple(_controls(received, made, base)))


def proposed(
    new: VintageText,
    reasons: Mapping[str, str],
    base: Ground,
    collector: Collector | None = None,
    *,
    redated: bool = False,
) -> Proposal:
    """The vintage as it would be with the goals of `new` in place of the same goals there; problems as of `propose`."""
    old = read_vintage_text(base.folder)
    joined = _explained(old.joined(new, redated=redated), reasons)
    files = texts(joined, base.plan, base.period)
    changed = tuple(name for name, text in files.items() if _stands(base.folder / name) != text)
    with collecting(collector) as told:
        is_open = told.attempt(lambda: _is_open(base, told)) if changed else False
        if is_open:
            told.attempt(lambda: _try(files, base))
    otherwise = changes(old, joined, base.before, base.period)
    answers = old, joined, base.items
    return Proposal(files, changed, otherwise, tuple(replaced(*answers)), tuple(told_first(*answers)))


def _explained(text: VintageText, reasons: Mapping[str, str]) -> VintageText:
    """The vintage with the reasons for changed figures among its remarks."""
    remarks = {goal: dict(told) for goal, told in text.remarks.items()}
    for goal, reason in reasons.items():
        remarks.setdefault(goal, {})["revision"] = reason
    return replace(text, remarks=remarks)


def write(proposal: Proposal, base: Ground, command: str = "intake") -> None:
    """Put the vintage in place at once, so that the `command` can be undone. Whoever holds the year's folder may call this; see `holding.alone`."""
    with stage(base.folder.parent, _STAGE) as folder:
        new = folder / base.period.name
        write_files(new, proposal.files)
        where = base.period.folder
        recover(base.folder)
        with remembered(f"{command} {base.period}", base.period, base.data_dir, {where: new}):
            put_in_place(new, base.folder)


def _text(received: Received, made: Mapping[str, Figures], day: date, base: Ground) -> VintageText:
    """The vintage's part that was handed in now."""
    series = {goal: found.rows for goal, found in made.items()}
    answers = [(form, answer) for form in received.forms for answer in form.answers if answer.answered]
    own = {goal.id for goal in base.plan.goals if goal.dated and not goal.is_reported_there}
    items = {a.goal: changed_items(a, base.items) for _, a in answers if a.goal in own}
    remarks = {a.goal: words(a, base.plan.goal(a.goal)) for _, a in answers}
    extracts = {("series.csv", extract.goal, ""): _of_extract(extract) for extract in received.extracts}
    for form, answer in answers:
        extracts["commentary.yml", answer.goal, ""] = _of_form(form, answer.goal, day, bool(remarks[answer.goal]), 1)
        if answer.goal in items:
            rows, kept = len(answer.items), len(items[answer.goal])
            extracts["deliverables.csv", answer.goal, ""] = _of_form(form, answer.goal, day, kept, rows)
    given = with_given(received.given, day, base)
    return VintageText({**series, **given.series}, items, remarks, {**extracts, **given.extracts})


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
            for series in dict.fromkeys(series for series, _ in answer.control):
                found = made.get(series)
                totals = found.totals if found else by_month(base.before.series(series))
                for month, own, reported in control_differences(answer, series, totals):
                    yield series, month, own, reported


def _stands(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _is_open(base: Ground, collector: Collector) -> bool:
    """Whether the quarter can still be changed; that it cannot is told with other problems, where there are some."""
    try:
        _refuse_closed(base)
    except UsageError as error:
        if not collector.problems:
            raise
        collector.problems.append(Problem(Place(base.period.folder), str(error)))
        return False
    return True


def _refuse_closed(base: Ground) -> None:
    refused = "Kilderne giver andre tal, men det tages ikke ind igen. Intet er ændret."
    refuse_published(base.period, base.data_dir, refused)
    after = (period for period in base.period.calendar.periods if period > base.period)
    later = [period for period in after if (base.data_dir / period.folder).is_dir()]
    if later:
        message = f"{base.period} er afsluttet, fordi {later[0]} findes, og kilderne giver andre tal. Intet er ændret."
        raise UsageError(
            f"{message} Rettede tal hører til i {base.period.noun.newest}: kvartalsbog intake {later[-1]} …"
        )


def _try(files: Mapping[str, str], base: Ground) -> None:
    """Read a copy of the year with the new vintage as the book would."""
    with temporary() as folder:
        copy = copy_plan(base.period.plan, base.data_dir, folder)
        write_files(copy / base.period.name, files)
        load(base.period, folder)
