"""Annotations as spaCy's own DocBin, for training and for whoever works with Docs.

Entities are in ``doc.ents``; the span groups ``source``, ``cue`` and ``content`` have the passages of the
attributions, each with the index of its attribution as ``span_id``. A passage that ends within a token is widened
to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from onrecord.base.records import Annotation, Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PARTS = ("source", "cue", "content")


def pack_docs(articles: Iterable[tuple[Article, str, Annotation | None]]) -> bytes:
    """Return the Docs of articles, with their texts and annotations, as ``DocBin.from_bytes`` reads them."""
    import spacy
    from spacy.tokens import DocBin

    nlp, packed = spacy.blank("en"), DocBin(store_user_data=True)
    for article, text, annotation in articles:
        packed.add(make_doc(nlp, article, text, annotation or Annotation()))
    return packed.to_bytes()


def make_doc(nlp: Language, article: Article, text: str, annotation: Annotation) -> Doc:
    """Return the tokens of an article with its entities and attributions.

    Args:
        nlp: What makes tokens.
        article: The article; what is known of it is in ``doc.user_data``.
        text: Its text.
        annotation: Its annotation.
    """
    from spacy.util import filter_spans

    doc = nlp.make_doc(text)
    entities = (
        doc.char_span(*entity.span, label=entity.label, alignment_mode="expand") for entity in annotation.entities
    )
    doc.set_ents(filter_spans([entity for entity in entities if entity is not None]))
    for part in PARTS:
        spans = (
            doc.char_span(start, end, label=part, span_id=index, alignment_mode="expand")
            for index, attribution in enumerate(annotation.attributions)
            for start, end in getattr(attribution, part)
        )
        doc.spans[part] = [span for span in spans if span is not None]
    names = {actor.id: actor.name for actor in annotation.everybody()}
    doc.user_data |= {"id": article.id, "title": article.title, "date": article.published, "url": article.url}
    doc.user_data["attributions"] = [
        {
            "speaker": [names[actor] for actor in (*each.speaker, each.unnamed) if actor in names],
            "kind": each.kind,
            "cue_type": each.cue_type,
            "polarity": each.polarity,
            "modality": each.modality,
            "certainty": each.certainty,
            "doubtful": each.is_doubtful,
        }
        for each in annotation.attributions
    ]
    return doc
