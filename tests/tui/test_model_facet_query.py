"""Narrowing a query to the value of a facet, and taking that back."""

from __future__ import annotations

import pytest

from onrecord.archive import QueryError, parse
from onrecord.tui.model.facet_query import chosen_values, facet_term, is_chosen, toggle_value


@pytest.mark.parametrize(
    ("facet", "value", "term"),
    [
        ("actors", "Ada Orlova", 'actor:"Ada Orlova"'),
        ("sources", 'The "Wire"  Post', 'source:"The Wire Post"'),
        ("tags", "port strike", 'tag:"port strike"'),
        ("months", "2021-04", "date:2021-04"),
    ],
)
def test_a_value_is_a_condition_of_its_field(facet: str, value: str, term: str) -> None:
    assert str(facet_term(facet, value)) == term


def test_the_chosen_values_are_those_of_the_facet() -> None:
    query = parse("strike tag:port tag:sea source:wire")
    assert chosen_values(query, "tags") == ["port", "sea"]
    assert chosen_values(query, "sources") == ["wire"]
    assert chosen_values(parse("-tag:port"), "tags") == []
    assert is_chosen(query, "tags", "Port")
    assert not is_chosen(query, "tags", "wire")
    assert not is_chosen(None, "tags", "port")


@pytest.mark.parametrize(
    ("text", "narrowed"),
    [
        ("", 'tag:"port"'),
        ("strike", 'strike tag:"port"'),
        ("strike or walkout", '(strike or walkout) tag:"port"'),
        ("strike sort:oldest", 'strike tag:"port" sort:oldest'),
        ('strike tag:"PORT"', "strike"),
        ('tag:"port"', ""),
        ('source:"port"', 'source:"port" tag:"port"'),
        ("tag:sea", 'tag:sea tag:"port"'),
    ],
)
def test_a_value_is_added_or_taken_back(text: str, narrowed: str) -> None:
    assert str(parse(toggle_value(text, "tags", "port"))) == str(parse(narrowed))


def test_what_is_no_query_cannot_be_narrowed() -> None:
    with pytest.raises(QueryError):
        toggle_value("(strike", "tags", "port")
