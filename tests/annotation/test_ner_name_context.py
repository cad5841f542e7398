"""What stands around a name: where it ends, what it is the name of, whether it is one."""

from __future__ import annotations

import pytest
from actors_by_hand import span_of
from docs_by_hand import make_doc
from spacy.tokens import Doc, Span

from onrecord.annotation.lexicon.name_span import NameSpan
from onrecord.annotation.ner.name_context import check_in_context


def checked(doc: Doc, *names: tuple[str, str], certain: bool = False) -> list[tuple[str, str]]:
    """Return the words and labels of what is left of names that are given by their words and label."""
    spans = [span_of(doc, words) for words, _ in names]
    given = sorted(
        NameSpan(span.start, span.end, label, certain) for span, (_, label) in zip(spans, names, strict=True)
    )
    return [(doc[name.start : name.end].text, name.label) for name in check_in_context(doc, given)]


def plain(words: str) -> Doc:
    """Return a text of words, each a token; the first is the root."""
    first, rest = words.split(" ", 1)
    return make_doc(f"{first}/NN/ROOT {rest}")


# ---- where a name ends


def test_a_bracket_that_is_not_closed_parts_two_names() -> None:
    doc = plain("He heads Osra ( Office of Sea Research ) .")
    assert checked(doc, ("Osra (Office of Sea Research", "ORG")) == [
        ("Osra", "ORG"),
        ("Office of Sea Research", "ORG"),
    ]
    whole = plain("He heads Osra ( Office ) of Sea Research .")
    assert checked(whole, ("Osra (Office) of Sea", "ORG")) == [("Osra (Office) of Sea", "ORG")]


def test_the_field_of_an_office_is_cut_from_the_employer() -> None:
    doc = plain("Ann Lee , director of Sales for Acme , left .")
    doc.ents = [Span(doc, 7, 8, "ORG")]
    assert checked(doc, ("Sales for Acme", "ORG")) == [("Acme", "ORG")]


@pytest.mark.parametrize(
    ("text", "employer"),
    [("Ann Lee , director of Doctors for Justice , left .", None), ("a review of Doctors for Acme , left .", 5)],
)
def test_a_name_with_for_is_whole_without_an_office_or_an_employer(text: str, employer: int | None) -> None:
    doc = plain(text)
    if employer is not None:
        doc.ents = [Span(doc, employer, employer + 1, "ORG")]
    name = "Doctors for Justice" if "Justice" in text else "Doctors for Acme"
    assert checked(doc, (name, "ORG")) == [(name, "ORG")]


# ---- what it is the name of


def test_names_listed_after_a_noun_of_kinship_are_people() -> None:
    doc = plain("his children/NNS/dep/his/child , Carys , Bo and Carmen , left .")
    names = (("Carys", "GPE"), ("Bo", "PERSON"), ("Carmen", "ORG"))
    assert checked(doc, *names) == [("Carys", "PERSON"), ("Bo", "PERSON"), ("Carmen", "PERSON")]


@pytest.mark.parametrize("noun", ["partners/NNS/dep/his/partner", "Sons/NNS/dep/his/son"])
def test_names_listed_after_another_noun_keep_their_labels(noun: str) -> None:
    doc = plain(f"his {noun} , Carys and Carmen , left .")
    assert checked(doc, ("Carys", "GPE"), ("Carmen", "ORG")) == [("Carys", "GPE"), ("Carmen", "ORG")]


def test_a_list_of_relatives_ends_where_other_words_stand() -> None:
    doc = plain("his wife/NN/dep/his/wife , Carys , of Carmen .")
    assert checked(doc, ("Carys", "GPE"), ("Carmen", "ORG")) == [("Carys", "PERSON"), ("Carmen", "ORG")]


def test_a_stadium_is_a_place_unless_it_acts() -> None:
    still = "They/PRP/nsubj/left left/VBD/ROOT Acme/NNP/compound/Stadium Stadium/NNP/dobj/left ."
    acting = "Acme/NNP/compound/Airport Airport/NNP/nsubj/said said/VBD/ROOT so ."
    assert checked(make_doc(still), ("Acme Stadium", "ORG")) == [("Acme Stadium", "FAC")]
    assert checked(make_doc(acting), ("Acme Airport", "ORG")) == [("Acme Airport", "ORG")]
    assert checked(plain("They left Acme Motors ."), ("Acme Motors", "ORG")) == [("Acme Motors", "ORG")]


def test_a_place_that_is_called_as_bodies_are_is_one_unless_something_is_in_it() -> None:
    assert checked(plain("They asked Torvik Observatory ."), ("Torvik Observatory", "GPE")) == [
        ("Torvik Observatory", "ORG")
    ]
    assert checked(plain("They met in Torvik Observatory ."), ("Torvik Observatory", "GPE")) == [
        ("Torvik Observatory", "GPE")
    ]
    assert checked(plain("They asked Torvik Bay ."), ("Torvik Bay", "GPE")) == [("Torvik Bay", "GPE")]


def test_a_place_that_begins_with_a_first_name_and_that_spacy_does_not_know_is_a_person() -> None:
    doc = plain("Perhaps Robert Holm , or not .")
    assert checked(doc, ("Robert Holm", "GPE")) == [("Robert Holm", "PERSON")]
    doc.ents = [Span(doc, 1, 3, "GPE")]
    assert checked(doc, ("Robert Holm", "GPE")) == [("Robert Holm", "GPE")]
    assert checked(plain("Perhaps Grand Holm , or not ."), ("Grand Holm", "GPE")) == [("Grand Holm", "GPE")]


# ---- whether it is one


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The State Police Relations Officer left .", "State Police Relations Officer"),
        ("The Commissioner of Police left .", "Commissioner of Police"),
        ("said Communications Minister Ann Lee .", "Communications"),
        ("What does ‘ YOLO ’ mean ?", "YOLO"),
        ("registered shares ( ACME ) rose", "ACME"),
        ("Ann Lee # AnnLee", "AnnLee"),
    ],
)
def test_titles_fields_terms_and_tags_are_no_names(text: str, name: str) -> None:
    assert checked(plain(text), (name, "ORG")) == []
    assert checked(plain(text), (name, "ORG"), certain=True) == [(name, "ORG")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The State Police Relations Office left .", "State Police Relations Office"),
        ("The Friends of Police left .", "Friends of Police"),
        ("said NATO Minister Ann Lee .", "NATO"),
        ("said Communications Partner Ann Lee .", "Communications"),
        ("said ‘ Acme and others ’ .", "Acme"),
        ("Sea Bank ( ACME ) rose", "ACME"),
        ("Ann Lee of Acme", "Acme"),
    ],
)
def test_what_is_nearly_so_is_a_name(text: str, name: str) -> None:
    assert checked(plain(text), (name, "ORG")) == [(name, "ORG")]


@pytest.mark.parametrize(
    ("text", "title", "is_title"),
    [
        ("He sang “ So High School ” .", (3, 6), True),
        ("He sang “ So High School , ” .", (3, 6), True),
        ("He sang So High School .", (2, 5), False),
        ("He sang “ So High School and left", (3, 6), False),
        ("So High School ” was sung", (0, 3), False),
        ("He sang “ So High School ” .", (3, 5), False),
    ],
)
def test_the_title_of_a_work_in_marks_is_no_name(text: str, title: tuple[int, int], is_title: bool) -> None:
    doc = plain(text)
    doc.ents = [Span(doc, *title, "WORK_OF_ART")]
    assert checked(doc, ("High School", "ORG")) == ([] if is_title else [("High School", "ORG")])


def test_what_spacy_has_as_another_thing_in_marks_is_a_name() -> None:
    doc = plain("He sang “ So High School ” .")
    doc.ents = [Span(doc, 3, 6, "LAW")]
    assert checked(doc, ("High School", "ORG")) == [("High School", "ORG")]


def test_what_is_called_like_a_work_and_speaks_is_a_body() -> None:
    doc = make_doc("“ Zero/NNP/compound/Hour Hour/NNP/nsubj/said ” said/VBD/ROOT so .")
    doc.ents = [Span(doc, 1, 3, "WORK_OF_ART")]
    assert checked(doc, ("Zero Hour", "ORG")) == [("Zero Hour", "ORG")]
