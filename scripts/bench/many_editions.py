"""A site of many editions from one of one: `python -m bench.many_editions SITE NUMBER`.

The edition is copied to as many quarters, ever later or, where they run out, earlier ones; a line at the end of every page
makes each a page of its own. Manifests, chain, checksums and everything around the editions are the engine's, so that the
site is whole.
"""

from __future__ import annotations

import shutil
import sys
from datetime import timedelta
from pathlib import Path

from kvartalsbog.editions.manifest import NAME, Manifest, checksums, to_bytes
from kvartalsbog.editions.replacement import _write_front
from kvartalsbog.editions.site import SUMS, Site, read_site
from kvartalsbog.files.fingerprints import fingerprints
from kvartalsbog.periods import Period


def multiply(root: Path, number: int) -> None:
    """Let a site of one edition have so many: those before it in time, and it."""
    (only,) = read_site(root).versions
    model = root / "model"
    (root / only.folder).rename(model)
    shutil.rmtree(root / only.quarter)
    quarters = [only.parsed_period]
    while len(quarters) < number:
        quarters.append(quarters[-1].previous)
    versions: list[Manifest] = []
    for quarter in reversed(quarters):
        versions.append(_copied(root, model, only, quarter, versions, number))
    shutil.rmtree(model)
    _write_front(Site(root, tuple(versions)))


def _copied(root: Path, model: Path, only: Manifest, quarter: Period, before: list[Manifest], number: int) -> Manifest:
    folder = root / f"{quarter}/v1"
    shutil.copytree(model, folder)
    for page in folder.rglob("*.html"):
        page.write_bytes(page.read_bytes() + f"<!-- {quarter} -->\n".encode())
    for name in (NAME, SUMS):
        (folder / name).unlink()
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    manifest = only.model_copy(
        update={
            "year": int(str(quarter)[:4]), "quarter": str(quarter), "sequence": len(before) + 1, "outputs": fingerprints(paths), "inputs": only.inputs,
            "previous": before[-1].fingerprint if before else None,
            "published": only.published - timedelta(days=90 * (number - 1 - len(before))),
        }
    )  # fmt: skip
    (folder / NAME).write_bytes(to_bytes(manifest))
    (folder / SUMS).write_bytes(checksums(manifest.outputs, manifest))
    return manifest


if __name__ == "__main__":
    multiply(Path(sys.argv[1]), int(sys.argv[2]))
