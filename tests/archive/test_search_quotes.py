"""Quotes as results: their ids, those that match, their order, and their records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from quote_records import LINE, article_with_quote
from small_archive import small_archive

from onrecord.archive.query.ast import Node, Not, Or, Pattern, Term
from onrecord.archive.search import newest_rows
from onrecord.archive.search import quotes as module
from onrecord.archive.search.id_set import EVERYTHING, IdSet
from onrecord.archive.search.quotes import QuoteIds, first_quotes, load_quotes, matching_quotes, quotes_in_article
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Correction, Draft

ROWS = [row << 20 | index for row, index in ((1, 0), (1, 1), (3, 0), (2, 5))]
IDS = [(1, 0), (1, 1), (3, 0), (2, 5)]


# ---- ids


def test_ids_are_a_sequence() -> None:
    ids = QuoteIds(ROWS)
    assert (list(ids), len(ids)) == (IDS, 4)
    assert (ids[0], ids[-1], ids[3]) == ((1, 0), (2, 5), (2, 5))
    assert ids[1:3] == QuoteIds(ROWS[1:3])
    assert ids != QuoteIds(ROWS[:3])
    assert ids != IDS
    assert list(QuoteIds()) == []


def test_the_largest_index_of_an_article_is_told_from_the_next_article() -> None:
    assert list(QuoteIds([(7 << 20) - 1, 7 << 20])) == [(6, 2**20 - 1), (7, 0)]


def test_a_quote_has_a_position() -> None:
    ids = QuoteIds(ROWS)
    assert [ids.index(quote) for quote in IDS] == [0, 1, 2, 3]
    assert ids.index((3, 0), 1) == 2
    assert ids.index((3, 0), 2, 3) == 2
    for absent in (((9, 9), 0, None), ((3, 0), 3, None), ((3, 0), 0, 2)):
        with pytest.raises(ValueError, match="not in"):
            ids.index(*absent)


def test_the_first_of_some_quotes_that_is_present_has_a_position() -> None:
    ids = QuoteIds(ROWS)
    assert ids.place_of([(3, 0), (1, 0)]) == 2
    assert ids.place_of([(9, 9), (2, 5), (1, 0)]) == 3
    assert ids.place_of([(9, 9)]) is None
    assert ids.place_of([]) is None


# ---- matches

SPEECH, BELIEF = Term("cue", "speech"), Term("cue", "belief")


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    return small_archive(
        tmp_path_factory.mktemp("quotes"),
        [
            article_with_quote(LINE),  # 1
            article_with_quote("Nobody is leaving", speaker="Olaf Lind", kind="mixed"),  # 2
            Draft(title="x", text="without quotes"),  # 3
            article_with_quote("The port is closed", cue_type="belief"),  # 4
        ],
    )


@pytest.fixture(params=[200, 1])
def max_looked_up(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(module, "_MAX_LOOKED_UP", request.param)
    return int(request.param)


def matching_rows(
    connection: Connection, *nodes: Node, within: IdSet = EVERYTHING, limit: int | None = None
) -> list[int]:
    """The articles of the quotes, with the articles in the order 4, 3, 2, 1."""

    def in_order(count: int | None) -> list[int]:
        return [article for article in (4, 3, 2, 1) if article in within][:count]

    ids = matching_quotes(connection, nodes, within, in_order, limit)
    assert all(index == 0 for _, index in ids)
    return [article for article, _ in ids]


@pytest.mark.usefixtures("max_looked_up")
@pytest.mark.parametrize(
    ("nodes", "articles"),
    [
        ([], [4, 2, 1]),
        ([SPEECH], [2, 1]),
        ([BELIEF], [4]),
        ([Term("kind", "direct"), SPEECH], [1]),
        ([Not(SPEECH)], [4]),
        ([Not(SPEECH), Not(BELIEF)], []),
        ([Term("said", "port")], [4, 1]),
        ([Term("said", "port"), SPEECH], [1]),
        ([Or((Term("said", "closed"), Term("speaker", "lind")))], [4, 2]),
        ([Pattern("said", "p.rt")], [4, 1]),
        ([Pattern("said", "p.rt"), SPEECH], [1]),
        ([Not(Pattern("said", "p.rt"))], [2]),
    ],
)
@pytest.mark.parametrize("limit", [None, 1, 2, 9])
def test_quotes_match_all_conditions_in_the_order_of_their_articles(
    connection: Connection, nodes: list[Node], articles: list[int], limit: int | None
) -> None:
    assert matching_rows(connection, *nodes, limit=limit) == articles[:limit]


@pytest.mark.usefixtures("max_looked_up")
@pytest.mark.parametrize(
    ("within", "articles"),
    [(IdSet({1, 4}), [4, 1]), (IdSet({1, 4}, True), [2]), (IdSet({3}), []), (IdSet(set()), []), (IdSet({9}), [])],
)
@pytest.mark.parametrize("nodes", [[], [Not(Term("said", "blorb"))], [Not(Pattern("said", "bl.rb"))]])
def test_only_quotes_of_the_articles_match(
    connection: Connection, nodes: list[Node], within: IdSet, articles: list[int]
) -> None:
    assert matching_rows(connection, *nodes, within=within) == articles
    assert matching_rows(connection, *nodes, within=within, limit=1) == articles[:1]


def first_articles(connection: Connection, *nodes: Node, limit: int) -> tuple[list[int] | None, list[int | str]]:
    """The articles of the first quotes, and what was asked for: the first so many articles, or "these"."""
    asked_for: list[int | str] = []

    def in_order(count: int) -> list[int]:
        asked_for.append(count)
        return [4, 3, 2, 1][:count]

    def of_these(articles: set[int]) -> list[int]:
        asked_for.append("these")
        return sorted(articles, reverse=True)[:limit]

    ids = first_quotes(connection, nodes, in_order, of_these, limit)
    return (None if ids is None else [article for article, _ in ids]), asked_for


def test_the_first_quotes_of_a_common_kind_take_only_the_first_articles(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newest_rows, "_ARTICLE_COUNTS", (1, 3))
    assert first_articles(connection, limit=1) == ([4], [1])
    assert first_articles(connection, limit=2) == ([4, 2], [1, 3])
    assert first_articles(connection, SPEECH, limit=1) == ([2], [1, 3])
    assert first_articles(connection, SPEECH, limit=2) == (None, [1, 3])
    monkeypatch.setattr(newest_rows, "_ARTICLE_COUNTS", (1, 5))
    assert first_articles(connection, SPEECH, limit=9) == ([2, 1], [1, 5])


def test_the_first_quotes_with_a_rare_word_are_those_of_all(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = Term("said", "port")
    assert first_articles(connection, port, limit=1) == ([4], ["these"])
    monkeypatch.setattr(newest_rows, "_MAX_PERIOD_ROWS", 0)
    assert first_articles(connection, port, limit=1) == ([4], [16])
    assert first_articles(connection, Pattern("said", "port"), limit=1) == (None, [])


def test_the_first_quotes_of_ranked_articles_are_not_those_of_some(connection: Connection) -> None:
    assert first_quotes(connection, [Term("said", "port")], lambda _: [4, 3, 2, 1], None, 1) is None


def test_quotes_of_a_common_kind_in_few_articles_are_looked_up(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[Sequence[int]] = []

    def look_up(_connection: Connection, _index: str, _match: str, articles: Sequence[int]) -> list[int]:
        looked_up.append(articles)
        return []

    monkeypatch.setattr(module, "_MAX_LOOKED_UP", 3)
    monkeypatch.setattr(newest_rows, "rows_of_articles", look_up)
    for within in (EVERYTHING, IdSet({1, 2, 3, 4}), IdSet({1, 2, 4})):
        matching_rows(connection, SPEECH, within=within)
    matching_rows(connection, Term("said", "port"), within=IdSet({1, 2, 4}))
    assert looked_up == [[4, 2, 1]]


@pytest.mark.parametrize("max_sorted", [0, 50_000])
def test_rows_are_ascending_however_many_they_are(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, max_sorted: int
) -> None:
    monkeypatch.setattr(module, "_MAX_SORTED", max_sorted)
    assert matching_rows(connection, Pattern("said", "p.rt")) == [4, 1]


# ---- one article


@pytest.mark.parametrize(
    ("word", "is_prefix", "indexed_articles"), [("clos", True, []), ("closed", False, [4]), ("clos", False, [4])]
)
def test_a_prefix_is_matched_without_the_index_in_which_it_has_very_many_rows(
    connection: Connection,
    monkeypatch: pytest.MonkeyPatch,
    word: str,
    is_prefix: bool,
    indexed_articles: list[int],
) -> None:
    looked_up: list[int] = []
    look_up = newest_rows.rows_of_articles

    def record(connection: Connection, index: str, match: str, articles: Sequence[int]) -> list[int]:
        looked_up.extend(articles)
        return look_up(connection, index, match, articles)

    monkeypatch.setattr(newest_rows, "rows_of_articles", record)
    quotes = quotes_in_article(connection, [Term("said", word, False, is_prefix), BELIEF], 4)
    assert [quote.quote for quote in quotes] == (["The port is closed"] if is_prefix or word == "closed" else [])
    assert looked_up == indexed_articles


@pytest.mark.parametrize(
    ("nodes", "articles"),
    [
        ([Term("speaker", "be", False, True)], [1, 4]),
        ([Term("speaker", "be", False, True), SPEECH], [1]),
        ([Not(Term("speaker", "be", False, True))], [2]),
        ([Term("said", "cl", False, True), Pattern("said", "p.rt")], [4]),
    ],
)
def test_a_prefix_is_matched_together_with_all_else(
    connection: Connection, nodes: list[Node], articles: list[int]
) -> None:
    assert [article for article in (1, 2, 3, 4) if quotes_in_article(connection, nodes, article)] == articles


# ---- records


def test_quotes_are_loaded_in_the_order_of_their_ids(connection: Connection) -> None:
    loaded = load_quotes(connection, [(4, 0), (9, 0), (1, 7), (1, 0)])
    assert [(quote.article, quote.index, quote.quote, quote.actors) for quote in loaded] == [
        (4, 0, "The port is closed", ["Ada Berg"]),
        (1, 0, LINE, ["Ada Berg"]),
    ]
    assert load_quotes(connection, []) == []


def test_quotes_are_loaded_as_the_user_has_corrected_them(tmp_path: Path) -> None:
    renamed = Correction(kind="rename", article=1, name="Ada Berg", type="person", to="The Countess")
    archive = small_archive(tmp_path, [article_with_quote(LINE)], corrections=[renamed])
    assert [quote.actors for quote in load_quotes(archive, [(1, 0)])] == [["The Countess"]]
