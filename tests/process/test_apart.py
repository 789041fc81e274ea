"""A function in a process of its own: it waits to be let, tells what it raises, and ends with whoever has it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from kvartalsbog.errors import Place, Problem, ProblemsError, refusal_behind
from kvartalsbog.process.apart import Apart

PROBLEMS = ProblemsError([Problem(Place("book/a.md", 3), "Linket fører ikke til noget.")])


def fail(error: Exception) -> None:
    raise error


def fail_on_a_full_disk() -> None:
    raise PROBLEMS from OSError(errno.ENOSPC, "No space left on device", "book.html")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_it_begins_when_it_is_let_and_has_a_process_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "own"
    with Apart(lambda: own.write_text(str(os.getpid()), encoding="utf-8")) as apart:
        assert not own.exists()
        apart.begin()
        apart.begin()
        apart.result()
        number = int(own.read_text(encoding="utf-8"))
    assert number != os.getpid()


def test_a_refusal_of_the_systems_comes_with_what_it_led_to() -> None:
    with Apart(fail_on_a_full_disk) as apart:
        apart.begin()
        with pytest.raises(ProblemsError) as told:
            apart.result()
    refusal = refusal_behind(told.value)
    assert refusal is not None
    assert refusal.errno == errno.ENOSPC


def test_what_it_raises_is_raised_by_whoever_waits() -> None:
    with Apart(partial(fail, PROBLEMS)) as apart:
        apart.begin()
        with pytest.raises(ProblemsError) as told:
            apart.result()
    assert told.value.problems == PROBLEMS.problems
    with Apart(partial(fail, ValueError("noget"))) as apart:
        apart.begin()
        with pytest.raises(ValueError, match="noget") as unforeseen:
            apart.result()
    assert "in fail" in "".join(unforeseen.value.__notes__)  # where it was raised


def test_one_that_is_killed_is_told_of() -> None:
    with Apart(die) as apart:
        apart.begin()
        with pytest.raises(RuntimeError, match="ended with -9"):
            apart.result()


def test_one_that_is_never_let_ends(tmp_path: Path) -> None:
    with Apart((tmp_path / "own").touch) as apart:
        number = apart._process.pid
    assert number is not None
    assert not (tmp_path / "own").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_only_a_process_of_one_thread_without_zeromq_can_be_forked() -> None:
    code = (
        "import threading, time\nfrom kvartalsbog.process.apart import can_fork\nprint(can_fork())\n"
        "go = threading.Event(); other = threading.Thread(target=go.wait); other.start(); print(can_fork()); go.set(); other.join()\n"
        "while len(__import__('os').listdir('/proc/self/task')) > 1: time.sleep(0.01)\n"
        "print(can_fork()); import zmq; print(can_fork()); zmq.Context.instance(); print(can_fork())"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert told == ["True", "False", "True", "True", "False"]
