"""A passage is found again in a changed text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.base.anchors import anchor_at, find_anchor
from onrecord.base.records import Anchor

TEXT = "The port is open, she said.\n\nThe port is closed, he said. Nobody else spoke of the port."

OTHER = st.text("xyz ", max_size=50)


def test_stays_where_nothing_changed() -> None:
    start = TEXT.rindex("the port")
    assert find_anchor(anchor_at(TEXT, (start, start + 8)), TEXT) == (start, start + 8)


def test_follows_its_words_when_text_comes_before_them() -> None:
    start = TEXT.index("The port is closed")
    anchor = anchor_at(TEXT, (start, start + 8))
    longer = "A correction was made.\n\nThe port was never open. " + TEXT
    assert find_anchor(anchor, longer) == (
        longer.index("The port is closed"),
        longer.index("The port is closed") + 8,
    )


def test_same_words_are_told_apart_by_what_surrounds_them() -> None:
    text = "one said red two. three said red four. five said red six."
    for words in ("two", "four", "six"):
        start = text.index(f"red {words}")
        anchor = anchor_at(text, (start, start + 3))
        moved = "five said red six. " + text.replace("five said red six.", "") + " one said blue two."
        place = find_anchor(anchor, moved)
        assert place is not None
        assert moved[place[1] :].startswith(f" {words}")


def test_without_context_the_nearest_is_taken() -> None:
    text = "red green red green red"
    assert find_anchor(Anchor(exact="red", start=11, end=14), text) == (10, 13)
    assert find_anchor(Anchor(exact="red", start=500, end=503), text) == (20, 23)


def test_spacing_may_differ() -> None:
    anchor = anchor_at("say it is\nclosed now", (7, 16))
    assert anchor.exact == "is\nclosed"
    assert find_anchor(anchor, "say it is  closed now") == (7, 17)


def test_gone_when_the_words_are_gone() -> None:
    assert find_anchor(anchor_at(TEXT, (4, 8)), "Nothing of it is left.") is None
    assert find_anchor(Anchor(exact=" "), TEXT) is None


@given(
    st.text("ab c", min_size=1, max_size=60), st.data(), st.text("xyz ", max_size=50), st.text("xyz ", max_size=50)
)
def test_found_after_any_text_is_put_around(text: str, data: st.DataObject, before: str, after: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = find_anchor(anchor_at(text, (start, end)), before + text + after)
    if text[start:end].strip():
        assert found is not None
        assert (before + text + after)[slice(*found)].split() == text[start:end].split()
    else:
        assert found is None
