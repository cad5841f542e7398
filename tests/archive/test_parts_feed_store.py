"""The feeds of an archive: which there are, and what becomes of what they bring."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.archive import Archive, ArchiveError, NoSuchFeed
from onrecord.archive.parts import feed_store
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.base.feeds import Feed, FeedEntry, FetchedFeed
from onrecord.base.records import Draft

POST = "https://post.example/feed"
ECHO = "https://echo.example/rss"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path) as archive:
        yield archive


def entry(mark: str, text: str, url: str = "", title: str = "") -> FeedEntry:
    return FeedEntry(mark, Draft(title=title or mark, text=text, url=url, tags=["sea"]))


def add(archive: Archive, *feeds: Feed) -> list[Feed]:
    return archive.feeds.add(feeds)[0]


def test_an_address_is_added_once(archive: Archive) -> None:
    added, known = archive.feeds.add([Feed(url=POST, name=" Torvik \n Post "), Feed(url=POST)])
    assert [(feed.id, feed.name) for feed in added] == [(1, "Torvik Post")]
    assert known == added
    assert archive.feeds.add([Feed(url="http://www.post.example/feed/")]) == ([], added)
    assert archive.feeds.all() == added


def test_a_feed_is_meant_by_its_address_its_name_or_a_part_of_them(archive: Archive) -> None:
    post, echo = add(archive, Feed(url=POST, name="Torvik Post"), Feed(url=ECHO, name="Torvik Echo"))
    assert [archive.feeds.named(words) for words in (POST, "torvik post", "echo.example", "ECHO")] == [
        post, post, echo, echo,
    ]  # fmt: skip
    with pytest.raises(ArchiveError, match="2 feeds"):
        archive.feeds.named("torvik")
    with pytest.raises(NoSuchFeed, match="Did you mean “Torvik Post”"):
        archive.feeds.named("Torvik Past")


def test_a_whole_name_is_meant_before_parts_of_others(archive: Archive) -> None:
    post, _ = add(archive, Feed(url=POST, name="Post"), Feed(url=ECHO, name="Post of the Echo"))
    assert archive.feeds.named("post") == post


def test_what_a_fetch_brings_is_stored_with_the_tags_of_the_feed(archive: Archive) -> None:
    [feed] = add(archive, Feed(url=POST, tags=["news", "Sea"]))
    stored = archive.feeds.store(
        feed, FetchedFeed("Torvik Post", [entry("a", "One."), entry("b", "Two.")], ["z"], "1", "2", "3")
    )
    assert stored == ([1, 2], 0, 0, 0)
    article = archive.articles.get(1)
    assert (article.tags, article.feeds) == (["sea", "news"], [POST])
    [after] = archive.feeds.all()
    assert (after.name, after.etag, after.modified, after.body_mark, after.seen) == (
        "Torvik Post", "1", "2", "3", ["a", "b", "z"],
    )  # fmt: skip
    assert after.checked


def test_many_entries_are_stored_in_parts_that_let_others_write(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    [feed] = add(archive, Feed(url=POST))
    monkeypatch.setattr(feed_store, "_STORED_AT_ONCE", 2)
    monkeypatch.setattr(feed_store, "_MOST_SEEN", 1)
    archive.feeds.store(feed, FetchedFeed("", [], ["old-1", "older", "e-0"]))
    entries = [entry(mark, f"{mark} is open.") for mark in "abcd"] + [
        entry("e-1", "Not open."),
        entry("a2", "a is open."),
    ]
    fetched = FetchedFeed("Post", entries, ["z"], "1", "2", "3")
    pauses: list[Feed] = []

    def write(_: float) -> None:
        with closing(SQLiteStorage(archive.file, wait=0)) as other, other.transaction():
            pauses.append(archive.feeds.all()[0])
        if len(pauses) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("onrecord.archive.parts.feed_store.time.sleep", write)
    assert archive.feeds.store(feed, fetched) == ([1, 2, 3, 4], 0, 1, 0)  # one was seen, and is not there
    [after] = archive.feeds.all()
    assert (after.etag, after.modified, after.body_mark) == ("1", "2", "3")
    assert after.seen == ["e-1", "a2", "a", "b", "c", "d", "z", "old-1"]
    assert [(each.etag, each.seen) for each in pauses] == [
        ("", ["a", "b", "z", "old-1", "older", "e-0"]),
        ("", ["c", "d", "a", "b", "z", "old-1", "older", "e-0"]),
    ]

    # What is cut off is fetched again: nothing is there twice, and nothing is missing.
    more = FetchedFeed("Post", [entry(mark, f"{mark} is new.") for mark in "uvwx"], [], "4")
    with pytest.raises(KeyboardInterrupt):
        archive.feeds.store(feed, more)
    assert (archive.search.count(), archive.feeds.all()[0].etag) == (6, "")
    monkeypatch.setattr("onrecord.archive.parts.feed_store.time.sleep", lambda _: None)
    assert archive.feeds.store(feed, more) == ([7, 8], 0, 0, 0)
    assert archive.feeds.all()[0].etag == "4"


def test_what_was_seen_is_not_stored_again_though_it_was_removed(archive: Archive) -> None:
    [feed] = add(archive, Feed(url=POST))
    archive.feeds.store(feed, FetchedFeed("Post", [entry("a", "One.")], []))
    archive.articles.remove([1])
    stored = archive.feeds.store(feed, FetchedFeed("Post", [entry("a", "One."), entry("b", "Two.")], []))
    assert stored.new_ids == [2]
    assert archive.feeds.all()[0].seen == ["a", "b"]


def test_an_entry_with_another_text_is_a_new_version(archive: Archive) -> None:
    [feed] = add(archive, Feed(url=POST))
    url = "https://a.example/1"
    archive.feeds.store(
        feed, FetchedFeed("", [entry("a-1", "The quay is open.", url, "Quay"), entry("b-1", "Two.")], [])
    )
    changed = [entry("a-2", "The quay is closed.", url, "Quay"), entry("b-2", "Two, or three.")]
    stored = archive.feeds.store(feed, FetchedFeed("", changed, []))
    assert stored == ([], 1, 0, 0)  # what has no address cannot be told from another article
    assert archive.articles.text(1) == "The quay is closed."
    assert archive.search.ids("has:version") == [1]
    assert archive.feeds.all()[0].seen == ["a-2", "b-2"]
    archive.articles.remove([1])
    again = FetchedFeed("", [entry("a-3", "The quay is gone.", url, "Quay")], [])
    assert archive.feeds.store(feed, again) == ([], 0, 0, 0)
    assert archive.search.count() == 1


def test_a_file_of_a_folder_is_stored_as_if_it_was_added_by_itself(archive: Archive) -> None:
    [folder] = add(archive, Feed(url="/home/ann/clippings", tags=["news"]))
    url = "https://a.example/1"
    archive.articles.add(Draft(title="Quay", text="The quay is open.", url=url))
    saved = FetchedFeed("clippings", [entry("a", "The quay is closed.", url, "Quay"), entry("b", "Two.")], [])
    assert archive.feeds.store(folder, saved) == ([2], 1, 0, 0)
    assert archive.articles.text(1) == "The quay is closed."
    assert [article.feeds for article in archive.articles.get_many([1, 2])] == [[folder.url]] * 2
    assert archive.feeds.store(folder, FetchedFeed("", [entry("c", "Two.")], ["a"])) == ([], 0, 1, 0)
    assert archive.feeds.counts() == {folder.url: (2, 2)}


def test_the_same_address_or_text_in_two_feeds_is_one_article(archive: Archive) -> None:
    post, echo = add(archive, Feed(url=POST), Feed(url=ECHO))
    archive.feeds.store(post, FetchedFeed("", [entry("a", "One.", "https://a.example/1"), entry("b", "Two.")], []))
    stored = archive.feeds.store(
        echo,
        FetchedFeed(
            "", [entry("c", "One, in short.", "https://a.example/1?utm_source=rss", "a"), entry("d", "Two.")], []
        ),
    )
    assert stored == ([], 0, 2, 0)
    assert [article.feeds for article in archive.articles.get_many([1, 2])] == [[POST, ECHO]] * 2
    assert archive.feeds.counts() == {POST: (2, 2), ECHO: (2, 2)}


def test_what_the_reader_ignores_is_not_stored_and_not_looked_at_again(archive: Archive) -> None:
    [feed] = add(archive, Feed(url=POST))
    archive.articles.add(Draft(title="Old", text="Football, before there were feeds."))
    fetched = FetchedFeed("", [entry("a", "A football match."), entry("b", "A strike.")], [])
    stored = archive.feeds.store(feed, fetched, "football")
    assert (len(stored.new_ids), stored.ignored) == (1, 1)
    assert archive.search.count() == 2
    assert archive.search.count("match") == 0
    assert archive.articles.removed() == []
    assert archive.feeds.store(feed, fetched).new_ids == []
    assert archive.maintenance.check() == []


def test_ignoring_reads_no_other_texts(archive: Archive) -> None:
    [feed] = add(archive, Feed(url=POST))
    stored = archive.feeds.store(feed, FetchedFeed("", [entry("a", "Odds of 3:1.")], []), "-/3:1/")
    assert (stored.new_ids, stored.ignored) == ([1], 0)


def test_marks_beyond_a_thousand_earlier_ones_are_forgotten(archive: Archive) -> None:
    [feed] = add(archive, Feed(url=POST, seen=[str(number) for number in range(1500)]))
    archive.feeds.store(feed, FetchedFeed("", [entry("a", "One.")], ["7"]))
    seen = archive.feeds.all()[0].seen
    assert (len(seen), seen[:3], seen[-1]) == (1002, ["a", "7", "0"], "1000")


def test_checks_are_noted_and_a_fetch_that_works_takes_the_problem_away(archive: Archive) -> None:
    post, echo = add(archive, Feed(url=POST), Feed(url=ECHO))
    archive.feeds.record_checks({post.id: ("gone", "2030-01-01T00:00:00Z"), echo.id: ("", "")})
    post, echo = archive.feeds.all()
    assert (post.problem, post.not_before, post.checked) == ("gone", "2030-01-01T00:00:00Z", "")
    assert (echo.problem, bool(echo.checked)) == ("", True)
    archive.feeds.store(post, FetchedFeed("", [], []))
    assert (archive.feeds.all()[0].problem, archive.feeds.all()[0].not_before) == ("", "")


def test_another_setting_of_pages_has_the_feed_sent_again(archive: Archive) -> None:
    [feed] = add(archive, Feed(url=POST, etag="1", modified="2", body_mark="3", seen=["a-1", "b"]))
    same = archive.feeds.change(feed, name="Post")
    assert (same.etag, same.seen) == ("1", ["a-1", "b"])
    changed = archive.feeds.change(feed, pages="short")
    assert (changed.name, changed.pages, changed.etag, changed.modified, changed.body_mark) == (
        "Post",
        "short",
        "",
        "",
        "",
    )
    assert changed.seen == ["a-", "b"]  # a file of a folder has no page
    assert archive.feeds.all() == [changed]


def test_a_removed_feed_leaves_its_articles_and_can_come_back(archive: Archive) -> None:
    [feed] = add(archive, Feed(url=POST, name="Post"))
    archive.feeds.store(feed, FetchedFeed("", [entry("a", "One.")], []))
    [feed] = archive.feeds.all()
    archive.feeds.remove([feed])
    assert archive.feeds.all() == []
    assert archive.search.count() == 1
    with pytest.raises(NoSuchFeed):
        archive.feeds.store(feed, FetchedFeed("", [entry("b", "Two.")], []))
    assert archive.search.count() == 1
    archive.feeds.restore(feed)
    archive.feeds.restore(feed)
    assert [(each.name, each.seen) for each in archive.feeds.all()] == [("Post", ["a"])]
    assert archive.search.ids("feed:post") == [1]


# Queries


@pytest.mark.parametrize(
    ("query", "article_ids"),
    [
        ("feed:post", [1]),
        ('feed:"torvik po"', [1]),
        ("feed:torvik", [3, 1]),
        ("feed:echo.example", [3]),
        (f"feed:{ECHO}", [3]),
        ("feed:/^Torvik É/", [3]),
        ('feed =~ "post"', [1]),
        ('feedurl =~ "x"', []),
        ("feed:nobody", []),
        ("-feed:torvik", [2]),
        ("has:feed", [3, 1]),
        ("feed:torvik is:unread Three", [3]),
        ("feed:post or feed:echo", [3, 1]),
    ],
)
def test_feeds_in_queries(archive: Archive, query: str, article_ids: list[int]) -> None:
    post, echo = add(archive, Feed(url=POST, name="Torvik Post"), Feed(url=ECHO, name="Torvik Écho"))
    archive.feeds.store(post, FetchedFeed("", [entry("a", "One.")], []))
    archive.articles.add(Draft(title="Two", text="Two.", source="Torvik Post"))
    archive.feeds.store(echo, FetchedFeed("", [entry("c", "Three.")], []))
    assert archive.search.ids(query) == article_ids


def test_a_feed_that_is_not_there_is_told(archive: Archive) -> None:
    [feed] = add(archive, Feed(url=POST, name="Post"))
    archive.articles.add(Draft(title="Two", text="Two."))
    assert archive.search.explain("feed:echo") == ["There is no feed “echo”."]
    assert archive.search.explain("feed:post") == ["The feed “Post” has not been fetched yet."]
    archive.feeds.record_checks({feed.id: ("the server is too busy", "")})
    assert archive.search.explain("feed:post") == ["The feed “Post” could not be fetched: the server is too busy."]
    archive.feeds.record_checks({feed.id: ("", "")})
    assert archive.search.explain("feed:post") == ["The feed “Post” has brought no article."]


def test_the_whole_address_of_a_feed_is_no_part_of_another(archive: Archive) -> None:
    post, comments = add(archive, Feed(url=POST), Feed(url=f"{POST}/comments"))
    archive.feeds.store(post, FetchedFeed("", [entry("a", "One.")], []))
    archive.feeds.store(comments, FetchedFeed("", [entry("b", "Two.")], []))
    assert archive.search.ids(f'feed:"{POST}"') == [1]
    assert archive.search.ids(f'feed:"{POST.removeprefix("https://")}"') == [2, 1]


def test_an_unchanged_feed_is_noted_once_a_day(archive: Archive) -> None:
    [feed] = add(archive, Feed(url=POST))
    archive.feeds.record_checks({feed.id: ("", "")})
    version = archive.version()
    archive.feeds.record_checks({feed.id: ("", "")})
    assert archive.version() == version
    archive.feeds.record_checks({feed.id: ("gone", "")})
    archive.feeds.record_checks({feed.id: ("", "")})
    assert archive.feeds.all()[0].problem == ""
    assert archive.version() > version
