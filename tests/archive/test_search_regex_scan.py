"""Regular expressions over an archive: which articles and quotes match, and which texts are read for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive_sample import ANNOTATION, BANK, STRIKE
from small_archive import small_archive

from onrecord.archive.query import regex
from onrecord.archive.query.ast import And, Node, Not, Or, Pattern, Term
from onrecord.archive.query.query_errors import QueryTooSlow, SearchCancelled
from onrecord.archive.search import regex_scan
from onrecord.archive.search.cancellation import cancellable
from onrecord.archive.search.id_set import EVERYTHING, IdSet
from onrecord.archive.search.regex_scan import quote_numbers_in_parts, scan_articles, scan_quotes
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Correction

ROW = 1 << 20
"""The first row of article 1 in ``said``; ``ROW + 1`` is its second quote."""


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    return small_archive(
        tmp_path_factory.mktemp("scan"), [(STRIKE, ANNOTATION), BANK], notes={2: "Ask the ministry.\nAgain"}
    )


def articles(connection: Connection, field: str, pattern: str, within: IdSet = EVERYTHING) -> set[int]:
    return scan_articles(connection, Pattern(field, pattern), within).ids


@pytest.mark.parametrize(
    ("field", "pattern", "expected"),
    [
        ("", r"third week", {1}),  # in the title
        ("", r"econom", {1}),  # a tag
        ("", r"ministry", {2}),  # a note
        ("", r"vellin", {1, 2}),  # in the texts
        ("", r"blorb", set()),
        ("title", r"^Central", {2}),
        ("title", r"ministry", set()),
        ("text", r"^Tomas", {1}),
        ("text", r"Port strike", set()),
        ("note", r"^again$", {2}),
        ("source", r"^Example", {1}),
        ("author", r"quill$", {1}),
        ("url", r"\.org/", {1}),
        ("source", r"^$", set()),
        ("tag", r"^to read$", {1}),
        ("tag", r"^read$", set()),
        ("said", r"must open", {1}),
        ("said", r"Okoye", set()),
        ("speaker", r"^Tomas", {1}),
        ("speaker", r"mistress", {1}),
        ("speaker", r"failed", set()),
        ("actor", r"^Tomas Okoye$", {1}),
        ("actor", r"okoyo", {1}),
        ("actor", r"vellin", set()),
        ("place", r"^vellin", {1}),
        ("person", r"vellin", set()),
        ("about", r"brandt", {1}),
        ("about", r"okoye", set()),
    ],
)
def test_an_expression_is_matched_in_its_field(
    connection: Connection, field: str, pattern: str, expected: set[int]
) -> None:
    assert articles(connection, field, pattern) == expected


@pytest.mark.parametrize(
    ("within", "expected"),
    [(IdSet({1}), {1}), (IdSet({1}, True), {2}), (IdSet(set()), set()), (IdSet({99}), set())],
)
def test_only_the_articles_that_matter_are_read(connection: Connection, within: IdSet, expected: set[int]) -> None:
    assert articles(connection, "", "v.llin", within) == expected
    assert articles(connection, "actor", "b.andt", within) == expected & {1}


def reads(connection: Connection, field: str, pattern: str) -> bool:
    """Whether any text or annotation is read."""
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    articles(connection, field, pattern)
    connection.set_trace_callback(None)
    return any(
        "FROM searchable" in sql or "FROM annotations" in sql or "FROM articles WHERE id IN" in sql
        for sql in statements
    )


@pytest.mark.parametrize(
    ("field", "pattern", "expected"),
    [
        ("", r"\bblorb ", False),
        ("", r"\bblorb\b", False),
        ("", r"blorb", True),
        ("title", r"\bvellin ", True),
        ("text", r"\bvellin ", True),
        ("source", r"\bblorb ", False),
        ("said", r"\bblorb ", False),
        ("said", r"\bport ", True),
        ("speaker", r"\bport ", False),
        ("person", r"\bblorb ", False),
    ],
)
def test_the_index_excludes_what_lacks_the_required_words(
    connection: Connection, field: str, pattern: str, expected: bool
) -> None:
    assert reads(connection, field, pattern) is expected


SAID, SPEAKER = Pattern("said", "port|late"), Pattern("speaker", "brandt")


@pytest.mark.parametrize(
    ("nodes", "rows"),
    [
        ([Pattern("said", "port")], {ROW}),
        ([Pattern("said", "l.te")], {ROW + 1}),
        ([Pattern("speaker", "^she$")], {ROW + 1}),
        ([Pattern("speaker", "b.andt")], {ROW, ROW + 1}),
        ([SAID, SPEAKER], {ROW, ROW + 1}),
        ([SAID, Term("kind", "mixed")], {ROW}),
        ([SAID, Not(Term("kind", "mixed"))], {ROW + 1}),
        ([Not(SAID), Term("cue", "speech")], {ROW + 2}),
        ([Or((Pattern("said", "f.iled"), Term("kind", "mixed")))], {ROW, ROW + 2}),
        ([Or((And((SAID, Term("kind", "mixed"))), Pattern("said", "f.iled")))], {ROW, ROW + 2}),
        ([Pattern("said", "port"), Pattern("said", "late")], set()),
    ],
)
def test_conditions_on_a_quote_hold_together(connection: Connection, nodes: list[Node], rows: set[int]) -> None:
    assert scan_quotes(connection, nodes, EVERYTHING) == IdSet(rows)
    assert scan_quotes(connection, nodes, IdSet({1})) == IdSet(rows)


def test_quotes_of_other_articles_are_not_read(connection: Connection) -> None:
    assert scan_quotes(connection, [SAID], IdSet({2})) == IdSet(set())


def test_what_is_not_about_a_quote_is_an_error(connection: Connection) -> None:
    with pytest.raises(TypeError, match="not about a quote"):
        scan_quotes(connection, [Or((SAID, None))], EVERYTHING)  # type: ignore[arg-type]


@pytest.mark.parametrize(("rows_per_part", "part_count"), [(1, 4), (2, 2), (3, 2), (4, 1)])
def test_quotes_come_in_parts(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, rows_per_part: int, part_count: int
) -> None:
    monkeypatch.setattr(regex_scan, "_ROWS_PER_PART", rows_per_part)
    parts = list(quote_numbers_in_parts(connection, 'kind : ("speech")'))
    assert [row for part in parts for row in part] == [ROW, ROW + 1, ROW + 2]
    assert len(parts) == part_count


@pytest.mark.parametrize("batch_size", [1, 200])
def test_batches_do_not_show(connection: Connection, monkeypatch: pytest.MonkeyPatch, batch_size: int) -> None:
    monkeypatch.setattr(regex_scan, "_BATCH_SIZE", batch_size)
    assert articles(connection, "", "v.llin") == {1, 2}


def test_a_corrected_type_is_followed(tmp_path: Path) -> None:
    decided = Correction(kind="type", name="Tomas Okoye", type="person", to="organisation")
    archive = small_archive(tmp_path, [(STRIKE, ANNOTATION)], corrections=[decided])
    assert articles(archive, "person", r"\bokoye\b") == set()
    assert articles(archive, "org", r"\bokoye\b") == {1}


@pytest.mark.parametrize("field", ["", "tag", "said", "actor"])
def test_an_expression_that_takes_too_long_ends_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    def give_up(pattern: str, text: str) -> bool:
        raise QueryTooSlow(pattern)

    monkeypatch.setattr(regex_scan, "matches", give_up)
    archive = small_archive(tmp_path, [(STRIKE, ANNOTATION)])
    with pytest.raises(QueryTooSlow):
        articles(archive, field, "x")
    assert regex.matches("x", "x")


@pytest.mark.parametrize("field", ["", "source", "said", "actor"])
def test_a_scan_is_cancelled_before_each_article(connection: Connection, field: str) -> None:
    with pytest.raises(SearchCancelled), cancellable(connection, lambda: True):
        articles(connection, field, "x")
