"""What the components leave in a Doc, and what they need to find in it."""

from __future__ import annotations

from typing import Any

import msgspec
from spacy.tokens import Doc

from onrecord.annotation.doc.errors import AnnotateError
from onrecord.base.records import Actor, Attribution, Unnamed

_RECORDS: dict[str, Any] = {"attributions": list[Attribution], "actors": list[Actor], "unnamed": list[Unnamed]}


def _keep(name: str, type_: Any) -> None:
    """Let ``doc._.<name>`` be a list of records, empty at first.

    They are kept as bytes: a Doc with records in it could not go to a file (``to_bytes``, DocBin) or to another
    process (``nlp.pipe(…, n_process=2)``). So each reading of it makes a list of its own.
    """
    key = f"onrecord {name}"
    decoder = msgspec.msgpack.Decoder(type_)

    def get(doc: Doc) -> Any:
        kept = doc.user_data.get(key)
        return decoder.decode(kept) if kept is not None else []

    def put(doc: Doc, records: Any) -> None:
        doc.user_data[key] = msgspec.msgpack.encode(records)

    Doc.set_extension(name, getter=get, setter=put, force=True)


for _name, _type in _RECORDS.items():
    _keep(_name, _type)


def require_parse(doc: Doc, component: str) -> None:
    """Raise AnnotateError where the pipeline has not told the dependencies of a text's words."""
    if len(doc) and not doc.has_annotation("DEP"):
        raise AnnotateError(f"{component} needs a parser before it in the pipeline, as en_core_web_sm has it.")
