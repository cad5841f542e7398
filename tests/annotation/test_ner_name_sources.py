"""Names from spaCy and from datelines, and names of two sources combined."""

from __future__ import annotations

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc, Span

from onrecord.annotation.lexicon.name_span import NameSpan
from onrecord.annotation.ner.name_sources import combine_names, dateline_names, spacy_names
from onrecord.annotation.text.line_types import TextLine

ENGLISH = English()


def with_entity(words: list[str], start: int, end: int, label: str) -> Doc:
    doc = Doc(ENGLISH.vocab, words=words, spaces=[not word.isspace() for word in words])
    doc.ents = [Span(doc, start, end, label)]
    return doc


@pytest.mark.parametrize(
    ("label", "names"), [("ORG", [NameSpan(1, 3, "ORG")]), ("GPE", [NameSpan(1, 3, "GPE")]), ("DATE", [])]
)
def test_entities_that_are_names_are_trimmed_names(label: str, names: list[NameSpan]) -> None:
    doc = with_entity(["the", "Harbour", "Board", "met"], 0, 3, label)
    assert list(spacy_names(doc, [])) == names


@pytest.mark.parametrize(
    ("joined", "names"),
    [(False, [NameSpan(0, 2, "ORG"), NameSpan(3, 4, "ORG")]), (True, [NameSpan(0, 4, "ORG")])],
)
def test_a_name_ends_with_its_line_unless_the_sentence_goes_on(joined: bool, names: list[NameSpan]) -> None:
    doc = with_entity(["Harbour", "Board", "\n", "Chair"], 0, 4, "ORG")
    line_end = doc.text.index("\n")
    lines = [TextLine(0, line_end, "title", joined), TextLine(line_end + 1, len(doc.text), "prose", False)]
    assert list(spacy_names(doc, lines)) == names


def test_a_line_may_end_within_a_token() -> None:
    doc = with_entity(["Harbour", "Board", " \n", "Chair"], 0, 4, "ORG")
    lines = [TextLine(0, doc.text.index("\n"), "title", False)]
    assert list(spacy_names(doc, lines)) == [NameSpan(0, 2, "ORG"), NameSpan(3, 4, "ORG")]
    lines = [TextLine(0, doc.text.index("\n") - 1, "title", False)]
    assert list(spacy_names(doc, lines)) == [NameSpan(0, 4, "ORG")]


def test_what_is_no_name_without_its_article_is_left_out() -> None:
    assert list(spacy_names(with_entity(["it", "the", "."], 1, 2, "ORG"), [])) == []


def test_datelines_name_city_and_region() -> None:
    doc = ENGLISH.make_doc("KYIV, Ukraine (AP) — Rain.")
    line = TextLine(0, 26, "prose", False, (0, 4), (6, 13))
    assert list(dateline_names(doc, [line])) == [NameSpan(0, 1, "GPE"), NameSpan(2, 3, "GPE")]
    assert list(dateline_names(doc, [TextLine(0, 26, "prose", False, (0, 4), None)])) == [NameSpan(0, 1, "GPE")]
    assert list(dateline_names(doc, [TextLine(0, 26, "prose", False, None, (1, 2))])) == [], "half a word is none"
    assert list(dateline_names(doc, [TextLine(0, 26, "prose", False)])) == []


def sure(start: int, end: int, label: str) -> NameSpan:
    return NameSpan(start, end, label, certain=True)


@pytest.mark.parametrize(
    ("certain", "likely", "combined"),
    [
        pytest.param([], [NameSpan(0, 2, "ORG")], [NameSpan(0, 2, "ORG")], id="a likely one alone"),
        pytest.param([NameSpan(0, 2, "GPE")], [], [sure(0, 2, "GPE")], id="a certain one alone"),
        pytest.param([NameSpan(0, 1, "?ORG")], [], [], id="an ordinary word"),
        pytest.param(
            [NameSpan(0, 1, "?ORG")], [NameSpan(0, 1, "GPE")], [sure(0, 1, "ORG")], id="an ordinary word as a name"
        ),
        pytest.param(
            [NameSpan(0, 2, "GPE")], [NameSpan(0, 2, "PERSON")], [sure(0, 2, "GPE")], id="in the same place"
        ),
        pytest.param(
            [NameSpan(2, 3, "GPE")], [NameSpan(0, 3, "ORG")], [NameSpan(0, 3, "ORG")], id="inside an organisation"
        ),
        pytest.param(
            [NameSpan(2, 3, "GPE")], [NameSpan(0, 3, "PERSON")], [NameSpan(0, 3, "PERSON")], id="inside a person"
        ),
        pytest.param(
            [NameSpan(2, 3, "GPE")], [NameSpan(0, 3, "FAC")], [NameSpan(0, 3, "FAC")], id="inside a building"
        ),
        pytest.param([NameSpan(2, 3, "GPE")], [NameSpan(0, 3, "LOC")], [sure(2, 3, "GPE")], id="inside a place"),
        pytest.param(
            [NameSpan(0, 1, "GPE"), NameSpan(2, 3, "NORP")],
            [NameSpan(0, 3, "ORG")],
            [NameSpan(0, 3, "ORG")],
            id="two inside",
        ),
        pytest.param(
            [NameSpan(0, 3, "GPE")], [NameSpan(1, 4, "ORG")], [sure(0, 3, "GPE")], id="across the beginning"
        ),
        pytest.param([NameSpan(1, 4, "GPE")], [NameSpan(0, 3, "ORG")], [sure(1, 4, "GPE")], id="across the end"),
        pytest.param([NameSpan(0, 3, "GPE")], [NameSpan(1, 2, "ORG")], [sure(0, 3, "GPE")], id="around"),
        pytest.param(
            [NameSpan(4, 5, "GPE")],
            [NameSpan(6, 7, "ORG"), NameSpan(0, 1, "ORG")],
            [NameSpan(0, 1, "ORG"), sure(4, 5, "GPE"), NameSpan(6, 7, "ORG")],
            id="in the order of the text",
        ),
    ],
)
def test_names_of_two_sources_do_not_overlap(
    certain: list[NameSpan], likely: list[NameSpan], combined: list[NameSpan]
) -> None:
    assert combine_names(certain, likely) == combined
