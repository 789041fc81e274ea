"""What every command of the command line shares: where it prints, and how it is told which quarter and which data."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kvartalsbog.book.progress import Observer, Step
from kvartalsbog.errors import KvartalsbogError, UsageError, offered
from kvartalsbog.files.placement import not_there
from kvartalsbog.periods import Period, named_parts
from kvartalsbog.process.printing import Printer

if TYPE_CHECKING:
    from kvartalsbog.book.running import Running
    from kvartalsbog.intake.vintage.ground import Ground

MAX_SPOKEN = 500
out, err = Printer(stderr=False), Printer(stderr=True)


def _parsed(context: typer.Context, period: str | None) -> str | None:
    """A text that has the form of a period's name; which plan's it is depends on the data. Raises UsageError for another."""
    try:
        if period is not None:
            named_parts(period)
    except ValueError as error:
        raise UsageError(f"{error}. {offered(period, _begun(context, ''))}") from error
    return period


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        near = f"{told} " if (told := not_there(folder)) else ""
        raise UsageError(
            f"{folder}: Mappen findes ikke. {near}Kør kommandoen i projektets mappe, eller brug --data-dir."
        )
    return folder


def _begun(context: typer.Context, incomplete: str) -> list[str]:
    """The periods that a shell completes; none where the data cannot be read, which is told when the command is called."""
    from kvartalsbog.inputs.periods import periods  # noqa: PLC0415 - not for `--help` or a wrong call

    try:
        return [
            str(one)
            for one in periods(context.params.get("data_dir") or Path("data"))
            if str(one).startswith(incomplete)
        ]
    except (KvartalsbogError, OSError):
        return []


def checked(check: Callable[[Any], object]) -> Callable[[Any], Any]:
    """Hold an option's value, where it is given, to `check` while the call is read, so that all wrong ones are told at
    once; `check` raises UsageError.
    """

    def held(value: Any) -> Any:
        if value is not None:
            check(value)
        return value

    return held


PeriodArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[QUARTER]",
        help="The quarter, as 2024K1, of the first authority's plan, or as anklagemyndigheden/2024K1. Default: the newest.",
        show_default=False,
        callback=_parsed,
        autocompletion=_begun,
    ),
]
_STEPS = {"started": "i gang", "done": "færdig", "remembered": "som sidst"}
_DAY = 86_400  # seconds
PeriodName = Annotated[
    str,
    typer.Argument(
        metavar="QUARTER",
        help="The quarter, as 2024K1 or anklagemyndigheden/2024K1.",
        callback=_parsed,
        autocompletion=_begun,
    ),
]
DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        help="The folder of the plans and readings. Default: data/ in the project.",
        show_default=False,
        callback=checked(_there),
    ),
]
Project = Annotated[
    Path, typer.Option("--project", help="The folder with _config.yml, _toc.yml, book/ and notebooks/.")
]

Port = Annotated[int, typer.Option(min=0, max=65535, help="The port on this machine; 0 takes any that is free.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")]
Template = Annotated[
    Path | None,
    typer.Option("--template", help="A Word template (.docx or .dotx) of the authority.", show_default=False),
]


def _seconds(value: float) -> float:
    if not (math.isfinite(value) and 0 < value <= _DAY):
        raise UsageError(f"--timeout {value:g}: Skriv et antal sekunder over 0 og højst {_DAY}.")
    return value


Timeout = Annotated[float, typer.Option(callback=_seconds, help="Seconds that one notebook may take.")]


def data_folder(data_dir: Path | None, project: Path) -> Path:
    """The folder of the plans and readings; raises UsageError when it is not there."""
    return _there(data_dir or project / "data")


def wanted_period(period: str | None, data_dir: Path | None, project: Path) -> Period:
    """The quarter that was asked for, or the newest; raises UsageError when it is none."""
    from kvartalsbog.inputs.periods import named_period, newest_period, periods  # noqa: PLC0415 - not for `--help` or a wrong call

    folder = data_folder(data_dir, project)
    if period is None:
        return newest_period(folder)
    try:
        return named_period(period, folder)
    except ValueError as error:
        raise UsageError(f"{error}. {offered(period, map(str, periods(folder)))}") from error


def spoken(option: str, words: str) -> str:
    """A text that was given as an option and is kept: held to the rule of every text. Raises UsageError."""
    from pydantic import Field, TypeAdapter, ValidationError  # noqa: PLC0415 - a tenth of a second, and most commands are told nothing

    from kvartalsbog.files.fields import Words  # noqa: PLC0415

    held: TypeAdapter[str] = TypeAdapter(Annotated[Words, Field(max_length=MAX_SPOKEN, pattern=r"^[^\r\n]*$")])
    try:
        told = held.validate_python(words.strip())
    except ValidationError as error:
        raise UsageError(
            f"{option}: Teksten kan ikke bruges. Skriv 1 til {MAX_SPOKEN} synlige tegn i én linje, uden skjulte tegn."
        ) from error
    return told


def kept(option: str) -> Callable[[str | None], str | None]:
    """The callback of an option whose text is kept, so that it is held to the rule while the call is read."""
    return lambda words: None if words is None else spoken(option, words)


def day_given(option: str, what: str) -> Callable[[str | None], date | None]:
    """How an option's day is read; `what` happened on it, so it has come. What it gives raises UsageError."""

    def read(text: str | None) -> date | None:
        try:
            day = date.fromisoformat(text) if text is not None else None
        except ValueError as error:
            raise UsageError(f"{option} {text}: Datoen kan ikke læses. Skriv den som 2024-04-09.") from error
        if day is not None and day > date.today():
            raise UsageError(f"{option} {text}: Dagen er ikke kommet endnu. Skriv den dag, {what}.")
        return day

    return read


def tell_written(base: Ground, names: Iterable[str]) -> None:
    """What of a quarter's files a command has written, what comes next, and how it is undone."""
    out.print(f"{base.folder}: skrevet {', '.join(names)}.")
    next_steps(f"kvartalsbog status {base.period}", f"kvartalsbog check {base.period}", save_in_git(base.folder))
    out.print(f"Fortryd: kvartalsbog undo {base.period}")


def next_steps(*steps: str) -> None:
    """Tell what to do after a command, in order."""
    out.print("Næste skridt:")
    for number, step in enumerate(steps, start=1):
        out.print(f"  {number}. {step}")


def save_in_git(*paths: Path | str) -> str:
    """The step that saves in git all that a command wrote."""
    return f"git add {' '.join(dict.fromkeys(map(str, paths)))} && git commit"


@contextmanager
def running_with(timeout: float) -> Iterator[Running]:
    """How a command runs its notebooks: it shows how far they are. What forks their kernels gets ready at once: hardly
    anything changes that no notebook reads.
    """
    from kvartalsbog.book.running import Running  # noqa: PLC0415 - most commands run none
    from kvartalsbog.book.warm import WarmKernels  # noqa: PLC0415

    with WarmKernels() as warm, Watcher() as watcher:
        warm.begin()
        yield Running(timeout, watcher.observe, warm)


class Watcher:
    """Shows how far a book is: a bar on a terminal, plain lines anywhere else."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415 - as above

        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=err.console, transient=True
        )
        self._task = self._bar.add_task("Bogen", total=None)
        self._started = self._done = 0

    def __enter__(self) -> Watcher:
        if err.is_terminal:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if err.is_terminal:  # elsewhere it would leave an empty line
            self._bar.stop()

    @property
    def observe(self) -> Observer:
        return self._see

    def _see(self, step: Step) -> None:
        self._started += step.event == "started"
        self._done += step.event == "done"
        self._bar.update(self._task, completed=self._done, total=self._started)
        if not err.is_terminal:
            err.print(f"{step.name}: {_STEPS[step.event]}")
