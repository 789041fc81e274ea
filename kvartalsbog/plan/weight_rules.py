"""The rules of weights and of credit: what sums to what, and which steps, parts and units there can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import Document, Path_
from kvartalsbog.files.fields import number_of
from kvartalsbog.kinds.base import steps_of
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.limits import PerUnit, Span, form_of, number_in
from kvartalsbog.kinds.registry import kind_of
from kvartalsbog.plan.parts import Part, criteria_of, goals_of, parts
from kvartalsbog.plan.weights import NONE, PER_CENT

HUNDRED = Decimal(100)
_MISSING = "Nøglen mangler."
_SUM = "Ret vægtene, så summen passer."


def broken_weights(document: Document) -> Iterator[Problem]:
    """Weights that are missing, that a plan without weights has, or that do not sum: a pillar's goals to the pillar, and
    everything to the plan's total.
    """
    plan = document.value if isinstance(document.value, dict) else {}
    pillars = list(parts(plan, (), "pillars"))
    written = plan.get("weights", {})
    if written == NONE:
        yield from _unwanted(document, [*pillars, *goals_of(document)])
        return
    yield from _missing(document, pillars)
    for path, pillar in pillars:
        goals = [goal for _, goal in parts(pillar, path, "goals")]
        whole = number_of(pillar.get("weight"))
        yield from _sum(document, (*path, "weight"), goals, whole, "Målenes vægte giver ikke søjlens vægt.")
    if not isinstance(written, dict):
        return
    total = number_of(written.get("total", 100))
    if written.get("unit", PER_CENT) == PER_CENT and total is not None and total != HUNDRED:
        hint = "Skriv enheden, fx unit: point."
        yield document.problem(("weights", "total"), "Vægte i pct. skal give 100.", total, "100", hint)
        return
    yield from _unlike(document, written.get("unit", PER_CENT))
    for path, part in [*pillars, *goals_of(document)]:
        weight = number_of(part.get("weight"))
        if weight is not None and total is not None and weight > total:
            yield document.problem((*path, "weight"), "Tallet er for stort.", weight, f"højst {total}")
    bare = pillars and all(pillar.get("weight") is None for _, pillar in pillars)
    what, weighed = ("Målenes", goals_of(document)) if bare else ("Søjlernes", iter(pillars))
    yield from _sum(document, ("pillars",), [part for _, part in weighed], total, f"{what} vægte giver ikke {total}.")


def _unlike(document: Document, unit: object) -> Iterator[Problem]:
    """Criteria that are measured in what the plan's own word for its weights is."""
    for path, criterion in criteria_of(document) if unit != PER_CENT else ():
        if criterion.get("unit") == unit:
            message, hint = (
                "Måleenheden hedder det samme som planens vægte.",
                "Giv den et andet navn, så de to kan skelnes.",
            )
            yield document.problem((*path, "unit"), message, unit, hint=hint)


def _missing(document: Document, pillars: list[Part]) -> Iterator[Problem]:
    """Goals without a weight, and pillars without one where others have theirs."""
    some = any(pillar.get("weight") is not None for _, pillar in pillars)
    hint = "Skriv vægten. Har planen ingen vægte, så skriv »weights: none«."
    for path, goal in goals_of(document):
        if goal.get("weight") is None:
            yield document.problem((*path, "weight"), _MISSING, hint=hint)
    for path, pillar in pillars if some else ():
        if pillar.get("weight") is None:
            own = "Enten har alle søjler en vægt, eller ingen af dem."
            yield document.problem((*path, "weight"), _MISSING, hint=own)


def _unwanted(document: Document, weighed: list[Part]) -> Iterator[Problem]:
    for path, part in weighed:
        if part.get("weight") is not None:
            hint = "Slet nøglen, eller slet »weights: none«."
            yield document.problem((*path, "weight"), "Planen har ingen vægte.", part["weight"], hint=hint)


def _sum(
    document: Document, path: Path_, weighed: list[dict[str, Any]], whole: Decimal | None, message: str
) -> Iterator[Problem]:
    weights = [number_of(part.get("weight")) for part in weighed]
    known = [weight for weight in weights if weight is not None]
    if weighed and whole is not None and len(known) == len(weights) and sum(known) != whole:
        yield document.problem(path, message, sum(known), str(whole), _SUM)


def broken_credit(document: Document) -> Iterator[Problem]:
    """Steps that give what they cannot, and criteria's weights where they count for nothing or do not sum."""
    for path, goal in goals_of(document):
        yield from _own_weights(document, path, goal)
    for path, criterion in criteria_of(document):
        yield from _steps(document, path, criterion)


def _own_weights(document: Document, path: Path_, goal: dict[str, Any]) -> Iterator[Problem]:
    own = list(parts(goal, path, "criteria"))
    weighed = [(place, part) for place, part in own if part.get("weight") is not None]
    if goal.get("credit") is None:
        for place, part in weighed:
            message, hint = "Kriteriets vægt tæller ikke.", "Skriv »credit: by_criteria« ved målet, eller slet vægten."
            yield document.problem((*place, "weight"), message, part["weight"], hint=hint)
        return
    if weighed and len(weighed) < len(own):
        for place, part in own:
            if part.get("weight") is None:
                hint = "Enten har alle målets kriterier en vægt, eller ingen af dem; uden vægte tæller de lige meget."
                yield document.problem((*place, "weight"), _MISSING, hint=hint)
        return
    weights = [number_of(part["weight"]) for _, part in weighed]
    known = [weight for weight in weights if weight is not None]
    wholes = {HUNDRED, number_of(goal.get("weight")) or HUNDRED}
    if known and len(known) == len(weights) and sum(known) not in wholes:
        allowed = " eller ".join(map(str, sorted(wholes)))
        message = "Kriteriernes vægte giver hverken målets vægt eller 100."
        yield document.problem((*path, "criteria"), message, sum(known), allowed, _SUM)


def _steps(document: Document, path: Path_, criterion: dict[str, Any]) -> Iterator[Problem]:
    """Each step must be easier to keep than the one before it, the criterion's own limit first, and give less."""
    steps, kind = steps_of(criterion), kind_of(criterion)
    if not steps or kind is None:
        return
    if "limit" not in kind.model_fields:
        hint = "Slet nøglen."
        yield document.problem((*path, "credit"), "Kun et kriterium med et tal kan have trin.", hint=hint)
        return
    if form_of(criterion.get("limit")) in (Span, PerUnit):
        hint = "Del kriteriet i flere, eller slet trinnene."
        yield document.problem((*path, "credit"), "Trin kan kun stå under et krav, der er ét tal.", hint=hint)
        return
    at_most = not issubclass(kind, DatedCriterion) and criterion.get("direction") == "at_most"
    before: Mapping[str, Any] = {"limit": criterion.get("limit"), "gives": 100}
    for number, step in enumerate(steps):
        at = (*path, "credit", number)
        limit, harder = number_of(step.get("limit")), number_in(before.get("limit"))
        if limit is not None and harder is not None and (limit <= harder if at_most else limit >= harder):
            allowed = f"over {harder}" if at_most else f"under {harder}"
            message = "Trinnet er ikke lettere at nå end det foregående."
            yield document.problem((*at, "limit"), message, limit, allowed)
        gives, more = number_of(step.get("gives")), number_of(before.get("gives"))
        if gives is not None and more is not None and gives >= more:
            message = "Trinnet giver ikke mindre end det foregående."
            yield document.problem((*at, "gives"), message, gives, f"under {more}")
        before = step
