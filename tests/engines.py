"""Real engines beside DuckDB, on this machine only: a PostgreSQL server of the test's own, and Spark in local mode."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
from conftest import tool
from records import Row

from kvartalsbog.intake.mapping import SeriesMapping


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


def spark_rows(connection: Any) -> Callable[[str], list[dict[str, Any]]]:
    """What a query gives on Spark, without pandas, whose newest version PySpark does not know."""
    return lambda sql: [row.asDict() for row in connection._session.sql(sql).collect()]


def postgres_rows(connection: Any) -> Callable[[str], list[dict[str, Any]]]:
    """What a query gives in the database."""

    def fetch(sql: str) -> list[dict[str, Any]]:
        with connection.con.cursor() as cursor:
            cursor.execute(sql)
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return fetch
