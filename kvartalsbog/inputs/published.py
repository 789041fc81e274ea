"""Which quarters have been published, written down beside their inputs: a published quarter is corrected, never re-taken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kvartalsbog.disclosure.record import FOLDER
from kvartalsbog.errors import UsageError, refusal
from kvartalsbog.files.documents import json_text, parse_json
from kvartalsbog.files.placement import write_text
from kvartalsbog.inputs.approvals import read_approvals
from kvartalsbog.inputs.loading import APPROVALS
from kvartalsbog.periods import Period

FILE = "published.json"


def published(data_dir: Path, plan: str) -> Mapping[str, int]:
    """Period → its newest published version, of a plan. Raises ProblemsError when what is written cannot be read."""
    path = data_dir / plan / FILE
    if not path.is_file():
        return {}
    told = parse_json(path.read_bytes(), name=f"{plan}/{FILE}")
    if not isinstance(told, dict) or not all(type(version) is int and version > 0 for version in told.values()):
        hint = "Hent den, som den var; »publish« skriver den."
        raise refusal(f"{plan}/{FILE}", "Filen siger ikke, hvad der er udgivet.", hint=hint)
    return told


def is_chosen(period: Period, data_dir: Path) -> bool:
    """Whether it is written down what a quarter's edition shows, which the first approval does."""
    return any((data_dir / period.plan / FOLDER).glob(f"{period.name}-*.csv"))


def refuse_published(period: Period, data_dir: Path, refused: str) -> None:
    """Raise UsageError where a quarter is published, or was approved before approvals and publishing left what is read
    here, and so may be; `refused` says what cannot be done. Raises what `published` and `read_approvals` do.
    """
    correct = f"En fejl i det rettes med: kvartalsbog correct {period}"
    if period.name in published(data_dir, period.plan):
        raise UsageError(f"{period} er udgivet. {refused} {correct}")
    if read_approvals(period, data_dir) and not is_chosen(period, data_dir):
        unpublished = (
            f"Er det aldrig udgivet, så slet {period.plan}/{APPROVALS}/{period.name}.json, og godkend igen bagefter."
        )
        raise UsageError(
            f"{period} er godkendt med en ældre udgave af programmet og kan være udgivet. {refused} {correct}. {unpublished}"
        )


def write_published(data_dir: Path, period: Period, version: int) -> Path:
    """Write down that a version of a quarter is published; gives the file. Raises OSError and what `published` does."""
    path = data_dir / period.plan / FILE
    told = {**published(data_dir, period.plan), period.name: version}
    write_text(path, json_text(dict(sorted(told.items()))))
    return path
