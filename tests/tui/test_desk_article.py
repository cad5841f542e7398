"""The open article without a screen: what is opened, where, what changes it, and what is copied."""

from __future__ import annotations

from typing import Any, cast

import pytest
from article_controllers import ANN, ANNOTATION, ROME, TEXT, Desk, archive, desk, fail

from onrecord.archive import Archive, parse
from onrecord.base.records import Annotation, hash_text

__all__ = ["archive", "desk"]

# Opening and closing


def test_an_article_is_shown_in_all_panes(desk: Desk) -> None:
    assert desk.opened == 1
    assert desk.reader.annotation == desk.article.annotation == ANNOTATION
    assert desk.sidebar.article is desk.sidebar.noted[-1] is desk.article.open_article
    assert desk.status.shown == (True, None, TEXT)


def test_the_next_articles_are_annotated_next(desk: Desk) -> None:
    assert desk.requests == [[1, 3, 4, 1]]
    desk.list.position = 0
    desk.article.show(2)
    assert desk.requests[-1] == [2, 2, 3]


def test_an_open_article_is_not_opened_again(desk: Desk) -> None:
    opened = desk.article.open_article
    desk.article.show(1)
    assert desk.article.open_article is opened
    assert len(desk.requests) == 1


def test_an_article_that_cannot_be_read_leaves_the_open_one(desk: Desk) -> None:
    desk.archive.articles.remove([2])
    desk.article.show(2)
    assert desk.opened == 1
    assert len(desk.host.complaints) == 1


def test_only_where_the_cursor_rests_is_shown(desk: Desk) -> None:
    desk.article.show_highlighted()
    desk.list.highlighted = 3
    desk.article.show_highlighted()
    for timer in desk.host.timers:
        timer.run_out()
    assert desk.opened == 3
    assert len(desk.requests) == 2
    desk.list.highlighted = 4
    desk.article.show_highlighted()
    desk.article.show(2)  # chosen before the cursor has rested
    desk.host.timers[-1].run_out()
    assert desk.opened == 2


def test_an_article_is_shown_sooner_after_one_step_than_after_several(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter([100.0, 100.1, 100.35, 101.0])
    monkeypatch.setattr("onrecord.tui.screens.desk.article.time.monotonic", lambda: next(times))
    for article in (3, 4, 3, 4):
        desk.list.highlighted = article
        desk.article.show_highlighted()
    assert [timer.delay for timer in desk.host.timers] == [0.05, 0.3, 0.3, 0.05]


def test_what_the_cursor_is_on_is_shown_without_its_rest_where_a_command_is_about_it(desk: Desk) -> None:
    desk.list.highlighted = 3
    desk.article.show_highlighted()
    desk.article.show_now()
    assert desk.opened == 3
    desk.article.show(2)
    desk.article.show_now()  # nothing waits any more
    desk.host.timers[-1].run_out()
    assert desk.opened == 2


def test_without_a_row_nothing_is_open(desk: Desk) -> None:
    desk.list.highlighted = None
    desk.article.show_highlighted()
    assert desk.opened is None
    assert desk.reader.article is None
    assert desk.sidebar.article is None
    assert desk.status.shown == (False, None, "")


@pytest.mark.parametrize(
    ("pane", "ids", "is_read_unlisted"),
    [("reader", [2], True), ("notes", [2], True), ("articles", [2], False), ("reader", [1, 2], False)],
)
def test_who_reads_an_article_that_is_not_listed(
    desk: Desk, pane: str, ids: list[int], is_read_unlisted: bool
) -> None:
    desk.focus.pane = pane
    desk.focus.is_beside_list = pane != "articles"
    desk.list.ids = ids
    assert desk.article.is_read_unlisted is is_read_unlisted


# Positions


def position(desk: Desk) -> int:
    return desk.archive.articles.get(1).position


def test_the_place_is_stored_when_the_article_is_left(desk: Desk) -> None:
    desk.reader.cursor = 15
    desk.article.show(2)
    assert position(desk) == 15
    desk.article.show(1)
    assert desk.reader.cursor == 15
    desk.reader.cursor = 30
    desk.article.close()
    assert position(desk) == 30


def test_a_place_that_a_list_has_shown_is_not_stored(desk: Desk) -> None:
    desk.article.preview(ANN)
    assert desk.reader.cursor == 15
    desk.article.store_position()
    assert position(desk) == 0
    desk.reader.cursor = 16
    desk.article.store_position()
    assert position(desk) == 16


def test_a_place_that_cannot_be_stored_is_said_or_not_tried(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.reader.cursor = 15
    monkeypatch.setattr(desk.archive.articles, "update", fail)
    desk.article.store_position()
    assert desk.host.complaints == ["There is no room left."]
    monkeypatch.setattr(Archive, "read_only", "It cannot be written.")
    desk.article.store_position()
    assert len(desk.host.complaints) == 1


# Changes


def test_a_new_annotation_is_shown_and_an_actor_who_is_gone_no_longer_chosen(desk: Desk) -> None:
    desk.reader.actor = "a2"
    desk.archive.annotations.store(1, Annotation(actors=ANNOTATION.actors[:1], text_hash=hash_text(TEXT)))
    desk.article.refresh()
    assert desk.reader.annotation is not None
    assert desk.reader.annotation.attributions == []
    assert desk.reader.actor is None


def test_the_chosen_actor_stays_where_they_are_still_there(desk: Desk) -> None:
    desk.reader.actor = "a1"
    desk.archive.annotations.store(1, Annotation(actors=ANNOTATION.actors[:1], text_hash=hash_text(TEXT)))
    desk.article.refresh()
    assert desk.reader.actor == "a1"


def test_the_same_annotation_is_not_shown_again(desk: Desk) -> None:
    annotation, shown = desk.reader.annotation, desk.sidebar.article
    desk.archive.articles.update([1], starred=True)
    desk.archive.notes.add(1, "Ask.")
    desk.article.refresh()
    assert desk.reader.annotation is annotation
    assert desk.sidebar.article is shown
    assert cast(Any, desk.reader.article).starred
    assert [note.body for note in cast(Any, desk.reader.notes)] == ["Ask."]
    assert desk.sidebar.noted[-1] is desk.article.open_article


def test_a_new_text_is_opened_anew(desk: Desk) -> None:
    desk.reader.actor = "a1"
    desk.archive.articles.update([1], text="All is calm.")
    desk.article.refresh()
    assert desk.reader.actor is None
    assert desk.reader.annotation is None
    assert desk.status.shown == (False, None, "All is calm.")


def test_an_article_that_is_removed_is_closed(desk: Desk) -> None:
    desk.archive.articles.remove([1])
    desk.article.refresh()
    assert (desk.opened, desk.host.complaints) == (None, [])
    desk.article.refresh()
    assert desk.host.complaints == []


def test_an_archive_that_cannot_be_read_leaves_what_is_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.archive.articles, "get", fail)
    desk.article.refresh()
    assert (desk.opened, desk.host.complaints) == (1, ["There is no room left."])


def test_annotations_of_the_open_article_are_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Annotation(text_hash=hash_text(TEXT))
    monkeypatch.setattr(Archive, "read_only", "It cannot be written.")
    desk.article._show_annotated(2, other)
    assert desk.article.annotation == ANNOTATION
    desk.article._show_annotated(1, other)
    assert desk.article.annotation == other
    desk.article.refresh()
    assert desk.article.annotation == other  # although the archive could not store it


def test_what_cannot_be_annotated_is_said_where_it_is_open(desk: Desk) -> None:
    desk.article._show_annotation_failure(2, "Too long.")
    assert desk.sidebar.problem == ""
    desk.article._show_annotation_failure(1, "Too long.")
    assert desk.sidebar.problem == "Too long."


# Places


def test_the_words_searched_for_are_marked_and_the_first_is_gone_to(desk: Desk) -> None:
    desk.article.show_hits()
    assert desk.reader.hits == []
    desk.listing.query = parse("rome")
    desk.article.show_hits()
    assert (desk.reader.hits, desk.reader.cursor) == ([ROME], 43)


@pytest.mark.parametrize(("shows_one_pane", "pane"), [(True, "reader"), (False, "quotes")])
def test_where_one_pane_is_shown_it_is_the_text(desk: Desk, shows_one_pane: bool, pane: str) -> None:
    desk.focus.pane, desk.focus.shows_one_pane = "quotes", shows_one_pane
    desk.article.go_to(ROME)
    assert (desk.reader.cursor, desk.focus.pane) == (43, pane)


def test_a_quote_is_gone_to_if_it_is_still_there(desk: Desk) -> None:
    desk.article.go_to_quote(1)
    assert desk.reader.cursor == 40
    desk.article.go_to_quote(2)
    assert desk.reader.cursor == 40
    desk.article.go_to_quote(0)
    assert desk.reader.cursor == 1


def test_an_article_into_which_the_user_is_led_counts_as_read(desk: Desk) -> None:
    opened: list[int | None] = []
    desk.article.on_read = lambda: opened.append(desk.opened)
    desk.article.show(1)
    assert opened == []
    desk.article.read_at((2, None))
    assert opened == [2]


def test_a_passage_is_read_also_where_it_is_not_listed(desk: Desk) -> None:
    desk.listing.query_text = "sea"
    desk.article.read_at((1, ROME))
    assert (desk.listing.query_text, desk.focus.pane, desk.reader.cursor) == ("", "reader", 43)
    desk.listing.query_text = "sea"
    desk.list.highlight = lambda article: True
    desk.article.read_at((2, None))
    assert (desk.listing.query_text, desk.opened) == ("sea", 2)
    desk.focus.pane = "articles"
    desk.article.read_at(None)
    assert (desk.opened, desk.focus.pane) == (2, "articles")


def test_keys_step_through_quotes_mentions_and_places(desk: Desk) -> None:
    desk.article.next_quote()
    desk.article.previous_quote()
    desk.article.next_mention()
    desk.article.previous_mention()
    assert desk.reader.steps == [("quote", 1), ("quote", -1), ("mention", 1), ("mention", -1)]
    assert desk.host.sentences == []
    desk.reader.has_more = False
    desk.article.next_quote()
    desk.reader.actor = "a1"
    desk.article.previous_mention()
    assert desk.host.sentences == [
        "No more quotes below the cursor.",
        "No more mentions of the chosen actor above the cursor.",
    ]
    desk.article.find_next()
    desk.article.find_previous()
    assert desk.found_steps == [1, -1]
    desk.article.open_find()
    assert desk.focus.pane == "reader"
    desk.article.close()
    desk.focus.pane = "articles"
    desk.article.open_find()
    assert desk.focus.pane == "articles"


def test_a_chosen_actor_has_their_quotes_listed(desk: Desk) -> None:
    desk.article.choose_actor("a1")
    assert (desk.reader.actor, desk.sidebar.tab, desk.sidebar.quotes_of) == ("a1", "quotes", ["a1"])
    desk.sidebar.tab = "notes"
    desk.article.choose_actor(None)
    assert (desk.reader.actor, desk.sidebar.tab, desk.sidebar.quotes_of[-1]) == (None, "notes", None)


def test_asides_are_shown_in_all_panes_or_in_none(desk: Desk) -> None:
    for asides in (True, False):
        desk.article.toggle_asides()
        assert desk.reader.asides is desk.sidebar.asides is desk.status.asides is asides
    assert desk.host.sentences == [
        "Beliefs, attitudes and documents are shown as well.",
        "Only speech is shown.",
    ]


def test_the_quote_under_the_cursor_is_that_of_the_pane(desk: Desk) -> None:
    assert desk.article.quote_under_cursor is None
    desk.reader.quote, desk.sidebar.quotes.highlighted = 0, 1
    assert desk.article.quote_under_cursor is not None
    assert desk.article.quote_under_cursor.index == 0
    desk.focus.pane = "quotes"
    assert desk.article.quote_under_cursor.index == 1


def test_the_quote_under_the_cursor_is_highlighted_in_the_list(desk: Desk) -> None:
    desk.article.show_status()
    assert desk.sidebar.highlighted == []
    desk.reader.quote = 1
    desk.article.show_status()
    assert desk.sidebar.highlighted == [1]
    assert desk.status.shown == (True, 1, TEXT)


def test_a_quote_is_copied_with_its_citation(desk: Desk) -> None:
    desk.article.copy(None)
    assert (desk.host.clipboard, desk.host.sentences) == (
        "",
        ["No quote under the cursor; <next_quote> goes to the next one."],
    )
    desk.reader.quote = 0
    desk.article.copy(desk.article.quote_under_cursor)
    assert "We walk out" in desk.host.clipboard
    assert "Ann Adler" in desk.host.clipboard
    assert desk.host.sentences[-1] == "Copied the quote with its citation."
