"""The commands that mark articles and set what is known of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_sample import Run

from onrecord.archive import Archive


def stored(archive: Path, *fields: str) -> list[tuple[object, ...]]:
    with Archive.open(archive) as opened:
        ids = sorted(opened.search.ids())
        return [tuple(getattr(article, field) for field in fields) for article in opened.articles.get_many(ids)]


def test_articles_are_marked_as_read_and_unread(onrecord: Run, news: Path) -> None:
    ran = onrecord("read", "1", "2")
    assert (ran.status, ran.out) == (0, "Marked 2 articles as read.\n")
    assert [row[0] for row in stored(news, "read")][:2] == [True, True]
    assert onrecord("unread", "2").out == "Marked 1 article as unread.\n"
    assert [row[0] for row in stored(news, "read")][:2] == [True, False]


def test_articles_are_starred_by_a_query_and_the_stars_taken_away(onrecord: Run, news: Path) -> None:
    count = len(stored(news, "id"))
    assert onrecord("star", "is:unstarred").out.startswith(f"Starred {count} article")
    assert all(row[0] for row in stored(news, "starred"))
    assert onrecord("star", "1", "--remove").out == "Took the stars from 1 article.\n"
    assert not stored(news, "starred")[0][0]


def test_what_is_known_of_an_article_is_set(onrecord: Run, news: Path) -> None:
    ran = onrecord("edit", "1", "--title", "Calm", "--date", "16 Apr 2021", "--author", "", "--format", "json")
    assert ran.status == 0
    (row,) = json.loads(ran.out)
    assert (row["id"], row["title"], row["date"], row["author"]) == (1, "Calm", "2021-04-16", "")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "Name what to set"),
        (["--title", " "], "An article needs a title."),
        (["--date", "soon"], "“soon” is not a date; write it like 2021-04-16."),
    ],
)
def test_what_cannot_be_set_is_a_sentence(onrecord: Run, news: Path, options: list[str], sentence: str) -> None:
    before = stored(news, "title", "published")
    ran = onrecord("edit", "1", *options)
    assert ran.status == 2
    assert sentence in " ".join(ran.err.replace("│", " ").split())
    assert stored(news, "title", "published") == before


def test_several_articles_do_not_get_one_title(onrecord: Run, news: Path) -> None:
    before = stored(news, "title")
    assert onrecord("edit", "1", "2", "--title", "Calm").status == 2
    assert stored(news, "title") == before
