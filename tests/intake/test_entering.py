"""One figure, item or word typed by hand: how it is read, what is shown of it, what it needs, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from calling import Called, call
from conftest import make_library
from forms import changed, type_in, written

from kvartalsbog.content.blocks import BulletList
from kvartalsbog.content.prose import plain_text
from kvartalsbog.errors import Collector, ProblemsError
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.intake.forms.layout import Kind
from kvartalsbog.intake.vintage.board import Progress, Words, board
from kvartalsbog.intake.vintage.entering import Entered, Entry, enter
from kvartalsbog.intake.vintage.ground import Ground, ground
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.intake.vintage.proposal import propose, read, write
from kvartalsbog.pages.inserts import rejected_records
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.readings.vintage_text import Item, read_vintage_text
from kvartalsbog.verdicts.findings import find

K3 = quarter_of(2026, 3)
DAY = date(2026, 10, 6)
FIGURE = {"month": "2026-07", "district": "Nordbiblioteket", "n": "40", "total": "164,5"}
ITEM = {"deliverable": "udlaanstal", "completed": "2026-09-30", "evidence": "På siden"}


@pytest.fixture
def base(library: Path) -> Ground:
    """The invented plan's third quarter, just opened."""
    open_period(K3, library / "data")
    return ground(K3, library / "data")


def typed(
    base: Ground, goal: str, *, source: str = "Brev af 3. oktober", reason: str = "", **what: Mapping[str, str]
) -> Entered:
    """What is typed, written."""
    entered = enter(Entry(goal, source, reason, **what), DAY, base)
    assert entered is not None
    write(entered.proposal, base, "enter")
    return entered


def report(base: Ground) -> Report:
    return load(K3, base.data_dir)


def told(base: Ground, file: str) -> list[dict[str, object]]:
    source = json.loads((base.folder / "source.json").read_text(encoding="utf-8"))
    return [{key: e[key] for key in ("goal", "kind", "of", "sources")} for e in source["files"][file]["extracts"]]


def test_a_figure_is_shown_old_and_new_and_tells_where_it_came_from(base: Ground) -> None:
    first = typed(base, "a.1", figure=FIGURE)
    assert first.told == ("mål a.1, 2026-07, Nordbiblioteket: (intet) bliver til 40 svar (4,1\u00a0point)",)
    (row,) = report(base).readings.newest.series
    assert (row.month, row.district, row.n, row.total) == (Month(2026, 7), "nord", 40, Decimal("164.5"))
    brought = {"goal": "a.1", "kind": "typed", "of": "2026-07 nord", "sources": {"Brev af 3. oktober": None}}
    assert told(base, "series.csv") == [brought]
    second = typed(base, "a.1", source="Rettet af Nord", figure=FIGURE | {"n": "41"})
    assert second.told == (
        "mål a.1, 2026-07, Nordbiblioteket: 40 svar (4,1\u00a0point) i 2026K3 bliver til 41 svar (4,0\u00a0point)",
    )
    assert told(base, "series.csv") == [brought | {"sources": {"Rettet af Nord": None}}]
    assert enter(Entry("a.1", "Rettet af Nord", figure=FIGURE | {"n": "41"}), DAY, base).proposal.changed == ()  # type: ignore[union-attr]


def test_a_reported_figure_is_changed_with_a_reason_only(base: Ground) -> None:
    march = next(r for r in base.before.series("a.1") if (str(r.month), r.district) == ("2026-03", "nord"))
    figure = {
        "month": "marts 2026",
        "district": "nord",
        "n": str(march.n + 1),
        "total": str(march.total).replace(".", ","),
    }
    with pytest.raises(ProblemsError, match="ændrer indberetningen fra 2026K1"):
        enter(Entry("a.1", "Brev", figure=figure), DAY, base)
    entered = typed(base, "a.1", reason="Et svar kom sent.", figure=figure)
    assert f"{march.n} svar" in entered.told[0]
    assert "i 2026K1 bliver til" in entered.told[0]
    assert plain_text(report(base).readings.remark("a.1").revision) == "Et svar kom sent."


def test_an_item_is_named_by_its_id_or_title_and_the_others_stay(base: Ground, tmp_path: Path) -> None:
    typed(base, "c.1", item=ITEM)
    entered = typed(base, "c.1", item={"deliverable": "borgerne ORIENTERET", "expected": "1-12-2026"})
    assert entered.told == ("mål c.1, »Borgerne orienteret«: ventet 2026-08-01 bliver til ventet 2026-12-01",)
    rows = {row[1]: Item(*row[2:]) for row in read_vintage_text(base.folder).items["c.1"]}
    assert rows == {"udlaanstal": Item("2026-09-30", "", "På siden"), "orientering": Item("", "2026-12-01")}
    assert [one["of"] for one in told(base, "deliverables.csv")] == ["orientering", "udlaanstal"]
    (line,) = [line for line in board(base) if line.goal.id == "c.1"]
    assert (line.progress, line.missing, line.words) == (Progress.IN, (), Words.NONE)  # answered, without a word


def test_a_counted_item_is_typed_as_any_other(base: Ground) -> None:
    entered = typed(base, "b.1", item={"deliverable": "læsesal 3", "completed": "1.8.2026"})
    assert entered.told == ("mål b.1, »Læsesal 3«: ventet 2026-10-15, en bemærkning på 24 tegn bliver til gennemført 2026-08-01",)  # fmt: skip
    assert [row[:3] for row in read_vintage_text(base.folder).items["b.1"]] == [("b.1", "sal-3", "2026-08-01")]


def test_words_stand_beside_those_that_are_there_and_an_empty_one_takes_one_away(base: Ground) -> None:
    typed(base, "a.1", words={"comment": "Det går bedre.", "decision": "drøfter, om kravet er rigtigt."})
    entered = typed(base, "a.1", words={"decision": "", "cause": "Vejret", "when": "1.12.2026"})
    remarks = read_vintage_text(base.folder).remarks["a.1"]
    assert remarks == {"comment": "Det går bedre.", "cause": "Vejret", "when": "2026-12-01"}
    assert entered.told == (
        "mål a.1, årsag: (intet) bliver til en tekst på 6 tegn; frist for handlingen: (intet) bliver til en tekst på 10 tegn; "
        "ønsket beslutning: en tekst på 30 tegn bliver til (intet)",
    )
    (line,) = [line for line in board(base) if line.goal.id == "a.1"]
    assert (line.progress, line.words) == (Progress.MISSING, Words.WRITTEN)


def test_a_form_afterwards_takes_the_place_of_items_that_were_typed(base: Ground, tmp_path: Path) -> None:
    typed(base, "c.1", item=ITEM)
    form = next(form for form in base.forms or () if "c.1" in form.sheets)
    answers = {("c.1", Kind.DAY, "udlaanstal"): date(2026, 12, 24)}
    path = changed(written(form, tmp_path), lambda book: type_in(book, form, answers))  # type: ignore[arg-type]
    write(propose(read([str(path)], None, base, DAY), {}, DAY, base), base)
    rows = {row[1]: Item(*row[2:]) for row in read_vintage_text(base.folder).items["c.1"]}
    assert rows["udlaanstal"].expected == "2026-12-24"
    source = json.loads((base.folder / "source.json").read_text(encoding="utf-8"))
    assert ["kind" in e for e in source["files"]["deliverables.csv"]["extracts"]] == [False]


def test_the_method_page_tells_what_was_typed_and_after_what(base: Ground) -> None:
    typed(base, "a.1", figure=FIGURE)
    typed(base, "c.1", item=ITEM)
    (listed,) = [b for b in rejected_records(find(report(base))) if isinstance(b, BulletList)]
    assert [plain_text(line).replace("\u00a0", " ") for line in listed.items] == [
        "3. kvartal 2026, mål a.1, juli 2026, Nordbiblioteket: tastet ind efter Brev af 3. oktober.",
        "3. kvartal 2026, mål c.1, »Udlånstal offentliggjort«: tastet ind efter Brev af 3. oktober.",
    ]


REFUSED: list[tuple[Entry, list[str]]] = [
    (Entry("a.9", "Brev", figure=FIGURE), ["--goal: Målet findes ikke. Fundet: 'a.9'. Tilladt: a.1 (Tilfredshed), a.2 (Fejl i afleveringer),"]),
    (Entry("a.1", "Brev"), ["--goal: Der er intet tastet. Tast et tal, en leverance eller ord."]),
    (Entry("a.1", " ", figure=FIGURE), ["--source: Kilden mangler."]),
    (Entry("a.1", "x" * 301, figure=FIGURE), ["--source: Kilden er for lang. Fundet: '301 tegn'."]),
    (Entry("b.1", "Brev", figure=FIGURE), ["--goal: Målet har ingen talserie. Fundet: 'b.1'. Tilladt: a.1 (Tilfredshed), a.2 (Fejl i afleveringer)."]),
    (
        Entry("a.1", "Brev", figure={"month": "uge 3", "district": "Nordbib", "n": "", "total": "1.234"}),
        ["--district: Enheden indberetter ikke", "--month: Måneden kan ikke læses.", "--n: Tallet mangler.", "--total: Tallet kan læses på to måder."],
    ),
    (Entry("a.1", "Brev", figure=FIGURE | {"month": "2026-10"}), ["--month: Måneden kan ikke indberettes i 2026K3."]),
    (Entry("a.1", "Brev", figure=FIGURE | {"total": "900"}), ["--total: Gennemsnittet bliver 22,5 point"]),
    (
        Entry("c.1", "Brev", item={"deliverable": "udlånstal offentlig"}),
        ["--deliverable: Leverancen hører ikke til mål c.1. Fundet: 'udlånstal offentlig'. Tilladt: udlaanstal (Udlånstal offentliggjort), orientering"],
    ),
    (Entry("c.1", "Brev", item=ITEM | {"completed": "i går"}), ["--completed: Datoen kan ikke læses. Fundet: 'i går'."]),
    (Entry("c.1", "Brev", item=ITEM | {"completed": "2026-10-01"}), ["--completed: Datoen ligger efter kvartalets slutning."]),
    (Entry("c.1", "Brev", item=ITEM | {"expected": "2026-12-01"}), ["--expected: En gennemført leverance har ingen forventet dato."]),
    (Entry("c.1", "Brev", item=ITEM | {"evidence": "[x](http://y.dk)"}), ["--evidence: Linket kan ikke bruges."]),
    (
        Entry("c.1", "Brev", words={"comment": "a\u200eb", "when": "snart"}),
        ["--comment: Teksten har et skjult tegn: U+200E.", "--when: Datoen kan ikke læses. Fundet: 'snart'."],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "expected"), REFUSED, ids=[e[1][0][2:40] for e in REFUSED])
def test_what_cannot_be_used_is_told_all_at_once_at_its_option(entry: Entry, expected: list[str], base: Ground) -> None:
    collector = Collector()
    assert enter(entry, DAY, base, collector) is None
    found = sorted(map(str, collector.problems))
    assert len(found) == len(expected), found
    for problem, words in zip(found, expected, strict=True):
        assert problem.startswith(words)


# -- at the keyboard


def keyed(project: Path, *arguments: str) -> Called:
    return call("enter", "2026K3", *arguments, "--received", "2026-10-06", cwd=project)


def test_at_the_keyboard_old_and_new_are_shown_first_and_the_step_can_be_undone(tmp_path: Path) -> None:
    project = make_library(tmp_path / "made")
    figure = (
        "--goal",
        "a.1",
        "--unit",
        "nord",
        "--month",
        "2026-07",
        "--n",
        "40",
        "--total",
        "164,5",
        "--source",
        "Brev",
    )
    dry = keyed(project, *figure, "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    shown = "Mål a.1, 2026-07, Nordbiblioteket: (intet) bliver til 40 svar (4,1 point)."
    assert dry.stdout.replace("\u00a0", " ").splitlines()[0] == shown
    assert not (project / "data/2026/2026K3").exists()
    done = keyed(project, *figure)
    assert done.stdout.splitlines()[-1] == "Fortryd: kvartalsbog undo 2026K3"
    assert keyed(project, *figure).stdout.splitlines()[-1] == "2026K3: intet er ændret."
    assert "Fortrudt: kvartalsbog enter 2026K3." in call("undo", "2026K3", cwd=project).stdout
    assert not (project / "data/2026/2026K3").exists()


def test_at_the_keyboard_all_that_is_wrong_is_told_by_option(tmp_path: Path) -> None:
    project = make_library(tmp_path / "made")
    done = keyed(
        project, "--goal", "c.1", "--source", "Brev", "--item", "orientering", "--n", "x", "--comment", "a\u200eb"
    )
    assert done.returncode == 1
    assert [line.partition(". ")[0] for line in done.stderr.splitlines()] == [
        "--comment: Teksten har et skjult tegn: U+200E",
        "--goal: Målet har ingen talserie",
        "--item: Tilstanden mangler",
        "3 fejl fundet.",
    ]
