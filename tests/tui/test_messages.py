"""Which messages of the panes make an older one of their kind superfluous, and which are all heard."""

from __future__ import annotations

import pytest
from textual.message import Message

from onrecord.tui.widgets.article_list import ArticleList
from onrecord.tui.widgets.article_view import ArticleView
from onrecord.tui.widgets.quote_rows import QuoteRows
from onrecord.tui.widgets.review_list import ReviewList

STATES = [
    (ArticleList.Highlighted(1), ArticleList.Highlighted(2)),
    (ArticleView.Moved(3, None), ArticleView.Moved(4, 1)),
    (ArticleView.SelectionChanged((1, 2)), ArticleView.SelectionChanged(None)),
    (ArticleView.MarksChanged(), ArticleView.MarksChanged()),
    (QuoteRows.Moved(), QuoteRows.Moved()),
    (ReviewList.Moved(), ReviewList.Moved()),
]


@pytest.mark.parametrize(("older", "newer"), STATES)
def test_of_a_state_the_newest_is_enough(older: Message, newer: Message) -> None:
    assert older.can_replace(newer)


@pytest.mark.parametrize("message", [older for older, _ in STATES])
def test_a_state_replaces_no_action(message: Message) -> None:
    assert not message.can_replace(ArticleList.Opened(1))
    assert not message.can_replace(ArticleView.SpeakerChosen("a1"))


def test_actions_are_all_heard() -> None:
    assert not ArticleList.Opened(1).can_replace(ArticleList.Opened(2))
    assert not ArticleView.SpeakerChosen("a1").can_replace(ArticleView.SpeakerChosen("a1"))
