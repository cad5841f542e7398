"""Corrections without a screen: what is meant under the cursor, what is asked, and what is stored."""

from __future__ import annotations

import pytest
from article_controllers import ANN, ANNOTATION, BEN, ROME, Desk, archive, at_ann, desk

from onrecord.archive import Archive
from onrecord.tui.screens.choice_menu import ChoiceMenu
from onrecord.tui.screens.prompts_actor import ActorPrompt, TextPrompt

__all__ = ["archive", "desk"]


def target(desk: Desk) -> tuple[str | None, int | None, object]:
    """What is under the cursor: an actor's id, a quote, and an entity's span."""
    target = desk.corrections.target()
    assert target is not None
    actor_id = target.actor.id if target.actor else None
    return actor_id, target.quote, target.entity.span if target.entity else None


def test_under_the_cursor_is_what_the_pane_shows_there(desk: Desk) -> None:
    desk.focus.pane = "reader"
    desk.reader.cursor, desk.reader.actor_at_cursor, desk.reader.quote = 23, "a1", 0
    assert target(desk) == ("a1", 0, ANN)
    desk.reader.cursor, desk.reader.actor_at_cursor, desk.reader.quote = 24, None, None
    assert target(desk) == (None, None, None)
    desk.focus.pane = "actors"
    desk.sidebar.actors.highlighted = ANNOTATION.actors[1]
    assert target(desk) == ("a2", None, None)
    desk.focus.pane = "quotes"
    desk.sidebar.quotes.highlighted = 1
    assert target(desk) == (None, 1, None)
    desk.focus.pane = "entities"
    assert target(desk) == (None, None, None)
    desk.sidebar.entities.highlighted = ROME
    assert target(desk) == (None, None, ROME)
    desk.sidebar.entities.highlighted = BEN
    assert target(desk) == ("a2", None, BEN)


def test_in_the_list_of_quotes_the_quote_is_meant(desk: Desk) -> None:
    assert desk.article.open_article is not None
    desk.search.quote_under_cursor = desk.article.open_article.quotes[0]
    desk.article.show(2)
    assert target(desk) == (None, 0, None)
    assert desk.opened == 1
    desk.article.show(2)
    desk.search.show_quote = lambda quote: None  # its article cannot be read
    assert desk.corrections.target() is None


def test_without_an_annotation_nothing_is_under_the_cursor(desk: Desk) -> None:
    desk.article.show(2)
    assert desk.corrections.target() is None
    assert desk.corrections.actor_under_cursor() is None
    assert desk.corrections.actor("a1") is None
    desk.corrections.open_menu()
    desk.corrections.accept_name()
    assert desk.host.dialogs == []
    assert desk.host.sentences == [
        "Nothing to set right under the cursor.",
        "No name under the cursor is only suspected to be an actor's.",
    ]


def test_who_speaks_goes_before_who_is_named(desk: Desk) -> None:
    desk.focus.pane = "reader"
    desk.reader.cursor, desk.reader.actor_at_cursor, desk.reader.quote = 31, "a2", 0
    assert (actor := desk.corrections.actor_under_cursor()) is not None
    assert actor.id == "a1"
    desk.reader.quote = 1  # nobody speaks there
    assert (actor := desk.corrections.actor_under_cursor()) is not None
    assert actor.id == "a2"
    desk.reader.quote = None
    assert (actor := desk.corrections.actor_under_cursor()) is not None
    assert actor.id == "a2"


def choose(desk: Desk, *answers: object) -> None:
    """Open the menu at Ann, and answer what is asked one after the other."""
    at_ann(desk)
    desk.corrections.open_menu()
    for answer in answers:
        desk.host.answer(answer)


def corrections(desk: Desk) -> list[tuple[str, int | None, str, str]]:
    return [(each.kind, each.article, each.name, each.to) for each in desk.archive.corrections.all()]


@pytest.mark.parametrize(
    ("answers", "correction"),
    [
        (["nobody"], ("speaker", 1, "", "")),
        (["speaker", ("Ben Baker", "person")], ("speaker", 1, "", "Ben Baker")),
        (["label", "ORG"], ("label", 1, "", "ORG")),
        (["label", "none"], ("label", 1, "", "")),
        (["rename", "Anna Adler"], ("rename", 1, "Ann Adler", "Anna Adler")),
        (["join", ("Ben Baker", "person")], ("join", 1, "Ann Adler", "Ben Baker")),
        (["split", "Adler"], ("split", 1, "Adler", "Ann Adler")),
        (["accept"], ("join", 1, "Adler", "Ann Adler")),
        (["reject"], ("split", 1, "Adler", "Ann Adler")),
        (["type", "organisation"], ("type", 1, "Ann Adler", "organisation")),
        (["hide"], ("hide", 1, "Ann Adler", "")),
        (["everywhere", "hide"], ("hide", None, "Ann Adler", "")),
        (["everywhere", "everywhere", "hide"], ("hide", 1, "Ann Adler", "")),
        (["everywhere", "rename", "Anna Adler"], ("rename", None, "Ann Adler", "Anna Adler")),
        (["everywhere", "join", ("Ben Baker", "person")], ("join", None, "Ann Adler", "Ben Baker")),
        (["everywhere", "split", "Adler"], ("split", None, "Adler", "Ann Adler")),
        (["everywhere", "accept"], ("join", None, "Adler", "Ann Adler")),
        (["everywhere", "reject"], ("split", None, "Adler", "Ann Adler")),
        (["everywhere", "type", "organisation"], ("type", None, "Ann Adler", "organisation")),
        (["everywhere", "label", "ORG"], ("label", None, "", "ORG")),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, list) else "",
)
def test_a_choice_of_the_menu_makes_its_correction(
    desk: Desk, answers: list[object], correction: tuple[str, int | None, str, str]
) -> None:
    choose(desk, *answers)
    assert corrections(desk) == [correction]
    assert desk.host.sentences == ["Set right; <undo> takes it back."]
    assert desk.session.edits.newest == "correction"


@pytest.mark.parametrize("answers", [[None], ["rename", None], ["rename", "Ann Adler"], ["label", None]])
def test_no_answer_corrects_nothing(desk: Desk, answers: list[object]) -> None:
    choose(desk, *answers)
    assert corrections(desk) == []
    assert desk.host.dialogs == []


@pytest.mark.parametrize(
    ("choice", "kind"),
    [
        ("speaker", ActorPrompt),
        ("label", ChoiceMenu),
        ("rename", TextPrompt),
        ("join", ActorPrompt),
        ("type", ChoiceMenu),
    ],
)
def test_a_choice_asks_for_what_it_needs(desk: Desk, choice: str, kind: type[object]) -> None:
    choose(desk, choice)
    assert isinstance(desk.dialog, kind)
    if isinstance(desk.dialog, ActorPrompt):
        assert [actor.id for actor in desk.dialog._actors] == ["a2"]


@pytest.mark.parametrize(
    ("answers", "title", "keys"),
    [
        ([], "Set right: “We walk out”", "p0rms+-txle"),
        (["label"], "“Ann Adler” is", "1234567890x"),
        (["split"], "Not Ann Adler", "1"),
        (["type"], "Ann Adler is a", "ocpg"),
    ],
    ids=["menu", "label", "split", "type"],
)
def test_a_menu_has_a_title_and_a_key_for_each_choice(
    desk: Desk, answers: list[object], title: str, keys: str
) -> None:
    choose(desk, *answers)
    assert isinstance(desk.dialog, ChoiceMenu)
    assert (desk.dialog._title, "".join(choice.key for choice in desk.dialog._choices)) == (title, keys)


def test_no_label_is_the_last_choice(desk: Desk) -> None:
    choose(desk, "label")
    assert isinstance(desk.dialog, ChoiceMenu)
    assert [choice.name for choice in desk.dialog._choices][::10] == ["PERSON", "none"]
    assert desk.dialog._choices[-1].label == "no name at all"


@pytest.mark.parametrize(("choice", "title"), [("speaker", "Who says “We walk out”?"), ("join", "Ann Adler is")])
def test_a_prompt_says_what_the_actor_is_wanted_for(desk: Desk, choice: str, title: str) -> None:
    choose(desk, choice)
    assert isinstance(desk.dialog, ActorPrompt)
    assert desk.dialog._title == title


def test_a_name_is_changed_from_what_it_was(desk: Desk) -> None:
    choose(desk, "rename")
    assert isinstance(desk.dialog, TextPrompt)
    assert (desk.dialog._title, desk.dialog._value) == ("Rename Ann Adler", "Ann Adler")


def test_a_suspected_name_is_judged_by_a_key(desk: Desk) -> None:
    desk.focus.pane = "actors"
    desk.sidebar.actors.highlighted = ANNOTATION.actors[0]
    desk.corrections.accept_name()
    desk.corrections.reject_name()
    assert [kind for kind, *_ in corrections(desk)] == ["join", "split"]
    desk.sidebar.actors.highlighted = ANNOTATION.actors[1]
    desk.corrections.accept_name()
    assert desk.host.sentences[-1] == "No name under the cursor is only suspected to be an actor's."


def test_what_cannot_be_written_is_not_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Archive, "read_only", "It cannot be written.")
    choose(desk)
    assert desk.host.dialogs == []
