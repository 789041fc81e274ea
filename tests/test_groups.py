"""Tests that share what takes long to make run in one process: without it every process would make it again."""

from __future__ import annotations

import os

import pytest
from conftest import LONGEST, ROOT


@pytest.mark.xdist_group("together")
def test_a_group_is_seen_by_those_who_share_the_tests_out(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("xdist_group").args == ("together",)
    assert request.node.nodeid.endswith("@together") is ("PYTEST_XDIST_WORKER" in os.environ)


def test_the_tests_of_a_file_are_a_group(request: pytest.FixtureRequest) -> None:
    """Else every process would make again what a file's tests share."""
    assert request.node.get_closest_marker("xdist_group").args == ("test_groups.py",)
    assert request.node.get_closest_marker("slow") is None


def test_the_longest_are_there() -> None:
    files = [name for name in LONGEST if name.endswith(".py")]
    assert len(files) > 10
    assert [name for name in files if not (ROOT / "tests" / name).is_file()] == []
