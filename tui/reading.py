"""The article that is open on the desk, with all that its panes show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core.anchors import anchor_at
from core.archive import Archive
from core.records import Anchor, Annotation, Article, Note, Quote, Span, quotes_of
from tui.decided import NOTHING, Decided, decided


@dataclass
class Reading:
    """One article: what is stored of it, its text, the machine's reading and the reader's notes."""

    article: Article
    text: str
    annotation: Annotation | None
    notes: list[Note]
    decided: Decided = NOTHING

    @classmethod
    def load(cls, archive: Archive, article: int) -> Reading:
        """Read an article from the archive. Raises NoSuchArticle."""
        annotation = archive.annotation(article)
        return cls(
            archive.get(article),
            archive.text(article),
            annotation,
            archive.notes(article),
            decided(archive.reading(article), annotation),
        )

    @cached_property
    def quotes(self) -> list[Quote]:
        """The quotes as rows, in the text's order; none while there is no annotation."""
        return quotes_of(self.article, self.text, self.annotation) if self.annotation else []

    def quotes_by(self, actor: str | None, *, asides: bool = False) -> list[Quote]:
        """The quotes of one actor, or all of them; with ``asides`` not of words alone."""
        said = self.annotation.attributions if self.annotation else []
        return [
            quote
            for quote in self.quotes
            if (asides or quote.cue_type == "speech") and (actor is None or said[quote.index].is_by(actor))
        ]

    def anchor(self, span: Span) -> Anchor:
        """What a note on this passage keeps, to find it again."""
        return anchor_at(self.text, span)
