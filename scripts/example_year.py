"""The example year as its publisher would have it: the shipped project in a git folder of its own, and its editions in a site.

The four quarters are those of `data/2024`; the correction is invented here, as they are by the story that they are made from.
"""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, date, datetime, time
from pathlib import Path

import yaml

from kvartalsbog.disclosure.record import newest
from kvartalsbog.disclosure.settling import settle
from kvartalsbog.editions.correction import correction_of, seal
from kvartalsbog.editions.publishing import Publishing, publish
from kvartalsbog.editions.versions import Occasion, Source
from kvartalsbog.inputs.approvals import approve, read_approvals, standings, write_approvals
from kvartalsbog.inputs.fingerprints import input_fingerprints
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.periods import Period

ROOT = Path(__file__).resolve().parents[1]
RELEASES = {"2024K1": date(2024, 5, 15), "2024K2": date(2024, 8, 15), "2024K3": date(2024, 11, 15), "2024K4": date(2025, 2, 14)}  # fmt: skip
CORRECTED, CORRECTION_DAY = "2024K4", date(2025, 3, 7)
CORRECTION = "684 sager, som Københavns Politi afgjorde i september, manglede i tallene, og mål 1.1 er ikke opfyldt."
_RESTATED = "1.1,2024-09,koebenhavn,6133,1281479\n"  # 684 cases more, on average 391 days old, where 180 are asked for
_OWNER = {
    "comment": "Året ender lige over kravet. I den første version af udgaven manglede 684 gamle sager fra september, og uden dem så målet ud til at være opfyldt.",
    "revision": "684 gamle sager, som Københavns Politi afgjorde i september, manglede ved en fejl i udtrækket.",
    "cause": "Københavns Politi afsluttede i september en bunke sager, der i gennemsnit var over et år gamle.",
    "action": "Kredsene afstemmer hver måned antallet af afgjorte sager med sagssystemet, før tallene bliver indberettet.",
    "who": "Rigspolitiet, Koncernstyring",
    "when": "2025-04-30",
}


def at(day: date) -> datetime:
    """Nine in the morning of a day."""
    return datetime.combine(day, time(9), UTC)


def settled(project: Path, quarter: str) -> Report:
    """A quarter whose choice is written down, as `approve` does it; a correction's beside that of the version before."""
    data = project / "data"
    report = load(Period.parse(quarter), data, project)
    again = newest(report.records, report.period) is not None
    settle(report.plan, report.readings, report.period, report.records, report.decisions, data, correction=again)
    return load(report.period, data, project)


class ExampleYear:
    """The shipped project in git, and the site that it is published in."""

    def __init__(self, folder: Path) -> None:
        self.project, self.root = folder / "project", folder / "site"
        self.project.mkdir()
        for name in ("_config.yml", "_toc.yml"):
            shutil.copy(ROOT / name, self.project / name)
        for name in ("book", "notebooks", "data"):
            shutil.copytree(ROOT / name, self.project / name, ignore=shutil.ignore_patterns(".*", "approvals"))
        self.git("init", "-q")
        self.commit("Planen og årets fire indberetninger")

    def git(self, *arguments: str) -> str:
        identity = ("-c", "user.name=Eksempel", "-c", "user.email=eksempel@example.org", "-c", "commit.gpgsign=false")
        command = ["git", "-C", str(self.project), *identity, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout

    def commit(self, words: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", words)

    def approve(self, quarter: str, day: date = date(2024, 5, 2)) -> None:
        report = settled(self.project, quarter)
        inputs = input_fingerprints(report, self.project, self.project / "data")
        given = read_approvals(report.period, self.project / "data")
        for role, name in (("controller", "Ane Ø. Prøve"), ("ledelse", "Bo Æ. Prøve")):
            given = approve(given, report.plan, role, name, datetime.combine(day, time(), UTC), inputs)
        write_approvals(given, report.period, self.project / "data")
        self.commit(f"Godkendelser af {quarter}")

    def publish(self, quarter: str, day: datetime, correction: str | None = None) -> Publishing:
        data = self.project / "data"
        report = load(Period.parse(quarter), data, self.project)
        inputs = input_fingerprints(report, self.project, data)
        found = standings(report.plan, read_approvals(report.period, data), inputs)
        source = Source(report, self.project, data, found, self.git("rev-parse", "HEAD").strip())
        return publish(source, self.root, Occasion(day, correction))

    def correct(self) -> Publishing:
        """The correction of the last quarter, from the mended files to the edition that tells it; it turns a verdict."""
        folder, period = self.project / "data/2024" / CORRECTED, Period.parse(CORRECTED)
        series, words = folder / "series.csv", folder / "commentary.yml"
        head, *rows = series.read_text(encoding="utf-8").splitlines(keepends=True)
        told = yaml.safe_load(words.read_text(encoding="utf-8")) | {"1.1": _OWNER}
        series.write_text("".join((head, _RESTATED, *rows)), encoding="utf-8", newline="\n")
        words.write_text(yaml.safe_dump(told, allow_unicode=True, width=100), encoding="utf-8", newline="\n")
        seal(
            correction_of(period, self.project / "data", self.project),
            self.project / "data",
            CORRECTION,
            CORRECTION_DAY,
        )
        self.commit("Tallene for 4. kvartal rettet")
        self.approve(CORRECTED, CORRECTION_DAY)
        return self.publish(CORRECTED, at(CORRECTION_DAY), CORRECTION)
