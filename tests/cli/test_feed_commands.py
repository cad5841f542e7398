"""``onrecord feeds`` and ``onrecord fetch``, against a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_sample import Run
from feed_server import WORDS, FeedServer, entry, rss, running_server

from onrecord.archive import Archive


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with running_server() as server:
        yield server


def rows(onrecord: Run, *arguments: str | Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in onrecord(*arguments, "--format", "jsonl").out.splitlines()]


def test_feeds_of_newsboat_come_with_one_command_and_their_articles_with_another(
    onrecord: Run, server: FeedServer, tmp_path: Path
) -> None:
    url = server.put("/feed", rss(entry(1, WORDS), entry(2, "It rained.")))
    (tmp_path / "urls").write_text(f'{url} sea "~Post"\n"query:Unread:x"\n')
    added = onrecord("feeds", "add", tmp_path / "urls")
    assert (added.status, added.out) == (1, "1 feed added:\n  Post\nGet their articles with: onrecord fetch\n")
    assert "onrecord lists save" in added.err
    fetched = onrecord("fetch")
    assert fetched.status == 0
    assert fetched.out.splitlines()[0] == "2 new articles from 1 feed:"
    assert {"Story 1", "Story 2"} == {row["title"] for row in rows(onrecord, "list", "feed:post tag:sea")}
    assert onrecord("fetch").out == "0 new articles from 0 feeds; 1 unchanged.\n"
    [row] = rows(onrecord, "feeds")
    assert (row["name"], row["articles"], row["unread"], row["problem"]) == ("Post", 2, 2, "")


def test_the_feed_of_a_page_is_added_in_its_place(onrecord: Run, server: FeedServer) -> None:
    url = server.put("/rss", rss(entry(1, WORDS)))
    head = "<head><link rel='alternate' type='application/rss+xml' href='/rss'></head>"
    page = server.put("/", f"<!doctype html><html>{head}<body><p>Hello.</p></body></html>")
    assert onrecord("feeds", "add", page).out.splitlines() == [
        f"{page} is a web page; its feed is {url}",
        "1 feed added:",
        f"  {url}",
        "Get their articles with: onrecord fetch",
    ]
    assert onrecord("fetch").out.startswith("1 new article")


def test_a_feed_with_a_password_that_a_page_names_is_not_added(onrecord: Run, server: FeedServer) -> None:
    link = "<link rel='alternate' type='application/rss+xml' href='http://ann:secret@post.example/f'>"
    page = server.put("/", f"<!doctype html><html><head>{link}</head><body><p>Hello.</p></body></html>")
    added = onrecord("feeds", "add", page)
    assert added.status == 1
    assert f"{page}: a web page; the feed that it names, http://post.example/f, is not added" in added.err
    assert "secret" not in added.out + added.err
    assert rows(onrecord, "feeds") == []


@pytest.mark.parametrize("body", ["", "Hello.", "<html><body><p>Hello.</p></body></html>"])
def test_what_else_is_at_an_address_is_told_when_it_is_fetched(
    onrecord: Run, server: FeedServer, body: str
) -> None:
    url = server.put("/feed", body)
    assert onrecord("feeds", "add", url).out.startswith(f"1 feed added:\n  {url}\n")


def test_what_cannot_be_fetched_is_named_and_the_rest_is_stored(onrecord: Run, server: FeedServer) -> None:
    onrecord("feeds", "add", server.put("/feed", rss(entry(1, WORDS))), server.url + "/gone")
    fetched = onrecord("fetch")
    assert (fetched.status, fetched.out) == (1, "1 new article from 1 feed; 1 not fetched:\n     1  Story 1\n")
    assert f"{server.url}/gone: the server answered 404" in fetched.err
    assert "404" in onrecord("feeds").out


def test_a_server_that_wants_to_be_left_alone_is(onrecord: Run, server: FeedServer) -> None:
    onrecord("feeds", "add", server.put("/feed", "", 429, Retry_After="3600"))
    assert "try again in 60 minutes" in onrecord("fetch").err
    server.requests.clear()
    fetched = onrecord("fetch")
    assert (fetched.status, len(server.requests)) == (0, 0)
    assert "1 left alone until its server wants to be asked again" in fetched.out


def test_an_entry_that_was_corrected_is_a_new_version(onrecord: Run, server: FeedServer) -> None:
    url = server.put("/feed", rss(entry(1, WORDS, "https://post.example/1")))
    onrecord("feeds", "add", url)
    onrecord("fetch")
    server.put("/feed", rss(entry(1, WORDS.replace("two", "three"), "https://post.example/1")))
    assert onrecord("fetch").out == "0 new articles from 1 feed; 1 new version of articles.\n"
    assert "three" in onrecord("diff", "1").out


def test_what_another_feed_has_brought_is_told(onrecord: Run, server: FeedServer) -> None:
    for path in ("/one", "/two"):
        onrecord("feeds", "add", server.put(path, rss(entry(1, WORDS, "https://post.example/1"))))
        fetched = onrecord("fetch", path)
    assert fetched.out.splitlines()[0] == "0 new articles from 1 feed; 1 article there already."


def test_named_feeds_alone_are_fetched(onrecord: Run, server: FeedServer) -> None:
    onrecord("feeds", "add", server.put("/one", rss(entry(1, WORDS))), server.put("/two", rss(entry(2, WORDS))))
    server.requests.clear()
    onrecord("fetch", "/two")
    assert [request.path for request in server.requests] == ["/two"]
    unknown = onrecord("fetch", "/three")
    assert (unknown.status, unknown.out) == (1, "")
    assert "There is no feed “/three”" in unknown.err


def test_without_feeds_fetch_says_how_to_add_some(onrecord: Run, news: Path) -> None:
    fetched = onrecord("fetch")
    assert fetched.status == 2
    assert "onrecord feeds add" in fetched.err


@pytest.mark.parametrize(("every", "words"), [("soon", "write it as 30m"), ("30s", "Once a minute")])
def test_a_period_has_to_be_one(onrecord: Run, every: str, words: str) -> None:
    fetched = onrecord("fetch", "--every", every)
    assert (fetched.status, words in fetched.err) == (2, True)


def test_every_fetches_again_until_it_is_interrupted(
    onrecord: Run, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    onrecord("feeds", "add", server.put("/feed", rss(entry(1, WORDS))))
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        server.put("/feed", rss(entry(2, "It rained."), entry(1, WORDS)))
        if len(waits) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", wait)
    fetched = onrecord("fetch", "--every", "30m")
    assert fetched.status == 130
    assert [line for line in fetched.out.splitlines() if "new article" in line] == [
        "1 new article from 1 feed:"
    ] * 2
    assert all(1700 < seconds <= 1800 for seconds in waits)


def test_what_the_config_ignores_is_left_out(onrecord: Run, server: FeedServer, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[feeds]\nignore = "title:football or tag:sport"\n')
    url = server.put("/feed", rss(entry(1, WORDS), entry(2, "A match.", title="Football")))
    onrecord("feeds", "add", url)
    assert onrecord("fetch").out.splitlines()[0] == "1 new article from 1 feed; 1 article ignored:"
    (tmp_path / "config.toml").write_text('[feeds]\nignore = "nofield:football"\n')
    fetched = onrecord("fetch")
    assert fetched.status == 1
    assert "[feeds] ignore: There is no field “nofield”" in fetched.err


def test_pages_come_when_the_setting_wants_them(onrecord: Run, server: FeedServer) -> None:
    page = f"<html><body><article><h1>A story</h1>{''.join(f'<p>{WORDS} Day {day}.</p>' for day in range(9))}</article></body></html>"
    link = server.put("/story", page)
    url = server.put("/feed", rss(entry(1, "It rained.", link)), ETag='"1"')
    onrecord("feeds", "add", url)
    fetched = onrecord("fetch")
    assert (
        f"“Torvik Post” has summaries; its pages come with: onrecord feeds set {url} --pages short" in fetched.out
    )
    server.put(
        "/feed",
        rss(
            entry(2, "It snowed.", server.put("/other", page.replace("Day", "Week"))), entry(1, "It rained.", link)
        ),
    )
    assert onrecord("feeds", "set", "/feed", "--pages", "short").out == "“Torvik Post”: pages short.\n"
    assert onrecord("fetch").out.startswith("1 new article from 1 feed; 1 new version of articles:")
    assert "Week 8" in onrecord("show", "2").out
    assert "Day 8" in onrecord("show", "1").out  # also of what had come as a summary before
    assert "It rained." in onrecord("diff", "1").out
    server.requests.clear()
    assert onrecord("fetch").out == "0 new articles from 0 feeds; 1 unchanged.\n"
    assert [request.path for request in server.requests] == ["/feed"]


def test_opml_goes_out_and_comes_back(onrecord: Run, server: FeedServer, tmp_path: Path) -> None:
    onrecord(
        "feeds",
        "add",
        f"{server.url}/post?a=1&b=2",
        "--name",
        "Post & “Co” <1>",
        "--tag",
        "sea",
        "--tag",
        "two words",
    )
    onrecord("feeds", "add", f"{server.url}/echo")
    onrecord("feeds", "add", tmp_path)
    before = [(row["url"], row["name"], row["tags"]) for row in rows(onrecord, "feeds")][:2]
    written = onrecord("feeds", "export", "--output", tmp_path / "feeds.opml")
    assert written.err == f"Wrote 2 feeds to {tmp_path / 'feeds.opml'}.\n"
    assert onrecord("feeds", "export").out == (tmp_path / "feeds.opml").read_text()
    removed = onrecord("feeds", "remove", "post?a", "/echo", str(tmp_path))
    assert removed.out.startswith("3 feeds removed; their articles stay:")
    assert onrecord("feeds", "add", tmp_path / "feeds.opml").status == 0
    assert [(row["url"], row["name"], row["tags"]) for row in rows(onrecord, "feeds")] == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add"], "Give an address"),
        (["remove"], "Name the feeds"),
        (["set", "x"], "what to change"),
        (["list", "x"], "Nothing can follow list"),
        (["export", "x"], "Nothing can follow export"),
        (["ad", "x"], "There is no “ad”; there are add, list, set, remove, export"),
        (["add", "x", "--pages", "some"], "missing, short, always, never"),
    ],
)
def test_what_feeds_does_not_know_is_told(onrecord: Run, news: Path, arguments: list[str], words: str) -> None:
    told = onrecord("feeds", *arguments)
    assert (told.status, words in told.err) == (2, True)


def test_the_last_failure_leaves_no_feed(onrecord: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html><html><body><p>Hello.</p></body></html>")
    added = onrecord("feeds", "add", tmp_path / "page.html", "ftp://post.example/feed")
    assert (added.status, added.out) == (1, "")
    assert "2 not added:" in added.err
    assert rows(onrecord, "feeds") == []


def test_files_of_a_folder_are_fetched_like_entries(onrecord: Run, tmp_path: Path) -> None:
    folder = tmp_path / "clippings"
    folder.mkdir()
    onrecord("feeds", "add", folder)
    (folder / "one.txt").write_text(WORDS)
    assert onrecord("fetch").out.startswith("1 new article from 1 feed:")
    assert onrecord("fetch").out == "0 new articles from 0 feeds; 1 unchanged.\n"
    assert len(rows(onrecord, "list", "feed:clippings")) == 1


def test_feeds_go_with_the_archive_there_and_back(onrecord: Run, server: FeedServer, tmp_path: Path) -> None:
    url = server.put("/feed", rss(entry(1, WORDS), entry(2, "It rained.")), ETag='"1"')
    onrecord("feeds", "add", url, "--tag", "sea", "--pages", "never")
    onrecord("fetch")
    onrecord("export", "--format", "jsonl", "--output", tmp_path / "all.jsonl")
    onrecord("export", "--format", "tinydb", "--output", tmp_path / "all.json")
    for name, file in (("lines", "all.jsonl"), ("tinydb", "all.json")):
        place = ("--archive", tmp_path / name)
        assert onrecord("add", tmp_path / file, "--no-annotate", *place).status == 0
        with Archive.open(tmp_path / "news") as archive, Archive.open(tmp_path / name) as copy:
            assert copy.feeds.all() == archive.feeds.all()
        again = onrecord("add", tmp_path / file, "--no-annotate", *place)  # nothing twice, no conflict
        assert (again.status, "otherwise" in again.err) == (0, False)
        assert onrecord("fetch", *place).out == "0 new articles from 0 feeds; 1 unchanged.\n"
        assert len(rows(onrecord, "list", "feed:torvik", *place)) == 2


def test_two_hundred_feeds_cold_and_then_unchanged(onrecord: Run, server: FeedServer, tmp_path: Path) -> None:
    urls = [
        server.put(
            f"/{feed}",
            rss(*(entry(n, f"Ship {n} of pier {feed} came in.") for n in range(30)), title=f"Pier {feed}"),
            ETag=f'"{feed}"',
        )
        for feed in range(200)
    ]
    (tmp_path / "urls").write_text("\n".join(urls))
    assert onrecord("feeds", "add", tmp_path / "urls").out.startswith("200 feeds added.")
    assert onrecord("fetch").out == "6,000 new articles from 200 feeds.\n"
    assert {request.status for request in server.requests} == {200}
    server.requests.clear()
    assert onrecord("fetch").out == "0 new articles from 0 feeds; 200 unchanged.\n"
    assert [request.status for request in server.requests] == [304] * 200


def test_an_exported_archive_without_articles_says_what_it_has_brought(
    onrecord: Run, server: FeedServer, tmp_path: Path
) -> None:
    url = server.put("/feed", rss(entry(1, WORDS)))
    onrecord("feeds", "add", url)
    onrecord("lists", "save", "Ports", "harbour")
    exported, other = tmp_path / "feeds.jsonl", ("--archive", tmp_path / "other")
    assert onrecord("export", "--format", "jsonl", "--output", exported).status == 0
    added = onrecord(*other, "add", exported)
    assert (added.status, added.out) == (0, "1 saved search, 1 feed added.\n")
    assert onrecord(*other, "add", exported).out == "0 added.\n"
    onrecord("fetch")
    onrecord("note", "1", "Ask the port.")
    onrecord("export", "--format", "jsonl", "--output", exported)
    assert (
        onrecord(*other, "add", "--no-annotate", exported).out == "1 added:\n     1  Story 1\nWith them: 1 note.\n"
    )
