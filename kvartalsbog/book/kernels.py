"""Kernels that can run beside each other: each on a path of its own, kept by a process that ends all it has started."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, ClassVar, Literal

import matplotlib as mpl
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from kvartalsbog.book import keeper
from kvartalsbog.book.warm import WarmKernels, kernel_environment
from kvartalsbog.errors import ExecutionError
from kvartalsbog.files.workplace import workplace

_LAUNCHER = "ipykernel_launcher"
_PREFIX = "kb-"
_ROOM = 60  # characters that a socket's path takes below the folder of temporary files
_LONGEST = 103  # characters of a socket's path that macOS allows; Linux allows four more
_PATIENCE = 15.0  # seconds in which a keeper must have ended
_IS_KEPT = hasattr(os, "fork")  # elsewhere, on Windows, a kernel is ended without what it has started
Reason = Literal["done", "late", "loud", "broken off"]


class _Provisioner(LocalProvisioner):
    """Has the kernel forked where that can be had, and starts it where not."""

    parent: KernelManager
    process: Any

    async def launch_kernel(self, cmd: list[str], **settings: Any) -> Any:
        lease, arguments = self.parent.lease, cmd[cmd.index(_LAUNCHER) + 1 :]
        warm, own = lease.group.warm, dict(settings["env"].items() - kernel_environment().items())
        forked = warm.fork(arguments, settings["cwd"], own, lease.kept_by) if warm is not None else None
        if forked is None:
            return await super().launch_kernel(cmd, **settings)
        self.process, self.pid = forked, forked.pid
        return self.connection_info


class KernelManager(AsyncKernelManager):
    """A kernel of this very Python, on a unique, short path in a folder that its group owns.

    Ports race when kernels start together, and jupyter_client's default ipc path is shared by all kernels of a
    folder, so that their messages cross. What a kernel writes by itself goes nowhere, and it works in an empty folder.
    """

    lease: ClassVar[Lease]

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        folder = Path(tempfile.mkdtemp(prefix="k", dir=self.lease.group.folder))
        if len(str(folder)) + 10 < _LONGEST and os.name == "posix":
            self.transport, self.ip = "ipc", str(folder / "s")
        self.connection_file = str(folder / "kernel.json")
        argv = [sys.executable, "-m", _LAUNCHER, "-f", "{connection_file}"]
        self._kernel_spec = KernelSpec(argv=argv, display_name="Python 3", language="python")
        self.provisioner = _Provisioner(parent=self, kernel_spec=self._kernel_spec)
        self._folder = folder
        self.lease.manager = self

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The kernel's command, behind its keeper's."""
        command = super().format_kernel_cmd(extra_arguments)
        if not _IS_KEPT:
            return command
        return [sys.executable, "-I", "-S", keeper.__file__, str(self.lease.kept_by), *command]

    async def start_kernel(self, **settings: Any) -> None:  # type: ignore[override]  # jupyter_client types it as sync
        """Start the kernel, unless it is no longer wanted. Raises ExecutionError."""
        with self.lease.pipe() as end:
            work = self._folder / "work"
            work.mkdir()
            environment = {**kernel_environment(), "IPYTHONDIR": str(self._folder / "ipython")}
            nothing = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
            kept = {"pass_fds": (end,)} if _IS_KEPT else {}
            await super().start_kernel(**{**settings, **nothing, **kept, "env": environment, "cwd": str(work)})

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:  # type: ignore[override]  # noqa: ARG002
        """End the kernel. It has said what it had to say, and an interrupt, which it is sent by others, it complains of."""
        self.lease.end("done")
        await super().cleanup_resources(restart=restart)


class Lease:
    """One notebook's kernel: how long it may live, and why it was ended."""

    def __init__(self, group: KernelGroup) -> None:
        self.group = group
        self.manager: KernelManager | None = None
        self.reason: Reason | None = None
        self.heard = self.loud = 0  # bytes that were shown, and the number of the cell at which they were too many
        self.failed: tuple[str, str] | None = None  # an exception's name and its words
        self.kept_by = -1
        self._held: int | None = None
        self._lock = threading.Lock()

    @contextmanager
    def pipe(self) -> Iterator[int]:
        """The keeper's end of a pipe that tells it when the kernel is no longer wanted, open until the context is left."""
        with self._lock:
            if self.reason is not None:
                raise ExecutionError("Kørslen er afbrudt.")
            self.kept_by, self._held = os.pipe()
        try:
            yield self.kept_by
        finally:
            os.close(self.kept_by)

    def end(self, reason: Reason) -> None:
        """End the kernel and all that it has started, from any thread, and see that they are gone."""
        with self._lock:
            self.reason = self.reason or reason
            held, self._held = self._held, None
        if held is not None:
            os.close(held)
        process = getattr(getattr(self.manager, "provisioner", None), "process", None)
        if process is not None and not _IS_KEPT:
            process.kill()
        until = time.monotonic() + _PATIENCE
        while process is not None and process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)


class KernelGroup:
    """The kernels of one run, forked by `warm` where it can. Leaving the group ends them all and removes their folders,
    whatever happened.
    """

    def __init__(self, warm: WarmKernels | None = None) -> None:
        self.warm = warm
        self._leases: list[Lease] = []
        self._stack = ExitStack()
        self.ended = False
        self.folder = str(self._stack.enter_context(workplace(_room(), _PREFIX)))
        # where matplotlib can keep nothing, this lets every kernel know the folder that it has instead
        mpl.get_configdir(), mpl.get_cachedir()
        # traitlets looks for classes by their names when it makes the first instance, which two threads must not do at once
        AsyncKernelManager(), LocalProvisioner()
        if warm is not None:
            warm.begin()

    def __enter__(self) -> KernelGroup:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._stack.close()

    def kill(self) -> None:
        """End every kernel of the group, also those about to start; those that have ended are left in peace."""
        self.ended = True
        for lease in tuple(self._leases):
            lease.end("broken off")

    def member(self) -> tuple[type[KernelManager], Lease]:
        """A manager class whose kernel joins the group, and its lease. Raises ExecutionError when the group has ended."""
        if self.ended:
            raise ExecutionError("Kørslen er afbrudt.")
        own = Lease(self)
        self._leases.append(own)

        class Member(KernelManager):
            lease = own

        return Member, own


def _room() -> Path:
    """The folder of temporary files, or one with a name that is short enough for a socket where there is one."""
    wanted = Path(tempfile.gettempdir())
    if len(str(wanted)) + _ROOM <= _LONGEST:
        return wanted
    for name in (os.environ.get("XDG_RUNTIME_DIR", ""), "/tmp", "/var/tmp", "/dev/shm"):
        if name and len(name) + _ROOM <= _LONGEST and os.access(name, os.W_OK | os.X_OK):
            return Path(name)
    return wanted
