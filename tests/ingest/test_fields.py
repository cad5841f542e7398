"""Dates, tags and titles as people write them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest import fields
from onrecord.ingest.document import IngestError, clean, decode


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2021-04-16", "2021-04-16"),
        ("2021-04-16T23:30:00+02:00", "2021-04-16"),
        (datetime.date(2021, 4, 16), "2021-04-16"),
        (datetime.datetime(2021, 4, 16, 9), "2021-04-16"),
        ("16 Apr 2021", "2021-04-16"),
        ("April 16, 2021 at 9:00 am", "2021-04-16"),
        ("16. April 2021", "2021-04-16"),
        ("Fri, 16 Apr 2021 10:00:00 GMT", "2021-04-16"),
        ("April 2021", ""),
        ("2021", ""),
        ("soon", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_dates(value: object, date: str) -> None:
    assert fields.iso_date(value) == date


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ("a, b c,,#d", ["a", "b c", "d"]),
        (["a", "a", " b "], ["a", "b"]),
        (None, []),
        (7, ["7"]),
        (["x", 2], ["x", "2"]),
    ],
)
def test_tags(value: object, tags: list[str]) -> None:
    assert fields.tags(value) == tags


def test_no_date_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    values: list[str] = []
    monkeypatch.setattr("dateparser.parse", lambda value, settings: values.append(value))
    assert [fields.iso_date(value) for value in ("", " ", None, "2021-04-16, late", "soon", "day 3")] == [
        *("", "", ""),
        "2021-04-16",
        *("", ""),
    ]
    assert values == ["day 3"]


@pytest.mark.parametrize(
    ("text", "stem", "title"),
    [
        ("A harbour", "file", "A harbour"),
        ("\nA  harbour\n \t\nIt is open.", "file", "A harbour"),
        ("A harbour\nis open.", "file", "file"),
        ("A harbour\nis open.", "", "A harbour"),
        ("a" * 200 + "\n\nIt is open.", "file", "a" * 200),
        ("a" * 201 + "\n\nIt is open.", "file", "file"),
        ("a" * 201, "file", "file"),
        ("a" * 202, "", "a" * 200),
    ],
)
def test_a_first_line_is_a_title_when_it_stands_like_a_headline(text: str, stem: str, title: str) -> None:
    assert fields.title(text, stem) == title


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_sentence(data: bytes) -> None:
    try:
        text = clean(decode(data, "name"))
    except IngestError as error:
        assert str(error).startswith("name: ")  # noqa: PT017
    else:
        text.encode("utf-8")
        assert "\r" not in text
        assert "\0" not in text


@given(st.text(max_size=300))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    data = text.encode()
    control = sum(byte < 32 and byte not in b"\t\n\v\f\r\b\x1a\x1b" for byte in data)
    if control <= len(data) / 100 and not data.startswith((b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"\xef\xbb\xbf")):
        assert decode(data, "name") == text
