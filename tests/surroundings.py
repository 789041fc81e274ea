"""What the tests find around them is the same whoever runs them: in a CI, in a hook of git, with a login to a server."""

from __future__ import annotations

import os
from collections.abc import MutableMapping

# What programs that the tests use take from the environment without being asked. What says where things lie is kept:
# PATH, HOME, TMPDIR, MPLCONFIGDIR, JAVA_HOME and their like, and what the tests themselves are told (KVARTALSBOG_TOOLS).
NAMES = {
    "CI", "NO_COLOR", "FORCE_COLOR", "PY_COLORS", "COLORTERM", "COLUMNS", "LINES", "TERMINAL_WIDTH", "FORCE_TERMINAL", "LANGUAGE",
    "TZ", "DISPLAY", "EMAIL", "EDITOR", "VISUAL", "PAGER", "SOURCE_DATE_EPOCH", "MPLBACKEND", "SSH_AUTH_SOCK", "SSH_ASKPASS", "UMASK",
}  # fmt: skip
FAMILIES = ("MAKE", "MFLAGS", "GITHUB_", "GITLAB_", "ACTIONS_", "RUNNER_", "CLICOLOR", "LC_", "GIT_", "PG", "XDG_", "PYTHON", "JUPYTER_", "JPY_", "IPYTHON", "SPARK_", "TYPER_", "_TYPER_")  # fmt: skip
FIXED = {"LANG": "C.UTF-8", "TERM": "dumb", "KVARTALSBOG_CACHE": os.devnull}


def forget(environment: MutableMapping[str, str]) -> None:
    """Take out of an environment what would change what the tests see, and set what programs must find."""
    for name in [name for name in environment if name in NAMES or name.startswith(FAMILIES)]:
        del environment[name]
    environment.update(FIXED)
