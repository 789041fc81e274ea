"""Kernels that can run beside each other: each on its own ipc path, and every one ended when the run ends."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager


class IpcKernelManager(AsyncKernelManager):
    """A kernel on a unique, short ipc path.

    Ports race when kernels start together, and jupyter_client's default ipc path is shared by all kernels of a
    folder, so that their messages cross. A folder of its own for each kernel avoids both.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.folder = tempfile.mkdtemp(prefix="kb-")
        self.transport = "ipc"
        self.ip = str(Path(self.folder, "s"))

    def kill(self) -> None:
        """End the kernel at once, from any thread, and remove its folder."""
        process = getattr(self.provisioner, "process", None)
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class KernelGroup:
    """The kernels of one run. Leaving the group ends them all, whatever happened."""

    def __init__(self) -> None:
        self._managers: list[IpcKernelManager] = []

    def __enter__(self) -> KernelGroup:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End every kernel of the group; those that have ended already are left in peace."""
        for manager in tuple(self._managers):
            manager.kill()

    def member(self) -> tuple[type[IpcKernelManager], list[IpcKernelManager]]:
        """A manager class whose kernel joins the group, and the list in which its manager will be found."""
        group, own = self._managers, list[IpcKernelManager]()

        class Member(IpcKernelManager):
            def __init__(self, **settings: Any) -> None:
                super().__init__(**settings)
                group.append(self)
                own.append(self)

        return Member, own
