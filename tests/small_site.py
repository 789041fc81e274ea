"""A small published site of the invented library: a quarter, the next, and a correction of the first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from conftest import make_library, seal
from example_year import settled

from kvartalsbog.editions.publishing import Publishing, publish
from kvartalsbog.editions.versions import Occasion, Source
from kvartalsbog.inputs.approvals import approve, standings
from kvartalsbog.inputs.fingerprints import input_fingerprints

DAY = datetime(2026, 9, 1, 8, tzinfo=UTC)


def source(project: Path, quarter: str) -> Source:
    """A quarter as it is now, approved by everybody."""
    data = project / "data"
    report = settled(project, quarter)
    inputs = input_fingerprints(report, project, data)
    given = approve((), report.plan, "bibliotekar", "Ida Prøve", DAY, inputs)
    return Source(report, project, data, standings(report.plan, given, inputs), None)


def publish_now(project: Path, root: Path, quarter: str, correction: str | None = None) -> Publishing:
    return publish(source(project, quarter), root, Occasion(DAY, correction))


@dataclass(frozen=True)
class SmallSite:
    """The project, the finished site, and the site as it was before the last publishing."""

    project: Path
    root: Path
    before: Path

    @classmethod
    def at(cls, folder: Path) -> SmallSite:
        """The one that was made in a folder."""
        return cls(folder / "library", folder / "site", folder / "before")


def correct(project: Path) -> None:
    """Another figure in the first quarter, whose file is sealed again."""
    folder = project / "data/2026/2026K1"
    path = folder / "series.csv"
    text = path.read_text(encoding="utf-8")
    assert "a.2,2026-02,oest,950,24" in text
    path.write_text(text.replace("a.2,2026-02,oest,950,24", "a.2,2026-02,oest,950,27"), encoding="utf-8")
    seal(folder)


def make_site(folder: Path) -> SmallSite:
    """Publish the three."""
    import shutil  # noqa: PLC0415

    project, root = make_library(folder), folder / "site"
    assert publish_now(project, root, "2026K1").is_new
    assert publish_now(project, root, "2026K2").is_new
    shutil.copytree(root, folder / "before")
    correct(project)
    assert publish_now(project, root, "2026K1", "Østbiblioteket havde talt forkert.").manifest.version == 2
    return SmallSite.at(folder)
