"""The text of a Doc."""

from __future__ import annotations

from spacy.tokens import Doc

_KEY = "onrecord_text"


def text_of(doc: Doc) -> str:
    """Return the text of a Doc, put together once; spaCy does so each time it is asked."""
    text: str | None = doc.user_data.get(_KEY)
    if text is None:
        text = doc.user_data[_KEY] = doc.text
    return text
