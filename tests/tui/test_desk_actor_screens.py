"""How dossiers and reviews are opened from the article, and what is shown after them."""

from __future__ import annotations

import pytest
from article_controllers import Desk, archive, at_ann, desk

from onrecord.archive import ArchiveError
from onrecord.tui.model.places import ReviewPlace
from onrecord.tui.screens.dossier import DossierScreen
from onrecord.tui.screens.reviews import ReviewScreen

__all__ = ["archive", "desk"]


def test_the_dossier_of_who_speaks_is_opened(desk: Desk) -> None:
    at_ann(desk)
    desk.reader.asides = True
    desk.dossiers.open_under_cursor()
    assert isinstance(desk.dialog, DossierScreen)
    assert (desk.dialog._trail[0].name, desk.dialog._asides) == ("Ann Adler", True)
    place = desk.dialog.place
    desk.host.answer((2, None))
    assert desk.opened == 2
    assert desk.left_places == [place]


def test_a_dossier_opens_where_it_was_left(desk: Desk) -> None:
    at_ann(desk)
    desk.dossiers.open_under_cursor()
    assert isinstance(desk.dialog, DossierScreen)
    desk.dialog._query = "strike"
    desk.host.answer(None)
    assert desk.left_places == []
    desk.dossiers.open_under_cursor()
    assert isinstance(desk.dialog, DossierScreen)
    assert desk.dialog._query == "strike"


def test_without_a_speaker_there_is_no_dossier(desk: Desk) -> None:
    desk.focus.pane = "reader"
    desk.dossiers.open_under_cursor()
    assert (desk.host.dialogs, desk.host.sentences) == ([], ["Nothing under the cursor has a speaker."])
    desk.article.close()
    desk.dossiers.open("a1")
    assert desk.host.dialogs == []


def test_an_actor_whom_only_the_article_has_is_found_by_name_or_not_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.archive.actors, "of_annotation", lambda article, actor: None)
    desk.dossiers.open("a1")
    assert isinstance(desk.dialog, DossierScreen)
    assert desk.dialog._trail[0].name == "Ann Adler"
    desk.host.dialogs.clear()
    desk.dossiers.open("a9")
    monkeypatch.setattr(desk.archive.actors, "called", lambda name: [])
    desk.dossiers.open("a1")
    assert desk.host.dialogs == []
    assert desk.host.sentences == ["The archive has nothing of them beyond this article."] * 2


def test_a_dossier_that_cannot_be_read_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(article: int, actor: str) -> None:
        raise ArchiveError("The archive is asleep.")

    monkeypatch.setattr(desk.archive.actors, "of_annotation", fail)
    desk.dossiers.open("a1")
    assert (desk.host.dialogs, desk.host.complaints) == ([], ["The archive is asleep."])


@pytest.mark.parametrize(("place", "opened"), [((2, None), 2), (None, 1)])
def test_what_the_reviews_decide_is_shown_afterwards(
    desk: Desk, place: tuple[int, None] | None, opened: int
) -> None:
    desk.reviews.open()
    assert isinstance(desk.dialog, ReviewScreen)
    desk.host.answer(place)
    assert desk.host.changes_shown == 1
    assert desk.opened == opened
    assert desk.left_places == ([] if place is None else [ReviewPlace("same person", 0)])
