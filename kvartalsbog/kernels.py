"""Kernels that can run beside each other: each on its own ipc path, and every one ended when the run ends."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager

from kvartalsbog.errors import ExecutionError


class IpcKernelManager(AsyncKernelManager):
    """A kernel on a unique, short ipc path in a folder that its group owns.

    Ports race when kernels start together, and jupyter_client's default ipc path is shared by all kernels of a
    folder, so that their messages cross. A folder of its own for each kernel avoids both.
    """

    group: KernelGroup

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.transport = "ipc"
        self.ip = str(Path(tempfile.mkdtemp(prefix="k", dir=self.group.folder), "s"))

    async def start_kernel(self, **settings: Any) -> None:  # type: ignore[override]  # jupyter_client types it as sync
        """Start the kernel, unless its group has ended: before, or while the kernel was on its way up."""
        await super().start_kernel(**settings)
        if self.group.ended:
            self.kill()

    def kill(self) -> None:
        """End the kernel at once, from any thread."""
        process = getattr(self.provisioner, "process", None)
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()


class KernelGroup:
    """The kernels of one run. Leaving the group ends them all and removes their folders, whatever happened."""

    def __init__(self) -> None:
        self._managers: list[IpcKernelManager] = []
        self._folder = tempfile.TemporaryDirectory(prefix="kb-", ignore_cleanup_errors=True)
        self.folder = self._folder.name
        self.ended = False

    def __enter__(self) -> KernelGroup:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._folder.cleanup()

    def kill(self) -> None:
        """End every kernel of the group, also those about to start; those that have ended are left in peace."""
        self.ended = True
        for manager in tuple(self._managers):
            manager.kill()

    def member(self) -> tuple[type[IpcKernelManager], list[IpcKernelManager]]:
        """A manager class whose kernel joins the group, and the list in which its manager will be found.

        Raises ExecutionError when the group has ended.
        """
        if self.ended:
            raise ExecutionError("Kørslen er afbrudt.")
        this, own = self, list[IpcKernelManager]()

        class Member(IpcKernelManager):
            group = this

            def __init__(self, **settings: Any) -> None:
                super().__init__(**settings)
                this._managers.append(self)
                own.append(self)

        return Member, own
