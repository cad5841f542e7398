"""Records as documents: what an article, a note and their tags are stored as."""

from __future__ import annotations

import sqlite3
from typing import Any, cast

import msgspec
import pytest

from onrecord.archive.schema.documents import (
    clean_tags,
    count_quotes,
    current_time,
    draft_article,
    merge_tags,
    move_anchor,
    new_text_fields,
    record_document,
)
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.anchors import anchor_at
from onrecord.base.records import Draft, Note, hash_text

TEXT = "The port opened. Nobody came."


@pytest.fixture
def tagged() -> Connection:
    """The list of tags, with one that was first written “Café”."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE tagged (key TEXT, article INTEGER, tag TEXT)")
    connection.execute("INSERT INTO tagged VALUES ('cafe', 1, 'Café')")
    return cast(Connection, connection)


def test_a_draft_becomes_an_article_without_an_id() -> None:
    draft = Draft(
        title="T\ud800", text=TEXT, source="Wire\ud800", author="A\ud800", published="2024\ud800", url="u\ud800"
    )
    article = draft_article(draft, TEXT, ["port"])
    assert (article.id, article.title, article.source, article.author) == (0, "T?", "Wire?", "A?")
    assert (article.published, article.url, article.tags) == ("2024?", "u?", ["port"])
    assert (article.words, article.text_hash) == (5, hash_text(TEXT))
    assert article.added[:10] == current_time()[:10]


def test_a_document_has_no_id() -> None:
    note = Note(id=3, article=7, body="Ask.", tags=["x"], anchor=None, created="c", updated="u")
    document = record_document(note)
    assert "id" not in document
    assert msgspec.convert({**document, "id": 3}, Note) == note


def test_a_new_text_resets_what_belonged_to_the_old_one() -> None:
    assert new_text_fields(TEXT) == {
        "text_hash": hash_text(TEXT),
        "words": 5,
        "annotator": "",
        "entities": 0,
        "quotes": 0,
        "actors": 0,
        "position": 0,
    }


@pytest.mark.parametrize(
    ("attributions", "expected"),
    [
        ([{"cue_type": "speech"}, {"cue_type": "belief"}, {}], 2),
        ([{"cue_type": "document"}], 0),
        ([{"polarity": "positive", "modality": "actual"}, {"polarity": "negative"}, {"modality": "future"}], 1),
        ([3, {"cue_type": "speech"}], 1),
        ({"cue_type": "speech"}, 0),
        (None, 0),
    ],
)
def test_attributions_of_words_count_as_quotes(attributions: object, expected: int) -> None:
    assert count_quotes({"attributions": attributions}) == expected


def test_an_anchor_moves_with_its_passage() -> None:
    start = TEXT.index("Nobody")
    anchor = msgspec.to_builtins(anchor_at(TEXT, (start, start + 6)))
    document: dict[str, Any] = {"anchor": dict(anchor)}
    move_anchor(document, f"News. {TEXT}", "old")
    moved = anchor | {"start": start + 6, "end": start + 12}
    assert document == {"anchor": moved, "version": ""}


def test_an_anchor_whose_passage_is_gone_stays_with_the_text_that_had_it_last() -> None:
    anchor = msgspec.to_builtins(anchor_at(TEXT, (0, 8)))
    document: dict[str, Any] = {"anchor": dict(anchor)}
    move_anchor(document, "Something else.", "first")
    assert document == {"anchor": anchor, "version": "first"}
    move_anchor(document, "Something else again.", "second")
    assert document == {"anchor": anchor, "version": "first"}
    move_anchor(document, TEXT, "third")
    assert document == {"anchor": anchor, "version": ""}


def test_a_note_without_anchor_stays() -> None:
    document: dict[str, Any] = {"anchor": None}
    move_anchor(document, TEXT, "old")
    assert document == {"anchor": None}


def test_tags_are_in_one_line_without_hash_and_each_once() -> None:
    assert clean_tags([" #port\n of  call ", "##x", "x", "", "# ", "y\ud800"]) == ["port of call", "x", "y?"]


def test_tags_take_the_spelling_that_the_archive_has(tagged: Connection) -> None:
    assert merge_tags(tagged, [], ["CAFE", "Port", "port"]) == ["Café", "Port"]
    assert merge_tags(tagged, ["cafe"], ["Café", "New"]) == ["cafe", "New"]


def test_the_time_is_in_utc_and_whole_seconds() -> None:
    time = current_time()
    assert (len(time), time[4], time[10], time[-1]) == (20, "-", "T", "Z")
