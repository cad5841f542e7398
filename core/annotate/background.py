"""An annotator in a process of its own, so that reading never waits for it.

Loading spaCy and annotating hold Python's global lock for tens of milliseconds at a time; in a thread of the
desk that would stall its keys. The process answers one text after the other over a pipe and ends by itself
when its parent does.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from multiprocessing.connection import Connection

import msgspec

from core.errors import OnRecordError
from core.records import Annotation

_NICENESS = 5  # the desk's keys come before the annotation's words


class BackgroundError(OnRecordError):
    """The annotating process could not start, failed on a text, or was stopped while it worked."""


class BackgroundAnnotator:
    """``annotate`` may be called from any one thread at a time, ``stop`` from any thread at any time."""

    def __init__(self, model: str | None = None) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def annotate(self, text: str) -> Annotation:
        """The annotation of a text; blocks until it is there. The first call loads the model (seconds).

        Raises BackgroundError, with the annotator's own sentence where it gave one.
        """
        pipe = self._start()
        try:
            pipe.send_bytes(text.encode("utf-8", "surrogatepass"))
            answer = pipe.recv_bytes()
        except (EOFError, OSError) as error:
            self.stop()
            raise BackgroundError("The annotating process was stopped.") from error
        if answer[:1] == b"!":
            raise BackgroundError(answer[1:].decode("utf-8", "replace"))
        return msgspec.msgpack.decode(answer[1:], type=Annotation)

    def stop(self) -> None:
        """End the process, whatever it is doing; the next ``annotate`` starts another."""
        with self._lock:
            process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()

    def _start(self) -> Connection:
        with self._lock:
            if self._pipe is None:
                context = multiprocessing.get_context("spawn")
                self._pipe, theirs = context.Pipe()
                self._process = context.Process(target=_serve, args=(theirs, self._model), daemon=True)
                self._process.start()
                theirs.close()
            return self._pipe


def _serve(pipe: Connection, model: str | None) -> None:
    """The process's whole life: a text in, ``+`` and its annotation or ``!`` and a sentence out."""
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # the terminal belongs to the desk
        os.dup2(quiet, stream)
    if sys.platform != "win32":
        os.nice(_NICENESS)
    annotator = None
    while True:
        try:
            text = pipe.recv_bytes().decode("utf-8", "surrogatepass")
        except (EOFError, OSError, KeyboardInterrupt):
            return
        try:
            if annotator is None:
                from core.annotate import load

                annotator = load(model)
            answer = b"+" + msgspec.msgpack.encode(annotator.annotate(text))
        except OnRecordError as error:
            answer = b"!" + str(error).encode()
        except Exception as error:  # one text's fault must not end the process for the others
            answer = b"!" + f"The annotator failed on this text ({type(error).__name__}: {error}).".encode()
        try:
            pipe.send_bytes(answer)
        except OSError:
            return
