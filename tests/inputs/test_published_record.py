"""Data that are edited after they were published are refused and named, whatever the hashes beside them say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from calling import call
from conftest import make_library, seal
from quick_book import quick_books
from small_site import SmallSite, correct, make_site, publish_now

from kvartalsbog.audit.findings import audit
from kvartalsbog.audit.histories import view_of
from kvartalsbog.audit.record import Cell
from kvartalsbog.editions.auditing import audit_new, edited_history, editions, outdated, without_truth
from kvartalsbog.editions.site import read_site
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.key import KEY
from kvartalsbog.periods import Period, months_of, quarter_of

pytestmark = pytest.mark.slow
K1, K2, K3 = (quarter_of(2026, number) for number in (1, 2, 3))


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """2026K1 and 2026K2, as they were before K1 is corrected."""
    folder = tmp_path_factory.mktemp("twice")
    project, root = make_library(folder), folder / "site"
    with quick_books():
        for quarter in ("2026K1", "2026K2"):
            assert publish_now(project, root, quarter).is_new
    return SmallSite(project, root, root)


@pytest.fixture
def project(twice: SmallSite, tmp_path: Path) -> Path:
    """A copy of the project that a test may change."""
    return Path(shutil.copytree(twice.project, tmp_path / "library"))


@pytest.fixture
def root(twice: SmallSite, tmp_path: Path) -> Path:
    """A copy of the site."""
    return Path(shutil.copytree(twice.root, tmp_path / "site"))


def told(project: Path, root: Path, quarter: Period | None) -> list[str]:
    return [str(problem) for problem in edited_history(read_site(root), quarter, project / "data")]


def edit(project: Path, name: str, old: str, new: str, *, sealed: bool = True) -> None:
    path = project / "data/2026" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    if sealed:
        seal(path.parent)


def forget(project: Path) -> None:
    """Put away the records of what is withheld, with which the data do not agree any more either."""
    shutil.rmtree(project / "data/2026/disclosure")


def test_the_data_as_published_are_no_problem(twice: SmallSite) -> None:
    for quarter in (K1, K2, K3, None):
        assert told(twice.project, twice.root, quarter) == []


def test_an_edited_figure_of_a_published_quarter_is_refused(project: Path, root: Path) -> None:
    # two cases more in February of the published first quarter, and the hash mended: the second is published as if nothing were
    edit(project, "2026K1/series.csv", "a.2,2026-02,oest,950,24", "a.2,2026-02,oest,952,24")
    found = told(project, root, K2)
    places = {line.partition(": ")[0] for line in found}
    assert {
        "2026K1/v1/data/months.csv [mål a.2, februar 2026]",
        "2026K1/v1/data/districts.csv [mål a.2, oest]",
    } <= places
    assert any(line.startswith("data/2026/2026K1/series.csv: Filen er en anden end den, som 2026K2/v1 blev udgivet med.") for line in found)  # fmt: skip
    assert not any("952" in line or "950" in line for line in found)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    forget(project)
    with pytest.raises(ProblemsError, match="2026K1"):
        publish_now(project, root, "2026K2")
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["2026K1/commentary.yml", "2026K1/source.json"])
def test_any_file_of_a_published_quarter_is_held_against_its_record(name: str, project: Path, root: Path) -> None:
    path = project / "data/2026" / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    if name != "2026K1/source.json":
        seal(path.parent)
    assert any(line.startswith(f"data/2026/{name}: Filen er en anden end den") for line in told(project, root, K2))
    path.unlink()
    assert any(line.startswith(f"data/2026/{name}: Filen mangler, som ") for line in told(project, root, K2))


def test_the_plan_may_be_amended(project: Path, root: Path) -> None:
    plan = project / "data/2026/plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8") + "\n# en bemærkning\n", encoding="utf-8")
    assert told(project, root, K3) == []


def test_a_correction_is_allowed_and_the_quarters_that_it_outdates_are_named(project: Path, root: Path) -> None:
    correct(project)
    with quick_books():
        done = publish_now(project, root, "2026K1", "Østbiblioteket havde talt forkert.")
    assert done.manifest.version == 2
    assert done.outdated == ("2026K2",)
    assert outdated(read_site(root), K1, project / "data") == ("2026K2",)
    # the second quarter must be corrected before a third is published
    assert {line.partition("/data")[0] for line in told(project, root, K3)} == {"2026K2/v1"}
    with quick_books():
        assert publish_now(project, root, "2026K2", "Følger rettelsen af 1. kvartal.").manifest.version == 2
    assert told(project, root, K3) == []
    assert outdated(read_site(root), K1, project / "data") == ()


def test_without_the_key_the_figures_are_still_compared(project: Path, root: Path) -> None:
    (project / "data" / KEY).unlink()
    assert told(project, root, K3) == []
    edit(project, "2026K1/series.csv", "a.2,2026-02,oest,950,24", "a.2,2026-02,oest,952,24")
    assert {line.partition("/data")[0] for line in told(project, root, K3)} == {"2026K1/v1", "2026K2/v1"}


def test_a_year_that_is_put_away_is_not_missed(project: Path, root: Path) -> None:
    (project / "data/2026").rename(project / "data/2025")
    assert told(project, root, quarter_of(2027, 1)) == []


def test_check_holds_the_data_against_a_site(project: Path, root: Path) -> None:
    assert call("check", "2026K2", "--site", str(root), cwd=project).returncode == 0
    edit(project, "2026K1/series.csv", "a.2,2026-02,oest,950,24", "a.2,2026-02,oest,952,24")
    forget(project)
    assert call("check", "2026K2", cwd=project).returncode == 0
    done = call("check", "2026K2", "--site", str(root), cwd=project)
    assert done.returncode == 1
    assert "2026K1/v1/data/months.csv [mål a.2, februar 2026]: Tallet, som udgaven viser, er ikke det" in done.stderr


# -- the audit of files as they were written ---------------------------------------------------------------------------------


def test_the_truth_of_a_superseded_version_comes_from_its_record(tmp_path: Path) -> None:
    with quick_books():
        made = make_site(tmp_path)
    site, data = read_site(made.root), made.project / "data"
    every = editions(site, made.project, data)
    assert without_truth(every) == ()
    first, second, corrected = (view_of(e.truth, "a.2", K1, months_of(2026)) for e in every if e.truth is not None)
    cell = Cell("2026-02", "oest")
    # nothing is in git here, and the file of the first quarter holds the corrected figure
    assert (first[cell].total, second[cell].total, corrected[cell].total) == (24, 24, 27)
    assert every[0].truth is not None
    assert every[0].truth.vintages == {}
    assert audit(every) == ()
    assert without_truth(editions(site)) == ("2026K1/v1", "2026K2/v1", "2026K1/v2")
    (data / KEY).unlink()
    assert without_truth(editions(site, made.project, data)) == ("2026K1/v1", "2026K2/v1", "2026K1/v2")


def test_a_figure_that_one_file_withholds_and_another_shows_is_told(project: Path, root: Path) -> None:
    for name in ("data/months.csv", "data/districts.csv", "data/year-to-date.csv"):
        path = root / "2026K1/v1" / name
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        columns = head.split(",")
        hidden = []
        for row in rows:
            cells = row.split(",")
            for column in ("n", "total", "value"):
                cells[columns.index(column)] = ""
            cells[columns.index("note")] = "withheld"
            hidden.append(",".join(cells))
        path.write_text("\n".join([head, *hidden]) + "\n", encoding="utf-8")
    done = call("audit", str(root))
    assert done.returncode == 1
    for file in ("data/months-da.csv", "data/data.xlsx", "html/data/goal-a-2-months.csv", "html/data/goal-a-2-districts.csv", "data/goals.csv", "data/criteria.csv", "results.json", "html/data/maal.csv"):  # fmt: skip
        assert f"2026K1/v1/{file} [mål a.2, " in done.stderr, file
    assert "holder tilbage." in done.stderr
    assert "2026K2/v1/data/months-da.csv" not in done.stderr


def test_a_site_without_secrets_is_clean_with_and_without_its_data(twice: SmallSite) -> None:
    done = call("audit", str(twice.root))
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        "Ingen tal af få tilfælde kan regnes ud af 2\u00a0versioner tilsammen, prøvet ud fra sitet alene."
        in done.stdout
    )
    done = call("audit", str(twice.root), "--data-dir", str(twice.project / "data"), "--project", str(twice.project))
    assert (done.returncode, done.stderr) == (0, "")
    assert "prøvet med dataene som facit." in done.stdout


def test_a_version_is_tried_before_it_is_published(twice: SmallSite, project: Path, tmp_path: Path) -> None:
    site = read_site(twice.root)
    new = site.versions[-1].model_copy(update={"version": 2})
    folder = Path(shutil.copytree(twice.root / site.versions[-1].folder, tmp_path / "new"))
    assert audit_new(site, new, folder, project, project / "data") == ()
    danish = folder / "data/districts-da.csv"
    head, first, *rest = danish.read_text(encoding="utf-8").splitlines()
    cells = first.split(";")
    count, unit = (head.split(";").index(name) for name in ("Antal", "Enhedens id"))
    cells[count] = str(int(cells[count]) + 1)
    danish.write_text("\n".join([head, ";".join(cells), *rest]) + "\n", encoding="utf-8")
    (problem,) = audit_new(site, new, folder, project, project / "data")
    assert str(problem) == (
        f"{new.folder}/data/districts-da.csv [mål {cells[0].removeprefix('Mål ')}, {cells[unit]}]: "
        "Filen viser noget, som data/districts.csv ikke viser sådan."
    )
