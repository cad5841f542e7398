"""Tags within a text: what is one, and what is not."""

from __future__ import annotations

import pytest

from onrecord.base.hashtags import hashtags


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("ask them #todo", ["todo"]),
        ("#todo (#check-again), #Økonomi/skatt.", ["todo", "check-again", "Økonomi/skatt"]),
        ("#todo #todo", ["todo"]),
        ("#a-", ["a"]),
        ("# Heading", []),
        ("## Heading", []),
        ("case #12, C# and issue#tag", []),
        ("https://example.org/page#part https://example.org/#top ?q=#x", []),
        ("&#nbsp; \\#", []),
        ("", []),
    ],
)
def test_tags_of_a_text(text: str, tags: list[str]) -> None:
    assert hashtags(text) == tags
