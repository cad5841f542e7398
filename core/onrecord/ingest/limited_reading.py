"""Reading what may take too long: in a process of its own, with limits on time and memory.

Some pages and files are made, or happen to be, such that the libraries that read them never come to an end. What
is small is read at once: there they come to an end whatever it holds.
"""

from __future__ import annotations

import math
import os
import signal
import stat
import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from onrecord.base.records import Draft
from onrecord.ingest.document import Document, IngestError, gate

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

SECONDS = 30
"""Seconds of the processor that an article may take."""

MEMORY = 512 * 2**20
"""Bytes of memory that reading a source may take on top of what the program has."""

_SMALL = 192 * 1024
_LENGTH = struct.Struct(">I")

Read = Callable[[Document], Iterator[Draft]]


class _Message(msgspec.Struct):
    """What the process sends: an article, or what cannot be read and why."""

    draft: Draft | None = None
    name: str = ""
    reason: str = ""


def drafts(document: Document, read: Read) -> Iterator[Draft]:
    """Yield the articles that a function reads in a document, within ``SECONDS`` for each and ``MEMORY`` for all.

    Raises:
        IngestError: The document cannot be read, or takes more.
    """
    if resource is None or _is_small(document):
        yield from read(document)
    else:
        yield from _read_in_process(document, read)


def _is_small(document: Document) -> bool:
    try:
        status = os.fstat(document.stream.fileno())
    except OSError:  # it is in memory
        return bool(document.stream.seekable()) and _length(document) <= _SMALL
    return stat.S_ISREG(status.st_mode) and status.st_size <= _SMALL


def _length(document: Document) -> int:
    at = document.stream.tell()
    length = document.stream.seek(0, os.SEEK_END)
    document.stream.seek(at)
    return length


def _read_in_process(document: Document, read: Read) -> Iterator[Draft]:
    receiving, sending = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.close(receiving)
            with os.fdopen(sending, "wb") as out:
                _send(document, read, out)
        finally:
            os._exit(0)
    os.close(sending)
    status = None
    try:
        with os.fdopen(receiving, "rb") as messages:
            yield from _received(document, messages)
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    finally:
        if status is None:  # nobody wants the rest
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
    if status == -signal.SIGXCPU:
        raise IngestError(
            document.name, f"it takes more than {SECONDS} seconds to read; save its text as a .txt file"
        )
    if status:
        raise IngestError(document.name, "it cannot be read; save its text as a .txt file")


def _received(document: Document, messages: BinaryIO) -> Iterator[Draft]:
    decoder = msgspec.msgpack.Decoder(_Message)
    while len(head := messages.read(_LENGTH.size)) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        content = messages.read(length)
        if len(content) < length:  # it was ended in the middle of it
            return
        message = decoder.decode(content)
        if message.draft is not None:
            yield message.draft
        else:
            document.failed(IngestError(message.name, message.reason))


def _send(document: Document, read: Read, out: BinaryIO) -> None:
    """Read a document and send what is in it, until the system ends this process."""
    encoder = msgspec.msgpack.Encoder()

    def send(message: _Message) -> None:
        content = encoder.encode(message)
        out.write(_LENGTH.pack(len(content)) + content)
        out.flush()
        _allow_more_time()

    def send_failure(error: IngestError) -> None:
        send(_Message(name=error.name, reason=error.reason))

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the reader of the messages ends this process
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    document.failed = send_failure
    with gate(document.name, send_failure):
        _allow_more_time()
        _limit_memory()
        for draft in read(document):
            send(_Message(draft))


def _allow_more_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + SECONDS, hard))


def _limit_memory() -> None:
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            pages = int(statm.read().split()[0])
    except OSError:  # no Linux: there time alone is limited
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY, hard))
