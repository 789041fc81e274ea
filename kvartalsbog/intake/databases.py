"""Records that stay where they are: a table or query in PostgreSQL, in a DuckDB file or on Spark, named by an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import duckdb
import ibis
import ibis.expr.types as ir
import psycopg
from ibis.common.exceptions import IbisError
from sqlglot.errors import SqlglotError

from kvartalsbog.errors import Place, Problem, ProblemsError, UsageError
from kvartalsbog.intake.engines import Engine, outcome
from kvartalsbog.intake.header import find_header
from kvartalsbog.intake.mapping import ROW
from kvartalsbog.intake.outcome import Outcome, Question

SCHEMES = ("postgresql", "postgres", "duckdb", "spark")
_EXAMPLE = "postgresql://maskine/base#skema.tabel"
_ERRORS = (psycopg.Error, duckdb.Error, IbisError, SqlglotError)


@dataclass(frozen=True)
class Database:
    """An engine, how it tells the columns of a query, and two words of its SQL."""

    engine: Engine
    columns: Callable[[str], Sequence[str]]
    quote: str = '"'
    text: str = "text"


@dataclass(frozen=True)
class Address:
    """A database and the table or query in it: `postgresql://host/base#table`, `duckdb:///file#select …`, `spark:#table`."""

    url: str
    fragment: str

    @classmethod
    def parse(cls, text: str) -> Address:
        """The address; raises UsageError when it names no table and no query."""
        url, _, fragment = text.partition("#")
        if not fragment.strip():
            raise UsageError(f"{cls(url, '').name}: Adressen nævner ingen tabel. Skriv den efter #, fx {_EXAMPLE}.")
        return cls(url, unquote(fragment.strip().rstrip(";")))

    @property
    def is_query(self) -> bool:
        return self.fragment.split(maxsplit=1)[0].casefold() in ("select", "with")

    @property
    def table(self) -> str:
        """The last part of the table's name; empty for a query."""
        return "" if self.is_query else self.parts[-1]

    @property
    def parts(self) -> list[str]:
        """The table's name as its schema and itself."""
        return self.fragment.split(".")

    @property
    def name(self) -> str:
        """The address without user, password and options, and without the text of a query."""
        parts = urlsplit(self.url)
        told = "forespørgsel" if self.fragment and self.is_query else self.fragment
        return f"{parts.scheme}://{parts.hostname or ''}{parts.path}#{told}"


def is_address(text: str) -> bool:
    """Whether a source is a database's address and not a file."""
    return text.partition(":")[0] in SCHEMES


def outcome_of_database(address: Address, question: Question) -> Outcome:
    """What became of the records, worked out where they are: only sums and counts leave it.

    Raises ProblemsError when the database does not answer, or the table or a column is not there.
    """
    try:
        with _opened(address) as database:
            records, numbered = _records(database, address, question)
            return outcome(database.engine, records, numbered, question)
    except _ERRORS as error:
        first = str(error).strip().partition("\n")[0][:200]
        hint = "Se efter adressen, adgangen og tabellens navn. Adgangskoden kan stå i PGPASSWORD eller ~/.pgpass."
        raise ProblemsError([Problem(Place(address.name), "Databasen kan ikke bruges.", first, hint=hint)]) from error


def _records(database: Database, address: Address, question: Question) -> tuple[ir.Table, ir.Table]:
    """The wanted columns as text, and the same with rows numbered in the order of all of them.

    Ibis is told the columns: what it asks an engine for them does not run with every version beside it.
    """

    def quoted(name: str) -> str:
        return database.quote + name.replace(database.quote, database.quote * 2) + database.quote

    columns = question.mapping.columns
    selected = address.fragment if address.is_query else f"select * from {'.'.join(map(quoted, address.parts))}"
    find_header([database.columns(f"select * from ({selected}) as source limit 0")], columns, [1], name=address.name)
    cells = ", ".join(f"cast({quoted(column)} as {database.text}) as {quoted(column)}" for column in columns)
    query = f"select {cells} from ({selected}) as source"
    wanted = database.engine.backend.sql(query, schema=dict.fromkeys(columns, "string"))
    numbers = ibis.row_number().over(order_by=[wanted[column] for column in columns])
    return wanted.mutate(**{ROW: 0}), wanted.mutate(**{ROW: numbers + 1})


@contextmanager
def _opened(address: Address) -> Iterator[Database]:
    scheme = urlsplit(address.url).scheme
    if scheme == "duckdb":
        with duckdb.connect(unquote(urlsplit(address.url).path), read_only=True) as connection:
            engine = Engine(
                ibis.duckdb.from_connection(connection), lambda sql: connection.execute(sql).fetchall(), True
            )
            yield Database(engine, lambda sql: [column[0] for column in connection.execute(sql).description or ()])
    elif scheme == "spark":
        session = _spark_session()
        yield Database(spark(session), lambda sql: session.sql(sql).columns, quote="`", text="string")
    else:
        with psycopg.connect(address.url) as connection:
            yield Database(
                postgresql(connection),
                lambda sql: [column.name for column in connection.execute(sql).description or ()],
            )


def postgresql(connection: psycopg.Connection[Any]) -> Engine:
    """A PostgreSQL server. All that is asked of it is answered from one view of its tables, and nothing is written."""
    backend = ibis.postgres.from_connection(connection)
    connection.commit()
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    connection.execute("set datestyle to iso")  # dates are read as text
    return Engine(backend, lambda sql: connection.execute(sql).fetchall())


def spark(session: Any) -> Engine:
    """A Spark session. Rows are collected as they are: what PySpark makes of them with pandas warns of its version."""
    return Engine(ibis.pyspark.connect(session), lambda sql: session.sql(sql).collect())


def _spark_session() -> Any:
    """Spark, as its own settings name it; on this machine where they name none."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra that few need
    except ImportError as error:
        raise UsageError("Spark er ikke installeret. Kør: .venv/bin/pip install pyspark") from error
    return SparkSession.builder.appName("kvartalsbog").getOrCreate()
