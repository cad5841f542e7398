"""Entities as the component ``onrecord_entities`` leaves them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

Find = Callable[[str], dict[str, set[str]]]


@pytest.fixture
def labels(nlp: Language) -> Find:
    """Text → the names in it with all the labels that each was given."""

    def find(text: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for ent in nlp(text).ents:
            found.setdefault(ent.text, set()).add(ent.label_)
        return found

    return find


def test_the_lexicon_knows_capitals_organisations_and_papers(labels: Find) -> None:
    found = labels("Kiev told the EU and NATO on Monday what Le Figaro had printed about Crimea and the Donbas.")
    assert found["Kiev"] == {"GPE"}
    assert found["EU"] == found["NATO"] == found["Le Figaro"] == {"ORG"}
    assert found["Crimea"] == {"GPE"}
    assert found["Donbas"] == {"LOC"}


def test_articles_possessives_and_titles_are_no_part_of_a_name(labels: Find) -> None:
    found = labels("The Kremlin's answer pleased President Boris Yeltsin, said Mr. Yeltsin’s aides.")
    assert found["Kremlin"] == {"ORG"}
    assert "Boris Yeltsin" in found
    assert "Yeltsin" in found


def test_a_name_has_one_label_throughout(labels: Find) -> None:
    found = labels(
        "Angela Brunnick runs the harbour. Brunnick said that it is full.\n\n"
        "Brunnick, 45, has run it for years. The council trusts Brunnick. Ships love Brunnick."
    )
    assert found["Angela Brunnick"] == found["Brunnick"] == {"PERSON"}


def test_demonyms_with_a_prefix_are_one_name(labels: Find) -> None:
    assert labels("The town fears pro-Russian fighters and anti-American slogans.").keys() >= {
        "pro-Russian",
        "anti-American",
    }


def test_datelines_and_headings_in_capitals(labels: Find) -> None:
    found = labels(
        "GRUBER WINS VOTE IN HARBOUR TOWN\n"
        "VARNA, Bulgaria (Reuters) - Hans Gruber won the vote on Monday. Gruber thanked the town.\n"
    )
    assert found["VARNA"] == {"GPE"}
    assert found["Bulgaria"] == {"GPE"}
    assert found["GRUBER"] == {"PERSON"}


def test_laws_are_not_organisations(labels: Find) -> None:
    found = labels("Congress wants to keep Medicare, and the Clean Harbours Act with it.")
    assert found["Medicare"] == {"LAW"}


def test_rows_of_results(labels: Find) -> None:
    found = labels(
        "1. Maria Lindqvist (Sweden) 11.04\n2. Anna Kovacova (Slovakia) 11.13\n\nArda 3 Tsarsko Selo 1\n"
    )
    assert found["Maria Lindqvist"] == found["Anna Kovacova"] == {"PERSON"}
    assert found["Sweden"] == {"GPE"}
    assert found["Arda"] == {"ORG"}


def test_a_name_does_not_run_over_the_end_of_a_line(labels: Find) -> None:
    found = labels("Report by Karel Dvorak\nPrague is calm, officials said on Monday.\n")
    assert "Karel Dvorak" in found
    assert found["Prague"] == {"GPE"}


@pytest.mark.parametrize(
    "text", ["", "\n", " ", "\x00", "“", "the", "The the the", "U.S.", "PRESIDENT", "- -\n(\n)"]
)
def test_texts_without_names(labels: Find, text: str) -> None:
    assert isinstance(labels(text), dict)


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=60)
def test_any_text_is_read(nlp: Language, text: str) -> None:
    doc = nlp(text.encode("utf-8", "replace").decode("utf-8"))
    assert all(ent.text.strip() for ent in doc.ents if ent.label_ in ("PERSON", "ORG", "GPE", "NORP"))
