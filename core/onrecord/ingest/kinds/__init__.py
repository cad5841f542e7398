"""What kind of file a document is: told by how it begins, and by its name only where the content cannot tell."""

from __future__ import annotations

from onrecord.ingest.document import Document, IngestError
from onrecord.ingest.kinds.binary_signs import binary_name
from onrecord.ingest.kinds.kind_table import BINARY, KINDS, Kind


def recognised_kind(document: Document) -> Kind:
    """Return the kind of a document, whether it can be read or not.

    Raises:
        IngestError: It is empty.
    """
    if not document.head:
        raise IngestError(document.name, "empty; there is nothing to read")
    return next(kind for kind in KINDS if kind.recognises(document))


def kind_of(document: Document) -> Kind:
    """Return the kind of a document.

    Raises:
        IngestError: It is of a kind that holds no article, or none that can be read.
    """
    kind = recognised_kind(document)
    if not kind.reader:
        name = binary_name(document) if kind is BINARY else kind.name
        raise IngestError(document.name, f"{name}; {kind.advice}")
    return kind
