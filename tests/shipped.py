"""What the package ships beside its modules: templates, scripts, starting points of a project."""

from __future__ import annotations

from collections.abc import Mapping

import architecture


def texts() -> Mapping[str, str]:
    """The text of every such file, by its place in the package."""
    files = (path for path in sorted(architecture.PACKAGE.rglob("*")) if path.is_file() and path.suffix != ".py")
    return {
        path.relative_to(architecture.PACKAGE).as_posix(): path.read_text(encoding="utf-8")
        for path in files
        if "__pycache__" not in path.parts
    }
