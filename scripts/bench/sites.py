"""Sites of 1 and of 60 editions: verifying, and what publishing costs beside the book; against `sha256sum` over the same."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench.build import project_copy
from bench.report import Comparison, Limit, Section
from bench.timing import Runs, Way, interleaved

TITLE = "Sites"
SCRIPTS = Path(__file__).resolve().parents[1]
KVARTALSBOG = Path(sys.executable).with_name("kvartalsbog")
QUARTER, MANY, ROUNDS = "2024K1", 60, 2
TEXT = f"""
A real edition of {QUARTER}, and {MANY} made of it ([many_editions.py](../scripts/bench/many_editions.py)), every page of which is a page of its own. `verify`
hashes every byte each time; *the first time* nothing is known of the pages, afterwards their links are known by the
SHA-256 of the files. *Renewing* is publishing without the book: the site is verified, everything around the editions is
made anew, the new site is verified and put in its place. *Otherwise* is `sha256sum` over every file, which tells that bytes
are the same and nothing else.
"""


def measure(work: Path) -> Section:
    """Two rounds of each."""
    one, many = _published(work), work / "many"
    shutil.copytree(one, many)
    _run([sys.executable, "-m", "bench.many_editions", many, str(MANY)])
    cache = work / "cache"
    fresh = Way("verify, the first time", [[KVARTALSBOG, "verify", many, "--cache", cache]], lambda: _forget(cache))
    known = Way("verify", [[KVARTALSBOG, "verify", many, "--cache", cache]])
    summed = Way("sha256sum", [["sh", "-c", f"find '{many}' -type f -print0 | xargs -0 sha256sum > /dev/null"]])
    renewed = [_renewed(site, work) for site in (one, many)]
    first, again, sums, small, large = interleaved([fresh, known, summed, *renewed], ROUNDS)
    grown = _median(large) - _median(small)
    return Section(TEXT, [
        Comparison(f"verifying {MANY} editions whose pages are known", again, sums, 0.5),
        Comparison(f"verifying {MANY} editions the first time", first, sums),
    ], [
        Limit(f"renewing a site of {MANY} editions, {large}", large.wall, "s"),
        Limit(f"renewing a site of one edition, {small}", small.wall, "s"),
        Limit("what the others add, in times of `sha256sum` over all", grown / _median(sums), "times"),
    ])  # fmt: skip


def _published(work: Path) -> Path:
    project, site = project_copy(work / "project"), work / "one"
    for role, name in (("controller", "Ane Prøve"), ("ledelse", "Bo Prøve")):
        _run([KVARTALSBOG, "approve", QUARTER, "--role", role, "--by", name], project)
    _run([KVARTALSBOG, "publish", QUARTER, "--site", site], project)
    return site


def _renewed(site: Path, work: Path) -> Way:
    own = {"KVARTALSBOG_CACHE": str(work / "renewed")}
    return Way(f"renew {site.name}", [[KVARTALSBOG, "renew", site]], environment=own)


def _run(command: list[str | Path], folder: Path | None = None) -> None:
    interleaved([Way("ready", [command], folder=folder, environment={"PYTHONPATH": str(SCRIPTS)})], 1)


def _forget(cache: Path) -> None:
    shutil.rmtree(cache, ignore_errors=True)


def _median(runs: Runs) -> float:
    return runs.wall
