"""What is written for characters that steer a terminal."""

from __future__ import annotations

import io
import json

import pytest

from onrecord.base.control_characters import SafeWriter, with_escapes, with_symbols


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("plain — “ä”\n\tb", "plain — “ä”\n\tb"),
        ("\x1b]2;T\x07", "␛]2;T␇"),
        ("\r\x7f\x9b", "␍␡\ufffd"),
        ("\u202eb\u2069", "\ufffdb\ufffd"),
        ("\u200f\u200d", "\u200f\u200d"),
    ],
)
def test_a_symbol_stands_for_what_steers(text: str, symbols: str) -> None:
    assert with_symbols(text) == symbols


def test_json_keeps_it_as_an_escape() -> None:
    value = "a\x1b\x7f\x9b\u202e\u2066ä\n"
    escaped = with_escapes(json.dumps(value, ensure_ascii=False))
    assert escaped == '"a\\u001b\\u007f\\u009b\\u202e\\u2066ä\\n"'
    assert json.loads(escaped) == value


@pytest.mark.parametrize(("is_json", "written"), [(True, "\\u009b"), (False, "\ufffd")])
def test_a_file_gets_the_one_or_the_other(is_json: bool, written: str) -> None:
    out = io.StringIO()
    SafeWriter(out, json=is_json).write("\x9b")
    assert out.getvalue() == written
