"""The engines that records are judged by, on this machine only: DuckDB, a PostgreSQL server of the test's own, and Spark."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from conftest import tool
from records import QUARTER, SPELLED, Row

from kvartalsbog.intake.judgement import Fate, added_up, compiled, judge
from kvartalsbog.intake.mapping import SeriesMapping

Rows = list[dict[str, Any]]
Answer = tuple[dict[tuple[str, int], tuple[int, int]], Counter[tuple[str, str]]]


def _run(*command: str | Path) -> None:
    """PostgreSQL refuses to run as root; Debian's package has made a user for it."""
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*user, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def postgres() -> Iterator[Any]:
    """A connection to a new server that listens on a socket in a folder of its own, and nowhere else."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    bin_ = Path(tool("initdb", *(folder / "initdb" for folder in programs))).parent
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path must be short
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data = folder / "data"
        _run(bin_ / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--locale=C", "-E", "UTF8")  # fmt: skip
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        _run(bin_ / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
        try:
            connection = ibis.postgres.connect(host=str(folder), user="postgres", database="postgres")
            yield connection
            connection.disconnect()
        finally:
            _run(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def postgres_table(connection: Any, rows: Sequence[Row], mapping: SeriesMapping) -> Any:
    """The rows as a table of the database, its columns as text."""
    columns = ", ".join(f'"{column}" text' for column in mapping.columns)
    marks = ", ".join(["%s"] * (len(mapping.columns) + 1))
    with connection.con.cursor() as cursor:
        cursor.execute("drop table if exists records")
        cursor.execute(f"create table records ({columns}, row bigint)")
        cells = [[*(row[column] for column in mapping.columns), n] for n, row in enumerate(rows, start=1)]
        cursor.executemany(f"insert into records values ({marks})", cells)
    connection.con.commit()
    return connection.table("records")


@contextmanager
def spark() -> Iterator[Any]:
    """A connection to Spark in this process's own Java, with one thread."""
    tool("java")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - it takes seconds to import

    local = {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.log.level": "OFF",
             "spark.sql.shuffle.partitions": "1", "spark.sql.session.timeZone": "UTC"}  # fmt: skip
    session = SparkSession.builder.master("local[1]").config(map=local).getOrCreate()
    yield ibis.pyspark.connect(session)
    session.stop()


def spark_table(connection: Any, rows: Sequence[Row], mapping: SeriesMapping) -> Any:
    """The rows as a view of the session."""
    schema = ", ".join([*(f"{column} string" for column in mapping.columns), "row bigint"])
    cells = [(*(row[column] for column in mapping.columns), n) for n, row in enumerate(rows, start=1)]
    connection._session.createDataFrame(cells, schema=schema).createOrReplaceTempView("records")
    return connection.table("records")


def spark_rows(connection: Any) -> Callable[[str], Rows]:
    """What a query gives on Spark, without pandas, whose newest version PySpark does not know."""
    return lambda sql: [row.asDict() for row in connection._session.sql(sql).collect()]


def postgres_rows(connection: Any) -> Callable[[str], Rows]:
    """What a query gives in the database."""

    def fetch(sql: str) -> Rows:
        with connection.con.cursor() as cursor:
            cursor.execute(sql)
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return fetch


def arrow(records: list[Row], mapping: SeriesMapping) -> pa.Table:
    """The records as a table in memory, their columns as text."""
    columns = {column: pa.array([record[column] for record in records], pa.string()) for column in mapping.columns}
    return pa.table({**columns, "row": pa.array(range(1, len(records) + 1), pa.int64())})


def duckdb_rows(connection: Any) -> Callable[[str], Rows]:
    """What a query gives in this process."""

    def fetch(sql: str) -> Rows:
        found: Rows = connection.con.execute(sql).to_arrow_table().to_pylist()
        return found

    return fetch


def answer(backend: Any, table: Any, mapping: SeriesMapping, fetch: Callable[[str], Rows]) -> Answer:
    """What an engine makes of the records: the kept ones' sums, and how many met each fate."""
    found = fetch(compiled(backend, added_up(judge(table, mapping, SPELLED, QUARTER))))
    fates: Counter[tuple[str, str]] = Counter()
    for row in found:
        fates[row["fate"], row["column"]] += row["n"]
    kept = [row for row in found if row["fate"] == Fate.KEPT.value]
    return {(row["district"], row["month"]): (row["n"], int(row["total"])) for row in kept}, fates


def registered(duckdb: Any, records: pa.Table) -> Any:
    """The records as a view of DuckDB."""
    duckdb.con.register("records", records)
    return duckdb.table("records")
