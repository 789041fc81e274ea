"""What has changed a figure since the same months of the year before: a sentence and a table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kvartalsbog.content.blocks import Table, text
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.kinds.units import Unit
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.tables import columns, named, plain_number
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.since_last_year import MIX, RATE, Rounded, SinceLastYear, since_last_year
from kvartalsbog.words.ahead import signed
from kvartalsbog.words.measuring import shown
from kvartalsbog.words.numbers import DASH, months_words
from kvartalsbog.words.since_last_year import most_sentence, rest_name, rest_note, since_sentence, total_of
from kvartalsbog.words.units import unit_word

REST = "[f]"  # the units that are not shown in both years
_FINER = 1  # decimals more than a value has, as in the table of who pulls


def since_sentences(findings: Findings, series: Series) -> list[str]:
    """By how much the figure has changed and what has done it; nothing where the years cannot be compared."""
    found, criterion, language = since_last_year(series, REST), series.criterion, findings.language
    if found is None:
        return []
    decimals = criterion.places + _FINER
    parts = found.rounded(criterion, decimals)
    moved = {unit: abs(found.in_all(criterion, unit)) for unit in found.units if unit != REST}
    most = [unit for unit, by in moved.items() if by and by == max(moved.values())]
    names = [findings.plan.district_name(unit) for unit in most]
    by = sum((parts[unit, part] for unit in most[:1] for part in (RATE, MIX)), Decimal(0))
    return [
        since_sentence(criterion, found, parts, decimals, language),
        most_sentence(criterion, names, by, decimals, language) if by else "",
    ]


def since_table(findings: Findings, goal: Goal, series: Series) -> tuple[Table, ...]:
    """The units, those first that have moved the figure furthest from what is asked: their figures in both years, and what they have
    added to the change by these and by their parts of the cases. None where the years cannot be compared.
    """
    found, criterion, language, say = (
        since_last_year(series, REST),
        series.criterion,
        findings.language,
        findings.language.say,
    )
    if found is None:
        return ()
    decimals = criterion.places + _FINER
    parts = found.rounded(criterion, decimals)
    order = sorted(
        found.units, key=lambda unit: found.in_all(criterion, unit), reverse=criterion.direction == "at_most"
    )
    withheld = None in series.units_before.values() or None in series.published.districts.values()
    names = {unit: findings.plan.district_name(unit) for unit in order if unit != REST}
    names |= {REST: rest_name(withheld=withheld, language=language)}
    rows = [(names[unit], *found.units[unit], parts[unit, RATE], parts[unit, MIX]) for unit in order]
    rows.append((say("I alt"), found.before, found.after, total_of(parts, RATE), total_of(parts, MIX)))
    measured = unit_word(criterion.unit, language)
    points = say("procentpoint") if criterion.unit is Unit.PERCENT else measured
    heads = (
        say("Enhed"), say("Året før ({unit})", unit=measured), say("I år ({unit})", unit=measured),
        say("Fra eget tal ({unit})", unit=points), say("Fra del af alle ({unit})", unit=points),
    )  # fmt: skip
    how = say("Fra eget tal: så meget enhedens egen ændring har flyttet alle enheders tal. Fra del af alle: så meget det har flyttet det, at enheden har fået en større eller mindre del af alle {counted}. Delene er tilsammen hele ændringen.", counted=criterion.counted)  # fmt: skip
    notes = (how, *((rest_note(withheld=withheld, language=language),) if REST in found.units else ()))
    table = Table(
        label=f"tbl-{goal.series_label(series.name)}-since",
        caption=say("{title}: hvad der har ændret tallet siden året før, {months}", title=goal.series_title(series.name), months=months_words(sorted(series.published.months), language)),
        columns=columns(heads, right=heads[1:]),
        rows=tuple(
            (text(name), *(text(_value(criterion, sums, findings)) for sums in years), *(text(signed(part, decimals, language)) for part in both))
            for name, *years, both in ((name, before, after, both) for name, before, after, *both in rows)
        ),
        notes=tuple(map(text, notes)),
        download=download(findings, f"{goal.series_label(series.name)}-since", _records(goal, series, found, order, parts)), cards=True,
    )  # fmt: skip
    return (table,)


def _value(criterion: SeriesCriterion, sums: Sum, findings: Findings) -> str:
    value = criterion.value_of(sums)
    return DASH if value is None else shown(value, criterion, findings.language)


def _records(
    goal: Goal, series: Series, found: SinceLastYear, order: Sequence[str], parts: Rounded
) -> list[dict[str, object]]:
    rows = []
    for unit in order:
        before, after = found.units[unit]
        rows.append({
            **named(goal, series), "district": "" if unit == REST else unit, "n": after.n, "value": plain_number(series.criterion.value_of(after)),
            "month_before": str(found.last.year_before), "n_before": before.n, "value_before": plain_number(series.criterion.value_of(before)),
            "rate": plain_number(parts[unit, RATE]), "mix": plain_number(parts[unit, MIX]), "note": "together" if unit == REST else "",
        })  # fmt: skip
    return rows
