"""An annotator in a process of its own, so that reading never waits for it.

Loading spaCy and annotating hold Python's global lock for tens of milliseconds at a time; in a thread of the
desk that would stall its keys. The process (``python -m onrecord.annotation.worker``) answers one text after the
other over its standard streams and ends by itself when its parent does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import IO

import msgspec

from onrecord.base.errors import OnRecordError
from onrecord.base.records import Annotation

_NICENESS = 5  # the desk's keys come before the annotation's words


class BackgroundError(OnRecordError):
    """The annotating process could not start, failed on a text, or was stopped while it worked."""


class BackgroundAnnotator:
    """``annotate`` may be called from one thread at a time, ``stop`` from any thread at any time."""

    def __init__(self, model: str | None = None) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def annotate(self, text: str) -> Annotation:
        """The annotation of a text; blocks until it is there. The first call loads the model (seconds).

        Raises BackgroundError, with the annotator's own sentence where it gave one.
        """
        process = self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            _send(process.stdin, text.encode("utf-8", "surrogatepass"))
            answer = _receive(process.stdout)
        except (EOFError, OSError, ValueError) as error:  # ValueError: stopped, its streams are closed
            self.stop()
            raise BackgroundError("The annotating process was stopped.") from error
        if answer[:1] == b"!":
            raise BackgroundError(answer[1:].decode("utf-8", "replace"))
        return msgspec.msgpack.decode(answer[1:], type=Annotation)

    def stop(self) -> None:
        """End the process, whatever it is doing; the next ``annotate`` starts another."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._process is None:
                # -P: a folder named core where the user stands is not ours.
                command = [sys.executable, "-P", "-m", "onrecord.annotation.worker", self._model or ""]
                try:
                    self._process = subprocess.Popen(
                        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                    )
                except OSError as error:
                    raise BackgroundError(f"The annotating process cannot be started: {error}.") from error
            return self._process


def _send(stream: IO[bytes], message: bytes) -> None:
    stream.write(len(message).to_bytes(8, "big") + message)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    """The next message. Raises EOFError when the other side has gone."""
    length = stream.read(8)
    message = stream.read(int.from_bytes(length, "big"))
    if len(length) < 8 or len(message) < int.from_bytes(length, "big"):
        raise EOFError
    return message


def serve(model: str | None) -> None:
    """The process's whole life: a text in, ``+`` and its annotation or ``!`` and a sentence out."""
    texts, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)  # what a library prints must not get among the answers
    if sys.platform != "win32":
        os.nice(_NICENESS)
    annotator = None
    while True:
        try:
            text = _receive(texts).decode("utf-8", "surrogatepass")
        except (EOFError, OSError, KeyboardInterrupt):
            return
        try:
            if annotator is None:
                from onrecord.annotation import load

                annotator = load(model)
            answer = b"+" + msgspec.msgpack.encode(annotator.annotate(text))
        except OnRecordError as error:
            answer = b"!" + str(error).encode("utf-8", "replace")
        except Exception as error:  # one text's fault must not end the process for the others
            sentence = f"The annotator failed on this text ({type(error).__name__}: {error})."
            answer = b"!" + sentence.encode("utf-8", "replace")
        try:
            _send(answers, answer)
        except OSError:
            return


if __name__ == "__main__":
    serve(sys.argv[1] or None)
