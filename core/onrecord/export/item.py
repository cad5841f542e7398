"""What every format gets to write."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from onrecord.base.records import (
    Annotation,
    Article,
    ArticleVersion,
    Attribution,
    Correction,
    Note,
    Quote,
    quotes_of,
)
from onrecord.base.settings import DoubtfulQuotes
from onrecord.export.doubtful import wanted_quotes


@dataclass(frozen=True)
class Exported:
    """One article with all that belongs to it; ``annotation`` is None where there is none yet.

    ``corrections`` are those that hold for this article alone; ``annotation`` is corrected already,
    ``uncorrected`` is the annotator's own. ``doubtful`` says what becomes of doubtful quotes. ``versions`` are the
    earlier versions of the article, the oldest first.
    """

    article: Article
    text: str
    annotation: Annotation | None = None
    notes: list[Note] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    doubtful: DoubtfulQuotes = "mark"
    uncorrected: Annotation | None = None
    versions: list[ArticleVersion] = field(default_factory=list)

    def quotes(self) -> list[Quote]:
        """Its quotes that are wanted, in the order of the text."""
        quotes = quotes_of(self.article, self.text, self.annotation) if self.annotation else []
        return list(wanted_quotes(quotes, self.doubtful))

    def wanted_annotation(self) -> Annotation | None:
        """Its annotation without the attributions of quotes that are not wanted."""
        attributions = [attribution for _, attribution in self.attributed()]
        return self.annotation and msgspec.structs.replace(self.annotation, attributions=attributions)

    def attributed(self) -> list[tuple[Quote, Attribution]]:
        """Its quotes that are wanted, each with the attribution that it comes from."""
        attributions = self.annotation.attributions if self.annotation else []
        return [(quote, attributions[quote.index]) for quote in self.quotes()]
