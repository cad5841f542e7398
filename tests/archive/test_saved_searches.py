"""Saved searches in queries: what they stand for, how they are found, and what is refused."""

from __future__ import annotations

import json

import pytest
from small_archive import empty_archive

from onrecord.archive.query.parser import parse
from onrecord.archive.query.query_errors import NoSuchSearch
from onrecord.archive.search.saved_searches import (
    clean_name,
    expand_saved,
    load_saved,
    refers_to_saved,
    renamed_query,
    search_by_name,
)
from onrecord.archive.storage.errors import ArchiveError
from onrecord.base.records import SavedSearch


def saved(**queries: str) -> list[SavedSearch]:
    """Saved searches; in their names a space stands for each underscore."""
    return [
        SavedSearch(id=number, name=name.replace("_", " "), query=query)
        for number, (name, query) in enumerate(queries.items(), 1)
    ]


LISTS = saved(
    Port="port or quay", Mine="author:me", Best="strike sort:best", All="", Both="in:port in:mine", Loop="in:loop x",
    Long_one="a b", Other="sort:title", Deep="in:deeper", Deeper="in:deep",
)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expanded"),
    [
        ("strike", "strike"),
        ("in:port", "port or quay"),
        ("in:PÓRT", "port or quay"),
        ("x in:port", "x (port or quay)"),
        ("-in:port", "-(port or quay)"),
        ("in:both", "(port or quay) author:me"),
        ('in:"Long one" c', "(a b) c"),
        ("in:best", "strike sort:best"),
        ("in:best sort:title", "strike sort:title"),
        ("x in:best", "x strike"),
        ("in:best or in:port", "strike or (port or quay)"),
    ],
)
def test_a_saved_search_stands_for_its_query(query: str, expanded: str) -> None:
    assert expand_saved(parse(query), LISTS) == parse(expanded)


def test_a_search_for_everything_leaves_nothing_out() -> None:
    assert str(expand_saved(parse("in:all"), LISTS).node) == "-()"
    assert expand_saved(parse("in:other"), LISTS).sort == "title"


@pytest.mark.parametrize(
    ("typed", "expanded"),
    [
        ("in:por", "port or quay"),
        ("in:m", ""),
        ("in:mi", "author:me"),
        ("in:deep", "in:deep"),
        ("in:deepe", "in:deepe"),
        ("x in:zzz", "x"),
        ("in:zzz", ""),
    ],
)
def test_a_name_that_is_being_typed_is_the_first_that_begins_so(typed: str, expanded: str) -> None:
    lists = [search for search in LISTS if search.name not in ("Deep", "Deeper")] + saved(
        Deeper="longer", Deep="shorter"
    )
    expected = {"in:deep": "shorter", "in:deepe": "longer", "in:m": None}.get(typed, expanded)
    if expected is None:
        with pytest.raises(NoSuchSearch):
            expand_saved(parse(typed, typing=True), lists)
    else:
        assert expand_saved(parse(typed, typing=True), lists) == parse(expected)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("in:loop", "The saved search “Loop” refers to itself"),
        ("in:deep", "The saved search “Deep” refers to itself"),
        ("x in:Prot", "There is no saved search “Prot”: did you mean “Port”"),
    ],
)
def test_what_stands_for_nothing_is_refused(query: str, message: str) -> None:
    with pytest.raises(ArchiveError, match=message):
        expand_saved(parse(query), LISTS)


def test_a_search_that_is_being_saved_must_not_contain_itself() -> None:
    with pytest.raises(ArchiveError, match="“Port” refers to itself"):
        expand_saved(parse("in:both"), LISTS, ("port",))


def test_a_query_that_is_no_longer_understood_is_named() -> None:
    with pytest.raises(ArchiveError, match="The query of the saved search “Old” is not valid: A tag is expected"):
        expand_saved(parse("in:old"), saved(Old="tag:"))


@pytest.mark.parametrize(("depth", "fits"), [(10, True), (11, False)])
def test_groups_can_only_be_nested_so_deep(depth: int, fits: bool) -> None:
    lists = [SavedSearch(id=1, name="s0", query="a b")]
    for number in range(1, depth):
        kind = "or " if number % 2 else ""
        lists.append(SavedSearch(id=number, name=f"s{number}", query=f"x {kind}in:s{number - 1}"))
    query = parse(f"in:s{depth - 1}")
    if fits:
        assert expand_saved(query, lists).node is not None
    else:
        with pytest.raises(ArchiveError, match="10"):
            expand_saved(query, lists)


@pytest.mark.parametrize(
    ("query", "refers"), [("in:x", True), ("a -(b or in:x)", True), ("a", False), ("", False)]
)
def test_whether_a_query_refers_to_saved_searches(query: str, refers: bool) -> None:
    assert refers_to_saved(parse(query)) is refers


# ---- names


def test_a_search_is_found_by_name_without_case_and_accents() -> None:
    assert search_by_name("LONG ONE", LISTS).query == "a b"
    assert search_by_name("pòrt", LISTS).query == "port or quay"


def test_a_name_that_is_none_lists_those_that_are() -> None:
    with pytest.raises(NoSuchSearch) as caught:
        search_by_name("zzz", LISTS[:2])
    assert (caught.value.similar_name, str(caught.value)) == (
        None,
        "There is no saved search “zzz”: there are Port, Mine.",
    )
    with pytest.raises(NoSuchSearch) as caught:
        search_by_name("Mime", LISTS)
    assert caught.value.similar_name == "Mine"


@pytest.mark.parametrize(
    ("count", "hint"),
    [
        (0, "none is saved."),
        (1, "there are s0."),
        (10, "there are s0, s1, s2, s3, s4, s5, s6, s7, s8, s9."),
        (11, "there are s0, s1, s2, s3, s4, s5, s6, s7, s8, s9 …."),
    ],
)
def test_the_names_are_listed_up_to_ten(count: int, hint: str) -> None:
    error = NoSuchSearch("zzz", None, [f"s{number}" for number in range(count)])
    assert str(error) == f"There is no saved search “zzz”: {hint}"


@pytest.mark.parametrize(
    ("name", "cleaned"), [("  Port   strike ", "Port strike"), ('"a"', "a"), ("1", "1"), ("–é", "–é")]
)
def test_a_name_is_cleaned(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


@pytest.mark.parametrize("name", ["", "  ", "—", '""'])
def test_a_name_needs_a_letter_or_a_number(name: str) -> None:
    with pytest.raises(ArchiveError, match="with a letter or a number"):
        clean_name(name)


@pytest.mark.parametrize(
    ("query", "renamed"),
    [
        ("in:port x sort:best", 'in:"Quay" x sort:best'),
        ("-in:PORT", '-in:"Quay"'),
        ("in:mine", None),
        ("port", None),
        ("", None),
        ("in:", None),
    ],
)
def test_a_search_that_is_renamed_is_renamed_in_queries(query: str, renamed: str | None) -> None:
    assert renamed_query(query, "Port", "Quay") == renamed


# ---- rows


def test_saved_searches_are_loaded_in_their_order() -> None:
    connection = empty_archive()
    documents = [
        {"name": "b", "query": "x", "order": 2},
        {"name": "a", "query": "y", "order": 1},
        {"name": 5, "query": "z"},
        {"name": "c", "query": "z", "order": 2},
    ]
    for number, document in enumerate(documents, 1):
        connection.execute("INSERT INTO searches (id, document) VALUES (?, ?)", (number, json.dumps(document)))
    assert [(search.id, search.name) for search in load_saved(connection)] == [(2, "a"), (1, "b"), (4, "c")]
