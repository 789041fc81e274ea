"""A site whose lists agree with a forgery in it."""

from __future__ import annotations

from pathlib import Path

from kvartalsbog.editions.site import INDEX, list_bytes, read_list
from kvartalsbog.files.fingerprints import sha256


def relist(root: Path, **more: object) -> None:
    """Rewrite the list of editions, so that it agrees with every file as it is now."""
    known = read_list(root)
    assert known is not None
    known.pop("sha256")
    every = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    names = {path.relative_to(root).as_posix(): path for path in every}
    around = {name: sha256(path) for name, path in sorted(names.items()) if "/v" not in name and name != INDEX}
    (root / INDEX).write_bytes(list_bytes({**known, "files": around, **more}))
