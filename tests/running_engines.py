"""One PostgreSQL server and one session of Spark for all the tests of the group `engines`, which one process runs.

A plugin of pytest: `pytest_plugins = ("running_engines",)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the server. A test makes tables of its own."""
    from engines import postgres  # noqa: PLC0415 - most that name the plugin use neither

    with postgres() as address:
        yield address


@pytest.fixture(scope="session")
def session() -> Iterator[Any]:
    """The session, in this process's own Java. A test makes views of its own."""
    from engines import spark  # noqa: PLC0415

    with spark() as started:
        yield started
