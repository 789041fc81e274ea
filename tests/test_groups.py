"""Tests that share what takes long to make run in one process: without it every process would make it again."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("together")
def test_a_group_is_seen_by_those_who_share_the_tests_out(request: pytest.FixtureRequest) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        assert request.node.nodeid.endswith("@together")
    else:
        assert request.node.get_closest_marker("xdist_group").args == ("together",)
