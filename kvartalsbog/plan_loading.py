"""plan.yml → a valid `Plan`, or every problem with it, in Danish and with its line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from kvartalsbog import plan as model
from kvartalsbog import publication
from kvartalsbog.documents import Document, read_yaml
from kvartalsbog.errors import Problem, ProblemsError
from kvartalsbog.plan import Plan
from kvartalsbog.plan_rules import broken_amendments, broken_rules
from kvartalsbog.plan_source import Source

_PARTS: dict[str, type[BaseModel]] = {
    "source": Source,
    "districts": model.District,
    "pillars": model.Pillar,
    "goals": model.Goal,
    "mean": model.Mean,
    "share": model.Share,
    "count": model.Count,
    "deliverable": model.Deliverable,
    "plausible": model.Bounds,
    "items": model.Items,
    "amendments": model.Amendment,
    "changes": model.Change,
    "approvers": publication.Approver,
    "publication": publication.Publication,
    "contact": publication.Contact,
}
_KINDS = ("mean", "share", "count", "deliverable")
_MESSAGES = {
    "missing": "Nøglen mangler.",
    "extra_forbidden": "Ukendt nøgle.",
    "literal_error": "Ukendt værdi.",
    "union_tag_invalid": "Ukendt slags kriterium.",
    "union_tag_not_found": "Kriteriets slags mangler.",
    "string_type": "Værdien skal være tekst.",
    "int_type": "Værdien skal være et helt tal.",
    "string_pattern_mismatch": "Navnet har en forkert form.",
    "string_too_short": "Teksten er tom.",
    "string_too_long": "Teksten er for lang.",
    "too_short": "Listen er tom.",
    "value_error": "Værdien skal være et tal.",
    "greater_than": "Tallet er for lille.",
    "greater_than_equal": "Tallet er for lille.",
    "less_than_equal": "Tallet er for stort.",
    "hidden_character": "Teksten har et skjult tegn. Skriv den igen uden tegnet.",
    "finite_number": "Værdien skal være et tal.",
    "tuple_type": "Værdien skal være en liste.",
    "one_measure": "Enten »days« eller »in_time« skal stå her, og kun den ene.",
    "one_meaning": "En kolonne kan kun betyde én ting.",
    "dict_type": "Værdien skal være en opslagstabel.",
    "model_type": "Værdien skal være en opslagstabel.",
}


def read_plan(path: Path, project: Path | None, *, name: str) -> Plan:
    """The plan in a file. Raises ProblemsError with every problem: malformed values, unknown keys and kinds, weights
    that do not sum, repeated ids, deadlines outside the year, amendments that do not fit, missing notebooks.
    """
    document = read_yaml(path, name=name)
    problems = list(broken_rules(document, project))
    plan: Plan | None = None
    try:
        plan = Plan.model_validate(document.value)
    except ValidationError as error:
        problems.extend(validation_problems(document, error))
    if plan is not None:
        problems.extend(broken_amendments(document, plan, sound=not problems))
        if str(plan.year) != path.parent.name and path.parent.name.isdigit():
            problems.append(
                Problem(document.place(("year",)), "Planens år er ikke mappens.", str(plan.year), path.parent.name)
            )
    if problems or plan is None:
        raise ProblemsError(problems)
    return plan


def validation_problems(
    document: Document,
    error: ValidationError,
    parts: Mapping[str, type[BaseModel]] = _PARTS,
    root: type[BaseModel] = Plan,
) -> Iterator[Problem]:
    """The problems of a failed validation, each at the line of its key.

    `parts` is key → what stands below it, and `root` what stands at the top: they tell which keys are allowed.
    """
    for detail in error.errors():
        kind, location = detail["type"], detail["loc"]
        if kind == "too_short" and detail["input"]:
            continue  # its parts are malformed, and each of them is told on its own
        message = _MESSAGES.get(kind, "Datoen kan ikke læses." if kind.startswith("date") else "Ugyldig værdi.")
        path = _without_kinds(location)
        if kind.startswith("union_tag"):
            path = (*path, "kind")
        yield Problem(document.place(path), message, _value(detail), *_allowed(detail, _part(location, parts, root)))


def _without_kinds(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The key path of a location: pydantic puts a criterion's kind in it, which is no key of the file."""
    path: tuple[str | int, ...] = ()
    for step in location:
        is_tag = step in _KINDS and path[-2:-1] == ("criteria",)
        if not is_tag:
            path = (*path, step)
    return path


def _value(detail: Any) -> str | None:
    kind = detail["type"]
    if kind == "missing":
        return None
    if kind == "extra_forbidden":
        return str(detail["loc"][-1])
    if kind == "hidden_character":
        return str(detail["ctx"]["code"])
    if kind in ("one_measure", "one_meaning"):
        return str(detail["ctx"]["found"])
    if kind == "union_tag_invalid":
        return str(detail["ctx"]["tag"])
    return None if kind == "union_tag_not_found" else str(detail["input"])


def _allowed(detail: Any, part: type[BaseModel] | None) -> tuple[str | None, str | None]:
    """What was allowed, and what to do."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind.startswith("union_tag"):
        return ", ".join(_KINDS), None
    if kind == "literal_error":
        return str(context["expected"]).replace(" or ", ", "), None
    if kind == "extra_forbidden":
        if part is None:
            return None, None
        near = difflib.get_close_matches(str(detail["loc"][-1]), part.model_fields, n=1)
        return ", ".join(part.model_fields), f"Mente du »{near[0]}«?" if near else "Slet nøglen."
    bounds = {"gt": "over", "ge": "mindst", "le": "højst", "pattern": "formen", "max_length": "højst"}
    return next((f"{word} {context[key]}" for key, word in bounds.items() if key in context), None), None


def _part(
    location: tuple[str | int, ...], parts: Mapping[str, type[BaseModel]], root: type[BaseModel]
) -> type[BaseModel] | None:
    if len(location) == 1:
        return root
    return next((parts[step] for step in reversed(location[:-1]) if isinstance(step, str) and step in parts), None)
