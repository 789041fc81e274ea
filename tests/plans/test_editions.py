"""Every other authority's plan is published: its first and its last period in one site, verified and audited. Books are quick ones."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filled_plans import write_monthly, write_multiyear
from quick_site import publish_quickly
from verifying import verify

from kvartalsbog.audit.findings import audit
from kvartalsbog.book.scaffold import scaffold
from kvartalsbog.editions.auditing import editions
from kvartalsbog.editions.site import read_site
from kvartalsbog.inputs.periods import periods
from kvartalsbog.plan.loading import read_plan

HERE = Path(__file__).parent


def _copied(name: str) -> Callable[[Path], None]:
    return lambda data: shutil.copytree(HERE / name / "data", data, dirs_exist_ok=True) and None


PLANS: dict[str, Callable[[Path], None]] = {
    "multiyear": write_multiyear,
    "a fiscal year by months": write_monthly,
    **{name: _copied(name) for name in ("land-registry", "rail-authority", "school", "university")},
}


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_of_any_authority_can_be_published(tmp_path: Path, plan: str) -> None:
    project, site = tmp_path / "project", tmp_path / "site"
    PLANS[plan](project / "data")
    (file,) = project.glob("data/*/plan.yml")
    text = file.read_text(encoding="utf-8")
    if "\napprovers:" not in text:
        file.write_text(f"{text}\napprovers: [{{role: leder, title: Lederen}}]\n", encoding="utf-8")
    scaffold(read_plan(file, None, name=f"{file.parent.name}/plan.yml"), project)
    told = periods(project / "data")
    for period in dict.fromkeys((told[0], told[-1])):
        publish_quickly(project, site, str(period))
    assert verify(site) == ()
    standing = read_site(site)
    assert [version.quarter for version in standing.versions] == list(dict.fromkeys((str(told[0]), str(told[-1]))))
    every = editions(standing, project, project / "data")
    assert all(edition.truth is not None for edition in every)
    assert audit(every) == ()
    newest = site / standing.newest.folder
    assert json.loads((newest / "results.json").read_text(encoding="utf-8"))["quarter"] == told[-1].name
    assert told[-1].label.replace("\u00a0", " ") in (site / "index.html").read_text(encoding="utf-8").replace(
        "\u00a0", " "
    )
