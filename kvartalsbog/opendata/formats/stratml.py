"""Plan and results in StratML Part 2 (ANSI/AIIM 22): pillars as goals, goals as objectives, criteria as indicators.

Each objective's indicators have the plan's target and the actual result as it may be shown; the country's months follow
as further measurements. Units, kinds and states are codes; the order of the elements is the published schema's.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kvartalsbog.kinds.base import CriterionResult
from kvartalsbog.kinds.units import Unit
from kvartalsbog.opendata.formats.delimited import MARKS, figure
from kvartalsbog.opendata.formats.facts import EditionFacts, slug
from kvartalsbog.opendata.formats.front import remark
from kvartalsbog.opendata.tables.schema import Mark
from kvartalsbog.opendata.tables.standing import shown_value
from kvartalsbog.periods import days_of
from kvartalsbog.plan.values import Pillar
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.words.kinds import criterion_sentence, requirement
from kvartalsbog.words.numbers import amount, capital, closed, month_name, points, spaced
from kvartalsbog.words.statuses import outlook_word, verdict_word
from kvartalsbog.words.units import coded

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
_NOT_SHOWN = {
    Mark.WITHHELD: f"{MARKS[Mark.WITHHELD]} Fortroligt: for få sager, eller kan bruges til at regne et sådant tal ud.",
    Mark.MISSING: f"{MARKS[Mark.MISSING]} Mangler: der er ikke indberettet noget.",
}
_NO_CASES = "Der var ingen sager."


def stratml(findings: Findings, edition: EditionFacts) -> bytes:
    """The document as UTF-8 XML."""
    root = Element("PerformancePlanOrReport", {"xmlns": NAMESPACE, "Type": "Performance_Report"})
    _add(root, "Name", f"{edition.title}, {findings.quarter.label}")
    _add(root, "Description", remark(findings))
    _add(root, "OtherInformation", f"Kilde: {findings.plan.source.document}. Planen følges op hvert kvartal.")
    core = SubElement(root, "StrategicPlanCore")
    organization = SubElement(core, "Organization")
    _add(organization, "Name", findings.plan.authority)
    _add(organization, "Identifier", _identifier(edition.title, "organization"))
    _stakeholder(organization, findings.plan.ministry, "Aftaler planen og følger den op")
    for pillar in findings.plan.pillars:
        _goal(core, findings, edition, pillar)
    about = SubElement(root, "AdministrativeInformation")
    _add(about, "Identifier", _identifier(edition.title, str(edition.quarter), f"v{edition.version}"))
    _add(about, "StartDate", days_of(findings.quarter.year)[0].isoformat())
    _add(about, "EndDate", findings.quarter.last_day.isoformat())
    if edition.published:
        _add(about, "PublicationDate", edition.published.isoformat())
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()


def _goal(core: Element, findings: Findings, edition: EditionFacts, pillar: Pillar) -> None:
    goal = SubElement(core, "Goal")
    _add(goal, "Name", pillar.title)
    won = findings.result.pillar_points(pillar)
    described = f"Søjlen vejer {amount(pillar.weight, Unit.PERCENT)} af planen: {points(won.won)} vundet"
    _add(goal, "Description", f"{described}, {points(won.open)} åbent og {points(won.lost)} tabt.")
    _add(goal, "Identifier", _identifier(edition.title, pillar.label))
    _add(goal, "SequenceIndicator", pillar.id)
    for result in findings.result.goals:
        if result.pillar.id == pillar.id:
            _objective(goal, findings, edition, result)


def _objective(parent: Element, findings: Findings, edition: EditionFacts, result: GoalResult) -> None:
    goal, won = result.goal, result.points
    objective = SubElement(parent, "Objective")
    _add(objective, "Name", goal.title)
    _add(objective, "Description", goal.summary)
    _add(objective, "Identifier", _identifier(edition.title, goal.label))
    _add(objective, "SequenceIndicator", goal.id)
    _stakeholder(objective, goal.responsible, "Ansvarlig for målet", "Performer")
    outlook = f" Udsigt: {outlook_word(result.outlook)}." if result.outlook else ""
    earned = f"Point: {points(won.won)} vundet, {points(won.open)} åbent, {points(won.lost)} tabt."
    weight = f"Vægt: {amount(goal.weight, Unit.PERCENT)}"
    _add(objective, "OtherInformation", f"Status: {verdict_word(result.verdict)}.{outlook} {weight} {earned}")
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
    _year(indicator, findings, goal, result)
    series = findings.series.get(goal.goal.id)
    if series is not None and series.criterion.id == criterion.id:
        _months(indicator, findings, series)
    if criterion.reading:
        _add(indicator, "OtherInformation", f"Sådan er planen læst: {criterion.reading}")


def _year(indicator: Element, findings: Findings, goal: GoalResult, result: CriterionResult) -> None:
    """The plan's target for the year, and what had been reached on the quarter's last day."""
    criterion, quarter = result.criterion, findings.quarter
    first = days_of(quarter.year)[0]
    instance = SubElement(indicator, "MeasurementInstance")
    target = criterion.asked.limit if criterion.asked else None
    _result(instance, "TargetResult", first, criterion.deadline, target, closed(f"Krav: {requirement(criterion)}"))
    value = shown_value(findings, goal.goal, result)
    if isinstance(value, Mark):
        words, value = _NOT_SHOWN[value], None
    else:
        words = criterion_sentence(result, findings.months)
    _result(instance, "ActualResult", first, quarter.last_day, value, words, descriptor=("state", result.state.value))


def _months(indicator: Element, findings: Findings, series: Series) -> None:
    shown = series.published.months
    for month in findings.months:
        sums = shown.get(month)
        value = None if sums is None else series.criterion.value_of(sums)
        why = _NO_CASES if sums is not None else _NOT_SHOWN[Mark.WITHHELD if month in shown else Mark.MISSING]
        words = capital(month_name(month, year=True)) + (f". {why}" if value is None else ".")
        instance = SubElement(indicator, "MeasurementInstance")
        _result(instance, "ActualResult", month.first_day, month.last_day, value, words)


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
