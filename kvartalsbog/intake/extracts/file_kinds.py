"""What a file really is, by how it begins: a file that is not what its name says is told so, and read by no other reader."""

from __future__ import annotations

from pathlib import Path

from kvartalsbog.errors import refusal

DELIMITED = (".csv", ".txt", ".tsv")
WORKBOOKS = (".xlsx", ".xlsm", ".ods")
PARQUET = (".parquet",)
OLDER = (".xls", ".xlsb")  # of these it cannot be seen which rows are hidden and which cells are errors
_AGAIN = "Træk udtrækket igen."
_RENAME = "Giv filen det navn, den skal have, eller træk udtrækket igen."
_ZIP, _PARQUET, _OLE = b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = {
    _ZIP: "et regneark (XLSX eller ODS) eller et andet pakket arkiv",
    _PARQUET: "Parquet",
    _OLE: "et gammelt regneark (XLS) eller et med adgangskode",
    b"%PDF": "PDF",
    b"\x1f\x8b": "en pakket fil (gzip)",
    b"SQLite format 3\0": "en SQLite-database",
}
_OWN = {**dict.fromkeys(WORKBOOKS, _ZIP), **dict.fromkeys(PARQUET, _PARQUET)}


def refuse_other_kind(path: Path, name: str) -> None:
    """Raise ProblemsError when a file is empty, or another kind of file than its name says."""
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        start = file.read(16)
    if not start:
        raise refusal(name, "Filen er tom.", hint=_AGAIN)
    if suffix in OLDER:
        hint = "Åbn den i et regneark, og gem den som XLSX."
        raise refusal(name, "Gamle og binære regneark læses ikke.", suffix, ", ".join(WORKBOOKS), hint)
    wanted = _OWN.get(suffix)
    if wanted and start.startswith(wanted):
        return
    found = next((kind for sign, kind in _STARTS.items() if start.startswith(sign)), None)
    if found and start.startswith(_OLE) and suffix in WORKBOOKS:
        hint = "Åbn den i et regneark, og gem den som XLSX uden adgangskode."
        raise refusal(name, "Filen er beskyttet med adgangskode eller et gammelt regneark.", hint=hint)
    if found or wanted:
        message = f"Filen er ikke, hvad navnet siger: Den er {found}." if found else "Filen er ikke, hvad navnet siger."
        raise refusal(name, message, suffix, hint=_RENAME)
