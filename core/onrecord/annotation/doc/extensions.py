"""The lists of records that the components keep in a Doc, and what they require of it."""

from __future__ import annotations

from typing import Any

import msgspec
from spacy.tokens import Doc

from onrecord.annotation.doc.errors import AnnotateError
from onrecord.base.records import Actor, Attribution, UnnamedSource

_RECORDS: dict[str, Any] = {
    "attributions": list[Attribution],
    "actors": list[Actor],
    "unnamed": list[UnnamedSource],
}


def _add_record_list(name: str, record_type: Any) -> None:
    """Let ``doc._.<name>`` be a list of records, empty at first.

    They are kept as bytes: a Doc with records in it could not be written to a file (``to_bytes``, DocBin) or
    passed to another process (``nlp.pipe(…, n_process=2)``). So each access makes a list of its own.
    """
    key = f"onrecord {name}"
    decoder = msgspec.msgpack.Decoder(record_type)

    def get_records(doc: Doc) -> Any:
        encoded = doc.user_data.get(key)
        return decoder.decode(encoded) if encoded is not None else []

    def set_records(doc: Doc, records: Any) -> None:
        doc.user_data[key] = msgspec.msgpack.encode(records)

    Doc.set_extension(name, getter=get_records, setter=set_records, force=True)


for _name, _type in _RECORDS.items():
    _add_record_list(_name, _type)


def require_parse(doc: Doc, component: str) -> None:
    """Raise AnnotateError if a Doc with words in it has no dependencies; the error names the component."""
    if len(doc) and not doc.has_annotation("DEP"):
        raise AnnotateError(f"{component} needs a parser before it in the pipeline, as en_core_web_sm has it.")
