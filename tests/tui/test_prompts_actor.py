"""The dialogs for a line and for an actor: what is offered, in which order, and what is answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from patience import PATIENCE
from test_prompts import NOTHING, Asking
from textual.widgets import Input, OptionList
from waiting import until, until_at_rest

from onrecord.archive import Archive
from onrecord.base.archive_records import ArchiveActor
from onrecord.base.records import Actor, Annotation, Draft, hash_text
from onrecord.tui.screens.prompts_actor import ActorPrompt, TextPrompt
from onrecord.tui.screens.sorting import KEYS, SortMenu

ARTICLE_ACTORS = [
    Actor(id="a1", name="Ann Adler", type="person", aliases=["the mayor"]),
    Actor(id="a2", name="Port of Oslo", type="organisation"),
    Actor(id="a3", name="Adler Group", type="organisation"),
]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive of one article that names Ann Adler and Ada Adler."""
    text = "Ann Adler met Ada Adler."
    actors = [
        Actor(id="a1", name="Ann Adler", type="person", mentions=[(0, 9)]),
        Actor(id="a2", name="Ada Adler", type="person", mentions=[(14, 23)]),
    ]
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(Draft(title="Home", text=text), Annotation(actors=actors, text_hash=hash_text(text)))
        yield archive


def offers(app: Asking) -> list[str]:
    options = app.screen.query_one(OptionList)
    return [
        " ".join(str(options.get_option_at_index(index).prompt).split()) for index in range(options.option_count)
    ]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (
            "",
            [
                "Ann Adler person, in this article",
                "Port of Oslo organisation, in this article",
                "Adler Group organisation, in this article",
            ],
        ),
        ("mayor", ["Ann Adler person, in this article", "mayor a new person of this name"]),
        (
            "adler",
            [
                "Ann Adler person, in this article",
                "Adler Group organisation, in this article",
                "Ada Adler person, 1 article",
                "adler a new person of this name",
            ],
        ),
        ("ann adler", ["Ann Adler person, in this article"]),
        ("ada a", ["Ada Adler person, 1 article", "ada a a new person of this name"]),
        ("Zoe", ["Zoe a new person of this name"]),
    ],
)
async def test_actors_are_offered_from_the_article_the_archive_and_anew(
    archive: Archive, typed: str, offered: list[str]
) -> None:
    app = Asking(lambda: ActorPrompt(archive, "Who says it?", ARTICLE_ACTORS))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*typed)
        await until_at_rest(pilot)
        assert sorted(offers(app)) == sorted(offered)
        assert offers(app)[0] == offered[0]
        assert app.screen.query_one(OptionList).highlighted == 0


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], ("Ann Adler", "person")),
        (["down", "enter"], ("Port of Oslo", "organisation")),
        (["down", "down", "up", "enter"], ("Port of Oslo", "organisation")),
        ([*"Zoe", "enter"], ("Zoe", "person")),
        (["escape"], None),
    ],
)
async def test_the_actor_under_the_cursor_is_the_answer(archive: Archive, keys: list[str], answer: object) -> None:
    app = Asking(lambda: ActorPrompt(archive, "Who says it?", ARTICLE_ACTORS))
    async with app.run_test(size=(80, 24)) as pilot:
        for key in keys:
            await pilot.press(key)
            await until_at_rest(pilot)
        assert app.answer == answer


async def test_enter_on_a_new_person_waits_until_the_archive_knows_of_none(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_answer, called = Event(), archive.actors.called

    def called_late(name: str, limit: int) -> list[ArchiveActor]:
        assert may_answer.wait(PATIENCE)
        return called(name, limit)

    monkeypatch.setattr(archive.actors, "called", called_late)
    app = Asking(lambda: ActorPrompt(archive, "Who says it?", ARTICLE_ACTORS))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Ada", "enter")
        await pilot.pause()
        answers = [app.answer]
        may_answer.set()
        await until(pilot, lambda: app.answer != NOTHING)
        assert [*answers, app.answer] == [NOTHING, ("Ada Adler", "person")]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], "Old name"),
        (["s", "enter"], "Old names"),
        (["ctrl+u", "enter"], NOTHING),
        (["ctrl+u", "space", "enter", "x", "enter"], "x"),
        (["ctrl+u", "space", "x", "space", "enter"], "x"),
        (["escape"], None),
    ],
)
async def test_a_line_is_changed_at_its_end(keys: list[str], answer: object) -> None:
    app = Asking(lambda: TextPrompt("Rename", "Old name", "a hint"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.screen.query_one(Input).value == "Old name"
        assert app.answer == NOTHING
        await pilot.press(*keys)
        await pilot.pause()
        assert app.answer == answer


@pytest.mark.parametrize("order", [name for name, _ in KEYS.values()])
async def test_the_menu_of_orders_begins_at_the_present_one(order: str) -> None:
    app = Asking(lambda: SortMenu(order))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert app.answer == order
