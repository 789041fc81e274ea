"""Write the example readings of the prosecution's invented plan: `python scripts/make_example_prosecution.py [DATA_DIR]`.

Everything about the plan is invented. The goals that it shares with the police's have no readings here: theirs are shown. The
same script always writes the same bytes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping
from pathlib import Path

from example_cells import SEASON, SIZES
from example_story import EXTRACTED
from example_vintage import write_vintage

from kvartalsbog.readings.rules import ASSESSMENT_COLUMNS, DELIVERABLE_COLUMNS, SERIES_COLUMNS

ROOT = Path(__file__).parent.parent
SEED = 20240102
LAST_YEAR = "2023K4"
_TWELVE = tuple(unit for unit in SIZES if unit != "nsk")
_WHOLE = sum(SIZES[unit] for unit in _TWELVE)

# goal → the country's cases in a month, the units, and the per cent of them month by month, 2023 and 2024
_SHARES: Mapping[str, tuple[int, tuple[str, ...], dict[int, tuple[int, ...]]]] = {
    "1.3": (1150, _TWELVE, {
        2023: (66, 67, 66, 68, 67, 66, 65, 66, 67, 68, 67, 67),
        2024: (68, 69, 70, 71, 72, 73, 72, 75, 77, 78, 79, 80),
    }),
    "2.1": (3400, _TWELVE, {
        2023: (87, 86, 88, 87, 87, 88, 86, 87, 87, 88, 87, 86),
        2024: (87, 87, 88, 87, 88, 89, 88, 89, 89, 90, 89, 90),
    }),
    "2.2": (5200, ("nsk",), {
        2023: (91, 92, 91, 90, 92, 93, 90, 91, 92, 92, 91, 90),
        2024: (90, 88, 86, 84, 82, 79, 76, 80, 83, 88, 91, 93),  # so far down that from October no share could mend it
    }),
}  # fmt: skip
# what a unit had not reported when the year was told: goal, month, unit
_LACKING = {("2.1", "2024-12", "fyn")}
# what owners told: quarter → rows of deliverables.csv
_ITEMS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "2024K1": (
        ("2.3", "vejledning", "", "2024-08-30", "Udkastet er i høring hos offerorganisationer.", "", ""),
        ("3.2", "vaerdigrundlag", "", "2024-12-16", "Arbejdet er begyndt i tre embeder.", "indført", ""),
    ),
    "2024K2": (("2.3", "vejledning", "", "2024-10-01", "Høringen gav flere svar end ventet.", "", ""),),
    "2024K3": (("3.2", "vaerdigrundlag", "", "2024-12-16", "To embeder mangler.", "godt på vej", ""),),
    "2024K4": (
        ("2.3", "vejledning", "2024-10-22", "", "Udgivet på dansk og engelsk.", "", ""),
        ("3.2", "vaerdigrundlag", "2024-12-18", "", "Ti af tolv embeder har indført det.", "godt på vej",
         "Justitsministeriets departement"),
    ),
}  # fmt: skip
_TIME = {
    "cause": "Høringen tog længere tid end planlagt.",
    "action": "Svarene bliver skrevet ind, og vejledningen bliver trykt med det samme.",
    "who": "Rigsadvokatens kontor for kommunikation",
    "when": "2024-10-31",
}
_SENTENCED = {
    "cause": "De ældste sager krævede ny afhøring, før der kunne rejses tiltale.",
    "action": "Politi og anklagemyndighed gennemgår hver måned de sager, der er over et halvt år gamle.",
    "who": "Statsadvokaterne",
    "when": "2025-06-30",
}
# what owners wrote: quarter → commentary.yml
_WORDS: Mapping[str, dict[str, dict[str, str]]] = {
    "2024K1": {
        "1.1": {"comment": "Anklagemyndighedens del af tiden er kort, men den begynder først, når efterforskningen er slut."},
        "1.3": {"comment": "Andelen er højere end for et år siden, men et stykke fra kravet."},
    },
    "2024K2": {
        "2.2": {"comment": "Antallet af underretninger vokser hver måned, og gennemgangen er kommet bagud."},
        "2.3": {"comment": "Vejledningen kommer ikke til fristen, men tæt på den.", **_TIME},
        "3.1": {
            "comment": "Initiativerne er lagt frem sammen med Rigspolitiet. Ét er ikke registreret som forelagt.",
            "cause": "Det sidste initiativ manglede en vurdering af økonomien.",
            "action": "Vurderingen er skrevet, og departementet er bedt om at bekræfte datoen.",
            "who": "Rigsadvokaten og Rigspolitiet",
            "when": "2024-08-30",
        },
    },
    "2024K3": {
        "2.3": {"comment": "Vejledningen er skrevet, men ikke udgivet til fristen.", **_TIME},
        "2.2": {
            "comment": "Selv om hver eneste underretning i resten af året bliver gennemgået til tiden, kan året ikke nå kravet.",
            "cause": "Der kom langt flere underretninger i forsommeren, end der var medarbejdere til.",
            "action": "Tre nye medarbejdere gennemgår underretninger fra september.",
            "who": "National enhed for Særlig Kriminalitet",
            "when": "2024-12-31",
        },
    },
    "2024K4": {
        "1.2": {"comment": "Målet er fælles med politiet, og tiden hos anklagemyndigheden er en mindre del af den.", **_SENTENCED},
        "1.3": {
            "comment": "Sidste halvår lå over kravet, men året som helhed nåede det ikke.",
            "cause": "Sager fra 2023 blev færdige i første halvår og trak ned.",
            "action": "Voldssager får fast plads i hver uges tiltalemøde.",
            "who": "Statsadvokaterne",
            "when": "2025-03-31",
        },
        "2.1": {"comment": "Ét embede mangler at indberette december. Tallet kommer i en rettet udgave."},
        "2.2": {
            "comment": "November og december lå over kravet, men det var for sent for året.",
            "cause": "Flere underretninger end ventet i sommeren.",
            "action": "Gennemgangen er delt i to spor, så de enkle er færdige samme dag.",
            "who": "National enhed for Særlig Kriminalitet",
            "when": "2025-02-28",
        },
        "2.3": {"comment": "Vejledningen udkom tre uger for sent.", **_TIME},
        "3.2": {
            "comment": "Departementet har vurderet arbejdet ved årets udgang.",
            "cause": "To embeder fik ny ledelse i efteråret og begyndte senere.",
            "action": "De to embeder gennemfører forløbet i første kvartal.",
            "who": "Rigsadvokaten",
            "when": "2025-03-31",
        },
    },
}  # fmt: skip


def write(data_dir: Path) -> None:
    """Write every vintage below `data_dir/anklagemyndigheden/2024`, which has the plan."""
    figures = _figures()
    for vintage, extracted in EXTRACTED.items():
        months = [(2023, m) for m in range(1, 13)] if vintage == LAST_YEAR else _months(vintage)
        rows = [row for year, month in months for row in figures[year, month]]
        _write(data_dir / "anklagemyndigheden/2024" / vintage, vintage, str(extracted), rows)


def _months(vintage: str) -> list[tuple[int, int]]:
    last = 3 * int(vintage[-1])
    return [(2024, month) for month in range(last - 2, last + 1)]


def _figures() -> dict[tuple[int, int], list[tuple[object, ...]]]:
    """Year and month → the rows of `series.csv`."""
    chance, found = random.Random(SEED), dict[tuple[int, int], list[tuple[object, ...]]]()
    for goal, (cases, units, years) in _SHARES.items():
        for year, percents in years.items():
            for month, percent in enumerate(percents, start=1):
                for unit in units:
                    size = 1.0 if len(units) == 1 else SIZES[unit] / _WHOLE
                    n = max(0, round(cases * size * SEASON[month - 1] * chance.uniform(0.94, 1.06)))
                    total = min(n, max(0, round(n * (percent + chance.uniform(-2, 2)) / 100)))
                    if (goal, f"{year}-{month:02d}", unit) not in _LACKING:
                        found.setdefault((year, month), []).append((goal, f"{year}-{month:02d}", unit, n, total))
    return found


def _write(folder: Path, vintage: str, extracted: str, rows: list[tuple[object, ...]]) -> None:
    items = [(*DELIVERABLE_COLUMNS, *ASSESSMENT_COLUMNS), *_ITEMS.get(vintage, ())]
    made_by = f"scripts/make_example_prosecution.py, seed {SEED}"
    write_vintage(folder, extracted, made_by, [SERIES_COLUMNS, *rows], items, _WORDS.get(vintage, {}))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data")
