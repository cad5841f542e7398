"""An annotator in a process of its own, so that the desk never waits for it.

Loading spaCy and annotating hold Python's global lock for tens of milliseconds at a time; in a thread of the desk
that would stall its keys. The process (``python -m onrecord.annotation.worker``) answers one text after the other
over its standard streams and ends by itself when its parent does.

Each message is its length in eight bytes and its content. A text goes in as UTF-8, after the code of its language
(empty: to be told from the text); what comes back is ``+`` and an
Annotation in MessagePack, or ``!`` and a sentence that says what went wrong.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import IO, TYPE_CHECKING

import msgspec

from onrecord.base.errors import OnRecordError
from onrecord.base.records import Annotation

if TYPE_CHECKING:
    from onrecord.annotation.pipeline import Annotator

_NICENESS = 5  # so that the desk's keys come first
_LENGTH_BYTES = 8


class BackgroundError(OnRecordError):
    """The annotating process could not start, failed on a text, or was stopped while it worked."""


class BackgroundAnnotator:
    """The desk's end of the annotating process.

    ``annotate`` may be called from one thread at a time, ``stop`` and ``close`` from any thread at any time.
    """

    def __init__(self, model: str | None = None) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False

    def annotate(self, text: str, language: str = "") -> Annotation:
        """Return the annotation of a text. Blocks until it is there; the first call loads the model (seconds).

        Args:
            text: The text.
            language: Its language, empty for one that is to be told from the text.

        Raises:
            BackgroundError: With the annotator's own sentence where it gave one.
        """
        process = self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            send_message(process.stdin, language.encode("utf-8", "replace"))
            send_message(process.stdin, text.encode("utf-8", "surrogatepass"))
            answer = receive_message(process.stdout)
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

    def close(self) -> None:
        """End the process for good: a thread that has not started it yet cannot do so any more."""
        with self._lock:
            self._is_closed = True
        self.stop()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._is_closed:
                raise BackgroundError("The annotating process was stopped.")
            if self._process is None:
                # -P: a folder named onrecord where the user stands is not ours.
                command = [sys.executable, "-P", "-m", "onrecord.annotation.worker", self._model or ""]
                try:
                    self._process = subprocess.Popen(
                        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                    )
                except OSError as error:
                    raise BackgroundError(f"The annotating process cannot be started: {error}.") from error
            return self._process


def send_message(stream: IO[bytes], message: bytes) -> None:
    """Write a message to the other side."""
    stream.write(len(message).to_bytes(_LENGTH_BYTES, "big") + message)
    stream.flush()


def receive_message(stream: IO[bytes]) -> bytes:
    """Return the next message. Raises EOFError when the other side has gone, be it in the middle of one."""
    header = stream.read(_LENGTH_BYTES)
    length = int.from_bytes(header, "big")
    message = stream.read(length)
    if len(header) < _LENGTH_BYTES or len(message) < length:
        raise EOFError
    return message


def serve(texts: IO[bytes], answers: IO[bytes], model: str | None) -> None:
    """Answer texts with annotations until the other side goes. The model is loaded with the first text."""
    annotator: Annotator | None = None
    while True:
        try:
            language = receive_message(texts).decode("utf-8", "replace")
            text = receive_message(texts).decode("utf-8", "surrogatepass")
        except (EOFError, OSError, KeyboardInterrupt):
            return
        try:
            if annotator is None:
                from onrecord.annotation import load

                annotator = load(model)
            answer = b"+" + msgspec.msgpack.encode(annotator.annotate(text, language))
        except OnRecordError as error:
            answer = b"!" + str(error).encode("utf-8", "replace")
        except Exception as error:  # one text's fault must not end the process for the others
            sentence = f"The annotator failed on this text ({type(error).__name__}: {error})."
            answer = b"!" + sentence.encode("utf-8", "replace")
        try:
            send_message(answers, answer)
        except OSError:
            return


def main() -> None:
    """Serve the process that started this one, over the standard streams."""
    texts, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)  # what a library prints must not get among the answers
    if sys.platform != "win32":
        os.nice(_NICENESS)
    serve(texts, answers, sys.argv[1] or None)


if __name__ == "__main__":
    main()
