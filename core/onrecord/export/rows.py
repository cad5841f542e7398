"""Articles and quotes as rows with the names that they have outside: in JSON, in CSV, in what commands print."""

from __future__ import annotations

from collections import Counter
from typing import Any

from onrecord.base.records import Annotation, Article, Quote

Row = dict[str, Any]


def article_row(article: Article) -> Row:
    """Return what is known of an article, as ``onrecord add`` reads it again from a line of JSON."""
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "date": article.published,
        "url": article.url,
        "tags": article.tags,
        "added": article.added,
        "words": article.words,
        "language": article.language,
        "read": article.read,
        "starred": article.starred,
    }


def annotation_row(annotation: Annotation) -> Row:
    """Return an annotation; words that were not said, or only might be, stand in ``unsaid``."""
    return {
        "entities": annotation.entities,
        "attributions": [each for each in annotation.attributions if each.report_type != "unsaid"],
        "unsaid": annotation.unsaid(),
        "actors": annotation.actors,
        "unnamed": annotation.unnamed,
        "annotator": annotation.annotator,
        "text_hash": annotation.text_hash,
        "language": annotation.language,
    }


def actor_rows(article: Article, annotation: Annotation) -> list[Row]:
    """Return a row for each actor of an article, those who say most first: names, and how often they speak."""
    said = Counter(actor for attribution in annotation.speech() for actor in attribution.speaker)
    return [
        {
            "article": article.id,
            "actor": actor.id,
            "name": actor.name,
            "type": actor.type,
            "aliases": actor.aliases,
            "roles": actor.roles,
            "said": said[actor.id],
            "named": len(actor.mentions),
        }
        for actor in annotation.ranked_actors()
    ]


def quote_row(quote: Quote) -> Row:
    """Return a quote, readable without its article.

    ``speaker`` is what the text calls the source and ``actor`` the names of who that is; of a source without a
    name ``unnamed`` is what the article calls it at first, and ``speaks_for`` the name of whom it speaks for.
    ``cue_type`` tells words from beliefs, attitudes and documents; ``polarity`` and ``modality`` tell words that
    were said (positive, actual) from those that were not, or only might be. ``start`` and ``end`` are the first
    and the last offset of what is quoted, in characters of the article's text. ``confidence`` is the probability
    that source, cue and content are right, ``speaker_confidence`` that of the speaker if they are; ``doubtful``
    warns that the two together are improbable.
    """
    return {
        "article": quote.article,
        "title": quote.title,
        "source": quote.outlet,
        "date": quote.published,
        "url": quote.url,
        "speaker": quote.speaker,
        "actor": quote.actors,
        "unnamed": quote.unnamed,
        "speaks_for": quote.body,
        "kind": quote.kind,
        "cue": quote.cue,
        "cue_type": quote.cue_type,
        "polarity": quote.polarity,
        "modality": quote.modality,
        "quote": quote.quote,
        "start": min((start for start, _ in quote.content), default=None),
        "end": max((end for _, end in quote.content), default=None),
        "confidence": round(quote.confidence, 4),
        "speaker_confidence": round(quote.speaker_confidence, 4),
        "doubtful": quote.is_doubtful,
    }
