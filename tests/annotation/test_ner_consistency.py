"""Labels of one name made the same throughout an article, and names added where they were missed."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc
from names_by_hand import Labelled, labelled, line_of, name_of
from spacy.tokens import Doc

from onrecord.annotation.lexicon.name_span import NameSpan
from onrecord.annotation.ner import consistency
from onrecord.annotation.ner.consistency import filter_titles, relabel_surnames, unify_labels, unify_person_labels

# ---- clues to a label


def clues(doc: Doc, words: str) -> list[tuple[str, float]]:
    name = name_of(doc, words, "ORG")
    rules = (
        consistency._person_clues,
        consistency._place_clues,
        consistency._following_clues,
        consistency._abbreviation_clues,
    )
    return [clue for rule in rules for clue in rule(doc, name)]


@pytest.mark.parametrize(
    ("sentence", "name", "expected"),
    [
        ("Mr./NNP Xu/NNP/ROOT", "Xu", [("PERSON", 3)]),
        ("old/JJ Xu/NNP/ROOT", "Xu", []),
        ("Angela/NNP Xu/NNP/ROOT", "Angela Xu", [("PERSON", 2)]),
        ("Angela/NNP/ROOT", "Angela", [("PERSON", 0.8)]),
        ("angela/NN/ROOT", "angela", []),
        ("Angela/NNP Bank/NNP/ROOT", "Angela Bank", [("ORG", 3)]),
        ("Bank/NNP of/IN Xu/NNP/ROOT", "Bank of Xu", [("ORG", 3)]),
        ("Bank/NNP in/IN Xu/NNP/ROOT", "Bank in Xu", []),
        ("Xu/NNP of/IN Bank/NNP Xi/NNP/ROOT", "Xu of Bank Xi", []),
        ("Xu/NNP Inc./NNP/ROOT", "Xu Inc.", [("ORG", 3)]),
        ("Bank/NNP/ROOT", "Bank", []),
        ("Kano/NNP/ROOT", "Kano", [("GPE", 1.5)]),
        ("in/IN Xu/NNP/ROOT", "Xu", [("GPE", 0.5)]),
        ("in/IN Xu/NNP Xi/NNP/ROOT", "Xu Xi", []),
        ("of/IN Xu/NNP/ROOT", "Xu", []),
        ("Xu/NNP/ROOT , 45/CD ,", "Xu", [("PERSON", 3)]),
        ("Xu/NNP/ROOT , 45/CD .", "Xu", [("PERSON", 3)]),
        ("Xu/NNP/ROOT , 45/CD men/NNS", "Xu", []),
        ("Xu/NNP/ROOT , 145/CD ,", "Xu", []),
        ("Xu/NNP/ROOT , 45/CD", "Xu", []),
        ("Xu/NNP/ROOT ; 45/CD ,", "Xu", []),
        ("Xu/NNP/ROOT , Sweden/NNP", "Xu", [("GPE", 1)]),
        ("Xu/NNP/ROOT , Ohio/NNP", "Xu", [("GPE", 1)]),
        ("Xu/NNP/ROOT , Swedish/JJ", "Xu", []),
        ("Xu/NNP/ROOT and/CC Sweden/NNP", "Xu", []),
        ("Xu/NNP/ROOT ,", "Xu", []),
        ("Xu/NNP Xi/NNP/ROOT ( XX/NNP )", "Xu Xi", [("ORG", 2)]),
        ("Xu/NNP Xi/NNP/ROOT ( Xx/NNP )", "Xu Xi", []),
        ("Xu/NNP Xi/NNP/ROOT ( X/NNP )", "Xu Xi", []),
        ("Xu/NNP Xi/NNP/ROOT ( XX/NNP or/CC", "Xu Xi", []),
        ("Xu/NNP Xi/NNP/ROOT ( XX/NNP", "Xu Xi", []),
        ("XKCDZ/NNP/ROOT", "XKCDZ", [("ORG", 1)]),
        ("XKCDZZ/NNP/ROOT", "XKCDZZ", []),
        ("XKAD/NNP/ROOT", "XKAD", []),
        ("Xkcd/NNP/ROOT", "Xkcd", []),
        ("Xu/NNP XKCD/NNP/ROOT", "Xu XKCD", []),
    ],
)
def test_clues_beside_and_in_a_name(sentence: str, name: str, expected: list[tuple[str, float]]) -> None:
    assert clues(make_doc(sentence), name) == expected
    assert clues(make_doc(f"or/CC and/CC {sentence}"), name) == expected


def test_votes_of_all_places_count() -> None:
    doc = make_doc("Xu/NNP/ROOT Mr./NNP Xu/NNP in/IN Xu/NNP")
    names = [name_of(doc, "Xu", "ORG"), name_of(doc, "Xu", "ORG", 1), name_of(doc, "Xu", "GPE", 2, certain=True)]
    votes = consistency._votes(doc, names)
    assert votes == {"ORG": 2, "PERSON": 3, "GPE": 100.5}
    assert consistency._winner(votes) == "GPE"


def test_a_name_gets_the_label_of_its_key_and_its_parts_follow() -> None:
    doc = make_doc("Angela/NNP Xuberg/NNP saw/VBD/ROOT Xuberg/NNP and/CC Angela/NNP at/IN Treaty/NNP")
    names = [
        name_of(doc, "Angela Xuberg", "PERSON"),
        name_of(doc, "Xuberg", "ORG", 1),
        name_of(doc, "Angela", "ORG", 1),
        name_of(doc, "Treaty", "ORG"),
    ]
    assert consistency._labels(doc, names) == {
        "angela xuberg": "PERSON",
        "xuberg": "PERSON",
        "angela": "PERSON",
        "treaty": "LAW",
    }


def test_a_word_before_a_surname_is_a_persons_only_if_it_is_a_first_name() -> None:
    doc = make_doc("Xi/NNP Xuberg/NNP saw/VBD/ROOT Xi/NNP")
    names = [name_of(doc, "Xi Xuberg", "PERSON"), name_of(doc, "Xi", "ORG", 1)]
    assert consistency._labels(doc, names)["xi"] == "ORG"


# ---- labels throughout the article


ARTICLE = """
    XUBERG/NNP WINS/VBZ/ROOT
    Anna/NNP Xuberg/NNP left/VBD/ROOT Yale/NNP .
    Yale/NNP thanked/VBD/ROOT Xuberg/NNP and/CC Karl/NNP Braun/NNP .
"""


def test_names_are_labelled_alike_and_added_where_they_were_missed() -> None:
    doc = make_doc(ARTICLE)
    names = [
        name_of(doc, "XUBERG", "ORG"),
        name_of(doc, "Anna Xuberg", "PERSON"),
        name_of(doc, "Yale", "ORG", certain=True),
    ]
    assert labelled(doc, unify_labels(doc, [line_of(doc, "XUBERG WINS", "capitals")], names)) == [
        ("XUBERG", "PERSON"),
        ("Anna Xuberg", "PERSON"),
        ("Yale", "ORG"),
        ("Yale", "ORG"),
        ("Xuberg", "PERSON"),
        ("Karl Braun", "PERSON"),
    ]


def test_a_name_in_a_heading_alone_is_dropped_unless_it_is_certain() -> None:
    doc = make_doc("XUBERG/NNP WINS/VBZ/ROOT\nNobody/NN slept/VBD/ROOT")
    for certain, names in ((False, []), (True, [("XUBERG", "ORG")])):
        name = name_of(doc, "XUBERG", "ORG", certain=certain)
        assert labelled(doc, unify_labels(doc, [line_of(doc, "XUBERG WINS", "title")], [name])) == names
    name = name_of(doc, "XUBERG", "ORG")
    assert labelled(doc, unify_labels(doc, [line_of(doc, "XUBERG WINS", "prose")], [name])) == [("XUBERG", "ORG")]


def test_words_without_capital_are_no_names() -> None:
    doc = make_doc("xuberg/NN slept/VBD/ROOT")
    assert unify_labels(doc, [], [name_of(doc, "xuberg", "ORG")]) == []


@pytest.mark.parametrize(
    ("name", "label", "missed"),
    [
        ("Anna Xuberg", "PERSON", ["Xuberg"]),
        ("Anna Xuberg", "ORG", []),
        ("Anna Li", "PERSON", []),
        ("Yale", "ORG", ["Yale"]),
        ("Yale", "FAC", []),
        ("Yale", "LOC", []),
    ],
)
def test_a_name_and_a_persons_surname_are_found_again(name: str, label: str, missed: list[str]) -> None:
    words = " ".join(f"{word}/NNP" for word in name.split())
    doc = make_doc(f"{words} met/VBD/ROOT {name.split()[-1]}/NNP")
    names = [name_of(doc, name, label)]
    again = consistency._missed_names(doc, names, bytearray(len(doc)))
    assert [doc[name_span.start : name_span.end].text for name_span in again] == missed


@pytest.mark.parametrize(
    ("token", "in_heading", "is_missed"),
    [("Yale/NNP", False, True), ("Yale/JJ", False, False), ("Yale/JJ", True, True), ("yale/NNP", False, False)],
)
def test_a_missed_name_is_a_proper_noun_with_a_capital(token: str, in_heading: bool, is_missed: bool) -> None:
    doc = make_doc(f"Yale/NNP met/VBD/ROOT {token}")
    headings = bytearray([0, 0, in_heading])
    missed = list(consistency._missed_names(doc, [NameSpan(0, 1, "ORG")], headings))
    assert missed == ([NameSpan(2, 3, "ORG")] if is_missed else [])


def test_the_longest_form_of_a_missed_name_counts_and_none_lies_over_another() -> None:
    doc = make_doc("Xu/NNP Bank/NNP Xu/NNP met/VBD/ROOT Xu/NNP Bank/NNP Xu/NNP Xu/NNP and/CC Xu/NNP")
    names = [NameSpan(0, 2, "ORG"), NameSpan(2, 3, "GPE")]
    assert list(consistency._missed_names(doc, names, bytearray(len(doc)))) == [
        NameSpan(4, 6, "ORG"),
        NameSpan(6, 7, "GPE"),
        NameSpan(7, 8, "GPE"),
        NameSpan(9, 10, "GPE"),
    ]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("met/VBD/ROOT Anna/NNP Xuberg/NNP", [("Anna Xuberg", "PERSON")]),
        ("met/VBD/ROOT Xi/NNP Xuberg/NNP", []),
        ("met/VBD/ROOT Anna/NNP Bank/NNP", []),
        ("met/VBD/ROOT Anna/JJ", []),
        ("met/VBD/ROOT anna/NNP", []),
        ("met/VBD/ROOT - Anna/NNP", []),
        ("met/VBD/ROOT Anna/NNP -", []),
        ("Anna/NNP met/VBD/ROOT", [("Anna", "PERSON")]),
    ],
)
def test_proper_nouns_that_begin_with_a_first_name_are_persons(sentence: str, names: Labelled) -> None:
    doc = make_doc(sentence)
    assert labelled(doc, list(consistency._first_names(doc, [], bytearray(len(doc))))) == names


def test_first_names_are_taken_only_where_nothing_is() -> None:
    doc = make_doc("Anna/NNP met/VBD/ROOT")
    assert list(consistency._first_names(doc, [NameSpan(0, 1, "ORG")], bytearray(2))) == []
    assert list(consistency._first_names(doc, [], bytearray([1, 0]))) == []
    assert (
        list(consistency._first_names(make_doc("Anna/NNP met/VBD/ROOT", ents={"Anna": "DATE"}), [], bytearray(2)))
        == []
    )


def test_of_names_that_overlap_the_first_and_longest_stays() -> None:
    names = [NameSpan(1, 3, "ORG"), NameSpan(0, 1, "GPE"), NameSpan(0, 2, "PERSON"), NameSpan(2, 4, "LOC")]
    assert consistency._without_overlaps(names) == [NameSpan(0, 2, "PERSON"), NameSpan(2, 4, "LOC")]


def test_tokens_of_lines() -> None:
    doc = make_doc("A/NN/ROOT b/NN\nC/NN/ROOT d/NN\nE/NN/ROOT")
    lines = [line_of(doc, "A b", "title"), line_of(doc, "E", "title")]
    assert list(consistency._marked_tokens(doc, lines)) == [1, 1, 0, 0, 1]
    assert list(consistency._marked_tokens(doc, [])) == [0] * 5


def test_an_organisation_called_by_a_surname_is_a_person() -> None:
    doc = make_doc("Anna/NNP Xuberg/NNP left/VBD/ROOT Xuberg/NNP for/IN Yale/NNP")
    surname, full_name = name_of(doc, "Xuberg", "ORG", 1), name_of(doc, "Anna Xuberg", "PERSON")
    yale, place = name_of(doc, "Yale", "ORG"), name_of(doc, "Xuberg", "GPE", 1)
    assert relabel_surnames(doc, [full_name, surname, yale]) == [
        full_name,
        name_of(doc, "Xuberg", "PERSON", 1),
        yale,
    ]
    assert relabel_surnames(doc, [full_name, place]) == [full_name, place]
    as_organisation = name_of(doc, "Anna Xuberg", "ORG")
    assert relabel_surnames(doc, [as_organisation, surname]) == [as_organisation, surname]
    alone = name_of(doc, "Xuberg", "PERSON")
    assert relabel_surnames(doc, [alone, surname]) == [alone, surname]


@pytest.mark.parametrize(
    ("given", "unified"),
    [
        (["PERSON", "PERSON", "ORG"], ["PERSON", "PERSON", "PERSON"]),
        (["ORG", "ORG", "PERSON"], ["ORG", "ORG", "ORG"]),
        (["FAC", "ORG", "ORG", "PERSON"], ["FAC", "ORG", "ORG", "ORG"]),
        (["ORG", "GPE"], ["ORG", "GPE"]),
        (["PERSON", "PERSON"], ["PERSON", "PERSON"]),
    ],
)
def test_a_long_name_is_a_persons_throughout_or_nowhere(given: list[str], unified: list[str]) -> None:
    doc = make_doc("and/CC/ROOT " + "Xu/NNP Xi/NNP and/CC " * len(given))
    names = [name_of(doc, "Xu Xi", label, index) for index, label in enumerate(given)]
    assert [name.label for name in unify_person_labels(doc, names)] == unified


def test_single_words_may_be_a_person_in_one_place_only() -> None:
    doc = make_doc("and/CC/ROOT Xu/NNP and/CC Xu/NNP")
    names = [name_of(doc, "Xu", "PERSON"), name_of(doc, "Xu", "ORG", 1, certain=True)]
    assert unify_person_labels(doc, names) == names


TITLE = "Xuberg/NNP Wins/VBZ/ROOT\nXuberg/NNP slept/VBD/ROOT"


def test_in_a_title_only_repeated_names_count() -> None:
    doc = make_doc(TITLE)
    title = [line_of(doc, "Xuberg Wins", "title")]
    in_title, in_text = name_of(doc, "Xuberg", "ORG"), name_of(doc, "Xuberg", "PERSON", 1)
    wins, certain = name_of(doc, "Wins", "ORG"), name_of(doc, "Wins", "ORG", certain=True)
    assert filter_titles(doc, title, [in_title, wins, in_text]) == [NameSpan(0, 1, "PERSON"), in_text]
    assert filter_titles(doc, title, [wins]) == []
    assert filter_titles(doc, title, [certain]) == [certain]
    assert filter_titles(doc, [line_of(doc, "Xuberg Wins", "capitals")], [wins]) == [wins]


def test_in_a_heading_full_names_with_a_known_first_name_are_names() -> None:
    heading = "Related/NNP : Port/NNP Filling/NNP , Robert/NNP Holm/NNP And/NNP Many/NNP Protesters/NNP/ROOT"
    doc = make_doc(heading)
    port, robert = name_of(doc, "Port Filling", "ORG"), name_of(doc, "Robert Holm", "PERSON")
    assert filter_titles(doc, [line_of(doc, doc.text, "prose")], [port, robert]) == [robert]
    prose = make_doc(heading.replace("Protesters", "protesters").replace("Many", "many"))
    assert filter_titles(prose, [line_of(prose, prose.text, "prose")], [port, robert]) == [port, robert]


def test_names_outside_titles_are_not_looked_for() -> None:
    doc = make_doc(f"{TITLE}\nXuberg/NNP ate/VBD/ROOT")
    title = [line_of(doc, "Xuberg Wins", "title")]
    in_text = name_of(doc, "Xuberg", "PERSON", 1)
    assert filter_titles(doc, title, [in_text]) == [NameSpan(0, 1, "PERSON"), in_text]
