"""What a user sees when something fails: a sentence and an exit status, and the traceback only if he asks."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from onrecord.base.errors import OnRecordError

INTERRUPTED = 130  # 128 + SIGINT, as shells report it
PIPE_CLOSED = 141  # 128 + SIGPIPE


@contextmanager
def exit_with_message(*, debug: bool, through: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Ends the program with a sentence on standard error where the block fails.

    ``debug`` lets errors through as they are; ``through`` are those that are somebody else's to tell.

    Raises:
        SystemExit: 1 after an error, 130 after Ctrl-C, 141 when nobody reads what is printed.
    """
    try:
        yield
    except through:
        raise
    except KeyboardInterrupt:
        _say("interrupted; what was stored until now is kept.")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Python would complain once more when it closes standard output at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(PIPE_CLOSED)
    except Exception as error:
        if debug:
            raise
        _say(_sentence(error))
        sys.exit(1)


def _sentence(error: Exception) -> str:
    match error:
        case OnRecordError():
            return str(error)
        case OSError(strerror=str(reason)):
            name = f" {error.filename}" if error.filename else ""
            return f"the system refused{name}: {reason}. Look whether there is room, and the right to write there."
        case _:
            return f"an error of its own, {type(error).__name__}: {error}. With --debug it says where."


def _say(sentence: str) -> None:
    from onrecord.terminal.segments import visible

    print(f"onrecord: {visible(sentence)}", file=sys.stderr)
