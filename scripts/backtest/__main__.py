"""python -m backtest [--each N]: try the projection, and write what it keeps to docs/backtest.md and for the method page."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean, median

from backtest.trial import Outcome, outcomes
from backtest.worlds import WORLDS, series
from kvartalsbog.steering.expectation import Expectation
from kvartalsbog.steering.kept import KEPT

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "backtest.md"
SEED = 2024
WORSENING = "up"  # the world in which a figure gets steadily worse
WORDS = {
    Expectation.LIKELY: "forventes opfyldt",
    Expectation.AT_RISK: "i risiko",
    Expectation.UNLIKELY: "forventes ikke opfyldt",
    Expectation.IMPOSSIBLE: "kan ikke længere opfyldes",
}
Where = Callable[[Outcome], bool]


def main() -> None:
    """Try both kinds of figures and write what was kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=400, help="series of every world and size")
    each = parser.parse_args().each
    found = {kind: tuple(outcomes(series(kind == "share", each, SEED), SEED + 1)) for kind in ("mean", "share")}
    DOCUMENT.write_text("\n".join(document(found, each)) + "\n", encoding="utf-8")
    kept = {kind: {word.name: kept_by(tried, word) for word in Expectation} for kind, tried in found.items()}
    covered = {
        kind: [percent(o.covered for o in tried if o.quarter == q) for q in (1, 2, 3)] for kind, tried in found.items()
    }
    worst = {
        kind: kept_by([o for o in tried if o.tried.world == WORSENING], Expectation.LIKELY)
        for kind, tried in found.items()
    }
    KEPT.write_text(
        json.dumps(
            {
                "series": sum(len(tried) for tried in found.values()) // 3,
                "kept": kept,
                "covered": covered,
                "worsening": worst,
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )


def document(found: dict[str, tuple[Outcome, ...]], each: int) -> Iterator[str]:
    """The document, line by line."""
    yield "# What the projection keeps"
    yield ""
    yield f"Made by `make backtest`: {len(WORLDS)} invented worlds, {each} series of each of four sizes, figures that are means and figures that are shares,"
    yield "with late registrations; each projected after three, six and nine months with what the registers had then, and held against what came."
    yield "Limits are somewhat better than the year before, as plans set them. The numbers are per cent; a column is a quarter, K1 to K3."
    for kind, tried in found.items():
        yield ""
        yield f"## Figures that are a {kind}"
        yield ""
        yield "| said | how often | limit kept | K1 | K2 | K3 |"
        yield "|---|---|---|---|---|---|"
        for word in Expectation:
            row = [
                percent(o.said is word for o in tried),
                kept_by(tried, word),
                *(kept_by(tried, word, q) for q in (1, 2, 3)),
            ]
            yield f"| {WORDS[word]} | {' | '.join(map(told, row))} |"
        yield ""
        yield "| | K1 | K2 | K3 |"
        yield "|---|---|---|---|"
        for name, measure in MEASURES.items():
            yield f"| {name} | {' | '.join(measure([o for o in tried if o.quarter == q]) for q in (1, 2, 3))} |"
        yield ""
        yield "| world | interval covers | forventes opfyldt kept | forventes ikke opfyldt kept |"
        yield "|---|---|---|---|"
        for world in WORLDS:
            here = [o for o in tried if o.tried.world == world]
            row = [
                percent(o.covered for o in here),
                kept_by(here, Expectation.LIKELY),
                kept_by(here, Expectation.UNLIKELY),
            ]
            yield f"| {world} | {' | '.join(map(told, row))} |"


MEASURES: dict[str, Callable[[Sequence[Outcome]], str]] = {
    "the interval of 80 % covers": lambda tried: told(percent(o.covered for o in tried)),
    "median width, % of the level (share: points)": lambda tried: f"{median(o.width for o in tried):.1f}",
    "bias, likewise": lambda tried: f"{fmean(o.error for o in tried):+.2f}",
}


def kept_by(tried: Sequence[Outcome], word: Expectation, quarter: int | None = None) -> float | None:
    """How often, in per cent, the limit was kept where a word was said; None where it never was."""
    return percent(o.met for o in tried if o.said is word and quarter in (None, o.quarter))


def percent(answers: Iterator[bool]) -> float | None:
    """How many of the answers are yes, in per cent with one decimal; None of none."""
    given = list(answers)
    return round(100 * fmean(given), 1) if given else None


def told(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


if __name__ == "__main__":
    main()
