"""Plans of other authorities: each is a folder with its data, from which a book is made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from once import made_once

from kvartalsbog.book.build import build
from kvartalsbog.book.scaffold import scaffold
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import named_period
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.verdicts.findings import Findings, find

HERE = Path(__file__).parent


def project_of(plan: str, folder: Path) -> Path:
    """A copy of a plan's folder with its scaffolded notebooks, settings and pages."""
    project = Path(shutil.copytree(HERE / plan, folder / plan))
    (file,) = project.glob("data/*/plan.yml")
    scaffold(read_plan(file, None, name="plan.yml"), project)
    return project


@pytest.fixture(scope="session")
def found() -> Callable[[str, str], Findings]:
    """The findings of a plan's period."""
    return lambda plan, period: find(load(named_period(period, HERE / plan / "data"), HERE / plan / "data"))


@pytest.fixture(scope="session")
def plan_book(shared: Path) -> Callable[[str, str], Path]:
    """The folder of a plan's book of a period, made by the first who asks. Tests leave it as it is."""

    def of(plan: str, period: str) -> Path:
        def make(folder: Path) -> None:
            project = project_of(plan, folder)
            build(named_period(period, project / "data"), project, project / "data", project / "_build")

        return made_once(shared / f"plan-{plan}", make) / plan / "_build" / period

    return of
