"""Dossiers: the counts of an actor's articles, their names, sources and company, and pages of quotes."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive_cast import Who, article, people
from small_archive import small_archive

from onrecord.archive.actors import lookup
from onrecord.archive.dossiers import dossier as module
from onrecord.archive.dossiers.dossier import Selection, build_dossier, dossier_quotes
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.archive_records import ArchiveActor, Companion, DatedName, Dossier, Tally

ADA: Who = ("Ada Berg", "person")
ADA_M: Who = ("Ada M. Berg", "person")
OLAF: Who = ("Olaf Lind", "person")
UNA: Who = ("Una Moe", "person")


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    """Everybody of an article says one thing that speaks of the next one; in article 4 it is a belief."""
    return small_archive(
        tmp_path_factory.mktemp("dossiers"),
        [
            article(1, "2024-01-05", [(ADA, {"roles": ["Harbour Mistress"]}), (OLAF, {})], source="Wire"),
            article(
                2, "2024-03-01", [(ADA_M, {"aliases": ["The Countess"]}), (OLAF, {}), (UNA, {})], source="Herald"
            ),
            article(3, "2024-03-02", people("Olaf Lind", "Una Moe"), source="Wire"),
            article(4, "2024-03-03", people("Olaf Lind", "Ada Berg"), source="Wire", cue_type="belief"),
        ],
    )


def actor(connection: Connection, name: str) -> ArchiveActor:
    (actor,) = lookup.load_actors(connection, lookup.ids_by_name(connection, name, 1))
    return actor


def dossier(
    connection: Connection,
    name: str = "Ada Berg",
    articles: set[int] | None = None,
    quotes: dict[int, set[int]] | None = None,
    *,
    asides: bool = False,
) -> Dossier:
    selection = Selection("q", articles, quotes)
    *_, whole = build_dossier(connection, actor(connection, name), selection, asides=asides)
    return whole


def test_articles_and_quotes_are_counted_newest_first(connection: Connection) -> None:
    whole = dossier(connection)
    assert (whole.actor, whole.query, whole.asides) == (actor(connection, "Ada Berg"), "q", False)
    assert whole.articles == [4, 2, 1]
    assert (whole.said, whole.said_in) == (2, [(2, 1), (1, 1)])
    assert (whole.said_about, whole.said_about_in) == (2, [(2, 1), (1, 1)])
    assert whole.more == (1, 1)


def test_asides_are_counted_on_request(connection: Connection) -> None:
    whole = dossier(connection, asides=True)
    assert (whole.said, whole.said_in) == (3, [(4, 1), (2, 1), (1, 1)])
    assert (whole.said_about, whole.said_about_in) == (3, [(4, 1), (2, 1), (1, 1)])
    assert whole.more == (1, 1)


def test_a_selection_of_articles_is_all_that_counts(connection: Connection) -> None:
    whole = dossier(connection, articles={1, 3, 4})
    assert whole.articles == [4, 1]
    assert (whole.said_in, whole.said_about_in, whole.more) == ([(1, 1)], [(1, 1)], (1, 1))
    assert [name.text for name in whole.names] == ["Ada Berg"]
    assert whole.beside == [Companion(actor=actor(connection, "Olaf Lind"), articles=2)]


def test_of_selected_quotes_no_others_count(connection: Connection) -> None:
    # In articles 1 and 2 the first quote is by Ada, and the last about her.
    whole = dossier(connection, articles={1, 2}, quotes={1: {1}, 2: {0, 1}})
    assert (whole.articles, whole.said_in, whole.said_about_in, whole.more) == ([2, 1], [(2, 1)], [(1, 1)], (0, 0))
    assert [(quote.article, quote.index) for quote in dossier_quotes(connection, whole, 0, 9)] == [(2, 0)]
    about = dossier_quotes(connection, whole, 0, 9, about=True)
    assert [(quote.article, quote.index) for quote in about] == [(1, 1)]
    assert [month.said for month in whole.months] == [0, 1]


def test_of_selected_quotes_beliefs_are_counted_for_themselves(connection: Connection) -> None:
    quotes = {4: {0, 1}, 1: {0}}
    assert (dossier(connection, quotes=quotes).said, dossier(connection, quotes=quotes).more) == (1, (1, 1))
    assert dossier(connection, quotes=quotes, asides=True).said == 2


def test_names_have_their_dates_and_numbers_of_articles(connection: Connection) -> None:
    assert dossier(connection).names == [
        DatedName(text="Ada Berg", first="2024-01-05", last="2024-03-03", articles=2),
        DatedName(text="Ada M. Berg", first="2024-03-01", last="2024-03-01", articles=1),
        DatedName(text="The Countess", first="2024-03-01", last="2024-03-01", articles=1),
    ]


def test_titles_have_their_dates(connection: Connection) -> None:
    assert dossier(connection).titles == [
        DatedName(text="Harbour Mistress", first="2024-01-05", last="2024-01-05", articles=1)
    ]
    assert dossier(connection, articles={2, 4}).titles == []


def test_sources_come_by_mentions_and_months_in_order(connection: Connection) -> None:
    whole = dossier(connection)
    assert whole.sources == [
        Tally(key="Wire", named=4, said=1, articles=2),
        Tally(key="Herald", named=3, said=1, articles=1),
    ]
    assert whole.months == [
        Tally(key="2024-01", named=2, said=1, articles=1),
        Tally(key="2024-03", named=5, said=1, articles=2),
    ]


def test_who_is_named_beside_comes_by_articles(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    olaf, una = actor(connection, "Olaf Lind"), actor(connection, "Una Moe")
    assert dossier(connection).beside == [Companion(actor=olaf, articles=3), Companion(actor=una, articles=1)]
    monkeypatch.setattr(module, "MAX_BESIDE", 1)
    assert dossier(connection).beside == [Companion(actor=olaf, articles=3)]


def test_the_first_part_has_the_counts_alone(connection: Connection) -> None:
    first, whole = build_dossier(connection, actor(connection, "Ada Berg"), Selection(), asides=False)
    assert (first.articles, first.said_in, first.months) == (whole.articles, whole.said_in, whole.months)
    assert (first.names, first.titles, first.sources, first.beside) == ([], [], [], [])


def test_an_actor_that_is_gone_has_an_empty_dossier(connection: Connection) -> None:
    gone = ArchiveActor(id=999, name="Nobody", type="person")
    *_, whole = build_dossier(connection, gone, Selection(), asides=False)
    assert whole == Dossier(actor=gone)


def test_two_forms_in_one_article_are_one_appearance(tmp_path: Path) -> None:
    archive = small_archive(tmp_path, [article(1, "2024-01-05", [(ADA, {}), (ADA_M, {})])])
    whole = dossier(archive)
    assert (whole.articles, whole.said, whole.said_in) == ([1], 2, [(1, 2)])
    assert whole.months == [Tally(key="2024-01", named=4, said=2, articles=1)]
    assert whole.beside == []


def test_an_article_without_a_date_is_in_no_month(tmp_path: Path) -> None:
    whole = dossier(small_archive(tmp_path, [article(1, "", [(ADA, {})])]))
    assert whole.names == [DatedName(text="Ada Berg", first="", last="", articles=1)]
    assert whole.months == [Tally(key="", named=2, said=1, articles=1)]


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (0, 9, [(2, "Ada M. Berg"), (1, "Ada Berg")]),
        (0, 1, [(2, "Ada M. Berg")]),
        (1, 1, [(1, "Ada Berg")]),
        (1, 9, [(1, "Ada Berg")]),
        (2, 9, []),
        (0, 0, []),
    ],
)
def test_quotes_of_the_actor_come_by_page(
    connection: Connection, start: int, count: int, expected: list[tuple[int, str]]
) -> None:
    page = dossier_quotes(connection, dossier(connection), start, count)
    assert [(quote.article, quote.speaker) for quote in page] == expected


def test_quotes_of_others_speak_of_the_actor(connection: Connection) -> None:
    page = dossier_quotes(connection, dossier(connection), 0, 9, about=True)
    assert [(quote.article, quote.speaker) for quote in page] == [(2, "Una Moe"), (1, "Olaf Lind")]


def test_asides_are_read_on_request(connection: Connection) -> None:
    whole = dossier(connection, asides=True)
    assert [quote.article for quote in dossier_quotes(connection, whole, 0, 9)] == [4, 2, 1]
    assert [quote.article for quote in dossier_quotes(connection, whole, 0, 9, about=True)] == [4, 2, 1]


def test_a_page_begins_within_an_article(tmp_path: Path) -> None:
    archive = small_archive(tmp_path, [article(1, "2024-01-05", [(ADA, {}), (ADA_M, {})])])
    whole = dossier(archive)
    assert [quote.index for quote in dossier_quotes(archive, whole, 0, 9)] == [0, 1]
    assert [quote.index for quote in dossier_quotes(archive, whole, 1, 9)] == [1]
    assert [quote.index for quote in dossier_quotes(archive, whole, 0, 1)] == [0]


def test_an_article_that_lost_its_annotation_has_no_quotes(connection: Connection, tmp_path: Path) -> None:
    archive = small_archive(tmp_path, [article(1, "2024-01-05", people("Ada Berg", "Olaf Lind"))])
    whole = dossier(archive)
    archive.execute("DELETE FROM annotations")
    assert dossier_quotes(archive, whole, 0, 9) == []
