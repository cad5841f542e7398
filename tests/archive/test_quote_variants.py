"""Variants of a quote: which pairs of quotes are compared, in which order, and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from quote_records import LINE, article_with_quote, quote
from small_archive import empty_archive, small_archive

from onrecord.archive.quote_matching import variants
from onrecord.archive.quote_matching.similarity import Similarity
from onrecord.archive.quote_matching.variants import QuotePair, find_differences, variant_pairs, wording_reviews
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.archive_records import QuoteDifference, Review
from onrecord.base.records import Correction, Quote

SAME = Similarity(1.0, [], [])


# ---- what differs


@pytest.mark.parametrize(
    ("similarity", "differences"),
    [(SAME, []), (Similarity(0.9, [(0, 3)], []), ["wording"]), (Similarity(0.9, [], [(0, 3)]), ["wording"])],
)
def test_words_that_one_has_alone_are_another_wording(
    similarity: Similarity, differences: list[QuoteDifference]
) -> None:
    assert find_differences(quote(), quote(), similarity, same_speaker=False) == differences


@pytest.mark.parametrize(
    ("first", "second", "differs"),
    [
        ({"actors": ["Ada Berg"]}, {"actors": ["Olaf Lind"]}, True),
        ({"actors": ["Ada Berg"]}, {"actors": ["ADA BERG"]}, False),
        ({"actors": ["Ada Berg"]}, {"speaker": "Olaf Lind"}, True),
        ({"actors": ["Ada Berg"]}, {"speaker": "He"}, False),
        ({"actors": ["Ada Berg"]}, {"speaker": "The official"}, False),
        ({"actors": ["Ada Berg"]}, {"speaker": "the Kremlin"}, True),
        ({"actors": ["Ada Berg"]}, {"speaker": ""}, False),
        ({"actors": ["Ada Berg"], "speaker": "Olaf"}, {"actors": ["Ada Berg"], "speaker": "He"}, False),
        ({"actors": ["Ada Berg", "Olaf Lind"]}, {"actors": ["Ada Berg"]}, True),
    ],
)
def test_named_speakers_are_compared(first: dict[str, Any], second: dict[str, Any], differs: bool) -> None:
    for one_side, other_side in ((first, second), (second, first)):
        differences = find_differences(quote(**one_side), quote(**other_side), SAME, same_speaker=False)
        assert differences == (["speaker"] if differs else [])


def test_speakers_that_the_archive_takes_for_one_do_not_differ() -> None:
    first, second = quote(actors=["Ada Berg"]), quote(actors=["A. Berg"])
    assert find_differences(first, second, SAME, same_speaker=True) == []
    assert find_differences(first, second, SAME, same_speaker=False) == ["speaker"]
    more = quote(actors=["A. Berg", "Olaf Lind"])
    assert find_differences(first, more, SAME, same_speaker=True) == ["speaker"]


def test_cues_are_compared_without_case() -> None:
    assert find_differences(quote(cue="Said"), quote(cue="said"), SAME, same_speaker=False) == []
    assert find_differences(quote(cue="claimed"), quote(cue="said"), SAME, same_speaker=False) == ["cue"]


# ---- which pairs

AT = 1 << 20


def add_quote(
    connection: Connection, article: int, marks: Sequence[int], words: int, cue: int = 1, speaker: int = 0
) -> None:
    row = article * AT
    connection.execute("INSERT INTO worded VALUES (?, ?, ?, ?)", (row, words, cue, speaker))
    for mark in marks:
        connection.execute("INSERT INTO sketched VALUES (?, ?)", (mark, row))
        connection.execute(
            "INSERT OR IGNORE INTO shared SELECT ? WHERE (SELECT count(*) FROM sketched WHERE mark = ?) > 1",
            (mark, mark),
        )


def pairs(connection: Connection) -> list[tuple[int, int]]:
    return [(pair.first // AT, pair.second // AT) for pair in variant_pairs(connection)]


@pytest.fixture
def connection() -> Connection:
    connection = empty_archive()
    for form, actor in ((1, 1), (2, 2), (3, 1)):
        connection.execute("INSERT INTO forms (id, known) VALUES (?, ?)", (form, actor))
    return connection


def test_quotes_that_share_a_hash_are_a_pair(connection: Connection) -> None:
    add_quote(connection, 1, [7, 8], words=1)
    add_quote(connection, 2, [7, 9], words=2)
    add_quote(connection, 3, [10], words=3)
    assert variant_pairs(connection) == [QuotePair((False, False, True, 1, 2 * AT), 2 * AT, AT, False)]


def test_the_same_words_are_a_pair_if_cue_or_speaker_differ(connection: Connection) -> None:
    add_quote(connection, 1, [7], words=1, speaker=1)
    add_quote(connection, 2, [7], words=1, speaker=1)
    assert pairs(connection) == []
    add_quote(connection, 3, [7], words=1, speaker=2)
    assert variant_pairs(connection) == [QuotePair((True, True, False, 1, 3 * AT), 3 * AT, 2 * AT, False)]
    connection.execute("DELETE FROM worded WHERE quote = ?", (3 * AT,))
    add_quote(connection, 4, [7], words=1, cue=2, speaker=1)
    assert variant_pairs(connection) == [QuotePair((True, False, False, 1, 4 * AT), 4 * AT, 2 * AT, True)]


def test_forms_of_one_actor_are_one_speaker(connection: Connection) -> None:
    add_quote(connection, 1, [7], words=1, speaker=1)
    add_quote(connection, 2, [7], words=2, speaker=3)
    (pair,) = variant_pairs(connection)
    assert (pair.rank[1], pair.same_speaker) == (False, True)


def test_an_unknown_speaker_contradicts_nobody(connection: Connection) -> None:
    add_quote(connection, 1, [7], words=1, speaker=1)
    add_quote(connection, 2, [7], words=2)
    add_quote(connection, 3, [8], words=3)
    add_quote(connection, 4, [8], words=4)
    assert [(pair.rank[1], pair.same_speaker) for pair in variant_pairs(connection)] == [(False, False)] * 2


def test_quotes_of_one_article_are_no_pair(connection: Connection) -> None:
    add_quote(connection, 1, [7], words=1)
    connection.execute("INSERT INTO worded VALUES (?, 2, 1, 0)", (AT + 1,))
    connection.execute("INSERT INTO sketched VALUES (7, ?)", (AT + 1,))
    connection.execute("INSERT INTO shared VALUES (7)")
    assert pairs(connection) == []


def test_the_most_telling_pairs_come_first(connection: Connection) -> None:
    add_quote(connection, 1, [11], words=1)
    add_quote(connection, 2, [11], words=2)  # other words, one hash
    add_quote(connection, 3, [21, 22], words=3)
    add_quote(connection, 4, [21, 22], words=4)  # two hashes
    add_quote(connection, 5, [31, 32], words=5, speaker=1)
    add_quote(connection, 6, [31, 32], words=6, speaker=2)  # and two speakers
    add_quote(connection, 7, [41], words=7)
    add_quote(connection, 8, [41], words=8)  # one hash, but newer
    assert pairs(connection) == [(6, 5), (4, 3), (8, 7), (2, 1)]


def test_two_wordings_come_once_by_their_best_pair(connection: Connection) -> None:
    add_quote(connection, 1, [7], words=1)
    add_quote(connection, 2, [7], words=2, speaker=1)
    add_quote(connection, 3, [7], words=1, speaker=2)
    assert pairs(connection) == [(3, 1), (3, 2)]


def test_only_the_newest_variants_are_compared(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variants, "_MAX_VARIANTS", 2)
    for article in (1, 2, 3):
        add_quote(connection, article, [7], words=article)
    assert pairs(connection) == [(3, 2)]


# ---- reviews

OTHER = LINE.replace("will", "must")
THIRD = LINE.replace("port", "harbour")
SHIPS = "Nobody has told us when the ships are going to leave the bay"


def reviews(connection: Connection) -> list[Review]:
    @contextmanager
    def reading() -> Iterator[Connection]:
        yield connection

    return list(wording_reviews(reading))


def test_a_review_has_both_quotes_and_the_answers(tmp_path: Path) -> None:
    archive = small_archive(
        tmp_path, [article_with_quote(LINE), article_with_quote(OTHER, speaker="Olaf Lind", cue="claimed")]
    )
    (review,) = reviews(archive)
    assert (review.kind, review.question) == ("wording", "Are these the same words?")
    assert (review.subject, review.other, review.article, review.other_article) == (OTHER, LINE, 2, 1)
    assert [OTHER[slice(*span)] for span in review.spans] == ["must"]
    assert [LINE[slice(*span)] for span in review.other_spans] == ["will"]
    assert review.differs == ["wording", "speaker", "cue"]
    assert (review.score, review.why) == (0.917, "92% of the words; what differs: wording, speaker, cue")
    assert review.accept == Correction(kind="wording", name=OTHER.lower(), to=LINE.lower())
    assert review.reject == Correction(kind="wording", name=OTHER.lower(), to=LINE.lower(), accepted=False)


def test_equal_quotes_are_not_reviewed(tmp_path: Path) -> None:
    archive = small_archive(tmp_path, [article_with_quote(LINE), article_with_quote(LINE, title="Again. ")])
    assert reviews(archive) == []


def test_quotes_that_are_gone_are_not_reviewed(tmp_path: Path) -> None:
    archive = small_archive(tmp_path, [article_with_quote(LINE), article_with_quote(OTHER)])
    assert len(reviews(archive)) == 1
    archive.execute("DELETE FROM annotations WHERE id = 2")
    assert reviews(archive) == []


@pytest.mark.parametrize("accepted", [True, False])
def test_what_was_decided_is_not_reviewed(tmp_path: Path, accepted: bool) -> None:
    decided = Correction(kind="wording", name=OTHER.lower(), to=LINE.lower(), accepted=accepted)
    articles = [article_with_quote(words) for words in (LINE, OTHER, THIRD)]
    archive = small_archive(tmp_path, articles, corrections=[decided])
    assert {frozenset((review.subject, review.other)) for review in reviews(archive)} == {
        frozenset((THIRD, LINE)), frozenset((THIRD, OTHER)),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("pairs_per_page", "differences"),
    [(30, [["wording", "speaker"], ["wording"]]), (1, [["wording"], ["wording", "speaker"]])],
)
def test_within_a_page_other_speakers_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pairs_per_page: int, differences: list[list[str]]
) -> None:
    monkeypatch.setattr(variants, "_PAIRS_PER_PAGE", pairs_per_page)
    other_ships = SHIPS.replace("when", "if")
    archive = small_archive(
        tmp_path,
        [
            article_with_quote(LINE),
            article_with_quote(OTHER),
            article_with_quote(SHIPS),
            article_with_quote(other_ships, speaker="Olaf Lind"),
        ],
    )
    assert [review.differs for review in reviews(archive)] == differences


@pytest.mark.parametrize(
    ("first", "second"),
    [(quote(), quote(speaker="Ada")), (quote(actors=["Ada"]), quote(actors=[]))],
)
def test_a_side_without_a_name_says_nothing(first: Quote, second: Quote) -> None:
    assert find_differences(first, second, SAME, same_speaker=False) == []
