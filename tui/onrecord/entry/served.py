"""The desk of a reader in a browser: ``python -m onrecord.entry.served FOLDER [--write]``; its server starts it.

Who reads in a browser sits at another machine. Here nothing may be done in their name but to read the archive and,
with ``--write``, to change it: no file is written, no program started and nobody called, whatever the desk can do
in a terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

READ_ONLY = "The archive is only read here. Who serves it lets readers change it with onrecord serve --write."

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_REFUSED_EVENTS = frozenset(
    "os.exec os.fork os.forkpty os.link os.mkdir os.remove os.rename os.rmdir os.spawn "
    "os.symlink os.system os.truncate pty.spawn shutil.copyfile shutil.move shutil.rmtree socket.bind "
    "socket.connect webbrowser.open".split()
)
_STARTS = frozenset({"subprocess.Popen", "os.posix_spawn"})
"""Both come of the same start, from Python 3.13 on; their second argument is the command."""
_ANNOTATOR = [sys.executable, "-P", "-m", "onrecord.annotation.worker"]


def confine() -> None:
    """From now on refuse to write files, to call others and to start programs other than the annotator."""
    sys.dont_write_bytecode = True
    sys.addaudithook(refuse_deeds)


def refuse_deeds(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise PermissionError for what Python is about to do on this machine in the name of somebody elsewhere.

    SQLite's own files are none of Python's business, nor are those that are only read.
    """
    is_refused = event in _REFUSED_EVENTS
    what = arguments[0] if arguments else ""
    if event == "open":
        is_open_already = isinstance(what, int)  # such as a pipe to the annotator
        is_refused = bool((arguments[2] or 0) & _WRITING) and what != os.devnull and not is_open_already
    elif event in _STARTS:
        is_refused = list(arguments[1])[: len(_ANNOTATOR)] != _ANNOTATOR
    if is_refused:
        raise PermissionError(
            1, "in a browser nothing is written or started on the machine that serves", str(what)
        )


def main() -> None:
    """Show the desk to whoever is at the other end of the standard streams."""
    os.environ["TEXTUAL_DRIVER"] = "onrecord.entry.served_driver:ServedDriver"  # Textual reads it when imported
    from onrecord.base import settings
    from onrecord.tui import app

    folder, *options = sys.argv[1:]
    refused = "" if "--write" in options else READ_ONLY
    run: Callable[..., int] = app.run
    sys.exit(run(settings.load(Path(folder)), fresh=True, refused=refused, on_opened=confine))


if __name__ == "__main__":
    main()
