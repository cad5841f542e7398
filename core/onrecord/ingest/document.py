"""What a reader reads from: bytes with a name, and the one way from bytes to clean text."""

from __future__ import annotations

import codecs
import io
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from io import BufferedReader
from pathlib import Path, PurePath
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import urlsplit

from onrecord.base.errors import OnRecordError
from onrecord.base.held_files import is_held

LIMIT = 32 * 1024 * 1024
"""Bytes that one article may have; the longest books stay under 10 MB."""

LARGEST_CONTAINER = 1024**3
"""Bytes that may come out of an archive of files, or be copied from a stream that has to be read in any order."""

HEAD = 64 * 1024
"""Bytes at the beginning of a file by which its kind is told."""

DEEPEST = 4
"""How many containers may stand in each other: a document in a mail in a mailbox in an archive."""

_SAMPLE = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = bytes({*range(32)} - {*b"\t\n\v\f\r\b\x1a\x1b"})
_JAPANESE_ESCAPE = re.compile(rb"\x1b\$[@B]")
"""What begins Japanese letters in ISO-2022-JP, whose bytes are all ASCII."""
_UNPAIRED = re.compile("[\ud800-\udfff]")


def buffered(stream: io.RawIOBase | io.BufferedIOBase) -> BufferedReader:
    """Return a stream whose first bytes, by which its kind is told, can be looked at before it is read."""
    return io.BufferedReader(stream, HEAD)


class IngestError(OnRecordError):
    """Something that cannot be read as an article.

    ``name`` is the file, address or line, as the user knows it; ``reason`` says what is wrong with it and
    what can be done.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


Failed = Callable[[IngestError], None]
"""Told of what cannot be read; when it returns, the rest is read."""


def raise_error(error: IngestError) -> None:
    """Raise the error, for callers that stop at the first failure."""
    raise error


@contextmanager
def gate(name: str, failed: Failed) -> Iterator[None]:
    """Tell ``failed`` of whatever the block meets in a source, so that one source never costs the others.

    Args:
        name: The source or the part of it that the block reads, as the user knows it.
        failed: What to tell; when it returns, the program goes on behind the block.
    """
    try:
        yield
    except IngestError as error:
        failed(error)
    except OnRecordError:  # of something else than the source, such as the archive
        raise
    except Exception as error:
        failure = IngestError(name, unreadable(error))
        failure.__cause__ = error
        failed(failure)


def not_opened(error: OSError) -> str:
    """Say why a file cannot be opened, and what to do."""
    match error:
        case FileNotFoundError() if re.match(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/", str(error.filename)):
            return f"there is no such file; if it is meant as an address, write https://{error.filename}"
        case FileNotFoundError():
            return "there is no such file; look whether the path is right"
        case PermissionError():
            return "you have no right to read it; change its rights, or copy it where you have"
        case IsADirectoryError():
            return "a folder, not a file"
        case _:
            return f"it cannot be read ({error.strerror or error})"


def refuse_held(file: str | Path) -> None:
    """See that a file is no archive that is open: reading it would take its locks away.

    Raises:
        IngestError: It is one, or stands beside one as the log does.
    """
    if is_held(file):
        raise IngestError(
            str(file), "the archive that is open, not an article; onrecord export writes its articles"
        )


def unreadable(error: Exception) -> str:
    """Say what is wrong with a source whose reader has met an error that it does not know."""
    match error:
        case RecursionError():
            return "nested too deeply, or holding itself; make it simpler, or save its text as a .txt file"
        case MemoryError():
            return "too big for the memory of this machine; split it"
        case OSError():
            return f"it cannot be read ({error.strerror or error}); look whether it is still there"
        case _:
            return (
                f"no article can be made of it ({type(error).__name__}: {error}); "
                "save its text as a .txt file and add that"
            )


@dataclass
class Document:
    """Something to read.

    ``name`` is what the user calls it, ``stem`` what can be a title if there is no better one, ``url`` where it
    was fetched from, ``encoding`` what its server or the file around it says of it, ``depth`` how many containers
    it stands in, ``left_out`` the names of files in it that are not read.
    """

    name: str
    stream: BufferedReader
    failed: Failed = raise_error
    stem: str = ""
    url: str = ""
    encoding: str = ""
    depth: int = 0
    left_out: frozenset[str] = frozenset()

    @cached_property
    def head(self) -> bytes:
        """The first bytes, at most some ten thousand, which are still to be read."""
        return self.stream.peek()

    @cached_property
    def opening(self) -> bytes:
        """The first bytes of a text, in UTF-8 if that can be told, without what stands before its words."""
        for mark, marked in _MARKS:
            if self.head.startswith(mark):
                return self.head.decode(marked, "ignore").encode("utf-8", "replace").lstrip()
        wide = _wide_encoding(self.head)
        return (self.head.decode(wide, "ignore").encode("utf-8", "replace") if wide else self.head).lstrip()

    @property
    def ending(self) -> str:
        """The ending of its name or of the path of its address, in small letters and with its dot."""
        path = urlsplit(self.url).path if self.url else self.name
        return PurePath(path).suffix.lower()

    def member(self, name: str, content: bytes | BufferedReader, **facts: str) -> Document:
        """Return something that this document holds, as a document of its own.

        Args:
            name: What it is called in here.
            content: Its bytes.
            **facts: Fields of the document that are known: ``url``, ``encoding``.

        Raises:
            IngestError: Containers stand in each other too deep.
        """
        whole_name = f"{self.name}: {name}"
        if self.depth >= DEEPEST:
            raise IngestError(whole_name, "too many archives in each other; unpack the outer ones first")
        stream = buffered(io.BytesIO(content)) if isinstance(content, bytes) else content
        stem = clean(PurePath(name).stem)
        return replace(
            Document(whole_name, stream, self.failed, stem, depth=self.depth + 1),
            **facts,  # type: ignore[arg-type]
        )

    def data(self) -> bytes:
        """Return all of it.

        Raises:
            IngestError: It is too big.
        """
        data = self.stream.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise IngestError(
                self.name,
                f"larger than {LIMIT // 1024**2} MB, too big for one article; split it, "
                "or put its articles on the lines of a .jsonl file",
            )
        return data

    def file(self) -> IO[bytes]:
        """Return it as a file that can be read in any order; what comes through a pipe is copied.

        Raises:
            IngestError: It comes through a pipe and is too big to be copied.
        """
        if self.stream.seekable():
            return self.stream
        copy: IO[bytes] = SpooledTemporaryFile(LIMIT)  # noqa: SIM115 — it is returned, and goes when nobody has it
        shutil.copyfileobj(LimitedStream(self.stream, self.name, Allowance()), copy)
        copy.seek(0)
        return copy

    def text(self) -> str:
        """Return all of it as clean text.

        Raises:
            IngestError: It is too big, empty, or not text.
        """
        text = clean(decode(self.data(), self.name, self.encoding))
        if not text.strip():
            raise IngestError(self.name, "empty; there is nothing to read")
        return text


@dataclass
class Allowance:
    """How many bytes may still be read of all that a container holds."""

    bytes_left: int = LARGEST_CONTAINER


class LimitedStream(io.RawIOBase):
    """A stream of which no more bytes may be read than are allowed: a few bytes may unpack to any number."""

    def __init__(self, stream: IO[bytes], name: str, allowance: Allowance) -> None:
        self._stream = stream
        self._name = name
        self._allowance = allowance

    def readable(self) -> bool:
        """Return whether it can be read: it always can."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read the next bytes into a buffer, and return how many.

        Raises:
            IngestError: There are more than may be.
        """
        data = self._stream.read(len(buffer))
        self._allowance.bytes_left -= len(data)
        if self._allowance.bytes_left < 0:
            raise IngestError(
                self._name, f"more than {LARGEST_CONTAINER // 1024**2} MB when unpacked; unpack it, and add a part"
            )
        buffer[: len(data)] = data
        return len(data)


def clean(text: str) -> str:
    """Return the text with line feeds for line ends, and without byte order mark, NULs and unpaired surrogates."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\ufeff").replace("\0", "")
    try:
        text.encode()  # five times as fast as looking for them, and there are hardly ever any
    except UnicodeEncodeError:
        return _UNPAIRED.sub("\ufffd", text)
    return text


def decode(data: bytes, name: str, encoding: str = "") -> str:
    """Return bytes as text, in the encoding that they are in.

    That is what their byte order mark says, else UTF-8 if they are that, else ``encoding`` if they were said
    to be that, else what charset-normalizer finds.

    Raises:
        IngestError: they are no text.
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return data.decode(marked, "replace")
    if wide := _wide_encoding(data[:_SAMPLE]):
        return data.decode(wide, "replace")
    try:
        text: str | None = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if is_binary(data[:_SAMPLE]):
        raise IngestError(name, "not text but binary data; save it as text or HTML first")
    if text is not None:
        return text.encode().decode("iso2022_jp", "replace") if _JAPANESE_ESCAPE.search(data[:_SAMPLE]) else text
    try:
        # As browsers do: pages that say Latin-1 hold Windows' quotation marks.
        latin = not encoding or codecs.lookup(encoding).name in ("iso8859-1", "ascii")
        return data.decode("cp1252" if encoding and latin else encoding or "ascii")
    except (UnicodeError, LookupError):  # it is in another one, or there is none of this name
        return _guess(data, name)


def is_binary(data: bytes) -> bool:
    """Return whether the first bytes of a file are those of no text in any encoding.

    Captured terminal output is text though it is full of escape sequences; what is no UTF-8 and has more than a
    few control characters, or has NUL at all, is not.
    """
    if any(data.startswith(mark) for mark, _ in _MARKS):
        return False
    controls = len(data) - len(data.translate(None, _BINARY))
    most = 0.3 if _is_utf8(data) and b"\0" not in data else 0.01
    return controls > most * len(data) and not _wide_encoding(data)


def _is_utf8(data: bytes) -> bool:
    """Return whether bytes are UTF-8; the last letter may be cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _wide_encoding(data: bytes) -> str:
    """Return which UTF-16 a text without a byte order mark is in; empty for any other encoding.

    Every second byte of the letters, blanks and line ends of European languages is NUL there.
    """
    for encoding, low, high in (("utf-16-le", 0, 1), ("utf-16-be", 1, 0)):
        letters, zeros = data[low::2], data[high::2]
        if len(data) > 3 and zeros.count(0) > 0.7 * len(zeros) and letters.count(0) == 0:
            return encoding
    return ""


_WINDOWS_MARKS = "onrecord_windows_marks"


def _windows_marks(error: UnicodeError) -> tuple[str, int]:
    """Return a byte that is no UTF-8 as the mark of Windows that it is, and where to go on."""
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start : error.start + 1]
    mark = byte.decode("cp1252", "replace") if byte < b"\xa0" else "\ufffd"
    return mark, error.start + 1


codecs.register_error(_WINDOWS_MARKS, _windows_marks)


def _guess(data: bytes, name: str) -> str:
    """Return as text what bytes hold that do not tell their encoding."""
    # A text that is UTF-8 but for a few broken places, as when it was cut in the middle of a letter or pasted
    # together, reads better with these places marked than as whole in another encoding.
    text = data.decode("utf-8", "replace")
    letters = sum(character > "\x7f" for character in text)
    broken = text.count("\ufffd")
    if broken * 10 <= letters:
        return text
    # One with as many letters of UTF-8 as others was put together of a part in UTF-8 and one from Windows, whose
    # quotation marks and dashes are no UTF-8. Letters of several bytes do not come about by chance.
    if broken <= letters - broken and "\ufffd" not in (mended := data.decode("utf-8", _WINDOWS_MARKS)):
        return mended

    from charset_normalizer import from_bytes

    matches = from_bytes(data[:_SAMPLE])
    best = matches.best()
    if best is None:
        raise IngestError(name, "in no encoding that can be recognised; save it as UTF-8")
    # English with typographic quotation marks is equally sound in a dozen encodings; Windows wrote most of it.
    alike = {name for match in matches if match.chaos <= best.chaos for name in match.could_be_from_charset}
    return data.decode("cp1252" if "cp1252" in alike else best.encoding, "replace")
