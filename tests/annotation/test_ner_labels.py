"""Names of the lexicon and of the entity head merged into one list with labels."""

from __future__ import annotations

import pytest
from docs_by_hand import doc_of_columns, make_doc
from names_by_hand import name_of
from spacy.tokens import Doc

from onrecord.annotation.lexicon.name_span import NameSpan
from onrecord.annotation.ner import labels
from onrecord.annotation.ner.labels import merge_names
from onrecord.annotation.neural.entity_head import NamedSpan


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
