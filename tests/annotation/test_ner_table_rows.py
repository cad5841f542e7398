"""Names read from the rows of tables."""

from __future__ import annotations

import pytest
from docs_by_hand import doc_of_columns, make_doc
from names_by_hand import Labelled, labelled, line_of

from onrecord.annotation.ner import table_rows
from onrecord.annotation.ner.table_rows import names_in_tables


def in_row(row: str) -> Labelled:
    doc = make_doc(
        " ".join(f"{word}/NNP" if index else f"{word}/NNP/ROOT" for index, word in enumerate(row.split()))
    )
    return labelled(doc, list(table_rows._names_in_row(doc, 0, len(doc))))


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("Xu 3", [("Xu", "ORG")]),
        ("Xu three", []),
        ("xu 3", []),
        ("Xu", []),
        ("X 3", []),
        ("Sweden 3", [("Sweden", "GPE")]),
        ("NATO 3", []),
        ("Played 3", []),
        ("1 3", []),
        ("Xu Played 3", []),
        ("Xu Xi 3 Xa 1", [("Xu Xi", "ORG"), ("Xa", "ORG")]),
        ("( Xu 3 )", [("Xu", "PERSON")]),
        ("( Xa ) Xu 3", [("Xu", "ORG")]),
        (") Xu 3", [("Xu", "ORG")]),
        ("( ( Xa ) Xu 3 )", [("Xu", "PERSON")]),
        ("Maria 3", [("Maria", "ORG")]),
        ("Maria Xu", [("Maria Xu", "PERSON")]),
        ("M. Xu", [("M. Xu", "PERSON")]),
        ("Maria", []),
        ("Xyz Xu ( Sweden )", [("Xyz Xu", "PERSON"), ("Sweden", "GPE")]),
        ("Xyz Xu ( South Korea )", [("Xyz Xu", "PERSON"), ("South Korea", "GPE")]),
        ("Xyz Xu ( Xa )", []),
        ("Xyz Xu - Sweden )", [("Sweden", "GPE")]),
        ("Xyz Xu ( Sweden", [("Sweden", "GPE")]),
    ],
)
def test_names_in_a_row(row: str, names: Labelled) -> None:
    assert in_row(row) == names


@pytest.mark.parametrize(
    ("spaces", "expected"),
    [
        ([False, False, True, False], [("Xu-Xi", "ORG")]),
        ([True, False, True, False], [("Xi", "ORG")]),
        ([False, True, True, False], [("Xi", "ORG")]),
    ],
)
def test_a_hyphen_without_blanks_joins_words(spaces: list[bool], expected: Labelled) -> None:
    doc = doc_of_columns(["Xu", "-", "Xi", "3"], spaces=spaces)
    assert labelled(doc, list(table_rows._names_in_row(doc, 0, 4))) == expected
    assert not table_rows._is_joining_hyphen(doc, 1, 2)


def test_a_closing_bracket_stands_within_reach() -> None:
    doc = make_doc("( a/NN/ROOT b/NN c/NN d/NN )")
    assert table_rows._closing_bracket(doc, 0, 6) == 5
    assert table_rows._closing_bracket(doc, 0, 5) == 1
    doc = make_doc("( a/NN/ROOT b/NN c/NN d/NN e/NN )")
    assert table_rows._closing_bracket(doc, 0, 7) == 1


def test_only_the_lines_that_are_rows_are_read() -> None:
    doc = make_doc("Xu/NNP/ROOT 3/CD\nXi/NNP/ROOT 2/CD\nXa/NNP/ROOT 1/CD")
    lines = [line_of(doc, "Xu 3", "prose"), line_of(doc, "Xi 2", "table"), line_of(doc, "Xa 1", "table")]
    assert labelled(doc, names_in_tables(doc, lines)) == [("Xi", "ORG"), ("Xa", "ORG")]
    assert names_in_tables(doc, lines[:1]) == []


def test_a_row_ends_with_its_line() -> None:
    doc = make_doc("Xu/NNP/ROOT\n3/CD/ROOT")
    assert names_in_tables(doc, [line_of(doc, "Xu", "table"), line_of(doc, "3", "table")]) == []
    doc = make_doc("Xu/NNP/ROOT\nXi/NNP/ROOT 3/CD")
    rows = [line_of(doc, "Xu", "table"), line_of(doc, "Xi 3", "table")]
    assert labelled(doc, names_in_tables(doc, rows)) == [("Xi", "ORG")]
