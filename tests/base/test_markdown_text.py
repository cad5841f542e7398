"""The text that a reader of Markdown sees."""

from __future__ import annotations

import pytest

from onrecord.base.markdown_text import plain_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("One\nparagraph\n\nand *another*", "One paragraph\n\nand another"),
        ("A [link](http://a.example) to `code` &amp; \\*stars\\*", "A link to code & *stars*"),
        ("Hard  \nbreak<br>here<!-- hidden -->", "Hard\nbreak\nhere"),
        ("![A picture](p.png)", "A picture"),
        ("Before\n\n- a\n- b\n  - c\n\nAfter", "Before\n\n- a\n- b\n  - c\n\nAfter"),
        ("3. a\n\n   more\n4. b", "3. a\n\nmore\n\n4. b"),
        ("> said\n> so", "said so"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nEnd", "a | b\n1 | 2\n\nEnd"),
        ("```\ncode  kept\n```", "code  kept"),
        ("<div>Some <b>bold</b> &lt;text&gt;</div>", "Some bold <text>"),
        ("one\n\n***\n\ntwo", "one\n\ntwo"),
        ("1. a\n2. b\n\n- c", "1. a\n2. b\n\n- c"),
        ("- a\n- b\n\nMore\ntext", "- a\n- b\n\nMore text"),
        ("0. a", "0. a"),
        ("- a\n  1. b\n  2. c\n- d", "- a\n  1. b\n  2. c\n- d"),
        ("    indented code\n\nA <b>word</b>.", "indented code\n\nA word."),
        ("<!-- only\nhidden -->\n\nSeen", "Seen"),
    ],
)
def test_markdown_becomes_what_is_seen(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text


def test_bullets_line_breaks_and_html_are_the_callers_choice() -> None:
    markdown = "- one\n- two\n  lines\n\nA <b>word</b><br>more\n\n<i>all</i>\n"
    chosen = plain_text(markdown, bullet="• ", line_break="/", keep_html=True)
    assert chosen == "• one\n• two/lines\n\nA <b>word</b><br>more\n\n<i>all</i>"
    assert plain_text(markdown) == "- one\n- two lines\n\nA word\nmore\n\nall"
