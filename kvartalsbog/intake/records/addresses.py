"""The address of a table or query in a database, read so strictly that no part of a password can be shown.

What is not plainly an address of one of the known forms is refused without repeating a character of it: in a text whose
parts are uncertain a password can stand anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from kvartalsbog.errors import UsageError

SCHEMES = ("postgresql", "postgres", "duckdb", "spark")
_EXAMPLE = "postgresql://maskine/base#skema.tabel"
_IN_A_FILE = "duckdb:///mappe/fil.duckdb#tabel"
_SAFE = "Adgangskoden hører til i PGPASSWORD eller ~/.pgpass; tegn som @ / # % skrives ellers %40 %2F %23 %25."
_URL = re.compile(
    r"(?P<scheme>[A-Za-z]+):"
    r"(?://(?:(?P<user>[^\s@/?#\[\]]*)@)?(?P<hosts>[^\s@/?#]*)(?P<path>/[^@?#]*)?(?P<options>\?[^\s@#]*)?)?"
    r"#(?P<fragment>[^@]*)"
)
_HOST = re.compile(r"(?:[A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_BASE = re.compile(r"(?:/[\w.-]*)?")
_TABLE = re.compile(r"[\w $-]+(?:\.[\w $-]+)*")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Address:
    """A database and the table or query in it. `url` may hold a password and is for the driver alone; `name` is what it
    is called: its kind, host and base without user, options and the text of a query.
    """

    url: str = field(repr=False)
    scheme: str
    path: str
    fragment: str = field(repr=False)
    name: str

    @classmethod
    def parse(cls, text: str) -> Address:
        """The address, as `postgresql://host/base#table`, `duckdb:///file#select …` or `spark:#table`. Raises UsageError
        when it is none, and then repeats nothing of it.
        """
        stripped = text.strip()
        if re.fullmatch(r"[A-Za-z]+:[^@#]*", stripped) and _scheme(stripped) in SCHEMES:
            raise UsageError(f"Adressen nævner ingen tabel. Skriv den efter #, fx {_EXAMPLE}.")
        match = _URL.fullmatch(stripped)
        if match is None or _scheme(stripped) not in SCHEMES:
            raise UsageError(_unusable())
        scheme = {"postgres": "postgresql"}.get(_scheme(stripped), _scheme(stripped))
        hosts, path = match["hosts"] or "", match["path"] or ""
        fragment = unquote(match["fragment"]).strip().rstrip(";").strip()
        query = fragment.split(maxsplit=1)[:1] and fragment.split(maxsplit=1)[0].casefold() in ("select", "with")
        if not (_fits(scheme, match) and (query or _TABLE.fullmatch(fragment))):
            raise UsageError(_unusable())
        shown = re.sub(r":[0-9]*(?=,|$)", "", hosts)
        base = unquote(path)
        url = stripped.partition("#")[0].partition(":")[2]
        return cls(
            f"{scheme}:{url}",
            scheme,
            base,
            fragment,
            f"{scheme}://{shown}{base}#{'forespørgsel' if query else fragment}",
        )

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


def _scheme(text: str) -> str:
    return text.partition(":")[0].lower()


def _fits(scheme: str, match: re.Match[str]) -> bool:
    hosts, path, options = match["hosts"] or "", match["path"] or "", match["options"]
    if scheme == "postgresql":
        sound = all(_HOST.fullmatch(host) for host in hosts.split(",")) and _BASE.fullmatch(unquote(path))
        written = "//" in match.string[:15] and not _PERCENT.search(match["user"] or "")
        return bool(sound and written)
    alone = not hosts and match["user"] is None and options is None
    return alone and bool(path) == (scheme == "duckdb")


def _unusable() -> str:
    return f"En adresse kan ikke bruges, og den vises ikke, fordi den kan have en adgangskode. Skriv den som {_EXAMPLE} eller {_IN_A_FILE}. {_SAFE}"
