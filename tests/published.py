"""One small published site for all the tests of a process, and copies that they may spoil.

A plugin of pytest: `pytest_plugins = ("published",)`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from once import made_once
from publish_ready import command
from small_site import SmallSite, make_site


@pytest.fixture(scope="session")
def published(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """Published once in a run; tests leave it as it is, and every process has a copy, which it may hold for itself."""
    made = made_once(shared / "published", make_site)
    own = Path(shutil.copytree(made, tmp_path_factory.mktemp("published") / "copy"))
    return SmallSite.at(own)


@pytest.fixture
def before(published: SmallSite, tmp_path: Path) -> Path:
    """A copy of the site as it was before its correction."""
    return Path(shutil.copytree(published.before, tmp_path / "place" / "site"))


@pytest.fixture
def whole(published: SmallSite, tmp_path: Path) -> Path:
    """A copy of the finished site."""
    return Path(shutil.copytree(published.root, tmp_path / "place" / "site"))


@pytest.fixture(scope="session")
def approved_once(published: SmallSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Path(shutil.copytree(published.project, tmp_path_factory.mktemp("approved") / "library"))
    done = command(published, "approve", "2026K1", "--role", "bibliotekar", "--by", "Ida Prøve", cwd=project)
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def approved(approved_once: Path, tmp_path: Path) -> Path:
    """A copy of the project in which the correction is approved."""
    return Path(shutil.copytree(approved_once, tmp_path / "library"))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can look into."""
    folder = Path(tempfile.mkdtemp(prefix="kvartalsbog-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
