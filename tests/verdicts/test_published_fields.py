"""Every field that is published of a sensitive series is in decision 60's table, which says what it tells of withheld figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest
from conftest import ROOT

from kvartalsbog.disclosure.published import Merged, Published
from kvartalsbog.kinds.base import CriterionResult
from kvartalsbog.opendata.tables.definitions import CRITERIA, DISTRICTS, GOALS, MONTHS, REVISIONS, YEAR_TO_DATE
from kvartalsbog.opendata.tables.occasional import MERGED_UNITS, UNIT_MONTHS, UNITS_BEFORE
from kvartalsbog.verdicts.ahead import Ahead
from kvartalsbog.verdicts.evaluation import GoalResult, PlanResult
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.origins import GivenFigures, Rejected
from kvartalsbog.verdicts.points import Points
from kvartalsbog.verdicts.revisions import RevisedMonth

VALUES = (
    Findings, Series, Published, Merged, PlanResult, GoalResult, CriterionResult, Points, RevisedMonth, Rejected, GivenFigures, Ahead,
)  # fmt: skip
TABLES = (GOALS, CRITERIA, MONTHS, YEAR_TO_DATE, DISTRICTS, REVISIONS, MERGED_UNITS, UNITS_BEFORE, UNIT_MONTHS)
PUBLISHED = {value.__name__: [field.name for field in fields(value)] for value in VALUES} | {
    table.name: [field.name for field in table.fields] for table in TABLES
}


def rows() -> Iterator[tuple[str, list[str]]]:
    """Where, and every field that the table names there."""
    text = (ROOT / "docs/decisions/0060-what-is-told-of-withheld-figures.md").read_text(encoding="utf-8")
    table = text.partition("<!-- published -->")[2].partition("<!-- /published -->")[0]
    for line in table.strip().splitlines()[2:]:
        where, *columns = line.strip("|").split("|")
        yield where.strip(" `"), re.findall(r"`([^`]+)`", "".join(columns))


def test_the_table_names_what_is_published_and_nothing_else() -> None:
    assert [where for where, _ in rows()] == list(PUBLISHED)


@pytest.mark.parametrize("where", PUBLISHED)
def test_every_field_is_in_the_table_once(where: str) -> None:
    """A new field belongs in one of the columns, and where it is none of shown sums, into `disclosure` and `audit` too."""
    assert sorted(dict(rows())[where]) == sorted(PUBLISHED[where])
