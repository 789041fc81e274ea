"""The project's key: with it the fingerprints of small inputs can be published without telling what is in them.

A file of a few hundred figures can be guessed from its SHA-256, a million guesses a second. From its HMAC (RFC 2104) it
can not, without the key, which is as secret as the figures are and lies beside them.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from kvartalsbog.errors import Place, Problem, ProblemsError, UsageError
from kvartalsbog.files.placement import write_new

KEY = "publication.key"
_TEXT = re.compile(r"[0-9a-f]{64}\n?")
FIND_KEY = f"Hent data/{KEY} fra projektets git-historik eller en sikkerhedskopi."


@dataclass(frozen=True)
class RecordKey:
    """The secret itself; it is never shown, not even by `repr`."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """What tells two keys apart and nothing of them: 64 hexadecimal digits."""
        return self.digest("", b"")

    def digest(self, name: str, content: bytes) -> str:
        """The HMAC-SHA256 of a file's name and content: 64 hexadecimal digits."""
        return hmac.new(self.secret, name.encode() + b"\0" + content, hashlib.sha256).hexdigest()


def new_key() -> RecordKey:
    """A key that is nowhere written."""
    return RecordKey(secrets.token_bytes(32))


def read_key(data_dir: Path) -> RecordKey | None:
    """The project's key; None where there is none. Raises ProblemsError for a file that is no key, UsageError for one
    that may not be read. Neither tells what is in it.
    """
    path = data_dir / KEY
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        text = ""
    except OSError as error:
        raise UsageError(f"{path}: Nøglen kan ikke læses ({type(error).__name__}). {FIND_KEY}") from error
    if _TEXT.fullmatch(text) is None:
        problem = Problem(
            Place(f"data/{KEY}"), "Filen er ikke en nøgle.", allowed="64 tegn af 0–9 og a–f", hint=FIND_KEY
        )
        raise ProblemsError([problem])
    return RecordKey(bytes.fromhex(text.strip()))


def open_to_others(data_dir: Path) -> str | None:
    """A sentence where others than its owner may read the key's file: git, for one, does not keep that they may not. It
    is a warning, because the figures beside it are as secret. None where nobody else may, and on Windows, whose rights
    are other than these.
    """
    path = data_dir / KEY
    if os.name == "nt" or not path.is_file() or not stat.S_IMODE(path.stat().st_mode) & 0o077:
        return None
    return f"Bemærk: {path} kan læses af andre end dig. Er det ikke meningen, så skriv: chmod 600 {path}"


def held_key(data_dir: Path) -> RecordKey:
    """The project's key, made the first time, readable for its owner alone. Raises what `read_key` raises."""
    found = read_key(data_dir)
    if found is not None:
        return found
    path, made = data_dir / KEY, new_key()
    try:
        write_new(path, f"{made.secret.hex()}\n".encode("ascii"), mode=0o600)
    except FileExistsError:  # made by another command in this moment
        return held_key(data_dir)
    except OSError as error:
        raise UsageError(f"{path}: Nøglen kan ikke skrives ({type(error).__name__}). Giv lov til at skrive i mappen.") from error  # fmt: skip
    return made
