"""Why a database cannot be used, in words of our own: what a driver says can hold the password, a path or a cell."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

import duckdb
import psycopg
from ibis.common.exceptions import IbisError
from sqlglot.errors import SqlglotError

_SEE = "Se efter adressen, adgangen og tabellens navn. Adgangskoden kan stå i PGPASSWORD eller ~/.pgpass."
_SEE_FILE = "Se efter filens sti og tabellens navn. Et skema skrives foran tabellen, fx #arkiv.sager."
_CLOSE = "Luk det program, der har den åben, eller læs en kopi af den."
_SAVE = f"Gem den igen med DuckDB {duckdb.__version__}, eller træk tabellen ud som Parquet."
_AGAIN = "Træk udtrækket igen."
_REFUSED, _NO_TABLE, _NO_COLUMN = "adgangen er afvist", "tabellen findes ikke", "en kolonne findes ikke"
_NO_FILE, _IN_USE, _UNREAD = "filen findes ikke", "filen er i brug", "forespørgslen kan ikke læses"
_NO_SERVER, _NO_HOST, _DAMAGED = "der er ingen server", "maskinen kendes ikke", "filen er beskadiget"
_STATES = {
    "28": _REFUSED, "42501": "brugeren må ikke læse tabellen", "42P01": _NO_TABLE, "3F": "skemaet findes ikke", "3D": "basen findes ikke",
    "42704": "skemaet findes ikke", "42703": _NO_COLUMN, "42601": _UNREAD, "57014": "den blev stoppet", "53": "den har ikke plads nok",
}  # fmt: skip
_SIGNS = {
    "password": _REFUSED, "authentication": _REFUSED, "no pg_hba": _REFUSED, "role": "brugeren findes ikke", "refused": _NO_SERVER,
    "no such file": _NO_SERVER, "does not exist": _NO_TABLE, "not found": _NO_TABLE, "translate host": _NO_HOST, "resolve host": _NO_HOST,
    "name or service": _NO_HOST, "timeout": "den svarer ikke i tide", "parser error": _UNREAD, "syntax": _UNREAD, "service": "tjenesten kendes ikke",
}  # fmt: skip
# what DuckDB says, the first that fits → why, and what to do
_OF_DUCKDB: Mapping[str, tuple[str, str]] = {
    "set lock on file": (_IN_USE, _CLOSE),
    "different configuration": (_IN_USE, _CLOSE),
    "created with a newer version": ("filen er gemt af en nyere udgave af DuckDB", _SAVE),
    "with version number": ("filen er gemt af en ældre udgave af DuckDB", _SAVE),
    "not a valid duckdb": ("filen er ikke en DuckDB-database", _SEE_FILE),
    "extension": ("den kræver en udvidelse af DuckDB, som ikke er her", _SAVE),
    "is a directory": ("det er en mappe", _SEE_FILE),
    "permission denied": ("filen må ikke læses", "Bed om adgang til filen."),
    "no files found": ("en fil, som tabellen læser, findes ikke", _SEE_FILE),
    "cannot open": (_NO_FILE, _SEE_FILE),
    "parser error": (_UNREAD, _SEE_FILE),
    "function with name": (_UNREAD, _SEE_FILE),
    "catalog error": (_NO_TABLE, _SEE_FILE),
    "referenced column": (_NO_COLUMN, _SEE_FILE),
    "binder error": (_UNREAD, _SEE_FILE),
    "no space left": ("der er ikke plads på disken", "Ryd op på disken, og prøv igen."),
    "io error": (_DAMAGED, _AGAIN),
    "serialization error": (_DAMAGED, _AGAIN),
    "internal error": (_DAMAGED, _AGAIN),
}  # fmt: skip
_UNKNOWN = "den svarer ikke, som den skal"
_NAME = re.compile('"[^"]*"')  # a host, a path or a role can be called anything, also »refused«


def faults() -> tuple[type[Exception], ...]:
    """What a driver raises, also of Spark where it has been loaded: few have it."""
    known: tuple[type[Exception], ...] = (psycopg.Error, duckdb.Error, IbisError, SqlglotError)
    if (spark := sys.modules.get("pyspark.errors")) and (gateway := sys.modules.get("py4j.protocol")):
        known = (*known, spark.PySparkException, gateway.Py4JError)
    return known


def reason(error: Exception) -> tuple[str, str]:
    """Why a database cannot be used, and what to do."""
    text = _NAME.sub("", str(error)).casefold()
    if isinstance(error, duckdb.Error):
        return next((words for sign, words in _OF_DUCKDB.items() if sign in text), (_UNKNOWN, _SEE_FILE))
    code = _state(error)
    told = next((words for start, words in _STATES.items() if code.startswith(start)), None)
    return told or next((words for sign, words in _SIGNS.items() if sign in text), _UNKNOWN), _SEE


def _state(error: Exception) -> str:
    """The SQLSTATE that PostgreSQL and Spark tell."""
    asked = getattr(error, "getSqlState", None)
    return str((asked() if asked else getattr(error, "sqlstate", None)) or "")
