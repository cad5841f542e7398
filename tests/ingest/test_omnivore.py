"""The export of Omnivore: lists of articles beside their pages."""

from __future__ import annotations

import json
from pathlib import Path

from documents_by_hand import PARAGRAPHS, TEXT, read_all, write, zip_of

PAGE = (
    "<DIV id='readability-content'><DIV class='page'>"
    + "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    + "</DIV></DIV>"
)


def record(slug: str, **fields: object) -> dict[str, object]:
    return {
        "id": f"id-{slug}",
        "slug": slug,
        "title": f"The title of {slug}",
        "description": "Not the text.",
        "author": "Bo Dahl",
        "url": f"https://post.example/{slug}",
        "state": "Active",
        "labels": ["port", "later"],
        "savedAt": "2024-05-02T10:00:00.000Z",
        "publishedAt": "2024-05-01T08:00:00.000Z",
    } | fields


def test_pages_and_what_is_known_of_them_are_articles(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {
        "metadata_0_to_1.json": json.dumps([record("harbour"), record("only-address")]),
        "metadata_1_to_2.json": json.dumps([record("empty", publishedAt=None, author=None)]),
        "content/harbour.html": PAGE,
        "content/empty.html": "",
        "highlights/harbour.md": "> a highlight",
    }
    articles, failures, addresses = read_all(write(tmp_path / "omnivore.zip", zip_of(members)))
    [article] = articles
    assert (article.title, article.author, article.published) == ("The title of harbour", "Bo Dahl", "2024-05-01")
    assert (article.url, article.tags) == ("https://post.example/harbour", ["port", "later"])
    assert article.text == TEXT
    assert [each.url for each in addresses] == ["https://post.example/only-address", "https://post.example/empty"]
    assert [each.name for each in failures] == [f"{tmp_path / 'omnivore.zip'}: content/empty.html"]


def test_a_list_that_is_damaged_is_told(tmp_path: Path) -> None:
    file = write(tmp_path / "omnivore.zip", zip_of({"metadata_0_to_1.json": "[{", "content/x.html": PAGE}))
    articles, [failure], addresses = read_all(file)
    assert (articles, addresses) == ([], [])
    assert str(failure).startswith(f"{file}: metadata_0_to_1.json: no list of Omnivore's articles")
