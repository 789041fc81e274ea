"""The command that opens the controller's desk."""

from __future__ import annotations

import threading
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvartalsbog.cli.console import DataDir, Port, Project, Timeout, data_folder, out
from kvartalsbog.errors import UsageError

if TYPE_CHECKING:
    from kvartalsbog.desk.visits import Desk


def desk(
    port: Port = 8080,
    site: Annotated[
        Path | None,
        typer.Option(
            "--site", help="The site that is published in. Default: public/ in the project.", show_default=False
        ),
    ] = None,
    inbox: Annotated[
        Path | None,
        typer.Option(
            "--inbox",
            help="Where what comes in lies until it is taken in. Default: kvartalsbog-bord in the home folder.",
            show_default=False,
        ),
    ] = None,
    timeout: Timeout = 300,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Keep a quarter in a browser on this machine: take in, judge, approve and publish."""
    from kvartalsbog.desk.visits import Desk, usual_inbox  # noqa: PLC0415 - Sphinx takes a second to import

    folder, root = data_folder(data_dir, project).resolve(), project.resolve()
    aside = (inbox or usual_inbox(project)).resolve()
    _refuse_inside(aside, (root, folder))
    aside.mkdir(parents=True, exist_ok=True, mode=0o700)
    _keep_open(Desk(root, folder, (site or project / "public").resolve(), aside, timeout), port)


def _refuse_inside(inbox: Path, folders: tuple[Path, ...]) -> None:
    if any(inbox.is_relative_to(inside) for inside in folders):
        message = "Filerne kan indeholde sager og må ikke ligge i projektet. Vælg en anden mappe."
        raise UsageError(f"--inbox {inbox}: {message}")


def _keep_open(own: Desk, port: int) -> None:
    """Serve the desk until a signal comes, and tell how to get to it."""
    from kvartalsbog.desk.app import desk_app  # noqa: PLC0415 - see above
    from kvartalsbog.desk.guard import TOKEN, Keys, session_key  # noqa: PLC0415
    from kvartalsbog.desk.live_book import LiveBook  # noqa: PLC0415
    from kvartalsbog.desk.serving import serving  # noqa: PLC0415

    told: list[str] = []
    again = "En browser er lukket ind. Til en anden"
    keys = Keys(session_key(own.inbox / ".noegle"), lambda token: out.print(f"{again}: {told[0]}?{TOKEN}={token}"))
    with (
        closing(LiveBook(own)) as book,
        suppress(KeyboardInterrupt),
        serving(lambda got: desk_app(own, got, keys, book), port) as at,
    ):
        told.append(at)
        out.print(f"Bordet står på {at}?{TOKEN}={keys.token}")
        out.print("Adressen gælder én gang og kun på denne maskine. Ctrl-C slutter; alt står på disken.")
        threading.Event().wait()
    out.print("Bordet er lukket.")
