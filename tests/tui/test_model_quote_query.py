"""A search for words means the quotes that hold them."""

from __future__ import annotations

import pytest

from onrecord.archive import parse
from onrecord.tui.model.quote_query import with_words_in_quotes


@pytest.mark.parametrize(
    ("query", "narrowed"),
    [
        ("strike", "strike said:strike"),
        ('"third week" port*', '"third week" port* said:"third week" said:port*'),
        ("strike speaker:adler -rain", "strike speaker:adler -rain said:strike"),
        ("strike sort:oldest", "strike said:strike sort:oldest"),
    ],
)
def test_words_have_to_be_in_the_quote(query: str, narrowed: str) -> None:
    assert str(with_words_in_quotes(parse(query))) == narrowed


@pytest.mark.parametrize("query", ["tag:port", "speaker:adler", "strike said:pay", "-strike"])
def test_without_words_or_with_words_of_quotes_a_query_stays(query: str) -> None:
    assert with_words_in_quotes(parse(query)) is None
