"""A unit's chapter: its figures against those of all units, its part of the whole, and its year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kvartalsbog.content.blocks import Block, BulletList, Figure, Inline, Reference, Table, bullets, paragraph, text
from kvartalsbog.content.language import Language, closed, message
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.parts import Parts, shown
from kvartalsbog.pages.tables import columns, hidden_notes, named, plain_number
from kvartalsbog.pages.time_axis import two_years
from kvartalsbog.pages.unit_chart import unit_chart
from kvartalsbog.pages.unit_months import months_chart, months_table
from kvartalsbog.plan.contents import UNIT, unit_chapters
from kvartalsbog.plan.units import District
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.unit_figures import UnitFigures, unit_figures
from kvartalsbog.words.ahead import figure_words, signed_distance
from kvartalsbog.words.changes import unit_sentence
from kvartalsbog.words.kinds import requirement
from kvartalsbog.words.numbers import DASH, WITHHELD, short_period
from kvartalsbog.words.unit_pages import (
    change_sentence,
    describe_months,
    describe_unit,
    interval_words,
    lead_sentence,
    own_sentence,
    share_word,
)


@dataclass(frozen=True, repr=False)
class UnitChapter(Parts):
    """One unit: what its notebook shows. `findings` are those of the series that it reports to."""

    findings: Findings
    unit: District
    data: str = ""

    @property
    def _chapter(self) -> str:
        every = unit_chapters(self.findings.plan)
        return next((c.notebook for c in every if c.unit == self.unit), "")

    @property
    def figures(self) -> tuple[UnitFigures, ...]:
        """The unit's figures, a goal and series each."""
        return unit_figures(self.findings, self.unit.id)

    @shown
    def summary(self) -> tuple[Block, ...]:
        """What the unit reports to, what has happened to it, how it keeps its own limits, and how its figures are to be read."""
        language, day = self.findings.language, self.findings.period.last_day
        events = [
            e for e in self.findings.agreed.unit_events(day) if self.unit.id == e.unit or self.unit.name in e.others
        ]
        told = [unit_sentence(event, language) for event in events]
        told += [own_sentence(found, language) for found in self.figures if found.own is not None]
        listed = (bullets(told),) if told else ()
        fair = language.say(
            "Enhederne har ikke samme sager og vilkår: Et tal over eller under de andres er ingen dom over indsatsen."
        )
        return (paragraph(lead_sentence(self.unit, self.figures, language), "lead"), *listed, paragraph(fair, "source"))

    @shown
    def goals(self) -> tuple[Block, ...]:
        """The unit's figures in a table, its part of the whole in another, and whether its figures have moved against its own year before."""
        if not self.figures:
            return ()
        told = [change_sentence(found, self.findings.period, self.findings.language) for found in self.figures]
        changes = tuple(text(said) for said in told if said)
        return (self._figures_table(), self._shares_table(), *((BulletList(items=changes),) if changes else ()))

    @shown
    def history(self) -> tuple[Block, ...]:
        """The unit's months beside its own year before, and its year to date after each period beside that of all units: figures with their tables."""
        if not self.figures:
            return ()
        language, say = self.findings.language, self.findings.language.say
        caption = say(
            "{unit} gennem {year} ved siden af alle enheder og kravet: årets tal ved udgangen af hver periode",
            unit=self.unit.name, year=self.findings.period.calendar.years,
        )  # fmt: skip
        figure = Figure(
            label=self._label("fig", "history"), caption=caption, alt=describe_unit(self.unit, self.figures, language),
            drawing=unit_chart(self.figures, self.findings.period.calendar, language), table=self._history_table(),
        )  # fmt: skip
        if not self._monthly:
            why = say("Enhedens enkelte måneder vises ikke, fordi få sager kunne genkendes i dem. Derfor kan det ikke siges, om en ændring er reel eller et tilfældigt udsving.")  # fmt: skip
            return (figure, paragraph(why, "source"))
        return (self._months_figure(), figure)

    @property
    def _monthly(self) -> tuple[UnitFigures, ...]:
        """The figures whose months by unit are published."""
        return tuple(found for found in self.figures if found.months)

    def _months_figure(self) -> Figure:
        findings, figures, say = self.findings, self._monthly, self.findings.language.say
        banded = any(found.change is not None and found.change.band is not None for found in figures)
        banded_caption = message("{unit} måned for måned; båndet viser de udsving, som tallet havde året før")
        return Figure(
            label=self._label("fig", "months"),
            caption=say(banded_caption if banded else message("{unit} måned for måned"), unit=self.unit.name),
            alt=describe_months(self.unit, figures, findings.period, findings.language),
            drawing=months_chart(figures, two_years(findings.period.calendar), findings.language),
            table=months_table(findings, self.unit, figures, self._label("tbl", "months"), self._label(UNIT, "months").removeprefix(f"{UNIT}-")),
        )  # fmt: skip

    @property
    def _compared(self) -> bool:
        """Whether any of the unit's figures can be compared with the year before."""
        return any(found.standings[-1].compared is not None for found in self.figures)

    def _label(self, kind: str, what: str) -> str:
        return f"{kind}-{UNIT}-{self.unit.id.replace('.', '--')}-{what}"

    def _figures_table(self) -> Table:
        language, say, period = self.findings.language, self.findings.language.say, self.findings.period
        later = [period.previous] if self.findings.previous is not None else []
        before = [say("Samme måneder året før")] if self._compared else []
        heads = [say("Mål"), *(say("Nyt i {period}", period=short_period(own, language)) for own in (period, *later)), say("Året til dato"), *before, say("Alle enheder"), say("Krav")]  # fmt: skip
        rows = tuple(tuple(self._figures_row(found)) for found in self.figures)
        new = say(
            "Nyt er det, som årets tal er vokset med siden den forrige udgave; også rettelser af tidligere måneder er med."
        )
        return Table(
            label=self._label("tbl", "figures"),
            caption=say("{unit} og alle enheder under ét, {period}", unit=self.unit.name, period=period),
            columns=columns(heads, right=heads[1:]), rows=rows, cards=True, notes=(*hidden_notes(rows, language), text(new)),
            download=download(self.findings, self._label(UNIT, "figures").removeprefix(f"{UNIT}-"), self._records()),
        )  # fmt: skip

    def _figures_row(self, found: UnitFigures) -> Iterator[Inline]:
        yield _goal(found)
        news = [found.newest, *([found.before] if self.findings.previous is not None else [])]
        now, language = found.standings[-1], self.findings.language
        for sums in (*news, found.to_date):
            yield text(_value(found, sums, language, hidden=found.withheld))
        if self._compared:
            yield text(_value(found, now.before, language, hidden=now.compared is not None))
        yield text(_value(found, now.all_units, language))
        yield text(requirement(found.asked, self.findings.language))

    def _shares_table(self) -> Table:
        language, say = self.findings.language, self.findings.language.say
        heads = [say("Mål"), say("Antal"), say("Del af alle"), say("Bidrag til afstanden fra kravet")]
        sure = any(found.criterion.whole for found in self.figures)
        heads += [say("Usikkerhed")] if sure else []
        rows = tuple(tuple(self._shares_row(found, sure=sure)) for found in self.figures)
        notes = [say("Bidrag: enhedens egen afstand fra kravet, vægtet med enhedens del af sagerne; alle bidrag er tilsammen afstanden.")]  # fmt: skip
        if sure:
            notes.append(say("Usikkerhed: Sagerne er få, og i 95 af 100 tilfælde ligger den underliggende andel i intervallet."))  # fmt: skip
        return Table(
            label=self._label("tbl", "shares"), caption=say("Hvor meget {unit} fylder, året til dato", unit=self.unit.name),
            columns=columns(heads, right=heads[1:]), rows=rows, cards=True, notes=(*hidden_notes(rows, language), *map(text, notes)),
        )  # fmt: skip

    def _shares_row(self, found: UnitFigures, *, sure: bool) -> Iterator[Inline]:
        language, sums = self.findings.language, found.series.published.districts[self.unit.id]
        yield _goal(found)
        if found.withheld:
            yield from (text(WITHHELD) for _ in range(4 if sure else 3))
            return
        yield text(DASH if sums is None or found.criterion.counts else language.number(sums.n))
        yield text(DASH if found.share is None else share_word(found.share, language))
        decimals = found.criterion.places + 1
        told = found.contribution
        yield text(
            DASH if told is None else signed_distance(found.criterion, _decimal(told, decimals), decimals, language)
        )
        if sure:
            yield text(DASH if found.interval is None else interval_words(found.criterion, found.interval, language))

    def _history_table(self) -> Table:
        language, say, periods = (
            self.findings.language,
            self.findings.language.say,
            [s.period for s in self.figures[0].standings],
        )
        heads = [say("Mål"), say("Hvem"), *map(language.shown, periods)]
        rows = tuple(row for found in self.figures for row in self._history_rows(found))
        return Table(
            label=self._label("tbl", "history"), caption=say("{unit}: årets tal ved udgangen af hver periode", unit=self.unit.name),
            columns=columns(heads, right=heads[2:]), rows=rows, stub=2, cards=True, notes=hidden_notes(rows, language),
        )  # fmt: skip

    def _history_rows(self, found: UnitFigures) -> Iterator[tuple[Inline, ...]]:
        language, say = self.findings.language, self.findings.language.say
        own = [_value(found, s.unit, language, hidden=s.withheld) for s in found.standings]
        every = [_value(found, s.all_units, language) for s in found.standings]
        yield (_goal(found), text(say("Enheden")), *map(text, own))
        yield (_goal(found), text(say("Alle enheder")), *map(text, every))

    def _records(self) -> list[dict[str, object]]:
        """One row a goal, series and period: the unit's year to date, and that of all. All rows have the same columns."""
        several = any("series" in named(found.goal, found.series) for found in self.figures)
        return [
            {
                "goal": found.goal.id, **({"series": found.series.name} if several else {}), "district": self.unit.id, "period": standing.period.name,
                **_cells(found, standing.unit, "unit"), **_cells(found, standing.all_units, "all"),
                "until_before": standing.compared or "", **_cells(found, standing.before, "before"), "note": "withheld" if standing.withheld else "",
            }
            for found in self.figures
            for standing in found.standings
        ]  # fmt: skip


def _goal(found: UnitFigures) -> Inline:
    title = f"{found.goal.id} {found.goal.series_title(found.series.name)}"
    return (Reference(text=closed(title).rstrip("."), target=found.goal.label),)


def _value(found: UnitFigures, sums: Sum | None, language: Language, *, hidden: bool = False) -> str:
    if sums is None:
        return WITHHELD if hidden else DASH
    return figure_words(found.criterion, sums, language) or DASH


def _cells(found: UnitFigures, sums: Sum | None, whose: str) -> dict[str, object]:
    value = None if sums is None else found.criterion.value_of(sums)
    return {f"n_{whose}": "" if sums is None else sums.n, f"value_{whose}": plain_number(value)}


def _decimal(value: Fraction, decimals: int) -> Decimal:
    return round(Decimal(value.numerator) / Decimal(value.denominator), decimals)
