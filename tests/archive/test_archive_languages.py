"""The language of articles: stored, searched for, filled in by the annotation, counted where it is not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.archive import Archive
from onrecord.archive.query.parser import parse
from onrecord.archive.query.query_errors import QueryError
from onrecord.archive.schema import annotation_codec
from onrecord.base.records import Annotation, Draft, hash_text


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Articles 1 and 2 in German, 3 in English, 4 in a language that is not known."""
    archive = Archive.open(tmp_path)
    for number, language in enumerate(["de", "de", "en", ""]):
        archive.articles.add(Draft(title=f"No. {number}", text=f"Text {number}.", language=language))
    return archive


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("lang:de", [1, 2]),
        ("lang:German", [1, 2]),
        ("language:en", [3]),
        ("-lang:de", [3, 4]),
        ("lang:unknown", [4]),
        ('lang = "de"', [1, 2]),
        ("lang:fr or lang:en", [3]),
    ],
)
def test_articles_are_found_by_their_language(archive: Archive, query: str, articles: list[int]) -> None:
    assert sorted(archive.search.ids(query)) == articles


def test_a_language_is_written_as_its_code() -> None:
    assert str(parse("lang:German")) == "lang:de"
    assert str(parse("lang:unknown")) == "lang:unknown"


def test_what_is_no_language_is_said() -> None:
    with pytest.raises(QueryError, match="“lang:” takes a language such as de, German or unknown, not “xx”"):
        parse("lang:xx")


def test_a_search_that_finds_nothing_names_the_language(archive: Archive) -> None:
    assert archive.search.explain("lang:fr") == ["No article is in French."]
    archive.articles.update([4], language="en")
    assert archive.search.explain("lang:unknown") == ["Every article’s language is known."]


def test_what_is_in_other_languages_is_not_pending_but_counted(archive: Archive) -> None:
    assert archive.annotations.pending("1 test", ["", "en"]) == [4, 3]
    assert archive.annotations.pending("1 test", ["", "en"], 1) == [4]
    assert archive.annotations.pending("1 test", ["de"]) == [2, 1]
    assert archive.annotations.unsupported(["", "en"]) == {"de": 2}
    assert archive.annotations.unsupported(["de"]) == {"": 1, "en": 1}


def test_the_annotation_fills_in_the_language_once(archive: Archive) -> None:
    for number, article in enumerate([1, 4]):
        text_hash = hash_text(f"Text {3 * number}.")
        archive.annotations.store(article, Annotation(text_hash=text_hash, language="fr"))
    assert [article.language for article in archive.articles.get_many([1, 4])] == ["de", "fr"]
    assert archive.search.ids("lang:fr") == [4]
    assert archive.annotations.pending("1 test", ["", "en"]) == [3]


def test_annotations_of_earlier_versions_have_no_language() -> None:
    packed = annotation_codec.pack(
        {name: [] for name in ("entities", "attributions", "actors", "unnamed")}
        | {"annotator": "1", "text_hash": "ab", "language": "de"}
    )
    assert packed == [[], [], [], [], "1", "ab", "de"]
    assert isinstance(packed, list)
    assert annotation_codec.unpack(packed)["language"] == "de"
    earlier = annotation_codec.unpack(packed[:-1])
    assert (earlier["annotator"], earlier["text_hash"], "language" in earlier) == ("1", "ab", False)
