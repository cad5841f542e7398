"""What the user sees of a failure: a sentence and an exit status; a traceback only with ``--debug``."""

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
    """End the program with a sentence on standard error if the block fails.

    Args:
        debug: Raise errors as they are, with their traceback.
        through: The types of errors that are reported elsewhere and raised as they are.

    Raises:
        SystemExit: 1 after an error, 130 after Ctrl-C, 141 if the reader of standard output is gone.
    """
    try:
        yield
    except through:
        raise
    except KeyboardInterrupt:
        _say("interrupted; what is stored already stays stored.")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Python would report the error again when it closes standard output at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(PIPE_CLOSED)
    except Exception as error:
        if debug:
            raise
        _say(failure_sentence(error))
        sys.exit(1)


def failure_sentence(error: Exception) -> str:
    """Say what went wrong, and what to do."""
    match error:
        case OnRecordError():
            return str(error)
        case OSError(strerror=str(reason)):
            name = f" {error.filename}" if error.filename else ""
            return f"The system refused{name}: {reason}. Check that there is room, and that you may write there."
        case _:
            return f"An internal error, {type(error).__name__}: {error}. With --debug there is a traceback."


def _say(sentence: str) -> None:
    from onrecord.terminal.visible_text import visible

    print(f"onrecord: {visible(sentence)}", file=sys.stderr)
