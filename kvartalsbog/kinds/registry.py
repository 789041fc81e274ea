"""The kinds of criteria by name: one line each, and whoever needs another kind registers it."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from pydantic import BeforeValidator, SerializeAsAny
from pydantic_core import PydanticCustomError, PydanticKnownError

from kvartalsbog.files.validation import Chosen
from kvartalsbog.kinds.amount import Amount
from kvartalsbog.kinds.assessed import Assessed
from kvartalsbog.kinds.base import Criterion
from kvartalsbog.kinds.count import Count
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.deliverable import Deliverable
from kvartalsbog.kinds.drafting import Draft, TypedGoal
from kvartalsbog.kinds.mean import Mean
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.kinds.share import Share

KINDS: dict[str, type[Criterion]] = {}


def register(kind: type[Criterion]) -> None:
    """Make a kind known by the one word that its field `kind` allows."""
    (name,) = get_args(kind.model_fields["kind"].annotation)
    KINDS[name] = kind


for shipped in (Mean, Share, Amount, Count, Deliverable, Assessed):
    register(shipped)


def kind_of(written: Any) -> type[Criterion] | None:
    """The kind of a criterion as it is written in a plan or a table; None where it names none that is known."""
    name = written.get("kind") if isinstance(written, dict) else None
    return KINDS.get(name) if isinstance(name, str) else None


def series_kind(written: Any) -> type[SeriesCriterion] | None:
    """As `kind_of`, of a series only."""
    kind = kind_of(written)
    return kind if kind is not None and issubclass(kind, SeriesCriterion) else None


def item_keys() -> frozenset[str]:
    """The fields by which the kinds of what is dated name their items."""
    return frozenset(kind.item_key for kind in KINDS.values() if issubclass(kind, DatedCriterion))


def drafted(goal: TypedGoal) -> Draft | None:
    """The first draft of a goal that somebody typed, by the kind that knows it, or else by one that takes any; None where no
    kind takes it. Raises ValueError, in Danish, where its kind refuses it.
    """
    drafts = [draft for kind in KINDS.values() if (draft := kind.drafted(goal)) is not None]
    return min(drafts, key=lambda draft: draft.if_no_other, default=None)


def _of_its_kind(written: object) -> object:
    if isinstance(written, Criterion):
        return written
    if not isinstance(written, dict):
        raise PydanticKnownError("model_attributes_type")
    kind = kind_of(written)
    if kind is None:
        error = "unknown_kind" if "kind" in written else "missing_kind"
        raise PydanticCustomError(error, "{allowed}", {"allowed": ", ".join(KINDS)})
    return kind.model_validate(written)


AnyCriterion = Annotated[SerializeAsAny[Criterion], BeforeValidator(_of_its_kind), Chosen(kind_of)]
