"""Saved searches: kept under a name, and meant by it in other queries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.archive import Archive, ArchiveError, QueryError, parse
from onrecord.archive.storage.errors import NoSuchSearch
from onrecord.base.records import Draft


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path) as opened:
        opened.add(Draft(title="Port strike", text="The port stands still.", tags=["economy"]))
        opened.add(Draft(title="Rates", text="The bank holds rates.", tags=["economy"]))
        opened.add(Draft(title="Match", text="The port lost to the bank."))
        yield opened


def names(archive: Archive) -> list[str]:
    return [one.name for one in archive.saved()]


def test_searches_are_kept_in_their_order(archive: Archive) -> None:
    first = archive.save(" The  port ", "port -match")
    archive.save("Money", "#economy sort:title")
    archive.save("rest", "")
    assert (first.name, first.query, first.created[:2]) == ("The port", "port -match", "20")
    assert names(archive) == ["The port", "Money", "rest"]
    assert archive.save("THE PORT", "port").id == first.id
    assert [one.query for one in archive.saved()] == ["port", "#economy sort:title", ""]
    archive.move("rest", 0)
    archive.move("money", 9)
    assert names(archive) == ["rest", "THE PORT", "Money"]
    forgotten = archive.forget("the port")
    assert names(archive) == ["rest", "Money"]
    archive.move("Money", 0)
    archive.move("Money", 1)
    archive.remember(forgotten)
    assert names(archive) == ["rest", "THE PORT", "Money"]
    with pytest.raises(ArchiveError, match="“THE PORT” already"):
        archive.remember(forgotten)
    assert archive.saved_as(' "the  port" ') == archive.saved()[1]
    assert archive.saved_as("port") is None
    with pytest.raises(ArchiveError, match="needs a name"):
        archive.saved_as("…")
    with Archive.open(archive.folder) as again:
        assert again.saved() == archive.saved()
    assert archive.check() == []


def test_a_query_means_a_saved_search_by_its_name(archive: Archive) -> None:
    archive.save("port", "port")
    archive.save("money", "#economy sort:title")
    archive.save("both", "in:port in:money")
    archive.save("all", "sort:oldest")
    assert archive.ids("in:port") == [3, 1]
    assert archive.ids('in:"PORT" -still') == [3]
    assert archive.ids("in:money") == [1, 2]
    assert archive.ids("in:money sort:newest") == [2, 1]
    assert archive.ids("in:both or match") == [3, 1]
    assert archive.ids("-in:both") == [3, 2]
    assert archive.ids("in:all") == [1, 2, 3]
    assert archive.ids("-in:all") == []
    assert archive.ids("in:all bank") == [3, 2]
    assert archive.count("in:both") == 1
    archive.update([1], read=True)
    assert [archive.tally(query) for query in ("in:port", "in:both", "-in:money", "in:all", "-in:all", "x")] == [
        (2, 1), (1, 0), (1, 1), (3, 2), (0, 0), (0, 0)
    ]  # fmt: skip
    assert archive.hits("in:both", "a port") == [(2, 6)]
    assert str(archive.meant("in:both or x")) == "port tag:economy or x"
    assert archive.ids(parse("in:mon", typing=True)) == [1, 2]
    assert archive.ids(parse("bank in:xyz", typing=True)) == [3, 2]


@pytest.mark.parametrize(
    "query",
    ["", "port", "-port", "port bank", "port or rates", "#economy port", "is:unread", "is:read or match", "words>4",
     "/po.t/", "/po.t/ -#economy", "after:2020", "actor:nobody", "said:x"],
)  # fmt: skip
def test_a_search_is_counted_with_its_unread_articles(archive: Archive, query: str) -> None:
    archive.update([2], read=True)
    ids = archive.ids(query)
    assert archive.tally(query) == (len(ids), len({1, 3}.intersection(ids)))


def test_a_name_that_means_nothing_is_said(archive: Archive) -> None:
    with pytest.raises(NoSuchSearch, match="no saved search “port”: none is saved"):
        archive.ids("in:port")
    archive.save("harbours", "port")
    with pytest.raises(NoSuchSearch, match="did you mean “harbours”"):
        archive.ids("in:harbors")
    with pytest.raises(NoSuchSearch, match="there are harbours"):
        archive.forget("x")
    for wrong in ("", " ", "“"):
        with pytest.raises(ArchiveError, match="needs a name"):
            archive.save(wrong, "port")
    with pytest.raises(QueryError):
        archive.save("x", "port (")
    with pytest.raises(NoSuchSearch):
        archive.save("x", "in:y")
    assert names(archive) == ["harbours"]


def test_a_search_never_refers_to_itself(archive: Archive) -> None:
    archive.save("a", "port")
    archive.save("b", "in:a bank")
    for name, query in (("a", "in:a"), ("a", "x in:B"), ("A", "-(y or in:b)")):
        with pytest.raises(ArchiveError, match="refers to itself"):
            archive.save(name, query)
    archive.db.table("searches").update({"query": "in:b"}, doc_ids=[1])
    with pytest.raises(ArchiveError, match="refers to itself"):
        archive.ids("in:b")
    archive.db.table("searches").update({"query": "tag:"}, doc_ids=[1])
    with pytest.raises(ArchiveError, match="“a” cannot be understood: A tag is expected"):
        archive.ids("in:b")
    archive.db.table("searches").insert({"name": 3})
    assert names(archive) == ["a", "b"]


def test_searches_that_refer_to_a_renamed_one_still_do(archive: Archive) -> None:
    archive.save("port", "port")
    archive.save("both", "in:port or (bank -in:PORT) sort:title")
    assert archive.rename("Port", "The harbour").name == "The harbour"
    assert [one.query for one in archive.saved()] == [
        "port",
        '(in:"The harbour" or bank -in:"The harbour") sort:title',
    ]
    assert archive.ids("in:both") == [3, 1, 2]
    assert archive.rename("both", "BOTH").name == "BOTH"
    with pytest.raises(ArchiveError, match="“The harbour” already"):
        archive.rename("both", "the harbour")


def test_searches_within_each_other_end_somewhere(archive: Archive) -> None:
    archive.save("s0", "(port or bank)")

    def deeper() -> None:
        for number in range(1, 30):
            archive.save(f"s{number}", f"x or (in:s{number - 1} the)")
            assert archive.ids(f"in:s{number}") == [3, 2, 1]

    with pytest.raises(ArchiveError, match="too deep"):
        deeper()
    assert len(names(archive)) > 4
