"""The searches of before, and going through them."""

from __future__ import annotations

from pathlib import Path

from onrecord.archive import Archive
from onrecord.tui.model.search_history import SearchHistory, load_history, save_history


def test_earlier_searches_come_newest_first_and_what_was_typed_comes_back() -> None:
    history = SearchHistory(["port", "bank", "strike"])
    assert [history.earlier(""), history.earlier("strike"), history.earlier("bank")] == ["strike", "bank", "port"]
    assert history.earlier("port") == "port"
    assert [history.later("port"), history.later("bank"), history.later("strike")] == ["bank", "strike", ""]
    assert history.later("") is None


def test_only_searches_with_what_was_typed_are_shown() -> None:
    history = SearchHistory(["said:Port", "bank", "port tag:x", "strike"])
    assert history.earlier("port") == "port tag:x"
    assert history.earlier("port tag:x") == "said:Port"
    assert history.later("said:Port") == "port tag:x"
    assert history.later("port tag:x") == "port"


def test_who_types_on_begins_anew() -> None:
    history = SearchHistory(["port", "bank"])
    assert history.earlier("") == "bank"
    assert history.later("bank x") is None
    assert history.earlier("bank x") == "bank x"
    assert history.earlier("po") == "port"


def test_a_search_is_kept_once_as_the_newest_and_a_hundred_at_most() -> None:
    history = SearchHistory(["port", "bank"])
    for query in ("port", " ", ""):
        history.add(query)
    assert history.queries == ["bank", "port"]
    for number in range(100):
        history.add(f"q{number}")
    assert (len(history.queries), history.queries[0]) == (100, "q0")


def entered(*queries: str) -> SearchHistory:
    history = SearchHistory()
    for query in queries:
        history.add(query)
    return history


def test_searches_are_stored_with_the_archive(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        assert load_history(archive).queries == []
        save_history(archive, entered("port"))
        version = archive.version()
        save_history(archive, SearchHistory(["port"]))  # nothing was entered
        assert archive.version() == version
        assert load_history(archive).queries == ["port"]


def test_the_searches_of_two_desks_are_all_stored(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        save_history(archive, entered("port", "bank"))
        first, second = load_history(archive), load_history(archive)
        first.add("strike")
        second.add("port")
        save_history(archive, first)
        save_history(archive, second)
        assert load_history(archive).queries == ["bank", "strike", "port"]


def test_searches_of_another_form_are_forgotten(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        save_history(archive, entered("port"))
        archive.database.table("desk").update({"queries": 3})
        save_history(archive, entered("bank"))
        assert load_history(archive).queries == ["bank"]
