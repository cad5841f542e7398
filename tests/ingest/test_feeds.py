"""What a fetch of one feed brings, from a server on this machine."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from feed_server import WORDS, FeedServer, entry, rss, running_server

from onrecord.base.feeds import Feed, FetchedFeed
from onrecord.ingest import IngestError, web
from onrecord.ingest.feed_run import fetch_feeds
from onrecord.ingest.feeds import FeedRefused, discovered_feed, fetch_feed
from onrecord.ingest.politeness import Politeness

PAGE = (
    "<!doctype html><html lang='en'><head><title>Story</title></head><body><article><h1>Harbour opens again</h1>"
    + "".join(
        f"<p>{WORDS} It was the {day} day of talks between the town and its dockers.</p>" for day in range(9)
    )
    + "</article></body></html>"
)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with running_server() as server:
        yield server


def fetched(feed: Feed) -> tuple[FetchedFeed | None, list[IngestError]]:
    failures: list[IngestError] = []
    return fetch_feed(feed, Politeness(), failures.append), failures


def fetched_whole(feed: Feed) -> FetchedFeed:
    result, failures = fetched(feed)
    assert result is not None
    assert failures == []
    return result


def after(feed: Feed, result: FetchedFeed) -> Feed:
    """The feed as it is stored after a fetch."""
    seen = [*(each.mark for each in result.entries), *result.seen]
    return msgspec.structs.replace(
        feed, etag=result.etag, modified=result.modified, body_mark=result.body_mark, seen=seen
    )


def reason_of(url: str) -> str:
    with pytest.raises(IngestError) as caught:
        fetched(Feed(url=url))
    return caught.value.reason


def test_entries_are_articles_in_the_order_of_the_feed(server: FeedServer) -> None:
    url = server.put("/feed", rss(entry(1, WORDS, "http://post.example/1"), entry(2, "It rained.")))
    result = fetched_whole(Feed(url=url))
    first, second = (each.draft for each in result.entries)
    assert result.title == "Torvik Post"
    assert (first.title, first.text, first.source, first.published, first.url, first.language) == (
        "Story 1",
        WORDS,
        "Torvik Post",
        "2021-04-16",
        "http://post.example/1",
        "en",
    )
    assert second.text == "It rained."


def test_of_a_feed_that_is_cut_off_the_last_entry_waits_for_the_whole(server: FeedServer) -> None:
    whole = rss(entry(1, WORDS), entry(2, "It rained all day."))
    feed = Feed(url=server.put("/feed", whole[: whole.index("all day")]))
    result, failures = fetched(feed)
    assert result is not None
    assert [each.draft.title for each in result.entries] == ["Story 1"]
    assert [error.reason for error in failures] == [
        "cut off before its end; its last entry is left out until the server sends the whole"
    ]
    server.put("/feed", whole + "<!-- made by a program -->\n")
    rest = fetched_whole(after(feed, result))
    assert [each.draft.text for each in rest.entries] == ["It rained all day."]


def test_what_was_seen_is_told_and_not_brought_again(server: FeedServer) -> None:
    feed = Feed(url=server.put("/feed", rss(entry(1, WORDS))))
    known = after(feed, first := fetched_whole(feed))
    server.put("/feed", rss(entry(2, "It rained."), entry(1, WORDS)))
    second = fetched_whole(known)
    assert [each.draft.title for each in second.entries] == ["Story 2"]
    assert second.seen == [first.entries[0].mark]


def test_an_unchanged_feed_is_asked_for_by_its_marks_and_sends_no_body(server: FeedServer) -> None:
    feed = Feed(url=server.put("/feed", rss(entry(1, WORDS)), ETag='"one"', Last_Modified="Fri, 16 Apr 2021"))
    known = after(feed, fetched_whole(feed))
    assert fetched(known) == (None, [])
    request = server.requests[-1]
    assert request.status == 304
    assert request.headers["If-None-Match"] == '"one"'
    assert request.headers["If-Modified-Since"] == "Fri, 16 Apr 2021"


def test_the_same_body_again_is_no_change(server: FeedServer) -> None:
    feed = Feed(url=server.put("/feed", rss(entry(1, WORDS))))
    known = after(feed, fetched_whole(feed))
    assert fetched(known) == (None, [])
    server.put("/feed", rss(entry(1, WORDS), entry(2, "It rained.")))
    assert len(fetched_whole(known).entries) == 1


def test_a_json_feed_is_a_feed_and_other_json_is_not(server: FeedServer) -> None:
    items = [{"id": "1", "url": "http://post.example/1", "title": "Story", "content_text": WORDS}]
    content = {"version": "https://jsonfeed.org/version/1.1", "title": "Torvik Post", "items": items}
    [only] = fetched_whole(Feed(url=server.put("/feed", json.dumps(content)))).entries
    assert (only.draft.text, only.draft.source) == (WORDS, "Torvik Post")
    assert reason_of(server.put("/data", '{"title": "x", "text": "y"}')).startswith("not a feed but JSON")


@pytest.mark.parametrize(("title", "name"), [(["Torvik", "Post"], "Torvik, Post"), (None, ""), (7, "7")])
def test_a_json_feed_may_have_an_odd_title(server: FeedServer, title: object, name: str) -> None:
    items = [{"id": "1", "content_text": WORDS}]
    result = fetched_whole(Feed(url=server.put("/feed", json.dumps({"title": title, "items": items}))))
    assert (result.title, result.entries[0].draft.source) == (name, name)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            "<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/rss'></head></html>",
            "a web page, not a feed; add the feed that it names: onrecord feeds add {url}/rss",
        ),
        (
            "<!doctype html><html><body><p>Hello.</p></body></html>",
            "a web page, not a feed, and it names none; look on the site for the address of its feed, and add that",
        ),
        ("Hello.", "not a feed but plain text; look on the site for the address of its feed, and add that"),
        (
            "<opml></opml>",
            "a list of feeds (OPML); it holds no article; onrecord feeds add takes over the feeds that it names",
        ),
        (rss(), "a feed without entries; look whether it is the right one, or try again later"),
        (
            "\n",
            "the server sends nothing; try again later, or look on the site for another address of the feed",
        ),
    ],
)
def test_what_is_no_feed_is_named(server: FeedServer, body: str, reason: str) -> None:
    assert reason_of(server.put("/feed", body)) == reason.format(url=server.url)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "~/.netrc"),
        (403, "it does not let programs in"),
        (404, "there is no feed at this address any more"),
        (410, "the feed was ended"),
        (418, "look on the site for the address of its feed"),
        (500, "try again later"),
    ],
)
def test_each_refusal_says_what_to_do(server: FeedServer, status: int, words: str) -> None:
    reason = reason_of(server.put("/feed", "No.", status))
    assert reason.startswith(f"the server answered {status}: ")
    assert words in reason


def test_a_busy_server_says_how_long_it_wants_to_be_left_alone(server: FeedServer) -> None:
    with pytest.raises(FeedRefused, match="try again in 10 minutes") as caught:
        fetched(Feed(url=server.put("/feed", "", 503, Retry_After="600")))
    assert caught.value.wait == 600


@pytest.mark.parametrize(
    "wait",
    [
        "²",
        "٣",
        "-1",
        "9" * 12,
        pytest.param("9" * 5000, id="5000 digits"),
        "Fri, 31 Dec 9999 00:00:00 GMT",
        f"Fri, 31 Dec {'9' * 20} 00:00:00 GMT",
        "soon",
    ],
)
def test_a_wait_that_means_nothing_is_none(wait: str) -> None:
    answer = web.Answer(503, {"Retry-After": wait}, b"", "https://post.example/feed")
    assert web.seconds_to_wait(answer) is None
    assert web.refusal(answer).endswith("try again later")


@pytest.mark.parametrize(
    ("wait", "seconds"), [("0", 0), (" 600 ", 600), (str(366 * 86400), 366 * 86400), (str(366 * 86400 + 1), None)]
)
def test_a_wait_is_at_most_a_year(wait: str, seconds: float | None) -> None:
    answer = web.Answer(429, {"Retry-After": wait}, b"", "https://post.example/feed")
    assert web.seconds_to_wait(answer) == seconds


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Fri, 16 Apr 2021 08:00:00 GMT", "2021-04-16"),
        ("0001-01-01T00:00:00Z", "0001-01-01"),
        ("0001-01-01T00:00:00+05:00", ""),  # in UTC it is in the year 0
        ("0000-01-01T00:00:00Z", ""),
        ("Sat, 01 Jan 0000 00:00:00 GMT", ""),
        ("-0044-03-15T00:00:00Z", ""),
    ],
)
def test_a_day_before_the_year_1_is_none(server: FeedServer, written: str, day: str) -> None:
    dated = entry(1, WORDS).replace("Fri, 16 Apr 2021 08:00:00 GMT", written)
    [only] = fetched_whole(Feed(url=server.put("/feed", rss(dated)))).entries
    assert only.draft.published == day
    content = {"title": "Post", "items": [{"id": "1", "content_text": WORDS, "date_published": written}]}
    [only] = fetched_whole(Feed(url=server.put("/json", json.dumps(content)))).entries
    assert only.draft.published == (day or ("0001-01-01" if "+05" in written else ""))  # as written there


def test_a_loop_of_redirects_ends(server: FeedServer) -> None:
    assert "too many redirects" in reason_of(server.put("/feed", "", 302, Location="/feed"))


def test_a_password_comes_from_netrc(server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login ann password se:cret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    fetched_whole(Feed(url=server.put("/feed", rss(entry(1, WORDS)))))
    assert server.requests[-1].headers["Authorization"] == "Basic YW5uOnNlOmNyZXQ="
    monkeypatch.setenv("HOME", str(tmp_path / "elsewhere"))
    fetched_whole(Feed(url=server.url + "/feed"))
    assert "Authorization" not in server.requests[-1].headers


@pytest.mark.parametrize(
    ("description", "text"),
    [
        ("<![CDATA[It didn&#8217;t rain &amp; snow.]]>", "It didn’t rain & snow."),
        ("&lt;p&gt;It rained.&lt;/p&gt;&lt;p&gt;Then it snowed.&lt;/p&gt;", "It rained.\n\nThen it snowed."),
        ("<![CDATA[It rained.<script>alert(1)</script>]]>", "It rained."),
        ("It rained.", "It rained."),
    ],
)
def test_what_an_entry_says_is_read_as_html(server: FeedServer, description: str, text: str) -> None:
    [only] = fetched_whole(Feed(url=server.put("/feed", rss(entry(1, description))))).entries
    assert only.draft.text == text


# The feed that a page names


def page_naming(*addresses: str) -> str:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{address}">' for address in addresses)
    return f"<!doctype html><html><head>{links}</head><body><p>Hello.</p></body></html>"


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The addresses of hosts, by their names; every other name leads nowhere."""
    addresses = {"127.0.0.1": "127.0.0.1"}

    def getaddrinfo(host: str, port: int | None, *rest: object, **options: object) -> list[object]:
        if host not in addresses:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (addresses[host], port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return addresses


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://ann:secret@post.example/f", "a password is not stored"),
        ("http://ann:sec ret@post.example/f", "a password is not stored"),
        ("http://ann:a@secret@post.example/f", "a password is not stored"),
        ("http://localhost:{port}/f", "in a private network"),
        ("http://127.0.0.1:1/f", "in a private network"),
        ("http://10.0.0.1/f", "in a private network"),
        ("http://[::1]/f", "in a private network"),
        ("http://inside.example/f", "in a private network"),
    ],
)
def test_a_page_names_no_feed_that_has_a_password_or_is_private(
    server: FeedServer, resolved: dict[str, str], address: str, reason: str
) -> None:
    resolved["inside.example"] = "192.168.1.7"
    page = server.put("/", page_naming(address.format(port=server.url.rpartition(":")[2])))
    with pytest.raises(IngestError, match=reason) as caught:
        discovered_feed(Feed(url=page))
    assert caught.value.name == page
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://post.example/f", "http://[broken/f", "http://", "javascript:f()"]
)
def test_a_page_names_no_feed_that_is_not_on_the_web(server: FeedServer, address: str) -> None:
    page = Feed(url=server.put("/", page_naming(address)))
    assert discovered_feed(page) == page


def test_the_first_feed_that_a_page_may_name_is_taken(server: FeedServer, resolved: dict[str, str]) -> None:
    resolved["post.example"] = "93.184.215.14"
    page = server.put("/", page_naming("http://10.0.0.1/f", "https://post.example/f", "/rss"))
    assert discovered_feed(Feed(url=page)).url == "https://post.example/f"
    page = server.put("/", page_naming("http://10.0.0.1/f", "/rss"))
    assert discovered_feed(Feed(url=page)).url == f"{server.url}/rss"
    page = server.put("/", page_naming("https://away.example/f"))  # whether it is there the fetch will tell
    assert discovered_feed(Feed(url=page)).url == "https://away.example/f"


def test_the_advice_to_add_the_feed_of_a_page_has_no_password(server: FeedServer) -> None:
    reason = reason_of(server.put("/", page_naming("http://ann:secret@post.example/f")))
    assert reason.endswith("onrecord feeds add http://post.example/f")


# Pages


@pytest.mark.parametrize(
    ("rule", "text", "is_fetched"),
    [
        ("missing", "", True),
        ("missing", "It rained.", False),
        ("short", "It rained.", True),
        ("short", "word " * 119, True),
        ("short", "word " * 120, False),
        ("short", "word " * 120 + "…", True),
        ("short", "word " * 120 + "[...] Read more »", True),
        ("always", "word " * 120, True),
        ("never", "", False),
    ],
)
def test_the_page_is_fetched_as_the_setting_says(
    server: FeedServer, rule: str, text: str, is_fetched: bool
) -> None:
    link = server.put("/story", PAGE)
    feed = msgspec.convert({"url": server.put("/feed", rss(entry(1, text, link))), "pages": rule}, Feed)
    result = fetched_whole(feed)
    assert bool(server.asked_for("/story")) == is_fetched
    assert [each.draft.text.startswith(WORDS) for each in result.entries] == [is_fetched] * bool(
        text or is_fetched
    )


def test_the_feed_knows_better_what_the_page_says_of_the_article(server: FeedServer) -> None:
    feed = Feed(url=server.put("/feed", rss(entry(1, "", server.put("/story", PAGE)))))
    [only] = fetched_whole(feed).entries
    assert (only.draft.title, only.draft.source, only.draft.published) == ("Story 1", "Torvik Post", "2021-04-16")
    assert only.draft.language == "en"


def test_entries_that_may_have_more_are_counted(server: FeedServer) -> None:
    feed = Feed(
        url=server.put("/feed", rss(entry(1, "It rained.", "http://post.example/1"), entry(2, "It rained.")))
    )
    assert fetched_whole(feed).short == 1


def test_a_page_that_cannot_be_read_leaves_what_the_feed_has(server: FeedServer) -> None:
    link = server.put("/story", "No.", 403)
    feed = Feed(url=server.put("/feed", rss(entry(1, "It rained.", link), entry(2, "", link))), pages="short")
    result, failures = fetched(feed)
    assert result is not None
    assert [each.draft.text for each in result.entries] == ["It rained."]
    assert len(result.seen) == 1  # the other one is not tried again
    assert [failure.name for failure in failures] == [link, link]


def test_after_three_failures_the_rest_waits_for_the_next_time(server: FeedServer) -> None:
    feed = Feed(url=server.put("/feed", rss(*(entry(n, "", server.url + "/gone") for n in range(5))), ETag='"1"'))
    result, failures = fetched(feed)
    assert result is not None
    assert len(failures) == len(result.seen) == 3
    assert (result.etag, result.body_mark) == ("", "")
    again, failures = fetched(after(feed, result))
    assert again is not None
    assert len(failures) == 2
    assert again.etag == '"1"'


def test_pages_are_left_that_robots_txt_leaves_out(server: FeedServer) -> None:
    server.put("/robots.txt", "User-agent: *\nDisallow: /*?private")
    server.put("/story?private", PAGE)
    link = server.put("/story", PAGE)
    feed = Feed(url=server.put("/feed", rss(entry(1, "", link), entry(2, "", link + "?private"))))
    result, [failure] = fetched(feed)
    assert result is not None
    assert [each.draft.title for each in result.entries] == ["Story 1"]
    assert "robots.txt" in failure.reason
    assert server.asked_for("/story?private") == []
    assert len(server.asked_for("/robots.txt")) == 1


def test_a_feed_leads_to_no_private_address_that_nobody_has_named(server: FeedServer) -> None:
    link = server.put("/story", PAGE).replace("127.0.0.1", "localhost")
    feed = Feed(url=server.put("/feed", rss(entry(1, "", link))))
    _, [failure] = fetched(feed)
    assert "private network" in failure.reason
    assert server.asked_for("/story") == []


def test_large_pages_are_read_in_a_process_while_other_threads_work(server: FeedServer) -> None:
    filling = "<!-- " + "x" * 200_000 + " -->"
    links = [server.put(f"/story{number}", PAGE.replace("</body>", filling + "</body>")) for number in range(3)]
    feeds = [Feed(url=server.put(f"/feed{number}", rss(entry(1, "", link)))) for number, link in enumerate(links)]
    outcomes = list(fetch_feeds(feeds))
    assert [outcome.failures for outcome in outcomes] == [[]] * 3
    results = [outcome.fetched for outcome in outcomes if outcome.fetched]
    assert [each.draft.text[: len(WORDS)] for result in results for each in result.entries] == [WORDS] * 3
