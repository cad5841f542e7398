"""The programs that put a text on the clipboard where the terminal does not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

from onrecord.base.control_characters import with_symbols

_PATIENCE = 3.0  # seconds; a program that takes longer waits for a display that is not there

_PROGRAMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("TMUX", ("tmux", "load-buffer", "-w", "-")),
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
)
"""The environment variable with which each program works, and its command line."""


def clipboard_commands(
    environment: Mapping[str, str],
    find_program: Callable[[str], str | None] = shutil.which,
    platform: str = sys.platform,
) -> list[tuple[str, ...]]:
    """Return the command lines that read a text from standard input and put it on a clipboard that is there."""
    commands = [command for variable, command in _PROGRAMS if environment.get(variable)]
    if platform == "darwin":
        commands.append(("pbcopy",))
    return [command for command in commands if find_program(command[0])]


def put_on_clipboards(text: str, commands: Sequence[Sequence[str]]) -> list[str]:
    """Give a text to each of these programs, and return the names of those that took it.

    Symbols stand in it for what would steer the terminal that it is pasted into.
    """
    safe_text = with_symbols(text)
    return [command[0] for command in commands if _takes(safe_text, command)]


def _takes(text: str, command: Sequence[str]) -> bool:
    try:
        # Without pipes for its output: some of these programs stay, and would keep them open.
        subprocess.run(
            command,
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True
