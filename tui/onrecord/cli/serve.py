"""``onrecord serve``: the desk in a browser."""

from __future__ import annotations

import ipaddress
import os
import secrets
import shlex
import socket
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, TextIO, cast
from urllib.parse import urlsplit

import typer

from onrecord.base.errors import OnRecordError
from onrecord.cli.context import CommandContext, command
from onrecord.cli.output import line
from onrecord.terminal.visible_text import VisibleControls

_SHORTEST_TOKEN = 16  # characters; of 64 different ones they hold 96 bits
_LONGEST_TOKEN = 1000

_NOT_ENCRYPTED = (
    "Texts and token can be read on their way: put a server with TLS in front that passes web sockets on, "
    "and name its address with --public-url https://…"
)


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
    if public_url is None and _is_every_address(host):
        raise typer.BadParameter(
            f"“{host}” stands for all addresses of this machine, and is none that a browser opens. Name the one "
            f"that readers open, such as --public-url http://{socket.gethostname()}:{port}.",
            param_hint="--host",
        )
    token = secrets.token_urlsafe(24) if token_file is None else _token_in(token_file)
    with session.open() as archive:  # what has to be migrated is, before somebody reads
        folder = archive.folder
    url = f"http://{_in_url(host)}:{port}" if public_url is None else _checked_url(public_url)
    from onrecord.cli.desk_server import DeskServer

    arguments = [
        "exec",
        sys.executable,
        "-P",
        "-m",
        "onrecord.entry.served",
        str(folder),
        *(["--write"] if write else []),
    ]

    lines = _greeting(f"{url}/?token={token if token_file is None else '…'}", writable=write)
    if not is_local and not url.startswith("https:"):
        lines.append(_NOT_ENCRYPTED)
    try:
        DeskServer(shlex.join(arguments), host, port, token, url).listen(lambda: _greet(lines))
    except OSError as error:
        raise ServeError(
            f"At {host}, port {port}, nothing can be served: {_reason(error)}. Choose another --port."
        ) from error
    return 0


def _greeting(address: str, *, writable: bool) -> list[str]:
    return [
        f"Open {address} in a browser. Ctrl-C ends it.",
        "Readers may change the archive."
        if writable
        else "Readers may not change the archive; --write lets them.",
    ]


def _greet(lines: Iterable[str]) -> None:
    """Say that readers can come; from then on the desks of readers leave here what they say last."""
    for text in lines:
        line(text)
    sys.stdout.flush()
    sys.stdout = cast(TextIO, VisibleControls(sys.stdout))


def _reason(error: OSError) -> str:
    """Return why nothing can be served, without the address, which asyncio adds."""
    return os.strerror(error.errno) if error.errno and error.errno > 0 else str(error.strerror)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_every_address(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return not host


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _checked_url(url: str) -> str:
    """Return the address by which browsers reach the server, without a slash at its end."""
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or "@" in url or "?" in url or "#" in url:
        raise typer.BadParameter(
            "Give the address that readers open, such as https://news.example.org.", param_hint="--public-url"
        )
    return url.rstrip("/")


def _token_in(file: Path) -> str:
    """Return the token in a file.

    Raises:
        ServeError: It cannot be read, others may read it, or it is too short or no word.
    """
    try:
        mode = file.expanduser().stat().st_mode
        with file.expanduser().open(encoding="utf-8") as stream:
            token = stream.read(_LONGEST_TOKEN + 1).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ServeError(
            f"The token in {file} cannot be read: {getattr(error, 'strerror', 'it is no text')}."
        ) from error
    if mode & 0o077:
        raise ServeError(f"Others may read the token in {file}: chmod 600 {file}")
    if not _SHORTEST_TOKEN <= len(token) <= _LONGEST_TOKEN or not all(
        sign.isascii() and (sign.isalnum() or sign in "-_") for sign in token
    ):
        raise ServeError(
            f"The token in {file} has to be {_SHORTEST_TOKEN} to {_LONGEST_TOKEN:,} letters, digits, - and _: "
            "openssl rand -hex 24 makes one."
        )
    return token
