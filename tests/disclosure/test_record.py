"""What an edition shows is chosen once, written down, read again; where nothing is safe a person decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from calling import call
from conftest import make_library, seal
from small_series import plan_of

from kvartalsbog.disclosure.history import propose
from kvartalsbog.disclosure.publication import Key, Kind, Verdict
from kvartalsbog.disclosure.record import Record, read_records, to_bytes, write_record
from kvartalsbog.disclosure.settling import settle
from kvartalsbog.disclosure.values import verdicts_of
from kvartalsbog.errors import ProblemsError, UsageError
from kvartalsbog.inputs.fingerprints import input_files
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.kinds.measures import SeriesReading
from kvartalsbog.periods import Calendar, Month, Period, months_of, quarter_of
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings, Vintage
from kvartalsbog.verdicts.evaluation import Verdict as GoalVerdict
from kvartalsbog.verdicts.findings import Findings, find

K1, K2 = quarter_of(2026, 1), quarter_of(2026, 2)
RECORD = "disclosure/2026K1-1.csv"


@pytest.fixture
def data(library: Path) -> Path:
    return library / "data/2026"


def change(data: Path, quarter: str, old: str, new: str) -> None:
    """Another line in a quarter's series, whose file is sealed again."""
    path = data / quarter / "series.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    seal(data / quarter)


def approve(data: Path, quarter: Period, *, correction: bool = False) -> Path | None:
    """Write down what a quarter shows, as the command does."""
    report = load(quarter, data.parent)
    return settle(
        report.plan, report.readings, quarter, report.records, report.decisions, data.parent, correction=correction
    )


def told(call: Callable[[], object]) -> str:
    with pytest.raises(ProblemsError) as caught:
        call()
    return str(caught.value)


# -- the record --------------------------------------------------------------------------------------------------------


def test_an_approval_writes_down_what_is_shown_and_the_next_one_leaves_it(data: Path) -> None:
    path = approve(data, K1)
    assert path == data / RECORD
    content = path.read_bytes()
    lines = content.decode().splitlines()
    assert lines[:2] == ["goal,sum,month,unit,n,total,decision", "a.1,month,2026-01,,82,338.5,shown"]
    assert "a.1,unit,,vest,31,131,shown" in lines
    assert "a.1,cell,2026-01,vest,12,51,withheld" in lines
    assert approve(data, K1) is None
    assert path.read_bytes() == content


def test_a_record_is_read_as_it_was_written(data: Path) -> None:
    path = approve(data, K1)
    assert path is not None
    (record,) = read_records(data.parent, (Calendar.of_year(2026),))
    assert to_bytes(record) == path.read_bytes()
    with pytest.raises(FileExistsError):
        write_record(record, data.parent)
    assert sorted(p.name for p in (data / "disclosure").iterdir()) == [path.name]


def test_the_record_is_read_and_nothing_is_chosen_again(data: Path) -> None:
    """Whoever wrote that Westbiblioteket is withheld is obeyed, though nothing asks for it."""
    path = approve(data, K1)
    assert path is not None
    assert find(load(K1, data.parent)).series["a.1"].published.districts["vest"] is not None
    path.write_text(
        path.read_text(encoding="utf-8").replace("vest,31,131,shown", "vest,31,131,withheld"), encoding="utf-8"
    )
    findings = find(load(K1, data.parent))
    assert findings.series["a.1"].published.districts["vest"] is None
    later = find(load(K2, data.parent))  # a draft, chosen with what the first quarter withheld
    assert later.series["a.1"].published.districts["vest"] is None


def test_a_record_is_one_of_the_inputs_that_are_approved(data: Path, library: Path) -> None:
    approve(data, K1)
    approve(data, K2)
    assert "data/2026/disclosure/2026K1-1.csv" in input_files(load(K1, data.parent), library, data.parent)
    assert "data/2026/disclosure/2026K2-1.csv" not in input_files(load(K1, data.parent), library, data.parent)
    both = input_files(load(K2, data.parent), library, data.parent)
    assert {"data/2026/disclosure/2026K1-1.csv", "data/2026/disclosure/2026K2-1.csv"} <= both.keys()


def test_figures_that_changed_after_the_approval_are_refused_with_their_places(data: Path) -> None:
    approve(data, K1)
    change(data, "2026K1", "a.1,2026-02,nord,42,178", "a.1,2026-02,nord,49,205")
    words = told(lambda: find(load(K1, data.parent)))
    assert words.startswith("2026/disclosure/2026K1-1.csv: Tallene er andre end dem,")
    assert "mål a.1, 2026-02, Nordbiblioteket" in words
    assert "`kvartalsbog approve 2026K1 --correction`" in words
    assert not {"42", "49", "178", "205"} & set(words.replace(",", " ").replace(".", " ").split())
    assert told(lambda: approve(data, K1)) == words
    (data / RECORD).unlink()  # it was never published
    assert approve(data, K1) == data / RECORD


def test_a_correction_keeps_what_the_first_version_was_made_from(data: Path) -> None:
    first = approve(data, K1)
    assert first is not None
    content = first.read_bytes()
    approve(data, K2)
    change(data, "2026K1", "a.1,2026-02,nord,42,178", "a.1,2026-02,nord,49,205")
    assert approve(data, K1, correction=True) == data / "disclosure/2026K1-2.csv"
    assert first.read_bytes() == content
    assert "a.1,cell,2026-02,nord,49,205,withheld" in (data / "disclosure/2026K1-2.csv").read_text(encoding="utf-8")
    assert find(load(K1, data.parent)).series["a.1"].published.months[Month(2026, 2)] is not None
    # the second quarter stands as it was published; it must be corrected itself to show the new figure
    assert "2026/disclosure/2026K2-1.csv: Tallene er andre" in told(lambda: find(load(K2, data.parent)))
    assert approve(data, K2, correction=True) == data / "disclosure/2026K2-2.csv"


def test_nothing_is_corrected_that_was_not_approved(data: Path) -> None:
    with pytest.raises(UsageError, match="2026K1 er ikke godkendt før, og der er intet at rette"):
        approve(data, K1, correction=True)


def test_an_earlier_quarter_that_was_edited_is_refused_when_a_later_one_is_read(data: Path) -> None:
    """Two answers are added to February after the first quarter is out: the next quarter would show them."""
    approve(data, K1)
    change(data, "2026K1", "a.1,2026-02,nord,42,178", "a.1,2026-02,nord,44,186")
    words = told(lambda: load(K2, data.parent))
    assert words.startswith(
        "2026/2026K1/series.csv: Tallene er andre end dem, der blev godkendt: mål a.1, 2026-02, Nordbiblioteket."
    )
    change(data, "2026K1", "a.1,2026-02,nord,44,186\n", "")
    assert "mål a.1, 2026-02, Nordbiblioteket" in told(lambda: load(K2, data.parent))


WRONG = {
    "a.1,unit,,vest,31,131,shown": {
        "a.1,unit,,vest,32,131,shown": "Summen er ikke cellernes.",
        "a.1,unit,,vest,31,131,vist": "[decision]: Ukendt valg. Fundet: 'vist'. Tilladt: shown, withheld.",
        "a.1,enhed,,vest,31,131,shown": "[sum]: Ukendt slags sum. Fundet: 'enhed'.",
        "a.1,unit,,vest,3x,131,shown": "[n]: Antallet kan ikke læses.",
        "a.1,unit,,vest,31,-x,shown": "[total]: Summen kan ikke læses.",
    },
    "a.1,cell,2026-01,vest,12,51,withheld": {
        "a.1,cell,2026-13,vest,12,51,withheld": "[month]: Måneden kan ikke læses.",
        "a.1,cell,2026-01,vest,12,51,shown": "[decision]: Ukendt valg. Fundet: 'shown'. Tilladt: withheld.",
        "a.1,cell,2026-01,vest,13,51,withheld": "Summen er ikke cellernes.",
    },
}


@pytest.mark.parametrize(("old", "new"), [(old, new) for old, lines in WRONG.items() for new in lines])
def test_a_record_that_was_edited_is_refused(old: str, new: str, data: Path) -> None:
    path = approve(data, K1)
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    words = told(lambda: load(K1, data.parent))
    assert words.startswith("2026/disclosure/2026K1-1.csv:")
    assert WRONG[old][new] in words


def test_a_choice_that_is_lost_and_a_file_of_another_name_are_told_at_once(data: Path) -> None:
    approve(data, K1)
    (data / RECORD).rename(data / "disclosure/2026K1-2.csv")
    (data / "disclosure/kopi.csv").write_text("", encoding="utf-8")
    words = told(lambda: load(K1, data.parent))
    assert "2026/disclosure/2026K1-1.csv: Kvartalets tidligere valg mangler." in words
    assert (
        "2026/disclosure/kopi.csv: Filens navn er ikke et valgs. Fundet: 'kopi.csv'. Tilladt: fx 2026K1-1.csv." in words
    )


# -- a person decides --------------------------------------------------------------------------------------------------


def few(data: Path) -> None:
    """Two answers in the whole first quarter; the plan's threshold is 3."""
    path = data / "2026K1/series.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("a.1,")]
    path.write_text("\n".join([lines[0], "a.1,2026-01,nord,2,8", *lines[1:], ""]), encoding="utf-8")
    seal(data / "2026K1")


def decide(data: Path, *lines: str) -> None:
    (data / "disclosure").mkdir(exist_ok=True)
    (data / "disclosure/decisions.yml").write_text("\n".join(["decisions:", *lines, ""]), encoding="utf-8")


def test_a_value_that_must_be_withheld_stops_the_approval(data: Path) -> None:
    few(data)
    assert find(load(K1, data.parent)).result.goal("a.1").headline is not None  # the draft can be read
    words = told(lambda: approve(data, K1))
    assert words.startswith("2026/disclosure/decisions.yml: 2026K1, mål a.1: Målets egen værdi kan ikke vises")
    assert '- {quarter: 2026K1, goal: "a.1", decision: withhold, by: Navn, reason: Grunden}' in words
    assert not (data / RECORD).exists()


def test_a_person_lets_the_value_be_withheld_or_shown(data: Path) -> None:
    few(data)
    decide(data, '  - {quarter: 2026K1, goal: "a.1", decision: withhold, by: Ida Øst, reason: For få svar.}')
    assert approve(data, K1) == data / RECORD
    findings = find(load(K1, data.parent))
    headline = findings.result.goal("a.1").headline
    assert headline is not None
    assert (headline.value, headline.sums, headline.required_rest_of_year) == (None, None, None)
    assert findings.result.goal("a.1").outlook is None  # it would tell on which side of the limit the value lies
    (data / RECORD).unlink()
    decide(data, '  - {quarter: 2026K1, goal: "a.1", decision: show, by: Ida Øst, reason: Vi svarer for det.}')
    approve(data, K1)
    assert find(load(K1, data.parent)).result.goal("a.1").headline.value == 4  # type: ignore[union-attr]


def test_a_correction_of_few_cases_is_refused_with_its_places_until_a_person_decides(data: Path) -> None:
    approve(data, K1)
    approve(data, K2)
    change(data, "2026K1", "a.1,2026-02,nord,42,178", "a.1,2026-02,nord,44,186")
    words = told(lambda: approve(data, K1, correction=True))
    assert words.startswith("2026/disclosure/decisions.yml: 2026K1, mål a.1: Rettelsen flytter 2026-02; ")
    assert "året til og med 2026-03" in words
    assert "Nordbiblioteket; " in words
    assert "med færre end 3 tilfælde fra et tal, der er vist." in words
    assert "Indberet hellere tallet igen i næste kvartal" in words
    decide(data, '  - {quarter: 2026K1, goal: "a.1", decision: withhold, by: Ida Øst, reason: Fejlen var for stor.}')
    assert approve(data, K1, correction=True) == data / "disclosure/2026K1-2.csv"
    shown = find(load(K1, data.parent)).series["a.1"].published
    assert shown.months[Month(2026, 2)] is None
    assert shown.districts["nord"] is None
    assert shown.latest is None


DECISIONS = {
    '  - {quarter: 2026K1, goal: "a.1", decision: måske, by: Ida, reason: x}': "decisions.0.decision]",
    '  - {quarter: 2025K1, goal: "a.1", decision: show, by: Ida, reason: x}': "Kvartalet hører til en anden plan. Fundet: '2025K1'.",
    '  - {quarter: 2026K1, goal: "b.1", decision: show, by: Ida, reason: x}': "Målet findes ikke, eller det har ingen talserie. Fundet: 'b.1'. Tilladt: a.1, a.2.",
    '  - {quarter: 2026K1, goal: "a.1", decision: show, by: Ida}': "decisions.0.reason]: Nøglen mangler.",
}


@pytest.mark.parametrize("line", DECISIONS)
def test_a_decision_that_cannot_be_read_is_refused_with_its_place(line: str, data: Path) -> None:
    decide(data, line)
    words = told(lambda: load(K1, data.parent))
    assert words.startswith("2026/disclosure/decisions.yml:2")
    assert DECISIONS[line] in words


def test_two_decisions_about_the_same_are_refused(data: Path) -> None:
    line = '  - {quarter: 2026K1, goal: "a.1", decision: show, by: Ida, reason: x}'
    decide(data, line, line)
    assert "decisions.yml:3 [decisions.1]: Der står allerede en beslutning om målet" in told(
        lambda: load(K1, data.parent)
    )


def test_the_command_chooses_with_the_first_approval_and_tells_who_must_decide(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    data = project / "data/2026"
    arguments = ("approve", "2026K1", "--role", "bibliotekar", "--by", "Ida")
    assert call("approve", "2026K1", "--role", "nisse", "--by", "Ida", cwd=project).returncode == 2
    assert not (data / "disclosure").exists()
    few(data)
    refused = call(*arguments, cwd=project)
    assert refused.returncode == 1
    assert "decisions.yml: 2026K1, mål a.1: Målets egen værdi kan ikke vises" in refused.stderr
    assert not (data / "approvals").exists()
    decide(data, '  - {quarter: 2026K1, goal: "a.1", decision: withhold, by: Ida Øst, reason: For få svar.}')
    done = call(*arguments, cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert (data / RECORD).is_file()
    assert any(line.endswith("godkendt.") for line in done.stdout.splitlines())  # what follows is told after it
    assert call(*arguments, "--correction", cwd=project).returncode == 0  # the same figures: nothing to choose
    assert not (data / "disclosure/2026K1-2.csv").exists()


# -- over quarters and years -------------------------------------------------------------------------------------------


def vintage(quarter: Period, rows: dict[tuple[Month, str], tuple[int, int]]) -> Vintage:
    readings = tuple(SeriesReading("1", m, u, n, Decimal(total), quarter) for (m, u), (n, total) in rows.items())
    return Vintage(quarter, readings, (), {}, date(2027, 12, 1), {})


def report_of(plan: Plan, quarter: Period, readings: Readings, records: tuple[Record, ...] = ()) -> Report:
    return Report(quarter, plan, plan, readings.as_of(quarter), records)


def year_of(counts: tuple[int, ...], year: int) -> list[Vintage]:
    """Two units with half of each month's cases each; a case takes 10 days."""
    cells = {
        (month, unit): (half, 10 * half)
        for month, n in zip(months_of(year), counts, strict=True)
        for unit, half in (("a", n // 2), ("b", n - n // 2))
    }
    return [
        vintage(q, {c: v for c, v in cells.items() if c[0] in q.months})
        for q in (quarter_of(year, k) for k in (1, 2, 3, 4))
    ]


def test_next_years_year_before_is_chosen_with_this_years_records() -> None:
    counts = (136, 2, 150, 160, 155, 148, 90, 170, 166, 158, 149, 151)
    plan, readings = plan_of(("a", "b"), 2026, "1", 5), Readings(tuple(year_of(counts, 2026)))
    records: tuple[Record, ...] = ()
    for k in (1, 2, 3, 4):
        records = (*records, propose(plan, readings, quarter_of(2026, k), records, ()).record)
    hidden = {key for key, shown in records[-1].series["1"].decisions.items() if not shown and key.kind is Kind.MONTH}
    assert Key(Kind.MONTH, "2026-02") in hidden
    assert len(hidden) == 2
    before = {(r.month, r.district): (r.n, int(r.total)) for r in readings.series("1")}
    own = {(Month(2027, k), unit): (50 + k, 500) for k in (1, 2, 3) for unit in ("a", "b")}
    later = Readings((vintage(quarter_of(2026, 4), before), vintage(quarter_of(2027, 1), own)))
    plan27 = plan_of(("a", "b"), 2027, "1", 5)
    findings = find(report_of(plan27, quarter_of(2027, 1), later, records))
    withheld = {month for month, total in findings.series["1"].year_before.items() if total is None}
    assert {str(month) for month in withheld} == {key.name for key in hidden}
    alone = find(report_of(plan27, quarter_of(2027, 1), later))  # without the records it would choose another partner
    assert {month for month, total in alone.series["1"].year_before.items() if total is None} != withheld


def test_a_choice_for_last_year_knows_what_next_year_has_shown() -> None:
    counts = (136, 120, 150, 160, 155, 148, 90, 170, 166, 158, 149, 151)
    plan, readings = plan_of(("a", "b"), 2026, "1", 5), Readings(tuple(year_of(counts, 2026)))
    records: tuple[Record, ...] = (propose(plan, readings, quarter_of(2026, 4), (), ()).record,)
    before = {(r.month, r.district): (r.n, int(r.total)) for r in readings.series("1")}
    before[Month(2026, 5), "a"] = (before[Month(2026, 5), "a"][0] + 10, 870)
    next_year = propose(
        plan_of(("a", "b"), 2027, "1", 5),
        Readings((vintage(quarter_of(2026, 4), before),)),
        quarter_of(2027, 1),
        records,
        (),
    ).record
    assert next_year.series["1"].decisions[Key(Kind.MONTH, "2026-05")]
    corrected = dict(before)
    corrected[Month(2026, 5), "a"] = (before[Month(2026, 5), "a"][0] + 2, 890)  # two from what next year showed
    again = propose(
        plan, Readings((vintage(quarter_of(2026, 4), corrected),)), quarter_of(2026, 4), (*records, next_year), ()
    )
    assert Key(Kind.MONTH, "2026-05") in again.choices["1"][0].near
    assert again.record.number == 2


def small_year() -> tuple[Plan, Readings]:
    """Three units, a share of days; restated March in the second quarter."""
    first = {(Month(2026, m), u): (n, 10 * n) for m in (1, 2, 3) for u, n in (("a", 40), ("b", 50), ("c", 60))}
    second = {(Month(2026, m), u): (n, 10 * n) for m in (4, 5, 6) for u, n in (("a", 45), ("b", 55), ("c", 65))}
    second[Month(2026, 3), "a"] = (50, 520)
    return plan_of(("a", "b", "c"), 2026, "1", 5), Readings((vintage(K1, first), vintage(K2, second)))


def hidden_in(record: Record, *keys: Key) -> Record:
    series = record.series["1"]
    return replace(record, series={"1": replace(series, decisions={**series.decisions, **dict.fromkeys(keys, False)})})


def test_revisions_and_the_month_since_when_a_figure_stands_read_the_records() -> None:
    plan, readings = small_year()
    first = propose(plan, readings, K1, (), ()).record
    second = propose(plan, readings, K2, (first,), ()).record

    def seen(*records: Record) -> tuple[Findings, list[Month]]:
        findings = find(report_of(plan, K2, readings, records))
        return findings, [revised.month for revised in findings.revisions]

    findings, revised = seen(first, second)
    assert revised == [Month(2026, 3)]
    assert findings.series["1"].since[Month(2026, 1)] == K1
    march = Key(Kind.MONTH, "2026-03")
    assert seen(hidden_in(first, march), second)[1] == []
    assert seen(first, hidden_in(second, march))[1] == []
    hidden = hidden_in(first, Key(Kind.MONTH, "2026-01"))
    assert seen(hidden, second)[0].series["1"].since[Month(2026, 1)] == K2


def test_the_quarter_before_shows_what_it_showed() -> None:
    plan, readings = small_year()
    first = hidden_in(propose(plan, readings, K1, (), ()).record, Key(Kind.TO_DATE, "2026-03"))
    second = propose(plan, readings, K2, (first,), ()).record
    findings = find(report_of(plan, K2, readings, (first, second)))
    assert findings.previous is not None
    (before,), (now,) = findings.previous.result.goals, findings.result.goals
    assert (before.criteria[0].value, before.outlook) == (None, None)
    assert now.criteria[0].value is not None


def test_a_value_until_a_deadline_in_the_year_is_withheld_with_its_month() -> None:
    """The deadline is in March: in the second quarter the value is still January to March, and its verdict is told."""
    early, readings = plan_of(("a", "b", "c"), 2026, "1", 5, date(2026, 3, 31)), small_year()[1]
    first = propose(early, readings, K1, (), ()).record
    march = Key(Kind.TO_DATE, "2026-03")
    second = hidden_in(propose(early, readings, K2, (first,), ()).record, march)
    findings = find(report_of(early, K2, readings, (first, second)))
    assert findings.series["1"].published.latest is not None
    (result,) = findings.result.goals
    assert (result.verdict, result.criteria[0].value, result.criteria[0].sums) == (GoalVerdict.MET, None, None)
    # the verdict says of the cases until March that their total is at most 100 days for each
    told_ = verdicts_of(early.goal("1").measured, second.series["1"].view, K2)
    assert told_ == (Verdict(Key(Kind.TO_DATE, "2026-03"), Decimal(100), at_least=False),)
    assert second.series["1"].verdicts == told_


def test_a_record_tells_what_was_few_and_one_of_before_is_of_its_plan(data: Path) -> None:
    path = approve(data, K1)
    assert path is not None
    content = path.read_text(encoding="utf-8")
    line = ",threshold,,,3,0,withheld\n"
    assert content.endswith(line)
    plan = data / "plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("threshold: 3", "threshold: 7"), encoding="utf-8")
    for text, few in ((content, 3), (content.replace(line, ""), 7)):
        path.write_text(text, encoding="utf-8")
        (record,) = read_records(data.parent, (Calendar.of_year(2026),))
        assert record.threshold == few
    path.write_text(content.replace(",3,0,withheld", ",tre,0,withheld"), encoding="utf-8")
    assert "Antallet kan ikke læses." in told(lambda: read_records(data.parent, (Calendar.of_year(2026),)))
