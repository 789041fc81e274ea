"""The tests see the same wherever they run."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from surroundings import FIXED, forget


@pytest.mark.parametrize(
    "name",
    [
        "CI", "GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LC_ALL", "LANGUAGE", "TZ", "GIT_DIR", "PGPASSWORD", "MPLBACKEND",
        "PYTHONWARNINGS", "PYTHONDONTWRITEBYTECODE", "XDG_STATE_HOME", "SOURCE_DATE_EPOCH", "JUPYTER_RUNTIME_DIR", "MAKEFLAGS", "MAKELEVEL", "MFLAGS",
    ],
)  # fmt: skip
def test_what_is_set_outside_is_not_seen_inside(name: str) -> None:
    outside = {name: "1", "PATH": "/bin", "HOME": "/home/it", "KVARTALSBOG_TOOLS": "required", "LANG": "de_DE"}
    forget(outside)
    assert outside == {"PATH": "/bin", "HOME": "/home/it", "KVARTALSBOG_TOOLS": "required", **FIXED}
    assert name not in os.environ


def test_properties_are_tried_without_a_deadline_and_always_on_the_same_examples() -> None:
    assert settings.default is not None
    assert settings.default.deadline is None
    assert settings.default.derandomize
