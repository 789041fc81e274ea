"""Wherever a name is refused, the message asks for the one that was perhaps meant: one wrong name at each place, and its line."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from calling import call
from conftest import ROOT, make_library, seal
from extracts import HEAD, as_text, records, write_csv

PLAN, MAPPING, K2 = "data/2026/plan.yml", "data/2026/intake.yml", "data/2026/2026K2"
Edits = Mapping[str, Sequence[tuple[str, str]]]

# what is written wrongly in which file → lines of `check`, as they begin at the place and end
CHECKED: dict[str, tuple[Edits, list[tuple[str, str]]]] = {
    "keys and values of a plan": (
        {PLAN: [("title: Tilfredse lånere", "titel: Tilfredse lånere"), ("data_status: example", "data_status: exampel"), ("at_least", "at-least"), ("kind: share", "kind: shares")]},
        [
            ("2026/plan.yml:8 [data_status]: Ukendt værdi.", "Mente du »example«?"),
            ("2026/plan.yml:20 [pillars.0.titel]: Ukendt nøgle.", "Mente du »title«?"),
            ("2026/plan.yml:35 [pillars.0.goals.0.criteria.0.direction]: Ukendt værdi.", "Mente du »at_least«?"),
            ("2026/plan.yml:47 [pillars.0.goals.1.criteria.0.kind]: Ukendt slags kriterium.", "Mente du »share«?"),
        ],
    ),
    "units and goals of a plan": (
        {PLAN: [("[nord, oest, vest]", "[nord, øst, vest]"), ("[nord, oest]", "[nord, øst]")]},
        [
            ("2026/plan.yml:39 [pillars.0.goals.0.criteria.0.districts.1]: Enheden findes ikke i planens liste. 2 steder: linje 39, 54.", "Mente du »oest« (Østbiblioteket)?"),
        ],
    ),
    "what an amendment changes": (
        {PLAN: [("field: limit", "field: limits")]},
        [
            ("2026/plan.yml:101 [amendments.0.changes.0.field]: Feltet findes ikke her", "Mente du »limit«? Måles målet på noget andet end før, så lad det udgå med »drops«, og føj det nye til med »adds«."),
        ],
    ),
    "a mapping": (
        {MAPPING: [("  a.2:", "  A.2:"), ("left_out: [film]", "left_out: [flim]"), ("  oest: [Øst]", "  øst: [Øst]")]},
        [
            ("2026/intake.yml:9 [goals.A.2]: Målet findes ikke", "Mente du »a.2« (Fejl i afleveringer)?"),
            ("2026/intake.yml:13 [goals.A.2.types.left_out]: Typen er ikke blandt de kendte.", "Mente du »film«? Skriv den også under »known«."),
            ("2026/intake.yml:19 [spellings.øst]: Enheden findes ikke", "Mente du »oest« (Østbiblioteket)?"),
        ],
    ),
    "keys of a mapping": (
        {MAPPING: [("extract: svar", "extrakt: svar")]},
        [("2026/intake.yml:4 [goals.a.1.extrakt]: Ukendt nøgle.", "Mente du »extract«?")],
    ),
    "settings and contents": (
        {"_config.yml": [("title:", "titel:")], "_toc.yml": [("book/index", "book/indeks"), ("parts:", "part: []\nparts:")]},
        [
            ("_config.yml:3 [titel]: Ukendt nøgle.", "Mente du »title«?"),
            ("_toc.yml:2 [root]: Siden findes ikke.", "Mente du »book/index«? Læg den i mappen, eller ret navnet."),
            ("_toc.yml:3 [part]: Ukendt nøgle.", "Mente du »parts«?"),
        ],
    ),
    "readings": (
        {f"{K2}/series.csv": [(",oest,", ",øst,"), ("a.1,2026-05,nord", "A.1,2026-05,nord"), ("vest,", "Vestbib,")], f"{K2}/deliverables.csv": [("sal-2", "sal 2"), ("udlaanstal", "udlånstal")]},
        [
            (f"{K2[5:]}/deliverables.csv:2 [deliverable]: Leverancen hører ikke til mål b.1.", "Tilladt: sal-1 til sal-5. Mente du »sal-2« (Læsesal 2)?"),
            (f"{K2[5:]}/deliverables.csv:3 [deliverable]: Leverancen hører ikke til mål c.1.", "Mente du »udlaanstal« (Udlånstal offentliggjort)?"),
            (f"{K2[5:]}/series.csv:2 [district]: Enheden findes ikke i planens liste. 7 steder: linje 2, 4, 7, 10, 13 ….", "Mente du »oest« (Østbiblioteket)?"),
            (f"{K2[5:]}/series.csv:5 [district]: Enheden findes ikke i planens liste. 3 steder: linje 5, 8, 11.", "Mente du »vest« (Vestbiblioteket)?"),
            (f"{K2[5:]}/series.csv:6 [goal]: Målet findes ikke", "Mente du »a.1« (Tilfredshed)?"),
        ],
    ),
    "words of owners": (
        {f"{K2}/commentary.yml": [("comment:", "coment:"), ("c.1:", "C.1:")]},
        [(f"{K2[5:]}/commentary.yml:2 [a.1.coment]: Ukendt nøgle.", "Mente du »comment«?"), (f"{K2[5:]}/commentary.yml:4 [C.1]: Målet findes ikke.", "Mente du »c.1« (Udlånstal på nettet)?")],
    ),
    "columns of readings": (
        {f"{K2}/series.csv": [("goal,month", "Goal,month"), ("a.1,", "a.9,")]},
        [(f"{K2[5:]}/series.csv:1 [Goal]: Ukendt kolonne.", "Mente du »goal«? Slet kolonnen, eller ret dens navn.")],
    ),
    "a file of readings": (
        {f"{K2}/serie.csv": []},
        [(f"{K2[5:]}/serie.csv: Ukendt fil.", "Mente du »series.csv«? Flyt filen ud af mappen, eller ret dens navn.")],
    ),
}  # fmt: skip


def _edited(project: Path, edits: Edits) -> None:
    for name, pairs in edits.items():
        path = project / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    seal(project / K2)


@pytest.mark.parametrize("case", CHECKED)
def test_names_in_files_are_told_with_the_one_that_was_meant(case: str, tmp_path: Path) -> None:
    edits, expected = CHECKED[case]
    project = make_library(tmp_path)
    _edited(project, edits)
    told = call("check", "2026K2", cwd=project)
    assert told.returncode == 1
    *lines, number = told.stderr.replace("\u00a0", " ").splitlines()
    assert number == f"{len(expected)} fejl fundet.", told.stderr
    for line, (start, end) in zip(lines, expected, strict=True):
        assert line.startswith(start)
        assert line.endswith(end)


# a wrong call → what is asked
CALLS: dict[tuple[str, ...], str] = {
    ("chek",): "Kommandoen 'chek' findes ikke. Der er: init, ",
    ("biuld",): "Mente du »build«?",
    ("build", "--freshh"): "Tilvalget --freshh findes ikke. Mente du »--fresh«?",
    ("check", "--DATA_DIR", "data"): "Tilvalget --DATA_DIR findes ikke. Mente du »--data-dir«?",
    ("completion", "zhs"): "Værdien for skallen kan ikke bruges. Der er: bash, zsh, fish, powershell, pwsh. Mente du »zsh«?",
    ("init", "ny", "--example", "Hospitl"): "Eksemplet findes ikke. Der er: hospital, professionshoejskole, styrelse. Mente du »hospital«?",
    ("build", "2026K7"): "'2026K7' er ikke en periode som 2024K1. Der er: 2026K1, 2026K2, 2026K3.",
    ("build", "biblioteket/2026K1"): "Der er ingen plan i mappen data/biblioteket. Der er: ingen.",
    ("approve", "2026K2", "--role", "biblotekar", "--by", "Ida Øst"): "Der er: bibliotekar. Mente du »bibliotekar«?",
    ("annual", "2025"): "Der er ingen plan med indberetninger for 2025. Der er: 2026.",
    ("verify", "boog"): "boog: Mappen findes ikke. Mente du »book«?",
    ("verify", "nix/site"): "nix/site: Mappen findes ikke. Mappen nix findes heller ikke.",
    ("check", "--data-dir", "dtaa"): "dtaa: Mappen findes ikke. Mente du »data«? Kør kommandoen i projektets mappe",
    ("scaffold", "data/2026/plan.yaml"): "Planen findes ikke, eller den er ikke en fil. Mente du »plan.yml«?",
    ("intake", "2026K3", "intake.yml", "--goal", "a.9"): "--goal a.9: Målet findes ikke, eller det har ingen talserie. Tilladt: a.1 (Tilfredshed), a.2 (Fejl i afleveringer).",
    ("intake", "2026K3", "data/2026/intak.yml"): "data/2026/intak.yml: Filen findes ikke. Mente du »intake.yml«?",
    ("intake", "2026K3", "x.csv", "--reason", "c1: andre tal"): "--reason c1: Målet findes ikke. Tilladt: a.1 (Tilfredshed), a.2 (Fejl i afleveringer), b.1 (Tre læsesale), c.1 (Udlånstal på nettet). Mente du »c.1« (Udlånstal på nettet)?",
    ("enter", "2026K3", "--goal", "tilfredsheden", "--source", "brev"): "--goal: Målet findes ikke. Fundet: 'tilfredsheden'. Tilladt: a.1 (Tilfredshed), a.2 (Fejl i afleveringer), b.1 (Tre læsesale), c.1 (Udlånstal på nettet). Mente du »a.1« (Tilfredshed)?",
}  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented project with its third quarter open; no test here changes it."""
    project = make_library(tmp_path_factory.mktemp("advice"))
    assert call("new-quarter", "2026K3", cwd=project).returncode == 0
    return project


@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_names_of_a_call_are_told_with_the_one_that_was_meant(arguments: tuple[str, ...], project: Path) -> None:
    told = call(*arguments, cwd=project)
    assert told.returncode in (1, 2)
    assert CALLS[arguments] in " ".join(told.stderr.replace("\u00a0", " ").split())


ROWS = as_text(records(24))
# an extract → what is asked of it; each of its names is wrong in every row
EXTRACTS: dict[str, tuple[Sequence[str], list[list[str]], list[str]]] = {
    "afleveringer-1.csv": (
        ["nr", "afdelng", "slag", "forfald", "rettet dato", "låner"], ROWS,
        ["[afdeling]: Kolonnen mangler. Fundet: '6 kolonner'. Tilladt: afdeling. Mente du »afdelng«?", "[frist]: Kolonnen mangler. Fundet: '6 kolonner'. Tilladt: frist. Ret", "[rettet]: Kolonnen mangler. Fundet: '6 kolonner'. Tilladt: rettet. Mente du »rettet dato«?", "[slags]: Kolonnen mangler. Fundet: '6 kolonner'. Tilladt: slags. Mente du »slag«?"],
    ),
    "afleveringer-2.csv": (
        HEAD, [[row[0], "Nrod", *row[2:]] for row in ROWS],
        ["afleveringer-2.csv:2 [afdeling]: Enheden er ukendt. 21 rækker: linje 2, 3, 4, 5, 6 …. Fundet: 'tekst'. Tilladt: nord, oest. Mente du »Nord«?"],
    ),
    "afleveringer-3.csv": (
        HEAD, [[*row[:2], "bogg", *row[3:]] for row in ROWS],
        ["afleveringer-3.csv:2 [slags]: Typen er ukendt. 24 rækker: linje 2, 3, 4, 5, 6 …. Fundet: 'tekst'. Tilladt: bog, film. Mente du »bog«?"],
    ),
    "afleveringer-4.csv": (
        HEAD, [[*row[:3], "46204", *row[4:]] for row in ROWS],
        ["afleveringer-4.csv:2 [frist]: Datoen kan ikke læses. 21 rækker: linje 2, 3, 4, 5, 6 …. Fundet: '99999'. Tilladt: en dato som 31-12-2024 eller 2024-12-31, evt. med klokkeslæt. Fem cifre er regnearkets antal dage"],
    ),
    "afleverniger.csv": (HEAD, ROWS, ["afleverniger.csv: Det kan ikke ses, hvilket mål kilden hører til. Fundet: 'afleverniger'. Tilladt: svar (mål a.1), afleveringer (mål a.2). Mente du »afleveringer« (mål a.2)?"]),
}  # fmt: skip


@pytest.mark.parametrize("name", EXTRACTS)
def test_names_in_extracts_are_told_once_with_the_one_that_was_meant(name: str, project: Path, tmp_path: Path) -> None:
    head, rows, expected = EXTRACTS[name]
    path = write_csv(tmp_path / name, rows, head=head)
    told = call("intake", "2026K3", path, "--extracted", "2026-10-06", "--errors", tmp_path / "fejl", cwd=project)
    *lines, number = told.stderr.replace("\u00a0", " ").splitlines()
    assert number == f"{len(expected)} fejl fundet.", told.stderr
    for line, words in zip(lines, expected, strict=True):
        assert words in line


@pytest.mark.parametrize(("name", "head", "unit"), [
    ("Afleveringer-2026K3.csv", ["Nr", "AFDELING", "Slags", "frist ", "Rettet", "Låner"], "Nord"),
    ("afleveringer.csv", HEAD, "NORDBIBLIOTEKET"),
    ("AFLEVERINGER.csv", HEAD, "Oestbiblioteket"),
])  # fmt: skip
def test_capitals_and_danish_letters_make_no_difference(
    name: str, head: Sequence[str], unit: str, project: Path, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / name, [[row[0], unit, *row[2:]] for row in ROWS], head=head)
    told = call("intake", "2026K3", path, "--extracted", "2026-10-06", "--errors", tmp_path / "fejl", "--dry-run", cwd=project)  # fmt: skip
    assert f"Mål a.2, {name}: 24 rækker læst, 21 beholdt, 3 udeladt, 0 afvist." in told.stdout.replace("\u00a0", " ")
    revised = [line for line in told.stderr.splitlines() if "ingen grund er givet" in line]
    assert len(revised) == 1  # one cause, however many figures it is of
    assert "tal til i målet" in revised[0]


# problems whose words, allowed or advice are made elsewhere, or that are told of a whole site with one advice for all of them
_TOLD_ELSEWHERE = (
    "audit/",
    "editions/",
    "book/block_rules",
    "book/complaints",
    "book/manuscript",
    "book/notebooks",
    "book/preview/",
    "book/founding/asked",
)


def _bare(module: str, tree: ast.Module) -> Iterator[str]:
    """The messages of a module's problems that say neither what was allowed nor what to do."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Problem", "document.problem", "refusal"):
            keys = {keyword.arg for keyword in node.keywords}
            literal = isinstance(node.args[1], ast.Constant | ast.JoinedStr) if len(node.args) > 1 else False
            if literal and len(node.args) < 4 and not keys & {"allowed", "hint", None}:
                yield f"{module}: {ast.unparse(node.args[1])}"


def test_a_problem_says_what_was_allowed_or_what_to_do() -> None:
    bare = [
        told
        for path in sorted((ROOT / "kvartalsbog").rglob("*.py"))
        if not (module := path.relative_to(ROOT / "kvartalsbog").as_posix()).startswith(_TOLD_ELSEWHERE)
        for told in _bare(module, ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert bare == []
