"""Cuts off the repair of an archive at each step that changes a name, and looks whether there is an archive.

Arguments: a folder with a damaged archive, how the repair is cut off (``kill`` or ``fail``), and whether changes wait
in a log beside the archive (``log`` or ``none``). Says at the end at how many steps it was cut off. A process of its
own, so that repairs can be forked.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from onrecord.archive import Archive, ArchiveError
from onrecord.archive.maintenance import repair as repairing

STEPS = ("rename", "replace", "unlink", "link", "utime")
UNCUT, DONE_ALL_THE_SAME, FAILED, NOT_NAMED = 0, 3, 4, 5


class Cutting:
    """Counts the steps of the system, and cuts off what takes the last one of them."""

    def __init__(self, last: int, how: str) -> None:
        self.left = last
        self._how = how
        for name in STEPS:
            setattr(os, name, self._counted(getattr(os, name)))

    def _counted(self, step: Any) -> Any:
        def counted(*arguments: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                if self._how == "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return step(*arguments, **named)

        return counted


def cut_off(file: Path, last: int, how: str) -> int:
    """Repair in a process that is cut off at a step; tells how it ended."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            cutting = Cutting(last, how)
            repairing.repair(file)
            status = UNCUT if cutting.left > 0 else DONE_ALL_THE_SAME
        except ArchiveError as error:
            status = FAILED if str(file) in str(error) else NOT_NAMED
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def readable(folder: Path) -> list[int]:
    """What of an archive can be read, in a copy of its folder."""
    copy = Path(shutil.copytree(folder, folder.parent / "readable"))
    with Archive.open(copy, create=False) as archive:
        return list(archive.search.ids())


def check(file: Path, damaged: bytes, ids: list[int]) -> None:
    """See that the archive is there, whatever was cut off, and that opening and repairing make it sound."""
    assert file.exists(), "there is no archive"
    assert damaged in (each.read_bytes() for each in file.parent.glob("archive*.db")), "the damaged file is lost"
    with Archive.open(file.parent, create=False) as archive:
        assert archive.search.ids() == ids
    if damaged == file.read_bytes():
        repairing.repair(file)
    with Archive.open(file.parent, create=False) as archive:
        assert archive.read_only == ""
        assert archive.maintenance.check() == []
        assert archive.search.ids() == ids
    others = {each.name for each in file.parent.iterdir() if not each.name.startswith(".")} - {file.name}
    archives = [name for name in others if name.endswith(".db")]
    assert len(archives) == 1, others
    assert archives[0].startswith("archive.before-repair-"), others
    assert others <= {archives[0], f"{archives[0]}-wal", f"{archives[0]}-shm"}, others
    assert (file.parent / archives[0]).read_bytes() == damaged


def main(folder: Path, how: str, *, log: bool) -> None:
    if log:  # SQLite would put it into the archive; it leaves it where the archive is damaged too much for that
        repairing.raise_if_open = lambda file, wait=0: None
    damaged, ids = (folder / "archive.db").read_bytes(), readable(folder)
    ways = {UNCUT, -signal.SIGKILL} if how == "kill" else {UNCUT, FAILED, DONE_ALL_THE_SAME}
    last, ended = 0, -1
    while ended != UNCUT:
        last += 1
        place = folder.parent / f"{how}-{last}"
        shutil.copytree(folder, place)
        ended = cut_off(place / "archive.db", last, how)
        assert ended in ways, (last, ended)
        try:
            check(place / "archive.db", damaged, ids)
        except BaseException:
            print(f"cut off at step {last}: {sorted(each.name for each in place.iterdir())}", file=sys.stderr)
            raise
        shutil.rmtree(place)
    print(last - 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], log=sys.argv[3] == "log")
