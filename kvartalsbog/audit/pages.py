"""A version's pages as they were written: what their tables, sentences and alternative texts tell of withheld sums.

A table must not be sorted by what it hides, a row must not hold a number that is withheld, and no sentence may name a
withheld unit or month beside a number of cases. Drawings and PDF are not read: they are made from the same tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from kvartalsbog.audit.entries import Entry
from kvartalsbog.audit.files import Files
from kvartalsbog.audit.record import Kind, Name
from kvartalsbog.book.outputs import DATA, HTML
from kvartalsbog.periods import Month
from kvartalsbog.words.numbers import month_name

_BLOCKS = frozenset({"p", "li", "td", "th", "figcaption", "caption", "dd", "dt", "h1", "h2", "h3", "h4", "summary"})
_NUMBER = r"\d[\d.]*(?:,\d+)?"
_FEW = "ingen|én|ét|to|begge|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv"
_MEASURES = "dage|pct|procent|timer|minutter|point|kr|tilfælde|sag|høring|svar"  # of any plan; what it counts has its own word beside
_PLURAL = re.compile(r"(?<=\w{3})(?:er|e|r)$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])|(?<=;)\s+")
_SORTED_BY_CHANCE = 5  # so many rows or fewer may stand in the order of their values without having been sorted


@dataclass
class Table:
    """A table of a page: its id, and the text of its rows, heads first."""

    id: str
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Trace:
    """What a page tells: its file, the goal, the sum, and what is wrong in Danish."""

    file: str
    goal: str
    name: Name | None
    message: str


def traces(folder: Path, files: Files) -> Iterator[Trace]:
    """Everything that a version's pages tell of sums that its tables withhold."""
    goals = sorted({goal for goal, _ in files.entries})
    counted = _counted(files)
    labels = {"goal-" + goal.replace(".", "-"): goal for goal in goals}
    for goal in goals:
        yield from _sorted(f"{DATA.folder}/districts.csv", goal, _values(files, goal))
    for path in sorted((folder / HTML.folder).rglob("*.html")):
        page = _Page(labels)
        page.feed(path.read_text(encoding="utf-8", errors="replace"))
        page.close()
        file = path.relative_to(folder).as_posix()
        for goal, table in page.tables:
            yield from _table(file, goal, table, files)
        for goal, text in page.texts:
            yield from _text(file, goal, text, files, counted)


def _counted(files: Files) -> re.Pattern[str]:
    """A number of something that a goal of the plan measures or counts, whatever the plan calls it, or of a whole."""
    said = {word for row in files.criteria for key in ("counted", "unit") for word in (row.get(key) or "").split()}
    stems = sorted(re.escape(_PLURAL.sub("", word)) for word in said if len(word) > 2)
    words = "|".join((*stems, _MEASURES, rf"af (?:{_NUMBER}|{_FEW})\b"))
    return re.compile(rf"(?:{_NUMBER}|\b(?:{_FEW})\s)\s*(?:\S+\s)?(?:{words})", re.I)


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
        self._move(known.get("id") or "")
        if alt := known.get("alt") or known.get("aria-label"):
            self._tell(alt)
        if tag == "table":
            self._table = Table(known.get("id") or "")
            if self._goal is not None:
                self.tables.append((self._goal, self._table))
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


def _table(file: str, goal: str, table: Table, files: Files) -> Iterator[Trace]:
    """A goal's months or units: no digit in what is withheld."""
    if len(table.rows) < 2 or not table.id.endswith(("-months", "-districts", "-merged", "-since")):
        return
    heads, *rows = table.rows
    if table.id.endswith("-since"):
        yield from _since(file, goal, rows, files)
        return
    if table.id.endswith("-districts"):
        names = _unit_names(files, goal)
        for row in rows:
            entry = names.get(row[0])
            if entry is not None and entry.withheld and any(map(_has_number, row[1:])):
                yield Trace(file, goal, entry.name, "Tabellen viser et tal, der er holdt tilbage.")
        values = [(bool(e and e.withheld), _parsed(row[-1])) for row in rows for e in [names.get(row[0])]]
        yield from _sorted(file, goal, values)
        return
    if table.id.endswith("-merged"):
        yield from _merged(file, goal, rows, files)
        return
    own = [Month.parse(e.name.of) for e in _own(files, goal, Kind.MONTH)]
    months = {name: str(month) for month in own for name in (month_name(month), f"{month_name(month)} {month.year}")}
    for row in rows:
        for head, cell in list(zip(heads, row, strict=False))[1:]:
            name = _month_column(head, months.get(row[0].lower()))
            entry = files.entries.get((goal, name)) if name else None
            if entry is not None and entry.withheld and _has_number(cell):
                yield Trace(file, goal, entry.name, "Tabellen viser et tal, der er holdt tilbage.")


def _merged(file: str, goal: str, rows: Sequence[Sequence[str]], files: Files) -> Iterator[Trace]:
    """Units that others have gone into: after the name this year's cases and value, then those of the year before."""
    for row in rows:
        own = [
            e for e in _every(files, goal, Kind.MERGED) if files.units.get(e.name.units[0], e.name.units[0]) == row[0]
        ]
        newest_first = sorted(own, key=lambda e: e.name.of, reverse=True)
        for entry, cells in zip(newest_first, (row[1:3], row[3:5]), strict=False):
            if entry.withheld and any(map(_has_number, cells)):
                yield Trace(file, goal, entry.name, "Tabellen viser et tal, der er holdt tilbage.")


def _since(file: str, goal: str, rows: Sequence[Sequence[str]], files: Files) -> Iterator[Trace]:
    """What has changed since the year before: a unit that is not told in both years has no row of its own."""
    hidden = [
        e
        for kind in (Kind.UNIT, Kind.MERGED)
        for e in _every(files, goal, kind)
        if e.withheld and len(e.name.units) == 1
    ]
    for entry in hidden:
        name = files.units.get(entry.name.units[0], entry.name.units[0])
        if any(row[0] == name and any(map(_has_number, row[1:])) for row in rows):
            yield Trace(file, goal, entry.name, "Tabellen viser et tal, der er holdt tilbage.")


def _month_column(head: str, month: str | None) -> Name | None:
    if month is None:
        return None
    if head.startswith(("Året til dato", "Planperioden til dato")):
        return Name(Kind.TO_DATE, month)
    if head.startswith("Året før"):
        return Name(Kind.MONTH, str(Month.parse(month).year_before))
    return Name(Kind.MONTH, month)


def _text(file: str, goal: str, text: str, files: Files, counted: re.Pattern[str]) -> Iterator[Trace]:
    """Sentences that name a withheld unit, month or year to date beside a number of what the goal measures."""
    # of two units that may be meant, the one that is withheld
    units = sorted(_unit_names(files, goal).items(), key=lambda unit: unit[1].withheld)
    called = {name: entry for full, entry in units for name in _called(full, entry.name.of)}
    names = "|".join(map(re.escape, sorted(called, key=len, reverse=True)))
    for sentence in _SENTENCE.split(text):
        named = re.findall(rf"(?<!\w)({names})s?(?!\w)", sentence) if names and counted.search(sentence) else ()
        for entry in {called[name].name: called[name] for name in named}.values():
            if entry.withheld:
                yield Trace(
                    file, goal, entry.name, "En sætning nævner et tal ved siden af en enhed, der er holdt tilbage."
                )
        for entry in _own(files, goal, Kind.MONTH):
            month = Month.parse(entry.name.of)
            word = rf"{month_name(month)}(?:\s{month.year})?"
            if entry.withheld and re.search(
                rf"{_NUMBER}(?:\s\S+)?\si\s{word}\b(?!\s\d)|\b{word}\s*[:(]\s*{_NUMBER}", sentence, re.I
            ):
                yield Trace(file, goal, entry.name, "En sætning nævner et tal i en måned, der er holdt tilbage.")
        running = _own(files, goal, Kind.TO_DATE)
        last = max(running, key=lambda e: e.name.of) if running else None
        if (
            last is not None
            and last.withheld
            and re.search(rf"(?:[Åå]ret|[Pp]lanperioden) til dato er {_NUMBER}", sentence)
        ):
            yield Trace(file, goal, last.name, "En sætning nævner årets tal, der er holdt tilbage.")


def _sorted(file: str, goal: str, rows: Sequence[tuple[bool, float | None]]) -> Iterator[Trace]:
    """A table in the order of its values, with what is withheld in between, tells between which values that lies."""
    shown = [value for withheld, value in rows if not withheld and value is not None]
    places = [number for number, (withheld, _) in enumerate(rows) if withheld]
    inner = [place for place in places if any(not w for w, _ in rows[:place]) and any(not w for w, _ in rows[place:])]
    if len(shown) > _SORTED_BY_CHANCE and inner and len(set(shown)) > _SORTED_BY_CHANCE and shown in (sorted(shown), sorted(shown, reverse=True)):  # fmt: skip
        yield Trace(file, goal, None, "Rækkerne står i tallenes orden, og de tilbageholdte står imellem dem.")


def _values(files: Files, goal: str) -> list[tuple[bool, float | None]]:
    return [(e.withheld, float(e.value) if e.value is not None else None) for e in _own(files, goal, Kind.UNIT)]


def _own(files: Files, goal: str, kind: Kind) -> list[Entry]:
    """The entries of a goal in the order of the table; of months only those of the edition's own year."""
    every = _every(files, goal, kind)
    if kind is Kind.UNIT:
        return every
    own = [Month.parse(e.name.of) for (g, name), e in files.entries.items() if g == goal and name.kind is Kind.TO_DATE]
    begins = min(own, default=None)  # only the plan's own months have a sum to date
    return [e for e in every if begins is None or Month.parse(e.name.of) >= begins]


def _every(files: Files, goal: str, kind: Kind) -> list[Entry]:
    return [e for (g, name), e in files.entries.items() if g == goal and name.kind is kind]


def _unit_names(files: Files, goal: str) -> dict[str, Entry]:
    return {files.units.get(e.name.of, e.name.of): e for e in _own(files, goal, Kind.UNIT)}


def _called(name: str, id_: str) -> Iterator[str]:
    """What people call a unit: `Bornholms Politi`, `Bornholm`, and by its letters `NSK`."""
    yield name
    stem = name.rpartition(" ")[0].removesuffix("s")
    if len(stem) > 2:
        yield stem
    if len(id_) > 2:
        yield id_.upper()


def _has_number(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)


def _parsed(cell: str) -> float | None:
    number = re.search(_NUMBER, cell)
    return float(number[0].replace(".", "").replace(",", ".")) if number else None
