"""Mutants of everything that is read, a bounded number of each kind; `make fuzz` runs as many as one likes."""

from __future__ import annotations

import random
import signal
import time

import pytest
from fuzz.__main__ import NAMES, run
from fuzz.harness import Finding, Verdict, fuzz


@pytest.mark.parametrize("name", NAMES)
def test_every_mutant_is_refused_clearly_or_changes_what_it_says(name: str) -> None:
    report = run(name, None)
    assert report.faults == [], report.told
    assert report.counts.total() > 0
    assert name != "memory" or report.counts[Verdict.AS_TOLD] > 0, "no notebook was remembered"


def test_the_harness_counts_what_goes_wrong_and_names_its_seed() -> None:
    def trial(rng: random.Random) -> Finding:
        kind = rng.choice(("refused", "raised", "slow"))
        if kind == "raised":
            raise KeyError(kind)
        while kind == "slow":
            time.sleep(0.01)
        return Finding(Verdict.REFUSED)

    report = fuzz("harness", trial, 12, seconds=0.1)
    assert report.counts == {Verdict.REFUSED: 5, Verdict.TRACEBACK: 4, Verdict.HANG: 3}
    assert {finding.verdict for _, finding in report.faults} == {Verdict.TRACEBACK, Verdict.HANG}
    seed, _ = report.faults[0]
    assert fuzz("harness", trial, 1, first=seed, seconds=0.1).faults[0][0] == seed
    assert "KeyError" in report.told


@pytest.mark.parametrize(("works", "verdict"), [(True, Verdict.REFUSED), (False, Verdict.HANG)])
def test_what_works_a_little_on_a_busy_machine_is_no_hang(works: bool, verdict: Verdict) -> None:
    def trial(_rng: random.Random) -> Finding:
        for _ in range(2):
            begun = time.process_time()
            while works and time.process_time() < begun + 0.06:
                pass
            signal.raise_signal(signal.SIGALRM)  # as the clock does after ten times as many seconds
        return Finding(Verdict.REFUSED)

    assert fuzz("harness", trial, 1, seconds=0.5).counts == {verdict: 1}
