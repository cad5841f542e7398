"""The ways out of the desk, and what the shell is told of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partialmethod

import pytest
from textual.widget import Widget

from onrecord.archive import Archive
from onrecord.base.settings import Settings
from onrecord.entry import main
from onrecord.tui.app import OnRecord, run
from onrecord.tui.looks import stylesheet
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.widgets.article_pane import ArticlePane
from onrecord.tui.widgets.status import QuoteStatus


@pytest.mark.parametrize("moment", ["list", "before", "page", "status"])
async def test_the_desk_can_be_left_while_it_is_put_together(
    desk: Callable[..., OnRecord], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    leavings: list[str] = []

    def leave(node: Widget | OnRecord) -> None:
        leavings.append(moment)
        node.app.exit()

    match moment:
        case "list":
            monkeypatch.setattr(DeskScreen, "on_compose", leave, raising=False)
        case "before":
            monkeypatch.setattr(stylesheet, "complete", leave)
        case "page":
            monkeypatch.setattr(ArticlePane, "on_mount", leave, raising=False)
        case "status":
            monkeypatch.setattr(QuoteStatus, "on_mount", leave, raising=False)
    app = desk()
    await app.run_async(headless=True, size=(120, 36))
    assert leavings == [moment]
    assert app.return_code == 0


@pytest.fixture
def settings(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a desk that runs without a terminal."""
    monkeypatch.setattr(OnRecord, "run", partialmethod(OnRecord.run, headless=True, size=(120, 36)))
    return Settings(archive=archive.folder)


def test_a_desk_that_is_left_tells_the_shell_that_all_is_well(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def leave(screen: DeskScreen) -> None:
        screen.app.exit()

    monkeypatch.setattr(DeskScreen, "add_workbench", leave)
    assert run(settings) == 0


def test_a_desk_that_fails_tells_the_shell(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(listing: ArticleListController) -> None:
        raise RuntimeError("the desk falls apart")

    monkeypatch.setattr(ArticleListController, "start", fail)
    assert run(settings) == 1

    monkeypatch.setenv("ONRECORD_ARCHIVE", str(settings.archive))
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    with pytest.raises(SystemExit) as left:
        main.desk(None)
    assert left.value.code == 1
