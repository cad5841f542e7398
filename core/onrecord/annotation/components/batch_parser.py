"""Parse a whole batch at once: the component ``onrecord_parser``.

spaCy's ``parser`` parses a quarter of a batch at a time, so that its products are of matrices with two rows where
eight articles make a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc


@Language.factory("onrecord_parser", default_config={}, assigns=["token.dep", "token.head", "token.is_sent_start"])
def make_batch_parser(nlp: Language, name: str) -> BatchParser:
    """Return the component that does what the pipeline's ``parser`` does, which may be disabled."""
    return BatchParser(nlp.get_pipe("parser"))


class BatchParser:
    """The component."""

    def __init__(self, parser: Any) -> None:
        self._parser = parser

    def __call__(self, doc: Doc) -> Doc:
        """Return the Doc with its parse."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 16) -> Iterator[Doc]:
        """Yield the Docs with their parses."""
        remaining = iter(stream)
        while docs := list(islice(remaining, batch_size)):
            self._parser.set_annotations(docs, self._parser.predict(docs))
            yield from docs

    def __reduce__(self) -> tuple[type[BatchParser], tuple[Any]]:
        """Return what makes it again in another process."""
        return BatchParser, (self._parser,)
