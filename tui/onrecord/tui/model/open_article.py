"""The article that is open on the desk, with all that its panes show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord.annotation import unsupported_reason
from onrecord.archive import Archive
from onrecord.base.anchors import anchor_at
from onrecord.base.records import Anchor, Annotation, Article, Note, Quote, Span, quotes_of
from onrecord.tui.model.user_corrections import NO_DECISIONS, UserDecisions, user_decisions

if TYPE_CHECKING:
    from onrecord.tui.text.annotation_layers import AnnotationLayers


def mark_count(article: Article) -> int:
    """Return how many quotes, entities and notes an article has: the time that they take to be read."""
    return article.quotes + article.entities + article.notes


@dataclass
class OpenArticle:
    """One state of an article: what the archive had of it when it was loaded."""

    article: Article
    text: str
    annotation: Annotation | None
    """Its annotation with the user's corrections, None while there is none."""
    notes: list[Note]
    decisions: UserDecisions = NO_DECISIONS
    """What of the annotation the user has corrected."""
    uncorrected: Annotation | None = None
    """Its annotation as the model made it."""

    @classmethod
    def load(
        cls,
        archive: Archive,
        article: int,
        uncorrected: Annotation | None = None,
        *,
        max_marks: int | None = None,
    ) -> OpenArticle:
        """Load an article from the archive.

        Args:
            archive: The archive that holds it.
            article: Its id.
            uncorrected: An annotation that the archive could not store, in place of the stored one.
            max_marks: Where there are more quotes, entities and notes, all are left out; None for no limit.

        Raises:
            NoSuchArticle: The archive has no such article any more.
            ArchiveError: The archive cannot be read.
        """
        record = archive.articles.get(article)
        text = archive.articles.text(article)
        if max_marks is not None and mark_count(record) > max_marks:
            return cls(record, text, None, [])
        uncorrected = uncorrected or archive.annotations.uncorrected(article)
        annotation = archive.annotations.corrected(article, uncorrected) if uncorrected else None
        notes = archive.notes.on(article)
        return cls(record, text, annotation, notes, user_decisions(uncorrected, annotation), uncorrected)

    def reloaded(self, archive: Archive, uncorrected: Annotation | None = None) -> OpenArticle:
        """Return the article as the archive has it by now; the arguments and errors are those of ``load``."""
        unstored = self.uncorrected if archive.read_only else None
        return OpenArticle.load(archive, self.article.id, uncorrected or unstored)

    @property
    def unsupported_reason(self) -> str:
        """Why there is no annotation and will be none, empty where there is or will be one."""
        return unsupported_reason(self.annotation.language if self.annotation else self.article.language)

    def has_same_annotation(self, other: OpenArticle) -> bool:
        """Return whether another state of the article has the same annotation and the same decisions."""
        return self.annotation == other.annotation and self.decisions == other.decisions

    def has_actor(self, actor_id: str | None) -> bool:
        """Return whether the annotation has an actor or anonymous source of this id."""
        return self.annotation is not None and any(each.id == actor_id for each in self.annotation.everybody())

    @cached_property
    def quotes(self) -> list[Quote]:
        """The quotes in the text's order, one for each attribution; none while there is no annotation."""
        return quotes_of(self.article, self.text, self.annotation) if self.annotation else []

    @cached_property
    def layers(self) -> AnnotationLayers | None:
        """What of the annotation is marked in the text; None while there is no annotation."""
        if self.annotation is None:
            return None
        from onrecord.tui.text.annotation_layers import AnnotationLayers  # imported late: the start is to be quick

        return AnnotationLayers(self.annotation)

    def prepared(self) -> OpenArticle:
        """Return the article with its quotes and usual marks made, as they are only made once."""
        if self.quotes and self.layers:
            self.layers.mark_set("all", None)
        return self

    def quotes_by(self, actor_id: str | None, *, asides: bool = False) -> list[Quote]:
        """Return the quotes of one actor, or with None of all.

        Args:
            actor_id: The id of an actor or anonymous source.
            asides: Whether beliefs, attitudes and documents are among them as well as speech.
        """
        attributions = self.annotation.attributions if self.annotation else []
        return [
            quote
            for quote in self.quotes
            if (asides or quote.report_type == "speech")
            and (actor_id is None or attributions[quote.index].is_by(actor_id))
        ]

    def anchor(self, span: Span) -> Anchor:
        """Return what a note on a passage keeps of it, to find it again in a changed text."""
        return anchor_at(self.text, span)
