"""What every format gets to write."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.base.records import Annotation, Article, Correction, Note, Quote, quotes_of


@dataclass(frozen=True)
class Exported:
    """One article with all that belongs to it; ``annotation`` is None where there is none yet.

    ``corrections`` are those that hold for this article alone; the annotation is corrected already.
    """

    article: Article
    text: str
    annotation: Annotation | None = None
    notes: list[Note] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)

    def quotes(self) -> list[Quote]:
        """Its quotes, in the order of the text."""
        return quotes_of(self.article, self.text, self.annotation) if self.annotation else []
