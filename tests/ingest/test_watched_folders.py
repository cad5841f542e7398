"""What a fetch of a watched folder brings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from onrecord.base.feeds import Feed, FetchedFeed
from onrecord.base.records import Draft
from onrecord.ingest import IngestError, read, watched_folders
from onrecord.ingest.document import Failed, raise_error
from onrecord.ingest.feed_lists import feeds_of
from onrecord.ingest.feeds import fetch_feed
from onrecord.ingest.politeness import Politeness

WORDS = "The harbour of Torvik opened again after three weeks, and the first two ships came in at noon."


def fetched(feed: Feed) -> tuple[FetchedFeed | None, list[IngestError]]:
    failures: list[IngestError] = []
    return fetch_feed(feed, Politeness(), failures.append), failures


def fetched_texts(feed: Feed) -> tuple[list[str], Feed]:
    """The texts of the articles that a fetch brings, and the feed as it is stored afterwards."""
    result, failures = fetched(feed)
    assert result is not None
    assert failures == []
    seen = [*(entry.mark for entry in result.entries), *result.seen]
    return [entry.draft.text for entry in result.entries], msgspec.structs.replace(feed, seen=seen)


def test_files_come_once_and_again_when_they_change(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(WORDS)
    texts, feed = fetched_texts(Feed(url=str(tmp_path)))
    assert texts == [WORDS]
    assert fetched(feed) == (None, [])
    (tmp_path / "one.txt").write_text(WORDS + " It rained.")
    (tmp_path / "two.txt").write_text("Another story.")
    texts, feed = fetched_texts(feed)
    assert texts == [WORDS + " It rained.", "Another story."]
    assert fetched(feed) == (None, [])


def test_a_folder_is_called_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(WORDS)
    result, _ = fetched(Feed(url=str(tmp_path)))
    assert result is not None
    assert result.title == tmp_path.name


def test_a_change_of_the_same_length_is_a_change(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text("It rained at noon.")
    os.utime(file, ns=(1, 1))
    _, feed = fetched_texts(Feed(url=str(tmp_path)))
    file.write_text("It snowed at noon.")
    os.utime(file, ns=(2, 2))
    assert fetched_texts(feed)[0] == ["It snowed at noon."]


def test_all_articles_of_a_file_come_and_files_in_folders_below(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "two.jsonl").write_text('{"text": "One story."}\n{"text": "Another story."}\n')
    texts, feed = fetched_texts(Feed(url=str(tmp_path)))
    assert texts == ["One story.", "Another story."]
    assert fetched(feed) == (None, [])


def test_hidden_files_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".one.txt.part").write_text("The harbour of")
    assert fetched(Feed(url=str(tmp_path))) == (None, [])


def test_a_file_that_is_written_while_it_is_read_is_left_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text('{"text": "Half a story')

    def read_while_written(source: Path, *, failed: Failed) -> Iterator[Draft]:
        yield from read(source, failed=failed)
        file.write_text('{"text": "Half a story, and the other half."}')

    with monkeypatch.context() as patched:
        patched.setattr(watched_folders, "read", read_while_written)
        assert fetched(feed := Feed(url=str(tmp_path))) == (None, [])
    assert fetched_texts(feed)[0] == ["Half a story, and the other half."]


def test_files_that_go_are_no_change(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(WORDS)
    _, feed = fetched_texts(Feed(url=str(tmp_path)))
    (tmp_path / "one.txt").unlink()
    assert fetched(feed) == (None, [])


def test_a_file_that_cannot_be_read_is_told_once_and_the_others_come(tmp_path: Path) -> None:
    (tmp_path / "one.bin").write_bytes(bytes(range(256)))
    (tmp_path / "two.txt").write_text(WORDS)
    (tmp_path / "three.txt").symlink_to(tmp_path / "gone.txt")
    result, failures = fetched(feed := Feed(url=str(tmp_path)))
    assert result is not None
    assert [entry.draft.text for entry in result.entries] == [WORDS]
    assert [Path(failure.name).name for failure in failures] == ["one.bin", "three.txt"]
    assert fetched(msgspec.structs.replace(feed, seen=result.seen)) == (None, [])


def test_a_folder_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="there is no such folder; look whether it was moved"):
        fetched(Feed(url=str(tmp_path / "gone")))


def test_one_folder_by_two_paths_is_one_feed(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "below")
    paths = (tmp_path / "below", tmp_path / "link", tmp_path / "below" / ".." / "below")
    feeds = [feed for path in paths for feed in feeds_of(str(path), raise_error)]
    assert feeds == [Feed(url=str((tmp_path / "below").resolve()))] * 3
    assert all(feed.is_folder for feed in feeds)


def test_a_folder_whose_name_is_no_text_is_refused(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9"
    os.mkdir(folder)
    with pytest.raises(IngestError, match="rename it"):
        feeds_of(os.fsdecode(folder), raise_error)


@pytest.mark.parametrize("url", ["http://post.example/", "HTTPS://post.example"])
def test_an_address_is_no_folder(url: str) -> None:
    assert not Feed(url=url).is_folder
