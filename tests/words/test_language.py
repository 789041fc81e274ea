"""What readers see is asked of a language: every sentence is marked, none is glued of bare words, and a catalogue fits."""

from __future__ import annotations

import ast
import html
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import architecture
import catalogue
import jinja2
import pytest
from babel import Locale
from conftest import LIBRARY, ROOT
from jinja2.nodes import TemplateData
from matplotlib.figure import Figure
from matplotlib.text import Text
from pydantic import BaseModel
from python_calamine import CalamineWorkbook
from remembered import DRAWERS
from word_files import said

from kvartalsbog.book.export.workbook import Placed, tables_workbook
from kvartalsbog.content.blocks import Drawing
from kvartalsbog.content.blocks import Figure as BlockFigure
from kvartalsbog.content.blocks import Table as BlockTable
from kvartalsbog.content.blocks import Text as Words
from kvartalsbog.content.dialect import CASE, Nouns
from kvartalsbog.content.language import DANISH, FOLDER, Key, Language, read_language
from kvartalsbog.editions.comparison import from_json
from kvartalsbog.editions.front import site_files
from kvartalsbog.editions.manifest import NAME, parse
from kvartalsbog.editions.site import Site
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.kinds.units import Unit
from kvartalsbog.opendata.formats.delimited import FORMS
from kvartalsbog.opendata.formats.files import tables
from kvartalsbog.opendata.formats.front import front, remark
from kvartalsbog.opendata.formats.inventory import FILES, RESULTS
from kvartalsbog.pages.annual import TARGET_REPORTING, results_digest
from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.pages.canvas import LIGHT, Canvas
from kvartalsbog.pages.chapters import OverviewChapter, PillarChapter
from kvartalsbog.pages.goal_section import GoalSection
from kvartalsbog.pages.inserting import INSERTS, page_blocks
from kvartalsbog.pages.unit_page import UnitChapter
from kvartalsbog.periods import Calendar, FollowUp, Month, Noun, Period, quarter_of
from kvartalsbog.plan.background import retold
from kvartalsbog.plan.contents import UNIT_PARTS, goal_parts, unit_chapters
from kvartalsbog.plan.publication import Release
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.gathering import Gathered
from kvartalsbog.verdicts.narrowing import of_unit
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.word.document import About, document
from kvartalsbog.words import descriptions, goals, kinds, sentences, standings, statuses
from kvartalsbog.words.numbers import amount, enumeration, long_date, months_words, number, plural

# The rooms and modules that tell readers anything. What is told to those who make the book is Danish.
READERS = ("words", "word", "pages", "opendata", "content", "sphinxext", "verdicts", "book/outputs.py", "editions/front.py", "editions/feed.py", "editions/change_words.py", "editions/ways.py")  # fmt: skip
EXEMPT = {
    "content/dialect.py": "rules for Danish sentences, which are said before they are translated",
    "pages/frames.py": "what an analyst has written is recognised, and the analyst is told what is wrong",
    "pages/foreign.py": "an analyst is told what is wrong",
    "content/shown.py": "an analyst is told how what a cell shows is shown",
    "content/rules.py": "an analyst is told what is wrong",
    "opendata/formats/facts.py": "letters that become others in an address",
    "opendata/catalogue/vocabulary.py": "names that the EU gives its codes, told as Danish",
    "words/foreign.py": "Danish that what another program writes in English is made into",
    "sphinxext/spoken.py": "formulas read aloud: another language orders their words by rules of its own",
    "sphinxext/typst/structure.py": "the beginning of a formula read aloud",
}
CODES = {"better", "mixed", "worse", "waiting", "missing", "utf-8"}  # of blocks and files, not of readers
DAY = datetime(2026, 10, 9)
NOTHING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
LETTERS = re.compile(r"[^\W\d_]{2,}")
WORDS = frozenset((ROOT / "tests/danish_words.txt").read_text(encoding="utf-8").split())
_LIKE_A_SENTENCE = re.compile(r"[æøåÆØÅ]|[^\W\d_]{2,}[,.:;]? [^\W\d_]|^\W*[A-ZÆØÅ][a-zæøå]{2,}")


def unmarked(source: str, *, strictly: bool) -> Iterator[tuple[int, str]]:
    """Line and text of each literal with words that no call marks: not docstrings, messages of errors, keys, codes that are
    compared, or those whose line says that they are not translated. Unless `strictly` only what reads as Danish.
    """
    tree, lines = ast.parse(source), source.splitlines()
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            told = _has_words(node.value, parents[node]) if strictly else _is_danish(node.value)
            excused = node.value in CODES or "# not translated" in lines[(node.end_lineno or node.lineno) - 1]
            if told and not excused and not _is_no_sentence(node, parents):
                yield node.lineno, node.value


def _has_words(text: str, parent: ast.AST) -> bool:
    """A letter by itself is a word only in a sentence that is glued: `i`, `å`."""
    return bool((re.compile(r"[^\W\d_]") if isinstance(parent, ast.JoinedStr) else LETTERS).search(text))


def _is_danish(text: str) -> bool:
    known = [word.lower() in WORDS for word in LETTERS.findall(text)]
    return bool(_LIKE_A_SENTENCE.search(text)) and (bool(re.search("[æøåÆØÅ]", text)) or (bool(known) and all(known)))


def _is_no_sentence(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    parent = parents[node]
    if isinstance(parent, ast.Dict):
        return node in parent.keys
    if isinstance(parent, ast.Call) and catalogue.called(parent) in catalogue.CALLS:
        return node in parent.args
    if isinstance(parent, ast.Expr | ast.Subscript | ast.Compare):
        return True
    return any(isinstance(around, ast.Raise) or _is_fault(around) for around in _around(node, parents))


def _around(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while node in parents:
        node = parents[node]
        yield node


def _is_fault(node: ast.AST) -> bool:
    return isinstance(node, ast.Yield) or (
        isinstance(node, ast.Call) and catalogue.called(node).endswith(("Error", "Problem"))
    )


def modules() -> Iterator[Path]:
    for name in READERS:
        path = architecture.PACKAGE / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


MODULES = [path.relative_to(architecture.PACKAGE).as_posix() for path in modules()]


@pytest.mark.parametrize("name", sorted(set(MODULES) - set(EXEMPT)))
def test_every_sentence_of_a_module_is_marked(name: str) -> None:
    source = (architecture.PACKAGE / name).read_text(encoding="utf-8")
    assert list(unmarked(source, strictly=name.startswith("words/"))) == []


def test_what_is_exempt_needs_to_be() -> None:
    for name in EXEMPT:
        source = (architecture.PACKAGE / name).read_text(encoding="utf-8")
        assert list(unmarked(source, strictly=name.startswith("words/"))), name


TEMPLATES = [*sorted((architecture.PACKAGE / "sphinxext/theme").glob("*.html")), *sorted((architecture.PACKAGE / "editions/templates").glob("*.html"))]  # fmt: skip


def bare(template: str) -> list[str]:
    """The words of a page's template that it says of itself: between tags, and in attributes that are read aloud or shown."""
    nodes = jinja2.Environment().parse(template).find_all(TemplateData)
    text = "\0".join(node.data for node in nodes)
    shown = re.sub(r"<!--.*?-->|<[^>]*>", "\0", text, flags=re.S)
    return LETTERS.findall(shown) + re.findall(r"(?:aria-label|placeholder|alt|title)=\"([^\"\0]*[^\W\d_]{2})", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_nothing_by_itself(path: Path) -> None:
    assert bare(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "template", ["<p>Nyeste udgave</p>", '<nav aria-label="Indhold"></nav>', "<p>{{ say('a') }} og</p>"]
)
def test_a_word_of_a_template_would_be_found(template: str) -> None:
    assert bare(template)


SCRIPTS = sorted((architecture.PACKAGE / "sphinxext/theme/static").glob("*.js"))


def spoken(script: str) -> list[str]:
    """What a page's script says of itself: its texts of several words, or with a capital, that are no key to compare with."""
    code = re.sub(r"""(?m)(^|\s)//.*$|"use strict"|=== "[^"]*\"""", "", script)
    texts = re.findall(r"([\"'`])((?:(?!\1).)*)\1", code)
    return [
        text
        for _, text in texts
        if re.search(r"^[A-ZÆØÅ][a-zæøå]|[a-zæøå]{2} [a-zæøå]{2}|[a-zæøå]{2}[.:]$|[æøå].", text)
    ]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_says_what_its_page_gave_it(path: Path) -> None:
    assert spoken(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("line", ['x = "Lys visning";', "x = 'nyere udgave:';", 'say("Udgaver", y);', 'x = `${n} afsnit om »${words}«`;', 'x = a === "b" ? "Lys" : c;'])  # fmt: skip
def test_a_word_of_a_script_would_be_found(line: str) -> None:
    assert spoken(line)


@pytest.mark.parametrize(
    "line",
    [
        'x = "Målet er nået."',
        'x = f"nået {day}"',
        'x = say(f"nået {day}")',
        'x = a if b else "højst"',
        'x = closed("Kravet")',
        'Field("goal", say, kind, head="Måned")',
    ],
)
def test_an_unmarked_sentence_is_found(line: str) -> None:
    assert list(unmarked(line, strictly=False))


@pytest.mark.parametrize("line", ['say("Målet er nået.")', 'd["mål"]', 'x == "på"', 'x = "på"  # not translated: a code', '"""På."""', 'raise UsageError("Målet er nået.")', 'Field("goal", "Mål", kind, "Målets nummer.")'])  # fmt: skip
def test_what_no_reader_sees_is_let_pass(line: str) -> None:
    assert list(unmarked(line, strictly=False)) == []


class Blank(dict[Key, tuple[str, ...]]):
    """A catalogue of a language whose words have no letters: what has some was asked of no language."""

    def get(self, key: Key, default: object = None) -> tuple[str, ...]:  # type: ignore[override]
        return (
            "".join(
                part if part.startswith("{") else re.sub(r"\w", "¤", part)
                for part in re.split(r"(\{[a-z_]+\})", key[1])
            ),
        )


BLANK = Language(Locale("en"), Blank())


@pytest.fixture(scope="module", params=[(ROOT, "2024K1"), (ROOT, "2024K2"), (ROOT, "2024K3"), (ROOT, "2024K4"), (LIBRARY, "2026K2")], ids=str)  # fmt: skip
def reported(request: pytest.FixtureRequest) -> tuple[Report, Findings]:
    folder, quarter = request.param
    report = load(Period.parse(quarter), folder / "data")
    return report, find(report)


def told(report: Report, findings: Findings, language: Language) -> Iterator[str]:
    """Everything that `words` says of a quarter."""
    months = report.period.to_date
    yield standings.describe_standings(findings.result, language)
    yield standings.finding_sentence(findings.result.goals, language)
    for goal in findings.result.goals:
        yield sentences.goal_sentence(goal, months, language)
        yield sentences.pro_rata_sentence(goal, language)
        yield descriptions.describe_timeline(goal, months, (), language)
        yield goals.goal_reached(goal, language)
        yield goals.goal_asked(goal.goal, language)
        yield goals.goal_deadlines(goal.goal, language)
        yield statuses.status(goal.verdict, language).word
        if goal.goal.id in findings.series:
            yield descriptions.describe_series(goal.goal, findings.series[goal.goal.id], months, language)
        for criterion in goal.criteria:
            yield kinds.criterion_sentence(criterion, months, language)
            yield kinds.outlook_sentence(criterion, language)
            yield kinds.requirement(criterion.criterion, language)
            yield kinds.result_value(criterion, language)
            yield sentences.missing_sentence(criterion, report.plan, language)
            if criterion.outlook:
                yield statuses.outlook_status(criterion.outlook, language).word
    yield from (statuses.verdict_meaning(verdict, language) for verdict in Verdict)
    yield from statuses.data_status(report.plan.data_status, language)
    yield from (
        word
        for release in (Release(), Release(version=2, approved=True))
        for word in statuses.release_words(release, language)
    )


MONTHS = {*BLANK.locale.months["format"]["wide"].values(), *BLANK.locale.months["format"]["abbreviated"].values(), "quarter", "and", "or", "1st", "2nd", "3rd", "4th"}  # fmt: skip


def _plans_own(report: Report) -> set[str]:
    words = set(MONTHS) | {unit.name for unit in report.agreed.districts}
    for goal in report.agreed.with_every_goal().goals:
        words |= {goal.id, goal.title}
        for criterion in goal.criteria:
            done = getattr(criterion, "done", "")
            words |= {criterion.title, done, done[:1].upper() + done[1:], getattr(criterion, "counted", "")}
            words |= {criterion.asked.counted} if criterion.asked else set()
    return words - {""}


def test_no_word_is_said_that_was_not_asked_of_the_language(reported: tuple[Report, Findings]) -> None:
    report, findings = reported
    own = sorted(_plans_own(report), key=len, reverse=True)
    said = list(told(report, findings, BLANK))
    assert len(said) > 40
    for sentence in said:
        rest = sentence
        for words in own:
            rest = rest.replace(words, "")
        assert not LETTERS.search(rest), sentence


def _strings(value: object) -> Iterator[str]:
    """Every text within a value that the plan or an owner has given."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in _strings(part))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (text for part in value for text in _strings(part))
    elif isinstance(value, BaseModel):
        yield from _strings(value.model_dump())
    elif is_dataclass(value):
        yield from (text for part in fields(value) for text in _strings(getattr(value, part.name)))


SHOWN = {"text", "word", "caption", "alt", "title", "term", "value", "summary"}  # what readers meet of a block


def _read(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (str(part) for name, part in value.items() if name in SHOWN and isinstance(part, str))
        yield from (text for part in value.values() for text in _read(part))
    elif isinstance(value, list | tuple):
        yield from (text for part in value for text in _read(part))


def _left(texts: Iterable[str], own: Iterable[str]) -> list[str]:
    """The texts that have words which are neither the language's nor the plan's own."""
    known = sorted({" ".join(words.split()) for words in own if LETTERS.search(words)}, key=len, reverse=True)
    named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)")
    rests = {text: named.sub("", " ".join(text.split())) for text in texts}
    return [f"{text}: {rest}" for text, rest in rests.items() if LETTERS.search(rest)]


@pytest.fixture(scope="module", params=[(ROOT, "2024K3"), (LIBRARY, "2026K2")], ids=str)
def blank(request: pytest.FixtureRequest) -> tuple[Findings, set[str]]:
    """Findings that are told in the language without letters, and the words that are the plan's and its owners' own."""
    folder, quarter = request.param
    report = load(Period.parse(quarter), folder / "data")
    findings = find(report, BLANK)
    shown = [findings.agreed, findings.plan, findings.items, findings.comments, findings.accounts]
    own = {*_plans_own(report), *_strings(shown)}
    plan = findings.plan
    own |= set(
        _strings(
            [
                retold(told)
                for told in (*(p.text for p in plan.background), *(p.background for p in plan.pillars))
                if told
            ]
        )
    )
    own |= set(_strings(findings.revisions)) | {str(period) for period in (*findings.period.until_now, "data")}
    return findings, own | {words[:1].upper() + words[1:] for words in own}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of every chart that is made from now on; neither it nor any other figure is drawn."""
    texts: list[str] = []

    def read(paint: Callable[[Canvas], Figure]) -> Drawing:
        for narrow in (False, True):
            figure = paint(Canvas(LIGHT, narrow=narrow))
            figure.draw_without_rendering()
            texts.extend(text.get_text() for text in figure.findobj(Text))
        return undrawn

    undrawn = Drawing(light=NOTHING, dark=NOTHING, light_narrow=NOTHING, dark_narrow=NOTHING)
    for module in DRAWERS:
        monkeypatch.setattr(module, "draw", read)
    return texts


def test_a_book_and_its_charts_say_no_word_of_their_own(blank: tuple[Findings, set[str]], drawn: list[str]) -> None:
    findings, own = blank
    pillars = [PillarChapter(findings, pillar) for pillar in findings.plan.pillars]
    parts = [
        getattr(OverviewChapter(findings), part) for part in ("summary", "attention", "scorecard", "changes", "due")
    ]
    parts += [part for pillar in pillars for part in (pillar.summary, pillar.background)]
    goals = [(pillar.goal(goal.id), goal) for pillar in pillars for goal in pillar.pillar.goals]
    parts += [getattr(section, part) for section, goal in goals for part in goal_parts(goal)]
    units = [chapter.unit for chapter in unit_chapters(findings.plan) if chapter.unit is not None]
    parts += [getattr(UnitChapter(of_unit(findings, unit.id), unit), part) for unit in units for part in UNIT_PARTS]
    parts += [
        page_blocks(name, Gathered(findings, "")) for name in INSERTS if name not in ("open-data", "annual", "brief")
    ]
    parts += [page_blocks(f"brief {heading.label}", Gathered(findings, "")) for heading, _ in BRIEF.sections(findings)]
    parts += [
        page_blocks(f"annual {heading.label}", Gathered(findings, ""))
        for heading, _ in TARGET_REPORTING.sections(findings)
    ]
    said = [text for part in parts for text in _read(part.model_dump()["blocks"])]
    own = own | {RESULTS, results_digest(findings)}
    assert (len(said) > 400, len(drawn) > 50) == (True, True)
    begun = {" ".join(text.split()) for text in drawn}  # a chart has an item's first line where it has no room for more
    whole = [text for text in begun if not any(" ".join(words.split()).startswith(text) for words in own)]
    assert len(whole) > 20
    assert _left([*said, *whole], own) == []


def test_what_is_exported_says_no_word_of_its_own(blank: tuple[Findings, set[str]], drawn: list[str]) -> None:
    findings, own = blank
    goals = [GoalSection(findings, result) for result in findings.result.goals]
    blocks = [block for goal in goals for part in goal_parts(goal.result.goal) for block in getattr(goal, part).blocks]
    blocks += OverviewChapter(findings).scorecard.blocks
    tables = [block.table if isinstance(block, BlockFigure) else block for block in blocks]
    placed = tuple(Placed("", table) for table in tables if isinstance(table, BlockTable))
    book = CalamineWorkbook.from_filelike(io.BytesIO(tables_workbook(placed, "", "", findings.extracted, BLANK)))
    cells = [str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    word = said(document(About("", "", "", DAY, BLANK), blocks))
    paragraphs = [
        text for told in word for text in ([told] if isinstance(told, str) else (c for row in told for c in row))
    ]
    assert min(len(book.sheet_names), len(cells), len(paragraphs), len(drawn)) > 5
    assert _left([*book.sheet_names, *cells, *paragraphs], own) == []


def test_the_open_data_have_no_head_of_their_own(blank: tuple[Findings, set[str]]) -> None:
    findings, own = blank
    made = tables(findings)
    definitions = [table.definition for table in (*made, *front(made, findings))]
    words = [text for d in definitions for text in (d.sheet, d.title, d.meaning)]
    words += [text for d in definitions for c in d.fields for text in (c.head, c.meaning, c.prefix, *c.words.values())]
    assert len(words) > 300
    assert _left([*words, remark(findings)], own) == []
    page = _read(page_blocks("open-data", Gathered(findings, "")).model_dump()["blocks"])
    names = {*own, *FILES, "data.xlsx", "results.json", "catalog.jsonld", "catalog.ttl", "note", "withheld", "missing"}
    names |= {form.path(d) for d in definitions for form in FORMS} | {"-da.csv", "quarter", "data_status"}
    assert _left(page, names) == []


def test_the_front_of_a_site_says_no_word_of_its_own() -> None:
    root = ROOT / "tests/old_editions/format2"
    versions = tuple(parse((root / folder / NAME).read_bytes(), NAME) for folder in ("2026K2/v1", "2026K2/v2"))
    changes = {
        "2026K2/v2": from_json((root / "2026K2/v2/changes.json").read_bytes(), "changes.json", versions[0].format)
    }
    sizes = {f"{version.folder}/{name}": 1 for version in versions for name in version.outputs}
    made = site_files(Site(root, versions), changes, sizes, {}, BLANK)
    pages = {name: content.decode() for name, content in made.items() if name.endswith(".html")}
    own = {*_strings(versions), *versions[0].outputs, "SHA256SUMS", "changes.json", "manifest.json", *MONTHS}
    own |= {name.removeprefix("data/") for name in own} | {"editions.json", "catalog.jsonld", "catalog.ttl"}
    own |= {name for cell in changes["2026K2/v2"].cells for name in (*_strings(cell), cell.row.partition(" ")[2])}
    for name, page in pages.items():
        text = re.sub(r"<script.*?</script>|<!doctype html>", "", page, flags=re.S)
        assert _left(html.unescape(re.sub(r"<[^>]*>", "\0", text)).split("\0"), own) == [], name
    feed = ElementTree.fromstring(made["feed.xml"])
    told = [node.text or "" for node in feed.iter() if node.tag.endswith(("title", "summary"))]
    assert _left(told, own) == []


def test_a_bare_word_would_be_found() -> None:
    bare: Callable[[Language], str] = lambda language: f"højst {amount(2, Unit.DAYS, language=language)}"  # noqa: E731
    assert LETTERS.search(bare(BLANK))
    assert not LETTERS.search(amount(2, Unit.DAYS, language=BLANK))


def test_danish_says_its_keys() -> None:
    assert DANISH.say("Målet giver {points}.", points="2,5 point") == "Målet giver 2,5 point."
    assert [DANISH.say_n("{n} dag", "{n} dage", n, n=n) for n in (0, 1, 2)] == ["0 dage", "1 dag", "2 dage"]
    assert DANISH.say_n("dag", "dage", Decimal("1.5")) == "dage"  # not as CLDR has it: nobody writes 1,5 dag


ENGLISH = """
msgid "dag"
msgid_plural "dage"
msgstr[0] "day"
msgstr[1] "days"

msgid "enhed"
msgid_plural "enheder"
msgstr[0] "unit"
msgstr[1] "units"

msgid "højst {value}"
msgstr "at most {value}"

msgctxt "måned"
msgid "mål"
msgstr "goal"

msgid "{number}. tertial {year}"
msgstr "tertial {number} of {year}"

msgid "I dette tertial"
msgstr "In this tertial"

msgid "I dette kvartal"
msgstr "In this quarter"

msgid "Hver enhed"
msgstr "Each unit"
"""


@pytest.fixture
def english(tmp_path: Path) -> Language:
    path = tmp_path / "en.po"
    path.write_text(ENGLISH, encoding="utf-8")
    return read_language(path)


def test_a_catalogue_says_numbers_dates_and_plurals_in_its_own_way(english: Language) -> None:
    """The plural follows the number as it is shown: 1.0 days, but 1 day."""
    assert [amount(n, Unit.DAYS, language=english).replace("\u00a0", " ") for n in (0, 1, Decimal("176.25"))] == ["0 days", "1 day", "176.25 days"]  # fmt: skip
    assert amount(1, Unit.DAYS, 1, english).replace("\u00a0", " ") == "1.0 days"
    assert number(Decimal("1234.5"), language=english) == "1,234.5"
    assert plural(1, "enhed", "enheder", english).replace("\u00a0", " ") == "1 unit"
    assert english.say("højst {value}", value="180 days") == "at most 180 days"
    assert english.word("måned", "mål") == "goal"
    assert english.word("andet", "mål") == "mål"
    assert long_date(quarter_of(2024, 4).last_day, english).replace("\u00a0", " ") == "December 31, 2024"
    assert enumeration(["a", "b", "c"], english) == "a, b, and c"
    assert months_words([Month(2024, 1), Month(2024, 2)], english).replace("\u00a0", " ") == "January–February 2024"


@pytest.mark.parametrize(
    ("follow_up", "names", "called", "said"),
    [
        (FollowUp.QUARTERLY, None, "2nd quarter 2024", "In this quarter"),
        (FollowUp.TERTIAL, None, "tertial 2 of 2024", "In this tertial"),
        (FollowUp.MONTHLY, None, "February 2024", "I denne måned"),  # which this catalogue does not have
        (FollowUp.HALF_YEARLY, None, "2. halvår 2024", "I dette halvår"),
        (FollowUp.TERTIAL, "Runde {number}", "Runde 2", "In this tertial"),
    ],
)
def test_a_plan_that_has_other_periods_or_words_is_said_of_in_its_language(
    english: Language, follow_up: FollowUp, names: str | None, called: str, said: str
) -> None:
    usual = Calendar.of_year(2024)
    calendar = Calendar(usual.begins, usual.ends, follow_up, names)
    ward = Noun("kreds", "kredsen", "kredse", neuter=False)
    language = english.of(calendar, Nouns(ward, CASE))
    period = calendar.period(2)
    assert language.shown(period).replace("\u00a0", " ") == called
    assert language.say("I dette kvartal") == said
    assert language.say("Hver enhed") == "Each unit"
    assert language.say("Hver enheds mål") == "Hver kreds’ mål"


@pytest.mark.parametrize(
    "said", ["at most", "at most {val}", "at most {value} {value!r}", "at most {value.__class__}", "at most {}"]
)
def test_a_translation_with_other_places_is_refused(tmp_path: Path, said: str) -> None:
    path = tmp_path / "en.po"
    path.write_text(f'msgid "højst {{value}}"\nmsgstr "{said}"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="other places"):
        read_language(path)


def test_what_stands_in_a_place_is_only_shown(english: Language) -> None:
    assert english.say("højst {value}", value="{value}{0}%s") == "at most {value}{0}%s"


def test_every_shipped_catalogue_says_all_and_one_that_does_not_is_found(tmp_path: Path) -> None:
    lacking = tmp_path / "en.po"
    lacking.write_text('msgid "højst {value}"\nmsgstr "at most {value}"\n', encoding="utf-8")
    wanted = read_keys(FOLDER / "kvartalsbog.pot")
    catalogues = [*FOLDER.glob("*.po"), lacking]
    assert [path for path in catalogues if wanted - set(read_language(path).catalogue)] == [lacking]
    assert ("", "Målet giver {points} for det, der er opfyldt.") in wanted


def read_keys(path: Path) -> set[Key]:
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with path.open("rb") as file:
        return {(m.context or "", m.id[0] if isinstance(m.id, tuple) else m.id) for m in read_po(file) if m.id}


def test_the_catalogues_template_is_what_the_modules_say() -> None:
    assert catalogue.template() == catalogue.TEMPLATE.read_bytes(), "make catalogue"


def test_the_templates_keys_are_those_of_calls_and_declarations() -> None:
    source = 'say("a", b="c"); say_n("en", "to", n); word("på", "mål"); Field("x", "Hoved", K, "Betyder."); say(name)'
    keys = [("", "a"), ("", ("en", "to")), ("på", "mål"), ("", "Hoved"), ("", "Betyder.")]
    assert list(catalogue.said_in(source)) == keys
    assert list(catalogue.said_on("<p>{{ say('a', b=say(\"c\")) }}</p>")) == [("", "a"), ("", "c")]


@pytest.mark.parametrize(
    ("sentence", "told", "said"),
    [
        ("Målet giver {part}.", "34 pct.", "Målet giver 34 pct."),
        ("Det er {part}. Det andet følger.", "900 kr.", "Det er 900 kr. Det andet følger."),
        ("Spørg {part}.", "Å & Ø", "Spørg Å & Ø."),
        ("Grund: {part}.", "»Den er ny.«", "Grund: »Den er ny.«"),
        ("{part}, og så videre.", "34 pct.", "34 pct., og så videre."),
    ],
)
def test_a_sentence_has_one_full_stop_whatever_stands_in_its_last_place(sentence: str, told: str, said: str) -> None:
    words = DANISH.say_runs(sentence, part=told)
    assert DANISH.say(sentence, part=told) == DANISH.say_n(sentence, sentence, 2, part=told) == said
    assert "".join(run.text for run in words if isinstance(run, Words)) == said
