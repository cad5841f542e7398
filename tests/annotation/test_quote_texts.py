"""Hard texts of our own, read with the model and by the rules alone: who says what, and what nobody says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import quote_texts
from _pytest.mark import ParameterSet
from quote_texts import Case
from spacy.language import Language

from onrecord.base.records import Attribution, words_of

# What is known to be read badly; other weights may read it better.
BADLY = {
    "model": {
        "what she called it",
        "quoted by an agency",
    },
    "rules": {
        "words, then who",
        "what she called it",
        "described as",
        "quoted by an agency",
    },
}
ALIKE = 0.75
"""The share of words that what is found and what is said have in common at least."""


@pytest.fixture(scope="module")
def read(nlp: Language) -> Callable[[str], dict[str, list[Attribution]]]:
    """All texts read once by an annotator, by their names."""
    annotations_by_text: dict[str, dict[str, list[Attribution]]] = {}
    pipes: list[Any] = [nlp.get_pipe(name) for name in ("onrecord_entities", "onrecord_quotes")]

    def reads(annotator: str) -> dict[str, list[Attribution]]:
        if annotator not in annotations_by_text:
            before = [pipe.annotator for pipe in pipes]
            for pipe in pipes:
                pipe.annotator = annotator
            try:
                docs = list(nlp.pipe(case.text for case in quote_texts.ALL))
            finally:
                for pipe, was in zip(pipes, before, strict=True):
                    pipe.annotator = was
            annotations_by_text[annotator] = {
                case.name: doc._.attributions for case, doc in zip(quote_texts.ALL, docs, strict=True)
            }
        return annotations_by_text[annotator]

    return reads


def _cases() -> Iterator[ParameterSet]:
    for reads_it, badly in BADLY.items():
        for case in quote_texts.ALL:
            marks = [pytest.mark.xfail(reason="known to be read badly")] if case.name in badly else []
            yield pytest.param(reads_it, case, marks=marks, id=f"{reads_it}-{case.name}")


@pytest.mark.parametrize(("reads_it", "case"), _cases())
def test_who_says_what(reads_it: str, case: Case, read: Callable[[str], dict[str, list[Attribution]]]) -> None:
    items = read(reads_it)[case.name]
    statements = [(words_of(case.text, item.source), words_of(case.text, item.content)) for item in items]
    for content, source in case.said.items():
        sources = [who for who, what in statements if _alike(content, what)]
        assert sources, (content, statements)
        assert any(_words(source) <= _words(who) for who in sources), (source, statements)
    for words in case.unsaid:
        start = case.text.index(words)
        inside = [item for item in items if any(s <= start < e for s, e in item.content)]
        assert not inside, (words, statements)


def test_the_texts_are_what_the_tests_take_them_for() -> None:
    names = [case.name for case in quote_texts.ALL]
    assert len(names) == len(set(names))
    assert set().union(*BADLY.values()) <= set(names)
    for case in quote_texts.ALL:
        assert all(_words(content) | _words(source) <= _words(case.text) for content, source in case.said.items())


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _alike(first: str, other: str) -> bool:
    mine, its = _words(first), _words(other)
    return len(mine & its) >= ALIKE * len(mine | its)
