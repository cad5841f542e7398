"""Names made consistent, labelled, completed and read from tables: each rule by itself."""

from __future__ import annotations

from collections import Counter

import pytest
from actors_by_hand import span_of
from docs_by_hand import doc_of_columns, make_doc
from spacy.tokens import Doc

from onrecord.annotation.lexicon.name_span import NameSpan
from onrecord.annotation.ner import consistency, labels, person_spans, table_rows
from onrecord.annotation.ner.consistency import filter_titles, relabel_surnames, unify_labels, unify_person_labels
from onrecord.annotation.ner.labels import merge_names
from onrecord.annotation.ner.person_spans import complete_person_names
from onrecord.annotation.ner.table_rows import names_in_tables
from onrecord.annotation.neural.entity_head import NamedSpan
from onrecord.annotation.text.line_types import LineKind, TextLine
from onrecord.base.name_keys import parse_person_name

Labelled = list[tuple[str, str]]
"""Words and label of each name."""


def line_of(doc: Doc, words: str, kind: LineKind) -> TextLine:
    span = span_of(doc, words)
    return TextLine(span.start_char, span.end_char, kind, False)


def name_of(doc: Doc, words: str, label: str, occurrence: int = 0, *, certain: bool = False) -> NameSpan:
    start = -1
    for _ in range(occurrence + 1):
        start = doc.text.index(words, start + 1)
    span = doc.char_span(start, start + len(words))
    assert span is not None
    return NameSpan(span.start, span.end, label, certain)


def labelled(doc: Doc, names: list[NameSpan]) -> Labelled:
    return [(doc[name.start : name.end].text, name.label) for name in names]


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


# ---- from the lexicon and the entity head


def head_name(doc: Doc, words: str, label: str, occurrence: int = 0) -> NamedSpan:
    name = name_of(doc, words, label, occurrence)
    return NamedSpan(name.start, name.end, tuple(float(label == each) for each in ("PER", "ORG", "LOC", "MISC")))


def merged(doc: Doc, lexicon_names: list[NameSpan], *head_names: NamedSpan) -> list[tuple[str, str, bool]]:
    names = merge_names(doc, lexicon_names, head_names)
    return [(doc[name.start : name.end].text, name.label, name.certain) for name in names]


@pytest.mark.parametrize(
    ("lexicon_label", "head_label", "certain", "expected"),
    [
        ("GPE", "LOC", False, ("GPE", True)),
        ("ORG", "LOC", False, ("ORG", True)),
        ("GPE", "ORG", False, ("ORG", False)),
        ("GPE", "ORG", True, ("GPE", True)),
        ("?ORG", "LOC", False, ("GPE", False)),
        ("?GPE", "ORG", False, ("ORG", False)),
    ],
)
def test_the_lexicon_labels_the_same_tokens(
    lexicon_label: str, head_label: str, certain: bool, expected: tuple[str, bool]
) -> None:
    doc = make_doc("in/IN/ROOT Xu/NNP")
    name = name_of(doc, "Xu", lexicon_label, certain=certain)
    assert merged(doc, [name], head_name(doc, "Xu", head_label)) == [("Xu", *expected)]


def test_a_country_is_never_a_team_of_its_town() -> None:
    doc = make_doc("in/IN/ROOT Sweden/NNP")
    assert merged(doc, [name_of(doc, "Sweden", "GPE")], head_name(doc, "Sweden", "ORG")) == [
        ("Sweden", "GPE", True)
    ]


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("Xu/NNP/nsubj/said said/VBD/ROOT", "ORG"),
        ("Xu/NNP/nsubj/ran ran/VBD/ROOT/ran/run", "GPE"),
        ("Xu/NNP/dobj/said said/VBD/ROOT", "GPE"),
        ("the/DT/det/Xu Xu/NNP/nsubj/said said/VBD/ROOT", "GPE"),
        ("Xu/NNP/nsubj/said said/VBD/ROOT the/DT", "ORG"),
        ("Xu/NNP/compound/spokesman spokesman/NN/ROOT", "ORG"),
        ("Xu/NNP/amod/spokesman spokesman/NN/ROOT", "GPE"),
        ("Xu/NNP/compound/boat boat/NN/ROOT", "GPE"),
    ],
)
def test_what_acts_as_companies_do_is_one(sentence: str, label: str) -> None:
    doc = make_doc(sentence)
    assert merged(doc, [name_of(doc, "Xu", "?ORG")], head_name(doc, "Xu", "LOC")) == [("Xu", label, False)]


def test_a_person_who_acts_is_no_company() -> None:
    doc = make_doc("Xu/NNP/nsubj/said said/VBD/ROOT")
    assert merged(doc, [name_of(doc, "Xu", "?ORG")], head_name(doc, "Xu", "PER")) == [("Xu", "PERSON", False)]


def test_names_of_the_lexicon_count_alone_unless_they_are_ordinary_words() -> None:
    doc = make_doc("Xu/NNP and/CC/ROOT Xi/NNP")
    assert merged(doc, [name_of(doc, "Xi", "GPE"), name_of(doc, "Xu", "?GPE")]) == [("Xi", "GPE", False)]


def test_a_longer_name_replaces_those_inside() -> None:
    doc = make_doc("Xu/NNP Xi/NNP/ROOT")
    assert merged(doc, [name_of(doc, "Xi", "GPE")], head_name(doc, "Xu Xi", "ORG")) == [("Xu Xi", "ORG", False)]


def test_a_shorter_name_and_one_across_the_edge_give_way() -> None:
    doc = make_doc("Xu/NNP Xi/NNP Xa/NNP/ROOT")
    lexicon_names = [name_of(doc, "Xu Xi", "ORG")]
    assert merged(doc, lexicon_names, head_name(doc, "Xi", "ORG")) == [("Xu Xi", "ORG", False)]
    assert merged(doc, lexicon_names, head_name(doc, "Xu", "ORG")) == [("Xu Xi", "ORG", False)]
    assert merged(doc, lexicon_names, head_name(doc, "Xi Xa", "ORG")) == [("Xu Xi", "ORG", False)]


def test_nationalities_stay_inside_one_another() -> None:
    doc = make_doc("Xu/NNP Xi/NNP/ROOT", ents={"Xu Xi": "NORP"})
    assert merged(doc, [name_of(doc, "Xu", "NORP")], head_name(doc, "Xu Xi", "MISC")) == [("Xu", "NORP", False)]
    assert merged(doc, [], head_name(doc, "Xu Xi", "MISC")) == [("Xu Xi", "NORP", False)]
    assert merged(doc, [name_of(doc, "Xu Xi", "NORP")], head_name(doc, "Xu Xi", "MISC")) == [
        ("Xu Xi", "NORP", True)
    ]


@pytest.mark.parametrize(
    ("words", "before", "label", "certain", "is_kept"),
    [
        ("Minister of", "Xu", "ORG", False, False),
        ("Secretary of", "Xu", "ORG", False, False),
        ("Mayor of", "Xu", "ORG", False, True),
        ("Minister in", "Xu", "ORG", False, True),
        ("Minister of", "Xu", "GPE", False, True),
        ("Minister of", "Xu", "ORG", True, True),
        ("of", "Xu", "ORG", False, True),
        ("Old Minister of", "Xu", "ORG", False, False),
    ],
)
def test_the_rest_of_a_title_is_no_name(words: str, before: str, label: str, certain: bool, is_kept: bool) -> None:
    doc = make_doc(" ".join(f"{word}/NNP" for word in words.split()) + f" {before}/NNP/ROOT")
    assert labels._is_office(doc, name_of(doc, before, label, certain=certain)) is not is_kept
    assert (merged(doc, [name_of(doc, before, label, certain=certain)]) != []) is is_kept


def test_an_office_at_the_end_of_the_text_is_not_that_before_its_beginning() -> None:
    doc = make_doc("of/IN Xu/NNP/ROOT Minister/NNP")
    assert merged(doc, [name_of(doc, "Xu", "ORG")]) == [("Xu", "ORG", False)]


def test_miscellaneous_names_and_words_without_capitals_are_dropped() -> None:
    doc = make_doc("xu/NN Xi/NNP/ROOT")
    assert merged(doc, [], head_name(doc, "xu", "ORG"), head_name(doc, "Xi", "MISC")) == []


@pytest.mark.parametrize(
    ("head_label", "ent_label", "label"),
    [
        ("LOC", "FAC", "FAC"),
        ("LOC", "LOC", "LOC"),
        ("LOC", "ORG", "GPE"),
        ("PER", "GPE", "PERSON"),
        ("ORG", "", "ORG"),
        ("MISC", "NORP", "NORP"),
    ],
)
def test_spacys_label_counts_if_the_heads_covers_it(head_label: str, ent_label: str, label: str) -> None:
    doc = make_doc("in/IN/ROOT Xu/NNP", ents={"Xu": ent_label} if ent_label else {})
    assert merged(doc, [], head_name(doc, "Xu", head_label)) == [("Xu", label, False)]


def test_a_law_is_one_whatever_the_head_says() -> None:
    doc = make_doc("the/DT/ROOT Xu/NNP Act/NNP")
    assert merged(doc, [], head_name(doc, "the Xu Act", "ORG")) == [("Xu Act", "LAW", False)]


@pytest.mark.parametrize(
    ("words", "label"),
    [(("R", "-", "Xu"), [("Xu", "GPE", False)]), (("Q", "-", "Xu"), [("Q-Xu", "ORG", False)]), (("R", "/", "Xu"), [("R/Xu", "ORG", False)])],
)  # fmt: skip
def test_a_partys_letter_before_a_state_is_cut_off(words: tuple[str, str, str], label: list[object]) -> None:
    doc = doc_of_columns(words, spaces=[False, False, False])
    assert merged(doc, [], head_name(doc, "".join(words), "ORG")) == label
    assert not labels._is_party_affiliation(doc, NamedSpan(0, 2, (0, 1, 0, 0)))


@pytest.mark.parametrize(
    ("sentence", "first", "second", "names"),
    [
        ("Court/NNP of/IN the/DT Xu/NNP/ROOT", "Court of the", "Xu", ["Court of the Xu"]),
        ("Court/NNP of/IN a/DT Xu/NNP/ROOT", "Court of a", "Xu", ["Court of a", "Xu"]),
        ("Court/NNP of/IN the/DT old/JJ Xu/NNP/ROOT", "Court of the", "Xu", ["Court of the", "Xu"]),
        ("Chris/NNP ]/-RRB- Xu/NNP/ROOT", "Chris", "Xu", ["Chris] Xu"]),
        ("Chris/NNP ) Xu/NNP/ROOT", "Chris", "Xu", ["Chris", "Xu"]),
        ("Chris/NNP ]/-RRB- old/JJ Xu/NNP/ROOT", "Chris", "Xu", ["Chris", "Xu"]),
        ("Old/NNP Chris/NNP ]/-RRB- Xu/NNP/ROOT", "Old Chris", "Xu", ["Old Chris", "Xu"]),
    ],
)
def test_parts_of_a_name_are_joined(sentence: str, first: str, second: str, names: list[str]) -> None:
    doc = make_doc(sentence)
    parts = [head_name(doc, first, "PER"), head_name(doc, second, "PER")]
    assert [doc[name.start : name.end].text for name in labels._join_parts(doc, parts)] == names


def test_only_names_of_persons_go_over_a_bracket() -> None:
    doc = make_doc("Chris/NNP ]/-RRB- Xu/NNP/ROOT")
    for first, second in (("PER", "ORG"), ("ORG", "PER"), ("ORG", "ORG")):
        parts = [head_name(doc, "Chris", first), head_name(doc, "Xu", second)]
        assert len(list(labels._join_parts(doc, parts))) == 2


def test_probabilities_are_means_of_the_place_and_the_article() -> None:
    doc = make_doc("Xu/NNP/ROOT and/CC Xu/NNP or/CC Xi/NNP")
    names = [NamedSpan(0, 1, (1.0, 0.0)), NamedSpan(2, 3, (0.0, 1.0)), NamedSpan(4, 5, (0.5, 0.5))]
    assert [name.probabilities for name in labels._with_article_probabilities(doc, names)] == [
        (0.75, 0.25),
        (0.25, 0.75),
        (0.5, 0.5),
    ]


# ---- names of persons in full


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


# ---- rows of tables


def in_row(row: str) -> Labelled:
    doc = make_doc(
        " ".join(f"{word}/NNP" if index else f"{word}/NNP/ROOT" for index, word in enumerate(row.split()))
    )
    return labelled(doc, list(table_rows._names_in_row(doc, 0, len(doc))))


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("Xu 3", [("Xu", "ORG")]),
        ("Xu three", []),
        ("xu 3", []),
        ("Xu", []),
        ("X 3", []),
        ("Sweden 3", [("Sweden", "GPE")]),
        ("NATO 3", []),
        ("Played 3", []),
        ("1 3", []),
        ("Xu Played 3", []),
        ("Xu Xi 3 Xa 1", [("Xu Xi", "ORG"), ("Xa", "ORG")]),
        ("( Xu 3 )", [("Xu", "PERSON")]),
        ("( Xa ) Xu 3", [("Xu", "ORG")]),
        (") Xu 3", [("Xu", "ORG")]),
        ("( ( Xa ) Xu 3 )", [("Xu", "PERSON")]),
        ("Maria 3", [("Maria", "ORG")]),
        ("Maria Xu", [("Maria Xu", "PERSON")]),
        ("M. Xu", [("M. Xu", "PERSON")]),
        ("Maria", []),
        ("Xyz Xu ( Sweden )", [("Xyz Xu", "PERSON"), ("Sweden", "GPE")]),
        ("Xyz Xu ( South Korea )", [("Xyz Xu", "PERSON"), ("South Korea", "GPE")]),
        ("Xyz Xu ( Xa )", []),
        ("Xyz Xu - Sweden )", [("Sweden", "GPE")]),
        ("Xyz Xu ( Sweden", [("Sweden", "GPE")]),
    ],
)
def test_names_in_a_row(row: str, names: Labelled) -> None:
    assert in_row(row) == names


@pytest.mark.parametrize(
    ("spaces", "expected"),
    [
        ([False, False, True, False], [("Xu-Xi", "ORG")]),
        ([True, False, True, False], [("Xi", "ORG")]),
        ([False, True, True, False], [("Xi", "ORG")]),
    ],
)
def test_a_hyphen_without_blanks_joins_words(spaces: list[bool], expected: Labelled) -> None:
    doc = doc_of_columns(["Xu", "-", "Xi", "3"], spaces=spaces)
    assert labelled(doc, list(table_rows._names_in_row(doc, 0, 4))) == expected
    assert not table_rows._is_joining_hyphen(doc, 1, 2)


def test_a_closing_bracket_stands_within_reach() -> None:
    doc = make_doc("( a/NN/ROOT b/NN c/NN d/NN )")
    assert table_rows._closing_bracket(doc, 0, 6) == 5
    assert table_rows._closing_bracket(doc, 0, 5) == 1
    doc = make_doc("( a/NN/ROOT b/NN c/NN d/NN e/NN )")
    assert table_rows._closing_bracket(doc, 0, 7) == 1


def test_only_the_lines_that_are_rows_are_read() -> None:
    doc = make_doc("Xu/NNP/ROOT 3/CD\nXi/NNP/ROOT 2/CD\nXa/NNP/ROOT 1/CD")
    lines = [line_of(doc, "Xu 3", "prose"), line_of(doc, "Xi 2", "table"), line_of(doc, "Xa 1", "table")]
    assert labelled(doc, names_in_tables(doc, lines)) == [("Xi", "ORG"), ("Xa", "ORG")]
    assert names_in_tables(doc, lines[:1]) == []


def test_a_row_ends_with_its_line() -> None:
    doc = make_doc("Xu/NNP/ROOT\n3/CD/ROOT")
    assert names_in_tables(doc, [line_of(doc, "Xu", "table"), line_of(doc, "3", "table")]) == []
    doc = make_doc("Xu/NNP/ROOT\nXi/NNP/ROOT 3/CD")
    rows = [line_of(doc, "Xu", "table"), line_of(doc, "Xi 3", "table")]
    assert labelled(doc, names_in_tables(doc, rows)) == [("Xi", "ORG")]
