"""What the desk asks: every way in and out of the prompts."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from list_sample import shown
from patience import PATIENCE
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import Input, Markdown, OptionList, Static, TextArea
from waiting import until

from onrecord.archive import ArchiveLocked
from onrecord.base.settings import resource
from onrecord.tui.looks.themes import THEMES
from onrecord.tui.model.typed_tags import parse_tags, tag_changes, typed_tag
from onrecord.tui.screens.prompts import Confirm, NoteEditor, TagPrompt, suggest_tags

SIZES = [(80, 24), (120, 36)]
KNOWN = {"economy": 64, "Ukraine": 120, "elections": 12, "eco": 1, "breaking news": 2, "sport": 30}
NOTHING = "no answer"


class Asking(App[None]):
    """A desk with keys of its own, a prompt on it, and what the prompt answered."""

    CSS_PATH = resource("styles.tcss")
    BINDINGS = [Binding(key, "bark", priority=False) for key in "tqjuy"]

    def __init__(self, prompt: Callable[[], ModalScreen[Any]]) -> None:
        super().__init__()
        self._prompt = prompt
        self.answer: object = NOTHING
        self.barks = 0

    def compose(self) -> ComposeResult:
        yield Static("the desk below")

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self.push_screen(self._prompt(), self._answered)

    def _answered(self, answer: object) -> None:
        self.answer = answer

    def action_bark(self) -> None:
        self.barks += 1


# --- tags -----------------------------------------------------------------------------------------------


def tags(*of_the_article: str) -> Asking:
    return Asking(lambda: TagPrompt(KNOWN, list(of_the_article)))


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], ([], [])),
        (["x", "enter"], (["x"], [])),
        ([*"x,y", "comma", "z", "enter"], (["x", "y", "z"], [])),
        ([*"ec", "enter"], (["ec"], [])),  # the beginning of known tags is a tag of its own
        ([*"ec", "tab", "enter"], (["economy"], [])),
        ([*"ec", "down", "down", "enter", "enter"], (["eco"], [])),
        ([*"ec", "up", "tab", "enter"], (["elections"], [])),
        ([*"ukr", "tab", *"x", "enter"], (["Ukraine", "x"], [])),
        ([*"UKRAINE", "enter"], (["Ukraine"], [])),
        ([*"news", "tab", "enter"], (["breaking news"], [])),
        ([*'"breaking n', "tab", "enter"], (["breaking news"], [])),
        ([*"-sport", "enter"], ([], ["sport"])),
        ([*"-sp", "tab", "enter"], ([], ["sport"])),
        (["ctrl+u", "enter"], ([], ["sport", "port strike"])),
        ([*"x", "escape"], None),
    ],
)
async def test_tags_typed(keys: list[str], answer: object) -> None:
    app = tags("sport", "port strike")
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert app.answer == answer
        assert app.barks == 0


async def test_a_click_takes_a_tag() -> None:
    app = tags()
    async with app.run_test() as pilot:
        await pilot.press(*"e")
        await pilot.pause()
        await pilot.click(OptionList, offset=(2, 1))
        await pilot.pause()
        assert app.screen.query_one(Input).value == "elections "
        assert app.focused is app.screen.query_one(Input)


@pytest.mark.parametrize("size", SIZES)
async def test_known_tags_are_offered_with_their_counts(size: tuple[int, int]) -> None:
    app = tags("sport")
    async with app.run_test(size=size) as pilot:
        await pilot.press(*"ec")
        await pilot.pause()
        lines = [line.split() for line in shown(app.screen.query_one(OptionList)) if line]
        assert lines == [["economy", "64"], ["eco", "1"], ["elections", "12"]]
        prompt = app.screen.query_one(".prompt").region
        assert prompt.x > 0
        assert prompt.right < size[0]
        assert prompt.bottom <= size[1]


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("", []),
        (" , #  ,", []),
        ("a b,c", [("a", True), ("b", True), ("c", True)]),
        ("#a -b -#c", [("a", True), ("b", False), ("c", False)]),
        ('"two words" -"and three more"', [("two words", True), ("and three more", False)]),
        ('"unclosed tag', [("unclosed", True), ("tag", True)]),
        ("anti-war 日本", [("anti-war", True), ("日本", True)]),
    ],
)
def test_tags_in_a_line(text: str, parsed: list[tuple[str, bool]]) -> None:
    assert parse_tags(text) == parsed


@pytest.mark.parametrize("tag", ["port", "port strike", "a,b", "-a", "#a", "a-b"])
def test_a_tag_can_be_typed_as_it_is_offered(tag: str) -> None:
    assert parse_tags(typed_tag(tag)) == [(tag, True)]


def test_changes_are_against_what_the_article_has() -> None:
    assert tag_changes("a c", ["a", "b"], []) == (["c"], ["b"])
    assert tag_changes("a b -a", ["a", "b"], []) == ([], ["a"])
    assert tag_changes("-z", [], []) == ([], [])
    assert tag_changes("x X", [], ["x"]) == (["x"], [])


def test_suggestions_begin_with_the_word_and_are_used_much() -> None:
    assert suggest_tags(KNOWN, "", []) == ["Ukraine", "economy", "sport", "elections", "breaking news", "eco"]
    assert suggest_tags(KNOWN, "e", {"economy"}) == ["elections", "eco", "Ukraine", "breaking news"]
    assert suggest_tags(KNOWN, "eco", []) == ["economy"]
    assert suggest_tags({str(i): i for i in range(100)}, "", []) == [str(i) for i in range(99, 91, -1)]


# --- notes ----------------------------------------------------------------------------------------------


def note(passage: str | None = None, body: str = "", store: Callable[[str], object] = str) -> Asking:
    return Asking(lambda: NoteEditor("A \x1b[1mtitle", passage, body, store))


async def test_a_note_is_written_and_saved() -> None:
    app = note()
    async with app.run_test() as pilot:
        await pilot.press(*"quit", "enter", *"j")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.answer != NOTHING)
        assert app.answer == "quit\nj"
        assert app.barks == 0


async def test_an_old_note_is_changed_at_its_end() -> None:
    app = note(body="One")
    async with app.run_test() as pilot:
        await pilot.press(*" two", "ctrl+s")
        await until(pilot, lambda: app.answer != NOTHING)
        assert app.answer == "One two"


@pytest.mark.parametrize(
    ("body", "keys", "answer"),
    [
        ("", ["ctrl+s"], None),
        ("", ["escape"], None),
        ("One", ["escape"], None),
        ("One", ["x", "backspace", "escape"], None),
        ("One", ["x", "escape"], NOTHING),
        ("One", ["x", "escape", "y"], None),
        ("One", ["x", "escape", "left", "enter"], None),
        ("One", ["x", "escape", "enter", "ctrl+s"], "Onex"),
        ("One", ["x", "escape", "escape", "ctrl+s"], "Onex"),
        ("One", ["backspace"] * 3 + ["ctrl+s"], NOTHING),
    ],
)
async def test_ways_out_of_a_note(body: str, keys: list[str], answer: object) -> None:
    app = note(body=body)
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        await until(pilot, lambda: app.answer == answer)


async def test_an_emptied_note_is_not_stored_and_the_key_that_deletes_it_is_named() -> None:
    app = Asking(lambda: NoteEditor("Port", None, "A", str, delete_key="X"))
    async with app.run_test() as pilot:
        await pilot.press("backspace", "ctrl+s")
        sentence = "A note needs some text. To delete it, press X in the list of notes."
        await until(pilot, lambda: [notice.message for notice in app._notifications] == [sentence])
        assert app.answer is NOTHING


@pytest.mark.parametrize("size", SIZES)
async def test_a_note_that_cannot_be_stored_stays_in_the_pad_with_the_reason(size: tuple[int, int]) -> None:
    attempts: list[str] = []

    def store(body: str) -> None:
        attempts.append(body)
        if len(attempts) < 3:
            raise ArchiveLocked("Another program is writing [b]the\x1b]0;archive[/b].")

    app = note(store=store)
    async with app.run_test(size=size) as pilot:
        await pilot.press(*"Ask.", "ctrl+s")
        area = app.screen.query_one(TextArea)
        state = app.screen.query_one("#save-state")
        await until(pilot, lambda: state.has_class("-refused"))
        assert app.answer == NOTHING
        assert area.text == "Ask."
        assert area.has_focus
        assert area.size.height >= 5
        reason = " ".join(shown(state))
        assert "[b]the␛]0;archive[/b]. The note is not stored yet; ctrl+s tries again." in " ".join(reason.split())
        await pilot.press(*"More", "ctrl+s")
        await until(pilot, lambda: len(attempts) == 2 and not area.read_only)
        await pilot.press("ctrl+s", "ctrl+s", "ctrl+s")
        await until(pilot, lambda: app.answer != NOTHING)
        assert app.answer == "Ask.More"
        assert attempts == ["Ask.", "Ask.More", "Ask.More"]


async def test_the_screen_goes_on_while_a_note_is_being_stored() -> None:
    may_store = Event()
    attempts: list[str] = []

    def store(body: str) -> None:
        attempts.append(body)
        assert may_store.wait(PATIENCE)

    app = note(store=store)
    async with app.run_test() as pilot:
        await pilot.press(*"Ask.", "ctrl+s")
        await until(pilot, lambda: attempts)
        assert "Storing …" in " ".join(shown(app.screen.query_one("#save-state")))
        assert not app.screen.query_one("#save-state").has_class("-refused")
        await pilot.press("x", "escape", "ctrl+s")  # they neither change, leave nor store it twice
        await pilot.pause()
        assert isinstance(app.screen, NoteEditor)
        assert app.screen.query_one(TextArea).text == "Ask."
        may_store.set()
        await until(pilot, lambda: app.answer != NOTHING)
        assert app.answer == "Ask."
        assert attempts == ["Ask."]


@pytest.mark.parametrize("size", SIZES)
async def test_where_there_is_room_a_preview_follows(size: tuple[int, int]) -> None:
    app = note(passage="the \x1b]0;red line", body="# Head")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        preview = app.screen.query_one(Markdown)
        assert preview.display is (size[0] >= 100)
        await pilot.press("enter", *"- item")
        await until(pilot, lambda: "item" in preview.source)
        assert "the ␛]0;red line" in " ".join(shown(app.screen.query_one("#passage")))
        assert "␛[1mtitle" in str(app.screen.query_one(".prompt").border_subtitle)
        area = app.screen.query_one(TextArea)
        assert area.size.width >= 30
        assert area.size.height >= 5


async def test_the_preview_of_an_empty_note_says_what_it_is() -> None:
    app = note(body="")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        preview = app.screen.query_one(Markdown)
        assert preview.source == "*Here you see how the note will look.*"
        await pilot.press("a")
        await until(pilot, lambda: preview.source == "a")
        await pilot.press("backspace")
        await until(pilot, lambda: "how the note will look" in preview.source)


async def test_control_characters_in_a_note_are_seen_and_kept() -> None:
    app = note(body="a \x1b[31mb")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        area = app.screen.query_one(TextArea)
        lines = [area.render_line(y).text for y in range(area.size.height)]
        assert lines[0].startswith("a ␛[31mb")
        assert not any("\x1b" in line for line in lines)
        assert "\x1b" not in app.screen.query_one(Markdown).source
        await pilot.press("!", "ctrl+s")
        await pilot.pause()
        assert app.answer == "a \x1b[31mb!"


# --- questions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["y"], True),
        (["n"], False),
        (["escape"], False),
        (["enter"], False),
        (["tab", "enter"], True),
        (["h", "enter"], True),
        (["left", "right", "enter"], False),
        (["q", "j"], NOTHING),
    ],
)
async def test_a_question(keys: list[str], answer: object, size: tuple[int, int]) -> None:
    app = Asking(lambda: Confirm("Delete “[b]x[/]”?", yes="Delete", no="Keep"))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "Delete “[b]x[/]”?" in " ".join(shown(app.screen.query_one("#question")))
        await pilot.press(*keys)
        await pilot.pause()
        assert app.answer == answer
        assert app.barks == 0
