"""Which kind a criterion is of as it is written, and what the kinds name their items by."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter
from small_findings import DAYS, PROJECTS, REPORT

from kvartalsbog.kinds.amount import Amount
from kvartalsbog.kinds.assessed import Assessed
from kvartalsbog.kinds.base import Criterion
from kvartalsbog.kinds.count import Count
from kvartalsbog.kinds.deliverable import Deliverable
from kvartalsbog.kinds.mean import Mean
from kvartalsbog.kinds.registry import AnyCriterion, item_keys, kind_of, series_kind
from kvartalsbog.kinds.share import Share

SERIES: dict[str, type[Criterion]] = {"mean": Mean, "share": Share, "amount": Amount}
ITEMS: dict[str, type[Criterion]] = {"count": Count, "deliverable": Deliverable, "assessed": Assessed}


@pytest.mark.parametrize(("name", "kind"), [*SERIES.items(), *ITEMS.items()])
def test_a_criterion_is_of_the_kind_that_it_names(name: str, kind: type[Criterion]) -> None:
    assert kind_of({"kind": name}) is kind
    assert series_kind({"kind": name}) is SERIES.get(name)


@pytest.mark.parametrize("written", [{}, {"kind": "x"}, {"kind": None}, {"kind": ["mean"]}, ["kind"], "mean", None])
def test_what_names_no_kind_is_of_none(written: object) -> None:
    assert kind_of(written) is None
    assert series_kind(written) is None


def test_items_are_named_by_the_fields_of_what_is_dated() -> None:
    assert item_keys() == {"items.id", "deliverable", "assessment"}


@pytest.mark.parametrize(("written", "kind"), [(DAYS, Mean), (PROJECTS, Count), (REPORT, Deliverable)])
def test_a_criterion_is_read_by_its_kind_and_one_that_is_read_stays_itself(
    written: dict[str, object], kind: type[Criterion]
) -> None:
    read = TypeAdapter(AnyCriterion).validate_python
    found = read(written)
    assert type(found) is kind
    assert found.id == written["id"]
    assert read(found) is found
