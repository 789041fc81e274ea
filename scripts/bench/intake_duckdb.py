"""The same as plain SQL in DuckDB: `python -m bench.intake_duckdb EXTRACT SPELLINGS YEAR` prints what `intake_pandas` prints.

One query for the sums and one for the keys that stand twice, which most extracts have none of; the mistakes looked for are
those of the pandas script. DuckDB has all the memory that it wants.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb

JUDGED = """
    select case
        when sagsnummer is null or sagstype is null or sagstype not in ('STRAF', 'ATK', 'MOU') then 0
        when sagstype in ('ATK', 'MOU') then 1
        when unit is null or start_day is null or end_day is null or end_day < start_day or year(end_day) <> {year} then 0
        else 2 end as fate,
        sagsnummer, unit, month(end_day) as month, end_day - start_day as days
    from (select *, {days} from {extract}) left join units using (politikreds)
"""


def main(extract: Path, spelled: dict[str, str], year: int) -> dict[str, object]:
    """The readings as [month, district, cases, days], and how many records were left out and rejected."""
    con = duckdb.connect()
    con.execute("create temp table units (politikreds varchar, unit varchar)")
    con.executemany("insert into units values (?, ?)", list(spelled.items()))
    names = "sagsnummer, politikreds, sagstype, anmeldt, tiltale_afgjort"
    if extract.suffix == ".parquet":
        source, days = f"read_parquet('{extract}')", "anmeldt as start_day, tiltale_afgjort as end_day"
    else:
        source = f"read_csv('{extract}', delim=';', header=true, all_varchar=true)"
        read = "try_strptime({}, '%d-%m-%Y')::date"
        days = f"{read.format('anmeldt')} as start_day, {read.format('tiltale_afgjort')} as end_day"
    judged = JUDGED.format(year=year, days=days, extract=f"(select {names} from {source})")
    [(keys, different)] = con.execute(f"select count(k), count(distinct k) from (select hash(sagsnummer) as k from {source} where sagsnummer is not null)").fetchall()  # fmt: skip
    if keys != different:  # of a key that stands twice the first record counts
        judged = f"select * replace (if(sagsnummer is not null and row_number() over (partition by sagsnummer) > 1, 0, fate) as fate) from ({judged})"  # fmt: skip
    groups = con.execute(
        f"select fate, if(fate = 2, month, 0), if(fate = 2, unit, ''), count(*), sum(if(fate = 2, days, 0)) from ({judged}) group by all"
    ).fetchall()
    readings = sorted([month, unit, n, int(days)] for fate, month, unit, n, days in groups if fate == 2)
    counts = {fate: sum(n for f, _, _, n, _ in groups if f == fate) for fate in (0, 1)}
    return {"readings": readings, "left_out": counts[1], "rejected": counts[0]}


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), told, int(sys.argv[3]))))
