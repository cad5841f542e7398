"""The history of an article: what each version changed, counted in words."""

from __future__ import annotations

import pytest

from onrecord.base import version_history
from onrecord.base.records import ArticleVersion
from onrecord.base.version_history import version_steps

TEXTS = ("The port is shut.", "The port is open again.")


def versions() -> list[ArticleVersion]:
    return [
        ArticleVersion(id=number, article=1, title="Port", text=text, text_hash=str(number), replaced="")
        for number, text in enumerate(TEXTS)
    ]


def test_each_version_has_its_words_and_those_that_it_changed() -> None:
    first, second = version_steps("2024-03-01T10:00:00+00:00", versions())
    assert (first.word_count, first.count("removed"), first.count("added")) == (4, 0, 0)
    assert (second.word_count, second.count("removed"), second.count("added")) == (5, 1, 2)


def test_what_is_prepared_is_not_counted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = version_steps("2024-03-01T10:00:00+00:00", versions())
    for step in steps:
        step.prepare()

    def fail(text: str) -> int:
        raise AssertionError(text)

    monkeypatch.setattr(version_history, "count_words", fail)
    assert [(step.word_count, step.count("added")) for step in steps] == [(4, 0), (5, 2)]
