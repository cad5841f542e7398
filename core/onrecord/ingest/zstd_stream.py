"""Files that are compressed with zst, read piece by piece: one that is cut off is damaged, not shorter."""

from __future__ import annotations

import io
from typing import IO

_PIECE = 1024
"""Bytes that are unpacked at once; so few may become some 30 MB."""


class ZstdStream(io.RawIOBase):
    """What comes out of a compressed stream, which may have several frames."""

    def __init__(self, stream: IO[bytes]) -> None:
        import zstandard

        self._stream = stream
        self._error = zstandard.ZstdError
        self._decompressor = zstandard.ZstdDecompressor()
        self._frame = self._decompressor.decompressobj()
        self._unpacked = b""

    def readable(self) -> bool:
        """Return whether it can be read: it always can."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read the next bytes into a buffer, and return how many.

        Raises:
            EOFError: It is cut off, or otherwise damaged.
        """
        while not self._unpacked and (piece := self._next_piece()):
            try:
                self._unpacked = self._frame.decompress(piece)
            except self._error as error:
                raise EOFError(str(error)) from error
        count = min(len(buffer), len(self._unpacked))
        buffer[:count] = self._unpacked[:count]
        self._unpacked = self._unpacked[count:]
        return count

    def _next_piece(self) -> bytes:
        """Return bytes to unpack; after the end of a frame those of the next one."""
        piece = self._frame.unused_data if self._frame.eof else b""
        piece = piece or self._stream.read(_PIECE)
        if piece and self._frame.eof:
            self._frame = self._decompressor.decompressobj()
        elif not piece and not self._frame.eof:
            raise EOFError("it ends before its end")
        return piece
