"""The rows of another plan's series that an edition shows as its own, for the audit: read from the plans' files as they were."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from kvartalsbog.errors import ProblemsError
from kvartalsbog.files.documents import parse_yaml
from kvartalsbog.kinds.registry import series_kind


def lenders_of(plan: bytes) -> tuple[str, ...]:
    """The plans whose readings a plan shows."""
    return tuple(dict.fromkeys(str(goal["shared"]["plan"]) for goal in _goals(plan) if _is_lent(goal)))


def lent_series(plan: bytes, lender: bytes, name: str) -> dict[str, str]:
    """What the lender, which is called `name`, calls the series that it lends → what the plan calls them."""
    theirs = {str(goal.get("id")): list(_series(goal)) for goal in _goals(lender)}
    found: dict[str, str] = {}
    for goal in _goals(plan):
        if _is_lent(goal) and str(goal["shared"]["plan"]) == name:
            found |= dict(zip(theirs.get(str(goal["shared"].get("goal")), ()), _series(goal), strict=False))
    return found


def joined(own: bytes, theirs: bytes, names: Mapping[str, str]) -> bytes:
    """A `series.csv` with the rows of another's series under the names that the plan has for them."""
    text = io.StringIO(own.decode("utf-8"), newline="")
    read = csv.DictReader(text)
    rows, columns = list(read), list(read.fieldnames or ())
    more = csv.DictReader(io.StringIO(theirs.decode("utf-8"), newline=""))
    rows += [{**row, "goal": names[row["goal"]]} for row in more if row["goal"] in names]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _goals(plan: bytes) -> Iterator[dict[str, Any]]:
    """The goals of a plan's file, those included that an amendment adds; whatever is malformed is passed over."""
    try:
        document = parse_yaml(plan, name="plan.yml")
    except ProblemsError:
        return
    told = document if isinstance(document, dict) else {}
    added = [adding.get("goal") for amendment in told.get("amendments") or () for adding in amendment.get("adds") or ()]
    every = [goal for pillar in told.get("pillars") or () for goal in pillar.get("goals") or ()]
    yield from (goal for goal in (*every, *added) if isinstance(goal, dict))


def _is_lent(goal: Mapping[str, Any]) -> bool:
    shared = goal.get("shared")
    return isinstance(shared, dict) and shared.get("reported") == "there" and "plan" in shared


def _series(goal: Mapping[str, Any]) -> Iterator[str]:
    """The names of a goal's series, each once."""
    measured = (criterion for criterion in goal.get("criteria") or () if series_kind(criterion) is not None)
    yield from dict.fromkeys(str(criterion.get("series") or goal.get("id")) for criterion in measured)
