"""The engines that records are judged by, on this machine only: DuckDB, a PostgreSQL server of the test's own, and Spark."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import psycopg
import pyarrow as pa
from conftest import tool
from records import SPELLED, Row, question_of

from kvartalsbog.intake.extracts.parts import identifier
from kvartalsbog.intake.records.databases import postgresql
from kvartalsbog.intake.records.databases import spark as spark_engine
from kvartalsbog.intake.records.engines import Engine, lookups
from kvartalsbog.intake.records.fates import fates, names_of
from kvartalsbog.intake.records.judgement import added_up, judge, repeated_keys
from kvartalsbog.intake.records.mapping import ROW, SeriesMapping
from kvartalsbog.intake.records.outcome import Fate

Answer = tuple[dict[tuple[str, int], tuple[int, int]], Counter[tuple[str, str]]]


def _run(*command: str | Path) -> None:
    """PostgreSQL refuses to run as root; Debian's package has made a user for it."""
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*user, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a new server that listens on a socket in a folder of its own, and nowhere else."""
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
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            _run(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def postgres_table(address: str, rows: Sequence[Row], mapping: SeriesMapping, *, name: str = "records") -> None:
    """The rows as a table of the database, its columns as text, with their numbers in `row`."""
    columns = ", ".join(f"{identifier(column)} text" for column in mapping.columns)
    marks = ", ".join(["%s"] * (len(mapping.columns) + 1))
    cells = [[*(row[column] for column in mapping.columns), n] for n, row in enumerate(rows, start=1)]
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(f"drop table if exists {name}")
        cursor.execute(f'create table {name} ({columns}, "{ROW}" bigint)')
        cursor.executemany(f"insert into {name} values ({marks})", cells)


@contextmanager
def postgres_engine(address: str) -> Iterator[Engine]:
    with psycopg.connect(address) as connection:
        yield postgresql(connection)


@contextmanager
def spark() -> Iterator[Any]:
    """A session of Spark in this process's own Java, with one thread."""
    tool("java")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - it takes seconds to import

    local = {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.log.level": "OFF",
             "spark.sql.shuffle.partitions": "1", "spark.sql.session.timeZone": "UTC", "spark.ui.showConsoleProgress": "false",
             # of a few rows most of the time goes into making code for them, and into making that fast
             "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
             "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1"}  # fmt: skip
    session = SparkSession.builder.master("local[1]").config(map=local).getOrCreate()
    yield session
    session.stop()


def spark_table(session: Any, rows: Sequence[Row], mapping: SeriesMapping) -> Engine:
    """The rows as a view `records` of the session."""
    schema = ", ".join([*(f"`{column}` string" for column in mapping.columns), f"`{ROW}` bigint"])
    cells = [(*(row[column] for column in mapping.columns), n) for n, row in enumerate(rows, start=1)]
    session.createDataFrame(cells, schema=schema).createOrReplaceTempView("records")
    return spark_engine(session)


@contextmanager
def duckdb_of(records: pa.Table) -> Iterator[Engine]:
    """DuckDB in this process, with the records as a view `records`."""
    backend = ibis.duckdb.connect()
    backend.con.register("records", records)
    yield Engine(backend, lambda sql: backend.con.execute(sql).fetchall(), hashes=True)
    backend.disconnect()


def arrow(records: Sequence[Row], mapping: SeriesMapping) -> pa.Table:
    """The records as a table in memory, their columns as text."""
    columns = {column: pa.array([record[column] for record in records], pa.string()) for column in mapping.columns}
    return pa.table({**columns, ROW: pa.array(range(1, len(records) + 1), pa.int64())})


def answer(engine: Engine, mapping: SeriesMapping, spelled: Mapping[str, str] = SPELLED) -> Answer:
    """What an engine makes of its `records`: the kept ones' sums, and how many met each fate."""
    table = engine.backend.table("records")
    question = question_of(mapping, spelled)
    told = fates(question)
    judged = judge(table, question, repeated_keys(table, mapping), lookups(engine, question))
    counted: Counter[tuple[str, str]] = Counter()
    sums = {}
    dates = [names_of(mapping)[column] for column in mapping.dates]
    for number, district, month, n, total, by_day, *_ in engine.ask(added_up(judged, len(told) - 1, dates)):
        fate, column = told[number]
        counted[fate.value, column] += n
        counted["by day", ""] += int(by_day)
        if fate is Fate.KEPT:
            sums[district, month] = (n, int(total))
    return sums, +counted
