"""Markdown, for people: of each article where it appeared, who says what in it, and the notes on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TextIO

from onrecord.base.records import Annotation, Note, Quote
from onrecord.export.citation import long_date, one_line, reference, speaker
from onrecord.export.item import Exported

_SIGNS = re.compile(r"([\\`*\[\]<&~]|(?<![^\W_])_|_(?![^\W_]))")
_BLOCK = re.compile(r"^([#>+=-]|\d+(?=[.)]))")


def write(items: Iterable[Exported], out: TextIO) -> None:
    """Write a part for each article, with a rule between two."""
    for number, item in enumerate(items):
        if number:
            out.write("\n---\n\n")
        out.write("\n\n".join(_article(item)) + "\n")


def escape(text: str) -> str:
    """Return text from outside on one line, in a form that Markdown shows as it is."""
    line = _SIGNS.sub(r"\\\1", one_line(text))
    return _BLOCK.sub(lambda match: match[1] + "\\" if match[1].isdigit() else "\\" + match[1], line)


def _article(item: Exported) -> Iterator[str]:
    article = item.article
    yield f"# {escape(article.title)}"
    origin = [reference(article.source, article.published, article.url), article.author]
    facts = [escape(fact) for fact in origin if fact]
    facts.append(f"{article.words:,} words" if article.words != 1 else "1 word")
    facts += [escape(f"#{tag}") for tag in article.tags]
    yield " · ".join(facts)
    if item.annotation and item.annotation.actors:
        yield "## Actors"
        yield "\n".join(_actors(item.annotation))
    if item.annotation and item.annotation.unnamed:
        yield "## Unnamed sources"
        yield "\n".join(_unnamed(item.annotation))
    if quotes := item.quotes():
        yield "## Quotes"
        yield from map(_quote, quotes)
    if item.notes:
        yield "## Notes"
        yield from map(_note, item.notes)


def _actors(annotation: Annotation) -> Iterator[str]:
    said = Counter(actor for attribution in annotation.speech() for actor in attribution.speaker)
    for actor in annotation.ranked_actors():
        parts = [f"**{escape(actor.name)}**"]
        parts += [escape(", ".join(actor.roles))] if actor.roles else []
        counts = [f"said {said[actor.id]}"] if said[actor.id] else []
        counts.append(f"named {len(actor.mentions)}")
        yield f"- {', '.join(parts)}: {', '.join(counts)}"


def _unnamed(annotation: Annotation) -> Iterator[str]:
    names = {actor.id: actor.name for actor in annotation.actors}
    said = Counter(attribution.unnamed for attribution in annotation.speech())
    for source in annotation.unnamed:
        body = f", for {escape(names[source.body])}" if source.body in names else ""
        yield f"- {escape(source.name)}{body}: said {said[source.id]}"


def _quote(quote: Quote) -> str:
    facts = [f"“{escape(quote.cue)}”"] if quote.cue else []
    facts += [quote.kind] if quote.report_type == "speech" else [quote.kind, quote.report_label]
    facts += [f"{quote.certainty:.0%}"]
    facts += ["doubtful"] if quote.is_doubtful else []
    return f"> {escape(quote.quote)}\n>\n> — {escape(speaker(quote)) or 'unnamed'} · {' · '.join(facts)}"


def _note(note: Note) -> str:
    """Return a note, the user's own Markdown, as it is written."""
    passage = [f"> {escape(note.anchor.exact)}"] if note.anchor else []
    facts = [long_date(note.created[:10]), *(escape(f"#{tag}") for tag in note.tags)]
    about = " · ".join(fact for fact in facts if fact)
    return "\n\n".join([*passage, note.body.strip(), *([f"— {about}"] if about else [])])
