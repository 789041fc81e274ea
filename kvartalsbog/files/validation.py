"""What the frozen values refuse → problems in Danish, each at the line of its key: the only translator of pydantic's errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import UNREAD, Document, Path_
from kvartalsbog.files.fields import EMAIL, MOST_TILES, YEARS
from kvartalsbog.names import Allowed, Among
from kvartalsbog.periods import BODY, PERIOD, PLAN

_Model = TypeVar("_Model", bound=BaseModel)
_MAPPING = "Værdien skal være en opslagstabel."
_NUMBER = "Værdien skal være et tal."
# error type → the message; `other` is for one that a later version of the library may bring
MESSAGES = {
    "missing": "Nøglen mangler.",
    "extra_forbidden": "Ukendt nøgle.",
    "literal_error": "Ukendt værdi.",
    "enum": "Ukendt værdi.",
    "unknown_kind": "Ukendt slags kriterium.",
    "missing_kind": "Kriteriets slags mangler.",
    "string_type": "Værdien skal være tekst.",
    "string_pattern_mismatch": "Teksten har ikke den rette form.",
    "string_too_short": "Teksten er tom.",
    "string_too_long": "Teksten er for lang.",
    "blank": "Teksten er tom.",
    "hidden_character": "Teksten har et skjult tegn.",
    "link": "Linket kan ikke bruges.",
    "contrast": "Farven er for svag til at blive læst på siderne.",
    "issn": "Nummeret er ikke et ISSN.",
    "bool_type": "Værdien skal være true eller false.",
    "int_type": "Værdien skal være et helt tal.",
    "number": _NUMBER,
    "number_size": "Tallet er for stort, eller det har for mange decimaler.",
    "greater_than": "Tallet er for lille.",
    "greater_than_equal": "Tallet er for lille.",
    "less_than_equal": "Tallet er for stort.",
    "less_than": "Tallet er for stort.",
    "day": "Datoen kan ikke læses.",
    "day_range": "Datoen ligger uden for alle planers tid.",
    "moment": "Tidspunktet kan ikke læses.",
    "tile": "Pladsen på kortet kan ikke læses.",
    "too_short": "Listen er for kort.",
    "too_long": "Værdien er for lang.",
    "tuple_type": "Værdien skal være en liste.",
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "one_measure": "Én af »days«, »in_time«, »value«, »yes_no« og »records« skal stå her, og kun den ene.",
    "one_step": "Ændringen er enten i procent (»change«) eller i kravets egen enhed (»difference«), ikke begge dele.",
    "one_meaning": "En kolonne kan kun betyde én ting.",
    "one_target": "Ændringen skal pege på enten en søjle (»pillar«) eller et mål (»goal«), og kun et mål har kriterier.",
    "no_change": "Ændringen ændrer ingenting.",
    "weights": "Planens vægte kan ikke læses.",
    "date_form": "Datoernes form kan ikke læses.",
}
OTHER = "Værdien kan ikke bruges her."
_OF_KINDS = ("unknown_kind", "missing_kind")
_WORDS = {
    "day": "en dag som 2024-12-31",
    "day_range": f"en dag i årene {YEARS[0]} til {YEARS[1]}",
    "moment": "et tidspunkt med tidszone som 2024-05-14T09:30:00+00:00",
    "tile": f"[række, kolonne], to hele tal fra 1 til {MOST_TILES}",
    "number": "et tal som 180 eller 4.5",
    "number_size": "under 1000000000000 og højst 6 decimaler",
    "no_change": "changes, drops eller adds",
    "plan_and_goal": "både »plan« og »goal«, eller ingen af dem; »reported: there« kun sammen med dem",
    "date_form": "dag, måned og år efter hinanden som dd-mm-åååå, mm/dd/åååå, dd.mm.åå, dd-mmm-åååå eller ååååmmdd",
    "weights": "none eller {total: 180, unit: point}",
    "link": "en adresse, der begynder med https://",
    "issn": "otte tegn som 2049-3630, hvor det sidste passer til de andre",
}
_TOLD = {"contrast": "en kontrast på mindst 4,5 til 1; nærmest er {nearest}", "too_short": "mindst {min_length}"}
# what a pattern asks for, in words
_FORMS = {
    r"^[a-z_]+(\.[a-z_]+)?$": "en nøgle som limit, eller en nøgle i en anden som items.most",
    r"^[a-z0-9][a-z0-9.-]{0,63}$": "højst 64 tegn: små bogstaver (a-z), cifre, punktum og bindestreg",
    r"^[0-9a-z]+(\.[0-9a-z]+)*$": "et navn som 2.1 af små bogstaver (a-z) og cifre",
    r"^[^\n]*$": "en tekst på én linje",
    r"^#[0-9a-fA-F]{6}$": "en farve som #0b4f6c",
    r"^[a-z0-9][a-z0-9_-]{0,60}\.(svg|png)$": "en fil blandt siderne som logo.svg eller logo.png, med små bogstaver",
    r"^\+?[0-9](?: ?[0-9]){7,14}$": "et telefonnummer på 8 til 15 cifre som 33 00 00 00",
    r"^[0-9a-z]+$": "små bogstaver (a-z) og cifre",
    EMAIL: "en mailadresse som navn@eksempel.dk",
    f"^{PERIOD}$": "en periode som 2024K1",
    f"^{PLAN}$": "en plans mappe, som 2024 eller anklagemyndigheden/2024",
    f"^{BODY}$": "små bogstaver, tal og bindestreger, som anklagemyndigheden",
    r"^[0-9a-f]{64}$": "64 cifre og bogstaver (a-f)",
    r"^[^\s@<>]+@[^\s@<>]+$": "en adresse som navn@eksempel.dk",
    r"^https://[^\s<>\"]+$": "en adresse, der begynder med https://",
    r"^https://[^\s<>\"?#]+/$": "en adresse, der begynder med https:// og slutter med /",
}
_BOUNDS = {"gt": "over {}", "ge": "mindst {}", "lt": "under {}", "le": "højst {}", "max_length": "højst {} tegn"}


@dataclass(frozen=True)
class Chosen:
    """Stands beside the type of a value whose model depends on what is written: `of` gives it, or None."""

    of: Callable[[Any], type[BaseModel] | None]


def validated(document: Document, model: type[_Model], problems: list[Problem]) -> _Model | None:
    """The document as a value; None when it is none, and then every reason is added to `problems`, those of reading
    it included.
    """
    problems.extend(document.problems)
    try:
        value = model.model_validate(document.value)
    except ValidationError as error:
        problems.extend(validation_problems(document, error, model))
        return None
    return None if document.problems else value


def validation_problems(document: Document, error: ValidationError, root: type[BaseModel]) -> Iterator[Problem]:
    """The problems of a failed validation, each at the line of its key; what could not be read is not told again, and a key
    that is there but misspelt is not told as missing too.
    """
    told: list[tuple[Path_, Problem]] = []
    every = error.errors(include_url=False)
    for detail in every:
        path = key_path(detail["loc"])
        if detail["input"] is UNREAD or (detail["type"] == "too_short" and _is_told_below(detail, every)):
            continue  # told already, or its parts are malformed, and each of them is told on its own
        if detail["type"] in _OF_KINDS:
            path = (*path, "kind")
            if document.problems and path in document.typed and document.found(path) == "ingenting":
                continue
        found = _found(detail, document, path)
        allowed, hint = _allowed(detail, _model_at(path[:-1], document.value, root))
        told.append((path, document.problem(path, message_of(detail), found, allowed, hint)))
    misspelt = {(path[:-1], one.allowed.near) for path, one in told if isinstance(one.allowed, Among)}
    for path, problem in told:
        if problem.message != MESSAGES["missing"] or (path[:-1], (str(path[-1]),)) not in misspelt:
            yield problem


def _is_told_below(detail: Any, every: Iterable[Any]) -> bool:
    """Whether a list lacks what is malformed in it, or could not be read."""
    own = detail["loc"]
    return any(other["loc"][: len(own)] == own and other["loc"] != own for other in every)


def message_of(detail: Any) -> str:
    """One of pydantic's errors as a Danish sentence."""
    if detail["type"] == "too_short":
        named = "Opslagstabellen" if isinstance(detail["input"], dict) else "Listen"
        return f"{named} er {'for kort' if detail['input'] else 'tom'}."
    return MESSAGES.get(detail["type"], OTHER)


def allowed_in(detail: Any) -> Allowed | None:
    """What one of pydantic's errors allows, in Danish words."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in _OF_KINDS:
        return Among(str(detail["input"]), tuple(str(context["allowed"]).split(", ")))
    if kind in _WORDS:
        meant = context.get("meant")
        return _WORDS[kind] if meant is None else Among(meant, (meant,), in_short=_WORDS[kind])
    if kind in _TOLD:
        return _TOLD[kind].format(**context)
    if kind in ("literal_error", "enum"):
        expected = str(context["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
        return Among(str(detail["input"]), tuple(expected))
    if kind == "string_pattern_mismatch":
        return _FORMS.get(context["pattern"])
    return next((words.format(context[key]) for key, words in _BOUNDS.items() if key in context), None)


def key_path(location: tuple[str | int, ...]) -> Path_:
    """The key path of a location: pydantic puts »[key]« after a key, which the file has not."""
    return tuple(step for step in location if step != "[key]")


def _found(detail: Any, document: Document, path: Path_) -> str | None:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in ("missing", "missing_kind", "no_change", "one_target") or (kind == "too_short" and not detail["input"]):
        return None
    if kind == "too_short":
        return str(context["actual_length"])
    if kind == "extra_forbidden" or detail["loc"][-1:] == ("[key]",):
        return str(path[-1])[:80]
    if kind in ("one_measure", "one_meaning"):
        return str(context["found"])
    if kind == "tile" and isinstance(detail["input"], list):
        return f"[{', '.join(document.found((*path, place)) for place in range(len(detail['input'][:4])))}]"
    own = {"hidden_character": "code", "link": "address"}.get(kind)
    return str(context[own]) if own else document.found(path)


def _allowed(detail: Any, part: type[BaseModel] | None) -> tuple[Allowed | None, str | None]:
    """What was allowed, and what to do."""
    if detail["type"] == "hidden_character":
        return None, "Skriv teksten igen uden tegnet."
    if detail["type"] != "extra_forbidden":
        return allowed_in(detail), None
    if part is None:
        return None, "Slet nøglen."
    keys = tuple(field.alias or name for name, field in part.model_fields.items() if not field.exclude)
    allowed = Among(str(detail["loc"][-1]), keys)
    return allowed, None if allowed.near else "Slet nøglen."


def _model_at(path: Path_, value: Any, root: type[BaseModel]) -> type[BaseModel] | None:
    """The model of what stands at a key path, by the fields on the way; None where there is none."""
    kind: Any = root
    for step in path:
        value = _below(value, step)
        kind = _kind_below(kind, step, value)
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _kind_below(kind: Any, step: str | int, value: Any) -> Any:
    """The type of the value at a key of a model, or in a list or table of values."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        field = next((f for name, f in kind.model_fields.items() if (f.alias or name) == step), None)
        kind = field.annotation if field else None
    else:
        kind = next((inner for inner in reversed(get_args(kind)) if inner is not ...), None)
    return _plainly(kind, value)


def _plainly(kind: Any, value: Any) -> Any:
    """A type without what stands beside it: a mark of its model, checks, and that there may be none."""
    while True:
        chosen = [mark for mark in getattr(kind, "__metadata__", ()) if isinstance(mark, Chosen)]
        if chosen:
            return chosen[0].of(value)
        if hasattr(kind, "__metadata__"):
            kind = kind.__origin__
        elif isinstance(kind, UnionType) or get_origin(kind) is Union:
            kind = next(inner for inner in get_args(kind) if inner is not NoneType)
        else:
            return kind


def _below(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None
