"""Opening an address in the user's browser."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from onrecord.base.errors import OnRecordError


class BrowserError(OnRecordError):
    """An address that cannot be opened."""


def check_address(address: str) -> None:
    """Raise BrowserError if this is not the address of a web page: a script, say, or a file of the reader's."""
    if urlsplit(address).scheme not in ("http", "https"):
        raise BrowserError(f"“{address}” is not the address of a web page.")


def browser_command(
    address: str,
    environment: Mapping[str, str],
    find_program: Callable[[str], str | None] = shutil.which,
    platform: str = sys.platform,
) -> list[str]:
    """Return the command line that opens an address: that of BROWSER, or the one of the system.

    Raises:
        BrowserError: It is not the address of a web page, or there is no program to open it.
    """
    check_address(address)
    named = shlex.split(environment.get("BROWSER", "").partition(":")[0].replace("%s", ""))
    for command in (named, ["open"] if platform == "darwin" else ["xdg-open"]):
        if command and find_program(command[0]):
            return [*command, address]
    raise BrowserError(f"There is no program to open {address}; set BROWSER to one.")


def open_address(command: list[str]) -> None:
    """Start the command without the terminal, on which a browser for terminals would write over the desk.

    Raises:
        BrowserError: It cannot be started.
    """
    quiet = subprocess.DEVNULL
    try:
        subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError as error:
        raise BrowserError(f"{command[0]} cannot be started: {error.strerror}.") from error
