"""Records that stay where they are: a table or query in PostgreSQL, in a DuckDB file or on Spark, named by an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import psycopg

from kvartalsbog.errors import Place, Problem, ProblemsError, UsageError
from kvartalsbog.intake.extracts.header import find_header
from kvartalsbog.intake.records.addresses import Address
from kvartalsbog.intake.records.database_faults import faults, reason
from kvartalsbog.intake.records.engines import Engine, outcome
from kvartalsbog.intake.records.mapping import ROW
from kvartalsbog.intake.records.outcome import Outcome
from kvartalsbog.intake.records.plain_text import SPARK_NFC
from kvartalsbog.intake.records.question import Question

# Spark would put each step into the next and work it out again wherever it is used
_SPARK_APART = {
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.CollapseProject",
    "spark.sql.constraintPropagation.enabled": "false",
}
# the kinds of columns that can hold what is no number, as DuckDB, Spark and PostgreSQL call them
_NUMBERS = "('FLOAT', 'DOUBLE', 'float', 'double', 'real', 'double precision', 'numeric')"
# a database is read with what is here: nothing in a file can have a program fetched
_HERE: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": False}


@dataclass(frozen=True)
class Database:
    """An engine, how it tells the columns of a query, and three words of its SQL."""

    engine: Engine
    columns: Callable[[str], Sequence[str]]
    quote: str = '"'
    text: str = "text"
    kind: str = "typeof({})"  # of a cell


def outcome_of_database(address: Address, question: Question) -> Outcome:
    """What became of the records, worked out where they are: only sums and counts leave it.

    Raises ProblemsError when the database does not answer, or the table or a column is not there.
    """
    try:
        with _opened(address) as database:
            records, numbered = _records(database, address, question)
            return outcome(database.engine, records, numbered, question)
    except faults() as error:
        why, hint = reason(error)
        problem = Problem(Place(address.name), f"Databasen kan ikke bruges: {why}.", hint=hint)
    raise ProblemsError([problem])  # outside: what a driver says can hold the password or a cell, and is not kept


def _records(database: Database, address: Address, question: Question) -> tuple[ir.Table, ir.Table]:
    """The wanted columns as text, and the same with rows numbered in the order of all of them.

    Ibis is told the columns: what it asks an engine for them does not run with every version beside it.
    """

    def quoted(name: str) -> str:
        return database.quote + name.replace(database.quote, database.quote * 2) + database.quote

    columns = question.mapping.columns
    selected = address.fragment if address.is_query else f"select * from {'.'.join(map(quoted, address.parts))}"
    there = database.columns(f"select * from ({selected}) as source limit 0")
    places = find_header([there], columns, [1], name=address.name).places
    own = {column: quoted(there[place]) for column, place in places.items()}
    cells = ", ".join(f"{_cell(own[column], database)} as {quoted(column)}" for column in columns)
    query = f"select {cells} from ({selected}) as source"
    wanted = database.engine.backend.sql(query, schema=dict.fromkeys(columns, "string"))
    numbers = ibis.row_number().over(order_by=[wanted[column] for column in columns])
    return wanted.mutate(**{ROW: 0}), wanted.mutate(**{ROW: numbers + 1})


def _cell(column: str, database: Database) -> str:
    """A column's cells as text in SQL; what is no number in a column of numbers is nothing, as in Parquet."""
    text = f"cast({column} as {database.text})"
    return f"case when lower({text}) = 'nan' and {database.kind.format(column)} in {_NUMBERS} then null else {text} end"


@contextmanager
def _opened(address: Address) -> Iterator[Database]:
    if address.scheme == "duckdb":
        with duckdb.connect(address.path, read_only=True, config=_HERE) as connection:
            engine = Engine(
                ibis.duckdb.from_connection(connection), lambda sql: connection.execute(sql).fetchall(), True
            )
            yield Database(engine, lambda sql: [column[0] for column in connection.execute(sql).description or ()])
    elif address.scheme == "spark":
        session = _spark_session()
        yield Database(spark(session), lambda sql: session.sql(sql).columns, quote="`", text="string")
    else:
        with psycopg.connect(address.url) as connection:
            yield Database(
                postgresql(connection),
                lambda sql: [column.name for column in connection.execute(sql).description or ()],
                kind="cast(pg_typeof({}) as text)",
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
    for setting, value in _SPARK_APART.items():
        session.conf.set(setting, value)
    session.sql(SPARK_NFC)
    return Engine(ibis.pyspark.connect(session), lambda sql: session.sql(sql).collect())


def _spark_session() -> Any:
    """Spark, as its own settings name it; on this machine where they name none."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra that few need
    except ImportError as error:
        raise UsageError("Spark er ikke installeret. Kør: .venv/bin/pip install pyspark") from error
    return SparkSession.builder.appName("kvartalsbog").getOrCreate()
