"""The prosecution's invented plan beside the police's: its whole book, and the goals they share, in both books alike."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import make_example_prosecution
import pytest
from calling import call
from conftest import ROOT
from once import made_once

from kvartalsbog.book.build import build
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import named_period, periods
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.opendata.formats.inventory import RESULTS
from kvartalsbog.verdicts.accounts import unanswered
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.verdict import Verdict

DATA = ROOT / "data"
SHARED = {
    "1.1": ("pillar_1", "pillar_1", "1.1"),
    "1.2": ("pillar_1", "pillar_1", "1.2"),
    "4.1": ("pillar_4", "pillar_3", "3.1"),
}
OWN = re.compile(r"(?:goal|tbl|fig|mål|Mål|Tabel|Figur)[- \w]*?[0-9](?:[.-][0-9])?(?:-[a-z]+)*")


@pytest.fixture(scope="session")
def prosecution(shared: Path) -> Path:
    """The book of the example's last quarter. Tests leave it as it is."""

    def make(folder: Path) -> None:
        build(named_period("anklagemyndigheden/2024K4", DATA), ROOT, DATA, folder)

    return made_once(shared / "prosecution", make) / "anklagemyndigheden/2024K4"


def test_the_script_writes_what_is_there(tmp_path: Path) -> None:
    make_example_prosecution.write(tmp_path)
    for path in (tmp_path / "anklagemyndigheden/2024").rglob("*.*"):
        name = path.relative_to(tmp_path)
        assert path.read_bytes() == (DATA / name).read_bytes(), (
            f"python scripts/make_example_prosecution.py writes {name}"
        )


@pytest.mark.parametrize("quarter", [f"anklagemyndigheden/2024K{number}" for number in (1, 2, 3, 4)])
def test_every_quarter_is_ready_to_be_approved(quarter: str) -> None:
    assert quarter in map(str, periods(DATA))
    done = call("check", quarter, cwd=ROOT)
    assert done.returncode == 0, done.told
    assert not unanswered(find(load(named_period(quarter, DATA), DATA)))


def found(quarter: str, data: Path = DATA) -> Findings:
    return find(load(named_period(f"anklagemyndigheden/{quarter}", data), data))


def test_a_share_that_nothing_can_mend_any_more_is_told_so_before_the_year_is_over() -> None:
    """2.2: 83.3 per cent by September; October to December would have to be above 100 to make it 90."""
    result = found("2024K3").result.goal("2.2")
    assert result.outlook is Outlook.OUT_OF_REACH
    rest = result.criteria[0].required_rest_of_year
    assert rest is not None
    assert rest > 100
    assert result.verdict is Verdict.NOT_DUE
    assert found("2024K4").result.goal("2.2").verdict is Verdict.NOT_MET


def test_a_month_that_lacks_at_the_end_leaves_a_goal_open_until_the_edition_is_corrected(tmp_path: Path) -> None:
    """2.1: Fyn has not reported December, which nobody counts as nought; with it the year is within 82 and 92 per cent."""
    assert found("2024K4").result.goal("2.1").verdict is Verdict.NO_DATA
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    series = data / "anklagemyndigheden/2024/2024K4/series.csv"
    series.write_text(f"{series.read_text(encoding='utf-8')}2.1,2024-12,fyn,238,214\n", encoding="utf-8", newline="\n")
    reason = "2.1: Det embede, der manglede, har indberettet december."
    done = call("correct", "anklagemyndigheden/2024K4", "--reason", reason, cwd=tmp_path)
    assert done.returncode == 0, done.told
    assert found("2024K4", data).result.goal("2.1").verdict is Verdict.MET


def test_the_book_is_whole_and_says_on_its_first_page_that_it_is_invented(prosecution: Path) -> None:
    results = json.loads((prosecution / RESULTS).read_text(encoding="utf-8"))
    assert (results["quarter"], results["data_status"]) == ("2024K4", "example")
    assert [goal["goal"] for goal in results["goals"]] == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2"]
    assert {goal["goal"]: (goal["shared"] or {}).get("plan") for goal in results["goals"]}["3.1"] == "2024"
    for page in (prosecution / "html").rglob("*.html"):
        if page.name != "index.html" or page.parent.name == "book":
            assert "opdigtet eksempel" in page.read_text(encoding="utf-8"), page
    assert (prosecution / "pdf").glob("*opdigtet-eksempel-2024K4.pdf")


@pytest.mark.parametrize("goal", SHARED)
def test_a_shared_goal_is_the_same_in_both_books(prosecution: Path, book: Path, goal: str) -> None:
    own_page, other_page, other = SHARED[goal]
    own = section(book / f"html/notebooks/2024/{own_page}.html", goal)
    theirs = section(prosecution / f"html/notebooks/anklagemyndigheden/2024/{other_page}.html", other)
    assert figures(own) == figures(theirs)
    assert len(figures(own)) > 3  # the verdict's, and those of tables
    assert alternatives(own) == alternatives(theirs)
    assert "de samme i begge planer" in own
    assert "de samme i begge planer" in theirs


@pytest.mark.parametrize("name", ["months", "districts"])
def test_the_data_beside_its_tables_are_the_same(prosecution: Path, book: Path, name: str) -> None:
    for goal in ("1.1", "1.2"):
        files = [
            sorted((folder / "html/data").glob(f"goal-{goal.replace('.', '-')}*{name}*.csv"))
            for folder in (book, prosecution)
        ]
        assert files[0]
        for own, theirs in zip(*files, strict=True):
            assert rows(own) == rows(theirs)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def section(page: Path, goal: str) -> str:
    """A goal's part of its chapter."""
    text = page.read_text(encoding="utf-8")
    start = text.index(f'id="goal-{goal.replace(".", "-")}"')
    following = re.search(r'id="goal-[0-9]+-[0-9]+"', text[start + 20 :])
    return text[start : start + 20 + following.start()] if following else text[start : text.index("</main>")]


def figures(section_: str) -> list[str]:
    """Every number of the verdict and the tables, in order; what each plan says for itself is left out."""
    told = [
        re.search(r'<p class="kb-status">(.*?)</p>', section_, re.S),
        *re.finditer(r"<table.*?</table>", section_, re.S),
    ]
    texts = [re.sub(r"<caption.*?</caption>|<[^>]+>", " ", found[0], flags=re.S) for found in told if found]
    return [number for text in texts for number in re.findall(r"[0-9][0-9.,]*", text)]


def alternatives(section_: str) -> list[str]:
    """The alternative texts of the figures, without the goal's number."""
    return [OWN.sub("", text) for text in re.findall(r'alt="([^"]*)"', section_)]
