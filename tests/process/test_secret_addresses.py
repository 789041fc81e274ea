"""No part of a password is shown, whatever the form of an address and whatever stands in the password (and beside it)."""

from __future__ import annotations

import traceback
from urllib.parse import quote

import duckdb
import psycopg
import pytest
from conftest import LIBRARY
from hypothesis import given, settings
from hypothesis import strategies as st

from kvartalsbog.cli.app import run
from kvartalsbog.errors import KvartalsbogError, ProblemsError, UsageError
from kvartalsbog.intake.records import databases
from kvartalsbog.intake.records.addresses import Address
from kvartalsbog.intake.records.databases import outcome_of_database
from kvartalsbog.intake.records.mapping import SeriesMapping
from kvartalsbog.intake.records.question import Question
from kvartalsbog.intake.vintage.sources import find_sources
from kvartalsbog.periods import quarter_of
from kvartalsbog.process.guard import guarded
from kvartalsbog.process.secrecy import looks_like_address

# words that can stand nowhere else, with everything between them that ends a part of an address
_PIECES = st.sampled_from(["Zq7xa", "Wv9kb", "Yj3mc", "Kp5nd"])
_BETWEEN = st.sampled_from(
    [
        "#",
        "/",
        "@",
        "%",
        " ",
        ":",
        "?",
        "&",
        "=",
        ";",
        "'",
        "æ",
        "%4",
        "#select ",
        "@h/",
        "//",
        "\\",
        "[",
        ",",
        ".",
        "-",
    ]
)
PASSWORDS = st.lists(st.tuples(_PIECES, _BETWEEN), min_size=1, max_size=4).map(
    lambda parts: "".join(a + b for a, b in parts)
)
FORMS = (
    "postgresql://u:{}@vaert/base#tabel", "postgres://u:{}@vaert:5432/base#skema.tabel", "postgres:/u:{}@h", "postgresql:/u:{}@h#t",
    "postgresql:host=h password={} dbname=b#t", "host=h user=u password={} dbname=b", "host=h password='{}'#t", "POSTGRESQL://u:{}@h/b#t",
    "PostgreSQL://u:{}@h/b", "mysql://u:{}@h/b#t", "spark://u:{}@h#t", "spark:{}@h#t", "duckdb://u:{}@h/f#t", "duckdb:///fil?password={}#t", " postgresql://u:{}@h/b#t",
    "\tpostgresql://u:{}@h/b", "postgresql://u:{}@h1:1,h2:2/b#t", "postgresql://h/b?user=u&password={}#t", "postgresql://h/b?sslpassword={}#t",
    "postgresql://{}@h/b#t", "postgresql://u:{}@/b?host=/tmp#t", "postgresql://u:{}@[::1]:5/b#select 1", "jdbc:postgresql://h/b?password={}",
    "postgresql://h/b#select dblink('password={}')", "postgresql+psycopg://u:{}@h/b", "service=drift password={}", "//u:{}@h/b", "u:{}@h/b", "postgresql//u:{}@h",
)  # fmt: skip


def told(text: str) -> str:
    """All that is shown of a source: its name, or why it is refused, with the traceback that nobody should see."""
    try:
        return " ".join(source.name for source in find_sources([text])) + repr(find_sources([text]))
    except KvartalsbogError as error:
        return "".join(traceback.format_exception(error))


@settings(max_examples=400, deadline=None)
@given(password=PASSWORDS, form=st.sampled_from(FORMS), escaped=st.booleans())
def test_no_piece_of_a_password_is_shown(password: str, form: str, escaped: bool) -> None:
    shown = told(form.format(quote(password, safe="") if escaped else password))
    assert not [piece for piece in ("Zq7xa", "Wv9kb", "Yj3mc", "Kp5nd") if piece in shown]


@settings(max_examples=100, deadline=None)
@given(password=PASSWORDS, at=st.integers(0, 60))
def test_pieces_that_the_shell_cuts_off_are_not_shown(password: str, at: int) -> None:
    address = f"postgresql://u:{password}@vaert/base#tabel"
    try:
        shown = repr(find_sources([part for part in address.replace(" ", "\0").split("\0") if part]))
    except KvartalsbogError as error:
        shown = str(error)
    assert not [piece for piece in ("Zq7xa", "Wv9kb", "Yj3mc", "Kp5nd") if piece in shown], at


NAMED = {
    "postgresql://vaert/base#skema.tabel": "postgresql://vaert/base#skema.tabel",
    "POSTGRES://u:p%40x@vaert:5432/base#tabel": "postgresql://vaert/base#tabel",
    "postgresql://u@h1:1,h2:2/base?sslmode=require#tabel": "postgresql://h1,h2/base#tabel",
    "postgresql:///base?host=/var/run#select * from t where a = 'b'": "postgresql:///base#forespørgsel",
    "postgresql://u:p@[::1]:5433/base#t": "postgresql://[::1]/base#t",
    "duckdb:////tmp/fil.duckdb#tabel": "duckdb:////tmp/fil.duckdb#tabel",
    "spark:#tabel": "spark://#tabel",
}


@pytest.mark.parametrize("text", NAMED)
def test_an_address_is_called_by_its_host_and_table(text: str) -> None:
    address = Address.parse(text)
    assert address.name == NAMED[text]
    assert "p%40x" not in repr(address)


@pytest.mark.parametrize("text", ["data.csv", "C:\\data\\x.csv", "mappe/*.csv", "straffesager-2024K4.parquet"])
def test_a_file_is_no_address(text: str) -> None:
    assert not looks_like_address(text)


def test_an_address_without_a_table_is_told_so() -> None:
    with pytest.raises(UsageError, match=r"^Adressen nævner ingen tabel\."):
        Address.parse("postgresql://vaert/base")


ADDRESS = Address.parse("postgresql://u:Zq7xa@vaert/base#tabel")
QUESTION = Question(
    SeriesMapping.model_validate({"extract": "a", "key": "k", "district": "d", "month": "m", "days": {"start": "s", "end": "m"}}),
    {"nord": "nord"}, quarter_of(2024, 1), quarter_of(2024, 1).next.first_day,
)  # fmt: skip


@pytest.mark.parametrize("error", [
    psycopg.OperationalError('connection to server at "h", user "u" password "Zq7xa" failed'), psycopg.errors.UndefinedTable('relation "Zq7xa" does not exist'),
    psycopg.ProgrammingError('missing "=" after "Zq7xa" in connection info string'), duckdb.ConversionException("Could not convert string 'Zq7xa' to INT32"), duckdb.IOException("Cannot open file Zq7xa"),
])  # fmt: skip
def test_what_a_driver_says_is_not_repeated(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> object:
        raise error

    monkeypatch.setattr(databases, "_opened", refuse)
    with pytest.raises(ProblemsError) as caught:
        outcome_of_database(ADDRESS, QUESTION)
    assert "Zq7xa" not in "".join(traceback.format_exception(caught.value))
    assert str(caught.value).startswith("postgresql://vaert/base#tabel: Databasen kan ikke bruges: ")


CALLS = (
    ("status", "{}"), ("status", "2026K3", "{}"), ("{}",), ("intake", "{}", "2026K3"), ("intake", "2026K3", "x.csv", "--goal", "{}"),
    ("intake", "2026K3", "x.csv", "--extracted", "{}"), ("intake", "2026K3", "x.csv", "--reason={}"), ("intake", "2026K3", "x.csv", "--allow-rejected", "{}"),
    ("intake", "2026K3", "x.csv", "--data-dir", "{}"), ("intake", "2026K3", "x.csv", "--gaol", "{}"), ("intake", "2026K3", "--{}"), ("check", "{}"), ("build", "--timeout", "{}"),
    ("diff", "{}", "{}"), ("verify", "{}"), ("scaffold", "{}"), ("approve", "--by", "{}"), ("undo", "{}"), ("intake", "2026K3", "{}", "--errors", "."),
)  # fmt: skip


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
@pytest.mark.parametrize(
    "form", ["postgresql://u:Zq7xa#Wv9kb@vaert/base#tabel", "host=h password='Zq7xa Wv9kb' user=u@h"]
)
def test_no_command_repeats_an_address_that_stands_in_the_wrong_place(
    call: tuple[str, ...], form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(LIBRARY)
    monkeypatch.setattr("sys.argv", ["kvartalsbog", *(part.format(form) for part in call)])
    code = guarded(run)
    shown = capsys.readouterr()
    assert code in (1, 2)
    assert "Zq7xa" not in shown.out + shown.err
    assert "Wv9kb" not in shown.out + shown.err
