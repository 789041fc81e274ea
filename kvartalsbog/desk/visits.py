"""What a page of the desk is asked with: which project, which period, what stands in the address and what was typed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from starlette.datastructures import FormData, UploadFile

from kvartalsbog.errors import UsageError
from kvartalsbog.periods import Period


@dataclass(frozen=True)
class Desk:
    """What a desk is of: a project, its data, the site that its editions are published in, and the folder outside them
    in which what came in lies until it is taken in. `timeout` is in seconds a notebook.
    """

    project: Path
    data_dir: Path
    site: Path
    inbox: Path
    timeout: float = 300


def usual_inbox(project: Path) -> Path:
    """Where what comes in lies, where nothing else was asked for: in the user's home, since extracts hold cases."""
    own = project.resolve()
    return Path.home() / "kvartalsbog-bord" / f"{own.name}-{hashlib.sha256(str(own).encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Visit:
    """A request as the pages see it. `form` is what was typed or dropped; nothing where the page is only looked at."""

    desk: Desk
    period: Period
    query: Mapping[str, str] = field(default_factory=dict)
    form: FormData = field(default_factory=FormData)
    rest: str = ""

    @property
    def inbox(self) -> Path:
        """The folder of what came in for the period."""
        return self.desk.inbox / self.period.folder

    def address(self, page: str = "", **query: str) -> str:
        """The address of one of the period's pages."""
        return address(self.period, page, **query)

    def typed(self, name: str) -> str:
        """What stands in a field, without spaces at its ends; empty where it was not sent."""
        value = self.form.get(name, "")
        return "" if isinstance(value, UploadFile) else value.replace("\r\n", "\n").strip()

    def number(self, name: str, told: str) -> int:
        """A whole number from a field or the address; 0 where there is none. Raises UsageError for anything else."""
        text = self.typed(name) or self.query.get(name, "")
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise UsageError(f"{told}: Skriv et helt tal fra 0 og op. Fundet: {text!r}.")
        return int(text or 0)


def address(period: Period, page: str = "", **query: str) -> str:
    """The address of a page of a period."""
    asked = f"?{urlencode({name: value for name, value in query.items() if value})}" if any(query.values()) else ""
    return quote(f"/periode/{period}/{page}") + asked
