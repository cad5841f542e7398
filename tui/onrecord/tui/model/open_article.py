"""The article that is open on the desk, with all that its panes show: the one place where it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from onrecord.archive import Archive
from onrecord.base.anchors import anchor_at
from onrecord.base.records import Anchor, Annotation, Article, Note, Quote, Span, quotes_of
from onrecord.tui.model.user_corrections import NO_DECISIONS, UserDecisions, user_decisions


@dataclass
class OpenArticle:
    """One article: what is stored of it, its text, the reading with the reader's corrections, and their notes.

    ``machine`` is the machine's own reading, of which ``annotation`` is made.
    """

    article: Article
    text: str
    annotation: Annotation | None
    notes: list[Note]
    decisions: UserDecisions = NO_DECISIONS
    machine: Annotation | None = None

    @classmethod
    def load(cls, archive: Archive, article: int, machine: Annotation | None = None) -> OpenArticle:
        """Read an article from the archive.

        Args:
            archive: Where it is.
            article: Its id.
            machine: A reading by the machine that the archive could not store, in place of the stored one.

        Raises:
            NoSuchArticle: It is gone.
        """
        machine = machine or archive.annotations.uncorrected(article)
        annotation = archive.annotations.corrected(article, machine) if machine else None
        return cls(
            archive.articles.get(article),
            archive.articles.text(article),
            annotation,
            archive.notes.on(article),
            user_decisions(machine, annotation),
            machine,
        )

    def reloaded(self, archive: Archive, machine: Annotation | None = None) -> OpenArticle:
        """The same article as it is in the archive by now; see ``load``."""
        unstored = self.machine if archive.read_only else None
        return OpenArticle.load(archive, self.article.id, machine or unstored)

    def has_same_annotation(self, other: OpenArticle) -> bool:
        """Whether the same is read in it, and the same of that is decided, as in another state of the article."""
        return self.annotation == other.annotation and self.decisions == other.decisions

    def has_actor(self, actor: str | None) -> bool:
        """Whether an actor or unnamed source of this id is in it."""
        return self.annotation is not None and any(each.id == actor for each in self.annotation.everybody())

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
