"""The draft of a plan: the text of the plan before it, moved on in time."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.periods import Calendar, FollowUp
from kvartalsbog.plan.earlier import Earlier
from kvartalsbog.plan.values import Plan

_OWN_TO_A_YEAR: Any = {
    "amendments": True,
    "background": True,
    "source": {"address", "signed"},
    "pillars": {
        "__all__": {
            "background": True,
            "goals": {"__all__": {"continues": True}},
        }
    },
}
_DRAFT = """\
# UDKAST til planen for {year}, lavet ud fra planen for {before}: årstal og frister er rykket {step}, og ændringer fra
# {before} er skrevet ind. Ret mål, krav, vægte og frister efter den nye aftale, og slet så disse linjer.
"""


def draft(plan: Plan, calendar: Calendar, left: Mapping[str, Earlier] | None = None) -> str:
    """The text of `plan.yml` for the plan after one: as it stood at the end, every year as much later as the plan is,
    unsigned and without the background: what happened before the last plan is not what happened before this one. `left` is what the plan's last book left of each
    goal, which its own earlier years are continued with.
    """
    kept = _without_old_units(plan, calendar)
    # followed up otherwise, it has other periods to release
    dropped = _OWN_TO_A_YEAR | ({"releases": True} if plan.calendar.follow_up != calendar.follow_up else {})
    document = _plain(kept.model_dump(exclude=dropped, by_alias=True))
    moved = _each(document, lambda text: moved_on(text, plan.calendar, calendar))
    moved |= _time(plan, calendar)
    for goal, written in zip(plan.goals, (g for p in moved["pillars"] for g in p["goals"]), strict=True):
        if goal.shared is not None and not goal.is_reported_there:
            del written["shared"]["reported"]
        for criterion, part in zip(goal.criteria, written["criteria"], strict=True):
            _unsay(part, goal.id)
            if isinstance(criterion, DatedCriterion) and criterion.room is not None:
                part[criterion.room_key].pop("names", None)
        own = (left or {}).get(goal.id)
        if told := (*goal.continues, *((own,) if own else ())):
            criteria = written.pop("criteria")
            written |= {"continues": _plain([e.model_dump(exclude_none=True) for e in told]), "criteria": criteria}
    moved["districts"] = document["districts"]  # when a unit began or ended stays as it was
    step = calendar.begins.year - plan.calendar.begins.year
    later = "et år" if step == 1 else f"{step} år"
    head = _DRAFT.format(year=calendar.name, before=plan.calendar.name, step=later)
    return head + yaml.dump(moved, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _unsay(criterion: dict[str, Any], goal: str) -> None:
    """Leave out of a criterion on a series what it says where a plan says nothing."""
    for key, unsaid in {
        "series": goal,
        "strict": False,
        "over": "period",
        "reported": "monthly",
        "sensitive": True,
    }.items():
        if criterion.get(key) == unsaid:
            del criterion[key]


def _time(plan: Plan, calendar: Calendar) -> dict[str, Any]:
    """The keys that tell when the plan is for, where it has them."""
    if plan.year is not None:
        told: dict[str, Any] = {"year": calendar.begins.year}
    else:
        told = {"period": {"from": calendar.first_day, "to": calendar.last_day}}
    return told | ({"follow_up": calendar.follow_up.value} if calendar.follow_up != FollowUp.QUARTERLY else {})


def _without_old_units(plan: Plan, calendar: Calendar) -> Plan:
    """The plan with the units that the plan's time and the year before it, which it is compared with, still have."""
    start = calendar.months_before[0].first_day
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


def moved_on(text: str, before: Calendar, after: Calendar) -> str:
    """A text in which the years of a plan and the year after it are as much later as the next plan is; 29 February becomes
    the 28th in a year that has none.
    """
    step, last = after.begins.year - before.begins.year, before.ends.year
    years = "|".join(str(year) for year in range(before.begins.year, last + 2))
    pair = rf"(?:[-/](?P<end>{last % 100:02d})(?![0-9-]))?" if last > before.begins.year else "(?P<end>(?!))?"

    def later(match: re.Match[str]) -> str:
        end = f"{match[0][4]}{(last + step) % 100:02d}" if match["end"] else ""
        return f"{int(match['year']) + step}{end}"

    moved = re.sub(rf"(?<!\d)(?P<year>{years})(?!\d){pair}", later, text)
    return re.sub(
        r"(?<!\d)(\d{4})-02-29(?!\d)", lambda day: day[0] if isleap(int(day[1])) else f"{day[1]}-02-28", moved
    )


def _plain(value: Any) -> Any:
    """What is not said, empty lists and mappings left out; what a thing is first. That a plan has no weights is said."""
    if isinstance(value, dict):
        first = {key: value[key] for key in ("id", "kind", "title") if key in value}
        return {key: _plain(part) for key, part in {**first, **value}.items() if part not in (None, (), [], {})}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
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

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - a plan has no references
        return True


def _scalars(parts: Any) -> bool:
    return all(not isinstance(part, dict | list) for part in parts)


_Dumper.add_representer(Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}"))
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
