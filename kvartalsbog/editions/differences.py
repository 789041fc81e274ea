"""What changed between two editions, in words: verdicts, outlooks, points, restated figures and the plan itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from kvartalsbog.editions.manifest import Manifest
from kvartalsbog.editions.site import Site
from kvartalsbog.kinds.dated import DONE
from kvartalsbog.kinds.registry import series_kind
from kvartalsbog.kinds.units import Unit
from kvartalsbog.opendata.formats.delimited import csv_files
from kvartalsbog.opendata.formats.earlier import CODES_SINCE, row_in_codes
from kvartalsbog.opendata.formats.files import tables
from kvartalsbog.periods import Month, Quarter
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.numbers import DASH, amount, enumeration, long_date, month_name, number
from kvartalsbog.words.statuses import OUTLOOKS, PLAN_FIELDS, VERDICTS

Row = Mapping[str, str]


@dataclass(frozen=True)
class Edition:
    """An edition's open data: table → its rows."""

    name: str
    tables: Mapping[str, tuple[Row, ...]]

    @property
    def year(self) -> str:
        """The year of the plan that the edition follows."""
        return str(Quarter.parse(self.tables["goals"][0]["quarter"]).year)

    def rows(self, table: str, *keys: str) -> dict[tuple[str, ...], Row]:
        return {tuple(row[key] for key in keys): row for row in self.tables.get(table, ())}


def edition_of(findings: Findings) -> Edition:
    """The open data of a quarter as it would be published now."""
    found = {table.definition.name: csv_files(table)[f"{table.definition.name}.csv"] for table in tables(findings)}
    return Edition(findings.quarter.label, {name: _rows(content) for name, content in found.items()})


def published_edition(site: Site, version: Manifest) -> Edition:
    """The open data of a published version."""
    folder = site.root / version.folder / "data"
    names = [Path(name).stem for name in version.outputs if name.startswith("data/") and name.endswith(".csv")]
    plain = [name for name in names if not name.endswith("-da")]
    label = f"{version.parsed_quarter.label}, version {version.version}"
    return Edition(label, {name: _rows((folder / f"{name}.csv").read_bytes(), version.format) for name in plain})


def differences(before: Edition, after: Edition) -> tuple[str, ...]:
    """Every difference as a sentence in Danish, in the order of goals; nothing when the editions say the same.

    Editions of two plan years have two plans: only months that both show, of goals that both measure alike, are compared.
    """
    if before.year != after.year:
        return tuple(_across_plans(before, after))
    parts: tuple[Callable[[Edition, Edition], Iterator[str]], ...] = (_standing, _points, _months, _items, _amendments)
    return tuple(sentence for part in parts for sentence in part(before, after))


def site_differences(before: Site, after: Site) -> tuple[str, ...]:
    """What one site has that the other has not, and how the editions that both have differ."""
    old = {version.folder: version for version in before.versions}
    new = {version.folder: version for version in after.versions}
    told = [f"{folder} er kun i {before.root}." for folder in sorted(old.keys() - new.keys())]
    for folder in sorted(new.keys() - old.keys()):
        version = new[folder]
        reason = f", rettelse: {version.correction}" if version.correction else ""
        told.append(f"{folder} er kun i {after.root} (udgivet {long_date(version.published.date())}{reason}).")
    for folder in sorted(old.keys() & new.keys()):
        if old[folder].outputs != new[folder].outputs:
            found = differences(published_edition(before, old[folder]), published_edition(after, new[folder]))
            told += [f"{folder}: {sentence}" for sentence in found or ("Filerne er forskellige, men tallene er ens.",)]
    return tuple(told)


def _standing(before: Edition, after: Edition) -> Iterator[str]:
    old, new = (edition.rows("goals", "goal") for edition in (before, after))
    for key in dict.fromkeys((*old, *new)):
        was, is_ = old.get(key), new.get(key)
        row = is_ or was or {}
        name = f"Mål {key[0]} {row['goal_title']}"
        if was is None or is_ is None:
            yield f"{name} er {'nyt' if was is None else 'udgået'}."
            continue
        if was["verdict"] != is_["verdict"]:
            yield f"{name} er gået fra »{_word(VERDICTS, was['verdict'])}« til »{_word(VERDICTS, is_['verdict'])}«."
        elif was["outlook"] != is_["outlook"]:
            yield f"{name}: udsigten er gået fra »{_word(OUTLOOKS, was['outlook'])}« til »{_word(OUTLOOKS, is_['outlook'])}«."
        if was["value"] != is_["value"]:
            yield f"{name}: resultatet er gået fra {_value(was, 'value')} til {_value(is_, 'value')}{_moved(was, is_)}."
        for column, word in (("weight", "vægten"), ("limit", "kravet"), ("responsible", "den ansvarlige")):
            if was[column] != is_[column]:
                yield f"{name}: {word} er ændret fra {_plain(was[column])} til {_plain(is_[column])}."


def _points(before: Edition, after: Edition) -> Iterator[str]:
    for column, word in (("won", "vundne"), ("open", "åbne"), ("lost", "tabte")):
        was, is_ = (sum((Decimal(row[column]) for row in edition.tables["goals"]), Decimal(0)) for edition in (before, after))  # fmt: skip
        if was != is_:
            yield f"De {word} point er gået fra {_plain(str(was))} til {_plain(str(is_))}."


def _months(before: Edition, after: Edition) -> Iterator[str]:
    """Figures that both editions show, and not alike; the reason is the one the owner gave with the last revision."""
    old, new = (edition.rows("months", "goal", "month") for edition in (before, after))
    reasons = after.rows("revisions", "goal", "month")
    for key in [key for key in new if key in old]:
        old_values, new_values = ((row["n"], row["total"]) for row in (old[key], new[key]))
        if old_values == new_values or "" in old_values + new_values:
            continue
        told = reasons.get(key)
        since = f", ændret i {told['vintage']}. Grund: {told['reason']}" if told else "."
        month = month_name(Month.parse(key[1]), year=True)
        shown = f"{_value(old[key], 'value')} er blevet til {_value(new[key], 'value')}{_moved(old[key], new[key])}"
        yield f"Mål {key[0]}, {month}: {shown}{since}"


def _across_plans(before: Edition, after: Edition) -> Iterator[str]:
    alike = _measured_alike(before, after)
    plans = f"{before.name} følger planen for {before.year}, og {after.name} følger planen for {after.year}."
    yield f"{plans} To planers mål, status, point og leverancer kan ikke sammenlignes; det kan kun måneder, som begge viser."
    if not alike:
        yield "Ingen mål er målt på samme måde i begge planer, så der er intet at sammenligne."
        return
    named = enumeration(f"{goal} {title}" for goal, title in alike)
    only = {goal for goal, _ in alike}
    changed = list(_months(_only(before, only), _only(after, only)))
    shared = before.rows("months", "goal", "month").keys() & after.rows("months", "goal", "month").keys()
    years = enumeration(sorted({str(Month.parse(month).year) for goal, month in shared if goal in only}))
    if not years:
        yield f"Målt på samme måde: {named}. Men udgaverne viser ingen måneder i fællesskab."
        return
    verdict = "er disse tal ændret:" if changed else "er intet tal ændret."
    yield f"Målt på samme måde: {named}. I månederne fra {years} {verdict}"
    yield from changed


def _measured_alike(before: Edition, after: Edition) -> list[tuple[str, str]]:
    """The goals with a series that both plans have under one number, title, unit, direction and criterion."""
    old, new = (
        {
            (row["goal"], row["criterion"], row["criterion_title"], row["kind"], row["unit"], row["direction"])
            for row in edition.tables.get("criteria", ())
            if series_kind(row) is not None
        }
        for edition in (before, after)
    )
    titles = {(row["goal"], row["goal_title"]) for row in before.tables["goals"]}
    goals = {key[0] for key in old & new}
    return [
        (row["goal"], row["goal_title"])
        for row in after.tables["goals"]
        if row["goal"] in goals and (row["goal"], row["goal_title"]) in titles
    ]


def _only(edition: Edition, goals: set[str]) -> Edition:
    tables = {
        name: tuple(row for row in rows if "goal" not in row or row["goal"] in goals)
        for name, rows in edition.tables.items()
    }
    return Edition(edition.name, tables)


def _items(before: Edition, after: Edition) -> Iterator[str]:
    old, new = (edition.rows("deliverables", "goal", "deliverable") for edition in (before, after))
    words = {key: row.get("done") or DONE for key, row in after.rows("plan", "goal", "criterion").items()}
    for key, row in new.items():
        was = old.get(key)
        if was is not None and (was["completed"], was["expected"]) != (row["completed"], row["expected"]):
            done = words.get((key[0], row["criterion"]), DONE)
            yield f"Mål {key[0]}, {row['deliverable_title']}: {_state(was, done)} er blevet til {_state(row, done)}."


def _amendments(before: Edition, after: Edition) -> Iterator[str]:
    old, new = (edition.rows("amendments", "amendment", "change") for edition in (before, after))
    for key, row in new.items():
        if key not in old:
            subject = f"mål {row['goal']}" if row["goal"] else f"søjle {row['pillar']}"
            changed = (
                f"{subject}, {PLAN_FIELDS.get(row['field'], row['field'])}: {row['old']} er blevet til {row['new']}"
            )
            if row["field"] == "goal":
                changed = f"{subject} {'er kommet til' if row['new'] else 'er udgået'}"
            yield (
                f"Planen er ændret fra {long_date(date.fromisoformat(row['effective']))}: {changed}. "
                f"Besluttet af {row['by']}. Grund: {row['reason']}"
            )


def _rows(content: bytes, manifest: int = CODES_SINCE) -> tuple[Row, ...]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return tuple(row_in_codes(row, manifest) for row in rows)


def _word(words: Mapping[str, str], code: str) -> str:
    return words.get(code, code) or DASH


def _value(row: Row, column: str) -> str:
    """A value with its unit; of a count how many of those that the goal asks for, as the book writes it."""
    if not row[column]:
        return "ikke vist" if row.get("note") else DASH
    value, unit = Decimal(row[column]), row.get("unit", "")
    if unit == Unit.ITEMS:
        unit = row["counted"]
    if "limit" in row and row["limit"] and not row["direction"] and value <= Decimal(row["limit"]):
        return f"{number(value)} af {amount(Decimal(row['limit']), unit)}"
    return amount(value, unit, 0 if value == value.to_integral_value() else 1).strip()


def _moved(was: Row, is_: Row) -> str:
    if not was["value"] or not is_["value"]:
        return ""
    moved = round(Decimal(is_["value"]), 1) - round(Decimal(was["value"]), 1)  # of what is shown, so that it adds up
    return f" ({'+' if moved > 0 else ''}{_rounded(moved)})"


def _rounded(value: Decimal) -> str:
    """A count as it is, a measured value with one decimal."""
    return number(value, 0 if value == value.to_integral_value() else 1)


def _plain(text: str) -> str:
    try:
        return number(Decimal(text))
    except ArithmeticError:
        return text or DASH


def _state(row: Row, done: str) -> str:
    if row["completed"]:
        return f"{done} den {long_date(date.fromisoformat(row['completed']))}"
    return f"ventet den {long_date(date.fromisoformat(row['expected']))}" if row["expected"] else "uden dato"
