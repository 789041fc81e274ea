"""What an audit found, as problems in Danish: they name the place and never the figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kvartalsbog.audit.files import contradictions
from kvartalsbog.audit.histories import Edition, histories
from kvartalsbog.audit.insider import Breach, Mismatch, What, breaches, mismatches
from kvartalsbog.audit.outsider import Clue, clues
from kvartalsbog.audit.pages import traces
from kvartalsbog.audit.record import Kind, Name, Series
from kvartalsbog.audit.secrets import Group
from kvartalsbog.errors import Place, Problem
from kvartalsbog.periods import Month
from kvartalsbog.words.numbers import NBSP, month_name

_FILES = {
    Kind.MONTH: "months", Kind.TO_DATE: "year-to-date", Kind.UNIT: "districts", Kind.MERGED: "merged-units",
    Kind.UNIT_MONTH: "unit-months",
}  # fmt: skip
_OUT = "kan regnes ud eller indkredses af det, sitet viser"


def audit(
    editions: Sequence[Edition], new: str | None = None, but: frozenset[str] = frozenset()
) -> tuple[Problem, ...]:
    """Everything that the editions give away, in the order in which they were published.

    With the truth at hand for all of a goal's year, every sum and difference of few cases is tried; without it, what
    anybody can see. With `new`, the label of a version, only what that version lets out is told. What can be worked out of
    the goals `but` is not told.
    """
    problems = [
        problem
        for number, edition in enumerate(editions)
        if new in (None, edition.label)
        for problem in _contradicting(edition, editions[:number])
    ]
    for series in histories(editions):
        if series.goal not in but:
            problems += _series(series, new)
    return tuple(problems)


def edited(editions: Sequence[Edition]) -> tuple[Problem, ...]:
    """Each sum that an edition shows and that the truth given with it does not give."""
    return tuple(_mismatch(s.goal, m) for s in histories(editions) for m in mismatches(s))


def _series(series: Series, new: str | None) -> Iterator[Problem]:
    if not all(publication.view for publication in series.publications):
        for clue in clues(series):
            if new is None or _is_of(clue.label, new):
                yield _clue(series.goal, clue)
        series = replace(series, publications=tuple(p for p in series.publications if p.view))
    if wrong := mismatches(series):
        yield from (_mismatch(series.goal, mismatch) for mismatch in wrong)
        return
    old = [p for p in series.publications if new is not None and not _is_of(p.label, new)]
    if new is None or len(old) < len(series.publications):
        found = breaches(series, only=len(old))
        yield from (_breach(series.goal, breach) for breach in found)


def _is_of(label: str, version: str) -> bool:
    return label.partition(",")[0] == version


def _contradicting(edition: Edition, before: Sequence[Edition]) -> Iterator[Problem]:
    """What an edition's files show otherwise than its tables, or than the newest edition of a period that they tell of."""
    newest = {old.period.name: old for old in before if old.period.body == edition.period.body}
    told = [(edition, ""), *((old, period) for period, old in newest.items() if old.period != edition.period)]
    for theirs, period in told:
        for other, own in contradictions(edition.files, theirs.files, period):
            place = Place(f"{edition.label}/{other.file}", column=f"mål {other.goal}, {_called(_group(own.name))}")
            of = own.file if theirs is edition else f"{theirs.label}/{own.file}"
            yield Problem(
                place, f"Filen viser noget, som {of} {'holder tilbage' if own.withheld else 'ikke viser sådan'}."
            )
    for trace in traces(edition.folder, edition.files):
        where = f"mål {trace.goal}" + (f", {_called(_group(trace.name))}" if trace.name else "")
        yield Problem(Place(f"{edition.label}/{trace.file}", column=where), trace.message)


def _breach(goal: str, breach: Breach) -> Problem:
    secret = breach.secret
    few = f"under {secret.threshold} tilfælde"
    if breach.what is What.UNDECIDED:
        message = f"Det kunne ikke afgøres, om et tal {few} {_OUT}."
    elif breach.what is What.TOTAL:
        message = f"Summen bag {'en forskel' if secret.against else 'et antal'} {few} {_OUT}."
    elif secret.against:
        message = f"Forskellen til {secret.against} er {few} og {_OUT}."
    else:
        message = f"Antallet er {few} og {_OUT}."
    hint = "" if _is_of(breach.since, _version(secret.label)) else f"Det kan det, siden {breach.since} blev udgivet."
    return Problem(_place(secret.label, goal, secret.group), message, hint=hint or None)


def _clue(goal: str, clue: Clue) -> Problem:
    if clue.share_only:
        message = f"Andelen er holdt tilbage, men {_OUT}."
    elif clue.against:
        message = f"Forskellen til {clue.against} er af få tilfælde og {_OUT}."
    else:
        message = f"Antallet er af få tilfælde og {_OUT}."
    return Problem(_place(clue.label, goal, clue.group), message)


def _mismatch(goal: str, mismatch: Mismatch) -> Problem:
    message = "Tallet, som udgaven viser, er ikke det, dataene giver nu: den udgivne historie er ændret."
    hint = "Læg de udgivne data tilbage, og ret tallet i en senere mappe, eller ret udgaven med --correction."
    return Problem(_place(mismatch.label, goal, _group(mismatch.told.name)), message, hint=hint)


def _group(name: Name) -> Group:
    return name.group


def _version(label: str) -> str:
    return label.partition(",")[0]


def _place(label: str, goal: str, group: Group) -> Place:
    file = _FILES.get(Kind(group[0])) if group[0] in list(Kind) and "," not in label else None
    return Place(f"{label}/data/{file}.csv" if file else label, column=f"mål {goal}, {_called(group)}")


def _called(group: Group) -> str:
    """A sum in words: `nordjylland`, `marts 2024`, `januar–marts 2024`, `nordjylland, marts 2024`."""
    kind, *rest = group
    if kind == Kind.UNIT_MONTH:
        rest = rest[0].split()
    if kind in ("cell", Kind.UNIT_MONTH):
        return f"{rest[1]}, {_month(rest[0])}"
    if kind == "period":
        return f"{rest[0]}, {rest[1]}"
    if kind == Kind.UNIT:
        return rest[0]
    if kind == Kind.MERGED:
        return f"{' + '.join(rest[0].split())}"
    if kind == Kind.WINDOW:
        return " til ".join(map(_month, rest[0].split("..")))
    return _month(rest[0]) if kind == Kind.MONTH else f"året til og med {_month(rest[0])}"


def _month(text: str) -> str:
    return month_name(Month.parse(text), year=True).replace(NBSP, " ")
