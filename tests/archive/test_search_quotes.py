"""Quotes as results: their ids, those that match, their order, and their records."""

from __future__ import annotations

from pathlib import Path

import pytest
from quote_records import LINE, article_with_quote
from small_archive import small_archive

from onrecord.archive.query.ast import Node, Not, Or, Pattern, Term
from onrecord.archive.search import quotes as module
from onrecord.archive.search.id_set import EVERYTHING, IdSet
from onrecord.archive.search.quotes import QuoteIds, load_quotes, matching_quotes
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


def asked(
    connection: Connection, *nodes: Node, within: IdSet = EVERYTHING, limit: int | None = None
) -> list[int | None]:
    """How many articles are asked for, one time after the other."""
    counts: list[int | None] = []

    def in_order(count: int | None) -> list[int]:
        counts.append(count)
        return [article for article in (4, 3, 2, 1) if article in within][:count]

    matching_quotes(connection, nodes, within, in_order, limit)
    return counts


def test_the_first_quotes_of_a_common_kind_take_only_the_first_articles(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MAX_LOOKED_UP", 3)
    assert asked(connection, limit=2) == [3]
    assert asked(connection, SPEECH, limit=1) == [3]
    assert asked(connection, SPEECH, limit=2) == [3, None]
    assert asked(connection, SPEECH) == [None]
    assert asked(connection, SPEECH, within=IdSet({1, 2, 4})) == [3]
    assert asked(connection, SPEECH, within=IdSet({1, 2, 3, 4})) == [None]
    assert asked(connection, Term("said", "port"), limit=1) == [None]
    assert asked(connection, Pattern("said", "port"), limit=1) == [None]


@pytest.mark.parametrize("max_sorted", [0, 50_000])
def test_rows_are_ascending_however_many_they_are(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, max_sorted: int
) -> None:
    monkeypatch.setattr(module, "_MAX_SORTED", max_sorted)
    assert matching_rows(connection, Pattern("said", "p.rt")) == [4, 1]


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
