"""The lists of articles and quotes: what is looked up, what keeps its row, and what the titles say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from onrecord.archive import ORDERS, Archive, Query, parse
from onrecord.archive.search.article_ids import ArticleIds
from onrecord.base.records import Annotation, Attribution, Draft, hash_text
from onrecord.tui.model import article_listing
from onrecord.tui.model.article_listing import (
    Arrangement,
    ArticleListing,
    first_articles,
    kept_listing,
    load_arrangement,
    lookup_articles,
    partial_listing,
    save_arrangement,
)
from onrecord.tui.model.quote_listing import ids_around, with_quotes

NEWEST = Arrangement()


def add(archive: Archive, title: str, *, day: int = 1, source: str = "", said: str = "") -> int:
    """Add an article of that day of April; with ``said`` it is quoted, as its whole text."""
    text = said or f"{title}."
    draft = Draft(title=title, text=text, source=source, published=f"2021-04-{day:02}")
    attributions = [
        Attribution(source=[], cue=[], content=[(0, len(said))], kind="direct", cue_type=cue_type)
        for cue_type in (("speech", "belief") if said else ())
    ]
    annotation = Annotation(attributions=attributions, text_hash=hash_text(text))
    return archive.articles.add(draft, annotation).id


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Articles 1 to 3, on three days, of two sources."""
    with Archive.open(tmp_path / "news") as archive:
        add(archive, "Port strike", day=1, source="Wire", said="We walk out.")
        add(archive, "Harbour strike", day=3, source="Post", said="We stay out.")
        add(archive, "Calm sea", day=2, source="Wire")
        yield archive


def look_up(
    archive: Archive, text: str = "", arrangement: Arrangement = NEWEST, **how: object
) -> list[ArticleListing]:
    query = parse(text) if text else None
    lookup = lookup_articles(archive, query, arrangement, **{"first_at_once": False, **how})  # type: ignore[arg-type]
    return list(lookup(lambda: False))


def ids(listing: ArticleListing) -> list[int]:
    return list(listing.ids)


# Arrangements


def test_the_groups_go_round() -> None:
    arrangement = Arrangement("oldest")
    groups = [arrangement := arrangement.next_group() for _ in range(3)]
    assert [each.group for each in groups] == ["day", "source", ""]
    assert {each.order for each in groups} == {"oldest"}


def test_an_arrangement_is_remembered_with_the_archive(archive: Archive) -> None:
    assert load_arrangement(archive) == Arrangement(ORDERS[0], "")
    save_arrangement(archive, Arrangement("title", "source"))
    assert load_arrangement(archive) == Arrangement("title", "source")


def test_an_arrangement_of_another_version_is_the_usual_one(archive: Archive) -> None:
    save_arrangement(archive, Arrangement("by moonlight", "weather"))
    assert load_arrangement(archive) == Arrangement(ORDERS[0], "")


# Titles


@pytest.mark.parametrize(
    ("text", "arrangement", "is_complete", "title"),
    [
        ("", NEWEST, True, "Articles 2 · newest"),
        ("", NEWEST, False, "Articles 2+ · newest"),
        ("", Arrangement("words"), True, "Articles 2 · longest"),
        ("strike sort:title", Arrangement("words"), True, "Articles 2 · title"),
        ("", Arrangement("newest", "day"), True, "2 · newest · by day"),
    ],
)
def test_the_title_says_how_many_and_in_which_order(
    text: str, arrangement: Arrangement, is_complete: bool, title: str
) -> None:
    query = parse(text) if text else None
    assert ArticleListing(query, arrangement, ArticleIds([4, 5]), [], is_complete, 1).title == title


# Articles


def test_all_articles_come_with_what_the_archive_has(archive: Archive) -> None:
    (listing,) = look_up(archive)
    assert ids(listing) == [2, 3, 1]
    assert listing.is_complete
    assert listing.version == archive.version()
    assert listing.statistics == archive.maintenance.statistics()
    assert listing.sections == []
    assert not listing.keeps_rows


def test_a_query_finds_its_own_in_its_own_order(archive: Archive) -> None:
    (listing,) = look_up(archive, "strike sort:oldest")
    assert ids(listing) == [1, 2]
    assert listing.order == "oldest"
    assert listing.is_of(parse("strike sort:oldest"), NEWEST)
    assert not listing.is_of(parse("strike"), NEWEST)
    assert not listing.is_of(parse("strike sort:oldest"), Arrangement("title"))


def test_only_an_empty_list_is_explained(archive: Archive) -> None:
    assert look_up(archive, "title:strike")[0].explanation == []
    assert look_up(archive, "title:whale")[0].explanation
    archive.articles.remove([1, 2, 3])
    assert look_up(archive)[0].explanation == []


def test_the_first_articles_come_before_all_where_they_are_wanted(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article_listing, "FIRST_ARTICLES", 2)
    first, everything = look_up(archive, first_at_once=True)
    assert (ids(first), first.is_complete, first.statistics) == ([2, 3], False, None)
    assert (ids(everything), everything.is_complete) == ([2, 3, 1], True)


def test_few_articles_are_all(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_listing, "FIRST_ARTICLES", 4)
    assert first_articles(archive, None, NEWEST).is_complete
    monkeypatch.setattr(article_listing, "FIRST_ARTICLES", 3)
    assert not first_articles(archive, None, NEWEST).is_complete  # there may be more


def test_groups_have_no_first_articles(archive: Archive) -> None:
    (listing,) = look_up(archive, arrangement=Arrangement("newest", "source"), first_at_once=True)
    assert ids(listing) == [2, 3, 1]
    assert [(section.label, section.size) for section in listing.sections] == [("Post", 1), ("Wire", 2)]


def test_groups_of_days_are_called_by_their_dates(archive: Archive) -> None:
    (listing,) = look_up(archive, arrangement=Arrangement("oldest", "day"))
    labels = [section.label for section in listing.sections]
    assert labels == ["1 Apr 2021", "2 Apr 2021", "3 Apr 2021"]


def test_articles_without_a_source_are_a_group(archive: Archive) -> None:
    add(archive, "Rumour")
    (listing,) = look_up(archive, arrangement=Arrangement("newest", "source"))
    assert [section.label for section in listing.sections] == ["Post", "Wire", "no source"]


# What keeps its row


def listing_of(archive: Archive, article_ids: Sequence[int], query: Query | None = None) -> ArticleListing:
    return ArticleListing(query, NEWEST, ArticleIds(article_ids), [], True, archive.version())


def test_an_article_that_the_query_finds_no_more_keeps_its_row(archive: Archive) -> None:
    query = parse("is:unread")
    updated = kept_listing(archive, listing_of(archive, [2, 3, 1], query), listing_of(archive, [2, 1], query))
    assert ids(updated) == [2, 3, 1]
    assert updated.unmatched == {3}
    assert updated.keeps_rows


def test_an_article_that_is_removed_leaves(archive: Archive) -> None:
    archive.articles.remove([3])
    query = parse("is:unread")
    updated = kept_listing(archive, listing_of(archive, [2, 3, 1], query), listing_of(archive, [2, 1], query))
    assert ids(updated) == [2, 1]
    assert updated.unmatched == frozenset()
    assert not updated.keeps_rows


def test_without_a_query_only_removed_articles_can_be_lost(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive.articles, "existing", lambda lost: pytest.fail("looked up"))
    updated = kept_listing(archive, listing_of(archive, [2, 3, 1]), listing_of(archive, [2, 1]))
    assert ids(updated) == [2, 1]


@pytest.mark.parametrize(
    ("previous", "current", "merged"),
    [
        ([2, 1], [3, 2, 1], [3, 2, 1]),  # new at the top
        ([2, 1], [2, 3, 1], [2, 3, 1]),  # after its neighbour
        ([2, 1], [1, 2], [2, 1]),  # in another order: the rows stay
        ([2, 1], [1, 3, 2], [2, 1, 3]),  # and the new one follows the neighbour that it has now
        ([1], [3, 2, 1], [3, 2, 1]),
        ([], [2, 1], [2, 1]),
    ],
)
def test_new_articles_come_beside_their_neighbours(
    archive: Archive, previous: list[int], current: list[int], merged: list[int]
) -> None:
    updated = kept_listing(archive, listing_of(archive, previous), listing_of(archive, current))
    assert ids(updated) == merged
    assert updated.keeps_rows == (merged != current)


def test_a_list_that_stays_is_shown_at_once_and_kept(archive: Archive) -> None:
    (before,) = look_up(archive, "strike")
    archive.articles.update([2], text="Calm.", title="Calm")
    first, everything = look_up(archive, "strike", first_at_once=True, previous=before)
    assert first == partial_listing(before)
    assert (ids(first), first.is_complete, first.statistics) == (ids(before), False, None)
    assert ids(everything) == [2, 1]
    assert everything.unmatched == {2}
    (anew,) = look_up(archive, "strike")
    assert ids(anew) == [1]


def test_a_kept_list_has_its_groups(archive: Archive) -> None:
    by_source = Arrangement("newest", "source")
    (before,) = look_up(archive, "is:unread", by_source)
    archive.articles.update([2], read=True)
    (updated,) = look_up(archive, "is:unread", by_source, previous=before)
    assert [(section.label, section.size) for section in updated.sections] == [("Post", 1), ("Wire", 2)]
    assert updated.unmatched == {2}


def test_looking_up_stops_when_it_is_cancelled(archive: Archive) -> None:
    seen: list[Callable[[], bool] | None] = []
    original = archive.search.ids

    def watched(*arguments: object, is_cancelled: Callable[[], bool] | None = None, **named: object) -> object:
        seen.append(is_cancelled)
        return original(*arguments, **named)  # type: ignore[arg-type]

    archive.search.ids = watched  # type: ignore[method-assign, assignment]

    def is_cancelled() -> bool:
        return False

    list(lookup_articles(archive, None, NEWEST, first_at_once=True)(is_cancelled))
    assert seen == [is_cancelled, is_cancelled]


# Quotes


def quotes(
    archive: Archive, text: str = "", *, asides: bool = False, nearby: Sequence[tuple[int, int]] = ()
) -> list[ArticleListing]:
    query = parse(text) if text else None
    lookup = lookup_articles(archive, query, NEWEST, first_at_once=True)
    return list(with_quotes(lookup, archive, nearby, asides=asides)(lambda: False))


def test_the_quotes_come_in_the_order_of_their_articles(archive: Archive) -> None:
    first, everything = quotes(archive)
    for listing in (first, everything):
        assert listing.quotes is not None
        assert list(listing.quotes.ids) == [(2, 0), (1, 0)]
        assert listing.quotes.title == "2 quotes · newest"
    assert everything.quotes is not None
    assert [quote.quote for quote in everything.quotes.pages[0]] == ["We stay out.", "We walk out."]
    assert (everything.quotes.place, everything.quotes.explanation) == (0, [])


def test_asides_are_listed_where_they_are_wanted(archive: Archive) -> None:
    listing = quotes(archive, asides=True)[-1]
    assert listing.quotes is not None
    assert list(listing.quotes.ids) == [(2, 0), (2, 1), (1, 0), (1, 1)]


def test_the_cursor_goes_to_the_first_quote_nearby_that_is_there(archive: Archive) -> None:
    listing = quotes(archive, nearby=[(3, 0), (1, 0), (2, 0)])[-1]
    assert listing.quotes is not None
    assert listing.quotes.place == 1
    assert list(listing.quotes.pages) == [0]


def test_one_quote_is_one_and_none_is_explained(archive: Archive) -> None:
    listing = quotes(archive, "said:walk")[-1]
    assert listing.quotes is not None
    assert listing.quotes.title == "1 quote · newest"
    listing = quotes(archive, "title:whale")[-1]
    assert listing.quotes is not None
    assert listing.quotes.title == "0 quotes · newest"
    assert listing.quotes.explanation == listing.explanation != []


def test_the_first_quotes_come_before_all(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_listing, "FIRST_ARTICLES", 2)
    monkeypatch.setattr("onrecord.tui.model.quote_listing.FIRST_ARTICLES", 1)
    first, everything = quotes(archive, "title:strike")
    assert first.quotes is not None
    assert everything.quotes is not None
    assert (list(first.quotes.ids), first.quotes.title) == ([(2, 0)], "1+ quote · newest")
    assert (len(everything.quotes.ids), everything.quotes.title) == (2, "2 quotes · newest")


def test_what_reads_the_texts_gives_all_quotes_in_one_piece(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article_listing, "FIRST_ARTICLES", 2)
    (listing,) = quotes(archive, "/str[i]ke/")
    assert listing.is_complete
    assert listing.quotes is not None
    assert list(listing.quotes.ids) == [(2, 0), (1, 0)]


def test_the_quotes_of_a_kept_list_are_those_of_its_rows(archive: Archive) -> None:
    (before,) = look_up(archive, "is:unread")
    archive.articles.update([2], read=True)
    lookup = lookup_articles(archive, parse("is:unread"), NEWEST, first_at_once=False, previous=before)
    (listing,) = with_quotes(lookup, archive, [], asides=False)(lambda: False)
    assert listing.keeps_rows
    assert listing.quotes is not None
    assert list(listing.quotes.ids) == [(2, 0), (1, 0)]


def test_the_nearest_quotes_come_first() -> None:
    article_ids = [(article, 0) for article in range(200)]
    around = ids_around(article_ids, 60)
    assert around[:2] == [(60, 0), (61, 0)]
    assert around[49:52] == [(109, 0), (59, 0), (58, 0)]
    assert around[-1] == (10, 0)
    assert len(around) == 100
    assert ids_around(article_ids[:3], 1) == [(1, 0), (2, 0), (0, 0)]
