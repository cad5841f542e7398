"""The words of a query in a text, and the snippet around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.archive.query import regex
from onrecord.archive.query.ast import Pattern
from onrecord.archive.search import snippets
from onrecord.archive.search.snippets import Snippet, cut_snippet, highlight_spans, hit_spans
from onrecord.base.records import Span


def words(text: str, spans: list[Span]) -> list[str]:
    return [text[slice(*span)] for span in spans]


@pytest.mark.parametrize(
    ("expression", "text", "expected"),
    [
        ('"strike"', "A Strike, the strike; strikes", ["Strike", "strike"]),
        ('"strik" *', "strikes strike", ["strikes", "strike"]),
        ('"port" OR "cafe"', "The Café at the port", ["Café", "port"]),
        ('"third week"', "a third week; a week, third", ["third week"]),
        ('"strike"', "peace", []),
        ('"strike"', "", []),
        ('"strike"', "\x01strike\x02 \x00strike", ["strike", "strike"]),
    ],
)
def test_words_are_highlighted_as_the_index_sees_them(expression: str, text: str, expected: list[str]) -> None:
    assert words(text, highlight_spans(expression, text)) == expected


@pytest.mark.parametrize(
    ("expression", "text", "is_tokenized"),
    [
        ('"strike"', "“A strike,” they said – twice", False),
        ('"strike"', "A strike at the café", True),
        ('"café"', "A strike at the cafe", True),
        ('(quote : "strike")', "A strike", True),
        (" OR ".join(['"strike"'] * 8), "A strike", False),
        (" OR ".join(['"strike"'] * 9), "A strike", True),
        ('"--"', "A strike -- still", True),
    ],
)
def test_only_a_text_or_a_query_of_other_letters_is_tokenized(
    monkeypatch: pytest.MonkeyPatch, expression: str, text: str, is_tokenized: bool
) -> None:
    monkeypatch.setattr(snippets, "_tokenized_spans", lambda _, text: [(0, len(text))])
    assert (highlight_spans(expression, text) == [(0, len(text))]) is is_tokenized


_PIECES = st.sampled_from(["a", "b", "so", "A", "1", "_", "-", "’s", "“", " ", "\n", "\x01", "\0", "é", "ß"])


@given(
    st.lists(_PIECES, max_size=14).map("".join),
    st.lists(st.tuples(st.text("abs1-’ ", min_size=1, max_size=5), st.booleans()), min_size=1, max_size=3),
)
def test_words_are_highlighted_alike_with_and_without_an_index(text: str, terms: list[tuple[str, bool]]) -> None:
    expression = " OR ".join(f'"{words}"{" *" * is_prefix}' for words, is_prefix in terms)
    assert highlight_spans(expression, text) == snippets._tokenized_spans(expression, text)


def test_one_text_leaves_nothing_behind_for_the_next() -> None:
    assert highlight_spans('"strike"', "strike") == [(0, 6)]
    assert highlight_spans('"strike"', "a strike") == [(2, 8)]


def test_words_and_expressions_are_merged() -> None:
    text = "the port strike goes on"
    assert hit_spans('"strike"', [Pattern("", "port str"), Pattern("", "on$")], text) == [(4, 15), (21, 23)]
    assert hit_spans('"strike"', [], text) == [(9, 15)]
    assert hit_spans(None, [Pattern("", "port")], text) == [(4, 8)]
    assert hit_spans(None, [], text) == []


def test_an_expression_that_takes_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regex, "TIMEOUT", 0.01)
    text = "strike " + "ab" * 20_000
    assert hit_spans('"strike"', [Pattern("", "(?:.*a){20}c")], text) == [(0, 6)]


def cut(text: str, *hits: str, width: int = 30) -> Snippet:
    starts = [text.index(hit) for hit in hits]
    return cut_snippet(text, [(start, start + len(hit)) for start, hit in zip(starts, hits, strict=True)], width)


def test_a_short_text_is_shown_whole() -> None:
    assert cut("The port strike goes on.", "strike") == Snippet("The port strike goes on.", [(9, 15)])


def test_a_paragraph_is_not_left() -> None:
    snippet = cut("Before.\nThe port strike.\nAfter.", "strike")
    assert snippet == Snippet("The port strike.", [(9, 15)])


def test_a_long_paragraph_is_cut_at_words() -> None:
    text = "one two three four five six seven eight nine ten strike eleven twelve thirteen fourteen fifteen"
    snippet = cut(text, "strike", width=60)
    assert snippet.text == "…four five six seven eight nine ten strike eleven twelve…"
    assert words(snippet.text, snippet.marks) == ["strike"]


def test_the_start_is_forty_characters_before_the_hit_if_a_word_begins_there() -> None:
    text = "x" * 9 + " " + "y" * 39 + " strike"
    assert cut(text, "strike", width=60).text == "…" + "y" * 39 + " strike"
    text = "x" * 9 + " " + "y" * 40 + " strike"
    assert cut(text, "strike", width=60).text == "…strike"


def test_spaces_before_the_snippet_are_no_text_that_was_cut() -> None:
    assert cut("   " + "x" * 45 + " strike", "strike").text == "…strike"
    assert cut(" " * 45 + "strike", "strike").text == " strike"


def test_a_hit_longer_than_the_width_is_shown_whole() -> None:
    text = "strike" * 10 + " and more words"
    assert cut(text, "strike" * 10, width=30) == Snippet("strike" * 10 + "…", [(0, 60)])


def test_a_text_without_a_space_is_cut_at_the_width() -> None:
    assert cut("strike" + "x" * 50, "strike", width=20) == Snippet("strike" + "x" * 14 + "…", [(0, 6)])


def test_spaces_become_one_and_are_not_marked() -> None:
    snippet = cut("the  third\t week", "third\t week")
    assert snippet.text == "the third week"
    assert words(snippet.text, snippet.marks) == ["third", "week"]


def test_hits_beyond_the_snippet_are_left_out() -> None:
    text = "strike one two three four five six seven eight lockout"
    assert cut(text, "strike", "lockout") == Snippet("strike one two three four…", [(0, 6)])


def test_several_hits_are_marked() -> None:
    snippet = cut("port, strike and quay", "port", "quay")
    assert words(snippet.text, snippet.marks) == ["port", "quay"]
