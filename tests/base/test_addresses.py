"""Addresses that lead to the same article have the same key."""

from __future__ import annotations

import pytest

from onrecord.base.addresses import address_key


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example/strike",
        "http://post.example/strike",
        "https://www.post.example/strike/",
        "https://POST.example/strike#second-part",
        " https://post.example/strike?utm_source=mail&UTM_medium=x&fbclid=1 ",
        "https://reader:secret@post.example/strike",
    ],
)
def test_what_changes_nothing_does_not_matter(url: str) -> None:
    assert address_key(url) == "post.example/strike"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://post.example/Strike", "post.example/Strike"),
        ("https://post.example:8080/", "post.example:8080"),
        ("https://post.example/story?id=7&utm_source=x&page=", "post.example/story?id=7&page="),
    ],
)
def test_what_leads_elsewhere_stays(url: str, key: str) -> None:
    assert address_key(url) == key


@pytest.mark.parametrize("url", ["", "post.example/strike", "ftp://post.example/x", "https://", "https://[::1/x"])
def test_what_is_no_address_of_the_web_has_no_key(url: str) -> None:
    assert address_key(url) == ""
