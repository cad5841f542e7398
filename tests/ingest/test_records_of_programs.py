"""JSON, tables, bookmarks, bibliographies, feeds and newsboat's cache: which field of theirs is which of ours."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from documents_by_hand import PARAGRAPHS, read_all, read_one, without_language, write

from onrecord.base.records import Draft
from onrecord.ingest.article_fields import articles_in, columns_of, draft_of

ARTICLE = Draft(
    title="Harbour opens",
    text="It opened.",
    source="Torvik Post",
    author="Ann Lee, Bo Dahl",
    published="2021-04-16",
    url="https://post.example/1",
)
URL = "https://post.example/1"


@pytest.mark.parametrize(
    "record",
    [
        {"title": "Harbour opens", "plaintext": "It opened.", "authors": ["Ann Lee", "Bo Dahl"], "publisher": "Torvik Post",
         "publishing_date": "2021-04-16 08:00:00+00:00", "url": URL, "body": {"summary": [], "sections": []}},
        {"title": "Harbour opens", "text": "It opened.", "authors": ["Ann Lee", "Bo Dahl"], "publish_date": "2021-04-16",
         "source": "Torvik Post", "url": URL},
        {"source": {"id": None, "name": "Torvik Post"}, "author": "Ann Lee, Bo Dahl", "title": "Harbour opens",
         "description": "d", "url": URL, "publishedAt": "2021-04-16T08:00:00Z", "content": "It opened."},
        {"uri": "817", "title": "Harbour opens", "body": "It opened.", "dateTime": "2021-04-16T08:00:00Z", "url": URL,
         "source": {"title": "Torvik Post"}, "authors": [{"name": "Ann Lee"}, {"name": "Bo Dahl"}]},
        {"text": "It opened.", "meta": {"title": "Harbour opens", "source": "Torvik Post", "date": "2021-04-16",
         "author": "Ann Lee, Bo Dahl", "url": URL}},
        {"title": "Harbour opens", "content": "<p>It <b>opened</b>.</p>", "published_by": ["Ann Lee", "Bo Dahl"],
         "published_at": "2021-04-16T08:00:00+0200", "domain_name": "Torvik Post", "url": URL},
        {"Headline": "Harbour opens", "Body": ["It opened."], "Publication Title": "Torvik Post", "Date": "16 April 2021",
         "creators": [{"firstName": "Ann", "lastName": "Lee"}, {"firstName": "Bo", "lastName": "Dahl"}], "Url": URL},
        {"title": "Harbour opens", "container-title": "Torvik Post", "issued": {"date-parts": [[2021, 4, 16]]}, "URL": URL,
         "author": [{"family": "Lee", "given": "Ann"}, {"family": "Dahl", "given": "Bo"}], "text": "It opened."},
        {"webTitle": "Harbour opens", "webUrl": URL, "webPublicationDate": "2021-04-16T08:00:00Z",
         "fields": {"bodyText": "It opened.", "byline": "Ann Lee, Bo Dahl"}, "publication": "Torvik Post"},
    ],
    ids="fundus newspaper4k newsapi eventregistry prodigy wallabag zotero csl guardian".split(),
)  # fmt: skip
def test_fields_of_other_programs_are_understood(record: dict[str, Any]) -> None:
    assert draft_of(record) == ARTICLE


def test_an_address_as_the_source_is_the_address_and_that_of_a_site_its_name() -> None:
    assert draft_of({"text": "a", "source": URL}).url == URL
    assert draft_of({"text": "a", "source_url": "https://www.post.example"}).source == "post.example"
    assert draft_of({"text": "a", "source_url": "https://www.post.example"}).url == ""


def test_one_sign_like_a_tag_is_text_and_html_is_not() -> None:
    assert draft_of({"text": "a <b> c"}).text == "a <b> c"
    assert draft_of({"text": "a <b>b</b> c"}).text == "a b c"


def test_articles_are_found_however_deep_they_stand() -> None:
    deep = {
        "roots": {
            "bar": {
                "name": "Bar",
                "children": [{"name": "One", "url": URL}, {"children": [{"uri": URL, "title": "Two"}]}],
            }
        }
    }
    assert [draft_of(article).title for article in articles_in(deep)] == ["One", "Two"]
    feed = {"title": "Post", "url": "https://post.example", "items": [{"title": "One", "url": URL}]}
    assert [draft_of(article).title for article in articles_in(feed)] == ["One"]
    assert list(articles_in({"quiz": {"sport": {"q": 1}}})) == []


@pytest.mark.parametrize("text", ['[{"title": "One", "text": "a"}, {"title": "Two", "text": "b"}]',
    '[\n {"title": "One",\n "text": "a"},\n {"title": "Two", "text": "b"}]',
    '{"title": "One", "text": "a"}\n{"title": "Two", "text": "b"}\n',
    '{"status": "ok", "articles": [{"title": "One", "content": "a"}, {"title": "Two", "content": "b"}]}'])  # fmt: skip
def test_json_in_lines_lists_and_answers_is_read(tmp_path: Path, text: str) -> None:
    drafts, failures, _ = read_all(write(tmp_path / "a.txt", text))
    assert [(draft.title, draft.text) for draft in drafts] == [("One", "a"), ("Two", "b")]
    assert failures == []


def test_a_json_feed_names_its_outlet(tmp_path: Path) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Torvik Post", "items": [
        {"id": "1", "title": "Harbour opens", "url": URL, "content_html": "<p>It opened.</p><p>At last.</p>"}]}  # fmt: skip
    draft = read_one(write(tmp_path / "feed.json", json.dumps(feed)))
    assert (draft.source, draft.text) == ("Torvik Post", "It opened.\n\nAt last.")


@pytest.mark.parametrize("text", ['{\n "a": 1', '[{"title": "a"},', '{"a": 1}\n'])
def test_broken_json_is_one_message(tmp_path: Path, text: str) -> None:
    drafts, failures, _ = read_all(write(tmp_path / "a.json", text))
    assert (drafts, len(failures)) == ([], 1)


# Tables


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_are_known_by_their_names(tmp_path: Path, delimiter: str) -> None:
    header = delimiter.join(["Date", "Author", "Title", "Article", "URL", "Publication"])
    row = delimiter.join(["2021-04-16", '"Ann Lee, Bo Dahl"', "Harbour opens", '"It opened."', URL, "Torvik Post"])
    assert read_one(write(tmp_path / "a.txt", f"\ufeff{header}\r\n{row}\r\n")) == ARTICLE


def test_rows_without_a_text_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'title,text\nOne,"a\nb"\nTwo,\nThree,c\n')
    drafts, [failure], _ = read_all(path)
    assert [draft.text for draft in drafts] == ["a\nb", "c"]
    assert failure.name == f"{path}, line 4"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2\n", "without a column for the text"),
        ("Highlight,Book Title\nx,y\n", "passages, not of articles"),
    ],
)
def test_a_table_of_something_else_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    _, [failure], _ = read_all(write(tmp_path / "a.csv", text))
    assert reason in failure.reason


def test_columns_of_names_the_surest_column() -> None:
    assert columns_of(["body", "text", "Title"]) == {"title": "Title", "text": "text"}


# Addresses


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("urls.txt", f"# mine\n{URL}\n\nwww.post.example/2\n"),
        ("pocket.csv", f"title,url,time_added,tags,status\nOne,{URL},1618560000,a|b,unread\nTwo,https://www.post.example/2,1,,\n"),
        ("bookmarks.html", f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF="{URL}" TAGS="a,b">One</A>'
         '<DT><A HREF="https://www.post.example/2">Two</A><DT><A HREF="javascript:x">No</A></DL>'),
        ("ril_export.html", f'<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><ul><li><a href="{URL}" '
         'time_added="1" tags="a,b">One</a></li><li><a href="https://www.post.example/2" time_added="1">Two</a></li></ul>'),
        ("pinboard.xml", f'<?xml version="1.0"?><posts><post href="{URL}" description="One" tag="a b"/>'
         '<post href="https://www.post.example/2" description="Two" tag=""/></posts>'),
        ("pinboard.json", json.dumps([{"href": URL, "description": "One", "tags": "a,b"},
         {"href": "https://www.post.example/2", "description": "Two"}])),
        ("a.ris", f"TY  - NEWS\nTI  - One\nUR  - {URL}\nKW  - a\nKW  - b\nER  - \n\nTY  - NEWS\nTI  - Two\n"
         "UR  - https://www.post.example/2\nER  - \n"),
        ("a.bib", f"@article{{x, title={{One}}, url={{{URL}}}, keywords={{a, b}}}}\n"
         "@online{y, title={{Two}}, howpublished={\\url{https://www.post.example/2}}}\n"),
    ],
)  # fmt: skip
def test_lists_of_addresses_are_articles_to_fetch(tmp_path: Path, name: str, text: str) -> None:
    drafts, failures, addresses = read_all(write(tmp_path / name, text))
    assert (drafts, failures) == ([], [])
    assert [address.url for address in addresses] == [URL, "https://www.post.example/2"]
    if name != "urls.txt":
        assert [address.title for address in addresses] == ["One", "Two"]
        assert addresses[0].tags == ["a", "b"]


def test_a_bibliography_tells_outlet_authors_and_day(tmp_path: Path) -> None:
    bib = f"@article{{x, title={{A {{Harbour}}}}, author={{Lee, Ann and Bo Dahl}}, journal={{Torvik Post}}, date={{2021-04-16}}, url={{{URL}}}}}"
    ris = f"TY  - NEWS\nTI  - A Harbour\nAU  - Lee, Ann\nAU  - Dahl, Bo\nT2  - Torvik Post\nDA  - 2021/04/16\nUR  - {URL}\nER  - \n"
    _, _, [of_bib] = read_all(write(tmp_path / "a.bib", bib))
    _, _, [of_ris] = read_all(write(tmp_path / "a.ris", ris))
    assert (of_bib.title, of_bib.author, of_bib.source, of_bib.published) == (
        "A Harbour",
        "Ann Lee, Bo Dahl",
        "Torvik Post",
        "2021-04-16",
    )
    assert (of_ris.title, of_ris.source, of_ris.published) == ("A Harbour", "Torvik Post", "2021-04-16")


def test_entries_without_text_and_address_are_counted_once(tmp_path: Path) -> None:
    ris = "TY  - NEWS\nTI  - One\nER  - \n\n" * 3
    drafts, [failure], addresses = read_all(write(tmp_path / "a.ris", ris))
    assert (drafts, addresses) == ([], [])
    assert failure.reason.startswith("3 of its 3 entries have neither")


# Feeds

RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Torvik Post</title><item><title>Harbour &amp; ships</title><link>{URL}</link><author>Ann Lee</author>
<pubDate>Fri, 16 Apr 2021 08:00:00 +0200</pubDate><category>harbour</category><description>Short.</description>
<content:encoded><![CDATA[<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>]]></content:encoded></item>
<item><title>Only a link</title><link>https://post.example/2</link></item></channel></rss>"""


def test_entries_of_a_feed_are_articles_with_the_longest_text(tmp_path: Path) -> None:
    [draft], failures, [address] = read_all(write(tmp_path / "feed.xml", RSS))
    assert failures == []
    assert without_language(draft) == Draft(
        title="Harbour & ships",
        text=f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}",
        source="Torvik Post",
        author="Ann Lee",
        published="2021-04-16",
        url=URL,
        tags=["harbour"],
    )
    assert (address.title, address.url) == ("Only a link", "https://post.example/2")


@pytest.mark.parametrize(
    "feed",
    [
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Torvik Post</title><entry><title>One</title><link href="{URL}"/>'
        "<updated>2021-04-16T08:00:00Z</updated><content type='html'>&lt;p&gt;It opened.&lt;/p&gt;</content></entry></feed>",
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Torvik Post</title></channel>'
        f"<item><title>One</title><link>{URL}</link><description>It opened.</description><dc:date>2021-04-16</dc:date></item></rdf:RDF>",
    ],
    ids=["atom", "rdf"],
)
def test_feeds_of_each_kind_are_read(tmp_path: Path, feed: str) -> None:
    draft = read_one(write(tmp_path / "feed", feed))
    assert draft == Draft(title="One", text="It opened.", source="Torvik Post", published="2021-04-16", url=URL)


def test_a_feed_without_entries_is_refused(tmp_path: Path) -> None:
    _, [failure], _ = read_all(write(tmp_path / "feed.xml", "<rss><channel><title>Post</title></channel></rss>"))
    assert "a feed without entries" in failure.reason


def test_newsboats_cache_gives_what_was_not_deleted(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "cache.db")) as connection:
        connection.executescript(
            f"""
            CREATE TABLE rss_feed (rssurl, url, title);
            CREATE TABLE rss_item (id INTEGER PRIMARY KEY, guid, title, author, url, feedurl, pubDate, content, deleted);
            INSERT INTO rss_feed VALUES ('f', 'https://post.example', 'Torvik Post');
            INSERT INTO rss_item VALUES
              (1, 'a', 'Harbour opens', 'Ann Lee, Bo Dahl', '{URL}', 'f', 1618560000, '<p>It <b>opened</b>.</p>', 0),
              (2, 'b', 'Gone', '', 'https://post.example/2', 'f', 0, 'Gone.', 1);
            """
        )
    assert read_one(tmp_path / "cache.db") == ARTICLE


def test_another_database_of_feeds_says_so(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.executescript("CREATE TABLE rss_item (id)")
    _, [failure], _ = read_all(tmp_path / "a.db")
    assert "not newsboat's cache" in failure.reason


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"headline": {"main": "Harbour"}, "byline": {"original": "By Ann Lee"}}, ("Harbour", "Ann Lee", [])),
        ({"title": "Harbour", "authors": ["By Ann Lee", "Bo Dahl"]}, ("Harbour", "Ann Lee, Bo Dahl", [])),
        ({"title": "Harbour", "tags": "['ice', \"ships\"]"}, ("Harbour", "", ["ice", "ships"])),
        ({"title": "Harbour", "tags": "[]"}, ("Harbour", "", [])),
        ({"title": "Harbour", "tags": "men's games"}, ("Harbour", "", ["men's games"])),
        ({"description": "Harbour", "href": URL, "toread": "no", "tags": "ice ships"}, ("Harbour", "", ["ice", "ships"])),
    ],
)  # fmt: skip
def test_values_are_read_however_programs_write_them(record: dict[str, Any], expected: object) -> None:
    draft = draft_of({"url": URL} | record)
    assert (draft.title, draft.author, draft.tags) == expected


def test_names_that_libraries_write_are_turned_round(tmp_path: Path) -> None:
    table = f'Key,Item Type,Author,Title,Url\nA,newspaperArticle,"Lee, Ann; Dahl, Bo",Harbour,{URL}\n'
    ris = f"TY  - NEWS\nTI  - Harbour\nAU  - Lee, Ann\nAU  - Dahl, Bo\nUR  - {URL}\nER  - \n"
    for name, text in (("a.csv", table), ("a.ris", ris)):
        [address] = read_all(write(tmp_path / name, text))[2]
        assert address.author == "Ann Lee, Bo Dahl"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Harbour.url", f"[InternetShortcut]\r\nIDList=\r\nURL={URL}\r\n"),
        ("Harbour.webloc", f'<?xml version="1.0"?><plist version="1.0"><dict><key>URL</key><string>{URL}</string></dict></plist>'),
    ],
)  # fmt: skip
def test_a_shortcut_is_an_article_to_fetch(tmp_path: Path, name: str, text: str) -> None:
    drafts, failures, [address] = read_all(write(tmp_path / name, text))
    assert (drafts, failures, address.title, address.url) == ([], [], "Harbour", URL)


def test_a_shortcut_to_a_file_is_refused(tmp_path: Path) -> None:
    _, [failure], _ = read_all(write(tmp_path / "a.url", "[InternetShortcut]\r\nURL=file:///a\r\n"))
    assert "leads to no page of the web" in failure.reason
