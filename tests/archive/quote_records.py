"""Quotes made by hand, and articles with quotes, for tests of what compares them."""

from __future__ import annotations

from typing import Any

from onrecord.base.records import Actor, Annotation, Attribution, CueType, Draft, Entity, Quote, QuoteKind

LINE = "The port will open again as soon as the talks are over"


def quote(words: str = LINE, **fields: Any) -> Quote:
    """Return a quote; the fields replace those of a plain one."""
    plain: dict[str, Any] = {
        "article": 1, "index": 0, "title": "", "published": "", "outlet": "", "url": "", "speaker": "", "actors": [],
        "cue": "said", "quote": words, "kind": "direct", "cue_type": "speech", "content": [], "confidence": 1.0,
    }  # fmt: skip
    return Quote(**{**plain, **fields})


def article_with_quote(
    words: str,
    *,
    speaker: str = "Ada Berg",
    cue: str = "said",
    published: str = "2024-03-01",
    kind: QuoteKind = "direct",
    cue_type: CueType = "speech",
    title: str = "",
) -> tuple[Draft, Annotation]:
    """Return an article that has one quote: SPEAKER CUE “WORDS”."""
    text = f"{title}{speaker} {cue} “{words}”."
    start = len(title)
    cue_start = start + len(speaker) + 1
    content = (cue_start + len(cue) + 2, len(text) - 2)
    mention = (start, start + len(speaker))
    attribution = Attribution(
        source=[mention],
        cue=[(cue_start, cue_start + len(cue))],
        content=[content],
        kind=kind,
        cue_type=cue_type,
        speaker=["a1"],
    )
    annotation = Annotation(
        entities=[Entity(span=mention, label="PERSON", actor="a1")],
        attributions=[attribution],
        actors=[Actor(id="a1", name=speaker, type="person", mentions=[mention])],
        annotator="1 test",
    )
    return Draft(title=title or words[:20], text=text, published=published), annotation
