"""Saved searches: kept under a name, and meant by it in other queries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.archive import Archive, ArchiveError, QueryError, parse
from onrecord.archive.query.query_errors import NoSuchSearch
from onrecord.base.records import Draft


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path) as opened:
        opened.articles.add(Draft(title="Port strike", text="The port stands still.", tags=["economy"]))
        opened.articles.add(Draft(title="Rates", text="The bank holds rates.", tags=["economy"]))
        opened.articles.add(Draft(title="Match", text="The port lost to the bank."))
        yield opened


def names(archive: Archive) -> list[str]:
    return [saved.name for saved in archive.saved_searches.all()]


def test_searches_are_kept_in_their_order(archive: Archive) -> None:
    first = archive.saved_searches.save(" The  port ", "port -match")
    archive.saved_searches.save("Money", "#economy sort:title")
    archive.saved_searches.save("rest", "")
    assert (first.name, first.query, first.created[:2]) == ("The port", "port -match", "20")
    assert names(archive) == ["The port", "Money", "rest"]
    assert archive.saved_searches.save("THE PORT", "port").id == first.id
    assert [saved.query for saved in archive.saved_searches.all()] == ["port", "#economy sort:title", ""]
    archive.saved_searches.move("rest", 0)
    archive.saved_searches.move("money", 9)
    assert names(archive) == ["rest", "THE PORT", "Money"]
    forgotten = archive.saved_searches.remove("the port")
    assert names(archive) == ["rest", "Money"]
    archive.saved_searches.move("Money", 0)
    archive.saved_searches.move("Money", 1)
    archive.saved_searches.restore(forgotten)
    assert names(archive) == ["rest", "THE PORT", "Money"]
    with pytest.raises(ArchiveError, match="“THE PORT” already"):
        archive.saved_searches.restore(forgotten)
    assert archive.saved_searches.get(' "the  port" ') == archive.saved_searches.all()[1]
    assert archive.saved_searches.get("port") is None
    with pytest.raises(ArchiveError, match="needs a name"):
        archive.saved_searches.get("…")
    with Archive.open(archive.folder) as again:
        assert again.saved_searches.all() == archive.saved_searches.all()
    assert archive.maintenance.check() == []


def test_a_query_means_a_saved_search_by_its_name(archive: Archive) -> None:
    archive.saved_searches.save("port", "port")
    archive.saved_searches.save("money", "#economy sort:title")
    archive.saved_searches.save("both", "in:port in:money")
    archive.saved_searches.save("all", "sort:oldest")
    assert archive.search.ids("in:port") == [3, 1]
    assert archive.search.ids('in:"PORT" -still') == [3]
    assert archive.search.ids("in:money") == [1, 2]
    assert archive.search.ids("in:money sort:newest") == [2, 1]
    assert archive.search.ids("in:both or match") == [3, 1]
    assert archive.search.ids("-in:both") == [3, 2]
    assert archive.search.ids("in:all") == [1, 2, 3]
    assert archive.search.ids("-in:all") == []
    assert archive.search.ids("in:all bank") == [3, 2]
    assert archive.search.count("in:both") == 1
    archive.articles.update([1], read=True)
    assert [archive.search.tally(query) for query in ("in:port", "in:both", "-in:money", "in:all", "-in:all", "x")] == [
        (2, 1), (1, 0), (1, 1), (3, 2), (0, 0), (0, 0)
    ]  # fmt: skip
    assert archive.search.hits("in:both", "a port") == [(2, 6)]
    assert str(archive.search.resolve("in:both or x")) == "port tag:economy or x"
    assert archive.search.ids(parse("in:mon", typing=True)) == [1, 2]
    assert archive.search.ids(parse("bank in:xyz", typing=True)) == [3, 2]


@pytest.mark.parametrize(
    "query",
    ["", "port", "-port", "port bank", "port or rates", "#economy port", "is:unread", "is:read or match", "words>4",
     "/po.t/", "/po.t/ -#economy", "after:2020", "actor:nobody", "said:x"],
)  # fmt: skip
def test_a_search_is_counted_with_its_unread_articles(archive: Archive, query: str) -> None:
    archive.articles.update([2], read=True)
    ids = archive.search.ids(query)
    assert archive.search.tally(query) == (len(ids), len({1, 3}.intersection(ids)))


def test_a_name_that_means_nothing_is_said(archive: Archive) -> None:
    with pytest.raises(NoSuchSearch, match="no saved search “port”: none is saved"):
        archive.search.ids("in:port")
    archive.saved_searches.save("harbours", "port")
    with pytest.raises(NoSuchSearch, match="did you mean “harbours”"):
        archive.search.ids("in:harbors")
    with pytest.raises(NoSuchSearch, match="there are harbours"):
        archive.saved_searches.remove("x")
    for wrong in ("", " ", "“"):
        with pytest.raises(ArchiveError, match="needs a name"):
            archive.saved_searches.save(wrong, "port")
    with pytest.raises(QueryError):
        archive.saved_searches.save("x", "port (")
    with pytest.raises(NoSuchSearch):
        archive.saved_searches.save("x", "in:y")
    assert names(archive) == ["harbours"]


def test_a_search_never_refers_to_itself(archive: Archive) -> None:
    archive.saved_searches.save("a", "port")
    archive.saved_searches.save("b", "in:a bank")
    for name, query in (("a", "in:a"), ("a", "x in:B"), ("A", "-(y or in:b)")):
        with pytest.raises(ArchiveError, match="refers to itself"):
            archive.saved_searches.save(name, query)
    archive.database.table("searches").update({"query": "in:b"}, doc_ids=[1])
    with pytest.raises(ArchiveError, match="refers to itself"):
        archive.search.ids("in:b")
    archive.database.table("searches").update({"query": "tag:"}, doc_ids=[1])
    with pytest.raises(ArchiveError, match="“a” is not valid: A tag is expected"):
        archive.search.ids("in:b")
    archive.database.table("searches").insert({"name": 3})
    assert names(archive) == ["a", "b"]


def test_searches_that_refer_to_a_renamed_one_still_do(archive: Archive) -> None:
    archive.saved_searches.save("port", "port")
    archive.saved_searches.save("both", "in:port or (bank -in:PORT) sort:title")
    assert archive.saved_searches.rename("Port", "The harbour").name == "The harbour"
    assert [saved.query for saved in archive.saved_searches.all()] == [
        "port",
        '(in:"The harbour" or bank -in:"The harbour") sort:title',
    ]
    assert archive.search.ids("in:both") == [3, 1, 2]
    assert archive.saved_searches.rename("both", "BOTH").name == "BOTH"
    with pytest.raises(ArchiveError, match="“The harbour” already"):
        archive.saved_searches.rename("both", "the harbour")


def test_searches_within_each_other_end_somewhere(archive: Archive) -> None:
    archive.saved_searches.save("s0", "(port or bank)")

    def deeper() -> None:
        for number in range(1, 30):
            archive.saved_searches.save(f"s{number}", f"x or (in:s{number - 1} the)")
            assert archive.search.ids(f"in:s{number}") == [3, 2, 1]

    with pytest.raises(ArchiveError, match="too deep"):
        deeper()
    assert len(names(archive)) > 4
