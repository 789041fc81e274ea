"""What the search let out, or somebody changed in its record, is stopped before readers see it: the place, never the figure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from calling import call
from conftest import make_library, seal
from quick_book import quick_books
from small_site import DAY, settled

from kvartalsbog.editions.publishing import publish
from kvartalsbog.editions.site import is_site
from kvartalsbog.editions.versions import Occasion, Source
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.approvals import approve, standings
from kvartalsbog.inputs.fingerprints import input_fingerprints
from kvartalsbog.inputs.loading import load
from kvartalsbog.periods import quarter_of

RECORD = "2026/disclosure/2026K1-1.csv"


def as_approved(project: Path) -> Source:
    """The quarter as it lies there, approved by everybody."""
    data = project / "data"
    report = load(quarter_of(2026, 1), data, project)
    inputs = input_fingerprints(report, project, data)
    given = approve((), report.plan, "bibliotekar", "Ida Prøve", DAY, inputs)
    return Source(report, project, data, standings(report.plan, given, inputs), None)


def publish_it(project: Path, root: Path) -> None:
    with quick_books():
        publish(as_approved(project), root, Occasion(DAY))


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """The library with a unit of two answers in the quarter, and the choice of what is withheld for that."""
    project = make_library(tmp_path)
    path = project / "data/2026/2026K1/series.csv"
    text = path.read_text(encoding="utf-8")
    for old, new in (("01,nord,1200,20", "01,nord,2,1"), ("02,nord,1100,18", "02,nord,0,0"), ("03,nord,1250,25", "03,nord,0,0")):  # fmt: skip
        assert f"a.2,2026-{old}" in text
        text = text.replace(f"a.2,2026-{old}", f"a.2,2026-{new}")
    path.write_text(text, encoding="utf-8")
    seal(path.parent)
    settled(project, "2026K1")
    return project


def test_a_choice_that_hides_what_it_must_is_published(few: Path, tmp_path: Path) -> None:
    assert "a.2,unit,,oest,2850,77,withheld" in (few / "data" / RECORD).read_text(encoding="utf-8")
    publish_it(few, tmp_path / "site")
    assert call("audit", str(tmp_path / "site")).returncode == 0
    done = call("audit", str(tmp_path / "site"), "--data-dir", str(few / "data"), "--project", str(few))
    assert (done.returncode, done.stderr) == (0, "")


def test_a_record_that_lets_a_few_cases_out_is_stopped(few: Path, tmp_path: Path) -> None:
    path = few / "data" / RECORD
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("a.2,unit,,oest,2850,77,withheld", "a.2,unit,,oest,2850,77,shown"), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        publish_it(few, tmp_path / "site")
    told = str(caught.value)
    assert "2026K1/v1/data/districts.csv [mål a.2, nord]: Antallet er under 3 tilfælde og kan regnes ud" in told
    assert not {"2", "2850", "2852"} & set(re.findall(r"\b\d+\b", told.replace("a.2", "")))
    assert not is_site(tmp_path / "site")


def test_a_person_may_have_decided_it(few: Path, tmp_path: Path) -> None:
    path = few / "data" / RECORD
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("a.2,unit,,oest,2850,77,withheld", "a.2,unit,,oest,2850,77,shown"), encoding="utf-8")
    (path.parent / "decisions.yml").write_text(
        'decisions:\n  - {quarter: 2026K1, goal: "a.2", decision: show, by: Ida Prøve, reason: De to har sagt ja.}\n',
        encoding="utf-8",
    )
    publish_it(few, tmp_path / "site")
    done = call("audit", str(tmp_path / "site"), "--data-dir", str(few / "data"), "--project", str(few))
    assert done.returncode == 1  # decided or not, it can be worked out
    assert "[mål a.2, nord]: Antallet er under 3 tilfælde" in done.stderr
    # nobody outside knows the threshold's reason, but everybody can subtract
    assert "[mål a.2, nord]: Antallet er af få tilfælde" in call("audit", str(tmp_path / "site")).stderr
