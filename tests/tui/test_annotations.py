"""What the desk annotates next: what is on screen, then the newest of all that is not annotated by today's annotator."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from patience import PATIENCE
from waiting import WatchedEvent

from onrecord.annotation import SUPPORTED_LANGUAGES
from onrecord.annotation.pool import FEW_TEXTS
from onrecord.annotation.worker import BackgroundAnnotator, BackgroundError, ProcessEnded
from onrecord.archive import Archive
from onrecord.base.records import Annotation, Draft, hash_text
from onrecord.tui.model.annotation_queue import AnnotatingSlot, AnnotationQueue

VERSION = "7 test"


class Annotator:
    """Stands for the process that annotates, and tells what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken = self.deadly = ""
        self.deaths = 0
        self.is_stopped = False
        self.then: Callable[[], object] = lambda: None

    def annotate(self, text: str, language: str) -> Annotation:
        self.asked.append(text)
        self.then()
        if text == self.deadly and self.asked.count(text) <= self.deaths:
            raise ProcessEnded("It ended.")
        if text == self.broken:
            raise BackgroundError("Not this one.")
        return Annotation(annotator=VERSION, text_hash=hash_text(text), language=language)

    def stop(self) -> None:
        self.is_stopped = True

    def close(self) -> None:
        pass


class Desk:
    """What the desk has of the background: it is told of each article."""

    def __init__(self, archive: Archive, helpers: int = 0) -> None:
        self.annotator = Annotator()
        self.helpers = [Annotator() for _ in range(helpers)]
        self.is_gone = False
        self.ready: list[int] = []
        self.failed: list[int] = []
        self.annotations = AnnotationQueue(
            self,
            archive,
            None,
            lambda article, _: self.ready.append(article),
            lambda article, _: self.failed.append(article),
            lambda progress: self.progress.append(progress.partition(",")[0]),
        )
        self.progress: list[str] = []
        self.annotations.version = VERSION
        self.annotations._slots = [
            AnnotatingSlot(cast(BackgroundAnnotator, annotator), is_helper=annotator is not self.annotator)
            for annotator in (self.annotator, *self.helpers)
        ]

    def call_later(self, callback: Callable[..., object], *args: object) -> bool:
        if not self.is_gone:
            callback(*args)
        return not self.is_gone

    async def work(self) -> None:
        await work(self.annotations)


async def work(queue: AnnotationQueue) -> None:
    """Annotate until there is nothing more to do: each of the processes waits to be woken."""
    wakes = [WatchedEvent() for _ in queue._slots]
    for slot, wake in zip(queue._slots, wakes, strict=True):
        slot.wake = wake
    task = asyncio.create_task(queue.run())
    async with asyncio.timeout(PATIENCE):
        while not all(wake.is_awaited and not wake.is_set() for wake in wakes):
            assert not task.done()
            await asyncio.sleep(0.01)
    task.cancel()


def add(archive: Archive, name: str, day: int, annotator: str = "") -> int:
    article = archive.articles.add(Draft(title=name, text=name, published=f"2021-04-{day:02}")).id
    if annotator:
        archive.annotations.store(article, Annotation(annotator=annotator, text_hash=hash_text(name)))
    return article


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Articles 1 to 5: of the days 3, 5, 1, 4 and 2, some annotated, one by an older annotator."""
    archive = Archive.open(tmp_path)
    add(archive, "never", 3)
    add(archive, "older", 5, "6 test")
    add(archive, "shown", 1)
    add(archive, "today", 4, VERSION)
    add(archive, "changed", 2, VERSION)
    archive.articles.update([5], text="changed since")
    return archive


async def test_what_is_on_screen_comes_first_then_the_newest(archive: Archive) -> None:
    assert archive.annotations.pending(VERSION, SUPPORTED_LANGUAGES) == [2, 1, 5, 3]
    desk = Desk(archive)
    desk.annotations.request([3, 4])
    await desk.work()
    assert desk.annotator.asked == ["shown", "older", "never", "changed since"]
    assert desk.ready == [3, 2, 1, 5]
    assert archive.annotations.pending(VERSION, SUPPORTED_LANGUAGES) == []
    assert [article.annotator for article in archive.articles.get_many(archive.search.ids())] == [VERSION] * 5


async def test_how_much_is_left_is_told(archive: Archive) -> None:
    desk = Desk(archive)
    await desk.work()
    assert desk.progress == ["4 to annotate", "3 to annotate", "2 to annotate", "1 to annotate", ""]


async def test_how_much_is_left_is_told_before_anything_is_annotated(archive: Archive) -> None:
    desk, told = Desk(archive), list[tuple[str, int]]()
    desk.annotations._on_progress = lambda progress: told.append((progress, len(desk.annotator.asked)))
    desk.annotations.request([3, 4])
    await desk.work()
    assert told[0] == ("4 to annotate", 0)


async def test_what_comes_on_screen_meanwhile_is_next(archive: Archive) -> None:
    desk = Desk(archive)
    loop = asyncio.get_running_loop()

    def scroll() -> None:
        desk.annotator.then = lambda: None
        loop.call_soon_threadsafe(desk.annotations.request, [3])

    desk.annotator.then = scroll
    await desk.work()
    assert desk.annotator.asked[:2] == ["older", "shown"]


async def test_a_text_that_changes_while_it_is_read_is_read_again(archive: Archive) -> None:
    desk = Desk(archive)

    def change() -> None:
        desk.annotator.then = lambda: None
        archive.articles.update([2], text="newer")

    desk.annotator.then = change
    await desk.work()
    assert desk.annotator.asked[:2] == ["older", "newer"]
    assert archive.annotations.pending(VERSION, SUPPORTED_LANGUAGES) == []


async def test_what_fails_is_said_once_and_left_alone(archive: Archive) -> None:
    desk = Desk(archive)
    desk.annotator.broken = "older"
    await desk.work()
    assert desk.failed == [2]
    assert desk.annotator.asked.count("older") == 1
    assert archive.annotations.pending(VERSION, SUPPORTED_LANGUAGES) == [2]


@pytest.mark.parametrize(("deaths", "failed"), [(1, []), (2, [2])])
async def test_a_text_with_which_the_process_ends_is_tried_twice(
    deaths: int, failed: list[int], archive: Archive
) -> None:
    desk = Desk(archive)
    desk.annotator.deadly, desk.annotator.deaths = "older", deaths
    await desk.work()
    assert desk.annotator.asked == ["older", "older", "never", "changed since", "shown"]
    assert desk.failed == failed
    assert archive.annotations.pending(VERSION, SUPPORTED_LANGUAGES) == failed


async def test_of_an_archive_that_is_only_read_only_the_screen_is_annotated(archive: Archive) -> None:
    with Archive(archive.file, refused="It is only read.") as shut:
        desk = Desk(shut)
        desk.annotations.request([3, 4])
        await desk.work()
    assert (desk.annotator.asked, desk.ready, desk.failed) == (["shown"], [3], [])
    assert archive.annotations.get(3) is None


async def test_what_is_in_a_language_that_is_not_read_is_not_asked_for(archive: Archive) -> None:
    archive.articles.update([2], language="de")
    archive.articles.update([1], language="en")
    desk = Desk(archive)
    desk.annotations.request([2, 3])
    await desk.work()
    assert desk.annotator.asked == ["shown", "never", "changed since"]
    assert archive.articles.get(1).language == "en"


async def test_a_desk_that_is_gone_is_told_nothing(archive: Archive) -> None:
    desk = Desk(archive)
    desk.is_gone = True
    desk.annotator.broken = "shown"
    await desk.work()
    assert desk.annotator.asked
    assert (desk.ready, desk.failed, desk.progress) == ([], [], [])


async def test_without_a_model_what_is_annotated_is_shown_and_the_rest_is_said(archive: Archive) -> None:
    failed: dict[int, str] = {}
    queue = AnnotationQueue(
        Desk(archive), archive, "no_such_model", lambda article, _: pytest.fail("none is made"), failed.__setitem__
    )
    queue.request([2, 1, 4])  # an older annotation is one
    await work(queue)
    assert failed.keys() == {1}
    assert "“model”" in failed[1]
    assert "not installed" in failed[1]


@pytest.mark.parametrize(("count", "has_help"), [(FEW_TEXTS - 1, False), (FEW_TEXTS + 20, True)])
async def test_helpers_annotate_only_where_there_is_much(count: int, has_help: bool, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "many") as archive:
        texts = [f"Text {number}." for number in range(count)]
        for text in texts:
            archive.articles.add(Draft(title=text, text=text, language="en"))
        desk = Desk(archive, helpers=2)
        await desk.work()
        asked = [text for annotator in (desk.annotator, *desk.helpers) for text in annotator.asked]
        assert sorted(asked) == sorted(texts), "each is annotated once"
        assert [bool(helper.asked) for helper in desk.helpers] == [has_help] * 2
        assert all(helper.is_stopped for helper in desk.helpers), "where little is left they go"
        assert archive.annotations.pending(VERSION, SUPPORTED_LANGUAGES) == []
