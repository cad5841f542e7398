"""Why a query matches nothing, in sentences."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from archive_sample import ANNOTATION, BANK, STRIKE
from small_archive import empty_archive, small_archive

from onrecord.archive.query.parser import parse
from onrecord.archive.search.explain import explain_empty_result
from onrecord.archive.storage.sqlite_storage import Connection


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    return small_archive(tmp_path_factory.mktemp("explain"), [(STRIKE, ANNOTATION), BANK])


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("", []),
        ("strike", []),
        ("-blorb", []),
        ("blorb", ["No title, text, note or tag contains “blorb”."]),
        ("blor*", ["No title, text, note or tag contains “blor*”."]),
        (
            "title:blorb text:x note:y",
            ["No title contains “blorb”.", "No text contains “x”.", "No note contains “y”."],
        ),
        ("said:blorb", ["No quote contains “blorb”."]),
        ("speaker:blorb", ["No quoted speaker is called “blorb”."]),
        ("speaker:br", ["No quoted speaker is called “br”; it begins a word of “Ágnes Brandt”."]),
        ("actor:okoy", ["No actor is called “okoy”; it begins a word of “Tomas Okoye”."]),
        ("actor:blorb", ["No actor is called “blorb”."]),
        ("about:blorb", ["No main actor of an article is called “blorb”."]),
        ("person:blorb", ["No person is called “blorb”."]),
        ("org:blorb", ["No organisation is called “blorb”."]),
        ("place:blorb", ["No place is called “blorb”."]),
        ("country:vellin", ["No country is called “vellin”."]),
        ("/blo.b/", ["No title, text, note or tag matches /blo.b/."]),
        ("said:/blo.b/", ["No quote matches /blo.b/."]),
        ("tag:economi", ["There is no tag “economi”; did you mean “Economy”?"]),
        ("tag:zzz", ["There is no tag “zzz”."]),
        ("tag:zz*", ["There is no tag “zz*”."]),
        ("source:exampel", ["No article has the source “exampel”; did you mean “Example News”?"]),
        ("author:zzz", ["No article has the author “zzz”."]),
        ("url:zzz", ["No article has the url “zzz”."]),
        ("words>500", ["No article matches “words>500”."]),
        ("-vellin", ["No article matches “-vellin”."]),
        ("blorb or plonk", ["No article matches “blorb or plonk”."]),
        ("strike blorb", ["No title, text, note or tag contains “blorb”."]),
        ("strike rates", ["Each part of the query matches something, but no article matches them all."]),
        ("strike -strike", ["Each part of the query matches something, but no article matches them all."]),
    ],
)
def test_the_parts_that_match_nothing_are_named(connection: Connection, query: str, sentences: list[str]) -> None:
    assert explain_empty_result(connection, parse(query)) == sentences


def test_a_name_of_somebody_who_is_not_quoted_is_no_speaker(tmp_path: Path) -> None:
    unquoted = msgspec.structs.replace(ANNOTATION, attributions=[])
    connection = small_archive(tmp_path, [(STRIKE, unquoted)])
    assert explain_empty_result(connection, parse("speaker:okoy")) == ["No quoted speaker is called “okoy”."]
    sentences = explain_empty_result(connection, parse("actor:okoy"))
    assert sentences == ["No actor is called “okoy”; it begins a word of “Tomas Okoye”."]


def test_an_empty_archive_says_so() -> None:
    assert explain_empty_result(empty_archive(), parse("blorb -x")) == ["The archive has no articles yet."]
    assert explain_empty_result(empty_archive(), parse("-x")) == ["The archive has no articles yet."]
    assert explain_empty_result(empty_archive(), parse("")) == []
