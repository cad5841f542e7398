"""Dates, names and places as they are cited, and rows and cells as they are written."""

from __future__ import annotations

import io

import msgspec
import pytest

from onrecord.base.records import Actor, Annotation, Article, Note, Quote, UnnamedSource
from onrecord.export import Exported, markdown
from onrecord.export.citation import cite, long_date, one_line, reference, speaker
from onrecord.export.csv import guarded, unguarded
from onrecord.export.markdown import escape
from onrecord.export.rows import article_row, quote_row


def quote_of(speaker: str, actors: list[str], unnamed: str = "", body: str = "") -> Quote:
    return Quote(
        article=7,
        index=0,
        title="",
        published="",
        outlet="",
        url="",
        speaker=speaker,
        actors=actors,
        cue="said",
        quote="“We go.”",
        kind="direct",
        cue_type="speech",
        content=[(30, 40), (0, 8)],
        confidence=0.98765,
        speaker_confidence=0.9,
        unnamed=unnamed,
        body=body,
        passage="“We go.”",
    )


@pytest.mark.parametrize(
    ("iso", "date"),
    [
        ("2021-01-01", "1 January 2021"),
        ("2021-12-31", "31 December 2021"),
        ("2021-13-01", "2021-13-01"),
        ("April", "April"),
        ("", ""),
    ],
)
def test_a_day_is_written_out(iso: str, date: str) -> None:
    assert long_date(iso) == date


def test_one_line_has_no_controls_and_no_marks_of_direction() -> None:
    assert one_line(" a\n\tb\x1b\u202e\u200f\ud800c\u200dd ") == "a bc\u200dd"


@pytest.mark.parametrize(
    ("outlet", "published", "url", "where"),
    [
        ("Post", "2021-04-16", "https://a.example", "Post, 16 April 2021, https://a.example"),
        ("Post", "", "https://a.example", "Post, https://a.example"),
        (" ", "", "", ""),
    ],
)
def test_a_reference_says_what_is_known(outlet: str, published: str, url: str, where: str) -> None:
    assert reference(outlet, published, url) == where


@pytest.mark.parametrize(
    ("quote", "name"),
    [
        (quote_of("Lee", ["Ann Lee"]), "Ann Lee (“Lee”)"),
        (quote_of("Ann\nLee", ["Ann Lee"]), "Ann Lee"),
        (quote_of("", ["Ann Lee", "Bo Dahl"]), "Ann Lee, Bo Dahl"),
        (quote_of("she", []), "she"),
        (quote_of("", []), ""),
        (quote_of("he", ["Ann Lee"], "a docker"), "a docker"),
        (quote_of("he", [], "a docker", "Torvik"), "a docker for Torvik"),
        (quote_of("he", [], "a Torvik docker", "Torvik"), "a Torvik docker"),
    ],
)
def test_a_speaker_has_a_name_and_the_words_where_they_differ(quote: Quote, name: str) -> None:
    assert speaker(quote) == name


def test_a_quote_of_which_nothing_else_is_known_is_cited_with_its_speaker() -> None:
    assert cite(quote_of("Lee", [])) == "“We go.”\n— Lee"


def test_a_doubtful_quote_says_so() -> None:
    sure, doubtful = quote_of("Lee", []), msgspec.structs.replace(quote_of("Lee", []), confidence=0.3)
    assert cite(sure) == "“We go.”\n— Lee"
    assert cite(doubtful) == "“We go.”\n— Lee, doubtful: check it in the article"


def test_a_quote_is_a_row_from_its_first_to_its_last_offset() -> None:
    row = quote_row(quote_of("Lee", ["Ann Lee"], "a docker", "Torvik"))
    assert row == {
        "article": 7,
        "title": "",
        "source": "",
        "date": "",
        "url": "",
        "speaker": "Lee",
        "actor": ["Ann Lee"],
        "unnamed": "a docker",
        "speaks_for": "Torvik",
        "kind": "direct",
        "cue": "said",
        "cue_type": "speech",
        "polarity": "positive",
        "modality": "actual",
        "quote": "“We go.”",
        "start": 0,
        "end": 40,
        "confidence": 0.9877,
        "speaker_confidence": 0.9,
        "doubtful": False,
    }


def test_an_article_is_a_row_with_the_names_that_are_read_again() -> None:
    assert article_row(Article(id=7, title="T", published="2021-04-16", tags=["a"], words=2, starred=True)) == {
        "id": 7,
        "title": "T",
        "source": "",
        "author": "",
        "date": "2021-04-16",
        "url": "",
        "tags": ["a"],
        "added": "",
        "words": 2,
        "language": Article(id=7, title="T").language,
        "read": False,
        "starred": True,
    }


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1", "'=1"), ("'=1", "''=1"), ("''=1", "'''=1"), ("'1", "'1"), ("1=1", "1=1"), ("＝1", "'＝1"), ("", "")],
)
def test_only_a_formula_gets_an_apostrophe(cell: str, written: str) -> None:
    assert guarded(cell) == written
    assert unguarded(written) == cell


def test_a_formula_that_was_not_guarded_stays() -> None:
    assert unguarded("=1") == "=1"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [("# a", "\\# a"), ("a # b", "a # b"), ("1. a", "1\\. a"), ("1 a", "1 a"), ("a_b", "a_b"), ("_a_", "\\_a\\_")],
)
def test_only_signs_of_markdown_are_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_markdown_names_an_unnamed_source_with_its_body_only_where_that_is_an_actor() -> None:
    annotation = Annotation(
        actors=[Actor(id="a1", name="Torvik", type="place", mentions=[])],
        unnamed=[
            UnnamedSource(id="u1", name="a docker", body="a1", mentions=[]),
            UnnamedSource(id="u2", name="a driver", body="a2", mentions=[]),
            UnnamedSource(id="u3", name="an aide", body="", mentions=[]),
        ],
    )
    out = io.StringIO()
    notes = [Note(id=1, article=7, body="Really?"), Note(id=2, article=7, body="", created="2021-04-16T09:00:00Z")]
    markdown.write([Exported(Article(id=7, title="T", words=0), "", annotation, notes)], out)
    assert out.getvalue() == (
        "# T\n\n0 words\n\n## Actors\n\n- **Torvik**: named 0\n\n## Unnamed sources\n\n"
        "- a docker, for Torvik: said 0\n- a driver: said 0\n- an aide: said 0\n\n"
        "## Notes\n\nReally?\n\n\n\n— 16 April 2021\n"
    )
