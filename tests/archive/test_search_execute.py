"""Running queries: the articles that match, their order and their rank, and records from rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive_sample import ANNOTATION, BANK, STRIKE
from small_archive import small_archive

from onrecord.archive.query.ast import Node, Not, Or, Pattern
from onrecord.archive.query.parser import parse
from onrecord.archive.schema.tables import text_mark
from onrecord.archive.search import execute, plan, regex_scan
from onrecord.archive.search.execute import (
    ArticleCounts,
    OrderCache,
    Ranking,
    common_word_test,
    count_articles,
    existing_ids,
    load_articles,
    load_notes,
    matching_articles,
    rank_by_words,
    unannotated_ids,
)
from onrecord.archive.search.id_set import EVERYTHING, IdSet
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Article, Draft

DAYS = ("2024-03-02", "2024-03-01", "2024-02-01", "2024-03-02", "2024-01-31")
TEXTS = ("strike", "strike port", "port", "strike strike strike", "strike port quay")


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    """Article n has the n-th text and day and, from 3 on, a title that has the letters e, d, c."""
    drafts = [
        Draft(title=f"{'xxedc'[n]} {n}", text=text, published=day, source=f"{'bA'[n % 2]}")
        for n, (text, day) in enumerate(zip(TEXTS, DAYS, strict=True))
    ]
    return small_archive(tmp_path_factory.mktemp("execute"), drafts, notes={3: "first", 1: "second"})


@pytest.fixture(scope="module")
def annotated(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    return small_archive(tmp_path_factory.mktemp("annotated"), [(STRIKE, ANNOTATION), BANK])


def node(query: str) -> Node | None:
    return parse(query).node


# ---- matches


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", EVERYTHING),
        ("strike", IdSet({1, 2, 4, 5})),
        ("-strike", IdSet({1, 2, 4, 5}, True)),
        ("strike port", IdSet({2, 5})),
        ("strike -port", IdSet({1, 4})),
        ("quay or source:a", IdSet({2, 4, 5})),
        ("strike source:a", IdSet({2, 4})),
        ("strike after:2024-03-02", IdSet({1, 4})),
        ("strike (source:a or date:2024-01)", IdSet({2, 4, 5})),
        ("strike -(source:a port)", IdSet({1, 4, 5})),
        ("/p.rt/", IdSet({2, 3, 5})),
        ("strike /p.rt/", IdSet({2, 5})),
        ("strike -/p.rt/", IdSet({1, 4})),
        ("/p.rt/ /qu.y/", IdSet({5})),
        ("-/p.rt/ -source:a", IdSet({1})),
    ],
)
def test_articles_match_a_condition(connection: Connection, query: str, expected: IdSet) -> None:
    result = matching_articles(connection, node(query))
    if result.inverted and not expected.inverted:
        result = IdSet({article for article in range(1, 6) if article in result})
    assert result == expected


def test_texts_are_read_only_within_the_other_conditions(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned: list[IdSet] = []
    scan = regex_scan.scan_articles

    def remember(connection: Connection, pattern: Pattern, within: IdSet) -> IdSet:
        scanned.append(within)
        return scan(connection, pattern, within)

    monkeypatch.setattr(regex_scan, "scan_articles", remember)
    matching_articles(connection, node("/p.rt/ /s.r/ source:a"))
    assert scanned == [IdSet({2, 4}), IdSet({2})]
    scanned.clear()
    matching_articles(connection, node("/p.rt/"), IdSet({3}))
    matching_articles(connection, Not(Or((Pattern("", "p"), Pattern("", "q")))), IdSet({3}))
    assert scanned[0] == IdSet({3})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("said:/m.st/ speaker:brandt", {1}),
        ("said:/m.st/ speaker:okoye", set()),
        ("said:/m.st/ (speaker:okoye kind:indirect)", {1}),
        ("said:/m.st/ -kind:mixed", set()),
        ("said:/m.st/ strike", {1}),
        ("said:/m.st/ rates", set()),
    ],
)
def test_conditions_side_by_side_are_about_one_quote(
    annotated: Connection, query: str, expected: set[int]
) -> None:
    assert matching_articles(annotated, node(query)).ids == expected


def test_what_is_no_condition_is_an_error(connection: Connection) -> None:
    with pytest.raises(TypeError, match="not a node of a query"):
        matching_articles(connection, "strike")  # type: ignore[arg-type]


# ---- order


ORDERED = {
    "newest": [4, 1, 2, 3, 5],
    "oldest": [5, 3, 2, 1, 4],
    "added": [5, 4, 3, 2, 1],
    "title": [5, 4, 3, 1, 2],
    "source": [4, 2, 1, 3, 5],
    "unread": [4, 1, 2, 3, 5],
    "words": [4, 5, 2, 1, 3],
    "quotes": [4, 1, 2, 3, 5],
    "best": [4, 1, 2, 3, 5],
}


@pytest.mark.parametrize("order", ORDERED)
@pytest.mark.parametrize("max_sorted", [0, 1000])
@pytest.mark.parametrize("cached", [False, True])
def test_matches_are_put_in_order(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, order: str, max_sorted: int, cached: bool
) -> None:
    monkeypatch.setattr(execute, "_MAX_SORTED", max_sorted)
    orders = OrderCache()
    if cached:
        assert list(orders.ids(connection, order, 7)) == ORDERED[order]
    assert orders.pick(connection, order, 7, EVERYTHING) == ORDERED[order]
    assert orders.pick(connection, order, 7, EVERYTHING, 2) == ORDERED[order][:2]
    assert orders.pick(connection, order, 7, IdSet({4}, True)) == [n for n in ORDERED[order] if n != 4]
    assert orders.pick(connection, order, 7, IdSet({5, 1})) == [n for n in ORDERED[order] if n in (5, 1)]
    assert orders.pick(connection, order, 7, IdSet({5, 1}), 1) == [n for n in ORDERED[order] if n in (5, 1)][:1]
    assert orders.pick(connection, order, 7, IdSet(set())) == []


@pytest.mark.parametrize("largest_batch", [1, 2, 100_000])
@pytest.mark.parametrize(("read_of_sorted", "is_sorted"), [(2, True), (3, False)])
def test_the_first_of_few_are_sorted_and_of_many_read_in_order(
    connection: Connection,
    monkeypatch: pytest.MonkeyPatch,
    largest_batch: int,
    read_of_sorted: int,
    is_sorted: bool,
) -> None:
    # The first of two among five articles is likely before the fourth place.
    monkeypatch.setattr(execute, "_READ_PER_SORTED", read_of_sorted)
    monkeypatch.setattr(execute, "_MAX_BATCH", largest_batch)
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    assert OrderCache().pick(connection, "newest", 7, IdSet({5, 2}), 1) == [2]
    assert OrderCache().pick(connection, "newest", 7, IdSet({5, 2}), 9) == [2, 5]
    connection.set_trace_callback(None)
    assert any("json_each" in sql for sql in statements[:2]) is is_sorted


@pytest.mark.parametrize(("largest_sorted", "is_sorted"), [(1, True), (0, False)])
def test_a_match_that_is_not_where_it_is_likely_is_sorted_where_matches_are_few(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, largest_sorted: int, is_sorted: bool
) -> None:
    monkeypatch.setattr(execute, "_READ_PER_SORTED", 1000)
    monkeypatch.setattr(execute, "_MAX_SORTED_IF_INDEXED", largest_sorted)
    monkeypatch.setattr(execute, "_likely_place", lambda *_: 1)
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    assert OrderCache().pick(connection, "newest", 7, IdSet({5}), 1) == [5]
    connection.set_trace_callback(None)
    assert any("json_each" in sql for sql in statements) is is_sorted


@pytest.mark.parametrize(("sorted_at_once", "ids_read"), [(2, 3), (3, 0)])
@pytest.mark.parametrize(("matches", "are_first"), [({3, 2, 1}, True), ({3, 2, 5}, True), ({5, 6, 7}, False)])
def test_many_matches_are_first_looked_for_among_the_newest(
    connection: Connection,
    monkeypatch: pytest.MonkeyPatch,
    sorted_at_once: int,
    ids_read: int,
    matches: set[int],
    are_first: bool,
) -> None:
    monkeypatch.setattr(execute, "_SORTED_PER_WANTED", sorted_at_once)
    monkeypatch.setattr(execute, "_READ_BEFORE_SORTED", 1)
    monkeypatch.setattr(execute, "_READ_PER_SORTED", 1)
    monkeypatch.setattr(execute, "_likely_place", lambda *_: 1000)
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    expected = [article for article in ORDERED["newest"] if article in matches][:1]
    assert OrderCache().pick(connection, "newest", 7, IdSet(matches), 1) == expected
    connection.set_trace_callback(None)
    reads = [sql for sql in statements if "OFFSET" in sql]
    sorts = [sql for sql in statements if "json_each" in sql]
    assert (len(reads), len(sorts)) == ((1, 0 if are_first else 1) if ids_read else (0, 1))


@pytest.mark.parametrize(
    ("likely_place", "batch_sizes"), [(0, [1, 1, 1, 1, 1, 1]), (3, [1, 3, 3]), (4, [1, 4, 4]), (100, [1, 4, 16])]
)
def test_an_index_is_read_in_batches_that_grow_to_the_likely_place(
    connection: Connection, likely_place: int, batch_sizes: list[int]
) -> None:
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    ids = execute._read_in_order(connection, plan.ORDER_BY["newest"], 0, likely_place)
    assert list(ids) == ORDERED["newest"]
    connection.set_trace_callback(None)
    assert [int(sql.split("LIMIT ")[1].split()[0]) for sql in statements] == batch_sizes


def test_an_order_is_kept_until_the_version_changes(connection: Connection) -> None:
    orders = OrderCache()
    statements: list[str] = []
    cached = orders.ids(connection, "title", 7)
    orders.ids(connection, "newest", 7)
    connection.set_trace_callback(statements.append)
    assert orders.ids(connection, "title", 7) is cached
    assert statements == []
    assert orders.ids(connection, "title", 8) == cached
    assert len(statements) == 1
    orders.ids(connection, "newest", 8)
    connection.set_trace_callback(None)
    assert len(statements) == 2


# ---- rank


def test_a_word_is_common_if_nearly_all_of_the_newest_have_it(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [common_word_test(connection)(word) for word in ("strike", "port")] == [
        False,
        False,
    ]  # too few articles
    monkeypatch.setattr(execute, "_SAMPLE_SIZE", 3)
    assert [common_word_test(connection)(word) for word in ("strike", "port")] == [True, False]
    monkeypatch.setattr(execute, "_SAMPLE_SIZE", 4)
    assert [common_word_test(connection)(word) for word in ("strike", "port")] == [False, False]
    monkeypatch.setattr(execute, "_COMMON_SHARE", 0.7)
    assert [common_word_test(connection)(word) for word in ("strike", "port")] == [True, False]


def test_the_best_match_comes_first_and_of_equals_the_newer(connection: Connection) -> None:
    assert rank_by_words(connection, '"port"', '"port"') == Ranking([2, 3, 5], True)
    assert rank_by_words(connection, '"quay"', [5, 1]).article_ids == [5, 1]
    assert rank_by_words(connection, '"blorb"', [5, 1, 4]).article_ids == [4, 1, 5]
    assert rank_by_words(connection, '"blorb"', []) == Ranking([], True)


def test_the_newest_matches_are_ranked(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execute, "MAX_RANKED", 2)
    for words in ('"port"', '"quay"'):
        article_ids, are_all = rank_by_words(connection, words, '"port"')
        assert (sorted(article_ids), are_all) == ([2, 3], False)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Draft(title="quay", text="a b"), Draft(title="x", text="quay b")),
        (Draft(title="x", text="a b", tags=["quay"]), Draft(title="x", text="quay b", tags=["y"])),
        (Draft(title="quay", text="a b", tags=["y"]), Draft(title="x", text="a c", tags=["quay"])),
        (Draft(title="x", text="quay quay"), Draft(title="x", text="quay b")),
        (Draft(title="x", text="quay b"), Draft(title="x", text="quay b c d e f g h")),
    ],
)
def test_where_a_word_stands_and_how_often_decides(tmp_path: Path, better: Draft, worse: Draft) -> None:
    for first, second, ranked in ((better, worse, [1, 2]), (worse, better, [2, 1])):
        padding = [Draft(title=f"p{n}", text=f"padding {n}") for n in range(4)]
        archive = small_archive(tmp_path / str(ranked[0]), [first, second, *padding])
        assert rank_by_words(archive, '"quay"', '"quay"').article_ids == ranked


# ---- records


def test_articles_are_counted_with_the_unread(connection: Connection) -> None:
    strike = parse("strike").node
    assert strike is not None
    statement = plan.single_statement(strike)
    assert statement is not None
    connection.execute("BEGIN")
    connection.execute("UPDATE articles SET read = 1 WHERE id IN (1, 3)")
    assert count_articles(connection, EVERYTHING) == ArticleCounts(5, 3)
    assert count_articles(connection, IdSet({1, 2})) == ArticleCounts(2, 1)
    assert count_articles(connection, IdSet({1, 2}, True)) == ArticleCounts(3, 2)
    assert count_articles(connection, statement) == ArticleCounts(4, 3)
    assert count_articles(connection, IdSet(set())) == ArticleCounts(0, 0)
    connection.execute("ROLLBACK")


def test_articles_are_loaded_in_the_order_of_their_ids(connection: Connection) -> None:
    assert [article.id for article in load_articles(connection, [3, 99, 1])] == [3, 1]
    assert existing_ids(connection, [3, 99, 1]) == {1, 3}


def test_an_article_of_another_form_has_what_can_be_used() -> None:
    stored = '{"title": 5, "source": "Wire", "words": "12", "tags": ["a", 3], "feeds": null}'
    assert execute.decode_article(7, stored) == Article(id=7, title="Article 7", source="Wire", words=12)
    assert execute.decode_article(7, '{"title": "Quay", "read": 3}') == Article(id=7, title="Quay")


def test_notes_come_as_they_were_written(connection: Connection) -> None:
    assert [(note.article, note.body) for note in load_notes(connection, None)] == [(3, "first"), (1, "second")]
    assert [note.body for note in load_notes(connection, 1)] == ["second"]
    assert load_notes(connection, 2) == []
    first, second = load_notes(connection, None)
    assert load_notes(connection, None, after=first.id) == [second]
    assert load_notes(connection, 3, after=first.id) == []
    assert load_notes(connection, 1, after=first.id) == [second]


@pytest.mark.parametrize(
    ("article", "after", "step"),
    [(None, None, "SCAN notes"), (1, None, "INDEX notes_article (article=?)"), (None, 1, "PRIMARY KEY (rowid>?)")],
)
def test_notes_are_not_looked_for_among_all(
    connection: Connection, article: int | None, after: int | None, step: str
) -> None:
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    load_notes(connection, article, after)
    connection.set_trace_callback(None)
    ((*_, plan),) = connection.execute(f"EXPLAIN QUERY PLAN {statements[-1]}").fetchall()
    assert step in plan


def test_articles_of_another_annotator_come_newest_first(annotated: Connection, connection: Connection) -> None:
    assert unannotated_ids(annotated, text_mark("1 test"), ["", "en"], None) == [2]
    assert sorted(unannotated_ids(annotated, text_mark("2 test"), ["", "en"], None)) == [1, 2]
    assert unannotated_ids(connection, text_mark("1 test"), ["", "en"], None) == [4, 1, 2, 3, 5]
    assert unannotated_ids(connection, text_mark("1 test"), ["", "en"], 2) == [4, 1]
