"""An annotator in a process of its own, so that the desk never waits for it, and all processors can be used.

Loading spaCy and annotating hold Python's global lock for tens of milliseconds at a time; in a thread of the desk
that would stall its keys. The process (``python -m onrecord.annotation.worker``) answers one batch of texts after
the other over its standard streams and ends by itself when its parent does.

Each message is its length in eight bytes and its content, MessagePack: a batch of texts goes in, a BatchAnswer
comes back.
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, NamedTuple

import msgspec

from onrecord.base.errors import OnRecordError
from onrecord.base.processors import thread_limits
from onrecord.base.records import Annotation

if TYPE_CHECKING:
    from onrecord.annotation.pipeline import Annotator

_LENGTH_BYTES = 8

_LOADING_PATIENCE = 300.0
"""Seconds that a process may take to load its model; it is mostly a few."""

_SLOWEST_RATE = 50
"""Bytes that a process reads in a second at least; on an idle machine it is some ten thousand."""


class BackgroundError(OnRecordError):
    """The annotating process could not start, failed on a text, or was stopped while it worked."""


class ProcessEnded(BackgroundError):
    """The annotating process ended while it worked, or was stopped."""


class SentText(NamedTuple):
    """A text on its way to the process: its language (empty: to be told from the text), and its UTF-8.

    Lone surrogates are kept, which is why the text is no string: MessagePack has none.
    """

    language: str
    encoded: bytes


class BatchAnswer(msgspec.Struct):
    """What the process says of a batch.

    Attributes:
        outcomes: For each text its annotation, or a sentence why there is none.
        failure: Why no text can be annotated at all, as a sentence; then there are no outcomes.
    """

    outcomes: list[Annotation | str] = []
    failure: str = ""


class BackgroundAnnotator:
    """The near end of an annotating process.

    Texts may be given by one thread at a time; ``stop`` and ``close`` may be called by any at any time.
    """

    def __init__(self, model: str | None = None, *, threads: int | None = None, niceness: int = 0) -> None:
        """Start nothing before there is a text.

        Args:
            model: The spaCy model, None for the best that is installed.
            threads: How many threads the process may use; None for as many as there are processors.
            niceness: By how much the priority of the process is lower than that of this one.
        """
        self._command = [model or "", str(niceness)]
        self._limits = {} if threads is None else thread_limits(threads)
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
        (outcome,) = self.annotate_batch([(text, language)])
        if isinstance(outcome, str):
            raise BackgroundError(outcome)
        return outcome

    def annotate_batch(self, articles: Sequence[tuple[str, str]]) -> list[Annotation | str]:
        """Return the annotation of each article, or a sentence why there is none; each is a text and its language.

        Raises:
            ProcessEnded: The process ended while it worked, or hung and was ended; the next call starts another.
            BackgroundError: The annotator cannot be loaded.
        """
        process = self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        batch = [SentText(language, text.encode("utf-8", "surrogatepass")) for text, language in articles]
        deadline = threading.Timer(_patience(batch), process.kill)
        deadline.daemon = True
        deadline.start()
        try:
            send_message(process.stdin, msgspec.msgpack.encode(batch))
            answer = receive_message(process.stdout)
        except (EOFError, OSError, ValueError) as error:  # ValueError: stopped, its streams are closed
            self.stop()
            raise ProcessEnded("The annotating process was stopped.") from error
        finally:
            deadline.cancel()
        decoded = msgspec.msgpack.decode(answer, type=BatchAnswer)
        if decoded.failure:
            raise BackgroundError(decoded.failure)
        return decoded.outcomes

    @property
    def process_id(self) -> int | None:
        """The process, None where none runs."""
        process = self._process
        return None if process is None else process.pid

    def stop(self) -> None:
        """End the process, whatever it is doing; the next text starts another."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def close(self) -> None:
        """End the process for good: who is waiting for it, or asks it later, gets ProcessEnded."""
        with self._lock:
            self._is_closed = True
        self.stop()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._is_closed:
                raise ProcessEnded("The annotating process was stopped.")
            if self._process is None:
                # -P: a folder named onrecord where the user stands is not ours.
                command = [sys.executable, "-P", "-m", "onrecord.annotation.worker", *self._command]
                try:
                    self._process = subprocess.Popen(
                        command,
                        stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.DEVNULL,
                        env=os.environ | self._limits,
                    )
                except OSError as error:
                    raise BackgroundError(f"The annotating process cannot be started: {error}.") from error
            return self._process


def _patience(batch: Sequence[SentText]) -> float:
    """Return after how many seconds a process that has not answered is taken for one that hangs."""
    return _LOADING_PATIENCE + sum(len(sent.encoded) for sent in batch) / _SLOWEST_RATE


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


def serve(batches: IO[bytes], answers: IO[bytes], model: str | None) -> None:
    """Answer batches of texts until the other side goes. The model is loaded with the first batch."""
    annotator: Annotator | None = None
    while True:
        try:
            batch = msgspec.msgpack.decode(receive_message(batches), type=list[SentText])
        except (EOFError, OSError, KeyboardInterrupt):
            return
        answer: dict[str, object]
        try:
            if annotator is None:
                from onrecord.annotation import load

                annotator = load(model)
                # All that was loaded stays. To search it for garbage again and again would take 3 % of the time.
                gc.freeze()
        except Exception as error:
            answer = {"failure": _sentence("The annotator cannot be loaded", error)}
        else:
            articles = [(sent.encoded.decode("utf-8", "surrogatepass"), sent.language) for sent in batch]
            answer = {"outcomes": [_encoded(outcome) for outcome in annotate_together(annotator, articles)]}
        try:
            send_message(answers, msgspec.msgpack.encode(answer))
        except OSError:
            return


def annotate_together(annotator: Annotator, articles: Sequence[tuple[str, str]]) -> list[Annotation | str]:
    """Return the annotation of each article, or a sentence where the annotator fails on it.

    They are annotated as one batch; only when that fails one by one, to find out with which.
    """
    try:
        return list(annotator.annotate_articles(articles))
    except Exception:  # one text's fault must not end the process for the others
        return [_annotate_alone(annotator, text, language) for text, language in articles]


def _annotate_alone(annotator: Annotator, text: str, language: str) -> Annotation | str:
    try:
        return annotator.annotate(text, language)
    except Exception as error:
        return _sentence("The annotator failed on this text", error)


def _encoded(outcome: Annotation | str) -> msgspec.Raw:
    try:
        return msgspec.Raw(msgspec.msgpack.encode(outcome))
    except UnicodeEncodeError as error:
        return msgspec.Raw(msgspec.msgpack.encode(_sentence("The annotator failed on this text", error)))


def _sentence(failure: str, error: Exception) -> str:
    """Return what users read of an error: its own sentence where it has one for them."""
    is_for_users = isinstance(error, OnRecordError)
    sentence = str(error) if is_for_users else f"{failure} ({type(error).__name__}: {error})."
    return sentence.encode("utf-8", "replace").decode("utf-8")


def main() -> None:
    """Serve the process that started this one, over the standard streams."""
    batches, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)  # what a library prints must not get among the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which stops this one in its time
    model, niceness = sys.argv[1:]
    if sys.platform != "win32":
        os.nice(int(niceness))
    serve(batches, answers, model or None)


if __name__ == "__main__":
    main()
