"""The open article is kept in one place: what the panes show of it is the same, whatever comes from where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_pilot import WIDE, about, started
from textual.pilot import Pilot
from waiting import until

from onrecord.annotation import version
from onrecord.archive import Archive
from onrecord.base.records import Actor, Annotation, Attribution, Correction, Draft, Span
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.desk import DeskScreen

TEXT = "Ada Orlova said that the quay would open."
NEW_NAME = "Countess Orlova"


def read_by_machine(text: str) -> Annotation:
    """What the machine reads in the text: she says something."""
    start = text.index("Ada Orlova")
    minister = Actor(id="a1", name="Ada Orlova", type="person", mentions=[(start, start + 10)])
    said = Attribution(
        source=[(start, start + 10)],
        cue=[(start + 11, start + 15)],
        content=[(start + 16, len(text) - 1)],
        kind="indirect",
        speaker=["a1"],
    )
    return Annotation(attributions=[said], actors=[minister], annotator=version())


class Annotator:
    """Reads at once what takes the machine some time."""

    def __init__(self, model: str | None, *, threads: int | None = None, niceness: int = 0) -> None:
        pass

    def annotate(self, text: str, language: str) -> Annotation:
        return read_by_machine(text)

    def stop(self) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.tui.model.annotation_queue.BackgroundAnnotator", Annotator)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """One article that nobody has read, of an actor whom the reader calls otherwise."""
    with Archive.open(tmp_path / "news") as archive:
        article = archive.articles.add(Draft(title="Quay", text=TEXT)).id
        archive.corrections.apply(
            Correction(kind="rename", article=article, name="Ada Orlova", type="person", to=NEW_NAME)
        )
        yield archive


async def annotated(pilot: Pilot[None]) -> DeskScreen:
    """The desk when the background has read the article."""
    screen = await started(pilot)
    await until(pilot, lambda: screen.open_article and screen.open_article.annotation)
    return screen


def names_shown(screen: DeskScreen) -> list[str]:
    """What the actor is called on the page, in the sidebar and in what the desk knows of the article."""
    page = screen.workbench.panes.reader.annotation
    beside = screen.workbench.panes.sidebar.actors._annotation
    opened = screen.open_article.annotation if screen.open_article else None
    return [each.actors[0].name for each in (page, beside, opened) if each is not None]


@pytest.mark.parametrize("refused", ["", "It is only read."], ids=["written", "only read"])
async def test_a_renamed_actor_has_their_name_in_all_panes(archive: Archive, refused: str) -> None:
    with Archive(archive.file, refused=refused) as own:
        app = OnRecord(Settings(archive=own.folder, theme="onrecord-dark"), own)
        async with app.run_test(size=WIDE) as pilot:
            screen = await annotated(pilot)
            assert names_shown(screen) == [NEW_NAME] * 3
            assert screen.workbench.panes.sidebar.actors.decided == {"a1"}
            screen.show_changes()
            await pilot.pause()
            assert names_shown(screen) == [NEW_NAME] * 3


async def test_a_text_that_another_changes_is_shown_with_its_own_reading(archive: Archive) -> None:
    app = OnRecord(Settings(archive=archive.folder, theme="onrecord-dark"), archive)
    async with app.run_test(size=WIDE) as pilot:
        screen = await annotated(pilot)
        new = f"Corrected: {TEXT}"
        with Archive.open(archive.folder) as other:
            other.articles.update(archive.search.ids(), text=new)
        await until(pilot, lambda: mentions(screen) == [(11, 21)])
        assert screen.workbench.panes.reader.text == new
        assert "Corrected" in about(screen)
        assert screen.workbench.panes.reader.annotation is not None
        assert screen.workbench.panes.reader.annotation.actors[0].mentions == [(11, 21)]


def mentions(screen: DeskScreen) -> list[Span]:
    """Where the actor is named in the text that is open."""
    annotation = screen.open_article.annotation if screen.open_article else None
    return annotation.actors[0].mentions if annotation else []
