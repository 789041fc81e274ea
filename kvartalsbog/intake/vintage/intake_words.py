"""What an intake has received and would write, in Danish sentences: for the terminal, and for the desk."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from kvartalsbog.intake.forms.answers import FilledForm
from kvartalsbog.intake.records.outcome import Fate, RowCounts
from kvartalsbog.intake.sums.given import Kind
from kvartalsbog.intake.vintage.assembly import Gap
from kvartalsbog.intake.vintage.change_words import change_in_words, replaced_in_words
from kvartalsbog.intake.vintage.ground import Ground
from kvartalsbog.intake.vintage.proposal import Proposal
from kvartalsbog.intake.vintage.receiving import Extracted, Received
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.vintage_text import Row, read_vintage_text
from kvartalsbog.words.goals import series_numbers
from kvartalsbog.words.kinds import series_words
from kvartalsbog.words.numbers import DASH, enumeration, month_name, number, plural, spaced


def received_in_words(received: Received, plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each extract and form with the count of its rows or answers, and what more there is to know of it."""
    for extract in received.extracts:
        names, of = ", ".join(extract.sources), series_numbers(plan, extract.goal)
        yield f"Mål {of}, {names}: {_rows(extract.outcome.counts)}.", tuple(_more(extract, of))
    for given in received.given:
        if given.kind is not Kind.FORM:  # told with the form
            yield (
                f"Mål {series_numbers(plan, given.series)}, {', '.join(given.sources)}: {number(len(given.cells))} tal, givet som summer.",
                (),
            )
    for form in received.forms:
        yield f"{form.unit}, {form.name}: {answered_in_words(form)}.", ()


def answered_in_words(form: FilledForm) -> str:
    """How much a form answers, and which of its goals it leaves unanswered."""
    silent = [answer.goal for answer in form.answers if not answer.answered]
    figures = sum(len(cells) for answer in form.answers for cells in answer.figures.values())
    told = f"{len(form.answers) - len(silent)} mål besvaret{f', {number(figures)} tal' if figures else ''}"
    return f"{told}; ubesvaret: mål {enumeration(silent)}" if silent else told


def _more(extract: Extracted, of: str) -> Iterator[str]:
    """What more there is to know of an extract of the goals `of`."""
    if len(extract.outcome.parts) > 1:
        for name, counts in extract.outcome.parts:
            yield f"{name}: {_rows(counts)}."
    for sentence in extract.passed_over:
        yield f"Bemærk, {sentence}."
    o = extract.outcome
    if open_ := o.fates.get(Fate.NOT_YET_DUE, 0):
        drawn = f"{extract.drawn:%d-%m-%Y}"
        are, their, they = ("åben", "dens", "den") if open_ == 1 else ("åbne", "deres", "de")
        told = f"{number(open_)} af de udeladte er {are}, og {their} frist er ikke overskredet den {drawn}. {they.capitalize()}"
        yield f"Bemærk, mål {of}: {told} tæller, når {they} er besvaret, eller fristen er gået."
    for column in o.unsure if not o.fates.get(Fate.TURNED) else ():
        told = f"ingen dato i »{column}« viser, om dagen eller måneden står først; 03/04 er læst som den 3. april"
        hint = "Står måneden først, så skriv »date_form: mm/dd/åååå« ved målet i intake.yml; ellers »date_form: dd/mm/åååå«."
        yield f"Bemærk, mål {of}: {told}. {hint}"
    if o.by_day:
        what, they = ("frist", "den") if o.by_day == 1 else ("frister", "de")
        told = f"{number(o.by_day)} {what} har klokkeslæt, men dagen, {they} blev nået, har ikke"
        yield f"Bemærk, mål {of}: {told}. {they.capitalize()} tæller som nået i tide."


def _rows(counts: RowCounts) -> str:
    """What became of the rows of an extract; empty and hidden ones only where there are some."""
    told = [
        f"{spaced(plural(counts.read, 'række', 'rækker'))} læst",
        f"{number(counts.kept)} beholdt",
        f"{number(counts.left_out)} udeladt",
    ]
    told.append(f"{number(counts.rejected)} afvist")
    if counts.empty:
        told.append(f"{number(counts.empty)} {'tom' if counts.empty == 1 else 'tomme'}")
    if counts.hidden:
        told.append(f"{number(counts.hidden)} {'skjult' if counts.hidden == 1 else 'skjulte'}")
    return ", ".join(told)


def changes_in_words(proposal: Proposal, base: Ground, *, whole: bool = False) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What would stand otherwise than it does, old and new, under a head for each kind; `whole` as of `replaced_in_words`."""
    if proposal.changes:
        yield "Tal, der ændres", tuple(change_in_words(change, base.plan) for change in proposal.changes)
    if proposal.replaced:
        yield (
            "Leverancer og ord, der ændres",
            tuple(replaced_in_words(one, base.plan, whole=whole) for one in proposal.replaced),
        )


def figures_in_words(proposal: Proposal, base: Ground) -> Iterator[tuple[str, tuple[tuple[str, str, str, str], ...]]]:
    """Every figure that would be written: by the goal's series its month, its unit, what stood, and what would stand."""
    now = read_vintage_text(base.folder).series
    new = csv.reader(io.StringIO(proposal.files["series.csv"]))
    written: dict[str, list[Row]] = {}
    for row in list(new)[1:]:
        written.setdefault(row[0], []).append(tuple(row))
    for name, rows in written.items():
        criterion, words = base.plan.series[name], series_words(base.plan.series[name])
        before = base.before.series(name) if base.before.vintages else ()
        stood = {(str(r.month), r.district): Sum(r.n, r.total) for r in before} | dict(map(_figure, now.get(name, ())))
        changed = [(key, found) for key, found in map(_figure, rows) if stood.get(key) != found]
        told = (
            (
                month_name(Month.parse(month), year=True), base.plan.district_name(unit),
                words.month(criterion, stood[month, unit]) if (month, unit) in stood else DASH, words.month(criterion, found),
            )
            for (month, unit), found in changed
        )  # fmt: skip
        if changed:
            yield f"Mål {series_numbers(base.plan, name)}: {spaced(plural(len(changed), 'tal', 'tal'))}", tuple(told)


def _figure(row: Row) -> tuple[tuple[str, str], Sum]:
    _, month, unit, n, total = row
    return (month, unit), Sum(int(n), Decimal(total))


def notes_in_words(proposal: Proposal, base: Ground) -> Iterator[str]:
    """What is lacking in what was received, and where an owner counts otherwise."""
    yield from _gathered([gap for found in proposal.figures.values() for gap in found.gaps], base)
    for name, month, own, reported in proposal.controls:
        yield f"mål {series_numbers(base.plan, name)}, {month}: ejeren tæller {number(own)}, udtrækket har {number(reported)}."


def _gathered(gaps: Sequence[Gap], base: Ground) -> Iterable[str]:
    for (name, month, gone), group in groupby(gaps, key=lambda gap: (gap.series, gap.month, gap.reported is not None)):
        units = [gap.district for gap in group]
        every, goal = base.plan.series[name], series_numbers(base.plan, name)
        names = (
            "ingen enheder"
            if len(units) == len(base.plan.reporting(every, (month,)))
            else ", ".join(map(base.plan.district_name, units))
        )
        if gone:
            yield f"mål {goal}, {month}: udtrækket har ikke længere poster fra {names}. Det indberettede står ved magt."
        elif names == "ingen enheder":
            yield f"mål {goal}, {month}: udtrækket har ingen poster. Måneden mangler."
        else:
            yield (
                f"mål {goal}, {month}: ingen poster fra {names}. Tallet mangler. "
                "Er det nul, så skriv enheden under »may_have_none« i intake.yml."
            )
