"""How long titles, tags and notes may be, and what is said of those that are longer."""

from __future__ import annotations

import pytest

from onrecord.base.field_limits import LONGEST, MOST_PASSAGES, MOST_TAGS, correction_excess, excess


@pytest.mark.parametrize(
    ("field", "label"),
    [("title", "title"), ("url", "address"), ("published", "date"), ("body", "note"), ("date", "date")],
)
def test_each_field_has_its_limit(field: str, label: str) -> None:
    longest = LONGEST[label]
    assert excess({field: "x" * longest}) == ""
    assert excess({"id": 1, field: "x" * (longest + 1)}) == (
        f"the {label} has {longest + 1:,} characters, and {longest:,} may be"
    )


def test_a_text_has_none_here() -> None:
    assert excess({"text": "x" * 2_000_000, "position": 3}) == ""


def test_tags_have_a_length_and_a_number() -> None:
    assert excess({"tags": ["x" * LONGEST["tag"]] * MOST_TAGS}) == ""
    assert excess({"tags": ["a", "x" * (LONGEST["tag"] + 1)]}) == "the tag has 1,001 characters, and 1,000 may be"
    assert excess({"tags": ["a"] * (MOST_TAGS + 1)}) == "there are 1,001 tags, and 1,000 may be"


def test_a_correction_has_names_and_passages() -> None:
    assert correction_excess({"name": "x" * LONGEST["name"], "passages": {"cue": [1] * MOST_PASSAGES}}) == ""
    assert correction_excess({"to": "x" * 1001}) == "the name has 1,001 characters, and 1,000 may be"
    assert correction_excess({"passages": {"cue": [1] * MOST_PASSAGES, "source": [1]}}) == (
        "a quote has 201 passages, and 200 may be"
    )
    assert correction_excess({"kind": "wording", "name": "x" * 1001}) == ""
    assert correction_excess({"passages": 3}) == ""
