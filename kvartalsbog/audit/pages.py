"""A version's pages as they were written: what their tables, sentences and alternative texts tell of withheld sums.

A table must not be sorted by what it hides, a row must not hold a number that is withheld, and no sentence may name a
withheld unit or month beside a number of cases. Drawings and PDF are not read: they are made from the same tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

from kvartalsbog.audit.files import Files
from kvartalsbog.audit.page_tables import NUMBER, Table, Trace, own_entries, sorted_traces, table_traces, unit_names
from kvartalsbog.audit.record import Kind
from kvartalsbog.book.outputs import DATA, HTML
from kvartalsbog.periods import Month
from kvartalsbog.words.numbers import month_name

_BLOCKS = frozenset({"p", "li", "td", "th", "figcaption", "caption", "dd", "dt", "h1", "h2", "h3", "h4", "summary"})
_FEW = "ingen|én|ét|to|begge|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv"
_MEASURES = "dage|pct|procent|timer|minutter|point|kr|tilfælde|sag|høring|svar"  # of any plan; what it counts has its own word beside
_PLURAL = re.compile(r"(?<=\w{3})(?:er|e|r)$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])|(?<=;)\s+")


def traces(folder: Path, files: Files) -> Iterator[Trace]:
    """Everything that a version's pages tell of sums that its tables withhold."""
    goals = sorted({goal for goal, _ in files.entries})
    counted = _counted(files)
    labels = {"goal-" + goal.replace(".", "-"): goal for goal in goals}
    for goal in goals:
        yield from sorted_traces(f"{DATA.folder}/districts.csv", goal, _values(files, goal))
    for path in sorted((folder / HTML.folder).rglob("*.html")):
        page = _Page(labels)
        page.feed(path.read_text(encoding="utf-8", errors="replace"))
        page.close()
        file = path.relative_to(folder).as_posix()
        for goal, table in page.tables:
            yield from table_traces(file, goal, table, files)
        for goal, text in page.texts:
            yield from _text(file, goal, text, files, counted)


def _counted(files: Files) -> re.Pattern[str]:
    """A number of something that a goal of the plan measures or counts, whatever the plan calls it, or of a whole."""
    said = {word for row in files.criteria for key in ("counted", "unit") for word in (row.get(key) or "").split()}
    stems = sorted(re.escape(_PLURAL.sub("", word)) for word in said if len(word) > 2)
    words = "|".join((*stems, _MEASURES, rf"af (?:{NUMBER}|{_FEW})\b"))
    return re.compile(rf"(?:{NUMBER}|\b(?:{_FEW})\s)\s*(?:\S+\s)?(?:{words})", re.I)


class _Page(HTMLParser):
    """Tables and texts of a page, each with the goal that was named last before it."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self._labels = sorted(labels.items(), key=lambda item: -len(item[0]))
        self._goal: str | None = None
        self._text: list[str] = []
        self._table: Table | None = None
        self.tables: list[tuple[str, Table]] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if id_ := known.get("id"):
            self._move(id_)
        if alt := known.get("alt") or known.get("aria-label"):
            self._tell(alt)
        if tag == "table":
            self._table = Table(known.get("id") or "")
            self.tables.append((self._goal or "", self._table))
        elif tag == "tr" and self._table is not None:
            self._table.rows.append([])
        elif tag in _BLOCKS:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._table is not None and self._table.rows:
            cell = " ".join("".join(self._text).split())
            self._table.rows[-1].append(cell)
            self._tell(cell)
            self._text = []
        elif tag == "caption":
            self._tell("".join(self._text))
            self._text = []
        elif tag == "table":
            self._table = None
        elif tag in _BLOCKS:
            self._end()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def _move(self, id_: str) -> None:
        for label, goal in self._labels:
            if re.search(rf"(?:^|-){re.escape(label)}(?:-|$)", id_):
                self._goal = goal
                return

    def _end(self) -> None:
        if self._table is None:
            self._tell("".join(self._text))
            self._text = []

    def _tell(self, text: str) -> None:
        words = " ".join(text.split())
        if words and self._goal is not None:
            self.texts.append((self._goal, words))


def _text(file: str, goal: str, text: str, files: Files, counted: re.Pattern[str]) -> Iterator[Trace]:
    """Sentences that name a withheld unit, month or year to date beside a number of what the goal measures."""
    # of two units that may be meant, the one that is withheld
    units = sorted(unit_names(files, goal).items(), key=lambda unit: unit[1].withheld)
    called = {name: entry for full, entry in units for name in _called(full, entry.name.of)}
    names = "|".join(map(re.escape, sorted(called, key=len, reverse=True)))
    for sentence in _SENTENCE.split(text):
        named = re.findall(rf"(?<!\w)({names})s?(?!\w)", sentence) if names and counted.search(sentence) else ()
        for entry in {called[name].name: called[name] for name in named}.values():
            if entry.withheld:
                yield Trace(
                    file, goal, entry.name, "En sætning nævner et tal ved siden af en enhed, der er holdt tilbage."
                )
        for entry in own_entries(files, goal, Kind.MONTH):
            month = Month.parse(entry.name.of)
            word = rf"{month_name(month)}(?:\s{month.year})?"
            if entry.withheld and re.search(
                rf"{NUMBER}(?:\s\S+)?\si\s{word}\b(?!\s\d)|\b{word}\s*[:(]\s*{NUMBER}", sentence, re.I
            ):
                yield Trace(file, goal, entry.name, "En sætning nævner et tal i en måned, der er holdt tilbage.")
        running = own_entries(files, goal, Kind.TO_DATE)
        last = max(running, key=lambda e: e.name.of) if running else None
        if (
            last is not None
            and last.withheld
            and re.search(rf"(?:[Åå]ret|[Pp]lanperioden) til dato er {NUMBER}", sentence)
        ):
            yield Trace(file, goal, last.name, "En sætning nævner årets tal, der er holdt tilbage.")


def _values(files: Files, goal: str) -> list[tuple[bool, float | None]]:
    return [(e.withheld, float(e.value) if e.value is not None else None) for e in own_entries(files, goal, Kind.UNIT)]


def _called(name: str, id_: str) -> Iterator[str]:
    """What people call a unit: `Bornholms Politi`, `Bornholm`, and by its letters `NSK`."""
    yield name
    stem = name.rpartition(" ")[0].removesuffix("s")
    if len(stem) > 2:
        yield stem
    if len(id_) > 2:
        yield id_.upper()
