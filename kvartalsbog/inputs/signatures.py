"""Signatures with the SSH keys that people have, made and checked by `ssh-keygen -Y`; who may sign stands in one file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from pathlib import Path

from kvartalsbog.errors import UsageError
from kvartalsbog.files.workplace import temporary

EXAMPLE_KEY = "~/.ssh/id_ed25519"
_A_LINE = "en linje for hver nøgle, fx ane@myndighed.dk ssh-ed25519 AAAA…"
ALLOWED = "allowed_signers"  # beside the plans: one line for each key, as ssh-keygen(1) describes
APPROVAL, EDITION = "approval@kvartalsbog", "edition@kvartalsbog"  # a signature of one kind is none of the other
_MAGIC = len(b"SSHSIG")
_PRINCIPAL = re.compile(r"[\w.+@-]{1,200}")


def allowed_signers(data_dir: Path) -> str | None:
    """The project's list of who may sign with which key; None where there is none. Raises UsageError when it is no text."""
    path = data_dir / ALLOWED
    if not path.is_file():
        return None
    text = path.read_bytes().decode("utf-8", errors="replace")
    if len(text) > 100_000 or not all(c.isprintable() or c in "\n\t" for c in text.replace("\r\n", "\n")):
        raise UsageError(f"{path}: Filen er ikke en liste over nøgler, som ssh-keygen læser. Tilladt: {_A_LINE}.")
    return text


def unlisted(key: Path, data_dir: Path, signature: str) -> UsageError:
    """What a key is refused for whose signature is by nobody in the project's list, to be raised."""
    public, lines = _public_key(signature), (allowed_signers(data_dir) or "").splitlines()
    found = [number for number, line in enumerate(lines, start=1) if public in line.split()]
    if not found:
        return UsageError(f"{key}: Nøglen står ikke i {data_dir / ALLOWED}. Skriv den dér: navn@myndighed.dk og den offentlige nøgle.")  # fmt: skip
    hint = "Linjen begynder med ét navn som navn@myndighed.dk uden mellemrum og stjerner; »valid-after« og »valid-before« skal rumme dagen, og »namespaces« både"  # fmt: skip
    return UsageError(f"{key}: Nøglen står i {data_dir / ALLOWED}, linje {found[0]}, men linjen gælder ikke her. {hint} {APPROVAL} og {EDITION}.")  # fmt: skip


def _public_key(signature: str) -> str:
    """The key that a signature names as its own, as it stands in a list."""
    body = b64decode("".join(signature.split("-----")[2].split()))
    start = _MAGIC + 8  # a version and the key's length
    return b64encode(body[start : start + int.from_bytes(body[_MAGIC + 4 : start], "big")]).decode("ascii")


def sign(content: bytes, key: Path, namespace: str, *, asks: bool = True) -> str:
    """The signature of bytes, by a private key or, with an agent, by its public half. Where a key has a passphrase the terminal
    asks for it, unless nobody is there who could answer (`asks`). Raises UsageError when it cannot be made.
    """
    if not key.expanduser().is_file():
        raise UsageError(
            f"{key}: Nøglen findes ikke. Skriv stien til den, fx {EXAMPLE_KEY}. En ny laves med: ssh-keygen -t ed25519"
        )
    asks = asks and _has_terminal()
    done = _keygen("sign", "-f", str(key.expanduser()), "-n", namespace, content=content, asks=asks)
    if done.returncode or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        hint = "er kodeordet rigtigt" if asks else "har ssh-agent fået den med »ssh-add«, hvis den har et kodeord"
        raise UsageError(f"{key}: Der kan ikke skrives under med nøglen. Er det en SSH-nøgle, og {hint}?")
    return done.stdout.decode("ascii")


def _has_terminal() -> bool:
    """Whether ssh-keygen could ask somebody: the work of a desk or of a scheduler has no terminal."""
    if os.name != "posix":
        return sys.stdin is not None and sys.stdin.isatty()
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        return False
    return True


def signer(content: bytes, signature: str, allowed: str, namespace: str, at: datetime) -> str | None:
    """Who of the allowed signed these bytes, by the keys that held at a moment; None when nobody did. No agent or
    setting of whoever checks has a part in it.
    """
    moment = f"-Overify-time={at.astimezone(UTC):%Y%m%d%H%M%S}"
    with temporary() as work:
        signed, list_ = work / "signature", work / ALLOWED
        signed.write_text(signature, encoding="utf-8", newline="\n")
        list_.write_text(allowed, encoding="utf-8", newline="\n")
        files = ("-s", str(signed), "-f", str(list_))
        told = _keygen("find-principals", *files, moment, checking=True).stdout.decode("utf-8", errors="replace")
        for name in told.replace(",", "\n").split():
            if _PRINCIPAL.fullmatch(name):
                done = _keygen("verify", *files, "-I", name, "-n", namespace, moment, content=content, checking=True)
                if done.returncode == 0:
                    return name
    return None


def _keygen(
    task: str, *arguments: str, content: bytes = b"", checking: bool = False, asks: bool = True
) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise UsageError("ssh-keygen findes ikke på maskinen. Installér OpenSSH (openssh-client), som skriver under og kontrollerer.")  # fmt: skip
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}
    if checking:
        environment.pop("SSH_AUTH_SOCK", None)
    return subprocess.run(
        [program, "-Y", task, *arguments], input=content, capture_output=True, env=environment, check=False,
        start_new_session=not asks,  # without a terminal
    )  # fmt: skip
