"""What readers see is asked of a language: every sentence is marked, none is glued of bare words, and a catalogue fits."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import architecture
import pytest
from babel import Locale
from babel.messages.frontend import CommandLineInterface
from conftest import LIBRARY, ROOT

from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.kinds.units import Unit
from kvartalsbog.periods import Month, Quarter
from kvartalsbog.plan.publication import Release
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words import descriptions, goals, kinds, sentences, statuses
from kvartalsbog.words.language import DANISH, FOLDER, Key, Language, read_language
from kvartalsbog.words.numbers import amount, enumeration, long_date, months_words, number, plural

# The modules whose sentences are asked of a language. The list only grows.
DONE = ("dated", "descriptions", "goals", "kind_words", "kinds", "numbers", "sentences", "series", "statuses", "units")  # fmt: skip
MARKERS = {"say", "say_n", "word", "message", "messages"}
CODES = {"better", "mixed", "worse", "waiting", "missing", "utf-8"}  # of blocks and files, not of readers
LETTERS = re.compile(r"[^\W\d_]{2,}")
EXTRACT = "pybabel -q extract --no-default-keywords -k say -k say_n:1,2 -k word:1c,2 -k message -k messages:1,2 --omit-header --no-location --sort-output"  # fmt: skip


def unmarked(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each literal with words that no call marks: not docstrings, keys, codes that are compared, or those
    whose line says that they are not translated.
    """
    tree, lines = ast.parse(source), source.splitlines()
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _has_words(node.value, parents[node]):
            excused = node.value in CODES or "# not translated" in lines[(node.end_lineno or node.lineno) - 1]
            if not excused and not _is_no_sentence(node, parents):
                yield node.lineno, node.value


def _has_words(text: str, parent: ast.AST) -> bool:
    """A letter by itself is a word only in a sentence that is glued: `i`, `å`."""
    return bool((re.compile(r"[^\W\d_]") if isinstance(parent, ast.JoinedStr) else LETTERS).search(text))


def _is_no_sentence(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    parent = parents[node]
    if isinstance(parent, ast.Call):
        called = parent.func.attr if isinstance(parent.func, ast.Attribute) else getattr(parent.func, "id", "")
        return called in MARKERS and node in parent.args
    if isinstance(parent, ast.Dict):
        return node in parent.keys
    return isinstance(parent, ast.Expr | ast.Subscript | ast.Compare)


@pytest.mark.parametrize("name", DONE)
def test_every_sentence_of_a_finished_module_is_marked(name: str) -> None:
    source = (architecture.PACKAGE / "words" / f"{name}.py").read_text(encoding="utf-8")
    assert list(unmarked(source)) == []


@pytest.mark.parametrize(
    "line",
    [
        'x = "Målet er nået."',
        'x = f"i {day}"',
        'x = say(f"nået {day}")',
        'x = a if b else "højst"',
        'x = closed("kravet")',
    ],
)
def test_an_unmarked_sentence_is_found(line: str) -> None:
    assert list(unmarked(line))


@pytest.mark.parametrize("line", ['say("Målet er nået.")', 'd["limit"]', 'x == "at_most"', 'x = "da"  # not translated: a code', '"""Doc."""'])  # fmt: skip
def test_what_no_reader_sees_is_let_pass(line: str) -> None:
    assert list(unmarked(line)) == []


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
    report = load(Quarter.parse(quarter), folder / "data")
    return report, find(report)


def told(report: Report, findings: Findings, language: Language) -> Iterator[str]:
    """Everything that `words` says of a quarter."""
    months = report.quarter.year_to_date
    yield descriptions.describe_points(findings.result, language)
    for goal in findings.result.goals:
        yield sentences.goal_sentence(goal, months, language)
        yield sentences.pro_rata_sentence(goal, language)
        yield descriptions.describe_timeline(goal, language)
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
            yield sentences.missing_sentence(criterion, language)
            if criterion.outlook:
                yield statuses.outlook_status(criterion.outlook, language).word
    yield from (statuses.verdict_meaning(verdict, language) for verdict in Verdict)
    yield from statuses.data_status(report.plan.data_status, language)
    yield from (
        word
        for release in (Release(), Release(version=2, approved=True))
        for word in statuses.release_words(release, language)
    )


def _plans_own(report: Report) -> set[str]:
    words = set(BLANK.locale.months["format"]["wide"].values()) | set(BLANK.locale.months["format"]["abbreviated"].values()) | {"and"}  # fmt: skip
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
    assert long_date(Quarter(2024, 4).last_day, english).replace("\u00a0", " ") == "December 31, 2024"
    assert enumeration(["a", "b", "c"], english) == "a, b, and c"
    assert months_words([Month(2024, 1), Month(2024, 2)], english).replace("\u00a0", " ") == "January–February 2024"


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


def test_every_shipped_catalogue_fits() -> None:
    wanted = read_keys(FOLDER / "kvartalsbog.pot")
    for path in FOLDER.glob("*.po"):
        assert wanted <= set(read_language(path).catalogue), path.name
    assert ("", "Målet giver {points} for det, der er opfyldt.") in wanted


def read_keys(path: Path) -> set[Key]:
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with path.open("rb") as file:
        return {(m.context or "", m.id[0] if isinstance(m.id, tuple) else m.id) for m in read_po(file) if m.id}


def test_the_catalogues_template_is_what_the_modules_say(tmp_path: Path) -> None:
    made = tmp_path / "kvartalsbog.pot"
    CommandLineInterface().run([*EXTRACT.split(), "-o", str(made), str(architecture.PACKAGE)])
    assert made.read_text(encoding="utf-8") == (FOLDER / "kvartalsbog.pot").read_text(encoding="utf-8"), (
        "make catalogue"
    )
    assert EXTRACT.partition(" ")[2] in (ROOT / "Makefile").read_text(encoding="utf-8")
