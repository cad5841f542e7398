"""A changed text from the same address is a new version of the article, and nothing of the old one is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from archive_sample import ANNOTATION, BANK, STRIKE, TEXT, span
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.archive import Archive, NoSuchArticle
from onrecord.archive.indexing.bulk_add import AddedArticle
from onrecord.archive.indexing.new_versions import resemble
from onrecord.base.anchors import anchor_at
from onrecord.base.records import Draft

CHANGED = TEXT.replace("She added that it was late.", "The talks go on.") + "\n\nMore follows."
AGAIN = msgspec.structs.replace(STRIKE, text=CHANGED, title="Port strike may end", tags=["update"])


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    with Archive.open(tmp_path / "news") as opened:
        yield opened


@pytest.fixture
def strike(archive: Archive) -> int:
    """The id of an annotated article."""
    return archive.articles.add(STRIKE, ANNOTATION).id


def test_a_changed_text_from_the_same_address_is_a_version(archive: Archive, strike: int) -> None:
    assert archive.articles.add(AGAIN) == AddedArticle(strike, new=False, new_version=True)
    article = archive.articles.get(strike)
    assert (article.title, article.tags, article.annotator) == (AGAIN.title, [*STRIKE.tags, "update"], "")
    assert archive.articles.text(strike) == CHANGED
    assert archive.annotations.get(strike) is None
    older, newer = archive.versions.of(strike)
    assert (older.title, older.text, older.annotation, bool(older.replaced)) == (
        STRIKE.title,
        TEXT,
        ANNOTATION,
        True,
    )
    assert (newer.id, newer.title, newer.text, newer.replaced) == (0, AGAIN.title, CHANGED, "")
    assert archive.maintenance.check() == []


def test_search_finds_the_newest_version(archive: Archive, strike: int) -> None:
    other = archive.articles.add(BANK).id
    archive.articles.add(AGAIN)
    assert archive.search.ids("late") == []
    assert archive.search.ids("follows") == [strike]
    assert archive.search.ids("has:version") == [strike]
    assert archive.search.ids("-has:version") == [other]


def test_a_text_that_is_set_back_is_the_newest_version_again(archive: Archive, strike: int) -> None:
    texts = [TEXT, *(f"{CHANGED} {number}" for number in range(1, 5)), TEXT]
    for text in texts[1:]:
        added = archive.articles.add(msgspec.structs.replace(STRIKE, text=text))
        assert added == AddedArticle(strike, new=False, new_version=True)
    assert archive.articles.text(strike) == TEXT
    assert [version.text for version in archive.versions.of(strike)] == texts
    assert archive.articles.add(STRIKE) == AddedArticle(strike, new=False)
    assert archive.search.ids("late") == [strike]
    assert archive.maintenance.check() == []


@pytest.mark.parametrize("url", ["", "https://example.org/strike-2"])
def test_a_text_that_an_article_of_another_address_has_had_is_not_new(
    archive: Archive, strike: int, url: str
) -> None:
    archive.articles.add(AGAIN)
    assert archive.articles.add(msgspec.structs.replace(STRIKE, url=url)) == AddedArticle(strike, new=False)
    assert archive.articles.text(strike) == CHANGED
    assert len(archive.versions.of(strike)) == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(numbers=st.lists(st.integers(0, 3), min_size=1, max_size=8), is_together=st.booleans())
def test_the_newest_version_is_the_last_one_added(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], is_together: bool
) -> None:
    drafts = [msgspec.structs.replace(STRIKE, text=f"{TEXT} {number}") for number in numbers]
    with Archive.open(tmp_path_factory.mktemp("versions") / "news") as archive:
        if is_together:
            assert {added.id for added in archive.articles.add_many([BANK, *drafts])} == {1, 2}
        else:
            assert {archive.articles.add(draft).id for draft in [BANK, *drafts]} == {1, 2}
        texts = [draft.text for draft in drafts]
        expected = [text for text, before in zip(texts, ["", *texts], strict=False) if text != before]
        assert [version.text for version in archive.versions.of(2)] == expected


@pytest.mark.parametrize(
    ("url", "title", "text", "is_version"),
    [
        ("http://www.example.org/strike/?utm_source=x", "Other", CHANGED, True),
        ("https://example.org/strike", STRIKE.title, "Something else entirely.", True),
        ("https://example.org/strike", "Other", "Something else entirely.", False),
        ("https://example.org/strike-2", STRIKE.title, CHANGED, False),
        ("", STRIKE.title, CHANGED, False),
    ],
)
def test_a_version_has_the_address_and_resembles(
    archive: Archive, strike: int, url: str, title: str, text: str, is_version: bool
) -> None:
    added = archive.articles.add(Draft(title=title, text=text, url=url))
    assert (added.id == strike, added.new_version) == (is_version, is_version)


def test_versions_that_are_added_together_are_one_article(archive: Archive) -> None:
    third = msgspec.structs.replace(AGAIN, text=CHANGED + " And more.")
    added = list(archive.articles.add_many([BANK, STRIKE, AGAIN, STRIKE, third]))
    assert [(each.id, each.new, each.new_version) for each in added] == [
        (1, True, False),
        (2, True, False),
        (2, False, True),
        (2, False, True),
        (2, False, True),
    ]
    assert [version.text for version in archive.versions.of(2)] == [TEXT, CHANGED, TEXT, CHANGED + " And more."]
    assert archive.maintenance.check() == []


def test_notes_go_with_their_words(archive: Archive, strike: int) -> None:
    moved = archive.notes.add(strike, "Moved", anchor_at(TEXT, span("the talks had failed")))
    gone = archive.notes.add(strike, "Gone", anchor_at(TEXT, span("it was late")))
    archive.notes.add(strike, "On the article")
    archive.articles.add(AGAIN)
    notes = {note.body: note for note in archive.notes.on(strike)}
    start = CHANGED.index("the talks had failed")
    assert moved.anchor is not None
    assert notes["Moved"].anchor == msgspec.structs.replace(moved.anchor, start=start, end=start + 20)
    assert notes["Gone"].anchor == gone.anchor
    first = archive.versions.of(strike)[0].text_hash
    assert {body: note.version for body, note in notes.items()} == {
        "Moved": "",
        "Gone": first,
        "On the article": "",
    }


def test_spacing_makes_no_version(archive: Archive, strike: int) -> None:
    archive.articles.update([strike], text=TEXT.replace("\n\n", "\n"))
    assert len(archive.versions.of(strike)) == 1
    assert archive.articles.get(strike).annotator == ""


def test_versions_are_removed_and_restored_with_their_article(archive: Archive, strike: int) -> None:
    archive.articles.add(AGAIN)
    before = archive.versions.of(strike)
    archive.articles.remove([strike])
    assert archive.versions.earlier(strike) == []
    with pytest.raises(NoSuchArticle):
        archive.versions.of(strike)
    assert archive.articles.restore([strike]) == 1
    assert archive.versions.of(strike) == before


def test_texts_resemble_if_a_fifth_of_the_shorter_is_in_the_other() -> None:
    words = [f"w{number}" for number in range(23)]  # 20 rows of four words
    text = " ".join(words)
    assert resemble(text, " ".join([*words[:8], *"abcdefghijklmno"]))  # five of them
    assert not resemble(text, " ".join([*words[:7], *"abcdefghijklmnop"]))  # four
    assert resemble("One line.", "one  LINE.")
    assert not resemble("", "One line.")
