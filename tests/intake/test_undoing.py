"""What an intake or an opening wrote can be undone, byte for byte, while nothing is published or changed since."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from calling import call
from conftest import ROOT, make_library
from extracts import write_csv

from kvartalsbog.errors import UsageError
from kvartalsbog.files.placement import put_in_place
from kvartalsbog.inputs.published import published, write_published
from kvartalsbog.intake.vintage import opening
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.intake.vintage.undoing import FOLDER, remember, remembered, undo
from kvartalsbog.periods import quarter_of

THIRD = quarter_of(2026, 3)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_library(tmp_path / "made") / "data"


def state(data: Path) -> dict[str, bytes]:
    files = (path for path in data.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in files}


def take_in(data: Path, text: str, *, done: bool = True) -> None:
    """What an intake does: keep what stands, then put the new in its place."""
    new = data / ".new" / "2026K3"
    new.mkdir(parents=True)
    (new / "series.csv").write_text(text, encoding="utf-8")
    remember("intake 2026K3", THIRD, data, {"2026/2026K3": new})
    if done:
        put_in_place(new, data / "2026/2026K3")


def ended(data: Path, new: Path, *, written: bool) -> None:
    """An intake that Ctrl-C ends before or after it put the quarter in its place."""
    with remembered("intake 2026K3", THIRD, data, {"2026/2026K3": new}):
        if written:
            put_in_place(new, data / "2026/2026K3")
        raise KeyboardInterrupt


def test_steps_are_undone_one_after_the_other(data: Path) -> None:
    first = state(data)
    open_period(THIRD, data)
    second = state(data)
    take_in(data, "x")
    assert (state(data) == second) is False
    assert undo(THIRD, data).command == "intake 2026K3"
    assert {name: text for name, text in state(data).items() if not name.startswith(".new")} == second
    assert undo(THIRD, data).command == "new-quarter 2026K3"
    assert {name: text for name, text in state(data).items() if not name.startswith(".new")} == first
    with pytest.raises(UsageError, match="Der er intet at fortryde"):
        undo(THIRD, data)


def test_a_year_that_was_opened_in_two_runs_is_undone_at_once(data: Path) -> None:
    """The first was killed when the plan stood and the quarter did not."""
    before, quarter = state(data), quarter_of(2027, 1)
    made = data.parent / "made"
    (made / "2027K1").mkdir(parents=True)
    (made / "2027K1/series.csv").write_text("x", encoding="utf-8")
    (made / "plan.yml").write_text("y", encoding="utf-8")
    new = {"2027/plan.yml": made / "plan.yml", "2027/2027K1": made / "2027K1"}
    remember("new-quarter 2027K1", quarter, data, new)
    (data / "2027").mkdir()
    shutil.copy(made / "plan.yml", data / "2027/plan.yml")
    remember("new-quarter 2027K1", quarter, data, {"2027/2027K1": made / "2027K1"})
    shutil.copytree(made / "2027K1", data / "2027/2027K1")
    assert set(undo(quarter, data).before) == {"2027/plan.yml", "2027/2027K1"}
    assert state(data) == before
    with pytest.raises(UsageError, match="Der er intet at fortryde"):
        undo(quarter, data)


def test_a_step_that_a_crash_cut_off_is_undone_as_far_as_it_came(data: Path) -> None:
    open_period(THIRD, data)
    before = state(data)
    take_in(data, "x", done=False)
    undo(THIRD, data)
    assert {name: text for name, text in state(data).items() if not name.startswith(".new")} == before


def test_what_is_ended_before_it_wrote_anything_leaves_nothing_to_undo(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_period(THIRD, data)
    opened = state(data)
    new = data.parent / "new"
    new.mkdir()
    with pytest.raises(KeyboardInterrupt):
        ended(data, new, written=False)
    assert state(data) == opened
    with pytest.raises(KeyboardInterrupt):
        ended(data, new, written=True)
    assert undo(THIRD, data).command == "intake 2026K3"
    assert state(data) == opened
    assert undo(THIRD, data).command == "new-quarter 2026K3"
    monkeypatch.setattr(opening, "put_in_place", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    before = state(data)
    with pytest.raises(KeyboardInterrupt):
        open_period(THIRD, data)
    assert state(data) == before
    with pytest.raises(UsageError, match="Der er intet at fortryde"):
        undo(THIRD, data)


def test_a_step_that_was_killed_before_it_wrote_is_told_as_that(data: Path) -> None:
    open_period(THIRD, data)
    before = state(data)
    take_in(data, "x", done=False)
    shutil.rmtree(data / ".new")
    told = call("undo", "2026K3", cwd=data.parent)
    assert (told.returncode, told.stdout) == (
        0,
        "Fortrudt: kvartalsbog intake 2026K3. Alt stod som før; intet er ændret.\n",
    )
    assert state(data) == before


JOURNALS = {
    "deep": "[" * 200_000,
    "no form": "[]",
    "nothing": "",
    "a path elsewhere": '{"command": "intake 2026K3", "quarter": "2026K3", "paths": {"../../x": {"before": null, "after": null}}}',
    "no quarter": '{"command": "intake 2026K3", "quarter": "2026", "paths": {}}',
    "half": '{"command": "intake 2026K3", "quarter": "2026K3", "paths": {"2026/2026K3": {"before": null}}}',
}  # fmt: skip


@pytest.mark.parametrize("name", JOURNALS)
def test_a_step_that_is_not_as_it_was_written_is_refused(name: str, data: Path) -> None:
    open_period(THIRD, data)
    before = state(data)
    (data / FOLDER / "0001/step.json").write_text(JOURNALS[name], encoding="utf-8")
    with pytest.raises(UsageError, match=r"0001: Mappen er ikke, som den blev skrevet\. Slet den"):
        undo(THIRD, data)
    assert state(data) == before


def test_what_was_changed_since_is_not_undone(data: Path) -> None:
    open_period(THIRD, data)
    changed = data / "2026/2026K3/commentary.yml"
    changed.write_text("b.1: {comment: Mit.}\n", encoding="utf-8")
    before = state(data)
    with pytest.raises(UsageError, match=r"commentary\.yml: Filen er ændret siden"):
        undo(THIRD, data)
    assert state(data) == before
    changed.parent.rename(data.parent / "mine")
    undo(THIRD, data)
    assert (data.parent / "mine/commentary.yml").is_file()


def test_through_the_commands_a_year_and_a_quarter_are_as_they_were(tmp_path: Path) -> None:
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns(FOLDER)))
    folder, first = ("--data-dir", data), state(data)
    assert call("new-quarter", "2025K1", *folder, cwd=ROOT).returncode == 0
    opened = state(data)
    rows = [["A1", "Fyns Politi", "05-02-2025", "12-02-2025", "11-02-2025"]]
    head = ("journalnummer", "enhed", "hoering_sendt", "hoeringsfrist", "bidrag_sendt")
    path = write_csv(tmp_path / "udvalgsspoergsmaal.csv", rows, head=head)
    taken = call("intake", "2025K1", path, *folder, "--extracted", "2025-04-08", cwd=ROOT)
    assert taken.stdout.endswith("Fortryd: kvartalsbog undo 2025K1\n"), taken.told
    assert state(data) != opened
    undone = call("undo", "2025K1", *folder, cwd=ROOT)
    assert (undone.returncode, undone.stdout.splitlines()[0]) == (0, "Fortrudt: kvartalsbog intake 2025K1. Som før:")
    assert state(data) == opened
    assert call("undo", "2025K1", *folder, cwd=ROOT).returncode == 0
    assert state(data) == first
    assert not (data / "2025").exists()
    assert call("undo", "2025K1", *folder, cwd=ROOT).stderr == "2025K1: Der er intet at fortryde.\n"


def test_what_is_published_or_has_a_later_quarter_is_not_undone(data: Path) -> None:
    open_period(THIRD, data)
    (data / "2026/2026K4").mkdir()
    with pytest.raises(UsageError, match="Fortryd først: kvartalsbog undo 2026K4"):
        undo(THIRD, data)
    (data / "2026/2026K4").rmdir()
    write_published(data, THIRD, 1)
    assert published(data, "2026") == {"2026K3": 1}
    with pytest.raises(UsageError, match=r"2026K3 er udgivet\. Det kan ikke fortrydes"):
        undo(THIRD, data)
