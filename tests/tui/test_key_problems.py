"""Keys of the settings are checked, and originals opened by a browser that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.terminal.browser import BrowserError, browser_command, open_address
from onrecord.tui.looks.keymap import ACTIONS, PANES, SCREENS, key_problems, keys_of

PAGE = "https://example.org/strike"


def test_a_key_that_another_action_has_is_named() -> None:
    assert key_problems({"note": "u"}) == ["The config file gives note the key u, which toggle_read has as well."]
    assert key_problems({"note": "u", "toggle_read": "ctrl+t"}) == []


def test_a_key_of_the_desk_is_one_that_no_pane_takes() -> None:
    assert key_problems({"note": "j"}) == ["The config file gives note the key j, which move_down has as well."]
    assert key_problems({"next_word": "s"}) == [
        "The config file gives next_word the key s, which toggle_star has as well."
    ]
    assert key_problems({"next_word": "M"}) == []  # it marks in the list, where there are no words


def test_a_clash_of_two_keys_of_the_file_is_named_at_one_of_them() -> None:
    assert key_problems({"note": "f4", "tag": "f4"}) == [
        "The config file gives note the key f4, which tag has as well."
    ]


def test_a_key_may_be_written_as_its_character() -> None:
    assert key_problems({"note": "?"}) == key_problems({"note": "question_mark"}) != []


def test_keys_of_the_application_are_none_of_an_action() -> None:
    assert key_problems({"note": "ctrl+p"}) == [
        "The config file gives note the key ctrl+p, which the palette has as well."
    ]


def test_a_key_may_mean_something_else_in_another_pane() -> None:
    assert key_problems({"remove_note": "f4", "forget_list": "f4"}) == []


@pytest.mark.parametrize(("key", "is_key"), [
    ("nonsense", False), ("ctrl+nonsense", False), ("slash", True), ("ctrl+s", True), ("f12", True), ("é", True),
    ("latin_small_letter_e_with_acute", True), ("alt+shift+left", True),
])  # fmt: skip
def test_a_key_that_is_none_is_named(key: str, is_key: bool) -> None:
    problems = key_problems({"search": key})
    assert problems == (
        [] if is_key else [f"The config file gives search the key “{key}”, which is no name of a key."]
    )


def test_an_action_that_is_none_is_named() -> None:
    (problem,) = key_problems({"tga": "x", "tag": "T"})
    assert "tga" in problem


def test_the_keys_of_the_desk_have_no_problems() -> None:
    for pane in (*PANES, *SCREENS):
        shown = {pane, "rows" if pane in SCREENS else "desk"}
        keys = [
            key for action in ACTIONS if shown & {*action.panes} and action.keys for key in keys_of(action, {})
        ]
        assert sorted(keys) == sorted(set(keys)), pane


@pytest.mark.parametrize(
    ("environment", "platform", "command"),
    [
        ({}, "linux", ["xdg-open", PAGE]),
        ({}, "darwin", ["open", PAGE]),
        ({"BROWSER": "firefox --new-tab %s:lynx"}, "linux", ["firefox", "--new-tab", PAGE]),
    ],
)
def test_an_original_is_opened_by_the_browser_that_is_there(
    environment: dict[str, str], platform: str, command: list[str]
) -> None:
    assert browser_command(PAGE, environment, lambda name: name, platform) == command


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "-v", ""])
def test_what_is_no_web_page_is_not_opened(address: str) -> None:
    with pytest.raises(BrowserError, match="is not the address of a web page"):
        browser_command(address, {}, lambda name: name)


def test_without_a_browser_the_address_is_said(tmp_path: Path) -> None:
    with pytest.raises(BrowserError, match=f"no program to open {PAGE}"):
        browser_command(PAGE, {}, lambda name: None)
    with pytest.raises(BrowserError, match="cannot be started"):
        open_address([str(tmp_path / "none"), PAGE])
