"""The plan's own files on the desk: changed only as they were seen, refused where they are wrong, and brought back by undoing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from desk_running import Answer, Running, at_open_period

from kvartalsbog.desk import errands

K3 = "/periode/2026K3/"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    with at_open_period(tmp_path, K3) as one:
        yield one


def plan(desk: Running) -> Path:
    return desk.desk.data_dir / "2026/plan.yml"


def look(desk: Running, name: str, text: str, period: str = K3) -> Answer:
    seen = desk.ask(f"{period}filer?fil={name}").hidden("set")
    return desk.post(f"{period}filer?fil={name}", set=seen, tekst=text, igen="ja")


def keep(desk: Running, name: str, text: str, seen: Answer, period: str = K3) -> Answer:
    return desk.post(f"{period}filer?fil={name}", set=seen.hidden("set"), vist=seen.hidden("vist"), tekst=text)


def test_a_changed_plan_is_shown_kept_as_it_was_seen_and_undone(desk: Running) -> None:
    path = plan(desk)
    before = path.read_text(encoding="utf-8")
    text = before.replace("title: Tre læsesale", "title: To læsesale")
    seen = look(desk, "plan.yml", text)
    assert "- title: Tre læsesale + title: To læsesale" in seen.words
    assert path.read_text(encoding="utf-8") == before
    other = keep(desk, "plan.yml", text.replace("To læsesale", "Fem læsesale"), seen)  # another text than was shown
    assert "+ title: Fem læsesale" in other.words
    assert path.read_text(encoding="utf-8") == before
    assert "Filen er gemt." in keep(desk, "plan.yml", text, seen).words
    assert path.read_text(encoding="utf-8") == text
    mending = desk.ask(f"{K3}ret")
    assert "Det seneste skridt var rettelse på bordet" in mending.words
    assert "Det seneste skridt er fortrudt." in desk.post(f"{K3}ret", hvad="fortryd", trin=mending.hidden("trin")).words
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(("name", "was", "becomes", "words"), [
    ("plan.yml", "weight: 22.25", "weight: 22", "Målenes vægte"),
    ("plan.yml", "ministry: Byrådet i Lille By", "ministri: Byrådet", "ministri"),
    ("plan.yml", "title: Resultatkontrakt", "title: [Resultatkontrakt", "YAML"),
    ("intake.yml", "extract: svar", "extrakt: svar", "extrakt"),
])  # fmt: skip
def test_a_text_that_cannot_be_is_refused_with_its_line_and_stays_on_the_page(
    desk: Running, name: str, was: str, becomes: str, words: str
) -> None:
    path = plan(desk).with_name(name)
    before = path.read_text(encoding="utf-8")
    assert was in before
    refused = look(desk, name, before.replace(was, becomes, 1))
    assert (refused.status, words in refused.words, "linje" in refused.words) == (422, True, True)
    assert becomes in refused.words  # still typed
    assert refused.hidden("vist") == ""
    assert keep(desk, name, before.replace(was, becomes, 1), refused).status == 422
    assert path.read_text(encoding="utf-8") == before


def test_what_the_change_asks_of_other_files_is_told_and_keeps_it_from_nothing(desk: Running) -> None:
    text = plan(desk).read_text(encoding="utf-8").replace("deliverable: udlaanstal", "deliverable: udlaan")
    seen = look(desk, "plan.yml", text)
    assert seen.status == 200
    assert "Når den er gemt, skal dette også bringes i orden" in seen.words
    assert "deliverables.csv" in seen.words
    assert "Filen er gemt." in keep(desk, "plan.yml", text, seen).words


def test_the_year_before_is_told_as_a_changed_plan_of_the_new_year_measures_it(desk: Running) -> None:
    k4, k1 = "/periode/2026K4/", "/periode/2027K1/"
    desk.post(f"{k4}aabn")
    figure = {"maal": "a.2", "maaned": "2026-10", "enhed": "oest", "antal": "900", "sum": "20", "kilde": "Mail"}
    seen = desk.ask(f"{k4}tal?{urlencode(figure)}")
    assert "Svarene er skrevet." in desk.post(f"{k4}tal", **figure, set=seen.hidden("set")).words
    assert "Perioden er åbnet." in desk.post(f"{k1}aabn").words
    year = desk.desk.data_dir / "2027"
    before = {path.relative_to(year): path.read_bytes() for path in year.rglob("*") if path.is_file()}
    assert b"a.2,2026-10,oest,900,20" in before[Path("2026K4/series.csv")]
    text = (year / "plan.yml").read_text(encoding="utf-8")
    assert "districts: [nord, oest]" in text
    text = text.replace("districts: [nord, oest]", "districts: [nord]")  # a unit is closed
    found = look(desk, "plan.yml", text, k1)
    assert (found.status, "series.csv" in found.words) == (200, False)
    assert "Filen er gemt." in keep(desk, "plan.yml", text, found, k1).words
    series = (year / "2026K4/series.csv").read_text(encoding="utf-8")
    assert ("a.2,2026-05,nord" in series, "a.2,2026-10,oest" in series) == (True, False)
    page = desk.ask(f"{k1}ret")
    assert "data/2027/2026K4" in page.words  # both are one step
    desk.post(f"{k1}ret", hvad="fortryd", trin=page.hidden("trin"))
    assert before == {path.relative_to(year): path.read_bytes() for path in year.rglob("*") if path.is_file()}


def test_a_file_that_was_changed_outside_is_not_written_over(desk: Running) -> None:
    text = plan(desk).read_text(encoding="utf-8")
    seen = look(desk, "plan.yml", f"{text}# på bordet\n")
    plan(desk).write_text(f"{text}# udenfor\n", encoding="utf-8")
    refused = keep(desk, "plan.yml", f"{text}# på bordet\n", seen)
    assert (refused.status, "er ændret, siden du åbnede den" in refused.words) == (422, True)
    assert plan(desk).read_text(encoding="utf-8") == f"{text}# udenfor\n"


def test_a_plan_that_was_broken_outside_is_told_with_its_place(desk: Running) -> None:
    text = plan(desk).read_text(encoding="utf-8")
    plan(desk).write_text(f"{text}period: [2026-01, 2026-03\n", encoding="utf-8")
    for page in (
        "",
        "vurdering",
        "godkend",
        "udgiv",
        "tal",
        "ejere",
        "indtag",
        "breve",
        "filer?fil=plan.yml",
        "filer-ud",
    ):
        told = desk.ask(f"{K3}{page}")
        assert told.status in (200, 303, 422), page
        assert told.status == 303 or "plan.yml" in told.words, page
    assert "YAML" in look(desk, "plan.yml", f"{text}period: [2026-01\n").words
    seen = look(desk, "plan.yml", text)  # and it can be mended here
    assert "Filen er gemt." in keep(desk, "plan.yml", text, seen).words
    assert desk.ask(f"{K3}vurdering").status == 200


@pytest.mark.parametrize("name", ["../plan.yml", "source.json", "..", ".noegle", "/etc/passwd", "plan.yml/", "<b>"])
def test_no_other_file_is_shown_or_written(desk: Running, name: str) -> None:
    for answer in (desk.ask(f"{K3}filer?fil={name}"), desk.post(f"{K3}filer?fil={name}", tekst="x")):
        assert (answer.status, "Filen findes ikke her" in answer.words) == (422, True)


def test_a_period_s_own_file_is_kept_and_then_sealed_with_a_reason(desk: Running) -> None:
    path = desk.desk.data_dir / "2026/2026K3/commentary.yml"
    wrong = look(desk, "commentary.yml", "a.9:\n  comment: Nej.\n")
    assert (wrong.status, "a.9" in wrong.words) == (422, True)
    seen = look(desk, "commentary.yml", "a.1:\n  comment: Lånerne er glade.\n")
    assert "er ændret, siden den blev forseglet" in keep(desk, "commentary.yml", "a.1:\n  comment: Lånerne er glade.\n", seen).words  # fmt: skip
    assert path.read_text(encoding="utf-8") == "a.1:\n  comment: Lånerne er glade.\n"
    page = desk.ask(f"{K3}ret")
    assert "Rettelsen er forseglet" in desk.post(f"{K3}ret", hvad="forsegl", set=page.hidden("set"), grund="Telefon.").words  # fmt: skip


def test_a_new_pillar_asks_for_its_notebook_and_gets_it(desk: Running) -> None:
    (desk.desk.project / "notebooks/2026/pillar_c.ipynb").unlink()
    assert "mangler notesbøger" in desk.ask(K3).words
    assert "er skrevet" in desk.post(f"{K3}notesboeger").words
    assert "mangler notesbøger" not in desk.ask(K3).words
    refused = desk.post(f"{K3}notesboeger")
    assert (refused.status, "Ingen notesbøger mangler" in refused.words) == (422, True)
    own = desk.desk.project / "notebooks/2026/pillar_c.ipynb"
    written = own.read_bytes()
    own.write_bytes(written.replace(b"cell-01", b"cell-99"))
    assert desk.post(f"{K3}notesboeger", alle="ja").status == 200
    assert own.read_bytes() == written


def test_no_change_is_one_press_a_unit(desk: Running) -> None:
    page = desk.ask(f"{K3}ejere")
    assert page.text.count('name="uaendret"') == 3
    assert "Filerne ligger klar." in desk.post(f"{K3}svar?enhed=2", uaendret="ja").words
    waiting = desk.ask(f"{K3}ejere")
    assert waiting.text.count('name="uaendret"') == 2
    look_ = desk.ask(f"{K3}indtag")
    assert "Svarene er skrevet." in desk.post(f"{K3}indtag", set=look_.hidden("set"), afviste="0").words
    assert "c.1 Udlånstal på nettet Datakontoret delvis" in desk.ask(K3).words


def test_files_for_others_are_made_of_known_pages_and_own_templates_alone(desk: Running) -> None:
    page = desk.ask(f"{K3}filer-ud")
    assert {"Overblik", "Nye rum", "Nordbiblioteket"} <= {word for word in ("Overblik", "Nye rum", "Nordbiblioteket") if word in page.words}  # fmt: skip
    told = [page.words.index(words) for words in ("Overblik", "Nye rum", "Kort notat", "Nordbiblioteket", "Metode")]
    assert told == sorted(told)  # in the book's order, and what is written by hand after it
    for fields in ({"hvad": "export", "side": "--out"}, {"hvad": "annual"}, {"hvad": "rm"}, {}):
        assert desk.post(f"{K3}filer-ud", **fields).status == 422
    assert desk.ask(f"{K3}fil?navn=../data/2026/plan.yml").status == 422
    made = desk.desk.project / "_build/2026K3-filer/figurer/æ <b>.png"
    made.parent.mkdir(parents=True)
    made.write_bytes(b"PNG")
    shown = desk.ask(f"{K3}filer-ud")
    assert "<b>" not in shown.text
    sent = desk.ask(f"{K3}fil?navn=2026K3-filer/figurer/%C3%A6%20%3Cb%3E.png")
    assert (sent.content, "attachment" in sent.headers["content-disposition"]) == (b"PNG", True)


def test_a_template_of_one_s_own_is_laid_aside_and_named_to_the_command(
    desk: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(errands, "begin", lambda _, command, __: asked.append(command) or "0001")
    for name in ("skabelon.pdf", "skabelon", "skabelon.docm"):
        refused = desk.drop(f"{K3}filer-ud", {name: b"x"}, "skabelon", hvad="export")
        assert (refused.status, "dokument fra Word" in refused.words) == (422, True)
    assert asked == []
    desk.drop(f"{K3}filer-ud", {"../../Ministeriet.DOTX": b"PK"}, "skabelon", hvad="export", side="overview")
    (command,) = asked
    template = Path(command[command.index("--template") + 1])
    assert (command[:3], template.read_bytes()) == (["export", "2026K3", "overview"], b"PK")
    assert template.is_relative_to(desk.desk.inbox)
    assert "Der ligger ingen filer klar." in desk.ask(f"{K3}modtag").words  # it is nothing to be taken in
