"""Owners of every plan get forms in every period, and what stands in them comes back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from plans.conftest import HERE

from kvartalsbog.inputs.periods import calendars
from kvartalsbog.intake.forms.layout import GUIDE, Kind
from kvartalsbog.intake.forms.reading import read_form
from kvartalsbog.intake.forms.writing import write_forms
from kvartalsbog.intake.vintage.ground import ground
from kvartalsbog.periods import Period


def _reported() -> list[tuple[str, Period]]:
    """Every plan and period with readings."""
    folders = sorted(HERE.glob("*/data"))
    periods = ((data, period) for data in folders for calendar in calendars(data) for period in calendar.periods)
    return [(data.parent.name, period) for data, period in periods if (data / period.folder).is_dir()]


@pytest.mark.parametrize(("plan", "period"), _reported(), ids=str)
def test_each_owner_of_each_plan_has_a_form_that_comes_back(plan: str, period: Period, tmp_path: Path) -> None:
    forms = ground(period, HERE / plan / "data").forms
    assert forms
    for form, path in zip(forms, write_forms(forms, tmp_path), strict=True):
        answers = read_form(path, list(forms), name=path.name).answers
        assert [answer.goal for answer in answers] == [sheet for sheet in form.sheets if sheet != GUIDE]
        states = {
            c.about for rows in form.sheets.values() for row in rows for c in row if c.kind is Kind.STATE and c.value
        }
        assert {item for answer in answers for item in answer.items} == states
