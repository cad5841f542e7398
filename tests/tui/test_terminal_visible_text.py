"""What stands on the screen, and what is sent, for characters that a terminal must not get."""

from __future__ import annotations

import pytest

from onrecord.base.control_characters import control_symbol
from onrecord.terminal.visible_text import (
    visible,
    visible_in_place,
    visible_lines,
    without_controls,
)


@pytest.mark.parametrize(
    ("char", "symbol"), [("\x00", "␀"), ("\x1b", "␛"), ("\x1f", "␟"), ("\x7f", "␡"), ("\x80", "\ufffd")]
)
def test_each_control_character_has_a_symbol(char: str, symbol: str) -> None:
    assert control_symbol(char) == symbol


@pytest.mark.parametrize(
    ("text", "shown", "in_place", "sent"),
    [
        ("plain", "plain", "plain", "plain"),
        ("a\tb", "a b", "a b", "ab"),
        ("a\x07b", "a␇b", "a␇b", "ab"),
        ("a\u2028b\u2029c", "a b c", "a b c", "abc"),
        ("a\ud800b", "a\ufffdb", "a\ufffdb", "a\ufffdb"),
        ("a\u202eb", "a\ufffdb", "a\ufffdb", "ab"),
        ("a\u2066b\u2069", "a\ufffdb\ufffd", "a\ufffdb\ufffd", "ab"),
        ("a\u200eb", "ab", "a\ufffdb", "ab"),
        ("a\u200db", "a\u200db", "a\u200db", "a\u200db"),
        ("a\u200d b\u200d", "a b", "a\u200d b\u200d", "a\u200d b\u200d"),
        ("a\u200cb\u200d", "a\u200cb", "a\u200cb\u200d", "a\u200cb\u200d"),
        ("\u2764\ufe0f\u200d\u2642", "\u2764\u2642", "\u2764\ufe0f\u200d\u2642", "\u2764\ufe0f\u200d\u2642"),
        ("a\ufe0eb\ufe0f", "ab", "a\ufe0eb\ufe0f", "a\ufe0eb\ufe0f"),
        ("\ufdff\ufe10", "\ufdff\ufe10", "\ufdff\ufe10", "\ufdff\ufe10"),
        ("a\U000e0100\U000e01efb", "ab", "a\U000e0100\U000e01efb", "a\U000e0100\U000e01efb"),
        ("é日", "é日", "é日", "é日"),
        ("a\x7f", "a␡", "a␡", "a"),
    ],
)
def test_a_text_is_shown_and_sent_without_harm(text: str, shown: str, in_place: str, sent: str) -> None:
    assert visible(text) == shown
    assert visible_in_place(text) == in_place
    assert without_controls(text) == sent
    assert len(visible_in_place(text)) == len(text)


def test_lines_stay_lines() -> None:
    assert visible_lines("a\x1b\nb\r\nc") == "a␛\nb\nc"
