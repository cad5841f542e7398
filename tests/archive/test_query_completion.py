"""Completing the last word of a query."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_sample import ANNOTATION, BANK, STRIKE

from onrecord.archive import Archive
from onrecord.archive.query.completion import complete_query


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder: Path = tmp_path_factory.mktemp("completion")
    with Archive.open(folder) as archive:
        archive.articles.add(STRIKE, ANNOTATION)
        bank = archive.articles.add(BANK).id
        archive.articles.tag([bank], add=["Economy", "eco fund"])
        archive.saved_searches.save("Harbour", "port")
        yield archive


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        ("sp", "speaker:"),
        ("port -sa", "port -said:"),
        ("(ti", "(title:"),
        ("s", None),
        ("port ", None),
        ("", None),
        ("is:u", "is:unread"),
        ("kind:in", "kind:indirect"),
        ("sort:qu", "sort:quotes"),
        ("is:unread", None),
        ("tag:eco", "tag:economy"),
        ("#ec", "#economy"),
        ('tag:"eco ', 'tag:"eco fund"'),
        ("tag:eco ", None),
        ("in:har", "in:harbour"),
        ("source:exa", "source:example"),
        ('source:"exa', 'source:"example News"'),
        ("speaker:okoy", "speaker:okoye"),
        ("nofield:x", None),
        ('"speaker:ok', None),
    ],
)
def test_the_last_word_is_completed(archive: Archive, text: str, completed: str | None) -> None:
    assert archive.completion.complete(text) == completed


def test_the_likeliest_value_comes_first_and_words_of_it_stand_without_quotation_marks() -> None:
    def values(field: str, word: str) -> list[str]:
        assert (field, word) == ("speaker", "mer")
        return ["Angela Merkel", "Mercer"]

    assert complete_query("speaker:mer", values) == "speaker:merkel"


def test_in_quotation_marks_the_whole_value_stands() -> None:
    assert complete_query('speaker:"ang', lambda field, word: ["Angela Merkel"]) == 'speaker:"angela Merkel"'
