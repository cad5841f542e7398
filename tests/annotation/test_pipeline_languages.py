"""What is in a language that no model reads is not read."""

from __future__ import annotations

from onrecord.annotation import unsupported_reason
from onrecord.annotation.pipeline import Annotator
from onrecord.base.records import Annotation, hash_text

ENGLISH = "Anna Kovacs met Peter Brandt in Vienna on Monday. “We will wait,” Kovacs said."
GERMAN = "Anna Kovacs traf Peter Brandt am Montag in Wien. „Wir werden warten“, sagte Kovacs nach der Sitzung."


def test_a_german_text_has_nothing_but_its_language(annotator: Annotator) -> None:
    assert annotator.annotate(GERMAN) == Annotation(text_hash=hash_text(GERMAN), language="de")


def test_an_english_text_has_its_language(annotator: Annotator) -> None:
    annotation = annotator.annotate(ENGLISH)
    assert (annotation.language, annotation.annotator) == ("en", annotator.version)
    assert annotation.attributions


def test_the_language_that_is_given_counts(annotator: Annotator) -> None:
    given = list(annotator.annotate_articles([(ENGLISH, "fr"), (GERMAN, "en"), ("Rain.", "")]))
    assert [annotation.language for annotation in given] == ["fr", "en", ""]
    assert [bool(annotation.annotator) for annotation in given] == [False, True, True]
    assert given[0].entities == []
    assert given[1].entities


def test_texts_between_those_that_are_not_read_keep_their_places(annotator: Annotator) -> None:
    first, second, third = annotator.annotate_many([GERMAN, ENGLISH, GERMAN])
    assert second == annotator.annotate(ENGLISH)
    assert first == third == annotator.annotate(GERMAN)


def test_why_a_text_is_not_read_is_said() -> None:
    assert unsupported_reason("de") == "In German; onrecord finds quotes and actors only in English."
    assert unsupported_reason("en") == unsupported_reason("") == ""
