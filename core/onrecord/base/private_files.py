"""Who may read what onrecord writes: the user alone, or the group of a folder that is shared.

Notes and sources are nobody else's business. A folder whose files go to its group (``chmod g+s``, as ``onrecord
doctor --shared`` sets it) is meant for several: what is in it stays open to the group.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_FOR_ALL = stat.S_IRWXO
_FOR_GROUP_AND_ALL = stat.S_IRWXG | stat.S_IRWXO


def make_private_folder(folder: Path) -> None:
    """Make a folder, with those above it, that its user alone may enter; one that is there stays as it is."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)


def make_private_file(file: Path, *, is_new: bool = False) -> None:
    """Make an empty file for its user, or for the group of a shared folder.

    Args:
        file: The file. One that is there is emptied.
        is_new: Whether one that is there stays as it is.

    Raises:
        FileExistsError: The file is there and was to stay.
        OSError: It cannot be made.
    """
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | (os.O_EXCL if is_new else os.O_TRUNC), 0o600))
    with suppress(OSError):  # it was there, and is another user's
        file.chmod(0o660 if is_shared(file.parent) else 0o600)


def protect(path: Path) -> None:
    """Take the rights of others away from a file or a folder; those of a shared folder's group stay."""
    with suppress(OSError):  # of another user, or on a file system without rights
        mode = path.stat().st_mode
        folder = path if path.is_dir() else path.parent
        others = _FOR_ALL if is_shared(folder) else _FOR_GROUP_AND_ALL
        if mode & others and path.stat().st_uid == os.geteuid():
            path.chmod(stat.S_IMODE(mode & ~others))


def is_shared(folder: Path) -> bool:
    """Return whether what is written in a folder is for its group, too."""
    return bool(folder.stat().st_mode & stat.S_ISGID)


def share(folder: Path) -> None:
    """Let the group of a folder read and write it and the files in it; raise OSError."""
    folder.chmod(0o2770)
    for file in folder.iterdir():
        if file.is_file() and not file.is_symlink():  # it would be the rights of a file elsewhere
            file.chmod(0o660)
