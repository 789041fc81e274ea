"""A year of editions as it would go: four quarters, an amendment of the plan, a correction, and what is refused on the way."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import indent

import pytest
import yaml
from conftest import seal
from example_year import ExampleYear

from kvartalsbog.editions.site import read_site
from kvartalsbog.errors import UsageError

AMENDMENT = {
    "effective": date(2024, 9, 1), "decided": date(2024, 8, 20), "by": "Justitsministeriet", "reason": "Leverandøren kan ikke nå seks projekter.",
    "changes": [{"goal": "2.1", "criterion": "projects", "field": "limit", "old": 6, "new": 5}],
}  # fmt: skip


class Year(ExampleYear):
    """The example year as tests go on with it."""

    @classmethod
    def again(cls, other: Path, folder: Path) -> Year:
        """A copy of a year that a test may go on with."""
        copied = cls.__new__(cls)
        copied.project, copied.root = folder / "project", folder / "site"
        for own in (copied.project, copied.root):
            shutil.copytree(other / own.name, own)
        return copied

    def bytes(self) -> dict[str, bytes]:
        return {p.relative_to(self.root).as_posix(): p.read_bytes() for p in self.root.rglob("*") if p.is_file()}


def at(month: int, day: int, year: int = 2024) -> datetime:
    return datetime(year, month, day, 9, tzinfo=UTC)


def published_year(folder: Path) -> Year:
    """The year, published; what each step must do is asserted where it is done, because no step can be done alone."""
    year = Year(folder)
    with pytest.raises(UsageError, match=r"Controlleren \(controller\) har ikke godkendt"):
        year.publish("2024K1", at(5, 15))
    year.approve("2024K1")
    with pytest.raises(UsageError, match="2024K1 udkommer 15-05-2024"):
        year.publish("2024K1", at(5, 14))
    assert year.publish("2024K1", at(5, 15)).is_new
    first = year.bytes()
    year.approve("2024K2")
    assert year.publish("2024K2", at(8, 15)).manifest.previous == read_site(year.root).versions[0].fingerprint
    assert first.items() - year.bytes().items() == {
        (name, content) for name, content in first.items() if not name.startswith(("2024K1/v1/", "_", ".")) and year.bytes()[name] != content
    }  # fmt: skip
    _amend(year)
    year.approve("2024K3")
    assert year.publish("2024K3", at(11, 15)).is_new
    _change_without_approval(year)
    correction = year.publish("2024K3", at(11, 22), "Færøernes Politi havde skrevet en forkert dato.")
    assert correction.manifest.version == 2
    assert [(c.table, c.row, c.column, c.before, c.after) for c in correction.changes.cells] == [  # type: ignore[union-attr]
        ("criteria", "2.2 POLSAS i Færøernes Politi", "expected", "2025-01-20", "2025-01-27"),
        (
            "deliverables",
            "2.2 POLSAS i Færøernes Politi",
            "expected",
            "2025-01-20",
            "2025-01-27",
        ),
    ]
    year.approve("2024K4")
    assert year.publish("2024K4", at(2, 14, 2025)).is_new
    assert year.correct().manifest.version == 2
    return year


def _amend(year: Year) -> None:
    path = year.project / "data/2024/plan.yml"
    agreed = path.read_text(encoding="utf-8")
    assert "amendments:\n" in agreed
    path.write_text(agreed + indent(yaml.safe_dump([AMENDMENT], allow_unicode=True), "  "), encoding="utf-8")
    year.commit("Ministeriets ændring af mål 2.1")


def _change_without_approval(year: Year) -> None:
    folder = year.project / "data/2024/2024K3"
    path = folder / "deliverables.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2025-01-20", "2025-01-27"), encoding="utf-8")
    seal(folder)
    year.commit("Færøernes dato rettet")
    before = year.bytes()
    with pytest.raises(UsageError) as caught:
        year.publish("2024K3", at(11, 22), "Rettet dato.")
    told = str(caught.value)
    assert "Ane Ø. Prøve, 02-05-2024: Godkendelsen gælder ikke mere." in told
    assert "data/2024/2024K3/deliverables.csv er ændret." in told
    assert "data/2024/plan.yml" not in told
    year.approve("2024K3")
    with pytest.raises(UsageError, match="2024K3 er udgivet som version 1, og kilderne er nu andre"):
        year.publish("2024K3", at(11, 22))
    assert year.bytes() == before
