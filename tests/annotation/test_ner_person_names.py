"""Names of persons completed, and told from other names."""

from __future__ import annotations

from collections import Counter

import pytest
from docs_by_hand import doc_of_columns, make_doc
from names_by_hand import labelled, name_of

from onrecord.annotation.lexicon.name_span import NameSpan
from onrecord.annotation.ner import person_spans
from onrecord.annotation.ner.person_spans import complete_person_names
from onrecord.base.name_keys import parse_person_name


def joined(words: list[str], spaces: list[bool], *names: NameSpan) -> list[str]:
    doc = doc_of_columns(words, spaces=spaces)
    return [doc[name.start : name.end].text for name in person_spans._join_hyphenated(doc, list(names))]


ROSA = ["Rosa", "Xu", "-", "Xi"]


@pytest.mark.parametrize(
    ("spaces", "labels_", "names"),
    [
        ([True, False, False, False], ("PERSON", "PERSON"), ["Rosa Xu-Xi"]),
        ([True, True, False, False], ("PERSON", "PERSON"), ["Rosa Xu", "Xi"]),
        ([True, False, True, False], ("PERSON", "PERSON"), ["Rosa Xu", "Xi"]),
        ([True, False, False, False], ("ORG", "PERSON"), ["Rosa Xu", "Xi"]),
        ([True, False, False, False], ("PERSON", "ORG"), ["Rosa Xu", "Xi"]),
    ],
)
def test_a_double_surname_is_one(spaces: list[bool], labels_: tuple[str, str], names: list[str]) -> None:
    assert joined(ROSA, spaces, NameSpan(0, 2, labels_[0]), NameSpan(3, 4, labels_[1])) == names


def test_other_marks_join_no_names() -> None:
    spaces = [True, False, False, False]
    assert joined(["Rosa", "Xu", "/", "Xi"], spaces, NameSpan(0, 2, "PERSON"), NameSpan(3, 4, "PERSON")) == [
        "Rosa Xu",
        "Xi",
    ]


@pytest.mark.parametrize(
    ("words", "first_end", "names"),
    [
        (["Karl", "-", "Jan", "Xu"], 1, ["Karl-Jan Xu"]),
        (["Xyz", "-", "Jan", "Xu"], 1, ["Xyz", "Jan Xu"]),
        (["Rosa", "Xi", "-", "Jan", "Xu"], 2, ["Rosa Xi", "Jan Xu"]),
    ],
)
def test_a_double_first_name_is_one_and_two_full_names_are_two(
    words: list[str], first_end: int, names: list[str]
) -> None:
    spaces = [word != "-" and words[index + 1 : index + 2] != ["-"] for index, word in enumerate(words)]
    pair = NameSpan(0, first_end, "PERSON"), NameSpan(first_end + 1, len(words), "PERSON")
    assert joined(words, spaces, *pair) == names


def test_two_single_words_are_a_double_name_only_before_a_surname() -> None:
    assert joined(["Karl", "-", "Jan"], [False] * 3, NameSpan(0, 1, "PERSON"), NameSpan(2, 3, "PERSON")) == [
        "Karl",
        "Jan",
    ]


@pytest.mark.parametrize(
    ("first", "names"), [("Jean", ["Jean-Claude Xu"]), ("Xyz", ["Claude Xu"]), ("JEAN", ["Claude Xu"])]
)
def test_a_first_name_that_was_not_recognised_is_added(first: str, names: list[str]) -> None:
    spaces = [False, False, True, False]
    assert joined([first, "-", "Claude", "Xu"], spaces, NameSpan(2, 4, "PERSON")) == names


def test_a_hyphen_at_the_beginning_joins_nothing() -> None:
    assert joined(["-", "Claude"], [False, False], NameSpan(1, 2, "PERSON")) == ["Claude"]


def relabelled(sentence: str, words: str, label: str = "ORG", *, certain: bool = False, alone: int = 0) -> str:
    doc = make_doc(sentence)
    name = name_of(doc, words, label, certain=certain)
    return person_spans._relabel_described_person(doc, name, Counter({words.split()[-1]: alone})).label


@pytest.mark.parametrize(
    ("sentence", "name", "label"),
    [
        ("his/PRP$ wife/NN/ROOT , Camilla/NNP", "Camilla", "PERSON"),
        ("his/PRP$ wife/NN/ROOT Camilla/NNP", "Camilla", "PERSON"),
        ("his/PRP$ father/NN/ROOT Camilla/NNP", "Camilla", "PERSON"),
        ("his/PRP$ house/NN/ROOT Camilla/NNP", "Camilla", "ORG"),
        ("they/PRP wife/VB/ROOT Camilla/NNP", "Camilla", "ORG"),
        ("his/PRP$ wife/NN/ROOT ; Camilla/NNP", "Camilla", "ORG"),
        ("his/PRP$ wife/NN/ROOT Xyz/NNP", "Xyz", "ORG"),
        (", Camilla/NNP/ROOT", "Camilla", "ORG"),
        ("Camilla/NNP/ROOT wife/NN", "Camilla", "ORG"),
        ("Ana/NNP Xu/NNP/ROOT , an/DT old/JJ expert/NN", "Ana Xu", "PERSON"),
        ("Ana/NNP Xu/NNP/ROOT , a/DT expert/NN", "Ana Xu", "PERSON"),
        ("Ana/NNP Xu/NNP/ROOT , the/DT expert/NN", "Ana Xu", "ORG"),
        ("Ana/NNP Xu/NNP/ROOT - an/DT expert/NN", "Ana Xu", "ORG"),
        ("Ana/NNP Xu/NNP/ROOT , an/DT house/NN", "Ana Xu", "ORG"),
        ("Ana/NNP Xu/NNP/ROOT , an/DT house/NN of/IN expert/NN", "Ana Xu", "ORG"),
        ("Ana/NNP Xu/NNP/ROOT , an/DT a/JJ b/JJ c/JJ expert/NN", "Ana Xu", "PERSON"),
        ("Ana/NNP Xu/NNP/ROOT , an/DT a/JJ b/JJ c/JJ d/JJ expert/NN", "Ana Xu", "ORG"),
        ("Xyz/NNP Xu/NNP/ROOT , an/DT expert/NN", "Xyz Xu", "ORG"),
        ("Ana/NNP Xu/NNP/ROOT ,", "Ana Xu", "ORG"),
    ],
)
def test_a_first_name_with_a_description_is_a_person(sentence: str, name: str, label: str) -> None:
    assert relabelled(sentence, name) == label


def test_only_organisations_that_are_not_certain_are_relabelled() -> None:
    sentence = "his/PRP$ wife/NN/ROOT Camilla/NNP"
    assert relabelled(sentence, "Camilla", "GPE") == "GPE"
    assert relabelled(sentence, "Camilla", certain=True) == "ORG"


@pytest.mark.parametrize(
    ("name", "alone", "label"), [("Xyz Xu", 2, "PERSON"), ("Xyz Xu", 1, "ORG"), ("Xyz Old Xu", 2, "ORG")]
)
def test_a_surname_that_stands_alone_twice_makes_a_person(name: str, alone: int, label: str) -> None:
    sentence = " ".join(f"{word}/NNP" for word in name.split()) + " left/VBD/ROOT"
    assert relabelled(sentence, name, alone=alone) == label


HEADLINE = "Late/NNP Brandt/NNP header/NN/ROOT\n\nRui/NNP Brandt/NNP headed/VBD/ROOT"


def opened(
    sentence: str = HEADLINE, *, label: str = "PERSON", others: tuple[str, ...] = ("Late Brandt", "Rui Brandt")
) -> str:
    doc = make_doc(sentence)
    people = {parse_person_name(name) for name in others}
    name = person_spans._without_opener(doc, NameSpan(0, 2, label), people)
    return doc[name.start : name.end].text


def test_a_word_that_opens_a_headline_is_no_first_name() -> None:
    assert opened() == "Brandt"
    assert opened(label="ORG", others=("Rui Brandt",)) == "Brandt"
    assert opened(label="GPE") == "Late Brandt"
    assert opened(HEADLINE.replace("Late", "Karl"), others=("Karl Brandt", "Rui Brandt")) == "Karl Brandt"
    assert opened(others=("Late Brandt", "Rui Berg")) == "Late Brandt"
    assert opened(others=("Late Brandt", "Brandt")) == "Late Brandt"
    assert opened(others=("Late Brandt",)) == "Late Brandt"
    assert opened(f"{HEADLINE} with/IN Late/NNP Brandt/NNP") == "Late Brandt"


def test_a_sentence_or_a_text_of_one_line_has_no_headline() -> None:
    assert opened("Late/NNP Brandt/NNP header/NN/ROOT .\n\nRui/NNP Brandt/NNP headed/VBD/ROOT") == "Late Brandt"
    assert opened("Late/NNP Brandt/NNP header/NN/ROOT") == "Late Brandt"


def test_only_two_words_at_the_beginning_open_a_headline() -> None:
    doc = make_doc("So/RB Late/NNP Brandt/NNP/ROOT\n\nRui/NNP Brandt/NNP/ROOT")
    people = {parse_person_name("Late Brandt"), parse_person_name("Rui Brandt")}
    name = NameSpan(1, 3, "PERSON")
    assert person_spans._without_opener(doc, name, people) == name
    longer = NameSpan(0, 3, "PERSON")
    assert person_spans._without_opener(doc, longer, people) == longer


def test_a_participle_that_opens_a_sentence_is_no_first_name() -> None:
    people = {parse_person_name("Hosting Brandt"), parse_person_name("Rui Brandt")}
    doc = make_doc("Rui/NNP Brandt/NNP slept/VBD/ROOT .\nHosting/NNP Brandt/NNP is/VBZ/ROOT fun .")
    name = name_of(doc, "Hosting Brandt", "PERSON")
    assert labelled(doc, [person_spans._without_opener(doc, name, people)]) == [("Brandt", "PERSON")]
    inside = make_doc("So/RB Hosting/NNP Brandt/NNP is/VBZ/ROOT fun .")
    name = name_of(inside, "Hosting Brandt", "PERSON")
    assert person_spans._without_opener(inside, name, people) == name


def test_names_of_persons_are_completed_in_order() -> None:
    doc = make_doc(f"{HEADLINE} and/CC Faik/NNP Xu/NNP of/IN Xu/NNP or/CC Xu/NNP")
    names = [
        name_of(doc, "Xu", "PERSON", 2),
        name_of(doc, "Xu", "PERSON", 1),
        name_of(doc, "Late Brandt", "PERSON"),
        name_of(doc, "Faik Xu", "ORG"),
        name_of(doc, "Rui Brandt", "PERSON"),
    ]
    assert labelled(doc, complete_person_names(doc, names)) == [
        ("Brandt", "PERSON"),
        ("Rui Brandt", "PERSON"),
        ("Faik Xu", "PERSON"),
        ("Xu", "PERSON"),
        ("Xu", "PERSON"),
    ]
