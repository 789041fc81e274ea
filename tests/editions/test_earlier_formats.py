"""Editions of before, whose files have Danish words, are read by the format of their manifest: verified, compared, audited, shown.

`old_editions/format2` are two versions of an edition as the program wrote them before codes; `format1` are the manifests
that the first format had in their place.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT
from verifying import verify

from kvartalsbog.audit.files import contradictions, read_files
from kvartalsbog.editions.auditing import editions
from kvartalsbog.editions.change_words import sentence
from kvartalsbog.editions.comparison import CHANGES, compare, from_json
from kvartalsbog.editions.differences import differences, published_state, site_differences
from kvartalsbog.editions.front import front_files
from kvartalsbog.editions.manifest import NAME, Manifest, parse, to_bytes
from kvartalsbog.editions.replacement import _write_front
from kvartalsbog.editions.reproduction import other_programs
from kvartalsbog.editions.site import Site, read_site
from kvartalsbog.editions.versions import recorded
from kvartalsbog.errors import ProblemsError
from kvartalsbog.opendata.formats.earlier import CODES_SINCE, row_in_codes
from kvartalsbog.opendata.tables.definitions import DEFINITIONS
from kvartalsbog.periods import quarter_of
from kvartalsbog.verdicts.verdict import Verdict

OLD = ROOT / "tests/old_editions"
FOLDERS = ("2026K2/v1", "2026K2/v2")


@pytest.fixture(params=[1, 2])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    """A site of that format, with what is around its editions as it is written today."""
    root = tmp_path / "site"
    shutil.copytree(OLD / "format2", root)
    shutil.copytree(OLD / f"format{request.param}", root, dirs_exist_ok=True)
    versions = tuple(parse((root / folder / NAME).read_bytes(), NAME) for folder in FOLDERS)
    assert [version.format for version in versions] == [request.param] * 2
    _write_front(Site(root, versions))
    return read_site(root)


def test_it_is_verified_and_its_bytes_stay(site: Site) -> None:
    assert verify(site.root) == ()
    for version in site.versions:
        written = (site.root / version.folder / NAME).read_bytes()
        assert to_bytes(version) == written
        assert "ikke forfalden" in written.decode()


def test_its_manifests_have_codes_when_they_are_read(site: Site) -> None:
    told = {goal.id: (goal.verdict, goal.outlook) for goal in site.newest.goals}
    assert told == {
        "a.1": ("not_due", "at_risk"),
        "a.2": ("not_due", "on_track"),
        "b.1": ("met", None),
        "c.1": ("not_met", None),
    }


def test_its_front_page_and_its_correction_are_told_in_words(site: Site) -> None:
    made = front_files(
        site, lambda name: (site.root / name).read_bytes(), lambda name: (site.root / name).stat().st_size
    )
    assert "I risiko" in made["index.html"].decode()
    page = made["2026K2/index.html"].decode()
    assert "<td>forventes opfyldt</td><td>i risiko</td>" in page
    assert "at_risk" not in page
    cells = from_json((site.root / "2026K2/v2" / CHANGES).read_bytes(), CHANGES, site.newest.format).cells
    assert (cells[0].before, cells[0].after) == ("on_track", "at_risk")
    assert (
        sentence(cells[0]) == "Kriterier, mål a.1, Tilfredshed: Forventning er gået fra forventes opfyldt til i risiko."
    )


def test_a_state_of_before_is_told_in_words(site: Site) -> None:
    change = {"cells": [{"table": "criteria", "row": "a.1 X", "column": "state", "before": "not due", "after": "no data"}], "files": []}  # fmt: skip
    found = from_json(json.dumps(change).encode(), CHANGES, site.newest.format).cells[0]
    assert sentence(found).endswith("Status er gået fra ikke forfalden til mangler data.")


def test_its_versions_are_compared_in_words(site: Site) -> None:
    before, after = (published_state(site, version) for version in site.versions)
    told = [line.replace("\u00a0", " ") for line in differences(before, after)]
    assert "Mål a.1 Tilfredshed: forventningen er gået fra »forventes opfyldt« til »i risiko«." in told
    assert "Mål a.1 Tilfredshed: resultatet er gået fra 4,26 point til 4,04 point (−0,22)." in told
    assert site_differences(site, site) == ()


def test_its_feed_tells_what_each_edition_shows_otherwise(site: Site) -> None:
    """From the manifests, by the comparison that pages and commands read; the first edition has none before it."""
    feed = ElementTree.parse(site.root / "feed.xml")
    newest, first = (entry.findtext("{*}summary", "").replace("\u00a0", " ") for entry in feed.iterfind("{*}entry"))
    assert (
        "felter i tabellerne er ændret. Mål a.1 Tilfredshed: forventningen er gået fra »forventes opfyldt« til »i risiko«."
        in newest
    )
    assert first.endswith("mistet.")


def test_it_is_compared_with_an_edition_of_today(site: Site) -> None:
    """The same rows with codes say the same; a count that changed keeps the plan's own word."""
    old = published_state(site, site.versions[0])
    was, other = old.goals["b.1"], old.goals["a.1"].result
    assert was.result is not None
    assert other is not None
    assert (was.result.unit, other.unit) == ("læsesale", "points")
    now = replace(was, verdict=Verdict.NOT_MET, result=replace(was.result, value=Decimal(1)))
    later = replace(old, goals={**old.goals, "b.1": now})
    told = [line.replace("\u00a0", " ") for line in differences(old, later)]
    assert told[:2] == [
        "Mål b.1 Tre læsesale er gået fra »opfyldt« til »ikke opfyldt«.",
        "Mål b.1 Tre læsesale: resultatet er gået fra 2 af 2 læsesale til 1 af 2 læsesale (−1).",
    ]


def test_a_correction_with_codes_of_an_edition_with_words_tells_only_what_changed(site: Site) -> None:
    before = {f"data/{table.name}.csv": (site.root / "2026K2/v1/data" / f"{table.name}.csv").read_bytes() for table in DEFINITIONS}  # fmt: skip
    after = {name: _with_codes(content) for name, content in before.items()}
    keys = {f"data/{table.name}.csv": table.key for table in DEFINITIONS}
    assert compare(before, after, keys, site.newest.format).cells == ()
    after["data/goals.csv"] = after["data/goals.csv"].replace(b"on_track", b"at_risk", 1)
    assert [(c.row, c.column, c.before, c.after) for c in compare(before, after, keys, site.newest.format).cells] == [
        ("a.1", "outlook", "on_track", "at_risk")
    ]


def _with_codes(content: bytes) -> bytes:
    text = content.decode()
    words = {"ikke forfalden": "not_due", "ikke opfyldt": "not_met", "opfyldt": "met", "på vej": "on_track", "i risiko": "at_risk",
             "not due": "not_due", "point": "points", "pct.": "percent", "læsesale": "items"}  # fmt: skip
    for word, code in words.items():
        text = text.replace(f",{word},", f",{code},")
    return text.encode()


def test_it_is_audited(site: Site) -> None:
    found = editions(site)
    assert [edition.label for edition in found] == list(FOLDERS)
    assert {row["outlook"] for row in found[1].files.criteria} == {"at_risk", "on_track", ""}
    assert [list(contradictions(edition.files)) for edition in found] == [[], []]


@pytest.mark.parametrize(
    "rows", ["goal,month,year_to_date\nb.1,i alt,12\n", "goal,district,n,note\na.1,?,x,withheld\n"]
)
def test_a_notebooks_own_table_is_no_table_of_the_engine(site: Site, rows: str) -> None:
    """Whatever its columns are called: its data file has the table's label for its name."""
    for folder in FOLDERS:
        (site.root / folder / "html/data").mkdir(parents=True, exist_ok=True)
        (site.root / folder / "html/data/tbl-egne.csv").write_text(rows, encoding="utf-8")
    found = read_files(site.root / FOLDERS[1], FOLDERS[1], site.newest.format)
    assert not [entry for entry in found.others if "egne" in entry.file]
    (site.root / FOLDERS[1] / "html/data/tbl-egne.csv").rename(site.root / FOLDERS[1] / "html/data/goal-x-months.csv")
    with pytest.raises(ProblemsError):
        read_files(site.root / FOLDERS[1], FOLDERS[1], site.newest.format)


def test_it_can_be_made_again_by_what_it_tells(site: Site) -> None:
    for version in site.versions:
        assert recorded(version).correction == version.correction
        assert other_programs(version)
        assert version.parsed_period == quarter_of(2026, 2)


def test_rows_of_today_are_left_as_they_are() -> None:
    row = {"verdict": "opfyldt", "unit": "dage", "direction": ""}
    assert row_in_codes(row, CODES_SINCE) == row
    assert Manifest.model_fields["format"].default == CODES_SINCE
