"""The lists of feeds that other readers of feeds keep."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.base.feeds import Feed
from onrecord.ingest import IngestError
from onrecord.ingest.document import raise_error
from onrecord.ingest.feed_lists import feeds_of

OPML = """<?xml version="1.0"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="News"><outline text="Local">
  <outline type="rss" text="Torvik Post" xmlUrl="https://post.example/feed?a=1&b=2" category="/sea,/town/hall"/>
</outline></outline>
<outline title="Harbour" xmlURL="https://harbour.example/atom"/>
<outline text="https://plain.example/rss" xmlUrl="https://plain.example/rss"/>
</body></opml>"""

URLS = """# what I read
https://post.example/feed news "port news" "~Torvik Post" !hidden
www.harbour.example/feed
"query:Unread:unread = \\"yes\\""
exec:~/bin/feed.sh

https://broken.example/feed "not closed
"""


def listed(path: Path, content: str) -> tuple[list[tuple[str, str, list[str]]], list[IngestError]]:
    path.write_text(content, "utf-8")
    failures: list[IngestError] = []
    feeds = feeds_of(str(path), failures.append)
    return [(feed.url, feed.name, feed.tags) for feed in feeds], failures


def test_folders_and_categories_of_opml_are_tags(tmp_path: Path) -> None:
    assert listed(tmp_path / "feeds.opml", OPML) == (
        [
            ("https://post.example/feed?a=1&b=2", "Torvik Post", ["News", "Local", "sea", "town/hall"]),
            ("https://harbour.example/atom", "Harbour", []),
            ("https://plain.example/rss", "", []),
        ],
        [],
    )


def test_tags_and_names_of_newsboat_are_taken_over(tmp_path: Path) -> None:
    feeds, failures = listed(tmp_path / "urls", URLS)
    assert feeds == [
        ("https://post.example/feed", "Torvik Post", ["news", "port news"]),
        ("https://www.harbour.example/feed", "", []),
        ("https://broken.example/feed", "", ['"not', "closed"]),
    ]
    assert [failure.name[:6] for failure in failures] == ["query:", "exec:~"]
    assert "onrecord lists save" in failures[0].reason


def test_an_address_and_a_folder_are_feeds_themselves(tmp_path: Path) -> None:
    assert feeds_of("https://post.example/feed", raise_error) == [Feed(url="https://post.example/feed")]
    assert feeds_of(str(tmp_path), raise_error) == [Feed(url=str(tmp_path))]


def test_a_password_is_not_stored() -> None:
    with pytest.raises(IngestError) as caught:
        feeds_of("https://ann:secret@post.example:8080/feed", raise_error)
    assert "secret" not in str(caught.value)
    assert "machine post.example login" in caught.value.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<rss><channel><title>Post</title></channel></rss>", "the file of a feed"),
        ("<!doctype html><html><body><p>Hello.</p></body></html>", "web page (HTML), not a list of feeds"),
        ("A story of the harbour.", "it names no feed that can be fetched"),
        ("<opml><body></body></opml>", "it names no feed that can be fetched"),
        ("", "empty; there is nothing to read"),
    ],
)
def test_what_is_no_list_of_feeds_is_named(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(IngestError) as caught:
        listed(tmp_path / "list", content)
    assert caught.value.reason.startswith(reason)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="look whether the path is right"):
        feeds_of(str(tmp_path / "urls"), raise_error)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("ftp://post.example/feed", "only http and https are fetched"),
        ("http:///feed", "only http and https are fetched"),
        ("http://[broken/feed", "only http and https are fetched"),
        ("file:///home/ann/feed.xml", "a file, not an address; add the folder"),
        ("post.example/feed", "if it is meant as an address, write https://post.example/feed"),
        (" ", "no name at all"),
    ],
)
def test_what_is_no_address_is_refused(source: str, reason: str) -> None:
    with pytest.raises(IngestError, match=reason):
        feeds_of(source, raise_error)


def test_a_line_that_is_an_address_but_for_its_beginning_is_told(tmp_path: Path) -> None:
    feeds, failures = listed(tmp_path / "urls", "https://post.example/feed\nharbour.example/rss sea\nA story.\n")
    assert [url for url, _, _ in feeds] == ["https://post.example/feed"]
    assert [str(failure) for failure in failures] == [
        "harbour.example/rss: if it is meant as an address, write https://harbour.example/rss"
    ]
