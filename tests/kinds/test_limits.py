"""A limit as it is written: which form it has, and the number that it comes to before a reading is known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from small_findings import PROJECTS

from kvartalsbog.kinds.count import Count
from kvartalsbog.kinds.limits import PerUnit, Relative, Span, form_of, number_in


@pytest.mark.parametrize(("written", "form"), [
    (180, None), ({"units": {"nord": 5}}, PerUnit), ({"least": 5}, Span), ({"most": 5}, Span), ({"least": 1, "most": 5}, Span),
    ({"of": "previous_year"}, Relative), ({}, Relative), (Span(least=Decimal(1), most=Decimal(5)), Span),
])  # fmt: skip
def test_a_limit_has_its_form_by_its_keys(written: Any, form: type | None) -> None:
    assert form_of(written) is form


@pytest.mark.parametrize(("written", "number"), [
    (180, 180), ("x", None), ({"of": {"value": 200}}, 200), ({"of": {"value": 200}, "change": -10}, 180), ({"of": {"value": 200}, "change": 5}, 210),
    ({"of": {"value": 200}, "difference": -30}, 170), ({"of": {"value": 200}, "change": "x"}, None), ({"of": {"value": 200}, "difference": "x"}, None),
    ({"of": {"value": "x"}}, None), ({"of": "previous_year", "change": -10}, None), ({"least": 1, "most": 5}, None),
])  # fmt: skip
def test_a_limit_comes_to_one_number_where_it_is_known(written: Any, number: int | None) -> None:
    assert number_in(written) == number


def test_a_step_of_a_count_asks_for_its_own_number_and_gives_nothing_by_itself() -> None:
    count = Count.model_validate(PROJECTS | {"credit": [{"limit": 1, "gives": 50}]})  # fmt: skip
    own = count.at(count.credit[0])
    assert (own.limit, own.credit, own.items, own.id) == (1, (), count.items, count.id)
