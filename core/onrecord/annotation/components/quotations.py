"""Find who said what: the component ``onrecord_quotes``, with the model or with the rules alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.annotation.components.method import Method
from onrecord.annotation.doc.extensions import require_parse
from onrecord.annotation.doc.prefetch import prefetch
from onrecord.annotation.doc.text import text_of
from onrecord.annotation.neural.model import (
    OUTPUT_KEY,
    ModelOutput,
    PendingBatch,
    in_characters,
    is_available,
    load_model,
)
from onrecord.annotation.quotes.model_candidates import merge_attributions
from onrecord.annotation.quotes.rules import extract_attributions
from onrecord.annotation.quotes.turns import settle_turns


@Language.factory(
    "onrecord_quotes",
    default_config={"annotator": None},
    requires=["token.dep", "token.pos", "token.lemma"],
    assigns=["doc._.attributions"],
)
def make_quotations(nlp: Language, name: str, annotator: Method | None) -> QuotationAnnotator:
    """Return the component that sets ``doc._.attributions``: source, cue and content of each, without speakers.

    Args:
        nlp: The pipeline that the component belongs to.
        name: Its name there.
        annotator: "model", "rules", or None for the model where it is installed and else the rules.

    Raises:
        AnnotateError: If the model is asked for and cannot be loaded.
    """
    return QuotationAnnotator(annotator)


class QuotationAnnotator:
    """The component. ``annotator`` says how it reads: "model" or "rules"."""

    def __init__(self, annotator: Method | None = None) -> None:
        self.annotator: Method = annotator or ("model" if is_available() else "rules")
        if self.annotator == "model":
            load_model()

    def __call__(self, doc: Doc) -> Doc:
        """Return the Doc with its attributions. Raises AnnotateError if it is not parsed."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 16) -> Iterator[Doc]:
        """Yield Docs with their attributions; the model reads one batch while the pipeline prepares the next.

        Raises:
            AnnotateError: If a Doc is not parsed.
        """
        return map(_annotate_by_rules, stream) if self.annotator == "rules" else _pipe(stream, batch_size)


def _annotate_by_rules(doc: Doc) -> Doc:
    require_parse(doc, "onrecord_quotes")
    doc.user_data.pop(OUTPUT_KEY, None)
    doc._.attributions = settle_turns(text_of(doc), extract_attributions(doc))
    return doc


def _pipe(stream: Iterable[Doc], batch_size: int) -> Iterator[Doc]:
    """Annotate Docs with the model; those that it has read for ``onrecord_entities`` are not read again."""
    model = load_model()

    def begin(docs: list[Doc]) -> tuple[list[ModelOutput | None], PendingBatch]:
        for doc in docs:
            require_parse(doc, "onrecord_quotes")
        outputs = [doc.user_data.pop(OUTPUT_KEY, None) for doc in docs]
        unread_docs = [doc for doc, output in zip(docs, outputs, strict=True) if output is None]
        return outputs, model.begin(model.read_pieces(unread_docs), [None] * len(unread_docs))

    def finish(begun: tuple[list[ModelOutput | None], PendingBatch]) -> list[ModelOutput]:
        outputs, pending = begun
        new_outputs = iter(model.finish(pending))
        return [next(new_outputs) if output is None else output for output in outputs]

    for doc, output in prefetch(stream, batch_size, begin, finish):
        attributions = in_characters(text_of(doc), output.pieces, output.attributions)
        doc._.attributions = settle_turns(text_of(doc), merge_attributions(doc, attributions))
        yield doc
