"""The board of a quarter: what is in, what is missing, who answers, when it came, and what differs from before."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from calling import call
from conftest import make_library
from extracts import as_text, records, write_csv
from forms import Question, Value, blank_forms, changed, type_in, written

from kvartalsbog.cli import forms as cli_forms
from kvartalsbog.intake.forms.layout import DONE, EXPECTED, YES, Kind
from kvartalsbog.intake.vintage.board import Line, Progress, Words, board
from kvartalsbog.intake.vintage.ground import Ground, ground
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.intake.vintage.proposal import propose, read, write
from kvartalsbog.periods import quarter_of
from kvartalsbog.process.printing import Printer

K2, K3 = quarter_of(2026, 2), quarter_of(2026, 3)
FORMS = blank_forms("2026K3")


@pytest.fixture
def base(library: Path) -> Ground:
    """The invented plan's third quarter, just opened."""
    open_period(K3, library / "data")
    return ground(K3, library / "data")


def lines(base: Ground) -> dict[str, Line]:
    return {line.goal.id: line for line in board(base)}


def take_in(
    base: Ground, *sources: Path, day: date = date(2026, 10, 6), reason: Mapping[str, str] | None = None
) -> None:
    write(propose(read(map(str, sources), None, base, day), reason or {}, day, base), base)


def form(folder: Path, unit: str, answers: Mapping[Question, Value] | None = None) -> Path:
    path = written(FORMS[unit], folder, f"{unit}.xlsx")
    return changed(path, lambda book: type_in(book, FORMS[unit], answers or {}))


def returns(folder: Path, months: range, name: str = "afleveringer.csv") -> Path:
    return write_csv(folder / name, as_text([row for row in records(24) if row[3].month in months]))


def test_nothing_is_in_when_a_quarter_opens(base: Ground) -> None:
    found = lines(base)
    figures, answers = [Progress.MISSING] * 2, [Progress.UNANSWERED] * 2
    assert [line.progress for line in found.values()] == figures + answers
    assert {line.words for line in found.values()} == {Words.UNANSWERED}
    assert not any(line.received or line.rejected or line.changed for line in found.values())
    assert [found[goal].goal.responsible for goal in ("a.1", "b.1")] == ["Lånerkontoret", "Bygningskontoret"]
    assert found["a.1"].missing == ("ingen tal for juli–september\u00a02026",)
    assert {goal: line.unanswered for goal, line in found.items()} == {
        "a.1": ("der er ikke skrevet noget om målet",),
        "a.2": ("der er ikke skrevet noget om målet",),
        "b.1": ("»Læsesale åbnet« er ikke besvaret",),
        "c.1": (),  # both of its items were expected by now, and are told of one by one
    }
    assert len(found["c.1"].missing) == 2


def test_a_quarter_that_is_not_open_is_shown_as_one_where_nothing_is_in(library: Path) -> None:
    assert {line.progress for line in board(ground(K3, library / "data"))} == {Progress.MISSING, Progress.UNANSWERED}
    assert not (library / "data/2026/2026K3").exists()


def test_figures_are_in_when_every_month_and_unit_has_them(base: Ground, tmp_path: Path) -> None:
    take_in(base, returns(tmp_path, range(7, 10)))
    line = lines(base)["a.2"]
    assert (line.progress, line.received, line.missing) == (Progress.IN, date(2026, 10, 6), ())
    assert line.words is Words.UNANSWERED


def test_figures_are_partly_in_when_a_month_or_a_unit_lacks_them(base: Ground, tmp_path: Path) -> None:
    take_in(base, returns(tmp_path, range(7, 9)))
    line = lines(base)["a.2"]
    assert (line.progress, line.missing) == (Progress.PARTLY, ("ingen tal for september\u00a02026",))


def test_units_that_lack_figures_are_named_and_months_told_together(base: Ground, tmp_path: Path) -> None:
    rows = as_text([row for row in records(24) if row[3].month in (7, 8, 9)])
    rows = [[key, "nord", "bog", *dates] for key, _, _, *dates in rows]
    take_in(base, write_csv(tmp_path / "afleveringer.csv", rows))
    line = lines(base)["a.2"]
    assert line.progress is Progress.PARTLY
    assert line.missing == ("ingen tal for juli–september\u00a02026 fra Østbiblioteket",)


def test_a_figure_that_stands_otherwise_than_before_is_counted(base: Ground, tmp_path: Path) -> None:
    months = range(4, 10)
    take_in(base, returns(tmp_path, months), reason={"a.2": "Afleveringerne er talt om."})
    assert lines(base)["a.2"].changed == 6  # two units in the three months of the second quarter
    assert lines(base)["a.1"].changed == 0


def test_records_that_were_let_through_are_counted(base: Ground, tmp_path: Path) -> None:
    rows = as_text([row for row in records(24) if row[3].month in (7, 8, 9)])
    rows[0][1] = "Ukendt"
    take_in(base, write_csv(tmp_path / "afleveringer.csv", rows))
    assert lines(base)["a.2"].rejected == 1


def test_a_form_that_nobody_wrote_in_is_unanswered(base: Ground, tmp_path: Path) -> None:
    take_in(base, form(tmp_path, "Bygningskontoret"))
    line = lines(base)["b.1"]
    assert (line.progress, line.received, line.words) == (Progress.UNANSWERED, None, Words.UNANSWERED)


def test_a_form_that_says_that_nothing_has_changed_is_in(base: Ground, tmp_path: Path) -> None:
    take_in(base, form(tmp_path, "Bygningskontoret", {("b.1", Kind.UNCHANGED, ""): YES}))
    line = lines(base)["b.1"]
    assert (line.progress, line.received, line.words, line.changed) == (Progress.IN, date(2026, 10, 6), Words.NONE, 0)
    assert line.awaited == ()


def test_a_form_with_words_and_changes_is_in(base: Ground, tmp_path: Path) -> None:
    answers: dict[Question, Value] = {
        ("b.1", Kind.STATE, "sal-3"): DONE,
        ("b.1", Kind.DAY, "sal-3"): date(2026, 9, 1),
        ("b.1", Kind.STATE, "sal-4"): EXPECTED,
        ("b.1", Kind.DAY, "sal-4"): date(2026, 12, 1),
        ("b.1", Kind.COMMENT, ""): "Den tredje sal er åben.",
    }
    take_in(base, form(tmp_path, "Bygningskontoret", answers))
    line = lines(base)["b.1"]
    assert (line.progress, line.words, line.changed, line.missing) == (Progress.IN, Words.WRITTEN, 2, ())


def test_words_alone_do_not_bring_figures_in(base: Ground, tmp_path: Path) -> None:
    take_in(base, form(tmp_path, "Lånerkontoret", {("a.1", Kind.COMMENT, ""): "Tallene kommer."}))
    line = lines(base)["a.1"]
    assert (line.progress, line.received, line.words) == (Progress.MISSING, None, Words.WRITTEN)


def test_a_date_that_has_passed_without_news_is_asked_for(base: Ground, tmp_path: Path) -> None:
    asked = "»Udlånstal offentliggjort« var ventet den 10.\u00a0juli\u00a02026 og er ikke meldt gennemført"
    assert lines(base)["c.1"].missing[0] == asked
    take_in(base, form(tmp_path, "Datakontoret", {("c.1", Kind.UNCHANGED, ""): YES}))
    line = lines(base)["c.1"]
    assert (line.progress, line.missing[0], len(line.missing)) == (Progress.PARTLY, asked, 2)
    answers: dict[Question, Value] = {
        ("c.1", Kind.STATE, "udlaanstal"): DONE,
        ("c.1", Kind.DAY, "udlaanstal"): date(2026, 9, 30),
        ("c.1", Kind.DAY, "orientering"): date(2026, 10, 1),
    }
    take_in(base, form(tmp_path, "Datakontoret", answers))
    line = lines(base)["c.1"]
    assert (line.progress, line.missing, line.changed) == (Progress.IN, (), 2)


def test_a_deadline_that_has_passed_without_a_word_is_asked_for(library: Path) -> None:
    data = library / "data"
    for number in (1, 2):
        shutil.rmtree(data / f"2026/2026K{number}")
        open_period(quarter_of(2026, number), data)
    unanswered = "»Borgerne orienteret« mangler svar"
    assert lines(ground(quarter_of(2026, 1), data))["c.1"].missing == (
        "»Udlånstal offentliggjort« og »Borgerne orienteret« mangler svar",
    )
    assert lines(ground(K2, data))["c.1"].missing == (
        unanswered,
        "»Udlånstal offentliggjort« havde frist den 30.\u00a0juni\u00a02026, og intet er meldt",
    )


def test_what_was_completed_in_an_earlier_quarter_is_closed_and_not_missing(
    base: Ground, tmp_path: Path, library: Path
) -> None:
    answers: dict[Question, Value] = {}
    for item in ("udlaanstal", "orientering"):
        answers |= {("c.1", Kind.STATE, item): DONE, ("c.1", Kind.DAY, item): date(2026, 8, 1)}
    take_in(base, form(tmp_path, "Datakontoret", answers))
    assert lines(base)["c.1"].progress is Progress.IN
    open_period(quarter_of(2026, 4), library / "data")
    found = lines(ground(quarter_of(2026, 4), library / "data"))
    assert (found["c.1"].progress, found["c.1"].missing, found["c.1"].words) == (Progress.CLOSED, (), Words.NONE)
    # two halls are open, and two are enough since the amendment; but a date was given for the third
    assert found["b.1"].progress is Progress.UNANSWERED


def test_a_goal_with_figures_and_items_is_not_in_before_the_items_are_answered(base: Ground, tmp_path: Path) -> None:
    plan = base.plan.model_dump()
    (pillar,) = [pillar for pillar in plan["pillars"] if pillar["id"] == "a"]
    (item,) = [p["goals"][0]["criteria"][1] for p in plan["pillars"] if p["id"] == "c"]
    pillar["goals"][1]["criteria"] = (*pillar["goals"][1]["criteria"], item)
    both = replace(base, plan=type(base.plan).model_validate(plan))
    assert lines(both)["a.2"].progress is Progress.MISSING
    take_in(base, returns(tmp_path, range(7, 10)))
    assert lines(both)["a.2"].progress is Progress.PARTLY
    take_in(base, form(tmp_path, "Lånerkontoret", {("a.2", Kind.COMMENT, ""): "Alt er meldt."}))
    line = lines(both)["a.2"]  # the owner has written, and not a word of the item
    assert (line.progress, line.missing) == (Progress.PARTLY, ("»Borgerne orienteret« mangler svar",))


# -- at the keyboard ---------------------------------------------------------------------------------------------------


def shown(base: Ground, width: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `status` prints on a terminal of a width."""
    printer = Printer(stderr=False)
    printer.console.width = width
    monkeypatch.setattr(cli_forms, "out", printer)
    with printer.console.capture() as captured:
        cli_forms.status(str(base.period), base.data_dir, base.data_dir.parent)
    return captured.get().replace("\u00a0", " ").splitlines()


@pytest.mark.parametrize("width", [80, 120])
def test_the_board_fits_a_terminal_and_cuts_nothing_off(
    width: int, base: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(base, returns(tmp_path, range(7, 10)), form(tmp_path, "Datakontoret", {("c.1", Kind.UNCHANGED, ""): YES}))
    told = shown(base, width, monkeypatch)
    table = told[: next(number for number, line in enumerate(told) if "mål:" in line)]
    assert max(map(len, table)) <= width
    text = "\n".join(told)
    assert "…" not in text
    for goal in base.plan.goals:
        assert all(word in text for word in f"{goal.title} {goal.responsible}".split())
    assert "06-10-2026" in text
    heads = next(line.split() for line in told if "Status" in line)
    assert heads == ["Mål", "Titel", "og", "ansvarlig", "Status", "Modtaget", "Ord", "Afvist", "Ændret"]
    assert "4 mål: 1 er inde, 1 er delvis inde, 1 mangler og 1 er ubesvaret." in told
    flat = " ".join(text.split())
    assert flat.endswith(
        "Mål a.1 Lånerkontoret: ingen tal for juli–september 2026. "
        "Mål a.1 og a.2 Lånerkontoret: der er ikke skrevet noget om målet. "
        "Mål b.1 Bygningskontoret: »Læsesale åbnet« er ikke besvaret. "
        "Mål c.1 Datakontoret: »Udlånstal offentliggjort« var ventet den 10. juli 2026 og er ikke meldt gennemført. "
        "Mål c.1 Datakontoret: »Borgerne orienteret« var ventet den 1. august 2026 og er ikke meldt gennemført."
    )
    assert max(map(len, told)) <= width


def test_status_tells_that_a_quarter_is_not_open(tmp_path: Path) -> None:
    project = make_library(tmp_path / "made")
    done = call("status", "2026K3", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2026K3 er ikke åbnet endnu. Kør: kvartalsbog new-quarter 2026K3\n")


def test_status_of_the_shipped_quarter(tmp_path: Path) -> None:
    done = call("status", "2024K4")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "11 mål: 11 er inde."
