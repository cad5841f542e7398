"""``onrecord serve``: the desk in a browser."""

from __future__ import annotations

import ipaddress
import secrets
import shlex
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from onrecord.base.errors import OnRecordError
from onrecord.cli.context import CommandContext, command
from onrecord.cli.output import line

_SHORTEST_TOKEN = 16  # characters; of 64 different ones they hold 96 bits


class ServeError(OnRecordError):
    """The desk cannot be served as asked."""


@command(
    "serve",
    examples="""
    onrecord serve
    onrecord serve --port 8123 --write
    onrecord serve --host 0.0.0.0 --token-file ~/onrecord.token --public-url https://news.example.org
    """,
)
def serve(
    session: CommandContext,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="The address of this machine to listen at.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port to listen at.")
    ] = 8765,
    write: Annotated[
        bool, typer.Option("--write", help="Let readers change the archive: tags, notes, corrections.")
    ] = False,
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", metavar="FILE", help="A private file with the token that readers need."),
    ] = None,
    public_url: Annotated[
        str | None,
        typer.Option("--public-url", metavar="URL", help="The address by which browsers reach this server."),
    ] = None,
) -> int:
    """Show the desk in browsers, to readers without a terminal.

    Open the address that is printed, and give it to those who may read the archive: it holds a token, without
    which nobody gets anything. Each reader has a desk of their own. They read, and with --write they change the
    archive as well; they write no files and start no programs on this machine. Without --host only this machine
    reaches the server. To let others in, name a file with a token, and put a server with TLS in front, such as
    Caddy or nginx, which passes web sockets on; --public-url is then its address. Ctrl-C ends it for all.
    """
    if find_spec("textual_serve") is None:
        raise ServeError("Serving needs more than is installed: pip install 'onrecord[serve]'")
    is_local = _is_loopback(host)
    if not is_local and token_file is None:
        raise typer.BadParameter(
            f"At {host} others reach the archive. Write a token of {_SHORTEST_TOKEN} or more characters into a "
            "file that only you may read, and name it with --token-file.",
            param_hint="--host",
        )
    token = secrets.token_urlsafe(24) if token_file is None else _token_in(token_file)
    with session.open() as archive:  # what has to be migrated is, before somebody reads
        folder = archive.folder
    _check_port(host, port)
    url = (public_url or f"http://{_in_url(host)}:{port}").rstrip("/")
    from onrecord.cli.desk_server import DeskServer

    arguments = [sys.executable, "-P", "-m", "onrecord.entry.served", str(folder), *(["--write"] if write else [])]
    line(f"Open {url}/?token={token if token_file is None else '…'} in a browser. Ctrl-C ends it.")
    line("Readers may change the archive." if write else "Readers may not change the archive; --write lets them.")
    if not is_local and not url.startswith("https:"):
        line(
            "Texts and token can be read on their way: put a server with TLS in front that passes web sockets on, "
            "and name its address with --public-url https://…"
        )
    sys.stdout.flush()
    DeskServer(shlex.join(arguments), host, port, token, url).serve()
    return 0


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _check_port(host: str, port: int) -> None:
    """Raise ServeError where nothing can be served."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ServeError(
            f"At {host}, port {port}, nothing can be served: {error.strerror}. Choose another --port."
        ) from error


def _token_in(file: Path) -> str:
    """Return the token in a file.

    Raises:
        ServeError: It cannot be read, others may read it, or it is too short or no word.
    """
    try:
        mode = file.expanduser().stat().st_mode
        token = file.expanduser().read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ServeError(
            f"The token in {file} cannot be read: {getattr(error, 'strerror', 'it is no text')}."
        ) from error
    if mode & 0o077:
        raise ServeError(f"Others may read the token in {file}: chmod 600 {file}")
    if len(token) < _SHORTEST_TOKEN or not all(
        sign.isascii() and (sign.isalnum() or sign in "-_") for sign in token
    ):
        raise ServeError(
            f"The token in {file} has to be {_SHORTEST_TOKEN} or more letters, digits, - and _: "
            "openssl rand -hex 24 makes one."
        )
    return token
