"""Where a goal's figure is going, and who pulls it: key figures, sentences and a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from kvartalsbog.content.blocks import Block, Fact, Facts, Table, Text, paragraph, text
from kvartalsbog.content.language import Language, message
from kvartalsbog.kinds.base import Bound, Outlook
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.kinds.units import Unit
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.since_last_year import since_sentences
from kvartalsbog.pages.tables import columns, named, plain_number
from kvartalsbog.periods import FollowUp
from kvartalsbog.plan.goals import Goal
from kvartalsbog.steering.contributions import rounded
from kvartalsbog.steering.expectation import Expectation
from kvartalsbog.steering.kept import kept
from kvartalsbog.verdicts.ahead import OUTLOOKS, pulling
from kvartalsbog.verdicts.comparing import compared_periods
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.expecting import first_ahead
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.unit_figures import unit_change
from kvartalsbog.words.ahead import (
    difference_sentence,
    figure_cell,
    firmness_sentence,
    projection_sentence,
    signal_sentence,
    signed,
    signed_distance,
)
from kvartalsbog.words.kinds import outlook_sentence, requirements
from kvartalsbog.words.numbers import WITHHELD, capital, enumeration, months_words, number
from kvartalsbog.words.statuses import outlook_status, outlook_word
from kvartalsbog.words.unit_pages import changed_units_sentence, some_units
from kvartalsbog.words.units import unit_word

REST = "[f]"  # the withheld units as one row
FINER = 1  # decimals more than a value has: a unit's part of it is small


def facts_beside(findings: Findings, series: Series) -> Facts:
    """The newest period's figure, the period's before it, the same months' a year before, the year's until now, and what is asked."""
    language, period, criterion = findings.language, findings.period, series.criterion
    found = compared_periods(series, period)
    told: list[tuple[str, Sum | None]] = [
        (language.shown(period), found.newest),
        (language.shown(period.previous), found.previous),
        (language.say("Samme måneder året før"), found.year_before),
        *(() if series.is_level else ((language.say("Året til dato"), series.published.latest),)),
    ]
    facts = [Fact(term=term, value=figure_cell(criterion, sums, language)) for term, sums in told]
    wanted = requirements(series.criteria, language, timed=True)
    return Facts(facts=(*facts, Fact(term=language.say("Krav"), value=wanted)))


def ahead_blocks(findings: Findings, result: GoalResult, series: Series) -> Iterator[Block]:
    """What can be known of where the figure is going, a question and its answer in each paragraph; nothing for a figure that is not foreseen."""
    found = first_ahead(series.criteria, findings.told)
    if found is None:
        return
    criterion, _, ahead = found
    language, period = findings.language, findings.period
    own = next((r for r in result.measured if r.criterion.id == criterion.id), None)
    needed = outlook_sentence(own, language) if own is not None else ""
    projected = projection_sentence(criterion, ahead.projection, language) if ahead.projection is not None else ""
    firm = firmness_sentence(criterion, ahead.firmness, period, language) if ahead.firmness is not None else ""
    loose = language.say("De hule ringe er foreløbige: Senere indberetninger kan stadig flytte dem.")
    answers = (
        (
            language.say("Er det reelt?"),
            [
                signal_sentence(criterion, ahead, period, language),
                difference_sentence(criterion, ahead, period, language),
            ],
        ),
        (language.say("Når det?"), [needed, projected]),
        (language.say("Hvor sikkert?"), [firm or loose]),
        (language.say("Hvem trækker?"), [_furthest(findings, series), _changed_units(findings, series)]),
        (language.say("Hvad har ændret tallet?"), since_sentences(findings, series)),
    )
    for question, told in answers:
        if said := " ".join(filter(None, told)):
            yield paragraph((Text(text=question, style="strong"), Text(text=f" {said}")))


def _furthest(findings: Findings, series: Series) -> str:
    """The unit, or those alike, that pulls the figure furthest away from what is asked; empty where the figure is not shown by unit."""
    found = _pulled(findings, series)
    if found is None:
        return ""
    criterion, bound, parts = found
    decimals = criterion.places + FINER
    told = rounded(parts, decimals)
    against = {
        unit: part for unit, part in told.items() if (part > 0) is (bound.side == "at_most") and part and unit != REST
    }
    if not against:
        return findings.language.say("Ingen enhed, hvis tal vises, trækker væk fra kravet.")
    most = max(abs(parts[unit]) for unit in against)
    furthest = [unit for unit in against if abs(parts[unit]) == most]
    if len(furthest) > 1:
        units = some_units([findings.plan.district_name(unit) for unit in furthest], findings.language)
        return findings.language.say("Længst væk fra kravet, og lige langt, trækker {units}.", units=units)
    by = signed_distance(criterion, against[furthest[0]], decimals, findings.language)
    return findings.language.say(
        "Længst væk fra kravet trækker {unit}: {by}.", unit=findings.plan.district_name(furthest[0]), by=by
    )


def _changed_units(findings: Findings, series: Series) -> str:
    """Which units have moved against their own year before; empty where units' months are not published."""
    found = {unit: unit_change(findings, series, unit) for unit in series.published.districts}
    name = findings.plan.district_name
    return changed_units_sentence(
        {name(unit): change for unit, change in found.items() if change is not None}, findings.language
    )


def _pulled(findings: Findings, series: Series) -> tuple[SeriesCriterion, Bound, dict[str, Fraction]] | None:
    """What each unit pulls, the year to date; None where the figure is not foreseen, not shown, not of the year to date, or of one unit alone."""
    found, latest = first_ahead(series.criteria, findings.told), series.published.latest
    if found is None or latest is None or not latest.n or len(series.published.districts) < 2:
        return None
    criterion, bound, _ = found
    if criterion.begins is not None or criterion.deadline < findings.period.last_day:
        return None  # what is shown of units is the year to date
    return criterion, bound, pulling(criterion, bound, latest, series.published.districts, REST)


def pulling_table(findings: Findings, goal: Goal, series: Series) -> tuple[Table, ...]:
    """The units by how much each has pulled the figure away from what is asked, the year to date; none where the figure is not shown."""
    language, say, latest = findings.language, findings.language.say, series.published.latest
    found = _pulled(findings, series)
    if found is None or latest is None:
        return ()
    criterion, bound, parts = found
    decimals = criterion.places + FINER
    shown = rounded(parts, decimals)
    order = sorted(parts, key=lambda unit: parts[unit], reverse=bound.side == "at_most")
    cases = {unit: sums.n for unit, sums in series.published.districts.items() if sums is not None}
    cases |= {REST: latest.n - sum(cases.values())} if REST in parts else {}
    names = {unit: _name(findings, unit) for unit in order}
    rows = tuple(
        (text(names[unit]), text(number(cases[unit], language=language)), text(signed(shown[unit], decimals, language)))
        for unit in order
    )
    reported = [month for month in findings.months if month in series.published.months]
    distance = signed_distance(criterion, sum(shown.values(), Decimal(0)), decimals, language)
    unit = say("procentpoint") if criterion.unit is Unit.PERCENT else unit_word(criterion.unit, language)
    table = Table(
        label=f"tbl-{goal.series_label(series.name)}-pulling",
        caption=say("{title}: enhedernes bidrag til afstanden fra kravet, {months}", title=goal.series_title(series.name), months=months_words(reported, language)),
        columns=columns(
            (say("Enhed"), capital(criterion.counted), say("Bidrag ({unit})", unit=unit)), right=(capital(criterion.counted), say("Bidrag ({unit})", unit=unit))
        ),
        rows=rows,
        notes=tuple(map(text, _notes(distance, withheld=REST in parts, language=language))),
        download=download(findings, f"{goal.series_label(series.name)}-pulling", _records(named(goal, series), order, cases, parts)),
    )  # fmt: skip
    return (table,)


def _notes(distance: str, *, withheld: bool, language: Language) -> Iterator[str]:
    yield language.say(
        "Tilsammen {distance}: Så langt er tallet fra kravet. Et bidrag er enhedens egen afstand fra kravet, vægtet med enhedens del af sagerne.",
        distance=distance,
    )  # fmt: skip
    if withheld:
        yield language.say("{mark} Enheder med fortrolige tal, samlet.", mark=WITHHELD)


def _name(findings: Findings, unit: str) -> str:
    if unit == REST:
        return findings.language.say("{mark} samlet", mark=WITHHELD)
    return findings.plan.district_name(unit)


def _records(
    of: Mapping[str, str], order: Sequence[str], cases: Mapping[str, int], parts: Mapping[str, Fraction]
) -> list[dict[str, object]]:
    return [
        {
            **of, "district": "" if unit == REST else unit, "n": cases[unit],
            "contribution": plain_number(Decimal(str(round(float(parts[unit]), 9)))),
            "note": "withheld" if unit == REST else "",
        }
        for unit in order
    ]  # fmt: skip


# it was tried by the quarter, whatever a plan is followed up by
_TRIED_AFTER = {
    True: message("Efter ét, to og tre kvartaler lå det endelige tal i intervallet i {means} af 100 tilfælde, for andele i {shares}."),
    False: message("Efter tre, seks og ni måneder lå det endelige tal i intervallet i {means} af 100 tilfælde, for andele i {shares}."),
}  # fmt: skip


def expectations_kept(findings: Findings) -> tuple[Block, ...]:
    """What the outlooks of projections have kept, tried on invented series."""
    language, say, tried = findings.language, findings.language.say, kept()
    heads = (say("Forventning"), say("Gennemsnit, krav holdt (pct.)"), say("Andel, krav holdt (pct.)"))
    rows = tuple(
        ((outlook_status(OUTLOOKS[word], language),), *(text(_whole(part, language)) for part in tried.kept[word]))
        for word in (Expectation.LIKELY, Expectation.AT_RISK, Expectation.UNLIKELY)
    )
    covered = [enumeration((_whole(part[kind], language) for part in tried.covered), language) for kind in (0, 1)]
    notes = (
        say(_TRIED_AFTER[findings.plan.calendar.follow_up is FollowUp.QUARTERLY], means=covered[0], shares=covered[1]),
        say(
            "Svagest er ordene, når et tal bliver støt dårligere: Da blev »{word}« holdt i {mean} af 100 tilfælde, for andele i {share}.",
            word=outlook_word(Outlook.ON_TRACK, language), mean=_whole(tried.worsening[0], language), share=_whole(tried.worsening[1], language),
        ),
    )  # fmt: skip
    caption = say("Hvor ofte kravet blev holdt, prøvet på {series} opdigtede talserier", series=tried.series)
    return (
        Table(label="tbl-expectations", caption=caption, columns=columns(heads, right=heads[1:]), rows=rows, notes=tuple(map(text, notes)), cards=True),
    )  # fmt: skip


def _whole(value: float, language: Language) -> str:
    return number(Decimal(str(value)), 0, language)
