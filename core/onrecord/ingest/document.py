"""What a form reads from: bytes with a name, and the one way from bytes to clean text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader

from onrecord.base.errors import OnRecordError

LIMIT = 32 * 1024 * 1024
"""Bytes that one article may have; the longest books stay under 10 MB."""

_SAMPLE = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = {
    b"%PDF-": "a PDF; make text of it first, as with pdftotext",
    b"PK\x03\x04": "a ZIP archive or an office document; save it as text or HTML first",
    b"\xd0\xcf\x11\xe0": "an old office document; save it as text or HTML first",
    b"{\\rtf": "a rich text document; save it as text or HTML first",
    b"\x1f\x8b": "compressed; unpack it first",
    b"SQLite format 3\0": "a database; to open an archive use --archive with its folder",
}
_BINARY = bytes({*range(32)} - {*b"\t\n\v\f\r\b\x1a\x1b"})
_UNPAIRED = re.compile("[\ud800-\udfff]")


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
    was fetched from, ``encoding`` what its server says of it.
    """

    name: str
    stream: BufferedReader
    failed: Failed = raise_error
    stem: str = ""
    url: str = ""
    encoding: str = ""

    def head(self) -> bytes:
        """Return the first bytes, at most some thousand, still to be read."""
        return self.stream.peek()

    def text(self) -> str:
        """All of it as clean text.

        Raises:
            IngestError: it is too big, empty, or not text.
        """
        data = self.stream.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise IngestError(
                self.name,
                f"larger than {LIMIT // 1024**2} MB, too big for one article; split it, "
                "or put its articles on the lines of a .jsonl file",
            )
        text = clean(decode(data, self.name, self.encoding))
        if not text.strip():
            raise IngestError(self.name, "empty; there is nothing to read")
        return text


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
    """Bytes as text, in the encoding that they are in.

    That is what their byte order mark says, else UTF-8 if they are that, else ``encoding`` if they were said
    to be that, else what charset-normalizer finds.

    Raises:
        IngestError: they are no text.
    """
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise IngestError(name, f"not text but {what}")
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return data.decode(marked, "replace")
    try:
        text: str | None = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    # Captured terminal output is text though it is full of escape sequences; what is no UTF-8 and has more than
    # a few control characters, or has NUL at all, is not.
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _BINARY))
    most = 0.3 if text is not None and b"\0" not in sample else 0.01
    if controls > most * len(sample):
        raise IngestError(name, "not text but binary data; save it as text or HTML first")
    if text is not None:
        return text
    try:
        # As browsers do: pages that say Latin-1 hold Windows' quotation marks.
        latin = not encoding or codecs.lookup(encoding).name in ("iso8859-1", "ascii")
        return data.decode("cp1252" if encoding and latin else encoding or "ascii")
    except (UnicodeError, LookupError):  # it is in another one, or there is none of this name
        return _guess(data, name)


def _guess(data: bytes, name: str) -> str:
    """Bytes that don't tell their encoding, as text."""
    # A text that is UTF-8 but for a few broken places, as when it was cut in the middle of a letter or pasted
    # together, reads better with these places marked than as whole in another encoding.
    text = data.decode("utf-8", "replace")
    letters = sum(character > "\x7f" for character in text)
    if text.count("\ufffd") * 10 <= letters:
        return text

    from charset_normalizer import from_bytes

    matches = from_bytes(data[:_SAMPLE])
    best = matches.best()
    if best is None:
        raise IngestError(name, "in no encoding that can be recognised; save it as UTF-8")
    # English with typographic quotation marks is equally sound in a dozen encodings; Windows wrote most of it.
    alike = {name for match in matches if match.chaos <= best.chaos for name in match.could_be_from_charset}
    return data.decode("cp1252" if "cp1252" in alike else best.encoding, "replace")
