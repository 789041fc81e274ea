"""One site for two authorities' plans: addresses, front pages, feed, catalogue, the way from a goal to the same in the other plan."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import seal
from once import made_once
from quick_book import quick_books
from quick_site import chosen, publish_quickly
from two_plans import OWN, SHARED, two_plans
from verifying import verify

from kvartalsbog.audit.findings import audit
from kvartalsbog.editions.auditing import editions, outdated
from kvartalsbog.editions.reproduction import reproduce
from kvartalsbog.editions.site import read_site
from kvartalsbog.errors import ProblemsError, UsageError
from kvartalsbog.inputs.periods import named_period

QUARTERS = ("2026K1", "museet/2026K1", "2026K2", "museet/2026K2")


def _publish_all(folder: Path) -> None:
    two_plans(folder)
    for quarter in QUARTERS:
        publish_quickly(folder / "library", folder / "site", quarter)


@pytest.fixture(scope="session")
def made(shared: Path) -> Path:
    """The project and the site with both plans' two quarters. Tests leave it as it is."""
    return made_once(shared / "two-plans-site", _publish_all)


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    """A copy of both that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "own"))


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_first_plans_editions_keep_their_addresses_and_the_others_stand_beside(made: Path) -> None:
    site = read_site(made / "site")
    assert [version.folder for version in site.versions] == [f"{quarter}/v1" for quarter in QUARTERS]
    assert site.newest.folder == "2026K2/v1"
    assert verify(made / "site") == ()
    listed = json.loads((made / "site/editions.json").read_text(encoding="utf-8"))
    assert listed["newest"] == "2026K2/v1"
    assert {entry["quarter"] for entry in listed["editions"]} == set(QUARTERS)


def test_each_plan_has_a_front_page_that_names_the_other(made: Path) -> None:
    for page, own, other in (
        ("index.html", "Bibliotekerne", "Museet"),
        ("museet/index.html", "Museet", "Bibliotekerne"),
    ):
        told = (made / "site" / page).read_text(encoding="utf-8")
        assert re.search(rf"<h1>Resultatkontrakt for {own}", told)
        assert re.search(rf"<li><a href=[^>]*>Resultatkontrakt for {other}", told)
    assert "museet/2026K2/v1" in (made / "site/museet/nyeste/index.html").read_text(encoding="utf-8")


def test_feed_and_catalogue_cover_both(made: Path) -> None:
    entries = ET.parse(made / "site/feed.xml").getroot().findall("{http://www.w3.org/2005/Atom}entry")
    titles = [entry.findtext("{http://www.w3.org/2005/Atom}title") or "" for entry in entries]
    assert sum("Museet" in title for title in titles) == sum("Bibliotekerne" in title for title in titles) == 2
    catalogue = (made / "site/catalog.ttl").read_text(encoding="utf-8")
    assert "Resultatkontrakt for Museet" in catalogue
    assert "Resultatkontrakt for Bibliotekerne" in catalogue
    assert "museet-2026K2" in catalogue


def test_a_reader_gets_from_a_goal_to_the_same_in_the_other_plan(made: Path) -> None:
    told = (made / "site/faelles-maal.html").read_text(encoding="utf-8")
    for theirs, ours in SHARED.items():
        assert f'id="2026-{theirs.replace(".", "-")}"' in told
        assert f'id="museet-2026-{ours.replace(".", "-")}"' in told
        assert re.search(rf'href="2026K2/v1/html/notebooks/2026/[a-z_]+\.html#goal-{theirs.replace(".", "-")}"', told)
        assert re.search(
            rf'href="museet/2026K2/v1/html/notebooks/museet/2026/[a-z]\.html#goal-{ours.replace(".", "-")}"', told
        )


@pytest.mark.parametrize("quarter", ["2026K1", "2026K2"])
def test_open_data_of_a_shared_goal_are_the_same_in_both_editions(made: Path, quarter: str) -> None:
    for name in ("months", "year-to-date", "districts"):
        library, museum = (table(made / f"site/{plan}{quarter}/v1", name) for plan in ("", "museet/"))
        for theirs, ours in {"a.1": "m.1", "a.2": "m.2"}.items():
            rows = [[{k: v for k, v in row.items() if k not in ("goal", "goal_title", "series", "series_title")} for row in told if row["goal"] == goal] for told, goal in ((library, theirs), (museum, ours))]  # fmt: skip
            assert rows[0]
            assert rows[0] == rows[1]
    assert any(
        row["note"] == "withheld" for row in table(made / "site/museet/2026K1/v1", "districts") if row["goal"] == "m.1"
    )


def test_the_audit_reads_both_plans_together_and_finds_nothing(made: Path) -> None:
    site = read_site(made / "site")
    every = editions(site, made / "library", made / "library/data")
    assert all(edition.truth is not None for edition in every)
    assert {edition.called("m.1") for edition in every if edition.period.body} == {"a.1"}
    assert {edition.called("n.2") for edition in every if edition.period.body} == {"museet/n.2"}
    assert audit(every) == ()
    assert audit(editions(site)) == ()


def test_what_one_plan_withholds_the_other_may_not_show(made: Path, own: Path) -> None:
    """A figure of few that the museum's files show, and the library's do not, is given away."""
    folder = own / "site/museet/2026K1/v1/data"
    shown = next(
        row
        for row in table(made / "site/museet/2026K1/v1", "districts")
        if row["goal"] == "m.1" and row["note"] == "withheld"
    )
    text = (folder / "districts.csv").read_text(encoding="utf-8").splitlines()
    names = text[0].split(",")
    line = next(
        n
        for n, row in enumerate(csv.DictReader(text), start=1)
        if (row["goal"], row["district"]) == ("m.1", shown["district"])
    )
    cells = next(csv.reader([text[line]]))
    cells[names.index("n")], cells[names.index("total")], cells[names.index("note")] = "31", "131", ""
    cells[names.index("value")] = str(131 / 31)
    text[line] = ",".join(cells)
    (folder / "districts.csv").write_text("\n".join(text) + "\n", encoding="utf-8")
    every = editions(read_site(own / "site"), own / "library", own / "library/data")
    told = [problem for problem in audit(every) if "mål a.1" in (problem.place.column or "")]
    assert told


def test_a_shared_goals_choice_is_made_where_it_is_reported(own: Path) -> None:
    project = own / "library"
    shutil.rmtree(project / "data" / OWN / "disclosure")
    with pytest.raises(UsageError, match="Godkend først: kvartalsbog approve 2026K2"):
        chosen(project, "museet/2026K2")


def test_a_correction_of_a_shared_figure_is_told_of_both_plans(own: Path) -> None:
    project, site = own / "library", own / "site"
    folder = project / "data" / OWN / "2026K2"
    path = folder / "series.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("a.2,2026-05,nord"))
    *kept, n, total = lines[at].split(",")
    lines[at] = ",".join((*kept, n, str(int(total) + 100)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    seal(folder)
    data = project / "data"
    decided = (
        'decisions:\n- {quarter: 2026K2, goal: "a.1", decision: withhold, by: Ida Prøve, reason: Få svar er flyttet.}\n'
    )
    (data / OWN / "disclosure/decisions.yml").write_text(decided, encoding="utf-8")
    with pytest.raises(
        ProblemsError
    ) as error:  # the museum's edition would show what the library's published one does not
        publish_quickly(project, site, "museet/2026K2", "Biblioteket har rettet et tal.")
    assert "2026K2" in str(error.value.problems[0])
    publish_quickly(project, site, "2026K2", "Et tal var forkert.")
    assert outdated(read_site(site), named_period("2026K2", data), data) == ("museet/2026K2",)
    publish_quickly(project, site, "museet/2026K2", "Biblioteket har rettet et tal.")
    assert outdated(read_site(site), named_period("2026K2", data), data) == ()
    assert verify(site) == ()
    standing = read_site(site)
    assert [version.folder for version in standing.versions[4:]] == ["2026K2/v2", "museet/2026K2/v2"]
    assert audit(editions(standing, project, data)) == ()


def test_an_edition_of_the_second_plan_can_be_made_again(made: Path) -> None:
    site = read_site(made / "site")
    version = next(version for version in site.versions if version.folder == "museet/2026K1/v1")
    with quick_books():
        assert reproduce(version, site, made / "library", made / "library/data") == ()


def _unit_file(site: Path, version: str) -> Path:
    """The figures of the museum's or the library's unit »nord«."""
    return site / version / "html/data/unit-nord-figures.csv"


def _altered(path: Path, period: str, **cells: str) -> str:
    """Write other cells into the first row of a goal that is told of a period, and give the goal's id."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(row for row in rows if row["period"] == period and row["n_all"])
    row |= cells
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return row["goal"]


@pytest.mark.parametrize("version", ["2026K2/v1", "museet/2026K2/v1"])
@pytest.mark.parametrize("column", ["n_unit", "value_all"])
@pytest.mark.parametrize("quarter", ["2026K1", "2026K2"])
def test_a_units_page_tells_what_the_editions_it_tells_of_told(
    own: Path, version: str, column: str, quarter: str
) -> None:
    """Of its own period and of the one before, in either plan; the same is found by its bytes once it is published."""
    goal = _altered(_unit_file(own / "site", version), quarter, **{column: "7"})
    table = "data/districts.csv" if column == "n_unit" else "data/year-to-date.csv"
    of = table if quarter == "2026K2" else f"{version.replace('K2', 'K1')}/{table}"
    found = [str(problem) for problem in audit(editions(read_site(own / "site")))]
    assert len(found) == 1
    assert found[0].startswith(f"{version}/html/data/unit-nord-figures.csv [mål {goal}, ")
    assert f"Filen viser noget, som {of} " in found[0]
    assert [problem.place.file for problem in verify(own / "site")] == [f"{version}/html/data/unit-nord-figures.csv"]
