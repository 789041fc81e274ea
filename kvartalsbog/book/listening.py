"""How what a kernel shows is taken in: up to a size, so that no notebook can fill the memory of the one who runs it."""

from __future__ import annotations

from typing import Any

import papermill.engines
from nbclient.exceptions import CellExecutionError
from papermill.clientwrap import PapermillNotebookClient

ENGINE = "kvartalsbog"
LOUDEST = 20_000_000  # bytes of one notebook's outputs; the largest chapter of a large plan has some 2 MB


class _Client(PapermillNotebookClient):  # type: ignore[misc]  # papermill publishes no types
    """Ends the kernel when a notebook shows too much, takes nothing in from then on, and tells how a cell failed."""

    def execute_cell(self, cell: Any, cell_index: int, **settings: Any) -> Any:
        try:
            return super().execute_cell(cell, cell_index, **settings)
        except CellExecutionError as error:
            self.km.lease.failed = (error.ename, error.evalue)  # not every failure is among the outputs
            raise

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        lease = self.km.lease
        lease.heard += _size(msg.get("content"))
        if lease.heard > LOUDEST:
            lease.loud = lease.loud or cell_index  # from 0, and the cell that sets the parameters is before it
            lease.end("loud")
            msg = {**msg, "content": {**msg["content"], "text": "", "data": {}, "traceback": []}}
        return super().process_message(msg, cell, cell_index)


class _Engine(papermill.engines.NBClientEngine):  # type: ignore[misc]  # ditto
    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **settings: Any) -> Any:
        wanted = {name: settings[name] for name in ("kernel_manager_class",)}
        timeout = settings["start_timeout"]
        return _Client(nb_man, kernel_name=kernel_name, startup_timeout=timeout, timeout=None, log=papermill.engines.logger, **wanted).execute()  # fmt: skip


def _size(value: Any) -> int:
    """About how many bytes a message's content has."""
    if isinstance(value, dict):
        return sum(_size(entry) for entry in value.values())
    if isinstance(value, list | tuple):
        return sum(map(_size, value))
    return len(value) if isinstance(value, str | bytes) else 8


papermill.engines.papermill_engines.register(ENGINE, _Engine)
