"""Parse all paragraphs of a batch side by side: the component ``onrecord_parser``.

spaCy's ``parser`` goes from token to token, and at each step multiplies a matrix with one row for each text of a
quarter of the batch. A product of few rows takes as long as one of many. No sentence runs across a paragraph, so
each text is parsed in parts that begin with one, as if they were texts of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any, NamedTuple

import numpy as np
from spacy.language import Language
from spacy.pipeline.tok2vec import Tok2VecListener
from spacy.tokens import Doc

PART_TOKENS = 100
"""How many tokens a part of a text has at least, the last one excepted."""

_PARTS_AT_ONCE = 32
"""How many parts are parsed side by side. The parser keeps four kilobytes for each of their tokens."""

_TOKENS_AHEAD = 2
"""How many tokens spaCy's parser looks at from where it stands: so many of the next part are parsed along."""

_STARTS_SENTENCE = 1


class Part(NamedTuple):
    """A part of a text. ``doc`` has its ``length`` tokens, and those to which the parser looks ahead."""

    doc: Doc
    length: int


@Language.factory("onrecord_parser", default_config={}, assigns=["token.dep", "token.head", "token.is_sent_start"])
def make_batch_parser(nlp: Language, name: str) -> BatchParser:
    """Return the component that does what the pipeline's ``parser`` does, which may be disabled."""
    parser: Any = nlp.get_pipe("parser")
    return BatchParser(parser)


class BatchParser:
    """The component."""

    def __init__(self, parser: Any) -> None:
        self._parser = parser
        # Other parsers make the vectors of tokens themselves, from whole texts.
        self._reads_tensors = any(isinstance(node, Tok2VecListener) for node in parser.model.walk())

    def __call__(self, doc: Doc) -> Doc:
        """Return the Doc with its parse."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 16) -> Iterator[Doc]:
        """Yield the Docs with their parses."""
        remaining = iter(stream)
        while docs := list(islice(remaining, batch_size)):
            if self._reads_tensors:
                self._parse_in_parts([doc for doc in docs if len(doc)])
            else:
                self._parse(docs)
            yield from docs

    def __reduce__(self) -> tuple[type[BatchParser], tuple[Any]]:
        """Return what makes it again in another process."""
        return BatchParser, (self._parser,)

    def _parse(self, docs: Sequence[Doc]) -> None:
        self._parser.set_annotations(docs, self._parser.predict(docs))

    def _parse_in_parts(self, docs: Sequence[Doc]) -> None:
        parts_of_docs = [list(split_into_parts(doc)) for doc in docs]
        part_docs = [part.doc for parts in parts_of_docs for part in parts]
        for start in range(0, len(part_docs), _PARTS_AT_ONCE):
            self._parse(part_docs[start : start + _PARTS_AT_ONCE])
        for doc, parts in zip(docs, parts_of_docs, strict=True):
            arcs = [part.doc.to_array(["HEAD", "DEP"])[: part.length] for part in parts]
            doc.from_array(["HEAD", "DEP"], np.concatenate(arcs))  # type: ignore[arg-type]  # its types are too narrow


def split_into_parts(doc: Doc, size: int = PART_TOKENS) -> Iterator[Part]:
    """Yield the parts of a Doc that is not empty, each of which begins where a sentence has to.

    Args:
        doc: A Doc with a tensor, in which the first tokens of paragraphs start sentences.
        size: How many tokens a part has at least, the last one excepted.
    """
    words, sentence_starts = doc.to_array("ORTH"), doc.to_array("SENT_START")
    spaces = doc.to_array("SPACY").astype(bool)
    starts = [0]
    for start in np.flatnonzero(sentence_starts == _STARTS_SENTENCE).tolist():
        if start - starts[-1] >= size:
            starts.append(start)
    for start, end in pairwise([*starts, len(doc)]):
        read = slice(start, end + _TOKENS_AHEAD)
        part = Doc(doc.vocab, words=words[read].tolist(), spaces=spaces[read].tolist())
        part.from_array(["SENT_START"], sentence_starts[read])  # type: ignore[arg-type]
        part.tensor = doc.tensor[read]
        yield Part(part, end - start)
