"""Commands as processes of their own that need not start: each is forked from one that has imported all that they need.

For tests of what a process sees or leaves, and not of how one starts. The one that
they are forked from runs nothing itself: `python forks.py` reads an order from each line of its input.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from conftest import MODULES


def command(
    *arguments: str | Path, cwd: Path, ready: Path | None = None, before: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder; with `ready` a version is copied and not made. `before` stands before the start of
    the process that it is forked from, as that of another user.
    """
    with tempfile.TemporaryDirectory(prefix="fork-") as folder:
        end, out, err = (Path(folder, name) for name in ("end", "out", "err"))
        os.mkfifo(end)
        if before:
            Path(folder).chmod(0o777)
            end.chmod(0o666)
        server = _server(*before)
        assert server.stdin
        server.stdin.write(json.dumps(_order(arguments, cwd, ready, folder)) + "\n")
        server.stdin.flush()
        code = int(_told(end, server))
        return subprocess.CompletedProcess(arguments, code, *(path.read_text(encoding="utf-8") for path in (out, err)))


def forked(*arguments: str | Path, cwd: Path, ready: Path | None = None) -> subprocess.CompletedProcess[str]:
    """As `command`, but forked from this process, which has imported all that is needed and has one thread."""
    with tempfile.TemporaryDirectory(prefix="fork-") as folder:
        child = os.fork()
        if child == 0:
            _run(_order(arguments, cwd, ready, folder))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        told = (Path(folder, name).read_text(encoding="utf-8") for name in ("out", "err"))
        return subprocess.CompletedProcess(arguments, code, *told)


def _order(arguments: tuple[str | Path, ...], cwd: Path, ready: Path | None, folder: str) -> dict[str, Any]:
    return {"arguments": list(map(str, arguments)), "cwd": str(cwd), "ready": ready and str(ready), "folder": folder}


def _told(end: Path, server: subprocess.Popen[str]) -> str:
    """What is written to the pipe; a server that has died would be waited for for ever."""
    pipe = os.open(end, os.O_RDONLY | os.O_NONBLOCK)
    try:
        while not select.select([pipe], [], [], 0.5)[0] or not (told := os.read(pipe, 16)):
            assert server.poll() is None, "the process that commands are forked from has ended"
        return told.decode()
    finally:
        os.close(pipe)


@cache
def _server(*before: str) -> subprocess.Popen[str]:
    known = tempfile.mkdtemp(prefix="known-")  # what is known of sites is kept between commands, as for everybody
    atexit.register(shutil.rmtree, known, ignore_errors=True)
    environment = {**os.environ, "PYTHONPATH": MODULES, "NO_COLOR": "1", "KVARTALSBOG_CACHE": known}
    if before:
        # another user cannot write where matplotlib keeps what it knows of the fonts
        Path(known).chmod(0o777)
        environment["MPLCONFIGDIR"] = known
    server = subprocess.Popen(
        [*before, sys.executable, str(Path(__file__))], stdin=subprocess.PIPE, env=environment, text=True
    )

    def end() -> None:
        assert server.stdin
        server.stdin.close()
        server.wait()

    atexit.register(end)
    return server


def _serve() -> None:
    """Fork for every order one that runs it and one that waits for it and tells how it ended."""
    import signal  # noqa: PLC0415
    import threading  # noqa: PLC0415

    import kill_publishing  # noqa: F401, PLC0415 - with it comes what publishing needs

    import kvartalsbog.cli.editions  # noqa: F401, PLC0415

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how those that wait have ended
    for line in sys.stdin:
        assert threading.active_count() == 1
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            order = json.loads(line)
            child = os.fork()
            if child == 0:
                _run(order)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            Path(order["folder"], "end").write_text(str(code))
            os._exit(0)


def _run(order: dict[str, Any]) -> None:
    from kill_publishing import ready_version  # noqa: PLC0415

    from kvartalsbog.cli.app import main  # noqa: PLC0415
    from kvartalsbog.editions import publishing  # noqa: PLC0415

    code: object = 1
    try:
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(Path(order["folder"], name), os.O_WRONLY | os.O_CREAT, 0o600), number)
        os.chdir(order["cwd"])
        if order["ready"]:
            publishing.make_version = ready_version(Path(order["ready"]))
        sys.argv = ["kvartalsbog", *order["arguments"]]
        main()
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    _serve()
