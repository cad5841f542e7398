"""The sketches by which quotes with the same words are found."""

from __future__ import annotations

import sqlite3
from typing import cast

import pytest

from onrecord.archive.indexing.quote_sketches import (
    add_sketches,
    clear_sketches,
    remove_sketches,
    sketch_hashes,
    wording_key,
    words_hash,
)
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Annotation, Attribution, QuoteKind

WORDS = "one two three four five six seven eight"
TEXT = f"{WORDS} said"


@pytest.fixture
def connection() -> Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE sketched (mark INTEGER, quote INTEGER, PRIMARY KEY (mark, quote))")
    connection.execute("CREATE TABLE shared (mark INTEGER PRIMARY KEY)")
    connection.execute(
        "CREATE TABLE worded (quote INTEGER PRIMARY KEY, words INTEGER, cue INTEGER, speaker INTEGER)"
    )
    return cast(Connection, connection)


def annotation(*kinds: QuoteKind, speaker: list[str] | None = None) -> Annotation:
    attributions = [
        Attribution(
            source=[],
            cue=[(len(WORDS) + 1, len(TEXT))],
            content=[(0, len(WORDS))],
            kind=kind,
            speaker=speaker or [],
            confidence=1.0,
        )
        for kind in kinds
    ]
    return Annotation(annotator="test", entities=[], attributions=attributions, actors=[])


def rows(connection: Connection, table: str) -> list[tuple[int, ...]]:
    return sorted(connection.execute(f"SELECT * FROM {table}"))


def test_a_wording_is_compared_without_case_and_marks() -> None:
    assert wording_key("“One, TWO — three!”") == "one two three"


def test_hashes_have_31_bits() -> None:
    assert 0 < words_hash("one") < 2**31
    assert words_hash("one") != words_hash("two")
    assert words_hash("\ud800") != words_hash("")


def test_a_sketch_is_the_two_smallest_hashes_of_four_words_in_a_row() -> None:
    words = WORDS.split()
    runs = [words_hash(" ".join(words[start : start + 4])) for start in range(5)]
    assert sketch_hashes(WORDS.upper()) == sorted(runs)[:2]


def test_eight_words_are_needed() -> None:
    assert sketch_hashes(WORDS.removeprefix("one ")) == []


def test_the_same_run_counts_once() -> None:
    assert sketch_hashes("one one one one one one one one") == [words_hash("one one one one")]


def test_quotes_in_marks_are_sketched_under_their_row(connection: Connection) -> None:
    add_sketches(connection, 100, TEXT, annotation("indirect", "direct", speaker=["a1"]), {"a1": 7})
    smallest, second = sketch_hashes(WORDS)
    assert rows(connection, "sketched") == [(smallest, 101), (second, 101)]
    assert rows(connection, "shared") == []
    assert rows(connection, "worded") == [(101, words_hash(WORDS), words_hash("said"), 7)]


def test_a_speaker_without_form_is_zero(connection: Connection) -> None:
    add_sketches(connection, 100, TEXT, annotation("direct"), {})
    add_sketches(connection, 200, TEXT, annotation("mixed", speaker=["a9"]), {"a1": 7})
    assert [row[3] for row in rows(connection, "worded")] == [0, 0]


def test_hashes_of_several_quotes_are_shared_while_there_are_two(connection: Connection) -> None:
    for first_row in (100, 200, 300):
        add_sketches(connection, first_row, TEXT, annotation("direct"), {})
    shared = [(mark,) for mark in sketch_hashes(WORDS)]
    assert rows(connection, "shared") == shared
    remove_sketches(connection, 200, TEXT, annotation("direct"))
    assert rows(connection, "shared") == shared
    remove_sketches(connection, 300, TEXT, annotation("direct"))
    assert rows(connection, "shared") == []
    assert [row[1] for row in rows(connection, "sketched")] == [100, 100]
    assert [row[0] for row in rows(connection, "worded")] == [100]


def test_clearing_leaves_nothing(connection: Connection) -> None:
    for first_row in (100, 200):
        add_sketches(connection, first_row, TEXT, annotation("direct"), {})
    clear_sketches(connection)
    assert [rows(connection, table) for table in ("sketched", "shared", "worded")] == [[], [], []]
