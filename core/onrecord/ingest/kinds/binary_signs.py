"""Signs of bytes that are no text, and what such a file is called."""

from __future__ import annotations

from onrecord.ingest.document import Document, is_binary

MEDIA = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"ID3", b"OggS", b"fLaC", b"II*\0", b"MM\0*", b"AT&TFORM")
"""How pictures, sound and films begin; a short one might pass for text."""


def has_binary_bytes(document: Document) -> bool:
    """Return whether a document begins with bytes that no text has."""
    return is_binary(document.head)


def binary_name(document: Document) -> str:
    """Return what a binary file is, by puremagic's table of signatures."""
    import puremagic

    try:
        matches = puremagic.magic_string(document.head, document.name)
    except (puremagic.PureError, ValueError):
        return "not text but binary data"
    best = max(matches, key=lambda match: match.confidence, default=None)
    if best is None or best.mime_type.startswith("text/"):
        return "not text but binary data"
    content = {"image": "a picture", "audio": "a recording of sound", "video": "a film", "font": "a font"}.get(
        best.mime_type.partition("/")[0], "binary data"
    )
    return f"not text but {content} ({best.name or best.extension})"
