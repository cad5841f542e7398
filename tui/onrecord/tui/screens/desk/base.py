"""What all parts of the desk share: the archive, what is open, and a way to tell the reader something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message_pump import MessagePump

from onrecord.archive import Archive, Query
from onrecord.base.settings import Settings
from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.model.undo import UndoableEdits
from onrecord.tui.widgets.article_list import ArticleList

if TYPE_CHECKING:
    from textual.screen import Screen

    # The list is on the screen before any of these is imported: see DeskScreen.complete.
    from onrecord.tui.model.annotation_queue import AnnotationQueue
    from onrecord.tui.widgets.article_pane import ArticlePane
    from onrecord.tui.widgets.article_view import ArticleView
    from onrecord.tui.widgets.quote_list import QuoteList
    from onrecord.tui.widgets.sidebar import Sidebar
    from onrecord.tui.widgets.status import QuoteStatus

    Part = Screen[None]
else:
    # Textual takes a millisecond for every class of screens. Only the whole is one; its parts are pieces of it.
    Part = MessagePump


class DeskBase(Part):
    """The panes and what they show. Until ``is_complete`` there is only the list of articles."""

    articles: ArticleList
    annotations: AnnotationQueue
    page: ArticlePane
    reader: ArticleView
    side: Sidebar
    quotes: QuoteList
    status: QuoteStatus

    def __init__(self, archive: Archive, settings: Settings) -> None:
        super().__init__(classes="-at-articles")
        self.archive = archive
        self.settings = settings
        self.work = UndoableEdits(archive)
        self.query_text = ""
        self.found: Query | None = None
        """The query whose articles are listed, None for all."""
        self.reading: OpenArticle | None = None
        self.is_complete = False

    def say(self, sentence: str, *, severity: str = "information") -> None:
        """Tell the reader something in a corner of the screen."""
        self.notify(sentence, severity=severity, markup=False)  # type: ignore[arg-type]

    def complain(self, error: Exception) -> None:
        """Tell the reader what went wrong."""
        self.say(str(error), severity="error")
