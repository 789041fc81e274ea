"""The last intake or opening of a quarter can be undone: what stood before is kept aside until the quarter is published.

A step is kept in a folder of its own, `data/.undo/0001`, before anything is written: what stood at each path (`before`),
and the SHA-256 of each file that is going to stand there. So a step is known to be done, undone or half done by what
stands there, also after a crash; what is neither the one nor the other was changed since, and then nothing is undone.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kvartalsbog.errors import ProblemsError, UsageError
from kvartalsbog.files.documents import read_yaml
from kvartalsbog.files.fingerprints import files_below, fingerprints, sha256
from kvartalsbog.files.placement import put_in_place, recover
from kvartalsbog.inputs.published import refuse_published
from kvartalsbog.periods import BODY, PERIOD, PLAN, Period

FOLDER = ".undo"
BY_HAND = "desk"  # the command of a file that was written by hand on the desk
_WHEN = ("before", "after")
_JOURNAL, _BEFORE, _STAGE = "step.json", "before", "making-"
Prints = dict[str, str] | None  # file → SHA-256 below a path, "." for a file itself; None where nothing stands
_PERIOD = f"(?:{BODY}/)?{PERIOD}"
_Name = Annotated[str, Field(pattern=rf"^{PLAN}/(plan\.yml|intake\.yml|{PERIOD})$")]


class _Prints(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    before: Prints
    after: Prints


class _Journal(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    command: Annotated[str, Field(pattern=f"^(intake|enter|new-quarter|{BY_HAND}) {_PERIOD}$")]
    quarter: Annotated[str, Field(pattern=f"^{_PERIOD}$")]
    paths: dict[_Name, _Prints]


@dataclass(frozen=True)
class Step:
    """What one command wrote: at each path, below the folder of the data, what stood before and what stands after."""

    folder: Path
    command: str
    period: Period
    before: Mapping[str, Prints]
    after: Mapping[str, Prints]

    @property
    def named(self) -> str:
        """What it was, for a reader."""
        return "rettelse på bordet" if self.command.startswith(BY_HAND) else f"kvartalsbog {self.command}"

    @property
    def opens(self) -> bool:
        return self.command.startswith("new-quarter")


@contextmanager
def remembered(command: str, period: Period, data_dir: Path, new: Mapping[str, Path]) -> Iterator[None]:
    """As `remember`, around the writing; where it ends before anything was written there is nothing to undo."""
    step = remember(command, period, data_dir, new)
    try:
        yield
    except BaseException:
        if all(_prints(data_dir / name) == _prints(step / _BEFORE / name) for name in new):
            _forget(step)
        raise


def remember(command: str, period: Period, data_dir: Path, new: Mapping[str, Path]) -> Path:
    """Keep what stands where a command is going to write: path below the data → where its new content lies now. Gives the
    step's folder.
    """
    steps = data_dir / FOLDER
    steps.mkdir(exist_ok=True)
    for left in steps.glob(f"{_STAGE}*"):  # of a run that was killed
        shutil.rmtree(left)
    stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=steps))
    for name in new:
        if (data_dir / name).exists():
            _copy(data_dir / name, stage / _BEFORE / name)
    journal = {
        "command": command,
        "quarter": str(period),
        "paths": {n: {"before": _prints(data_dir / n), "after": _prints(path)} for n, path in new.items()},
    }
    (stage / _JOURNAL).write_text(json.dumps(journal, indent=2), encoding="utf-8", newline="\n")
    last = max((int(path.name) for path in steps.iterdir() if path.name.isdigit()), default=0)
    return stage.replace(steps / f"{last + 1:04d}")


def undo(period: Period, data_dir: Path) -> Step:
    """Bring back, byte for byte, what stood before the last step of a quarter; gives the step, with what was brought back.

    Raises UsageError when there is none, when the quarter is published or a later one is open, and when what was
    written was changed since. A step that was never finished is undone as far as it came.
    """
    steps = _steps(data_dir, period)
    if not steps:
        raise UsageError(f"{period}: Der er intet at fortryde.")
    refuse_published(period, data_dir, "Det kan ikke fortrydes.")
    # a year that was opened in two runs, because the first was killed, is one opening
    own = [step for step in steps if step.command == steps[-1].command] if steps[-1].opens else steps[-1:]
    before, after = ({name: prints for step in own for name, prints in getattr(step, when).items()} for when in _WHEN)
    step, otherwise = replace(own[-1], before=before, after=after), []
    _refuse_later(step, data_dir)
    for name in step.after:
        recover(data_dir / name)
        stands = _prints(data_dir / name)
        if stands not in (step.after[name], step.before[name]):
            hint = "Læg den tilbage, som kommandoen skrev den."
            if step.before[name] is None:  # where it is not there at all, it is as it was
                hint = f"Flyt {data_dir / name} et andet sted hen, og kør kommandoen igen."
            raise UsageError(f"{_changed(data_dir / name, step.after[name], stands)}: Filen er ændret siden. {hint}")
        otherwise += [name] if stands != step.before[name] else []
    for name in reversed(otherwise):
        _restore(step, name, data_dir)
    with suppress(OSError):  # a year that has other files stays
        (data_dir / period.plan).rmdir()
    for done in own:
        _forget(done.folder)
    return replace(step, before={name: step.before[name] for name in otherwise})


def last_step(period: Period, data_dir: Path) -> Step | None:
    """The step of a quarter that `undo` would undo. Raises UsageError as `undo` does of what is kept."""
    steps = _steps(data_dir, period)
    return steps[-1] if steps else None


def _forget(step: Path) -> None:
    shutil.rmtree(step)
    with suppress(OSError):  # it holds other steps
        step.parent.rmdir()


def _refuse_later(step: Step, data_dir: Path) -> None:
    period = step.period
    later = [p for p in period.calendar.periods if p > period and (data_dir / p.folder).is_dir()]
    if later:
        raise UsageError(f"{period}: {later[0]} er åbnet siden. Fortryd først: kvartalsbog undo {later[-1]}")


def _restore(step: Step, name: str, data_dir: Path) -> None:
    target, kept = data_dir / name, step.folder / _BEFORE / name
    if step.before[name] is None:
        aside = step.folder / f"undone-{name.replace('/', '-')}"
        target.replace(aside)  # at once; what is aside goes with the step
        return
    stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=step.folder.parent))
    try:
        _copy(kept, stage / target.name)
        put_in_place(stage / target.name, target)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _steps(data_dir: Path, period: Period) -> Sequence[Step]:
    """The steps of a period, oldest first. Raises UsageError where what is kept of any step is not as it was written."""
    found = []
    for folder in sorted((data_dir / FOLDER).glob("[0-9][0-9][0-9][0-9]")):
        try:
            told = _Journal.model_validate(read_yaml(folder / _JOURNAL, name=_JOURNAL).value)
            before, after = ({name: getattr(one, when) for name, one in told.paths.items()} for when in _WHEN)
            if told.quarter == str(period):
                found.append(Step(folder, told.command, period, before, after))
        except (ProblemsError, ValueError) as error:  # pydantic's is a ValueError
            raise UsageError(
                f"{folder}: Mappen er ikke, som den blev skrevet. Slet den; så kan det ikke fortrydes."
            ) from error
    return [step for step in found if any(name.startswith(f"{period.plan}/") for name in step.after)]


def _prints(path: Path) -> Prints:
    if path.is_file():
        return {".": sha256(path)}
    if not path.is_dir():
        return None
    return fingerprints(files_below(path))


def _changed(path: Path, after: Prints, stands: Prints) -> Path:
    differing = sorted(set((after or {}).items()) ^ set((stands or {}).items()))
    return path / differing[0][0] if differing and differing[0][0] else path


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)
