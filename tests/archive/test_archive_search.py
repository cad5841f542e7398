"""What a query finds, in which order, and where its words are marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_sample import ANNOTATION, BANK, STRIKE, TEXT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.archive import ORDERS, Archive, ArchiveError, QueryError, parse
from onrecord.archive.indexing.index_rows import NAME_END, index_rows
from onrecord.archive.query import regex
from onrecord.archive.query.ast import Query
from onrecord.archive.query.query_errors import QueryTooSlow, SearchCancelled
from onrecord.archive.search import execute as searching_module
from onrecord.archive.search import plan, quote_hits, snippets
from onrecord.base.records import Draft


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("search")) as opened:
        opened.articles.add(STRIKE, ANNOTATION)
        opened.articles.add(BANK)
        opened.notes.add(2, "Ask the *union* about wages", tags=["call"])
        opened.articles.update([2], read=True, starred=True)
        yield opened


STRIKE_ID, BANK_ID = 1, 2


@pytest.mark.parametrize(
    ("query", "expected_ids"),
    [
        ("", [1, 2]),
        ("vellin", [1, 2]),
        ("VELLIN dockers", [1]),
        ("cafe", [2]),
        ("CAFÉ", [2]),
        ("agnes", [1]),
        ('"the port must"', [1]),
        ('"port the must"', []),
        ("dock*", [1]),
        ('"the talks ha"*', [1]),
        ("vellin -dockers", [2]),
        ("-vellin", []),
        ("-dockers", [2]),
        ("dockers or rates", [1, 2]),
        ("vellin (dockers or nobody)", [1]),
        ("union", [2]),
        ("note:union", [2]),
        ("note:call", [2]),
        ("text:union", []),
        ("title:strike", [1]),
        ("text:third", []),
        ("economy", [1]),
        ("#economy", [1]),
        ("tag:eco*", [1]),
        ("tag:eco", []),
        ('tag:"to read"', [1]),
        ("tag:read", []),
        ("source:example", [1]),
        ('source:"example news"', [1]),
        ("author:quill source:news", [1]),
        ("url:example.org", [1]),
        ("source:news -author:quill", []),
        ("is:unread", [1]),
        ("is:read", [2]),
        ("is:starred", [2]),
        ("is:unstarred", [1]),
        ("is:annotated", [1]),
        ("is:unannotated", [2]),
        ("has:note", [2]),
        ("has:quote", [1]),
        ("has:actor", [1]),
        ("has:tag", [1, 2]),
        ("has:author", [1]),
        ("has:url", [1]),
        ("has:source", [1]),
        ("has:date", [1]),
        ("-has:date", [2]),
        ("before:2021-04-16", []),
        ("before:2021-04-17", [1]),
        ("after:2021-04-16", [1]),
        ("date:2021", [1]),
        ("date:2021-04-16", [1]),
        ("date:today", []),
        ("newer:1d", []),
        ('older:"2 weeks"', [1]),
        ("words>20", [1]),
        ("words<=12", [2]),
        ("quotes=3", [1]),
        ("notes>=1", [2]),
        ("actors>1 entities>3", [1]),
        ("said:port", [1]),
        ("said:talks speaker:okoye", [1]),
        ("said:talks speaker:brandt", []),
        ('said:"it was late" speaker:agnes', [1]),
        ("said:late speaker:she", [1]),
        ("speaker:mistress kind:mixed", [1]),
        ("speaker:okoye kind:mixed", []),
        ("cue:speech", [1]),
        ("cue:belief", []),
        ("cue:speech kind:mixed", [1]),
        ("said:talks -speaker:okoye", []),
        ("said:talks -speaker:brandt", [1]),
        ("-speaker:brandt", [2]),
        ("said:late (speaker:okoye or speaker:brandt)", [1]),
        ("said:late (speaker:okoye or kind:mixed)", []),
        ("(said:talks speaker:okoye) (said:late speaker:brandt)", [1]),
        ("(said:talks speaker:okoye) (said:late speaker:okoye)", []),
        ("said:vellin", []),
        ("actor:brandt", [1]),
        ('actor:"ms brandt"', [1]),
        ("actor:okoyo", [1]),
        ("actor:vellin", []),
        ("place:vellin", [1]),
        ("person:brandt", [1]),
        ("org:brandt", []),
        ("country:vellin", []),
        ("about:brandt", [1]),
        ("about:okoye", []),
        ("actor:brandt -actor:okoye", []),
        ("strike said:port is:unread", [1]),
        ("rates or said:port", [1, 2]),
        ("/dock(er|yard)s/", [1]),
        ("/^RATES STAY/", [2]),
        ("/call/", [2]),
        ("note:/union/ text:/union/", []),
        ("title:/strike .* week$/ -#/^to/", []),
        ("#/^to read$/", [1]),
        ("#/^read/", []),
        ("source:/news|post/", [1]),
        ('url =~ "example.org/s"', [1]),
        ('feedtitle = "example news"', [1]),
        ('feedtitle = "example"', []),
        ("said:/talks had/ speaker:okoye", [1]),
        ("said:/talks had/ speaker:brandt", []),
        ("said:/talks had/ -speaker:brandt", [1]),
        ("said:/talks had/ -speaker:/okoye/", []),
        ("speaker:/brandt/ said:/late|port/ kind:mixed", [1]),
        ("speaker:/^ms brandt$/", [1]),
        ("actor:/okoyo/", [1]),
        ("actor:/vellin/ or place:/^vel/", [1]),
        ("about:/okoye/", []),
        ("-/port/", [2]),
        ("vellin -(/port/ or /bank/)", []),
        ("age<1", []),
        ("age>=1", [1]),
        ("age between 0:3", []),
        ("date > 2020 and date < 2022", [1]),
        ("date <= 2021", [1]),
        ('unread = "yes"', [1]),
        ('tags # "to read" and content !~ "cafe|café"', [1]),
        ("syncedafter:today", [1, 2]),
        ("marked", [2]),
        ("unread tagged", [1]),
    ],
)
def test_what_is_found(archive: Archive, query: str, expected_ids: list[int]) -> None:
    assert archive.search.ids(query) == expected_ids
    assert archive.search.count(query) == len(expected_ids)


def test_orders(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        for title, source, day, words in (
            ("„Zebra”", "b", "2024-01-02", 3),
            ("éclair", "C", "2024-01-02", 1),
            ("Apple", "a", "2024-01-03T10:00:00Z", 2),
            ("zoo", "", "", 4),
        ):
            archive.articles.add(Draft(title=title, text=f"{title} " * words, source=source, published=day))
        archive.articles.update([4], read=True)
        expected = {
            "newest": [3, 2, 1, 4],
            "oldest": [1, 2, 3, 4],
            "added": [4, 3, 2, 1],
            "title": [3, 2, 1, 4],
            "source": [4, 3, 1, 2],
            "unread": [3, 2, 1, 4],
            "words": [4, 1, 3, 2],
            "quotes": [3, 2, 1, 4],
            "best": [3, 2, 1, 4],
        }
        assert {order: archive.search.ids("", order) for order in ORDERS} == expected
        assert archive.search.ids("sort:words", "title", 2) == [4, 1]
        assert archive.search.ids("sort:title -zoo", limit=2) == [3, 2]
        assert archive.search.ids("zoo", limit=0) == []
        with pytest.raises(ArchiveError, match="no order “size”"):
            archive.search.ids("", "size")


def test_the_best_match_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(tmp_path) as archive:
        once = archive.articles.add(
            Draft(title="x", text="harbour " + "and so on " * 30, published="2024-05-01")
        ).id
        often = archive.articles.add(Draft(title="x", text="harbour " * 5 + "y", published="2024-04-01")).id
        titled = archive.articles.add(Draft(title="Harbour", text="harbour first", published="2024-03-01")).id
        other = archive.articles.add(
            Draft(title="x", text="nothing", tags=["harbours"], published="2024-02-01")
        ).id
        assert archive.search.ids("harbour", "best") == [titled, often, once]
        assert archive.search.ids("harbour or #harbours", "best") == [titled, often, once, other]
        assert archive.search.ids("is:unread", "best") == [once, often, titled, other]
        assert archive.search.ids("harbour", "best", 1) == [titled]
        monkeypatch.setattr(searching_module, "MAX_RANKED", 2)
        assert archive.search.ids("harbour", "best") == [often, once, titled]


@pytest.mark.parametrize(
    "query", ['"red line"', '"red – line"', '"the red line"', '"red lin"*', '"red line" is:unread']
)
def test_a_phrase_counts_where_its_words_stand_together(tmp_path: Path, query: str) -> None:
    with Archive.open(tmp_path) as archive:
        texts = (
            "red and the other line",
            "the red line and the red line and the red line",
            "the red line, and red, red, red, red a line a line",
        )
        apart, often, once = (
            archive.articles.add(
                Draft(title="x", text=text + " word" * (60 - text.count(" ")), published=f"2024-0{month}")
            ).id
            for month, text in enumerate(texts, 1)
        )
        assert archive.search.ids(query, "best") == archive.search.ids(query, "best", 9) == [often, once]
        assert apart in archive.search.ids("red line")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("said", '"said"'),
        ("said that", '"said" AND "that"'),
        ("said port", '"port"'),
        ("title:said port", '(title : "said") AND "port"'),
        ('"said the port must"', 'NEAR("port" "must", 2)'),
        ('"said that port"', '"port"'),
        ('"said that"', 'NEAR("said" "that", 0)'),
        ('"port said that"', '"port"'),
        ('"port sai"*', 'NEAR("port" "sai" *, 0)'),
        ('said or "that port"', '"port"'),
    ],
)
def test_words_that_all_articles_have_are_not_ranked_by(
    tmp_path: Path, query: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching_module, "_SAMPLE_SIZE", 4)
    with Archive.open(tmp_path) as archive:
        texts = (
            "port",
            "said that the port",
            "said the port must that",
            "said the that port must",
            "said the that",
        )
        for month, text in enumerate(texts, 1):
            archive.articles.add(Draft(title="x", text=text, published=f"2024-0{month}"))
        with archive.database.storage.reading() as connection:
            expression = plan.ranking_expression(parse(query), searching_module.common_word_test(connection))
            assert expression is not None
            assert expression.strip("()") == words.strip("()")
        assert archive.search.ids(query, "best") == archive.search.ids(query, "best", 9)
        assert sorted(archive.search.ids(query, "best")) == sorted(archive.search.ids(query))


def test_quotes_are_listed_by_themselves(archive: Archive) -> None:
    def listed(query: str) -> list[int]:
        return [quote.index for quote in archive.quotes.find(query)]

    assert listed("") == listed("tag:economy") == listed("is:unread") == [0, 1, 2]
    assert listed("speaker:brandt") == [0, 1]
    assert listed("speaker:brandt kind:indirect vellin") == [1]
    assert listed("-speaker:brandt") == [2]
    assert listed("kind:indirect -speaker:brandt") == [2]
    assert listed("speaker:brandt is:read") == listed("said:nothing") == []
    assert listed("said:port or said:late") == [0, 1]
    assert listed("(said:port speaker:brandt) or (said:talks -speaker:brandt)") == [0, 2]
    assert listed("(said:port speaker:brandt) kind:indirect") == [1, 2]
    assert listed("-(said:port or said:late)") == listed("-said:/PORT|late/") == [2]
    assert listed("said:/port|talks/ speaker:/^tomas/") == [2]
    assert listed("said:/port/ or speaker:okoye") == [0, 2]
    (quote,) = archive.quotes.find("said:talks")
    assert (quote.article, quote.speaker, quote.actors) == (STRIKE_ID, "Tomas Okoye", ["Tomas Okoye"])
    assert (quote.quote, quote.outlet, quote.kind) == ("the talks had failed", "Example News", "indirect")
    assert quote.confidence == 0.8
    assert len(list(archive.quotes.find(limit=2))) == 2
    ids = archive.quotes.ids("cue:speech -speaker:okoye", "oldest")
    assert list(ids) == [(STRIKE_ID, 0), (STRIKE_ID, 1)]
    assert (len(ids), ids[1], list(ids[1:]), ids.index((STRIKE_ID, 1))) == (2, (1, 1), [(1, 1)], 1)
    assert list(archive.quotes.ids("cue:belief")) == []
    page = archive.quotes.get_many([(STRIKE_ID, 2), (STRIKE_ID, 9), (99, 0), (STRIKE_ID, 0)])
    assert [quote.index for quote in page] == [2, 0]
    with pytest.raises(QueryError):
        archive.quotes.find("said:")


def test_words_are_marked_where_they_were_found(archive: Archive) -> None:
    def marked(query: str, text: str = TEXT) -> list[str]:
        return [text[start:end] for start, end in archive.search.hits(query, text)]

    assert marked("agnes PORT") == ["Ágnes", "port"]
    assert marked('"the port must" open') == ["the port must", "open"]
    assert marked('"port the"') == []
    assert marked("dock* -said") == ["dockers"]
    assert marked("said:talks speaker:okoye") == ["talks"]
    assert marked("speaker:okoye") == ["Okoye"]
    assert marked("actor:brandt") == ["Brandt", "Brandt"]
    assert marked("tag:economy") == marked("is:unread") == marked("") == []
    assert marked("cafe", "Cafe\u0301 ‘CAFÉ’ café") == ["Cafe\u0301", "CAFÉ", "café"]
    assert marked("mark", "\x01mark\x02 \x00mark") == ["mark", "mark"]
    assert [TEXT[slice(*hit)] for hit in archive.search.hits(parse("fai", typing=True), TEXT)] == ["failed"]
    assert marked("/t.lk|dock\\w+/ x") == ["dockers", "talk"]
    assert marked("said:/it was/ was") == ["it was"]
    assert marked("-/port/") == marked("/(x*)*/") == []
    assert marked("speaker:/^okoye/") == []
    assert marked("speaker:/tomas \\w+/ tag:/e/") == ["Tomas Okoye"]


def test_an_expression_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regex, "TIMEOUT", 0.05)
    with Archive.open(tmp_path) as archive:
        archive.articles.add(Draft(title="x", text="a" * 50_000 + "b"))
        with pytest.raises(QueryTooSlow, match=r"/\(a\+\)\+\$/ takes too long"):
            archive.search.ids("/(a+)+$/")
        assert archive.search.hits("/(a+)+$/", archive.articles.text(1)) == []


def test_a_search_stops_when_nobody_waits_for_it(archive: Archive) -> None:
    for ask in (archive.search.ids, archive.search.count, archive.quotes.ids, archive.search.explain):
        asked = 0

        def stop() -> bool:
            nonlocal asked
            asked += 1
            return asked > 1

        with pytest.raises(SearchCancelled):
            ask("/o/ -/never/", is_cancelled=stop)
        assert asked == 2
    assert archive.search.ids("/port/", is_cancelled=lambda: False) == [STRIKE_ID]


def test_texts_are_read_once_for_what_is_asked_one_after_the_other(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.articles.add(BANK)
        assert archive.search.ids("/vellin/ or /x/") == [1]
        # Nobody can stop what is known.
        assert archive.search.count("/vellin/ or /x/", is_cancelled=lambda: True) == 1
        archive.articles.add(STRIKE)
        assert archive.search.ids("/vellin/ or /x/") == [2, 1]
        assert archive.search.facets("/vellin/ or /x/").articles == 2


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("vellin", []),
        ("", []),
        ("tag:econmy vellin", ["There is no tag “econmy”; did you mean “Economy”?"]),
        ("source:exampel -dockers", ["No article has the source “exampel”; did you mean “Example News”?"]),
        ("author:zzz", ["No article has the author “zzz”."]),
        ("dockers blorb", ["No title, text, note or tag contains “blorb”."]),
        ("dockers rates", ["Each part of the query matches something, but no article matches them all."]),
        ("said:vellin speaker:dockers", ["No quote contains “vellin”.", "No quoted speaker is called “dockers”."]),
        (
            "is:unannotated is:unread",
            ["Each part of the query matches something, but no article matches them all."],
        ),
        ("words>500", ["No article matches “words>500”."]),
        ("/xyz/", ["No title, text, note or tag matches /xyz/."]),
    ],
)
def test_why_nothing_is_found_is_said(archive: Archive, query: str, says: list[str]) -> None:
    assert archive.search.explain(query) == says
    assert not (says and archive.search.ids(query))


@settings(max_examples=200)
@given(st.text(max_size=30), st.booleans())
@example('-"\0\ud800" (((', True)
@example("(" * 500, True)
@example("-" * 5000 + "a", False)
@example("(a (b or " * 5 + "c" + ")" * 10, False)
@example("(a or b " * 100 + ")" * 100, False)
@example("a " * 2000, False)
@example("a or " * 2000 + "b", False)
@example("words>99999999999999999999999", False)
def test_any_query_finds_something_or_is_pointed_at(archive: Archive, text: str, typing: bool) -> None:
    try:
        query = parse(text, typing=typing)
    except QueryError:
        return
    ids = archive.search.ids(query)
    assert len(ids) == archive.search.count(query)
    list(archive.quotes.find(query))
    archive.search.snippets([STRIKE_ID], query)
    archive.search.hits(query, TEXT)


def test_snippets_are_short_and_plain(archive: Archive) -> None:
    snippet = archive.search.snippets([STRIKE_ID], "talks failed", 60)[STRIKE_ID]
    assert snippet.text == "…who speaks for the dockers, said the talks had failed. Ms…"
    assert [snippet.text[slice(*mark)] for mark in snippet.marks] == ["talks", "failed"]
    noted = archive.search.snippets([99, BANK_ID], "union")
    assert {article: snippet.text for article, snippet in noted.items()} == {
        BANK_ID: "Ask the *union* about wages"
    }
    assert archive.search.snippets([STRIKE_ID], "tag:economy") == {}
    assert archive.search.snippets([STRIKE_ID], "title:third") == {}
    assert archive.search.snippets([], "talks") == {}


def test_a_query_is_resolved_once_for_all_snippets(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved_queries: list[Query] = []
    hit_terms = quote_hits.hit_terms

    def remember(query: Query) -> quote_hits.HitTerms:
        resolved_queries.append(query)
        return hit_terms(query)

    monkeypatch.setattr(quote_hits, "hit_terms", remember)
    query = parse("talks or union")
    assert archive.search.snippets([STRIKE_ID, BANK_ID], query).keys() == {STRIKE_ID, BANK_ID}
    assert resolved_queries == [query]


@pytest.mark.parametrize(
    ("query", "first", "others"),
    [
        ("okoye", "Okoye", []),
        ("speaker:okoye", "the talks had failed", []),
        ("speaker:okoye said:had", "had", []),
        ("speaker:/okoye/ said:/tal.s/", "talks", []),
        ("(speaker:okoye said:failed)", "failed", []),
        ("kind:indirect speaker:brandt", "it was late", []),
        ("said:was or said:failed", "was", ["failed"]),
        ("harbour speaker:okoye", "the talks had failed", ["Harbour"]),
        ("harbour -speaker:nobody", "Harbour", []),
        ("kind:direct", None, []),
    ],
)
def test_a_search_for_quotes_begins_at_a_quote_of_that_speaker(
    archive: Archive, query: str, first: str | None, others: list[str]
) -> None:
    hits = archive.search.text_hits(STRIKE_ID, query, TEXT)
    assert (hits.first and TEXT[slice(*hits.first)]) == first
    assert {TEXT[slice(*hit)] for hit in hits.spans} == {*others, *([first] if first else [])}


def test_the_snippet_of_a_search_for_a_speaker_is_their_quote(archive: Archive) -> None:
    snippet = archive.search.snippets([STRIKE_ID], "speaker:okoye", 30)[STRIKE_ID]
    assert [snippet.text[slice(*mark)] for mark in snippet.marks] == ["the", "talks", "had", "failed"]


@given(st.text("ab \n\t", min_size=1, max_size=300), st.data(), st.integers(10, 80))
def test_a_snippet_shows_its_hits(text: str, data: st.DataObject, width: int) -> None:
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), min_size=1, max_size=4, unique=True).map(sorted))
    hits = [(start, min(start + 3, len(text))) for start in starts]
    hits = [hit for hit in hits if text[slice(*hit)].isalpha()]
    if not hits:
        return
    snippet = snippets.cut_snippet(text, hits, width)
    assert "\n" not in snippet.text
    assert "  " not in snippet.text
    assert text[slice(*hits[0])].startswith(snippet.text[slice(*snippet.marks[0])])
    assert all(snippet.text[slice(*mark)].strip() for mark in snippet.marks)


def test_what_is_indexed_belongs_to_the_form_of_the_archive() -> None:
    # Rows leave the index by the same words by which they came in. If this has to change, the archives that
    # there are need a new version and a migration that rebuilds their indexes.
    quotes, names = index_rows(TEXT, ANNOTATION)
    assert quotes == [
        ("“the port must open”", "Harbour mistress Ágnes Brandt\nÁgnes Brandt\nMs Brandt", "mixed speech"),
        ("it was late", "She\nÁgnes Brandt\nMs Brandt", "indirect speech"),
        ("the talks had failed", "Tomas Okoye\nTomas Okoye", "indirect speech"),
    ]
    assert names == [
        ("Ágnes Brandt\nMs Brandt", "person actor main"),
        ("Tomas Okoye\nOkoyo", "person actor"),
        (f"Vellin\n{NAME_END}", "place"),
    ]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("query", ["", "vellin", "-vellin", "vellin or rates", "rates"])
def test_the_first_are_the_first_of_all(
    tmp_path: Path, order: str, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(tmp_path) as archive:
        for number in range(6):
            text = f"{'vellin ' * (number % 4)} number {number}"
            day = f"2024-01-0{1 + number * 3 % 4}"
            archive.articles.add(Draft(title=f"t{number % 3}", text=text, published=day, source=f"s{number % 2}"))
        archive.articles.add(BANK)
        expected = archive.search.ids(query, order)  # keeps the order
        for few in (0, 100):
            monkeypatch.setattr(searching_module, "_MAX_SORTED", few)
            for limit in (0, 1, 3, 10):
                assert archive.search.ids(query, order, limit) == expected[:limit]
                archive.articles.tag([1], add=[f"{few} {limit}"])  # nothing is kept
                assert archive.search.ids(query, order, limit) == expected[:limit]
            archive.articles.tag([1], add=[f"{few}"])
            assert archive.search.ids(query, order) == expected
