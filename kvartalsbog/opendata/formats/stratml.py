"""Plan and results in StratML Part 2 (ANSI/AIIM 22): pillars as goals, goals as objectives, criteria as indicators.

Each objective's indicators have the plan's target and the actual result as it may be shown; the country's months follow
as further measurements. Units, kinds and states are codes; the order of the elements is the published schema's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kvartalsbog.content.language import Language, closed
from kvartalsbog.kinds.base import CriterionResult
from kvartalsbog.opendata.formats.delimited import MARKS, figure
from kvartalsbog.opendata.formats.facts import EditionFacts, slug
from kvartalsbog.opendata.formats.front import remark
from kvartalsbog.opendata.tables.schema import Mark
from kvartalsbog.opendata.tables.standing import shown_value
from kvartalsbog.plan.background import plainly
from kvartalsbog.plan.goals import Pillar
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.words.kinds import criterion_sentence, requirement
from kvartalsbog.words.numbers import amount, capital, month_name, spaced
from kvartalsbog.words.statuses import outlook_word, verdict_word, why_hidden
from kvartalsbog.words.units import coded, unit_word
from kvartalsbog.words.weights import degree_sentence, of_plan, shared_sentence

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"


def stratml(findings: Findings, edition: EditionFacts) -> bytes:
    """The document as UTF-8 XML."""
    language, say = findings.language, findings.language.say
    root = Element("PerformancePlanOrReport", {"xmlns": NAMESPACE, "Type": "Performance_Report"})
    _add(root, "Name", f"{edition.title}, {language.shown(findings.period)}")
    _add(root, "Description", remark(findings))
    around = (f"{passage.title}: {plainly(passage.text)}" for passage in findings.plan.background)
    source = say("Kilde: {document}. Planen følges op hvert kvartal.", document=findings.plan.source.document)
    _add(root, "OtherInformation", " ".join((source, *around)))
    core = SubElement(root, "StrategicPlanCore")
    organization = SubElement(core, "Organization")
    _add(organization, "Name", findings.plan.authority)
    _add(organization, "Identifier", _identifier(edition.title, "organization"))
    _stakeholder(organization, findings.plan.ministry, say("Aftaler planen og følger den op"))
    for pillar in findings.plan.pillars:
        _goal(core, findings, edition, pillar)
    about = SubElement(root, "AdministrativeInformation")
    _add(about, "Identifier", _identifier(edition.title, edition.period.name, f"v{edition.version}"))
    _add(about, "StartDate", findings.period.calendar.first_day.isoformat())
    _add(about, "EndDate", findings.period.last_day.isoformat())
    if edition.published:
        _add(about, "PublicationDate", edition.published.isoformat())
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()


def _goal(core: Element, findings: Findings, edition: EditionFacts, pillar: Pillar) -> None:
    goal = SubElement(core, "Goal")
    _add(goal, "Name", pillar.title)
    _add(goal, "Description", _pillar(findings, pillar))
    _add(goal, "Identifier", _identifier(edition.title, pillar.label))
    _add(goal, "SequenceIndicator", pillar.id)
    if pillar.background:
        _add(goal, "OtherInformation", plainly(pillar.background))
    for result in findings.result.of(pillar):
        _objective(goal, findings, edition, result)


def _pillar(findings: Findings, pillar: Pillar) -> str:
    """What a pillar weighs, and what of it is won, open and lost; without weights how many goals it has."""
    won, weights, language = findings.result.pillar_points(pillar), findings.plan.weights, findings.language
    if won is None or weights is None or pillar.weighs is None:
        count = len(pillar.goals)
        return language.say_n("Søjlen har {count}\u00a0mål.", "Søjlen har {count}\u00a0mål.", count, count=count)
    return language.say(
        "Søjlen vejer {weight}: {won} opnået, {open} uafgjort og {lost} mistet.",
        weight=of_plan(pillar.weighs, weights, language), won=won.won, open=won.open, lost=won.lost,
    )  # fmt: skip


def _weighed(findings: Findings, result: GoalResult) -> Iterator[str]:
    won, weights, language = result.points, findings.plan.weights, findings.language
    if won is not None and weights is not None:
        told = amount(won.total, weights.unit, language=language)
        yield closed(language.say("Vægt: {weight}", weight=told))
        yield language.say(
            "{unit}: {won} opnået, {open} uafgjort, {lost} mistet.",
            unit=capital(unit_word(won.unit, language)), won=won.won, open=won.open, lost=won.lost,
        )  # fmt: skip


def _objective(parent: Element, findings: Findings, edition: EditionFacts, result: GoalResult) -> None:
    goal, language, say = result.goal, findings.language, findings.language.say
    objective = SubElement(parent, "Objective")
    _add(objective, "Name", goal.title)
    _add(objective, "Description", goal.summary)
    _add(objective, "Identifier", _identifier(edition.title, goal.label))
    _add(objective, "SequenceIndicator", goal.id)
    _stakeholder(objective, goal.responsible, say("Ansvarlig for målet"), "Performer")
    told = [say("Status: {verdict}.", verdict=verdict_word(result.verdict, language))]
    told += (
        [say("Forventning: {outlook}.", outlook=outlook_word(result.outlook, language, reduced=result.reduced))]
        if result.outlook
        else []
    )
    told += [
        *_weighed(findings, result),
        degree_sentence(result, language),
        shared_sentence(goal, findings.plan, language),
    ]
    _add(objective, "OtherInformation", " ".join(filter(None, told)))
    for criterion in result.criteria:
        _indicator(objective, findings, edition, result, criterion)


def _indicator(
    objective: Element, findings: Findings, edition: EditionFacts, goal: GoalResult, result: CriterionResult
) -> None:
    criterion, asked = result.criterion, result.criterion.asked
    kind = "Qualitative" if asked is None else "Quantitative"
    indicator = SubElement(objective, "PerformanceIndicator", {"PerformanceIndicatorType": kind})
    _add(indicator, "MeasurementDimension", criterion.title)
    _add(indicator, "UnitOfMeasurement", coded(asked)[0] if asked else criterion.kind)
    _add(indicator, "Identifier", _identifier(edition.title, goal.goal.label, "criterion", criterion.id))
    _year(indicator, findings, result)
    series = findings.series.get(criterion.reads)
    if series is not None and goal.goal.on(series.name)[0].id == criterion.id:
        _months(indicator, findings, series)
    if criterion.reading:
        _add(
            indicator,
            "OtherInformation",
            findings.language.say("Sådan er planen læst: {reading}", reading=criterion.reading),
        )


def _year(indicator: Element, findings: Findings, result: CriterionResult) -> None:
    """The plan's target for the year, and what had been reached on the period's last day."""
    criterion, period, language = result.criterion, findings.period, findings.language
    first = period.calendar.first_day
    instance = SubElement(indicator, "MeasurementInstance")
    target = criterion.asked.limit if criterion.asked else None
    wanted = language.say("Krav: {wanted}", wanted=requirement(criterion, language))
    _result(instance, "TargetResult", first, criterion.deadline, target, closed(wanted))
    value = shown_value(findings, result)
    if isinstance(value, Mark):
        words, value = _hidden(value, language), None
    else:
        words = criterion_sentence(result, findings.months, language)
    _result(instance, "ActualResult", first, period.last_day, value, words, descriptor=("state", result.state.value))


def _months(indicator: Element, findings: Findings, series: Series) -> None:
    shown, language = series.published.months, findings.language
    for month in series.months:
        sums = shown.get(month)
        value = None if sums is None else series.criterion.value_of(sums)
        why = language.say("Der var ingen sager.")
        if sums is None:
            why = _hidden(Mark.WITHHELD if month in shown else Mark.MISSING, language)
        words = capital(month_name(month, year=True, language=language)) + (f". {why}" if value is None else ".")
        instance = SubElement(indicator, "MeasurementInstance")
        _result(instance, "ActualResult", month.first_day, month.last_day, value, words)


def _hidden(mark: Mark, language: Language) -> str:
    return f"{MARKS[mark]} {why_hidden(MARKS[mark], language)}."


def _result(
    instance: Element,
    kind: str,
    first: date,
    last: date,
    value: Decimal | None,
    words: str,
    descriptor: tuple[str, str] | None = None,
) -> None:
    result = SubElement(instance, kind)
    _add(result, "StartDate", first.isoformat())
    _add(result, "EndDate", last.isoformat())
    if value is not None:
        _add(result, "NumberOfUnits", figure(value))
    if descriptor:
        told = SubElement(result, "Descriptor")
        _add(told, "DescriptorName", descriptor[0])
        _add(told, "DescriptorValue", descriptor[1])
    _add(result, "Description", words)


def _stakeholder(parent: Element, name: str, role: str, kind: str | None = None) -> None:
    stakeholder = SubElement(parent, "Stakeholder")
    _add(stakeholder, "Name", name)
    played = SubElement(stakeholder, "Role")
    _add(played, "Name", role)
    if kind:
        _add(played, "RoleType", kind)


def _identifier(title: str, *parts: str) -> str:
    """An XML ID that is the same in every edition: `maal-og-resultatplan-for-politiet-2024-goal-1-1-criterion-days`."""
    name = slug(title)
    return "-".join((name if name[:1].isalpha() else f"plan-{name}", *parts))


def _add(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = spaced(words)
